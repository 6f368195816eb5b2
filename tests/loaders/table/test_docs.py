"""The worked example of `docs/tables.md` says what the page says it does; the page has every word of the language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from msgspec.structs import fields

from loaders.table.mapping import Condition, EntitySpec, EventSpec, Reader, RelationSpec, SourceSpec, TableSpec, Value
from tests.loaders.table.tables import said, told

if TYPE_CHECKING:
    from msgspec import Struct

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "tables.md").read_text("utf-8")


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_says_what_the_page_says(tmp_path: Path) -> None:
    found = told(tmp_path, "t.csv", example("csv"), example("toml"))
    claims = found.content.claims
    assert found.refused == []
    assert said(claims, "birthDate") == ["1957~", "[1955-03-06,1955-03-15]"]
    assert said(claims, "when") == ["2020-09-02", "2021-09-06", "2020-09-03"]
    assert {"Anna KOWAL", "Anna Kowalska", "Jan Nowak", "Eva Roe"} <= set(said(claims, "name", "alternateName"))
    judges = [claim for claim in claims if claim.property.endswith("#judge")]
    assert len(judges) == 2
    assert len({claim.subject for claim in judges}) == 1
    assert said(claims, "name").count("Jan Nowak") == 1


@pytest.mark.parametrize("part", [Condition, EntitySpec, EventSpec, RelationSpec, SourceSpec, TableSpec, Value])
def test_every_word_of_the_language_is_on_the_page(part: type[Struct]) -> None:
    words = {field.encode_name for field in fields(part)}
    assert {word for word in words if f"`{word}`" not in PAGE} == set()


def test_every_reader_is_on_the_page() -> None:
    assert {reader for reader in get_args(Reader) if f"`{reader}`" not in PAGE} == set()
