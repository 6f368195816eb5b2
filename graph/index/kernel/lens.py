"""The part of the graph that chains up to a length lie in: entities near enough to both ends.

Two balls grow around the ends, the lighter one first, until their depths together are the length asked for. From each
ball the search then goes on only among entities of the other one that are near enough to its centre. So no hop is
looked at that lies far from every such chain, bar the outer levels of the balls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.index.kernel.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.index.kernel.steps import Steps

_FAR = 1 << 40


class _Ball:
    """The entities around `centre`, by distance: `levels[d]` are those d hops away that a chain may go through."""

    def __init__(self, steps: Steps, centre: int, marks: NDArray[np.int64], low: int) -> None:
        self._steps = steps
        self._marks = marks
        self._low = low
        marks[centre] = low
        self.levels = [np.array([centre])]
        self.weight = steps.weight(self.levels[0])

    @property
    def depth(self) -> int:
        return len(self.levels) - 1

    def grow(self) -> None:
        mark = self._low + len(self.levels)
        reached = self._steps.passable_rows(self._steps.reach(self.levels[-1], self._marks, self._low, mark))
        self.levels.append(reached)
        self.weight = self._steps.weight(reached)

    def distance(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how far each of `rows` is from the centre; beyond the depth it is `_FAR`."""
        marks = self._marks[rows]
        return np.where(marks >= self._low, marks - self._low, _FAR)


class Lens:
    """The entities on walks of up to some length between two ends."""

    def __init__(self, steps: Steps, start: int, end: int) -> None:
        self.steps = steps
        self._space = workspace(steps.adjacency.entities)
        self._balls = tuple(
            _Ball(steps, row, marks, self._space.take(steps.adjacency.entities))
            for row, marks in zip((start, end), self._space.marks[:2], strict=True)
        )

    @property
    def longest(self) -> int:
        """How long a chain can be, as far as is known: less than the entities that one of the ends can reach at all."""
        whole = [ball.levels for ball in self._balls if not len(ball.levels[-1])]
        return min((sum(map(len, levels)) - 1 for levels in whole), default=_FAR)

    def left(self, length: int) -> dict[int, int]:
        """Return the entities on walks of at most `length` hops, each with its distance from the end.

        Nothing is returned when the ends are farther apart. Lengths are asked for in ascending order.

        Raises:
            StoppedError: as `Meter.look`.
        """
        around_start, around_end = self._balls
        while around_start.depth + around_end.depth < length and self.longest == _FAR:
            min(self._balls, key=lambda ball: ball.weight).grow()
        found: dict[int, int] = {}
        for depth, rows in enumerate(around_start.levels):
            distance = around_end.distance(rows)
            kept = distance + depth <= length
            found.update(zip(rows[kept].tolist(), distance[kept].tolist(), strict=True))
        for _, rows in self._beyond(around_start, around_end, length):
            found.update(zip(rows.tolist(), around_end.distance(rows).tolist(), strict=True))
        for depth, rows in self._beyond(around_end, around_start, length):
            found.update(dict.fromkeys(rows.tolist(), depth))
        return found

    def _beyond(self, ball: _Ball, other: _Ball, length: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield the levels of `ball` past its depth, as far as walks of `length` hops go through them."""
        low = self._space.take(1)
        marks = self._space.marks[2]
        rows = ball.levels[-1]
        for depth in range(ball.depth + 1, length + 1):
            rows = self.steps.passable_rows(self.steps.reach(rows, marks, low, low))
            rows = rows[(ball.distance(rows) == _FAR) & (other.distance(rows) + depth <= length)]
            if not len(rows):
                return
            yield depth, rows
