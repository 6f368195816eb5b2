"""A dataset read as a load command would: everything that its loader yields, sorted by what it is."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from graph.ids import EntityId, entity_id
from graph.model import Claim, Iri, Refused, Remark, Source
from graph.vocabulary import TYPE
from loaders import Document, Options, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders import Item

OPTIONS = Options(publisher="The Register")
PACKS = Path(__file__).resolve().parents[3] / "shared" / "data"


class DatasetLoader(Protocol):
    """What reads a dataset."""

    def read_dataset(self, path: Path, options: Options, reading: Reading) -> Iterator[Item]: ...


class Made(NamedTuple):
    """What a loader yields of one file."""

    source: Source
    text: str
    claims: list[Claim]
    refused: list[Refused]
    remarks: list[Remark]

    def entity(self, local: str) -> EntityId:
        return entity_id(self.source.id, local)

    def of(self, subject: EntityId, prop: str) -> list[Claim]:
        """Return the claims about `subject` whose property ends in `prop`, as in `kg:owns` in `owns`."""
        return [claim for claim in self.claims if claim.subject == subject and ending(claim.property) == prop]

    def about(self, local: str, prop: str) -> list[Claim]:
        """Return the claims about the entity that the source calls `local`."""
        return self.of(self.entity(local), prop)

    def kinds(self) -> dict[str, int]:
        """Return how many entities of each kind there are; the publisher is one of them."""
        said = [claim.value for claim in self.claims if claim.property == TYPE]
        names = [ending(value.iri) for value in said if isinstance(value, Iri)]
        return {name: names.count(name) for name in sorted(set(names))}


def ending(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def made_of(loader: DatasetLoader, path: Path, options: Options = OPTIONS, reading: Reading | None = None) -> Made:
    """Return all that the dataset at `path` says."""
    items = list(loader.read_dataset(path, options, reading or Reading()))
    (source,) = (item for item in items if isinstance(item, Source))
    (document,) = (item for item in items if isinstance(item, Document))
    return Made(
        source,
        document.content.decode(),
        [item for item in items if isinstance(item, Claim)],
        [item for item in items if isinstance(item, Refused)],
        [item for item in items if isinstance(item, Remark)],
    )


def unpacked(name: str, folder: Path) -> Path:
    """Unpack a pack of the case files into `folder`; without it the test is skipped."""
    packed = PACKS / name
    if not packed.is_file():
        pytest.skip("the case files are not beside this checkout")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder


def write_lines(path: Path, *records: object) -> Path:
    """Write `records` as JSON lines, those that are bytes as they are."""
    lines = (each if isinstance(each, bytes) else json.dumps(each).encode() for each in records)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path
