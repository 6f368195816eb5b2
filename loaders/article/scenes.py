"""Where a told event happened: which place of its sentence belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.frames import frames
from loaders.article.grammar import SUBJECTS
from loaders.article.participants import entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member

_FURTHER = 10
_LESS_LIKELY = 5
_BEFORE = frozenset({"compound", "nmod"})
_OF = frozenset({"of", "from", "to", "into"})


class Scene(NamedTuple):
    """A place, and the word that names it."""

    place: Member
    token: Token


class Scenes:
    """Tells of every token where what it tells happened."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._known: dict[int, Scene | None] = {}

    def of(self, token: Token) -> Scene | None:
        """Return the place that a preposition below `token` names: its own one, else the nearest."""
        if token.i not in self._known:
            self._known[token.i] = self._nearest(token)
        return self._known[token.i]

    def _nearest(self, trigger: Token) -> Scene | None:
        found = [(_distance(trigger, scene.token), scene) for scene in self._named(trigger.subtree)]
        if not found and trigger.pos_ == "NOUN":
            # the El Paso shooting
            found = [(0, Scene(place, child)) for child in trigger.lefts if (place := self._before(child)) is not None]
        if not found and _takes_place(trigger):
            # a protest was held in Minsk
            below = (token for prep in trigger.head.children for token in prep.children)
            found = [(0, scene) for scene in self._named(below)]
        return min(found, key=lambda item: item[0], default=(0, None))[1]

    def _before(self, word: Token) -> Member | None:
        """Return the place that a word before a noun names."""
        member = self._cast.named(word) if word.dep_ in _BEFORE else None
        return member if member is not None and member.type == "place" else None

    def _named(self, tokens: Iterable[Token]) -> Iterator[Scene]:
        """Yield the places that prepositions before `tokens` name."""
        for token in tokens:
            if token.dep_ == "pobj" and token.head.lower_ in frames().place_prepositions:
                member = entity(self._cast, token)
                if member is not None and member.type == "place":
                    yield Scene(member, token)


def _takes_place(noun: Token) -> bool:
    """Say whether `noun` is the subject of a verb that says that it took place."""
    verb = noun.head
    lemma = verb.lemma_.lower()
    return (
        noun.dep_ in SUBJECTS and verb.pos_ == "VERB" and (lemma in frames().occurring or lemma in frames().happening)
    )


def _distance(trigger: Token, place: Token) -> int:
    steps = 0 if place.head.head.i == trigger.i else _FURTHER + abs(place.i - trigger.i)
    return steps + (_LESS_LIKELY if place.head.lower_ in _OF else 0)
