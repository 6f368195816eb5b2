"""What a manifest says: the sources of one published state, what their files must be, and how they are read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.codec import Content
from graph.files import Digest, read_file
from graph.history import History
from graph.ids import ClaimId, SourceId
from graph.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_FOLDER = re.compile(r"[a-z0-9-]{1,80}")
_HEX = re.compile(r"[0-9a-f]{32,64}")


class Version(Struct, frozen=True, kw_only=True):
    """One set of a source's bytes, as a manifest names it. Digests are of the files as they lie on the disk."""

    folder: str
    version: str
    quads_file: Digest
    text_file: Digest | None
    history_file: Digest | None
    recorded_at: int
    claims: int
    quads: int

    def is_sound(self) -> bool:
        """Say whether its names can only be names of files below `sources/`."""
        named = [self.quads_file, *(file for file in (self.text_file, self.history_file) if file)]
        return (
            bool(_FOLDER.fullmatch(self.folder))
            and bool(_HEX.fullmatch(self.version))
            and all(_HEX.fullmatch(file.sha256) for file in named)
        )

    @property
    def files(self) -> Iterator[tuple[str, Digest]]:
        """Each file below `sources/`, and what it must be."""
        yield f"{self.folder}/{self.version}.nq.zst", self.quads_file
        if self.text_file:
            yield f"{self.folder}/{self.text_file.sha256}.txt", self.text_file
        if self.history_file:
            yield f"{self.folder}/{self.history_file.sha256}.json", self.history_file


class Generation(Struct, frozen=True, kw_only=True):
    """One immutable published state of the sources. Times are seconds since 1970, UTC; `digest` names the state."""

    number: int
    created: int
    sources: dict[SourceId, Version]
    digest: str

    @property
    def claims(self) -> int:
        """How many claims it holds."""
        return sum(version.claims for version in self.sources.values())


EMPTY = Generation(number=0, created=0, sources={}, digest="0" * 64)


class Stored(NamedTuple):
    """One version of a source as read back."""

    version: Version
    content: Content
    text: str | None
    history: History

    def recorded_at(self, claim: ClaimId) -> int:
        """Return when the graph took up `claim`."""
        return self.history.earlier.get(claim, self.version.recorded_at)


def read_version(folder: Path, version: Version) -> Stored:
    """Return one version of a source.

    Raises:
        DamagedError: a file is not what was written.
    """
    quads, *others = ((name, read_file(folder / name, expected)) for name, expected in version.files)
    content = unpack(quads[1], str(folder / quads[0]))
    by_suffix = {name.rsplit(".", 1)[1]: raw for name, raw in others}
    text = by_suffix["txt"].decode() if "txt" in by_suffix else None
    history = History.from_bytes(by_suffix["json"]) if "json" in by_suffix else History()
    return Stored(version, content, text, history)
