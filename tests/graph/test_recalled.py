"""A claim that no longer stands is shown as it was told, with its words and source, among those who are known now."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise
from graph.changes import Asked, Change, changes, retracted_at
from graph.codec import Content
from graph.decisions import NONE, Judgement, Ruling, decide, pair_of
from graph.errors import DamagedError
from graph.ids import SourceId
from graph.model import Certainty
from graph.profiles import labels
from graph.states.recalled import recalled
from graph.vocabulary.door import stands
from tests.graph.builders import deposit, person
from tests.graph.conformance import SCRATCH
from tests.graph.past_strategies import states_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.states import States
    from graph.view import View


@pytest.fixture
def archive() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        archive.load([deposit("times", "Anna Jan")], at=10)
        archive.load([deposit("times", "Say Anna Ola")], at=20)
        archive.load([deposit("courier", "Ewa")], at=30)
        archive.withdraw([SourceId("courier")], at=40)
        yield archive


def shown(states: States) -> list[tuple[Change, View]]:
    found = [change for change in changes(states, Asked()).items if change.telling]
    views = recalled(states, [(change.telling, change.told_in) for change in found if change.telling])
    return list(zip(found, views, strict=True))


def test_each_claim_that_is_told_of_is_shown_as_it_was(archive: Archive) -> None:
    states = states_of(archive)
    for change, view in shown(states):
        claim = change.claim
        assert claim is not None
        assert change.telling
        assert view.claims([claim.id]) == [claim]
        assert view.recorded_at([claim.id]) == [change.telling.recorded_at]
        (source,) = view.sources([claim.source])
        assert source is not None
        assert source.title == f"The {claim.source}"
        assert stands(claim.evidence[0], view.texts([claim.source])[0])
        assert labels(view, [claim.subject]) == [claim.evidence[0].exact]


def test_what_still_stands_is_shown_by_the_view_that_is_served(archive: Archive) -> None:
    states = states_of(archive)
    served = {change.claim.evidence[0].exact for change, view in shown(states) if view is states.view and change.claim}
    # the words of Anna stand elsewhere now, so those of then are shown beside the text of then
    assert served == {"Say", "Ola"}


def test_when_it_was_let_go_is_told_of_each(archive: Archive) -> None:
    states = states_of(archive)
    found = {
        (change.kind.value, change.claim.evidence[0].exact): retracted_at(states, view, [change.claim])[0]
        for change, view in shown(states)
        if change.claim
    }
    assert found == {
        ("ADDED", "Anna"): None,
        ("ADDED", "Jan"): 20,
        ("RETRACTED", "Jan"): 20,
        ("ADDED", "Say"): None,
        ("ADDED", "Ola"): None,
        ("ADDED", "Ewa"): 40,
        ("RETRACTED", "Ewa"): 40,
    }


def test_whom_it_speaks_of_is_shown_as_now(archive: Archive) -> None:
    decisions = decide(archive, [Ruling("anna", pair_of(person("jan"), person("anna")), Judgement.SAME)], at=50)
    states = states_of(archive, decisions)
    (view,) = (view for change, view in shown(states) if change.kind == "RETRACTED" and "Jan" in str(change.claim))
    assert view.identity is states.view.identity
    (claim,) = view.claims([deposit("times", "Jan").content.claims[0].id])
    assert claim is not None
    assert claim.subject == states.view.identity.of(person("jan"))


def test_what_was_told_otherwise_is_shown_both_ways(archive: Archive) -> None:
    content = deposit("times", "Say Anna Ola").content
    told = [replace(claim, certainty=Certainty.ALLEGED) for claim in content.claims]
    archive.load([Deposit(Content(content.source, told), b"Say Anna Ola")], at=50)
    states = states_of(archive, NONE)
    change = changes(states, Asked(since=40)).items[0]
    assert change.telling
    assert change.before
    now, before = recalled(states, [(change.telling, change.state), (change.before, change.state_before)])
    found = [view.claims([change.telling.claim.id])[0] for view in (now, before)]
    assert [claim.certainty for claim in found if claim] == [Certainty.ALLEGED, Certainty.ASSERTED]
    assert now is states.view


def test_a_text_that_is_damaged_is_said_to_be_damaged(archive: Archive) -> None:
    states = states_of(archive)
    views = [view for change, view in shown(states) if change.at == 40]
    for path in (archive.root / "sources").rglob("*.txt"):
        path.write_bytes(b"Ew?")
    with pytest.raises(DamagedError, match=r"\.txt"):
        views[0].texts([SourceId("courier")])
