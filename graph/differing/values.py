"""Differing values of a property that can have one at a time, where they cannot all hold.

A stock (prisoners held) is compared across days within a year, a flow (released, pardoned, jailed) only over one and
the same period. An undated stock is taken as of the day its source was published.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from graph.differing import Accounts, AccountsKind, Side
from graph.edtf import possibly_same
from graph.model import Quantity, Time, value_key
from graph.profiles import supported_each
from graph.support import admitted_each
from graph.vocabulary import Measure, Property, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.ids import ClaimId, EntityId, PropertyId
    from graph.model import Claim, Value
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_YEAR_S = 366 * 86_400


def differing_values(view: View, about: Sequence[EntityId] | None, standing: ProvenanceFilter) -> list[Accounts]:
    """Return where values of functional properties differ, of `about` or of anybody; in no order."""
    functional = {prop.id for prop in vocabulary().properties.values() if prop.functional}
    subjects = _several(view, functional, standing) if about is None else about
    groups: defaultdict[tuple[EntityId, PropertyId], list[Claim]] = defaultdict(list)
    for claims in view.about(subjects, functional):
        for claim in claims:
            groups[claim.subject, claim.property].append(claim)
    keys = [key for key, claims in groups.items() if len(claims) > 1]
    counted = admitted_each(view, [[c for c in groups[key] if not c.denies] for key in keys], standing)
    days = _days_of(view, [claim for claims in counted for claim in claims])
    parts = [
        (key, part)
        for key, claims in zip(keys, counted, strict=True)
        for part in _comparable(vocabulary().properties[key[1]], claims, days)
    ]
    sides = supported_each(view, [part for _, part in parts], standing.min_independent_sources)
    return [
        Accounts(AccountsKind.VALUE, *key, tuple(Side(one.value, one.claims, one.independent_sources) for one in some))
        for (key, _), some in zip(parts, sides, strict=True)
        if any(_differ(one.value, other.value) for one in some for other in some)
    ]


def _several(view: View, functional: Iterable[PropertyId], standing: ProvenanceFilter) -> list[EntityId]:
    """Return who has several values of one of `functional`."""
    found = []
    for subject, said in view.values_of_all(set(functional), replace(standing, min_independent_sources=1)):
        keys = {(one.property, value_key(one.value)) for one in said}
        if len(keys) > len({prop for prop, _ in keys}):
            found.append(subject)
    return found


def _days_of(view: View, claims: Sequence[Claim]) -> dict[ClaimId, Time | None]:
    """Return of what day each of `claims` speaks: the one it gives, else that on which its source was published."""
    sources = view.sources([claim.source for claim in claims])
    return {
        claim.id: claim.valid or (source.published if source else None)
        for claim, source in zip(claims, sources, strict=True)
    }


def _comparable(prop: Property, claims: Sequence[Claim], days: Mapping[ClaimId, Time | None]) -> list[list[Claim]]:
    """Return `claims` in groups whose members speak of the same time, so that differing values differ."""
    match prop.measures:
        case Measure.STOCK:
            return _within_a_year(claims, days)
        case Measure.FLOW:
            periods: defaultdict[tuple[int | None, int | None], list[Claim]] = defaultdict(list)
            for claim in claims:
                if (
                    claim.valid
                    and claim.valid.span.latest_end is not None
                    and claim.valid.span.earliest_start is not None
                ):
                    periods[claim.valid.span.nominal_start, claim.valid.span.nominal_end].append(claim)
            return list(periods.values())
        case None:
            return [list(claims)]


def _within_a_year(claims: Sequence[Claim], days: Mapping[ClaimId, Time | None]) -> list[list[Claim]]:
    """Return the claims with a rival within a year, in groups between which more than a year lies."""
    dated = []
    for claim in claims:
        day = days[claim.id]
        start = day.span.nominal_start if day else None
        if start is not None:
            dated.append((start, claim))
    groups: list[list[tuple[int, Claim]]] = []
    for start, claim in sorted(dated, key=lambda pair: (pair[0], pair[1].id)):
        if not groups or start - groups[-1][-1][0] > _YEAR_S:
            groups.append([])
        groups[-1].append((start, claim))
    return [[claim for start, claim in group if _is_rivalled(start, claim, group)] for group in groups]


def _is_rivalled(start: int, claim: Claim, group: Sequence[tuple[int, Claim]]) -> bool:
    return any(abs(day - start) <= _YEAR_S and _differ(claim.value, other.value) for day, other in group)


def _differ(a: Value, b: Value) -> bool:
    """Say whether `a` and `b` cannot both hold. Bounds and dates that overlap can."""
    match a, b:
        case Quantity(), Quantity():
            return _ends_before(a, b) or _ends_before(b, a)
        case Time(), Time():
            return not possibly_same(a.span, b.span)
        case _:
            return a != b


def _ends_before(a: Quantity, b: Quantity) -> bool:
    """Say whether all that `a` allows is less than all that `b` allows; a bound that stands alone is exclusive."""
    most = a.amount if a.amount is not None else a.upper
    least = b.amount if b.amount is not None else b.lower
    if most is None or least is None:
        return False
    open_end = (a.amount is None and a.lower is None) or (b.amount is None and b.upper is None)
    return most <= least if open_end else most < least
