"""The index over time: loads, withdrawals, compactions and rebuilds in any order leave it answering as the plain view.

Indexes are compared by what they answer, never by their bytes: numbers and the order of segments may differ.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise, open_archive
from graph.codec import Content
from graph.ids import SourceId
from graph.index.building import MAX_SEGMENTS, compact, damages, follow, reindex
from graph.index.catalogue import folder_of, path_of, read_catalogue
from graph.model import Status, Time
from graph.plain import open_plain
from graph.provenance import EVERYTHING
from graph.view import PathMode, PathSpec
from tests.graph.builders import deposit
from tests.graph.conformance import SCRATCH, answers, asked_of, check_chains, open_indexed
from tests.graph.strategies import lossy_contents
from tests.graph.view_strategies import FEW, SOURCES, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Generation
    from graph.indexed import IndexView
    from graph.model import Claim


class Change(NamedTuple):
    """One thing that another version of a source does differently: in which of its claims, and how."""

    source: SourceId
    place: int
    how: str


HOWS = ["drop", "restore", "review", "reword", "rename", "republish"]
Step = list[Content] | frozenset[SourceId] | Change | str
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.lists(st.sampled_from(SOURCES), min_size=1, unique=True).flatmap(
            lambda names: st.tuples(*(told(name) for name in names)).map(list)
        ),
        st.frozensets(st.sampled_from(SOURCES), min_size=1),
        st.sampled_from(["same again", "not followed", "compact", "reindex", "forget"]),
        st.builds(Change, st.sampled_from(SOURCES), st.integers(0, 9), st.sampled_from(HOWS)),
        st.builds(Change, st.sampled_from(SOURCES), st.integers(0, 9), st.sampled_from(HOWS)),
    ),
    min_size=4,
    max_size=12,
)
"""Sources to load, ids of sources to withdraw, one thing to change in a source, or something else."""
ROOT = Path(__file__).resolve().parents[3]
WALK = PathSpec(mode=PathMode.SIMPLE, max_length=4)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return initialise(tmp_path / "data")


class Chronicle:
    """A data directory over time, and readers that opened it then and there."""

    def __init__(self, root: Path) -> None:
        self.archive = initialise(root / "data")
        self.now = 0
        self.follows = True
        self.told: dict[SourceId, Content] = {}
        self.dropped: list[Claim] = []
        self.readers: list[tuple[IndexView, Generation]] = []

    def take(self, step: Step) -> None:
        """Do what `step` says, and hold what the index answers then to what the files say."""
        self.now += 1
        match step:
            case list():
                self.load(step)
            case Change() if step.source in self.told:
                self.load([self.changed(self.told[step.source], step)])
            case Change():
                pass
            case frozenset():
                self.withdraw([name for name in sorted(step) if name in self.told])
            case "same again":
                self.load([*self.told.values()])
            case "not followed":
                self.follows = False
            case "compact":
                compact(self.archive, self.archive.current())
            case "reindex":
                reindex(self.archive, self.archive.current())
            case _:
                shutil.rmtree(folder_of(self.archive), ignore_errors=True)
        check(self.archive)
        self.readers.append((open_indexed(self.archive, self.archive.current(), check=False), self.archive.current()))

    def load(self, contents: list[Content]) -> None:
        """Load sources, and bring the index after them unless that was left out."""
        loaded = self.archive.load([Deposit(content, _text(content)) for content in contents], at=self.now)
        self.told |= {content.source.id: content for content in contents}
        if self.follows:
            follow(self.archive, loaded, {content.source.id: content for content in contents})
        self.follows = True

    def changed(self, content: Content, change: Change) -> Content:
        """Return `content` with one thing changed."""
        claims, at = list(content.claims), change.place % max(1, len(content.claims))
        match change.how:
            case "drop":
                self.dropped += claims[at : at + 1]
                del claims[at : at + 1]
            case "restore":
                there = {claim.id for claim in claims}
                claims += [claim for claim in self.dropped if claim.source == change.source and claim.id not in there][
                    -1:
                ]
            case "review":
                claims[at : at + 1] = [replace(claim, status=Status.PROPOSED) for claim in claims[at : at + 1]]
            case "reword":
                claims[at : at + 1] = [replace(claim, valid=Time(f"20{self.now:02}")) for claim in claims[at : at + 1]]
            case "rename":
                return Content(replace(content.source, title=f"now {self.now}"), claims)
            case _:
                return Content(replace(content.source, publisher=FEW[change.place % 7], published=Time("2019")), claims)
        return Content(content.source, sorted(claims, key=lambda claim: claim.id))

    def withdraw(self, names: list[SourceId]) -> None:
        """Withdraw sources."""
        follow(self.archive, self.archive.withdraw(names, at=self.now), {})
        for name in names:
            del self.told[name]


def _text(content: Content) -> bytes | None:
    return f"{len(content.claims)} ż".encode() if len(content.claims) % 2 else None


def check(archive: Archive, view: IndexView | None = None, generation: Generation | None = None) -> None:
    """Hold what `view` answers, by itself the current one, to what the files say."""
    plain = open_plain(archive, generation or archive.current())
    index = view or open_indexed(archive, archive.current())
    asked = asked_of(plain, 10)
    assert answers(index, asked) == answers(plain, asked)
    for end in FEW[1:3]:
        check_chains(plain, index, (FEW[0], end), WALK, EVERYTHING)


@settings(max_examples=25)
@given(STEPS)
def test_whatever_happened_the_index_answers_what_the_files_say(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        chronicle = Chronicle(Path(root))
        for step in steps:
            chronicle.take(step)
        for view, generation in chronicle.readers:
            check(chronicle.archive, view, generation)
        reindex(chronicle.archive, chronicle.archive.current())
        check(chronicle.archive)


@settings(max_examples=20)
@given(lossy_contents())
def test_an_index_of_what_was_given_answers_as_one_of_what_is_read(content: Content) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        follow(archive, archive.load([Deposit(content, None)], at=1), {content.source.id: content})
        check(archive)


def load(archive: Archive, source: str, words: str, at: int = 5) -> None:
    """Load a source, and bring the index after it."""
    found = deposit(source, words)
    follow(archive, archive.load([found], at=at), {found.content.source.id: found.content})


def segments(archive: Archive) -> list[Path]:
    return sorted((folder_of(archive) / "segments").glob("*"))


def test_many_small_loads_are_pressed_together(archive: Archive) -> None:
    for number in range(MAX_SEGMENTS):
        load(archive, f"s{number % 7}", f"Anna Jan N{number}")
    assert not compact(archive, archive.current())
    load(archive, "another", "Anna Ola")
    many = len(segments(archive))
    assert compact(archive, archive.current())
    assert len(read_catalogue(path_of(archive, archive.current())).segments) < many
    check(archive)
    assert not compact(archive, archive.current())


def test_what_mostly_no_longer_counts_is_dropped(archive: Archive) -> None:
    for number in range(3):
        load(archive, "times", f"Anna{number} Jan{number} N{number}")
    assert compact(archive, archive.current())
    found = read_catalogue(path_of(archive, archive.current()))
    assert (len(found.segments), found.dead, found.gone, found.totals.claims) == (1, (), (), 3)
    check(archive)


def test_a_reader_goes_on_with_what_was_swept(archive: Archive) -> None:
    for number in range(4):
        load(archive, f"s{number}", f"Anna Jan N{number}")
    held, generation, before = open_indexed(archive, archive.current()), archive.current(), segments(archive)
    for number in range(4):
        load(archive, f"s{number}", f"Ola M{number}")
    compact(archive, archive.current())
    load(archive, "more", "Ola")
    reindex(archive, archive.current())
    load(archive, "still more", "Ola")
    assert not {*before} & {*segments(archive)}
    check(archive, held, generation)


def test_an_older_generation_is_read_through_an_index_of_its_own(archive: Archive) -> None:
    for number in range(4):
        load(archive, "times", f"Anna N{number}")
    for number in (1, 3, 2, 4):
        generation = archive.generation(number)
        check(archive, open_indexed(archive, generation), generation)


def test_nothing_loaded_is_an_empty_index(archive: Archive) -> None:
    check(archive)
    reindex(archive, archive.current())
    check(archive)
    assert not compact(archive, archive.current())


def test_a_load_that_changes_nothing_leaves_the_index_alone(archive: Archive) -> None:
    load(archive, "times", "Anna")
    before = segments(archive), path_of(archive, archive.current()).read_bytes()
    load(archive, "times", "Anna")
    assert (segments(archive), path_of(archive, archive.current()).read_bytes()) == before


# ---------------------------------------------------------------------- builders that die, and builders at once

DYING = """
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from graph.archive import open_archive
from graph.index.building import follow
from tests.graph.builders import deposit

found = deposit("herald", "Jan Ola Zoé")
for step in range(int(sys.argv[4])):
    root = Path(sys.argv[3]) / str(step)
    shutil.copytree(sys.argv[2], root)
    child = os.fork()
    if not child:
        archive, seen = open_archive(root), 0
        loaded = archive.load([found], at=9)

        def die(event, arguments):
            global seen
            touches = event in {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
            if touches and "columns" in str(arguments[0]):
                seen += 1
                if seen == 2 * step + 1:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        follow(archive, loaded, {found.content.source.id: found.content})
        os._exit(0)
    print(os.waitpid(child, 0)[1])
"""
"""Bring copies of an index after a load, and die at every other touch of its files."""

BUSY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from graph.archive import open_archive
from graph.index.building import compact, open_index, reindex
from tests.graph.conformance import open_indexed

archive, what = open_archive(Path(sys.argv[2])), sys.argv[3]
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[4])):
    generation = archive.current()
    if what == "open":
        opened = open_index(archive, generation, check=True)
        assert not opened.mended, opened.mended
        assert opened.catalogue.claims == generation.claims
        assert len(list(open_indexed(archive, generation, check=False).scan())) == generation.claims
    elif turn % 3:
        reindex(archive, generation)
    else:
        compact(archive, generation)
"""


@pytest.fixture
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        yield Path(folder)


def test_a_builder_that_is_killed_leaves_nothing_that_harms(archive: Archive, scratch: Path) -> None:
    load(archive, "times", "Anna Jan")
    load(archive, "courier", "Ola Anna")
    ran = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", DYING, str(ROOT), str(archive.root), str(scratch), "14"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {int(status) for status in ran.stdout.split()} >= {signal.SIGKILL}
    for step in range(14):
        copy = open_archive(scratch / str(step))
        check(copy)
        load(copy, "more", "Zoé", at=10)
        check(copy)
        assert not list(folder_of(copy).glob("segments/*.tmp"))
        named = {listed.name for path in folder_of(copy).glob("*.json") for listed in read_catalogue(path).segments}
        assert {path.name for path in segments(copy)} == named


def busy(archive: Archive, what: str, turns: int) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", BUSY, str(ROOT), str(archive.root), what, str(turns)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_processes_that_build_at_once_do_each_other_no_harm(archive: Archive) -> None:
    load(archive, "times", "Anna Jan")
    shutil.rmtree(folder_of(archive))
    others = [busy(archive, "open", 25), busy(archive, "open", 25), busy(archive, "build", 12)]
    assert [other.stdout.readline() for other in others if other.stdout] == ["ready\n"] * 3
    for other in others:
        assert other.stdin
        other.stdin.write("go\n")
        other.stdin.flush()
    for number in range(12):
        load(archive, f"s{number % 5}", f"Anna Jan N{number}")
    assert [other.communicate(timeout=60)[1] for other in others] == [""] * 3
    assert [other.returncode for other in others] == [0] * 3
    check(archive)
    assert damages(archive, archive.current()) == []
