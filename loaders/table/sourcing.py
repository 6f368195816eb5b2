"""The table as a source: what it is called, who published it, who claims what it says, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.edtf import parse
from graph.errors import InvalidInputError, LoadError
from graph.ids import SourceId, is_address
from graph.model import Source, Time
from graph.vocabulary.door import is_language
from loaders.table.telling import Voice
from loaders.table.values import Looking

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Options
    from loaders.table.mapping import Mapping
    from loaders.table.record import Record


def voice_of(options: Options, mapping: Mapping) -> Voice:
    """Return who publishes and who claims; `--publisher` stands for both where the mapping has the two alike."""
    said = mapping.source
    publisher = options.publisher or said.publisher
    same = said.claimant in {None, said.publisher}
    return Voice(publisher, publisher if same or said.claimant is None else said.claimant)


def source_of(path: Path, options: Options, mapping: Mapping, first: Record) -> Source:
    """Return the table as a source; its words may take up those of its first row.

    Raises:
        LoadError: the mapping says what is no date, no address or no language.
    """
    said, look = mapping.source, Looking(first, [])

    def filled(template: str | None) -> str | None:
        found = look.filled(template) if template else None
        return found.words if found else None

    published, url = options.published or filled(said.published), options.url or filled(said.url)
    try:
        if published:
            parse(published)
    except InvalidInputError as cause:
        raise LoadError(mapping.name, f"source.published: {cause}") from cause
    if said.language is not None and not is_language(said.language):
        raise LoadError(mapping.name, f"source.language: {said.language!r} is not a language: expected one such as en")
    if url and not is_address(url.split("#")[0]):
        raise LoadError(mapping.name, f"source.url: {url!r} is no address: expected one such as https://example.org/1")
    given = (options.url or "").split("#")[0]
    return Source(
        id=SourceId(options.source or given or filled(said.id) or path.stem),
        title=filled(said.title) or said.title,
        publisher=voice_of(options, mapping).publisher_id,
        url=url,
        published=Time(published) if published else None,
        language=said.language,
        loader=f"table {mapping.name}",
    )
