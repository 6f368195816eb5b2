"""Entities as the API shows them: two interfaces, and a type for each kind of the ontology that has a name."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import strawberry

from graph.accounts import find_accounts
from graph.changes import of_entity
from graph.claims import claims_about
from graph.codec import to_absolute
from graph.custody import custody
from graph.errors import LimitError
from graph.hops import hops_from
from graph.ids import EntityId, KindId
from graph.model import Claim as ClaimModel
from graph.model import Hop
from graph.paging import MAX_PAGE, page, page_size
from graph.profiles import identifiers, kinds, labels, names, values
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.relations import RelationFilter, RelationOrder, relations
from graph.support import admitted_each, best_first
from graph.timeline import timelines
from graph.view import View
from graph.vocabulary import DESCRIPTION, EVENT, GENERAL, THING, TYPE, Property, vocabulary
from graph.vocabulary import Kind as KindModel
from schema.accounts import AccountsConnection, Ways, ways
from schema.batch import Batch, Member
from schema.changes import ChangeConnection, histories
from schema.claimed import CLAIMED, ClaimedText, Identifier, Name, Supported
from schema.claims import Claim, ClaimPages
from schema.context import Info, left
from schema.custody import CustodyStatus, StateAt
from schema.enums import Certainty, Status
from schema.global_ids import GlobalId, Sort, to_id
from schema.hops import HopConnection
from schema.identity import Bond
from schema.inputs import MAX_LIST, ClaimInput, ClaimOrderInput, ProvenanceInput, RelationInput, TimeRange, kinds_of
from schema.limits import cost
from schema.node import Connection, Node
from schema.ontology import Kind
from schema.scalars import IRI, DateTime, LanguageTag
from schema.sources import SourceConnection

Described = TypeVar("Described")


def _field(prop: Property) -> object:
    """Return the field that answers what is said of `prop`: `graph.profiles.values`, best supported first."""
    shown, value_type = CLAIMED[prop.range]

    def resolve(
        self: "Entity", info: Info, first: int | None = None, provenance: ProvenanceInput | None = None
    ) -> list[Supported]:
        def said(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> Sequence[list[Supported]]:
            found = values(view, keys, prop.id, counting)
            size = page_size(first, MAX_PAGE)
            # a value that is said to be unknown stands among `claims`
            kept = [[claimed for claimed in some if isinstance(claimed.value, value_type)][:size] for some in found]
            return shown.lists(view, kept)

        return self.ask_with(info, provenance, said)

    resolve.__annotations__["return"] = list[shown]  # type: ignore[valid-type] # made from the ontology
    label = prop.label[0].upper() + prop.label[1:]
    return strawberry.field(
        resolver=resolve, name=prop.name, description=f"{label}: every value that is said, facts first."
    )


def _described_by(kind: KindId) -> Callable[[type[Described]], type[Described]]:
    """Return a decorator that gives a class a field for each property that `kind` takes and the interfaces lack."""

    def add(described: type[Described]) -> type[Described]:
        taken = [vocabulary().properties[prop] for prop in vocabulary().kinds[kind].takes if prop not in GENERAL]
        for prop in taken:
            if not hasattr(described, f"said_{prop.name}"):
                setattr(described, f"said_{prop.name}", _field(prop))
        return described

    return add


@strawberry.interface(
    description="A person, an organisation, an event, a place, a campaign, a work: what claims are about."
)
@_described_by(THING)
class Entity(Node, Member[EntityId]):
    @property
    def global_id(self) -> GlobalId:
        return GlobalId(Sort.ENTITY, self.item)

    @strawberry.field(description="Its IRI.")
    def iri(self) -> IRI:
        return IRI(to_absolute(self.item, self.view.base))

    @strawberry.field(description="What it is, most specific first.")
    def kinds(self, info: Info) -> list[Kind]:
        return self.ask(info, lambda view, keys: [[Kind(key=kind.id) for kind in some] for some in kinds(view, keys)])

    @strawberry.field(
        description="What to call it, never empty: the best name in the first of the languages that has one, else the "
        "best name, else its description; for an event its kind, first participant and day."
    )
    def name(self, info: Info, languages: list[LanguageTag] | None = None) -> str:
        # what is kept of names is kept by these: a long list would be kept for each entity
        if languages and len(languages) > MAX_LIST:
            raise LimitError(f"a list has {len(languages)} items: expected at most {MAX_LIST}")
        wanted = tuple(dict.fromkeys(languages or ()))
        return self.ask(info, lambda view, keys: labels(view, keys, wanted))

    @strawberry.field(description="Its names and aliases, best supported first, with the claims that give them.")
    def names(self, info: Info, provenance: ProvenanceInput | None = None) -> list[Name]:
        return self.ask_with(info, provenance, lambda view, keys, kept: Name.lists(view, names(view, keys, kept)))

    @strawberry.field(description="What is said to describe it.")
    def description(self, info: Info, provenance: ProvenanceInput | None = None) -> list[ClaimedText]:
        def texts(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[list[ClaimedText]]:
            return ClaimedText.lists(view, values(view, keys, DESCRIPTION, counting))

        return self.ask_with(info, provenance, texts)

    @strawberry.field(description="Its identifiers elsewhere.")
    def identifiers(self, info: Info, provenance: ProvenanceInput | None = None) -> list[Identifier]:
        def told(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[list[Identifier]]:
            return Identifier.lists(view, identifiers(view, keys, counting))

        return self.ask_with(info, provenance, told)

    @strawberry.field(description="The ids of its records, where it has several; each of them keeps answering.")
    def merged_from(self, first: int | None = None) -> list[strawberry.ID]:
        found = self.view.identity.records(self.item)
        return [to_id(Sort.ENTITY, record) for record in found[: page_size(first, MAX_PAGE)]] if len(found) > 1 else []

    @strawberry.field(description="How many records it has: one, where nothing was joined.")
    def record_count(self) -> int:
        return len(self.view.identity.records(self.item))

    @strawberry.field(description="Why its records are one entity.")
    def bonds(self, first: int | None = None) -> list[Bond]:
        return [Bond.of(bond) for bond in self.view.identity.why(self.item)[: page_size(first, MAX_PAGE)]]

    @strawberry.field(description="What is said about it, every certainty, marked.")
    def claims(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        where: ClaimInput | None = None,
        order_by: ClaimOrderInput | None = None,
        provenance: ProvenanceInput | None = None,
    ) -> Connection[Claim]:
        pages = ClaimPages(first, after, order_by.read() if order_by else None)

        def told(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[Connection[Claim]]:
            found = claims_about(view, keys, counting, where.read(view) if where else None)
            return pages.of(view, found, [f"about {key}" for key in keys])

        return self.ask_with(info, provenance, told)

    @strawberry.field(description="Whom and what it is connected with, but for its part in events (see timeline).")
    def relations(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        where: RelationInput | None = None,
        order_by: RelationOrder = RelationOrder.PROPERTY,
        provenance: ProvenanceInput | None = None,
    ) -> HopConnection:
        asked = _Hops("relations", lambda hop: not _is_role(hop), where, order_by, first, after)
        return self.ask_with(info, provenance, asked.pages)

    @strawberry.field(description="The events it takes part in, in the order of their dates; undated ones last.")
    def timeline(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        during: TimeRange | None = None,
        kinds: list[strawberry.ID] | None = None,
        provenance: ProvenanceInput | None = None,
    ) -> HopConnection:
        window, wanted = during.window() if during else None, kinds_of(kinds)

        def pages(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[HopConnection]:
            found = zip(keys, timelines(view, [[key] for key in keys], counting, window, wanted), strict=True)
            shown = [
                page(entries, lambda e: e.key, name=f"timeline {key}", first=first, after=after)
                for key, entries in found
            ]
            return HopConnection.of_entries(view, shown)

        return self.ask_with(info, provenance, pages)

    @strawberry.field(description="The sources with claims about it.")
    def sources(
        self, info: Info, first: int | None = None, after: str | None = None, provenance: ProvenanceInput | None = None
    ) -> SourceConnection:
        def told(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[SourceConnection]:
            found = admitted_each(view, view.about(keys), counting)
            counts = [Counter(claim.source for claim in claims) for claims in found]
            return SourceConnection.of(view, counts, [f"about {key}" for key in keys], first, after)

        return self.ask_with(info, provenance, told)

    @strawberry.field(
        description="What changed of it: claims of it taken up, told otherwise and let go, and what was decided of any"
        " of its records, up to the state it is asked in.",
        directives=cost(50),
    )
    def history(self, info: Info, first: int | None = None, after: str | None = None) -> ChangeConnection:
        def pages(view: View, keys: Sequence[EntityId]) -> list[ChangeConnection]:
            return histories(info, view, [of_entity(view, key) for key in keys], first, after)

        return self.ask(info, pages)

    @strawberry.field(description="Where voices differ about it.")
    def accounts(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        provenance: ProvenanceInput | None = None,
        kinds: Ways = None,
    ) -> AccountsConnection:
        def pages(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> list[AccountsConnection]:
            found = find_accounts(view, keys, counting, ways(kinds), left(info))
            return AccountsConnection.of(
                view,
                [
                    page(
                        [one for one in found.accounts if one.subject == view.identity.of(key)],
                        lambda one: one.key,
                        name=f"accounts {key}",
                        first=first,
                        after=after,
                    )
                    for key in keys
                ],
                complete=found.complete,
            )

        return self.ask_with(info, provenance, pages)


@strawberry.interface(description="Something that happened, may happen or is denied: its claims say which.")
@_described_by(EVENT)
class Event(Entity):
    @strawberry.field(description="How sure the best claim is that it happened: what is not ASSERTED is no fact.")
    def certainty(self, info: Info) -> Certainty:
        return self.ask(info, lambda view, keys: [told.certainty for told in _told(view, keys)])

    @strawberry.field(description="Where that claim stands in review.")
    def status(self, info: Info) -> Status:
        return self.ask(info, lambda view, keys: [told.status for told in _told(view, keys)])

    @strawberry.field(description="Who and what takes part in it, and as what.")
    def participants(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        where: RelationInput | None = None,
        order_by: RelationOrder = RelationOrder.PROPERTY,
        provenance: ProvenanceInput | None = None,
    ) -> HopConnection:
        asked = _Hops("participants", lambda hop: hop.forward and _is_role(hop), where, order_by, first, after)
        return self.ask_with(info, provenance, asked.pages)


class _Hops(NamedTuple):
    """A page of some of the hops that leave each entity."""

    name: str
    wanted: Callable[[Hop], bool]
    where: RelationInput | None
    order: RelationOrder
    first: int | None
    after: str | None

    def pages(self, view: View, keys: Sequence[EntityId], provenance: ProvenanceFilter) -> list[HopConnection]:
        hops = [[hop for hop in some if self.wanted(hop)] for some in hops_from(view, keys, provenance)]
        where = self.where.read() if self.where else RelationFilter()
        name = f"{self.name} {self.order}"
        pages = [
            page(some, lambda one: one.key, name=f"{name} {key}", first=self.first, after=self.after)
            for key, some in zip(keys, relations(view, hops, where, self.order, provenance), strict=True)
        ]
        return HopConnection.of_relations(view, pages)


def _told(view: View, events: Sequence[EntityId]) -> list[ClaimModel]:
    """Return the best claim that there was each of `events`; an event has at least one."""
    told = view.about(events, {TYPE})
    some = zip(told, admitted_each(view, told, EVERYTHING), strict=True)
    return [(counted or best_first(view, every))[0] for every, counted in some]


def _person_custody(self: Entity, info: Info, at: DateTime, provenance: ProvenanceInput | None = None) -> CustodyStatus:
    def states(view: View, keys: Sequence[EntityId], counting: ProvenanceFilter) -> Sequence[CustodyStatus | None]:
        # among the siblings of a person there may be organisations and events
        people = [any(kind.name == "Person" for kind in some) for some in kinds(view, keys)]
        asked = [key for key, is_person in zip(keys, people, strict=True) if is_person]
        found = iter(custody(view, asked, at, counting))
        return CustodyStatus.maybe(view, [StateAt(next(found), at) if is_person else None for is_person in people])

    found = self.ask_with(info, provenance, states)
    assert found is not None
    return found


_EXTRA = {
    "Person": {
        "custody": strawberry.field(
            resolver=_person_custody,
            description="In what custody the person is at a moment: by the latest event that surely had begun.",
        )
    }
}
"""Fields that a type has beside those of the ontology."""


def entities(view: View, ids: Sequence[EntityId]) -> list[Entity]:
    """Return `ids` as the API shows them, one batch, each of the type of its most specific kind that has one.

    One that comes several times is one object, asked once: else lists within lists would be read as often as they
    multiply.
    """
    distinct = list(dict.fromkeys(ids))
    batch = Batch(view, distinct)
    found = zip(distinct, kinds(view, distinct), strict=True)
    made = {key: _type_of(some)(batch=batch, place=place) for place, (key, some) in enumerate(found)}
    return [made[key] for key in ids]


def _type_of(found: Sequence[KindModel]) -> type[Entity]:
    known = vocabulary().kinds
    return next(TYPES[known[k].name or ""] for kind in found for k in (*kind.lineage, THING) if known[k].name)


def _is_role(hop: Hop) -> bool:
    return vocabulary().properties[hop.property].is_role


def _make_type(kind: KindModel) -> type[Entity]:
    base = Event if kind.is_event else Entity
    made: type[Entity] = type(kind.name or "", (base,), {**_EXTRA.get(kind.name or "", {}), "__annotations__": {}})
    label = f"{kind.label[0].upper()}{kind.label[1:]}."
    return strawberry.type(_described_by(kind.id)(made), name=kind.name, description=label)


TYPES: dict[str, type[Entity]] = {kind.name: _make_type(kind) for kind in vocabulary().kinds.values() if kind.name}
"""The concrete types by name, made from the ontology at import."""
