"""An Oxigraph store on disk for SPARQL, derived from a generation, with the direct triples in one graph of their own.

    index/oxigraph/<generation>-<digest>/   the store, read-only once it is there
                   <…>.seal.json            the digests of its files, sealed

It is built when first asked for, beside the place it will have, and moved there whole. A file that is not what was
written, or is missing, has the store built again. As people ruled on claims it is another store, made from a copy of
the one without rulings. The next build removes those of all but the newest two generations, and under older rulings.
"""

from __future__ import annotations

import re
import shutil
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from pyoxigraph import RdfFormat, Store, parse

from graph.codec import direct_quads
from graph.decisions import NONE
from graph.errors import DamagedError
from graph.files import (
    Digest,
    damaged,
    digest,
    disk_errors,
    is_whole,
    make_folder,
    one_at_a_time,
    read_any,
    seal,
    unseal,
    write_file,
)
from graph.packing import absolute, quads_of, ruled_quads, unpack
from graph.verdicts import as_ruled, digest_of, ruled_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions
    from graph.ids import ClaimId
    from graph.verdicts import Ruled

# What RocksDB rewrites on every opening; nothing is read from it.
_UNSEALED = re.compile(r"LOG.*|LOCK|.*\.dbtmp")
_STORE = re.compile(r"\d{1,12}-[0-9a-f]{16}")
_STORES_KEPT = 2
_BULK_BYTES = 256 << 20


def store_folder(archive: Archive, generation: Generation, decisions: Decisions = NONE) -> Path:
    """Return the folder of the store of `generation`, building it when it is absent or damaged: then O(quads).

    Claims have the status and the rank that `decisions` gave them: after another verdict it is another store.

    It is to be opened read-only (`pyoxigraph.Store.read_only`): any other opening changes its files.

    Raises:
        DamagedError: a file of the generation is not what was written.
        UnavailableError: the index may not be written.
    """
    ruled = ruled_by(decisions)
    folder = _folder(archive, generation, ruled)
    if _damages(folder):
        with disk_errors(folder):
            make_folder(folder.parent)
        with one_at_a_time(folder.with_name("LOCK")):
            if _damages(folder):
                _build(archive, generation, folder, ruled)
    return folder


def damages(archive: Archive) -> list[DamagedError]:
    """Return every file of the stores on disk that is not what was written."""
    folders = (archive.root / "index" / "oxigraph").glob("*.seal.json")
    return [
        damage for file in sorted(folders) for damage in _damages(file.with_name(file.name.removesuffix(".seal.json")))
    ]


def _folder(archive: Archive, generation: Generation, ruled: Mapping[ClaimId, Ruled]) -> Path:
    named = digest(f"{generation.digest} {digest_of(ruled)}".encode()).sha256 if ruled else generation.digest
    return archive.root / "index" / "oxigraph" / f"{generation.number}-{named[:16]}"


def _seal_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".seal.json")


def _damages(folder: Path) -> list[DamagedError]:
    try:
        files = msgspec.convert(unseal(_seal_of(folder))["files"], dict[str, Digest])
    except DamagedError as damage:
        return [damage]
    return [damaged(folder / name) for name, expected in files.items() if not is_whole(folder / name, expected)]


def _build(archive: Archive, generation: Generation, folder: Path, ruled: Mapping[ClaimId, Ruled]) -> None:
    """Build the store beside its place and move it there; the caller sees to it that nobody else does."""
    building, plain = folder.with_name(folder.name + ".tmp"), _folder(archive, generation, {})
    if ruled and _damages(plain):
        _build(archive, generation, plain, {})
    _remove([*folder.parent.glob("*.tmp"), folder])
    try:
        with disk_errors(folder):
            if ruled:
                shutil.copytree(plain, building)
                _rule(building, archive, generation, ruled)
            else:
                building.mkdir()
                _fill(building, archive, generation)
            names = sorted(path.name for path in building.iterdir() if not _UNSEALED.fullmatch(path.name))
            files = {name: msgspec.to_builtins(digest(read_any(building / name))) for name in names}
            building.rename(folder)
            write_file(_seal_of(folder), seal({"files": files}))
    finally:
        _remove([building])
    stores = {path: int(path.name.split("-")[0]) for path in folder.parent.iterdir() if _STORE.fullmatch(path.name)}
    newest = sorted(set(stores.values()))[-_STORES_KEPT:]
    for store, number in stores.items():
        if store not in {folder, plain} and (number not in newest or number == generation.number):
            _remove([_seal_of(store), store])


def _fill(building: Path, archive: Archive, generation: Generation) -> None:
    store = Store(str(building))
    told = (quads_of(content, name) for name, content in archive.quads_files(generation))
    direct = (direct_quads(stored.content.claims).encode() for stored in archive.read(generation))
    for quads in _in_bulk(chain(told, direct)):
        store.bulk_load(absolute(quads, archive.base), format=RdfFormat.N_QUADS)
    store.flush()


def _rule(building: Path, archive: Archive, generation: Generation, ruled: Mapping[ClaimId, Ruled]) -> None:
    """Make the store of a generation, copied to `building`, that of the same generation as people ruled.

    Cost: the claims are read twice; written is only what differs.
    """
    before, after, facts = set[bytes](), set[bytes](), set[bytes]()
    for name, content in archive.quads_files(generation):
        quads = ruled_quads(content, name, ruled)
        told = quads_of(content, name)
        if quads != told:
            claims = [claim for claim in unpack(content, name).claims if claim.id in ruled]
            now = direct_quads(as_ruled(claims, ruled)).encode()
            before |= {*told.splitlines(), *direct_quads(claims).encode().splitlines()}
            after |= {*quads.splitlines(), *now.splitlines()}
    gone = before - after
    for stored in archive.read(generation) if gone else ():
        # another claim may support what one does no longer
        lines = direct_quads(as_ruled(stored.content.claims, ruled)).encode().splitlines()
        facts.update(line for line in lines if line in gone)
    store = Store(str(building))
    for quad in parse(absolute(b"\n".join(gone - facts), archive.base), format=RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(parse(absolute(b"\n".join(after - before), archive.base), format=RdfFormat.N_QUADS))
    store.flush()


def _in_bulk(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield `parts` joined into larger ones: the engine takes the longer for each call, the more it holds."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) > _BULK_BYTES:
            yield bytes(held)
            held = bytearray()
    yield bytes(held)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
