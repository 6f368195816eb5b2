"""What is asserted and denied: one value of one property of one entity, and who says so and who says not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from graph.differing import Accounts, AccountsKind, Side
from graph.ids import EntityId
from graph.model import Certainty, Ref, value_key
from graph.profiles import supported_each
from graph.support import admitted_each
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from graph.ids import PropertyId
    from graph.model import Claim, Value
    from graph.profiles import Claimed
    from graph.provenance import ProvenanceFilter
    from graph.view import View

    Point = tuple[EntityId, PropertyId, tuple[str, ...]]


def contested(view: View, about: Sequence[EntityId] | None, provenance: ProvenanceFilter) -> list[Accounts]:
    """Return what is asserted as well as denied, of `about` or of anybody; in no order.

    Denials count whatever `provenance` leaves open; where it names certainties or stances, they must be among these.
    """
    asked = provenance.disputed()
    points = _denied_of_all(view, asked) if about is None else _denied(view, about)
    groups: defaultdict[Point, list[Claim]] = defaultdict(list)
    for claim in _claims(view, points):
        point = _point(claim.subject, claim.property, claim.value)
        if point in points:
            groups[point].append(claim)
    both = [claims for claims in groups.values() if len({claim.denies for claim in claims}) > 1]
    counted = admitted_each(view, both, asked)
    sides = supported_each(view, counted, asked.min_independent_sources, [_one_value(claims) for claims in counted])
    shown = {view.identity.of(one) for one in about or ()}
    return [account for some in sides if len(some) > 1 for account in _accounts(some, shown)]


def _denied(view: View, about: Sequence[EntityId]) -> set[Point]:
    both_ways = [*view.about(about), *([c for c in some if _is_symmetric(c.property)] for some in view.naming(about))]
    return {
        _point(claim.subject, claim.property, claim.value) for claims in both_ways for claim in claims if claim.denies
    }


def _denied_of_all(view: View, asked: ProvenanceFilter) -> set[Point]:
    """Return what anybody denies and somebody asserts."""
    alone = replace(asked, min_independent_sources=1)
    denied = {
        _point(subject, one.property, one.value)
        for denials in alone.denials()
        for subject, said in view.values_of_all(None, denials)
        for one in said
    }
    subjects, properties = _reach(denied)
    asserted = {
        _point(subject, one.property, one.value)
        for subject, said in zip(subjects, view.values(subjects, properties, alone), strict=True)
        for one in said
        if not one.denied
    }
    return denied & asserted


def _claims(view: View, points: Iterable[Point]) -> Iterable[Claim]:
    subjects, properties = _reach(points)
    return {claim.id: claim for claims in view.about(subjects, properties) for claim in claims}.values()


def _reach(points: Iterable[Point]) -> tuple[list[EntityId], set[PropertyId]]:
    """Return of whom, and by what properties, anything of `points` can be said; a symmetric one of either end."""
    subjects: set[EntityId] = set()
    properties: set[PropertyId] = set()
    for subject, prop, key in points:
        properties.add(prop)
        subjects.add(subject)
        if _is_symmetric(prop) and key[0] == Ref.__name__:
            subjects.add(EntityId(key[1]))
    return sorted(subjects), properties


def _point(subject: EntityId, prop: PropertyId, value: Value) -> Point:
    """Return what is said, however it is worded; of a symmetric property the same from either end."""
    if isinstance(value, Ref) and _is_symmetric(prop):
        subject, other = sorted((subject, value.entity))
        value = Ref(other)
    return subject, prop, value_key(value)


def _is_symmetric(prop: PropertyId) -> bool:
    known = vocabulary().properties.get(prop)
    return known is not None and known.symmetric


def _ends(claim: Claim) -> set[EntityId]:
    """Return of whom `claim` speaks: of a symmetric property both."""
    if isinstance(claim.value, Ref) and _is_symmetric(claim.property):
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
