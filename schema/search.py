"""Entities that were found by words, and what they have in common, as the API shows them."""

from collections.abc import Sequence
from typing import Self

import strawberry

from graph.facets import Bucket as FoundBucket
from graph.facets import Facet as FoundFacet
from graph.facets import FacetBy, facets
from graph.finding import How
from graph.paging import MAX_PAGE, Page, page_size
from graph.profiles import Claimed
from graph.search import Hit
from graph.statements import statement
from graph.support import independent_each
from graph.view import SearchIn, View
from schema.batch import Batch, Member
from schema.claimed import Name
from schema.claims import Claim
from schema.context import Info, LazyEntity, check_time, shown
from schema.global_ids import Sort, to_id
from schema.limits import cost
from schema.node import PageInfo

strawberry.enum(
    How,
    name="MatchedBy",
    description="How a text finds a name, the surest first. WHOLE: they are the same. WORDS: all words are words of it."
    " SPELLING: in another spelling or script. TYPO: but for one letter. PREFIX: a word is only begun.",
)
strawberry.enum(
    SearchIn,
    description="Where a text is looked for. NAMES: names and aliases, in any spelling. DESCRIPTIONS: what is said to"
    " describe. QUOTES: the exact words of evidence, which find whom their claims are about: subject and value.",
)
strawberry.enum(
    FacetBy,
    description="By what those found are counted. KIND: what they are, under each kind and those above. PUBLISHER,"
    " CLAIMANT, SOURCE: of the claims that found them. YEAR: in which the sources of these surely were published.",
)
_SORTS = {
    FacetBy.KIND: Sort.KIND,
    FacetBy.PUBLISHER: Sort.ENTITY,
    FacetBy.CLAIMANT: Sort.ENTITY,
    FacetBy.SOURCE: Sort.SOURCE,
}


@strawberry.type(description="An entity that was found.")
class SearchEdge(Member[Hit]):
    cursor: str

    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, hits: shown(info, view, [hit.entity for hit in hits]))

    @strawberry.field(description="How well the text matches: 1 is the whole name, 0.6 a description, 0.3 a quote.")
    def score(self) -> float:
        return self.item.score

    @strawberry.field(description="Where it matches best.")
    def found_in(self) -> SearchIn:
        return self.item.place

    @strawberry.field(description="How the text found the name; null where a description or a quote matched.")
    def how(self) -> How | None:
        return self.item.how

    @strawberry.field(description="The name that matched; null where a description or a quote did.")
    def matched_name(self, info: Info) -> Name | None:
        return self.ask(info, lambda view, hits: Name.maybe(view, _names(view, hits)))

    @strawberry.field(description="The claim in whose words the text stands: that of the best match.")
    def claim(self, info: Info) -> Claim:
        return self.ask(info, lambda view, hits: Claim.all(view, [hit.claim for hit in hits]))

    @strawberry.field(description="How many claims found it: those that match the text and may count.")
    def claim_count(self) -> int:
        return len(self.item.claims)


def _names(view: View, hits: Sequence[Hit]) -> list[Claimed | None]:
    """Return the name that each of `hits` was found by, with all claims that found it and give that name."""
    given = [[c for c in hit.claims if statement(c) == statement(hit.claim)] for hit in hits]
    told = zip(hits, given, independent_each(view, given), strict=True)
    return [
        Claimed(hit.claim.value, tuple(claims), sources) if hit.place is SearchIn.NAMES else None
        for hit, claims, sources in told
    ]


@strawberry.type(description="How many of those found have something in common.")
class Bucket:
    id: strawberry.ID | None = strawberry.field(
        description="The id of the kind, the entity or the source; null for a year."
    )
    label: str = strawberry.field(description="What to call it.")
    count: int = strawberry.field(description="How many entities: of all that was found, not of a page.")

    @classmethod
    def of(cls, by: FacetBy, bucket: FoundBucket) -> Self:
        """Show a bucket."""
        named = to_id(_SORTS[by], bucket.key) if by in _SORTS and bucket.key is not None else None
        return cls(id=named, label=bucket.label, count=bucket.count)


@strawberry.type(description="All that was found, counted by one thing. An entity may be in several buckets.")
class Facet:
    facet: strawberry.Private[FoundFacet]
    by: FacetBy = strawberry.field(description="By what.")

    @strawberry.field(description="The largest first; at most 100.")
    def buckets(self, first: int | None = None) -> list[Bucket]:
        return [Bucket.of(self.by, bucket) for bucket in self.facet.buckets[: page_size(first, MAX_PAGE)]]

    @strawberry.field(description="How many buckets there are.")
    def bucket_count(self) -> int:
        return len(self.facet.buckets)


@strawberry.type(description="A page of entities that were found, best match first.")
class SearchConnection:
    view: strawberry.Private[View]
    hits: strawberry.Private[Sequence[Hit]]
    edges: list[SearchEdge]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are on all pages.")

    @strawberry.field(
        description="All that was found, counted. The counts are of entities, by the claims that match and may count:"
        " a bucket has as many as the same search finds when it asks for that kind, publisher, claimant or source.",
        directives=cost(50),
    )
    def facets(self, info: Info, by: list[FacetBy]) -> list[Facet]:
        check_time(info)
        found = facets(self.view, self.hits, list(dict.fromkeys(by)))
        return [Facet(facet=facet, by=facet.by) for facet in found]

    @classmethod
    def of(cls, view: View, hits: Sequence[Hit], found: Page[Hit]) -> Self:
        """Show a page of `hits`."""
        batch = Batch(view, found.items)
        made = [SearchEdge(batch=batch, place=n, cursor=cursor) for n, cursor in enumerate(found.cursors)]
        return cls(view=view, hits=hits, edges=made, page_info=PageInfo.of(found), total_count=found.total)
