"""Differing accounts as the API shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Self, cast

import strawberry

from graph.accounts import Accounts as AccountsModel
from graph.accounts import Side, explanations
from graph.paging import Page
from graph.profiles import Claimed
from graph.view import View
from schema.batch import Member
from schema.claimed import Supported
from schema.context import Info, LazyEntity, shown, shown_maybe
from schema.enums import AccountsKind, CustodyState
from schema.node import PageInfo
from schema.ontology import Property
from schema.values import AnyValue, TimeValue, to_values

if TYPE_CHECKING:
    from schema.entities import Event

Ways = list[AccountsKind] | None


def ways(given: Ways) -> frozenset[AccountsKind]:
    """Return the ways of differing that a field was given, or all."""
    return frozenset(AccountsKind if given is None else given)


@strawberry.type(description="What some say, of what others say otherwise, with its claims.")
class AccountsSide(Supported):
    @strawberry.field(
        description="What this side says. Of VALUE and STANCE the value; of TIME_ORDER when the event was; of"
        " EXCLUSIVE_STATE the state, in words."
    )
    def value(self, info: Info) -> AnyValue:
        return self.ask(info, lambda view, sides: to_values(view, [side.value for side in sides]))

    @strawberry.field(description="Whether these claims say that it is not so: one side of STANCE.")
    def denied(self) -> bool:
        return _side(self.item).denied

    @strawberry.field(description="The state of custody, of EXCLUSIVE_STATE; else null.")
    def state(self) -> CustodyState | None:
        return _side(self.item).state

    @strawberry.field(
        description="Of TIME_ORDER the event that was then, of EXCLUSIVE_STATE one that led to the state; else null."
    )
    def event(self, info: Info) -> Annotated["Event", strawberry.lazy("schema.entities")] | None:
        found = self.ask(info, lambda view, sides: shown_maybe(info, view, [_side(side).event for side in sides]))
        return cast("Event | None", found)


def _side(claimed: Claimed) -> Side:
    assert isinstance(claimed, Side)
    return claimed


@strawberry.type(description="Differing accounts of one entity, side by side. None of them is hidden.")
class Accounts(Member[AccountsModel]):
    @strawberry.field(description="What they are about.")
    def subject(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [model.subject for model in some]))

    @strawberry.field(description="What they say differently; null for TIME_ORDER and EXCLUSIVE_STATE.")
    def property(self) -> Property | None:
        return Property.of(self.item.property) if self.item.property else None

    @strawberry.field(description="In what they differ.")
    def kind(self) -> AccountsKind:
        return self.item.kind

    @strawberry.field(
        description="The first day on which the states exclude each other, of EXCLUSIVE_STATE; else null."
    )
    def on(self) -> TimeValue | None:
        return TimeValue(time=self.item.on) if self.item.on else None

    @strawberry.field(description="What is said, best supported first: at least two sides.")
    def sides(self, info: Info) -> list[AccountsSide]:
        return self.ask(info, lambda view, some: AccountsSide.lists(view, [model.sides for model in some]))

    @strawberry.field(description="In words: who says what.")
    def explanation(self, info: Info) -> str:
        return self.ask(info, explanations)


@strawberry.type(description="Differing accounts, and the cursor to go on after them.")
class AccountsEdge:
    cursor: str
    node: Accounts


@strawberry.type(description="A page of differing accounts.")
class AccountsConnection:
    edges: list[AccountsEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")
    complete: bool = strawberry.field(description="False when the search stopped before it had all of them.")

    @classmethod
    def of(cls, view: View, pages: Sequence[Page[AccountsModel]], *, complete: bool) -> list[Self]:
        """Show pages."""
        nodes = Accounts.lists(view, [found.items for found in pages])
        return [
            cls(
                edges=[
                    AccountsEdge(cursor=cursor, node=node) for cursor, node in zip(found.cursors, some, strict=True)
                ],
                page_info=PageInfo.of(found),
                total_count=found.total,
                complete=complete,
            )
            for found, some in zip(pages, nodes, strict=True)
        ]
