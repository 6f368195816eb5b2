"""Claims of people, events and organisations, made up from a seed: as many as a benchmark wants, equal for equal seeds.

A source tells some events: each has a kind, a day, a place, and people and organisations in its roles. Who takes part
follows a power law, a tenth of what a source says another source says too, and a few claims are hedged, denied or
proposed. Every entity is named where it is first told of, and every claim stands on words of its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.codec import Content
from graph.ids import ClaimIds, EntityId, PropertyId, SourceId
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Evidence,
    Iri,
    Ref,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Value,
    value_key,
)
from graph.vocabulary import AFFECTED_PERSON, KG, NAME, ORGANIZATION, PLACE, SCHEMA, TYPE, WHEN

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS_OF_A_SOURCE = 100
_EVENTS = ("Arrest", "Trial", "Sentencing", "Protest", "Release", "Transfer")
_MEMBER, _AGENT = PropertyId(SCHEMA + "memberOf"), PropertyId(KG + "agent")
_SIBLING, _PART_OF = PropertyId(SCHEMA + "sibling"), PropertyId(KG + "partOf")
_PUBLISHERS = 40
_PLACES = 400
_SKEW = 0.6
_HEDGED, _DENIED, _PROPOSED, _REPEATED = 0.06, 0.02, 0.3, 0.1
_METHOD = Derivation(DerivationKind.EXTRACTED, "generator/1 event")


def contents(claims: int, seed: int = 1, first: int = 0) -> Iterator[Content]:
    """Yield sources that together make at least `claims` claims; `first` is the number of the first source.

    People and organisations are as many as `claims` needs: a person has about 25 claims, the busiest thousands.
    """
    made, number = 0, first
    press = _Press(claims, seed)
    while made < claims:
        content = press.source(number)
        made += len(content.claims)
        number += 1
        yield content


def person(number: int) -> EntityId:
    """Return the id of a person; the lower the number, the more is said of that one."""
    return EntityId(f"onrecord:entity/person-{number:016}")


def publisher(number: int) -> EntityId:
    """Return the id of a publisher."""
    return EntityId(f"onrecord:entity/paper-{number:016}")


class _Press:
    """Prints sources. Each is made from its own number, so that any of them can be made again alone."""

    def __init__(self, claims: int, seed: int) -> None:
        self._people = max(claims // 25, 10)
        self._bodies = max(claims // 200, 5)
        self._seed = seed

    def source(self, number: int) -> Content:
        """Print source `number`."""
        told = _Teller(np.random.default_rng([self._seed, number]), number)
        while len(told.claims) < CLAIMS_OF_A_SOURCE:
            self._event(told, f"{number:08}{len(told.claims):08}")
        claims = {claim.id: claim for claim in told.claims}
        return Content(told.source, [claims[claim] for claim in sorted(claims)])

    def _event(self, told: _Teller, local: str) -> None:
        event = EntityId(f"onrecord:entity/event-{local}")
        told.say(event, TYPE, Iri(KG + _EVENTS[told.below(len(_EVENTS))]))
        told.say(event, WHEN, Time(f"{2000 + told.below(26)}-{1 + told.below(12):02}-{1 + told.below(28):02}"))
        told.say(event, PLACE, Ref(self._named(told, "place", _PLACES, SCHEMA + "Place")))
        people = [self._named(told, "person", self._people, SCHEMA + "Person") for _ in range(1 + told.below(3))]
        body = self._named(told, "body", self._bodies, ORGANIZATION)
        for who in people:
            told.say(event, AFFECTED_PERSON, Ref(who))
        told.say(event, _AGENT, Ref(body))
        told.say(people[0], _MEMBER, Ref(body))
        if len(people) > 1 and people[0] != people[1]:
            first, second = sorted(people[:2])
            told.say(first, _SIBLING, Ref(second))

    def _named(self, told: _Teller, what: str, among: int, kind: str) -> EntityId:
        """Return somebody or something, the lower numbers more often; name it unless the source has."""
        number = told.skewed(among)
        entity = EntityId(f"onrecord:entity/{what}-{number:016}")
        if entity not in told.named:
            told.named.add(entity)
            told.say(entity, TYPE, Iri(kind))
            told.say(entity, NAME, Text(f"{what.title()} {_word(number)} {_word(number * 7 + 3)}", "en"))
        return entity


class _Teller:
    """One source as it is printed."""

    def __init__(self, random: np.random.Generator, number: int) -> None:
        paper = publisher(number % _PUBLISHERS)
        name = f"https://news.example/{number}"
        self.source = Source(
            id=SourceId(name),
            title=f"News {number}",
            publisher=paper,
            published=Time(f"{2000 + number % 26}-{1 + number % 12:02}-15"),
            language="en",
            loader="generator",
        )
        self.named: set[EntityId] = set()
        self.claims: list[Claim] = []
        self._drawn = iter(random.random(CLAIMS_OF_A_SOURCE * 12).tolist())
        self._ids = ClaimIds(self.source.id)
        self._paper = paper

    def say(self, subject: EntityId, prop: PropertyId, value: Value) -> None:
        """Print one claim."""
        chance, at = next(self._drawn), 60 * len(self.claims)
        claimant = self._paper if chance > _REPEATED else person(self.skewed(1_000))
        words = f"{subject.rpartition('/')[2]} {prop.rpartition('#')[2]} told {at}"
        self.claims.append(
            Claim(
                id=self._ids.next(subject, prop, value_key(value), claimant),
                subject=subject,
                property=prop,
                value=value,
                claimant=claimant,
                evidence=(Evidence(self.source.id, Characters(at, at + len(words)), words),),
                certainty=_certainty(next(self._drawn)),
                stance=Stance.ASSERTS,
                status=Status.PROPOSED if next(self._drawn) < _PROPOSED else Status.ACCEPTED,
                derivation=_METHOD,
            )
        )

    def below(self, most: int) -> int:
        """Return a number below `most`, each as likely."""
        return int(next(self._drawn) * most)

    def skewed(self, most: int) -> int:
        """Return a number below `most`, low ones more likely by a power law."""
        return int(most * next(self._drawn) ** (1 / (1 - _SKEW)))


def _certainty(chance: float) -> Certainty:
    if chance < _DENIED:
        return Certainty.NEGATED
    return Certainty.ALLEGED if chance < _HEDGED else Certainty.ASSERTED


def _word(number: int) -> str:
    """Return a name for a number: syllables instead of digits."""
    syllables = ("ka", "le", "ni", "sko", "va", "mar", "ti", "ho", "zen", "du", "bra", "pu", "shi", "gor", "el", "yan")
    text = ""
    while True:
        text += syllables[number % len(syllables)]
        number //= len(syllables)
        if not number:
            return text.title()
