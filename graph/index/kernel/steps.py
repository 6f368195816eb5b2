"""Where one search may go next: the adjacency seen through its `Walk`, metered."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.index.kernel.asked import Meter, Walk
from graph.index.kernel.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.index.adjacency import Adjacency, Rows

Frontier = list[int] | NDArray[np.int64]
"""Entities by row: a list where they are few."""

CHUNK = 8_192
"""Half-edges looked at between two looks at the clock: a fraction of a millisecond, and seldom too many by much."""

FEW = 400
"""Half-edges of a level up to which plain Python is the faster one (measured on 1 M edges, numpy 2.4)."""

_FEW_ROWS = 48
"""Up to this many rows plain Python is faster than numpy, at 8 half-edges a row (2 cores, numpy 2.4)."""


class Steps:
    """The half-edges that a search may walk. `ends` are the rows that it may always be at.

    `least`: with it `walk.edges` is read as numbers, and an edge is walkable whose number is not below it.
    """

    def __init__(self, adjacency: Adjacency, walk: Walk, meter: Meter, ends: Sequence[int], *, least: int = 1) -> None:
        self.adjacency = adjacency
        self.meter = meter
        self.max_length = meter.bounds.max_length
        self.chronological = walk.chronological
        self.few = FEW
        self._ends = frozenset(ends)
        self._hub = walk.hub
        self._least = least
        self._strength = None if walk.edges is None else np.asarray(walk.edges)
        self._view = None if self._strength is None else self._strength.data
        self._is_mask = least == 1 and self._strength is not None and self._strength.dtype == np.bool_
        self._entities = None if walk.entities is None else np.asarray(walk.entities)
        self._restricted = walk.hub is not None or walk.entities is not None

    def weight(self, rows: Frontier) -> int:
        """Return how many half-edges leave `rows` together, walkable or not."""
        if len(rows) > _FEW_ROWS:
            return int(self.adjacency.degrees(np.asarray(rows, dtype=np.int64)).sum())
        degree = self.adjacency.degree
        return sum([degree(int(row)) for row in rows])

    def near(self, row: int) -> list[int]:
        """Return the neighbours of `row`; one that several edges lead to is there as often. Not metered."""
        neighbours = self.adjacency.neighbours_of(row)
        if self._view is None:
            return neighbours
        least, view = self._least, self._view
        if self._is_mask:
            return list(compress(neighbours, map(view.__getitem__, self.adjacency.edges_of(row))))
        return list(compress(neighbours, [view[edge] >= least for edge in self.adjacency.edges_of(row)]))

    def around(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return for each half-edge of `rows` the place of its owner among them, and the neighbour. Not metered."""
        if self._strength is None:
            return self.adjacency.neighbours(rows)
        found = self.adjacency.around(rows)
        kept = self._strength[found.edge] >= self._least
        return found.owner[kept], found.neighbour[kept]

    def timed(self, row: int) -> list[tuple[int, int, int]]:
        """Return each half-edge of `row` as neighbour, earliest and latest time. Metered."""
        self.meter.look(self.adjacency.degree(row))
        found = self.adjacency.around(np.array([row]))
        neighbour, edge = found.neighbour, found.edge
        if self._strength is not None:
            kept = self._strength[edge] >= self._least
            neighbour, edge = neighbour[kept], edge[kept]
        columns = self.adjacency.edges(edge)
        return list(zip(neighbour.tolist(), columns.earliest.tolist(), columns.latest.tolist(), strict=True))

    def chunks(self, rows: Rows) -> Iterator[Rows]:
        """Yield `rows` in parts of few half-edges, each metered before it comes; one row is never parted."""
        ends = np.cumsum(self.adjacency.degrees(rows))
        first = seen = 0
        while first < len(rows):
            last = max(first + 1, int(np.searchsorted(ends, seen + CHUNK, side="right")))
            self.meter.look(int(ends[last - 1]) - seen)
            yield rows[first:last]
            first, seen = last, int(ends[last - 1])

    def passes(self, row: int) -> bool:
        """Say whether a chain may go through `row`; an end of the search counts as one."""
        if not self._restricted or row in self._ends:
            return True
        if self._entities is not None and not self._entities[row]:
            return False
        return self._hub is None or self.adjacency.degree(row) <= self._hub

    def passing(self, rows: Rows) -> NDArray[np.bool_]:
        """Return for each of `rows` what `passes` says."""
        kept = np.ones(len(rows), dtype=np.bool_)
        if not self._restricted:
            return kept
        if self._entities is not None:
            kept &= self._entities[rows]
        if self._hub is not None:
            kept &= self.adjacency.degrees(rows) <= self._hub
        for end in self._ends:
            kept |= rows == end
        return kept

    def passable(self, rows: Frontier) -> Frontier:
        """Return those of `rows` that `passes` is true of, in their order."""
        if not self._restricted:
            return rows
        if isinstance(rows, list):
            return [row for row in rows if self.passes(row)]
        return self.passable_rows(rows)

    def passable_rows(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Do as `passable`, for an array."""
        return rows[self.passing(rows)] if self._restricted else rows

    def reach(self, rows: Rows, marks: NDArray[np.int64], low: int, mark: int) -> NDArray[np.int64]:
        """Mark all neighbours of `rows` whose mark is below `low`; return each once."""
        space = workspace(self.adjacency.entities)
        reached = [np.empty(0, dtype=np.int64)]
        for part in self.chunks(rows):
            _, neighbour = self.around(part)
            fresh = neighbour[marks[neighbour] < low].astype(np.int64)
            fresh = fresh[space.unique(fresh)]
            marks[fresh] = mark
            reached.append(fresh)
        return np.concatenate(reached)
