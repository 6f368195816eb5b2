"""The state of custody on a day, derived from what is asserted, with its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.custody import CustodyState, CustodyStatus, custody
from graph.edtf import seconds
from graph.ids import EntityId
from graph.model import Certainty, Iri, Status, Time
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

FREE, DETAINED, IMPRISONED = CustodyState.FREE, CustodyState.DETAINED, CustodyState.IMPRISONED
UNKNOWN, DISPUTED = CustodyState.UNKNOWN, CustodyState.DISPUTED


def status(press: Press, at: str = "2030-01-01", provenance: ProvenanceFilter = EVERYTHING) -> CustodyStatus:
    """Return the custody of anna."""
    (found,) = custody(press.view(), [EntityId("anna")], seconds(at), provenance)
    return found


def happened(press: Press, kind: str, when: str | None, **said: str) -> None:
    """Print an event that affected anna, called by its kind."""
    press.event(kind.lower(), kind, affectedPerson="anna", **said, **({"when": when} if when else {}))


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("Arrest", {}, DETAINED),
        ("Abduction", {}, DETAINED),
        ("Detention", {}, DETAINED),
        ("Imprisonment", {}, IMPRISONED),
        ("Sentencing", {"term": "P11Y"}, IMPRISONED),
        ("Sentencing", {}, UNKNOWN),
        ("Release", {}, FREE),
        ("Pardon", {}, FREE),
        ("Trial", {}, UNKNOWN),
        ("Charge", {}, UNKNOWN),
        ("Transfer", {}, UNKNOWN),
        ("Visit", {}, UNKNOWN),
        ("Surrender", {}, DETAINED),
        ("Death", {}, CustodyState.DECEASED),
        ("Bail", {}, UNKNOWN),
        ("Conviction", {}, UNKNOWN),
        ("Exile", {}, UNKNOWN),
    ],
)
def test_an_event_leads_to_a_state(press: Press, kind: str, said: dict[str, str], expected: CustodyState) -> None:
    happened(press, kind, "2020-09-07", **said)
    assert status(press).state is expected


@pytest.mark.parametrize(("kind", "said"), [("Sentencing", {"term": "P11Y"}), ("Release", {}), ("Pardon", {})])
@pytest.mark.parametrize("when", ["2019", "2021"])
def test_nothing_holds_or_frees_the_dead(press: Press, kind: str, said: dict[str, str], when: str) -> None:
    happened(press, kind, when, **said)
    happened(press, "Death", "2020-05-03")
    assert status(press).state is CustodyState.DECEASED


def test_of_whom_nothing_is_told_nothing_is_known(press: Press) -> None:
    press.event("arrest", "Arrest", affectedPerson="jan", perpetrator="anna", when="2020")
    assert status(press) == CustodyStatus(UNKNOWN)


def test_many_are_answered_in_their_order(press: Press) -> None:
    happened(press, "Arrest", "2020")
    people = [EntityId(name) for name in ("jan", "anna", "nobody")]
    found = custody(press.view(), people, seconds("2030-01-01"), EVERYTHING)
    assert [one.state for one in found] == [UNKNOWN, DETAINED, UNKNOWN]


@pytest.mark.parametrize(
    ("when", "at", "expected"),
    [
        ("2020-09-07", "2020-09-07T23:59:59Z", UNKNOWN),
        ("2020-09-07", "2020-09-08T00:00:00Z", DETAINED),
        ("2020-09", "2020-09-30", UNKNOWN),
        ("2020-09", "2020-10-01", DETAINED),
        ("2020-09~", "2020-10-31", UNKNOWN),
        ("2020-09~", "2020-11-01", DETAINED),
        ("2020/..", "2020-12-31", UNKNOWN),
        ("2020/..", "2021-01-01", DETAINED),
        ("../2020", "2021-01-01", DETAINED),
    ],
)
def test_an_event_counts_when_it_surely_had_begun(press: Press, when: str, at: str, expected: CustodyState) -> None:
    happened(press, "Arrest", when)
    assert status(press, at).state is expected


def test_the_latest_event_decides(press: Press) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, "Sentencing", "2021-09-06", term="P11Y")
    happened(press, "Release", "2024-05-01")
    assert [status(press, at).state for at in ("2020-09-01", "2021-01-01", "2022-01-01", "2024-06-01")] == [
        UNKNOWN,
        DETAINED,
        IMPRISONED,
        FREE,
    ]


@pytest.mark.parametrize("kind", ["Release", "Pardon"])
def test_who_was_arrested_and_let_go_is_free(press: Press, kind: str) -> None:
    happened(press, "Arrest", "2020-09-07")
    happened(press, kind, "2021-05")
    found = status(press)
    assert (found.state, found.since, found.event) == (FREE, Time("2021-05"), kind.lower())


@pytest.mark.parametrize(
    "more",
    [{"certainty": Certainty.POSSIBLE}, {"certainty": Certainty.ALLEGED}, {"status": Status.REJECTED}],
)
def test_a_hope_or_a_rumour_is_no_release(press: Press, more: dict[str, object]) -> None:
    happened(press, "Arrest", "2020-09-07")
    press.say("hope", "type", Iri(KG + "Release"), **more)
    press.say("hope", "affectedPerson", "anna", **more)
    press.say("hope", "when", "2021", **more)
    assert status(press).state is DETAINED


@pytest.mark.parametrize(
    ("term", "at", "expected"),
    [
        ("P2Y", "2022-09-07", IMPRISONED),
        ("P2Y", "2022-09-08", UNKNOWN),
        ("P1Y6M", "2022-03-07", IMPRISONED),
        ("P1Y6M", "2022-03-08", UNKNOWN),
        ("P15D", "2020-09-22", IMPRISONED),
        ("P15D", "2020-09-23", UNKNOWN),
        ("P2W", "2020-09-21", IMPRISONED),
        ("P2W", "2020-09-22", UNKNOWN),
        ("P9000Y", "9999-12-31", IMPRISONED),
    ],
)
def test_when_a_term_is_over_nothing_is_known(press: Press, term: str, at: str, expected: CustodyState) -> None:
    """The day of 7 September was over at midnight, and so the term has surely ended as many years after that."""
    happened(press, "Sentencing", "2020-09-07", term=term)
    assert status(press, at).state is expected


def test_an_undated_imprisonment_holds_on_the_day_of_its_source_only(press: Press) -> None:
    press.source("times", published="2025-09-06")
    happened(press, "Imprisonment", None)
    days = ("2025-09-05T23:59:59Z", "2025-09-06", "2025-09-06T23:59:59Z", "2025-09-07", "2033-01-01")
    assert [status(press, day).state for day in days] == [UNKNOWN, IMPRISONED, IMPRISONED, UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("published", ["2025-09", "2025-09-06~", None])
def test_a_source_that_is_of_no_certain_day_says_nothing_undated(press: Press, published: str | None) -> None:
    press.source("times", published=published)
    happened(press, "Imprisonment", None)
    assert status(press, "2025-09-06").state is UNKNOWN


@pytest.mark.parametrize("kind", ["Arrest", "Release"])
def test_another_undated_event_holds_on_no_day(press: Press, kind: str) -> None:
    happened(press, kind, None)
    assert status(press, "2021-06-01").state is UNKNOWN


@pytest.mark.parametrize(("arrest", "prison"), [("a", "b"), ("b", "a")])
def test_arrested_and_imprisoned_at_one_time_is_imprisoned(press: Press, arrest: str, prison: str) -> None:
    press.event(arrest, "Arrest", affectedPerson="anna", when="2020")
    press.event(prison, "Imprisonment", affectedPerson="anna", when="2020")
    found = status(press)
    assert (found.state, found.event) == (IMPRISONED, prison)
    assert {claim.subject for claim in found.claims} == {"a", "b"}


@pytest.mark.parametrize("kind", ["Imprisonment", "Arrest"])
def test_held_and_released_at_one_time_is_disputed(press: Press, kind: str) -> None:
    happened(press, kind, "2020")
    happened(press, "Release", "2020")
    found = status(press)
    assert found.state is DISPUTED
    assert {claim.subject for claim in found.claims} == {kind.lower(), "release"}


def test_a_state_shows_who_what_when_and_how_long(press: Press) -> None:
    happened(press, "Sentencing", "2021-09-06", term="P11Y", chargeText="treason")
    found = status(press)
    assert {claim.property.rsplit("#", 1)[-1] for claim in found.claims} == {"affectedPerson", "type", "when", "term"}
    assert (found.since, found.event) == (Time("2021-09-06"), "sentencing")


def test_the_filter_decides_what_counts(press: Press) -> None:
    happened(press, "Arrest", "2020")
    press.event("release", "Release", source="courier", affectedPerson="anna", when="2021")
    assert status(press).state is FREE
    only = ProvenanceFilter(publishers=frozenset({EntityId("times")}))
    assert status(press, provenance=only).state is DETAINED


# How long an event holds


@pytest.mark.parametrize(
    ("when", "at", "expected"),
    [
        ("2020/2022", "2022-12-31T23:59:59Z", IMPRISONED),
        ("2020/2022", "2023-01-01", UNKNOWN),
        ("2020-05-03/2020-05-09", "2020-05-09T23:59:59Z", IMPRISONED),
        ("2020-05-03/2020-05-09", "2020-05-10", UNKNOWN),
        ("2020/2022~", "2023-12-31", IMPRISONED),
        ("2020/2022~", "2024-01-01", UNKNOWN),
        ("2020/..", "2090-01-01", IMPRISONED),
    ],
)
def test_an_imprisonment_holds_until_its_told_end(press: Press, when: str, at: str, expected: CustodyState) -> None:
    happened(press, "Imprisonment", when)
    assert status(press, at).state is expected


@pytest.mark.parametrize("when", ["2020-09-07/2020-09-07", "2020-05/2020-05", "2020-12/2020"])
def test_an_end_may_be_told_as_precisely_as_the_beginning(press: Press, when: str) -> None:
    happened(press, "Imprisonment", when)
    assert status(press).state is UNKNOWN


@pytest.mark.parametrize(
    ("term", "at", "expected"),
    [
        ("PT8H", "2020-09-08T07:59:59Z", DETAINED),
        ("PT8H", "2020-09-08T08:00:00Z", UNKNOWN),
        ("PT45M", "2020-09-08T00:44:59Z", DETAINED),
        ("PT45M", "2020-09-08T00:45:00Z", UNKNOWN),
        ("P1DT12H30M10S", "2020-09-09T12:30:09Z", DETAINED),
        ("P1DT12H30M10S", "2020-09-09T12:30:10Z", UNKNOWN),
    ],
)
def test_a_term_may_be_of_hours(press: Press, term: str, at: str, expected: CustodyState) -> None:
    happened(press, "Detention", "2020-09-07", term=term)
    assert status(press, at).state is expected


@pytest.mark.parametrize(("long", "short"), [("a", "b"), ("b", "a")])
def test_of_two_sentences_at_one_time_the_longer_holds(press: Press, long: str, short: str) -> None:
    press.event(long, "Sentencing", affectedPerson="anna", when="2020", term="P11Y")
    press.event(short, "Sentencing", affectedPerson="anna", when="2020", term="P1Y")
    found = status(press, "2023-01-01")
    assert (found.state, found.event) == (IMPRISONED, long)


def test_of_two_terms_of_one_sentence_the_longer_holds(press: Press) -> None:
    happened(press, "Sentencing", "2020", term="P1Y")
    press.say("sentencing", "term", "P11Y", source="courier")
    assert status(press, "2023-01-01").state is IMPRISONED


@pytest.mark.parametrize(
    ("kind", "said"),
    [("Sentencing", {"when": "2016-06-01", "term": "P1Y"}), ("Imprisonment", {"when": "2016-06-01/2017-06-01"})],
)
def test_what_is_over_does_not_end_a_term_that_runs(press: Press, kind: str, said: dict[str, str]) -> None:
    press.event("long", "Sentencing", affectedPerson="anna", when="2015-06-01", term="P20Y")
    press.event("short", kind, affectedPerson="anna", **said)
    found = [status(press, at) for at in ("2016-01-01", "2017-01-01", "2020-01-01", "2036-01-01")]
    assert [(one.state, one.event) for one in found] == [
        (IMPRISONED, "long"),
        (IMPRISONED, "short"),
        (IMPRISONED, "long"),
        (UNKNOWN, "short"),
    ]


def test_what_has_no_told_end_holds_until_the_next_event(press: Press) -> None:
    happened(press, "Arrest", "2020-03-01")
    happened(press, "Detention", "2020-05-01", term="P15D")
    found = [status(press, at) for at in ("2020-04-30", "2020-05-10", "2020-06-01")]
    assert [(one.state, one.event) for one in found] == [
        (DETAINED, "arrest"),
        (DETAINED, "detention"),
        (UNKNOWN, "detention"),
    ]


def test_a_running_term_gives_way_to_a_later_event_without_an_end(press: Press) -> None:
    happened(press, "Sentencing", "2015", term="P20Y")
    happened(press, "Arrest", "2018")
    assert [status(press, at).state for at in ("2017-01-01", "2020-01-01")] == [IMPRISONED, DETAINED]


# A release, and what may have come after it


@pytest.mark.parametrize(
    ("arrest", "release", "expected"),
    [
        ("2020-09-07", "2020-09-08", FREE),
        ("2020-09-07", "2020-09-07", DISPUTED),
        ("2020-09-08", "2020-09-07", DETAINED),
        ("2020-09", "2020-09-15", DISPUTED),
        ("2020-09-15", "2020-09", DISPUTED),
        ("2020-08", "2020-09", FREE),
        ("2020-09", "2020-08", DETAINED),
        ("2020-08~", "2020-09", DISPUTED),
        ("2020-09", "2020-08~", DISPUTED),
        ("2020-09-07", "../2020", DISPUTED),
        ("../2020", "2020-09-07", DISPUTED),
        ("2021", "../2020", DETAINED),
        ("2019", "2020/..", FREE),
    ],
)
def test_an_arrest_and_a_release_that_may_have_come_in_either_order_are_disputed(
    press: Press, arrest: str, release: str, expected: CustodyState
) -> None:
    happened(press, "Arrest", arrest)
    happened(press, "Release", release)
    found = status(press)
    assert found.state is expected
    shown = {FREE: {"release"}, DETAINED: {"arrest"}, DISPUTED: {"arrest", "release"}}
    assert {claim.subject for claim in found.claims} == shown[expected]


def test_what_is_over_disputes_no_release(press: Press) -> None:
    happened(press, "Sentencing", "2020", term="P1Y")
    happened(press, "Release", "2020-05")
    assert [status(press, at).state for at in ("2021-06-01", "2022-01-01")] == [DISPUTED, FREE]


def test_a_release_ends_a_term_that_would_run(press: Press) -> None:
    happened(press, "Sentencing", "2015", term="P20Y")
    happened(press, "Release", "2018")
    assert [status(press, at).state for at in ("2018-12-31", "2019-01-01", "2030-01-01")] == [IMPRISONED, FREE, FREE]


def test_after_a_release_only_what_began_later_counts(press: Press) -> None:
    happened(press, "Sentencing", "2015", term="P20Y")
    happened(press, "Release", "2018")
    happened(press, "Detention", "2019", term="P15D")
    found = [status(press, at) for at in ("2019-06-01", "2020-01-10", "2021-01-01")]
    assert [(one.state, one.event) for one in found] == [
        (FREE, "release"),
        (DETAINED, "detention"),
        (UNKNOWN, "detention"),
    ]


def test_a_new_arrest_settles_what_came_in_no_clear_order(press: Press) -> None:
    happened(press, "Arrest", "2020-06")
    happened(press, "Release", "2020")
    happened(press, "Detention", "2022")
    assert [status(press, at).state for at in ("2021-06-01", "2023-01-01")] == [DISPUTED, DETAINED]


def test_a_release_that_surely_came_after_the_arrest_is_not_disputed_by_a_vaguer_one(press: Press) -> None:
    happened(press, "Arrest", "2020-06-01")
    happened(press, "Release", "2020-12-15")
    press.event("vague", "Release", source="courier", affectedPerson="anna", when="2020")
    assert status(press).state is FREE


def test_who_was_surely_arrested_after_the_release_is_held_in_either_order(press: Press) -> None:
    happened(press, "Sentencing", "2015-06-01", term="P20Y")
    happened(press, "Release", "2015")
    happened(press, "Arrest", "2019")
    assert status(press, "2025-01-01").state is not DISPUTED


# The real article


def of_kalesnikava(seed: Seed, at: str) -> CustodyStatus:
    (found,) = custody(seed.view, [seed["kalesnikava"]], seconds(at), EVERYTHING)
    return found


@pytest.mark.shared
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2019-01-01", UNKNOWN),
        ("2020-09-07", UNKNOWN),
        ("2020-10-01", DETAINED),
        ("2021-10-31", DETAINED),
        ("2022-01-01", IMPRISONED),
        ("2025-09-06", IMPRISONED),
        ("2025-12-01", IMPRISONED),
        ("2033-01-01", UNKNOWN),
    ],
)
def test_kalesnikava_was_detained_then_imprisoned(seed: Seed, at: str, expected: CustodyState) -> None:
    """11 years from about September 2021 are surely over in November 2032."""
    assert of_kalesnikava(seed, at).state is expected


@pytest.mark.shared
def test_her_imprisonment_rests_on_the_sentence(seed: Seed) -> None:
    found = of_kalesnikava(seed, "2022-01-01")
    assert found.since == Time("2021-09~", "A year later")
    words = {claim.evidence[0].exact for claim in found.claims}
    assert words == {"A year later, she was sentenced to 11 years in prison on charges of conspiracy to seize power"}
    assert {claim.property.rsplit("#", 1)[-1] for claim in found.claims} == {"affectedPerson", "type", "when", "term"}


@pytest.mark.shared
def test_on_the_day_of_the_article_it_rests_on_jailed_and_in_prison(seed: Seed) -> None:
    words = {claim.evidence[0].exact for claim in of_kalesnikava(seed, "2025-09-06T12:00:00Z").claims}
    assert words == {"Maryya Kalesnikava, a jailed Belarusian political leader", "Maryya is in prison"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("at", "expected"), [("2020-06-01", UNKNOWN), ("2021-01-01", IMPRISONED), ("2026-01-01", FREE)]
)
def test_tsikhanouski_was_imprisoned_until_his_release(seed: Seed, at: str, expected: CustodyState) -> None:
    (found,) = custody(seed.view, [seed["syarhey"]], seconds(at), EVERYTHING)
    assert found.state is expected
