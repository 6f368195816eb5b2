"""Chains whose weakest hop is as strong as possible."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from graph.index.kernel.asked import Chain
from graph.index.kernel.nearest import every_shortest, one_shortest
from graph.index.kernel.steps import Steps

if TYPE_CHECKING:
    from graph.index.adjacency import Adjacency, Around
    from graph.index.kernel.asked import Meter, Walk

_NONE = int(np.iinfo(np.int64).min)
"""The strength of an edge that may not be walked."""


class Strengths:
    """One search over ever stronger edges. Where a walk leaves out edges, one pass over all of them marks these."""

    def __init__(self, adjacency: Adjacency, walk: Walk, meter: Meter, support: NDArray[np.integer]) -> None:
        self._adjacency = adjacency
        self._meter = meter
        marked = support if walk.edges is None else np.where(walk.edges, support, np.int64(_NONE))
        self._walk = replace(walk, edges=marked)
        self._support = np.asarray(marked)

    def best_chains(self, start: int, end: int, limit: int) -> tuple[list[Chain], bool]:
        """Return at most `limit` of the best supported chains by rows, and whether these are all.

        Raises:
            StoppedError: as `Meter.look`, before it was known how strong the best ones are.
        """
        least = self._best(start, end)
        if least is None:
            return [], True
        return every_shortest(self._steps(start, end, least), start, end, limit)

    def _best(self, start: int, end: int) -> int | None:
        """Return the greatest strength that the weakest hop can have: by halving, so in few searches."""
        chain = self._chain(start, end, _NONE + 1)
        if chain is None:
            return None
        low = self._weakest(chain)
        top = min(int(self._support[self._around(row).edge].max()) for row in (start, end))
        while low < top:
            middle = (low + top + 1) // 2
            chain = self._chain(start, end, middle)
            if chain is None:
                top = middle - 1
            else:
                low = max(middle, self._weakest(chain))
        return low

    def _chain(self, start: int, end: int, least: int) -> Chain | None:
        return one_shortest(self._steps(start, end, least), start, end)

    def _steps(self, start: int, end: int, least: int) -> Steps:
        return Steps(self._adjacency, self._walk, self._meter, (start, end), least=least)

    def _weakest(self, chain: Chain) -> int:
        """Return how strong edges may be asked for so that `chain` is still walkable."""
        weakest = []
        for row, after in pairwise(chain):
            found = self._around(row)
            strengths = self._support[found.edge[found.neighbour == after]]
            strengths = strengths[strengths > _NONE]
            # A chronological chain may need any of the parallel edges, so none of them is given up.
            weakest.append(int(strengths.min() if self._walk.chronological else strengths.max()))
        return min(weakest)

    def _around(self, row: int) -> Around:
        self._meter.look(self._adjacency.degree(row))
        return self._adjacency.around(np.array([row]))
