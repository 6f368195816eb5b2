"""Which search of the kernel answers what a path may be."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from graph.index import kernel
from graph.index.kernel import Bounds, Found
from graph.view import PathMode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from graph.index.adjacency import Adjacency
    from graph.index.kernel import Walk
    from graph.view import Cancelled, PathSpec

    Support = Callable[[], NDArray[np.int32]]


class Asked(NamedTuple):
    """Where to search, what may be walked, and how far."""

    adjacency: Adjacency
    walk: Walk
    bounds: Bounds


def bounds_of(spec: PathSpec, cancelled: Cancelled) -> Bounds:
    """Return how far and for how long to search, from now on."""
    deadline = monotonic() + spec.seconds
    return Bounds(max_length=spec.max_length, budget=spec.budget, deadline=deadline, cancelled=cancelled)


def search(asked: Asked, spec: PathSpec, rows: Sequence[int], support: Support) -> Found:
    """Return the chains that `spec` wants; `rows` are both ends, and then whom a chain must meet.

    `support` says how many independent sources each edge has.
    """
    start, end, *others = rows
    through = {*others} - {start, end}
    match spec.mode:
        case PathMode.DISJOINT:
            return _disjoint(asked, start, end, spec.limit) if not through else _one(asked, start, end, through)
        case PathMode.BEST_SUPPORTED if through:
            return _strongest(asked, spec, (start, end), through, support())
        case PathMode.BEST_SUPPORTED:
            return kernel.best_supported(*asked, start, end, support=support(), limit=spec.limit)
        case PathMode.SIMPLE:
            return kernel.simple(*asked, start, end, limit=spec.limit, through=through)
        case _ if through:
            return _shortest(asked, spec, (start, end), through)
        case _:
            return kernel.all_shortest(*asked, start, end, limit=spec.limit)


def _shortest(asked: Asked, spec: PathSpec, ends: tuple[int, int], through: Collection[int]) -> Found:
    """Return the shortest chains that meet `through`."""
    found = kernel.simple(*asked, *ends, limit=spec.limit + 1, through=through)
    least = min(map(len, found.chains), default=0)
    chains = [chain for chain in found.chains if len(chain) == least]
    # a longer one was found: all that are shorter were found before
    complete = (found.complete or len(chains) < len(found.chains)) and len(chains) <= spec.limit
    return Found(chains[: spec.limit], complete, found.explored)


def _strongest(
    asked: Asked, spec: PathSpec, ends: tuple[int, int], through: Collection[int], support: NDArray[np.int32]
) -> Found:
    """Return the shortest of the chains that meet `through` and whose weakest hop is the strongest."""
    walkable = np.ones(len(support), bool) if asked.walk.edges is None else asked.walk.edges
    explored = 0
    for least in np.unique(support[walkable])[::-1].tolist():
        walk = replace(asked.walk, edges=walkable & (support >= least))
        found = _shortest(asked._replace(walk=walk), spec, ends, through)
        explored += found.explored
        if found.chains or not found.complete:
            return found._replace(explored=explored)
    return Found([], complete=True, explored=explored)


def _one(asked: Asked, start: int, end: int, through: Collection[int]) -> Found:
    """Return the one chain that can be disjoint from others that must meet the same entities: none is."""
    found = kernel.simple(*asked, start, end, limit=1, through=through)
    return found._replace(complete=found.complete or bool(found.chains))


def _disjoint(asked: Asked, start: int, end: int, limit: int) -> Found:
    """Return disjoint chains; whether there is one more than `limit` is seen by looking for it."""
    found = kernel.disjoint(*asked, start, end, limit=limit)
    if len(found.chains) < limit or not found.complete:
        return found
    more = kernel.disjoint(*asked, start, end, limit=limit + 1)
    complete = more.complete and len(more.chains) == limit
    return Found(found.chains, complete, found.explored + more.explored)
