"""The one filter: each of its members alone keeps and drops what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import fields, replace

from graph.edtf import Match, parse
from graph.ids import EntityId, SourceId
from graph.model import Certainty, Derivation, DerivationKind, Rank, Source, Stance, Status, Time
from graph.provenance import EVERYTHING, FACTS, ProvenanceFilter

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press

TIMES = Source(id=SourceId("t-1"), title="", publisher=EntityId("times"), published=Time("2021-06-01"))
INFERRED = Derivation(DerivationKind.INFERRED)


def admits(press: Press, provenance: ProvenanceFilter, **claim: object) -> bool:
    """Say whether `provenance` lets a claim of Anna's in `TIMES` count."""
    made = press.say("anna", "sibling", "jan", **({"claimant": EntityId("anna")} | claim))
    return provenance.admits(made, TIMES)


@pytest.mark.parametrize(
    ("keeps", "drops"),
    [
        ({"sources": frozenset({"t-1"})}, {"sources": frozenset({"t-2"})}),
        ({"publishers": frozenset({"times"})}, {"publishers": frozenset({"courier"})}),
        ({"not_publishers": frozenset({"courier"})}, {"not_publishers": frozenset({"times"})}),
        ({"claimants": frozenset({"anna"})}, {"claimants": frozenset({"times"})}),
        ({"not_claimants": frozenset({"times"})}, {"not_claimants": frozenset({"anna"})}),
        ({"published_until": parse("2021-06-01")}, {"published_until": parse("2021-05-31")}),
        ({"certainties": frozenset({Certainty.ASSERTED})}, {"certainties": frozenset({Certainty.POSSIBLE})}),
        ({"stances": frozenset({Stance.ASSERTS})}, {"stances": frozenset({Stance.DENIES})}),
        ({"ranks": frozenset({Rank.NORMAL})}, {"ranks": frozenset({Rank.PREFERRED})}),
        ({"statuses": frozenset({Status.ACCEPTED})}, {"statuses": frozenset({Status.PROPOSED})}),
        ({"derivations": frozenset({DerivationKind.STATED})}, {"derivations": frozenset({DerivationKind.INFERRED})}),
    ],
)
def test_each_member_alone_changes_what_counts(
    press: Press, keeps: dict[str, object], drops: dict[str, object]
) -> None:
    assert admits(press, replace(EVERYTHING, **keeps))
    assert not admits(press, replace(EVERYTHING, **drops))


def test_every_member_that_a_claim_can_fail_is_tried() -> None:
    tried = {
        *("sources", "publishers", "not_publishers", "claimants", "not_claimants", "published_until"),
        *("certainties", "stances", "ranks", "statuses", "derivations"),
        *("asserted_on", "asserted_match"),
        "min_independent_sources",
    }
    assert {member.name for member in fields(ProvenanceFilter)} == tried


@pytest.mark.parametrize("empty", ["sources", "publishers", "claimants", "certainties", "ranks", "statuses"])
def test_an_empty_choice_keeps_nothing(press: Press, empty: str) -> None:
    assert not admits(press, replace(EVERYTHING, **{empty: frozenset()}))


def test_all_members_must_hold(press: Press) -> None:
    both = ProvenanceFilter(publishers=frozenset({EntityId("times")}), claimants=frozenset({EntityId("times")}))
    assert not admits(press, both)
    assert admits(press, both, claimant=EntityId("times"))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"certainty": Certainty.POSSIBLE, "stance": Stance.DENIES}, True),
        ({"status": Status.PROPOSED}, True),
        ({"rank": Rank.PREFERRED}, True),
        ({"derivation": INFERRED}, True),
        ({"status": Status.REJECTED}, False),
        ({"status": Status.SUPERSEDED}, False),
        ({"rank": Rank.DEPRECATED}, False),
    ],
)
def test_by_default_all_counts_but_what_was_rejected_superseded_or_deprecated(
    press: Press, claim: dict[str, object], *, expected: bool
) -> None:
    assert admits(press, EVERYTHING, **claim) is expected


@pytest.mark.parametrize(
    ("published", "until", "expected"),
    [
        ("2021-06-01", "2021-06-01", True),
        ("2021-06-01", "2021-06-02", True),
        ("2021-06-02", "2021-06-01", False),
        ("2021-06-01", "2021", True),
        ("2021", "2021-12-30", False),
        ("2021", "2021-12-31", True),
        ("2021-06-01~", "2021-06-01", False),
        ("2021-06-01~", "2021-06-02", True),
        ("2021-06-01/..", "2030", False),
        (None, "2030", False),
    ],
)
def test_published_until_keeps_what_surely_was_published_by_the_end_of_the_day(
    press: Press, published: str | None, until: str, *, expected: bool
) -> None:
    source = replace(TIMES, published=Time(published) if published else None)
    claim = press.say("anna", "sibling", "jan")
    assert ProvenanceFilter(published_until=parse(until)).admits(claim, source) is expected


@pytest.mark.parametrize(
    ("asserted_on", "expected"),
    [("2021-05", True), ("2021-05-09", True), ("2021", True), ("2021-04", False), ("2021-06-02", False), (None, True)],
)
def test_asserted_on_keeps_what_may_have_been_said_then_and_what_has_no_day(
    press: Press, asserted_on: str | None, *, expected: bool
) -> None:
    window = ProvenanceFilter(asserted_on=parse("2021-05"))
    assert admits(press, window, asserted_on=Time(asserted_on) if asserted_on else None) is expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({}, True),
        ({"stance": Stance.REPORTS}, True),
        ({"certainty": Certainty.ALLEGED}, False),
        ({"certainty": Certainty.POSSIBLE}, False),
        ({"certainty": Certainty.NEGATED}, False),
        ({"stance": Stance.DENIES}, False),
        ({"stance": Stance.PREDICTS}, False),
        ({"stance": Stance.DEMANDS}, False),
        ({"stance": Stance.DOUBTS}, False),
        ({"status": Status.PROPOSED}, True),
    ],
)
def test_connections_rest_on_what_is_asserted(press: Press, claim: dict[str, object], *, expected: bool) -> None:
    assert admits(press, EVERYTHING.connected(), **claim) is expected


def test_connections_rest_on_more_when_asked(press: Press) -> None:
    asked = ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}), stances=frozenset({Stance.PREDICTS}))
    assert admits(press, asked.connected(), certainty=Certainty.POSSIBLE, stance=Stance.PREDICTS)
    assert not admits(press, asked.connected())
    assert asked.connected() == asked


@pytest.mark.parametrize(("match", "expected"), [(Match.POSSIBLE, True), (Match.CERTAIN, False)])
def test_what_was_said_about_then_is_surely_or_possibly_said_in_the_span(
    press: Press, match: Match, *, expected: bool
) -> None:
    window = ProvenanceFilter(asserted_on=parse("2021-05"), asserted_match=match)
    assert admits(press, window, asserted_on=Time("2021-05~")) is expected


def test_who_asks_for_a_certainty_of_facts_gets_it_whatever_the_stance(press: Press) -> None:
    asked = ProvenanceFilter(certainties=frozenset({Certainty.NEGATED})).connected()
    assert admits(press, asked, certainty=Certainty.NEGATED, stance=Stance.DENIES)


@pytest.mark.parametrize("certainty", Certainty)
@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("rank", Rank)
@pytest.mark.parametrize("status", Status)
def test_facts_are_the_claims_that_may_stand_without_their_claimant(
    press: Press, certainty: Certainty, stance: Stance, rank: Rank, status: Status
) -> None:
    claim = press.say("anna", "sibling", "jan", certainty=certainty, stance=stance, rank=rank, status=status)
    assert FACTS.admits(claim, TIMES) == claim.is_fact
