"""Wikidata: entity JSON, one, several, or a dump with one a line, plain or packed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.streams import unpacked_head
from loaders.wikidata.form import FORMAT, looks_like_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders import Item, Options, Reading

__all__ = ["FORMAT", "read_dataset", "recognises"]


def recognises(name: str, head: bytes, options: Options) -> bool:  # noqa: ARG001 - as every loader has it
    """Accept what begins like entities of Wikidata, packed or not."""
    return options.annotations is None and looks_like_one(unpacked_head(head))


def read_dataset(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
    """Yield the claims of a file of entities, what is refused or odd, the stored text, and last the source.

    Raises:
        LoadError: the file as a whole cannot be read.
    """
    # what reads entities is not needed to know that a file holds some
    from loaders.wikidata.stream import read_stream

    return read_stream(path, options, reading)
