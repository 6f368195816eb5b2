"""Answers of the questions: hops, paths, timelines, accounts, custody."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self, cast

import strawberry

from graph.accounts import Accounts as AccountsModel
from graph.accounts import explanation
from graph.connections import Common, Shared
from graph.custody import CustodyState
from graph.custody import CustodyStatus as CustodyModel
from graph.finding import How
from graph.model import Certainty, Status, Time
from graph.model import Hop as HopModel
from graph.model import Path as PathModel
from graph.paging import Page
from graph.paths import Paths, sentence
from graph.profiles import Claimed
from graph.provenance import ProvenanceFilter
from graph.support import independent_sources
from graph.timeline import Entry, hop_times
from graph.view import NameMatch, View
from graph.vocabulary import vocabulary
from schema.claimed import Name, Supported
from schema.claims import Claim, Property, claims
from schema.context import Info, LazyEntity, shown, view_of
from schema.node import PageInfo, edges
from schema.scalars import DateTime
from schema.values import AnyValue, TimeValue, times, to_value

if TYPE_CHECKING:
    from schema.entities import Event

strawberry.enum(
    CustodyState,
    description="In what custody a person is. UNKNOWN: nobody says. DISPUTED: told differently, or in no clear order.",
)

strawberry.enum(
    How,
    name="MatchedBy",
    description="How a text finds a name, the surest first. WHOLE: they are the same. WORDS: all words are words of it."
    " SPELLING: in another spelling or script. TYPO: but for one letter. PREFIX: a word is only begun.",
)


@strawberry.enum(description="OUT from the subject of the property to its value, IN from the value to the subject.")
class Direction(StrEnum):
    OUT = "OUT"
    IN = "IN"


@strawberry.enum(description="In what accounts differ.")
class AccountsKind(StrEnum):
    VALUE = "VALUE"


@strawberry.interface(description="A step between two entities, and what it stands on.")
class Step:
    hop: strawberry.Private[HopModel]

    @strawberry.field(description="By what they are connected.")
    def property(self) -> Property:
        return Property.of(self.hop.property)

    @strawberry.field(description="Which way it is walked.")
    def direction(self) -> Direction:
        return Direction.OUT if self.hop.forward else Direction.IN

    @strawberry.field(description="The claims it stands on, best first: at least one.")
    def claims(self) -> list[Claim]:
        return claims(self.hop.claims)

    @strawberry.field(description="How sure the best claim is: what is not ASSERTED is no fact.")
    def certainty(self) -> Certainty:
        return self.hop.claims[0].certainty

    @strawberry.field(description="Where the best claim stands in review.")
    def status(self) -> Status:
        return self.hop.claims[0].status

    @strawberry.field(description="How many claims there are.")
    def claim_count(self) -> int:
        return len(self.hop.claims)

    @strawberry.field(description="How many independent sources it has.")
    def independent_sources(self, info: Info) -> int:
        return independent_sources(view_of(info), self.hop.claims)


@strawberry.type(description="One hop of a path, in walking order.")
class Hop(Step):
    provenance: strawberry.Private[ProvenanceFilter]

    @strawberry.field(name="from", description="Where it starts.")
    def start(self, info: Info) -> LazyEntity:
        return shown(info, [self.hop.start])[0]

    @strawberry.field(name="to", description="Where it ends.")
    def end(self, info: Info) -> LazyEntity:
        return shown(info, [self.hop.end])[0]

    @strawberry.field(description="When the connection held, or the event was; null when nobody says.")
    def when(self, info: Info) -> TimeValue | None:
        found = hop_times(view_of(info), [self.hop], self.provenance)[0]
        return TimeValue(time=found[0]) if found else None


@strawberry.type(description="An entity that another is connected with, and by what.")
class HopEdge(Step):
    cursor: str
    said: strawberry.Private[Sequence[Time]]

    @strawberry.field(description="The entity at the other end: in a timeline, the event.")
    def node(self, info: Info) -> LazyEntity:
        return shown(info, [self.hop.end])[0]

    @strawberry.field(description="The part that an entity plays in an event; null for a relation.")
    def role(self) -> Property | None:
        known = vocabulary().properties[self.hop.property]
        return Property.of(self.hop.property) if known.is_role else None

    @strawberry.field(description="When, as the best supported account has it; null when nobody says.")
    def when(self) -> TimeValue | None:
        return TimeValue(time=self.said[0]) if self.said else None

    @strawberry.field(description="Other accounts of when.")
    def other_accounts(self) -> list[TimeValue]:
        return times(self.said[1:])


@strawberry.type(description="A page of connections of an entity.")
class HopConnection:
    edges: list[HopEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @classmethod
    def of_entries(cls, found: Page[Entry]) -> Self:
        """Show a page of a timeline."""

        def edge(cursor: str, entry: Entry) -> HopEdge:
            said = [entry.when, *entry.others] if entry.when else []
            return HopEdge(cursor=cursor, hop=entry.hop, said=said)

        return cls(edges=edges(found, edge), page_info=PageInfo.of(found), total_count=found.total)

    @classmethod
    def of_hops(cls, view: View, found: Page[HopModel], provenance: ProvenanceFilter) -> Self:
        """Show a page of hops."""
        said = dict(zip(found.cursors, hop_times(view, found.items, provenance), strict=True))
        made = edges(found, lambda cursor, hop: HopEdge(cursor=cursor, hop=hop, said=said[cursor]))
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total)


@strawberry.type(description="A chain of hops from one entity to another.")
class Path:
    path: strawberry.Private[PathModel]
    provenance: strawberry.Private[ProvenanceFilter]

    @strawberry.field(description="How many hops it has.")
    def length(self) -> int:
        return len(self.path.hops)

    @strawberry.field(description="The entities on the way, both ends included.")
    def entities(self, info: Info) -> list[LazyEntity]:
        return shown(info, self.path.entities)

    @strawberry.field(description="The hops, in walking order.")
    def hops(self) -> list[Hop]:
        return [Hop(hop=hop, provenance=self.provenance) for hop in self.path.hops]

    @strawberry.field(description="The fewest independent sources behind any of its hops.")
    def support(self) -> int:
        return self.path.support

    @strawberry.field(description="The path in words.")
    def sentence(self, info: Info) -> str:
        return sentence(view_of(info), self.path)


@strawberry.type(description="A path, and the cursor to go on after it.")
class PathEdge:
    cursor: str
    node: Path


@strawberry.type(description="A page of paths.")
class PathConnection:
    edges: list[PathEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many were found.")
    complete: bool = strawberry.field(description="False when the search stopped before it had all of them.")
    explored: int = strawberry.field(description="How many connections the search looked at.")

    @classmethod
    def of(cls, found: Page[PathModel], paths: Paths, provenance: ProvenanceFilter) -> Self:
        """Show a page of `paths`."""
        return cls(
            edges=edges(
                found, lambda cursor, path: PathEdge(cursor=cursor, node=Path(path=path, provenance=provenance))
            ),
            page_info=PageInfo.of(found),
            total_count=found.total,
            complete=paths.complete,
            explored=paths.explored,
        )


@strawberry.type(description="An entity that several have in common, and how each of them is connected with it.")
class SharedEdge:
    cursor: str
    shared: strawberry.Private[Shared]
    provenance: strawberry.Private[ProvenanceFilter]

    @strawberry.field(description="The entity in the middle: an event, an organisation, a person, a place.")
    def node(self, info: Info) -> LazyEntity:
        return shown(info, [self.shared.entity])[0]

    @strawberry.field(description="The best supported hop from each of those who share it.")
    def hops(self) -> list[Hop]:
        return [Hop(hop=hop, provenance=self.provenance) for hop in self.shared.hops]


@strawberry.type(description="A page of what entities have in common: what most of them share first.")
class SharedConnection:
    edges: list[SharedEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many were found.")
    complete: bool = strawberry.field(description="False when one of them has more than 1,000 neighbours.")

    @classmethod
    def of(cls, found: Page[Shared], common: Common, provenance: ProvenanceFilter) -> Self:
        """Show a page of `common`."""
        made = edges(found, lambda cursor, one: SharedEdge(cursor=cursor, shared=one, provenance=provenance))
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total, complete=common.complete)


@strawberry.type(description="One of several values that are said, with its claims.")
class AccountsSide(Supported):
    @strawberry.field(description="The value.")
    def value(self) -> AnyValue:
        return to_value(self.claimed.value)


@strawberry.type(description="Differing accounts of one property of one entity, side by side. None of them is hidden.")
class Accounts:
    model: strawberry.Private[AccountsModel]

    @strawberry.field(description="What they are about.")
    def subject(self, info: Info) -> LazyEntity:
        return shown(info, [self.model.subject])[0]

    @strawberry.field(description="What they say differently.")
    def property(self) -> Property:
        return Property.of(self.model.property)

    @strawberry.field(description="In what they differ.")
    def kind(self) -> AccountsKind:
        return AccountsKind.VALUE

    @strawberry.field(description="The values, best supported first.")
    def sides(self) -> list[AccountsSide]:
        return [AccountsSide(claimed=side) for side in self.model.sides]

    @strawberry.field(description="In words: who says what.")
    def explanation(self, info: Info) -> str:
        return explanation(view_of(info), self.model)


@strawberry.type(description="Differing accounts, and the cursor to go on after them.")
class AccountsEdge:
    cursor: str
    node: Accounts


@strawberry.type(description="A page of differing accounts.")
class AccountsConnection:
    edges: list[AccountsEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @classmethod
    def of(cls, found: Page[AccountsModel]) -> Self:
        """Show a page."""
        made = edges(found, lambda cursor, model: AccountsEdge(cursor=cursor, node=Accounts(model=model)))
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total)


@strawberry.type(description="A state of custody, derived from events, with the claims that it rests on.")
class CustodyStatus:
    model: strawberry.Private[CustodyModel]
    at: DateTime = strawberry.field(description="The moment that was asked about.")

    @strawberry.field(description="The state.")
    def state(self) -> CustodyState:
        return self.model.state

    @strawberry.field(description="When the event was that began it; null when nobody says.")
    def since(self) -> TimeValue | None:
        return TimeValue(time=self.model.since) if self.model.since else None

    @strawberry.field(description="The event that began it.")
    def event(self, info: Info) -> Annotated["Event", strawberry.lazy("schema.entities")] | None:
        found = shown(info, [self.model.event])[0] if self.model.event else None
        return cast("Event | None", found)

    @strawberry.field(description="What it rests on, best first.")
    def claims(self) -> list[Claim]:
        return claims(self.model.claims)


@strawberry.type(description="An entity found by name.")
class SearchEdge:
    cursor: str
    match: strawberry.Private[NameMatch]

    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return shown(info, [self.match.entity])[0]

    @strawberry.field(description="How well its name matches: 1 is the whole name.")
    def score(self) -> float:
        return self.match.score

    @strawberry.field(description="How the text found the name.")
    def how(self) -> How:
        return self.match.how

    @strawberry.field(description="The name that matched.")
    def matched_name(self) -> Name:
        return Name(claimed=Claimed(self.match.claim.value, (self.match.claim,), 1))


@strawberry.type(description="A page of entities found by name, best match first.")
class SearchConnection:
    edges: list[SearchEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @classmethod
    def of(cls, found: Page[NameMatch]) -> Self:
        """Show a page."""
        made = edges(found, lambda cursor, match: SearchEdge(cursor=cursor, match=match))
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total)
