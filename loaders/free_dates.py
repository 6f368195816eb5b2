"""Times as people write them, read as EDTF: one date, alternatives, a range, or one side of one.

What is offered as alternatives becomes a one-of set. A range means two things. In FollowTheMoney it tells how long a
link or an event lasts: an interval `a/b`. A table has two columns for that, and a range in one of its cells is of
something that happened once, such as a birth, nobody knows quite when: one of `[a..b]`. So a slash parts the ends of
an interval in the one and alternatives in the other.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache

from graph.edtf import parse
from graph.errors import InvalidDateError
from graph.model import Time
from loaders.dates import MARKS_BEFORE, one_date

_MAX_LENGTH = 200
_CACHED = 65_536
_DAY_PRECISION = 10

_OR = re.compile(r"\s*(?:[,;]?\s*\b(?:and/)?or\b|;)\s*", re.IGNORECASE | re.ASCII)
_COMMA = re.compile(r"\s*(?<![a-z.] \d)(?<![a-z.] \d\d)(?<!\d(?:st|nd|rd|th)),\s*", re.IGNORECASE)  # not March 3, 1955
_BETWEEN = re.compile(r"between\s+(.+?)\s+(?:and|to|until)\s+(.+)", re.IGNORECASE | re.ASCII)
_RANGES = (
    re.compile(r"(?:from\s+)?(.+?)\s+(?:to|until|till|through|–|—|-)\s+(.+)", re.IGNORECASE | re.ASCII),
    re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})", re.ASCII),
    re.compile(r"([^/]+)/([^/]+)"),
)
_NOT_LASTING = re.compile(r"(before|by|after|since)\s+(.+)", re.IGNORECASE | re.ASCII)
_ONE_SIDED = re.compile(r"(before|by|after|since|from|until)\s+(.+)", re.IGNORECASE | re.ASCII)
_UPPER_SIDES = {"before", "by", "until"}


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
def free_edtf(words: str, *, once: bool = False, month_first: bool | None = None) -> str | None:
    """Return the EDTF text for what `words` tell of a time; None where they tell none, or may tell two.

    `once` says that they tell of one moment, so that a range is one of its days; `month_first` is that of `one_date`.

    >>> free_edtf("2018-Q3"), free_edtf("1979, 1980 or 1981"), free_edtf("1982"), free_edtf("2023/2024")
    ('2018-35', '[1979,1980,1981]', '1982', '2023/2024')
    >>> free_edtf("1960-1965"), free_edtf("1960-1965", once=True), free_edtf("2023/2024", once=True)
    ('1960/1965', '[1960..1965]', '[2023,2024]')
    """
    text = " ".join(words.split())
    if len(text) > _MAX_LENGTH:
        return None
    reading = _Reading(once, month_first)
    try:
        found = reading.one(text) or reading.edtf(text) or reading.alternatives(text) or reading.span(text)
        return None if found is None else parse(found).text
    except InvalidDateError:
        return None


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


class _Reading:
    """Reads one text, as of what lasts or of what happened once."""

    def __init__(self, once: bool, month_first: bool | None) -> None:  # noqa: FBT001 - one caller
        self.once, self.month_first = once, month_first

    def one(self, text: str) -> str | None:
        return one_date(text, month_first=self.month_first)

    def edtf(self, text: str) -> str | None:
        """Return the text itself if it is an interval or a set."""
        if text[:1] not in {"[", "{"} and (self.once or "/" not in text or text[0] in "~?%"):
            return None
        with suppress(InvalidDateError):
            return parse(text).text
        return None

    def alternatives(self, text: str) -> str | None:
        """Return a one-of set; marks before the first are those of all that have none of their own."""
        parts: list[str] = []
        for part in _OR.split(text):
            parts += [part] if self.one(part) else self._parted(part)
        if len(parts) == 1:
            return None
        marks = MARKS_BEFORE.match(text)
        read = [self.one(f"{marks[0]}{part}" if marks and not MARKS_BEFORE.match(part) else part) for part in parts]
        found = [date for date in read if date is not None]
        return f"[{','.join(dict.fromkeys(found))}]" if len(found) == len(parts) else None

    def _parted(self, text: str) -> list[str]:
        return _COMMA.split(text.replace("/", ",") if self.once else text)

    def span(self, text: str) -> str | None:
        """Return what lies between two dates, or on one side of one."""
        if between := _BETWEEN.fullmatch(text):
            first, last = map(self.one, between.groups())
            return within(first, last) if first and last else None
        for form in _RANGES:
            if (ends := form.fullmatch(text)) and (first := self.one(ends[1])) and (last := self.one(ends[2])):
                return within(first, last) if self.once else lasting(first, last)
        sided = (_ONE_SIDED if self.once else _NOT_LASTING).fullmatch(text)
        if sided and (edge := self.one(sided[2])):
            return f"[..{edge}]" if sided[1].lower() in _UPPER_SIDES else f"[{edge}..]"
        return None
