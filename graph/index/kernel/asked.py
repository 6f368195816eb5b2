"""What a search is asked, what it answers, and what it may cost."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Chain = list[int]
"""Entities by row in walking order, both ends included."""


class Walk(Struct, frozen=True, kw_only=True, eq=False):
    """What may be walked; without any member everything may.

    `edges`: bool[edges], True for an edge that may be walked. `entities`: bool[entities], True for an entity that may
    stand between the ends; the ends always may. `hub`: an entity between the ends that more half-edges leave, walkable
    or not, is not crossed. `chronological`: times t1 <= t2 <= … must exist such that the i-th hop has a walkable edge
    that may hold at ti.
    """

    edges: NDArray[np.bool_] | None = None
    entities: NDArray[np.bool_] | None = None
    hub: int | None = None
    chronological: bool = False


class Bounds(Struct, frozen=True, kw_only=True, eq=False):
    """How far and for how long to search.

    `max_length`: hops of the longest chain that counts. `budget`: half-edges to look at. `deadline`: a value of
    `time.monotonic()`. `cancelled`: asked now and then by the thread that searches; a True ends the search.
    """

    max_length: int
    budget: int = 10_000_000
    deadline: float | None = None
    cancelled: Callable[[], bool] | None = None


class Found(NamedTuple):
    """Chains; `complete` is False when there may be more that were asked for, `explored` counts half-edges looked at.

    Everything that `max_length` allows was found when `complete` is True.
    """

    chains: list[Chain]
    complete: bool
    explored: int


class Reached(NamedTuple):
    """Entities by row, nearest first and then by row, with their distances in hops; the rest as in `Found`."""

    rows: list[int]
    distances: list[int]
    complete: bool
    explored: int


class StoppedError(Exception):
    """A search has met its budget, its deadline or a cancel; no function of the kernel lets it out."""


class Meter:
    """What one search has cost so far."""

    __slots__ = ("bounds", "explored")

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.explored = 0

    def look(self, half_edges: int) -> None:
        """Count `half_edges` that are to be looked at next.

        Raises:
            StoppedError: they would exceed the budget, or the time is up, or the caller has cancelled.
        """
        bounds = self.bounds
        if self.explored + half_edges > bounds.budget:
            raise StoppedError
        if bounds.deadline is not None and monotonic() >= bounds.deadline:
            raise StoppedError
        if bounds.cancelled is not None and bounds.cancelled():
            raise StoppedError
        self.explored += half_edges
