"""Claims by what they say, who says it, where and when."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from graph.edtf import during
from graph.model import Claim, Ref, Time
from graph.statements import counting
from graph.support import says
from graph.view_tally import ClaimFilter, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.ids import ClaimId, EntityId, SourceId
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View, Window


class ClaimOrderField(StrEnum):
    """By what claims are put in order. HELD: the time that a claim says, else the time at which it holds."""

    PUBLISHED = "PUBLISHED"
    ASSERTED_ON = "ASSERTED_ON"
    RECORDED_AT = "RECORDED_AT"
    HELD = "HELD"


class ClaimOrder(NamedTuple):
    """An order of claims; equals by id."""

    by: ClaimOrderField
    descending: bool = False


def find_claims(view: View, where: ClaimFilter, provenance: ProvenanceFilter) -> list[Claim]:
    """Return all the wanted claims that may count, by id. See `View.wanted`, which returns some of them."""
    return view.wanted(where, provenance).claims


def read_wanted(view: View, where: ClaimFilter, provenance: ProvenanceFilter) -> list[Claim]:
    """Return the wanted claims that may count, by id, read one by one.

    O(claims) unless subjects, objects or claimants are given.
    """
    where = where.as_shown(view.identity)
    wanted = [claim for claim in _candidates(view, where) if _is_wanted(claim, where)]
    return sorted(counting(view, wanted, provenance), key=lambda claim: claim.id)


def wanted_of(claims: Sequence[Claim], after: ClaimId | None, most: int | None) -> Wanted:
    """Return some of `claims`, which stand by their ids, as `View.wanted` does."""
    start = 0 if after is None else bisect_right(claims, after, key=lambda claim: claim.id)
    return Wanted([*claims[start : None if most is None else start + most]], len(claims))


def claims_about(
    view: View, subjects: Sequence[EntityId], provenance: ProvenanceFilter, where: ClaimFilter | None = None
) -> list[list[Claim]]:
    """Return the claims about each of `subjects` that may count, by id; with `where`, only the wanted ones."""
    where = (where or ClaimFilter()).as_shown(view.identity)
    wanted = [[c for c in claims if _is_wanted(c, where)] for claims in view.about(subjects, where.properties)]
    return _shared_out(view, wanted, provenance)


def claims_in(view: View, sources: Sequence[SourceId], provenance: ProvenanceFilter) -> list[list[Claim]]:
    """Return the claims that stand in each of `sources` and may count, by id."""
    return _shared_out(view, view.claims_of(sources), provenance)


def _shared_out(view: View, groups: Sequence[Sequence[Claim]], provenance: ProvenanceFilter) -> list[list[Claim]]:
    claims = {claim.id: claim for group in groups for claim in group}
    kept = {claim.id for claim in counting(view, list(claims.values()), provenance)}
    return [[claim for claim in group if claim.id in kept] for group in groups]


def in_order(view: View, claims: Sequence[Claim], order: ClaimOrder | None) -> list[tuple[Key, Claim]]:
    """Return `claims` in `order`, else by id, each with its place.

    Those without such a time come last, whichever way it goes.
    """
    if order is None:
        return sorted((((claim.id,), claim) for claim in claims), key=lambda pair: pair[0])
    times = _times(view, claims, order.by)
    placed: list[tuple[Key, Claim]] = []
    for claim, at in zip(claims, times, strict=True):
        place = 0 if at is None else -at if order.descending else at
        placed.append(((at is None, place, claim.id), claim))
    return sorted(placed, key=lambda pair: pair[0])


def _times(view: View, claims: Sequence[Claim], by: ClaimOrderField) -> list[int | None]:
    match by:
        case ClaimOrderField.RECORDED_AT:
            return view.recorded_at([claim.id for claim in claims])
        case ClaimOrderField.PUBLISHED:
            sources = view.sources([claim.source for claim in claims])
            return [_start(source.published if source else None) for source in sources]
        case ClaimOrderField.ASSERTED_ON:
            return [_start(claim.asserted_on) for claim in claims]
        case ClaimOrderField.HELD:
            return [_start(claim.value if isinstance(claim.value, Time) else claim.valid) for claim in claims]


def _start(time: Time | None) -> int | None:
    return time.span.nominal_start if time else None


def _candidates(view: View, where: ClaimFilter) -> Iterable[Claim]:
    """Return the smallest set of claims at hand that holds all that are wanted."""
    if where.subjects is not None:
        return (claim for claims in view.about(sorted(where.subjects), where.properties) for claim in claims)
    if where.objects is not None:
        return (claim for claims in view.naming(sorted(where.objects)) for claim in claims)
    if where.claimants is not None:
        return (claim for claims in view.said_by(sorted(where.claimants)) for claim in claims)
    return view.scan()


def _is_wanted(claim: Claim, where: ClaimFilter) -> bool:
    return (
        (where.properties is None or claim.property in where.properties)
        and (where.subjects is None or claim.subject in where.subjects)
        and (where.objects is None or (isinstance(claim.value, Ref) and claim.value.entity in where.objects))
        and (where.claimants is None or claim.claimant in where.claimants)
        and (where.during is None or _lies_in(claim, where.during))
        and (where.text is None or says(claim, where.text))
    )


def _lies_in(claim: Claim, window: Window) -> bool:
    time = claim.value if isinstance(claim.value, Time) else claim.valid
    return time is not None and during(time.span, window.span, window.match)


__all__ = [
    "ClaimFilter",
    "ClaimOrder",
    "ClaimOrderField",
    "claims_about",
    "claims_in",
    "find_claims",
    "in_order",
    "read_wanted",
    "wanted_of",
]
