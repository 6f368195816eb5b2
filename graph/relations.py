"""Which of the hops that leave an entity are wanted, and in what order they are listed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.edtf import during
from graph.profiles import of_kinds
from graph.support import independent_each
from graph.timeline import hop_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import KindId, PropertyId
    from graph.model import Hop, Time
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View, Window

_UNDATED = (True, 0, True, 0, "")


class RelationFilter(Struct, frozen=True, kw_only=True):
    """Which hops are wanted; None does not restrict, and all that are given must hold.

    `forward` keeps those that go from the subject of their property, or to it. `during` keeps those that any account
    gives a time in that window.
    """

    properties: frozenset[PropertyId] | None = None
    neighbour_kinds: frozenset[KindId] | None = None
    forward: bool | None = None
    during: Window | None = None


class RelationOrder(StrEnum):
    """By what hops are put in order: property; time, undated ones last; independent sources, most first."""

    PROPERTY = "PROPERTY"
    TIME = "TIME"
    SUPPORT = "SUPPORT"


class Relation(NamedTuple):
    """A hop that leaves an entity, its place in the list, and what is said of when, best supported first."""

    hop: Hop
    key: Key
    times: list[Time]


def relations(
    view: View,
    lists: Sequence[Sequence[Hop]],
    where: RelationFilter,
    order: RelationOrder,
    provenance: ProvenanceFilter,
) -> list[list[Relation]]:
    """Return those of each of `lists` that are wanted, in order; equals by property and neighbour."""
    wanted = _wanted(view, lists, where)
    flat = [hop for hops in wanted for hop in hops]
    times = iter(hop_times(view, flat, provenance))
    support = (
        independent_each(view, [hop.claims for hop in flat]) if order is RelationOrder.SUPPORT else [0] * len(flat)
    )
    counted = iter(support)
    placed = [[_placed(hop, next(times), order, next(counted)) for hop in hops] for hops in wanted]
    if (window := where.during) is not None:
        placed = [
            [one for one in some if any(during(time.span, window.span, window.match) for time in one.times)]
            for some in placed
        ]
    return [sorted(some, key=lambda one: one.key) for some in placed]


def _wanted(view: View, lists: Sequence[Sequence[Hop]], where: RelationFilter) -> list[list[Hop]]:
    properties = where.properties
    kept = [
        [
            hop
            for hop in hops
            if (properties is None or hop.property in properties) and where.forward in {None, hop.forward}
        ]
        for hops in lists
    ]
    fitting = {*of_kinds(view, [hop.end for hops in kept for hop in hops], where.neighbour_kinds)}
    return [[hop for hop in hops if hop.end in fitting] for hops in kept]


def _placed(hop: Hop, times: list[Time], order: RelationOrder, support: int) -> Relation:
    last = (hop.property, hop.end, hop.forward)
    match order:
        case RelationOrder.PROPERTY:
            return Relation(hop, last, times)
        case RelationOrder.TIME:
            day = times[0].span.sort_key() if times else _UNDATED
            return Relation(hop, (not times, *day, *last), times)
        case RelationOrder.SUPPORT:
            return Relation(hop, (-support, -len(hop.claims), *last), times)
