"""Who fills the roles of an event: what stands at the places of its frame, if the role takes its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames, triggers
from loaders.article.grammar import antecedent, is_passive, subjects
from loaders.article.participants import entity, has_number, including, is_counted, is_people, is_vague, joined, literal
from loaders.article.segments import Part
from loaders.article.slot_words import MEANT
from loaders.article.slots import along, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.matches import Match
    from loaders.article.telling import Reading

_ACTORS = frozenset({"person", "org", "group", "place", "campaign"})
_ANYTHING = _ACTORS | {"award", "work", "law", "event"}
_PEOPLE_ROLES = frozenset({"agent", "to", "with", "person", "host"})
_KINDS = {"person": frozenset({"person", "group"}), "place": _ANYTHING - {"person", "group"}}
"""What a role takes that its claim is not about; any other role takes anything."""
_TITLES = frozenset({Part.HEADLINE, Part.HEADING})
_DATES = frozenset({"DATE", "TIME"})


class Filler:
    """Fills the roles of one frame around one word that tells it."""

    def __init__(self, reading: Reading, match: Match) -> None:
        self._reading = reading
        self._match = match
        self._frame = match.frame
        self._first_places = match.frame.roles[match.frame.first]

    def filled(self) -> dict[str, list[tuple[str, Token]]] | None:
        """Return what fills each role: entity ids or `#words`, each with its word; None if a needed role is empty."""
        found: dict[str, list[tuple[str, Token]]] = {}
        for role in self._frame.roles:
            if participants := self._fill(role):
                found[role] = participants
            elif role in self._frame.needs:
                return None
        return found if not self._frame.one_of or not found.keys().isdisjoint(self._frame.one_of) else None

    def _fill(self, role: str) -> list[tuple[str, Token]]:
        """Return what fills `role`.

        The first place at which anything stands decides: a place that is taken by something that the role does not
        take is not filled from further away.
        """
        for place in self._frame.roles[role]:
            if place in MEANT:
                if found := list(MEANT[place](self._reading, self._match)):
                    return found
            elif tokens := self._standing(role, place):
                found = [pair for token in tokens for pair in self._participants(role, token)]
                return list({value: (value, token) for value, token in found}.values())
        return []

    def _standing(self, role: str, place: str) -> list[Token]:
        """Return who or what stands at `place`, no day among them; an interview is given to an outlet with a name."""
        if place == "subject" and role != self._frame.first and is_passive(self._match.token):
            return []
        around = standing(self._match, place)
        if place == "object" and not around and self._is_short_passive():
            around = subjects(self._match.token)
        found = [(token, entity(self._reading.cast, token)) for token in around]
        if place == "press":
            return [token for token, member in found if member is not None and member.type == "org"]
        if place == "person_before":
            return [token for token, member in found if member is not None and member.type == "person"]
        return [token for token, member in found if member is not None or self._may_take_part(token)]

    def _is_short_passive(self) -> bool:
        """Say whether it is the passive of a headline, which looks like the active: Mayor arrested in Minsk."""
        token = self._match.token
        told_so = (
            token.pos_ == "VERB"
            and self._match.part in {"verb", "patient", "phrase"}
            and token.tag_ in {"VBN", "VBD"}
            and not is_passive(token)
        )
        return told_so and "subject" not in self._first_places and self._reading.parsed.part(token) in _TITLES

    def _may_take_part(self, word: Token) -> bool:
        """Say whether a common noun is neither a day nor the event itself: in 2020 and in exile say not where to."""
        told = [trigger for trigger in triggers().get(("noun", word.lemma_.lower()), ()) if trigger.part == "noun"]
        return word.ent_type_ not in _DATES and all(trigger.frame.type != self._frame.type for trigger in told)

    def _participants(self, role: str, token: Token) -> Iterator[tuple[str, Token]]:
        first = role == self._frame.first
        value = self._participant(role, token, first=first)
        if value is not None:
            yield value, token
        if not first or self._match.part == "role":
            return
        for more in (*joined(self._reading.cast, token), *including(token), *along(self._match.token)):
            named = entity(self._reading.cast, more)
            if named is not None and named.type in self._frame.takes:
                yield named.id, more
            elif named is None and is_people(more) and (words := literal(more)):
                yield words, more

    def _participant(self, role: str, token: Token, *, first: bool) -> str | None:
        member = entity(self._reading.cast, token)
        if member is not None:
            fits = member.type in (self._frame.takes if first else _KINDS.get(role, _ANYTHING))
            judges = self._frame.judges and role == "agent"
            return member.id if fits and (not judges or _is_court(member, token)) else None
        if self._frame.judges and role == "agent":
            return literal(token) if antecedent(token).lemma_.lower() in frames().courts else None
        return literal(token) if self._takes_words(role, token, first=first) else None

    def _takes_words(self, role: str, token: Token, *, first: bool) -> bool:
        """Say whether somebody without a name may fill `role`: people, counted people, and for an agent a body."""
        if role in self._frame.named:
            return False
        if first and (not self._frame.literal_person or (is_vague(token) and not self._frame.things)):
            return False
        if first and not self._frame.counted and is_counted(token):
            return False
        if role == "place":
            return not is_people(token)
        if first and self._frame.things:
            return antecedent(token).pos_ in {"NOUN", "PRON"}
        bodies = frames().bodies | frames().speech.bodies if "org" in self._frame.takes else frames().bodies
        body = (not first or role == "agent" or "org" in self._frame.takes) and token.lemma_.lower() in bodies
        counted = first and has_number(token)
        return is_people(token) or counted or body or (not first and role not in _PEOPLE_ROLES)


def _is_court(member: Member, token: Token) -> bool:
    """Say whether somebody can rule: a court by its name, a judge by office, or whoever is called one right there."""
    words = {word.lower() for word in member.name.split()} | member.roles
    return bool(words & frames().courts) or token.lemma_.lower() in frames().courts
