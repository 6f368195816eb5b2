"""The plain view: claims in memory, networkx for paths. Slow and simple, it is the oracle of every faster one."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

from graph.hops import ends_of, grouped
from graph.model import Ref, Status, Text
from graph.names import folded, score, words
from graph.provenance import EVERYTHING
from graph.support import admitted, independent_sources
from graph.view import Chains, Counts, NameMatch, PathSpec, State
from graph.vocabulary import ALIAS, IDENTIFIER, KG, NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.archive import Archive, Generation, Stored
    from graph.ids import ClaimId, EntityId, PropertyId, SourceId
    from graph.model import Claim, Source
    from graph.provenance import ProvenanceFilter

_PART_OF = KG + "partOf"
_SEARCHES_KEPT = 16
_Key = TypeVar("_Key", bound=str)


def open_plain(archive: Archive, generation: Generation) -> PlainView:
    """Read `generation` into memory. O(claims).

    Raises:
        DamagedError: a file is not what was written.
    """
    state = State(generation.number, 0, generation.digest)
    return PlainView(state, archive.base, generation.created, archive.read(generation))


class PlainView:
    """A generation in memory. See `graph.view.View` for what each method answers."""

    def __init__(self, state: State, base: str, updated_at: int, stored: Iterable[Stored]) -> None:
        self.state = state
        self.base = base
        self.updated_at = updated_at
        self._sources: dict[SourceId, Source] = {}
        self._texts: dict[SourceId, str | None] = {}
        self._recorded: dict[ClaimId, int] = {}
        claims: list[Claim] = []
        for item in stored:
            source = item.content.source
            self._sources[source.id] = source
            self._texts[source.id] = item.text
            self._recorded |= {claim.id: item.recorded_at(claim.id) for claim in item.content.claims}
            claims += item.content.claims
        self._claims = {claim.id: claim for claim in sorted(claims, key=lambda claim: claim.id)}
        self._order = list(self._claims)
        self._proposed = sum(claim.status is Status.PROPOSED for claim in claims)
        self._about = self._by(lambda claim: claim.subject)
        self._naming = self._by(lambda claim: claim.value.entity if isinstance(claim.value, Ref) else None)
        self._said_by = self._by(lambda claim: claim.claimant)
        self._claims_of = self._by(lambda claim: claim.source)
        self._entities = self._about.keys() | self._naming.keys() | self._said_by.keys()
        self._names = self._text_index({NAME, ALIAS}, folded)
        self._identifiers = self._text_index({IDENTIFIER}, str)
        self._graph = lru_cache(_SEARCHES_KEPT)(self._build_graph)

    def counts(self) -> Counts:
        return Counts(len(self._entities), len(self._claims), len(self._sources), self._proposed)

    def known(self, entities: Sequence[EntityId]) -> list[bool]:
        return [entity in self._entities for entity in entities]

    def about(self, subjects: Sequence[EntityId]) -> list[list[Claim]]:
        return [self._about.get(subject, []) for subject in subjects]

    def naming(self, values: Sequence[EntityId]) -> list[list[Claim]]:
        return [self._naming.get(value, []) for value in values]

    def said_by(self, claimants: Sequence[EntityId]) -> list[list[Claim]]:
        return [self._said_by.get(claimant, []) for claimant in claimants]

    def claims(self, ids: Sequence[ClaimId]) -> list[Claim | None]:
        return [self._claims.get(claim) for claim in ids]

    def scan(self, after: ClaimId | None = None) -> Iterator[Claim]:
        start = bisect_right(self._order, after) if after is not None else 0
        return (self._claims[claim] for claim in islice(self._order, start, None))

    def recorded_at(self, claims: Sequence[ClaimId]) -> list[int | None]:
        return [self._recorded.get(claim) for claim in claims]

    def source_ids(self) -> list[SourceId]:
        return sorted(self._sources)

    def sources(self, ids: Sequence[SourceId]) -> list[Source | None]:
        return [self._sources.get(source) for source in ids]

    def claims_of(self, sources: Sequence[SourceId]) -> list[list[Claim]]:
        return [self._claims_of.get(source, []) for source in sources]

    def texts(self, sources: Sequence[SourceId]) -> list[str | None]:
        return [self._texts.get(source) for source in sources]

    def owners(self, publishers: Sequence[EntityId]) -> list[EntityId]:
        return [self._owner(publisher) for publisher in publishers]

    def named(self, names: Sequence[str]) -> list[list[EntityId]]:
        return [sorted({claim.subject for claim in self._names.get(folded(name), [])}) for name in names]

    def identified(self, identifiers: Sequence[str]) -> list[list[EntityId]]:
        return [sorted({claim.subject for claim in self._identifiers.get(text, [])}) for text in identifiers]

    def find(self, text: str) -> list[NameMatch]:
        best: dict[EntityId, NameMatch] = {}
        wanted = words(text)
        for claims in (claims for name, claims in self._names.items() if all(part in name for part in wanted)):
            for claim in claims:
                assert isinstance(claim.value, Text)
                match = NameMatch(claim.subject, claim, score(text, claim.value.text))
                if match.score > 0 and (claim.subject not in best or best[claim.subject].score < match.score):
                    best[claim.subject] = match
        return sorted(best.values(), key=lambda match: (-match.score, match.entity))

    def shortest_chains(self, start: EntityId, end: EntityId, spec: PathSpec, provenance: ProvenanceFilter) -> Chains:
        graph = self._graph(PathSpec(properties=spec.properties, not_properties=spec.not_properties), provenance)
        if start not in graph or end not in graph:
            return Chains([], complete=True, explored=0)
        reached = nx.single_source_shortest_path_length(graph, start, cutoff=spec.max_length)
        if end not in reached:
            return Chains([], complete=True, explored=len(reached))
        chains = list(islice(nx.all_shortest_paths(graph, start, end), spec.limit + 1))
        complete = len(chains) <= spec.limit
        return Chains(sorted(chains[: spec.limit]), complete, len(reached))

    def _by(self, key: Callable[[Claim], _Key | None]) -> dict[_Key, list[Claim]]:
        groups: defaultdict[_Key, list[Claim]] = defaultdict(list)
        for claim in self._claims.values():
            found = key(claim)
            if found is not None:
                groups[found].append(claim)
        return dict(groups)

    def _text_index(self, properties: set[PropertyId], key: Callable[[str], str]) -> dict[str, list[Claim]]:
        index: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims.values():
            counts = EVERYTHING.admits(claim, self._sources[claim.source])
            if claim.property in properties and isinstance(claim.value, Text) and counts:
                index[key(claim.value.text)].append(claim)
        return dict(index)

    def _owner(self, publisher: EntityId) -> EntityId:
        way = [publisher]
        while True:
            above = [c.value.entity for c in self._about.get(way[-1], []) if _is_part(c) and isinstance(c.value, Ref)]
            if not above:
                return way[-1]
            if above[0] in way:
                # they own each other: one of them stands for all
                return min(way[way.index(above[0]) :])
            way.append(above[0])

    def _build_graph(self, spec: PathSpec, provenance: ProvenanceFilter) -> nx.Graph[EntityId]:
        graph: nx.Graph[EntityId] = nx.Graph()
        steps = [claim for claim in self._claims.values() if ends_of(claim) and spec.allows(claim.property)]
        for (ends, _), group in grouped(admitted(self, steps, provenance)).items():
            if independent_sources(self, group) >= provenance.min_independent_sources:
                graph.add_edge(ends.subject, ends.value)
        return graph


def _is_part(claim: Claim) -> bool:
    return claim.property == _PART_OF and claim.is_fact
