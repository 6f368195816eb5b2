"""The words of `relations.toml`: what tells that somebody works for, lives in, stands for or against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class RelationWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`relations.toml`; the file itself explains the tables."""

    lawyers: frozenset[str]
    marries: frozenset[str]
    pairs: frozenset[str]
    works: frozenset[str]
    works_for: tuple[str, ...]
    employs: frozenset[str]
    joins: frozenset[str]
    heads: frozenset[str]
    belongs: frozenset[str]
    bodies: frozenset[str]
    had: frozenset[str]
    lives: frozenset[str]
    residents: frozenset[str]
    abroad: frozenset[str]
    sited: frozenset[str]
    institutions: frozenset[str]
    parts: frozenset[str]
    services: frozenset[str]
    supports: frozenset[str]
    advocates: frozenset[str]
    opposes: frozenset[str]
    protests: frozenset[str]
    protest_nouns: frozenset[str]
    against: frozenset[str]
    opponents: frozenset[str]
    supporters: frozenset[str]
    campaign_nouns: frozenset[str]
    not_people: frozenset[str]
    serves: frozenset[str]
    comes: frozenset[str]
    operates: frozenset[str]
    offices: frozenset[str]
    media: frozenset[str]


@cache
def relation_words() -> RelationWords:
    """Return the words of relations."""
    return msgspec.toml.decode((Path(__file__).parent / "relations.toml").read_bytes(), type=RelationWords)
