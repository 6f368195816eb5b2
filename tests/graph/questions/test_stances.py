"""What is asserted by one and denied by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.accounts import Accounts, AccountsKind, accounts, explanation
from graph.ids import EntityId
from graph.model import Certainty, Ref, Stance, Status, Text
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

NOT_SO: dict[str, object] = {"certainty": Certainty.NEGATED, "stance": Stance.DENIES}


def contested(press: Press, provenance: ProvenanceFilter = EVERYTHING, about: str | None = None) -> list[Accounts]:
    asked = None if about is None else [EntityId(about)]
    return accounts(press.view(), asked, provenance, [AccountsKind.STANCE])


def test_what_one_asserts_and_another_denies(press: Press) -> None:
    said = press.say("anna", "supports", "protest")
    denied = press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    (account,) = contested(press)
    assert (account.subject, account.property) == ("anna", KG + "supports")
    assert [(side.value, side.denied, side.claims) for side in account.sides] == [
        (Ref(EntityId("protest")), False, (said,)),
        (Ref(EntityId("protest")), True, (denied,)),
    ]
    assert contested(press, about="anna") == [account]
    assert contested(press, about="protest") == []


@pytest.mark.parametrize(
    "manner",
    [
        NOT_SO,
        {"certainty": Certainty.NEGATED},
        {"stance": Stance.DENIES},
        {"certainty": Certainty.NEGATED, "stance": Stance.REPORTS},
    ],
)
def test_a_denial_by_certainty_or_by_stance(press: Press, manner: dict[str, object]) -> None:
    press.say("anna", "supports", "protest")
    press.say("anna", "supports", "protest", source="courier", **manner)
    (account,) = contested(press)
    assert [side.denied for side in account.sides] == [False, True]


def test_only_one_and_the_same(press: Press) -> None:
    press.say("anna", "supports", "protest")
    press.say("anna", "supports", "strike", source="courier", **NOT_SO)
    press.say("anna", "opponent", "protest", source="courier", **NOT_SO)
    press.say("jan", "supports", "protest", source="courier", **NOT_SO)
    press.say("protest", "supports", "anna", source="courier", **NOT_SO)
    assert contested(press) == []
    assert contested(press, about="anna") == []


def test_denied_alone_or_asserted_alone_is_no_difference(press: Press) -> None:
    press.say("anna", "supports", "protest", **NOT_SO)
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    press.say("jan", "supports", "protest")
    assert contested(press) == []


def test_a_text_in_another_language_is_the_same(press: Press) -> None:
    press.say("anna", "name", Text("Anna", "en"))
    press.say("anna", "name", Text("Anna", "pl"), source="courier", **NOT_SO)
    assert len(contested(press)) == 1


@pytest.mark.parametrize("about", [None, "anna", "jan"])
def test_what_holds_both_ways_is_denied_both_ways(press: Press, about: str | None) -> None:
    press.say("jan", "sibling", "anna")
    press.say("anna", "sibling", "jan", source="courier", **NOT_SO)
    (account,) = contested(press, about=about)
    who, other = ("anna", "jan") if about == "anna" else ("jan", "anna")
    assert (account.subject, account.property) == (who, SCHEMA + "sibling")
    assert [(side.value, side.denied) for side in account.sides] == [
        (Ref(EntityId(other)), False),
        (Ref(EntityId(other)), True),
    ]


def test_each_end_that_is_asked_about_is_answered(press: Press) -> None:
    press.say("jan", "sibling", "anna")
    press.say("jan", "sibling", "anna", source="courier", **NOT_SO)
    found = accounts(press.view(), [EntityId("jan"), EntityId("anna")], EVERYTHING, [AccountsKind.STANCE])
    assert [account.subject for account in found] == ["anna", "jan"]


def test_the_side_of_more_independent_sources_comes_first(press: Press) -> None:
    press.say("anna", "supports", "protest")
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    press.say("anna", "supports", "protest", source="herald", **NOT_SO)
    (account,) = contested(press)
    assert [(side.denied, side.independent_sources, len(side.claims)) for side in account.sides] == [
        (True, 2, 2),
        (False, 1, 1),
    ]


def test_a_hope_asserts_nothing(press: Press) -> None:
    press.say("anna", "supports", "protest", certainty=Certainty.POSSIBLE)
    press.say("anna", "supports", "protest", source="herald", certainty=Certainty.ALLEGED, stance=Stance.ALLEGES)
    press.say("anna", "supports", "protest", source="mirror", stance=Stance.DEMANDS)
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    assert contested(press) == []


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"certainties": frozenset({Certainty.ASSERTED})}, 0),
        ({"certainties": frozenset({Certainty.ALLEGED, Certainty.NEGATED})}, 1),
        ({"certainties": frozenset({Certainty.NEGATED})}, 0),
        ({"certainties": frozenset[Certainty]()}, 0),
        ({"certainties": frozenset(Certainty), "stances": frozenset({Stance.DENIES})}, 0),
        ({"certainties": frozenset(Certainty), "stances": frozenset({Stance.ALLEGES})}, 0),
        ({"certainties": frozenset(Certainty), "stances": frozenset({Stance.ALLEGES, Stance.DENIES})}, 1),
        ({"stances": frozenset({Stance.ASSERTS, Stance.REPORTS})}, 0),
        ({"publishers": frozenset({EntityId("times")})}, 0),
        ({"not_claimants": frozenset({EntityId("courier")})}, 0),
        ({"min_independent_sources": 2, "certainties": frozenset(Certainty)}, 0),
        ({"statuses": frozenset({Status.ACCEPTED}), "certainties": frozenset(Certainty)}, 1),
    ],
)
def test_the_filter_decides_who_counts(press: Press, members: dict[str, object], expected: int) -> None:
    press.say("anna", "supports", "protest", certainty=Certainty.ALLEGED, stance=Stance.ALLEGES)
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    asked = ProvenanceFilter(**members)  # type: ignore[arg-type]  # the members of a filter, by name
    assert len(contested(press, asked)) == expected
    assert len(contested(press, asked, about="anna")) == expected


def test_who_asserts_and_who_denies_is_told_in_words(press: Press) -> None:
    press.say("anna", "supports", "protest")
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    view = press.view()
    (account,) = accounts(view, None, EVERYTHING)
    assert explanation(view, account) == "anna, supports protest: asserted by times; denied by courier"


def test_of_many_voices_ten_are_named(press: Press) -> None:
    for number in range(12):
        press.say("anna", "supports", "protest", source=f"paper-{number:02}")
    press.say("anna", "supports", "protest", source="courier", **NOT_SO)
    view = press.view()
    (account,) = accounts(view, None, EVERYTHING)
    ten = ", ".join(f"paper-{number:02}" for number in range(10))
    assert explanation(view, account) == f"anna, supports protest: asserted by {ten} and 2 more; denied by courier"


def test_a_kind_is_told_by_its_label(press: Press) -> None:
    press.event("raid", "Arrest")
    press.say("raid", "type", press.say("raid", "type", KG + "Arrest").value, source="courier", **NOT_SO)
    view = press.view()
    (account,) = accounts(view, None, EVERYTHING)
    assert "kind arrest: asserted by times" in explanation(view, account)


@pytest.mark.shared
def test_the_article_denies_nothing_that_it_asserts(seed: Seed) -> None:
    assert accounts(seed.view, None, EVERYTHING, [AccountsKind.STANCE]) == []
