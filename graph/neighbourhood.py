"""Who stands around entities: everyone within some hops of them, and a best supported way to each."""

from __future__ import annotations

from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from graph.errors import LimitError
from graph.paths import best_hops, find_paths
from graph.profiles import of_kinds
from graph.view import PathMode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.ids import EntityId, KindId
    from graph.model import Hop
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import Neighbourhood as Reached
    from graph.view import PathSpec, View

MAX_DISTANCE = 4
MAX_AROUND = 1_000
MAX_REACHED = 20_000
"""Entities that are looked at before the best of them are chosen."""

Way = tuple["EntityId", ...]
"""Entities from one that was asked about to one near it, both included."""


class Near(Struct, frozen=True):
    """An entity near others: how many hops it is away from the nearest of them, and how well it is connected.

    `support` is that of the best way of so many hops: the fewest independent sources behind any of its hops.
    `neighbours` are the entities a hop nearer that it is connected with. On chronological ways both are 0.
    """

    entity: EntityId
    distance: int
    support: int = 0
    neighbours: int = 0

    @property
    def key(self) -> Key:
        """Its place among all: the nearest first, then the best supported, then those with most neighbours."""
        return self.distance, -self.support, -self.neighbours, self.entity


class Neighbourhood(NamedTuple):
    """Entities around others, in the order of their keys; `complete` is false when there are more.

    `explored` is how much the search looked at. `steps` leads from an entity to those one hop nearer, best first.
    """

    near: list[Near]
    complete: bool
    explored: int
    about: list[EntityId]
    steps: Mapping[EntityId, EntityId]


def neighbourhood(
    view: View,
    about: Sequence[EntityId],
    spec: PathSpec,
    provenance: ProvenanceFilter,
    wanted: frozenset[KindId] | None = None,
) -> Neighbourhood:
    """Return the entities within `spec.max_length` hops of any of `about`: at most 1,000, the nearest and best of all.

    `spec` says over which connections, and across which entities, as for paths. `wanted` keeps the entities of these
    kinds and those below, whatever stands on the way to them.

    Raises:
        LimitError: more than 4 hops are asked for, or fewer than one.
    """
    if not 1 <= spec.max_length <= MAX_DISTANCE:
        raise LimitError(f"hops is {spec.max_length}: expected 1 to {MAX_DISTANCE}")
    if spec.hub_limit is not None and spec.hub_limit < 1:
        raise LimitError(f"hubLimit is {spec.hub_limit}: expected 1 or more")
    standing, spec = provenance.connected(), replace(spec, through=frozenset())
    asked = [*dict.fromkeys(map(view.identity.of, about))]
    found = view.around(asked, spec, standing, MAX_REACHED)
    steps: dict[EntityId, EntityId] = {}
    if spec.chronological:
        near = [Near(*pair) for pair in zip(found.entities, found.distances, strict=True)]
    else:
        near, steps = _ranked(view, asked, found, spec, standing)
    fitting = {*of_kinds(view, [one.entity for one in near], wanted)}
    kept = [one for one in near if one.entity in fitting]
    return Neighbourhood(kept[:MAX_AROUND], found.complete and len(kept) <= MAX_AROUND, found.explored, asked, steps)


def ways(
    view: View, found: Neighbourhood, shown: Sequence[Near], spec: PathSpec, provenance: ProvenanceFilter
) -> list[tuple[Hop, ...]]:
    """Return for each of `shown`, which `found` has, a best supported way to it from the nearest of those asked about.

    Raises:
        LimitError: chronological ways to so many, from so many, are not found in time.
    """
    standing = provenance.connected()
    if spec.chronological:
        end = monotonic() + spec.seconds
        left = (replace(spec, seconds=max(end - monotonic(), 0.0)) for _ in shown)
        return [_in_time(view, found.about, one, rest, standing) for one, rest in zip(shown, left, strict=True)]
    chains = [_back(found.steps, one) for one in shown]
    steps = sorted({step for chain in chains for step in pairwise(chain)})
    hops = dict(zip(steps, best_hops(view, steps, spec, standing), strict=True))
    return [tuple(hops[step] for step in pairwise(chain)) for chain in chains]


def _back(steps: Mapping[EntityId, EntityId], near: Near) -> Way:
    way = [near.entity]
    for _ in range(near.distance):
        way.append(steps[way[-1]])
    return tuple(reversed(way))


# ---------------------------------------------------------------------- how well each is connected


def _ranked(
    view: View, asked: Sequence[EntityId], found: Reached, spec: PathSpec, provenance: ProvenanceFilter
) -> tuple[list[Near], dict[EntityId, EntityId]]:
    """Return who was found in order, and for each a neighbour a hop nearer that a best way comes from."""
    entities = [*asked, *found.entities]
    distances = np.array([*[0] * len(asked), *found.distances], np.int64)
    crossed = np.array([*[True] * len(asked), *found.crossed], bool)
    near, far, support = _nearer(view, entities, distances, crossed, spec, provenance)
    names = np.argsort(np.argsort(np.array(entities, object), kind="stable"), kind="stable")
    strength = np.where(distances == 0, np.iinfo(np.int64).max, 0)
    neighbours = np.bincount(far, minlength=len(entities))
    back = np.full(len(entities), -1)
    for distance in range(1, spec.max_length + 1):
        here = np.flatnonzero(distances[far] == distance)
        reached = np.minimum(strength[near[here]], support[here])
        # the last one written counts: the best, and of equals the hop with most sources, and then the first id
        order = np.lexsort((-names[near[here]], support[here], reached))
        strength[far[here[order]]] = reached[order]
        back[far[here[order]]] = near[here[order]]
    listed = [
        Near(entities[n], int(distances[n]), int(strength[n]), int(neighbours[n]))
        for n in range(len(asked), len(entities))
    ]
    steps = {one.entity: entities[back[n]] for n, one in enumerate(listed, len(asked))}
    return sorted(listed, key=lambda one: one.key), steps


def _nearer(  # noqa: PLR0913, PLR0917 - the whole question
    view: View,
    entities: Sequence[EntityId],
    distances: NDArray[np.int64],
    crossed: NDArray[np.bool_],
    spec: PathSpec,
    provenance: ProvenanceFilter,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the connections that lead one hop farther: places in `entities` of the nearer and the farther, support."""
    among = view.among(entities, spec, provenance)
    place = {entity: number for number, entity in enumerate(entities)}
    places = np.array([place[entity] for entity in among.entities], np.int64)
    pairs = places[np.array(among.pairs, np.int64).reshape(-1, 2)] if among.pairs else np.empty((0, 2), np.int64)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    support = np.array([*among.support, *among.support], np.int64)
    onward = (distances[both[:, 1]] == distances[both[:, 0]] + 1) & crossed[both[:, 0]]
    return both[onward, 0], both[onward, 1], support[onward]


# ---------------------------------------------------------------------- chronological ways


def _in_time(
    view: View, asked: Sequence[EntityId], near: Near, spec: PathSpec, provenance: ProvenanceFilter
) -> tuple[Hop, ...]:
    """Return the best supported of the shortest ways that lead from earlier to later.

    Raises:
        LimitError: none is found in time.
    """
    wanted = replace(spec, mode=PathMode.ALL_SHORTEST, max_length=near.distance)
    paths = [path for start in asked for path in find_paths(view, start, near.entity, wanted, provenance).paths[:1]]
    if not paths:
        raise LimitError("the chronological ways are not found in time: ask for fewer of them, or about fewer entities")
    return min(paths, key=lambda path: path.key).hops
