"""Dates as people write them, read as EDTF: `circa 1982`, `2018-Q3`, `6.3.1955 or 15.3.1955`, `1950s`, 6 March 1955.

What may be read in two ways is not read: `06/03/1955` is June in one country and March in another. A day, a month or a
year stays as precise as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.model import Time

_MAX_LENGTH = 120
_CACHED = 16_384
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, start=1) for length in (3, len(name))} | {
    "sept": 9
}
_NAME = rf"(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_QUARTER_BASE = 32
_MAX_MONTH = 12
_MAX_DAY = 31

_ABOUT = re.compile(
    r"(?:circa|ca|c|about|abt|around|approximately|approx|roughly|estimated|est)\b\.?\s*|~\s*", re.IGNORECASE
)
_AFTERWARDS = re.compile(r"\s*\(?(?:approximately|approx\.?|circa|estimated|est\.?)\)?$", re.IGNORECASE | re.ASCII)
_SEPARATOR = re.compile(
    r"\s*(?:,?\s+or\s+|;|,(?=\s*(?:\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)\s*(?:,|or\b|$)))\s*"
)
_BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)", re.IGNORECASE | re.ASCII)
_FROM_TO = re.compile(r"(?:from\s+)?(.+?)\s+(?:to|until|till|through|–|—|-)\s+(.+)", re.IGNORECASE | re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})", re.ASCII)
_ONE_SIDED = re.compile(r"(?P<side>before|by|after|since)\s+(?P<rest>.+)", re.IGNORECASE | re.ASCII)

_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.]{_DAY}",
        rf"{_DAY}\.(?P<month>0?[1-9]|1[0-2])\.{_YEAR}",
        rf"(?P<month>0?[1-9]|1[0-2])[./]{_YEAR}",
        rf"{_DAY}[\s.-]+(?:of\s+)?{_NAME}[\s,.-]+{_YEAR}",
        rf"{_NAME}\s+{_DAY}[\s,]+{_YEAR}",
        rf"{_NAME}[\s,.-]+{_YEAR}",
        rf"{_YEAR}[\s-]+{_NAME}(?:[\s-]+{_DAY})?",
    )
)
_QUARTERS = (
    re.compile(r"(?P<year>\d{4})[\s/-]*Q(?P<quarter>[1-4])", re.IGNORECASE | re.ASCII),
    re.compile(r"Q(?P<quarter>[1-4])[\s/-]*(?P<year>\d{4})", re.IGNORECASE | re.ASCII),
    re.compile(r"(?P<quarter>[1-4])(?:st|nd|rd|th)\s+quarter(?:\s+of)?\s+(?P<year>\d{4})", re.IGNORECASE | re.ASCII),
)
_DECADE = re.compile(r"(?P<part>early|mid|late)?[\s-]*(?:the\s+)?(?P<decade>\d{3})0'?s", re.IGNORECASE | re.ASCII)
_CENTURY = re.compile(r"(?:the\s+)?(?P<number>\d{1,2})(?:st|nd|rd|th)\s+century", re.IGNORECASE | re.ASCII)
_SLASHED = re.compile(rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{_YEAR}", re.ASCII)
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)", re.ASCII)
_NO_DAY = re.compile(r"(\d{4})(?:-00-00|-(\d\d)-00)", re.ASCII)


def free_time(words: str) -> Time | None:
    """Return the time that `words` tell, with the words where EDTF writes it otherwise; None where they tell none.

    >>> free_time("circa 1982")
    Time(edtf='1982~', wording='circa 1982')
    >>> free_time("06/03/1955") is None
    True
    """
    edtf = free_edtf(words)
    return None if edtf is None else Time(edtf, words if words != edtf else None)


@lru_cache(_CACHED)
def free_edtf(words: str) -> str | None:
    """Return the EDTF text for what `words` tell of a time; None where they tell none, or may tell two.

    >>> free_edtf("2018-Q3"), free_edtf("1979, 1980 or 1981"), free_edtf("1982"), free_edtf("2023/2024")
    ('2018-35', '[1979,1980,1981]', '1982', '2023/2024')
    """
    text = " ".join(words.split())
    if not text or len(text) > _MAX_LENGTH:
        return None
    return (None if text[0] in "~?%" else _sound(text)) or _list(text) or _range(text) or _date(text)


def _sound(edtf: str | None) -> str | None:
    """Return `edtf` if it is EDTF."""
    if edtf is None:
        return None
    try:
        parse(edtf)
    except InvalidDateError:
        return None
    return edtf


def _list(text: str) -> str | None:
    parts = _SEPARATOR.split(text)
    if len(parts) == 1:
        return None
    about = _ABOUT.match(text)
    read = [_date(part if not about or _ABOUT.match(part) else f"~{part}") for part in parts]
    found = [each for each in read if each is not None]
    return _sound(f"[{','.join(found)}]") if len(found) == len(parts) else None


def _range(text: str) -> str | None:
    if between := _BETWEEN.fullmatch(text):
        return _joined(between[1], between[2], "[{}..{}]")
    if (sided := _ONE_SIDED.fullmatch(text)) and (edge := _date(sided["rest"])):
        return _sound(f"[..{edge}]" if sided["side"].lower() in {"before", "by"} else f"[{edge}..]")
    if (years := _YEARS.fullmatch(text)) and years[1] < years[2]:
        return f"{years[1]}/{years[2]}"
    if "/" in text and (halves := text.split("/")) and len(halves) == 2:  # noqa: PLR2004 - two ends
        return _joined(halves[0], halves[1], "{}/{}")
    found = _FROM_TO.fullmatch(text)
    return _joined(found[1], found[2], "{}/{}") if found else None


def _joined(start: str, end: str, form: str) -> str | None:
    first, last = _date(start), _date(end)
    return _sound(form.format(first, last)) if first and last else None


def _date(text: str) -> str | None:
    """Return one date, about or not."""
    text = text.strip().rstrip(".")
    about = _ABOUT.match(text)
    bare = _AFTERWARDS.sub("", text[about.end() :] if about else text)
    found = _sound(bare) or _sound(_written(bare))
    if found is None or (bare == text and not about):
        return found
    return found if found.endswith(("~", "%")) else _sound(found.removesuffix("?") + ("%" if found[-1] == "?" else "~"))


def _written(text: str) -> str | None:
    """Return the EDTF text for one date that is not written as EDTF."""
    if match := _NO_DAY.fullmatch(text):
        return f"{match[1]}-{match[2]}" if match[2] else match[1]
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            return _numbers(parts["year"], parts.get("month"), parts.get("day"))
    return _part_of_time(text) or _slashed(text)


def _part_of_time(text: str) -> str | None:
    """Return the EDTF text for a quarter, a decade, a century, or a time of a day."""
    for form in _QUARTERS:
        if match := form.fullmatch(text):
            return f"{match['year']}-{_QUARTER_BASE + int(match['quarter'])}"
    if match := _DECADE.fullmatch(text):
        return f"{match['decade']}X{'~' if match['part'] else ''}"
    if (match := _CENTURY.fullmatch(text)) and int(match["number"]):
        return f"{int(match['number']) - 1:02}XX"
    match = _CLOCK.fullmatch(text)
    return f"{match[1]}T{match[2]}" if match else None


def _numbers(year: str, month: str | None, day: str | None) -> str:
    if month is None:
        return year
    number = _MONTH.get(month.lower()) or int(month)
    return f"{year}-{number:02}" if day is None else f"{year}-{number:02}-{int(day):02}"


def _slashed(text: str) -> str | None:
    """Return a date with the year last where one number can only be the day, or both say the same."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if _MAX_MONTH < first <= _MAX_DAY and 1 <= second <= _MAX_MONTH:
        return f"{match['year']}-{second:02}-{first:02}"
    if _MAX_MONTH < second <= _MAX_DAY and 1 <= first <= _MAX_MONTH:
        return f"{match['year']}-{first:02}-{second:02}"
    return f"{match['year']}-{first:02}-{second:02}" if first == second else None
