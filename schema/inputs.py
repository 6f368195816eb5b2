"""What clients ask with: references, filters, ranges."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

import strawberry

from graph.claims import ClaimFilter, ClaimOrder
from graph.edtf import day, parse
from graph.errors import InvalidDateError, InvalidInputError, LimitError, NotFoundError
from graph.ids import EntityId, KindId, PropertyId
from graph.provenance import ProvenanceFilter
from graph.relations import RelationFilter
from graph.search import by_identifier, by_name
from graph.view import PathSpec, View, Window
from graph.vocabulary import vocabulary
from schema.context import Info, check_time, patience, states_to
from schema.enums import Certainty, ClaimOrderField, DerivationKind, Direction, Match, PathMode, Rank, Stance, Status
from schema.global_ids import entity_key, kind_key, property_key, source_key
from schema.scalars import EDTF, IRI, Date, DateTime

Key = TypeVar("Key")
MAX_LIST = 100
MAX_WORDS = 200
_WIKIDATA = re.compile(r"Q[1-9]\d{0,19}", re.ASCII)


@strawberry.input(one_of=True, description="An entity: by its id, its IRI, its Wikidata id, or its whole name.")
class EntityRef:
    id: strawberry.ID | None = strawberry.UNSET
    iri: IRI | None = strawberry.UNSET
    wikidata: str | None = strawberry.field(default=strawberry.UNSET, description="As in Q184.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A whole name or alias; case and accents do not count. Several entities of that name: AMBIGUOUS.",
    )


def find(view: View, refs: Sequence[EntityRef]) -> list[EntityId | None]:
    """Return the entity that each of `refs` names, or None.

    Raises:
        AmbiguousError: several entities carry one of the names or identifiers.
        LimitError: there are more than a hundred, or a name is too long.
    """
    if len(refs) > MAX_LIST:
        raise LimitError(f"a list has {len(refs)} items: expected at most {MAX_LIST}")
    names = [words(ref.name) for ref in refs if ref.name]
    if wrong := next((ref.wikidata for ref in refs if ref.wikidata and not _WIKIDATA.fullmatch(ref.wikidata)), None):
        raise InvalidInputError(f"{wrong[:80]!r} is no Wikidata id: expected one such as Q184")
    identifiers = [f"wikidata:{ref.wikidata}" for ref in refs if ref.wikidata]
    keys_ = [entity_key(str(ref.id or ref.iri), view.base) for ref in refs if ref.id or ref.iri]
    named = iter(by_name(view, names) if names else [])
    identified = iter(by_identifier(view, identifiers) if identifiers else [])
    there = zip(keys_, view.known(keys_) if keys_ else [], strict=True)
    known = iter([view.identity.of(key) if is_known else None for key, is_known in there])
    return [
        next(named) if ref.name else next(identified) if ref.wikidata else next(known) if ref.id or ref.iri else None
        for ref in refs
    ]


def find_known(view: View, refs: Sequence[EntityRef]) -> list[EntityId]:
    """Return the entities that `refs` name, each once.

    Raises:
        NotFoundError: one of them names none.
    """
    found = []
    for ref, entity in zip(refs, find(view, refs), strict=True):
        if entity is None:
            given = next((value for value in (ref.name, ref.id, ref.iri, ref.wikidata) if value), "")
            raise NotFoundError(f"no entity {given!r}: expected the id, IRI, Wikidata id or whole name of one")
        found.append(entity)
    return list(dict.fromkeys(found))


@strawberry.input(description="A stretch of time. Without both ends it is all of time.")
class TimeRange:
    start: EDTF | None = strawberry.field(name="from", default=None, description="From the first moment of this.")
    until: EDTF | None = strawberry.field(default=None, description="Until the last moment of this.")
    match: Match = strawberry.field(
        default=Match.POSSIBLE, description="CERTAIN keeps what surely lies in it, POSSIBLE all that may."
    )

    def window(self) -> Window | None:
        """Return the stretch, or None when it has no end."""
        if not self.start and not self.until:
            return None
        for side in (self.start, self.until):
            if side and "/" in side:
                raise InvalidDateError(side, "expected one date at each end of a range")
        return Window(parse(f"{self.start or '..'}/{self.until or '..'}"), self.match)


@strawberry.input(
    name="ProvenanceFilter",
    description="Which claims may count for the answer of the field it is given to; applied during the search.",
)
class ProvenanceInput:
    sources: list[strawberry.ID] | None = strawberry.field(default=None, description="Only these sources.")
    publishers: list[strawberry.ID] | None = strawberry.field(default=None, description="Only from these publishers.")
    not_publishers: list[strawberry.ID] | None = strawberry.field(default=None, description="Not from these.")
    claimants: list[strawberry.ID] | None = strawberry.field(default=None, description="Only what these say.")
    not_claimants: list[strawberry.ID] | None = strawberry.field(default=None, description="Not what these say.")
    published_until: Date | None = strawberry.field(
        default=None, description="Only sources surely published by the end of this day: what could be known then."
    )
    asserted_on: TimeRange | None = strawberry.field(
        default=None, description="Only what was said then, and what the text gives no day of utterance for."
    )
    certainties: list[Certainty] | None = strawberry.field(
        default=None, description="Default: ASSERTED where the answer is a connection, all where it lists claims."
    )
    stances: list[Stance] | None = strawberry.field(
        default=None, description="Default: ASSERTS and REPORTS where the answer is a connection, else all."
    )
    ranks: list[Rank] | None = strawberry.field(default=None, description="Default: PREFERRED and NORMAL.")
    statuses: list[Status] | None = strawberry.field(default=None, description="Default: ACCEPTED and PROPOSED.")
    derivations: list[DerivationKind] | None = strawberry.field(default=None, description="Default: all.")
    min_independent_sources: int = strawberry.field(
        default=1, description="At least this many independent sources behind each hop and each value."
    )
    as_of: DateTime | None = strawberry.field(
        default=None,
        description="The graph as it stood then: what it had taken up, not let go, and what had been decided. For this"
        " answer and all below it; never later than the state it is asked in.",
    )

    def read(self, view: View) -> ProvenanceFilter:
        """Return what this asks for."""
        if self.min_independent_sources < 1:
            raise InvalidInputError(f"minIndependentSources is {self.min_independent_sources}: expected 1 or more")
        window = self.asserted_on.window() if self.asserted_on else None
        usual = ProvenanceFilter()
        return ProvenanceFilter(
            sources=keys(self.sources, lambda text: source_key(text, view.base)),
            publishers=_entities(self.publishers, view),
            not_publishers=_entities(self.not_publishers, view) or frozenset(),
            claimants=_entities(self.claimants, view),
            not_claimants=_entities(self.not_claimants, view) or frozenset(),
            published_until=day(self.published_until) if self.published_until else None,
            asserted_on=window.span if window else None,
            asserted_match=window.match if window else Match.POSSIBLE,
            certainties=_set(self.certainties),
            stances=_set(self.stances),
            ranks=usual.ranks if self.ranks is None else frozenset(self.ranks),
            statuses=usual.statuses if self.statuses is None else frozenset(self.statuses),
            derivations=_set(self.derivations),
            min_independent_sources=self.min_independent_sources,
        )


@strawberry.input(name="ClaimFilter", description="Which claims are wanted. All that are given must hold.")
class ClaimInput:
    properties: list[strawberry.ID] | None = strawberry.field(default=None, description="Ids, IRIs or names.")
    subjects: list[strawberry.ID] | None = strawberry.field(default=None, description="About these entities.")
    objects: list[strawberry.ID] | None = strawberry.field(default=None, description="With one of these as value.")
    claimants: list[strawberry.ID] | None = strawberry.field(default=None, description="Said by these.")
    during: TimeRange | None = strawberry.field(default=None, description="Of a time in this range.")
    text: str | None = strawberry.field(default=None, description="With these words in the evidence or the value.")

    def read(self, view: View) -> ClaimFilter:
        """Return what this asks for."""
        return ClaimFilter(
            properties=keys(self.properties, property_key),
            subjects=_entities(self.subjects, view),
            objects=_entities(self.objects, view),
            claimants=_entities(self.claimants, view),
            during=self.during.window() if self.during else None,
            text=words(self.text) if self.text is not None else None,
        )


@strawberry.enum(description="Which way a list goes. What has no such time comes last either way.")
class SortDirection(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


@strawberry.input(name="ClaimOrder", description="In what order claims are listed; without one, by their ids.")
class ClaimOrderInput:
    by: ClaimOrderField = strawberry.field(description="By what.")
    direction: SortDirection = strawberry.field(default=SortDirection.ASC, description="Which way.")

    def read(self) -> ClaimOrder:
        """Return what this asks for."""
        return ClaimOrder(self.by, descending=self.direction is SortDirection.DESC)


@strawberry.input(name="RelationFilter", description="Which connections are wanted. All that are given must hold.")
class RelationInput:
    properties: list[strawberry.ID] | None = strawberry.field(default=None, description="Ids, IRIs or names.")
    neighbour_kinds: list[strawberry.ID] | None = strawberry.field(default=None, description="To entities of these.")
    direction: Direction | None = strawberry.field(default=None, description="Only those that go this way.")
    during: TimeRange | None = strawberry.field(default=None, description="That any account gives a day in this.")

    def read(self) -> RelationFilter:
        """Return what this asks for."""
        return RelationFilter(
            properties=keys(self.properties, _hop_key),
            neighbour_kinds=kinds_of(self.neighbour_kinds),
            forward=None if self.direction is None else self.direction is Direction.OUT,
            during=self.during.window() if self.during else None,
        )


@strawberry.input(name="PathSpec", description="What a path may be.")
class PathInput:
    mode: PathMode = strawberry.field(default=PathMode.ALL_SHORTEST, description="Which paths are wanted.")
    max_length: int = strawberry.field(default=6, description="At most so many hops; 1 to 10.")
    properties: list[strawberry.ID] | None = strawberry.field(default=None, description="Only over these.")
    not_properties: list[strawberry.ID] | None = strawberry.field(default=None, description="Never over these.")
    kinds: list[strawberry.ID] | None = strawberry.field(default=None, description="Only across entities of these.")
    not_kinds: list[strawberry.ID] | None = strawberry.field(default=None, description="Never across one of these.")
    through: list[strawberry.ID] | None = strawberry.field(default=None, description="Across all of these entities.")
    avoid: list[strawberry.ID] | None = strawberry.field(default=None, description="Across none of these entities.")
    hub_limit: int | None = strawberry.field(
        default=None, description="Never across an entity in more connections than this, such as a country."
    )
    during: TimeRange | None = strawberry.field(default=None, description="Over connections that have a day in this.")
    chronological: bool = strawberry.field(default=False, description="From earlier to later; undated may be any time.")

    def read(self, view: View) -> PathSpec:
        """Return what this asks for."""
        return PathSpec(
            mode=self.mode,
            max_length=self.max_length,
            properties=keys(self.properties, _hop_key),
            not_properties=keys(self.not_properties, property_key) or frozenset(),
            kinds=kinds_of(self.kinds),
            not_kinds=kinds_of(self.not_kinds) or frozenset(),
            through=_entities(self.through, view) or frozenset(),
            avoid=_entities(self.avoid, view) or frozenset(),
            hub_limit=self.hub_limit,
            during=self.during.window() if self.during else None,
            chronological=self.chronological,
        )


def words(text: str) -> str:
    """Return words to look for.

    Raises:
        LimitError: they are longer than 200 characters.
    """
    if len(text) > MAX_WORDS:
        raise LimitError(f"the text has {len(text)} characters: expected at most {MAX_WORDS}")
    return text


class Asked(NamedTuple):
    """The view that a field is asked of, and which claims may count."""

    view: View
    provenance: ProvenanceFilter


def asked_with(info: Info, view: View, given: ProvenanceInput | None) -> Asked:
    """Return what the filter of a field asks for; without one everything counts.

    Raises:
        UnavailableError: the state that it asks for is being laid out.
        DamagedError: a file that this needs is not what was written.
    """
    check_time(info)
    if given and given.as_of is not None:
        view = states_to(info, view).as_of(given.as_of, patience=patience(info))
    return Asked(view, given.read(view) if given else ProvenanceFilter())


def kinds_of(given: list[strawberry.ID] | None) -> frozenset[KindId] | None:
    """Return the kinds that a field was given."""
    return keys(given, kind_key)


def _hop_key(text: str) -> PropertyId:
    """Return the property that `text` names, which must be one that connects entities.

    Raises:
        InvalidInputError: the ontology has none of that name, or it gives texts, dates or numbers.
    """
    found = property_key(text)
    if not vocabulary().properties[found].projects:
        raise InvalidInputError(f"{text!r} connects no entities: expected a relation, or a part in an event")
    return found


def keys(given: Iterable[strawberry.ID] | None, read: Callable[[str], Key]) -> frozenset[Key] | None:
    """Return what a list of ids names; None stays None."""
    if given is None:
        return None
    listed = list(given)
    if len(listed) > MAX_LIST:
        raise LimitError(f"a list has {len(listed)} ids: expected at most {MAX_LIST}")
    return frozenset(read(str(text)) for text in listed)


def _entities(given: list[strawberry.ID] | None, view: View) -> frozenset[EntityId] | None:
    return keys(given, lambda text: entity_key(text, view.base))


def _set(given: list[Key] | None) -> frozenset[Key] | None:
    return frozenset(given) if given is not None else None
