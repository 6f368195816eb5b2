"""What the words around a claim give: its paragraph, and the numbers, lengths of time and words that stand there."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.article.extraction import Bounds, Span
from loaders.article.folding import fold
from loaders.article.numbers import Bound, Kind, find_durations, find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.article.numbers import Number

_SIGNED = re.compile(r"(?P<sign>[<>~]?)\s*(?P<number>\d{1,18}(?:\.\d{1,9})?)")
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
_COUNTED = frozenset({Kind.COUNT, Kind.OTHER})
_SIGNS = {"": {Bound.EXACT, Bound.APPROXIMATE}, ">": {Bound.MORE_THAN}, "<": {Bound.LESS_THAN}}
_SIGNS["~"] = {Bound.EXACT, Bound.APPROXIMATE}

_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}
_TIMES = {"tens of": 10, "hundreds of": 100, "": 1}
_VAGUELY = re.compile(rf"\b(?P<times>(?:tens|hundreds) of|) ?(?P<many>{'|'.join(_VAGUE)})\b", re.IGNORECASE)
"""What "tens of thousands" are more than. One who claims less than that says nothing new."""

Said = int | float | str | Bounds
"""A value as claims have it."""


class Surroundings:
    """The evidence of a claim and the paragraphs that it stands in, as places and as words."""

    def __init__(self, text: str, evidence: Sequence[Span], places: Sequence[Span]) -> None:
        self.evidence = evidence
        self.places = places
        self.quotes = [text[span.start : span.end] for span in evidence]
        self.words = "\n".join(text[span.start : span.end] for span in places)

    def touches(self, span: Span) -> bool:
        """Say whether `span` stands in one of the paragraphs."""
        return any(place.start <= span.start < span.end <= place.end for place in self.places)

    @property
    def end(self) -> int:
        """Where the last paragraph ends."""
        return max((place.end for place in self.places), default=0)

    def have_name(self, name: str) -> bool:
        """Say whether `name` stands in the paragraphs letter by letter, as whole words."""
        return bool(name.strip()) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.words) is not None

    def give_number(self, value: Said, *, strictly: bool) -> bool:
        """Say whether the words give `value`: a number, one with `<`, `>` or `~`, or its bounds.

        Strictly, what was counted: no year, age or amount of money, and no round number for "more than 20".
        """
        if isinstance(value, Bounds):
            return any((found.minimum, found.maximum) == (value.min, value.max) for found in self._numbers)
        match = _SIGNED.fullmatch(str(value).strip())
        if match is None:
            return False
        number = _decimal(match["number"])
        bounds = _SIGNS[match["sign"]] if strictly or match["sign"] else set(Bound)
        if match["sign"] == ">" and number <= self._vaguely:
            return True
        fitting = (found for found in self._numbers if found.bound in bounds)
        if any(found.value == number and (found.kind in _COUNTED or not strictly) for found in fitting):
            return True
        return not match["sign"] and number != int(number) and self.give_words(match["number"])

    def give_duration(self, iso: str) -> bool:
        """Say whether the words give the length of time `iso`; 18 months are a year and a half."""
        wanted = _length(iso)
        return wanted is not None and any(_length(found.iso) == wanted for found in find_durations(self.words))

    def give_words(self, words: str) -> bool:
        """Say whether `words` stand in the paragraphs side by side, or in one piece of evidence in their order.

        A word stands there in the plural too: who are all members have the role of a member.
        """
        wanted = fold(words).casefold().split()
        if not wanted or self.have_name(words):
            return bool(wanted)
        beside = r"(?<!\w)" + r"\W+".join(rf"{re.escape(word)}(?:e?s)?" for word in wanted) + r"(?!\w)"
        if re.search(beside, fold(self.words).casefold()):
            return True
        return any(_in_order(wanted, fold(quote).casefold()) for quote in self.quotes)

    @cached_property
    def _vaguely(self) -> int:
        found = _VAGUELY.finditer(self.words)
        return max((_TIMES[m["times"].lower()] * _VAGUE[m["many"].lower()] for m in found), default=0)

    @cached_property
    def _numbers(self) -> list[Number]:
        return [found for words in (*self.quotes, self.words) for found in find_numbers(words)]


def _in_order(wanted: Iterable[str], words: str) -> bool:
    said: Iterator[str] = iter(re.findall(r"\w[\w'-]*", words))
    return all(any(word.strip(".,;:") == one for one in said) for word in wanted)


def _length(iso: str) -> tuple[int, int, int] | None:
    """Return a duration as months, days and seconds, or None where it is none."""
    match = _DURATION.fullmatch(iso)
    if match is None:
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return 12 * years + months, 7 * weeks + days, 3600 * hours + 60 * minutes + seconds


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")
