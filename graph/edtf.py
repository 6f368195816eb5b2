"""Imprecise dates: what a text may mean, how it sorts, whether it lies in a window (EDTF, ISO 8601-2, levels 0 to 2).

A date is a moment somewhere inside what is written: `2020-09` is some moment of that month. An interval `a/b` starts
within a and ends within b. Times are seconds since 1970-01-01T00:00:00Z, proleptic Gregorian, half open; a time
without offset counts as UTC. `~` (approximate), `?` (uncertain) and `%` (both) widen what is possible by one unit of
the written precision on each side. What is left out stands in `edtf_date`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from graph.edtf_date import Date, Precision, read_date
from graph.edtf_display import DASH, listed
from graph.errors import InvalidDateError

__all__ = [
    "Match",
    "Precision",
    "Span",
    "certainly_began_by",
    "day",
    "during",
    "parse",
    "possibly_same",
    "seconds",
]

_MAX_LENGTH = 200
_CACHED_DATES = 16_384

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile("-?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9:.]+(?:[Zz]|[+-][0-9:]+))?")


class Match(StrEnum):
    """Whether a question takes what surely fits, or all that may fit."""

    CERTAIN = "CERTAIN"
    POSSIBLE = "POSSIBLE"


@dataclass(frozen=True, slots=True)
class Span:
    """What an EDTF text may mean: when it starts and ends, at the earliest and at the latest.

    The four bounds are the widest possible ones, None where there is no bound. `latest_start` and `latest_end` are
    exclusive. For one date the bounds of start and end are equal: it happened somewhere between them. The nominal
    bounds are those of the text without its qualifiers. `precision` is that of the first date written; `approximate`
    says that a `~` or `%` stands anywhere, `uncertain` a `?` or `%`.
    """

    text: str
    precision: Precision
    approximate: bool
    uncertain: bool
    earliest_start: int | None
    latest_start: int | None
    earliest_end: int | None
    latest_end: int | None
    nominal_start: int | None
    nominal_end: int | None
    words: str = field(repr=False)

    @property
    def certain(self) -> bool:
        """Whether the text has no qualifier."""
        return not (self.approximate or self.uncertain)

    def display(self) -> str:
        """Return the span in English.

        >>> [parse(text).display() for text in ("2020-09-07", "2021-09~", "2018-35", "18XX", "2023/..")]
        ['7 September 2020', 'about September 2021', '3rd quarter of 2018', '19th century', 'since 2023']
        """
        return self.words

    def sort_key(self) -> tuple[bool, int, bool, int, str]:
        """Return a key of a total order: nominal start (unbounded first), nominal end (unbounded last), text.

        >>> sorted(["2021", "2020~", "../2030"], key=lambda text: parse(text).sort_key())
        ['../2030', '2020~', '2021']
        """
        start, end = self.nominal_start, self.nominal_end
        return (start is not None, start or 0, end is None, end or 0, self.text)


def parse(text: str) -> Span:
    """Return what `text` may mean; blanks around it do not count. At most 200 characters.

    >>> parse("2020-09").display()
    'September 2020'
    >>> parse("2020~").certain
    False

    Raises:
        InvalidDateError: `text` is not EDTF, or names a day that no calendar has.
    """
    stripped = text.strip()
    if len(stripped) > _MAX_LENGTH:
        raise InvalidDateError(stripped[:_MAX_LENGTH], f"{len(stripped)} characters, expected at most {_MAX_LENGTH}")
    return _parse(stripped)


def day(text: str) -> Span:
    """Return a calendar day, written YYYY-MM-DD and in no other way.

    >>> day("2020-09-07").precision.value
    'DAY'

    Raises:
        InvalidDateError: `text` is not such a day.
    """
    if not _DAY.fullmatch(text):
        raise InvalidDateError(text[:_MAX_LENGTH], "expected a day, YYYY-MM-DD")
    return parse(text)


def seconds(moment: str) -> int:
    """Return the second that an RFC 3339 date-time names; a day alone is its midnight in UTC, a fraction is dropped.

    >>> seconds("2020-09-07T10:15:00+02:00")
    1599466500

    Raises:
        InvalidDateError: `moment` is not such a date-time, or says neither Z nor an offset.
    """
    if len(moment) > _MAX_LENGTH or not _MOMENT.fullmatch(moment):
        reason = "expected a moment such as 2020-09-07T10:15:00Z, with Z or an offset, or a day"
        raise InvalidDateError(moment[:_MAX_LENGTH], reason)
    return read_date(moment.upper()).extent.start


def during(span: Span, window: Span, match: Match) -> bool:
    """Say whether `span` lies in `window`.

    POSSIBLE: the widest bounds of both have a moment in common. CERTAIN: `span` has no qualifier, and all of it lies
    between the nominal start and the nominal end of `window`.

    >>> during(parse("2020"), parse("2020-09"), Match.POSSIBLE), during(parse("2020"), parse("2020-09"), Match.CERTAIN)
    (True, False)
    """
    if match is Match.POSSIBLE:
        return possibly_same(span, window)
    return span.certain and _contains(window, span)


def certainly_began_by(span: Span, at: int) -> bool:
    """Say whether `span` has begun at the second `at` however it is understood.

    >>> certainly_began_by(parse("2020"), seconds("2021-01-01"))
    True
    """
    return span.latest_start is not None and span.latest_start <= at


def possibly_same(a: Span, b: Span) -> bool:
    """Say whether the widest bounds of `a` and `b` have a moment in common.

    >>> possibly_same(parse("2020~"), parse("2021-12")), possibly_same(parse("2020~"), parse("2022"))
    (True, False)
    """
    return _begins_before_end(a, b) and _begins_before_end(b, a)


def _begins_before_end(a: Span, b: Span) -> bool:
    return a.earliest_start is None or b.latest_end is None or a.earliest_start < b.latest_end


def _contains(window: Span, span: Span) -> bool:
    starts = window.nominal_start is None or (
        span.nominal_start is not None and window.nominal_start <= span.nominal_start
    )
    ends = window.nominal_end is None or (span.nominal_end is not None and span.nominal_end <= window.nominal_end)
    return starts and ends


@lru_cache(maxsize=_CACHED_DATES)
def _parse(text: str) -> Span:
    if not text.isascii():
        raise InvalidDateError(text, "only ASCII characters and the digits 0 to 9 are read")
    try:
        return _read(text)
    except InvalidDateError as refused:
        if refused.text == text:
            raise
        raise InvalidDateError(text, f"{refused.text!r}: {refused.reason}") from None


def _read(text: str) -> Span:
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text, [_choice(member) for member in _members(text)])
    if text.startswith("{") and text.endswith("}"):
        return _all_of(text, [_range(member) for member in _members(text)])
    if "/" in text:
        return _interval(text)
    date = read_date(text)
    return _single(text, date, date.words)


def _single(text: str, date: Date, words: str) -> Span:
    return Span(
        text=text,
        precision=date.precision,
        approximate=date.approximate,
        uncertain=date.uncertain,
        earliest_start=date.earliest,
        latest_start=date.latest,
        earliest_end=date.earliest,
        latest_end=date.latest,
        nominal_start=date.extent.start,
        nominal_end=date.extent.end,
        words=words,
    )


def _interval(text: str) -> Span:
    before, _, after = text.partition("/")
    sides = _side(before), _side(after)
    return _between(text, *sides, _interval_words(*sides, unknown="" in (before, after)))


def _interval_words(start: Date | None, end: Date | None, *, unknown: bool) -> str:
    if start and end:
        return f"{start.words_within} {DASH} {end.words_within}"
    if start:
        return f"from {start.words_within}, end unknown" if unknown else f"since {start.words_within}"
    if end:
        return f"until {end.words_within}, start unknown" if unknown else f"until {end.words_within}"
    return ""


def _side(text: str) -> Date | None:
    return read_date(text) if text not in ("", "..") else None


def _between(text: str, start: Date | None, end: Date | None, words: str) -> Span:
    """Return the span that starts within `start` and ends within `end`; None is a side without bound."""
    dates = [date for date in (start, end) if date]
    if not dates:
        raise InvalidDateError(text, "a date is expected on one side at least")
    if start and end and end.latest <= start.earliest:
        raise InvalidDateError(text, "it ends before it starts")
    return Span(
        text=text,
        precision=dates[0].precision,
        approximate=any(date.approximate for date in dates),
        uncertain=any(date.uncertain for date in dates),
        earliest_start=start and start.earliest,
        latest_start=min(date.latest for date in dates),  # nothing starts after its end
        earliest_end=max(date.earliest for date in dates),
        latest_end=end and end.latest,
        nominal_start=start and start.extent.start,
        nominal_end=end and end.extent.end,
        words=words,
    )


def _members(text: str) -> list[str]:
    return [member.strip() for member in text[1:-1].split(",")]


def _choice(member: str) -> Span:
    """Return a member of a one-of set: a date, or `a..b`, some moment from a to b."""
    if ".." not in member:
        return _member(member)
    start, end = _range_sides(member)
    between = _between(member, start, end, _choice_words(start, end))
    return replace(between, latest_start=between.latest_end, earliest_end=between.earliest_start)


def _choice_words(start: Date | None, end: Date | None) -> str:
    if start and end:
        return f"between {start.words_within} and {end.words_within}"
    if start:
        return f"{start.words_within} or later"
    return f"{end.words_within} or earlier" if end else ""


def _range(member: str) -> Span:
    """Return a member of an all-of set: a date, or `a..b`, all from a to b."""
    if ".." not in member:
        return _member(member)
    sides = _range_sides(member)
    return _between(member, *sides, _interval_words(*sides, unknown=False))


def _member(text: str) -> Span:
    date = read_date(text)
    return _single(text, date, date.words_within)


def _range_sides(member: str) -> tuple[Date | None, Date | None]:
    before, _, after = member.partition("..")
    return read_date(before) if before else None, read_date(after) if after else None


def _one_of(text: str, members: Sequence[Span]) -> Span:
    """Return the widest bounds of `members`: it is one of them."""
    return _combined(
        text,
        members,
        latest_start=_outermost(max, (member.latest_start for member in members)),
        earliest_end=_outermost(min, (member.earliest_end for member in members)),
        words=listed([member.words for member in members], "or"),
    )


def _all_of(text: str, members: Sequence[Span]) -> Span:
    """Return the span that starts in the first of `members` and ends in the last, in the order of time."""
    return _combined(
        text,
        members,
        latest_start=_bounded(min, (member.latest_start for member in members)),
        earliest_end=_bounded(max, (member.earliest_end for member in members)),
        words=listed([member.words for member in members], "and"),
    )


def _combined(
    text: str, members: Sequence[Span], *, latest_start: int | None, earliest_end: int | None, words: str
) -> Span:
    return Span(
        text=text,
        precision=members[0].precision,
        approximate=any(member.approximate for member in members),
        uncertain=any(member.uncertain for member in members),
        earliest_start=_outermost(min, (member.earliest_start for member in members)),
        latest_start=latest_start,
        earliest_end=earliest_end,
        latest_end=_outermost(max, (member.latest_end for member in members)),
        nominal_start=_outermost(min, (member.nominal_start for member in members)),
        nominal_end=_outermost(max, (member.nominal_end for member in members)),
        words=words,
    )


def _outermost(pick: Callable[[Iterable[int]], int], bounds: Iterable[int | None]) -> int | None:
    """Return what `pick` takes of `bounds`, None when one of them is without bound."""
    known: list[int] = []
    for bound in bounds:
        if bound is None:
            return None
        known.append(bound)
    return pick(known)


def _bounded(pick: Callable[..., int | None], bounds: Iterable[int | None]) -> int | None:
    """Return what `pick` takes of those `bounds` that there are, None when there is none."""
    return pick((bound for bound in bounds if bound is not None), default=None)
