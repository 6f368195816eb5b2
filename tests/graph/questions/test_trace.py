"""The way of a claim back to its origin, and what is not said to be taken from anywhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from graph.decisions import Decision, Decisions, Judgement
from graph.ids import ClaimId, EntityId
from graph.model import Certainty, Claim, Stance, Status, Text
from graph.trace import MAX_STEPS, TraceHow, trace

if TYPE_CHECKING:
    from graph.trace import Trace
    from graph.view import View
    from tests.graph.questions.conftest import Press

ITSELF, ORIGIN, SAME_VOICE = TraceHow.ITSELF, TraceHow.ORIGIN, TraceHow.SAME_VOICE
VESTA = EntityId("vesta")


def sibling(press: Press, source: str, **more: object) -> Claim:
    return press.say("anna", "sibling", "jan", source=source, **more)


def way(view: View, claim: Claim) -> tuple[list[tuple[str, TraceHow]], bool]:
    """Return the sources on the way of `claim` with how each was reached, and whether it is complete."""
    (found,) = trace(view, [claim])
    return [(step.claim.source, step.how) for step in found.steps], found.complete


class Counting:
    """A view that counts what it is asked."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a view has
        found = getattr(self._view, name)
        if not callable(found):
            return found
        self.calls[name] += 1
        return found


def test_a_claim_in_its_publishers_own_voice_comes_from_nowhere_else(press: Press) -> None:
    claim = sibling(press, "times")
    sibling(press, "courier")
    assert way(press.view(), claim) == ([("times", ITSELF)], True)


def test_what_is_repeated_is_followed_to_its_end(press: Press) -> None:
    first = sibling(press, "times")
    second = sibling(press, "courier", origin=first.id)
    third = sibling(press, "herald", origin=second.id)
    assert way(press.view(), third) == ([("herald", ITSELF), ("courier", ORIGIN), ("times", ORIGIN)], True)


def test_a_way_to_what_is_not_here_is_not_complete(press: Press) -> None:
    first = sibling(press, "times", origin=ClaimId("claim-of-nobody"))
    second = sibling(press, "courier", origin=first.id)
    assert way(press.view(), second) == ([("courier", ITSELF), ("times", ORIGIN)], False)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_way_that_leads_back_to_itself_ends_and_is_not_complete(press: Press, length: int) -> None:
    ids = [ClaimId(f"claim-{number:04}") for number in range(length)]
    claims = [sibling(press, f"paper-{n}", origin=ids[(n + 1) % length]) for n in range(length)]
    steps, complete = way(press.view(), claims[0])
    assert (len(steps), complete) == (length, False)


def test_a_voice_is_followed_to_a_work_of_its_own(press: Press) -> None:
    press.source("report", publisher="vesta", published="2021-03")
    claim = sibling(press, "times", claimant=VESTA)
    sibling(press, "report")
    assert way(press.view(), claim) == ([("times", ITSELF), ("report", SAME_VOICE)], True)


def test_a_voice_says_the_same_from_the_other_end_of_what_holds_both_ways(press: Press) -> None:
    press.source("report", publisher="vesta", published="2021-03")
    claim = sibling(press, "times", claimant=VESTA)
    press.say("jan", "sibling", "anna", source="report")
    assert way(press.view(), claim) == ([("times", ITSELF), ("report", SAME_VOICE)], True)


def test_a_work_of_its_own_comes_before_an_earlier_one_of_another(press: Press) -> None:
    press.source("report", publisher="vesta", published="2021-07")
    press.source("early", published="2020")
    claim = sibling(press, "times", claimant=VESTA)
    sibling(press, "early", claimant=VESTA)
    sibling(press, "report")
    assert way(press.view(), claim)[0] == [("times", ITSELF), ("report", SAME_VOICE)]


def test_else_a_voice_is_followed_to_the_earliest_work(press: Press) -> None:
    for name, published in {"may": "2021-05", "april": "2021-04", "june": "2021-06", "undated": None}.items():
        press.source(name, published=published)
        sibling(press, name, claimant=VESTA)
    claim = sibling(press, "times", claimant=VESTA)
    assert way(press.view(), claim) == ([("times", ITSELF), ("april", SAME_VOICE)], True)


def test_a_work_that_may_be_of_the_same_day_is_not_earlier(press: Press) -> None:
    press.source("june", published="2021-06")
    sibling(press, "june", claimant=VESTA)
    claim = sibling(press, "times", claimant=VESTA)
    assert way(press.view(), claim) == ([("times", ITSELF)], True)


def test_a_voice_at_the_end_of_what_is_repeated_is_followed_too(press: Press) -> None:
    press.source("report", publisher="vesta", published="2020")
    sibling(press, "report", origin=ClaimId("claim-of-nobody"))
    quoted = sibling(press, "times", claimant=VESTA)
    claim = sibling(press, "courier", origin=quoted.id)
    expected = [("courier", ITSELF), ("times", ORIGIN), ("report", SAME_VOICE)]
    assert way(press.view(), claim) == (expected, False)


@pytest.mark.parametrize(
    "more",
    [
        {"claimant": EntityId("jan")},
        {"certainty": Certainty.NEGATED, "stance": Stance.DENIES},
        {"status": Status.REJECTED},
        {"value": Text("somebody")},
    ],
)
def test_another_statement_is_not_the_same_voice(press: Press, more: dict[str, Any]) -> None:
    press.source("early", published="2020")
    value = more.pop("value", "jan")
    press.say("anna", "sibling", value, source="early", **({"claimant": VESTA} | more))
    claim = sibling(press, "times", claimant=VESTA)
    assert way(press.view(), claim) == ([("times", ITSELF)], True)


def test_a_voice_is_the_same_under_all_its_records(press: Press) -> None:
    press.source("report", publisher="vesta-group", published="2020")
    sibling(press, "report")
    claim = sibling(press, "times", claimant=VESTA)
    pair = VESTA, EntityId("vesta-group")
    same = Decisions((Decision(number=1, at=1, by="anna", pair=pair, judgement=Judgement.SAME, previous=""),))
    (told,) = press.view(same).claims([claim.id])
    assert told is not None
    assert way(press.view(), claim)[0] == [("times", ITSELF)]
    assert way(press.view(same), told)[0] == [("times", ITSELF), ("report", SAME_VOICE)]


def test_a_very_long_way_is_cut_off_and_says_so(press: Press) -> None:
    claim = sibling(press, "paper-0")
    for number in range(1, MAX_STEPS + 1):
        claim = sibling(press, f"paper-{number}", origin=claim.id)
    steps, complete = way(press.view(), claim)
    assert (len(steps), complete) == (MAX_STEPS, False)


def _asked(press: Press, several: int) -> tuple[list[Trace], Counter[str]]:
    press.source("report", publisher="vesta", published="2020")
    claims = []
    for number in range(several):
        person = f"person-{number}"
        press.say(person, "sibling", "jan", source="report")
        quoted = press.say(person, "sibling", "jan", claimant=VESTA)
        claims.append(press.say(person, "sibling", "jan", source="courier", origin=quoted.id))
    view = Counting(press.view())
    return trace(view, claims), view.calls


def test_calls_do_not_grow_with_the_claims(new_press: type[Press]) -> None:
    one, calls = _asked(new_press(), 1)
    many, more_calls = _asked(new_press(), 40)
    assert {len(found.steps) for found in (*one, *many)} == {3}
    assert calls == more_calls


def test_of_no_claims_there_is_no_way(press: Press) -> None:
    assert trace(press.view(), []) == []
