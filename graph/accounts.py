"""Differing accounts: values of one functional property that cannot all hold, side by side.

A stock (prisoners held) is compared across days within a year, a flow (released, pardoned, jailed) only over one and
the same period. An undated stock is taken as of the day its source was published.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.edtf import possibly_same
from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Claim, Duration, Quantity, Time, value_key
from graph.profiles import Claimed, labels, supported
from graph.support import admitted
from graph.vocabulary import Measure, Property, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Value
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_YEAR_S = 366 * 86_400


class Accounts(Struct, frozen=True):
    """What different voices say of one property of one entity: at least two values, best supported first."""

    subject: EntityId
    property: PropertyId
    sides: tuple[Claimed, ...]

    @builtins.property
    def key(self) -> Key:
        """Its place among all accounts: the same as long as its first claim is there."""
        return self.subject, self.property, min(claim.id for side in self.sides for claim in side.claims)


def accounts(view: View, about: Sequence[EntityId] | None, provenance: ProvenanceFilter) -> list[Accounts]:
    """Return where the voices differ about each of `about`, or, when it is None, about anything. O(claims) then."""
    standing = provenance.connected()
    groups: defaultdict[tuple[EntityId, PropertyId], list[Claim]] = defaultdict(list)
    for claim in view.scan() if about is None else _said_of(view, about):
        prop = vocabulary().properties.get(claim.property)
        if prop is not None and prop.functional:
            groups[claim.subject, claim.property].append(claim)
    found = []
    for (subject, iri), claims in groups.items():
        for comparable in _comparable(view, vocabulary().properties[iri], admitted(view, claims, standing)):
            sides = supported(view, comparable, standing.min_independent_sources)
            if any(_differ(a.value, b.value) for a in sides for b in sides):
                found.append(Accounts(subject, iri, tuple(sides)))
    return sorted(found, key=lambda account: account.key)


def explanation(view: View, differing: Accounts) -> str:
    """Return in words who says what."""
    claimants = [claim.claimant for side in differing.sides for claim in side.claims]
    called = dict(zip(claimants, labels(view, claimants), strict=True))
    sides = []
    for side in differing.sides:
        voices = dict.fromkeys(_voice(claim, called[claim.claimant]) for claim in side.claims)
        sides.append(f"{in_words(side.value)} according to {', '.join(voices)}")
    subject = labels(view, [differing.subject])[0]
    return f"{subject}, {vocabulary().properties[differing.property].label}: {'; '.join(sides)}"


def _voice(claim: Claim, claimant: str) -> str:
    return claimant if claim.certainty is Certainty.ASSERTED else f"{claimant} ({claim.certainty.lower()})"


def in_words(value: Value) -> str:  # noqa: PLR0911 - one return a type of value
    """Return a value that can differ in words."""
    match value:
        case Quantity(amount=amount) if amount is not None:
            return f"{'about ' if value.approximate else ''}{amount:,f}"
        case Quantity(lower=lower, upper=None):
            return f"more than {lower:,f}"
        case Quantity(lower=None, upper=upper):
            return f"fewer than {upper:,f}"
        case Quantity(lower=lower, upper=upper):
            return f"{lower:,f} to {upper:,f}"
        case Time():
            return value.span.display()
        case Duration():
            return value.duration
        case _:
            return " ".join(value_key(value)[1:]).strip()


def _said_of(view: View, about: Sequence[EntityId]) -> Iterable[Claim]:
    functional = {prop.id for prop in vocabulary().properties.values() if prop.functional}
    return (claim for claims in view.about(list(dict.fromkeys(about)), functional) for claim in claims)


def _comparable(view: View, prop: Property, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return `claims` in groups whose members speak of the same time, so that differing values differ."""
    match prop.measures:
        case Measure.STOCK:
            return _within_a_year(view, claims)
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


def _within_a_year(view: View, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the claims with a rival within a year, in groups between which more than a year lies."""
    sources = dict(zip((c.id for c in claims), view.sources([c.source for c in claims]), strict=True))
    dated = []
    for claim in claims:
        source = sources[claim.id]
        day = claim.valid or (source.published if source else None)
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
