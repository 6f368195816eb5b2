"""Where a number belongs that is said without its own place: the place of its sentence, of the ones before, of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.count_words import count_words
from loaders.article.frames import frames
from loaders.article.grammar import SUBJECTS
from loaders.article.lexicon import places
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.telling import Reading

_BACK = 4
_AWAY = frozenset({"from", "of", "to", "into", "over", "by", "with", "for", "against", "about", "than"})
_OWNERS = frozenset({"poss", "compound", "nmod", "amod"})
_TITLES = frozenset({Part.HEADLINE, Part.HEADING})


_OF_STATES = frozenset({"political_prisoners", "pardoned", "released", "jailed", "votes"})


class CountPlaces:
    """Tells of a number without a place where it belongs; `home` is what the article speaks of most."""

    def __init__(self, reading: Reading, home: Member | None) -> None:
        self._reading = reading
        self._cast = reading.cast
        self._home = home
        self._known: dict[int, Member | None] = {}
        countries = [member for member in reading.cast.members.values() if _is_country(member) and member.mentions]
        told = [member for member in self._of_headlines() if _is_country(member)]
        self._country = max(told or countries, key=lambda member: len(member.mentions), default=None)

    def of(self, number: Token, kind: str) -> Member | None:
        """Return the place of the sentence of `number`, else of the sentences before it, else of the headline.

        What a state does, such as to pardon, belongs to a country and not to where the sentence before took place.
        """
        parsed = self._reading.parsed
        at = parsed.numbers[number.i]
        acting, named = self._acting(parsed.sentences[at], number), self._named(parsed.sentences[at], number)
        own = named or acting
        if kind in _OF_STATES:
            in_country = named if named is not None and _is_country(named) else None
            return acting or in_country or self._country or own or self._home
        if own is not None:
            return own
        for before in range(at - 1, max(-1, at - 1 - _BACK), -1):
            sentence = parsed.sentences[before]
            if parsed.part(sentence[0]) in _TITLES:
                break
            if before not in self._known:
                self._known[before] = self._named(sentence, sentence[-1])
            if (found := self._known[before]) is not None:
                return found
        return self._headline() or self._home

    def _named(self, sentence: Sentence, number: Token) -> Member | None:
        """Return the place that a preposition names, or a noun's first word: in Y, the Y bombing; the nearest to it."""
        found = [token for token in sentence if self._is_place(token) and self._holds(token)]
        before = [token for token in found if token.i < number.i]
        near = min(before or found, key=lambda token: abs(token.i - number.i), default=None)
        return self._cast.named(near) if near is not None else None

    def _holds(self, token: Token) -> bool:
        """Say whether something happens in the place `token`: in Minsk; the Minsk bombing."""
        if token.dep_ == "pobj":
            return token.head.lower_ in frames().place_prepositions - _AWAY
        following = token.nbor() if token.i + 1 < len(token.doc) else token
        return token.dep_ in {"compound", "nmod"} and any(
            word.lemma_.lower() in count_words().happenings for word in (token.head, following)
        )

    def _acting(self, sentence: Sentence, number: Token) -> Member | None:
        """Return the place whose authorities act: Poland frees 38; the Polish police; a Paris court."""
        for token in sentence:
            if token.i >= number.i or (token.dep_ not in SUBJECTS and token.dep_ != "pobj"):
                continue
            if token.dep_ in SUBJECTS and self._is_place(token):
                return self._cast.named(token)
            body = {token.lemma_.lower()} & (frames().bodies | frames().courts | frames().speech.bodies)
            owners = (self._cast.of(child) for child in token.children if child.dep_ in _OWNERS) if body else ()
            for owner in owners:
                if owner is not None and owner.type == "place":
                    return owner
        return None

    def _headline(self) -> Member | None:
        return next(self._of_headlines(), None)

    def _of_headlines(self) -> Iterator[Member]:
        parsed = self._reading.parsed
        for sentence in parsed.sentences[:_BACK]:
            if parsed.part(sentence[0]) in _TITLES:
                named = (self._cast.named(token) for token in sentence if self._is_place(token))
                yield from (member for member in named if member is not None)

    def _is_place(self, token: Token) -> bool:
        member = self._cast.named(token)
        return member is not None and member.type == "place"


def _is_country(member: Member) -> bool:
    return member.type == "place" and member.name in places().countries
