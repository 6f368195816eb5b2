"""People with a long profile, made up: about 30 facts of each, told by five sources each, hence 150 claims.

What they are connected with is of its own, each with few claims, and the same whatever else an archive holds: so that
their profile is the same among a hundred thousand claims and among a million.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bench.generator import publisher
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

_FACTS_OF_EVENTS, _TELLINGS, _SOURCES = 20, 5, 160
_PUBLISHERS = 40
_HEDGED_EVERY, _PROPOSED_EVERY = 17, 4
_MEMBER, _SIBLING = PropertyId(KG + "memberOf"), PropertyId(SCHEMA + "sibling")
_METHOD = Derivation(DerivationKind.EXTRACTED, "generator/1 busy")


class _Fact(NamedTuple):
    subject: EntityId
    property: PropertyId
    value: Value


def busy(number: int) -> EntityId:
    """Return the id of a person with a long profile."""
    return _entity("busy", number)


def busy_contents(people: int) -> Iterator[Content]:
    """Yield the sources that tell of `people` such people: about 240 claims of each and those around."""
    told: defaultdict[int, list[_Fact]] = defaultdict(list)
    for number in range(people):
        for place, fact in enumerate(_facts(number)):
            for telling in range(_TELLINGS):
                told[(number * 7 + place * 11 + telling * 31) % _SOURCES].append(fact)
        for place, fact in enumerate(_around(number)):
            told[(number * 7 + place * 13) % _SOURCES].append(fact)
    for number, facts in sorted(told.items()):
        yield _source(number, facts)


def _facts(number: int) -> Iterator[_Fact]:
    """Yield the thirty facts of a profile."""
    who = busy(number)
    yield _Fact(who, TYPE, Iri(SCHEMA + "Person"))
    yield _Fact(who, NAME, Text(f"Busy Person {number}", "en"))
    for place in range(4):
        yield _Fact(who, _MEMBER, Ref(_entity("club", number * 4 + place)))
        yield _Fact(who, _SIBLING, Ref(_entity("kin", number * 4 + place)))
    for place in range(_FACTS_OF_EVENTS):
        yield _Fact(_entity("affair", number * _FACTS_OF_EVENTS + place), AFFECTED_PERSON, Ref(who))


def _around(number: int) -> Iterator[_Fact]:
    """Yield what is said of those on the other side of these facts."""
    for place in range(number * 4, number * 4 + 4):
        for kind, what in ((ORGANIZATION, "club"), (SCHEMA + "Person", "kin")):
            yield _Fact(_entity(what, place), TYPE, Iri(kind))
            yield _Fact(_entity(what, place), NAME, Text(f"{what.title()} Number {place}", "en"))
    for place in range(number * _FACTS_OF_EVENTS, (number + 1) * _FACTS_OF_EVENTS):
        event = _entity("affair", place)
        yield _Fact(event, TYPE, Iri(KG + ("Arrest", "Trial", "Protest")[place % 3]))
        yield _Fact(event, WHEN, Time(f"{2000 + place % 26}-{1 + place % 12:02}-{1 + place % 28:02}"))
        yield _Fact(event, PLACE, Ref(_entity("village", place % 60)))


def _source(number: int, facts: list[_Fact]) -> Content:
    source = Source(
        id=SourceId(f"https://busy.example/{number}"),
        title=f"Busy News {number}",
        publisher=publisher(number % _PUBLISHERS),
        published=Time(f"{2001 + number % 24}-{1 + number % 12:02}-20"),
        language="en",
        loader="generator",
    )
    ids = ClaimIds(source.id)
    claims = {}
    for place, fact in enumerate(facts):
        claim = _claim(source, ids, place, fact)
        claims[claim.id] = claim
    return Content(source, [claims[claim] for claim in sorted(claims)])


def _claim(source: Source, ids: ClaimIds, place: int, fact: _Fact) -> Claim:
    at = 80 * place
    words = f"{fact.subject.rpartition('/')[2]} is said here to be so, at {at}"
    return Claim(
        id=ids.next(fact.subject, fact.property, value_key(fact.value), source.publisher),
        subject=fact.subject,
        property=fact.property,
        value=fact.value,
        claimant=source.publisher,
        evidence=(Evidence(source.id, Characters(at, at + len(words)), words),),
        certainty=Certainty.ALLEGED if place % _HEDGED_EVERY == 0 else Certainty.ASSERTED,
        stance=Stance.ASSERTS,
        status=Status.PROPOSED if place % _PROPOSED_EVERY == 0 else Status.ACCEPTED,
        derivation=_METHOD,
    )


def _entity(what: str, number: int) -> EntityId:
    return EntityId(f"onrecord:entity/{what}-{number:016}")
