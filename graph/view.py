"""The one read protocol: what every question asks of a generation, and nothing else.

Every method takes many ids and answers in their order, one slot each, so that one call is one pass, in memory, on disk
or over a network. An unknown id gives None or an empty list. A view never changes: another state is another view.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from graph.edtf import Match, Span
from graph.finding import How
from graph.ids import EntityId, KindId, PropertyId
from graph.model import Certainty, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from graph.decisions import State
    from graph.identity import Identity
    from graph.ids import ClaimId, SourceId
    from graph.model import Claim, Source
    from graph.provenance import ProvenanceFilter
    from graph.view_tally import Bucket, ClaimFilter, Tally, Wanted

    Cancelled = Callable[[], bool] | None

MAX_PATHS = 1_000


class Counts(NamedTuple):
    """How much a view shows. Entities include events and places; `proposed` are the claims that nobody has reviewed."""

    entities: int
    claims: int
    sources: int
    proposed: int = 0


class Said(Struct, frozen=True):
    """A value without its claims: of which property, how sure the surest is who gives it, and whether it is denied."""

    property: PropertyId
    value: Value
    certainty: Certainty
    denied: bool


class SearchIn(StrEnum):
    """Where a text may be looked for.

    NAMES: names and aliases, in any spelling. DESCRIPTIONS: what is said to describe. QUOTES: the exact words of
    evidence.
    """

    NAMES = "NAMES"
    DESCRIPTIONS = "DESCRIPTIONS"
    QUOTES = "QUOTES"


class TextMatch(NamedTuple):
    """A claim that a text matches: where, how well (1 is the whole name), and for a name how."""

    claim: Claim
    place: SearchIn
    score: float
    how: How | None = None


class PathMode(StrEnum):
    """Which paths are wanted.

    SIMPLE: all up to the greatest length, the shortest first. DISJOINT: as many as share no entity but their ends.
    BEST_SUPPORTED: the shortest of those whose weakest hop has the most independent sources.
    """

    SHORTEST = "SHORTEST"
    ALL_SHORTEST = "ALL_SHORTEST"
    SIMPLE = "SIMPLE"
    DISJOINT = "DISJOINT"
    BEST_SUPPORTED = "BEST_SUPPORTED"


class Window(Struct, frozen=True):
    """A stretch of time, and whether what it asks for must lie in it surely or possibly."""

    span: Span
    match: Match = Match.POSSIBLE


class PathSpec(Struct, frozen=True, kw_only=True):
    """What a path may be; what is not given does not restrict.

    At most `max_length` hops, over `properties` only and never over `not_properties`. Entities between the ends are
    of `kinds` (or a kind below), of none of `not_kinds`, not among `avoid`, and in no more than `hub_limit`
    connections; all of `through` are among them. With `during` each hop has a day in that window: that of its event,
    or when the relation held. `chronological` paths lead from earlier to later: days that nobody gives may be any.

    The search stops at `limit` paths, after `budget` connections or `seconds`, and says so.
    """

    mode: PathMode = PathMode.ALL_SHORTEST
    max_length: int = 6
    properties: frozenset[PropertyId] | None = None
    not_properties: frozenset[PropertyId] = frozenset()
    kinds: frozenset[KindId] | None = None
    not_kinds: frozenset[KindId] = frozenset()
    through: frozenset[EntityId] = frozenset()
    avoid: frozenset[EntityId] = frozenset()
    hub_limit: int | None = None
    during: Window | None = None
    chronological: bool = False
    limit: int = MAX_PATHS
    budget: int = 5_000_000
    seconds: float = 8.0

    def as_shown(self, identity: Identity) -> PathSpec:
        """Return it with every entity that it names, by whatever id, under the one it is shown by."""
        if not identity:
            return self
        through, avoid = (frozenset(map(identity.of, some)) for some in (self.through, self.avoid))
        return replace(self, through=through, avoid=avoid)

    def allows(self, prop: PropertyId) -> bool:
        """Say whether a hop may go over `prop`."""
        return prop not in self.not_properties and (self.properties is None or prop in self.properties)


class Chains(NamedTuple):
    """What a path search found: entities in walking order, whether that is all there is, and how much it looked at."""

    chains: list[list[EntityId]]
    complete: bool
    explored: int


class Neighbourhood(NamedTuple):
    """Entities with their distances in hops, whether these are all, and how much the search looked at.

    `crossed` says of each entity whether a way may go on through it.
    """

    entities: list[EntityId]
    distances: list[int]
    crossed: list[bool]
    complete: bool
    explored: int


class Connected(NamedTuple):
    """Who is connected with whom: entities, and pairs of their places, each once, with its independent sources."""

    entities: list[EntityId]
    pairs: list[tuple[int, int]]
    support: list[int]


class View(Protocol):
    """A generation, read."""

    @property
    def state(self) -> State:
        """What it shows."""
        ...

    @property
    def identity(self) -> Identity:
        """Who is whom: which records it shows as one entity. Every method takes any of their ids, and answers one."""
        ...

    @property
    def base(self) -> str:
        """The address below which stored IRIs are published."""
        ...

    @property
    def updated_at(self) -> int:
        """When the state was published, in seconds since 1970."""
        ...

    def counts(self) -> Counts:
        """Return how much there is."""
        ...

    def known(self, entities: Sequence[EntityId]) -> list[bool]:
        """Say for each of `entities` whether anything is said of it."""
        ...

    def about(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId] | None = None
    ) -> list[list[Claim]]:
        """Return what is said about each of `subjects`, by the id of the claim; only of `properties`, if given."""
        ...

    def values(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId], provenance: ProvenanceFilter
    ) -> list[list[Said]]:
        """Return the distinct values that each of `subjects` has of `properties`, by claims that may count.

        By property, and of each the best supported first: the order of `graph.profiles.supported`. Values that differ
        in language or wording alone stand one after another, supported alike. For who needs no claims: it is cheaper.
        """
        ...

    def values_of_all(
        self, properties: Collection[PropertyId] | None, provenance: ProvenanceFilter
    ) -> list[tuple[EntityId, list[Said]]]:
        """Return `values` of everybody who has any of `properties`, or, when it is None, any at all; by entity.

        O(claims of these properties).
        """
        ...

    def naming(self, values: Sequence[EntityId]) -> list[list[Claim]]:
        """Return the claims that have each of `values` as their value, by the id of the claim."""
        ...

    def said_by(self, claimants: Sequence[EntityId]) -> list[list[Claim]]:
        """Return what each of `claimants` says, by the id of the claim."""
        ...

    def between(self, pairs: Sequence[tuple[EntityId, EntityId]]) -> list[list[Claim]]:
        """Return the claims that are hops from one of each pair to the other, either way, by the id of the claim."""
        ...

    def claims(self, ids: Sequence[ClaimId]) -> list[Claim | None]:
        """Return the claims with these ids."""
        ...

    def scan(self, after: ClaimId | None = None) -> Iterator[Claim]:
        """Yield every claim whose id comes after `after`, by id. O(claims) when read to the end."""
        ...

    def recorded_at(self, claims: Sequence[ClaimId]) -> list[int | None]:
        """Return when the graph took up each of `claims`, in seconds since 1970."""
        ...

    def source_ids(self) -> list[SourceId]:
        """Return every source, in the order of their ids."""
        ...

    def sources(self, ids: Sequence[SourceId]) -> list[Source | None]:
        """Return the sources with these ids."""
        ...

    def claims_of(self, sources: Sequence[SourceId]) -> list[list[Claim]]:
        """Return the claims that stand in each of `sources`, by the id of the claim."""
        ...

    def texts(self, sources: Sequence[SourceId]) -> list[str | None]:
        """Return the stored text of each of `sources`."""
        ...

    def named(self, names: Sequence[str]) -> list[list[EntityId]]:
        """Return the entities that carry each of `names` whole, as name or alias, case and accents folded, by id."""
        ...

    def identified(self, identifiers: Sequence[str]) -> list[list[EntityId]]:
        """Return the entities that carry each of `identifiers`, written SCHEME:VALUE, by id."""
        ...

    def matching(self, text: str, places: Collection[SearchIn], provenance: ProvenanceFilter) -> list[TextMatch]:
        """Return the claims that may count and that `text` matches in one of `places` (`graph.matches`), by their ids.

        How many independent sources they have does not count here.

        Raises:
            LimitError: the words of the text stand in more than 50,000 descriptions or quotes.
        """
        ...

    def sounding(self, names: Sequence[str]) -> list[list[EntityId]]:
        """Return the entities with a name that may be each of `names` in another spelling, by id.

        Candidates, to be compared: `graph.finding.sounds_like` says which.
        """
        ...

    def chains(
        self, start: EntityId, end: EntityId, spec: PathSpec, provenance: ProvenanceFilter, cancelled: Cancelled = None
    ) -> Chains:
        """Return the chains of hops from `start` to `end` that `spec` wants, in the order of their ids.

        For SHORTEST all shortest ones: which is best, claims tell. `cancelled` is asked now and then: True ends the
        search.
        """
        ...

    def around(
        self, starts: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int
    ) -> Neighbourhood:
        """Return the entities within `spec.max_length` hops of any of `starts`, nearest first, at most `cap`."""
        ...

    def among(self, entities: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter) -> Connected:
        """Return every two of `entities` that hops connect which `spec` and `provenance` allow.

        What `spec` says of the entities on a way does not count: these are given.
        """
        ...

    def connected(self, spec: PathSpec, provenance: ProvenanceFilter, most: int) -> Connected | None:
        """Return every two entities that `spec` and `provenance` connect; None when they are more than `most` pairs."""
        ...

    def wanted(
        self,
        where: ClaimFilter,
        provenance: ProvenanceFilter,
        after: ClaimId | None = None,
        most: int | None = None,
    ) -> Wanted:
        """Return the claims that are wanted and may count, by id: at most `most` of those whose id comes after `after`.

        Where sources are asked for, those whose statement has enough (`graph.statements`).
        """
        ...

    def tally(self, asked: Tally, provenance: ProvenanceFilter) -> list[Bucket]:
        """Count claims, or whom they are about, in the order of `Bucket.order`.

        Only what may count is counted, and with a least number of independent sources only what gives a value that
        has as many. O(claims), and what `asked` takes to make keys of distinct values.

        Raises:
            LimitError: there are more than `MAX_TALLIED` pairs of a claim and a bucket that it falls into.
        """
        ...
