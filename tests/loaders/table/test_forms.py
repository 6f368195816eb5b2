"""The forms of a table: the same rows say the same in each, and broken or hostile ones are refused in words."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from graph.errors import LoadError
from loaders.table import files
from loaders.table.mapping import TableSpec
from tests.loaders.table.tables import said, told

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Read

MAPPING = """\
[source]
title = "People"
publisher = "The Register"
id = "people"

[table]
key = ["id"]

[entities.person]
kind = "person"
name = "name"
aliases = { column = "alias", split = ";" }
properties = { birthDate = "born", description = "note" }
"""
ROWS = [
    {"id": "1", "name": "Anna “K”", "alias": "A. K.; Ганна", "born": "3.5.1980", "note": 'says\n"yes", or = no'},
    {"id": "2", "name": "=cmd()|'/c calc'!A1", "alias": "", "born": "circa 1957", "note": "1.50"},
]


def csv_of(rows: list[dict[str, str]], mark: str) -> str:
    quoted = [[f'"{cell}"' for cell in (value.replace('"', '""') for value in row.values())] for row in rows]
    return "\r\n".join([mark.join(rows[0]), *(mark.join(cells) for cells in quoted)]) + "\r\n"


def yaml_of(rows: list[dict[str, str]]) -> str:
    return "\n".join(
        ("- " if name == "id" else "  ") + f"{name}: {json.dumps(value)}" for row in rows for name, value in row.items()
    )


def workbook_of(rows: list[dict[str, str]]) -> bytes:
    """Return a workbook with one sheet of inline strings, as small as one can be."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    cells = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
    return book(f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(sheet: str, **parts: str) -> bytes:
    """Return a workbook with one sheet, and other parts of `xl/` as they are given."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="People" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/s.xml", sheet)
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return written.getvalue()


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'


def bomb_of_aliases() -> str:
    """Return YAML of which each line names nine times the one before."""
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    return "a: &a [x]\n" + "".join(f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n" for p, c in pairs)


FORMS: dict[str, str | bytes] = {
    "t.csv": csv_of(ROWS, ","),
    "t.tsv": csv_of(ROWS, "\t"),
    "t.json": json.dumps(ROWS),
    "t.jsonl": "\n".join(map(json.dumps, ROWS)),
    "t.yaml": yaml_of(ROWS),
    "t.xlsx": workbook_of(ROWS),
    "bom.csv": b"\xef\xbb\xbf" + csv_of(ROWS, ";").encode(),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_rows_say_the_same_in_every_form(tmp_path: Path, name: str) -> None:
    found = told(tmp_path, name, FORMS[name], MAPPING)
    first = told(tmp_path, "t.csv", FORMS["t.csv"], MAPPING)
    assert found.refused == []
    assert found.content == first.content
    assert found.text == first.text
    assert said(found.content.claims, "birthDate") == ["1980-05-03", "1957~"]
    assert 'says "yes", or = no' in said(found.content.claims, "description")


def test_a_file_is_read_in_pieces_as_it_is_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [ROWS[0] | {"id": str(number), "note": f'line\n"{number}"\n'} for number in range(200)]
    whole = told(tmp_path, "t.csv", csv_of(rows, ","), MAPPING)
    monkeypatch.setattr(files, "PIECE_BYTES", 97)
    assert told(tmp_path, "t.csv", csv_of(rows, ","), MAPPING).content == whole.content
    assert len({claim.subject for claim in whole.content.claims}) == 201


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\n1\n2", 4),
        (b'a\n"1\n2', 2),
        (b'"a\n1"\n2\n3', 8),
        (b'"\n\n\n\n', 0),
        (b"", 0),
    ],
)
def test_a_piece_ends_where_a_row_does(content: bytes, expected: int) -> None:
    assert files._row_end(content, quotes=True) == expected


def refusals(found: Read) -> list[tuple[str, str]]:
    return [(refusal.place, refusal.reason) for refusal in found.refused]


def test_a_row_with_too_few_or_too_many_cells_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    found = told(tmp_path, "t.csv", "id,name,alias,born,note\n1,A\n2,B,,,,,\n3,Carl,,,\n", MAPPING)
    assert refusals(found) == [
        ("people: row 1", "it has 2 cells: expected 5, as the header has"),
        ("people: row 2", "it has 7 cells: expected 5, as the header has"),
    ]
    assert said(found.content.claims, "name")[-1] == "Carl"
    assert found.text.decode().split("\n\n")[0] == "id: 1\nname: A"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('"A"B', "it is not parted into cells as the table is: ',' expected after '\"'"),
        ('"A', "it is not parted into cells as the table is: a quote is left open, and nothing after it is read"),
    ],
)
def test_a_row_with_a_quote_out_of_place_is_refused(tmp_path: Path, cell: str, reason: str) -> None:
    found = told(tmp_path, "t.csv", f"id,name,alias,born,note\n1,{cell},,,\n", MAPPING)
    assert refusals(found) == [("people: row 1", reason)]


@pytest.mark.parametrize(
    ("content", "table"),
    [
        ("a,b\r\n1,é\r\n".encode("utf-16"), 'encoding = "utf-16"'),
        ("a;b\n1;é\n".encode("windows-1252"), 'encoding = "windows-1252"'),
        ("a title\na,b\n1,é\n".encode(), "header_row = 2"),
        ("1,é\n".encode(), 'columns = ["a", "b"]'),
        ("a~b\n1~é\n".encode(), 'delimiter = "~"'),
        ('"a\nx",b\n1,é\n'.encode(), ""),
    ],
)
def test_a_table_says_how_its_file_is_read(tmp_path: Path, content: bytes, table: str) -> None:
    mapping = f'[source]\ntitle = "T"\npublisher = "P"\n[table]\n{table}\n[entities.e]\nkind = "person"\nname = "b"\n'
    assert "é" in said(told(tmp_path, "t.csv", content, mapping).content.claims, "name")


def test_a_row_that_repeats_another_is_refused_with_both_numbers(tmp_path: Path) -> None:
    found = told(tmp_path, "t.jsonl", '{"id": 1, "name": "A"}\n{"id": 1, "name": "A"}\n', MAPPING)
    assert refusals(found) == [("people: row 2", "it says what row 1 says, word for word")]


def test_a_row_that_says_nothing_is_refused(tmp_path: Path) -> None:
    found = told(tmp_path, "t.json", '[{"id": 1, "name": "A"}, {"other": 1}, 7, null]', MAPPING)
    assert [place for place, _ in refusals(found)] == ["people: row 2", "people: row 3", "people: row 4"]
    assert refusals(found)[1][1] == "it is no record: expected names and values"


def test_half_a_character_refuses_its_row_alone(tmp_path: Path) -> None:
    found = told(tmp_path, "t.jsonl", '{"id": 1, "name": "\\ud800"}\n{"id": 2, "name": "B\\u0007 B"}\n', MAPPING)
    assert refusals(found) == [("people: row 1", "a text holds half a character (a lone surrogate)")]
    assert said(found.content.claims, "name")[-1] == "B B"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("t.csv", "", "it has no header"),
        ("t.csv", "id,name\n", "it has no rows"),
        ("t.csv", b"id,name\n1,\xff\n", "it is not utf-8 (byte 2)"),
        ("t.csv", b"id,name\n1,\x00\n", "it is binary"),
        ("t.csv", b"id,name\r1,A\r", "its lines end in carriage returns alone"),
        ("t.json", "{", "it is not JSON"),
        ("t.json", "[" * 100_000, "it nests too deep"),
        ("t.json", '{"id": 1, "name": "A", "name": "B"}', "a name stands twice in one record"),
        ("t.yaml", "a: [1", "it is not YAML"),
        ("t.yaml", "a: 1\na: 2", "found duplicate key"),
        ("t.yaml", "a: " + "[" * 100_000, "it nests too deep"),
        ("t.xlsx", "no zip", "it is no Excel workbook"),
        ("t.xlsx", book("<a>"), "a part of it is not XML"),
        ("t.xlsx", book('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "it has no header"),
        ("t.txt", "id,name\n1,A\n", "it is no table by its name"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_words(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    with pytest.raises(LoadError) as refused:
        told(tmp_path, name, content, MAPPING)
    assert reason in refused.value.reason


def test_a_yaml_file_whose_aliases_unfold_to_too_much_is_a_row_that_is_refused(tmp_path: Path) -> None:
    assert refusals(told(tmp_path, "t.yaml", bomb_of_aliases(), MAPPING)) == [
        ("people: row 1", "it has more than 20000 cells")
    ]


def test_a_tag_of_yaml_makes_nothing_and_nothing_is_null(tmp_path: Path) -> None:
    found = told(tmp_path, "t.yaml", "id: 1\nname: !!python/name:os.system A\nborn: ~\nnote: null\nalias:\n", MAPPING)
    assert found.refused == []
    assert found.text.decode() == "id: 1\nname: A\n"


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = book(f'<worksheet xmlns="{MAIN}">' + " " * (140 << 20) + "</worksheet>")
    assert len(bomb) < 1 << 20
    with pytest.raises(LoadError, match=r"unpacks to more than|more memory"):
        told(tmp_path, "t.xlsx", bomb, MAPPING)


def test_a_workbook_has_numbers_days_and_shared_strings(tmp_path: Path) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData>'
        '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>'
        '<row><c r="A2"><v>1</v></c><c r="B2" t="s"><v>3</v></c><c r="D2" s="1"><v>29344</v></c></row>'
        "</sheetData></worksheet>"
    )
    strings = (
        f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{t}</t></si>" for t in ("id", "name", "born", "Anna")) + "</sst>"
    )
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    found = told(tmp_path, "t.xlsx", book(sheet, sharedStrings=strings, styles=styles), MAPPING)
    assert found.text.decode() == "id: 1\nname: Anna\nborn: 1980-05-03\n"
    assert said(found.content.claims, "birthDate") == ["1980-05-03"]


def test_a_folder_is_one_table_and_a_row_says_in_which_file_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "2.yml").write_text("id: 2\nname: Boris\n")
    (folder / "1.json").write_text('{"id": 1, "name": "Anna"}')
    (folder / "readme.md").write_text("not a table")
    spec = structs.replace(TableSpec(), key=("id",))
    from loaders import AS_USUAL

    rows = list(files.read_rows(folder, spec, AS_USUAL))
    assert [row.cells for row in rows] == [
        [("file", "1.json"), ("id", "1"), ("name", "Anna")],
        [("file", "b/2.yml"), ("id", "2"), ("name", "Boris")],
    ]
