"""The words of `days.toml`: which events happen once, and which words leave a day."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class DayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`days.toml`; the file itself explains the lists."""

    once: frozenset[str]
    shifts: frozenset[str]
    light: frozenset[str]
    many: frozenset[str]
    others: frozenset[str]
    long: frozenset[str]
    background: frozenset[str]
    same: dict[str, str]


@cache
def day_words() -> DayWords:
    """Return the words about days."""
    return msgspec.toml.decode((Path(__file__).parent / "days.toml").read_bytes(), type=DayWords)
