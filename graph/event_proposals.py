"""Which records of events may tell of one event: of one kind and one person, on days that may be one day."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from graph.edtf import possibly_same
from graph.ids import KindId
from graph.joining import person_roles
from graph.likeness import Feature
from graph.model import Iri, Ref, Time
from graph.proposals import Proposal
from graph.provenance import STANDING
from graph.vocabulary import TYPE, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.ids import EntityId
    from graph.model import Claim
    from graph.view import View

MOST_OF_ONE_PERSON = 40
"""So many events of one kind and person are compared each with each; of more, none: likely they are statements."""
_PERSON, _DATES, _OTHERS = 0.5, 0.2, 0.1
_MOST_OTHERS = 2


class _Told(NamedTuple):
    """What is said of an event."""

    kinds: set[KindId]
    times: list[Time]
    persons: set[tuple[str, EntityId]]
    others: set[EntityId]
    sources: set[str]


def event_proposals(view: View) -> Iterator[Proposal]:
    """Yield the pairs of events that may be one, best first. One pass over all claims.

    Events that one source tells apart are not proposed.
    """
    told = _take_up(view)
    groups: defaultdict[tuple[KindId, EntityId], list[EntityId]] = defaultdict(list)
    for event, found in told.items():
        for kind in found.kinds:
            for prop, person in found.persons:
                if person_roles().get(kind) == prop:
                    groups[kind, person].append(event)
    scored: dict[tuple[EntityId, EntityId], Proposal] = {}
    for (kind, person), events in groups.items():
        if len(events) <= MOST_OF_ONE_PERSON:
            for one, other in combinations(sorted(events), 2):
                if features := _compared(told[one], told[other], kind, person):
                    score = round(sum(feature.score for feature in features), 3)
                    scored[one, other] = Proposal(one, other, score, features)
    yield from sorted(scored.values(), key=lambda proposal: (-proposal.score, proposal.one, proposal.other))


def _compared(one: _Told, other: _Told, kind: KindId, person: EntityId) -> list[Feature]:
    """Return why two events may be one, nothing where they cannot be."""
    days = [(a, b) for a in one.times for b in other.times if possibly_same(a.span, b.span)]
    if not days or one.sources & other.sources:
        return []
    features = [Feature("kind and person", _PERSON, f"{vocabulary().kinds[kind].label} of {person}")]
    features.append(Feature("dates", _DATES, f"{days[0][0].edtf} and {days[0][1].edtf}"))
    shared = sorted((one.others & other.others) - {person})[:_MOST_OTHERS]
    return features + [Feature("shared participant", _OTHERS, each) for each in shared]


def _take_up(view: View) -> dict[EntityId, _Told]:
    roles = {prop.id for prop in vocabulary().properties.values() if prop.is_role}
    persons = {*person_roles().values()}
    read = {TYPE, WHEN, *roles}
    ids = view.source_ids()
    sources = dict(zip(ids, view.sources(ids), strict=True))
    told: defaultdict[EntityId, _Told] = defaultdict(lambda: _Told(set(), [], set(), set(), set()))
    for claim in view.scan():
        source = sources[claim.source]
        if claim.property in read and source and STANDING.admits(claim, source):
            _add(told[claim.subject], claim, claim.property in persons)
    return {event: found for event, found in told.items() if found.times and found.persons}


def _add(told: _Told, claim: Claim, is_person: bool) -> None:  # noqa: FBT001 - what it is
    told.sources.add(claim.source)
    match claim.value:
        case Iri(iri=kind):
            told.kinds.add(KindId(kind))
        case Time() as time:
            told.times.append(time)
        case Ref(entity=entity):
            told.others.add(entity)
            if is_person:
                told.persons.add((claim.property, entity))


def together(*found: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals of several kinds as one list, best first."""
    return sorted((each for some in found for each in some), key=lambda each: (-each.score, each.one, each.other))
