"""Claims that say the same as another: of one subject, property and value, whatever the language or the wording."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.statements import Statement, counting, saying, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.ids import ClaimId
    from graph.model import Claim
    from graph.provenance import ProvenanceFilter
    from graph.view import View


def corroborating(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[list[Claim]]:
    """Return for each of `claims` the others that say the same and may count, best first.

    What is asserted is corroborated by what is asserted, a denial by a denial. A claim that repeats another, or the
    same third one, corroborates nothing: claims of one origin are one. What holds both ways counts from either end.

    A filter that leaves certainty and stance open lets count what is asserted, or denied: a hope corroborates nothing.
    One that asks for independent sources leaves out what has fewer, all claims that say it taken together.
    """
    told = {one.id: one for one in saying(view, {statement(claim) for claim in claims})}.values()
    asserted = counting(view, [one for one in told if not one.denies], provenance.connected())
    denied = counting(view, [one for one in told if one.denies], provenance.disputed())
    groups: defaultdict[Statement, list[Claim]] = defaultdict(list)
    for one in (*asserted, *denied):
        groups[statement(one)].append(one)
    beside = [groups[statement(claim)] for claim in claims]
    origin = _origins(view, [*claims, *asserted, *denied])
    return [
        [one for one in some if origin[one.id] != origin[claim.id]] for claim, some in zip(claims, beside, strict=True)
    ]


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
