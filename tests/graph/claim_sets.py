"""Generated claim sets that have something to say to every question: people, what befell them, by whom and how told.

Whatever the filter looks at differs from claim to claim: sources, publishers and their owners, claimants, days,
certainty, stance, rank, status, derivation, and whom a claim repeats.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from graph.codec import Content
from graph.ids import EntityId, PropertyId
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Evidence,
    Iri,
    Quantity,
    Ref,
    Source,
    Stance,
    Text,
    Time,
    Value,
)
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, KG, NAME, PERSON, TYPE, WHEN
from tests.graph.view_strategies import DAYS, FEW, MANNERS, SOURCES, claim_name

PEOPLE, EVENTS = FEW[:4], FEW[4:]
_KINDS = {EVENTS[0]: "Arrest", EVENTS[1]: "Release", EVENTS[2]: "Imprisonment"}
_CALLED = ["Anna Kowal", "Анна Коваль", "Anna", "Jan", "a group of Anna’s", "the Anna Kowal group", "—"]
_QUOTED = ["Anna was held", "the group of Anna Kowal", "Jan said so", "they were let go", "ANNA  kówal"]
_MANNERS: list[dict[str, Any]] = [
    *MANNERS,
    {"derivation": Derivation(DerivationKind.INFERRED)},
    {"stance": Stance.PREDICTS, "certainty": Certainty.POSSIBLE},
]
_days = st.sampled_from(["2020-09-07", "2020-09-07", "2021-03", "2020~", "2021/..", *DAYS])
_people, _events = st.sampled_from(PEOPLE), st.sampled_from(EVENTS)


def _kg(name: str) -> PropertyId:
    return PropertyId(KG + name)


def _said(subject: st.SearchStrategy[EntityId], prop: PropertyId, value: st.SearchStrategy[Value]) -> Any:  # noqa: ANN401 - hypothesis's own
    return st.tuples(subject, st.just(prop), value)


_refs = _people.map(Ref)
_counts = st.sampled_from([Quantity(amount=Decimal(n)) for n in (1200, 1400)])
_told = st.one_of(
    _said(_people, PropertyId("https://schema.org/sibling"), _refs),
    _said(_people, PropertyId("https://schema.org/sibling"), _refs),
    _said(_people, _kg("supports"), _refs),
    _said(_people, _kg("partOf"), _refs),
    _said(_events, _kg("affectedPerson"), _refs),
    _said(_events, _kg("affectedPerson"), _refs),
    _said(_events, _kg("agent"), _refs),
    _said(_events, WHEN, st.builds(Time, _days)),
    _said(_people, NAME, st.sampled_from(_CALLED).map(Text)),
    _said(_people | _events, ALIAS, st.sampled_from(_CALLED).map(Text)),
    _said(_people | _events, DESCRIPTION, st.sampled_from(_CALLED).map(Text)),
    _said(_people, IDENTIFIER, st.sampled_from(["wikidata:Q1", "x:1"]).map(Text)),
    _said(_people, TYPE, st.just(Iri(PERSON))),
    _said(_people, _kg("politicalPrisonersHeld"), _counts),
)
_claims = st.tuples(
    _told,
    st.sampled_from([*PEOPLE, *PEOPLE, EVENTS[0]]),
    st.sampled_from([{}] * 12 + _MANNERS),
    st.sampled_from(_QUOTED),
    st.none() | _days,
    st.none() | _days,
    st.integers(0, 90),
)


@st.composite
def claim_sets(draw: st.DrawFn, least: int = 20) -> list[Content]:
    """Draw three sources that speak of the same few people and of what befell them."""
    told = draw(st.lists(_claims, min_size=least, max_size=least + 20))
    contents = []
    for place, name in enumerate(SOURCES[:3]):
        published = draw(st.none() | st.builds(Time, _days))
        source = Source(id=name, title=f"The {name}", publisher=draw(_people), published=published)
        own = [_claim(source, number, parts) for number, parts in enumerate(told) if number % 3 == place]
        own += [_kind(source, 90 + n, event, kind) for n, (event, kind) in enumerate(_KINDS.items()) if n == place]
        contents.append(Content(source, sorted(own, key=lambda claim: claim.id)))
    return contents


def _claim(source: Source, number: int, parts: tuple[Any, ...]) -> Claim:
    (subject, prop, value), claimant, manner, words, valid, said_on, repeats = parts
    return Claim(
        id=claim_name(source.id, number),
        subject=subject,
        property=prop,
        value=value,
        # a third are the publisher's own voice
        claimant=source.publisher if number % 3 == repeats % 3 else claimant,
        evidence=(_evidence(source, number, words),),
        valid=Time(valid) if valid else None,
        asserted_on=Time(said_on) if said_on else None,
        # a few repeat another claim, or one that is not there
        origin=claim_name(SOURCES[repeats % 3], repeats) if repeats % 4 == 0 else None,
        **manner,
    )


def _kind(source: Source, number: int, event: EntityId, kind: str) -> Claim:
    evidence = (_evidence(source, number, kind),)
    return Claim(
        id=claim_name(source.id, number),
        subject=event,
        property=TYPE,
        value=Iri(KG + kind),
        claimant=source.publisher,
        evidence=evidence,
    )


def _evidence(source: Source, number: int, words: str) -> Evidence:
    return Evidence(source.id, Characters(number * 100, number * 100 + len(words)), words)
