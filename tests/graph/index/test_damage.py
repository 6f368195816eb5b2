"""A damaged index is never the truth: each file of it is known by its digest, named, and made again from the files."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.archive import Archive, initialise, open_archive
from graph.errors import DamagedError
from graph.files import seal, unseal
from graph.index import words
from graph.index.building import damages, follow, open_index
from graph.index.catalogue import folder_of, path_of
from graph.index.stack import TABLES
from graph.plain import open_plain
from graph.search import search
from tests.graph.builders import deposit, person
from tests.graph.conformance import answers, asked_of, open_indexed

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.view import View

SOURCES = [("times", "Anna Jan"), ("courier", "Ola Anna Борис")]


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def empty(file: Path) -> None:
    file.write_bytes(b"")


DAMAGES: dict[str, Callable[[Path], None]] = {"flipped": flip, "cut": cut, "empty": empty, "gone": Path.unlink}
WORDS = ("meta.json", "*.term", "*.idx", "*.store", "*.fieldnorm", "*.fast", "*.pos")
FILES = ["files.json", *(f"{table}.arrow" for table in TABLES), *(f"words/{name}" for name in WORDS)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory whose index has two segments."""
    archive = initialise(tmp_path_factory.mktemp("whole") / "data")
    for at, told in enumerate(SOURCES):
        found = deposit(*told)
        follow(archive, archive.load([found], at=at), {found.content.source.id: found.content})
    return archive.root


@pytest.fixture
def archive(whole: Path, tmp_path: Path) -> Archive:
    shutil.copytree(whole, tmp_path / "data")
    return open_archive(tmp_path / "data")


def files(archive: Archive, name: str) -> list[Path]:
    """Return the files of that name, one a segment."""
    return sorted(folder_of(archive).glob(f"segments/*/{name}"))


def answers_right(archive: Archive, view: View) -> bool:
    plain = open_plain(archive, archive.current())
    asked = asked_of(plain, 5)
    return answers(view, asked) == answers(plain, asked)


def test_a_whole_index_is_not_damaged(archive: Archive) -> None:
    opened = open_index(archive, archive.current(), check=True)
    assert (damages(archive, archive.current()), opened.mended, len(opened.catalogue.segments)) == ([], [], 2)


def test_every_file_of_a_segment_is_in_the_list_above(archive: Archive) -> None:
    known = {file for name in FILES for file in files(archive, name)}
    there = {file for file in folder_of(archive).glob("segments/**/*") if file.is_file()}
    assert {file.name for file in there - known} <= {".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"}


@pytest.mark.parametrize(("name", "how"), [*product(FILES, DAMAGES)])
def test_a_damaged_file_is_named_and_built_again(archive: Archive, name: str, how: str) -> None:
    *_, file = files(archive, name)
    DAMAGES[how](file)
    assert [damage.file for damage in damages(archive, archive.current())] == [str(file)]
    opened = open_index(archive, archive.current(), check=True)
    assert [damage.file for damage in opened.mended] == [str(file)]
    assert damages(archive, archive.current()) == []
    assert answers_right(archive, open_indexed(archive, archive.current(), check=False))


@pytest.mark.parametrize("how", [*DAMAGES])
def test_a_damaged_catalogue_is_named_and_built_again(archive: Archive, how: str) -> None:
    file = path_of(archive, archive.current())
    DAMAGES[how](file)
    named = [] if how == "gone" else [str(file)]
    assert [damage.file for damage in damages(archive, archive.current())] == named
    assert [damage.file for damage in open_index(archive, archive.current(), check=False).mended] == named
    assert answers_right(archive, open_indexed(archive, archive.current()))


@pytest.mark.parametrize(("name", "how"), [*product([".managed.json", ".tantivy-writer.lock"], DAMAGES)])
def test_what_the_text_engine_keeps_for_itself_is_not_missed(archive: Archive, name: str, how: str) -> None:
    for file in files(archive, f"words/{name}"):
        if file.stat().st_size or how == "gone":
            DAMAGES[how](file)
    assert answers_right(archive, open_indexed(archive, archive.current()))


@pytest.mark.parametrize(("name", "how"), [*product(FILES, ["empty", "gone"])])
def test_a_file_that_is_not_there_is_seen_without_looking_at_every_byte(archive: Archive, name: str, how: str) -> None:
    DAMAGES[how](files(archive, name)[0])
    try:
        view = open_indexed(archive, archive.current(), check=False)
    except DamagedError:
        return
    assert answers_right(archive, view)


def test_a_load_upon_columns_that_lost_their_names_builds_all_anew(archive: Archive) -> None:
    for file in files(archive, "sources.arrow"):
        file.write_bytes(file.read_bytes().replace(b"proposed", b"supposed"))
    more = deposit("herald", "Jan Ola Zoé")
    follow(archive, archive.load([more], at=9), {more.content.source.id: more.content})
    assert len(open_index(archive, archive.current(), check=False).catalogue.segments) == 1
    assert answers_right(archive, open_indexed(archive, archive.current(), check=False))


@pytest.mark.parametrize(("name", "how"), [*product(FILES, ["flipped", "cut"])])
def test_a_load_upon_a_damaged_index_is_mended_by_the_next_check(archive: Archive, name: str, how: str) -> None:
    DAMAGES[how](files(archive, name)[0])
    more = deposit("herald", "Jan Ola Zoé")
    follow(archive, archive.load([more], at=9), {more.content.source.id: more.content})
    assert answers_right(archive, open_indexed(archive, archive.current()))
    assert damages(archive, archive.current()) == []


def test_an_index_of_another_ontology_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = initialise(tmp_path / "data")
    loaded = archive.load([deposit("times", "Anna Jan")], at=1)
    monkeypatch.setattr("graph.index.laying.vocabulary_digest", lambda: "0" * 64)
    monkeypatch.setattr("graph.index.catalogue.vocabulary_digest", lambda: "0" * 64)
    follow(archive, loaded, {})
    monkeypatch.undo()
    opened = open_index(archive, archive.current(), check=False)
    assert [damage.reason for damage in opened.mended] == ["it was made under another ontology"]
    assert open_index(archive, archive.current(), check=True).mended == []


def sealed_anew(archive: Archive, **changed: object) -> Path:
    """Make the catalogue say something else, with a digest of itself that fits."""
    path = path_of(archive, archive.current())
    content = {name: value for name, value in unseal(path).items() if name != "sha256"}
    path.write_bytes(seal(content | changed))
    return path


@pytest.mark.parametrize("changed", [{"dead": [99]}, {"silent": [-1]}, {"segments": "../../elsewhere"}])
def test_a_catalogue_that_names_what_we_never_give_is_damaged(tmp_path: Path, changed: dict[str, object]) -> None:
    archive = initialise(tmp_path / "data")
    follow(archive, archive.load([deposit("times", "Anna Jan")], at=1), {})
    if isinstance(changed.get("segments"), str):
        (listed,) = unseal(path_of(archive, archive.current()))["segments"]
        changed = {"segments": [listed | {"name": changed["segments"]}]}
    path = sealed_anew(archive, **changed)
    opened = open_index(archive, archive.current(), check=False)
    assert [(damage.file, damage.reason[:16]) for damage in opened.mended] == [(str(path), "it names folders")]


def test_what_else_lies_among_the_catalogues_is_let_be(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    follow(archive, archive.load([deposit("times", "Anna Jan")], at=1), {})
    (folder_of(archive) / "9-0000000000000000.json").symlink_to(tmp_path / "nowhere")
    (folder_of(archive) / "8-0000000000000000.json").mkdir()
    follow(archive, archive.load([deposit("courier", "Ola")], at=2), {})
    assert open_index(archive, archive.current(), check=True).mended == []


def test_an_index_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = initialise(tmp_path / "data")
    follow(archive, archive.load([deposit("times", "Anna Jan")], at=1), {})
    given = words._searcher

    def guarded(folder: Path) -> object:
        if folder_of(archive) in folder.parents:
            raise ValueError("Failed to acquire Lockfile")
        return given(folder)

    monkeypatch.setattr(words, "_searcher", guarded)
    view = open_indexed(archive, archive.current())
    assert [match.entity for match in search(view, "ann")] == [person("Anna")]
