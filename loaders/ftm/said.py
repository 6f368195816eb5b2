"""An entity of FollowTheMoney as its values, each with who says it, in which row, since when, and as it was given."""

from __future__ import annotations

from typing import NamedTuple

from graph.ids import EntityId
from graph.model import Time


class Said(NamedTuple):
    """One value of one property.

    `original` is how the source wrote it before it was cleaned, `rows` the positions of its rows in the record, `seen`
    when its claimant said so, and `external` whether a program brought it from elsewhere and nobody confirmed it.
    """

    words: str
    claimant: EntityId
    rows: tuple[int, ...]
    original: str | None = None
    language: str | None = None
    seen: Time | None = None
    external: bool = False

    @property
    def wording(self) -> str:
        """The words nearest to the source."""
        return self.original or self.words


class Entity(NamedTuple):
    """An entity as it is said: its id, its other ids, its schema and each property's values."""

    id: str
    schema: str
    kind_said: list[Said]
    other_ids: list[Said]
    values: dict[str, list[Said]]


def seen_between(first: str | None, last: str | None) -> Time | None:
    """Return the time from the first to the last day on which a dataset was seen to say something.

    >>> seen_between("2023-04-20T18:00:25", "2024-06-01")
    Time(edtf='2023-04-20T18:00:25/2024-06-01', wording=None)
    """
    ends = [end for end in (first, last) if end]
    return Time("/".join(dict.fromkeys(ends))) if ends else None
