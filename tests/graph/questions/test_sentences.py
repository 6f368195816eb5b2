"""Paths in words: subject, property, object, day as the source puts it, claimant; and the order of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.ids import EntityId, SourceId
from graph.model import Certainty, Ref, Stance, Text, Time
from graph.paths import find_paths, sentences
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.view import PathMode, PathSpec

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press


def told(press: Press, spec: PathSpec = PathSpec(), provenance: ProvenanceFilter = EVERYTHING) -> list[str]:  # noqa: B008 - it is immutable
    view = press.view()
    paths = find_paths(view, EntityId("anna"), EntityId("jan"), spec, provenance).paths
    return sentences(view, paths, provenance)


def named(press: Press) -> None:
    for who, name in (("anna", "Anna Kowal"), ("jan", "Jan Kowal"), ("times", "The Times")):
        press.say(who, "name", Text(name), source="register")


@pytest.mark.parametrize(
    ("valid", "day"),
    [
        (None, ""),
        (Time("2020-22", "last summer"), ", “last summer”"),
        (Time("2020-09-07"), ", 7 September 2020"),
        (Time("2020-09~"), ", about September 2020"),
    ],
)
def test_a_relation_is_told_with_the_day_as_its_source_puts_it(press: Press, valid: Time | None, day: str) -> None:
    named(press)
    press.say("anna", "campaignedFor", "jan", valid=valid)
    assert told(press) == [f"Anna Kowal – campaigned for – Jan Kowal{day} (says The Times)"]


def test_what_is_walked_from_its_value_is_told_from_its_subject(press: Press) -> None:
    named(press)
    press.say("jan", "campaignedFor", "anna")
    assert told(press) == ["Jan Kowal – campaigned for – Anna Kowal (says The Times)"]


def test_the_day_of_an_event_stands_in_its_name_or_in_the_words_of_the_source(press: Press) -> None:
    named(press)
    press.event("call", "PhoneCall", party="anna", counterparty="jan")
    press.say("call", "when", Time("2020-09-07", "a week later"))
    assert told(press) == [
        (
            "Phone call by Anna Kowal, 7 September 2020 – party – Anna Kowal, “a week later” (says The Times); "
            "Phone call by Anna Kowal, 7 September 2020 – with – Jan Kowal, “a week later” (says The Times)"
        )
    ]


def test_a_day_that_a_name_has_is_not_told_again(press: Press) -> None:
    named(press)
    press.event("call", "PhoneCall", party="anna", counterparty="jan", when="2020-09-07")
    assert told(press)[0].count("7 September 2020") == 2


def test_a_day_that_may_not_count_is_not_told(press: Press) -> None:
    named(press)
    press.say("anna", "sibling", "jan")
    press.say("anna", "sibling", "jan", source="herald", valid=Time("2020", "always"))
    only = ProvenanceFilter(sources=frozenset({SourceId("times")}))
    assert told(press, provenance=only) == ["Anna Kowal – sibling – Jan Kowal (says The Times)"]


def test_what_is_denied_is_told_as_denied(press: Press) -> None:
    named(press)
    press.say("anna", "sibling", "jan", certainty=Certainty.NEGATED, stance=Stance.DENIES)
    asked = ProvenanceFilter(certainties=frozenset({Certainty.NEGATED}))
    assert told(press, provenance=asked) == ["Anna Kowal – sibling – Jan Kowal (denied by The Times)"]


def test_where_there_is_no_path_nothing_is_told(press: Press) -> None:
    view = press.view()
    assert sentences(view, [], EVERYTHING) == []


def test_of_two_as_well_supported_the_shorter_comes_first(press: Press) -> None:
    press.say("anna", "sibling", "ada")
    press.say("ada", "sibling", "jan")
    press.say("anna", "supports", Ref(EntityId("jan")))
    found = find_paths(
        press.view(), EntityId("anna"), EntityId("jan"), PathSpec(mode=PathMode.SIMPLE, max_length=2), EVERYTHING
    )
    assert [len(path.hops) for path in found.paths] == [1, 2]


def test_the_better_supported_comes_before_the_shorter(press: Press) -> None:
    press.say("anna", "sibling", "ada")
    press.say("anna", "sibling", "ada", source="herald")
    press.say("ada", "sibling", "jan")
    press.say("ada", "sibling", "jan", source="herald")
    press.say("anna", "supports", Ref(EntityId("jan")))
    found = find_paths(
        press.view(), EntityId("anna"), EntityId("jan"), PathSpec(mode=PathMode.SIMPLE, max_length=2), EVERYTHING
    )
    assert [(len(path.hops), path.support) for path in found.paths] == [(2, 2), (1, 1)]
