"""FollowTheMoney: streams of entities, statements and changes (ADD, MOD, DEL), as JSON lines or statements CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.ftm.form import FORMAT, looks_like_one
from loaders.streams import plain_name, unpacked_head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders import Item, Options, Reading

__all__ = ["FORMAT", "read_dataset", "recognises"]


def recognises(name: str, head: bytes, options: Options) -> bool:
    """Accept what begins like a stream of entities, of changes or of statements, packed or not."""
    return options.annotations is None and looks_like_one(plain_name(name), unpacked_head(head).split(b"\n", 1)[0])


def read_dataset(path: Path, options: Options, reading: Reading) -> Iterator[Item]:
    """Yield the claims of a stream, what is refused or odd, the stored text, and last the source.

    Raises:
        LoadError: the file as a whole cannot be read, or nobody says who published it.
    """
    # what reads streams is not needed to know that a file is one
    from loaders.ftm.stream import read_stream

    return read_stream(path, options, reading)
