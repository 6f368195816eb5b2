"""The tables beside this checkout, read once a test run, and small ones written in a test itself."""

from __future__ import annotations

import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.model import Claim, Row, Text, Time, Value
from loaders import Read
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
EU = SHARED / "belarus" / "eu-765-2006-belarus.csv"
VIASNA = SHARED / "belarus" / "viasna_prisoners_sample.json"

__all__ = ["EU", "SHARED", "VIASNA", "of_row", "read", "said", "told", "unpacked"]


@cache
def unpacked(pack: str, part: str) -> Path:
    """Return a file or folder of a pack, unpacked."""
    folder = Path(tempfile.mkdtemp(prefix="tables-"))
    with tarfile.open(SHARED / f"{pack}.tar.xz") as archive:
        members = [each for each in archive if each.name.removeprefix("./").startswith(part)]
        archive.extractall(folder, members, filter="data")
    return folder / part


@cache
def read(path: Path, mapping: str) -> Read:
    """Return what a table says by a mapping; without the case files the test is skipped."""
    if not path.exists():
        pytest.skip("the case files are not beside this checkout")
    (item,) = read_batch(Batch([path], mapping=mapping, prose=False))
    return item.read


def told(folder: Path, name: str, content: str | bytes, mapping: str, **facts: str) -> Read:
    """Return what a small table says by a small mapping."""
    table, by = folder / name, folder / "m.toml"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    by.write_text(mapping, "utf-8")
    (item,) = read_batch(Batch([table], mapping=str(by), **facts))  # type: ignore[arg-type]
    return item.read


def of_row(found: Read, number: int) -> list[Claim]:
    """Return the claims that stand on a row first of all."""
    places = ((claim, claim.evidence[0].place) for claim in found.content.claims)
    return [claim for claim, place in places if isinstance(place, Row) and place.number == number]


def said(claims: Sequence[Claim], *properties: str) -> list[str]:
    """Return the texts and dates that claims of some properties, by the end of their IRIs, say."""
    return [_words(c.value) for c in claims if c.property.rsplit("#", 1)[-1].rsplit("/", 1)[-1] in properties]


def _words(value: Value) -> str:
    match value:
        case Text():
            return value.text
        case Time():
            return value.edtf
        case _:
            return str(value)
