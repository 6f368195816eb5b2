"""Entities found by name, as the API shows them."""

from typing import Self

import strawberry

from graph.finding import How
from graph.paging import Page
from graph.profiles import Claimed
from graph.search import Hit
from graph.view import View
from schema.batch import Batch, Member
from schema.claimed import Name
from schema.context import Info, LazyEntity, shown
from schema.node import PageInfo

strawberry.enum(
    How,
    name="MatchedBy",
    description="How a text finds a name, the surest first. WHOLE: they are the same. WORDS: all words are words of it."
    " SPELLING: in another spelling or script. TYPO: but for one letter. PREFIX: a word is only begun.",
)


@strawberry.type(description="An entity found by name.")
class SearchEdge(Member[Hit]):
    cursor: str

    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [match.entity for match in some]))

    @strawberry.field(description="How well its name matches: 1 is the whole name.")
    def score(self) -> float:
        return self.item.score

    @strawberry.field(description="How the text found the name.")
    def how(self) -> How:
        assert self.item.how is not None
        return self.item.how

    @strawberry.field(description="The name that matched.")
    def matched_name(self, info: Info) -> Name:
        return self.ask(info, lambda view, some: Name.all(view, [Claimed(m.claim.value, (m.claim,), 1) for m in some]))


@strawberry.type(description="A page of entities found by name, best match first.")
class SearchConnection:
    edges: list[SearchEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @classmethod
    def of(cls, view: View, found: Page[Hit]) -> Self:
        """Show a page."""
        batch = Batch(view, found.items)
        made = [SearchEdge(batch=batch, place=n, cursor=cursor) for n, cursor in enumerate(found.cursors)]
        return cls(edges=made, page_info=PageInfo.of(found), total_count=found.total)
