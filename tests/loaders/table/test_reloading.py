"""A table that is loaded again: what did not change keeps its claims, ids and evidence."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from graph.archive import Deposit, initialise
from graph.model import Claim, Row
from loaders.batch import Batch, read_batch
from tests.loaders.table.tables import EU, of_row, read, said, told

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Read

MAPPING = """\
[source]
title = "People"
publisher = "The Register"
id = "people"

[entities.person]
kind = "person"
name = "name"
properties = { birthDate = "born" }

[entities.judge]
kind = "person"
each = { column = "judge", split = "," }
key = "judge/{each}"
name = "each"

[events.sentencing]
kind = "sentence"
if = { column = "judge" }
roles = { person = "person", judge = "judge" }
"""


def changed_in(table: Path, folder: Path, number: int, column: str, words: str) -> Path:
    """Return the table with another cell in one row."""
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")))
    rows[number - 1][column] = words
    path = folder / table.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(claim: Claim) -> set[int]:
    return {piece.place.number for piece in claim.evidence if isinstance(piece.place, Row)}


@pytest.mark.shared
@pytest.mark.parametrize(("column", "words"), [("birthDate", "circa 1957"), ("name", "Somebody ELSE"), ("alias", "")])
def test_a_change_in_one_row_of_408_changes_the_claims_of_that_row_alone(
    tmp_path: Path, column: str, words: str
) -> None:
    before = read(EU, "eu-sanctions")
    path = changed_in(EU, tmp_path, 17, column, words)
    (item,) = read_batch(Batch([path], mapping="eu-sanctions", prose=False))
    first, second = ({claim.id: claim for claim in found.content.claims} for found in (before, item.read))
    touched = {key for key in first.keys() | second.keys() if first.get(key) != second.get(key)}
    assert touched
    assert all(17 in rows_of(found[key]) for key in touched for found in (first, second) if key in found)
    # the line moves what stands below it, in this row and in no other
    assert all(rows_of(found[key]) == {17} for key in touched for found in (first, second) if key in found)


@pytest.mark.shared
def test_a_table_loaded_twice_changes_nothing_and_one_cell_little(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    first = read(EU, "eu-sanctions")
    archive.load([Deposit(first.content, first.text)], at=1)
    assert archive.load([Deposit(first.content, first.text)], at=2).differences[0].altered == 0
    path = changed_in(EU, tmp_path, 2, "birthDate", "circa 1957")
    (item,) = read_batch(Batch([path], mapping="eu-sanctions", prose=False))
    (difference,) = archive.load([Deposit(item.read.content, item.read.text)], at=3).differences
    assert (difference.added, difference.retracted) == (1, 1)
    assert difference.altered < 20


def people(found: Read) -> dict[str, str]:
    return {claim.subject: words for claim in found.content.claims for words in said([claim], "name")}


def test_a_row_without_a_key_is_called_by_its_names_and_keeps_its_id_wherever_it_stands(tmp_path: Path) -> None:
    first = told(tmp_path, "t.csv", "name,born,judge\nAnna,1980,\nBoris,1981,\n", MAPPING)
    second = told(tmp_path, "t.csv", "name,born,judge\nCarl,1970,\nBoris,1981,\nAnna,1982,\n", MAPPING)
    assert people(first).items() < people(second).items()


def test_two_rows_that_share_a_name_are_two_people(tmp_path: Path) -> None:
    found = told(tmp_path, "t.csv", "name,born,judge\nAnna,1980,\nAnna,1981,\n", MAPPING)
    assert sorted(people(found).values()) == ["Anna", "Anna", "The Register"]


def test_a_key_in_the_mapping_makes_one_entity_of_many_rows_with_evidence_of_two(tmp_path: Path) -> None:
    rows = "".join(f'P{number},1980,"Judge, Other"\n' for number in range(1, 12))
    found = told(tmp_path, "t.csv", f"name,born,judge\n{rows}", MAPPING)
    (judge,) = [claim for claim in found.content.claims if said([claim], "name") == ["Judge"]]
    assert len(judge.evidence) == 2
    assert [claim.property.rsplit("#", 1)[-1] for claim in of_row(found, 11)].count("judge") == 2


def test_what_the_command_line_says_wins(tmp_path: Path) -> None:
    table = "name,born,judge\nAnna,1980,\n"
    found = told(tmp_path, "t.csv", table, MAPPING, publisher="The Gazette", published="2024-05", source="given")
    source = found.content.source
    assert (source.id, source.published.edtf if source.published else None) == ("given", "2024-05")
    assert "The Gazette" in people(found).values()
    assert {claim.claimant for claim in found.content.claims} == {source.publisher}
    by_url = told(tmp_path, "t.csv", table, MAPPING, url="https://register.example/t#x")
    assert (by_url.content.source.id, by_url.content.source.url) == (
        "https://register.example/t",
        "https://register.example/t#x",
    )
