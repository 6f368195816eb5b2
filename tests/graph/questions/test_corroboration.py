"""What corroborates a claim: others that say the same, and do not just repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.corroboration import corroborating
from graph.ids import ClaimId, EntityId
from graph.model import Certainty, Stance, Text, Time
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.statements import statement

if TYPE_CHECKING:
    from graph.model import Claim
    from tests.graph.questions.conftest import Press, Seed

NOT_SO: dict[str, object] = {"certainty": Certainty.NEGATED, "stance": Stance.DENIES}


def others(press: Press, *claims: Claim, provenance: ProvenanceFilter = EVERYTHING) -> list[list[str]]:
    return [[one.id for one in found] for found in corroborating(press.view(), claims, provenance)]


def test_each_is_corroborated_by_the_others_that_say_the_same(press: Press) -> None:
    one = press.say("anna", "supports", "protest")
    two = press.say("anna", "supports", "protest", source="courier")
    press.say("anna", "supports", "strike", source="courier")
    press.say("anna", "opponent", "protest", source="courier")
    alone = press.say("jan", "supports", "protest", source="courier")
    assert others(press, two, one, alone, one) == [[one.id], [two.id], [], [two.id]]
    assert corroborating(press.view(), [], EVERYTHING) == []


def test_wording_and_language_do_not_matter(press: Press) -> None:
    name = press.say("anna", "name", Text("Anna", "en"))
    press.say("anna", "name", Text("Anna", "pl"), source="courier")
    day = press.say("raid", "when", Time("2020-09-07", "last Monday"))
    press.say("raid", "when", Time("2020-09-07"), source="courier")
    press.say("raid", "when", Time("2020-09"), source="herald")
    assert others(press, name, day) == [["claim-0001"], ["claim-0003"]]


def test_what_holds_both_ways_counts_from_either_end(press: Press) -> None:
    one = press.say("anna", "sibling", "jan")
    two = press.say("jan", "sibling", "anna", source="courier")
    press.say("anna", "opponent", "jan", source="courier")
    back = press.say("jan", "opponent", "anna", source="herald")
    assert others(press, one, two, back) == [[two.id], [one.id], []]


def test_a_denial_corroborates_a_denial(press: Press) -> None:
    said = press.say("anna", "supports", "protest")
    denied = press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    again = press.say("anna", "supports", "protest", source="herald", **NOT_SO)
    assert others(press, said, denied) == [[], [again.id]]


@pytest.mark.parametrize(
    "manner",
    [
        {"certainty": Certainty.POSSIBLE},
        {"certainty": Certainty.ALLEGED, "stance": Stance.ALLEGES},
        {"stance": Stance.DEMANDS},
    ],
)
def test_a_hope_corroborates_nothing_unless_it_is_asked_for(press: Press, manner: dict[str, object]) -> None:
    fact = press.say("anna", "supports", "protest")
    hope = press.say("anna", "supports", "protest", source="courier", **manner)
    assert others(press, fact, hope) == [[], [fact.id]]
    asked = ProvenanceFilter(certainties=frozenset(Certainty))
    assert others(press, fact, hope, provenance=asked) == [[hope.id], [fact.id]]


def test_what_is_repeated_is_said_once(press: Press) -> None:
    first = press.say("anna", "supports", "protest")
    second = press.say("anna", "supports", "protest", source="courier", origin=first.id)
    third = press.say("anna", "supports", "protest", source="herald", origin=second.id)
    other = press.say("anna", "supports", "protest", source="mirror", origin=ClaimId("urn:of-elsewhere"))
    twin = press.say("anna", "supports", "protest", source="globe", origin=ClaimId("urn:of-elsewhere"))
    assert others(press, first, second, third) == [[other.id, twin.id]] * 3
    assert others(press, other) == [[first.id, second.id, third.id]]


def test_claims_that_repeat_each_other_are_one(press: Press) -> None:
    one = press.say("anna", "supports", "protest", origin=ClaimId("claim-0001"))
    two = press.say("anna", "supports", "protest", source="courier", origin=one.id)
    assert others(press, one, two) == [[], []]


def test_the_filter_decides_who_counts(press: Press) -> None:
    one = press.say("anna", "supports", "protest")
    press.say("anna", "supports", "protest", source="courier")
    asked = ProvenanceFilter(not_publishers=frozenset({EntityId("courier")}))
    assert others(press, one, provenance=asked) == [[]]


@pytest.mark.shared
def test_two_voices_of_one_article_do_not_corroborate_each_other(seed: Seed) -> None:
    told = [c for c in seed.view.about([seed["belarus"]])[0] if c.claimant == seed["release_now"]]
    same = [c for c in seed.view.about([seed["belarus"]])[0] if statement(c) == statement(told[0])]
    assert len({claim.claimant for claim in same}) > 1
    assert corroborating(seed.view, told, EVERYTHING) == [[]]
