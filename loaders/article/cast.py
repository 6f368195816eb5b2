"""Who and what an article speaks of: its names grouped into entities, and which entity each token belongs to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.article.extraction import Mention
from loaders.article.lexicon import first_names, known_kinds, known_places, names, peoples, places
from loaders.article.name_likeness import acronym_of, bare, body_short, initials, misspelt, person_short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import Form, Span
    from loaders.article.names import Name
    from loaders.article.parsed import Parsed

_MANY = 100
_LETTERS = 2
_HIS = {"his": "m", "himself": "m", "her": "f", "herself": "f"}
_BESIDE = 14
_SLUG = re.compile(r"[\W_]+")


@dataclass
class Member:
    """An entity while the article is read: it gains mentions, a gender and roles as the passes go on."""

    id: str
    name: str
    type: str
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)
    gender: str | None = None
    roles: set[str] = field(default_factory=set)
    """The nouns that told what somebody is: "the mayor" means whom they fit."""
    parts: tuple[Member, ...] = ()
    """The people named side by side whom it speaks of, if it stands for several."""


class Cast:
    """The entities of one article. `of` tells whom a token speaks of, by name, pronoun or description."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.members: dict[str, Member] = {}
        self._by_token: dict[int, Member] = {}
        self._named: dict[int, Member] = {}

    def of(self, token: Token) -> Member | None:
        """Return whom `token` speaks of."""
        return self._by_token.get(token.i)

    def named(self, token: Token) -> Member | None:
        """Return whom the name that `token` is part of names."""
        return self._named.get(token.i)

    def named_tokens(self) -> list[int]:
        """Return the numbers of the tokens that are part of a name, in order."""
        return sorted(self._named)

    def add(self, member: Member) -> None:
        """Take in one more entity, under an id of its own."""
        taken, number = member.id, 1
        while member.id in self.members:
            number += 1
            member.id = f"{taken}-{number}"
        self.members[member.id] = member

    def mention(self, member: Member, span: Span, tokens: Sequence[Token], form: Form) -> None:
        """Note that `tokens` speak of `member`; a token keeps the first entity it was given."""
        member.mentions.append(Mention(span, form))
        for token in tokens:
            self._by_token.setdefault(token.i, member)
            if form == "name":
                self._named.setdefault(token.i, member)

    def give(self, token: Token, member: Member) -> None:
        """Let the name that `token` is part of name `member` from now on."""
        self._by_token[token.i] = self._named[token.i] = member

    def within(self, tokens: Sequence[Token], *kinds: str) -> list[Member]:
        """Return the entities named among `tokens`, each once, of the types `kinds` if any are given."""
        found = {member.id: member for token in tokens if (member := self.named(token)) is not None}
        return [member for member in found.values() if not kinds or member.type in kinds]


def cast_of(parsed: Parsed, found: Sequence[Name]) -> Cast:
    """Group the names of an article into entities: surnames, acronyms and other short forms with the full name."""
    cast = Cast(parsed)
    known = _Known()
    chosen: dict[tuple[str, str], list[Member]] = {}
    for text, kind in sorted({_key(name) for name in found}, key=_longest_first):
        full = names().same.get(text) or places().aliases.get(text, text)
        fitting = known.fitting(full, kind) or known.fitting(text, kind)
        if not fitting:
            fitting = [Member(slug(full), full, kind)]
            known.add(fitting[0])
            cast.add(fitting[0])
        chosen[text, kind] = fitting
    introduced: dict[str, int] = {}
    for number, name in enumerate(found):
        fitting = chosen[_key(name)]
        member = _meant(cast, name, fitting, introduced)
        member.names[_key(name)[0]] += 1
        if len(fitting) == 1:
            introduced.setdefault(member.id, number)
        cast.mention(member, name.span, _tokens(parsed, name.span), "name")
    for gone in [member for member in cast.members.values() if not member.mentions]:
        del cast.members[gone.id]
    _bracketed(cast)
    return cast


def _key(name: Name) -> tuple[str, str]:
    return name.text.replace("’", "'"), name.type


def _longest_first(pair: tuple[str, str]) -> tuple[int, int, str, str]:
    text, kind = names().same.get(pair[0], pair[0]), pair[1]
    return -len(text.split()), -len(text), text, kind


def _tokens(parsed: Parsed, span: Span) -> list[Token]:
    first = parsed.token_at(span.start)
    tokens: list[Token] = []
    while first is not None and parsed.start(first) < span.end:
        tokens.append(first)
        if first.i + 1 >= len(parsed.starts):
            break
        first = parsed.doc[first.i + 1]
    return tokens


def _meant(cast: Cast, name: Name, fitting: Sequence[Member], introduced: Mapping[str, int]) -> Member:
    """Return whom a surname means that several carry: by Mr or "his", else whom the article named first.

    Papers go on to call by the surname alone whom they write about, and name a wife or a brother in full each time.
    """
    if len(fitting) == 1:
        return fitting[0]
    token = cast.parsed.token_at(name.span.start)
    gender = gender_beside(token) if token is not None else None
    if gender:
        told = [member for member in fitting if first_name_gender(member) in {gender, None}]
        fitting = told or fitting
    return min(fitting, key=lambda member: introduced.get(member.id, len(introduced)))


def gender_beside(token: Token) -> str | None:
    """Return what Mr or Mrs before a surname says of who carries it, else the first "his" or "her" of its clause."""
    before = token.nbor(-1).lower_ if token.i else ""
    short = names().short
    if before in short.men | short.women:
        return "m" if before in short.men else "f"
    for other in token.doc[token.i + 1 : min(token.sent.end, token.i + _BESIDE)]:
        if other.pos_ == "PROPN" and other.ent_type_ == "PERSON" and other.i > token.i + 1:
            return None
        if other.lower_ in _HIS:
            return _HIS[other.lower_]
    return None


def slug(text: str) -> str:
    """Return `text` as a local id: lower case, words joined by hyphens.

    >>> slug("Maryya Kalesnikava")
    'maryya-kalesnikava'
    """
    return _SLUG.sub("-", text.lower()).strip("-") or "x"


class _Known:
    """The entities so far, found by the words of their names, so that a long article is not compared with itself."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[Member]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Member]] = defaultdict(list)
        self._by_ends: defaultdict[str, list[Member]] = defaultdict(list)

    def add(self, member: Member) -> None:
        self._by_name[member.name].append(member)
        words = {plain_word for word in member.name.split() for plain_word in _forms(word)}
        for word in words | (initials(member.name) if member.type != "person" else frozenset()):
            self._by_word[word].append(member)
        if member.type == "person":
            for ends in {word[0] + word[-1] for word in member.name.split()[1:]}:
                self._by_ends[ends].append(member)

    def fitting(self, text: str, kind: str) -> list[Member]:
        """Return the members that `text` may name: one, several of a surname, or none if it names somebody new."""
        for member in self._by_name.get(text, ()):
            if member.type == kind or "person" not in {member.type, kind}:
                return [member]
        if kind == "group":
            return []
        letters = acronym_of(text)
        if letters and len(letters) > _LETTERS and text not in known_kinds():
            spelt = [
                member for member in self._near(text) if member.type != "person" and letters in initials(member.name)
            ]
            if spelt:
                return spelt[:1]
        return self._person(text) if kind == "person" else self._body(text, kind)

    def _near(self, text: str) -> list[Member]:
        """Return the members that share a word with `text`, in their order; of a word in many names only the first."""
        words = [form for word in text.split() for form in _forms(word)]
        words += [acronym] if (acronym := acronym_of(text)) else []
        return list({member.id: member for word in words for member in self._by_word.get(word, ())[:_MANY]}.values())

    def _person(self, text: str) -> list[Member]:
        near = self._near(text)
        alike = [member for member in near if member.type == "person" and person_short(text, member.name)]
        if " " in text:
            return alike[:1]
        surnames = [member for member in alike if text != member.name.split()[0]]
        if alike:
            return surnames or alike
        inside = [member for member in near if member.type in {"place", "org"} and text in member.name.split()[1:-1]]
        return self._slips(text) or _storms(text, near) or inside[:1]

    def _body(self, text: str, kind: str) -> list[Member]:
        new = " " not in text and text not in known_places() and text not in known_kinds()
        slips = self._slips(text) if new and kind in {"org", "place", "work"} else []
        near = self._near(text)
        alike = [member for member in near if member.type == kind and body_short(text, member.name, kind)]
        return slips or alike or (_storms(text, near) if new else [])

    def _slips(self, text: str) -> list[Member]:
        """Return the person whose surname `text` is with a letter wrong."""
        near = self._by_ends.get(text[0] + text[-1], [])[:_MANY]
        return [member for member in near if any(misspelt(text, word) for word in member.name.split()[1:])][:1]


def _forms(word: str) -> set[str]:
    """Return the words under which a name is looked for: UK and British are found with the United Kingdom."""
    country = places().aliases.get(word) or peoples().get(word)
    return {word, word[0].upper() + word[1:], bare(word), *(country.split() if country else ())} - names().short.small


def _storms(text: str, members: Sequence[Member]) -> list[Member]:
    """Return the event that `text` is the own name of: Dorian is Hurricane Dorian."""
    for member in members:
        words = member.name.split()
        if member.type == "event" and words[-1] == text and words[0] in names().leads.event:
            return [member]
    return []


def _bracketed(cast: Cast) -> None:
    """Unite a name with the short form in brackets that follows it: Officials Committee (ODESC), Vyasna (Spring)."""
    order = sorted((mention.span, member.id) for member in cast.members.values() for mention in member.mentions)
    for (first, one), (second, other) in pairwise(order):
        between = cast.parsed.text[first.end : second.start]
        after = cast.parsed.text[second.end : second.end + 1]
        if between in {" (", " [", " (the "} and after in {")", "]"} and one != other:
            a, b = cast.members.get(one), cast.members.get(other)
            if a and b and a.type == b.type != "person" and a.type != "place":
                _unite(cast, a, b)


def _unite(cast: Cast, kept: Member, gone: Member) -> None:
    if len(gone.name) > len(kept.name) and not gone.name.isupper():
        kept.name = gone.name
    kept.names.update(gone.names)
    kept.mentions.extend(gone.mentions)
    for mention in gone.mentions:
        for token in _tokens(cast.parsed, mention.span):
            cast.give(token, kept)
    del cast.members[gone.id]


def first_name_gender(member: Member) -> str | None:
    """Return the gender that the first name or the ending of a Slavic surname tells."""
    words = member.name.split()
    told = first_names().gender(words[0]) if len(words) > 1 else None
    if told:
        return told
    if re.search(r"(ova|eva|ska|skaya|skaia|aya|kaya)$", words[-1]):
        return "f"
    return (
        "m"
        if len(words) > 1 and re.search(r"(ski|sky|skiy|ov|ev|enko)$", words[-1]) and not words[0].endswith("a")
        else None
    )
