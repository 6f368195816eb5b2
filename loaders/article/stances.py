"""Who stands for or against whom or what: supports, opposes, runs against, leads a campaign for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.grammar import agents, is_passive, objects, parts, subjects, with_preposition
from loaders.article.kinship import holders, owner_of
from loaders.article.participants import has_number, is_people, literal
from loaders.article.related import Tie
from loaders.article.relation_words import relation_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import Arguments
    from loaders.article.related import Related

_ACTORS = frozenset({"person", "org", "group", "place"})
_CAUSES = frozenset({"campaign", "law", "person", "org", "work", "event", "group", "place"})


def read_stance(related: Related, verb: Token) -> None:
    """Tell who supports or opposes what: a person, a body, a campaign, a law, or the words for a cause."""
    words = relation_words()
    kind = "opposes" if verb.lemma_.lower() in words.opposes else "supports"
    for whom in objects(verb):
        _stand(related, kind, verb, agents(verb) if is_passive(verb) else subjects(verb), whom)


def _stand(related: Related, kind: str, trigger: Token, actors: Sequence[Token], whom: Token) -> None:
    """Tell that the first of `actors` who can stands for or against `whom`."""
    words, cause = relation_words(), related.entity(whom)
    if cause is not None and cause.type not in _CAUSES:
        return
    known = kind == "opposes" or trigger.lemma_.lower() in words.advocates or whom.lemma_.lower() in words.causes
    what = cause.id if cause is not None else literal(whom) if known else None
    if what is None or not what.lstrip("#")[:1].isalnum() or (kind == "supports" and whom.tag_ == "PRP"):
        return
    for who in actors:
        actor = related.entity(who)
        if actor is None and cause is None and kind == "supports" and not has_number(who):
            continue
        if actor is not None and (actor is cause or actor.type not in _ACTORS):
            continue
        if who.lemma_.lower() in frames().courts:
            continue
        if actor is not None and cause is not None and not cause.names and not actor.names:
            continue
        said = actor.id if actor is not None else _group(who)
        if said is not None:
            role = "a" if kind == "opposes" else "person" if actor is not None and actor.type == "person" else "org"
            args: Arguments = {role: said, "b" if kind == "opposes" else "campaign": what}
            related.tell(Tie(kind, args, trigger, [who, whom], trigger.lemma_.lower()))
            return


def read_support(related: Related, noun: Token) -> None:
    """Tell of "voiced support for X", "flew there in support of X", "Y's opposition to X"."""
    words, lemma = relation_words(), noun.lemma_.lower()
    owners = [child for child in noun.children if child.dep_ == "poss"]
    head = noun.head
    if not owners and noun.dep_ == "dobj" and head.lemma_.lower() in words.voices and head.pos_ == "VERB":
        owners = subjects(head)
    if not owners and noun.dep_ == "pobj" and head.lower_ == "in":
        owners = [] if head.head.lemma_ in words.finds else _doers(head)
    for whom in [whom for prep in words.for_it for whom in with_preposition(noun, prep)]:
        _stand(related, "opposes" if lemma == "opposition" else "supports", noun, owners, whom)


def read_follower(related: Related, noun: Token) -> None:
    """Tell of "Y, a supporter of X", "Y is a critic of X"."""
    kind = "opposes" if noun.lemma_.lower() in relation_words().critics else "supports"
    for whom in with_preposition(noun, "of"):
        people = [word for _, word in holders(related, noun)]
        if related.entity(whom) is not None:
            _stand(related, kind, noun, people, whom)


def read_vote(related: Related, verb: Token) -> None:
    """Tell of "voted against X" and "voted for X"."""
    for whom in with_preposition(verb, "against"):
        _stand(related, "opposes", verb, subjects(verb), whom)
    for whom in with_preposition(verb, "for"):
        if related.entity(whom) is not None or whom.lemma_.lower() in relation_words().causes:
            _stand(related, "supports", verb, subjects(verb), whom)


def _group(token: Token) -> str | None:
    """Return the words for people or bodies without a name."""
    if is_people(token) or token.lemma_.lower() in frames().org_titles:
        return literal(token)
    return None


def read_protest(related: Related, word: Token) -> None:
    """Tell what people protest against: "protests against the bill", "protesting the exit of Z"."""
    verb = word.pos_ == "VERB"
    causes = with_preposition(word, "against")
    acting = word.dep_ == "pcomp" and word.head.dep_ == "agent"  # interrupted by protesting lawmakers
    if verb and word.dep_ != "amod" and not acting and word.lemma_.lower() in {"protest", "counter-protest"}:
        causes = causes or [token for token in objects(word) if not is_passive(word)]
    for cause in causes:
        member = related.entity(cause)
        what = member.id if member is not None else literal(cause)
        if what is None or (member is not None and member.type == "place"):
            continue
        who, said = None, None
        for token in subjects(word) if verb else []:
            actor = related.entity(token)
            said = actor.id if actor is not None and actor.type in _ACTORS else _group(token) if actor is None else None
            who = token
            if said is not None:
                break
        related.tell(
            Tie(
                "opposes",
                {"a": said or "#protesters", "b": what},
                word,
                [cause, *([who] if who is not None and said else [])],
                "protest against",
            )
        )
        return


def read_against(related: Related, noun: Token) -> None:
    """Tell of "opposition efforts against X" and "his run against X"."""
    targets = [*with_preposition(noun, "against"), *with_preposition(noun.head, "against")]
    for target in targets:
        rival = related.entity(target)
        if rival is None or rival.type != "person" or target.i < noun.i:
            continue
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        people = [owner] if owner is not None else subjects(noun.head) if noun.head.pos_ == "VERB" else _doers(noun)
        for who in people:
            person = related.entity(who)
            if person is not None and person.type == "person" and person is not rival:
                related.tell(Tie("opponent", {"a": person.id, "b": rival.id}, noun, [target], "against"))
                return


def _doers(noun: Token) -> list[Token]:
    """Return the subject of the clause that `noun` stands in, however deep."""
    current = noun
    for _ in range(len("a few steps")):
        if current.pos_ == "VERB" and (found := subjects(current) if not is_passive(current) else objects(current)):
            return found
        if current.head.i == current.i:
            return []
        current = current.head
    return []


def read_rival(related: Related, noun: Token) -> None:
    """Tell of "X's rival Y", "Y, a challenger to X", "Y, an ally of X"."""
    owner = owner_of(related, noun)
    if owner is None:
        for target in with_preposition(noun, "to"):
            member = related.entity(target)
            owner = (member, target) if member is not None else None
    if owner is None or owner[0].type != "person":
        return
    kind = "opponent" if noun.lemma_.lower() in relation_words().opponents else None
    for holder, word in holders(related, noun):
        if holder.type == "person" and holder is not owner[0] and kind is not None:
            related.tell(
                Tie(kind, {"a": holder.id, "b": owner[0].id}, noun, [owner[1], word], f"{noun.lemma_.lower()} of")
            )


def read_campaign(related: Related, noun: Token) -> None:
    """Tell of "Y was campaign leader for X", "X's campaign manager Y"."""
    doc = noun.doc
    if noun.i == 0 or doc[noun.i - 1].lower_ != "campaign":
        return
    owner = owner_of(related, noun)
    target = (
        owner
        if owner is not None
        else next(
            (
                (member, word)
                for found in with_preposition(noun, "for")
                for word in parts(found)
                if (member := related.entity(word)) is not None
            ),
            None,
        )
    )
    if target is None and noun.i > 1 and (named := related.cast.named(doc[noun.i - 2])) is not None:
        target = named, doc[noun.i - 2]
    if target is None or target[0].type != "person":
        return
    for holder, word in holders(related, noun):
        if holder is not target[0] and holder.type == "person":
            related.tell(
                Tie(
                    "campaign_for",
                    {"person": holder.id, "for": target[0].id, "role": f"#campaign {noun.lower_}"},
                    noun,
                    [word, target[1]],
                    "campaign of",
                )
            )
