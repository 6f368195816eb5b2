"""The archives that rows read: made once in the cache folder, with their index and a store for SPARQL."""

from __future__ import annotations

import hashlib
import os
import shutil
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from bench import busy, generator
from bench.plan import SEED
from graph.archive import FORMAT, Archive, Deposit, initialise, open_archive
from graph.export import nquads
from graph.index import arrow, building, edges, numbering, press, tables, words

if TYPE_CHECKING:
    from bench.plan import Plan
    from graph.codec import Content

_AT = 1_700_000_000
_SAMPLED = 1_000
_BUILDERS = (arrow, edges, numbering, press, tables, words)


def contents(plan: Plan, claims: int) -> list[Content]:
    """Return sources of about `claims` claims, the busy people's among them."""
    others = list(busy.busy_contents(plan.busy))
    rest = claims - sum(len(content.claims) for content in others)
    return list(chain(others, generator.contents(rest, SEED)))


def archive(plan: Plan, claims: int) -> Archive:
    """Return the archive of about `claims` claims, with its index; made where the cache has none.

    An index that other code has built is built again, from the files.
    """
    folder = plan.cache / _named(plan, claims)
    indexed_by = folder / "index" / "made-by"
    if not folder.exists():
        unfinished = _cleared(folder.with_name(folder.name + ".tmp"))
        load(unfinished, contents(plan, claims))
        (unfinished / "index" / "made-by").write_text(_index_code())
        unfinished.rename(folder)
    found = open_archive(folder)
    if not indexed_by.exists() or indexed_by.read_text() != _index_code():
        building.reindex(found, found.current())
        indexed_by.write_text(_index_code())
    return found


def store(plan: Plan, claims: int) -> Store:
    """Return the store on disk of the same claims, read-only, as the derived one is opened.

    Its quads are those of `graph.index.oxigraph`, brought in by one `bulk_load` and compacted: the store is never
    slower to read for it.
    """
    folder = plan.cache / f"{_named(plan, claims)}-oxigraph"
    if not folder.exists():
        source, lines = archive(plan, claims), folder.with_suffix(".nq")
        with lines.open("wb") as file:
            file.writelines(nquads(source, source.current()))
        unfinished = _cleared(folder.with_name(folder.name + ".tmp"))
        made = Store(str(unfinished))
        made.bulk_load(path=str(lines), format=RdfFormat.N_QUADS)
        made.optimize()
        made.flush()
        del made
        lines.unlink()
        unfinished.rename(folder)
    return Store.read_only(str(folder))


def load(folder: Path, told: list[Content]) -> Archive:
    """Load `told` into a new archive at `folder`, index and all, as the `load` command does."""
    made = initialise(folder)
    loaded = made.load([Deposit(content, None) for content in told], at=_AT)
    building.follow(made, loaded, {content.source.id: content for content in told})
    return made


def copied(source: Archive, folder: Path) -> Archive:
    """Return a copy of an archive that may be loaded into; files, which never change, are shared with the original."""
    shutil.copytree(source.root, folder, copy_function=os.link)
    return open_archive(folder)


def _named(plan: Plan, claims: int) -> str:
    """Return what a cached archive is called: by its size, its seed, its format and the first that is made up."""
    sample = [*islice(generator.contents(_SAMPLED, SEED), 2), *islice(busy.busy_contents(1), 2)]
    digest = hashlib.sha256(repr(sample).encode()).hexdigest()[:8]
    return f"claims-{claims}-busy{plan.busy}-seed{SEED}-format{FORMAT}-{digest}"


def _index_code() -> str:
    """Return what tells the code that builds an index from other code that does."""
    code = (Path(str(module.__file__)).read_bytes() for module in _BUILDERS)
    return hashlib.sha256(b"".join(code)).hexdigest()[:8]


def _cleared(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder
