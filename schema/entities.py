"""Entities as the API shows them: two interfaces, and a type for each kind of the ontology that has a name."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import strawberry

from graph.accounts import accounts
from graph.codec import to_absolute
from graph.custody import custody
from graph.hops import hops_from
from graph.ids import EntityId, KindId
from graph.model import Certainty, Hop, Status
from graph.model import Claim as ClaimModel
from graph.paging import MAX_PAGE, Page, page, page_size
from graph.profiles import identifiers, kinds, labels, names, values
from graph.provenance import EVERYTHING
from graph.support import admitted, best_first
from graph.timeline import timeline
from graph.view import View
from graph.vocabulary import DESCRIPTION, EVENT, GENERAL, THING, TYPE, Property, vocabulary
from graph.vocabulary import Kind as KindModel
from schema.answers import AccountsConnection, CustodyStatus, HopConnection
from schema.claimed import CLAIMED, ClaimedText, Identifier, Name, Supported
from schema.claims import Claim, Kind, claim_connection
from schema.context import Info, view_of
from schema.global_ids import Sort, kind_key, property_key, to_id
from schema.identity import Bond
from schema.inputs import ProvenanceInput, RelationInput, TimeRange, keys, kinds_of, provenance_of
from schema.node import Connection, Node
from schema.scalars import IRI, DateTime, LanguageTag

Described = TypeVar("Described")


def _field(prop: Property) -> object:
    """Return the field that answers what is said of `prop`: `graph.profiles.values`, best supported first."""
    shown, value_type = CLAIMED[prop.range]

    def resolve(
        self: "Entity", info: Info, first: int | None = None, provenance: ProvenanceInput | None = None
    ) -> list[Supported]:
        view = view_of(info)
        found = values(view, [self.key], prop.id, provenance_of(provenance, view))[0]
        # a value that is said to be unknown stands among `claims`
        return [shown(claimed=claimed) for claimed in found if isinstance(claimed.value, value_type)][
            : page_size(first, MAX_PAGE)
        ]

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
class Entity(Node):
    key: strawberry.Private[EntityId]

    @strawberry.field(description="Its IRI.")
    def iri(self, info: Info) -> IRI:
        return IRI(to_absolute(self.key, view_of(info).base))

    @strawberry.field(description="What it is, most specific first.")
    def kinds(self, info: Info) -> list[Kind]:
        return [Kind(key=kind.id) for kind in kinds(view_of(info), [self.key])[0]]

    @strawberry.field(
        description="What to call it, never empty: the best name in the first of the languages that has one, else the "
        "best name, else its description; for an event its kind, first participant and day."
    )
    def name(self, info: Info, languages: list[LanguageTag] | None = None) -> str:
        return labels(view_of(info), [self.key], languages or ())[0]

    @strawberry.field(description="Its names and aliases, best supported first, with the claims that give them.")
    def names(self, info: Info) -> list[Name]:
        return [Name(claimed=claimed) for claimed in names(view_of(info), [self.key])[0]]

    @strawberry.field(description="What is said to describe it.")
    def description(self, info: Info) -> list[ClaimedText]:
        return [ClaimedText(claimed=c) for c in values(view_of(info), [self.key], DESCRIPTION, EVERYTHING)[0]]

    @strawberry.field(description="Its identifiers elsewhere.")
    def identifiers(self, info: Info) -> list[Identifier]:
        return [Identifier(claimed=claimed) for claimed in identifiers(view_of(info), [self.key])[0]]

    @strawberry.field(description="The ids of its records, where it has several; each of them keeps answering.")
    def merged_from(self, info: Info, first: int | None = None) -> list[strawberry.ID]:
        found = view_of(info).identity.records(self.key)
        return [to_id(Sort.ENTITY, record) for record in found[: page_size(first, MAX_PAGE)]] if len(found) > 1 else []

    @strawberry.field(description="How many records it has: one, where nothing was joined.")
    def record_count(self, info: Info) -> int:
        return len(view_of(info).identity.records(self.key))

    @strawberry.field(description="Why its records are one entity.")
    def bonds(self, info: Info, first: int | None = None) -> list[Bond]:
        return [Bond.of(bond) for bond in view_of(info).identity.why(self.key)[: page_size(first, MAX_PAGE)]]

    @strawberry.field(description="What is said about it, every certainty, marked.")
    def claims(
        self, info: Info, first: int | None = None, after: str | None = None, provenance: ProvenanceInput | None = None
    ) -> Connection[Claim]:
        view = view_of(info)
        found = admitted(view, view.about([self.key])[0], provenance_of(provenance, view))
        return claim_connection(sorted(found, key=lambda claim: claim.id), f"about {self.key}", first, after)

    @strawberry.field(description="Whom and what it is connected with, but for its part in events (see timeline).")
    def relations(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        where: RelationInput | None = None,
        provenance: ProvenanceInput | None = None,
    ) -> HopConnection:
        view = view_of(info)
        counting = provenance_of(provenance, view)
        hops = [hop for hop in hops_from(view, [self.key], counting)[0] if not _is_role(hop)]
        found = _page(_wanted(view, hops, where), f"relations {self.key}", first, after)
        return HopConnection.of_hops(view, found, counting)

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
        view = view_of(info)
        window = during.window() if during else None
        entries = timeline(view, [self.key], provenance_of(provenance, view), window, kinds_of(kinds))
        return HopConnection.of_entries(
            page(entries, lambda e: e.key, name=f"timeline {self.key}", first=first, after=after)
        )

    @strawberry.field(description="Where voices differ about it.")
    def accounts(
        self, info: Info, first: int | None = None, after: str | None = None, provenance: ProvenanceInput | None = None
    ) -> AccountsConnection:
        view = view_of(info)
        found = accounts(view, [self.key], provenance_of(provenance, view))
        return AccountsConnection.of(
            page(found, lambda a: a.key, name=f"accounts {self.key}", first=first, after=after)
        )


@strawberry.interface(description="Something that happened, may happen or is denied: its claims say which.")
@_described_by(EVENT)
class Event(Entity):
    @strawberry.field(description="How sure the best claim is that it happened: what is not ASSERTED is no fact.")
    def certainty(self, info: Info) -> Certainty:
        return _told(info, self.key)[0].certainty

    @strawberry.field(description="Where that claim stands in review.")
    def status(self, info: Info) -> Status:
        return _told(info, self.key)[0].status

    @strawberry.field(description="Who and what takes part in it, and as what.")
    def participants(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        where: RelationInput | None = None,
        provenance: ProvenanceInput | None = None,
    ) -> HopConnection:
        view = view_of(info)
        counting = provenance_of(provenance, view)
        roles = [hop for hop in hops_from(view, [self.key], counting)[0] if hop.forward and _is_role(hop)]
        found = _page(_wanted(view, roles, where), f"participants {self.key}", first, after)
        return HopConnection.of_hops(view, found, counting)


def _told(info: Info, event: EntityId) -> list[ClaimModel]:
    """Return the claims that there was such an event, best first; an event has at least one."""
    view = view_of(info)
    told = view.about([event], {TYPE})[0]
    return admitted(view, told, EVERYTHING) or best_first(view, told)


def _person_custody(self: Entity, info: Info, at: DateTime, provenance: ProvenanceInput | None = None) -> CustodyStatus:
    view = view_of(info)
    return CustodyStatus(model=custody(view, [self.key], at, provenance_of(provenance, view))[0], at=at)


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
    """Return `ids` as the API shows them, each of the type of its most specific kind that has one."""
    return [
        _type_of(found)(id=to_id(Sort.ENTITY, key), key=key) for key, found in zip(ids, kinds(view, ids), strict=True)
    ]


def _type_of(found: Sequence[KindModel]) -> type[Entity]:
    known = vocabulary().kinds
    return next(TYPES[known[k].name or ""] for kind in found for k in (*kind.lineage, THING) if known[k].name)


def _is_role(hop: Hop) -> bool:
    return vocabulary().properties[hop.property].is_role


def _wanted(view: View, hops: Sequence[Hop], where: RelationInput | None) -> list[Hop]:
    properties = keys(where.properties, property_key) if where else None
    wanted = keys(where.neighbour_kinds, kind_key) if where else None
    lineages = ({above for kind in found for above in kind.lineage} for found in kinds(view, [hop.end for hop in hops]))
    return [
        hop
        for hop, lineage in zip(hops, lineages, strict=True)
        if (properties is None or hop.property in properties) and (wanted is None or wanted & lineage)
    ]


def _page(hops: Sequence[Hop], name: str, first: int | None, after: str | None) -> Page[Hop]:
    return page(hops, lambda hop: (hop.property, hop.end, hop.forward), name=name, first=first, after=after)


def _make_type(kind: KindModel) -> type[Entity]:
    base = Event if kind.is_event else Entity
    made: type[Entity] = type(kind.name or "", (base,), {**_EXTRA.get(kind.name or "", {}), "__annotations__": {}})
    label = f"{kind.label[0].upper()}{kind.label[1:]}."
    return strawberry.type(_described_by(kind.id)(made), name=kind.name, description=label)


TYPES: dict[str, type[Entity]] = {kind.name: _make_type(kind) for kind in vocabulary().kinds.values() if kind.name}
"""The concrete types by name, made from the ontology at import."""
