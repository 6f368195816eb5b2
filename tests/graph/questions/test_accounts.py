"""Differing accounts: which values cannot all hold, and which are compared at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph.accounts import Accounts, AccountsKind, accounts, find_accounts
from graph.ids import EntityId
from graph.model import Certainty, Quantity, Text, Time, Value
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

HELD, RELEASED = "politicalPrisonersHeld", "releasedCount"


def differing(press: Press, provenance: ProvenanceFilter = EVERYTHING) -> list[Accounts]:
    return accounts(press.view(), None, provenance)


def numbers(account: Accounts) -> list[int]:
    return [int(side.value.amount or 0) for side in account.sides if isinstance(side.value, Quantity)]


def differ(press: Press, prop: str, *values: str | Value) -> bool:
    """Say whether papers that say `values` of one event or person differ."""
    for number, value in enumerate(values):
        press.say("anna", prop, value, source=f"paper-{number}")
    return bool(differing(press))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("20", "25", True),
        ("20", "20", False),
        (">20", "25", False),
        (">20", "10", True),
        ("<20", "10", False),
        ("<20", "25", True),
        (">20", "<10", True),
        (">10", "<20", False),
        (">20", ">30", False),
        (">20", "20", True),
        ("<20", "20", True),
        (">20", "21", False),
        ("<20", "19", False),
        (">20", "<20", True),
        (">19.5", "<20", False),
    ],
)
def test_numbers_differ_when_they_cannot_both_hold(press: Press, one: str, other: str, *, expected: bool) -> None:
    assert differ(press, "affectedCount", one, other) is expected


@pytest.mark.parametrize(("amount", "expected"), [(20, False), (25, False), (30, False), (19, True), (31, True)])
def test_a_range_agrees_with_whatever_lies_in_it(press: Press, amount: int, *, expected: bool) -> None:
    spread = Quantity(lower=Decimal(20), upper=Decimal(30))
    assert differ(press, "affectedCount", spread, str(amount)) is expected


@pytest.mark.parametrize(
    ("bound", "expected"), [(">30", True), (">29", False), ("<20", True), ("<21", False), (">25", False)]
)
def test_a_bound_alone_is_exclusive_and_a_range_is_not(press: Press, bound: str, *, expected: bool) -> None:
    assert differ(press, "affectedCount", Quantity(lower=Decimal(20), upper=Decimal(30)), bound) is expected


def test_ranges_that_meet_in_one_number_agree(press: Press) -> None:
    low, high = (Quantity(lower=Decimal(number), upper=Decimal(number + 10)) for number in (20, 30))
    assert not differ(press, "affectedCount", low, high)


def test_about_a_number_agrees_with_the_number(press: Press) -> None:
    assert not differ(press, "affectedCount", Quantity(Decimal(1200), approximate=True), "1200")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2020-09-07", "2020-09-08", True),
        ("2020-09", "2020-09-07", False),
        ("2020-09~", "2020-10-15", False),
        ("2020-09~", "2020-12-01", True),
        ("2020/2022", "2021", False),
        ("2020/..", "2019", True),
    ],
)
def test_dates_differ_when_they_cannot_overlap(press: Press, one: str, other: str, *, expected: bool) -> None:
    assert differ(press, "when", one, other) is expected


def test_terms_differ(press: Press) -> None:
    assert differ(press, "term", "P11Y", "P10Y")


def test_a_property_that_can_have_many_values_has_no_differing_accounts(press: Press) -> None:
    assert not differ(press, "name", Text("Anna"), Text("Hanna"))
    assert not differ(press, "sibling", "jan", "ola")


def test_the_best_supported_comes_first_and_the_loser_is_there(press: Press) -> None:
    press.say("belarus", HELD, "1400", source="times")
    press.say("belarus", HELD, "1200", source="courier")
    press.say("belarus", HELD, "1200", source="herald")
    press.say("belarus", HELD, "1300", source="mirror")
    press.say("belarus", HELD, "1300", source="mirror", claimant=EntityId("anna"))
    (account,) = differing(press)
    assert (account.subject, account.property, numbers(account)) == ("belarus", KG + HELD, [1200, 1300, 1400])
    assert [(len(side.claims), side.independent_sources) for side in account.sides] == [(2, 2), (2, 1), (1, 1)]


def test_accounts_are_of_those_asked_about(press: Press) -> None:
    for place in ("belarus", "russia"):
        press.say(place, HELD, "1200", source="times")
        press.say(place, HELD, "1400", source="courier")
    view = press.view()
    found = accounts(view, [EntityId("russia"), EntityId("nowhere"), EntityId("russia")], EVERYTHING)
    assert [account.subject for account in found] == ["russia"]
    assert [account.subject for account in accounts(view, None, EVERYTHING)] == ["belarus", "russia"]
    assert accounts(view, [], EVERYTHING) == []


# A stock


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-09-05", "2025-09-06", True),
        ("2025-01-01", "2025-12-31", True),
        ("2024-12-31", "2025-01-01", True),
        ("2023-01-01", "2025-01-01", False),
        ("2024-01-01", "2025-01-01", True),
        ("2024-01-01", "2025-01-02", False),
        ("2024-01-01", "2025-01-03", False),
    ],
)
def test_a_stock_is_compared_across_days_within_a_year(press: Press, one: str, other: str, *, expected: bool) -> None:
    press.say("belarus", HELD, "1200", valid=Time(one))
    press.say("belarus", HELD, "1400", source="courier", valid=Time(other))
    assert bool(differing(press)) is expected


def test_an_undated_stock_is_of_the_day_of_its_source(press: Press) -> None:
    press.source("courier", published="2025-09-06")
    press.say("belarus", HELD, "1200", source="courier")
    press.say("belarus", HELD, "1400", valid=Time("2025-09-05"))
    (account,) = differing(press)
    assert numbers(account) == [1200, 1400]


def test_a_stock_that_nobody_dates_is_compared_with_nothing(press: Press) -> None:
    press.source("courier", published=None)
    press.say("belarus", HELD, "1200", source="courier")
    press.say("belarus", HELD, "1400")
    assert differing(press) == []


def held(press: Press, **days: int) -> list[list[int]]:
    """Return the sides of each account when one paper a day says how many are held: `y2020_01_01=100`."""
    for day, number in days.items():
        press.say("belarus", HELD, str(number), source=day, valid=Time(day.removeprefix("y").replace("_", "-")))
    return [numbers(account) for account in differing(press)]


def test_each_two_days_within_a_year_are_compared(press: Press) -> None:
    assert held(press, y2020_01_01=100, y2020_12_01=100, y2021_01_10=300) == [[100, 300]]


def test_days_that_are_joined_by_others_are_one_group(press: Press) -> None:
    assert held(press, y2020_01_01=100, y2020_09_01=200, y2021_06_01=300) == [[100, 200, 300]]


def test_more_than_a_year_between_neighbours_parts_two_groups(press: Press) -> None:
    days = {"y2018_01_01": 100, "y2018_02_01": 200, "y2021_01_01": 300, "y2021_02_01": 400}
    assert sorted(held(press, **days)) == [[100, 200], [300, 400]]


def test_a_claim_without_a_rival_within_a_year_is_no_side(press: Press) -> None:
    press.say("belarus", HELD, "100", source="early", valid=Time("2020-01-01"))
    press.say("belarus", HELD, "100", source="middle", valid=Time("2020-12-01"))
    press.say("belarus", HELD, "300", source="late", valid=Time("2021-11-01"))
    (account,) = differing(press)
    assert [[claim.source for claim in side.claims] for side in account.sides] == [["middle"], ["late"]]


def test_a_value_that_agrees_with_all_within_a_year_is_no_side(press: Press) -> None:
    assert held(press, y2020_01_01=100, y2020_06_01=200, y2021_05_01=200) == [[100, 200]]
    (account,) = differing(press)
    assert [claim.source for side in account.sides for claim in side.claims] == ["y2020_01_01", "y2020_06_01"]


# A flow


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-06", "2025-06", True),
        ("2025-06", "2025-07", False),
        ("2025-06", "2025", False),
        ("2025-06", None, False),
        (None, None, False),
        ("2020/2021", "2020/2021", True),
        ("2020/2021", "2020/2022", False),
        ("2020/..", "2020/..", False),
        ("../2020", "../2020", False),
        ("2020~", "2020~", True),
    ],
)
def test_a_flow_is_compared_over_an_equal_period_and_never_an_unknown_one(
    press: Press, one: str | None, other: str | None, *, expected: bool
) -> None:
    press.say("belarus", RELEASED, "14", valid=Time(one) if one else None)
    press.say("belarus", RELEASED, "29", source="courier", valid=Time(other) if other else None)
    assert bool(differing(press)) is expected


def test_a_flow_up_to_now_is_compared_with_nothing_of_another_day(press: Press) -> None:
    press.source("early", published="2021-06-01")
    press.source("late", published="2025-09-06")
    press.say("belarus", RELEASED, "100", source="early", valid=Time("2020/.."))
    press.say("belarus", RELEASED, "330", source="late", valid=Time("2020/.."))
    assert differing(press) == []


# The filter


def test_what_is_not_asserted_differs_from_nothing(press: Press) -> None:
    press.say("belarus", HELD, "1200")
    press.say("belarus", HELD, "1400", source="courier", certainty=Certainty.ALLEGED)
    assert differing(press) == []
    asked = ProvenanceFilter(certainties=frozenset({Certainty.ASSERTED, Certainty.ALLEGED}))
    assert len(differing(press, asked)) == 1


def test_a_side_has_as_many_independent_sources_as_asked(press: Press) -> None:
    press.say("belarus", HELD, "1200")
    press.say("belarus", HELD, "1200", source="courier")
    press.say("belarus", HELD, "1400", source="herald")
    assert differing(press, ProvenanceFilter(min_independent_sources=2)) == []


@pytest.mark.shared
def test_belarus_holds_1200_or_1400_political_prisoners(seed: Seed) -> None:
    (account,) = accounts(seed.view, [seed["belarus"]], EVERYTHING)
    assert (account.property, numbers(account)) == (KG + HELD, [1200, 1400])
    said = [{(claim.claimant, claim.evidence[0].exact) for claim in side.claims} for side in account.sides]
    assert said == [
        {
            (seed["rferl"], "the estimated 1,200 political prisoners in Belarus"),
            (seed["release_now"], "approximately 1,200 political prisoners"),
        },
        {(seed["trump"], "going to be releasing a lot of those 1,400")},
    ]
    assert [side.independent_sources for side in account.sides] == [1, 1]


@pytest.mark.shared
def test_the_article_differs_with_itself_about_nothing_else(seed: Seed) -> None:
    assert [account.subject for account in accounts(seed.view, None, EVERYTHING)] == [seed["belarus"]]


def test_a_denial_is_no_value(press: Press) -> None:
    press.say("belarus", HELD, "1200")
    press.say("belarus", HELD, "1400", source="courier", certainty=Certainty.NEGATED)
    asked = ProvenanceFilter(certainties=frozenset(Certainty))
    assert differing(press, asked) == []


def test_only_the_kinds_that_are_asked_for_are_looked_for(press: Press) -> None:
    press.say("belarus", HELD, "1200", source="times")
    press.say("belarus", HELD, "1400", source="courier")
    press.say("belarus", HELD, "1400", source="herald", certainty=Certainty.NEGATED)
    view = press.view()
    assert [account.kind for account in accounts(view, None, EVERYTHING)] == [AccountsKind.STANCE, AccountsKind.VALUE]
    (account,) = accounts(view, None, EVERYTHING, [AccountsKind.VALUE])
    assert account.kind is AccountsKind.VALUE
    assert accounts(view, None, EVERYTHING, []) == []


def test_a_search_that_stops_early_says_so(press: Press) -> None:
    press.say("belarus", HELD, "1200", source="times")
    press.say("belarus", HELD, "1400", source="courier")
    press.say("belarus", HELD, "1400", source="herald", certainty=Certainty.NEGATED)
    view = press.view()
    whole, part = (find_accounts(view, None, EVERYTHING, seconds=seconds) for seconds in (60, 0))
    assert (len(whole.accounts), whole.complete) == (2, True)
    assert ([account.kind for account in part.accounts], part.complete) == ([AccountsKind.VALUE], False)
