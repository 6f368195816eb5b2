"""Which body or land is part of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.grammar import subjects, with_preposition
from loaders.article.lexicon import places as lexicon_places
from loaders.article.related import Tie
from loaders.article.relation_words import relation_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Arguments
    from loaders.article.related import Related

_FEW, _BACK = 5, 120
_TOWNS = frozenset({"city", "town", "village", "region", "province", "district", "state", "suburb", "port"})


def read_division(related: Related, name: Sequence[Token], body: Member) -> None:
    """Tell of "B's C", "C at B" and "C, a branch of B"."""
    doc, i, before = name[0].doc, name[-1].i + 1, name[0].i - 1
    if before > 0 and doc[before].tag_ == "POS":
        whole = related.cast.named(doc[before - 1])
        if whole is not None and whole.type == "place" and name[-1].lower_ in relation_words().owned:
            args: Arguments = {"org": body.id, "place": whole.id}
            words = [doc[before - 1], name[0]]
            related.tell(Tie("located_in", args, name[-1], words, "Y's B", sure="asserted"))
        if whole is not None and whole.type == "org" and whole is not body:
            related.tell(
                Tie(
                    "part_of",
                    {"a": body.id, "b": whole.id},
                    name[-1],
                    [doc[before - 1], name[0]],
                    "B's C",
                    sure="asserted",
                )
            )
    if before > 0 and doc[before].lower_ in relation_words().arms and not name[0].is_sent_start:
        whole = related.cast.named(doc[before - 1])
        if whole is not None and whole.type == "org" and whole is not body:
            _tell(related, body, whole, [doc[before - 1], name[0]], "B station C")
    comma = i < len(doc) and doc[i].text == ","
    j = i + 1 if comma else i
    if j + 2 < len(doc) and doc[j].lower_ in {"the", "a", "an"} and doc[j + 1].lower_ in relation_words().parts:
        j += 1
    part = (
        j + 1 < len(doc)
        and comma
        and related.cast.named(doc[j]) is None
        and doc[j].lower_ in relation_words().parts
        and doc[j + 1].lower_ == "of"
    )
    joined = (
        not comma
        and j + 1 < len(doc)
        and doc[j].lower_ in {"of", "at", "within"}
        and bool({word.lower() for word in body.name.split()} & relation_words().services)
    )
    if not (part or joined):
        return
    j += 2 if part else 1
    j += j < len(doc) and doc[j].lower_ == "the"
    whole = related.cast.named(doc[j]) if j < len(doc) and not doc[j].is_sent_start else None
    if whole is not None and whole.type in ({"org", "place"} if part else {"org"}) and whole is not body:
        related.tell(
            Tie(
                "part_of",
                {"a": body.id, "b": whole.id},
                name[-1],
                [name[0], doc[j]],
                "part of" if part else "C of B",
                sure="asserted",
            )
        )


def read_part(related: Related, noun: Token) -> None:
    """Tell of "A is part of B", "A is a territory of B"."""
    if noun.dep_ not in {"attr", "pobj"} or (noun.dep_ == "pobj" and noun.lower_ != "part"):
        return
    verb = noun.head
    for what in subjects(verb):
        for where in with_preposition(noun, "of"):
            a, b = related.entity(what), related.entity(where)
            if a is not None and b is not None and a is not b and {a.type, b.type} <= {"org", "place"}:
                related.tell(Tie("part_of", {"a": a.id, "b": b.id}, noun, [what, where], "is part of"))


def read_land(related: Related, name: Sequence[Token], place: Member) -> None:
    """Tell of "Mosul, in northern Iraq" and of "Poland's Mazovia region"."""
    doc, i, before = name[0].doc, name[-1].i + 1, name[0].i - 1
    if i + 2 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ == "in":
        j = i + 2
        while j < len(doc) and j < i + _FEW and related.cast.named(doc[j]) is None and doc[j].pos_ in {"DET", "ADJ"}:
            j += 1
        whole = related.cast.named(doc[j]) if j > i + 2 and j < len(doc) and not doc[j].is_sent_start else None
        if whole is not None and whole.type == "place" and whole is not place:
            _tell(related, place, whole, [name[0], doc[j]], "A, in northern B")
    if before > 0 and doc[before].tag_ == "POS" and i < len(doc) and doc[i].lower_ in _TOWNS:
        whole = related.cast.named(doc[before - 1])
        if whole is not None and whole.type == "place" and whole is not place:
            _tell(related, place, whole, [doc[before - 1], doc[i]], "B's A region")


def read_capital(related: Related, noun: Token) -> None:
    """Tell of "X, the capital of Y", "Y's capital, X", "the Latvian capital X"."""
    doc, i = noun.doc, noun.i + 1
    i += i < len(doc) and doc[i].lower_ == "city"
    comma = i < len(doc) and doc[i].text == ","
    town = related.cast.named(doc[i + comma]) if i + comma < len(doc) and not doc[i + comma].is_sent_start else None
    word = doc[i + comma] if town is not None else noun
    whole = next((found for child in noun.children if (found := _land(related, child)) is not None), None)
    if town is None or town.type != "place":
        for what in (noun.head, *(subjects(noun.head) if noun.dep_ == "attr" else ())):
            if noun.dep_ in {"appos", "attr"} and (named := related.cast.named(what)) is not None:
                town, word = named, what
        whole = whole or next((found for one in with_preposition(noun, "of") if (found := related.entity(one))), None)
    if whole is not None and town is not None and town is not whole and town.type == whole.type == "place":
        _tell(related, town, whole, [noun.left_edge, noun, word], "capital of")


def _land(related: Related, child: Token) -> Member | None:
    """Return the country of "Latvia's capital", "the Latvian capital" or "the country's capital"."""
    if child.dep_ not in {"poss", "amod", "compound", "nmod"}:
        return None
    found = related.entity(child)
    if found is None and child.lower_ in {"country", "nation"}:
        doc, segments = child.doc, related.reading.parsed.segments
        countries = lexicon_places().countries
        near = range(child.i - 1, max(-1, child.i - _BACK), -1)
        places = (
            related.cast.named(doc[i]) or related.cast.of(doc[i]) for i in near if segments[i] <= segments[child.i]
        )
        found = next((place for place in places if place is not None and place.name in countries), None)
    return found if found is not None and found.type == "place" else None


def _tell(related: Related, part: Member, whole: Member, words: Sequence[Token], rule: str) -> None:
    args: Arguments = {"a": part.id, "b": whole.id}
    related.tell(Tie("part_of", args, words[-1], words, rule, sure="asserted"))
