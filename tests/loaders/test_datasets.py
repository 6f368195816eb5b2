"""Datasets among the files of a load: found by name and head, read from their path, never as bytes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import loaders
from graph.errors import InvalidInputError, LoadError
from graph.ids import SourceId, publisher_id
from graph.model import Refused, Source
from loaders import AS_USUAL, Document, Options, batch, dataset_loader
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders import Item, Reading


def dotted(sources: int = 1) -> SimpleNamespace:
    """Return a loader of files that begin with three dots."""

    def recognises(name: str, head: bytes, options: Options) -> bool:
        return name.endswith(".dots") and head.startswith(b"...") and options.publisher is not None

    def read_dataset(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
        assert reading == AS_USUAL
        source = SourceId(options.source or path.stem)
        for _ in range(sources):
            yield Source(id=source, title="Dots", publisher=publisher_id(options.publisher or ""))
        yield Refused("row 2", "no dot")
        yield Document("stored", b"a: 1\n")

    return SimpleNamespace(FORMAT="dots", recognises=recognises, read_dataset=read_dataset)


@pytest.fixture(autouse=True)
def _dots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "_modules", lambda: [dotted()])


def written(folder: Path, content: bytes = b"... and more") -> Path:
    file = folder / "x.dots"
    file.write_bytes(content)
    return file


def test_a_dataset_is_read_from_its_path_and_its_stored_text_is_what_it_yields(tmp_path: Path) -> None:
    (item,) = read_batch(Batch([written(tmp_path)], publisher="P"))
    assert item.document == Document("x.dots", b"")
    assert (item.read.content.source.id, item.read.text) == ("x", b"a: 1\n")
    assert item.read.refused == [Refused("row 2", "no dot")]


def test_a_dataset_gets_the_source_id_of_the_command_line(tmp_path: Path) -> None:
    (item,) = read_batch(Batch([written(tmp_path)], publisher="P", source="given"))
    assert item.read.content.source.id == "given"


def test_a_loader_is_told_by_name_head_and_options() -> None:
    assert dataset_loader("x.dots", b"...", Options(publisher="P")) is not None
    assert dataset_loader("x.dots", b"...", Options()) is None
    assert dataset_loader("x.dots", b"..", Options(publisher="P")) is None


def test_with_a_mapping_only_tables_are_read() -> None:
    assert dataset_loader("x.dots", b"...", Options(publisher="P", mapping="m")) is None


def test_a_dataset_may_be_larger_than_an_article_and_no_larger_than_a_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MAX_DOCUMENT_BYTES", 8)
    assert read_batch(Batch([written(tmp_path)], publisher="P"))
    monkeypatch.setattr(batch, "MAX_DATASET_BYTES", 11)
    with pytest.raises(LoadError, match=r"x\.dots: it has 12 bytes: expected at most 11"):
        read_batch(Batch([written(tmp_path)], publisher="P"))


def test_a_dataset_without_a_source_is_a_broken_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "_modules", lambda: [dotted(sources=0)])
    with pytest.raises(LoadError, match="describes 0 sources: expected one"):
        read_batch(Batch([written(tmp_path)], publisher="P"))


def test_annotations_are_not_for_tables(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="--mapping is for tables"):
        read_batch(Batch([written(tmp_path)], [tmp_path / "a.json"], mapping="m"))


@pytest.mark.parametrize(("name", "content"), [("t.csv", b"a,b\n1,2\n"), ("t.xlsx", b"PK\x03\x04\x00\x00")])
def test_a_table_without_a_mapping_is_told_what_it_needs(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LoadError, match="it is a table: say with --mapping"):
        read_batch(Batch([tmp_path / name]))
