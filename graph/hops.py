"""Claims as steps between entities: what is a hop, and the claims of one hop together.

A hop is one step along a claim whose property projects: a relation, or the role of an event. Claimants, publishers,
kinds, names, dates, texts and numbers are never hops.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from graph.model import Claim, Hop, Ref
from graph.support import admitted_each, independent_each
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.ids import EntityId, PropertyId
    from graph.provenance import ProvenanceFilter
    from graph.view import View


class Ends(NamedTuple):
    """What the claims of one hop share: subject, property, value; a symmetric property has its ends sorted."""

    subject: EntityId
    property: PropertyId
    value: EntityId


def ends_of(claim: Claim) -> Ends | None:
    """Return the hop that `claim` is part of; None when its property does not project, or leads back to itself."""
    prop = vocabulary().properties.get(claim.property)
    if prop is None or not prop.projects or not isinstance(claim.value, Ref) or claim.value.entity == claim.subject:
        return None
    pair = claim.subject, claim.value.entity
    first, second = sorted(pair) if prop.symmetric else pair
    return Ends(first, claim.property, second)


def grouped(claims: Iterable[Claim]) -> dict[tuple[Ends, bool], list[Claim]]:
    """Return the hops among `claims`, each with its claims, in the order given; what is denied is a hop of its own."""
    groups: defaultdict[tuple[Ends, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        if ends := ends_of(claim):
            groups[ends, claim.denies].append(claim)
    return dict(groups)


def hops_from(view: View, entities: Sequence[EntityId], provenance: ProvenanceFilter) -> list[list[Hop]]:
    """Return the hops that leave each of `entities`, to whatever is said of it or has it as a value.

    Two kinds of connection to one neighbour are two hops. Ordered by property and neighbour.
    """
    standing = provenance.connected()
    entities = [view.identity.of(entity) for entity in entities]
    beside = zip(view.about(entities), view.naming(entities), strict=True)
    claims = [[claim for claim in (*about, *naming) if ends_of(claim)] for about, naming in beside]
    found = [
        [hop_from(entity, group) for group in grouped(some).values()]
        for entity, some in zip(entities, admitted_each(view, claims, standing), strict=True)
    ]
    support = iter(independent_each(view, [hop.claims for hops in found for hop in hops]))
    kept = ([hop for hop in hops if next(support) >= standing.min_independent_sources] for hops in found)
    return [sorted(hops, key=lambda hop: (hop.property, hop.end, hop.forward)) for hops in kept]


def hop_from(start: EntityId, claims: Sequence[Claim]) -> Hop:
    """Return the hop that `claims`, which share their ends, make when walked from `start`."""
    first = claims[0]
    value = first.value
    assert isinstance(value, Ref)
    forward = first.subject == start
    end = value.entity if forward else first.subject
    return Hop(start, end, first.property, forward, tuple(dict.fromkeys(claims)))
