"""A file is written whole or not at all, its digest knows every change, and there is one writer."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BusyError, DamagedError, UnavailableError
from graph.files import Digest, FileBatch, digest, is_whole, only_writer, read_any, read_file, seal, unseal, write_file
from tests.graph.builders import HOLD_LOCK, no_file_above
from tests.graph.strategies import law

ABC = Digest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3)
"""From FIPS 180-2, appendix B.1."""


def test_a_digest_is_the_sha_256_and_the_number_of_bytes() -> None:
    assert digest(b"abc") == ABC


def test_a_file_holds_what_was_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "folder" / "a", b"abc")
    assert read_file(tmp_path / "new" / "folder" / "a", ABC) == b"abc"
    assert os.listdir(tmp_path / "new" / "folder") == ["a"]  # noqa: PTH208 - names are what is asked for


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"something longer")
    write_file(tmp_path / "a", b"abc")
    assert (tmp_path / "a").read_bytes() == b"abc"


def test_a_temporary_file_that_a_dead_writer_left_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.tmp").write_bytes(b"half a fi")
    write_file(tmp_path / "a", b"abc")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("size", [0, 1, 4_999])
def test_a_file_that_finds_no_room_leaves_the_old_one_and_no_part_of_itself(tmp_path: Path, size: int) -> None:
    write_file(tmp_path / "a", b"old")
    with no_file_above(size), pytest.raises(UnavailableError, match=r"^cannot use .*: File too large$"):
        write_file(tmp_path / "a", b"x" * 5_000)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_file_below_a_file_cannot_be_written_and_the_message_says_where_and_why(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(UnavailableError) as refused:
        write_file(tmp_path / "a" / "b", b"abc")
    assert str(refused.value) in {
        f"cannot use {tmp_path}/a: File exists",
        f"cannot use {tmp_path}/a/b: Not a directory",
        f"cannot use {tmp_path}/a: Not a directory",
    }
    assert refused.value.code == "UNAVAILABLE"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_unavailable(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnavailableError, match="Permission denied"):
        write_file(tmp_path / "a", b"abc")


def test_a_file_and_its_folder_are_on_the_disk_before_and_after_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        calls.append("fsync " + os.path.basename(os.readlink(f"/proc/self/fd/{handle}")))  # noqa: PTH115, PTH119
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        calls.append(f"rename {Path(source).name} {Path(target).name}")
        replace(source, target)

    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_file(folder / "a", b"abc")
    assert calls == ["fsync a.tmp", "rename a.tmp a", "fsync folder"]


def test_a_new_folder_is_on_the_disk_before_the_file_in_it_counts_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))  # noqa: PTH115 - of a number
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    write_file(tmp_path / "one" / "two" / "a", b"abc")
    assert {str(tmp_path), str(tmp_path / "one"), str(tmp_path / "one" / "two")} <= set(synced)


def test_a_missing_file_is_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(DamagedError) as damage:
        read_file(tmp_path / "a", ABC)
    assert damage.value.file == str(tmp_path / "a")
    assert damage.value.reason == "it is missing"
    assert not is_whole(tmp_path / "a", ABC)


@pytest.mark.parametrize("content", [b"abd", b"ab", b"abcd", b"", b"abc\n"])
def test_a_file_with_other_bytes_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(DamagedError) as damage:
        read_file(tmp_path / "a", ABC)
    assert damage.value.reason == "its bytes are not those that were written (SHA-256 differs)"
    assert not is_whole(tmp_path / "a", ABC)


def test_a_whole_file_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert is_whole(tmp_path / "a", ABC)


def test_what_cannot_be_read_is_unavailable_and_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"^cannot read .*: Is a directory$"):
        read_any(tmp_path)


def test_a_sealed_file_holds_its_own_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(seal({"b": 1, "a": "é"}))
    assert (tmp_path / "a").read_text(encoding="utf-8") == (
        '{\n "a": "é",\n "b": 1,\n "sha256": "918ef502c56f2735ba409b246a7b2d50b7dba20c26e2a7d3e73e04a3c08ffdf3"\n}\n'
    )
    assert unseal(tmp_path / "a") == {
        "a": "é",
        "b": 1,
        "sha256": "918ef502c56f2735ba409b246a7b2d50b7dba20c26e2a7d3e73e04a3c08ffdf3",
    }


def test_files_of_a_batch_appear_together_and_are_on_the_disk_before_they_count_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        calls.append("fsync " + os.path.basename(os.readlink(f"/proc/self/fd/{handle}")))  # noqa: PTH115, PTH119
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        calls.append(f"rename {Path(source).name} {Path(target).name}")
        replace(source, target)

    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    batch = FileBatch()
    batch.put(root / "one" / "a", b"abc")
    batch.put(root / "two" / "b", b"abc")
    batch.put(root / "two" / "c", b"abc")
    assert calls == []
    batch.settle()
    synced = ["fsync a.tmp", "fsync b.tmp", "fsync c.tmp"]
    renamed = ["rename a.tmp a", "rename b.tmp b", "rename c.tmp c"]
    assert calls == [*synced, *renamed, "fsync root", "fsync one", "fsync two"]
    assert read_file(root / "two" / "c", ABC) == b"abc"


def test_what_is_at_a_place_stays_there_until_its_batch_is_settled(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"old")
    batch = FileBatch()
    batch.put(tmp_path / "a", b"abc")
    assert (tmp_path / "a").read_bytes() == b"old"
    batch.settle()
    assert (tmp_path / "a").read_bytes() == b"abc"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_batch_that_finds_no_room_leaves_what_was(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"old")
    batch = FileBatch()
    with no_file_above(10), pytest.raises(UnavailableError, match=r"^cannot use .*/a: File too large$"):
        batch.put(tmp_path / "a", b"x" * 5_000)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text().filter(lambda name: name != "sha256"), json_values))
@law
def test_what_was_sealed_is_unsealed(tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]) -> None:
    path = tmp_path_factory.getbasetemp() / "sealed.json"
    path.write_bytes(seal(content))
    found = unseal(path)
    del found["sha256"]
    assert found == content


@given(st.dictionaries(st.text().filter(lambda name: name != "sha256"), json_values))
@law
def test_what_is_sealed_is_python_s_own_json_with_the_digest_of_the_rest(content: dict[str, object]) -> None:
    def written(what: dict[str, object]) -> str:
        return json.dumps(what, ensure_ascii=False, indent=1, sort_keys=True)

    sha256 = hashlib.sha256(written(content).encode()).hexdigest()
    assert seal(content).decode() == written({**content, "sha256": sha256}) + "\n"


SEALED = seal({"format": 1, "base": "http://localhost:8000/", "number": 12, "words": "é\u001f"})


@pytest.mark.parametrize("bits", [0x01, 0x20, 0x80, 0xFF])
def test_a_sealed_file_knows_every_changed_byte(tmp_path: Path, bits: int) -> None:
    unnoticed = []
    for position in range(len(SEALED)):
        changed = bytearray(SEALED)
        changed[position] ^= bits
        (tmp_path / "a").write_bytes(changed)
        try:
            unseal(tmp_path / "a")
        except DamagedError:
            continue
        unnoticed.append(position)
    assert unnoticed == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"a": 1}\n',
        SEALED[:-1],
        SEALED[: len(SEALED) // 2],
        SEALED + b"\n",
        b"\xff",
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"a": "\\ud800", "sha256": ""}', id="half a character"),
        b'{"a": NaN, "sha256": ""}',
    ],
)
def test_what_was_not_sealed_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(DamagedError) as damage:
        unseal(tmp_path / "a")
    assert damage.value.file == str(tmp_path / "a")


def test_a_second_writer_is_told_to_wait_while_another_process_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "LOCK"
    command = [sys.executable, "-c", HOLD_LOCK, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603 - our own
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyError) as busy, only_writer(lock):
            pytest.fail("two writers")
        other.communicate()
    assert str(busy.value) == f"another process is writing to {tmp_path}: try again when it has finished"
    with only_writer(lock):
        pass


def test_two_writers_of_one_process_are_two_writers(tmp_path: Path) -> None:
    with only_writer(tmp_path / "LOCK"), pytest.raises(BusyError), only_writer(tmp_path / "LOCK"):
        pytest.fail("two writers")


def test_a_writer_that_failed_leaves_the_lock_free(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_writer(tmp_path / "LOCK"):
        raise ZeroDivisionError
    with only_writer(tmp_path / "LOCK"):
        pass


def test_a_lock_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as refused, only_writer(tmp_path / "absent" / "LOCK"):
        pytest.fail("no lock")
    assert str(refused.value) == f"cannot use {tmp_path}/absent/LOCK: No such file or directory"
    assert not isinstance(refused.value, BusyError)
