"""Chains without repetition, listed length by length, and at each length by the rows that they go through.

A *guide* says which entities may follow which, so that the search does not enter what cannot reach the end in the hops
that are left: `Timeless` by distance alone, `Timed` by the times that hops leave too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from graph.index.adjacency import OPEN_END, OPEN_START
from graph.index.kernel.asked import Chain
from graph.index.kernel.lens import Lens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.index.kernel.steps import Steps

_Intervals = list[tuple[int, int]]


class Guide(Protocol):
    """What may be walked in chains of one length."""

    def after(self, row: int) -> Collection[int]:
        """Return the neighbours of `row` that may be on a chain, ascending."""
        ...

    def arrival(self, row: int, neighbour: int, time: int, left: int) -> int | None:
        """Return the earliest time to be at `neighbour` for who is at `row` at `time`, with `left` hops to go then.

        None when it cannot be reached, or the end not from there in so many hops.
        """
        ...


class Timeless:
    """The guide that knows distances only; `left` is what `Lens.left` says."""

    def __init__(self, steps: Steps, left: Mapping[int, int]) -> None:
        self._steps = steps
        self._left = left
        self._after: dict[int, list[int]] = {}

    def after(self, row: int) -> list[int]:
        """See `Guide`."""
        found = self._after.get(row)
        if found is None:
            self._steps.meter.look(self._steps.adjacency.degree(row))
            found = self._after[row] = sorted({near for near in self._steps.near(row) if near in self._left})
        return found

    def arrival(self, row: int, neighbour: int, time: int, left: int) -> int | None:  # noqa: ARG002 - a guide's
        """See `Guide`."""
        return time if self._left[neighbour] <= left else None


class Timed:
    """The guide of chronological chains.

    `_latest[k][row]` is the latest time at which one may be at `row` and still walk exactly k hops to `end`, perhaps
    through an entity twice. To arrive as early as one can is never worse, and neither is to leave as late.
    """

    def __init__(self, steps: Steps, left: Mapping[int, int], end: int) -> None:
        self._steps = steps
        self._left = left
        self._after: dict[int, dict[int, _Intervals]] = {}
        self._latest: list[dict[int, int]] = [{end: OPEN_END}]

    def after(self, row: int) -> dict[int, _Intervals]:
        """See `Guide`; each neighbour with the times at which one may go to it."""
        found = self._after.get(row)
        if found is None:
            hops: defaultdict[int, _Intervals] = defaultdict(list)
            for neighbour, earliest, latest in self._steps.timed(row):
                if neighbour in self._left:
                    hops[neighbour].append((earliest, latest))
            found = self._after[row] = dict(sorted(hops.items()))
        return found

    def arrival(self, row: int, neighbour: int, time: int, left: int) -> int | None:
        """See `Guide`."""
        until = self._latest_at(left).get(neighbour)
        if until is None:
            return None
        times = (max(time, earliest) for earliest, latest in self.after(row)[neighbour] if time <= latest)
        return min((each for each in times if each <= until), default=None)

    def _latest_at(self, hops: int) -> dict[int, int]:
        while len(self._latest) <= hops:
            before: dict[int, int] = {}
            for row, until in self._latest[-1].items():
                self._steps.meter.look(0)
                for neighbour, intervals in self.after(row).items():
                    times = [min(until, latest) for earliest, latest in intervals if earliest <= min(until, latest)]
                    if times:
                        before[neighbour] = max(before.get(neighbour, OPEN_START), *times)
            self._latest.append(before)
        return self._latest[hops]


class _Required:
    """The rows that each chain must contain, and how far they are from what the search may enter."""

    def __init__(self, guide: Guide, left: Mapping[int, int], rows: Iterable[int]) -> None:
        self._left = left
        self._distance = {row: _distances(guide, row) for row in rows if row in left}
        self.possible = len(self._distance) == len(set(rows))

    def allows(self, row: int, on: set[int], left: int) -> bool:
        """Say whether who enters `row`, has been `on` and has `left` hops to go can still see each required row."""
        return all(
            required in on or (row in distance and distance[row] + self._left[required] <= left)
            for required, distance in self._distance.items()
        )


def simple_chains(
    steps: Steps, start: int, end: int, *, through: Collection[int] = (), shortest_only: bool = False
) -> Iterator[Chain]:
    """Yield the chains of at most `steps.max_length` hops, shortest first and then by rows.

    Each contains all rows of `through`. With `shortest_only` none that is longer than the first one follows it.

    Raises:
        StoppedError: as `Meter.look`; the chains yielded before are right.
    """
    lens = Lens(steps, start, end)
    required = set(through) - {start, end}
    for length in range(1, steps.max_length + 1):
        left = lens.left(length)
        if start in left:
            guide = Timed(steps, left, end) if steps.chronological else Timeless(steps, left)
            found = False
            for chain in _of_length(steps, guide, (start, end), length, _Required(guide, left, required)):
                found = True
                yield chain
            if found and shortest_only:
                return
        if length >= lens.longest:
            return


def _of_length(steps: Steps, guide: Guide, ends: tuple[int, int], length: int, required: _Required) -> Iterator[Chain]:
    start, end = ends
    if not required.possible:
        return
    chain, on, times = [start], {start}, [OPEN_START]
    ahead: list[Iterator[int]] = [iter(guide.after(start) if length > 1 else (end,))]
    while ahead:
        row = next(ahead[-1], None)
        left = length - len(chain)
        if row is None:
            ahead.pop()
            times.pop()
            on.remove(chain.pop())
        elif (row == end) == (left == 0) and row not in on:
            time = guide.arrival(chain[-1], row, times[-1], left)
            if time is None or not required.allows(row, on, left):
                continue
            if row == end:
                yield [*chain, end]
                continue
            chain.append(row)
            on.add(row)
            times.append(time)
            options = guide.after(row) if left > 1 else (end,)  # one hop before the end only the end is near enough
            steps.meter.look(len(options))
            ahead.append(iter(options))


def _distances(guide: Guide, row: int) -> dict[int, int]:
    """Return how far from `row` each entity is that the search may enter."""
    distances = {row: 0}
    queue = [row]
    for each in queue:  # grows while it is read
        for near in guide.after(each):
            if near not in distances:
                distances[near] = distances[each] + 1
                queue.append(near)
    return distances
