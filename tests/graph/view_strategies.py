"""Sources that speak of the same few, and what may be asked of them: for what views must answer alike."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from graph.codec import Content
from graph.decisions import Decision, Decisions, Judgement, Verdict
from graph.edtf import Match, parse
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Evidence,
    Iri,
    Rank,
    Ref,
    Row,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Unknown,
    Value,
)
from graph.provenance import ProvenanceFilter
from graph.view import PathMode, PathSpec, Window
from graph.vocabulary import ALIAS, DESCRIPTION, IDENTIFIER, KG, NAME, TYPE, WHEN
from tests.graph.builders import SIBLING

if TYPE_CHECKING:
    from collections.abc import Sequence

from tests.graph.strategies import languages, qualifiers, values, wordings

FEW = [
    *(EntityId(f"onrecord:entity/{letter}") for letter in "zyxab"),
    EntityId("urn:x:é"),
    EntityId("https://example.org/%D0%91?a=b&c#d"),
]
"""Whom they speak of; who is numbered first does not sort first."""
NAMES = [
    "Anna Kowal",
    "Анна Коваль",
    "ánna  KOWAL",
    "Anna",
    "Jan d’Arc",
    "Ёлкин",
    "日本",
    "a_b-c2",
    "—",
    "",
    "Straße 5",
]
SOURCES = [SourceId("times"), SourceId("courier"), SourceId("https://example.org/a?b=c"), SourceId("é #%")]
DAYS = ["2020-09-07", "2020-09", "2020~", "2021/..", "../2019", "[1667,1668]", "-0044-03-15", "1667/"]
HOPS = [SIBLING, *(PropertyId(KG + name) for name in ("supports", "memberOf", "partOf", "affectedPerson", "agent"))]
KINDS = ["https://schema.org/Person", KG + "Arrest", KG + "Campaign", "https://schema.org/Thing", "urn:unheard-of"]
MANNERS: list[dict[str, Any]] = [
    *[{}] * 6,
    {"stance": Stance.REPORTS, "status": Status.PROPOSED},
    {"certainty": Certainty.NEGATED},
    {"stance": Stance.DENIES, "certainty": Certainty.NEGATED},
    {"certainty": Certainty.ALLEGED, "stance": Stance.ALLEGES},
    {"rank": Rank.DEPRECATED},
    {"rank": Rank.PREFERRED, "derivation": Derivation(DerivationKind.EXTRACTED, "rule/1")},
    {"status": Status.REJECTED},
    {"certainty": Certainty.POSSIBLE, "status": Status.SUPERSEDED},
]
MOST_CLAIMS = 9


def claim_name(source: SourceId, number: int) -> ClaimId:
    """Return the id of a claim of `told`, which does not sort as it is told."""
    return ClaimId(f"onrecord:claim/{number}-{SOURCES.index(source)}")


_few = st.sampled_from(FEW)
_days = st.sampled_from(DAYS)
_said: st.SearchStrategy[tuple[PropertyId, Value]] = st.one_of(
    *[st.tuples(st.sampled_from(HOPS), st.builds(Ref, _few))] * 4,
    st.tuples(st.sampled_from([NAME, ALIAS, DESCRIPTION]), st.builds(Text, st.sampled_from(NAMES), languages)),
    st.tuples(st.just(IDENTIFIER), st.builds(Text, st.sampled_from(["wikidata:Q1", "lei:x", "x:é", ""]))),
    st.tuples(st.just(TYPE), st.builds(Iri, st.sampled_from(KINDS))),
    st.tuples(st.just(WHEN), st.builds(Time, _days, wordings) | st.builds(Unknown)),
    st.tuples(st.sampled_from([PropertyId("urn:p"), SIBLING, NAME]), values),
)
_origins = st.none() | st.builds(claim_name, st.sampled_from(SOURCES), st.integers(0, MOST_CLAIMS))


@st.composite
def told(draw: st.DrawFn, source: SourceId) -> Content:
    """Draw one version of a source: it shares entities, words and ids of claims with the others of `SOURCES`."""
    described = Source(
        id=source,
        title=f"The {source}",
        publisher=draw(_few),
        published=draw(st.none() | st.builds(Time, _days)),
        authors=("Ann", "Борис"),
    )
    claims_of = [draw(_told_claim(source, number)) for number in draw(st.sets(st.integers(0, MOST_CLAIMS)))]
    return Content(described, sorted(claims_of, key=lambda claim: claim.id))


@st.composite
def _told_claim(draw: st.DrawFn, source: SourceId, number: int) -> Claim:
    prop, value = draw(_said)
    starts = draw(st.sampled_from([(0,), (number,), (number, 90)]))
    more: dict[str, Any] = draw(st.sampled_from(MANNERS))
    return Claim(
        id=claim_name(source, number),
        subject=draw(_few),
        property=prop,
        value=value,
        claimant=draw(_few),
        evidence=tuple(_words_at(source, start) for start in starts),
        valid=draw(st.none() | st.builds(Time, _days)),
        asserted_on=draw(st.none() | st.builds(Time, _days)),
        origin=draw(_origins),
        qualifiers=draw(st.just(()) | qualifiers),
        **more,
    )


def _words_at(source: SourceId, start: int) -> Evidence:
    """Return the words that stand at a place of a source: always the same."""
    whole, part = Row(start + 1), Row(start + 1, start, start + 4)
    place = Characters(start, start + 4) if source != SOURCES[-1] else (whole, part)[start % 2]
    return Evidence(source, place, f"{NAMES[start % len(NAMES)]} {start}, “ŽLUTÝ_kůň”!")


libraries = st.lists(st.sampled_from(SOURCES), unique=True).flatmap(
    lambda names: st.tuples(*(told(name) for name in names)).map(list)
)
"""Several sources."""


_NEAR = FEW[:5]
_kinds = st.sampled_from(KINDS)
_OWNS = PropertyId(KG + "partOf")
_hop_claims = st.tuples(
    st.sampled_from([*permutations(_NEAR, 2), (_NEAR[0], _NEAR[0])]),
    st.sampled_from(
        [SIBLING, SIBLING, PropertyId(KG + "supports"), PropertyId(KG + "agent"), PropertyId(KG + "agent"), _OWNS]
    ),
    st.sampled_from(_NEAR[:3]),
    st.sampled_from([*[{}] * 8, *MANNERS]),
    st.none() | st.sampled_from(DAYS[:5]),
    st.integers(0, 40),
)


@st.composite
def webs(draw: st.DrawFn) -> list[Content]:
    """Draw sources that tell of many hops between few, so that most are told by several, doubted or denied by some."""
    told_ = draw(st.lists(_hop_claims, min_size=14, max_size=26))
    of_events = st.tuples(st.just(WHEN), st.builds(Time, _days)) | st.tuples(st.just(TYPE), st.builds(Iri, _kinds))
    said = draw(st.lists(st.tuples(st.sampled_from(_NEAR), of_events, st.sampled_from(MANNERS)), max_size=8))
    contents_ = []
    for place, source in enumerate(SOURCES[:3]):
        claims_of = [_hop_claim(source, number, hop) for number, hop in enumerate(told_) if number % 3 == place] + [
            _event_claim(source, 90 + number, *told_of) for number, told_of in enumerate(said) if number % 3 == place
        ]
        described = Source(id=source, title="", publisher=_NEAR[draw(st.integers(0, 2))])
        contents_.append(Content(described, sorted(claims_of, key=lambda claim: claim.id)))
    return contents_


def _hop_claim(source: SourceId, number: int, hop: tuple[Any, ...]) -> Claim:
    (subject, value), prop, claimant, more, day, repeats = hop
    return Claim(
        id=claim_name(source, number),
        subject=subject,
        property=prop,
        value=Ref(value),
        claimant=claimant,
        evidence=(_words_at(source, number),),
        valid=Time(day) if day else None,
        # a third repeat a claim of the same web, some of them themselves
        origin=claim_name(SOURCES[repeats % 3], repeats) if repeats < len(_NEAR) * 3 else None,
        **more,
    )


def _event_claim(
    source: SourceId, number: int, event: EntityId, said: tuple[PropertyId, Value], more: dict[str, Any]
) -> Claim:
    return Claim(
        id=claim_name(source, number),
        subject=event,
        property=said[0],
        value=said[1],
        claimant=_NEAR[0],
        evidence=(_words_at(source, number),),
        **more,
    )


# ---------------------------------------------------------------------- what people ruled of them

_somebody = st.sampled_from([*FEW[:5], EntityId("urn:nobody")])
_rulings = st.fixed_dictionaries(
    {
        "pair": st.tuples(_somebody, _somebody).filter(lambda pair: pair[0] < pair[1]),
        "judgement": st.sampled_from([Judgement.SAME, Judgement.SAME, Judgement.NOT_SAME, Judgement.UNSURE]),
    }
)
_verdicts = st.fixed_dictionaries(
    {
        "claim": st.builds(claim_name, st.sampled_from(SOURCES), st.integers(0, MOST_CLAIMS)),
        "verdict": st.sampled_from(Verdict),
    }
)


@st.composite
def judged(draw: st.DrawFn) -> Decisions:
    """Draw a few judgements on those that sources speak of and verdicts on claims, the last one perhaps undone."""
    rulings = draw(st.lists(_rulings, max_size=4)) + draw(st.lists(_verdicts, max_size=4))
    made = [
        Decision(number=number, at=number, by="anna", previous="", **ruling)
        for number, ruling in enumerate(draw(st.permutations(rulings)), start=1)
    ]
    if made and draw(st.integers(0, 3)) == 0:
        made.append(Decision(number=len(made) + 1, at=9, by="jan", undoes=len(made), previous=""))
    return Decisions(tuple(made))


# ---------------------------------------------------------------------- what is asked of them

spans = _days.map(parse)


def _some(among: Sequence[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(among), min_size=1, max_size=3)


def _few_members(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return up to two of `members`, so that something is left over."""
    named = [st.tuples(st.just(name), member) for name, member in members.items()]
    return st.just({}) | st.lists(st.one_of(*named), max_size=2, unique_by=lambda pair: pair[0]).map(dict)


MEMBERS: dict[str, st.SearchStrategy[Any]] = {
    "sources": _some(SOURCES),
    "publishers": _some(FEW),
    "not_publishers": _some(FEW),
    "claimants": _some([*FEW, EntityId("urn:nobody")]),
    "not_claimants": _some(FEW),
    "published_until": spans,
    "asserted_on": spans,
    "asserted_match": st.sampled_from(Match),
    "certainties": _some(list(Certainty)),
    "stances": _some(list(Stance)),
    "ranks": _some(list(Rank)),
    "statuses": _some(list(Status)),
    "derivations": _some(list(DerivationKind)),
    "min_independent_sources": st.integers(2, 3),
}
"""Every member of the filter, and what it may be."""
filters = _few_members(**MEMBERS).map(lambda members: ProvenanceFilter(**members))

_anyhow = st.builds(
    lambda mode, length, members: PathSpec(mode=mode, max_length=length, **members),
    st.sampled_from(PathMode),
    st.integers(2, 5),
    _few_members(
        properties=_some([*HOPS, PropertyId("urn:p")]),
        not_properties=_some(HOPS),
        kinds=_some(KINDS),
        not_kinds=_some(KINDS),
        through=_some([*FEW, EntityId("urn:nobody")]),
        avoid=_some([*FEW, EntityId("urn:nobody")]),
        hub_limit=st.integers(0, 9),
        during=st.builds(Window, spans, st.sampled_from(Match)),
        chronological=st.booleans(),
        limit=st.integers(1, 3),
    ),
)
_modes = st.sampled_from(PathMode)
_in_time = st.builds(lambda mode: PathSpec(mode=mode, max_length=4, chronological=True), _modes)
_dated = st.builds(
    lambda mode, window: PathSpec(mode=mode, max_length=4, during=window),
    _modes,
    st.builds(Window, spans, st.sampled_from(Match)),
)
_strong = st.builds(
    lambda entity: PathSpec(mode=PathMode.BEST_SUPPORTED, max_length=4, through=frozenset({entity})),
    st.sampled_from(_NEAR),
)
specs = _anyhow | _anyhow | _in_time | _dated | _strong
