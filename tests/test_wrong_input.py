"""Wrong input of every kind: clear words that name the file, the right exit code, and nothing written."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.files import seal
from loaders import loaders
from tests.graph.builders import tree
from tests.test_cli import COURIER, DISPATCH, ROOT, Outcome, run_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = Callable[..., Outcome]

MIB = 1 << 20
NOBODY = 65_534


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return how to run a command in a folder that holds no data directory yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_DATA", raising=False)
    return lambda *words: run_command(capsys, *words)


@pytest.fixture
def data(run: Command, tmp_path: Path) -> Path:
    """Return a data directory with the Courier's report, which a wrong load must leave alone."""
    assert run("--data", "data", "load", *COURIER).code == 0
    return tmp_path / "data"


def write(path: Path, content: bytes | int) -> None:
    """Write a file, or make one of that many bytes that takes no room."""
    with path.open("wb") as file:
        file.truncate(content) if isinstance(content, int) else file.write(content)


TEXTS: dict[str, tuple[str, bytes | int, str]] = {
    "empty": ("a.txt", b"", "a.txt: it is empty: expected an article's text"),
    "white": ("a.txt", b" \n\t\r\n", "a.txt: it is empty: expected an article's text"),
    "binary": ("a.txt", b"GIF89a\x00\x01", "a.txt: it is binary (a NUL byte at 6): expected UTF-8 text"),
    "not UTF-8": ("a.txt", b"caf\xe9 noir", "a.txt: it is not UTF-8 (byte 3): expected UTF-8 text"),
    "UTF-16": ("a.txt", "Anna".encode("utf-16"), "a.txt: it is binary (a NUL byte at 3): expected UTF-8 text"),
    "huge": ("a.txt", 16 * MIB + 1, "a.txt: it has 16777217 bytes: expected at most 16777216"),
}


@pytest.mark.parametrize(("name", "content", "message"), TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_none_is_refused(
    run: Command, data: Path, name: str, content: bytes | int, message: str
) -> None:
    write(data.parent / name, content)
    annotations = {"doc": {"publisher": "x"}, "entities": [], "claims": []}
    (data.parent / "a.json").write_text(json.dumps(annotations))
    before = tree(data)
    assert run("--data", data, "load", name, "--annotations", "a.json") == (1, "", f"onrecord: {message}\n")
    assert tree(data) == before


UNREAD: dict[str, tuple[bytes | int, str]] = {
    "empty": (b"", "it is empty: expected an article's text"),
    "text without annotations": (
        b"Anna was here.",
        (
            "no loader reads it: expected an article as .txt, .html or .pdf, any text with --annotations FILE, "
            "or a table with --mapping"
        ),
    ),
    "unknown format": (
        b"PK\x03\x04\n\x00\xff",
        "it is binary (a NUL byte at 5): expected UTF-8 text",
    ),
    "white": (b" \n", "it is empty: expected an article's text"),
    "not UTF-8": (b"caf\xe9 noir", "it is not UTF-8 (byte 3): expected UTF-8 text"),
    "image": (b"\x89PNG\r\n\x1a\n\xff", "it is not UTF-8 (byte 0): expected UTF-8 text"),
    "binary annotations": (b'{"claims": [\x00]}', "it is binary (a NUL byte at 12): expected UTF-8 text"),
    "annotations given as the article": (
        b'{"doc": {}, "entities": [], "claims": []}',
        "it is an annotation file: load the article's text and give this file with --annotations",
    ),
    "huge": (17 * MIB, "it has 17825792 bytes: expected at most 16777216"),
}


@pytest.mark.parametrize(("content", "message"), UNREAD.values(), ids=UNREAD)
def test_a_file_that_no_loader_reads_is_refused_and_nothing_made(
    run: Command, tmp_path: Path, content: bytes | int, message: str
) -> None:
    write(tmp_path / "a.bin", content)
    assert run("--data", "new", "load", "a.bin") == (1, "", f"onrecord: a.bin: {message}\n")
    assert not (tmp_path / "new").exists()


ANNOTATIONS: dict[str, tuple[bytes | int, str]] = {
    "empty": (b"", "it is not an annotation file: "),
    "broken": (b'{"doc": {"id": "a"', "it is not an annotation file: "),
    "binary": (b"\x00\xff\x00", "it is not an annotation file: "),
    "not UTF-8": (b'{"doc": {"id": "\xe9"}, "entities": [], "claims": []}', "it is not an annotation file: "),
    "deep": (b'{"doc": ' + b"[" * 100_000, "it is not an annotation file: "),
    "deep and known": (
        b'{"doc": {}, "claims": [], "entities": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "it is not an annotation file: ",
    ),
    "a list": (b"[]", "it is not an annotation file: Expected `object`, got `array`"),
    "null": (b"null", "it is not an annotation file: Expected `object`, got `null`"),
    "another shape": (b'{"a": 1}', "it is not an annotation file: Object missing required field `doc`"),
    "another shape inside": (
        b'{"doc": {"id": 7}, "entities": [], "claims": []}',
        "it is not an annotation file: Expected `str | null`, got `int` - at `$.doc.id`",
    ),
    "huge": (64 * MIB + 1, "it has 67108865 bytes: expected at most 67108864"),
    "of another text": (
        b'{"doc": {"sha256": "' + b"0" * 64 + b'"}, "entities": [], "claims": []}',
        "it annotates another text than courier.txt: doc.sha256 is 000000000000…, the text's is ",
    ),
    "of nobody": (
        b'{"doc": {"id": "a"}, "entities": [], "claims": []}',
        "nobody says who published the text: give --publisher NAME or doc.publisher",
    ),
    "of a blank": (
        b'{"doc": {"id": "a", "publisher": "  "}, "entities": [], "claims": []}',
        "nobody says who published the text: give --publisher NAME or doc.publisher",
    ),
}


@pytest.mark.parametrize(("content", "message"), ANNOTATIONS.values(), ids=ANNOTATIONS)
def test_annotations_that_are_none_are_refused(run: Command, data: Path, content: bytes | int, message: str) -> None:
    write(data.parent / "a.json", content)
    before = tree(data)
    refused = run("--data", data, "load", COURIER[0], "--annotations", "a.json")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: a.json: {message}")
    assert refused.err.count("\n") == 1
    assert tree(data) == before


def test_one_wrong_file_among_good_ones_stops_the_whole_load(run: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "bad.json").write_text('{"doc": {"file": "bad.txt", "publisher": "x"}, "entities": [], "claims": []}')
    refused = run("--data", "new", "load", COURIER[0], "bad.txt", *COURIER[1:], "--annotations", "bad.json")
    assert refused == (1, "", "onrecord: bad.txt: it is not UTF-8 (byte 0): expected UTF-8 text\n")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("absent.txt",), "absent.txt: there is no such file"),
        (("folder",), "folder: it is a folder: expected files"),
        (("file/below.txt",), "file/below.txt: "),
        ((COURIER[0], "--annotations", "absent.json"), "absent.json: it cannot be read: No such file or directory"),
        ((COURIER[0], "--annotations", "folder"), "folder: it cannot be read: Is a directory"),
        ((COURIER[0], "--annotations", "file/below"), "below: it cannot be read: Not a directory"),
        (("pipe",), "pipe: "),
        (("long" * 1_000,), "long"),
    ],
    ids=["absent", "folder", "below a file", "absent json", "folder json", "below a file json", "pipe", "long name"],
)
def test_a_path_that_cannot_be_read_is_named(
    run: Command, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    refused = run("--data", "new", "load", *words)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: {message}")
    assert not (tmp_path / "new").exists()


# ---------------------------------------------------------------- the data directory


def test_a_data_directory_that_is_a_file_is_refused(run: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    for words in (("load", *COURIER), ("info",), ("init",)):
        refused = run("--data", "file", *words)
        assert (refused.code, refused.out) == (1, "")
        assert "file" in refused.err
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("words", [("load", *COURIER), ("info",), ("init",)])
def test_a_data_directory_below_a_file_is_refused(run: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    refused = run("--data", "file/data", *words)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("onrecord: ")
    assert "file/data" in refused.err


def test_a_folder_of_somebody_else_is_not_taken_over(run: Command, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"mine")
    assert run("--data", "photos", "load", *COURIER) == (
        1,
        "",
        "onrecord: photos is not empty: expected an absent or empty directory\n",
    )
    assert tree(tmp_path / "photos").keys() == {"a.jpg"}


@pytest.mark.parametrize(
    "words", [("load", *DISPATCH), ("info",), ("verify",), ("export",), ("sparql", "ASK {}"), ("withdraw", "x")]
)
def test_a_data_directory_of_a_newer_format_is_left_alone(run: Command, data: Path, words: tuple[str, ...]) -> None:
    (data / "onrecord.json").write_bytes(seal({"format": 2, "base": "http://localhost:8000/"}))
    before = tree(data)
    refused = run("--data", data, *words)
    assert (refused.code, refused.out) == (1, "")
    assert "it says format 2, this program reads 1: made by a newer onrecord" in refused.err
    assert tree(data) == before


def test_settings_with_more_in_them_are_of_a_newer_format_before_they_are_damaged(run: Command, data: Path) -> None:
    (data / "onrecord.json").write_text('{"format": 7, "shape": "unknown"}')
    assert "it says format 7, this program reads 1" in run("--data", data, "info").err


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder with both reports that everybody may read and only its owner may write to.

    The folders of pytest are closed to others.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in (ROOT / "data" / "sample").glob("[cd]*"):
            (folder / path.name).write_bytes(path.read_bytes())
            (folder / path.name).chmod(0o644)
        folder.chmod(0o755)
        yield folder


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody who owns nothing, where we may become that; stay ourselves otherwise."""
    loaders()  # read while we may
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(mine)


def close(data: Path) -> None:
    """Let nobody write below `data`."""
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def report(folder: Path, name: str) -> list[str]:
    """Return the words that load a report of `folder`."""
    return [str(folder / f"{name}.txt"), "--annotations", str(folder / f"{name}.annotations.json")]


@pytest.mark.parametrize("command", ["init", "load"])
def test_a_data_directory_is_not_made_where_we_may_not_write(run: Command, folder: Path, command: str) -> None:
    before = tree(folder)
    folder.chmod(0o555)
    with as_nobody():
        refused = run("--data", folder / "data", command, *(report(folder, "courier") if command == "load" else ()))
    assert refused == (1, "", f"onrecord: cannot use {folder}/data: Permission denied\n")
    assert tree(folder) == before
    assert not (folder / "data").exists()


def test_a_load_where_we_may_not_write_changes_nothing(run: Command, folder: Path) -> None:
    assert run("--data", folder / "data", "load", *report(folder, "courier")).code == 0
    close(folder / "data")
    before = tree(folder)
    with as_nobody():
        refused = run("--data", folder / "data", "load", *report(folder, "dispatch"))
    assert refused == (1, "", f"onrecord: cannot use {folder}/data/LOCK: Permission denied\n")
    assert tree(folder) == before


def test_what_we_may_read_but_not_write_is_answered(run: Command, folder: Path) -> None:
    assert run("--data", folder / "data", "load", *report(folder, "courier")).code == 0
    close(folder / "data")
    with as_nobody():
        assert run("--data", folder / "data", "verify") == (0, "every file is as it was written\n", "")
        assert run("--data", folder / "data", "--json", "info").json["generation"] == 1


def test_an_index_that_we_may_not_write_is_named(run: Command, folder: Path) -> None:
    assert run("--data", folder / "data", "load", *report(folder, "courier")).code == 0
    close(folder / "data")
    with as_nobody():
        refused = run("--data", folder / "data", "sparql", "ASK {}")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: cannot use {folder}/data/index")
    assert refused.err.endswith(": Permission denied\n")


def test_a_data_directory_that_we_may_not_read_is_named(run: Command, folder: Path) -> None:
    assert run("--data", folder / "data", "load", *report(folder, "courier")).code == 0
    (folder / "data").chmod(0o700)
    if os.geteuid() != 0:
        pytest.skip("what is ours we may read")
    with as_nobody():
        refused = run("--data", folder / "data", "info")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"onrecord: cannot use {folder}/data/onrecord.json: Permission denied\n"


def test_a_text_that_we_may_not_read_is_named(run: Command, folder: Path) -> None:
    text = folder / "courier.txt"
    text.chmod(0o000)
    with as_nobody():
        refused = run("--data", folder / "data", "load", *report(folder, "courier"))
    assert refused == (1, "", f"onrecord: {text}: it cannot be read: Permission denied\n")


# ---------------------------------------------------------------- a disk that is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 20 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("a disk can be mounted by root only")
    command = [mount, "-t", "tmpfs", "-o", "size=20k,mode=755", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:  # noqa: S603 - fixed words
        pytest.skip("mounting is not permitted here")
    yield disk
    # what this process has mapped keeps a disk busy
    subprocess.run([mount.replace("mount", "umount"), "--lazy", str(disk)], check=True)  # noqa: S603 - fixed words


def grow(disk: Path) -> None:
    """Give the disk more room."""
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)  # noqa: S603, S607 - fixed words


def test_a_load_on_a_full_disk_says_so_and_leaves_the_old_state(run: Command, small_disk: Path) -> None:
    data = small_disk / "data"
    assert run("--data", data, "init").code == 0
    refused = run("--data", data, "load", *COURIER)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: cannot use {data}/")
    assert refused.err.endswith(": No space left on device\n")
    assert run("--data", data, "--json", "info").json["generation"] == 0
    assert run("--data", data, "verify").code == 0


def test_a_load_that_found_the_disk_full_works_when_there_is_room(
    run: Command, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757200000")
    data = small_disk / "data"
    assert run("--data", data, "load", *COURIER).code == 1
    grow(small_disk)
    assert run("--data", data, "load", *COURIER).code == 0
    assert run("--data", tmp_path / "other", "load", *COURIER).code == 0
    assert {name: content for name, (content, _) in tree(data).items() if not name.startswith("index/")} == {
        name: content for name, (content, _) in tree(tmp_path / "other").items() if not name.startswith("index/")
    }


def test_a_disk_that_fills_while_the_index_is_built_is_said_to_be(run: Command, small_disk: Path) -> None:
    data = small_disk / "data"
    subprocess.run(["mount", "-o", "remount,size=128k", str(small_disk)], check=True)  # noqa: S603, S607 - fixed words
    assert run("--data", data, "load", *COURIER).code == 0
    refused = run("--data", data, "sparql", "ASK {}")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("onrecord: cannot use ")
    assert run("--data", data, "verify").code == 0
    grow(small_disk)
    assert run("--data", data, "sparql", "ASK { ?s ?p ?o }").json["boolean"] is True


def test_a_file_that_may_not_grow_stops_the_load_and_leaves_the_old_state(run: Command, data: Path) -> None:
    before = tree(data)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        refused = run("--data", data, "load", *DISPATCH)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.code == 1
    assert refused.err.startswith("onrecord: cannot use ")
    assert refused.err.endswith(": File too large\n")
    assert {name: file for name, file in tree(data).items() if name in before} == before
    assert run("--data", data, "verify").code == 0
    assert run("--data", data, "--json", "info").json["generation"] == 1
