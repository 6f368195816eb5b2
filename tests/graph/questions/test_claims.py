"""Claims found by what they say, who says it, when it holds, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.claims import ClaimFilter, ClaimOrder, ClaimOrderField, claims_about, find_claims, in_order
from graph.edtf import Match, parse
from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Claim, Rank, Ref, Status, Time
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


# ---------------------------------------------------------------- order


@pytest.fixture
def dated(press: Press) -> Press:
    """Three claims: of 2020 printed in 2022, of 2021 printed in 2021, and one without any time in a paper without."""
    press.source("late", published="2022-01-01")
    press.source("early", published="2021-01-01")
    press.source("never", published=None)
    press.say("a", "sibling", "b", source="late", valid=Time("2020"), asserted_on=Time("2021-12-31"))
    press.say("a", "sibling", "c", source="early", valid=Time("2021"))
    press.say("a", "sibling", "d", source="never")
    return press


def ends(press: Press, order: ClaimOrder | None) -> list[str]:
    """Return the values of the claims in that order."""
    view = press.view()
    found = in_order(view, find_claims(view, ClaimFilter(), EVERYTHING), order)
    assert [key for key, _ in found] == sorted(key for key, _ in found)
    return [claim.value.entity for _, claim in found if isinstance(claim.value, Ref)]


@pytest.mark.parametrize(
    ("by", "ascending", "descending"),
    [
        (ClaimOrderField.PUBLISHED, "cbd", "bcd"),
        (ClaimOrderField.HELD, "bcd", "cbd"),
        (ClaimOrderField.ASSERTED_ON, "bcd", "bcd"),
        (ClaimOrderField.RECORDED_AT, "bcd", "bcd"),
    ],
)
def test_claims_stand_in_the_order_that_is_asked_for_those_without_a_time_last(
    dated: Press, by: ClaimOrderField, ascending: str, descending: str
) -> None:
    assert "".join(ends(dated, ClaimOrder(by))) == ascending
    assert "".join(ends(dated, ClaimOrder(by, descending=True))) == descending


def test_without_an_order_claims_stand_by_their_ids(dated: Press) -> None:
    assert "".join(ends(dated, None)) == "bcd"


def test_claims_about_each_of_several_are_filtered_alike(dated: Press) -> None:
    where = ClaimFilter(objects=frozenset({EntityId("c")}))
    found = claims_about(dated.view(), [EntityId("a"), EntityId("b")], EVERYTHING, where)
    assert [len(some) for some in found] == [1, 0]
