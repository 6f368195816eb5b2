"""`onrecord map`: what it proposes for a table is a mapping that loads it as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli import main
from graph.errors import LoadError
from loaders.batch import Batch, read_batch
from loaders.table.mapping import decoded
from loaders.table.proposing import proposal
from tests.loaders.table.tables import EU, SHARED, VIASNA, said, unpacked

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """\
id;full name;aliases;Date of birth;Arrested;City;wikidata;site;Remarks;[odd] "column"
a1;Anna K.;A. K.|K. A.;3.5.1980;2021-05-01;Brest;Q1;https://a.example;tall;x
b2;Boris L.;B. L.|L. B.;1981;2021-05-02;Brest;Q2;https://b.example;short;y
"""


def test_headings_and_values_tell_what_a_column_is(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    found = decoded(proposal(tmp_path / "t.csv").encode(), "m")
    subject = found.entities["subject"]
    assert (subject.kind, subject.name, subject.key) == ("person", "full name", ("id",))
    assert found.table.key == ("id",)
    assert subject.properties.keys() == {"birthDate", "url", "description"}
    assert subject.identifiers == {"wikidata": "wikidata"}
    assert found.entities["city"].kind == "place"
    assert found.events["arrested"].kind == "arrest"
    assert found.events["arrested"].roles == {"person": "subject"}


def test_a_column_that_is_not_understood_is_there_as_a_comment(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    assert '#   [odd] "column" (words)' in proposal(tmp_path / "t.csv").splitlines()


def test_a_month_that_comes_first_is_seen(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,birth date\nAnna,4/23/1980\nBoris,5/6/1981\n")
    assert 'birthDate = { column = "birth date", read = "date-month-first" }' in proposal(tmp_path / "t.csv")


def test_what_is_proposed_loads(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "m.toml").write_text(proposal(tmp_path / "t.csv"))
    (item,) = read_batch(Batch([tmp_path / "t.csv"], mapping=str(tmp_path / "m.toml")))
    assert item.read.refused == []
    assert said(item.read.content.claims, "birthDate") == ["1980-05-03", "1981"]
    assert said(item.read.content.claims, "when") == ["2021-05-01", "2021-05-02"]
    assert said(item.read.content.claims, "alternateName") == ["A. K.", "K. A.", "B. L.", "L. B."]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["eu", "viasna", "ucdp", "icews", "states"])
def test_what_is_proposed_for_real_tables_loads_and_names_as_many_entities_as_there_are_rows(
    tmp_path: Path, name: str
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    paths = {
        "eu": lambda: EU,
        "viasna": lambda: VIASNA,
        "ucdp": lambda: _beginning(unpacked("events", "ucdp_conflict/ucdp_syria_to2016.csv"), tmp_path),
        "icews": lambda: _beginning(unpacked("events", "icews_sample/inst/extdata/events.2018.sample.tab"), tmp_path),
        "states": lambda: unpacked("openstates", "openstates_people/data") / "wy" / "executive",
    }
    path = paths[name]()
    (tmp_path / "m.toml").write_text(proposal(path))
    (item,) = read_batch(Batch([path], mapping=str(tmp_path / "m.toml")))
    subjects = {claim.subject for claim in item.read.content.claims}
    rows = item.read.text.count(b"\n\n") + 1
    assert len(subjects) >= rows
    assert len(item.read.refused) <= rows // 10


def _beginning(path: Path, folder: Path) -> Path:
    """Return the header and the first 200 rows of a table without line ends inside cells."""
    part = folder / path.name
    part.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:201]) + b"\n")
    return part


def test_the_command_prints_the_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    assert main(["map", str(tmp_path / "t.csv")]) == 0
    assert capsys.readouterr().out == proposal(tmp_path / "t.csv")
    assert main(["--json", "map", str(tmp_path / "t.csv")]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": "t.csv", "mapping": proposal(tmp_path / "t.csv")}
    assert main(["map", str(tmp_path / "none.csv")]) == 1


def test_what_has_no_rows_has_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n")
    with pytest.raises(LoadError, match="it has no rows that can be read"):
        proposal(tmp_path / "t.csv")
