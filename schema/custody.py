"""Custody as the API shows it."""

from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

import strawberry

from graph.custody import CustodyStatus as CustodyModel
from schema.batch import Member
from schema.claims import Claim
from schema.context import Info, shown_maybe
from schema.enums import CustodyState
from schema.scalars import DateTime
from schema.values import TimeValue

if TYPE_CHECKING:
    from schema.entities import Event


class StateAt(NamedTuple):
    """A state of custody at a moment."""

    status: CustodyModel
    at: int


@strawberry.type(description="A state of custody, derived from events, with the claims that it rests on.")
class CustodyStatus(Member[StateAt]):
    @strawberry.field(description="The moment that was asked about.")
    def at(self) -> DateTime:
        return DateTime(self.item.at)

    @strawberry.field(description="The state.")
    def state(self) -> CustodyState:
        return self.item.status.state

    @strawberry.field(description="When the event was that began it; null when nobody says.")
    def since(self) -> TimeValue | None:
        found = self.item.status.since
        return TimeValue(time=found) if found else None

    @strawberry.field(description="The event that began it.")
    def event(self, info: Info) -> Annotated["Event", strawberry.lazy("schema.entities")] | None:
        found = self.ask(info, lambda view, some: shown_maybe(info, view, [one.status.event for one in some]))
        return cast("Event | None", found)

    @strawberry.field(description="What it rests on, best first.")
    def claims(self, info: Info) -> list[Claim]:
        return self.ask(info, lambda view, some: Claim.lists(view, [one.status.claims for one in some]))
