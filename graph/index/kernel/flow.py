"""Chains that share no entity but their ends, of least total length.

Each entity between the ends is split into a way in and a way out, which one chain may use (Suurballe 1974, Bhandari
1999). A shortest way through what is unused, on which a used hop may be undone and then counts -1, adds one chain to
those found; the sum of lengths stays the least. The search runs in the lens of a length, which is widened until no
chain outside it could take part in a better answer.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from graph.index.kernel.asked import Chain, StoppedError
from graph.index.kernel.lens import Lens
from graph.index.kernel.listing import Timeless, simple_chains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.index.kernel.steps import Steps

_Place = tuple[int, bool]
"""An entity, and whether it was come to from outside although a chain uses it: then only that chain can be undone."""


def disjoint_chains(steps: Steps, start: int, end: int, limit: int) -> tuple[list[Chain], bool]:
    """Return at most `limit` disjoint chains of at most `steps.max_length` hops, and whether that is a greatest set.

    It is not known to be one when the search was stopped, or when the least sum of lengths needs a chain too long.
    For chronological ones see `_in_time`.
    """
    if steps.chronological:
        return _in_time(steps, start, end, limit)
    chains: list[Chain] = []
    wanted = nearest = 0
    lens = Lens(steps, start, end)
    try:
        limit = min(limit, _doors(steps, start), _doors(steps, end))
        for length in range(1, steps.max_length + 1):
            left = lens.left(length)
            if start in left:
                nearest = nearest or length
                flow = _Flow(steps, left, start, end)
                chains = _most(flow, limit, steps.max_length)
                wanted = flow.count
                # A better set would have a smaller sum, so its longest chain would be shorter than `length`.
                if len(chains) == limit and flow.total <= length + (limit - 1) * nearest:
                    return chains, True
            if length >= lens.longest:
                break
    except StoppedError:
        return chains, False
    return chains, len(chains) == wanted


def _doors(steps: Steps, end: int) -> int:
    """Return how many neighbours of `end` a chain may come through."""
    steps.meter.look(steps.adjacency.degree(end))
    return sum(map(steps.passes, set(steps.near(end))))


def _most(flow: _Flow, limit: int, max_length: int) -> list[Chain]:
    """Add up to `limit` chains to `flow`; return the most that were short enough at one time."""
    most: list[Chain] = []
    while flow.count < limit and flow.add():
        short = [chain for chain in flow.chains() if len(chain) <= max_length + 1]
        most = max(most, short, key=len)
    return most


def _in_time(steps: Steps, start: int, end: int, limit: int) -> tuple[list[Chain], bool]:
    """Return disjoint chronological chains, each taken as soon as it fits those before it.

    A greatest set of these is not found in reasonable time (the problem is NP-hard), so the sum of lengths need not be
    the least, and the set is known to be greatest only if there is none, or no room for another chain.
    """
    chains: list[Chain] = []
    used: set[int] = set()
    try:
        limit = min(limit, _doors(steps, start), _doors(steps, end))
        for chain in simple_chains(steps, start, end):
            if used.isdisjoint(chain[1:-1]):
                used.update(chain[1:-1])
                chains.append(chain)
            if len(chains) >= limit:
                return chains, True
    except StoppedError:
        return chains, False
    return chains, not chains


class _Flow:
    """Disjoint chains in one lens, and how to find one more."""

    def __init__(self, steps: Steps, left: dict[int, int], start: int, end: int) -> None:
        self._steps = steps
        self._left = left
        self._guide = Timeless(steps, left)
        self._start = start
        self._end = end
        self._hops: set[tuple[int, int]] = set()
        self._before: dict[int, int] = {}
        self.count = 0

    @property
    def total(self) -> int:
        """The sum of lengths."""
        return len(self._hops)

    def chains(self) -> list[Chain]:
        """Return the chains found, shortest first and then by rows."""
        follows = {row: after for row, after in self._hops if row != self._start}
        chains = []
        for row, after in self._hops:
            if row == self._start:
                chain = [row, after]
                while chain[-1] != self._end:
                    chain.append(follows[chain[-1]])
                chains.append(chain)
        return sorted(chains, key=lambda chain: (len(chain), chain))

    def add(self) -> bool:
        """Change the chains to one more with the least sum of lengths; return False when there is no more."""
        came = self._cheapest()
        place = (self._end, False)
        if place not in came:
            return False
        while place != (self._start, False):
            before = came[place]
            if before[1]:
                self._hops.remove((place[0], before[0]))
            elif before[0] != place[0]:
                self._hops.add((before[0], place[0]))
            place = before
        self._before = {after: row for row, after in self._hops if after != self._end}
        self.count += 1
        return True

    def _cheapest(self) -> dict[_Place, _Place]:
        """Return from where each place is reached most cheaply from the start, as far as that matters for the end.

        No way on from a place costs less than its distance from the end, bar what undoing hops can save: for each chain
        at most the hops by which it is longer than the nearest one.
        """
        saving = self.total - self.count * self._left[self._start]
        cost: dict[_Place, int] = {(self._start, False): 0}
        came: dict[_Place, _Place] = {}
        heap = [(0, 0, (self._start, False))]
        while heap:
            least, paid, place = heappop(heap)
            if least - saving >= cost.get((self._end, False), least + 1):
                break
            for target, price in self._onward(place) if paid == cost[place] else ():
                total = paid + price
                if total < cost.get(target, total + 1):
                    cost[target] = total
                    came[target] = place
                    if target[0] != self._end:
                        heappush(heap, (total + self._left[target[0]], total, target))
        return came

    def _onward(self, place: _Place) -> Iterator[tuple[_Place, int]]:
        row, blocked = place
        before = self._before.get(row)
        if blocked:
            assert before is not None
            if before != self._start:
                yield (before, False), -1
            return
        if before is not None:
            yield (row, True), 0
        after = self._guide.after(row)
        self._steps.meter.look(len(after))
        for near in after:
            if near != self._start and (row, near) not in self._hops:
                yield (near, near in self._before), 1
