"""Rows of bulk loads: from parsed claims to a published, indexed generation, against Oxigraph in memory."""

from __future__ import annotations

import gc
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from bench import archives
from bench.measurement import at_least, measured
from bench.timing import Spent, Times, spent
from graph.archive import Deposit, initialise
from graph.export import nquads
from graph.index.building import follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.measurement import Measurement
    from bench.plan import Plan
    from graph.codec import Content

_AT = 1_800_000_000


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure a bulk load of few claims, and in a full run of many."""
    yield _bulk(plan, "load-bulk", plan.few, plan.rounds(5, 3))
    if not plan.quick:
        yield _bulk(plan, "load-bulk-many", plan.many, 1)


def _bulk(plan: Plan, name: str, size: int, rounds: int) -> Measurement:
    told = archives.contents(plan, size)
    claims = sum(len(content.claims) for content in told)
    plan.cache.mkdir(parents=True, exist_ok=True)
    lines = b""
    loading, following, theirs = Times(), Times(), Times()
    for turn in range(rounds):
        folder = Path(tempfile.mkdtemp(dir=plan.cache))
        try:
            if turn % 2:
                theirs.runs.append(_oxigraph(lines))
            gc.collect()
            loaded = _Load(folder / "data", told)
            loading.runs.append(spent(_Load.files, loaded))
            following.runs.append(spent(_Load.index, loaded))
            lines = lines or b"".join(nquads(loaded.archive, loaded.archive.current()))
            if not turn % 2:
                theirs.runs.append(_oxigraph(lines))
        finally:
            shutil.rmtree(folder)
    ours = loading.cpu() + following.cpu()
    quads = lines.count(b"\n")
    return measured(
        name,
        ours=claims / ours,
        baseline=claims / theirs.cpu(),
        ratio=theirs.cpu() / ours,
        unit="claims per CPU s",
        against="pyoxigraph memory bulk_load of the exported N-Quads of the same claims",
        goal=at_least(0.5),
        note=f"{claims:,} claims of {len(told):,} sources, {quads:,} quads, from parsed claims",
        more={
            "files_cpu_s": loading.cpu(),
            "index_cpu_s": following.cpu(),
            "baseline_cpu_s": theirs.cpu(),
            "wall_ours": loading.wall() + following.wall(),
            "wall_baseline": theirs.wall(),
            "n": rounds,
        },
    )


class _Load:
    """One bulk load in its two steps: the files of a generation, and its index."""

    def __init__(self, folder: Path, told: list[Content]) -> None:
        self._told = told
        self.archive = initialise(folder)

    def files(self) -> None:
        """Publish the generation."""
        self._loaded = self.archive.load([Deposit(content, None) for content in self._told], at=_AT)

    def index(self) -> None:
        """Index it."""
        follow(self.archive, self._loaded, {content.source.id: content for content in self._told})


def _oxigraph(lines: bytes) -> Spent:
    gc.collect()
    store = Store()
    return spent(lambda content: store.bulk_load(content, format=RdfFormat.N_QUADS), lines)
