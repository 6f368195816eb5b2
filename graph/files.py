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

from msgspec import Struct

from graph.errors import BusyError, DamagedError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp"


class Digest(Struct, frozen=True):
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
    temporary = path.with_name(path.name + TEMPORARY)
    with disk_errors(path):
        make_folder(path.parent)
        try:
            if os.path.lexists(temporary):
                temporary.unlink()
            # a name that is there already, or a link to elsewhere, is not written through
            with os.fdopen(
                os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644), "wb"
            ) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


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
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
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
    """Return `content` as JSON with a digest of itself in its last line, so that it is known to be whole."""
    body = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return (
        json.dumps({**content, "sha256": digest(body.encode()).sha256}, ensure_ascii=False, indent=1, sort_keys=True)
        + "\n"
    ).encode()


def unseal(path: Path) -> dict[str, Any]:
    """Return what `seal` wrote to `path`.

    Raises:
        DamagedError: it is missing, no JSON, or not what was written.
    """
    raw = read_any(path)
    try:
        content = json.loads(raw)
        whole = isinstance(content, dict) and seal({k: v for k, v in content.items() if k != "sha256"}) == raw
    except (ValueError, RecursionError) as cause:
        raise DamagedError(str(path), "it is not JSON") from cause
    if not whole:
        raise damaged(path)
    return dict(content)


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
