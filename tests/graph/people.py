"""Small generations of people: entities with names, kinds, days and ties, made by hand through the public model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.ids import ClaimIds, EntityId, PropertyId, SourceId
from graph.model import Claim, Evidence, Iri, Row, Source, Text, Value, value_key
from graph.vocabulary import NAME, PERSON, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

PRESS = EntityId("onrecord:entity/press")
BASE = "http://localhost:8000/"


class Said(NamedTuple):
    """What a source says of somebody, and how: members of a claim."""

    subject: str
    property: PropertyId
    value: Value
    more: Mapping[str, object] = {}


def entity(name: str) -> EntityId:
    """Return the id of one of the entities of a test."""
    return EntityId(f"onrecord:entity/{name}")


def persons_named(names: Mapping[str, Sequence[str]], kind: str = PERSON) -> list[Said]:
    """Return what says that there are persons, by short names, with these names."""
    return [
        said
        for short, several in names.items()
        for said in (Said(short, TYPE, Iri(kind)), *(Said(short, NAME, Text(name)) for name in several))
    ]


def archive_of(folder: Path, *sources: Iterable[Said]) -> Archive:
    """Load sources, one generation in all, into an archive in `folder`."""
    archive = initialise(folder, BASE)
    archive.load([deposit(SourceId(f"source-{place}"), list(said)) for place, said in enumerate(sources)], at=1_000)
    return archive


def deposit(source: SourceId, listed: Sequence[Said]) -> Deposit:
    """Return a source that says what is `listed`, a row each."""
    ids = ClaimIds(source)
    claims = [
        Claim(
            id=ids.next(entity(said.subject), said.property, value_key(said.value), PRESS),
            subject=entity(said.subject),
            property=said.property,
            value=said.value,
            claimant=PRESS,
            evidence=(Evidence(source, Row(number), f"row {number}"),),
            **said.more,  # type: ignore[arg-type]  # members of a claim, whatever they are
        )
        for number, said in enumerate(listed, start=1)
    ]
    return Deposit(Content(Source(id=source, title=source, publisher=PRESS), claims), None)
