"""The frames of `frames.toml`: which words tell an event or a count, and where their participants stand."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from loaders.article.extraction import Certainty

_HERE = Path(__file__).parent

Part = Literal["phrase", "patient", "verb", "noun", "role", "adjective"]
"""How a word tells an event. A `patient` is a verb whose subject is not those whom it is about: killed, murdered."""
_SPEECH: dict[Part, str] = {"phrase": "verb", "patient": "verb", "role": "noun"}
_ORDER: dict[Part, int] = {"phrase": 0, "patient": 1, "verb": 2, "noun": 3, "role": 4, "adjective": 5}


class EventFrame(Struct, frozen=True, forbid_unknown_fields=True):
    """How one type of event is told. The file itself explains the fields."""

    type: str
    roles: dict[str, tuple[str, ...]]
    verbs: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    role_nouns: tuple[str, ...] = ()
    modified_by: frozenset[str] = frozenset()
    said_by: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset({"person", "group"})
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    at_most: Certainty | None = None
    passive_only: bool = False
    reflexive: bool = False
    judges: bool = False
    dated: bool = False
    together: bool = False
    victims: bool = False
    place_first: bool = False
    literal_person: bool = True
    things: bool = False
    done: bool = False
    counted: bool = True

    @property
    def first(self) -> str:
        """The role that the claim is about."""
        return next(iter(self.roles))


class CountFrame(Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of number is told."""

    type: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """The verbs by which somebody says something."""

    verbs: frozenset[str]
    announcing: frozenset[str]
    indirect: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    naming: frozenset[str]
    denying: frozenset[str]


class Hedges(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that make what is told less than a fact."""

    hearsay: frozenset[str]
    possible_auxiliaries: frozenset[str]
    possible_governors: frozenset[str]
    possible_nouns: frozenset[str]
    demands: frozenset[str]
    demand_nouns: frozenset[str]
    alleging_governors: frozenset[str]
    hoping_governors: frozenset[str]
    factive: frozenset[str]
    possible_objects: frozenset[str]
    happening: frozenset[str]
    accused_of: frozenset[str]
    prevents: frozenset[str]
    schedules: frozenset[str]
    calls_off: frozenset[str]
    impending: frozenset[str]
    not_of_objects: frozenset[str]
    states: frozenset[str]
    possible_words: frozenset[str]
    alleged_words: frozenset[str]
    alleged_nouns: frozenset[str]


class Gender(Struct, frozen=True, forbid_unknown_fields=True):
    """The nouns that say that somebody is a woman or a man."""

    f: frozenset[str]
    m: frozenset[str]


class Descriptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The nouns that, with an article, mean somebody told of before."""

    protagonist: frozenset[str]
    accused: frozenset[str]
    attackers: frozenset[str]
    convicts: frozenset[str]
    holds: frozenset[str]
    held: frozenset[str]
    victim: frozenset[str]
    many: frozenset[str]
    accuses: frozenset[str]
    pleads: frozenset[str]
    controls: frozenset[str]
    harms: frozenset[str]
    named_after: frozenset[str]


class Frames(Struct, frozen=True, forbid_unknown_fields=True):
    """`frames.toml`."""

    titles: frozenset[str]
    org_titles: frozenset[str]
    not_in_role: frozenset[str]
    people: frozenset[str]
    happening: frozenset[str]
    undergoing: frozenset[str]
    occurring: frozenset[str]
    courts: frozenset[str]
    offices: frozenset[str]
    misread: dict[str, str]
    object_control: frozenset[str]
    pronouns: frozenset[str]
    place_prepositions: frozenset[str]
    bodies: frozenset[str]
    targets: frozenset[str]
    kinds: frozenset[str]
    vague: frozenset[str]
    speech: Speech
    hedges: Hedges
    kin: dict[str, str]
    gender: Gender
    descriptions: Descriptions
    events: tuple[EventFrame, ...]
    counts: tuple[CountFrame, ...]


class Trigger(Struct, frozen=True):
    """One way of telling a frame: how its word is used, and the lemmas that must stand below it."""

    frame: EventFrame
    part: Part
    chain: tuple[str, ...] = ()


@cache
def frames() -> Frames:
    """Return the frames."""
    return msgspec.toml.decode((_HERE / "frames.toml").read_bytes(), type=Frames)


@cache
def triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Return by (part of speech, lemma) what a word may tell, phrases before single words."""
    found: defaultdict[tuple[str, str], list[Trigger]] = defaultdict(list)
    for frame in frames().events:
        told: dict[Part, tuple[str, ...]] = {
            "phrase": frame.phrases,
            "patient": frame.patients,
            "verb": frame.verbs,
            "noun": frame.nouns,
            "role": frame.role_nouns,
            "adjective": frame.adjectives,
        }
        for part, listed in told.items():
            for first, *chain in (chain for words in listed for chain in _chains(words)):
                found[_SPEECH.get(part, part), first].append(Trigger(frame, part, tuple(chain)))
    return {key: tuple(sorted(listed, key=_phrases_first)) for key, listed in found.items()}


def _chains(words: str) -> list[tuple[str, ...]]:
    """Return the deciding word and what stands below it: a phrase as it is, "election fraud" from its end.

    >>> _chains("take > into|in > custody"), _chains("vote-rigging")
    ([('take', 'into', 'custody'), ('take', 'in', 'custody')], [('rigging', 'vote')])
    """
    if ">" in words:
        return [*product(*([either.strip() for either in word.split("|")] for word in words.split(">")))]
    return [tuple(re.split("[ -]", words)[::-1])]


def _phrases_first(trigger: Trigger) -> tuple[int, int]:
    return _ORDER[trigger.part], -len(trigger.chain)
