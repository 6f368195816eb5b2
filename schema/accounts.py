"""Differing accounts as the API shows them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

import strawberry

from graph.accounts import Accounts as AccountsModel
from graph.accounts import explanation
from graph.paging import Page
from graph.view import View
from schema.batch import Member
from schema.claimed import Supported
from schema.context import Info, LazyEntity, shown
from schema.node import PageInfo
from schema.ontology import Property
from schema.values import AnyValue, to_values


@strawberry.enum(description="In what accounts differ.")
class AccountsKind(StrEnum):
    VALUE = "VALUE"


@strawberry.type(description="One of several values that are said, with its claims.")
class AccountsSide(Supported):
    @strawberry.field(description="The value.")
    def value(self, info: Info) -> AnyValue:
        return self.ask(info, lambda view, sides: to_values(view, [side.value for side in sides]))


@strawberry.type(description="Differing accounts of one property of one entity, side by side. None of them is hidden.")
class Accounts(Member[AccountsModel]):
    @strawberry.field(description="What they are about.")
    def subject(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [model.subject for model in some]))

    @strawberry.field(description="What they say differently.")
    def property(self) -> Property:
        return Property.of(self.item.property)

    @strawberry.field(description="In what they differ.")
    def kind(self) -> AccountsKind:
        return AccountsKind.VALUE

    @strawberry.field(description="The values, best supported first.")
    def sides(self, info: Info) -> list[AccountsSide]:
        return self.ask(info, lambda view, some: AccountsSide.lists(view, [model.sides for model in some]))

    @strawberry.field(description="In words: who says what.")
    def explanation(self, info: Info) -> str:
        return self.ask(info, lambda view, some: [explanation(view, model) for model in some])


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
    def of(cls, view: View, pages: Sequence[Page[AccountsModel]]) -> list[Self]:
        """Show pages."""
        nodes = Accounts.lists(view, [found.items for found in pages])
        return [
            cls(
                edges=[
                    AccountsEdge(cursor=cursor, node=node) for cursor, node in zip(found.cursors, some, strict=True)
                ],
                page_info=PageInfo.of(found),
                total_count=found.total,
            )
            for found, some in zip(pages, nodes, strict=True)
        ]
