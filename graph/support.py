"""What stands behind an answer: the claims that may count, in order, and how many independent sources they have."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from graph.ids import PropertyId
from graph.model import Certainty, Claim, Rank, Ref, Text
from graph.names import folded
from graph.vocabulary import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.ids import EntityId, SourceId
    from graph.model import Source
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_PART_OF = PropertyId(KG + "partOf")
_RANKS = list(Rank)
_CERTAINTIES = list(Certainty)
_UNDATED = (True, 1 << 62, True, 0, "")


def admitted(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[Claim]:
    """Return those of `claims` that may count, best first (`best_first`)."""
    return admitted_each(view, [claims], provenance)[0]


def admitted_each(view: View, groups: Sequence[Sequence[Claim]], provenance: ProvenanceFilter) -> list[list[Claim]]:
    """Return of each of `groups` what `admitted` does, for all of them at once."""
    sources, provenance = sources_of(view, chain.from_iterable(groups)), provenance.as_shown(view.identity)
    kept = ([claim for claim in claims if provenance.admits(claim, sources[claim.source])] for claims in groups)
    return [_ordered(claims, sources) for claims in kept]


def best_first(view: View, claims: Iterable[Claim]) -> list[Claim]:
    """Return `claims` ordered by rank, certainty, day of publication and id: the order in which answers list them."""
    listed = list(claims)
    return _ordered(listed, sources_of(view, listed))


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
    return independent_each(view, [claims])[0]


def independent_each(view: View, groups: Sequence[Sequence[Claim]]) -> list[int]:
    """Return how many independent sources stand behind each of `groups`, for all of them at once."""
    several = [group for group in groups if len(group) > 1]
    sources = sources_of(view, chain.from_iterable(several))
    publishers = sorted({source.publisher for source in sources.values()})
    owner_of = dict(zip(publishers, owners(view, publishers), strict=True))
    voice_of = iter(voices(view, [claim for group in several for claim in group]))
    answers = []
    for group in groups:
        if len(group) > 1:
            printers = {owner_of[sources[claim.source].publisher] for claim in group}
            answers.append(min(len(printers), len({next(voice_of) for _ in group})))
        else:
            answers.append(len(group))
    return answers


def owners(view: View, publishers: Sequence[EntityId]) -> list[EntityId]:
    """Return who owns each of `publishers` in the end: what it is said as a fact to be part of, else itself.

    Of those that own each other one stands for all.
    """
    ways = [[publisher] for publisher in publishers]
    found: list[EntityId | None] = [None] * len(ways)
    while open_ := [number for number, owner in enumerate(found) if owner is None]:
        for number, claims in zip(open_, view.about([ways[number][-1] for number in open_], {_PART_OF}), strict=True):
            way = ways[number]
            above = next((c.value.entity for c in claims if _is_part(c) and isinstance(c.value, Ref)), None)
            if above is None:
                found[number] = way[-1]
            elif above in way:
                found[number] = min(way[way.index(above) :])
            else:
                way.append(above)
    return [owner for owner in found if owner is not None]


def voices(view: View, claims: Sequence[Claim]) -> list[str]:
    """Return who speaks in each of `claims` in the end: the claimant of what it repeats, if it repeats another's.

    Claims that repeat each other have one voice, and so have claims that repeat one that is not here.
    """
    ways = [[claim] for claim in claims]
    found: list[str] = [claim.claimant for claim in claims]
    open_ = [number for number, claim in enumerate(claims) if claim.origin is not None]
    while open_:
        onward = []
        for number, origin in zip(
            open_, view.claims([ways[n][-1].origin or ways[n][-1].id for n in open_]), strict=True
        ):
            way = ways[number]
            if origin is None:
                found[number] = way[-1].origin or way[-1].claimant
            elif origin in way:
                found[number] = min(way[way.index(origin) :], key=lambda claim: claim.id).claimant
            else:
                found[number] = origin.claimant
                way.append(origin)
                if origin.origin is not None:
                    onward.append(number)
        open_ = onward
    return found


def says(claim: Claim, words: str) -> bool:
    """Say whether `words`, folded, stand in the words or in the text of `claim`."""
    value = claim.value.text if isinstance(claim.value, Text) else ""
    return any(words in folded(text) for text in (value, *(piece.exact for piece in claim.evidence)))


def _is_part(claim: Claim) -> bool:
    return claim.property == _PART_OF and claim.is_fact


def sources_of(view: View, claims: Iterable[Claim]) -> dict[SourceId, Source]:
    """Return the sources in which `claims` stand, by their ids."""
    ids = sorted({claim.source for claim in claims})
    return {source.id: source for source in view.sources(ids) if source is not None} if ids else {}
