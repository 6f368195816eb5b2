"""Dates as tables write them, as EDTF: `7.2.1956`, `circa 1957`, `1979, 1980 or 1981`, `between 1960 and 1965`.

What is offered as alternatives becomes a one-of set, what is about or perhaps a year is marked so, and a range of
which only one day is meant stays a choice of its days. What cannot be read is an error, never a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.edtf import parse
from graph.errors import InvalidDateError

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ABOUT = re.compile(r"(?:circa|ca\.?|c\.|about|around|approximately|approx\.?|roughly|~)\s*(?=\S)", re.IGNORECASE)
_PERHAPS = re.compile(r"(?:possibly|perhaps|probably|maybe)\s+(?=\S)|\s*\(\?\)$|\?$", re.IGNORECASE)
_SIDE = re.compile(r"(before|until|after|since|from)\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from)\s+(.+?)\s+(?:and|to|until)\s+(.+)", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+|\s*[;,/]\s*(?:or\s+)?|\s+and/or\s+", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_QUARTER = re.compile(r"(\d{4})[- ]?Q([1-4])", re.IGNORECASE)
_DECADE = re.compile(r"(\d{3})0s")
_PARTED = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./ -]\s*(\d{4})\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_MONTH_OF = re.compile(r"([a-z]{3,9})\.?,?[\s-]+(\d{4})", re.IGNORECASE)
_DAY_PRECISION = 10
_MAX_CHOICES = 12
_BEFORE_QUARTERS = 32  # EDTF writes the first quarter of a year as its month 33


@lru_cache(65_536)
def read_date(words: str, *, month_first: bool = False) -> str:
    """Return what `words` say as EDTF; `month_first` says that 3/4/2020 is in March.

    >>> [read_date(words) for words in ("7.2.1956", "26 Feb. 2011", "circa 1957", "6.3.1955 or 15.3.1955")]
    ['1956-02-07', '2011-02-26', '1957~', '[1955-03-06,1955-03-15]']
    >>> read_date("1979, 1980 or 1981"), read_date("between 1960 and 1965"), read_date("21.11.1964 / 1965")
    ('[1979,1980,1981]', '[1960..1965]', '[1964-11-21,1965]')

    Raises:
        InvalidDateError: they are no date that this reader knows.
    """
    text = " ".join(words.split())
    try:
        return parse(_read(text, month_first=month_first)).text
    except (ValueError, InvalidDateError) as cause:
        reason = "expected one such as 1956, 2011-02-28, 28.2.2011, 28 February 2011, circa 1957 or 1979 or 1980"
        raise InvalidDateError(words[:80], reason) from cause


def within(start: str, end: str) -> str:
    """Return some moment between two dates, as EDTF: what happened once, nobody knows quite when.

    >>> within("2016-01-01", "2016-01-07"), within("2016-01-01", "2016-01-01"), within("2016-02-01", "2016-02-29")
    ('[2016-01-01..2016-01-07]', '2016-01-01', '2016-02')
    """
    if start == end:
        return start
    days = parse(start), parse(end)
    if len(start) == len(end) == _DAY_PRECISION and start < end:
        for precision in (start[:4], start[:7]):
            whole = parse(precision)
            if (whole.earliest_start, whole.latest_end) == (days[0].earliest_start, days[1].latest_end):
                return precision
    return parse(f"[{start}..{end}]").text


def lasting(start: str | None, end: str | None) -> str:
    """Return the time from one date to another as EDTF; what nobody says of one side is unknown.

    >>> lasting("2021-01-05", None), lasting(None, "2020-12-31"), lasting("2020", "2020")
    ('2021-01-05/', '/2020-12-31', '2020')
    """
    if start is not None and start == end:
        return start
    return parse(f"{start or ''}/{end or ''}").text


def _read(text: str, *, month_first: bool) -> str:
    if found := _BETWEEN.fullmatch(text):
        return within(*(_one(side, month_first=month_first) for side in found.groups()))
    if found := _YEARS.fullmatch(text):
        return within(*found.groups())
    if found := _SIDE.match(text):
        day = _one(text[found.end() :], month_first=month_first)
        return f"[..{day}]" if found[1].lower() in {"before", "until"} else f"[{day}..]"
    try:
        return _one(text, month_first=month_first)
    except (ValueError, InvalidDateError):
        parts = [part for part in _OR.split(text) if part]
        if not 1 < len(parts) <= _MAX_CHOICES:
            raise
        return f"[{','.join(dict.fromkeys(_one(part, month_first=month_first) for part in parts))}]"


def _one(text: str, *, month_first: bool) -> str:
    """Return one date, about or perhaps."""
    mark = ""
    if found := _ABOUT.match(text):
        text, mark = text[found.end() :], "~"
    if found := _PERHAPS.search(text):
        text, mark = text[: found.start()] + text[found.end() :], "%" if mark else "?"
    return _day(text.strip(), month_first=month_first) + mark


def _day(text: str, *, month_first: bool) -> str:  # noqa: PLR0911 - one return a form of writing
    if found := _ISO.fullmatch(text):
        return "-".join(part for part in found.groups() if part)
    if found := _PARTED.fullmatch(text):
        first, second, year = map(int, found.groups())
        return _written(year, first, second) if month_first else _written(year, second, first)
    if found := _MONTH_YEAR.fullmatch(text):
        return _written(int(found[2]), int(found[1]))
    if found := _DAY_MONTH.fullmatch(text):
        return _written(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _written(int(found[3]), _month(found[1]), int(found[2]))
    if found := _MONTH_OF.fullmatch(text):
        return _written(int(found[2]), _month(found[1]))
    if found := _QUARTER.fullmatch(text):
        return f"{found[1]}-{_BEFORE_QUARTERS + int(found[2])}"
    if found := _DECADE.fullmatch(text):
        return f"{found[1]}X"
    raise ValueError(text)


def _written(year: int, month: int, day: int | None = None) -> str:
    written = f"{year:04}-{month:02}" + ("" if day is None else f"-{day:02}")
    return parse(written).text


def _month(name: str) -> int:
    found = _MONTHS.get(name.lower())
    if found is None:
        raise ValueError(name)
    return found
