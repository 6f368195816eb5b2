"""A writer that is killed at any moment leaves the old state or the new, whole, and the next load cleans up."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.archive import Archive, initialise, open_archive
from graph.ids import SourceId
from tests.graph.builders import State, deposit, said, unnamed

ROOT = Path(__file__).resolve().parents[2]

CHILD = '''
"""Write to a data directory; die by SIGKILL just before (odd) or just after (even) a call that touches the disk."""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from graph.archive import initialise, open_archive
from graph.vocabulary import vocabulary
from tests.graph.builders import deposit

root, scenario, die_at = Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
vocabulary()
steps = []


def step(name, subject):
    where = os.readlink(f"/proc/self/fd/{subject}") if isinstance(subject, int) else str(subject)
    steps.append(f"{name} {os.path.basename(where)}")
    if len(steps) == die_at:
        os.kill(os.getpid(), signal.SIGKILL)


def counted(name):
    call = getattr(os, name)

    def calling(subject, *args, **kwargs):
        step(f"before {name}", subject)
        result = call(subject, *args, **kwargs)
        step(f"after {name}", subject)
        return result

    return calling


for name in ("fsync", "fdatasync", "replace", "rename", "link", "unlink", "mkdir"):
    setattr(os, name, counted(name))
print("ready", flush=True)
if scenario == "init":
    initialise(root)
elif scenario == "withdraw":
    open_archive(root).withdraw(["courier"], at=200)
else:
    open_archive(root).load([deposit("courier", "Boris Chaim"), deposit("dispatch", "Dina")], at=200)
print("\\n".join(steps), flush=True)
'''


class Scenario(NamedTuple):
    """What is written over what."""

    name: str
    old: State
    new: State


OLD: State = {"courier": (["Anna", "Boris"], "Anna Boris"), "dispatch": (["Anna"], "Anna")}
NEW: State = {"courier": (["Boris", "Chaim"], "Boris Chaim"), "dispatch": (["Dina"], "Dina")}
LOAD = Scenario("load", OLD, NEW)
FIRST = Scenario("first load", {}, NEW)
WITHDRAW = Scenario("withdraw", OLD, {"dispatch": OLD["dispatch"]})


class Bench:
    """Data directories to write into, each a fresh copy, and the script that writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._script = folder / "child.py"
        self._script.write_text(CHILD, encoding="utf-8")
        initialise(folder / "first load")
        for name in ("load", "withdraw"):
            initialise(folder / name).load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=100)

    def fresh(self, scenario: str) -> Path:
        """Return a data directory as it is before `scenario`."""
        root = self._folder / str(next(self._numbers)) / "data"
        root.parent.mkdir()
        if scenario != "init":
            shutil.copytree(self._folder / scenario, root)
        return root

    def command(self, root: Path, scenario: str, die_at: int = 0) -> list[str]:
        """Return the command that plays `scenario` in `root` and dies at the step `die_at`, or never."""
        return [sys.executable, str(self._script), str(ROOT), str(root), scenario, str(die_at)]

    def steps(self, scenario: str) -> list[str]:
        """Return the steps of a full run of `scenario`."""
        done = subprocess.run(  # noqa: S603 - our own
            self.command(self.fresh(scenario), scenario), capture_output=True, check=True, text=True
        )
        return done.stdout.splitlines()[1:]

    def killed(self, scenario: str, die_at: int) -> Path:
        """Return a data directory in which `scenario` was killed at the step `die_at`."""
        root = self.fresh(scenario)
        done = subprocess.run(self.command(root, scenario, die_at), capture_output=True, check=False)  # noqa: S603 - our own
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        return root


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return where writers are killed."""
    return Bench(tmp_path_factory.mktemp("crash"))


def write_again(archive: Archive, scenario: Scenario) -> None:
    """Do what the dead writer wanted to do."""
    if scenario is not WITHDRAW:
        archive.load([deposit("courier", "Boris Chaim"), deposit("dispatch", "Dina")], at=300)
    elif SourceId("courier") in archive.current().sources:
        archive.withdraw([SourceId("courier")], at=300)
    else:
        archive.load([], at=300)


def faults(root: Path, scenario: Scenario, states: list[State]) -> Iterator[str]:
    """Yield what is wrong with `root` after a writer was killed; one of `states` should hold."""
    archive = open_archive(root)
    if said(archive) not in states:
        yield f"says {said(archive)}"
    if archive.verify():
        yield f"damaged: {archive.verify()}"
    if archive.newest_whole() != (archive.current(), []):
        yield "the current generation is not whole"
    if scenario.old and said(archive, archive.generation(1)) != scenario.old:
        yield "generation 1 has changed"
    write_again(archive, scenario)
    if said(open_archive(root)) != scenario.new:
        yield f"after the next write, says {said(archive)}"
    if archive.verify():
        yield f"after the next write, damaged: {archive.verify()}"
    if unnamed(archive):
        yield f"after the next write, left: {unnamed(archive)}"


def dead_at(bench: Bench, scenario: Scenario, steps: list[str], number: int) -> list[str]:
    """Return what is wrong after `scenario` was killed at the step `number`, counted from 1."""
    published = number >= steps.index("after replace CURRENT.tmp") + 1
    root = bench.killed(scenario.name, number)
    found = faults(root, scenario, [scenario.new if published else scenario.old])
    return [f"killed {steps[number - 1]} ({number}): {fault}" for fault in found]


def test_a_load_of_two_sources_touches_the_disk_in_this_order(bench: Bench) -> None:
    calls = [step.removeprefix("before ") for step in bench.steps("load") if step.startswith("before ")]
    kinds = [re.sub(r"[0-9a-f]{20,}", "…", re.sub(r"(courier|dispatch)-\w+", r"\1", call)) for call in calls]
    files = ["….nq.zst.tmp", "….txt.tmp", "….json.tmp"]
    assert [kind for kind in kinds if not kind.startswith("mkdir")] == [
        "fsync LOADING.tmp",
        "replace LOADING.tmp",
        "fsync data",
        *(f"fsync {file}" for file in files * 2),
        *(f"replace {file}" for file in files * 2),
        "fsync courier",
        "fsync dispatch",
        "fsync 2.json.tmp",
        "replace 2.json.tmp",
        "fsync generations",
        "fsync CURRENT.tmp",
        "replace CURRENT.tmp",
        "fsync data",
        "unlink LOADING",
    ]


@pytest.mark.parametrize("scenario", [LOAD, FIRST, WITHDRAW], ids=lambda scenario: scenario.name)
def test_a_writer_killed_before_or_after_any_call_leaves_the_old_state_or_the_new(
    bench: Bench, scenario: Scenario
) -> None:
    steps = bench.steps(scenario.name)
    with ThreadPoolExecutor(2) as both:
        found = both.map(lambda number: dead_at(bench, scenario, steps, number), range(1, len(steps) + 1))
        assert [fault for faults in found for fault in faults] == []


def test_a_load_that_changes_nothing_cleans_up_too(bench: Bench) -> None:
    left: dict[str, set[str]] = {}
    for number, step in enumerate(bench.steps("load")[:8], start=1):
        archive = open_archive(bench.killed("load", number))
        archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=300)
        left |= {step: unnamed(archive)} if unnamed(archive) else {}
    assert left == {}


def test_a_new_data_directory_killed_while_it_was_made_can_be_made_again(bench: Bench) -> None:
    steps = bench.steps("init")
    assert len(steps) >= 14
    for number in range(1, len(steps) + 1):
        root = bench.killed("init", number)
        archive = open_archive(root) if (root / "onrecord.json").exists() else initialise(root)
        assert said(archive) == {}
        write_again(archive, FIRST)
        assert said(open_archive(root)) == NEW
        assert unnamed(archive) == set()


def test_a_load_killed_at_any_time_leaves_the_old_state_or_the_new(bench: Bench) -> None:
    lengths = [run(bench, bench.fresh("load"), None) for _ in range(3)]
    chance = random.Random(20)  # noqa: S311 - to choose moments
    wrong = []
    for _ in range(20):
        after_s = chance.random() * sorted(lengths)[1]
        root = bench.fresh("load")
        run(bench, root, after_s)
        found = faults(root, LOAD, [OLD, NEW])
        wrong += [f"killed after {after_s:.4f} s: {fault}" for fault in found]
    assert wrong == []


def run(bench: Bench, root: Path, kill_after_s: float | None) -> float:
    """Load in `root`, killed from outside after a time or not at all; return how long the load lived."""
    command = bench.command(root, "load")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        began = time.perf_counter()
        if kill_after_s is None:
            child.stdout.read()
        else:
            try:
                child.wait(timeout=kill_after_s)
            except subprocess.TimeoutExpired:
                child.kill()
    return time.perf_counter() - began


CALL = re.compile(
    r"(?P<name>write|fsync|fdatasync)\(\d+<(?P<file>[^>]*)>|"
    r"rename\w*\((?:AT_FDCWD<[^>]*>, )?\"(?P<old>[^\"]*)\", (?:AT_FDCWD<[^>]*>, )?\"(?P<new>[^\"]*)\""
)


def test_the_kernel_is_asked_to_keep_every_file_before_current_is_renamed(bench: Bench, tmp_path: Path) -> None:
    strace, root = shutil.which("strace"), bench.fresh("load")
    if strace is None:
        pytest.skip("strace is not here")
    trace = tmp_path / "trace"
    options = ["-qq", "-y", "-s", "0", "-e", "trace=write,fsync,fdatasync,rename,renameat,renameat2", "-o", str(trace)]
    traced = subprocess.run([strace, *options, *bench.command(root, "load")], capture_output=True, check=False)  # noqa: S603 - our own
    if traced.returncode:
        pytest.skip("strace may not trace here")
    written: set[str] = set()
    unsynced: set[str] = set()
    at_publication: set[str] | None = None
    for found in CALL.finditer(trace.read_text(encoding="utf-8")):
        name, file, old, new = (found[group] or "" for group in ("name", "file", "old", "new"))
        if new == str(root / "CURRENT"):
            at_publication = set(unsynced)
        if name == "write" and file.startswith(str(root)):
            unsynced.add(file)
            written.add(file)
        elif new:
            assert old not in unsynced
            unsynced.add(os.path.dirname(new))  # noqa: PTH120 - of strace's text
        else:
            unsynced.discard(file)
    assert len(written) == 8  # two versions, two texts, two histories, a manifest, CURRENT; LOADING is empty
    assert at_publication == set()
    assert unsynced == set()
