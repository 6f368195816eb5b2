"""Laying a segment upon those that are there: with what changed between what they show and what is to be shown."""

from __future__ import annotations

import gc
import shutil
from contextlib import contextmanager
from operator import add
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np
from msgspec.structs import replace

from graph.files import disk_errors, make_folder
from graph.index.arrow import spread, write_table
from graph.index.catalogue import FORMAT, Catalogue, Listed, write_digests
from graph.index.numbering import Bases
from graph.index.press import STATES, Press
from graph.index.stack import WORDS, Stack
from graph.index.tables import tables_of
from graph.index.words import write_words
from graph.model import Status
from graph.vocabulary import digest as vocabulary_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from graph.archive import Generation
    from graph.ids import SourceId
    from graph.index.arrow import Rows
    from graph.index.difference import Difference

_BRIEFLY = 1_000
"""Claims of a segment from which on it has every column, whether or not anything stands there."""
_PROPOSED = STATES["status"].index(Status.PROPOSED)


class Ground(NamedTuple):
    """What a segment is laid upon: a catalogue, and its segments as they are open."""

    catalogue: Catalogue
    stack: Stack


def lay(
    home: Path, ground: Ground, generation: Generation, gone: Sequence[SourceId], found: Iterable[Difference]
) -> Catalogue:
    """Write into `home` a segment with what was `found` to differ; return what then shows `generation`, not counted.

    Sources that are `gone` no longer count. Where nothing is new, there is no further segment.

    Raises:
        UnavailableError: the disk is full, or may not be written.
    """
    before, stack = ground
    dead = {*before.dead, *(row for name in gone for row in stack.rows_of(name))}
    rows = [stack.gone]
    press = Press()
    segments = before.segments
    with _without_collector():
        for each in found:
            if each.gone is None:
                dead.update(stack.rows_of(each.fresh.content.source.id))
            else:
                rows.append(each.gone)
            press.add(each.fresh)
        if len(press.sources):
            segments = (*segments, _write(home, press, stack))
    claims = np.unique(np.concatenate(rows))
    return Catalogue(
        format=FORMAT,
        vocabulary=vocabulary_digest(),
        generation=generation.number,
        digest=generation.digest,
        segments=segments,
        dead=tuple(sorted(dead)),
        # of a source of which nothing counts any more, no claim need be named
        gone=tuple(claims[~np.isin(stack.take("claims", "source", claims), list(dead))].tolist()),
    )


def nothing() -> Catalogue:
    """Return the catalogue of a graph that holds nothing."""
    return Catalogue(format=FORMAT, vocabulary=vocabulary_digest(), generation=0, digest="", segments=())


def counted(stack: Stack, catalogue: Catalogue) -> Catalogue:
    """Return `catalogue`, which `stack` has open, with what it shows: claims, those that wait for review, the silent.

    The silent are the entities of whom only claims speak that no longer count.
    """
    sources = np.setdiff1d(np.arange(stack.bases.sources), stack.dead)
    claims, proposed = (int(stack.take("sources", name, sources).sum()) for name in ("claims", "proposed"))
    waited = int((stack.take("claims", "status", stack.gone) == _PROPOSED).sum())
    return replace(
        catalogue,
        claims=claims - len(stack.gone),
        proposed=proposed - waited,
        silent=tuple(_silent(stack).tolist()),
    )


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


def _write(home: Path, press: Press, stack: Stack) -> Listed:
    """Write a segment beside its place in `home` and move it there."""
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
