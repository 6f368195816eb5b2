"""Steps between entities as the API shows them: those of a path, and those that leave one entity."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import strawberry

from graph.model import Hop as HopModel
from graph.model import Time
from graph.paging import Page
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.relations import Relation
from graph.support import independent_each
from graph.timeline import Entry, hop_times
from graph.view import View
from graph.vocabulary import vocabulary
from schema.batch import Batch, Member
from schema.claims import Claim
from schema.context import Info, LazyEntity, shown
from schema.enums import Certainty, Direction, Status
from schema.node import PageInfo
from schema.ontology import Property
from schema.values import TimeValue, times


class Stepped(NamedTuple):
    """A hop, and which claims may say when it was."""

    hop: HopModel
    provenance: ProvenanceFilter = EVERYTHING


@strawberry.interface(description="A step between two entities, and what it stands on.")
class Step(Member[Stepped]):
    @strawberry.field(description="By what they are connected.")
    def property(self) -> Property:
        return Property.of(self.item.hop.property)

    @strawberry.field(description="Which way it is walked.")
    def direction(self) -> Direction:
        return Direction.OUT if self.item.hop.forward else Direction.IN

    @strawberry.field(description="The claims it stands on, best first: at least one.")
    def claims(self, info: Info) -> list[Claim]:
        return self.ask(info, lambda view, steps: Claim.lists(view, [step.hop.claims for step in steps]))

    @strawberry.field(description="How sure the best claim is: what is not ASSERTED is no fact.")
    def certainty(self) -> Certainty:
        return self.item.hop.claims[0].certainty

    @strawberry.field(description="Where the best claim stands in review.")
    def status(self) -> Status:
        return self.item.hop.claims[0].status

    @strawberry.field(description="How many claims there are.")
    def claim_count(self) -> int:
        return len(self.item.hop.claims)

    @strawberry.field(description="How many independent sources it has.")
    def independent_sources(self, info: Info) -> int:
        return self.ask(info, lambda view, steps: independent_each(view, [step.hop.claims for step in steps]))


@strawberry.type(description="One hop of a path, in walking order.")
class Hop(Step):
    @strawberry.field(name="from", description="Where it starts.")
    def start(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, steps: shown(info, view, [step.hop.start for step in steps]))

    @strawberry.field(name="to", description="Where it ends.")
    def end(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, steps: shown(info, view, [step.hop.end for step in steps]))

    @strawberry.field(description="When the connection held, or the event was; null when nobody says.")
    def when(self, info: Info) -> TimeValue | None:
        return self.ask(info, _best_times)


def _best_times(view: View, steps: Sequence[Stepped]) -> list[TimeValue | None]:
    # the steps of one answer stand under one filter
    found = hop_times(view, [step.hop for step in steps], steps[0].provenance) if steps else []
    return [TimeValue(time=said[0]) if said else None for said in found]


@strawberry.type(description="An entity that another is connected with, and by what.")
class HopEdge(Step):
    cursor: str
    said: strawberry.Private[Sequence[Time]]

    @strawberry.field(description="The entity at the other end: in a timeline, the event.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, steps: shown(info, view, [step.hop.end for step in steps]))

    @strawberry.field(description="The part that an entity plays in an event; null for a relation.")
    def role(self) -> Property | None:
        known = vocabulary().properties[self.item.hop.property]
        return Property.of(known.id) if known.is_role else None

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
    def of_entries(cls, view: View, pages: Sequence[Page[Entry]]) -> list[Self]:
        """Show pages of timelines."""
        told = [[[e.when, *e.others] if e.when else [] for e in found.items] for found in pages]
        return cls._of(view, pages, [[entry.hop for entry in found.items] for found in pages], told)

    @classmethod
    def of_relations(cls, view: View, pages: Sequence[Page[Relation]]) -> list[Self]:
        """Show pages of hops that leave entities."""
        told = [[one.times for one in found.items] for found in pages]
        return cls._of(view, pages, [[one.hop for one in found.items] for found in pages], told)

    @classmethod
    def _of(
        cls,
        view: View,
        pages: Sequence[Page[Any]],
        hops: Sequence[Sequence[HopModel]],
        said: Sequence[Sequence[Sequence[Time]]],
    ) -> list[Self]:
        batch = Batch(view, [Stepped(hop) for some in hops for hop in some])
        cursors = (
            pair for found, told in zip(pages, said, strict=True) for pair in zip(found.cursors, told, strict=True)
        )
        made = iter(
            [HopEdge(batch=batch, place=n, cursor=cursor, said=told) for n, (cursor, told) in enumerate(cursors)]
        )
        return [
            cls(edges=[next(made) for _ in found.items], page_info=PageInfo.of(found), total_count=found.total)
            for found in pages
        ]
