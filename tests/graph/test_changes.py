"""What changed: replayed upon one state it gives the other, in pages of any size, and nothing else is told."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise
from graph.changes import (
    ANYTHING,
    Asked,
    Change,
    ChangeKind,
    changes,
    count_changes,
    of_claim,
    of_entity,
    retracted_at,
)
from graph.codec import Content
from graph.decisions import Judgement, Ruling, decide, pair_of
from graph.errors import DamagedError, InvalidCursorError, LimitError
from graph.ids import ClaimId, SourceId
from graph.model import Certainty, Characters, Claim, Evidence, Ref
from graph.plain import open_plain
from tests.graph.builders import deposit, name_claim, person
from tests.graph.conformance import SCRATCH
from tests.graph.past_strategies import Annalist, Step, pasts, states_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.archive import Generation
    from graph.changes import About
    from graph.states import States


@pytest.fixture
def archive() -> Iterator[Archive]:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        yield initialise(Path(root) / "data")


def load(archive: Archive, source: str, words: str, at: int) -> None:
    archive.load([deposit(source, words)], at=at)


def every(
    states: States, since: int = -1, until: int = 1 << 40, about: About = ANYTHING, first: int = 3
) -> list[Change]:
    """Return all pages one after another, held to what is said of them."""
    found: list[Change] = []
    cursors: list[str] = []
    after = None
    while True:
        page = changes(states, Asked(since, until, about, first, after))
        assert page.complete
        assert page.has_previous == (after is not None)
        assert len(page.items) == len(page.cursors) <= first
        found += page.items
        cursors += page.cursors
        if not page.has_next:
            break
        assert len(page.items) == first
        assert page.end == page.cursors[-1]
        after = page.end
    assert len(set(cursors)) == len(cursors)
    assert count_changes(states, Asked(since, until, about)) == len(found)
    assert [change.at for change in found] == sorted(change.at for change in found)
    return found


def told(change: Change) -> tuple[int, str, str | None]:
    return change.at, change.kind, change.claim.evidence[0].exact if change.claim else None


# ---------------------------------------------------------------------- laws


def held(archive: Archive, generation: Generation) -> dict[ClaimId, tuple[Claim, list[str], int]]:
    """Return what a generation says, read from its files: claims without the places of their words."""
    return {
        claim.id: (replace(claim, evidence=()), sorted(p.exact for p in claim.evidence), stored.recorded_at(claim.id))
        for stored in archive.read(generation)
        for claim in stored.content.claims
    }


@settings(max_examples=25)
@given(pasts)
def test_changes_replayed_upon_one_state_give_the_other(steps: list[tuple[int, Step]]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        annalist = Annalist(Path(root))
        annalist.live(steps)
        states = annalist.states()
        moments = sorted(annalist.served)
        for since, until in [*pairwise(moments), (moments[0], moments[-1])]:
            (old, ruled), (new, ruling) = annalist.served[since], annalist.served[until]
            claims = held(annalist.archive, old)
            found = every(states, since, until)
            for change in found:
                replay(claims, change)
            assert claims == held(annalist.archive, new)
            rulings = [change for change in found if change.claim is None]
            assert [change.by for change in rulings] == [one.by for one in ruling.made[len(ruled.made) :]]
            for change in found:
                # a generation may change no claim
                assert states.as_of(since, patience=None).state[:2] <= change.state_before[:2] < change.state[:2]
                assert states.at(str(change.state), patience=None).state == change.state
                assert states.at(str(change.state_before), patience=None).state == change.state_before
                assert change.state[:2] <= states.as_of(until, patience=None).state[:2]


def replay(claims: dict[ClaimId, tuple[Claim, list[str], int]], change: Change) -> None:
    """Do with `claims` what `change` says, held to what was there."""
    if change.telling is None:
        return
    claim, _, _, recorded = change.telling
    told_ = replace(claim, evidence=()), sorted(piece.exact for piece in claim.evidence), recorded
    match change.kind:
        case ChangeKind.ADDED:
            assert claim.id not in claims
            assert recorded == change.at
            claims[claim.id] = told_
        case ChangeKind.CHANGED:
            assert change.before is not None
            assert claims[claim.id][0] == replace(change.before.claim, evidence=())
            assert claims[claim.id] != told_
            claims[claim.id] = told_
        case _:
            assert claims.pop(claim.id) == told_


@settings(max_examples=20)
@given(pasts)
def test_a_history_is_those_changes_that_are_of_it(steps: list[tuple[int, Step]]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        annalist = Annalist(Path(root))
        annalist.live(steps)
        states = annalist.states()
        found = every(states, first=100)
        entities = {claim.subject for change in found if (claim := change.claim)}
        for entity in entities:
            records = states.view.identity.records(entity)
            wanted = [change for change in found if concerns(change, records)]
            assert every(states, about=of_entity(states.view, entity)) == wanted
        for claim in {change.claim.id: change.claim for change in found if change.claim}.values():
            of_it = [change for change in found if change.claim and change.claim.id == claim.id]
            assert every(states, about=of_claim(claim)) == of_it


def concerns(change: Change, records: Sequence[str]) -> bool:
    tellings = [each.claim for each in (change.telling, change.before) if each]
    named = [claim.subject for claim in tellings]
    named += [claim.value.entity for claim in tellings if isinstance(claim.value, Ref)]
    return not {*named, change.entity, change.other}.isdisjoint(records)


@settings(max_examples=20)
@given(pasts)
def test_a_claim_was_let_go_by_the_first_generation_without_it(steps: list[tuple[int, Step]]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        annalist = Annalist(Path(root))
        annalist.live(steps)
        states = annalist.states()
        newest = states.generation.number
        there = {n: held(annalist.archive, annalist.archive.generation(n)).keys() for n in range(newest + 1)}
        for number in range(newest + 1):
            generation = annalist.archive.generation(number)
            view = open_plain(annalist.archive, generation)
            claims = list(view.scan())
            lost = [
                next((later for later in range(number + 1, newest + 1) if claim.id not in there[later]), None)
                for claim in claims
            ]
            wanted = [None if n is None else annalist.archive.generation(n).created for n in lost]
            assert retracted_at(states, view, claims) == wanted


# ---------------------------------------------------------------------- what is told


def test_what_is_taken_up_let_go_and_withdrawn_is_told_in_the_order_of_time(archive: Archive) -> None:
    load(archive, "times", "Anna Jan", at=10)
    load(archive, "courier", "Ewa", at=20)
    load(archive, "times", "Anna Ola", at=30)
    archive.withdraw([SourceId("courier")], at=40)
    load(archive, "courier", "Ewa", at=50)
    found = every(states_of(archive))
    assert sorted(map(told, found)) == [
        (10, "ADDED", "Anna"),
        (10, "ADDED", "Jan"),
        (20, "ADDED", "Ewa"),
        (30, "ADDED", "Ola"),
        (30, "RETRACTED", "Jan"),
        (40, "RETRACTED", "Ewa"),
        (50, "ADDED", "Ewa"),
    ]
    assert [str(change.state)[:3] for change in found] == ["1-0", "1-0", "2-0", "3-0", "3-0", "4-0", "5-0"]
    assert [told(change) for change in every(states_of(archive), 20, 40)] == [told(change) for change in found[3:6]]


def changed(archive: Archive, claim: Claim, *, at: int) -> None:
    content = deposit("times", "Anna Jan").content
    claims = [claim if each.id == claim.id else each for each in content.claims]
    archive.load([Deposit(Content(content.source, claims), b"Anna Jan")], at=at)


def test_a_claim_told_otherwise_is_shown_as_it_was_and_is(archive: Archive) -> None:
    load(archive, "times", "Anna Jan", at=10)
    claim = deposit("times", "Anna Jan").content.claims[0]
    changed(archive, replace(claim, certainty=Certainty.ALLEGED), at=20)
    (found,) = every(states_of(archive), 10)
    assert (found.kind, found.at) == (ChangeKind.CHANGED, 20)
    assert found.telling
    assert found.before
    assert (found.before.claim.certainty, found.telling.claim.certainty) == (Certainty.ASSERTED, Certainty.ALLEGED)
    assert (found.before.recorded_at, found.telling.recorded_at) == (10, 10)


def test_other_words_are_a_change_and_the_same_words_elsewhere_are_none(archive: Archive) -> None:
    load(archive, "times", "Anna Jan", at=10)
    claim = deposit("times", "Anna Jan").content.claims[0]
    (piece,) = claim.evidence
    changed(archive, replace(claim, evidence=(Evidence(piece.source, Characters(5, 9), piece.exact),)), at=20)
    assert every(states_of(archive), 10) == []
    changed(archive, replace(claim, evidence=(Evidence(piece.source, Characters(5, 9), "ANNA"),)), at=30)
    assert [(change.kind, change.at) for change in every(states_of(archive), 10)] == [(ChangeKind.CHANGED, 30)]


def test_rulings_are_told_with_who_made_them_and_why(archive: Archive) -> None:
    load(archive, "times", "Anna Jan", at=10)
    pair = pair_of(person("anna"), person("jan"))
    decide(archive, [Ruling("anna", pair, Judgement.SAME, reason="one birthday")], at=20)
    decide(archive, [Ruling("jan", undoes=1, reason="a slip")], at=30)
    both = [Ruling("ola", pair, Judgement.NOT_SAME), Ruling("ola", pair, Judgement.UNSURE)]
    states = states_of(archive, decide(archive, both, at=40))
    found = every(states, 10)
    assert [(c.at, c.kind, c.by, c.reason, str(c.state)[:3]) for c in found] == [
        (20, "MERGED", "anna", "one birthday", "1-1"),
        (30, "UNDONE", "jan", "a slip", "1-2"),
        (40, "SPLIT", "ola", None, "1-4"),
        (40, "UNSURE", "ola", None, "1-4"),
    ]
    assert {(change.entity, change.other) for change in found} == {pair}
    assert every(states, about=of_entity(states.view, person("ewa"))) == []
    claim = name_claim("times", "Anna")
    assert [c.kind for c in every(states, about=of_claim(deposit("times", "Anna").content.claims[0]))] == ["ADDED"]
    assert claim == deposit("times", "Anna").content.claims[0].id


def test_who_has_no_time_is_told_how_far_was_looked(archive: Archive) -> None:
    for number in range(4):
        load(archive, f"s{number}", "Anna Jan", at=10 + number)
    states = states_of(archive)
    found: list[Change] = []
    after = None
    turns = 0
    while True:
        page = changes(states, Asked(first=100, after=after, seconds=-1))
        found += page.items
        turns += 1
        assert page.complete != page.has_next
        if not page.has_next:
            break
        after = page.end
    assert turns == 4
    assert found == every(states)
    assert count_changes(states, Asked(seconds=-1)) is None


def test_a_time_without_a_find_leads_on_all_the_same(archive: Archive) -> None:
    load(archive, "times", "Anna", at=10)
    load(archive, "courier", "Jan", at=20)
    states = states_of(archive)
    about = of_entity(states.view, person("jan"))
    first = changes(states, Asked(about=about, seconds=-1))
    assert (first.items, first.has_next, first.complete) == ([], True, False)
    second = changes(states, Asked(about=about, after=first.end, seconds=-1))
    assert [told(change) for change in second.items] == [(20, "ADDED", "Jan")]
    assert (second.has_next, second.complete) == (False, True)


@pytest.mark.parametrize("first", [0, 101, -1])
def test_a_page_has_1_to_100(archive: Archive, first: int) -> None:
    with pytest.raises(LimitError, match=f"first is {first}: expected 1 to 100"):
        changes(states_of(archive), Asked(first=first))


@pytest.mark.parametrize("after", ["", "x", "WyJjaGFuZ2VzIiwxXQ", "WyJuYW1lcyIsMSwwLDEsIiIsIiJd"])
def test_a_cursor_of_something_else_is_refused(archive: Archive, after: str) -> None:
    load(archive, "times", "Anna", at=10)
    with pytest.raises(InvalidCursorError):
        changes(states_of(archive), Asked(after=after))


@pytest.mark.parametrize("suffix", [".nq.zst", ".json"])
def test_what_is_damaged_is_said_to_be_damaged(archive: Archive, suffix: str) -> None:
    load(archive, "times", "Anna Jan", at=10)
    load(archive, "times", "Anna Ola", at=20)
    load(archive, "times", "Anna Ewa", at=30)
    states = states_of(archive)
    version = archive.generation(2).sources[SourceId("times")]
    (path,) = (archive.root / "sources" / name for name, _ in version.files if name.endswith(suffix))
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(DamagedError, match=path.name):
        every(states)
    with pytest.raises(DamagedError, match=path.name):
        count_changes(states, Asked())
    if suffix == ".json":
        view = open_plain(archive, archive.generation(1))
        with pytest.raises(DamagedError, match=path.name):
            retracted_at(states, view, list(view.scan()))
