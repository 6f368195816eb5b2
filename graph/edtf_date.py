"""One date as EDTF writes it: its grammar and the seconds it covers (ISO 8601-2, levels 0 to 2).

Left out, with a reason given: unspecified digits before known ones (`XXXX-12`, `2020-XX-15`, `2020-1X`), leap seconds,
24:00, years of more than eleven digits.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from graph.calendar_days import MONTHS_PER_YEAR, SECONDS_PER_DAY, days_in_month, midnight
from graph.edtf_display import (
    century_words,
    day_words,
    decade_words,
    millennium_words,
    month_words,
    qualified,
    qualified_within,
    year_words,
)
from graph.errors import InvalidDateError


class Precision(StrEnum):
    """How much of a date is written, coarse to fine.

    `SEASON` also stands for a third and a half of a year, `MILLENNIUM` also for more than a thousand years.
    """

    MILLENNIUM = "MILLENNIUM"
    CENTURY = "CENTURY"
    DECADE = "DECADE"
    YEAR = "YEAR"
    SEASON = "SEASON"
    QUARTER = "QUARTER"
    MONTH = "MONTH"
    DAY = "DAY"
    HOUR = "HOUR"
    MINUTE = "MINUTE"
    SECOND = "SECOND"


class Extent(NamedTuple):
    """The seconds that a date covers, half open, and the wider ones that it may cover when it is qualified."""

    widened_start: int
    start: int
    end: int
    widened_end: int


class Date(NamedTuple):
    """One date; it happened somewhere inside its extent."""

    precision: Precision
    extent: Extent
    bare_words: str
    approximate: bool
    uncertain: bool

    @property
    def earliest(self) -> int:
        """The first second that is possible."""
        return self.extent.widened_start if self.approximate or self.uncertain else self.extent.start

    @property
    def latest(self) -> int:
        """The second after the last that is possible."""
        return self.extent.widened_end if self.approximate or self.uncertain else self.extent.end

    @property
    def words(self) -> str:
        """The date in English where it stands alone."""
        return qualified(self.bare_words, approximate=self.approximate, uncertain=self.uncertain)

    @property
    def words_within(self) -> str:
        """The date in English where it stands beside others."""
        return qualified_within(self.bare_words, approximate=self.approximate, uncertain=self.uncertain)


def read_date(text: str) -> Date:
    """Return the one date that `text` is.

    >>> read_date("2021-09~").words
    'about September 2021'

    Raises:
        InvalidDateError: `text` is not one EDTF date, or names a day that no calendar has.
    """
    if _KNOWN_AFTER_UNSPECIFIED.search(text):
        raise InvalidDateError(text, _UNSPECIFIED_REASON)
    try:
        written = _read(text)
    except _RefusedError as refused:
        raise InvalidDateError(text, refused.reason) from None
    both = "%" in text
    return Date(*written, approximate=both or "~" in text, uncertain=both or "?" in text)


class _RefusedError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Written(NamedTuple):
    precision: Precision
    extent: Extent
    words: str


_QUALIFIER = "[~?%]?"
_CALENDAR = re.compile(
    rf"{_QUALIFIER}(?P<year>-?[0-9][0-9X]{{3}}){_QUALIFIER}"
    rf"(?:-{_QUALIFIER}(?P<month>[0-9]{{2}}|XX){_QUALIFIER}"
    rf"(?:-{_QUALIFIER}(?P<day>[0-9]{{2}}|XX){_QUALIFIER}"
    rf"(?:T(?P<clock>(?P<hour>[0-9]{{2}})(?::(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?)?)(?:\.[0-9]+)?"
    rf"(?P<zone>Z|(?P<sign>[+-])(?P<ahead_hours>[0-9]{{2}})(?::?(?P<ahead_minutes>[0-9]{{2}}))?)?{_QUALIFIER})?)?)?"
)
_LONG_YEAR = re.compile(
    rf"{_QUALIFIER}(?:Y(?P<long>-?[1-9][0-9]*)(?:E(?P<exponent>[0-9]{{1,2}}))?|(?P<short>-?[0-9]{{4}}))"
    rf"(?:S(?P<significant>[0-9]{{1,2}}))?{_QUALIFIER}"
)
_KNOWN_AFTER_UNSPECIFIED = re.compile("X[^0-9]*[0-9]")
_UNSPECIFIED_REASON = "unspecified digits come last, after a known one: 199X, 2020-XX or 2020-09-XX"

_MAX_YEAR_DIGITS = 11  # so that seconds fit in 64 bits, widened ones too
_MIN_LONG_YEAR_DIGITS = 5
_UNSPECIFIED = (
    (Precision.YEAR, year_words),
    (Precision.DECADE, decade_words),
    (Precision.CENTURY, century_words),
    (Precision.MILLENNIUM, millennium_words),
)
_PARTS_OF_A_YEAR = {  # code: precision, first month, months, words before the year
    21: (Precision.SEASON, 3, 3, "spring"),
    22: (Precision.SEASON, 6, 3, "summer"),
    23: (Precision.SEASON, 9, 3, "autumn"),
    24: (Precision.SEASON, 12, 3, "winter"),
    25: (Precision.SEASON, 3, 3, "spring"),
    26: (Precision.SEASON, 6, 3, "summer"),
    27: (Precision.SEASON, 9, 3, "autumn"),
    28: (Precision.SEASON, 12, 3, "winter"),
    29: (Precision.SEASON, 9, 3, "southern spring"),
    30: (Precision.SEASON, 12, 3, "southern summer"),
    31: (Precision.SEASON, 3, 3, "southern autumn"),
    32: (Precision.SEASON, 6, 3, "southern winter"),
    33: (Precision.QUARTER, 1, 3, "1st quarter of"),
    34: (Precision.QUARTER, 4, 3, "2nd quarter of"),
    35: (Precision.QUARTER, 7, 3, "3rd quarter of"),
    36: (Precision.QUARTER, 10, 3, "4th quarter of"),
    37: (Precision.SEASON, 1, 4, "1st third of"),
    38: (Precision.SEASON, 5, 4, "2nd third of"),
    39: (Precision.SEASON, 9, 4, "3rd third of"),
    40: (Precision.SEASON, 1, 6, "1st half of"),
    41: (Precision.SEASON, 7, 6, "2nd half of"),
}


def _read(text: str) -> _Written:
    if match := _CALENDAR.fullmatch(text):
        return _calendar_date(match)
    if match := _LONG_YEAR.fullmatch(text):
        return _long_year(match)
    raise _RefusedError(_hint(text))


def _hint(text: str) -> str:
    if not text:
        return "it is empty"
    if text.removeprefix("-").isdigit():
        return "a year has four digits, as in 0330; a longer one begins with Y"
    if "X" in text:
        return _UNSPECIFIED_REASON
    return "expected a date such as 2020, 2020-09, 2020-09-07 or 2020-09-07T10:15:00Z"


def _calendar_date(match: re.Match[str]) -> _Written:
    month, day = match["month"], match["day"]
    if month in (None, "XX"):
        return _years(match["year"])
    year = int(match["year"])
    _refuse_minus_zero(match["year"])
    if int(month) in _PARTS_OF_A_YEAR:
        if day is not None:
            raise _RefusedError(f"{month} is a part of the year, which takes no day")
        return _part_of_year(year, int(month))
    if day in (None, "XX"):
        return _month(year, int(month))
    return _moment(year, int(month), int(day), match) if match["clock"] else _day(year, int(month), int(day))


def _years(year: str) -> _Written:
    _refuse_minus_zero(year)
    unspecified = year.count("X")
    precision, words = _UNSPECIFIED[unspecified]
    first = _first_year(int(year.replace("X", "0")), unspecified, negative=year.startswith("-"))
    return _Written(precision, _years_extent(first, 10**unspecified), words(first))


def _long_year(match: re.Match[str]) -> _Written:
    digits = match["short"] or match["long"] + "0" * int(match["exponent"] or 0)
    _refuse_minus_zero(digits)
    length = len(digits.removeprefix("-"))
    if match["long"] and not _MIN_LONG_YEAR_DIGITS <= length <= _MAX_YEAR_DIGITS:
        reason = f"a year of {length} digits, expected {_MIN_LONG_YEAR_DIGITS} to {_MAX_YEAR_DIGITS} after Y"
        raise _RefusedError(reason)
    if match["significant"]:
        return _rounded_year(digits, int(match["significant"]))
    year = int(digits)
    return _Written(Precision.YEAR, _years_extent(year, 1), year_words(year))


def _rounded_year(digits: str, significant: int) -> _Written:
    year, length = int(digits), len(digits.removeprefix("-"))
    if not 1 <= significant <= length:
        raise _RefusedError(f"{significant} significant digits, expected 1 to {length}")
    unspecified = length - significant
    precision, _ = _UNSPECIFIED[min(unspecified, len(_UNSPECIFIED) - 1)]
    first, count = _first_year(year, unspecified, negative=year < 0), 10**unspecified
    words = f"{year_words(year)} (between {year_words(first)} and {year_words(first + count - 1)})"
    return _Written(precision, _years_extent(first, count), words if unspecified else year_words(year))


def _first_year(year: int, unspecified: int, *, negative: bool) -> int:
    """Return the first of the years that share all digits of `year` but its last `unspecified` ones."""
    count = int(10**unspecified)
    least = abs(year) // count * count
    return 1 - least - count if negative else least


def _refuse_minus_zero(year: str) -> None:
    if year == "-0000":
        raise _RefusedError("the year 0000 has no sign")


def _part_of_year(year: int, code: int) -> _Written:
    precision, month, count, words = _PARTS_OF_A_YEAR[code]
    return _Written(precision, _months_extent(year, month, count), f"{words} {year_words(year)}")


def _month(year: int, month: int) -> _Written:
    _check_month(month)
    return _Written(Precision.MONTH, _months_extent(year, month, 1), month_words(year, month))


def _day(year: int, month: int, day: int) -> _Written:
    _check_day(year, month, day)
    extent = _seconds_extent(midnight(year, month, day), SECONDS_PER_DAY)
    return _Written(Precision.DAY, extent, day_words(year, month, day))


def _moment(year: int, month: int, day: int, match: re.Match[str]) -> _Written:
    _check_day(year, month, day)
    start = midnight(year, month, day) + _seconds_of_day(match) - _seconds_ahead_of_utc(match)
    precision, length = _clock_precision(match)
    words = f"{day_words(year, month, day)}, {_clock_words(match)}"
    return _Written(precision, _seconds_extent(start, length), words)


def _seconds_of_day(match: re.Match[str]) -> int:
    hour = _within("hour", match["hour"], 23)
    minute = _within("minute", match["minute"] or "00", 59)
    return 3600 * hour + 60 * minute + _within("second", match["second"] or "00", 59)


def _seconds_ahead_of_utc(match: re.Match[str]) -> int:
    hours = _within("offset hour", match["ahead_hours"] or "00", 23)
    ahead = 3600 * hours + 60 * _within("offset minute", match["ahead_minutes"] or "00", 59)
    return -ahead if match["sign"] == "-" else ahead


def _clock_precision(match: re.Match[str]) -> tuple[Precision, int]:
    if match["second"]:
        return Precision.SECOND, 1
    return (Precision.MINUTE, 60) if match["minute"] else (Precision.HOUR, 3600)


def _clock_words(match: re.Match[str]) -> str:
    clock = match["clock"] if match["minute"] else f"{match['hour']}h"
    if match["zone"] is None:
        return clock
    return f"{clock} UTC" if match["zone"] == "Z" else f"{clock} UTC{match['zone']}"


def _check_month(month: int) -> None:
    if not 1 <= month <= MONTHS_PER_YEAR:
        raise _RefusedError(f"month {month:02}, expected 01 to 12, or 21 to 41 for a part of the year")


def _check_day(year: int, month: int, day: int) -> None:
    _check_month(month)
    if not 1 <= day <= days_in_month(year, month):
        raise _RefusedError(f"day {day:02}, but {month_words(year, month)} has {days_in_month(year, month)} days")


def _within(name: str, digits: str, greatest: int) -> int:
    if int(digits) > greatest:
        raise _RefusedError(f"{name} {digits}, expected 00 to {greatest}")
    return int(digits)


def _years_extent(first: int, count: int) -> Extent:
    return _months_extent(first, 1, MONTHS_PER_YEAR * count)


def _months_extent(year: int, month: int, count: int) -> Extent:
    before, start, end, after = (midnight(year, month + count * step, 1) for step in (-1, 0, 1, 2))
    return Extent(before, start, end, after)


def _seconds_extent(start: int, length: int) -> Extent:
    return Extent(start - length, start, start + length, start + 2 * length)
