"""What was found, counted by what it is and by whose claims found it.

Every count is of entities, over all that was found and not over a page of it. What counts for an entity are the claims
by which it was found, as far as the filter let them: so a bucket has as many as the same search finds when its filter
names the publisher, the claimant, the source or the kind of that bucket.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.counts import year_of
from graph.edtf import parse
from graph.ids import EntityId, KindId, SourceId
from graph.profiles import kinds, labels
from graph.support import sources_of
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.model import Source
    from graph.search import Hit
    from graph.view import View

    Keys = Iterable[str | None]

UNTOLD = "no year told"


class FacetBy(StrEnum):
    """By what those found are counted.

    KIND: what they are, under each kind and those above it. PUBLISHER, CLAIMANT, SOURCE: of the claims by which they
    were found. YEAR: in which the sources of these claims surely were published.
    """

    KIND = "KIND"
    PUBLISHER = "PUBLISHER"
    CLAIMANT = "CLAIMANT"
    SOURCE = "SOURCE"
    YEAR = "YEAR"


class Bucket(Struct, frozen=True):
    """How many entities have something in common: a kind, a publisher, a claimant or a source by its id, or a year.

    `key` is None for a year that no source tells.
    """

    key: str | None
    label: str
    count: int


class Facet(Struct, frozen=True):
    """All buckets of one sort: the largest first, of equal ones by their labels. An entity may be in several."""

    by: FacetBy
    buckets: tuple[Bucket, ...]


def facets(view: View, hits: Sequence[Hit], by: Sequence[FacetBy]) -> list[Facet]:
    """Return those of `by`, in their order, over `hits`. A view call or two for each, whatever there is to count."""
    sources = (
        sources_of(view, (claim for hit in hits for claim in hit.claims))
        if {*by} - {FacetBy.KIND, FacetBy.CLAIMANT}
        else {}
    )
    return [Facet(one, _buckets(view, hits, one, sources)) for one in by]


def _buckets(view: View, hits: Sequence[Hit], by: FacetBy, sources: Mapping[SourceId, Source]) -> tuple[Bucket, ...]:
    counts = Counter(key for keys in _keys(view, hits, by, sources) for key in {*keys})
    called = _labels(view, [key for key in counts if key is not None], by, sources)
    found = [Bucket(key, UNTOLD if key is None else called[key], count) for key, count in counts.items()]
    return tuple(sorted(found, key=lambda bucket: (-bucket.count, bucket.label, bucket.key or "")))


def _keys(view: View, hits: Sequence[Hit], by: FacetBy, sources: Mapping[SourceId, Source]) -> Iterable[Keys]:
    """Return under which keys each of `hits` counts."""
    match by:
        case FacetBy.KIND:
            found = kinds(view, [hit.entity for hit in hits])
            return ([above for kind in some for above in kind.lineage] for some in found)
        case FacetBy.CLAIMANT:
            return ([claim.claimant for claim in hit.claims] for hit in hits)
        case FacetBy.SOURCE:
            return ([claim.source for claim in hit.claims] for hit in hits)
        case FacetBy.PUBLISHER:
            return ([sources[claim.source].publisher for claim in hit.claims] for hit in hits)
        case FacetBy.YEAR:
            years = {name: year_of(source.published.span) for name, source in sources.items() if source.published}
            return ([years.get(claim.source) for claim in hit.claims] for hit in hits)


def _labels(view: View, keys: Sequence[str], by: FacetBy, sources: Mapping[SourceId, Source]) -> dict[str, str]:
    """Return what to call the buckets of `keys`."""
    match by:
        case FacetBy.KIND:
            return {key: vocabulary().kinds[KindId(key)].label for key in keys}
        case FacetBy.PUBLISHER | FacetBy.CLAIMANT:
            return dict(zip(keys, labels(view, [EntityId(key) for key in keys]), strict=True))
        case FacetBy.SOURCE:
            return {key: sources[SourceId(key)].title or key for key in keys}
        case FacetBy.YEAR:
            return {key: parse(key).display() for key in keys}
