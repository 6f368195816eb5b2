"""Claims found by what they say, who says it, when it holds, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.claims import ClaimFilter, find_claims
from graph.edtf import Match, parse
from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Claim, Rank, Status, Time
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.view import Window
from graph.vocabulary import AFFECTED_PERSON, KG, NAME

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

HELD = PropertyId(KG + "politicalPrisonersHeld")


@pytest.fixture
def said(press: Press) -> list[Claim]:
    """Print six claims, so that each question keeps a part of them."""
    return [
        press.say("anna", "sibling", "jan"),
        press.say("anna", "supports", "jan", claimant=EntityId("jan"), valid=Time("2021-05")),
        press.say("jan", "sibling", "ola", source="courier", valid=Time("2020")),
        press.say("jan", "name", "Ján Nowak"),
        press.say("arrest", "affectedPerson", "anna", certainty=Certainty.POSSIBLE),
        press.say("arrest", "when", "2021-05-03"),
    ]


def found(press: Press, where: ClaimFilter, provenance: ProvenanceFilter = EVERYTHING) -> list[int]:
    """Return the numbers of the claims found, in the order of the answer."""
    return [int(claim.id.removeprefix("claim-")) for claim in find_claims(press.view(), where, provenance)]


def ids(*names: str) -> frozenset[EntityId]:
    return frozenset(map(EntityId, names))


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ClaimFilter(), [0, 1, 2, 3, 4, 5]),
        (ClaimFilter(subjects=ids("anna")), [0, 1]),
        (ClaimFilter(subjects=ids("anna", "arrest")), [0, 1, 4, 5]),
        (ClaimFilter(subjects=ids()), []),
        (ClaimFilter(objects=ids("jan")), [0, 1]),
        (ClaimFilter(objects=ids("anna", "ola")), [2, 4]),
        (ClaimFilter(claimants=ids("jan")), [1]),
        (ClaimFilter(claimants=ids("courier", "jan")), [1, 2]),
        (ClaimFilter(properties=frozenset({NAME})), [3]),
        (ClaimFilter(properties=frozenset()), []),
        (ClaimFilter(subjects=ids("anna"), objects=ids("jan"), claimants=ids("times")), [0]),
        (ClaimFilter(subjects=ids("nobody")), []),
        (ClaimFilter(text="jan NOWAK"), [3]),
        (ClaimFilter(text="words 4"), [4]),
        (ClaimFilter(text="Words"), [0, 1, 2, 3, 4, 5]),
        (ClaimFilter(text="nowhere"), []),
    ],
)
def test_the_wanted_claims_are_found_by_id(press: Press, where: ClaimFilter, expected: list[int]) -> None:
    assert found(press, where) == expected


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    ("window", "match", "expected"),
    [
        ("2021-05", Match.POSSIBLE, [1, 5]),
        ("2021-05-03", Match.POSSIBLE, [1, 5]),
        ("2021-05-03", Match.CERTAIN, [5]),
        ("2020/2021", Match.CERTAIN, [1, 2, 5]),
        ("2019", Match.POSSIBLE, []),
    ],
)
def test_a_window_looks_at_the_time_said_or_the_time_it_holds(
    press: Press, window: str, match: Match, expected: list[int]
) -> None:
    assert found(press, ClaimFilter(during=Window(parse(window), match))) == expected


@pytest.mark.usefixtures("said")
def test_every_certainty_is_shown_unless_the_filter_says_less(press: Press) -> None:
    only = ProvenanceFilter(certainties=frozenset({Certainty.ASSERTED}))
    assert found(press, ClaimFilter(subjects=ids("arrest"))) == [4, 5]
    assert found(press, ClaimFilter(subjects=ids("arrest")), only) == [5]


@pytest.mark.parametrize("more", [{"status": Status.REJECTED}, {"rank": Rank.DEPRECATED}])
def test_what_was_ruled_out_is_shown_only_when_asked(press: Press, more: dict[str, object]) -> None:
    press.say("anna", "sibling", "jan", **more)
    everything = ProvenanceFilter(statuses=frozenset(Status), ranks=frozenset(Rank))
    assert found(press, ClaimFilter()) == []
    assert found(press, ClaimFilter(), everything) == [0]


@pytest.mark.shared
def test_the_possible_release_of_kalesnikava_is_a_claim_so_marked(seed: Seed) -> None:
    where = ClaimFilter(
        objects=frozenset({seed["kalesnikava"]}), properties=frozenset({AFFECTED_PERSON}), text="may be released"
    )
    (claim,) = find_claims(seed.view, where, EVERYTHING)
    assert (claim.certainty, claim.claimant) == (Certainty.POSSIBLE, seed["homich"])


@pytest.mark.shared
def test_what_trump_says_of_prisoners_is_found_by_claimant(seed: Seed) -> None:
    where = ClaimFilter(claimants=frozenset({seed["trump"]}))
    (claim,) = find_claims(seed.view, where, EVERYTHING)
    assert (claim.property, claim.asserted_on) == (HELD, Time("2025-09-05"))
