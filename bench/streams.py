"""Rows of reading streams: claims for a second on a processor, and the memory of many entities against that of few.

`python -m bench.streams FORMAT FILE` reads one file in a process that has nothing else in memory, and prints a line of
JSON. What is measured is the reading: the claims are counted and let go, and the stored text is not put together.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measurement import at_most, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.measurement import Measurement
    from bench.plan import Plan

_ROOT = Path(__file__).resolve().parents[1]
_LINKS = 4
_QUICKLY = 10


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure both formats at few and at many entities, and a table."""
    few = max(plan.few // 10, 1)
    many = few * (_QUICKLY if plan.quick else 100)
    for loader, entity in (("ftm", _of_ftm), ("wikidata", _of_wikidata)):
        small, large = (_read(loader, _made(plan.cache, loader, entity, size)) for size in (few, many))
        lines = _made(plan.cache, loader, entity, few).read_bytes().splitlines()
        began = time.process_time()
        for line in lines:
            json.loads(line)
        decoding = time.process_time() - began
        yield measured(
            f"read-{loader}",
            ours=small["claims"] / small["cpu"],
            baseline=small["claims"] / decoding,
            ratio=small["cpu"] / decoding,
            unit="claims per CPU s, child counted",
            against="json.loads of the same lines, and nothing made of them",
            note=f"{few:,} entities, {small['claims']:,.0f} claims",
            more={"wall": small["wall"]},
        )
        yield measured(
            f"read-{loader}-memory",
            ours=large["peak_mib"],
            baseline=small["peak_mib"],
            ratio=large["peak_mib"] / small["peak_mib"],
            unit="MiB, peak of the parent",
            against=f"{few:,} entities; ours is {many:,}",
            goal=at_most(1.3),
            more={"wall": large["wall"], "claims": large["claims"]},
        )
    yield _of_tables(plan, few)


def _of_tables(plan: Plan, rows: int) -> Measurement:
    path = _table(plan.cache, rows)
    found = _read("table", path)
    began = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.DictReader(file):
            pass
    decoding = time.process_time() - began
    return measured(
        "read-table",
        ours=found["claims"] / found["cpu"],
        baseline=found["claims"] / decoding,
        ratio=found["cpu"] / decoding,
        unit="claims per CPU s, child counted",
        against="csv.DictReader over the same rows, and nothing made of them",
        note=f"{rows:,} rows, {found['claims']:,.0f} claims",
        more={"wall": found["wall"], "peak_mib": found["peak_mib"]},
    )


def _table(cache: Path, rows: int) -> Path:
    """Return a made-up list of prisoners, beside its mapping."""
    path = cache / f"table-{rows}.csv"
    path.with_suffix(".toml").write_text(_MAPPING, "utf-8")
    lines = (
        f"p{n},Name {n} SURNAME{n % 997},{n % 27 + 1}.{n % 12 + 1}.19{n % 90 + 10},{n % 27 + 1}.9.2020,Judge {n % 50}\n"
        for n in range(1, rows + 1)
    )
    path.write_text("id,name,born,arrested,judge\n" + "".join(lines), "utf-8")
    return path


_MAPPING = """
[source]
title = "Prisoners"
publisher = "The Register"
id = "register-prisoners"
[table]
key = ["id"]
[entities.prisoner]
kind = "person"
name = "name"
identifiers = { register = "id" }
properties = { birthDate = "born" }
[entities.judge]
kind = "person"
key = "judge/{judge}"
name = "judge"
[events.arrest]
kind = "arrest"
when = "arrested"
roles = { person = "prisoner" }
[events.sentencing]
kind = "sentence"
roles = { person = "prisoner", judge = "judge" }
"""


def _read(loader: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.streams", loader, str(path)]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603 - ourselves
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _made(cache: Path, loader: str, entity: Callable[[int], object], size: int) -> Path:
    """Return a made-up file of `size` entities, from the cache where it is there."""
    path = cache / f"stream-{loader}-{size}.json"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(entity(number)) + "\n" for number in range(1, size + 1))
        unfinished.rename(path)
    return path


def _of_ftm(number: int) -> object:
    """Return a person or a company of a stream, and in every fourth place who owns what."""
    seen = {"datasets": ["register"], "first_seen": "2023-01-01", "last_seen": "2024-01-01"}
    if number % _LINKS == 0:
        ends = {"owner": [f"e-{number - 1}"], "asset": [f"e-{number - 2}"], "startDate": [f"20{number % 20:02}-03"]}
        return {"id": f"o-{number}", "schema": "Ownership", "properties": ends | {"percentage": ["50"]}} | seen
    said = {"name": [f"Name {number}"], "alias": [f"Other {number}"], "country": ["de"], "notes": [f"Words {number}"]}
    if number % 2:
        return {
            "id": f"e-{number}",
            "schema": "Person",
            "properties": said | {"birthDate": [f"19{number % 90}"]},
        } | seen
    return {"id": f"e-{number}", "schema": "Company", "properties": said | {"registrationNumber": [f"{number}"]}} | seen


def _of_wikidata(number: int) -> object:
    """Return a person of a dump: names, a day of birth with a reference, an occupation."""

    def said(prop: str, kind: str, value: object) -> dict[str, object]:
        return {"snaktype": "value", "property": prop, "datavalue": {"type": kind, "value": value}}

    def named(prop: str, own: int) -> dict[str, object]:
        return said(prop, "wikibase-entityid", {"id": f"Q{own}", "entity-type": "item"})

    born = said("P569", "time", {"time": f"+19{number % 90 + 10}-03-11T00:00:00Z", "precision": 11})
    page = said("P854", "string", f"https://example.org/{number}")
    statements = {
        "P31": [{"mainsnak": named("P31", 5)}],
        "P106": [{"mainsnak": named("P106", number % 100 + 1)}],
        "P569": [{"mainsnak": born, "references": [{"snaks": {"P854": [page]}}]}],
    }
    labels = {language: {"language": language, "value": f"Name {number}"} for language in ("en", "de")}
    return {"type": "item", "id": f"Q{number * 97}", "labels": labels, "claims": statements}


def _measure(loader: str, path: Path) -> dict[str, float]:
    from importlib import import_module

    from graph.model import Claim
    from loaders import Document, Options, Reading

    began, cpu, claims, peak = time.perf_counter(), _cpu(), 0, 0
    module = import_module(f"loaders.{loader}")
    mapping = str(path.with_suffix(".toml")) if loader == "table" else None
    options = Options(publisher="The Register", mapping=mapping)
    for item in module.read_dataset(path, options, Reading()):
        if isinstance(item, Document) and loader != "table":
            break
        claims += isinstance(item, Claim)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall = time.perf_counter() - began
    return {"claims": claims, "peak_mib": peak / 1024, "wall": wall, "cpu": _cpu() - cpu}


def _cpu() -> float:
    return sum(time_s for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) for time_s in _used(who))


def _used(who: int) -> tuple[float, float]:
    used = resource.getrusage(who)
    return used.ru_utime, used.ru_stime


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(sys.argv[1], Path(sys.argv[2]))) + "\n")
