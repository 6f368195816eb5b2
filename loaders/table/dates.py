"""Dates of a table, as EDTF: those that people write, of something that happened once, or an error, never a guess."""

from __future__ import annotations

import re

from graph.errors import InvalidDateError
from loaders.free_dates import free_edtf

_CLOCK = re.compile(
    r"(?<=\d{4}-\d\d-\d\d)(?:T|\s+)\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)


def read_date(words: str, *, month_first: bool = False) -> str:
    """Return what `words` say as EDTF; `month_first` says that 3/4/2020 is in March.

    A range is one of its days, as told in `loaders.free_dates`. The time of a day is left out: spreadsheets and
    databases write one, mostly midnight, beside days that have none.

    >>> [read_date(words) for words in ("7.2.1956", "26 Feb. 2011", "circa 1957", "6.3.1955 or 15.3.1955")]
    ['1956-02-07', '2011-02-26', '1957~', '[1955-03-06,1955-03-15]']
    >>> read_date("1979, 1980 or 1981"), read_date("between 1960 and 1965"), read_date("21.11.1964 / 1965")
    ('[1979,1980,1981]', '[1960..1965]', '[1964-11-21,1965]')

    Raises:
        InvalidDateError: they are no date that this reader knows.
    """
    found = free_edtf(_CLOCK.sub("", words), once=True, month_first=month_first)
    if found is None:
        reason = "expected one such as 1956, 2011-02-28, 28.2.2011, 28 February 2011, circa 1957 or 1979 or 1980"
        raise InvalidDateError(words[:80], reason)
    return found
