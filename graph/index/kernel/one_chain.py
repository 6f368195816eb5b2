"""One shortest chain, searched from both ends at once, level by level, the lighter side first.

Levels of few half-edges are walked in plain Python, since a call of numpy costs as much as ten steps; the others in
numpy. Both leave the same marks: the first mark of their side plus the entity that was stood on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.index.kernel.asked import Chain
from graph.index.kernel.workspace import Workspace, workspace

if TYPE_CHECKING:
    from graph.index.kernel.steps import Frontier, Steps


class _Side:
    """One end of a search: the entities of its outermost level, and how many half-edges leave them."""

    __slots__ = ("mark", "rows", "weight")

    def __init__(self, steps: Steps, end: int, mark: int) -> None:
        self.mark = mark
        self.rows: Frontier = [end]
        self.weight = steps.weight(self.rows)

    def advance(self, steps: Steps, rows: Frontier) -> None:
        """Stand on `rows`, as far as a chain may go through them."""
        self.rows = steps.passable(rows)
        self.weight = steps.weight(self.rows)


def shortest_chain(steps: Steps, start: int, end: int) -> Chain | None:
    """Return one shortest chain of at most `steps.max_length` hops, or None.

    Raises:
        StoppedError: as `Meter.look`.
    """
    return _One(steps, start, end).search()


class _One:
    """The search for one shortest chain."""

    def __init__(self, steps: Steps, start: int, end: int) -> None:
        size = steps.adjacency.entities
        self.steps = steps
        self.size = size
        self.space: Workspace = workspace(size)
        self.low = self.space.take(2 * size)
        self.marks = self.space.marks[0]
        self.ends = start, end
        self.sides = _Side(steps, start, self.low), _Side(steps, end, self.low + size)
        for side, row in zip(self.sides, self.ends, strict=True):
            self.marks[row] = side.mark + row

    def search(self) -> Chain | None:
        forth, back = self.sides
        for _ in range(self.steps.max_length):
            side, other = (forth, back) if forth.weight <= back.weight else (back, forth)
            if not len(side.rows):
                return None
            met = self._small(side, other) if side.weight <= self.steps.few else self._big(side, other)
            if met:
                near, far = met if side is forth else reversed(met)
                return [*reversed(self._trail(forth, near)), *self._trail(back, far)]
        return None

    def _small(self, side: _Side, other: _Side) -> tuple[int, int] | None:
        """Reach the next level of `side`; return the hop that meets `other`, from `side`, if there is one."""
        self.steps.meter.look(side.weight)
        view, low, near = self.marks.data, self.low, self.steps.near
        first, last = other.mark, other.mark + self.size
        reached: list[int] = []
        for place, row in enumerate(map(int, side.rows)):
            mark = side.mark + row
            for neighbour in near(row):
                seen = view[neighbour]
                if seen < low:
                    view[neighbour] = mark
                    reached.append(neighbour)
                elif first <= seen < last and self.steps.passes(neighbour):
                    seen_rows = side.rows[: place + 1]
                    self.steps.meter.explored += (
                        self.steps.weight(seen_rows) - side.weight
                    )  # the rest was not looked at
                    return row, neighbour
        side.advance(self.steps, reached)
        return None

    def _big(self, side: _Side, other: _Side) -> tuple[int, int] | None:
        """Do as `_small`, in numpy."""
        reached = []
        for rows in self.steps.chunks(np.asarray(side.rows, dtype=np.int64)):
            owner, neighbour = self.steps.around(rows)
            seen = self.marks[neighbour]
            met = np.flatnonzero((seen >= other.mark) & (seen < other.mark + self.size))
            met = met[self.steps.passing(neighbour[met])]
            if len(met):
                return int(rows[owner[met[0]]]), int(neighbour[met[0]])
            new = np.flatnonzero(seen < self.low)
            fresh = neighbour[new]
            kept = self.space.unique(fresh)
            fresh = fresh[kept].astype(np.int64)
            self.marks[fresh] = side.mark + rows[owner[new[kept]]]
            reached.append(fresh)
        side.advance(self.steps, np.concatenate(reached))
        return None

    def _trail(self, side: _Side, row: int) -> Chain:
        """Return the chain from `row` back to the end that `side` started from."""
        trail = [row]
        while (before := int(self.marks[trail[-1]]) - side.mark) != trail[-1]:
            trail.append(before)
        return trail
