"""One version of a source as one file: canonical, sorted N-Quads, compressed, in a named graph of its own."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

import zstandard
from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf
from pyoxigraph import serialize as serialize_rdf

from graph.codec import Content, decode, encode
from graph.errors import DamagedError
from graph.ids import OWN, source_iri

MAX_EXPANDED_BYTES = 4 << 30
_VERSION_LENGTH = 32
_OWN_HEAD = b"<" + OWN.encode()
_OWN_IRI = re.compile(rb'"(?:[^"\\]|\\.)*"|' + _OWN_HEAD)


class Packed(NamedTuple):
    """A version: its name, which is a digest of what it says, and the bytes of its file."""

    version: str
    content: bytes
    quads: int


def pack(content: Content) -> Packed:
    """Return the file of a source version. Equal content gives an equal name and, with one zstandard, equal bytes."""
    lines = sorted((serialize_rdf(encode(content), format=RdfFormat.N_TRIPLES) or b"").splitlines())
    version = hashlib.sha256(b"\n".join(lines)).hexdigest()[:_VERSION_LENGTH]
    graph = str(NamedNode(f"{source_iri(content.source.id)}#version={version}")).encode()
    quads = b"".join(line.removesuffix(b".") + graph + b" .\n" for line in lines)
    return Packed(version, zstandard.compress(quads), len(lines))


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


def absolute(quads: bytes, base: str) -> bytes:
    """Return N-Quads with our stored IRIs published below `base`; what stands in a literal is left alone."""
    head = b"<" + base.encode()
    return _OWN_IRI.sub(lambda found: head if found[0] == _OWN_HEAD else found[0], quads)


def unpack(content: bytes, file: str) -> Content:
    """Return what a version's file says: the inverse of `pack`.

    Raises:
        DamagedError: it is not what `pack` writes.
    """
    quads = quads_of(content, file)
    lines = [line.rpartition(b" <") for line in quads.splitlines()]
    version = hashlib.sha256(b"\n".join(triple + b" ." for triple, _, _ in lines)).hexdigest()[:_VERSION_LENGTH]
    if {graph for _, _, graph in lines} != {b"" if not lines else lines[0][2]} or version.encode() not in quads[-80:]:
        raise DamagedError(file, "what it says is not what its graph is named after")
    try:
        return decode(parse_rdf(quads, format=RdfFormat.N_QUADS), file)
    except SyntaxError as cause:
        raise DamagedError(file, f"it is not N-Quads: {cause}") from cause
