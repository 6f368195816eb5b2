"""A mapping that reads columns which a table does not have: told, and refused where it has none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from tests.loaders.table.tables import told

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '[source]\ntitle = "T"\npublisher = "P"\n'
PERSON = '[entities.person]\nkind = "person"\nname = "name"\n'


def remarks(folder: Path, mapping: str, table: str = "name;born;notes\nA;1980;\nB;;\n") -> list[str]:
    return [remark.text for remark in told(folder, "t.csv", table, SOURCE + mapping).remarks]


@pytest.mark.parametrize(
    ("mapping", "missing"),
    [
        ('[table]\nkey = ["nr"]\n' + PERSON, "'nr' (table.key)"),
        (PERSON + 'properties = { birthDate = "dob" }\n', "'dob' (entities.person.properties.birthDate)"),
        (PERSON + 'aliases = { column = ["x", "y"] }\n', "'x' or 'y' (entities.person.aliases)"),
        (PERSON + 'key = "p/{nr}"\n', "'nr' (entities.person.key)"),
        (PERSON + 'if = { column = "z" }\n[events.e]\nkind = "arrest"\n', "'z' (entities.person.if)"),
        (PERSON + '[events.e]\nkind = "arrest"\nwhen = "day"\n', "'day' (events.e.when)"),
        (PERSON + 'aliases = "notes"\n', "'notes' (entities.person.aliases)"),
    ],
)
def test_a_column_that_no_row_fills_is_told(tmp_path: Path, mapping: str, missing: str) -> None:
    (remark,) = remarks(tmp_path, mapping)
    assert remark.startswith(f"no row has anything in columns that m.toml reads: {missing}; ")
    assert remark.endswith("its columns are 'name', 'born'")


@pytest.mark.parametrize(
    "mapping",
    [
        PERSON + 'properties = { birthDate = { column = ["dob", "born"] } }\n',
        PERSON + 'key = ["p/{nr}", "p/{name}"]\n',
        PERSON + '[entities.other]\nkind = "person"\neach = { column = "name", split = "," }\nname = "each"\n',
    ],
)
def test_one_of_several_columns_is_enough(tmp_path: Path, mapping: str) -> None:
    assert remarks(tmp_path, mapping) == []


def test_a_table_with_none_of_the_columns_is_refused_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"nothing in any column that m.toml reads: 'name' .*; its columns are 'Nom'"):
        remarks(tmp_path, PERSON, "Nom;\nA;\n")
