"""The titles after a name: X, 53, the current President of the European Council; X, who is a writer and director."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.relation_words import relation_words
from loaders.article.title_phrases import (
    DETERMINERS,
    INSIDE,
    OF,
    REACH,
    Title,
    complement,
    is_person,
    is_plural,
    is_title,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member


_OPENERS = frozenset({",", "(", "–", "—"})
_MARKS = frozenset(
    {"who", "which", "is", "was", "has", "been", "then", "now", "also", "himself", "herself", "both"}
    | {"previously", "formerly", "once", "currently", "later", "still", "originally", "recently", "had"}
)
_ALL = frozenset({"both", "all", "two", "three", "four", "five"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def titles_after(cast: Cast, name: Sequence[Token], kind: str) -> list[Title]:
    """Return the apposition after a name: X, 53, the current President of the European Council; X, who is a writer."""
    doc, i = cast.parsed.doc, name[-1].i + 1
    if i < len(doc) and doc[i].text == "(" and name[-1].i + REACH < len(doc):
        closing = next((j for j in range(i, min(len(doc), i + REACH)) if doc[j].text == ")"), None)
        if closing is not None and closing + 1 < len(doc) and doc[closing + 1].text in _OPENERS - {"("}:
            i = closing + 1
    if i + 1 >= len(doc) or doc[i].text not in _OPENERS:
        return [] if i >= len(doc) or doc[i].lower_ not in {"who", "which"} else _phrase(cast, i, kind)
    i += 1
    if doc[i].lower_ == "aged" or (doc[i].like_num and doc[i].lower_ != "one"):
        while i < len(doc) and doc[i].text != "," and i < name[-1].i + 7:
            i += 1
        i += 1
    return _phrase(cast, i, kind)


def titles_of_all(cast: Cast, member: Member, name: Sequence[Token]) -> Iterator[tuple[Member, list[Token], Title]]:
    """Yield the apposition of several with each of them: X and Y, both journalists."""
    doc, i = cast.parsed.doc, name[-1].i + 1
    if i + 2 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in _ALL:
        return
    title, _ = _noun_phrase(cast, i + 2, "person", plural=True)
    if title is None:
        return
    yield member, list(name), title
    j = name[0].i - 1
    while j > name[0].i - 2 * REACH and j >= 0 and (doc[j].text in {",", "and"} or is_person(cast, doc[j])):
        other = cast.named(doc[j])
        if other is not None and other is not member and (j == 0 or cast.named(doc[j - 1]) is not other):
            yield other, [doc[j]], title
        j -= 1


def _phrase(cast: Cast, begin: int, kind: str) -> list[Title]:
    """Return the titles of the noun phrase that begins at token `begin`, and of one joined to it by "and"."""
    doc, i = cast.parsed.doc, begin
    while i < len(doc) and doc[i].lower_ in _MARKS and i < begin + 4:
        i += 1
    clause = i > begin and doc[begin].lower_ in {"who", "which"}
    if i + 2 < len(doc) and doc[i].lower_ == "one" and doc[i + 1].lower_ == "of":
        title, _ = _noun_phrase(cast, i + 2, kind, plural=True)
        return [] if title is None else [title]
    if clause and doc[i - 1].lower_ not in {"is", "was", "been", "also", "now", "then"}:
        return []
    found: list[Title] = []
    for _ in range(3):
        title, end = _noun_phrase(cast, i, kind)
        if title is None or (
            not clause and end < len(doc) and doc[end].tag_ in _FINITE and doc[i].lower_ in DETERMINERS
        ):
            break
        found.append(title)
        if end + 2 >= len(doc) or doc[end].lower_ not in {"and", ","}:
            break
        i = end + 2 if doc[end].text == "," and doc[end + 1].lower_ == "and" else end + 1
        if doc[end].text == "," and (doc[i].lower_ in DETERMINERS or doc[i].pos_ not in INSIDE or clause):
            break
    return shared(found)


def shared(found: list[Title]) -> list[Title]:
    """Return titles that a bare "and" joins, each with the body: chair and spokesperson for B, B's head and owner."""
    told = list(found)
    for at in range(len(told) - 2, -1, -1):
        if told[at + 1].orgs and not told[at].orgs and told[at].place is None and _is_joined(told[at + 1]):
            told[at] = told[at]._replace(orgs=told[at + 1].orgs, all=[*told[at].all, *told[at + 1].all])
    for at in range(1, len(told)):
        owned = told[at - 1].orgs and any(token.tag_ == "POS" for token in told[at - 1].all)
        if owned and not told[at].orgs and told[at].place is None and _is_joined(told[at]):
            told[at] = told[at]._replace(orgs=told[at - 1].orgs)
    return told


def _is_joined(title: Title) -> bool:
    """Say whether a bare "and" stands before a title without an article of its own."""
    first = title.all[0]
    if first.i <= 1 or first.tag_ == "DT" or first.nbor(-1).lower_ != "and":
        return False
    return first.nbor(-2).text != ","


def _noun_phrase(cast: Cast, begin: int, kind: str, *, plural: bool = False) -> tuple[Title | None, int]:
    """Return the title of the noun phrase that begins at `begin`, and where the text goes on after it."""
    doc, i = cast.parsed.doc, begin
    if i + 1 < len(doc) and is_title(doc[i], "person") and is_person(cast, doc[i + 1]):
        i += 1  # "President Y's aides"
    while i + 1 < len(doc) and i < begin + 4 and (owner := cast.named(doc[i])) is not None and owner.type == "person":
        i += 1  # "X, Y's chief of staff"
    begin = i = i + 1 if i > begin and doc[i].tag_ == "POS" else begin
    while (
        i < len(doc)
        and i < begin + REACH
        and not (i > begin and doc[i].is_sent_start)
        and _inside(cast, doc[i], first=i == begin)
    ):
        i += 1
    while i > begin and doc[i - 1].pos_ == "ADJ" and cast.named(doc[i - 1]) is None and not is_title(doc[i - 1], kind):
        i -= 1
    if i == begin:
        return None, begin
    noun = doc[i - 1]
    follows = doc[i] if i < len(doc) else None
    partisan = noun.lower_ in relation_words().partisans
    if (cast.named(noun) is not None and not partisan) or not is_title(noun, kind) or is_plural(noun) is not plural:
        return None, i
    beyond = (
        next((token.i + 1 for token in doc[i : i + REACH] if token.text == ")"), i)
        if follows is not None and follows.text == "("
        else i
    )
    if beyond < len(doc) and (named := cast.named(doc[beyond])) is not None and named.type == "person":
        return None, i
    bare = doc[begin].lower_ not in DETERMINERS and cast.named(doc[begin]) is None
    if (
        bare
        and follows is not None
        and not (
            (follows.is_punct and follows.text != "(")
            or follows.lower_ in OF
            or follows.lower_ in {"and", "who", "whose", "since"}
            or follows.is_space
            or cast.parsed.segments[follows.i] != cast.parsed.segments[noun.i]
            or follows.pos_ in {"VERB", "AUX"}
        )
    ):
        return None, i
    after = complement(cast, noun)
    return title_of(cast, list(doc[begin:i]), noun, after), (after[-1].i + 1 if after else i)


def _inside(cast: Cast, token: Token, *, first: bool) -> bool:
    named = cast.named(token)
    if named is not None:
        return named.type != "person"
    if token.lower_ in DETERMINERS or token.tag_ == "PRP$":
        return first
    if token.tag_ == "POS":
        return cast.named(token.nbor(-1)) is not None or token.nbor(-1).pos_ == "NOUN"
    if token.text == "-" or token.lower_ in frames().not_in_role:
        return True
    return (
        token.pos_ in INSIDE
        or token.tag_ in {"JJS", "RBS"}
        or (
            token.pos_ in {"ADV", "VERB"}
            and token.tag_ in {"RB", "VBN", "VBG"}
            and token.dep_ in {"advmod", "amod", "compound"}
        )
    )
