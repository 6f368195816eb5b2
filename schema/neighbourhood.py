"""Who stands around entities, as the API shows them."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import strawberry

from graph.model import Hop as HopModel
from graph.neighbourhood import Near, Neighbourhood, ways
from graph.paging import Page
from graph.provenance import ProvenanceFilter
from graph.view import PathSpec, View
from schema.batch import Batch, Member
from schema.context import Info, LazyEntity, shown
from schema.hops import Hop, Stepped
from schema.node import PageInfo


class Sought(NamedTuple):
    """What was found around entities, over which connections and by which claims."""

    found: Neighbourhood
    spec: PathSpec
    provenance: ProvenanceFilter

    def ways(self, view: View, shown: Sequence[Near]) -> list[tuple[HopModel, ...]]:
        """Return a way to each of `shown`."""
        return ways(view, self.found, shown, self.spec, self.provenance)


class Neighbour(NamedTuple):
    """One that was found."""

    near: Near
    sought: Sought


@strawberry.type(description="An entity near those asked about, and how it is reached.")
class NeighbourEdge(Member[Neighbour]):
    cursor: str

    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [one.near.entity for one in some]))

    @strawberry.field(description="How many hops it is away from the nearest of those asked about.")
    def distance(self) -> int:
        return self.item.near.distance

    @strawberry.field(
        description="The fewest independent sources behind any hop of the best way; null where ways are chronological."
    )
    def support(self) -> int | None:
        return self.item.near.support or None

    @strawberry.field(
        description="A way to it from the nearest of those asked about: of the shortest ones a best supported."
    )
    def hops(self, info: Info) -> list[Hop]:
        def stepped(view: View, some: Sequence[Neighbour]) -> list[list[Hop]]:
            if not some:
                return []
            # the neighbours of one answer were sought together
            found = some[0].sought.ways(view, [one.near for one in some])
            return Hop.lists(view, [[Stepped(hop, some[0].sought.provenance) for hop in way] for way in found])

        return self.ask(info, stepped)


@strawberry.type(description="A page of a neighbourhood: the nearest first, then the best supported.")
class NeighbourConnection:
    edges: list[NeighbourEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many were found: at most 1,000.")
    complete: bool = strawberry.field(description="False when there are more, or the search stopped early.")
    explored: int = strawberry.field(description="How many connections the search looked at.")

    @classmethod
    def of(cls, view: View, page: Page[Near], sought: Sought) -> Self:
        """Show a page of what was sought."""
        batch = Batch(view, [Neighbour(near, sought) for near in page.items])
        return cls(
            edges=[NeighbourEdge(batch=batch, place=n, cursor=cursor) for n, cursor in enumerate(page.cursors)],
            page_info=PageInfo.of(page),
            total_count=page.total,
            complete=sought.found.complete,
            explored=sought.found.explored,
        )
