"""CSV that a spreadsheet opens: quoted, in order, and no cell a formula."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.table import Column, Table
from web.csv import as_csv, file_name, harmless


def made(*cells: Any, of_list: bool = False) -> Table:  # noqa: ANN401 - of JSON
    """Return a table of one row."""
    return Table([Column(f"c{n}", (f"c{n}",), of_list) for n in range(len(cells))], [list(cells)], total=1)


def line(*cells: Any, of_list: bool = False) -> str:  # noqa: ANN401 - of JSON
    """Return the line of one row."""
    text = as_csv(made(*cells, of_list=of_list)).decode()
    return text.split("\r\n", 1)[1].removesuffix("\r\n")


def read(table: Table) -> list[list[str]]:
    """Return what another program reads."""
    return list(csv.reader(StringIO(as_csv(table).decode("utf-8-sig"), newline=""), strict=True))


def test_a_file_begins_with_a_byte_order_mark_and_the_names() -> None:
    assert as_csv(Table([Column("node.name", ("node", "name"), False), Column("n", ("n",), False)], [])) == (  # noqa: FBT003 - of a tuple
        b'\xef\xbb\xbf"node.name","n"\r\n'
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", '""'),
        ("Калеснікава", '"Калеснікава"'),
        ('she said "no"', '"she said ""no"""'),
        ("a, b; c", '"a, b; c"'),
        ("one\ntwo\r\nthree", '"one\ntwo\r\nthree"'),
        (0, "0"),
        (-5, "-5"),
        (1200.0, "1200"),
        (-0.5, "-0.5"),
        (10**30, "1" + 30 * "0"),
        (True, "true"),
        (False, "false"),
        (["a", "b"], '"a; b"'),
        (["one"], '"one"'),
        ([], ""),
        ([None, None], ""),
        ([1, 2.0], '"1; 2"'),
        ({"a": [1]}, '"{""a"":[1]}"'),
    ],
)
def test_each_value_has_its_cell(value: object, cell: str) -> None:
    assert line(value, 1) == f"{cell},1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (["a", None, "c"], '"a\n\nc"'),
        ([["a", "b"], ["c"]], '"a; b\nc"'),
        ([["a", "b"]], '"a; b"'),
        (["two\nlines", "one"], '"two lines\none"'),
        (["two\nlines"], '"two\nlines"'),
        ([7], "7"),
        ([], ""),
    ],
)
def test_each_object_of_a_list_has_a_line_in_its_cell(value: object, cell: str) -> None:
    assert line(value, 1, of_list=True) == f"{cell},1"


FORMULAS = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+375 29 000",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\u202e=1",
    "\ufeff=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "\ufe661",
    "\u207a1",
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_what_may_be_taken_for_a_formula_has_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert line(text, 1).startswith("\"'")


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_formula_in_a_list_has_one_too(text: str) -> None:
    assert "\"'" in line([text, "b"], 1)
    assert "; '" in line(["b", text], 1)


@pytest.mark.parametrize("text", ["1+1=2", "a@b", "2020-08", "", "(=)", "'=1", "“=”"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\ud800"], ids=ascii)
def test_what_breaks_readers_is_a_mark(control: str) -> None:
    assert line(f"a{control}b", 1) == '"a\ufffdb",1'


@pytest.mark.parametrize("mark", ["\u200f", "\u202e", "\u2066", "\u00ad"], ids=ascii)
def test_marks_of_direction_are_words_of_the_source(mark: str) -> None:
    assert line(f"a{mark}b", 1) == f'"a{mark}b",1'


def test_a_row_of_nothing_is_a_row() -> None:
    assert read(made(None)) == [["c0"], [""]]


CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@given(st.lists(st.lists(CELLS | st.lists(CELLS, max_size=3), min_size=2, max_size=2), max_size=4), st.booleans())
def test_whatever_is_in_a_cell_rows_stay_rows_and_nothing_is_a_formula(rows: list[list[Any]], of_list: bool) -> None:  # noqa: FBT001 - drawn
    table = Table([Column("a", ("a",), of_list), Column("b", ("b",), of_list)], rows)
    found = read(table)
    assert [len(row) for row in found] == [2] * (len(rows) + 1)
    for row, cells in zip(rows, found[1:], strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, str):
                assert cell.removeprefix("'") == value.translate(TO_MARK).removeprefix("'")
                assert cell.lstrip()[:1] not in {"=", "+", "-", "@"} or not cell


TO_MARK = {code: "\ufffd" for code in range(160) if chr(code).isprintable() is False and code not in {9, 10, 13}}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (Table([], [], total=0), "claims.csv"),
        (Table([], [[]], total=54, whole=False), "claims-1-of-54.csv"),
        (Table([], [[]], total=1, complete=False), "claims-incomplete.csv"),
    ],
)
def test_the_name_of_the_file_says_what_is_not_in_it(table: Table, name: str) -> None:
    assert file_name("claims", table) == name
