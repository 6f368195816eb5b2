"""The store for SPARQL is derived: built when asked for, never believed when damaged, and no more than two are kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.archive import Archive, initialise
from graph.errors import DamagedError, UnavailableError
from graph.export import nquads
from graph.ids import SourceId
from graph.index.oxigraph import damages, store_folder
from tests.graph.builders import deposit, tree

if TYPE_CHECKING:
    from graph.archive import Generation

ROOT = Path(__file__).resolve().parents[3]
NAME = NamedNode("https://schema.org/name")
ASSERTED = NamedNode("http://localhost:8000/asserted")
DIFFERS = "its bytes are not those that were written (SHA-256 differs)"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive in which two sources name two people."""
    archive = initialise(tmp_path / "data")
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=1)
    return archive


@pytest.fixture
def folder(archive: Archive) -> Path:
    """Return the folder of the store of the archive, just built."""
    return store_folder(archive, archive.current())


def names_in(folder: Path) -> list[str]:
    """Return the names that stand as direct triples in a store."""
    found = Store.read_only(str(folder)).quads_for_pattern(None, NAME, None, ASSERTED)
    return sorted(quad.object.value for quad in found if isinstance(quad.object, Literal))


def names(archive: Archive, generation: Generation | None = None) -> list[str]:
    """Return the names that stand as direct triples in the store of a generation, which is built if need be."""
    return names_in(store_folder(archive, generation or archive.current()))


def place(archive: Archive) -> Path:
    """Return the folder in which the stores are."""
    return archive.root / "index" / "oxigraph"


def stores(archive: Archive) -> list[Path]:
    """Return the folders of the stores on disk."""
    return sorted(path for path in place(archive).iterdir() if path.is_dir())


def numbers(archive: Archive) -> list[int]:
    """Return the generations that have a store on disk, with a seal and without damage."""
    assert damages(archive) == []
    sealed = sorted(path.name.removesuffix(".seal.json") for path in place(archive).glob("*.seal.json"))
    assert sealed == [path.name for path in stores(archive)]
    return sorted(int(name.split("-")[0]) for name in sealed)


def damage_first_source(archive: Archive) -> None:
    """Cut the last byte of what the Courier says."""
    (path,) = archive.root.glob("sources/courier-*/*.nq.zst")
    path.write_bytes(path.read_bytes()[:-1])


# ---------------------------------------------------------------- built


def test_the_store_is_built_when_first_asked_for(archive: Archive) -> None:
    assert not (archive.root / "index").exists()
    built = store_folder(archive, archive.current())
    assert built == place(archive) / f"1-{archive.current().digest[:16]}"
    assert stores(archive) == [built]


def test_the_store_holds_what_an_export_says(archive: Archive, folder: Path) -> None:
    exported = set(parse(b"".join(nquads(archive, archive.current())), format=RdfFormat.N_QUADS))
    assert set(Store.read_only(str(folder))) == exported


def test_the_store_of_an_empty_archive_is_empty(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    assert len(Store.read_only(str(store_folder(archive, archive.current())))) == 0


def test_a_second_asking_changes_nothing(archive: Archive, folder: Path) -> None:
    before, inode = tree(folder), folder.stat().st_ino
    assert store_folder(archive, archive.current()) == folder
    assert (tree(folder), folder.stat().st_ino) == (before, inode)


def test_reading_the_store_leaves_its_files_as_they_are(folder: Path) -> None:
    before = tree(folder)
    assert names_in(folder) == ["Anna", "Boris"]
    assert tree(folder) == before


def test_a_new_generation_has_a_store_of_its_own(archive: Archive, folder: Path) -> None:
    archive.load([deposit("dispatch", "Chaim")], at=2)
    assert names(archive) == ["Anna", "Boris", "Chaim"]
    assert names_in(folder) == ["Anna", "Boris"]


def test_an_older_generation_can_be_asked_for(archive: Archive) -> None:
    first = archive.current()
    archive.withdraw([SourceId("courier")], at=2)
    assert names(archive) == ["Anna"]
    assert names(archive, first) == ["Anna", "Boris"]


def test_a_build_changes_nothing_outside_the_index(archive: Archive) -> None:
    before = tree(archive.root)
    store_folder(archive, archive.current())
    assert {name: file for name, file in tree(archive.root).items() if not name.startswith("index/")} == before


def test_six_commands_at_once_on_a_fresh_index_are_all_answered(archive: Archive) -> None:
    start = "import sys; from cli import main; sys.exit(main(sys.argv[1:]))"  # as -m, the children would read it too
    command = [sys.executable, "-c", start, "--data", str(archive.root), "sparql"]
    command += ["SELECT ?name { ?who <https://schema.org/name> ?name } ORDER BY ?name"]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own interpreter
        for _ in range(6)
    ]
    said = [(out, err, process.returncode) for process in started for out, err in [process.communicate()]]
    assert [(code, err) for _, err, code in said] == [(0, "")] * 6
    rows = [[row["name"]["value"] for row in json.loads(out)["results"]["bindings"]] for out, _, _ in said]
    assert rows == [["Anna", "Boris"]] * 6
    assert numbers(archive) == [1]


# ---------------------------------------------------------------- removed


def test_the_store_before_the_newest_is_kept_and_older_ones_go(archive: Archive) -> None:
    for number in range(2, 12):
        if number > 8:
            store_folder(archive, archive.current())
        archive.load([deposit("dispatch", f"Chaim{number}")], at=number)
    store_folder(archive, archive.current())
    assert numbers(archive) == [10, 11]  # by number: as words, 9 comes last


def test_who_reads_the_store_before_the_newest_goes_on_reading(archive: Archive, folder: Path) -> None:
    reader = Store.read_only(str(folder))
    archive.load([deposit("dispatch", "Chaim")], at=2)
    assert names(archive) == ["Anna", "Boris", "Chaim"]
    said = reader.quads_for_pattern(None, NAME, None, ASSERTED)
    assert {quad.object for quad in said} == {Literal("Anna"), Literal("Boris")}


def test_a_store_is_newer_by_its_number_not_by_its_time(archive: Archive) -> None:
    for number, name in enumerate(("Chaim", "Dora"), start=2):
        store_folder(archive, archive.current())
        archive.load([deposit("dispatch", name)], at=number)
    for path in stores(archive):
        os.utime(path, (4_000_000_000, 4_000_000_000))  # as a restored copy, or a clock put right, may leave them
    assert names(archive) == ["Anna", "Boris", "Dora"]
    assert numbers(archive) == [2, 3]


def test_a_store_is_never_removed_by_its_own_build(archive: Archive) -> None:
    first = archive.current()
    for number, name in enumerate(("Chaim", "Dora"), start=2):
        archive.load([deposit("dispatch", name)], at=number)
        store_folder(archive, archive.current())
    assert names(archive, first) == ["Anna", "Boris"]
    assert numbers(archive) == [1, 2, 3]


# ---------------------------------------------------------------- builds that fail


def test_what_is_damaged_in_the_files_is_not_built_from(archive: Archive) -> None:
    damage_first_source(archive)
    with pytest.raises(DamagedError, match="courier"):
        store_folder(archive, archive.current())


def test_a_build_that_fails_leaves_nothing(archive: Archive) -> None:
    damage_first_source(archive)
    with pytest.raises(DamagedError):
        store_folder(archive, archive.current())
    assert [path.name for path in place(archive).iterdir()] == ["LOCK"]


def test_a_build_that_fails_leaves_the_store_before(archive: Archive, folder: Path) -> None:
    archive.load([deposit("dispatch", "Chaim")], at=2)
    damage_first_source(archive)
    with pytest.raises(DamagedError):
        store_folder(archive, archive.current())
    assert names_in(folder) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


def test_an_index_that_may_not_be_written_is_said_to_be(archive: Archive) -> None:
    (archive.root / "index").write_bytes(b"")
    with pytest.raises(UnavailableError, match=r"^cannot (use|read) .*: Not a directory$"):
        store_folder(archive, archive.current())


def test_what_a_build_that_died_left_in_the_place_is_not_in_the_way(archive: Archive) -> None:
    left = place(archive) / f"1-{archive.current().digest[:16]}"
    left.mkdir(parents=True)
    (left / "000001.sst").write_bytes(b"half")
    assert names(archive) == ["Anna", "Boris"]
    assert not (left / "000001.sst").exists()


@pytest.mark.parametrize("left", ["1-0123456789abcdef.tmp", "7-0123456789abcdef.tmp", "its own"])
def test_a_folder_that_a_build_left_when_it_died_is_taken_away(archive: Archive, left: str) -> None:
    name = f"1-{archive.current().digest[:16]}.tmp" if left == "its own" else left
    (place(archive) / name).mkdir(parents=True)
    (place(archive) / name / "000001.sst").write_bytes(b"half")
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


def test_a_file_that_a_build_left_when_it_died_is_taken_away(archive: Archive) -> None:
    place(archive).mkdir(parents=True)
    left = place(archive) / f"1-{archive.current().digest[:16]}.seal.json.tmp"
    left.write_bytes(b"half")
    store_folder(archive, archive.current())
    assert not left.exists()


# ---------------------------------------------------------------- damaged


def sealed(folder: Path) -> list[str]:
    """Return the files of a store that its seal names."""
    return sorted(json.loads(seal_of(folder).read_text())["files"])


def seal_of(folder: Path) -> Path:
    """Return the seal of a store."""
    return folder.with_name(folder.name + ".seal.json")


def kind_of(folder: Path, kind: str) -> Path:
    """Return a file of a store by a part of its name."""
    return folder / next(name for name in sealed(folder) if kind in name)


def flip(path: Path, position: int = 0) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_the_seal_names_every_file_that_is_read(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} - set(sealed(folder)) <= {"LOG", "LOCK"}
    assert {"CURRENT"} < set(sealed(folder))
    assert any(name.endswith(".sst") for name in sealed(folder))


def test_a_whole_index_has_no_damage(archive: Archive, folder: Path) -> None:
    assert folder.is_dir()
    assert damages(archive) == []


def test_an_index_that_is_not_there_has_no_damage(archive: Archive) -> None:
    assert damages(archive) == []


@pytest.mark.parametrize("position", [0, -1])
def test_a_flipped_bit_in_any_file_of_the_index_is_named(archive: Archive, folder: Path, position: int) -> None:
    filled = [folder / name for name in sealed(folder) if (folder / name).stat().st_size]
    found = []
    for path in filled:
        flip(path, position)
        found.append([(Path(damage.file), damage.reason) for damage in damages(archive)])
        flip(path, position)
    assert found == [[(path, DIFFERS)] for path in filled]


def test_the_damages_of_every_store_are_named(archive: Archive, folder: Path) -> None:
    archive.load([deposit("dispatch", "Chaim")], at=2)
    newer = store_folder(archive, archive.current())
    for path in (folder / "CURRENT", newer / "CURRENT"):
        flip(path)
    assert [Path(damage.file) for damage in damages(archive)] == [folder / "CURRENT", newer / "CURRENT"]


@pytest.mark.parametrize("kind", [".sst", "MANIFEST", "CURRENT", "OPTIONS"])
def test_a_store_in_which_a_file_has_changed_is_built_again(archive: Archive, folder: Path, kind: str) -> None:
    flip(kind_of(folder, kind))
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


@pytest.mark.parametrize("kind", [".sst", "MANIFEST", "CURRENT"])
def test_a_file_of_the_index_that_is_missing_is_named(archive: Archive, folder: Path, kind: str) -> None:
    gone = kind_of(folder, kind)
    gone.unlink()
    assert [(Path(damage.file), damage.reason) for damage in damages(archive)] == [(gone, "it is missing")]


@pytest.mark.parametrize("kind", [".sst", "MANIFEST", "CURRENT"])
def test_a_store_in_which_a_file_is_missing_is_built_again(archive: Archive, folder: Path, kind: str) -> None:
    kind_of(folder, kind).unlink()
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


@pytest.mark.parametrize("gone", [".", "..", "../.."], ids=["the store", "all stores", "the index"])
def test_a_store_that_was_deleted_is_built_again(archive: Archive, folder: Path, gone: str) -> None:
    shutil.rmtree((folder / gone).resolve())
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


def test_a_store_without_a_seal_is_built_again(archive: Archive, folder: Path) -> None:
    seal_of(folder).unlink()
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


def test_a_damaged_seal_is_named_and_the_store_built_again(archive: Archive, folder: Path) -> None:
    flip(seal_of(folder), 10)
    assert [Path(damage.file) for damage in damages(archive)] == [seal_of(folder)]
    assert names(archive) == ["Anna", "Boris"]
    assert numbers(archive) == [1]


def test_a_sentence_put_into_the_index_is_not_believed(archive: Archive, folder: Path) -> None:
    writer = Store(str(folder))
    writer.add(Quad(NamedNode("http://e/x"), NAME, Literal("Mallory"), ASSERTED))
    writer.flush()
    del writer
    assert names(archive) == ["Anna", "Boris"]


def test_a_store_with_another_in_its_place_is_built_again(archive: Archive, folder: Path, tmp_path: Path) -> None:
    other = initialise(tmp_path / "other")
    other.load([deposit("liar", "Mallory")], at=1)
    wrong = store_folder(other, other.current())
    shutil.rmtree(folder)
    shutil.copytree(wrong, folder)
    assert names(archive) == ["Anna", "Boris"]
