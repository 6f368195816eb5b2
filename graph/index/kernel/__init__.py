"""Searches over an `Adjacency`, in numpy: the only functions that a native kernel has to replace.

Entities are rows. A hop may be walked either way; several edges between two entities never give a chain twice. All
answers are exact, also when `complete` is False: then some may be missing. A chain from an entity to itself is none.
Threads may search one adjacency at the same time. A search keeps about 28 bytes an entity for its thread, of which
only the touched pages are resident, and allocates nothing that grows with the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.index.kernel.around import in_common, within
from graph.index.kernel.asked import Bounds, Chain, Found, Meter, Reached, StoppedError, Walk
from graph.index.kernel.flow import disjoint_chains
from graph.index.kernel.listing import simple_chains
from graph.index.kernel.nearest import every_shortest, one_shortest, up_to
from graph.index.kernel.steps import Steps
from graph.index.kernel.supported import Strengths

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from graph.index.adjacency import Adjacency

__all__ = [
    "Bounds",
    "Chain",
    "Found",
    "Reached",
    "Walk",
    "all_shortest",
    "best_supported",
    "common",
    "disjoint",
    "ego",
    "shortest",
    "simple",
]


def shortest(adjacency: Adjacency, walk: Walk, bounds: Bounds, start: int, end: int) -> Found:
    """Return one shortest chain from `start` to `end`, if there is one; which of several is not said."""
    steps = Steps(adjacency, walk, Meter(bounds), (start, end))

    def search() -> _Chains:
        chain = one_shortest(steps, start, end)
        return ([chain] if chain else []), True

    return _found(steps.meter, start, end, search)


def all_shortest(  # noqa: PLR0913 - the whole question
    adjacency: Adjacency, walk: Walk, bounds: Bounds, start: int, end: int, *, limit: int
) -> Found:
    """Return the shortest chains from `start` to `end` by rows, at most `limit`."""
    steps = Steps(adjacency, walk, Meter(bounds), (start, end))
    return _found(steps.meter, start, end, lambda: every_shortest(steps, start, end, limit))


def simple(  # noqa: PLR0913 - the whole question
    adjacency: Adjacency,
    walk: Walk,
    bounds: Bounds,
    start: int,
    end: int,
    *,
    limit: int,
    through: Collection[int] = (),
) -> Found:
    """Return the chains that no entity is on twice, shortest first and then by rows, at most `limit`.

    Each contains all rows of `through`. Their number grows exponentially with the length: a deadline is in place.
    """
    steps = Steps(adjacency, walk, Meter(bounds), (start, end))
    return _found(steps.meter, start, end, lambda: up_to(limit, simple_chains(steps, start, end, through=through)))


def disjoint(  # noqa: PLR0913 - the whole question
    adjacency: Adjacency, walk: Walk, bounds: Bounds, start: int, end: int, *, limit: int
) -> Found:
    """Return chains that share no entity but their ends: as many as there are, up to `limit`, of least total length.

    Shortest first and then by rows; an edge between the ends is one of them. `complete` is False when one more may
    exist: where the least total needs a chain that is too long, those of the best set met that are short enough are
    returned. Chronological chains are taken one by one, the shortest first, so their total is not the least and
    `complete` is rarely True.
    """
    steps = Steps(adjacency, walk, Meter(bounds), (start, end))
    return _found(steps.meter, start, end, lambda: disjoint_chains(steps, start, end, limit))


def best_supported(  # noqa: PLR0913 - the whole question
    adjacency: Adjacency,
    walk: Walk,
    bounds: Bounds,
    start: int,
    end: int,
    *,
    support: NDArray[np.integer],
    limit: int,
) -> Found:
    """Return the shortest of the chains whose weakest hop is the strongest, by rows, at most `limit`.

    `support`: integers[edges]; a hop is as strong as the best edge that it may walk.
    """
    meter = Meter(bounds)
    strengths = Strengths(adjacency, walk, meter, support)
    return _found(meter, start, end, lambda: strengths.best_chains(start, end, limit))


def ego(  # noqa: PLR0913 - the whole question
    adjacency: Adjacency, walk: Walk, bounds: Bounds, starts: Sequence[int], *, hops: int, cap: int
) -> Reached:
    """Return the entities within `hops` hops of any of `starts`, which are left out; at most `cap`.

    What a chain may not go through is reached, and not crossed. `bounds.max_length` is not asked.
    """
    steps = Steps(adjacency, walk, Meter(bounds), starts)
    rows, distances, complete = within(steps, starts, hops, cap)
    return Reached(rows, distances, complete, steps.meter.explored)


def common(adjacency: Adjacency, walk: Walk, bounds: Bounds, one: int, other: int) -> Found:
    """Return the chains of two hops from `one` to `other`, by the neighbour in the middle."""
    steps = Steps(adjacency, walk, Meter(bounds), (one, other))
    return _found(steps.meter, one, other, lambda: ([[one, row, other] for row in in_common(steps, one, other)], True))


_Chains = tuple[list[Chain], bool]


def _found(meter: Meter, start: int, end: int, search: Callable[[], _Chains]) -> Found:
    if start == end:
        return Found([], complete=True, explored=0)
    try:
        chains, complete = search()
    except StoppedError:
        chains, complete = [], False
    return Found(chains, complete, meter.explored)
