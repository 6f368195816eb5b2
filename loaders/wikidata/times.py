"""Times of Wikidata as EDTF: as precise as they are said, no more.

Wikidata counts the year before the year 1 as -1, as historians do; EDTF, as ISO 8601, as 0. The twentieth century is
the years 1901 to 2000, and is written `19XX` whichever of them stands for it. A day of the Julian calendar is kept as
it is said: `is_julian` tells it.
"""

from __future__ import annotations

import re

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.model import Time
from loaders.wikidata.shapes import TimeValue

MILLENNIUM, CENTURY, DECADE, YEAR, MONTH, DAY, HOUR, MINUTE, SECOND = range(6, 15)
_NAMES = dict(
    zip(
        range(15),
        (
            *(f"{10**power} years" for power in range(9, 3, -1)),
            "millennium", "century", "decade", "year", "month", "day", "hour", "minute", "second",
        ),
        strict=True,
    )
)  # fmt: skip
_JULIAN = "Q1985786"
_TIME = re.compile(r"([+-]?)(\d{1,16})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)
_FOUR_DIGITS = 9_999


def is_julian(value: TimeValue) -> bool:
    """Say whether it is a day or a month of the Julian calendar, which is another one in ours."""
    return value.calendarmodel.endswith(_JULIAN) and value.precision >= MONTH


def time_words(value: TimeValue) -> str:
    """Return a time as Wikidata says it, with its precision and calendar.

    >>> time_words(TimeValue("+1952-03-11T00:00:00Z", 11))
    '+1952-03-11T00:00:00Z, precise to the day'
    """
    calendar = ", Julian calendar" if value.calendarmodel.endswith(_JULIAN) else ""
    return f"{value.time}, precise to the {_NAMES.get(value.precision, value.precision)}{calendar}"


def read_time(value: TimeValue, *, approximate: bool = False) -> Time | None:
    """Return the time that `value` is; None where EDTF cannot say it or it is none.

    >>> read_time(TimeValue("+2000-00-00T00:00:00Z", 7)).edtf, read_time(TimeValue("-0044-03-15T00:00:00Z", 11)).edtf
    ('19XX', '-0043-03-15')
    """
    match = _TIME.fullmatch(value.time)
    if match is None or value.precision not in _NAMES:
        return None
    sign, digits, month, day, *clock = match.groups()
    edtf = _edtf(-int(digits) if sign == "-" else int(digits), [month, day, *clock], value.precision)
    if edtf is None:
        return None
    if approximate and not edtf.startswith("["):
        edtf += "~"
    try:
        parse(edtf)
    except InvalidDateError:
        return None
    return Time(edtf, time_words(value))


def _edtf(said: int, rest: list[str], precision: int) -> str | None:
    """Return EDTF for a year as historians count it and what follows it; None where there is none."""
    if said == 0:
        return None
    year = said if said > 0 else said + 1
    if precision < MILLENNIUM:
        return _ages(said, YEAR - precision)
    if precision < YEAR:
        return _years(said, {MILLENNIUM: 1_000, CENTURY: 100, DECADE: 10}[precision])
    if abs(year) > _FOUR_DIGITS:
        return f"Y{year}" if precision == YEAR else None
    day = "-".join([_year(year), *rest[: min(precision, DAY) - YEAR]])
    if "-00" in day[5:]:
        return None
    return day if precision <= DAY else f"{day}T{':'.join(rest[2 : precision - YEAR])}Z"


def _ages(said: int, zeros: int) -> str | None:
    """Return a year of which the last `zeros` digits mean nothing, with those that do."""
    significant = len(str(abs(said))) - zeros
    if significant < 1 or abs(said) <= _FOUR_DIGITS:
        return None
    return f"Y{said}S{significant}"


def _years(said: int, length: int) -> str | None:
    """Return the decade, century or millennium that holds a year; before Christ where it has no name, its years."""
    digits = len(str(length)) - 1
    if abs(said) > _FOUR_DIGITS:
        return None
    if said > 0:
        number = said // length if length == 10 else (said - 1) // length  # noqa: PLR2004 - the nineties are 199X
        return f"{number:0{4 - digits}}{'X' * digits}"
    if length == 100:  # noqa: PLR2004 - the fifth century, 500 to 401 before Christ, is -04XX
        return f"-{(-said - 1) // length:02}XX" if said < -length else f"[{_year(-99)}..{_year(0)}]"
    first = (-said // length * length + length - 1) if length == 10 else ((-said - 1) // length + 1) * length  # noqa: PLR2004
    return f"[{_year(1 - first)}..{_year(length - first)}]"


def _year(year: int) -> str:
    return f"{year:05}" if year < 0 else f"{year:04}"
