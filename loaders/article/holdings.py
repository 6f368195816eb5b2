"""Who holds which title: those told beside names, then those that sentences say of their subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.descriptions import is_description
from loaders.article.grammar import is_passive, objects, parts, subjects, with_preposition
from loaders.article.related import is_over
from loaders.article.relation_words import relation_words
from loaders.article.title_phrases import Title, complement, is_person, is_plural, is_title, runs, title_of
from loaders.article.titles_after import shared, titles_after, titles_of_all
from loaders.article.titles_before import titles_apposed, titles_before, titles_shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from loaders.article.cast import Cast, Member


_BE = frozenset({"be", "remain", "become"})
_SERVE = frozenset({"serve", "work", "act"})


class Holding(NamedTuple):
    """A title with who holds it, the words of the holder's name there, and how it was told."""

    member: Member
    name: list[Token]
    title: Title
    rule: str


def holdings(cast: Cast, doc: Doc) -> Iterator[Holding]:
    """Yield every title with its holder: first those beside names, then what sentences say of their subjects."""
    for member, name in runs(cast, doc, "person", "org"):
        before = titles_before(cast, name, member.type)
        yield from (
            Holding(member, name, title, "title")
            for title in before
            if member.type == "person" or _is_description(title)
        )
        if not before and member.type == "person":
            yield from (
                Holding(member, name, title, "title")
                for title in titles_shared(cast, name) or titles_apposed(cast, name)
            )
        if member.type == "person":
            yield from (Holding(who, at, title, "apposition") for who, at, title in titles_of_all(cast, member, name))
        if member.type == "person" or not before:
            yield from (Holding(member, name, title, "apposition") for title in titles_after(cast, name, member.type))
    for token in cast.parsed.tokens:
        if token.pos_ in {"AUX", "VERB"} and (token.lemma_ in _BE or token.lemma_ in _SERVE):
            yield from _said(cast, token)
        elif token.lower_ == "as" and token.dep_ == "prep":
            yield from _as(cast, token)
            yield from _identified(cast, token)
        elif token.pos_ == "VERB" and token.lemma_.lower() in relation_words().holds:
            yield from _post(cast, token)
        elif token.tag_ == "NN" and cast.named(token) is None and (spoken := cast.of(token)) is not None:
            yield from _described(cast, token, spoken)


def _described(cast: Cast, noun: Token, member: Member) -> Iterator[Holding]:
    """Yield what a noun that means somebody says of them: "the former teacher", "her husband, the founder of Y"."""
    if member.type != "person":
        return
    if noun.lemma_.lower() in member.roles and is_description(cast, noun) and is_title(noun, "person"):
        title = title_of(cast, list(noun.doc[noun.left_edge.i : noun.i + 1]), noun, complement(cast, noun))
        if title is not None:
            yield Holding(member, [noun], title, "description")
    for title in titles_after(cast, [noun], "person"):
        yield Holding(member, [noun], title, "apposition")


def _is_description(title: Title) -> bool:
    """Say whether a title of a body says more than its kind, not whose it is: a human rights group, not his party."""
    first = title.all[0]
    before = first.nbor(-1) if first.i else None
    more = len(title.words) > 1 or title.place is not None
    return more and (before is None or before.tag_ not in {"POS", "PRP$"})


def _said(cast: Cast, verb: Token) -> Iterator[Holding]:
    """Yield what "X is a writer", "he served as mayor of Y" or "X and Y are members of W" says of its subjects."""
    words = relation_words()
    denied = any(child.dep_ == "neg" for child in verb.children)
    if denied or is_over(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_.lower() in words.ceases):
        return
    told = [child for child in verb.children if child.dep_ == "attr"] if verb.lemma_ in _BE else []
    noun = max(told, key=lambda child: child.i, default=None)  # "co-founder" is three of them
    if verb.lemma_ in _SERVE and not (
        verb.lemma_ == "work" and any(child.lower_ in {"for", "at", "with"} for child in verb.children)
    ):
        noun = next(
            (
                inner
                for child in verb.children
                if child.dep_ == "prep" and child.lower_ == "as"
                for inner in child.children
                if inner.dep_ == "pobj"
            ),
            None,
        )
    if noun is None or noun.i < verb.i or noun.lemma_ in {"one", "part"}:
        return
    people = subjects(verb)
    people += [
        token for who in people[-1:] for token in _listed(cast, who) if all(token.i != other.i for other in people)
    ]
    for who in people:
        member = cast.of(who)
        kind = member.type if member is not None else ""
        if (
            member is not None
            and kind in {"person", "org"}
            and is_title(noun, kind)
            and (not is_plural(noun) or len(people) > 1)
        ):
            for title in _joined(cast, noun, kind):
                # who became mayor was appointed; who became leader of B is of B
                if verb.lemma_ != "become" or title.orgs:
                    yield Holding(member, [who] if who.i < verb.i else [verb], title, "copula")


def _joined(cast: Cast, noun: Token, kind: str) -> list[Title]:
    """Return the title of `noun` and of those that "and" joins to it: a writer and the founder of B."""
    found = []
    for one in parts(noun):
        if one.i != noun.i and (not is_title(one, kind) or is_plural(one) or cast.named(one) is not None):
            continue
        left = one.left_edge.i
        while left > 1 and one.doc[left - 1].text == "-" and not one.doc[left - 1].is_sent_start:
            left = one.doc[left - 2].left_edge.i  # co-founder
        words = list(one.doc[left : one.i + 1])
        title = title_of(cast, words, one, complement(cast, one))
        if title is not None:
            found.append(title)
    return shared(found)


def _as(cast: Cast, prep: Token) -> Iterator[Holding]:
    """Yield what "during his time as mayor" says of him, and "As mayor, X …" of X."""
    noun = next((child for child in prep.children if child.dep_ == "pobj"), None)
    if noun is None or is_plural(noun) or not is_title(noun, "person"):
        return
    head = prep.head
    if head.lemma_.lower() in relation_words().spells:
        owners = [child for child in head.children if child.dep_ == "poss"]
    elif prep.is_sent_start and head.pos_ in {"VERB", "AUX"}:
        owners = [who for who in subjects(head) if who.i > noun.i][:1]
    else:
        return
    for who in owners:
        member = cast.of(who)
        if member is not None and member.type == "person":
            yield from _held(cast, noun, member, who)


def _identified(cast: Cast, prep: Token) -> Iterator[Holding]:
    """Yield what "the dead seaman was identified as X" says of X, if more than what he did or suffered."""
    words, verb = relation_words(), prep.head
    if verb.lemma_.lower() not in words.identifies or not is_passive(verb):
        return
    for who in (child for child in prep.children if child.dep_ == "pobj"):
        member = cast.named(who)
        for noun in objects(verb):
            told = noun.lower_ not in words.parties_to and is_title(noun, "person") and not is_plural(noun)
            if member is not None and member.type == "person" and told and noun.i < who.i:
                yield from _held(cast, noun, member, who)


def _post(cast: Cast, verb: Token) -> Iterator[Holding]:
    """Yield what "who held the post of speaker" says of its subject."""
    posts = [
        child for child in verb.children if child.dep_ == "dobj" and child.lemma_.lower() in relation_words().posts
    ]
    for noun in (inner for post in posts for inner in with_preposition(post, "of")):
        for who in subjects(verb):
            member = cast.of(who)
            if member is not None and member.type == "person" and is_title(noun, "person"):
                yield from _held(cast, noun, member, who)


def _held(cast: Cast, noun: Token, member: Member, who: Token) -> Iterator[Holding]:
    words = list(noun.doc[noun.left_edge.i : noun.i + 1])
    title = title_of(cast, words, noun, complement(cast, noun))
    if title is not None:
        yield Holding(member, [who], title, "copula")


def _listed(cast: Cast, who: Token) -> Iterator[Token]:
    """Yield the names that a comma or "and" joins to the name `who` before it, where the parse lost them."""
    doc, i = who.doc, who.i
    while (
        i > 0
        and (is_person(cast, doc[i - 1]) or doc[i - 1].text in {",", "and"})
        and not (doc[i].is_sent_start and is_person(cast, doc[i]))
    ):
        i -= 1
        if (
            is_person(cast, doc[i])
            and cast.named(doc[i]) is not cast.named(doc[i + 1])
            and cast.named(doc[i]) is not cast.of(who)
        ):
            yield doc[i]
