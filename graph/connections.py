"""What several entities have in common: neighbours that they share, events among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import LimitError
from graph.neighbourhood import MAX_REACHED
from graph.paths import best_hops
from graph.profiles import of_kinds
from graph.view import PathSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId, KindId
    from graph.model import Hop
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View

MAX_SHARED = 1_000


class Shared(Struct, frozen=True):
    """An entity that several have as a neighbour, and the best supported hop from each of them to it."""

    entity: EntityId
    hops: tuple[Hop, ...]

    @property
    def key(self) -> Key:
        """Its place among all shared ones: those of the most first, then the best supported."""
        return -len(self.hops), -sum(len(hop.claims) for hop in self.hops), self.entity


class Common(Struct, frozen=True):
    """What several entities have in common; `complete` is false when that is too much, or too many stand around one."""

    shared: tuple[Shared, ...]
    complete: bool


def common(  # noqa: PLR0913 - the last three have a default
    view: View,
    of: Sequence[EntityId],
    provenance: ProvenanceFilter,
    spec: PathSpec | None = None,
    at_least: int = 2,
    *,
    wanted: frozenset[KindId] | None = None,
) -> Common:
    """Return the entities that at least `at_least` of `of` are connected with, those of the most first.

    An event that several took part in is one, and so is an organisation that they are members of. `spec` says over
    which connections, as for paths; what concerns whole paths (mode, length, entities on the way, order) does not
    count. `wanted` keeps those of these kinds and of kinds below: with that of events, the events that they share.

    Raises:
        LimitError: `at_least` is below 2, or more than there are in `of`.
    """
    asked = list(dict.fromkeys(map(view.identity.of, of)))
    if not 2 <= at_least <= max(len(asked), 2):  # noqa: PLR2004 - what is shared has two sides
        raise LimitError(f"minShared is {at_least}: expected 2 to {max(len(asked), 2)}, as many as are asked about")
    standing, one_hop = provenance.connected(), replace(spec or PathSpec(), max_length=1)
    found = [view.around([entity], one_hop, standing, MAX_REACHED) for entity in asked]
    beside: dict[EntityId, list[EntityId]] = {}
    for entity, around in zip(asked, found, strict=True):
        for neighbour in around.entities:
            beside.setdefault(neighbour, []).append(entity)
    several = [one for one, some in beside.items() if len(some) >= at_least]
    several = sorted(of_kinds(view, several, wanted), key=lambda one: (-len(beside[one]), one))
    steps = [(one, shared) for shared in several[:MAX_SHARED] for one in beside[shared]]
    hops: dict[EntityId, list[Hop]] = {}
    for (start, end), hop in zip(steps, best_hops(view, steps, one_hop, standing), strict=True):
        assert hop.start == start
        hops.setdefault(end, []).append(hop)
    shared = sorted((Shared(entity, tuple(some)) for entity, some in hops.items()), key=lambda one: one.key)
    return Common(tuple(shared), len(several) <= MAX_SHARED and all(around.complete for around in found))
