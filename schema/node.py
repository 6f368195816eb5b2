"""Relay: whatever has an id, and pages of lists."""

from collections.abc import Callable, Sequence
from typing import Generic, Self, TypeVar

import strawberry

from graph.paging import Page
from schema.global_ids import GlobalId, to_id

NodeType = TypeVar("NodeType")
Item = TypeVar("Item")
EdgeType = TypeVar("EdgeType")


@strawberry.interface(description="Whatever has an id of its own and can be asked for by it.")
class Node:
    @property
    def global_id(self) -> GlobalId:
        """What its id stands for."""
        raise NotImplementedError

    @strawberry.field
    def id(self) -> strawberry.ID:
        return to_id(*self.global_id)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None

    @classmethod
    def of(cls, page: Page[Item]) -> Self:
        """Describe `page`."""
        first, last = (page.cursors[0], page.cursors[-1]) if page.cursors else (None, None)
        return cls(
            has_next_page=page.has_next, has_previous_page=page.has_previous, start_cursor=first, end_cursor=last
        )


@strawberry.type(description="One item of a list, and the cursor to go on after it.")
class Edge(Generic[NodeType]):
    cursor: str
    node: NodeType


@strawberry.type(description="A page of a list.")
class Connection(Generic[NodeType]):
    edges: list[Edge[NodeType]]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @strawberry.field(description="The items without their cursors.")
    def nodes(self) -> list[NodeType]:
        return [edge.node for edge in self.edges]


def edges(page: Page[Item], make: Callable[[str, Item], EdgeType]) -> list[EdgeType]:
    """Return an edge for each item of `page`, made from its cursor and itself."""
    return [make(cursor, item) for cursor, item in zip(page.cursors, page.items, strict=True)]


def connection(page: Page[Item], nodes: Sequence[NodeType]) -> Connection[NodeType]:
    """Return `page` with `nodes` for its items, in their order."""
    made = [Edge(cursor=cursor, node=node) for cursor, node in zip(page.cursors, nodes, strict=True)]
    return Connection(edges=made, page_info=PageInfo.of(page), total_count=page.total)
