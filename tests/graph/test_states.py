"""Other states of the graph: each answers as it did when it was served, and costs those who ask nothing but time."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from graph.archive import Archive, initialise
from graph.decisions import NONE, Judgement, Ruling, decide, pair_of
from graph.errors import DamagedError, InvalidInputError, NotFoundError, UnavailableError
from graph.files import is_whole
from graph.index.building import follow
from graph.index.catalogue import catalogues, folder_of
from graph.plain import open_plain
from graph.provenance import EVERYTHING
from graph.states import Past, States
from graph.states.past import open_past
from tests.graph.builders import deposit, person, tree
from tests.graph.conformance import SCRATCH, answers, asked_of, check_chains
from tests.graph.index.test_building import WALK
from tests.graph.past_strategies import Annalist, Step, pasts, states_of
from tests.graph.view_strategies import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Generation
    from graph.decisions import Decisions
    from graph.view import View


@pytest.fixture
def archive() -> Iterator[Archive]:
    """An archive with the generations 1 to 4, made at 10, 20, 30 and 40."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        load(archive, "times", "Anna Jan", at=10)
        load(archive, "times", "Anna Ola", at=20)
        load(archive, "courier", "Ewa", at=30)
        follow(archive, archive.withdraw([deposit("times", "").content.source.id], at=40), {})
        yield archive


def load(archive: Archive, source: str, words: str, at: int) -> None:
    found = deposit(source, words)
    follow(archive, archive.load([found], at=at), {found.content.source.id: found.content})


def names(view: View) -> list[str]:
    return sorted(claim.evidence[0].exact for claim in view.scan())


def check_same(view: View, plain: View) -> None:
    asked = asked_of(plain, 10)
    assert answers(view, asked) == answers(plain, asked)
    for end in FEW[1:3]:
        check_chains(plain, view, (FEW[0], end), WALK, EVERYTHING)


@settings(max_examples=20)
@given(pasts)
def test_every_moment_is_answered_as_it_was_then(steps: list[tuple[int, Step]]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        annalist = Annalist(Path(root))
        annalist.live(steps)
        states = annalist.states()
        for at, (generation, decisions) in annalist.served.items():
            plain = open_plain(annalist.archive, generation, decisions)
            view = states.as_of(at, patience=None)
            check_same(view, plain)
            assert states.at(str(view.state), patience=None).state == view.state
            assert states.at(f"{generation.number}-{len(decisions.made)}", patience=None).state == view.state


def test_the_state_that_is_served_is_its_own_answer(archive: Archive) -> None:
    states = states_of(archive)
    assert states.as_of(40) is states.as_of(1 << 40) is states.at("4-0") is states.at(str(states.view.state))
    assert states.view is states.at("4-0")


def test_a_moment_between_two_loads_is_that_of_the_first(archive: Archive) -> None:
    states = states_of(archive)
    assert [names(states.as_of(at)) for at in (9, 10, 19, 20, 30, 39)] == [
        [],
        ["Anna", "Jan"],
        ["Anna", "Jan"],
        ["Anna", "Ola"],
        ["Anna", "Ewa", "Ola"],
        ["Anna", "Ewa", "Ola"],
    ]


def test_a_clock_that_was_set_back_does_not_bring_back_what_was_replaced(archive: Archive) -> None:
    load(archive, "times", "Ida", at=15)
    states = states_of(archive)
    assert [states.as_of(at).state.generation for at in (14, 15, 35, 45)] == [1, 5, 5, 5]


@pytest.mark.parametrize(
    "text", ["", "3", "3-", "-1-0", "03-0", "3-0-", "3-0-xyz", "3-0-" + "0" * 17, "3.0", "٣-0", "9" * 99]
)
def test_what_is_no_state_is_told_so(archive: Archive, text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"is no state: expected one as service\.state gives it"):
        states_of(archive).at(text)


def test_a_state_that_is_not_there_is_told_so(archive: Archive) -> None:
    states = states_of(archive)
    with pytest.raises(NotFoundError, match="there is no generation 5: the newest is 4"):
        states.at("5-0")
    with pytest.raises(NotFoundError, match="no decision 1: there are 0"):
        states.at("3-1")
    with pytest.raises(NotFoundError, match="there is no state 3-0-0000000000000000: 3-0 of this graph is 3-0-"):
        states.at("3-0-0000000000000000")


def test_decisions_made_at_once_are_never_shown_apart(archive: Archive) -> None:
    pairs = [pair_of(person("anna"), person("ola")), pair_of(person("ewa"), person("ola"))]
    decisions = decide(archive, [Ruling("anna", pair, Judgement.SAME) for pair in pairs], at=50)
    states = states_of(archive, decisions)
    assert states.at("3-2").identity.of(person("ola")) == states.at("3-2").identity.of(person("ewa"))
    with pytest.raises(NotFoundError, match=r"no state after decision 1: it was made together with"):
        states.at("3-1")


def test_an_older_state_leaves_the_served_index_and_the_disk_as_they_were(archive: Archive) -> None:
    states = states_of(archive)
    before, order = tree(folder_of(archive)), catalogues(archive)
    for number in (1, 2, 3, 0, 1, 2, 3):
        assert names(states.at(f"{number}-0")) == names(open_plain(archive, archive.generation(number)))
    assert (tree(folder_of(archive)), catalogues(archive)) == (before, order)
    assert not any((archive.root / "index" / "past").iterdir())


def test_an_older_state_outlives_the_index_that_it_was_laid_upon(archive: Archive) -> None:
    states = states_of(archive)
    view = states.at("3-0")
    shutil.rmtree(archive.root / "index")
    check_same(view, open_plain(archive, archive.generation(3)))
    check_same(states.at("2-0"), open_plain(archive, archive.generation(2)))


def test_where_the_index_may_not_be_written_room_is_made_elsewhere(archive: Archive) -> None:
    states = states_of(archive)
    (archive.root / "index" / "past").write_text("no folder")
    assert names(states.at("2-0")) == ["Anna", "Ola"]


def test_without_an_index_a_small_state_is_read_into_memory(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = open_plain(archive, archive.current())
    states = States(Past.of(archive), archive.current(), NONE, plain)
    assert names(states.at("2-0")) == ["Anna", "Ola"]
    monkeypatch.setattr("graph.states.past._MOST_WITHOUT_INDEX", 1)
    with pytest.raises(UnavailableError, match="generation 3 has 3 claims: expected at most 1 where there is no index"):
        states.at("3-0")


# ---------------------------------------------------------------------- damage


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3] + b"???")


def test_an_older_state_whose_files_are_damaged_is_said_to_be_damaged(archive: Archive) -> None:
    states = states_of(archive)
    name, expected = next(next(iter(archive.generation(2).sources.values())).files)
    damage(archive.root / "sources" / name)
    assert not is_whole(archive.root / "sources" / name, expected)
    for _ in range(2):
        with pytest.raises(DamagedError, match=name):
            states.at("2-0")
    # what does not need the file is answered
    assert names(states.at("1-0")) == ["Anna", "Jan"]


def test_a_manifest_that_is_damaged_is_said_to_be_damaged(archive: Archive) -> None:
    damage(archive.manifest(2))
    states = states_of(archive)
    with pytest.raises(DamagedError, match=r"2\.json"):
        states.at("2-0")
    with pytest.raises(DamagedError, match=r"2\.json"):
        states.as_of(25)
    assert names(states.at("1-0")) == ["Anna", "Jan"]


def test_damage_in_the_served_index_does_not_reach_an_older_state(archive: Archive) -> None:
    load(archive, "times", "Anna Jan Ola", at=50)
    states = states_of(archive)
    for path in sorted(folder_of(archive).rglob("claims.arrow")):
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 3)
            file.write(b"\xff" * (path.stat().st_size // 3))
    try:
        found = names(states.at("2-0"))
    except DamagedError:
        return
    assert found == ["Anna", "Ola"]


# ---------------------------------------------------------------------- many who ask


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[int]]]:
    """Let older states be laid out only once the event is set; the list says which were begun."""
    go, begun = threading.Event(), list[int]()

    def open_slowly(archive: Archive, generation: Generation, decisions: Decisions, near: View) -> View:
        begun.append(generation.number)
        assert go.wait(20)
        return open_past(archive, generation, decisions, near)

    monkeypatch.setattr("graph.states.open_past", open_slowly)
    yield go, begun
    go.set()


def test_what_takes_long_is_there_for_who_comes_again(
    archive: Archive, slow: tuple[threading.Event, list[int]]
) -> None:
    go, begun = slow
    states = states_of(archive)
    for _ in range(3):
        with pytest.raises(UnavailableError, match="generation 3 is being laid out: ask again in a moment"):
            states.at("3-0", patience=0.01)
    go.set()
    assert names(states.at("3-0")) == ["Anna", "Ewa", "Ola"]
    assert begun == [3]


def test_many_who_ask_for_one_state_have_it_laid_out_once(
    archive: Archive, slow: tuple[threading.Event, list[int]]
) -> None:
    go, begun = slow
    states = states_of(archive)
    found: list[View] = []
    threads = [threading.Thread(target=lambda: found.append(states.at("2-0", patience=None))) for _ in range(8)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert begun == [2]


def test_who_asks_for_hundreds_of_states_waits_and_holds_up_nobody(
    archive: Archive, slow: tuple[threading.Event, list[int]]
) -> None:
    go, begun = slow
    for number in range(200):
        archive.load([deposit("courier", f"Ewa N{number}")], at=50 + number)
    states = states_of(archive)
    threads = threading.active_count()
    refused = 0
    for number in range(1, 200):
        with pytest.raises(UnavailableError, match="ask again in a moment") as raised:
            states.at(f"{number}-0", patience=0)
        refused += "waits for others" in str(raised.value)
    assert threading.active_count() - threads <= 4
    assert refused == 195
    assert names(states.view) == ["Ewa", "N199"]
    go.set()
    for number in range(1, 60):
        assert states.at(f"{number}-0", patience=None).state.generation == number
    assert len(states.past.shelf.kept()) == 4
    assert not any((archive.root / "index" / "past").iterdir())
    assert len(begun) == 59


def test_decisions_over_a_state_that_is_open_open_nothing_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = decide(archive, [Ruling("anna", pair_of(person("anna"), person("ola")), Judgement.SAME)], at=50)
    states = states_of(archive, decisions)
    states.at("2-0")
    monkeypatch.setattr("graph.states.past.lay", None)
    joined = states.at("2-1")
    assert joined.identity.of(person("ola")) == joined.identity.of(person("anna"))
