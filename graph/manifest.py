"""What a manifest says: the sources of one published state, what their files must be, and how they are read back."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from graph.codec import Content
from graph.errors import DamagedError
from graph.files import Digest, read_file, seal, seal_in, unsealed
from graph.history import History
from graph.ids import ClaimId, SourceId
from graph.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


_LETTERS, _FOLDER_LENGTHS = b"abcdefghijklmnopqrstuvwxyz0123456789-", range(1, 81)
_FILES = tuple(map(attrgetter, ("quads_file", "text_file", "history_file")))
_HEX, _HEX_LENGTHS = b"0123456789abcdef", range(32, 65)


class Version(Struct, frozen=True, kw_only=True, gc=False):
    """One set of a source's bytes, as a manifest names it. Digests are of the files as they lie on the disk."""

    # in the order in which JSON has them, so that a manifest is written without sorting each
    claims: int
    folder: str
    history_file: Digest | None
    quads: int
    quads_file: Digest
    recorded_at: int
    text_file: Digest | None
    version: str

    @property
    def files(self) -> Iterator[tuple[str, Digest]]:
        """Each file below `sources/`, and what it must be."""
        yield f"{self.folder}/{self.version}.nq.zst", self.quads_file
        if self.text_file:
            yield f"{self.folder}/{self.text_file.sha256}.txt", self.text_file
        if self.history_file:
            yield f"{self.folder}/{self.history_file.sha256}.json", self.history_file


class Generation(Struct, frozen=True, kw_only=True, rename={"digest": "sha256"}):
    """One immutable published state of the sources, in the order of their ids; `digest` names the state.

    Times are seconds since 1970, UTC.
    """

    number: int
    created: int
    sources: dict[SourceId, Version]
    digest: str

    @property
    def claims(self) -> int:
        """How many claims it holds."""
        return sum(version.claims for version in self.sources.values())


EMPTY = Generation(number=0, created=0, sources={}, digest="0" * 64)


def follow_with(before: Generation, sources: Mapping[SourceId, Version], at: int) -> tuple[Generation, bytes]:
    """Return the generation that follows `before` with `sources`, made at the time `at`, and its manifest."""
    number, ordered = before.number + 1, dict(sorted(sources.items()))
    manifest = seal({"number": number, "created": at, "previous": before.digest, "sources": ordered})
    return Generation(number=number, created=at, sources=ordered, digest=seal_in(manifest)), manifest


def read_manifest(path: Path, number: int) -> Generation:
    """Return generation `number`, whose manifest lies at `path`.

    Raises:
        DamagedError: it is missing, or not what was written.
    """
    try:
        generation = msgspec.json.decode(unsealed(path), type=Generation)
    except msgspec.DecodeError as cause:
        raise DamagedError(str(path), f"it is no manifest: {cause}") from cause
    if not _are_sound(generation.sources.values()):
        raise DamagedError(str(path), "it names files by names that this program never gives")
    if generation.number != number:
        raise DamagedError(str(path), f"it is the manifest of generation {generation.number}")
    return generation


def _are_sound(versions: Collection[Version]) -> bool:
    """Say whether their names can only be names of files below `sources/`; of all at once, for it is asked often."""
    files = [file for at in _FILES for file in map(at, versions) if file]
    digests = [*map(attrgetter("version"), versions), *map(attrgetter("sha256"), files)]
    folders = list(map(attrgetter("folder"), versions))
    return _are(digests, _HEX, _HEX_LENGTHS) and _are(folders, _LETTERS, _FOLDER_LENGTHS)


def _are(names: list[str], letters: bytes, lengths: range) -> bool:
    return set(map(len, names)) <= set(lengths) and not "".join(names).encode().translate(None, letters)


class Stored(NamedTuple):
    """One version of a source as read back."""

    version: Version
    content: Content
    text: str | None
    history: History

    def recorded_at(self, claim: ClaimId) -> int:
        """Return when the graph took up `claim`."""
        return self.history.earlier.get(claim, self.version.recorded_at)


def read_history(folder: Path, version: Version) -> History:
    """Return the history of a version, without reading the rest of it.

    Raises:
        DamagedError: its file is not what was written.
    """
    if version.history_file is None:
        return History()
    return History.from_bytes(
        read_file(folder / version.folder / f"{version.history_file.sha256}.json", version.history_file)
    )


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
