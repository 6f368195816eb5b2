"""Paths in the plain view, by networkx: slow and simple, what faster searches are compared with."""

from __future__ import annotations

from itertools import groupby, islice, pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from graph.edtf import during
from graph.hops import ends_of, grouped
from graph.model import Time
from graph.profiles import kinds
from graph.support import admitted, independent_sources
from graph.view import Chains, Connected, Neighbourhood, PathMode
from graph.vocabulary import WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from graph.ids import EntityId
    from graph.model import Claim
    from graph.provenance import ProvenanceFilter
    from graph.view import PathSpec, View


class _Step(NamedTuple):
    """One connection between two entities: its independent sources, and between when and when it may be."""

    support: int
    earliest: float
    latest: float


class PlainPaths:
    """The connections of a view that `provenance` and `spec` let count, whatever their ends."""

    def __init__(self, view: View, claims: Iterable[Claim], spec: PathSpec, provenance: ProvenanceFilter) -> None:
        self._view = view
        self._spec = spec
        self._graph: nx.MultiGraph[EntityId] = nx.MultiGraph()
        standing = list(claims)
        self._degrees: nx.MultiGraph[EntityId] = nx.MultiGraph()
        for ends, _ in grouped(standing):
            self._degrees.add_edge(ends.subject, ends.value)
        steps = [claim for claim in standing if ends_of(claim) and spec.allows(claim.property)]
        days = self._days(admitted(view, standing, provenance))
        for (ends, _), group in grouped(admitted(view, steps, provenance)).items():
            support = independent_sources(view, group)
            is_role = vocabulary().properties[ends.property].is_role
            times = days.get(ends.subject, []) if is_role else [claim.valid for claim in group if claim.valid]
            if support >= provenance.min_independent_sources and self._is_inside(times):
                self._graph.add_edge(ends.subject, ends.value, step=_step(support, times))

    def chains(self, start: EntityId, end: EntityId) -> Chains:
        """Return the chains from `start` to `end` that are wanted."""
        if start not in self._graph or end not in self._graph or start == end:
            return Chains([], complete=True, explored=0)
        graph = self._between(start, end)
        found = list(islice(self._wanted(graph, start, end), self._spec.limit + 1))
        complete = len(found) <= self._spec.limit
        return Chains(sorted(found[: self._spec.limit]), complete, len(graph))

    def around(self, starts: Sequence[EntityId], cap: int) -> Neighbourhood:
        """Return who is within reach of `starts`, nearest first."""
        known = [start for start in starts if start in self._graph]
        crossed = {entity for entity in self._graph if entity in known or self._may_cross(entity)}
        distances: dict[EntityId, int] = dict.fromkeys(known, 0)
        times = dict.fromkeys(known, -inf)
        for distance in range(1, self._spec.max_length + 1):
            for one, now in [*times.items()]:
                for other in self._graph[one] if one in crossed else ():
                    arrival = self._arrival(one, other, now)
                    if arrival < inf:
                        distances.setdefault(other, distance)
                        times[other] = min(times.get(other, inf), arrival)
        pairs = sorted((far, one) for one, far in distances.items() if far)
        kept = pairs[:cap]
        entities = [one for _, one in kept]
        may = [one in crossed for one in entities]
        return Neighbourhood(entities, [far for far, _ in kept], may, len(pairs) <= cap, len(distances))

    def among(self, entities: Collection[EntityId]) -> Connected:
        """Return which of `entities` are connected with each other."""
        graph = nx.Graph(self._graph.subgraph(entities))
        connected = sorted(entity for entity in graph if graph.degree(entity))
        places = {entity: place for place, entity in enumerate(connected)}
        ends = ((places[one], places[other]) for one, other in graph.edges)
        pairs = sorted((min(pair), max(pair)) for pair in ends)
        steps = (self._graph[connected[one]][connected[other]].values() for one, other in pairs)
        support = [max(int(data["step"].support) for data in several) for several in steps]
        return Connected(connected, pairs, support)

    def connected(self, most: int) -> Connected | None:
        """Return who is connected with whom."""
        found = self.among([entity for entity in self._graph if self._may_cross(entity)])
        return found if len(found.pairs) <= most else None

    # ------------------------------------------------------------------ which chains

    def _wanted(self, graph: nx.MultiGraph[EntityId], start: EntityId, end: EntityId) -> Iterator[list[EntityId]]:
        spec = self._spec
        if spec.mode is PathMode.DISJOINT:
            yield from self._disjoint(graph, start, end)
            return
        by_length = groupby(self._simple(graph, start, end), len)
        if spec.mode is PathMode.SIMPLE:
            yield from (chain for _, chains in by_length for chain in chains)
        elif spec.mode is PathMode.BEST_SUPPORTED:
            weakest = {tuple(chain): _weakest(graph, chain) for _, chains in by_length for chain in chains}
            best = [chain for chain, support in weakest.items() if support == max(weakest.values())]
            yield from (list(chain) for chain in best if len(chain) == min(map(len, best)))
        else:
            yield from next((chains for _, chains in by_length), ())

    def _simple(self, graph: nx.MultiGraph[EntityId], start: EntityId, end: EntityId) -> Iterator[list[EntityId]]:
        """Yield the simple chains, shortest first, each once however many connections it has."""
        plain = nx.Graph(graph)
        for length in range(1, self._spec.max_length + 1):
            for chain in nx.all_simple_paths(plain, start, end, cutoff=length):
                if len(chain) == length + 1 and self._fits(chain):
                    yield chain

    def _disjoint(self, graph: nx.MultiGraph[EntityId], start: EntityId, end: EntityId) -> list[list[EntityId]]:
        """Return as many chains as share no entity but their ends, of least total length.

        A flow knows neither lengths nor days nor whom a chain must meet: where one of its chains does not fit, every
        set of chains is tried.
        """
        found = list(_flow(graph, start, end))
        return found if all(map(self._fits, found)) else _largest(list(self._simple(graph, start, end)))

    def _fits(self, chain: Sequence[EntityId]) -> bool:
        """Say whether a chain is short enough, meets whom it must, and leads from earlier to later if it must."""
        now = -inf
        for one, other in pairwise(chain):
            now = self._arrival(one, other, now)
        return now < inf and len(chain) <= self._spec.max_length + 1 and self._spec.through <= {*chain}

    def _arrival(self, one: EntityId, other: EntityId, now: float) -> float:
        """Return when, at the earliest, who is at `one` now can be at `other`; infinity for never."""
        steps = [data["step"] for data in self._graph[one][other].values()] if self._spec.chronological else []
        return min((max(now, step.earliest) for step in steps if step.latest >= now), default=inf if steps else now)

    # ------------------------------------------------------------------ which entities and connections

    def _between(self, start: EntityId, end: EntityId) -> nx.MultiGraph[EntityId]:
        kept = [entity for entity in self._graph if entity in {start, end} or self._may_cross(entity)]
        return nx.MultiGraph(self._graph.subgraph(kept))

    def _may_cross(self, entity: EntityId) -> bool:
        spec = self._spec
        of = {above for kind in kinds(self._view, [entity])[0] for above in kind.lineage}
        return (
            entity not in spec.avoid
            and (spec.kinds is None or bool(spec.kinds & of))
            and not spec.not_kinds & of
            and (spec.hub_limit is None or self._degrees.degree(entity) <= spec.hub_limit)
        )

    def _is_inside(self, times: Sequence[Time]) -> bool:
        window = self._spec.during
        return window is None or any(during(time.span, window.span, window.match) for time in times)

    def _days(self, claims: Iterable[Claim]) -> dict[EntityId, list[Time]]:
        days: dict[EntityId, list[Time]] = {}
        for claim in claims:
            if claim.property == WHEN and isinstance(claim.value, Time) and not claim.denies:
                days.setdefault(claim.subject, []).append(claim.value)
        return days


def _step(support: int, times: Sequence[Time]) -> _Step:
    starts, ends = [time.span.earliest_start for time in times], [time.span.latest_end for time in times]
    return _Step(
        support,
        min((-inf if start is None else start for start in starts), default=-inf),
        max((inf if end is None else end - 1 for end in ends), default=inf),
    )


def _weakest(graph: nx.MultiGraph[EntityId], chain: Sequence[EntityId]) -> int:
    hops = (graph[one][other].values() for one, other in pairwise(chain))
    return min(max(int(data["step"].support) for data in steps) for steps in hops)


def _largest(chains: Sequence[list[EntityId]]) -> list[list[EntityId]]:
    """Return as many of `chains` as share no entity but their ends, of least total length. Exponential."""
    if not chains:
        return []
    first, *others = chains
    apart = [chain for chain in others if not {*chain[1:-1]} & {*first[1:-1]}]
    sets = [first, *_largest(apart)], _largest(others)
    return max(sets, key=lambda found: (len(found), -sum(map(len, found))))


def _flow(graph: nx.MultiGraph[EntityId], start: EntityId, end: EntityId) -> Iterator[list[EntityId]]:
    """Yield as many chains as share no entity but their ends, of least total length."""
    flow: nx.DiGraph[tuple[EntityId, bool]] = nx.DiGraph()
    for entity in graph:
        flow.add_edge((entity, False), (entity, True), capacity=len(graph) if entity in {start, end} else 1, weight=0)
    for one, other in nx.Graph(graph).edges:
        flow.add_edge((one, True), (other, False), capacity=1, weight=1)
        flow.add_edge((other, True), (one, False), capacity=1, weight=1)
    sent = nx.max_flow_min_cost(flow, (start, True), (end, False))
    onward = {one: [other for (other, _), amount in sent[one, True].items() if amount] for one in graph}
    for first in onward[start]:
        chain = [start, first]
        while chain[-1] != end:
            chain.append(onward[chain[-1]][0])
        yield chain
