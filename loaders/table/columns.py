"""What the columns of an unknown table seem to hold, told by their headings and by their values."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InvalidInputError
from loaders.table.dates import read_date
from loaders.table.numbers import read_number
from loaders.table.record import heading, plain_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.table.parsing import Row

_ENOUGH = 0.8
_SOME = 0.1
_LONG = 200
_MARKS = (";", "|")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+")
_WIKIDATA = re.compile(r"Q[1-9]\d{0,9}")
_LIST = re.compile(r"^(.*?)[./\[]\d+\]?[./]")


class Holds(Enum):
    """What the cells of a column are like."""

    DATES = auto()
    NUMBERS = auto()
    ADDRESSES = auto()
    EMAILS = auto()
    WIKIDATA = auto()
    PROSE = auto()
    WORDS = auto()


class Column(NamedTuple):
    """A column: how it is called, what it holds, how its cells are parted, whether each row has its own value."""

    name: str
    holds: Holds
    split: str | None
    unique: bool
    filled: int
    month_first: bool = False

    @property
    def words(self) -> set[str]:
        """The words of its heading."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name)
        return {word.casefold() for word in re.split(r"[^A-Za-z]+", spaced) if word}


class Look(NamedTuple):
    """What a table looks like: its columns, the lists of records in it, and how many rows were looked at."""

    columns: list[Column]
    lists: list[str]
    rows: int


def looked_at(rows: Iterable[Row]) -> Look:
    """Return what `rows` look like."""
    values: dict[str, list[str]] = {}
    per_row: Counter[str] = Counter()
    lists: dict[str, None] = {}
    count = 0
    for row in rows:
        if row.refused:
            continue
        count += 1
        for path in {path for path, _ in row.cells}:
            per_row[heading(path)] += 1
        for path, words in row.cells:
            found = _LIST.match(path)
            if found:
                lists[plain_path(found[1])] = None
            values.setdefault(heading(path), []).append(words)
    in_lists = tuple(f"{name}." for name in lists)
    columns = [
        _column(name, found, count) for name, found in values.items() if not (in_lists and name.startswith(in_lists))
    ]
    return Look(columns, list(lists), count)


def _column(name: str, found: Sequence[str], rows: int) -> Column:
    parted = [mark for mark in _MARKS if sum(mark in words for words in found) >= max(1, _SOME * len(found))]
    holds = _holds(found)
    split = parted[0] if parted and holds not in {Holds.PROSE, Holds.ADDRESSES} else None
    unique = len(set(found)) == len(found) == rows
    return Column(name, holds, split, unique, len(found), holds is Holds.DATES and _month_first(found))


def _holds(found: Sequence[str]) -> Holds:
    tests = (
        (Holds.WIKIDATA, lambda words: bool(_WIKIDATA.fullmatch(words))),
        (Holds.ADDRESSES, lambda words: bool(_URL.match(words))),
        (Holds.EMAILS, lambda words: bool(_EMAIL.fullmatch(words.split(";")[0]))),
        (Holds.DATES, _is_date),
        (Holds.NUMBERS, _is_number),
        (Holds.PROSE, lambda words: len(words) >= _LONG),
    )
    for holds, test in tests:
        if sum(map(test, found)) >= _ENOUGH * len(found):
            return holds
    return Holds.WORDS


def _is_date(words: str) -> bool:
    for month_first in (False, True):
        with suppress(InvalidInputError):
            return bool(read_date(words, month_first=month_first))
    return False


def _is_number(words: str) -> bool:
    try:
        return bool(read_number(words))
    except InvalidInputError:
        return False


def _month_first(found: Sequence[str]) -> bool:
    """Say whether some date can only be read with its month first, and none only with its day first."""
    american = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
    pairs = [(int(match[1]), int(match[2])) for words in found if (match := american.fullmatch(words))]
    months = 12
    return any(second > months for _, second in pairs) and not any(first > months for first, _ in pairs)
