"""States of custody that exclude each other on one day; and what an old article that knows no better does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.accounts import Accounts, AccountsKind, accounts, explanation
from graph.custody import CustodyState
from graph.ids import EntityId
from graph.model import Certainty, Iri, Time
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

FREE, DETAINED, IMPRISONED = CustodyState.FREE, CustodyState.DETAINED, CustodyState.IMPRISONED
DECEASED = CustodyState.DECEASED


def happened(press: Press, event: str, when: str | None, source: str = "times", **said: str) -> None:
    """Print an event that affected anna, called by its kind and perhaps a number."""
    more = said | ({"when": when} if when else {})
    press.event(event, event.rstrip("123"), source=source, affectedPerson="anna", **more)


def clashes(press: Press, provenance: ProvenanceFilter = EVERYTHING) -> list[Accounts]:
    press.say("anna", "type", Iri(SCHEMA + "Person"))
    view = press.view()
    found = accounts(view, None, provenance, [AccountsKind.EXCLUSIVE_STATE])
    assert found == accounts(view, [EntityId("anna")], provenance, [AccountsKind.EXCLUSIVE_STATE])
    return found


def states(press: Press, provenance: ProvenanceFilter = EVERYTHING) -> list[tuple[str | None, list[CustodyState]]]:
    """Return of each account about anna its day, and the states of its sides in alphabetical order."""
    return [
        (account.on.edtf if account.on else None, sorted(side.state for side in account.sides if side.state))
        for account in clashes(press, provenance)
    ]


def test_in_prison_by_one_account_and_free_by_another(press: Press) -> None:
    press.source("courier", published="2025-09-06")
    happened(press, "Release", "2024-05-12")
    happened(press, "Imprisonment", None, source="courier")
    (account,) = clashes(press)
    assert (account.subject, account.property, account.on) == ("anna", None, Time("2025-09-06"))
    by_state = {side.state: side for side in account.sides}
    assert {state: side.event for state, side in by_state.items()} == {FREE: "Release", IMPRISONED: "Imprisonment"}
    assert [side.independent_sources for side in account.sides] == [1, 1]
    assert {claim.source for claim in by_state[FREE].claims} == {"times"}
    assert {claim.source for claim in by_state[IMPRISONED].claims} == {"courier"}
    assert {claim.property for claim in by_state[FREE].claims} == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        KG + "affectedPerson",
        KG + "when",
    }


@pytest.mark.parametrize("kind", ["Release", "Pardon"])
@pytest.mark.parametrize("held", ["Imprisonment", "Detention", "Arrest"])
def test_a_stay_in_prison_that_lasted_beyond_a_release(press: Press, kind: str, held: str) -> None:
    happened(press, held, "2020/2023")
    happened(press, kind, "2021-05", source="courier")
    assert states(press) == [("2021-06-01", sorted([FREE, IMPRISONED if held == "Imprisonment" else DETAINED]))]


@pytest.mark.parametrize(
    ("stay", "end", "expected"),
    [
        ("2020/2023", "2021-05", True),
        ("2020/2023", "2023", False),  # the end itself
        ("2020/2023", "2022", False),  # it may have ended as 2023 began
        ("2020/2023", "2019", False),  # of another stay
        ("2020/2023", "2020", False),  # before it, perhaps
        ("2020/2023", "2024", False),
        ("2020/2023", "2021~", False),
        ("2020/2025", "2022~", True),
        ("2020/..", "2021", False),  # nobody says how long
        ("2020/", "2021", False),
        ("../2023", "2021", False),  # nobody says since when
        ("2020", "2021", False),
        ("2020-01-01/2020-03-01", "2020-02-01", True),
        ("2020-01-01/2020-02-02", "2020-02-01", False),
        ("2020-01-01/2020-02-03", "2020-02-01", True),
    ],
)
def test_only_what_surely_lasted(press: Press, stay: str, end: str, *, expected: bool) -> None:
    happened(press, "Imprisonment", stay)
    happened(press, "Release", end, source="courier")
    assert bool(clashes(press)) is expected


@pytest.mark.parametrize(
    ("released", "published", "expected"),
    [
        ("2025-09-05", "2025-09-06", True),
        ("2025-09-06", "2025-09-06", False),
        ("2025-09-07", "2025-09-06", False),
        ("2025-09", "2025-09-06", False),
        ("2025", "2025-09-06", False),
        ("2024", "2025-09-06", True),
        ("2025-09-05", "2025-09", False),
        ("2025-09-05", "2025-09-06~", False),
        ("2025-09-05", None, False),
    ],
)
def test_an_undated_stay_is_of_the_day_of_its_source(
    press: Press, released: str, published: str | None, *, expected: bool
) -> None:
    press.source("courier", published=published)
    happened(press, "Imprisonment", None, source="courier")
    happened(press, "Release", released)
    assert bool(clashes(press)) is expected


@pytest.mark.parametrize("kind", ["Arrest", "Abduction", "Detention", "Sentencing"])
def test_an_old_article_that_knows_no_release_says_nothing_of_today(press: Press, kind: str) -> None:
    happened(press, kind, "2020-09-07", term="P11Y")
    happened(press, "Release", "2021-05-01", source="courier")
    assert clashes(press) == []


@pytest.mark.parametrize(
    ("again", "expected"),
    [("2024-06-01", False), ("2025", False), ("2024-05-12", False), ("2023", True), ("2025-09-07", True)],
)
def test_who_was_arrested_again_was_free_in_between(press: Press, again: str, *, expected: bool) -> None:
    press.source("courier", published="2025-09-06")
    happened(press, "Release", "2024-05-12")
    happened(press, "Imprisonment", None, source="courier")
    happened(press, "Arrest", again, source="herald")
    assert bool(clashes(press)) is expected


def test_a_second_arrest_does_not_explain_a_stay_through_a_release(press: Press) -> None:
    happened(press, "Imprisonment", "2020/2023")
    happened(press, "Release", "2021-05-01", source="courier")
    happened(press, "Arrest", "2021-09-01", source="herald")
    assert states(press) == [("2021-05-02", [FREE, IMPRISONED])]


def test_dead_by_one_account_and_in_prison_by_another(press: Press) -> None:
    press.source("courier", published="2025-09-06")
    happened(press, "Death", "2024-05-12")
    happened(press, "Imprisonment1", None, source="courier")
    happened(press, "Imprisonment2", "2020/2026", source="herald")
    (account,) = clashes(press)
    assert account.on == Time("2024-05-13")
    dead, held = sorted(account.sides, key=lambda side: str(side.state))
    assert (dead.state, held.state) == (DECEASED, IMPRISONED)
    assert {claim.source for claim in held.claims} == {"courier", "herald"}
    assert account.sides[0] == held
    assert held.independent_sources == 2


def test_each_end_of_custody_is_an_account(press: Press) -> None:
    happened(press, "Imprisonment", "2015/2025")
    happened(press, "Release", "2018-01-01", source="courier")
    happened(press, "Pardon", "2021-01-01", source="herald")
    assert states(press) == [("2021-01-02", [FREE, IMPRISONED]), ("2018-01-02", [FREE, IMPRISONED])]


def test_groups_come_and_go(press: Press) -> None:
    happened(press, "Imprisonment", "2020/2023")
    happened(press, "Release", "2021-05", source="courier")
    press.say("anna", "type", Iri(KG + "Group"))
    assert accounts(press.view(), None, EVERYTHING) == []


def test_the_filter_decides_who_counts(press: Press) -> None:
    happened(press, "Imprisonment", "2020/2023")
    happened(press, "Release", "2021-05", source="courier")
    assert len(clashes(press)) == 1
    assert clashes(press, ProvenanceFilter(not_publishers=frozenset({EntityId("courier")}))) == []
    assert clashes(press, ProvenanceFilter(min_independent_sources=2)) == []
    assert clashes(press, ProvenanceFilter(certainties=frozenset({Certainty.ALLEGED}))) == []


def test_a_hope_is_no_release(press: Press) -> None:
    happened(press, "Imprisonment", "2020/2023")
    press.say("hope", "type", Iri(KG + "Release"), certainty=Certainty.POSSIBLE)
    press.say("hope", "affectedPerson", "anna", certainty=Certainty.POSSIBLE)
    press.say("hope", "when", "2021", certainty=Certainty.POSSIBLE)
    assert clashes(press) == []
    possible = ProvenanceFilter(certainties=frozenset({Certainty.ASSERTED, Certainty.POSSIBLE}))
    assert len(clashes(press, possible)) == 1


def test_who_says_in_what_state_is_told_in_words(press: Press) -> None:
    press.source("courier", published="2025-09-06")
    happened(press, "Release", "2024-05-12")
    happened(press, "Imprisonment", None, source="courier")
    (account,) = clashes(press)
    words = explanation(press.view(), account)
    assert words.startswith("anna, on 6 September 2025: ")
    assert set(words.partition(": ")[2].split("; ")) == {
        "free according to times",
        "imprisoned according to courier",
    }


@pytest.mark.shared
def test_the_article_holds_nobody_in_two_states(seed: Seed) -> None:
    assert accounts(seed.view, None, EVERYTHING, [AccountsKind.EXCLUSIVE_STATE]) == []
