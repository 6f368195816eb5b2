"""Columns of prose, read as articles are: their claims are proposed, and stand on the words inside the row.

Each cell is a small article of its own, so that what one row says in words does not hang on what another says. What it
calls by a name of the entity that the row is about is that entity; everybody else it names is an entity of the row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from graph.ids import publisher_id
from graph.model import Characters, Claim, Evidence, Ref, Refused, Row, Text
from graph.names import folded
from graph.vocabulary import ALIAS, NAME, TYPE, WHEN, vocabulary
from loaders import Document, Options
from loaders.table.values import Looking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.ids import EntityId, SourceId
    from loaders import Reading
    from loaders.article.reading import Article
    from loaders.table.mapping import Mapping
    from loaders.table.record import Record
    from loaders.table.telling import Made, Telling, Voice

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENOUGH = 2


class Prose(NamedTuple):
    """A cell to be read: its row, where its words begin in the row's block, whom it is about, and the day."""

    record: Record
    start: int
    words: str
    about: Made | None
    published: str | None
    key: str


def prose_of(mapping: Mapping, record: Record, telling: Telling) -> Iterator[Prose]:
    """Yield the cells of a row that are to be read as articles are."""
    for spec in mapping.texts:
        about = next(iter(telling.made.get(spec.about, ())), None) if spec.about else None
        published, _ = Looking(record, []).time(spec.published, vocabulary().properties[WHEN])
        for number, found in enumerate(record.find(spec.column)):
            key = f"{telling.key}/{spec.column}" + (f"/{number + 1}" if number else "")
            day = published.edtf if published else None
            yield Prose(record, record.start_of(found.cells[0]), found.words, about, day, key)


def read_prose(cells: Sequence[Prose], source: SourceId, voice: Voice, reading: Reading) -> Iterator[Told]:
    """Yield what each cell says, in their order.

    Raises:
        LoadError: one of them cannot be read within the time or memory that an article may have.
        UnavailableError: no English model is there.
    """
    from loaders.article.reading import read_articles

    asked = [
        (
            Document(f"row {cell.record.number}.txt", cell.words.encode(), f"{source}#{cell.key}"),
            Options(published=cell.published, publisher=voice.publisher),
        )
        for cell in cells
    ]
    articles = read_articles(asked, reading)
    for cell, (_, options), article in zip(cells, asked, articles, strict=True):
        yield _told(cell, article, options, source, voice)


class Told(NamedTuple):
    """What a cell says: claims without ids, and what of it was refused."""

    record: Record
    claims: list[Claim]
    refused: list[Refused]


def _told(cell: Prose, article: Article, options: Options, source: SourceId, voice: Voice) -> Told:
    from loaders.article.reading import claims_of

    items = list(claims_of(article, options))
    claims = [item for item in items if isinstance(item, Claim)]
    refused = [item for item in items if isinstance(item, Refused)]
    same = _same(cell.about, claims)
    printed = publisher_id(voice.publisher)
    kept = []
    for claim in claims:
        if claim.subject == printed or (claim.subject in same and claim.property == TYPE):
            continue
        kept.append(_moved(claim, cell, source, same, voice))
    place = f"{source}: row {cell.record.number}"
    return Told(cell.record, kept, [Refused(place, f"{_local(each.place)}: {each.reason}") for each in refused])


def _moved(claim: Claim, cell: Prose, source: SourceId, same: dict[EntityId, EntityId], voice: Voice) -> Claim:
    """Return `claim` as one of the table: its words in the row, its speaker the claimant, known people themselves."""
    value, own = claim.value, publisher_id(voice.publisher)
    known = claim.subject in same
    return structs.replace(
        claim,
        subject=same.get(claim.subject, claim.subject),
        property=ALIAS if known and claim.property == NAME else claim.property,
        value=Ref(same.get(value.entity, value.entity)) if isinstance(value, Ref) else value,
        claimant=voice.claimant_id if claim.claimant == own else same.get(claim.claimant, claim.claimant),
        evidence=tuple(_within_row(piece, cell, source) for piece in claim.evidence),
        qualifiers=tuple(
            (prop, Ref(same.get(each.entity, each.entity)) if isinstance(each, Ref) else each)
            for prop, each in claim.qualifiers
        ),
    )


def _within_row(piece: Evidence, cell: Prose, source: SourceId) -> Evidence:
    assert isinstance(piece.place, Characters), "an article has no rows"
    start, end = cell.start + piece.place.start, cell.start + piece.place.end
    return Evidence(source, Row(cell.record.number, start, end), piece.exact)


def _same(about: Made | None, claims: Sequence[Claim]) -> dict[EntityId, EntityId]:
    """Return which entities of a cell are the one that its row is about: by a name of at least two words of its own."""
    if about is None:
        return {}
    known = [set(_WORD.findall(folded(name))) for name in about.names]
    found = {}
    for claim in claims:
        if claim.property in {NAME, ALIAS} and isinstance(claim.value, Text):
            words = set(_WORD.findall(folded(claim.value.text)))
            if len(words) >= _ENOUGH and any(words <= name for name in known):
                found[claim.subject] = about.entity
    return found


def _local(place: str) -> str:
    return place.rsplit(": ", 1)[-1]
