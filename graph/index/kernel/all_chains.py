"""All shortest chains, searched from both ends at once; every hop between two levels is kept until they meet.

As in `shortest`, levels of few half-edges are walked in plain Python and the others in numpy. A mark is the level that
an entity was first reached in. The levels of both sides have no entity in common, so a shortest chain crosses exactly
once from the outermost level of one side to that of the other, over a *bridge*.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.index.kernel.asked import Chain, StoppedError
from graph.index.kernel.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.index.kernel.steps import Frontier, Steps


class Hops(NamedTuple):
    """Hops between two levels: both arrays int64, of one length; parallel edges give a hop again."""

    inner: NDArray[np.int64]
    outer: NDArray[np.int64]


class _Side:
    """One end of a search, its outermost level, and the hops of each level that lead to it from the one before."""

    __slots__ = ("levels", "mark", "rows", "weight")

    def __init__(self, steps: Steps, end: int, mark: int) -> None:
        self.mark = mark
        self.rows: Frontier = [end]
        self.weight = steps.weight(self.rows)
        self.levels: list[Hops] = []


class AllShortest:
    """The search for all shortest chains; `bridges` are its result, `hops` all that is on such a chain."""

    def __init__(self, steps: Steps, start: int, end: int) -> None:
        self.steps = steps
        self.space = workspace(steps.adjacency.entities)
        self.low = self.space.take(2)
        self.marks = self.space.marks[0]
        self.sides = _Side(steps, start, self.low), _Side(steps, end, self.low + 1)
        for side, row in zip(self.sides, (start, end), strict=True):
            self.marks[row] = side.mark
        self.bridges = _hops([], [])

    def search(self) -> bool:
        """Search until the sides meet or nothing is left; return False when it was stopped before that."""
        forth, back = self.sides
        try:
            for _ in range(self.steps.max_length):
                side, other = (forth, back) if forth.weight <= back.weight else (back, forth)
                if len(self.bridges.inner) or not len(side.rows):
                    break
                reach = self._small if side.weight <= self.steps.few else self._big
                reach(side, other)
        except StoppedError:
            return False
        return True

    def _small(self, side: _Side, other: _Side) -> None:
        """Reach the next level of `side`, and bridge it with `other` where they touch."""
        self.steps.meter.look(side.weight)
        view, low, near, met = self.marks.data, self.low, self.steps.near, other.mark
        mark = self.space.take(1)
        reached: list[int] = []
        inner: list[int] = []
        outer: list[int] = []
        bridges: list[tuple[int, int]] = []
        for row in map(int, side.rows):
            for neighbour in near(row):
                seen = view[neighbour]
                if seen < low:
                    view[neighbour] = seen = mark
                    reached.append(neighbour)
                if seen == mark:
                    inner.append(row)
                    outer.append(neighbour)
                elif seen == met:
                    bridges.append((row, neighbour))
        if bridges:
            self._bridge(side, _hops(*zip(*bridges, strict=True)))
        self._advance(side, mark, reached, _hops(inner, outer))

    def _big(self, side: _Side, other: _Side) -> None:
        """Do as `_small`, in numpy."""
        mark = self.space.take(1)
        reached, levels = [], []
        for rows in self.steps.chunks(np.asarray(side.rows, dtype=np.int64)):
            owner, neighbour = self.steps.around(rows)
            seen = self.marks[neighbour]
            bridged = seen == other.mark
            self._bridge(side, Hops(rows[owner[bridged]].astype(np.int64), neighbour[bridged].astype(np.int64)))
            fresh = neighbour[seen < self.low].astype(np.int64)
            fresh = fresh[self.space.unique(fresh)]
            self.marks[fresh] = mark
            reached.append(fresh)
            kept = self.marks[neighbour] == mark
            levels.append(Hops(rows[owner[kept]].astype(np.int64), neighbour[kept].astype(np.int64)))
        self._advance(side, mark, np.concatenate(reached), Hops(*map(np.concatenate, zip(*levels, strict=True))))

    def _bridge(self, side: _Side, found: Hops) -> None:
        """Keep those bridges whose far end may be passed; `found` is told from `side`, kept from the start."""
        if not len(found.outer):
            return
        passing = self.steps.passing(found.outer)
        near, far = found.inner[passing], found.outer[passing]
        pair = (near, far) if side is self.sides[0] else (far, near)
        self.bridges = Hops(*(np.concatenate(both) for both in zip(self.bridges, pair, strict=True)))

    def _advance(self, side: _Side, mark: int, reached: Frontier, hops: Hops) -> None:
        """Stand on what was `reached`, unless the sides have met: then the level before is the one bridged."""
        if len(self.bridges.inner):
            return
        side.mark = mark
        side.levels.append(hops)
        side.rows = self.steps.passable(reached)
        side.weight = self.steps.weight(side.rows)

    def hops(self) -> dict[int, list[int]]:
        """Return what may follow each entity that is on a shortest chain, ascending."""
        forth, back = self.sides
        follows: defaultdict[int, set[int]] = defaultdict(set)
        _note(follows, *self.bridges)
        live = self.bridges.inner
        for level in reversed(forth.levels):
            inner, outer = _towards(level, live)
            _note(follows, inner, outer)
            live = inner
        live = self.bridges.outer
        for level in reversed(back.levels):
            inner, outer = _towards(level, live)
            _note(follows, outer, inner)
            live = inner
        return {row: sorted(after) for row, after in follows.items()}


def chains_over(follows: Mapping[int, list[int]], start: int, end: int) -> Iterator[Chain]:
    """Yield the chains from `start` to `end` that `follows` spells out, by rows; each start of one leads to an end."""
    chain = [start]
    ahead = [iter(follows.get(start, ()))]
    while ahead:
        row = next(ahead[-1], None)
        if row is None:
            ahead.pop()
            chain.pop()
        elif row == end:
            yield [*chain, end]
        else:
            chain.append(row)
            ahead.append(iter(follows[row]))


def _hops(inner: Sequence[int], outer: Sequence[int]) -> Hops:
    return Hops(np.array(inner, dtype=np.int64), np.array(outer, dtype=np.int64))


def _towards(level: Hops, live: NDArray[np.int64]) -> Hops:
    """Return the hops of `level` that lead out to one of `live`."""
    kept = np.isin(level.outer, live)
    return Hops(level.inner[kept], level.outer[kept])


def _note(follows: defaultdict[int, set[int]], rows: NDArray[np.int64], after: NDArray[np.int64]) -> None:
    for row, follower in zip(rows.tolist(), after.tolist(), strict=True):
        follows[row].add(follower)
