"""Events of a person that are told in an order that cannot be; and what is no such thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.accounts import Accounts, AccountsKind, accounts, explanation
from graph.ids import EntityId
from graph.model import Certainty, Iri, Time
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from graph.view import View
    from tests.graph.questions.conftest import Press, Seed

ANNA = EntityId("anna")


def happened(press: Press, event: str, *days: str | None, role: str = "affectedPerson", source: str = "times") -> None:
    """Print an event of anna's, called by its kind and perhaps a number; each of several days in a paper of its own."""
    press.say(event, "type", Iri(KG + event.rstrip("123")), source=source)
    press.say(event, role, "anna", source=source)
    for number, day in enumerate(days):
        if day is not None:
            press.say(event, "when", day, source=f"{source}-{event}-{number}")


def found_in(view: View, provenance: ProvenanceFilter = EVERYTHING) -> list[Accounts]:
    found = accounts(view, None, provenance, [AccountsKind.TIME_ORDER])
    assert found == accounts(view, [ANNA], provenance, [AccountsKind.TIME_ORDER])
    return found


def disordered(press: Press, provenance: ProvenanceFilter = EVERYTHING) -> list[list[tuple[str | None, str]]]:
    """Return of each account about anna the events and dates of its sides, as they are ordered."""
    press.say("anna", "type", Iri(SCHEMA + "Person"))
    found = found_in(press.view(), provenance)
    assert all((account.subject, account.property) == ("anna", None) for account in found)
    return [
        [(side.event, side.value.edtf) for side in account.sides if isinstance(side.value, Time)] for account in found
    ]


def test_a_release_before_the_only_arrest_there_is(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01", source="courier")
    assert disordered(press) == [[("Release", "2020-09-01"), ("Arrest", "2020-09-07")]]


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("Release", "Arrest"),
        ("Release", "Abduction"),
        ("Release", "Detention"),
        ("Release", "Surrender"),
        ("Sentencing", "Arrest"),
        ("Sentencing", "Charge"),
        ("Sentencing", "Trial"),
        ("Pardon", "Conviction"),
        ("Pardon", "Sentencing"),
        ("Pardon", "Imprisonment"),
        ("Death", "Arrest"),
        ("Death", "Release"),
        ("Death", "Visit"),
    ],
)
def test_what_cannot_come_first(press: Press, early: str, late: str) -> None:
    happened(press, early, "2019-05-01")
    happened(press, late, "2020-05-01")
    assert disordered(press) == [[(early, "2019-05-01"), (late, "2020-05-01")]]


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("Arrest", "Release"),
        ("Arrest", "Death"),
        ("Arrest", "Sentencing"),
        ("Release", "Sentencing"),  # let go until the trial
        ("Release", "Imprisonment"),
        ("Release", "Trial"),
        ("Pardon", "Arrest"),  # of something else
        ("Pardon", "Release"),
        ("Sentencing", "Imprisonment"),
        ("Charge", "Arrest"),
        ("Trial", "Arrest"),
        ("Death", "Trial"),  # Magnitsky's
        ("Death", "Sentencing"),
        ("Death", "Pardon"),
        ("Death", "Investigation"),
        ("Death", "Transfer"),
    ],
)
def test_what_may_come_first(press: Press, early: str, late: str) -> None:
    happened(press, early, "2019-05-01")
    happened(press, late, "2020-05-01")
    assert disordered(press) == []


@pytest.mark.parametrize(
    ("arrest", "release", "expected"),
    [
        ("2020-09-07", "2020-09-07", False),
        ("2020-09", "2020-09-01", False),
        ("2020-09-07", "2020", False),
        ("2020", "2019-12-31", True),
        ("2020~", "2019-12-31", False),
        ("2020", "2019~", False),
        ("2021", "2019~", True),
        ("2022", "2020~", True),
        ("2020?", "2018", True),
        ("2020/2022", "2021", False),
        ("2020/2022", "2019", True),
        ("../2022", "2019", False),
        ("2020/..", "2019", True),
        ("2022", "2019/..", False),
        ("2022", "../2019", True),
        ("[2021,2022]", "2019", True),
        ("[2018,2022]", "2019", False),
    ],
)
def test_only_what_is_surely_out_of_order(press: Press, arrest: str, release: str, *, expected: bool) -> None:
    happened(press, "Arrest", arrest)
    happened(press, "Release", release)
    assert bool(disordered(press)) is expected


def test_the_release_of_one_arrest_may_be_before_another(press: Press) -> None:
    happened(press, "Arrest1", "2018-01-01")
    happened(press, "Release1", "2018-01-15")
    happened(press, "Arrest2", "2020-05-29")
    assert disordered(press) == []


def test_a_release_before_and_one_after_an_arrest_may_be_of_two_arrests(press: Press) -> None:
    happened(press, "Release1", "2018-01-15")
    happened(press, "Arrest", "2020-05-29")
    happened(press, "Release2", "2021-05-29")
    assert disordered(press) == []


def test_all_releases_before_all_arrests_are_one_account(press: Press) -> None:
    happened(press, "Release1", "2018-01-15")
    happened(press, "Release2", "2018-02-15")
    happened(press, "Arrest1", "2020-05-29")
    happened(press, "Detention", "2021-05-29")
    (sides,) = disordered(press)
    assert {event for event, _ in sides} == {"Release1", "Release2", "Arrest1", "Detention"}


@pytest.mark.parametrize("undated", ["Arrest2", "Detention", "Imprisonment", "Release2", "Sentencing", "Trial"])
def test_where_something_that_matters_is_not_dated_nothing_is_sure(press: Press, undated: str) -> None:
    happened(press, "Arrest1", "2020-09-07")
    happened(press, "Release1", "2020-09-01")
    happened(press, undated, None)
    assert not [sides for sides in disordered(press) if ("Release1", "2020-09-01") in sides]


@pytest.mark.parametrize(
    ("day", "expected"), [("2019", False), ("2020", False), ("2021", True), ("2019~", False), ("2023", True)]
)
def test_who_was_in_prison_before_may_have_been_arrested_before(press: Press, day: str, *, expected: bool) -> None:
    happened(press, "Imprisonment", day)
    happened(press, "Release", "2020-09-01")
    happened(press, "Arrest", "2022")
    assert bool(disordered(press)) is expected


def test_two_accounts_of_one_day_of_which_one_cannot_be(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07", "2021-09-07")
    happened(press, "Release", "2021-05-01")
    assert disordered(press) == [[("Release", "2021-05-01"), ("Arrest", "2021-09-07")]]


def test_a_group_may_be_released_before_it_is_arrested(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01")
    for kind in ("Group", "Community"):
        press.say("anna", "type", Iri(KG + kind))
        assert found_in(press.view()) == []


def test_of_whom_nobody_says_what_they_are_nothing_is_said(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01")
    assert found_in(press.view()) == []


def test_who_arrests_is_not_who_is_arrested(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07", role="agent")
    happened(press, "Release", "2020-09-01")
    assert disordered(press) == []


def test_the_dead_give_no_interviews(press: Press) -> None:
    happened(press, "Interview", "2020-09-07", role="speaker")
    happened(press, "Death", "2020-09-01")
    assert disordered(press) == [[("Death", "2020-09-01"), ("Interview", "2020-09-07")]]


def test_what_was_before_a_death_is_no_side(press: Press) -> None:
    happened(press, "Arrest1", "2018")
    happened(press, "Arrest2", "2021")
    happened(press, "Death", "2020-09-01")
    assert disordered(press) == [[("Death", "2020-09-01"), ("Arrest2", "2021")]]


def test_the_best_supported_date_comes_first(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01")
    press.say("Arrest", "when", "2020-09-07", source="herald")
    press.say("anna", "type", Iri(SCHEMA + "Person"))
    (account,) = found_in(press.view())
    assert [(side.event, side.independent_sources, len(side.claims)) for side in account.sides] == [
        ("Arrest", 2, 2),
        ("Release", 1, 1),
    ]


@pytest.mark.parametrize("more", [{"certainty": Certainty.POSSIBLE}, {"certainty": Certainty.NEGATED}])
def test_a_hope_or_a_denial_is_no_event(press: Press, more: dict[str, object]) -> None:
    happened(press, "Arrest", "2020-09-07")
    press.say("Release", "type", Iri(KG + "Release"), **more)
    press.say("Release", "affectedPerson", "anna", **more)
    press.say("Release", "when", "2019", **more)
    assert disordered(press) == []
    possible = ProvenanceFilter(certainties=frozenset({Certainty.ASSERTED, Certainty.POSSIBLE, Certainty.NEGATED}))
    assert bool(disordered(press, possible)) is (more["certainty"] is Certainty.POSSIBLE)


def test_a_filter_that_leaves_one_date_out_leaves_nothing_out_of_order(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01")
    assert len(disordered(press)) == 1
    assert disordered(press, ProvenanceFilter(not_publishers=frozenset({EntityId("times-Release-0")}))) == []
    assert disordered(press, ProvenanceFilter(min_independent_sources=2)) == []


def test_what_is_out_of_order_is_told_in_words(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Release", "2020-09-01")
    press.say("anna", "type", Iri(SCHEMA + "Person"))
    view = press.view()
    (account,) = found_in(view)
    assert explanation(view, account) == (
        "anna, in what order: release (1 September 2020) according to times-Release-0;"
        " arrest (7 September 2020) according to times-Arrest-0"
    )


@pytest.mark.shared
def test_the_article_tells_nothing_out_of_order(seed: Seed) -> None:
    assert accounts(seed.view, None, EVERYTHING, [AccountsKind.TIME_ORDER]) == []
