"""Who is connected with whom: the edges of a generation, and for each entity the half-edges that leave it.

An entity is a row 0..n-1. An edge is the claims that share subject, property and value; it has a number 0..m-1. Both of
its ends see it, so it gives two half-edges, and it may be walked either way. Between one pair of entities there may be
several edges, of different properties; none leads from an entity to itself.

What is read lies in *layers*: a big one for all that was there at the last compaction, and a small one for each load
since. A layer holds a contiguous range of edge numbers and continues where the one before it ended. All arrays may be
read-only memory maps; nothing here writes to them or copies them whole.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = NDArray[np.int32] | NDArray[np.int64]
"""Entities by row, or edges by number."""

OPEN_START = int(np.iinfo(np.int64).min)
"""The `earliest` of an edge whose beginning is open."""
OPEN_END = int(np.iinfo(np.int64).max)
"""The `latest` of an edge whose end is open."""


class Edges(NamedTuple):
    """A table of edges; all columns have one length, and index i is one edge.

    `subject`, `value`: int32, rows of entities. `prop`: uint16. `earliest`, `latest`: int64, the seconds between which
    the edge may hold, both included; `OPEN_START` and `OPEN_END` where there is no bound.
    """

    subject: NDArray[np.int32]
    value: NDArray[np.int32]
    prop: NDArray[np.uint16]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]


class HalfEdges(NamedTuple):
    """Half-edges by the entity that they leave: the i-th one owns `[offsets[i]:offsets[i + 1]]` of the other two.

    `rows`: int32, ascending, the i-th entity; None when that is row i itself (dense). `offsets`: int64[entities + 1].
    `neighbour`: int32, the row at the far end, ascending for each entity. `edge`: int32, the number of the edge.
    """

    rows: NDArray[np.int32] | None
    offsets: NDArray[np.int64]
    neighbour: NDArray[np.int32]
    edge: NDArray[np.int32]


class Layer(NamedTuple):
    """The edges numbered from `first` on, and their half-edges."""

    first: int
    edges: Edges
    halves: HalfEdges


class Merged(NamedTuple):
    """Rows that are one: of each row the one that it is shown by, and the half-edges of all others at the row shown.

    Edges keep their numbers and their ends; one that joins two rows that are one leads to itself: no walk may take it.
    """

    shown: NDArray[np.int32]
    halves: HalfEdges


class Around(NamedTuple):
    """Half-edges that leave some entities: `owner` says which (its place among those asked for); all of one length."""

    owner: NDArray[np.int64]
    neighbour: NDArray[np.int32]
    edge: NDArray[np.int32]


def layer(first: int, edges: Edges, entities: int | None = None) -> Layer:
    """Return the layer of `edges`, which are numbered from `first` on; `entities` as in `half_edges`."""
    return Layer(first, edges, half_edges(first, edges.subject, edges.value, entities))


def half_edges(
    first: int, subject: NDArray[np.int32], value: NDArray[np.int32], entities: int | None = None
) -> HalfEdges:
    """Return what lies at both ends of edges that are numbered from `first` on.

    With `entities` it is dense over that many rows; without, it lists only the entities that it touches. Costs a sort
    of the half-edges: 0.4 s for 1 M edges, and some 100 bytes an edge meanwhile.
    """
    owner = np.concatenate([subject, value]).astype(np.int64)
    neighbour = np.concatenate([value, subject]).astype(np.int32)
    order = np.argsort(owner << 32 | neighbour, kind="stable")
    number = np.arange(first, first + len(subject), dtype=np.int32)
    rows = None
    if entities is None:
        touched, sizes = np.unique(owner, return_counts=True)
        rows = touched.astype(np.int32)
    else:
        sizes = np.bincount(owner, minlength=entities)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return HalfEdges(rows, offsets, neighbour[order], np.concatenate([number, number])[order])


class _Opened:
    """The half-edges of one layer, ready to be looked up row by row or in bulk."""

    __slots__ = ("_count", "_edges", "_halves", "_neighbours", "_offsets", "_rows")

    def __init__(self, halves: HalfEdges) -> None:
        # `asarray` drops the class of a memory map, which indexes slowly; a view of the buffer gives plain ints
        # as fast as an array does.
        plain = HalfEdges(None if halves.rows is None else np.asarray(halves.rows), *map(np.asarray, halves[1:]))
        self._halves = plain
        self._count = len(plain.offsets) - 1
        self._rows = None if plain.rows is None else plain.rows.data
        self._offsets = plain.offsets.data
        self._neighbours = plain.neighbour.data
        self._edges = plain.edge.data

    def span(self, row: int) -> tuple[int, int]:
        """Return where the half-edges of `row` begin and end."""
        place = row
        if self._rows is not None:
            place = bisect_left(self._rows, row)
            if place == self._count or self._rows[place] != row:
                return 0, 0
        elif row >= self._count:
            return 0, 0
        return self._offsets[place], self._offsets[place + 1]

    def neighbours(self, row: int) -> list[int]:
        start, end = self.span(row)
        return self._neighbours[start:end].tolist()

    def edges(self, row: int) -> list[int]:
        start, end = self.span(row)
        return self._edges[start:end].tolist()

    def spans(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the half-edges of each of `rows` begin, and how many there are."""
        offsets = self._halves.offsets
        if self._halves.rows is None:
            starts = offsets[np.minimum(rows, self._count)]
            return starts, offsets[np.minimum(rows + 1, self._count)] - starts
        place = np.searchsorted(self._halves.rows, rows)
        there = place < self._count
        there[there] = self._halves.rows[place[there]] == rows[there]
        place = np.where(there, place, 0)
        starts = offsets[place]
        return starts, np.where(there, offsets[np.minimum(place + 1, self._count)] - starts, 0)

    def gather(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for each half-edge of `rows` the place of its owner among them, and its own place in this layer."""
        starts, sizes = self.spans(rows)
        ends = np.cumsum(sizes)
        owner = np.repeat(np.arange(len(rows)), sizes)
        return owner, np.arange(len(owner)) + (starts - ends + sizes)[owner]

    def neighbour_at(self, places: NDArray[np.int64]) -> NDArray[np.int32]:
        return self._halves.neighbour[places]

    def edge_at(self, places: NDArray[np.int64]) -> NDArray[np.int32]:
        return self._halves.edge[places]


class Adjacency:
    """Layers of edges as one graph over `entities` rows.

    Reads only, so any number of threads may share it. Opening it reads nothing.
    """

    def __init__(self, layers: Sequence[Layer], entities: int, merged: Merged | None = None) -> None:
        self.layers = tuple(layers)
        self.entities = entities
        self.merged = merged
        self._opened = [_Opened(each.halves) for each in layers]
        self._shown: NDArray[np.int32] | None = None
        if merged is not None:
            self._opened.append(_Opened(merged.halves))
            self._shown = merged.shown
        self._tables: list[list[NDArray[Any]]] = [[np.asarray(column) for column in each.edges] for each in layers]
        self._firsts = np.array([each.first for each in layers], dtype=np.int64)
        ends = [each.first + len(each.edges.subject) for each in layers]
        assert [0, *ends[:-1]] == [each.first for each in layers] or not layers
        self.edge_count: int = ends[-1] if ends else 0

    def neighbours_of(self, row: int) -> list[int]:
        """Return the far end of each half-edge that leaves `row`; parallel edges give it more than once."""
        found = self._opened[0].neighbours(row) if self._opened else []
        for other in self._opened[1:]:
            found += other.neighbours(row)
        return found if self._shown is None else self._shown[found].tolist()

    def edges_of(self, row: int) -> list[int]:
        """Return the number of each edge around `row`, in the order of `neighbours_of`."""
        found = self._opened[0].edges(row) if self._opened else []
        for other in self._opened[1:]:
            found += other.edges(row)
        return found

    def degree(self, row: int) -> int:
        """Return how many half-edges leave `row`."""
        total = 0
        for each in self._opened:
            start, end = each.span(row)
            total += end - start
        return total

    def degrees(self, rows: Rows) -> NDArray[np.int64]:
        """Return how many half-edges leave each of `rows`; a row that no layer knows has none."""
        total = np.zeros(len(rows), dtype=np.int64)
        for each in self._opened:
            total += each.spans(rows)[1]
        return total

    def around(self, rows: Rows) -> Around:
        """Return all half-edges that leave `rows`, layer by layer and in each by the order of `rows`."""
        parts = [(each, *each.gather(rows)) for each in self._opened]
        return Around(
            _joined([owner for _, owner, _ in parts], np.int64),
            self._as_shown(_joined([each.neighbour_at(places) for each, _, places in parts], np.int32)),
            _joined([each.edge_at(places) for each, _, places in parts], np.int32),
        )

    def neighbours(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the first two columns of `around(rows)`: cheaper where no edge is asked about."""
        parts = [(each, *each.gather(rows)) for each in self._opened]
        return (
            _joined([owner for _, owner, _ in parts], np.int64),
            self._as_shown(_joined([each.neighbour_at(places) for each, _, places in parts], np.int32)),
        )

    def edges(self, numbers: Rows) -> Edges:
        """Return the columns of the edges with these `numbers`, in their order."""
        tables = self._tables
        if len(tables) == 1:
            return Edges(*[column[numbers] for column in tables[0]])
        found = [np.empty(len(numbers), dtype) for dtype in _EDGE_TYPES]
        home = np.searchsorted(self._firsts, numbers, side="right") - 1
        for index in np.unique(home).tolist():
            here = home == index
            places = numbers[here] - self._firsts[index]
            for kept, column in zip(found, tables[index], strict=True):
                kept[here] = column[places]
        return Edges(*found)

    def _as_shown(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        return rows if self._shown is None else self._shown[rows]

    @property
    def bytes_per_half_edge(self) -> float:
        """All bytes under this adjacency, by its half-edges: 22 at 8 half-edges an entity; the goal is at most 48."""
        arrays = [array for each in self.layers for array in (*each.edges, *each.halves) if array is not None]
        return sum(array.nbytes for array in arrays) / max(1, 2 * self.edge_count)


_EDGE_TYPES: tuple[type[Any], ...] = (np.int32, np.int32, np.uint16, np.int64, np.int64)
_T = TypeVar("_T", bound=np.generic)


def _joined(parts: list[NDArray[_T]], dtype: type[_T]) -> NDArray[_T]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.empty(0, dtype), *parts])
