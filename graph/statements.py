"""What is stated, whoever says it: claims that say the same stand together, and need sources enough together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from graph.ids import EntityId
from graph.model import Ref, value_key
from graph.support import admitted, independent_each
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.ids import PropertyId
    from graph.model import Claim, Value
    from graph.provenance import ProvenanceFilter
    from graph.view import View


class Statement(NamedTuple):
    """What claims say alike; of a symmetric property whichever way round. A denial is a statement of its own."""

    subject: EntityId
    property: PropertyId
    value: tuple[str, ...]
    denied: bool


def statement(claim: Claim) -> Statement:
    """Return what `claim` says."""
    return stated(claim.subject, claim.property, claim.value, denied=claim.denies)


def stated(subject: EntityId, prop: PropertyId, value: Value, *, denied: bool) -> Statement:
    """Return what a claim of this subject, property and value says."""
    if isinstance(value, Ref) and is_symmetric(prop):
        first, second = sorted((subject, value.entity))
        subject, value = first, Ref(second)
    return Statement(subject, prop, value_key(value), denied)


def is_symmetric(prop: PropertyId) -> bool:
    """Say whether what is said by `prop` holds both ways."""
    known = vocabulary().properties.get(prop)
    return known is not None and known.symmetric


def counting(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[Claim]:
    """Return those of `claims` that may count, best first (`graph.support.best_first`).

    Where `provenance` asks for independent sources, what a claim says must have so many, over all claims that say it
    and may count, whether they are among `claims` or not.
    """
    found = admitted(view, claims, provenance)
    if provenance.min_independent_sources <= 1:
        return found
    wanted = {statement(claim) for claim in found}
    groups: defaultdict[Statement, set[Claim]] = defaultdict(set)
    for claim in admitted(view, saying(view, wanted), provenance):
        groups[statement(claim)].add(claim)
    support = independent_each(view, [list(groups[one]) for one in wanted])
    enough = {
        one for one, sources in zip(wanted, support, strict=True) if sources >= provenance.min_independent_sources
    }
    return [claim for claim in found if statement(claim) in enough]


def saying(view: View, wanted: Iterable[Statement]) -> list[Claim]:
    """Return the claims that may say what is `wanted`, and others."""
    wanted = list(wanted)
    turned = [one for one in wanted if one.value[0] == Ref.__name__ and is_symmetric(one.property)]
    subjects = {one.subject for one in wanted} | {EntityId(one.value[1]) for one in turned}
    told = view.about(sorted(subjects), {one.property for one in wanted})
    return [claim for claims in told for claim in claims]
