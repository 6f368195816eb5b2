"""Building the index: a segment for what a load brings, fewer and larger ones in between, or all of it anew.

What is built while a load writes and what is built from the files afterwards answer alike (`graph.normal`); numbers
and the order of segments may differ, so answers are compared, never bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace
from pyarrow import ArrowException

from graph.errors import DamagedError
from graph.files import disk_errors, make_folder, one_at_a_time
from graph.history import History
from graph.ids import SourceId
from graph.index.catalogue import (
    Catalogue,
    catalogues,
    damages_of,
    folder_of,
    path_of,
    read_catalogue,
    stack_of,
    write_catalogue,
)
from graph.index.difference import difference
from graph.index.laying import Ground, counted, lay, nothing
from graph.index.stack import EMPTY_STACK, Stack
from graph.manifest import Stored, read_version
from graph.normal import as_stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from graph.archive import Archive, Generation, Loaded
    from graph.codec import Content

MAX_SEGMENTS = 8
_DEAD_SHARE = 0.5
GARBLED = (DamagedError, LookupError, ValueError, OverflowError, MemoryError, ArrowException)
"""What reading a damaged segment may raise when its bytes have not been compared with their digests."""


class Opened(NamedTuple):
    """The index of a generation, and what of it was damaged and has been built again."""

    stack: Stack
    catalogue: Catalogue
    mended: list[DamagedError]


def follow(archive: Archive, loaded: Loaded, contents: Mapping[SourceId, Content]) -> None:
    """Bring the index from the generation before a load to the one after; `contents` is what the load was given.

    Cost: that of the changed sources and of the rows that no longer count, and a look at one number an entity; where
    the index before is missing, all anew.

    Raises:
        DamagedError: a file of the generation is not what was written.
        UnavailableError: the index may not be written.
    """
    if not path_of(archive, loaded.generation).exists():
        with _locked(archive):
            _bring(archive, loaded.generation, [loaded.before], contents)


def compact(archive: Archive, generation: Generation) -> bool:
    """Press the newest segments into one when there are many, and drop what no longer counts; say whether it did.

    Readers go on with what they have open. Cost: that of the claims in these segments, read from their files.
    """
    if _loose(archive, generation) is None:
        return False
    with _locked(archive):
        catalogue = _loose(archive, generation)
        if catalogue is None:
            return False
        if _is_mostly_dead(catalogue):
            _build(archive, generation, {})
        else:
            _merge(archive, generation, catalogue)
    return True


def reindex(archive: Archive, generation: Generation) -> None:
    """Build the index of `generation` anew from its files, as one segment. O(claims)."""
    with _locked(archive):
        _build(archive, generation, {})


def open_index(archive: Archive, generation: Generation, *, check: bool, known: Catalogue | None = None) -> Opened:
    """Open the index of `generation`, building it where it is missing or damaged.

    With `check` every byte is compared with its digest, as whoever starts workers does once, but for the segments of
    `known`, which were compared before; without it only that the tables are there.

    Raises:
        DamagedError: a file of the generation is not what was written.
        UnavailableError: the index may not be written.
    """
    opened = _as_it_is(archive, generation, known, check=check)
    if isinstance(opened, Opened):
        return opened
    # opened under the lock, for whoever builds next sweeps
    with _locked(archive):
        opened = _as_it_is(archive, generation, known, check=check)
        if opened == []:
            _bring(archive, generation, _indexed(archive, check=check), {})
            opened = _as_it_is(archive, generation, known, check=check)
        if isinstance(opened, Opened):
            return opened
        _build(archive, generation, {})
        catalogue = read_catalogue(path_of(archive, generation))
        return Opened(stack_of(archive, catalogue), catalogue, opened)


def _as_it_is(
    archive: Archive, generation: Generation, known: Catalogue | None, *, check: bool
) -> Opened | list[DamagedError]:
    """Return the index of `generation`, or what is damaged in it: nothing where there is none."""
    path = path_of(archive, generation)
    if not path.exists():
        return []
    try:
        catalogue = read_catalogue(path)
        found = damages_of(archive, catalogue, known) if check else []
        return found or Opened(stack_of(archive, catalogue), catalogue, [])
    except DamagedError as damage:
        return [damage]


def damages(archive: Archive, generation: Generation) -> list[DamagedError]:
    """Return every file of the index of `generation` that is not what was written; none where there is no index."""
    path = path_of(archive, generation)
    if not path.exists():
        return []
    try:
        return damages_of(archive, read_catalogue(path))
    except DamagedError as damage:
        return [damage]


# ---------------------------------------------------------------------- segments


class _Change(NamedTuple):
    """What a load changed: sources that are new or say something new, sources that are gone, and what it was given."""

    changed: Sequence[SourceId]
    gone: Sequence[SourceId]
    contents: Mapping[SourceId, Content]


def _bring(
    archive: Archive, generation: Generation, befores: Iterable[Generation], contents: Mapping[SourceId, Content]
) -> None:
    """Make the index of `generation` of the first of `befores` that has one; of nothing where none has."""
    if path_of(archive, generation).exists():
        return
    for before in befores:
        try:
            catalogue = read_catalogue(path_of(archive, before)) if before.number else nothing()
            stack = stack_of(archive, catalogue)
        except DamagedError:
            continue
        try:
            _extend(archive, generation, Ground(catalogue, stack), _change(before, generation, contents))
        except GARBLED:
            if not damages_of(archive, catalogue):
                raise
        else:
            return
    _build(archive, generation, contents)


def _change(before: Generation, after: Generation, contents: Mapping[SourceId, Content]) -> _Change:
    now, then = after.sources, before.sources
    changed = [name for name, version in now.items() if then.get(name) is not version and then.get(name) != version]
    return _Change(changed, [name for name in then if name not in now], contents)


def _indexed(archive: Archive, *, check: bool) -> Iterator[Generation]:
    """Yield the generations that have an index, the newest first; with `check`, one that is not damaged."""
    for path in catalogues(archive):
        number = path.stem.partition("-")[0]
        try:
            generation = archive.generation(int(number))
        except (DamagedError, ValueError):
            continue
        if path == path_of(archive, generation) and not (check and damages(archive, generation)):
            yield generation


def _extend(archive: Archive, generation: Generation, ground: Ground, change: _Change) -> None:
    """Lay a segment with what changed upon those of `ground`."""
    stored = _stored(archive, generation, change.changed, change.contents)
    found = (difference(ground.stack, each) for each in stored)
    catalogue = lay(folder_of(archive) / "segments", ground, generation, change.gone, found)
    write_catalogue(archive, generation, counted(stack_of(archive, catalogue), catalogue))


def _build(archive: Archive, generation: Generation, contents: Mapping[SourceId, Content]) -> None:
    _extend(archive, generation, Ground(nothing(), EMPTY_STACK), _Change(sorted(generation.sources), [], contents))


def _merge(archive: Archive, generation: Generation, catalogue: Catalogue) -> None:
    """Press the last segments again, upon those before."""
    whole = stack_of(archive, catalogue)
    kept = _kept(catalogue)
    bases = catalogue.segments[kept].bases
    again = [SourceId(name) for name, row in whole.source_rows.items() if row >= bases.sources]
    dead = tuple(row for row in catalogue.dead if row < bases.sources)
    gone = tuple(row for row in catalogue.gone if row < bases.claims)
    below = Stack(whole.segments[:kept], bases, dead, gone)
    prefix = replace(catalogue, segments=catalogue.segments[:kept], dead=dead, gone=gone)
    _extend(archive, generation, Ground(prefix, below), _Change(again, [], {}))


def _kept(catalogue: Catalogue) -> int:
    """Return how many segments stay: those that hold more than all after them, and fewer than are too many.

    So a claim is pressed again as often as what it lies with has doubled, whatever the number of loads.
    """
    sizes = [listed.ends.claims - listed.bases.claims for listed in catalogue.segments]
    kept = len(sizes) - 2
    while kept and sizes[kept - 1] <= sum(sizes[kept:]):
        kept -= 1
    return min(kept, MAX_SEGMENTS - 1)


def _stored(
    archive: Archive, generation: Generation, names: Iterable[SourceId], contents: Mapping[SourceId, Content]
) -> Iterable[Stored]:
    """Yield what sources say: as the load was given it, else from their files."""
    for name in names:
        version = generation.sources[name]
        if name in contents and version.history_file is None:
            yield Stored(version, as_stored(contents[name]), None, History())
        else:
            yield read_version(archive.root / "sources", version)


# ---------------------------------------------------------------------- when to build what


def _loose(archive: Archive, generation: Generation) -> Catalogue | None:
    """Return the catalogue of `generation` where there is one, and there is something to compact."""
    try:
        catalogue = read_catalogue(path_of(archive, generation))
    except DamagedError:
        return None
    return catalogue if len(catalogue.segments) > MAX_SEGMENTS or _is_mostly_dead(catalogue) else None


def _is_mostly_dead(catalogue: Catalogue) -> bool:
    held = catalogue.totals.claims
    return held - catalogue.claims > _DEAD_SHARE * held


def _locked(archive: Archive) -> AbstractContextManager[None]:
    with disk_errors(folder_of(archive)):
        make_folder(folder_of(archive))
    return one_at_a_time(folder_of(archive) / "LOCK")
