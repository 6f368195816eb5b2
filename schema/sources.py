"""Lists of sources: all there are, and those that speak of an entity."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import strawberry

from graph.ids import SourceId
from graph.paging import page
from graph.view import View
from schema.batch import Batch, Member
from schema.claims import Source, sources
from schema.context import Info
from schema.node import PageInfo


class Listed(NamedTuple):
    """A source of a list, and how many claims of it are meant: None for all."""

    source: SourceId
    claims: int | None


@strawberry.type(description="A source, and the cursor to go on after it.")
class SourceEdge(Member[Listed]):
    cursor: str

    @strawberry.field(description="The source.")
    def node(self, info: Info) -> Source:
        return self.ask(info, lambda view, some: sources(view, [listed.source for listed in some]))

    @strawberry.field(description="How many claims stand in it; in a list about an entity, how many about that.")
    def claim_count(self, info: Info) -> int:
        return self.ask(info, _counts)


def _counts(view: View, some: Sequence[Listed]) -> list[int]:
    open_ = [listed.source for listed in some if listed.claims is None]
    whole = iter(view.claims_of(open_) if open_ else [])
    return [len(next(whole)) if listed.claims is None else listed.claims for listed in some]


@strawberry.type(description="A page of sources, by their ids.")
class SourceConnection:
    edges: list[SourceEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @classmethod
    def of(
        cls,
        view: View,
        lists: Sequence[Mapping[SourceId, int | None]],
        names: Sequence[str],
        first: int | None,
        after: str | None,
    ) -> list[Self]:
        """Return a page of each of `lists`: sources, with the claims to be counted."""
        pages = [
            page(sorted(some), lambda source: (source,), name=f"sources {name}", first=first, after=after)
            for some, name in zip(lists, names, strict=True)
        ]
        listed = [
            [Listed(source, some[source]) for source in found.items] for some, found in zip(lists, pages, strict=True)
        ]
        batch = Batch(view, [one for some in listed for one in some])
        cursors = enumerate(cursor for found in pages for cursor in found.cursors)
        made = iter([SourceEdge(batch=batch, place=place, cursor=cursor) for place, cursor in cursors])
        return [
            cls(edges=[next(made) for _ in found.items], page_info=PageInfo.of(found), total_count=found.total)
            for found in pages
        ]
