"""Who stands around entities: those within some hops of one, and those that several have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import LimitError
from graph.paths import best_hops
from graph.view import PathSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId
    from graph.model import Hop
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View

MAX_DISTANCE = 4
MAX_AROUND = 1_000


class Around(Struct, frozen=True):
    """An entity near others, and how many hops it is away from the nearest of them."""

    entity: EntityId
    distance: int


class Neighbourhood(Struct, frozen=True):
    """Entities around one, nearest first; `complete` is false when there are more than were asked for."""

    around: tuple[Around, ...]
    complete: bool
    explored: int


class Shared(Struct, frozen=True):
    """An entity that several have as a neighbour, and the best supported hop from each of them to it."""

    entity: EntityId
    hops: tuple[Hop, ...]

    @property
    def key(self) -> Key:
        """Its place among all shared ones: those of the most first, then the best supported."""
        return -len(self.hops), -sum(len(hop.claims) for hop in self.hops), self.entity


class Common(Struct, frozen=True):
    """What several entities have in common; `complete` is false when too many stand around one of them."""

    shared: tuple[Shared, ...]
    complete: bool


def neighbourhood(
    view: View, about: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int = MAX_AROUND
) -> Neighbourhood:
    """Return the entities within `spec.max_length` hops of any of `about`, nearest first, at most `cap`.

    Raises:
        LimitError: more than 4 hops, or more than 1,000 entities are asked for.
    """
    if not 1 <= spec.max_length <= MAX_DISTANCE:
        raise LimitError(f"maxLength is {spec.max_length}: expected 1 to {MAX_DISTANCE}")
    if not 1 <= cap <= MAX_AROUND:
        raise LimitError(f"{cap} entities are asked for: expected 1 to {MAX_AROUND}")
    found = view.around(about, spec, provenance.connected(), cap)
    near = tuple(Around(*pair) for pair in zip(found.entities, found.distances, strict=True))
    return Neighbourhood(near, found.complete, found.explored)


def common(
    view: View, of: Sequence[EntityId], provenance: ProvenanceFilter, spec: PathSpec | None = None, at_least: int = 2
) -> Common:
    """Return the entities that at least `at_least` of `of` are connected with, those of the most first.

    An event that several took part in is one, and so is an organisation that they are members of. `spec` says over
    which connections, as for paths; what concerns whole paths (mode, length, entities on the way, order) does not
    count.

    Raises:
        LimitError: `at_least` is below 2, or more than there are in `of`.
    """
    asked = list(dict.fromkeys(map(view.identity.of, of)))
    if not 2 <= at_least <= max(len(asked), 2):  # noqa: PLR2004 - what is shared has two sides
        raise LimitError(f"minShared is {at_least}: expected 2 to {max(len(asked), 2)}, as many as are asked about")
    standing, one_hop = provenance.connected(), replace(spec or PathSpec(), max_length=1)
    found = [view.around([entity], one_hop, standing, MAX_AROUND) for entity in asked]
    beside: dict[EntityId, list[EntityId]] = {}
    for entity, around in zip(asked, found, strict=True):
        for neighbour in around.entities:
            beside.setdefault(neighbour, []).append(entity)
    steps = [(one, shared) for shared, some in beside.items() if len(some) >= at_least for one in some]
    hops: dict[EntityId, list[Hop]] = {}
    for (start, end), hop in zip(steps, best_hops(view, steps, one_hop, standing), strict=True):
        assert hop.start == start
        hops.setdefault(end, []).append(hop)
    shared = sorted((Shared(entity, tuple(some)) for entity, some in hops.items()), key=lambda one: one.key)
    return Common(tuple(shared), all(around.complete for around in found))
