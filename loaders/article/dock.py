"""Who an article says was arrested, tried or harmed, and by whom: whom "the suspect" or "he was freed" means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.cast import first_name_gender, gender_beside
from loaders.article.frames import frames
from loaders.article.grammar import is_passive, objects, subjects
from loaders.article.saying import whose_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

    from loaders.article.cast import Cast, Member

_TERMS = frozenset({"sentence", "term", "year", "month", "life", "time"})
_NAMING = frozenset({"identify", "name", "describe"})
_PATIENT = frozenset({"nsubjpass", "dobj", "dative"})


class Dock:
    """The accused, their accusers and the victims of one article, in the order of the text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.accused: list[Member] = []
        self.victims: list[Member] = []
        self._accusers: list[Member] = []
        self._unnamed: set[str] = set()
        self._judging: set[str] = set()
        held = frames().descriptions.held
        for token in cast.parsed.tokens:
            if token.lower_ in held and token.dep_ in {"amod", "nmod"}:
                # in "the jailed reporter Ann Roe" the adjective hangs below the title
                self._note(self.accused, [token.head.head if token.head.dep_ == "compound" else token.head])
            elif token.pos_ in {"VERB", "AUX"}:
                self._read(token)

    def _read(self, verb: Token) -> None:
        words, lemma = frames().descriptions, verb.lemma_.lower()
        doers = () if is_passive(verb) else subjects(verb)
        if lemma in words.accuses:
            self._note(self.accused, objects(verb))
            self._note(self._accusers, doers)
        elif lemma in _NAMING:
            self._name(verb)
        elif lemma in words.pleads or (lemma == "serve" and any(noun.lemma_ in _TERMS for noun in objects(verb))):
            self._note(self.accused, subjects(verb))
        elif lemma in words.harms:
            self._note(self.victims, objects(verb))
            self._note(self.accused, doers)

    def _name(self, verb: Token) -> None:
        """Note who the suspect is: police named the suspect as Ann Roe; Ann Roe was identified as the suspect."""
        told = [noun for child in verb.children if child.lower_ == "as" for noun in child.children]
        nouns = [*objects(verb), *told]
        called = {noun.lemma_.lower() for noun in nouns} & frames().descriptions.accused
        for noun in nouns if called else ():
            member = whose_words(self._cast, noun)
            if member is not None and member.type == "person":
                member.roles |= called
                self.accused.append(member)

    def _note(self, noted: list[Member], tokens: Iterable[Token]) -> None:
        for token in tokens:
            member = whose_words(self._cast, token)
            if member is not None and member.type == "person":
                noted.append(member)

    def called(self, lemma: str) -> list[Member]:
        """Return whom "the `lemma`" may mean: the accused, but not the victim when it is "the attacker"."""
        harmed = {member.id for member in self.victims} if lemma in frames().descriptions.attackers else set()
        return [member for member in self.accused if member.id not in harmed]

    def take(self, token: Token, member: Member) -> None:
        """Note that somebody without a name is arrested or tried where `token` speaks of them, or does that."""
        if token.head.lemma_.lower() not in frames().descriptions.accuses:
            return
        if token.dep_ in _PATIENT:
            self._unnamed.add(member.id)
        elif token.dep_ == "nsubj":
            self._judging.add(member.id)

    def held(self, pronoun: Token) -> tuple[AbstractSet[str], AbstractSet[str]]:
        """Return whom `pronoun` means rather than others, and whom not, where it is who is arrested, tried or freed."""
        words = frames().descriptions
        if pronoun.dep_ not in _PATIENT or pronoun.head.lemma_.lower() not in words.accuses | words.holds:
            return frozenset(), frozenset()
        likely = self._unnamed | {member.id for member in self.accused}
        return likely, (self._judging | {member.id for member in self._accusers}) - likely

    def claim_surnames(self) -> None:
        """Let a surname alone that two people carry mean the one in the dock, unless it is who speaks."""
        accused = {member.id: member for member in self.accused if " " in member.name}
        for member in accused.values():
            surname = member.name.split()[-1]
            others = [
                other
                for other in self._cast.members.values()
                if other.type == "person" and other is not member and other.name.split()[-1] == surname
            ]
            if not any(other.id in accused for other in others):
                for other in others:
                    self._claim(surname, member, other)

    def _claim(self, surname: str, member: Member, other: Member) -> None:
        cast, told = self._cast, first_name_gender(member)
        for mention in list(other.mentions):
            token = cast.parsed.token_at(mention.span.start)
            if token is None or mention.form != "name" or mention.span.end != cast.parsed.end(token):
                continue
            gender = gender_beside(token)
            speaks = token.dep_ == "nsubj" and token.head.lemma_.lower() in frames().speech.verbs
            if token.text == surname and not speaks and (gender is None or told in {gender, None}):
                other.mentions.remove(mention)
                other.names[surname] -= 1
                member.mentions.append(mention)
                member.names[surname] += 1
                cast.give(token, member)
