"""One row of a table as a mapping looks at it: cells by path, and where their words stand in the stored block."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.model import Evidence
from graph.model import Row as Place
from graph.vocabulary.door import MAX_EVIDENCE_LENGTH
from loaders.rows import block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.ids import SourceId
    from loaders.table.mapping import TableSpec

_NUMBERED = re.compile(r"[./\[](\d+)\]?(?=[./]|$)")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_NEAR = 60
EACH = "each"

MAX_PLACES = 2
"""How many places in a table a claim keeps as its evidence, so that it stays within 12 quads."""


class Found(NamedTuple):
    """Words that were found, and the cells that they were read from, by their number in the row."""

    words: str
    cells: tuple[int, ...] = ()


class Item(NamedTuple):
    """What `each` stands for: a piece of a cell, or an item of a list of records and where it begins in the row."""

    number: int
    found: Found | None = None
    path: str = ""
    of: str = ""


class Record:
    """A row: `number` is its place in the table and that of its `block` in the stored text, both counted from 1."""

    def __init__(self, number: int, cells: Sequence[tuple[str, str]], table: TableSpec | None = None) -> None:
        self.number = number
        kept = [(path, words) for path, words in cells if table is None or words not in table.null]
        self.block = block(kept or [("row", "nothing that can be read")])
        if table is not None and table.whole_numbers:
            kept = [(path, found[1] if (found := _WHOLE.fullmatch(words)) else words) for path, words in kept]
        self.cells = kept
        self._by_path: dict[str, list[int]] = {}
        for at, (path, _) in enumerate(kept):
            for name in _names(path):
                self._by_path.setdefault(name, []).append(at)

    @property
    def columns(self) -> Iterable[str]:
        """The columns that hold anything, by every name that they are found by."""
        return self._by_path.keys()

    def find(self, path: str, item: Item | None = None) -> list[Found]:
        """Return what stands at `path`, in the order of the row: several where it leads through a list.

        `each` and `each.NAME` are looked up in `item`.
        """
        if path == EACH or path.startswith(EACH + "."):
            return self._of_item(path.removeprefix(EACH).removeprefix("."), item)
        return [Found(self.cells[at][1], (at,)) for at in self._by_path.get(path, ())]

    def items(self, path: str) -> list[Item]:
        """Return the items of the list of records at `path`, in their order."""
        starts = dict.fromkeys(found for cell, _ in self.cells if (found := _begins(cell, path)))
        return [Item(number, path=start, of=path) for number, start in enumerate(starts)]

    def _of_item(self, path: str, item: Item | None) -> list[Found]:
        if item is None:
            return []
        if not path:
            return [item.found] if item.found else []
        if not item.path:
            return []
        inside = self._by_path.get(f"{item.of}.{path}", ())
        return [
            Found(self.cells[at][1], (at,))
            for at in inside
            if self.cells[at][0].startswith((f"{item.path}.", f"{item.path}/"))
        ]

    def evidence(self, source: SourceId, cells: Sequence[int]) -> tuple[Evidence, ...]:
        """Return the lines of `cells` as evidence, at most two stretches; more, or none named, are the whole row."""
        spans = self._stretches(sorted(set(cells)))
        if 0 < len(spans) <= MAX_PLACES and spans != [(0, len(self.block))]:
            return tuple(Evidence(source, Place(self.number, *span), self.block[slice(*span)]) for span in spans)
        if len(self.block) <= MAX_EVIDENCE_LENGTH:
            return (Evidence(source, Place(self.number), self.block),)
        start, end = (spans or self._lines)[0]
        return (Evidence(source, Place(self.number, start, end), self.block[start:end]),)

    def _stretches(self, cells: Sequence[int]) -> list[tuple[int, int]]:
        """Return where the lines of `cells` stand; those with little between them are one stretch."""
        found: list[tuple[int, int]] = []
        for cell in cells:
            start, end = self._lines[cell]
            if found and start - found[-1][1] <= _NEAR:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def start_of(self, cell: int) -> int:
        """Return where in the block the words of a cell begin."""
        return self._lines[cell][0] + len(block([(self.cells[cell][0], "x")])) - len("x")

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        """Where each cell's line begins and ends in the block."""
        return list(_spans(self.block))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


@lru_cache(4096)
def _names(path: str) -> tuple[str, ...]:
    """Return the names by which a cell is found: as it is written, and without the numbers of lists.

    >>> _names("articles/0"), _names("roles.1.type"), _names("prison/title")
    (('articles/0', 'articles'), ('roles.1.type', 'roles.type'), ('prison/title', 'prison.title'))
    """
    return tuple(dict.fromkeys((path, plain_path(path))))


def plain_path(path: str) -> str:
    """Return `path` without the numbers of lists.

    >>> plain_path("roles.1.type"), plain_path("articles/0")
    ('roles.type', 'articles')
    """
    return _NUMBERED.sub("", path).replace("/", ".")


@lru_cache(4096)
def heading(path: str) -> str:
    """Return what the column of a cell is called: as it is written, without the numbers of lists.

    >>> heading("roles.1.type"), heading("name / given name")
    ('roles.type', 'name / given name')
    """
    return plain_path(path) if _NUMBERED.search(path) else path


@lru_cache(4096)
def _begins(path: str, of: str) -> str | None:
    """Return where the item begins that the cell at `path` is in, of the list at `of`.

    >>> _begins("roles.12.type", "roles"), _begins("prison.title", "roles")
    ('roles.12', None)
    """
    found = re.match(rf"{re.escape(of)}[./\[]\d+\]?(?=[./])", path)
    return found[0] if found else None
