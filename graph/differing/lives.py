"""What befell whom: the events of persons with their kinds and dates, of many persons at once and without claims."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from graph.model import Ref, Time
from graph.profiles import kinds
from graph.vocabulary import PERSON, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.ids import EntityId, KindId, PropertyId
    from graph.provenance import ProvenanceFilter
    from graph.view import Said, View
    from graph.vocabulary import Kind


class Happened(NamedTuple):
    """An event of a person's life: its kind, and when it was, best supported first; empty when nobody says."""

    event: EntityId
    kind: Kind
    times: tuple[Time, ...]


@cache
def telling() -> frozenset[KindId]:
    """Return the kinds of events that lead to a state of custody, or of which the ontology says what they follow."""
    known = vocabulary().kinds.values()
    leading = {kind.id for kind in known if kind.leads_to}
    later = [kind for kind in known if kind.comes_after or kind.comes_after_every]
    earlier = (kind.comes_after | kind.may_come_after | kind.comes_after_every for kind in later)
    return frozenset(leading | {kind.id for kind in later}).union(*earlier)


def role_of(kind: Kind) -> PropertyId | None:
    """Return as what a person takes part in an event of `kind` that happens to that person; None where none does."""
    found = vocabulary().role(kind, "person")
    return found.id if found else None


def lives(
    view: View, people: Sequence[EntityId] | None, wanted: frozenset[KindId], standing: ProvenanceFilter
) -> dict[EntityId, list[Happened]]:
    """Return the events of the `wanted` kinds, or of kinds below them, that befell each of `people`, or anybody.

    Only persons, and of these such as have two of these events or more.
    """
    if people is not None:
        people = [who for who, found in zip(people, kinds(view, people), strict=True) if PERSON in found[0].lineage]
    parts: defaultdict[EntityId, list[tuple[EntityId, Kind]]] = defaultdict(list)
    for event, kind, said in _told(view, people, wanted, standing):
        for one in said:
            if one.property == role_of(kind) and isinstance(one.value, Ref) and not one.denied:
                parts[one.value.entity].append((event, kind))
    asked = None if people is None else {view.identity.of(one) for one in people}
    several = [who for who, had in parts.items() if len(had) > 1 and (asked is None or who in asked)]
    persons = [who for who, found in zip(several, kinds(view, several), strict=True) if PERSON in found[0].lineage]
    events = sorted({event for who in persons for event, _ in parts[who]})
    times = dict(zip(events, map(_times, view.values(events, {WHEN}, standing)), strict=True))
    return {who: [Happened(event, kind, times[event]) for event, kind in parts[who]] for who in persons}


def _told(
    view: View, people: Sequence[EntityId] | None, wanted: frozenset[KindId], standing: ProvenanceFilter
) -> Iterator[tuple[EntityId, Kind, list[Said]]]:
    """Yield the events of the `wanted` kinds with their kinds, and who is said to have a part in them."""
    among = [kind for kind in vocabulary().kinds.values() if wanted.intersection(kind.lineage)]
    roles = {role for kind in among if (role := role_of(kind))}
    if people is None:
        found: Iterable[tuple[EntityId, list[Said]]] = view.values_of_all(roles, standing)
    else:
        naming = view.naming(people)
        subjects = sorted({claim.subject for claims in naming for claim in claims if claim.property in roles})
        found = zip(subjects, view.values(subjects, roles, standing), strict=True)
    told = list(found)
    for (event, said), some in zip(told, kinds(view, [event for event, _ in told]), strict=True):
        if wanted.intersection(some[0].lineage):
            yield event, some[0], said


def _times(said: Sequence[Said]) -> tuple[Time, ...]:
    return tuple(dict.fromkeys(one.value for one in said if isinstance(one.value, Time) and not one.denied))
