"""English words for imprecise dates."""

from __future__ import annotations

from collections.abc import Sequence

from graph.calendar_days import MONTHS_PER_YEAR

DASH = "\N{EN DASH}"

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)
_FIRST_BARE_YEAR = 1000  # a shorter number alone does not read as a year
_FIRST_LONG_YEAR = 10_000


def year_words(year: int) -> str:
    """Return a year as people write it; ISO's year 0 is 1 BC.

    >>> [year_words(year) for year in (2020, 44, 0, -43, -170_000_000)]
    ['2020', 'AD 44', '1 BC', '44 BC', '170,000,000 BC']
    """
    if year <= -_FIRST_LONG_YEAR:
        return f"{-year:,} BC"  # so long ago the number is round, and counting the year 0 would spoil it
    if year <= 0:
        return f"{1 - year} BC"
    if year < _FIRST_BARE_YEAR:
        return f"AD {year}"
    return f"{year:,}" if year >= _FIRST_LONG_YEAR else str(year)


def decade_words(first: int) -> str:
    """Return the ten years from `first` on; before Christ the years are given, as they end in 0 and not in 9."""
    if first < 0:
        return f"{1 - first}{DASH}{-8 - first} BC"
    return f"{first}s" if first >= _FIRST_BARE_YEAR else f"AD {first}s"


def century_words(first: int) -> str:
    """Return the name of the hundred years from `first` on; 1800 to 1899 are the 19th century, as people say."""
    return _block_words(first, 100, "century")


def millennium_words(first: int) -> str:
    """Return the name of the thousand years from `first` on."""
    return _block_words(first, 1000, "millennium")


def month_words(year: int, month: int) -> str:
    """Return a month.

    >>> month_words(2020, 9)
    'September 2020'
    """
    return f"{_MONTHS[(month - 1) % MONTHS_PER_YEAR]} {year_words(year)}"


def day_words(year: int, month: int, day: int) -> str:
    """Return a day.

    >>> day_words(2020, 9, 7)
    '7 September 2020'
    """
    return f"{day} {month_words(year, month)}"


def qualified(words: str, *, approximate: bool, uncertain: bool) -> str:
    """Return the words of a date that stands alone, with its qualifiers."""
    about = f"about {words}" if approximate else words
    return f"{about}, uncertain" if uncertain else about


def qualified_within(words: str, *, approximate: bool, uncertain: bool) -> str:
    """Return the words of a date that stands beside others, with its qualifiers."""
    about = f"about {words}" if approximate else words
    return f"{about} (uncertain)" if uncertain else about


def listed(words: Sequence[str], conjunction: str) -> str:
    """Return a list as a sentence has it.

    >>> listed(["1667", "1668", "1670"], "or")
    '1667, 1668 or 1670'
    """
    *before, last = words
    return f"{', '.join(before)} {conjunction} {last}" if before else last


def _block_words(first: int, length: int, name: str) -> str:
    words = f"{_ordinal(abs(first) // length + 1)} {name}"
    return f"{words} BC" if first < 0 else words


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in _TEENS else _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"
