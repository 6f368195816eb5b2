"""Paths and neighbourhoods in the view on the index: what is asked by id, searched by row over masks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from graph.ids import EntityId
from graph.index import kernel
from graph.index.adjacency import Adjacency
from graph.index.layers import timed
from graph.searches import Asked, bounds_of, search
from graph.view import Chains, Connected, Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.index.adjacency import Rows
    from graph.index.kernel import Walk
    from graph.index.stack import Stack
    from graph.masks import Masks
    from graph.provenance import ProvenanceFilter
    from graph.view import Cancelled, PathSpec


class IndexedPaths:
    """The connections of an index. Filters name entities by the ids that they are shown by."""

    def __init__(self, stack: Stack, masks: Masks, adjacency: Adjacency) -> None:
        self._stack = stack
        self._masks = masks
        self._adjacency = adjacency

    def chains(
        self, ends: tuple[EntityId, EntityId], spec: PathSpec, provenance: ProvenanceFilter, cancelled: Cancelled
    ) -> Chains:
        """Return the chains from one end to the other that are wanted."""
        rows = self._stack.entity_rows([*ends, *sorted(spec.through)]).tolist()
        if min(rows) < 0:
            return Chains([], complete=True, explored=0)
        asked = Asked(self._adjacency_of(spec, provenance), self._walk(spec, provenance), bounds_of(spec, cancelled))
        found = search(asked, spec, rows, lambda: self._support(provenance))
        entities = np.unique(np.array([row for chain in found.chains for row in chain], np.int64))
        iris = dict(zip(entities.tolist(), map(EntityId, self._stack.iris(entities)), strict=True))
        return Chains(sorted([iris[row] for row in chain] for chain in found.chains), found.complete, found.explored)

    def around(
        self, starts: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int
    ) -> Neighbourhood:
        """Return who is within reach of `starts`, nearest first."""
        rows = [*dict.fromkeys(row for row in self._stack.entity_rows(starts).tolist() if row >= 0)]
        walk = self._walk(spec, provenance)
        asked = Asked(self._adjacency_of(spec, provenance), walk, bounds_of(spec, None))
        found = kernel.ego(*asked, rows, hops=spec.max_length, cap=cap)
        reached = np.array(found.rows, np.int64)
        crossed = [True] * len(reached) if walk.entities is None else walk.entities[reached].tolist()
        entities = map(EntityId, self._stack.iris(reached))
        ordered = sorted(zip(found.distances, entities, crossed, strict=True))
        distances, ids, may = zip(*ordered, strict=True) if ordered else ((), (), ())
        return Neighbourhood([*ids], [*distances], [*may], found.complete, found.explored)

    def among(self, entities: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter) -> Connected:
        """Return which of `entities` are connected with each other."""
        rows = np.unique(self._stack.entity_rows(entities))
        rows = rows[rows >= 0].astype(np.int64)
        found = self._adjacency.around(rows)
        walkable = self._masks.edges(spec, provenance)[found.edge].astype(bool)
        owner, neighbour, edges = rows[found.owner[walkable]], found.neighbour[walkable], found.edge[walkable]
        ends = np.array([owner, neighbour], np.int64)
        is_asked = np.zeros(self._stack.bases.entities, bool)
        is_asked[rows] = True
        # each is met at both of its ends
        kept = is_asked[neighbour] & (owner < neighbour)
        return self._pairs(ends[:, kept], edges[kept], provenance)

    def connected(self, spec: PathSpec, provenance: ProvenanceFilter, most: int) -> Connected | None:
        """Return who is connected with whom."""
        walk = self._walk(spec, provenance)
        assert walk.edges is not None
        edges = np.flatnonzero(walk.edges)
        ends = np.array([self._stack.take("edges", name, edges) for name in ("subject", "value")], np.int64)
        if walk.entities is not None:
            kept = walk.entities[ends].all(axis=0)
            edges, ends = edges[kept], ends[:, kept]
        found = self._pairs(ends, edges, provenance)
        return found if len(found.pairs) <= most else None

    def _pairs(self, ends: NDArray[np.int64], edges: Rows, provenance: ProvenanceFilter) -> Connected:
        """Return the pairs that `edges` connect, whose ends are `ends`: each once, by the ids of its entities."""
        entities = np.unique(ends)
        iris = [EntityId(iri) for iri in self._stack.iris(entities)]
        order = np.argsort(np.array(iris, object), kind="stable") if iris else np.empty(0, np.int64)
        place = np.empty(len(iris), np.int64)
        place[order] = np.arange(len(iris))
        ends = np.sort(place[np.searchsorted(entities, ends)], axis=0)
        pairs, which = np.unique(ends[0] << 32 | ends[1], return_inverse=True)
        support = np.zeros(len(pairs), np.int64)
        np.maximum.at(support, which, self._support(provenance)[edges])
        listed = list(zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True))
        return Connected([iris[number] for number in order.tolist()], listed, support.tolist())

    def _support(self, provenance: ProvenanceFilter) -> NDArray[np.int32]:
        return self._masks.support(replace(provenance, min_independent_sources=1))

    def _walk(self, spec: PathSpec, provenance: ProvenanceFilter) -> Walk:
        edges = self._masks.edges(spec, provenance)
        entities = None
        if spec.kinds is not None or spec.not_kinds or spec.hub_limit is not None:
            entities = self._masks.entities(spec.kinds, spec.not_kinds, spec.hub_limit)
        if spec.avoid:
            entities = np.ones(self._stack.bases.entities, bool) if entities is None else entities.copy()
            entities[[row for row in self._stack.entity_rows(sorted(spec.avoid)).tolist() if row >= 0]] = False
        return kernel.Walk(edges=edges, entities=entities, chronological=spec.chronological)

    def _adjacency_of(self, spec: PathSpec, provenance: ProvenanceFilter) -> Adjacency:
        """Return who is connected with whom; for chronological paths with the times that `provenance` lets count."""
        if not spec.chronological:
            return self._adjacency
        earliest, latest = self._masks.times(provenance)
        layers = [timed(layer, earliest, latest) for layer in self._adjacency.layers]
        return Adjacency(layers, self._adjacency.entities, self._adjacency.merged)
