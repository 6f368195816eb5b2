"""The rules that join records without a decision: one strong identifier, or one event of one person on one day.

What they ask of the claims is a `Records`: here worked out claim by claim, in `graph/index/joining.py` from columns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph.identity import Bond, Clusters, Reason
from graph.ids import EntityId, KindId
from graph.model import Iri, Ref, Text, Time
from graph.vocabulary import IDENTIFIER, PERSON, TYPE, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.decisions import Decisions
    from graph.identity import Identity
    from graph.ids import PropertyId
    from graph.model import Claim

DAY = re.compile(r"-?\d{4,}-\d{2}-\d{2}")
"""A day as EDTF writes one that is sure."""


class Group(NamedTuple):
    """Records that a rule makes one, and what they share, as it is told: an identifier, or kind, person and day."""

    shared: tuple[str, ...]
    records: list[EntityId]


class Records(Protocol):
    """What the rules ask of claims: only those that may stand as facts, whoever makes them (`standing`)."""

    def known(self, records: Sequence[EntityId]) -> list[bool]:
        """Say for each of `records` whether anything is said of it."""
        ...

    def same_identifier(self) -> list[Group]:
        """Return the entities that share an identifier of a strong scheme (`shared` is that one)."""
        ...

    def same_event(self, identity: Identity) -> list[Group]:
        """Return the events of one kind and person on an equal day; `shared` is kind, person (as shown) and day."""
        ...


def identify(records: Records, decisions: Decisions) -> Identity:
    """Return who is whom, by `decisions` first, then by identifiers, then by events of who is one by then."""
    clusters = Clusters(decisions)
    for group in sorted(records.same_identifier()):
        _join(clusters, group, Reason.IDENTIFIER, group.shared[0])
    for group in sorted(records.same_event(clusters.identity(records.known))):
        _join(clusters, group, Reason.EVENT, group.shared[-1])
    return clusters.identity(records.known)


def is_strong(identifier: str) -> bool:
    """Say whether an identifier, written SCHEME:VALUE, names one thing."""
    scheme, _, value = identifier.partition(":")
    return scheme in vocabulary().schemes and bool(value)


@cache
def person_roles() -> Mapping[KindId, PropertyId]:
    """Return, of each kind of event that happens to a person, or that a person makes, the role of that person.

    Worked out on the first call, as the ontology is read, then kept.
    """
    found = vocabulary()
    roles = {kind.id: found.role(kind, "person") for kind in found.event_types.values()}
    return {kind: role.id for kind, role in roles.items() if role is not None}


@cache
def person_kinds() -> frozenset[KindId]:
    """Return the kinds of a single person: a group of people is in many events of a kind on one day."""
    return frozenset(kind.id for kind in vocabulary().kinds.values() if PERSON in kind.lineage)


class ClaimRecords:
    """What the rules ask, from claims that may stand as facts. `entities`: all that anything is said of. O(claims)."""

    def __init__(self, claims: Iterable[Claim], entities: Collection[EntityId]) -> None:
        self._claims = list(claims)
        self._entities = entities

    def known(self, records: Sequence[EntityId]) -> list[bool]:
        """See `Records`."""
        return [record in self._entities for record in records]

    def same_identifier(self) -> list[Group]:
        """See `Records`."""
        carriers: defaultdict[str, set[EntityId]] = defaultdict(set)
        for claim in self._claims:
            if claim.property == IDENTIFIER and isinstance(claim.value, Text) and is_strong(claim.value.text):
                carriers[claim.value.text].add(claim.subject)
        return [Group((text,), sorted(some)) for text, some in carriers.items() if len(some) > 1]

    def same_event(self, identity: Identity) -> list[Group]:
        """See `Records`."""
        kinds, days, events = self._events()
        people = {identity.of(record) for record, some in kinds.items() if some & person_kinds()}
        groups: defaultdict[tuple[str, ...], set[EntityId]] = defaultdict(set)
        for event, person, prop in events:
            for kind in kinds[event]:
                if person_roles().get(kind) == prop and identity.of(person) in people:
                    for day in days[event]:
                        groups[kind, identity.of(person), day].add(event)
        return [Group(shared, sorted(some)) for shared, some in groups.items() if len(some) > 1]

    def _events(
        self,
    ) -> tuple[
        Mapping[EntityId, set[KindId]], Mapping[EntityId, set[str]], list[tuple[EntityId, EntityId, PropertyId]]
    ]:
        kinds: defaultdict[EntityId, set[KindId]] = defaultdict(set)
        days: defaultdict[EntityId, set[str]] = defaultdict(set)
        parts = []
        roles = {*person_roles().values()}
        for claim in self._claims:
            match claim.value:
                case Iri(iri=iri) if claim.property == TYPE:
                    kinds[claim.subject].add(KindId(iri))
                case Time(edtf=edtf) if claim.property == WHEN and DAY.fullmatch(edtf):
                    days[claim.subject].add(edtf)
                case Ref(entity=person) if claim.property in roles:
                    parts.append((claim.subject, person, claim.property))
        return kinds, days, parts


def _join(clusters: Clusters, group: Group, reason: Reason, detail: str) -> None:
    """Join each record of a group with the first of those before it that nothing holds against."""
    # one of each cluster is tried: what holds against it holds against all
    apart: list[EntityId] = []
    for record in group.records:
        if not any(clusters.join(Bond(earlier, record, reason, detail)) for earlier in apart):
            apart.append(record)
