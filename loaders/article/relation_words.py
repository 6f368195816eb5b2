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
    matches: frozenset[str]
    survives: frozenset[str]
    teams: frozenset[str]
    teams_of: frozenset[str]
    pairs: frozenset[str]
    works: frozenset[str]
    works_for: tuple[str, ...]
    employs: frozenset[str]
    joins: frozenset[str]
    heads: frozenset[str]
    belongs: frozenset[str]
    bodies: frozenset[str]
    boards: frozenset[str]
    sits: frozenset[str]
    owned: frozenset[str]
    had: frozenset[str]
    lives: frozenset[str]
    residents: frozenset[str]
    homes: frozenset[str]
    homeless: frozenset[str]
    moving: frozenset[str]
    abroad: frozenset[str]
    capitals: frozenset[str]
    represents: frozenset[str]
    has: frozenset[str]
    bears: frozenset[str]
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
    causes: frozenset[str]
    stands: frozenset[str]
    voices: frozenset[str]
    for_it: tuple[str, ...]
    backers: frozenset[str]
    critics: frozenset[str]
    votes: frozenset[str]
    finds: frozenset[str]
    opponents: frozenset[str]
    supporters: frozenset[str]
    campaign_nouns: frozenset[str]
    not_people: frozenset[str]
    serves: frozenset[str]
    comes: frozenset[str]
    operates: frozenset[str]
    offices: frozenset[str]
    media: frozenset[str]
    honorifics: frozenset[str]
    ministers: frozenset[str]
    departments: frozenset[str]
    sent_to: frozenset[str]
    surely: frozenset[str]
    spells: frozenset[str]
    holds: frozenset[str]
    identifies: frozenset[str]
    parties_to: frozenset[str]
    posts: frozenset[str]
    party_words: frozenset[str]
    unlike: frozenset[str]
    ceases: frozenset[str]
    headlines: frozenset[str]
    partisans: frozenset[str]
    turns: frozenset[str]
    arms: frozenset[str]


@cache
def relation_words() -> RelationWords:
    """Return the words of relations."""
    return msgspec.toml.decode((Path(__file__).parent / "relations.toml").read_bytes(), type=RelationWords)
