"""Files that are written whole or not at all, and known by their digest.

Every byte that is truth passes through `write_file` and `read_file`: a temporary file beside the target, fsync,
rename, fsync of the folder; and on the way back the digest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from errno import ENOTDIR
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from graph.errors import BusyError, DamagedError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp"


class Digest(Struct, frozen=True, gc=False):
    """What a file must be: the SHA-256 of its bytes, and their number."""

    sha256: str
    size: int


def digest(content: bytes) -> Digest:
    """Return the digest of `content`."""
    return Digest(hashlib.sha256(content).hexdigest(), len(content))


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Translate what the operating system says of `path` (no space, no permission) into our error."""
    try:
        yield
    except OSError as cause:
        where = cause.filename or path
        raise UnavailableError(f"cannot use {where}: {cause.strerror or cause}") from cause


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all, and on the disk before returning.

    Raises:
        UnavailableError: the disk is full, or may not be written.
    """
    temporary = _beside(path)
    with disk_errors(path):
        make_folder(path.parent)
        try:
            _write_new(temporary, content, sync=True)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


class FileBatch:
    """Files that are put on the disk together, at the end: half of the time that `write_file` takes for each.

    Until `settle` each lies beside its place under another name, and what was at its place is still there.
    """

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._folders: set[Path] = set()

    def put(self, path: Path, content: bytes) -> None:
        """Write `content` beside `path`.

        Raises:
            UnavailableError: the disk is full, or may not be written.
        """
        temporary, folder = _beside(path), path.parent
        with disk_errors(path):
            if not folder.is_dir():
                make_folder(folder.parent)
                folder.mkdir()
                self._folders.add(folder.parent)
            try:
                _write_new(temporary, content, sync=False)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        self._folders.add(folder)
        self._paths.append(path)

    def settle(self) -> None:
        """Put every file at its place, whole, and on the disk before returning.

        Raises:
            UnavailableError: the disk is full, or may not be written.
        """
        for path in self._paths:
            with disk_errors(path):
                _sync(_beside(path), os.O_NOFOLLOW)
        for path in self._paths:
            with disk_errors(path):
                _beside(path).replace(path)
        for folder in sorted(self._folders):
            with disk_errors(folder):
                sync_folder(folder)
        self._paths, self._folders = [], set()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + TEMPORARY)


def _write_new(path: Path, content: bytes, *, sync: bool) -> None:
    if os.path.lexists(path):
        path.unlink()
    # a name that is there already, or a link to elsewhere, is not written through
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644), "wb") as file:
        file.write(content)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it where they are missing, on the disk before returning."""
    if not folder.is_dir():
        if folder.exists():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder))
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a loss of power."""
    _sync(folder, os.O_DIRECTORY)


def _sync(path: Path, flag: int) -> None:
    handle = os.open(path, os.O_RDONLY | flag)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_file(path: Path, expected: Digest) -> bytes:
    """Return the bytes of `path`.

    Raises:
        DamagedError: it is missing, or its bytes are not those of `expected`.
    """
    content = read_any(path)
    if digest(content) != expected:
        raise damaged(path)
    return content


def is_whole(path: Path, expected: Digest) -> bool:
    """Say whether the bytes of `path` are those of `expected`."""
    try:
        return digest(read_any(path)) == expected
    except DamagedError:
        return False


def damaged(path: Path) -> DamagedError:
    """Return the error for a file that is missing, or whose bytes have changed."""
    changed = "its bytes are not those that were written (SHA-256 differs)"
    return DamagedError(str(path), changed if path.exists() else "it is missing")


def read_any(path: Path) -> bytes:
    """Return the bytes of `path` as they are; a missing file is a damaged one."""
    try:
        return path.read_bytes()
    except FileNotFoundError as cause:
        raise DamagedError(str(path), "it is missing") from cause
    except OSError as cause:
        raise UnavailableError(f"cannot read {path}: {cause.strerror}") from cause


def seal(content: dict[str, Any]) -> bytes:
    """Return `content` as JSON with a digest of the rest of itself at `sha256`, so that it is known to be whole.

    Keys are sorted. `content` may hold msgspec's types; it holds no numbers with a fraction, which are not written
    alike everywhere.
    """
    raw = msgspec.json.format(msgspec.json.encode({**content, "sha256": "0" * 64}, order="sorted"), indent=1) + b"\n"
    start = raw.find(_SEAL) + len(_SEAL)
    return b"".join((raw[:start], _digest_without_seal(raw).encode(), raw[start + 64 :]))


def unseal(path: Path) -> dict[str, Any]:
    """Return what `seal` wrote to `path`.

    Raises:
        DamagedError: it is missing, no JSON, or not what was written.
    """
    try:
        return msgspec.json.decode(unsealed(path), type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as cause:
        raise DamagedError(str(path), "it is not JSON") from cause


def unsealed(path: Path) -> bytes:
    """Return the JSON that `seal` wrote to `path`, as it lies there.

    Raises:
        DamagedError: it is missing, no JSON, or not what was written.
    """
    raw = read_any(path)
    if (expected := _digest_without_seal(raw)) and seal_in(raw) == expected:
        return raw
    try:
        json.loads(raw)
    except (ValueError, RecursionError) as cause:
        raise DamagedError(str(path), "it is not JSON") from cause
    raise damaged(path)


def seal_in(raw: bytes) -> str:
    """Return the digest that sealed JSON holds, of the rest of itself."""
    start = raw.find(_SEAL) + len(_SEAL)
    return raw[start : start + 64].decode("latin-1")


# one space: a key of the outermost object, since in a text a line break is written otherwise
_SEAL = b'\n "sha256": "'


def _digest_without_seal(raw: bytes) -> str:
    """Return the digest of sealed JSON without its seal and its last line break; "" where it has no seal."""
    view, start = memoryview(raw), raw.find(_SEAL)
    end = start + len(_SEAL) + 64
    if start > 0 and raw[end : end + 3] == b'",\n' and raw.endswith(b"\n"):
        parts = [view[:start], view[end + 2 : -1]]
    elif start > 0 and raw[end:] == b'"\n}\n' and raw[start - 1 : start] == b",":
        parts = [view[: start - 1], view[end + 1 : -1]]
    elif start == 1 and raw[end:] == b'"\n}\n':
        parts = [view[:1], view[-2:-1]]
    else:
        return ""
    return digest(b"".join(parts)).sha256


@contextmanager
def only_writer(lock: Path) -> Iterator[None]:
    """Hold the one lock of writers.

    Raises:
        BusyError: another process holds it.
    """
    with _held(lock, fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold `lock`, after whoever holds it now."""
    with _held(lock, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(lock: Path, how: int) -> Iterator[None]:
    with disk_errors(lock):
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError as cause:
            raise BusyError(f"another process is writing to {lock.parent}: try again when it has finished") from cause
        yield
    finally:
        os.close(handle)
