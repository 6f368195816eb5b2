"""Paths, and what entities share, as the API shows them."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import strawberry

from graph.connections import Common, Shared
from graph.model import Path as PathModel
from graph.paging import Page
from graph.paths import Paths, sentences
from graph.provenance import ProvenanceFilter
from graph.view import View
from schema.batch import Batch, Member
from schema.context import Info, LazyEntity, shown, shown_lists
from schema.hops import Hop, Stepped
from schema.node import PageInfo


class Walked(NamedTuple):
    """A path, and which claims may say when its hops were."""

    path: PathModel
    provenance: ProvenanceFilter


@strawberry.type(description="A chain of hops from one entity to another.")
class Path(Member[Walked]):
    @strawberry.field(description="How many hops it has.")
    def length(self) -> int:
        return len(self.item.path.hops)

    @strawberry.field(description="The entities on the way, both ends included.")
    def entities(self, info: Info) -> list[LazyEntity]:
        return self.ask(info, lambda view, some: shown_lists(info, view, [walked.path.entities for walked in some]))

    @strawberry.field(description="The hops, in walking order.")
    def hops(self, info: Info) -> list[Hop]:
        return self.ask(info, _hops)

    @strawberry.field(description="The fewest independent sources behind any of its hops.")
    def support(self) -> int:
        return self.item.path.support

    @strawberry.field(description="The path in words.")
    def sentence(self, info: Info) -> str:
        return self.ask(info, lambda view, some: sentences(view, [walked.path for walked in some], some[0].provenance))


def _hops(view: View, some: Sequence[Walked]) -> list[list[Hop]]:
    return Hop.lists(view, [[Stepped(hop, provenance) for hop in path.hops] for path, provenance in some])


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
    def of(cls, view: View, found: Page[PathModel], paths: Paths, provenance: ProvenanceFilter) -> Self:
        """Show a page of `paths`."""
        nodes = Path.all(view, [Walked(path, provenance) for path in found.items])
        return cls(
            edges=[PathEdge(cursor=cursor, node=node) for cursor, node in zip(found.cursors, nodes, strict=True)],
            page_info=PageInfo.of(found),
            total_count=found.total,
            complete=paths.complete,
            explored=paths.explored,
        )


class SharedBy(NamedTuple):
    """What several entities share, and which claims may say when."""

    shared: Shared
    provenance: ProvenanceFilter


@strawberry.type(description="An entity that several have in common, and how each of them is connected with it.")
class SharedEdge(Member[SharedBy]):
    cursor: str

    @strawberry.field(description="The entity in the middle: an event, an organisation, a person, a place.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [one.shared.entity for one in some]))

    @strawberry.field(description="The best supported hop from each of those who share it.")
    def hops(self, info: Info) -> list[Hop]:
        def stepped(view: View, some: Sequence[SharedBy]) -> list[list[Hop]]:
            return Hop.lists(view, [[Stepped(hop, one.provenance) for hop in one.shared.hops] for one in some])

        return self.ask(info, stepped)


@strawberry.type(description="A page of what entities have in common: what most of them share first.")
class SharedConnection:
    edges: list[SharedEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many were found.")
    complete: bool = strawberry.field(
        description="False when one of them has more than 20,000 neighbours, or more than 1,000 are shared."
    )

    @classmethod
    def of(cls, view: View, found: Page[Shared], common: Common, provenance: ProvenanceFilter) -> Self:
        """Show a page of `common`."""
        batch = Batch(view, [SharedBy(one, provenance) for one in found.items])
        made = [SharedEdge(batch=batch, place=n, cursor=cursor) for n, cursor in enumerate(found.cursors)]
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total, complete=common.complete)
