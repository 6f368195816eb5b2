"""What stands behind an answer: the claims that may count, in order, and how many independent sources they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Certainty, Claim, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.ids import SourceId
    from graph.model import Source
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_RANKS = list(Rank)
_CERTAINTIES = list(Certainty)
_UNDATED = (True, 1 << 62, True, 0, "")


def admitted(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[Claim]:
    """Return those of `claims` that may count, best first (`best_first`)."""
    sources = _sources(view, claims)
    return _ordered([claim for claim in claims if provenance.admits(claim, sources[claim.source])], sources)


def best_first(view: View, claims: Iterable[Claim]) -> list[Claim]:
    """Return `claims` ordered by rank, certainty, day of publication and id: the order in which answers list them."""
    listed = list(claims)
    return _ordered(listed, _sources(view, listed))


def _ordered(claims: Sequence[Claim], sources: Mapping[SourceId, Source]) -> list[Claim]:
    def key(claim: Claim) -> tuple[int, int, tuple[bool, int, bool, int, str], str]:
        published = sources[claim.source].published
        day = published.span.sort_key() if published else _UNDATED
        return _RANKS.index(claim.rank), _CERTAINTIES.index(claim.certainty), day, claim.id

    return sorted(claims, key=key)


def independent_sources(view: View, claims: Sequence[Claim]) -> int:
    """Return how many independent sources stand behind `claims`.

    The lesser of distinct publishers, of which those of one owner are one, and distinct claimants, of whom one who
    repeats another's claim is that other.

    One article is one. Two papers that quote one group are one. Two papers that tell it themselves are two.
    """
    sources = _sources(view, claims)
    publishers = view.owners(sorted({source.publisher for source in sources.values()}))
    return min(len(set(publishers)), len(_voices(view, claims)))


def _voices(view: View, claims: Sequence[Claim]) -> set[str]:
    """Return who stands behind `claims` in the end: the claimant of what a claim repeats, if it repeats another's.

    Claims that repeat each other have one voice, and so have claims that repeat one that is not here.
    """
    ways = [[claim] for claim in claims]
    voices: set[str] = set()
    while ways:
        origins = view.claims([way[-1].origin or way[-1].id for way in ways])
        onward = []
        for way, origin in zip(ways, origins, strict=True):
            if way[-1].origin is None:
                voices.add(way[-1].claimant)
            elif origin is None:
                voices.add(way[-1].origin)
            elif origin in way:
                voices.add(min(way[way.index(origin) :], key=lambda claim: claim.id).claimant)
            else:
                onward.append([*way, origin])
        ways = onward
    return voices


def _sources(view: View, claims: Sequence[Claim]) -> dict[SourceId, Source]:
    ids = sorted({claim.source for claim in claims})
    return {source.id: source for source in view.sources(ids) if source is not None}
