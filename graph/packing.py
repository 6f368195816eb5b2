"""One version of a source as one file: canonical, sorted N-Quads, compressed, in a named graph of its own."""

from __future__ import annotations

import hashlib
import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from graph.codec import Content, decode, encode
from graph.errors import DamagedError
from graph.ids import OWN, source_iri
from graph.ntriples import iri
from graph.verdicts import as_ruled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.ids import ClaimId
    from graph.verdicts import Ruled

MAX_EXPANDED_BYTES = 4 << 30
_VERSION_LENGTH = 32
_BLOCK_BYTES = 1 << 20
_OWN_HEAD = b"<" + OWN.encode()
_OWN_IRI = re.compile(rb'"(?:[^"\\]|\\.)*"|' + _OWN_HEAD)


class Packed(NamedTuple):
    """A version: its name, which is a digest of what it says, and the bytes of its file."""

    version: str
    content: bytes
    quads: int


def pack(content: Content) -> Packed:
    """Return the file of a source version. Equal content gives an equal name and, with one zstandard, equal bytes."""
    # as the finished lines sort: text as its UTF-8, and what may follow a literal stands above a space
    lines = sorted(encode(content))
    version = _version(lines)
    tail = f" {iri(f'{source_iri(content.source.id)}#version={version}')} .\n"
    quads = (tail.join(lines) + tail).encode()
    return Packed(version, zstandard.compress(quads), len(lines))


def _version(lines: list[str]) -> str:
    """Return the name of a version: a digest of its N-Triples, the last line without its end."""
    return hashlib.sha256((" .\n".join(lines) + " .").encode()).hexdigest()[:_VERSION_LENGTH]


def quads_of(content: bytes, file: str) -> bytes:
    """Return the N-Quads in a version's file.

    Raises:
        DamagedError: it is not compressed N-Quads.
    """
    try:
        if zstandard.get_frame_parameters(content).content_size > MAX_EXPANDED_BYTES:
            raise DamagedError(file, f"it says that it expands to more than {MAX_EXPANDED_BYTES} bytes")
        return zstandard.ZstdDecompressor().decompress(content, max_output_size=MAX_EXPANDED_BYTES)
    except (zstandard.ZstdError, MemoryError) as cause:
        raise DamagedError(file, f"it cannot be expanded: {cause}") from cause


def ruled_quads(content: bytes, file: str, ruled: Mapping[ClaimId, Ruled]) -> bytes:
    """Return the N-Quads in a version's file, with the status and the rank that people gave its claims.

    Raises:
        DamagedError: it is not what `pack` writes.
    """
    quads = quads_of(content, file)
    told = unpack(content, file) if ruled else None
    if told is None or not any(claim.id in ruled for claim in told.claims):
        return quads
    tail = quads[quads.rfind(b" <") :].decode()
    lines = sorted(encode(told._replace(claims=as_ruled(told.claims, ruled))))
    return (tail.join(lines) + tail).encode()


def absolute(quads: bytes, base: str) -> bytes:
    """Return N-Quads with our stored IRIs published below `base`; what stands in a literal is left alone."""
    head = b"<" + base.encode()
    return _OWN_IRI.sub(lambda found: head if found[0] == _OWN_HEAD else found[0], quads)


def unpack(content: bytes, file: str) -> Content:
    """Return what a version's file says: the inverse of `pack`.

    Raises:
        DamagedError: it is not what `pack` writes.
    """
    try:
        quads = quads_of(content, file).decode()
    except UnicodeDecodeError as cause:
        raise DamagedError(file, f"it is not N-Quads: {cause}") from cause
    graph = quads[quads.rfind(" <") :]
    *lines, rest = quads.split(graph) if graph else [quads]
    if rest or quads.count("\n") != len(lines) or not graph.endswith(f"#version={_version(lines)}> .\n"):
        raise DamagedError(file, "what it says is not what its graph is named after")
    return decode(lines, file)


class Lines:
    """The lines of a version's file, in their order, block by block; never all of them in memory.

    Whether the file is what was written, its digest says: whoever has read it has looked.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the lines some thousands at a time, without what every line of the file ends with."""
        decoder, rest, end = getincrementaldecoder("utf-8")(), "", ""
        try:
            with zstandard.ZstdDecompressor().stream_reader(self._content) as raw:
                while block := raw.read(_BLOCK_BYTES):
                    rest += decoder.decode(block)
                    if not end and (first := rest.find("\n") + 1):
                        end = rest[rest.rindex(" <", 0, first) : first]
                    if end:
                        *lines, rest = rest.split(end)
                        yield lines
        except (zstandard.ZstdError, ValueError) as cause:
            raise DamagedError(self._file, f"it cannot be read: {cause}") from cause
        if rest:
            raise DamagedError(self._file, "it ends in the middle of a line")
