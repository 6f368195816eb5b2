"""The row of one article: how long it takes until it can be read, among few claims and among many."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench import archives, generator
from bench.measurement import at_most, measured
from graph.archive import Deposit
from graph.index.building import follow
from graph.indexed import open_view
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.measurement import Measurement
    from bench.plan import Plan
    from graph.archive import Archive

_AT = 1_800_000_000
_LOADED_INTO_ONE = 6
"""So many articles are loaded into one copy of an archive: after eight the command presses the index together."""
_FIRST_MADE_UP = 90_000_000


class _Steps(NamedTuple):
    """Seconds by the clock: to publish an article, to index it, and to open that and read a claim of it."""

    published: float
    indexed: float
    opened: float


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure how long it takes until an article can be read, among few claims and among many."""
    sizes = (plan.few, plan.many)
    seen: dict[int, list[_Steps]] = {size: [] for size in sizes}
    originals = {size: archives.archive(plan, size) for size in sizes}
    number = 0
    for _ in range(plan.rounds(3, 1)):
        home = Path(tempfile.mkdtemp(dir=plan.cache))
        try:
            copies = {size: archives.copied(original, home / str(size)) for size, original in originals.items()}
            for turn in range(plan.rounds(_LOADED_INTO_ONE, _LOADED_INTO_ONE)):
                for size in sizes if turn % 2 else sizes[::-1]:
                    number += 1
                    seen[size].append(_load(copies[size], _deposit(plan, number)))
        finally:
            shutil.rmtree(home)
    yield _row(plan, seen)


def _row(plan: Plan, seen: dict[int, list[_Steps]]) -> Measurement:
    few, many = (float(np.median([sum(steps) for steps in seen[size]])) for size in (plan.few, plan.many))
    more = {"n": float(len(seen[plan.few]))}
    for called, size in (("few", plan.few), ("many", plan.many)):
        for place, step in enumerate(_Steps._fields):
            more[f"{called}_{step}"] = float(np.median([steps[place] for steps in seen[size]]))
        more[f"{called}_slowest"] = max(sum(steps) for steps in seen[size])
    content = _deposit(plan, 0).content
    told = "the seed's 72 annotations" if _seed(plan) else "made up"
    return measured(
        "load-article",
        ours=few,
        baseline=many,
        ratio=many / few,
        unit="s by the clock, median",
        against=f"`ours` is among {plan.few:,} claims, `baseline` among {plan.many:,}",
        goal=at_most(2),
        also=(few, at_most(2)),
        note=f"an article of {len(content.claims)} claims ({told}): published, indexed, opened and read",
        more=more,
    )


def _load(archive: Archive, deposit: Deposit) -> _Steps:
    """Load an article that the archive does not have, and read a claim of it as a worker does that serves already."""
    serving = open_view(archive, archive.current(), check=False)
    assert serving.claims([deposit.content.claims[0].id]) == [None]
    began = time.perf_counter()
    loaded = archive.load([deposit], at=_AT)
    published = time.perf_counter()
    follow(archive, loaded, {deposit.content.source.id: deposit.content})
    indexed = time.perf_counter()
    view = open_view(archive, archive.current(), check=True, known=serving)
    found = view.claims([deposit.content.claims[0].id])
    ended = time.perf_counter()
    assert found == [deposit.content.claims[0]]
    return _Steps(published - began, indexed - published, ended - indexed)


def _deposit(plan: Plan, number: int) -> Deposit:
    """Return an article as a source of its own: the seed where it is there, else one that is made up."""
    seed = _seed(plan)
    if seed:
        batch = Batch([seed], [seed.with_name("gold.json")], url=f"https://bench.example/{number}")
        (item,) = read_batch(batch)
        return Deposit(item.read.content, item.read.text)
    made_up = next(generator.contents(plan.few, first=_FIRST_MADE_UP + number))
    return Deposit(made_up, None)


def _seed(plan: Plan) -> Path | None:
    return next(iter(sorted((plan.shared / "seed").glob("*.txt"))), None)
