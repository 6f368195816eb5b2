"""Rows of a worker: its start and its memory, each in a process of its own, and the bytes of its adjacency."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from bench import archives
from bench.generator import person
from bench.measurement import at_most, measured
from bench.plan import SEED
from graph.index.catalogue import folder_of, path_of, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.measurement import Measurement
    from bench.plan import Plan
    from graph.archive import Archive

_ROOT = Path(__file__).resolve().parents[1]
_MB = 1_000_000
_PARTS = ("imported", "profiles", "most", "anonymous", "mapped")
_TOLD = ("profile_cpu_s", "path_cpu_s", "paths")
_CLAIMS_OF_A_PERSON = 25
"""How many claims `bench.generator` makes for one person."""
_UNDER_ADJACENCY = ("edges", "adjacency", "by_edge")
_TIMES_OF_EDGE, _SUPPORT_OF_EDGE = 16, 4


def start_rows(plan: Plan) -> Iterator[Measurement]:
    """Measure what opening the index and a first path add to importing what a worker imports."""
    archive = archives.archive(plan, plan.many)
    seen = [_child(archive, "start", [(person(5), person(7))]) for _ in range(plan.rounds(11, 5))]
    imports, whole, opens, first, walls = (
        float(np.median([run[name] for run in seen]))
        for name in ("import_cpu", "whole_cpu", "open_cpu", "path_cpu", "ratio_wall")
    )
    yield measured(
        "start",
        ours=whole,
        baseline=imports,
        ratio=float(np.median([run["whole_cpu"] / run["import_cpu"] for run in seen])),
        unit="CPU s, median",
        against="importing the packages of `server` alone, the same process",
        goal=at_most(1.2),
        note=f"{plan.many:,} claims, files in the page cache",
        more={"open_cpu": opens, "path_cpu": first, "ratio_wall": walls, "n": len(seen)},
    )


def memory_rows(plan: Plan) -> Iterator[Measurement]:
    """Measure what a worker has resident after many profiles and paths."""
    seen = _child(archives.archive(plan, plan.many), "memory", _pairs(plan, plan.reads))
    yield measured(
        "worker-rss",
        ours=seen["resident"],
        baseline=_MB,
        ratio=seen["resident"] / _MB,
        unit="bytes",
        against="a million bytes",
        goal=at_most(400),
        note=f"shared pages counted; {plan.many:,} claims, after {plan.reads:,} profiles and {plan.reads:,} paths",
        more={name: seen[name] / _MB for name in _PARTS} | {name: seen[name] for name in _TOLD},
    )


def edge_rows(plan: Plan) -> Iterator[Measurement]:
    """Measure the bytes of all that lies under the adjacency of an index, by its half-edges."""
    archive = archives.archive(plan, plan.many)
    listed = read_catalogue(path_of(archive, archive.current()))
    half_edges = 2 * listed.totals.edges
    sizes = dict.fromkeys(_UNDER_ADJACENCY, 0)
    for segment in listed.segments:
        for name in _UNDER_ADJACENCY:
            sizes[name] += (folder_of(archive) / "segments" / segment.name / f"{name}.arrow").stat().st_size
    sizes["times"], sizes["support"] = _TIMES_OF_EDGE * listed.totals.edges, _SUPPORT_OF_EDGE * listed.totals.edges
    yield measured(
        "edge-bytes",
        ours=sum(sizes.values()),
        baseline=half_edges,
        ratio=sum(sizes.values()) / half_edges,
        unit="bytes; half-edges",
        against=f"{half_edges:,} half-edges of {plan.many:,} claims",
        goal=at_most(48),
        note="edges, half-edges and the claims of each edge, as mapped; times and support, as computed when asked for",
        more={f"{name}_per_half_edge": size / half_edges for name, size in sizes.items()},
    )


def _child(archive: Archive, what: str, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Run a worker that has nothing else in memory, and return what it has measured of itself."""
    command = [sys.executable, "-m", "bench.worker_child", what, str(archive.root)]
    command += pairs[0] if what == "start" else ()
    asked = msgspec.json.encode(pairs)
    done = subprocess.run(command, cwd=_ROOT, check=True, input=asked, stdout=subprocess.PIPE)  # noqa: S603 - ours
    return msgspec.json.decode(done.stdout, type=dict[str, float])


def _pairs(plan: Plan, count: int) -> list[tuple[str, str]]:
    """Return pairs of people: each as likely, however much is said of them."""
    numbers = np.random.default_rng(SEED).integers(0, plan.many // _CLAIMS_OF_A_PERSON, (count, 2)).tolist()
    return [(person(one), person(other)) for one, other in numbers if one != other]
