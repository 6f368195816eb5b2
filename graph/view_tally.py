"""Counting over a view: which claims are wanted, and the buckets that they fall into."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from graph.names import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.identity import Identity
    from graph.ids import EntityId, KindId, PropertyId
    from graph.model import Claim
    from graph.view import Window

MAX_TALLIED = 20_000_000
"""A claim may fall into several buckets: a count that touches more than this is refused."""


class ClaimFilter(Struct, frozen=True, kw_only=True):
    """Which claims are wanted; None does not restrict, and all that are given must hold.

    `during` looks at the time a claim says, else at the time it holds. `text` must stand in its words or its value.
    """

    properties: frozenset[PropertyId] | None = None
    subjects: frozenset[EntityId] | None = None
    objects: frozenset[EntityId] | None = None
    claimants: frozenset[EntityId] | None = None
    during: Window | None = None
    text: str | None = None

    def as_shown(self, identity: Identity) -> ClaimFilter:
        """Return it with every entity that it names, by whatever id, under the one it is shown by; `text` folded."""
        named = {name: getattr(self, name) for name in ("subjects", "objects", "claimants")}
        shown = {name: frozenset(map(identity.of, some)) for name, some in named.items() if some is not None}
        return replace(self, text=folded(self.text) if self.text is not None else None, **shown)


class Wanted(NamedTuple):
    """Claims that are wanted, by id: some of them, and how many there are in all."""

    claims: list[Claim]
    total: int


class Column(StrEnum):
    """What of a claim it may be counted by. TIME is the time that it says, else when it holds: it may have none."""

    PROPERTY = "property"
    SUBJECT = "subject"
    TIME = "time"
    CLAIMANT = "claimant"
    PUBLISHER = "publisher"
    SOURCE = "source"
    CERTAINTY = "certainty"
    STANCE = "stance"


class Grouping(NamedTuple):
    """How claims fall into buckets: by a column, and by what `keys` makes of what stands there.

    `keys` is asked for many values at once, each of them once, and answers in their order: the keys of each, no key
    twice; None is a key too, of those of whom nobody says it. Claims without a value in the column are counted as
    `otherwise` says, and under None where it says nothing.
    """

    column: Column
    keys: Callable[[Sequence[str]], Sequence[Sequence[str | None]]]
    otherwise: Grouping | None = None


class Tally(NamedTuple):
    """What is counted: the claims that are wanted, about entities of `kinds`, in buckets of all keys of `by`.

    With `entities` those that the claims are about are counted instead, each once a bucket.
    """

    where: ClaimFilter
    by: tuple[Grouping, ...]
    kinds: frozenset[KindId] | None = None
    entities: bool = False


class Bucket(Struct, frozen=True):
    """How many were counted under some keys, and how many independent sources stand behind them."""

    keys: tuple[str | None, ...]
    count: int
    independent_sources: int

    @property
    def order(self) -> tuple[int | str | bool, ...]:
        """Its place among others: the largest first, then by key, what nobody says last."""
        return (-self.count, *(part for key in self.keys for part in (key is None, key or "")))
