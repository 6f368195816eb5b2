"""A view of another generation, laid upon one that is open: only what differs between the two is read and written.

What is written lies in a folder of its own while the view is opened, and is then removed: the view keeps it mapped. So
the index that is served is left as it is, and nothing stays on the disk once the view is gone.
"""

from __future__ import annotations

import logging
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from graph.errors import UnavailableError
from graph.files import disk_errors, make_folder
from graph.index.building import GARBLED
from graph.index.difference import WORTH_KEEPING, Difference, difference
from graph.index.laying import Ground, counted, lay, nothing
from graph.index.stack import EMPTY_STACK, Segment, Stack
from graph.indexed import IndexView, Told
from graph.manifest import read_version
from graph.states.deltas import delta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions
    from graph.ids import SourceId
    from graph.manifest import Version
    from graph.view import View

_log = logging.getLogger(__name__)
_MOST_WITHOUT_INDEX = 50_000
"""Claims of a generation that is read into memory where there is no index to lay it upon."""
_LEFT_OVER_S = 3_600.0
"""After so long a folder is one that a process which died has left: nothing takes as long to lay out."""


def open_past(archive: Archive, generation: Generation, decisions: Decisions, near: View) -> View:
    """Open `generation`, as `decisions` say who is whom, upon `near`, a view of any generation of `archive`.

    Cost: that of the sources that differ between the two.

    Raises:
        DamagedError: a file that must be read is not what was written.
        UnavailableError: there is no room to write in, or there is no index and there are too many claims.
    """
    if not isinstance(near, IndexView):
        return _open_plain(archive, generation, decisions)
    if near.told.generation.digest == generation.digest:
        return near.under(decisions)
    if not generation.sources:
        return _laid(archive, generation, decisions, Ground(nothing(), EMPTY_STACK), {})
    before = near.told.generation.sources
    try:
        return _laid(archive, generation, decisions, Ground(near.catalogue, near.unmerged), before)
    except GARBLED as error:
        # a file of the archive, or what is open of the index: the files decide
        _log.warning("%s: generation %d is read from its files", error, generation.number)
        return _laid(archive, generation, decisions, Ground(nothing(), EMPTY_STACK), {})


def _open_plain(archive: Archive, generation: Generation, decisions: Decisions) -> View:
    from graph.plain import open_plain  # networkx takes longer to import than all else

    if generation.claims > _MOST_WITHOUT_INDEX:
        reason = f"expected at most {_MOST_WITHOUT_INDEX} where there is no index"
        raise UnavailableError(f"generation {generation.number} has {generation.claims} claims: {reason}")
    return open_plain(archive, generation, decisions)


def _laid(
    archive: Archive, generation: Generation, decisions: Decisions, ground: Ground, before: dict[SourceId, Version]
) -> IndexView:
    """Lay what `generation` has otherwise than `before` upon `ground`, which shows `before`."""
    changed = [name for name, version in generation.sources.items() if before.get(name) != version]
    gone = [name for name in before if name not in generation.sources]
    found = (_difference(archive, name, before.get(name), generation.sources[name], ground.stack) for name in changed)
    with _room(archive) as home:
        catalogue = lay(home, ground, generation, gone, found)
        fresh = catalogue.segments[len(ground.catalogue.segments) :]
        segments = [*ground.stack.segments, *(Segment(home / listed.name, listed.bases) for listed in fresh)]
        stack = Stack(segments, catalogue.totals, catalogue.dead, catalogue.gone)
    told = Told(archive.base, generation, counted(stack, catalogue), archive.root / "sources")
    return IndexView(told, stack, decisions)


def _difference(archive: Archive, source: SourceId, before: Version | None, after: Version, stack: Stack) -> Difference:
    """Return what is to be written, so that `stack`, which shows `before` of a source, shows `after` of it."""
    folder = archive.root / "sources"
    if before is not None:
        found = delta(folder, source, before, after, times=True)
        if len(found.after.content.claims) <= WORTH_KEEPING * after.claims:
            rows = stack.claim_rows([claim.id for claim in found.before.content.claims])
            return Difference(found.after, np.unique(rows[rows >= 0]))
    return difference(stack, read_version(folder, after))


@contextmanager
def _room(archive: Archive) -> Iterator[Path]:
    """Make a folder to write in, below the index or where that may not be written elsewhere, and remove it after."""
    home = archive.root / "index" / "past"
    folder = home / uuid4().hex
    try:
        with disk_errors(home):
            make_folder(home)
            _sweep(home)
            folder.mkdir()
    except UnavailableError:
        with disk_errors(home):
            folder = Path(mkdtemp(prefix="onrecord-past-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Remove what processes that died have left."""
    for left in home.iterdir():
        if time.time() - left.stat().st_mtime > _LEFT_OVER_S:
            shutil.rmtree(left, ignore_errors=True)
