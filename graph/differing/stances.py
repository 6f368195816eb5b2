"""What is asserted and denied: one value of one property of one entity, and who says so and who says not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from graph.differing import Accounts, AccountsKind, Side
from graph.ids import EntityId
from graph.model import Certainty, Ref
from graph.profiles import supported_each
from graph.statements import Statement, is_symmetric, saying, stated
from graph.support import admitted_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from graph.ids import ClaimId, PropertyId
    from graph.model import Claim, Value
    from graph.profiles import Claimed
    from graph.provenance import ProvenanceFilter
    from graph.view import View

_AT_ONCE = 2_000


def contested(view: View, about: Sequence[EntityId] | None, provenance: ProvenanceFilter) -> Iterator[list[Accounts]]:
    """Yield what is asserted as well as denied, of `about` or of anybody; some after some, in no order.

    Denials count whatever `provenance` leaves open; where it names certainties or stances, they must be among these.
    """
    asked = provenance.disputed()
    points = sorted(_denied_of_all(view, asked) if about is None else _denied(view, about))
    shown = {view.identity.of(one) for one in about or ()}
    # a page of an entity asks once; of a large graph, what comes first can be shown before all is there
    for first in range(0, len(points), _AT_ONCE):
        yield _of(view, points[first : first + _AT_ONCE], asked, shown)


def _of(
    view: View, points: Sequence[Statement], asked: ProvenanceFilter, shown: AbstractSet[EntityId]
) -> list[Accounts]:
    groups: defaultdict[Statement, dict[ClaimId, Claim]] = defaultdict(dict)
    for claim in saying(view, points):
        groups[_point(claim.subject, claim.property, claim.value)][claim.id] = claim
    both = [list(groups[point].values()) for point in points]
    counted = admitted_each(view, both, asked)
    sides = supported_each(view, counted, asked.min_independent_sources, [_one_value(claims) for claims in counted])
    return [account for some in sides if len(some) > 1 for account in _accounts(some, shown)]


def _denied(view: View, about: Sequence[EntityId]) -> set[Statement]:
    both_ways = [*view.about(about), *([c for c in some if is_symmetric(c.property)] for some in view.naming(about))]
    return {
        _point(claim.subject, claim.property, claim.value) for claims in both_ways for claim in claims if claim.denies
    }


def _denied_of_all(view: View, asked: ProvenanceFilter) -> set[Statement]:
    """Return what anybody denies and somebody asserts."""
    alone = replace(asked, min_independent_sources=1)
    denied = {
        _point(subject, one.property, one.value)
        for denials in alone.denials()
        for subject, said in view.values_of_all(None, denials)
        for one in said
    }
    turned = {EntityId(one.value[1]) for one in denied if one.value[0] == Ref.__name__ and is_symmetric(one.property)}
    subjects = sorted({one.subject for one in denied} | turned)
    asserted = {
        _point(subject, one.property, one.value)
        for subject, said in zip(subjects, view.values(subjects, {one.property for one in denied}, alone), strict=True)
        for one in said
        if not one.denied
    }
    return denied & asserted


def _point(subject: EntityId, prop: PropertyId, value: Value) -> Statement:
    """Return what is said or denied, however it is worded."""
    return stated(subject, prop, value, denied=False)


def _ends(claim: Claim) -> set[EntityId]:
    """Return of whom `claim` speaks: of a symmetric property both."""
    if isinstance(claim.value, Ref) and is_symmetric(claim.property):
        return {claim.subject, claim.value.entity}
    return {claim.subject}


def _one_value(claims: Sequence[Claim]) -> Callable[[Claim], Value]:
    """Return what gives every claim the value of the first: they say or deny the same, perhaps from the other end."""
    return lambda _: claims[0].value


def _accounts(found: Sequence[Claimed], shown: AbstractSet[EntityId]) -> Iterator[Accounts]:
    """Yield the accounts of one point: of each of its ends that is to be shown, or as its best claim has it."""
    sides = [Side(side.value, side.claims, side.independent_sources, denied=side.claims[0].denies) for side in found]
    ordered = sorted(sides, key=_by_support)
    claim = ordered[0].claims[0]
    for who in sorted(_ends(claim) & shown) or [claim.subject]:
        yield Accounts(AccountsKind.STANCE, who, claim.property, _seen_from(who, ordered))


def _by_support(side: Side) -> tuple[bool, int, int, bool]:
    """Return a key that orders sides by independent sources: who surely denies is as sure as who surely asserts."""
    is_sure = any(claim.certainty in {Certainty.ASSERTED, Certainty.NEGATED} for claim in side.claims)
    return not is_sure, -side.independent_sources, -len(side.claims), side.denied


def _seen_from(who: EntityId, sides: Sequence[Side]) -> tuple[Side, ...]:
    """Return `sides` with the other end of a symmetric property as their value."""
    others = _ends(sides[0].claims[0]) - {who}
    return tuple(replace(side, value=Ref(min(others))) for side in sides) if others else tuple(sides)
