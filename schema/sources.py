"""The list of all sources."""

import strawberry

from graph.ids import SourceId
from graph.paging import page
from graph.view import View
from schema.batch import Batch, Member
from schema.claims import Source, sources
from schema.context import Info
from schema.node import PageInfo


@strawberry.type(description="A source, and the cursor to go on after it.")
class SourceEdge(Member[SourceId]):
    cursor: str
    node: Source

    @strawberry.field(description="How many claims stand in it.")
    def claim_count(self, info: Info) -> int:
        return self.ask(info, lambda view, ids: [len(said) for said in view.claims_of(ids)])


@strawberry.type(description="A page of sources.")
class SourceConnection:
    edges: list[SourceEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")


def source_connection(view: View, first: int | None, after: str | None) -> SourceConnection:
    """Return a page of all sources, in the order of their ids."""
    found = page(view.source_ids(), lambda source: (source,), name="sources", first=first, after=after)
    batch = Batch(view, found.items)
    told = enumerate(zip(found.cursors, sources(view, found.items), strict=True))
    made = [SourceEdge(batch=batch, place=place, cursor=cursor, node=node) for place, (cursor, node) in told]
    return SourceConnection(edges=made, page_info=PageInfo.of(found), total_count=found.total)
