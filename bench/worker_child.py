"""A worker that measures itself, in a process that has nothing else in memory: `bench.worker` starts it.

`start FOLDER ONE OTHER` measures the way to a first path, `memory FOLDER` reads pairs of ids and answers for each a
profile and a path. What a worker imports is imported inside, while the clock runs.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIB = 1024


def start(folder: str, one: str, other: str) -> dict[str, float]:
    """Return the seconds of importing a worker's packages, and of that with opening an index and a first path."""
    began = time.process_time(), time.perf_counter()
    import server  # noqa: F401 - what a worker imports
    from graph.archive import open_archive
    from graph.ids import EntityId
    from graph.indexed import open_view
    from graph.paths import find_paths
    from graph.provenance import EVERYTHING
    from graph.view import PathMode, PathSpec

    imported = time.process_time(), time.perf_counter()
    archive = open_archive(Path(folder))
    view = open_view(archive, archive.current(), check=False)
    opened = time.process_time()
    spec = PathSpec(mode=PathMode.SHORTEST)
    found = find_paths(view, EntityId(one), EntityId(other), spec, EVERYTHING)
    ended = time.process_time(), time.perf_counter()
    return {
        "import_cpu": imported[0] - began[0],
        "whole_cpu": ended[0] - began[0],
        "open_cpu": opened - imported[0],
        "path_cpu": ended[0] - opened,
        "ratio_wall": (ended[1] - began[1]) / (imported[1] - began[1]),
        "paths": len(found.paths),
    }


def memory(folder: str, pairs: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the bytes that are resident after a profile of the first of each of `pairs`, and a path to the other."""
    import server  # noqa: F401 - what a worker imports
    from bench.profile import from_view
    from graph.archive import open_archive
    from graph.ids import EntityId
    from graph.indexed import open_view
    from graph.paths import find_paths
    from graph.provenance import EVERYTHING
    from graph.view import PathMode, PathSpec

    imported = _resident()
    archive = open_archive(Path(folder))
    view = open_view(archive, archive.current(), check=False)
    spec = PathSpec(mode=PathMode.SHORTEST)
    found, began = 0, time.process_time()
    for one, _ in pairs:
        from_view(view, EntityId(one))
    profiles, read = _resident(), time.process_time()
    for one, other in pairs:
        found += len(find_paths(view, EntityId(one), EntityId(other), spec, EVERYTHING).paths)
    took = {"profile_cpu_s": (read - began) / len(pairs), "path_cpu_s": (time.process_time() - read) / len(pairs)}
    sizes = {"imported": imported["VmRSS"], "profiles": profiles["VmRSS"]}
    end = _resident()
    ends = {"resident": end["VmRSS"], "most": end["VmHWM"], "anonymous": end["RssAnon"], "mapped": end["RssFile"]}
    return {**ends, **sizes, **took, "paths": found}


def _resident() -> dict[str, int]:
    """Return the bytes of this process, by the names that Linux gives them."""
    lines = re.findall(r"(\w+):\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return {name: int(size) * _KIB for name, size in lines}


if __name__ == "__main__":
    what, where, *ends = sys.argv[1:]
    answer = start(where, *ends) if what == "start" else memory(where, json.load(sys.stdin))
    sys.stdout.write(json.dumps(answer))
