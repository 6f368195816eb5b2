"""A file of many records as lines: read piece by piece, also out of gzip and bzip2, with a bound on every piece.

Nothing is read whole. A line that is too long is told by its number and passed over. What unpacks to far more than
texts do is a bomb, and stops the load.
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from graph.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MAX_LINE_BYTES = 16 << 20
"""A record longer than this is refused, not read."""

MAX_RATIO = 200
"""How many times its packed size a file may unpack to, beyond the first `MAX_LINE_BYTES`. Texts come to 5 to 30."""

BATCH_BYTES = 1 << 18
"""About how much is sent to a child at a time."""

_PIECE = 1 << 18
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_MARK = b"\xef\xbb\xbf"
_HEAD_BYTES = 1 << 16


class Line(NamedTuple):
    """A line of a file, counted from 1, without its end; `content` is None where it is too long."""

    number: int
    content: bytes | None


def lines(path: Path, limit: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yield the lines of the file at `path`, unpacked where it is packed; those without anything in them are left out.

    Raises:
        LoadError: there is no such file, it cannot be read, its end is missing, or it unpacks to far too much.
    """
    held, number, overlong = bytearray(), 1, False
    for piece in pieces(path):
        *ended, rest = piece.split(b"\n")
        for end in ended:
            held += end
            if overlong or len(held) > limit:
                yield Line(number, None)
            elif held.strip():
                yield Line(number, bytes(held))
            held, number, overlong = bytearray(), number + 1, False
        held += rest
        if len(held) > limit:
            held, overlong = bytearray(), True
    if overlong:
        yield Line(number, None)
    elif held.strip():
        yield Line(number, bytes(held))


def quoted_lines(found: Iterable[Line], limit: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """Yield the records of a CSV: lines with a quotation that does not end go together with those that end it.

    Each has the number of its first line. One that is too long is told as such, up to where its quotation ends.
    """
    held: list[bytes] = []
    first = size = quotes = 0
    for line in found:
        first = first if held or quotes % 2 else line.number
        content = line.content
        quotes += content.count(b'"') if content is not None else 0
        size += len(content) if content is not None else limit + 1
        if size <= limit:
            held.append(content or b"")
        if quotes % 2 == 0:
            yield Line(first, b"\n".join(held) if size <= limit else None)
            held, size, quotes = [], 0, 0
    if held or size:
        yield Line(first, b"\n".join(held) if size <= limit else None)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of the file at `path`, unpacked where it is packed, without a byte order mark.

    Raises:
        LoadError: as `lines`.
    """
    try:
        with path.open("rb") as packed:
            yield from _unpacked(packed, path.name)
    except (EOFError, zlib.error) as cause:
        raise LoadError(path.name, f"it cannot be unpacked, perhaps its end is missing: {cause}") from cause
    except OSError as cause:
        raise LoadError(path.name, f"it cannot be read: {cause.strerror or cause}") from cause


def _unpacked(packed: BinaryIO, name: str) -> Iterator[bytes]:
    kind = packed.read(len(_BZIP2))
    packed.seek(0)
    opened: BinaryIO = packed
    if kind.startswith(_GZIP):
        opened = cast("BinaryIO", gzip.GzipFile(fileobj=packed))
    elif kind == _BZIP2:
        opened = cast("BinaryIO", bz2.BZ2File(packed))
    told, first = 0, True
    while piece := opened.read(_PIECE):
        told += len(piece)
        if opened is not packed and told > MAX_LINE_BYTES + MAX_RATIO * packed.tell():
            raise LoadError(name, f"it unpacks to more than {MAX_RATIO} times its size: expected the packing of a text")
        yield piece.removeprefix(_MARK) if first else piece
        first = False


def plain_name(name: str) -> str:
    """Return the name of a file without the ending that says how it is packed.

    >>> plain_name("entities.ftm.json.gz")
    'entities.ftm.json'
    """
    return name.removesuffix(".gz").removesuffix(".bz2")


def unpacked_head(head: bytes) -> bytes:
    """Return what the first bytes of a file begin with when they are unpacked; as they are where they are not packed.

    >>> unpacked_head(gzip.compress(b"a: 1")), unpacked_head(b"a: 1")
    (b'a: 1', b'a: 1')
    """
    unpack: Callable[[bytes, int], bytes] | None = None
    if head.startswith(_GZIP):
        unpack = zlib.decompressobj(wbits=31).decompress
    elif head.startswith(_BZIP2):
        unpack = bz2.BZ2Decompressor().decompress
    if unpack is None:
        return head.removeprefix(_MARK)
    try:
        return unpack(head, _HEAD_BYTES).removeprefix(_MARK)
    except (zlib.error, OSError, EOFError, ValueError):
        return b""
