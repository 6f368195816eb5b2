"""Where quoted words stand in a text; and where they do not, what the text has instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import RefusedClaimError
from graph.model import Characters, Row
from graph.rows import BETWEEN
from graph.vocabulary.door import not_verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 160
_LISTED = 5
_ALIKE = 0.4
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_WORD = re.compile(r"\w+")
_ONE_WAY = {
    **dict.fromkeys((0x201C, 0x201D, 0x201E, 0xAB, 0xBB), '"'),
    **dict.fromkeys((0x2018, 0x2019, 0x201A, 0x2039, 0x203A), "'"),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    0x2212: "-",
}
"""Quotation marks and dashes as a keyboard has them, by code point."""


def place_of(text: str, quote: str, start: int | None = None, *, rows: bool = False) -> Characters | Row:
    """Return where `quote` stands in `text`: at `start` where that is given, else at the one place where it does.

    With `rows`, `text` is that of a dataset, and the place a stretch of a row.

    Raises:
        RefusedClaimError: it stands nowhere, not there, or at several places; the message says where, or what is near.
    """
    if not quote.strip():
        raise RefusedClaimError("an empty quote: expected the words that the claim stands on")
    if start is None:
        start = _the_one(text, quote)
    place = Characters(start, start + len(quote))
    if start < 0 or text[place.start : place.end] != quote:
        raise RefusedClaimError(not_verbatim(place, quote, text))
    return _in_row(text, place) if rows else place


def _the_one(text: str, quote: str) -> int:
    found = list(_places(text, quote))
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedClaimError(f"the words {quote[:_SHOWN]!r} do not stand in the text{_instead(text, quote)}")
    listed = ", ".join(map(str, found[:_LISTED])) + (", …" if len(found) > _LISTED else "")
    raise RefusedClaimError(f"the words {quote[:_SHOWN]!r} stand at {listed}: expected more of them, or at which place")


def _places(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _in_row(text: str, place: Characters) -> Row:
    before = text.rfind(BETWEEN, 0, place.start)
    start = before + len(BETWEEN) if before >= 0 else 0
    if BETWEEN in text[place.start : place.end]:
        raise RefusedClaimError("the words stand in several rows: expected words of one")
    return Row(text.count(BETWEEN, 0, place.start) + 1, place.start - start, place.end - start)


def _instead(text: str, quote: str) -> str:
    """Return in words what `text` has where `quote` was looked for: the same but for its signs, or the like."""
    alike, places = _loose(text)
    wanted = _loose(quote)[0].strip()
    found = alike.find(wanted) if wanted else -1
    if found >= 0:
        start, end = places[found], places[found + len(wanted) - 1] + 1
        return f": it has {text[start:end][:_SHOWN]!r} at {start}, expected the very words"
    words = set(_WORD.findall(wanted))
    best = max(_SENTENCE.finditer(text), key=lambda each: _shared(words, each.group()), default=None)
    if best is None or _shared(words, best.group()) < _ALIKE:
        return ", nor anything like them"
    return f"; nearest is {best.group().strip()[:_SHOWN]!r} at {best.start()}"


def _shared(words: set[str], sentence: str) -> float:
    there = set(_WORD.findall(sentence.casefold()))
    return len(words & there) / max(1, len(words))


def _loose(text: str) -> tuple[str, list[int]]:
    """Return `text` in one case, with one kind of quotation mark, dash and space, and where each of its signs stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_ONE_WAY)):
        folded = " " if char.isspace() else char.casefold()
        if folded == " " and signs and signs[-1] == " ":
            continue
        signs += folded
        places += [place] * len(folded)
    return "".join(signs), places
