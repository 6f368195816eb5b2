"""What makes up the index of a generation: its segments, and what of them no longer counts.

    index/columns/<generation>-<digest>.json      the catalogue of a generation, sealed
                  segments/<name>/<table>.arrow   the tables of a segment (docs/index-format.md), and its text index
                  segments/<name>/files.json      the digests of its files

A segment belongs to every catalogue that names it. All is derived: what is missing or damaged is built again.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from graph.errors import DamagedError, OutdatedError
from graph.files import TEMPORARY, Digest, damaged, digest, disk_errors, is_whole, read_any, seal, unseal, write_file
from graph.index.numbering import Bases
from graph.index.stack import Segment, Stack
from graph.vocabulary import digest as vocabulary_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.archive import Archive
    from graph.manifest import Generation

FORMAT = 4
_CATALOGUES_KEPT = 2
_FILES = "files.json"
_CATALOGUE = re.compile(r"\d{1,12}-[0-9a-f]{16}\.json")
_NAME = re.compile("[0-9a-f]{32}")


class Listed(Struct, frozen=True):
    """One segment: the name of its folder, where its numbers begin and where they end, and the list of its files."""

    name: str
    bases: Bases
    ends: Bases
    files: Digest


class Catalogue(Struct, frozen=True, kw_only=True):
    """What makes up the index of a generation.

    `dead` are the rows of sources of which nothing counts any more, `gone` those of claims of other sources that do
    not, `silent` those of the entities of whom nothing else speaks. `claims` counts those that count, `proposed` those
    of them that nobody has reviewed.
    """

    format: int
    vocabulary: str
    generation: int
    digest: str
    segments: tuple[Listed, ...]
    dead: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    claims: int = 0
    proposed: int = 0

    @property
    def totals(self) -> Bases:
        """Where the numbers of a further segment would begin."""
        return self.segments[-1].ends if self.segments else Bases()


def folder_of(archive: Archive) -> Path:
    """Return where the index of columns lies."""
    return archive.root / "index" / "columns"


def path_of(archive: Archive, generation: Generation) -> Path:
    """Return where the catalogue of `generation` lies."""
    return folder_of(archive) / f"{generation.number}-{generation.digest[:16]}.json"


def read_catalogue(path: Path) -> Catalogue:
    """Return the catalogue at `path`.

    Raises:
        DamagedError: it is missing, not what was written, or of another format or ontology (`OutdatedError`).
    """
    content = unseal(path)
    if content.get("format") != FORMAT:
        raise OutdatedError(str(path), f"its format is {content.get('format')}, this program reads {FORMAT}")
    if content.get("vocabulary") != vocabulary_digest():
        raise OutdatedError(str(path), "it was made under another ontology")
    try:
        catalogue = msgspec.convert(content, Catalogue)
    except msgspec.ValidationError as cause:
        raise DamagedError(str(path), f"it is no catalogue: {cause}") from cause
    if not _is_sound(catalogue):
        raise DamagedError(str(path), "it names folders or numbers that this program never gives")
    return catalogue


def catalogues(archive: Archive) -> list[Path]:
    """Return where catalogues lie, the newest first; what else lies there is no concern of ours."""
    found = (path for path in folder_of(archive).glob("*.json") if _CATALOGUE.fullmatch(path.name) and path.is_file())
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _is_sound(catalogue: Catalogue) -> bool:
    """Say whether each segment goes on where the one before ends, in a folder of ours, and all numbers are theirs."""
    bases = [Bases(), *(listed.ends for listed in catalogue.segments)]
    return (
        all(_NAME.fullmatch(listed.name) for listed in catalogue.segments)
        and all(listed.bases == base for listed, base in zip(catalogue.segments, bases, strict=False))
        and all(0 <= source < catalogue.totals.sources for source in catalogue.dead)
        and all(0 <= claim < catalogue.totals.claims for claim in catalogue.gone)
        and all(0 <= entity < catalogue.totals.entities for entity in catalogue.silent)
    )


def write_catalogue(archive: Archive, generation: Generation, catalogue: Catalogue) -> None:
    """Make `catalogue` that of `generation`, and remove what no kept catalogue names."""
    write_file(path_of(archive, generation), seal(msgspec.to_builtins(catalogue)))
    _sweep(archive, generation)


def stack_of(archive: Archive, catalogue: Catalogue) -> Stack:
    """Open the segments of `catalogue`; every table is mapped now, so that a later removal does no harm.

    Raises:
        DamagedError: a table is missing, or is none.
    """
    home = folder_of(archive) / "segments"
    segments = [Segment(home / listed.name, listed.bases) for listed in catalogue.segments]
    return Stack(segments, catalogue.totals, catalogue.dead, catalogue.gone)


def damages_of(archive: Archive, catalogue: Catalogue, known: Catalogue | None = None) -> list[DamagedError]:
    """Return every file of the segments of `catalogue`, but those of `known`, that is not what was written."""
    home = folder_of(archive) / "segments"
    seen = {listed.name for listed in known.segments} if known else set()
    unseen = (home / listed.name for listed in catalogue.segments if listed.name not in seen)
    files = {listed.name: listed.files for listed in catalogue.segments}
    return [damage for folder in unseen for damage in _damages_in(folder, files[folder.name])]


def _damages_in(folder: Path, expected: Digest) -> list[DamagedError]:
    """Return every file of a segment that is not what was written, or the list of its files where that is damaged."""
    path = folder / _FILES
    if not is_whole(path, expected):
        return [damaged(path)]
    files = msgspec.json.decode(read_any(path), type=dict[str, Digest])
    return [damaged(folder / name) for name, each in files.items() if not is_whole(folder / name, each)]


def write_digests(folder: Path) -> Digest:
    """Write the digest of every file of a segment, but those that the text engine keeps for itself, beside them.

    Returns the digest of what it wrote.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    files = {path.relative_to(folder).as_posix(): digest(read_any(path)) for path in paths}
    content = msgspec.json.encode(files)
    (folder / _FILES).write_bytes(content)
    return digest(content)


def _sweep(archive: Archive, generation: Generation) -> None:
    """Remove all but the newest catalogues, and the segments that none of these names."""
    home = folder_of(archive)
    kept = catalogues(archive)
    older = [path for path in kept[_CATALOGUES_KEPT:] if path != path_of(archive, generation)]
    with disk_errors(home):
        for path in (*older, *home.glob("*" + TEMPORARY)):
            path.unlink()
    named = {listed.name for path in kept if path not in older for listed in _segments(path)}
    for folder in (home / "segments").glob("*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def _segments(path: Path) -> Iterator[Listed]:
    try:
        yield from read_catalogue(path).segments
    except DamagedError:
        return
