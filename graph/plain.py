"""The plain view: claims in memory, networkx for paths. Slow and simple, it is the oracle of every faster one."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from graph.bare import values_by_claims
from graph.claims import read_wanted, wanted_of
from graph.decisions import NONE, state_of, updated_at
from graph.hops import ends_of
from graph.identity import shown_claim, shown_source
from graph.joining import ClaimRecords, identify
from graph.matches import matches, sounding
from graph.model import Ref, Status, Text
from graph.names import folded
from graph.plain_paths import PlainPaths
from graph.plain_tally import tally_claims
from graph.provenance import EVERYTHING, STANDING
from graph.verdicts import as_ruled, ruled_by
from graph.view import Counts
from graph.vocabulary import ALIAS, IDENTIFIER, NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from graph.archive import Archive, Generation, Stored
    from graph.decisions import Decisions, State
    from graph.ids import ClaimId, EntityId, PropertyId, SourceId
    from graph.model import Claim, Source
    from graph.provenance import ProvenanceFilter
    from graph.view import Cancelled, Chains, Connected, Neighbourhood, PathSpec, Said, SearchIn, TextMatch
    from graph.view_tally import Bucket, ClaimFilter, Tally, Wanted

_SEARCHES_KEPT = 16
_Key = TypeVar("_Key", bound=str)


def open_plain(archive: Archive, generation: Generation, decisions: Decisions = NONE) -> PlainView:
    """Read `generation` into memory, as `decisions` say who is whom. O(claims).

    Raises:
        DamagedError: a file is not what was written.
    """
    state = state_of(generation, decisions)
    return PlainView(state, archive.base, updated_at(generation, decisions), archive.read(generation), decisions)


class PlainView:
    """A generation in memory. See `graph.view.View` for what each method answers."""

    def __init__(
        self, state: State, base: str, updated_at: int, stored: Iterable[Stored], decisions: Decisions = NONE
    ) -> None:
        self.state = state
        self.base = base
        self.updated_at = updated_at
        self._sources: dict[SourceId, Source] = {}
        self._texts: dict[SourceId, str | None] = {}
        self._recorded: dict[ClaimId, int] = {}
        claims: list[Claim] = []
        ruled = ruled_by(decisions)
        for item in stored:
            source = item.content.source
            self._sources[source.id] = source
            self._texts[source.id] = item.text
            self._recorded |= {claim.id: item.recorded_at(claim.id) for claim in item.content.claims}
            claims += as_ruled(item.content.claims, ruled)
        facts = (claim for claim in claims if STANDING.admits(claim, self._sources[claim.source]))
        self.identity = identify(ClaimRecords(facts, _entities_of(claims)), decisions)
        if self.identity:
            claims = [shown_claim(claim, self.identity) for claim in claims]
            self._sources = {name: shown_source(source, self.identity) for name, source in self._sources.items()}
        self._claims = {claim.id: claim for claim in sorted(claims, key=lambda claim: claim.id)}
        self._order = list(self._claims)
        self._proposed = sum(claim.status is Status.PROPOSED for claim in claims)
        self._about = self._by(lambda claim: claim.subject)
        self._naming = self._by(lambda claim: claim.value.entity if isinstance(claim.value, Ref) else None)
        self._said_by = self._by(lambda claim: claim.claimant)
        self._claims_of = self._by(lambda claim: claim.source)
        self._entities = _entities_of(claims)
        self._names = self._text_index({NAME, ALIAS}, folded)
        named = (claim for claims in self._names.values() for claim in claims)
        self._named = sorted(named, key=lambda claim: claim.id)
        self._identifiers = self._text_index({IDENTIFIER}, str)
        self._paths = lru_cache(_SEARCHES_KEPT)(lambda *asked: PlainPaths(self, self._claims.values(), *asked))

    def counts(self) -> Counts:
        return Counts(len(self._entities), len(self._claims), len(self._sources), self._proposed)

    def known(self, entities: Sequence[EntityId]) -> list[bool]:
        return [self.identity.of(entity) in self._entities for entity in entities]

    def about(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId] | None = None
    ) -> list[list[Claim]]:
        found = [self._about.get(self.identity.of(subject), []) for subject in subjects]
        if properties is None:
            return found
        return [[claim for claim in claims if claim.property in properties] for claims in found]

    def values(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId], provenance: ProvenanceFilter
    ) -> list[list[Said]]:
        return values_by_claims(self, subjects, properties, provenance)

    def values_of_all(
        self, properties: Collection[PropertyId] | None, provenance: ProvenanceFilter
    ) -> list[tuple[EntityId, list[Said]]]:
        subjects = sorted(self._about)
        found = values_by_claims(self, subjects, properties, provenance)
        return [(subject, said) for subject, said in zip(subjects, found, strict=True) if said]

    def naming(self, values: Sequence[EntityId]) -> list[list[Claim]]:
        return [self._naming.get(self.identity.of(value), []) for value in values]

    def said_by(self, claimants: Sequence[EntityId]) -> list[list[Claim]]:
        return [self._said_by.get(self.identity.of(claimant), []) for claimant in claimants]

    def between(self, pairs: Sequence[tuple[EntityId, EntityId]]) -> list[list[Claim]]:
        shown = ((self.identity.of(one), self.identity.of(other)) for one, other in pairs)
        found = ([*self._joining(one, other), *self._joining(other, one)] for one, other in shown)
        return [sorted(claims, key=lambda claim: claim.id) for claims in found]

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

    def named(self, names: Sequence[str]) -> list[list[EntityId]]:
        return [sorted({claim.subject for claim in self._names.get(folded(name), [])}) for name in names]

    def identified(self, identifiers: Sequence[str]) -> list[list[EntityId]]:
        return [sorted({claim.subject for claim in self._identifiers.get(text, [])}) for text in identifiers]

    def matching(self, text: str, places: Collection[SearchIn], provenance: ProvenanceFilter) -> list[TextMatch]:
        provenance = provenance.as_shown(self.identity)
        found = matches(text, self._claims.values(), places)
        return [match for match in found if provenance.admits(match.claim, self._sources[match.claim.source])]

    def sounding(self, names: Sequence[str]) -> list[list[EntityId]]:
        return [sounding(name, self._named) for name in names]

    def chains(
        self,
        start: EntityId,
        end: EntityId,
        spec: PathSpec,
        provenance: ProvenanceFilter,
        cancelled: Cancelled = None,  # noqa: ARG002 - it never takes long enough
    ) -> Chains:
        return self._asked(spec, provenance).chains(self.identity.of(start), self.identity.of(end))

    def around(
        self, starts: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int
    ) -> Neighbourhood:
        return self._asked(spec, provenance).around([*dict.fromkeys(map(self.identity.of, starts))], cap)

    def among(self, entities: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter) -> Connected:
        return self._asked(spec, provenance).among({*map(self.identity.of, entities)})

    def connected(self, spec: PathSpec, provenance: ProvenanceFilter, most: int) -> Connected | None:
        return self._asked(spec, provenance).connected(most)

    def wanted(
        self, where: ClaimFilter, provenance: ProvenanceFilter, after: ClaimId | None = None, most: int | None = None
    ) -> Wanted:
        return wanted_of(read_wanted(self, where, provenance), after, most)

    def tally(self, asked: Tally, provenance: ProvenanceFilter) -> list[Bucket]:
        return tally_claims(self, asked, provenance)

    def _asked(self, spec: PathSpec, provenance: ProvenanceFilter) -> PlainPaths:
        return self._paths(spec.as_shown(self.identity), provenance.as_shown(self.identity))

    def _by(self, key: Callable[[Claim], _Key | None]) -> dict[_Key, list[Claim]]:
        groups: defaultdict[_Key, list[Claim]] = defaultdict(list)
        for claim in self._claims.values():
            found = key(claim)
            if found is not None:
                groups[found].append(claim)
        return dict(groups)

    def _joining(self, subject: EntityId, value: EntityId) -> list[Claim]:
        return [claim for claim in self._about.get(subject, []) if ends_of(claim) and claim.value == Ref(value)]

    def _text_index(self, properties: set[PropertyId], key: Callable[[str], str]) -> dict[str, list[Claim]]:
        index: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims.values():
            counts = EVERYTHING.admits(claim, self._sources[claim.source])
            if claim.property in properties and isinstance(claim.value, Text) and counts:
                index[key(claim.value.text)].append(claim)
        return dict(index)


def _entities_of(claims: Iterable[Claim]) -> set[EntityId]:
    """Return whom claims speak of, and who speaks in them."""
    found: set[EntityId] = set()
    for claim in claims:
        found |= {claim.subject, claim.claimant}
        if isinstance(claim.value, Ref):
            found.add(claim.value.entity)
    return found
