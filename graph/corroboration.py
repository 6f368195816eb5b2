"""Claims that say the same as another: of one subject, property and value, whatever the language or the wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Ref, value_key
from graph.support import admitted_each
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.ids import ClaimId, PropertyId
    from graph.model import Claim
    from graph.provenance import ProvenanceFilter
    from graph.view import View


def corroborating(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[list[Claim]]:
    """Return for each of `claims` the others that say the same and may count, best first.

    What is asserted is corroborated by what is asserted, a denial by a denial. A claim that repeats another, or the
    same third one, corroborates nothing: claims of one origin are one. What holds both ways counts from either end.

    A filter that leaves certainty and stance open lets count what is as sure: a hope corroborates no fact, and is
    corroborated by whatever says the same.
    """
    said = [_saying(claim, told) for claim, told in zip(claims, _told(view, claims), strict=True)]
    standing, disputed = provenance.connected(), provenance.disputed()
    asserted = admitted_each(view, [[one for one in some if not one.denies] for some in said], standing)
    denied = admitted_each(view, [[one for one in some if one.denies] for some in said], disputed)
    chosen = [no if claim.denies else yes for claim, yes, no in zip(claims, asserted, denied, strict=True)]
    origin = _origins(view, [*claims, *(one for some in chosen for one in some)])
    return [
        [one for one in some if origin[one.id] != origin[claim.id]] for claim, some in zip(claims, chosen, strict=True)
    ]


def _told(view: View, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return what is said about the subject of each of `claims`, and by symmetric properties of it."""
    properties = {claim.property for claim in claims}
    about = dict(zip(claims, view.about([claim.subject for claim in claims], properties), strict=True))
    both_ways = [claim for claim in claims if _is_symmetric(claim.property)]
    naming = view.naming([claim.subject for claim in both_ways]) if both_ways else []
    for claim, some in zip(both_ways, naming, strict=True):
        about[claim] = list({one.id: one for one in (*about[claim], *some)}.values())
    return [about[claim] for claim in claims]


def _saying(claim: Claim, told: Iterable[Claim]) -> list[Claim]:
    same = _points(claim)
    return [one for one in told if one.property == claim.property and _points(one) & same]


def _points(claim: Claim) -> set[tuple[str, tuple[str, ...]]]:
    """Return what `claim` says; by a symmetric property that of either end."""
    points = {(str(claim.subject), value_key(claim.value))}
    if isinstance(claim.value, Ref) and _is_symmetric(claim.property):
        points.add((claim.value.entity, value_key(Ref(claim.subject))))
    return points


def _is_symmetric(prop: PropertyId) -> bool:
    known = vocabulary().properties.get(prop)
    return known is not None and known.symmetric


def _origins(view: View, claims: Iterable[Claim]) -> dict[ClaimId, ClaimId]:
    """Return what each of `claims` repeats in the end: itself, where it repeats none."""
    above = {claim.id: claim.origin for claim in claims}
    while missing := [origin for origin in above.values() if origin is not None and origin not in above]:
        for name, found in zip(missing, view.claims(missing), strict=True):
            above[name] = found.origin if found else None
    return {name: _last(name, above) for name in above}


def _last(name: ClaimId, above: dict[ClaimId, ClaimId | None]) -> ClaimId:
    """Return the end of the chain from `name`; of claims that repeat each other the first by id stands for all."""
    way = [name]
    while (origin := above[way[-1]]) is not None:
        if origin in way:
            return min(way[way.index(origin) :])
        way.append(origin)
    return way[-1]
