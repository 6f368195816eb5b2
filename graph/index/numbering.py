"""Numbers that stand for things: where those of a segment begin, and the keys that texts are looked up by."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Bases(NamedTuple):
    """How many of each there are in the segments before: where the numbers of a segment begin."""

    entities: int = 0
    claims: int = 0
    sources: int = 0
    evidence: int = 0
    edges: int = 0


def key_of(text: str) -> int:
    """Return a number that stands for `text`; two texts may share one, so whoever finds one looks at the text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def keys_of(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return the numbers that stand for `texts`."""
    digests = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(digests), "<u8")


def name_key(name: str) -> int:
    """Return the number of a name as it is compared."""
    return key_of(folded(name))
