"""Several files as one load: which files may stand together, and which annotation file goes to which text."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from graph.errors import InvalidInputError, LoadError
from loaders.article import reading
from loaders.article.child import Found, Given
from loaders.article.extraction import Described, Extraction
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def article(folder: Path, name: str, words: str = "") -> Path:
    """Return a text file of that name; without `words` it holds its own name."""
    file = folder / f"{name}.txt"
    file.write_text(words or f"Words of {name}.", encoding="utf-8")
    return file


def annotated(folder: Path, name: str, **doc: str) -> Path:
    """Return an annotation file that says nothing but who published the text, and `doc`."""
    file = folder / f"{name}.json"
    content = {"doc": {"publisher": "The Courier"} | doc, "entities": [], "claims": []}
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def sources(batch: Batch) -> list[tuple[str, str]]:
    """Return the file and the source id of each item."""
    return [(item.document.name, item.read.content.source.id) for item in read_batch(batch)]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    text = article(tmp_path, "a")
    assert sources(Batch([text, text], [annotated(tmp_path, "a", id="a-1")])) == [("a.txt", "a-1")]


def test_a_source_may_name_a_file_given_twice(tmp_path: Path) -> None:
    text = article(tmp_path, "a")
    batch = Batch([text, text], [annotated(tmp_path, "a")], source="given")
    assert sources(batch) == [("a.txt", "given")]


def test_a_source_names_one_file_only(tmp_path: Path) -> None:
    batch = Batch([article(tmp_path, "a"), article(tmp_path, "b")], source="given")
    with pytest.raises(InvalidInputError, match="--source names one source, and 2 files are given"):
        read_batch(batch)


def test_an_address_names_one_file_only(tmp_path: Path) -> None:
    batch = Batch([article(tmp_path, "a"), article(tmp_path, "b")], url="https://courier.example/1")
    with pytest.raises(InvalidInputError, match="--url names one source, and 2 files are given"):
        read_batch(batch)


def test_an_address_wins_over_that_of_the_annotation_file(tmp_path: Path) -> None:
    notes = annotated(tmp_path, "a", url="https://courier.example/1", id="a-1")
    batch = Batch([article(tmp_path, "a")], [notes], url="https://courier.example/2#top")
    assert sources(batch) == [("a.txt", "https://courier.example/2")]


def test_articles_with_and_without_annotations_come_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_: object, given: Sequence[Given], *__: object, **___: object) -> Iterator[Found]:
        return (Found(each.content.decode(), Described(), Extraction("rules 1")) for each in given)

    monkeypatch.setattr(reading, "run_each", run)
    texts = [article(tmp_path, name, f"Words of {name}.") for name in ("a", "b", "c")]
    batch = Batch(texts, [annotated(tmp_path, "b", id="b-1", file="b.txt")], publisher="Courier")
    items = read_batch(batch)
    assert [item.read.content.source.id for item in items] == ["a", "b-1", "c"]
    assert [item.read.content.source.loader for item in items] == ["article", "annotated article", "article"]
    assert [item.read.text for item in items] == [f"Words of {name}.".encode() for name in ("a", "b", "c")]
    assert items[0].warning == "a.txt: nobody says its source id, so it is 'a' (give --source or --url)"


def test_two_files_of_equal_bytes_are_refused(tmp_path: Path) -> None:
    texts = [article(tmp_path, "a"), article(tmp_path, "b", "Same words."), article(tmp_path, "c", "Same words.")]
    with pytest.raises(LoadError) as refused:
        read_batch(Batch(texts))
    expected = "it holds the same bytes as b.txt: expected each text once"
    assert (refused.value.name, refused.value.reason) == ("c.txt", expected)


def test_two_files_of_one_source_are_refused(tmp_path: Path) -> None:
    texts = [article(tmp_path, "a"), article(tmp_path, "b")]
    notes = [annotated(tmp_path, name, id="one", file=f"{name}.txt") for name in "ab"]
    with pytest.raises(LoadError) as refused:
        read_batch(Batch(texts, notes))
    expected = "2 files are the source 'one': expected one file for each"
    assert (refused.value.name, refused.value.reason) == ("a.txt, b.txt", expected)


def test_an_annotation_file_goes_to_the_text_with_its_digest_or_else_to_the_one_it_names(tmp_path: Path) -> None:
    texts = [article(tmp_path, "a"), article(tmp_path, "b")]
    digest = hashlib.sha256(texts[1].read_bytes()).hexdigest().upper()
    notes = [
        annotated(tmp_path, "one", id="one", sha256=digest, file="a.txt"),
        annotated(tmp_path, "two", id="two", file="a.txt"),
    ]
    assert sources(Batch(texts, notes)) == [("a.txt", "two"), ("b.txt", "one")]


def test_an_annotation_file_of_no_text_is_refused(tmp_path: Path) -> None:
    batch = Batch([article(tmp_path, "a"), article(tmp_path, "b")], [annotated(tmp_path, "n", file="c.txt")])
    with pytest.raises(LoadError, match=r"n\.json: it annotates c\.txt: expected one of a\.txt, b\.txt"):
        read_batch(batch)


def test_a_second_annotation_file_of_a_text_is_refused(tmp_path: Path) -> None:
    notes = [annotated(tmp_path, name, file="a.txt") for name in ("one", "two")]
    with pytest.raises(LoadError, match=r"two\.json: a\.txt has an annotation file already: one\.json"):
        read_batch(Batch([article(tmp_path, "a")], notes))


@pytest.mark.parametrize(
    ("name", "reason"), [(".", "it is a folder: expected files"), ("absent.txt", "there is no such file")]
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        read_batch(Batch([tmp_path / name]))
    assert refused.value.reason == reason


@pytest.mark.parametrize(("doc", "warned"), [({}, True), ({"id": "a-1"}, False)])
def test_a_source_that_nobody_named_is_warned_of(tmp_path: Path, doc: dict[str, str], *, warned: bool) -> None:
    (item,) = read_batch(Batch([article(tmp_path, "a")], [annotated(tmp_path, "n", **doc)]))
    assert bool(item.warning) is warned
