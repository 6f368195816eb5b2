"""A changed, cut or missing file is known and named, and never read as truth; the generation before is served."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.archive import Archive, initialise, open_archive
from graph.errors import DamagedError, NotFoundError, UnavailableError
from graph.ids import SourceId
from tests.graph.builders import State, deposit, said, tree

COURIER, DISPATCH = SourceId("courier"), SourceId("dispatch")
STATES: dict[int, State] = {
    1: {"courier": (["Anna", "Boris"], "Anna Boris"), "dispatch": (["Anna"], "Anna")},
    2: {"courier": (["Boris", "Chaim"], "Boris Chaim"), "dispatch": (["Anna"], "Anna")},
}

Damage = Callable[[bytes], bytes | None]
"""Gives the bytes of a file after the damage; None, when it is gone."""


def flipped(part: float, bits: int) -> Damage:
    """Turn bits of the byte that stands at a part of the length."""

    def damage(content: bytes) -> bytes:
        changed = bytearray(content)
        changed[int(part * (len(content) - 1))] ^= bits
        return bytes(changed)

    return damage


DAMAGES: dict[str, Damage] = {
    "first byte": flipped(0, 0x01),
    "a quarter in": flipped(0.25, 0x80),
    "in the middle": flipped(0.5, 0x01),
    "three quarters in": flipped(0.75, 0x10),
    "last byte": flipped(1, 0x01),
    "cut by one byte": lambda content: content[:-1],
    "cut in half": lambda content: content[: len(content) // 2],
    "emptied": lambda _: b"",
    "one byte more": lambda content: content + b"\n",
    "gone": lambda _: None,
}

PUBLISHED = {
    "CURRENT": (2, ["CURRENT"]),
    "manifest 1": (2, []),
    "manifest 2": (1, ["manifest 2"]),
    "quads of courier, generation 1": (2, []),
    "text of courier, generation 1": (2, []),
    "quads of courier, generation 2": (1, ["quads of courier, generation 2"]),
    "text of courier, generation 2": (1, ["text of courier, generation 2"]),
    "history of courier, generation 2": (1, ["history of courier, generation 2"]),
}
"""Of each file: which generation is the newest whole one when it is damaged, and which damages are told."""
SHARED = ["quads of dispatch", "text of dispatch"]
"""Files that every generation names."""
EVERY = [*PUBLISHED, *SHARED]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return an archive with two generations; courier changed in the second, dispatch did not."""
    archive = initialise(tmp_path_factory.mktemp("whole") / "data")
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=100)
    archive.load([deposit("courier", "Boris Chaim")], at=200)
    return archive


@pytest.fixture
def archive(whole: Archive, tmp_path: Path) -> Archive:
    """Return a copy of it, to be damaged."""
    return Archive(shutil.copytree(whole.root, tmp_path / "data"), whole.base)


def files(archive: Archive) -> dict[str, Path]:
    """Return every file of `archive` that holds truth, by what it is."""
    named = {"CURRENT": archive.root / "CURRENT", "manifest 1": archive.manifest(1), "manifest 2": archive.manifest(2)}
    kinds = {".zst": "quads", ".txt": "text", ".json": "history"}
    for number in (1, 2):
        for source, version in archive.generation(number).sources.items():
            suffix = "" if source == DISPATCH else f", generation {number}"
            for name, _ in version.files:
                path = archive.root / "sources" / name
                named[f"{kinds[path.suffix]} of {source}{suffix}"] = path
    return named


def harm(archive: Archive, file: str, damage: str) -> Path:
    """Damage a file, and return where it lies."""
    path = files(archive)[file]
    content = DAMAGES[damage](path.read_bytes())
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    return path


def test_these_are_all_the_files_of_an_archive(whole: Archive) -> None:
    held = {whole.root / name for name in tree(whole.root)}
    assert held == {*files(whole).values(), whole.root / "LOCK", whole.root / "onrecord.json"}
    assert files(whole).keys() == set(EVERY)


def test_a_whole_archive_has_no_damages(whole: Archive) -> None:
    assert whole.verify() == []
    assert {number: said(whole, whole.generation(number)) for number in (1, 2)} == STATES
    assert whole.newest_whole() == (whole.generation(2), [])


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", EVERY)
def test_verify_names_the_damaged_file_and_no_other(archive: Archive, file: str, damage: str) -> None:
    path = harm(archive, file, damage)
    assert [found.file for found in archive.verify()] == [str(path)]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", EVERY)
def test_a_generation_is_read_as_it_was_written_or_not_at_all(archive: Archive, file: str, damage: str) -> None:
    path = harm(archive, file, damage)
    for number, state in STATES.items():
        try:
            assert said(archive, archive.generation(number)) == state
        except DamagedError as found:
            assert found.file == str(path)  # noqa: PT017 - it may be raised, and then must say this
    try:
        assert said(archive) == STATES[2]
    except DamagedError as found:
        assert str(archive.root) in found.file  # noqa: PT017 - it may be raised, and then must say this


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", PUBLISHED)
def test_the_newest_whole_generation_is_served_and_what_is_damaged_is_told(
    archive: Archive, file: str, damage: str
) -> None:
    number, told = PUBLISHED[file]
    paths = files(archive)
    harm(archive, file, damage)
    generation, damages = archive.newest_whole()
    assert generation.number == number
    assert said(archive, generation) == STATES[number]
    assert [found.file for found in damages] == [str(paths[name]) for name in told]


def test_a_damaged_file_is_told_once(archive: Archive) -> None:
    path = harm(archive, "manifest 2", "in the middle")
    assert [found.file for found in archive.newest_whole()[1]] == [str(path)]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", SHARED)
def test_when_no_generation_is_whole_the_damaged_file_is_told(archive: Archive, file: str, damage: str) -> None:
    path = harm(archive, file, damage)
    with pytest.raises(DamagedError) as found:
        archive.newest_whole()
    assert found.value.file == str(path)


@pytest.mark.parametrize("bits", [0x01, 0x10, 0xFF])
@pytest.mark.parametrize("file", ["CURRENT", "manifest 1", "manifest 2"])
def test_no_changed_byte_of_a_pointer_or_manifest_goes_unnoticed(archive: Archive, file: str, bits: int) -> None:
    path = files(archive)[file]
    content = path.read_bytes()
    unnoticed = []
    for position in range(len(content)):
        changed = bytearray(content)
        changed[position] ^= bits
        path.write_bytes(changed)
        if archive.verify() == []:
            unnoticed.append(position)
    assert unnoticed == []


def test_no_changed_byte_of_the_settings_lets_the_archive_be_opened(archive: Archive) -> None:
    path = archive.root / "onrecord.json"
    content = path.read_bytes()
    for position in range(len(content)):
        changed = bytearray(content)
        changed[position] ^= 0x01
        path.write_bytes(changed)
        with pytest.raises(DamagedError) as found:
            open_archive(archive.root)
        assert found.value.file == str(path)


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "gone"])
def test_an_archive_with_damaged_settings_is_not_opened(archive: Archive, damage: str) -> None:
    path = archive.root / "onrecord.json"
    path.write_bytes(DAMAGES[damage](path.read_bytes()) or b"")
    with pytest.raises(DamagedError) as found:
        open_archive(archive.root)
    assert found.value.file == str(path)


def test_an_archive_without_settings_is_none(archive: Archive) -> None:
    (archive.root / "onrecord.json").unlink()
    with pytest.raises(NotFoundError):
        open_archive(archive.root)


def test_verify_names_damaged_settings(archive: Archive) -> None:
    path = archive.root / "onrecord.json"
    path.write_bytes(path.read_bytes().replace(b"localhost", b"elsewhere"))
    assert [found.file for found in archive.verify()] == [str(path)]


def test_a_manifest_in_the_place_of_another_is_damage(archive: Archive) -> None:
    shutil.copyfile(archive.manifest(1), archive.manifest(2))
    with pytest.raises(DamagedError, match="it is the manifest of generation 1"):
        archive.generation(2)
    assert archive.newest_whole()[0].number == 1


def test_a_version_in_the_place_of_another_is_damage(archive: Archive) -> None:
    one, other = (files(archive)[f"quads of courier, generation {number}"] for number in (1, 2))
    shutil.copyfile(one, other)
    assert [found.file for found in archive.verify()] == [str(other)]


def test_every_damaged_file_is_named_once(archive: Archive) -> None:
    paths = {str(harm(archive, file, "in the middle")) for file in SHARED}
    named = [found.file for found in archive.verify()]
    assert len(named) == 2
    assert set(named) == paths


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["quads of courier, generation 2", "text of courier, generation 2", *SHARED])
def test_loading_the_same_bytes_again_mends_a_file(archive: Archive, whole: Archive, file: str, damage: str) -> None:
    harm(archive, file, damage)
    found = archive.load([deposit("courier", "Boris Chaim"), deposit("dispatch", "Anna")], at=300)
    assert [difference.changed for difference in found.differences] == [False, False]
    assert archive.verify() == []
    assert {name: content for name, (content, _) in tree(archive.root).items()} == {
        name: content for name, (content, _) in tree(whole.root).items()
    }


@pytest.mark.parametrize(
    "file", ["CURRENT", "manifest 2", "quads of courier, generation 2", "history of courier, generation 2"]
)
def test_a_load_that_must_read_a_damaged_file_stops_and_publishes_nothing(archive: Archive, file: str) -> None:
    path = harm(archive, file, "in the middle")
    before = tree(archive.root)
    with pytest.raises(DamagedError) as found:
        archive.load([deposit("courier", "Dina")], at=300)
    assert found.value.file == str(path)
    assert tree(archive.root) == before


@pytest.mark.parametrize("file", ["manifest 1", "quads of courier, generation 1", "text of dispatch"])
def test_a_load_that_need_not_read_a_damaged_file_goes_on(archive: Archive, file: str) -> None:
    path = harm(archive, file, "in the middle")
    archive.load([deposit("courier", "Dina")], at=300)
    assert archive.current().number == 3
    assert [found.file for found in archive.verify()] == [str(path)]


def test_a_damaged_old_manifest_does_not_stop_the_load_that_follows_a_dead_one(archive: Archive) -> None:
    harm(archive, "manifest 1", "in the middle")
    (archive.root / "LOADING").write_bytes(b"")
    archive.load([deposit("courier", "Dina")], at=300)
    assert said(archive)["courier"] == (["Dina"], "Dina")


def test_a_file_that_cannot_be_read_is_unavailable_and_not_damaged(archive: Archive) -> None:
    path = files(archive)["text of dispatch"]
    path.unlink()
    path.mkdir()
    with pytest.raises(UnavailableError, match=r"^cannot read .*: Is a directory$"):
        said(archive)


def test_what_was_written_but_never_published_is_not_served(archive: Archive) -> None:
    newer = Archive(shutil.copytree(archive.root, archive.root.with_name("newer")), archive.base)
    newer.load([deposit("courier", "Dina")], at=300)
    shutil.copytree(newer.root / "sources", archive.root / "sources", dirs_exist_ok=True)
    shutil.copyfile(newer.manifest(3), archive.manifest(3))
    assert archive.current().number == 2
    assert archive.newest_whole() == (archive.generation(2), [])
