"""The tutorial runs: every command and every question of `docs/tutorial.md` answers what the page shows.

`.venv/bin/python tests/test_tutorial.py` writes what it shows anew. The second part needs the case files.
"""

from __future__ import annotations

import json
import re
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "tutorial.md"
SECOND_PART = "\n## The same of a larger case\n"
WIDTH = 110
DATA = ("finding", "belarus")
"""The data directory that the questions of each part are asked of."""
BLOCK = re.compile(
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
TYPED = re.compile(r"^\$ (?P<line>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)


class Step(NamedTuple):
    """Something that a reader does, what the page shows for it, and where in the page that stands."""

    sort: str
    done: str
    shown: str
    place: slice


def steps_of(page: str) -> list[Step]:
    """Return what the page says to do, in its order: commands, and questions with their answers."""
    found = list(BLOCK.finditer(page))
    steps = []
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block["language"] == "console":
            for typed in TYPED.finditer(block["text"]):
                start, end = (block.start("text") + place for place in typed.span("shown"))
                steps.append(Step("command", typed["line"], typed["shown"], slice(start, end)))
        elif block["file"]:
            steps.append(Step("file", block["text"], block["file"], slice(*block.span("file"))))
        elif block["language"] == "graphql":
            assert after, "a question without an answer"
            assert after["language"] == "json", f"expected an answer: {after[0]}"
            steps.append(Step("question", block["text"], after["text"], slice(*after.span("text"))))
    return steps


def done(step: Step, data: Path) -> str:
    """Do what the page says, in the current folder, and return what is to be seen; of a file that is its name."""
    if step.sort == "file":
        return Path(step.shown).name if Path(step.shown).write_text(step.done, "utf-8") else ""
    return answered(step.done, data) if step.sort == "question" else run(step.done)


def answered(question: str, data: Path) -> str:
    """Ask a data directory as the page says, and return the answer as the page shows it."""
    Path("question.graphql").write_text(question, "utf-8")
    response = json.loads(run(f"onrecord --data {data} query question.graphql"))
    return laid_out(response["data"]) + "\n"


def run(typed: str) -> str:
    """Run a command in the current folder, with the variables in front of it, and return what a terminal shows."""
    words, settings = shlex.split(typed), []
    while "=" in words[0]:
        settings.append(words.pop(0).split("=", 1))
    assert words.pop(0) == "onrecord", typed
    written, said = BytesIO(), StringIO()
    seen = TextIOWrapper(written, "utf-8", newline="", write_through=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(seen), redirect_stderr(said):
        for name, value in settings:
            patch.setenv(name, value)
        code = main(words)
    assert code == 0, said.getvalue()
    return written.getvalue().decode("utf-8-sig").replace("\r\n", "\n")


def laid_out(found: object, indent: int = 0) -> str:
    """Return JSON as the page shows it: what fits on a line stands on one."""
    line = json.dumps(found, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not found or not isinstance(found, dict | list):
        return line
    pad = " " * (indent + 2)
    if isinstance(found, dict):
        parts = [f"{pad}{json.dumps(key)}: {laid_out(value, indent + 2)}" for key, value in found.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + laid_out(value, indent + 2) for value in found) + "\n" + " " * indent + "]"


def parts() -> list[tuple[int, int]]:
    """Return where the two parts of the page begin and end."""
    page = PAGE.read_text("utf-8")
    middle = page.find(SECOND_PART)
    return [(0, middle), (middle, len(page))] if middle >= 0 else [(0, len(page))]


def played(folder: Path, part: int) -> Iterator[tuple[Step, str]]:
    """Do what a part of the page says, in a folder beside which the case files lie as beside a checkout."""
    start, end = parts()[part]
    checkout = folder / "checkout"
    checkout.mkdir(parents=True)
    for name in ("data", "tests"):
        (checkout / name).symlink_to(ROOT / name)
    (folder / "shared").symlink_to(SHARED)
    with chdir(checkout):
        for step in steps_of(PAGE.read_text("utf-8")):
            if start <= step.place.start < end:
                yield step, done(step, Path(DATA[part]))


@pytest.mark.parametrize(
    "part", [0, pytest.param(1, marks=pytest.mark.shared)][: len(parts())], ids=["sample", "belarus"][: len(parts())]
)
def test_what_the_tutorial_shows_is_what_there_is_to_see(part: int, tmp_path: Path) -> None:
    if part and not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    for step, seen in played(tmp_path, part):
        assert seen == step.shown, step.done


def write() -> None:
    """Write what there is to see into the page."""
    page = PAGE.read_text("utf-8")
    with TemporaryDirectory() as folder:
        seen_of = [pair for part in range(len(parts())) for pair in played(Path(folder) / str(part), part)]
    for step, seen in reversed(seen_of):
        page = page[: step.place.start] + seen + page[step.place.stop :]
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    write()
