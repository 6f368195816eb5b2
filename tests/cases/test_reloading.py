"""The EU list, loaded again with one of its 408 rows changed, and withdrawn: what changes, what stays, what is kept."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli import main

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[3] / "shared"
LIST = "eu-sanctions:32006R0765"
JUDGE = "eu-sanctions:32006R0765/I.A/175"
COUNT = '{ service { state claimCount sourceCount } entity(ref: { name: "Siarhei Aliaksandravich EPIKHAU" }) { name } }'


class Shell:
    """Runs commands on one data directory, an hour later each."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._monkeypatch, self._hour = folder, capsys, monkeypatch, 0

    def __call__(self, *words: str) -> Any:  # noqa: ANN401 - whatever a command answers
        self._hour += 1
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(3_600 * self._hour))
        self._capsys.readouterr()
        assert main(["--data", str(self.folder / "data"), "--json", *words]) == 0
        return json.loads(self._capsys.readouterr().out)

    def asked(self, *words: str) -> Any:  # noqa: ANN401 - whatever a query answers
        (self.folder / "count.graphql").write_text(COUNT, encoding="utf-8")
        return self("query", str(self.folder / "count.graphql"), *words)["data"]

    def segments(self) -> dict[str, int]:
        """Return the bytes of each segment of the index."""
        folders = (self.folder / "data" / "index" / "columns" / "segments").iterdir()
        return {one.name: sum(file.stat().st_size for file in one.rglob("*") if file.is_file()) for one in folders}


def test_one_changed_row_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    shell = Shell(tmp_path, capsys, monkeypatch)
    file = tmp_path / "list.csv"
    shutil.copyfile(SHARED / "data" / "belarus" / "eu-765-2006-belarus.csv", file)
    load = ["load", str(file), "--mapping", "eu-sanctions", "--no-prose"]
    (first,) = shell(*load)["sources"]
    shell("decide", JUDGE, "eu-sanctions:32006R0765/I.A/1", "not-same", "--by", "eva")
    before = shell.segments()

    rows = list(csv.reader(file.read_text("utf-8").splitlines(keepends=True)))
    assert len(rows) == 409
    rows[100][rows[0].index("position")] = "Former judge of a court; head of a board"
    with file.open("w", encoding="utf-8", newline="") as changed:
        csv.writer(changed).writerows(rows)
    (second,) = shell(*load)["sources"]
    assert (second["added"], second["retracted"]) == (2, 1)
    assert second["kept"] == first["claims"] - 1
    written = {name: size for name, size in shell.segments().items() if name not in before}
    assert sum(written.values()) <= 0.02 * sum(before.values())
    assert [each["stands"] for each in shell("decisions")["decisions"]] == [True]

    shell("withdraw", LIST)
    now = shell.asked()
    assert (now["service"]["claimCount"], now["service"]["sourceCount"], now["entity"]) == (0, 0, None)
    earlier = shell.asked("--as-of", "1970-01-01T01:00:00Z")
    assert earlier["service"]["claimCount"] == first["claims"]
    assert earlier["entity"]["name"] == "Siarhei Aliaksandravich EPIKHAU"
    assert len(shell("decisions")["decisions"]) == 1
