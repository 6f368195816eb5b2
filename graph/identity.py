"""Who is whom: which records are one entity, by the decisions of people and by rules, and for what reason.

Nothing is rewritten: a claim keeps the id it was told of, and a view shows it under the *canonical* id of its entity.
So a decision undone leaves everything as it was, and every old id keeps answering.

Two rules join without a decision, and no rule joins by name: records with one strong identifier (the ontology says
which schemes are), and events of one kind and one person on an equal day. A judgement NOT_SAME holds against every
rule, and against whatever would join the two over others.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from graph.decisions import NONE, Decisions, Judgement
from graph.errors import InvalidInputError
from graph.ids import OWN, EntityId
from graph.model import Claim, Ref, Source, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.decisions import Decision, Pair


class Reason(StrEnum):
    """Why two records are one."""

    DECISION = "DECISION"
    IDENTIFIER = "IDENTIFIER"
    EVENT = "EVENT"


class Bond(NamedTuple):
    """Two records that are one, and why: the decision, the identifier that they share, or the day of the event."""

    one: EntityId
    other: EntityId
    reason: Reason
    detail: str = ""
    decision: Decision | None = None


class Identity:
    """Which records are one entity. `canonical` has an entry for each record that another one stands for."""

    def __init__(self, clusters: Iterable[Sequence[EntityId]] = (), bonds: Iterable[Bond] = ()) -> None:
        """Take `clusters`, each with the record first that stands for all."""
        self.canonical: dict[EntityId, EntityId] = {}
        self.members: dict[EntityId, list[EntityId]] = {}
        for ordered in clusters:
            self.members[ordered[0]] = list(ordered)
            self.canonical |= dict.fromkeys(ordered[1:], ordered[0])
        self.bonds: defaultdict[EntityId, list[Bond]] = defaultdict(list)
        for bond in bonds:
            self.bonds[self.of(bond.one)].append(bond)

    def __bool__(self) -> bool:
        return bool(self.canonical)

    def of(self, entity: EntityId) -> EntityId:
        """Return the id under which `entity` is shown."""
        return self.canonical.get(entity, entity)

    def records(self, entity: EntityId) -> list[EntityId]:
        """Return the records that are one with `entity`, itself among them, the canonical one first."""
        shown = self.of(entity)
        return self.members.get(shown, [shown])

    def why(self, entity: EntityId) -> list[Bond]:
        """Return what joins the records of `entity`."""
        return list(self.bonds.get(self.of(entity), ()))


NOBODY = Identity()
"""Every record is an entity of its own."""


def shown_claim(claim: Claim, identity: Identity) -> Claim:
    """Return `claim` with every entity that it names under the id it is shown by."""
    parts: dict[str, Any] = {
        "subject": identity.of(claim.subject),
        "value": shown_value(claim.value, identity),
        "claimant": identity.of(claim.claimant),
        "qualifiers": tuple((prop, shown_value(value, identity)) for prop, value in claim.qualifiers),
    }
    return replace(claim, **parts) if any(getattr(claim, name) != part for name, part in parts.items()) else claim


def shown_value(value: Value, identity: Identity) -> Value:
    """Return `value`, an entity under the id it is shown by."""
    return Ref(identity.of(value.entity)) if isinstance(value, Ref) else value


def shown_source(source: Source, identity: Identity) -> Source:
    """Return `source` with its publisher under the id it is shown by."""
    return replace(source, publisher=identity.of(source.publisher)) if identity else source


class Clusters:
    """Records, joined one bond after the other, where no judgement holds against it."""

    def __init__(self, decisions: Decisions = NONE) -> None:
        self._leader: dict[EntityId, EntityId] = {}
        self._members: dict[EntityId, list[EntityId]] = {}
        self._foes: defaultdict[EntityId, set[EntityId]] = defaultdict(set)
        self._bonds: list[Bond] = []
        self.refused: set[Pair] = set()
        """Who were judged to be one, where other judgements hold against it."""
        judged = decisions.judgements
        for pair, decision in judged.items():
            if decision.judgement is Judgement.NOT_SAME:
                self.part(pair)
        for (one, other), decision in sorted(judged.items(), key=lambda item: item[1].number):
            if decision.judgement is Judgement.SAME and not self.join(Bond(one, other, Reason.DECISION, "", decision)):
                self.refused.add((one, other))

    def join(self, bond: Bond) -> bool:
        """Make the records of a bond one, and say whether they are: a judgement may hold against it."""
        one, other = self.leader(bond.one), self.leader(bond.other)
        if one != other:
            if self._are_foes(one, other):
                return False
            if len(self._of(one)) < len(self._of(other)):
                one, other = other, one
            self._members[one] = [*self._of(one), *self._of(other)]
            for member in self._members.pop(other, [other]):
                self._leader[member] = one
            for foe in self._foes.pop(other, ()):
                self._foes[one].add(foe)
        self._bonds.append(bond)
        return True

    def part(self, pair: Pair) -> None:
        """Let the records of `pair` never be joined from now on."""
        one, other = map(self.leader, pair)
        self._foes[one].add(other)
        self._foes[other].add(one)

    def leader(self, entity: EntityId) -> EntityId:
        """Return the record that stands for the cluster of `entity` while it is built."""
        return self._leader.get(entity, entity)

    def identity(self, known: Callable[[Sequence[EntityId]], list[bool]]) -> Identity:
        """Return what has been joined. One that is `known` stands for all: rather an IRI that others give than ours."""
        records = list(self._leader.keys() | self._members.keys())
        is_known = dict(zip(records, known(records), strict=True))

        def precedence(record: EntityId) -> tuple[bool, bool, str]:
            return not is_known[record], record.startswith(OWN), record

        clusters = (sorted(some, key=precedence) for some in self._members.values() if len(some) > 1)
        return Identity((some for some in clusters if is_known[some[0]]), self._bonds)

    def _of(self, leader: EntityId) -> list[EntityId]:
        return self._members.get(leader, [leader])

    def _are_foes(self, one: EntityId, other: EntityId) -> bool:
        # each knows the other: whoever has fewer is asked
        fewer, wanted = sorted((one, other), key=lambda each: len(self._foes.get(each, ())))
        return any(self.leader(foe) == wanted for foe in self._foes.get(fewer, ()))


def check_judgements(before: Decisions, after: Decisions) -> None:
    """Refuse what was decided since `before` where it contradicts the rest; the last word on a pair replaces others.

    Raises:
        InvalidInputError: two that are not the same would be one, over others.
    """
    refused = Clusters(after).refused
    for one, other in sorted(refused - Clusters(before).refused if refused else ()):
        reason = "two of the records that would be one were judged not to be the same"
        raise InvalidInputError(f"{one} and {other} cannot be one: {reason}; undo one of the decisions first")
