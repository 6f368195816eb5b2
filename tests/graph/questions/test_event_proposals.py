"""Which records of events may be one: of one kind and one person, on days that may be one, told by several sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.event_proposals import MOST_OF_ONE_PERSON, event_proposals, together
from graph.ids import EntityId
from graph.likeness import Feature
from graph.model import Iri
from graph.proposals import Proposal
from graph.vocabulary import PERSON

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press


def told(press: Press, *events: tuple[str, str, str, str]) -> list[Proposal]:
    """Print events, each in a source of its own: kind, person, day, place; return what may be one."""
    for number, (kind, whom, day, place) in enumerate(events):
        press.say(whom, "type", Iri(PERSON), source=f"source {number}")
        press.event(f"e{number}", kind, source=f"source {number}", affectedPerson=whom, when=day, place=place)
    return list(event_proposals(press.view()))


def test_days_that_may_be_one_are_proposed_with_reasons(press: Press) -> None:
    (found,) = told(press, ("Sentencing", "a", "2021-09~", "minsk"), ("Sentencing", "a", "2021-09-06", "brest"))
    assert (found.one, found.other) == ("e0", "e1")
    assert {feature.name for feature in found.features} == {"kind and person", "dates"}
    assert "2021-09~ and 2021-09-06" in [feature.detail for feature in found.features]
    assert found.score == round(sum(feature.score for feature in found.features), 3)


@pytest.mark.parametrize(
    "other",
    [
        ("Sentencing", "b", "2021-09-06", "minsk"),
        ("Arrest", "a", "2021-09-06", "minsk"),
        ("Sentencing", "a", "2021-11", "minsk"),
    ],
)
def test_another_person_kind_or_time_is_not_proposed(press: Press, other: tuple[str, str, str, str]) -> None:
    assert told(press, ("Sentencing", "a", "2021-09", "minsk"), other) == []


def test_who_else_takes_part_counts(press: Press) -> None:
    same, another = told(
        press,
        ("Arrest", "a", "2020-09", "minsk"),
        ("Arrest", "a", "2020-09-07", "minsk"),
        ("Arrest", "b", "2020-09", "minsk"),
        ("Arrest", "b", "2020-09-07", "brest"),
    )
    assert (same.one, another.one) == ("e0", "e2")
    assert same.score > another.score


def test_what_is_joined_by_the_rule_is_not_asked_again(press: Press) -> None:
    assert told(press, ("Arrest", "a", "2020-09-07", "minsk"), ("Arrest", "a", "2020-09-07", "minsk")) == []


def test_what_one_source_tells_apart_stays_apart(press: Press) -> None:
    for number, day in enumerate(("2020-09", "2020-09-07")):
        press.event(f"e{number}", "Arrest", affectedPerson="a", when=day)
    assert list(event_proposals(press.view())) == []


def test_of_very_many_events_of_one_person_none_are_compared(press: Press) -> None:
    many = [("Arrest", "a", f"2020-{number % 12 + 1:02}", "minsk") for number in range(MOST_OF_ONE_PERSON + 1)]
    assert told(press, *many) == []


def test_proposals_of_all_kinds_stand_together_best_first() -> None:
    one, other = (
        Proposal(EntityId("a"), EntityId(name), score, [Feature("name", score, "")])
        for name, score in (("b", 0.7), ("c", 0.9))
    )
    assert together([one], [other]) == [other, one]
