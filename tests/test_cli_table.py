"""`onrecord query --csv`: tables on standard output, what is missing on standard error."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from cli import main

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the sample case."""
    found = tmp_path_factory.mktemp("sample") / "data"
    texts = [str(path) for path in sorted(SAMPLE.glob("*.txt"))]
    annotations = [
        part for path in sorted(SAMPLE.glob("*.json")) if "annot" in path.name for part in ("--annotations", str(path))
    ]
    assert main(["--data", str(found), "load", *texts, *annotations]) == 0
    return found


@pytest.fixture
def ask(data: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Return how to ask for a table."""
    return Ask(data, tmp_path, capfdbinary)


class Ask:
    """Runs `onrecord query --csv` and reads what it prints."""

    def __init__(self, data: Path, folder: Path, captured: pytest.CaptureFixture[bytes]) -> None:
        self._data, self._file, self._captured = data, folder / "query.graphql", captured

    def __call__(self, query: str, *options: str) -> tuple[int, list[list[str]], str]:
        self._file.write_text(query, "utf-8")
        self._captured.readouterr()
        code = main(["--data", str(self._data), "query", str(self._file), *options])
        out, err = self._captured.readouterr()
        return code, list(csv.reader(StringIO(out.decode("utf-8-sig"), newline=""))), err.decode()


def test_a_table_goes_to_standard_output(ask: Ask) -> None:
    code, rows, said = ask("{ sources { edges { claimCount node { publisher { name } } } } }", "--csv")
    assert (code, rows[0], said) == (0, ["claimCount", "node.publisher.name"], "")
    assert [name for _, name in rows[1:]] == ["The Sample Courier", "The Sample Dispatch"]


def test_a_page_says_how_to_go_on(ask: Ask) -> None:
    code, rows, said = ask("{ sources(first: 1) { edges { node { sourceId } } } }", "--csv")
    assert (code, len(rows)) == (0, 2)
    assert said.startswith('onrecord: 1 of 2 rows: go on with after: "')


def test_all_pages_are_one_table(ask: Ask) -> None:
    code, rows, said = ask("{ claims(first: 50) { edges { node { id } } } }", "--csv", "--all")
    assert (code, said, len(rows)) == (0, "", len({row[0] for row in rows}))
    assert len(rows) > 200


def test_an_error_prints_no_table(ask: Ask) -> None:
    code, rows, said = ask("{ claims(first: 0) { edges { cursor } } }", "--csv")
    assert (code, rows, said) == (1, [], "onrecord: first is 0: expected 1 to 100 (LIMIT)\n")


def test_what_is_no_table_is_said(ask: Ask) -> None:
    code, rows, said = ask("{ service { state } }", "--csv", "--all")
    assert (code, rows) == (1, [])
    assert "expected exactly one in the query, found none" in said


def test_all_is_for_tables(ask: Ask) -> None:
    code, _, said = ask("{ service { state } }", "--all")
    assert code == 2
    assert "--all is for --csv" in said
