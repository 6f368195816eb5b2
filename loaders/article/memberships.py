"""Who is of which body: works for it, joined it, heads it, is its X, or is "X of" it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.grammar import is_passive, objects, subjects, with_preposition
from loaders.article.numbers import find_durations
from loaders.article.related import Tie
from loaders.article.relation_words import relation_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Arguments
    from loaders.article.related import Related

_BACK = 40
_FAR = 400
_FEW = 4


def read_membership(related: Related, verb: Token) -> None:
    """Tell of the body that a verb puts its subject, or whom it employs, into."""
    lemma = verb.lemma_.lower()
    found, people = _sides(verb, lemma)
    for who in people:
        person = related.entity(who)
        if person is None or person.type != "person":
            continue
        for where in found:
            body, said = _body(related, verb, where)
            if body is None or body.type != "org":
                continue
            works = lemma in relation_words().works
            durations = find_durations(related.reading.parsed.words([*verb.subtree])) if works else []
            related.tell(
                Tie(
                    "member",
                    {"person": person.id, "org": body.id},
                    verb,
                    [who, said] if who.i < verb.i or is_passive(verb) else [said],
                    f"{lemma} for",
                    value=durations[0].iso if durations else None,
                    again=lemma,
                )
            )


def _sides(verb: Token, lemma: str) -> tuple[list[Token], list[Token]]:
    """Return the words for the bodies and those for the people that `verb` brings together."""
    words = relation_words()
    if lemma in words.employs:
        return _employed(verb)
    if lemma in words.heads and is_passive(verb):
        return objects(verb), [who for child in verb.children if child.dep_ == "agent" for who in child.children]
    if lemma in words.joins or lemma in words.heads:
        return objects(verb), subjects(verb)
    if lemma in words.belongs or lemma in words.comes:
        found = with_preposition(verb, "to")
        kinds = words.bodies if lemma in words.comes else None
        return [where for where in found if kinds is None or where.lemma_.lower() in kinds], subjects(verb)
    if lemma in words.serves:
        return with_preposition(verb, "for"), subjects(verb)
    return [where for prep in words.works_for for where in with_preposition(verb, prep)], subjects(verb)


def _body(related: Related, verb: Token, where: Token) -> tuple[Member | None, Token]:
    """Return the body that `where` speaks of, by name, as "B, a group …" or as "the group", and its best word."""
    body = related.entity(where)
    if body is not None:
        return body, where
    if (beside := _apposed(related, where)) is not None:
        return related.cast.named(beside), beside
    words, lemma = relation_words(), verb.lemma_.lower()
    if where.lower_ not in words.bodies or not _is_known(where):
        return None, where
    near = lemma in words.joins or lemma in words.comes
    return _known(related, where) or (_before(related, verb) if near else None), where


def _employed(verb: Token) -> tuple[list[Token], list[Token]]:
    if not is_passive(verb):
        return subjects(verb), objects(verb)
    bodies = [where for prep in ("by", "with", "at") for where in with_preposition(verb, prep)]
    return bodies, objects(verb)


def _apposed(related: Related, noun: Token) -> Token | None:
    """Return the body of "B, a group founded by X" where the parse did not join the two."""
    doc, left = noun.doc, noun.left_edge.i
    if (
        left <= 1
        or noun.dep_ != "appos"
        or doc[left].lower_ not in {"a", "an", "the"}
        or doc[left - 1].text != ","
        or doc[left].is_sent_start
    ):
        return None
    member = related.cast.named(doc[left - 2])
    return doc[left - 2] if member is not None and member.type == "org" else None


def _is_known(noun: Token) -> bool:
    """Say whether a noun speaks of a body told of before: the group, that paper."""
    return any(child.dep_ == "det" and child.lower_ in {"the", "that", "this"} for child in noun.children)


def _known(related: Related, noun: Token) -> Member | None:
    """Return the last body that was told to be a group, a paper …, for "the group"."""
    lemma = noun.lemma_.lower()
    for i in range(noun.i - 1, max(-1, noun.i - _FAR), -1):
        member = related.cast.named(noun.doc[i])
        if (
            member is not None
            and member.type == "org"
            and (lemma in member.roles or lemma in member.name.lower().split())
        ):
            return member
    return None


def _before(related: Related, verb: Token) -> Member | None:
    """Return the body that "the company" means: the last one named before it in the paragraph."""
    parsed = related.reading.parsed
    for i in range(verb.i, max(-1, verb.i - _BACK), -1):
        member = related.cast.named(verb.doc[i])
        if member is not None and member.type == "org" and parsed.segments[i] == parsed.segments[verb.i]:
            return member
    return None


def read_beside(related: Related, name: Sequence[Token], person: Member) -> None:
    """Tell of "X of Amnesty", "X, of the BBC,", "the BBC's X" and "X's former party Y"."""
    doc, before, after = name[0].doc, name[0].i - 1, name[-1].i + 1
    if before > 0 and doc[before].tag_ == "POS" and not name[0].is_sent_start:
        body = related.cast.named(doc[before - 1])
        if body is not None and body.type == "org":
            related.tell(
                Tie(
                    "member",
                    {"person": person.id, "org": body.id},
                    name[-1],
                    [doc[before - 1], name[0]],
                    "B's X",
                    sure="asserted",
                )
            )
    comma = after < len(doc) and doc[after].text == ","
    i = after + 1 if comma else after
    beside = i < len(doc) and doc[i].head in name and len(name) > 1
    if i + 1 < len(doc) and doc[i].lower_ in ({"of", "from", "with"} if comma or beside else {"of"}):
        i = _past_words(related, i + 1)
        body = related.cast.named(doc[i]) if i < len(doc) and doc[i].sent == name[0].sent else None
        if body is not None and body.type == "org":
            related.tell(
                Tie(
                    "member",
                    {"person": person.id, "org": body.id},
                    name[-1],
                    [name[0], doc[i]],
                    "X of B",
                    sure="asserted",
                )
            )


def _past_words(related: Related, i: int) -> int:
    """Return where a name may stand from `i` on behind words for it: the liberal B, the army's B, the new B."""
    doc, j = related.reading.parsed.doc, i
    while j < len(doc) and j < i + _FEW and related.cast.named(doc[j]) is None:
        owns = j + 1 < len(doc) and doc[j].tag_ == "NN" and doc[j + 1].tag_ == "POS"
        if not (owns or doc[j].pos_ in {"DET", "ADJ", "ADV"} or doc[j].tag_ in {"PRP$", "POS", "VBN"}):
            break
        j += 1
    return j


def read_party(related: Related, noun: Token) -> None:
    """Tell of "X's former party Y"."""
    doc, left, i = noun.doc, noun.i - 1, noun.i + 1
    while left > 0 and doc[left].pos_ == "ADJ" and left > noun.i - _FEW:
        left -= 1
    if left < 0 or doc[left].tag_ not in {"POS", "PRP$"}:
        return
    owner = doc[left] if doc[left].tag_ == "PRP$" else doc[left - 1]
    person = related.entity(owner)
    i += i < len(doc) and doc[i].text == ","
    i += i < len(doc) and doc[i].lower_ == "the"
    body = related.cast.named(doc[i]) if i < len(doc) and not doc[i].is_sent_start else None
    if person is not None and person.type == "person" and body is not None and body.type == "org":
        related.tell(
            Tie("member", {"person": person.id, "org": body.id}, noun, [owner, doc[i]], "X's party", sure="asserted")
        )


def read_owner(related: Related, name: Sequence[Token], body: Member) -> None:
    """Tell of "his Labour Party" and "X's Labour Party": who has a party is of it."""
    doc, before = name[0].doc, name[0].i - 1
    if before < 1 or doc[before].tag_ not in {"PRP$", "POS"} or name[0].is_sent_start:
        return
    before -= doc[before].tag_ == "POS"
    person = related.entity(doc[before])
    if person is None or person.type != "person" or name[-1].lower_ not in relation_words().owned:
        return
    related.tell(
        Tie(
            "member",
            {"person": person.id, "org": body.id},
            name[-1],
            [doc[before], name[0]],
            "his party",
            sure="asserted",
        )
    )


def read_board(related: Related, noun: Token) -> None:
    """Tell of "X sits on the board of B"."""
    verb = noun.head.head
    if noun.head.lower_ != "on" or verb.lemma_.lower() not in relation_words().sits:
        return
    for where in with_preposition(noun, "of"):
        body = related.entity(where) or (_known(related, where) or _before(related, verb) if _is_known(where) else None)
        for who in subjects(verb):
            person = related.entity(who)
            if body is not None and body.type == "org" and person is not None and person.type == "person":
                args: Arguments = {"person": person.id, "org": body.id, "role": f"#{noun.lower_}"}
                related.tell(Tie("member", args, verb, [who, where], "on the board"))
