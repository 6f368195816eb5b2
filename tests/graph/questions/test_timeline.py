"""The events somebody takes part in: their order, the windows they lie in, and what a hope is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.edtf import Match, parse
from graph.hops import hops_from
from graph.ids import EntityId, KindId
from graph.model import Certainty, Status, Time
from graph.profiles import kinds
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.timeline import Entry, hop_times, timeline
from graph.view import Window
from graph.vocabulary import EVENT, KG

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

ANNA = EntityId("anna")


def events(press: Press, window: Window | None = None, provenance: ProvenanceFilter = EVERYTHING) -> list[str]:
    return [entry.hop.end for entry in timeline(press.view(), [ANNA], provenance, window)]


def arrests(press: Press, *dates: str) -> None:
    """Print an arrest of anna on each of `dates`, called by its date."""
    for date in dates:
        press.event(date, "Arrest", affectedPerson="anna", when=date)


def test_events_come_in_the_order_of_their_dates(press: Press) -> None:
    arrests(press, "2021-05", "2020~", "2021-05-03", "../2019", "2021", "2020-12-31")
    assert events(press) == ["../2019", "2020~", "2020-12-31", "2021", "2021-05", "2021-05-03"]


def test_what_nobody_dates_comes_last(press: Press) -> None:
    press.event("a", "Arrest", affectedPerson="anna")
    arrests(press, "2999")
    assert events(press) == ["2999", "a"]


def test_equal_dates_are_ordered_by_the_event(press: Press) -> None:
    for event in ("b", "a", "c"):
        press.event(event, "Arrest", affectedPerson="anna", when="2021")
    assert events(press) == ["a", "b", "c"]


def test_keys_are_in_order_and_no_two_are_equal(press: Press) -> None:
    arrests(press, "2021", "2020~")
    press.event("visit", "Visit", affectedPerson="anna", visitor="anna", when="2021")
    press.event("a", "Arrest", affectedPerson="anna")
    keys = [entry.key for entry in timeline(press.view(), [ANNA], EVERYTHING)]
    assert len(set(keys)) == len(keys) == 5
    assert sorted(keys) == keys


@pytest.mark.parametrize(
    ("when", "window", "certain", "possible"),
    [
        ("2021-09", "2021", True, True),
        ("2021-09~", "2021", False, True),
        ("2021-09~", "2021-08", False, True),
        ("2021-09~", "2021-07", False, False),
        ("2021-09~", "2021-10", False, True),
        ("2021-09~", "2021-11", False, False),
        ("2021", "2021-09", False, True),
        ("2021-09-07?", "2021-09", False, True),
        ("2020/2022", "2021", False, True),
        ("2023/..", "2020/2025", False, True),
        ("2023/..", "2023/..", True, True),
        ("2020", "2021", False, False),
    ],
)
def test_an_event_lies_in_a_window_certainly_or_possibly(
    press: Press, when: str, window: str, *, certain: bool, possible: bool
) -> None:
    arrests(press, when)
    assert bool(events(press, Window(parse(window), Match.CERTAIN))) is certain
    assert bool(events(press, Window(parse(window), Match.POSSIBLE))) is possible


@pytest.mark.parametrize("match", list(Match))
def test_what_nobody_dates_is_in_no_window(press: Press, match: Match) -> None:
    press.event("a", "Arrest", affectedPerson="anna")
    assert events(press, Window(parse("../2999"), match)) == []


def test_the_wanted_kinds_and_those_below_are_kept(press: Press) -> None:
    press.event("a", "Arrest", affectedPerson="anna")
    press.event("r", "Release", affectedPerson="anna")

    def wanted(*kinds: str) -> list[str]:
        chosen = frozenset(map(KindId, kinds))
        return [entry.hop.end for entry in timeline(press.view(), [ANNA], EVERYTHING, wanted=chosen)]

    assert wanted(KG + "Arrest") == ["a"]
    assert wanted(KG + "Arrest", KG + "Release") == ["a", "r"]
    assert wanted(EVENT) == ["a", "r"]
    assert wanted(KG + "Trial") == []
    assert wanted() == []


def test_a_possible_event_is_not_in_the_timeline_unless_asked(press: Press) -> None:
    press.say("release", "affectedPerson", "anna", certainty=Certainty.POSSIBLE)
    press.say("hearsay", "affectedPerson", "anna", status=Status.REJECTED)
    assert events(press) == []
    assert events(press, provenance=ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}))) == ["release"]


def test_relations_are_not_in_the_timeline(press: Press) -> None:
    press.say("jan", "sibling", "anna")
    press.say("jan", "children", "anna")
    assert events(press) == []


def test_an_event_is_not_in_the_timeline_of_itself_nor_are_its_participants(press: Press) -> None:
    press.event("visit", "Visit", affectedPerson="anna", visitor="jan", when="2021")
    assert timeline(press.view(), [EntityId("visit")], EVERYTHING) == []


def test_a_place_and_an_election_have_timelines_too(press: Press) -> None:
    press.event("candidacy", "Candidacy", candidate="anna", election="vote", place="brest")
    for entity in ("vote", "brest", "anna"):
        entries = timeline(press.view(), [EntityId(entity)], EVERYTHING)
        assert [entry.hop.end for entry in entries] == ["candidacy"]


def test_several_timelines_are_one_in_order(press: Press) -> None:
    press.event("one", "Arrest", affectedPerson="jan", when="2020")
    press.event("both", "Trial", affectedPerson="jan", when="2021")
    press.say("both", "affectedPerson", "anna")
    press.event("two", "Arrest", affectedPerson="anna", when="2019")
    entries = timeline(press.view(), [ANNA, EntityId("jan")], EVERYTHING)
    assert [(entry.hop.end, entry.hop.start) for entry in entries] == [
        ("two", "anna"),
        ("one", "jan"),
        ("both", "anna"),
        ("both", "jan"),
    ]


def test_the_best_supported_date_stands_and_the_others_beside_it(press: Press) -> None:
    press.event("a", "Arrest", affectedPerson="anna", when="2021-05-04")
    for source in ("times", "courier"):
        press.say("a", "when", "2021-05-03", source=source)
    (entry,) = timeline(press.view(), [ANNA], EVERYTHING)
    assert (entry.when, entry.others) == (Time("2021-05-03"), (Time("2021-05-04"),))


def test_a_date_that_may_not_count_dates_nothing(press: Press) -> None:
    press.event("a", "Arrest", affectedPerson="anna")
    press.say("a", "when", "2021", source="courier")
    (entry,) = timeline(press.view(), [ANNA], ProvenanceFilter(publishers=frozenset({EntityId("times")})))
    assert entry.when is None


def test_a_possible_date_dates_nothing_unless_asked(press: Press) -> None:
    press.event("a", "Arrest", affectedPerson="anna")
    press.say("a", "when", "2021", certainty=Certainty.POSSIBLE)
    (entry,) = timeline(press.view(), [ANNA], EVERYTHING)
    assert (entry.when, entry.others) == (None, ())


# When a hop was


def times(press: Press, start: str, provenance: ProvenanceFilter = EVERYTHING) -> list[list[Time]]:
    """Return when each hop from `start` was."""
    view = press.view()
    (hops,) = hops_from(view, [EntityId(start)], provenance)
    return hop_times(view, hops, provenance)


@pytest.mark.parametrize("start", ["arrest", "anna"])
def test_a_part_in_an_event_is_of_the_days_of_the_event(press: Press, start: str) -> None:
    press.event("arrest", "Arrest", affectedPerson="anna", when="2021-05-04")
    for source in ("times", "courier"):
        press.say("arrest", "when", "2021-05-03", source=source)
    press.say("arrest", "when", "1999", source="herald", certainty=Certainty.POSSIBLE)
    assert times(press, start) == [[Time("2021-05-03"), Time("2021-05-04")]]


def test_a_relation_is_of_the_times_at_which_its_claims_say_it_holds(press: Press) -> None:
    for source, valid in (("times", "2020"), ("courier", "2021"), ("herald", "2020")):
        press.say("anna", "supports", "jan", source=source, valid=Time(valid))
    press.say("anna", "supports", "jan", source="mirror")
    assert times(press, "anna") == [[Time("2020"), Time("2021")]]


def test_of_what_nobody_dates_there_is_no_time(press: Press) -> None:
    press.say("anna", "supports", "jan")
    press.event("arrest", "Arrest", affectedPerson="anna")
    assert times(press, "anna") == [[], []]


# The real article


def story(seed: Seed, match: Match = Match.POSSIBLE) -> list[Entry]:
    """Return the timeline of Kalesnikava from 2020 to 2025."""
    return timeline(seed.view, [seed["kalesnikava"]], EVERYTHING, Window(parse("2020/2025"), match))


@pytest.mark.shared
def test_kalesnikavas_timeline_is_that_of_the_article(seed: Seed) -> None:
    entries = story(seed)
    found = kinds(seed.view, [entry.hop.end for entry in entries])
    listed = [(kind[0].name, entry.when.edtf if entry.when else "") for kind, entry in zip(found, entries, strict=True)]
    assert listed == [
        ("Arrest", "2020-09-07"),
        ("Abduction", "2020-09-07"),
        ("DeportationAttempt", "2020-09-09"),
        ("Resistance", "2020-09-09"),
        ("Sentencing", "2021-09~"),
        ("Isolation", "2023/.."),
        ("Visit", "2024-11"),
        ("Message", "2025-02"),
    ]


@pytest.mark.shared
def test_her_sentencing_is_dated_as_the_text_does(seed: Seed) -> None:
    whens = [entry.when for entry in story(seed)]
    assert Time("2021-09~", "A year later") in whens
    assert Time("2021-09~", "A year later") not in [entry.when for entry in story(seed, Match.CERTAIN)]


@pytest.mark.shared
def test_a_hope_is_no_release(seed: Seed) -> None:
    everything = timeline(seed.view, [seed["kalesnikava"]], EVERYTHING)
    assert len(everything) == 15
    found = kinds(seed.view, [entry.hop.end for entry in everything])
    assert "Release" not in {kind[0].name for kind in found}


@pytest.mark.shared
def test_her_possible_release_is_there_when_asked(seed: Seed) -> None:
    asked = ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}))
    entries = timeline(seed.view, [seed["kalesnikava"]], asked, wanted=frozenset({KindId(KG + "Release")}))
    assert [claim.evidence[0].exact for entry in entries for claim in entry.hop.claims] == [
        "her sibling will be released",
        "Maryya Kalesnikava, a jailed Belarusian political leader, may be released",
    ]
