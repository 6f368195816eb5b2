"""What stands behind an answer: independence is not repetition, and the best claims come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.ids import ClaimId, EntityId
from graph.model import Certainty, Claim, Rank, Status
from graph.provenance import EVERYTHING
from graph.support import admitted, best_first, independent_sources

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press


def sibling(press: Press, source: str, **more: object) -> Claim:
    return press.say("anna", "sibling", "jan", source=source, **more)


def independent(press: Press, *claims: Claim) -> int:
    return independent_sources(press.view(), claims)


def test_one_article_is_one_source_however_many_voices_it_has(press: Press) -> None:
    claims = [sibling(press, "times"), sibling(press, "times", claimant=EntityId("anna"))]
    assert independent(press, *claims) == 1


def test_two_articles_of_one_paper_are_one(press: Press) -> None:
    press.source("monday", publisher="times")
    press.source("tuesday", publisher="times")
    assert independent(press, sibling(press, "monday"), sibling(press, "tuesday")) == 1


def test_two_papers_that_quote_one_group_are_one(press: Press) -> None:
    vesta = EntityId("vesta")
    claims = [sibling(press, "times", claimant=vesta), sibling(press, "courier", claimant=vesta)]
    assert independent(press, *claims) == 1


def test_two_papers_that_tell_it_themselves_are_two(press: Press) -> None:
    assert independent(press, sibling(press, "times"), sibling(press, "courier")) == 2


def test_one_paper_that_quotes_and_one_that_tells_are_two(press: Press) -> None:
    assert independent(press, sibling(press, "times", claimant=EntityId("vesta")), sibling(press, "courier")) == 2


def test_two_papers_that_quote_two_groups_each_are_two(press: Press) -> None:
    voices = (EntityId("vesta"), EntityId("jan"))
    claims = [sibling(press, paper, claimant=voice) for paper in ("times", "courier") for voice in voices]
    assert independent(press, *claims) == 2


def test_papers_of_one_owner_are_one(press: Press) -> None:
    for paper in ("times", "courier"):
        press.say(paper, "partOf", "holding", source="register")
    assert independent(press, sibling(press, "times"), sibling(press, "courier")) == 1


def test_a_paper_and_its_owner_are_one(press: Press) -> None:
    press.say("times", "partOf", "courier", source="register")
    assert independent(press, sibling(press, "times"), sibling(press, "courier")) == 1


def test_owners_are_followed_to_the_last(press: Press) -> None:
    press.say("times", "partOf", "daily-group", source="register")
    press.say("daily-group", "partOf", "holding", source="register")
    press.say("courier", "partOf", "holding", source="register")
    assert independent(press, sibling(press, "times"), sibling(press, "courier")) == 1


@pytest.mark.parametrize(
    "more", [{"certainty": Certainty.ALLEGED}, {"status": Status.PROPOSED}, {"rank": Rank.DEPRECATED}]
)
def test_an_owner_who_is_only_alleged_joins_nothing(press: Press, more: dict[str, object]) -> None:
    press.say("times", "partOf", "courier", source="register", **more)
    assert independent(press, sibling(press, "times"), sibling(press, "courier")) == 2


@pytest.mark.parametrize("length", [2, 3, 10, 11])
def test_papers_that_own_each_other_are_one(press: Press, length: int) -> None:
    papers = [f"paper-{number}" for number in range(length)]
    for number, paper in enumerate(papers):
        press.say(paper, "partOf", papers[(number + 1) % length], source="register")
    assert independent(press, *(sibling(press, paper) for paper in papers)) == 1


@pytest.mark.parametrize("paper", ["zeitung", "abend"])
def test_a_paper_of_papers_that_own_each_other_is_one_with_them(press: Press, paper: str) -> None:
    for one, other in [("courier", "times"), ("times", "courier"), (paper, "times")]:
        press.say(one, "partOf", other, source="register")
    assert independent(press, sibling(press, paper), sibling(press, "times")) == 1


def test_who_repeats_another_is_the_other(press: Press) -> None:
    first = sibling(press, "times")
    second = sibling(press, "courier", origin=first.id)
    assert independent(press, first, second) == 1


def test_a_chain_of_origins_is_followed_to_its_end(press: Press) -> None:
    first = sibling(press, "times")
    second = sibling(press, "courier", origin=first.id)
    third = sibling(press, "herald", origin=second.id)
    fourth = sibling(press, "mirror", origin=third.id)
    assert independent(press, first, fourth) == 1
    assert independent(press, second, third, fourth) == 1


@pytest.mark.parametrize(
    "repeating",
    [
        "z",
        "a",
    ],
)
def test_a_chain_whose_origin_is_not_here_has_one_voice(press: Press, repeating: str) -> None:
    first = sibling(press, "times", id=ClaimId("m"), origin=ClaimId("gone"))
    second = sibling(press, "courier", id=ClaimId(repeating), origin=first.id)
    assert independent(press, first, second) == 1


def test_papers_that_repeat_one_claim_that_is_not_here_are_one(press: Press) -> None:
    claims = [sibling(press, paper, origin=ClaimId("gone")) for paper in ("times", "courier")]
    assert independent(press, *claims) == 1


@pytest.mark.parametrize("length", [1, 2, 3, 10, 11])
def test_claims_that_repeat_each_other_are_one(press: Press, length: int) -> None:
    ids = [ClaimId(f"round-{number}") for number in range(length)]
    claims = [
        sibling(press, f"paper-{number}", id=ids[number], origin=ids[(number + 1) % length]) for number in range(length)
    ]
    assert independent(press, *claims) == 1


@pytest.mark.parametrize("repeating", ["z", "a"])
def test_who_repeats_claims_that_repeat_each_other_is_one_with_them(press: Press, repeating: str) -> None:
    ring = [
        sibling(press, one, id=ClaimId(one), origin=ClaimId(other))
        for one, other in [("times", "courier"), ("courier", "times")]
    ]
    last = sibling(press, "herald", id=ClaimId(repeating), origin=ClaimId("times"))
    assert independent(press, *ring, last) == 1


def test_nothing_has_no_source(press: Press) -> None:
    assert independent(press) == 0


def test_the_best_claims_come_first(press: Press) -> None:
    press.source("early", published="2020")
    press.source("late", published="2022")
    press.source("undated", published=None)
    expected = [
        sibling(press, "late", rank=Rank.PREFERRED, certainty=Certainty.NEGATED),
        sibling(press, "early"),
        sibling(press, "late", id=ClaimId("a")),
        sibling(press, "late", id=ClaimId("b")),
        sibling(press, "undated"),
        sibling(press, "early", certainty=Certainty.ALLEGED),
        sibling(press, "early", certainty=Certainty.POSSIBLE),
        sibling(press, "early", certainty=Certainty.NEGATED),
    ]
    assert best_first(press.view(), reversed(expected)) == expected


def test_claims_that_may_count_are_given_best_first(press: Press) -> None:
    alleged = sibling(press, "times", certainty=Certainty.ALLEGED)
    asserted = sibling(press, "courier")
    rejected = sibling(press, "times", status=Status.REJECTED)
    assert admitted(press.view(), [alleged, rejected, asserted], EVERYTHING) == [asserted, alleged]
