"""Those whom a text names side by side and then speaks of as one: Ann Roe and Bob Doe, both, the couple, they."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from loaders.article.cast import Cast, Member
from loaders.article.frames import frames
from loaders.article.grammar import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import ExtractedClaim

_STANDING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NOUNS = {"couple": 2, "pair": 2, "duo": 2, "trio": 3}
_FURTHER = frozenset({"prep", "relcl", "acl", "appos", "poss"})
_MOST = 8


class Together:
    """The people of one article whom it names side by side: each such set is one more member, of type group."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._known: dict[frozenset[str], Member] = {}

    def of(self, members: Iterable[Member]) -> Member | None:
        """Return the group of `members`; None for one alone, and for more than a sentence names."""
        each = tuple({member.id: member for member in members}.values())
        if not 1 < len(each) <= _MOST:
            return None
        key = frozenset(member.id for member in each)
        if key not in self._known:
            name = " and ".join(member.name for member in each)
            self._known[key] = Member("+".join(sorted(key)), f"({name})", "group", parts=each)
        return self._known[key]

    def beginning(self, token: Token) -> Member | None:
        """Return the group of the people whom the phrase headed by `token` names: Ann Roe, Bob Doe and Cy Poe."""
        if token.dep_ == "conj":
            return None
        found = [self._cast.named(part) for part in parts(token)]
        people = [member for member in found if member is not None and member.type == "person"]
        return self.of(people) if len(people) == len(found) else None


def number_of(token: Token) -> int | None:
    """Return how many people told of before `token` speaks of: both, the two, both officers, the couple.

    0 stands for all of them, whoever they are: the officers.
    """
    lower, tag = token.lower_, token.tag_
    if lower not in _NUMBERS and tag != "NNS" and not (tag == "NN" and lower in _NOUNS):
        return None
    if token.dep_ not in _STANDING or any(child.dep_ in _FURTHER for child in token.children):
        return None
    words = {child.lower_ for child in token.children if child.i < token.i}
    if token.lower_ in _NUMBERS:
        alone = token.lower_ == "both" or words == {"the"}
        return _NUMBERS[token.lower_] if alone and not any(child.dep_ == "cc" for child in token.children) else None
    if token.tag_ == "NN":
        return _NOUNS.get(token.lower_) if words == {"the"} else None
    return _counted(words) if token.tag_ == "NNS" and _is_human(token) else None


def _counted(words: set[str]) -> int | None:
    if words == {"the"}:
        return 0
    told = [_NUMBERS[word] for word in words if word in _NUMBERS and (word == "both" or "the" in words)]
    return told[0] if len(told) == 1 else None


def _is_human(token: Token) -> bool:
    words = frames()
    return token.lemma_.lower() in words.people | words.titles | words.kin.keys() | words.descriptions.accused


def apart(cast: Cast, claims: Sequence[ExtractedClaim]) -> list[ExtractedClaim]:
    """Return `claims` with everybody of a group named side by side in its place."""
    return [_apart(cast, claim) for claim in claims]


def _apart(cast: Cast, claim: ExtractedClaim) -> ExtractedClaim:
    given = {role: _each(cast, value) for role, value in claim.args.items()}
    return claim if given == dict(claim.args) else structs.replace(claim, args=given)


def _each(cast: Cast, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    members = [(given, cast.members.get(given)) for given in values]
    if not any(member is not None and member.parts for _, member in members):
        return value
    found: list[str] = []
    for given, member in members:
        found.extend([part.id for part in member.parts] if member is not None and member.parts else [given])
    return tuple(dict.fromkeys(found))
