"""The words of `counts.toml`: what stands beside a number that is a count."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class CountWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`counts.toml`; the file itself explains the tables."""

    things: frozenset[str]
    own: frozenset[str]
    drawn: frozenset[str]
    takes: frozenset[str]
    crowds: frozenset[str]
    definite: frozenset[str]
    between: frozenset[str]
    on_duty: frozenset[str]
    violent: frozenset[str]
    polls: frozenset[str]
    marches: frozenset[str]
    comes: frozenset[str]
    newcomers: frozenset[str]
    mercy: frozenset[str]
    denials: frozenset[str]
    puts: frozenset[str]
    comprises: frozenset[str]
    those: dict[str, frozenset[str]]
    ballots: frozenset[str]
    rises: frozenset[str]
    tolls: frozenset[str]
    feared: frozenset[str]
    undergoes: frozenset[str]
    averts: frozenset[str]
    raises: frozenset[str]
    headlined: frozenset[str]
    calls: frozenset[str]
    freed: frozenset[str]
    done: dict[str, tuple[str, ...]]
    happenings: frozenset[str]
    nobody: frozenset[str]
    reports: frozenset[str]
    phrases: dict[str, tuple[str, ...]]
    numbers: dict[str, tuple[str, ...]]


@cache
def count_words() -> CountWords:
    """Return the words beside counts."""
    return msgspec.toml.decode((Path(__file__).parent / "counts.toml").read_bytes(), type=CountWords)
