"""Building the index: a segment for what a load brings, fewer and larger ones in between, or all of it anew.

What is built while a load writes and what is built from the files afterwards answer alike (`graph.normal`); numbers
and the order of segments may differ, so answers are compared, never bytes.
"""

from __future__ import annotations

import gc
import shutil
from contextlib import contextmanager
from operator import add
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np
from msgspec.structs import replace
from pyarrow import ArrowException

from graph.errors import DamagedError
from graph.files import disk_errors, make_folder, one_at_a_time
from graph.history import History
from graph.ids import SourceId
from graph.index.arrow import spread, write_table
from graph.index.catalogue import (
    FORMAT,
    Catalogue,
    Listed,
    catalogues,
    damages_of,
    folder_of,
    path_of,
    read_catalogue,
    stack_of,
    write_catalogue,
    write_digests,
)
from graph.index.difference import difference
from graph.index.numbering import Bases
from graph.index.press import STATES, Press
from graph.index.stack import EMPTY_STACK, WORDS, Stack
from graph.index.tables import tables_of
from graph.index.words import write_words
from graph.manifest import Stored, read_version
from graph.model import Status
from graph.normal import as_stored
from graph.vocabulary import digest as vocabulary_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from graph.archive import Archive, Generation, Loaded
    from graph.codec import Content
    from graph.index.arrow import Rows

MAX_SEGMENTS = 8
_DEAD_SHARE = 0.5
_BRIEFLY = 1_000
"""Claims of a segment from which on it has every column, whether or not anything stands there."""
_PROPOSED = STATES["status"].index(Status.PROPOSED)
_GARBLED = (DamagedError, LookupError, ValueError, OverflowError, MemoryError, ArrowException)
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
            catalogue = read_catalogue(path_of(archive, before)) if before.number else _nothing()
            stack = stack_of(archive, catalogue)
        except DamagedError:
            continue
        try:
            _extend(archive, generation, catalogue, stack, _change(before, generation, contents))
        except _GARBLED:
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


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector still while millions of small objects are made, none of them in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _extend(archive: Archive, generation: Generation, before: Catalogue, stack: Stack, change: _Change) -> None:
    """Lay a segment with what changed upon those of `before`, which `stack` has open."""
    dead = {*before.dead, *(row for name in change.gone for row in stack.rows_of(name))}
    gone = [stack.gone]
    press = Press()
    segments = before.segments
    with _without_collector():
        for stored in _stored(archive, generation, change.changed, change.contents):
            found = difference(stack, stored)
            if found.gone is None:
                dead.update(stack.rows_of(stored.content.source.id))
            else:
                gone.append(found.gone)
            press.add(found.fresh)
        if len(press.sources):
            segments = (*segments, _write(archive, press, stack))
    rows = np.unique(np.concatenate(gone))
    catalogue = Catalogue(
        format=FORMAT,
        vocabulary=vocabulary_digest(),
        generation=generation.number,
        digest=generation.digest,
        segments=segments,
        dead=tuple(sorted(dead)),
        # of a source of which nothing counts any more, no claim need be named
        gone=tuple(rows[~np.isin(stack.take("claims", "source", rows), list(dead))].tolist()),
    )
    write_catalogue(archive, generation, _counted(archive, catalogue))


def _build(archive: Archive, generation: Generation, contents: Mapping[SourceId, Content]) -> None:
    _extend(archive, generation, _nothing(), EMPTY_STACK, _Change(sorted(generation.sources), [], contents))


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
    _extend(archive, generation, prefix, below, _Change(again, [], {}))


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


def _write(archive: Archive, press: Press, stack: Stack) -> Listed:
    """Write a segment beside its place and move it there."""
    home = folder_of(archive) / "segments"
    name = uuid4().hex
    building, bases = home / f"{name}.tmp", stack.bases
    with disk_errors(home):
        make_folder(home)
        building.mkdir()
        try:
            tables = tables_of(press, stack)
            for table, columns in tables.items():
                write_table(building / f"{table}.arrow", columns, briefly=len(press) < _BRIEFLY)
            names = ((bases.claims + place, text) for place, text in press.named)
            write_words(building / WORDS, names, press.quotes, bases.claims)
            files = write_digests(building)
            building.rename(home / name)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    lengths = (len(next(iter(tables[name].values()))) for name in Bases._fields)
    return Listed(name, bases, Bases(*map(add, bases, lengths)), files)


def _counted(archive: Archive, catalogue: Catalogue) -> Catalogue:
    """Return `catalogue` with what it shows: claims, those that wait for review, entities nobody speaks of now."""
    stack = stack_of(archive, catalogue)
    sources = np.setdiff1d(np.arange(stack.bases.sources), stack.dead)
    claims, proposed = (int(stack.take("sources", name, sources).sum()) for name in ("claims", "proposed"))
    waited = int((stack.take("claims", "status", stack.gone) == _PROPOSED).sum())
    return replace(
        catalogue,
        claims=claims - len(stack.gone),
        proposed=proposed - waited,
        silent=tuple(_silent(stack).tolist()),
    )


def _silent(stack: Stack) -> Rows:
    """Return the entities of whom only claims speak that no longer count."""
    firsts, lengths = (stack.take("sources", name, stack.dead).astype(np.int64) for name in ("first_claim", "claims"))
    claims = np.concatenate([spread(firsts, firsts + lengths)[1], stack.gone])
    if not len(claims):
        return claims
    spoken_of = (stack.take("claims", name, claims) for name in ("subject", "value_entity", "claimant"))
    entities = np.unique(np.concatenate(list(spoken_of))).astype(np.int64)
    entities = entities[entities >= 0]
    # whoever a dataset has all its claims from is found in the first two, where it has a name or is told of
    for table in ("by_subject", "by_value", "by_claimant"):
        heard = stack.listed(table, "entity", entities)[0]
        entities = np.delete(entities, np.unique(heard))
    return entities


# ---------------------------------------------------------------------- when to build what


def _nothing() -> Catalogue:
    return Catalogue(format=FORMAT, vocabulary=vocabulary_digest(), generation=0, digest="", segments=())


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
