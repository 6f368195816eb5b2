"""Memory that a thread keeps between searches, so that none of them pays for the size of the graph."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from graph.index.adjacency import Rows


class Workspace:
    """Marks on entities, which are never cleared: a mark below the first one of a search is an old one.

    `marks[k]`: int64[size], one array for each thing that a search marks; zero is no mark. `slots`: int32[size], read
    only where it was written a moment before. The system gives pages of them when they are first touched.
    """

    __slots__ = ("_next", "marks", "slots")

    def __init__(self, size: int) -> None:
        self.marks = tuple(np.zeros(size, dtype=np.int64) for _ in range(3))
        self.slots = np.zeros(size, dtype=np.int32)
        self._next = 1

    def take(self, count: int) -> int:
        """Return the first of `count` marks that no search has used."""
        first = self._next
        self._next += count
        return first

    def unique(self, rows: Rows) -> NDArray[np.int64]:
        """Return the places in `rows` that remain when each row is kept once, without sorting."""
        places = np.arange(len(rows), dtype=np.int32)
        self.slots[rows] = places
        return np.flatnonzero(self.slots[rows] == places)


_kept = threading.local()


def workspace(size: int) -> Workspace:
    """Return this thread's workspace, for at least `size` entities; a search that uses it starts no other meanwhile."""
    found: Workspace | None = getattr(_kept, "workspace", None)
    if found is None or len(found.slots) < size:
        found = Workspace(size + size // 8)
        _kept.workspace = found
    return found
