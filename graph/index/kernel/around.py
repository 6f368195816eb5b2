"""What lies around entities: all within some hops, and the neighbours that two have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.index.adjacency import OPEN_START
from graph.index.kernel.asked import StoppedError
from graph.index.kernel.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.index.kernel.steps import Steps


def within(steps: Steps, starts: Sequence[int], hops: int, cap: int) -> tuple[list[int], list[int], bool]:
    """Return the rows around `starts`, their distances, and whether these are all within `hops` hops."""
    rows: list[int] = []
    distances: list[int] = []
    levels = _timed_levels(steps, starts) if steps.chronological else _levels(steps, starts)
    try:
        for distance, level in zip(range(1, hops + 1), levels, strict=False):
            room = cap - len(rows)
            rows += level[:room]
            distances += [distance] * min(room, len(level))
            if len(level) > room:
                return rows, distances, False
    except StoppedError:
        return rows, distances, False
    return rows, distances, True


def _levels(steps: Steps, starts: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows one hop away, two hops away, and so on; each ascending."""
    space = workspace(steps.adjacency.entities)
    marks, low = space.marks[0], space.take(1)
    rows = np.unique(np.array(starts, dtype=np.int64))
    marks[rows] = low
    while len(rows):
        rows = np.sort(steps.reach(rows, marks, low, low))
        yield rows.tolist()
        rows = steps.passable_rows(rows)


def _timed_levels(steps: Steps, starts: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows first reached in one hop, two hops and so on, as times allow.

    An entity is left again whenever it is reached earlier in time than by fewer hops.
    """
    first = dict.fromkeys(starts, OPEN_START)
    improved = dict(first)
    while improved:
        arrivals: dict[int, int] = {}
        for row, time in improved.items():
            for neighbour, earliest, latest in steps.timed(row):
                arrival = max(time, earliest)
                if arrival <= latest and arrival < arrivals.get(neighbour, first.get(neighbour, arrival + 1)):
                    arrivals[neighbour] = arrival
        yield sorted(arrivals.keys() - first.keys())
        first |= arrivals
        improved = {row: time for row, time in arrivals.items() if steps.passes(row)}


def in_common(steps: Steps, one: int, other: int) -> list[int]:
    """Return the neighbours of both, ascending, that a chain from `one` to `other` may go through.

    Raises:
        StoppedError: as `Meter.look`.
    """
    if steps.chronological:
        before, after = _times(steps, one), _times(steps, other)
        # The earliest time to be there, against the latest to leave.
        shared = [row for row in before.keys() & after.keys() if before[row][0] <= after[row][1]]
        rows = np.array(sorted(shared), dtype=np.int64)
    else:
        rows = np.intersect1d(_near(steps, one), _near(steps, other)).astype(np.int64)
    rows = rows[(rows != one) & (rows != other)]
    found: list[int] = steps.passable_rows(rows).tolist()
    return found


def _near(steps: Steps, row: int) -> NDArray[np.int32]:
    steps.meter.look(steps.adjacency.degree(row))
    return steps.around(np.array([row]))[1]


def _times(steps: Steps, row: int) -> dict[int, tuple[int, int]]:
    """Return for each neighbour of `row` the earliest and the latest time of any hop to it."""
    times: dict[int, tuple[int, int]] = {}
    for neighbour, earliest, latest in steps.timed(row):
        if earliest <= latest:
            known = times.get(neighbour, (earliest, latest))
            times[neighbour] = min(known[0], earliest), max(known[1], latest)
    return times
