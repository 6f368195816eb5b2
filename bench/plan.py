"""How large and how often: what every row is told."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

SEED = 1
BUSY = 40
"""People with a long profile, told of in every archive (`bench.busy`)."""


class Plan(Struct, frozen=True, kw_only=True):
    """The sizes of a run. Those of a full and of a quick run are equal but for how often things are repeated.

    `few` and `many` count claims, `edges` edges, `pairs` pairs of entities to connect, `reads` the profiles and the
    paths that a worker answers before its memory is looked at.
    """

    cache: Path
    shared: Path
    quick: bool = False
    edges: int = 1_000_000
    few: int = 100_000
    many: int = 1_000_000
    pairs: int = 200
    reads: int = 1_000
    busy: int = BUSY
    once: bool = False

    def rounds(self, full: int, quick: int) -> int:
        """Return how often to repeat."""
        return 1 if self.once else quick if self.quick else full


def tiny(cache: Path, shared: Path) -> Plan:
    """Return sizes at which nothing is measured, and everything runs: for the tests."""
    return Plan(
        cache=cache, shared=shared, quick=True, once=True, edges=2_000, few=600, many=1_200, pairs=8, reads=20, busy=1
    )
