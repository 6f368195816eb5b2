"""Where the participants of an event stand around the word that tells it: its subject, its object, after "against"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.grammar import (
    SUBJECTS,
    VERBAL,
    agents,
    clause,
    is_passive,
    objects,
    parts,
    subjects,
    with_preposition,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from loaders.article.matches import Match

_PREPOSITIONS = frozenset(
    {"of", "by", "to", "for", "against", "into", "from", "with", "in", "on", "at", "before", "among"}
)
_ONGOING = frozenset({"during", "on", "in", "amid", "after", "before"})
_SAID = frozenset({"ccomp", "acl", "relcl"})
_ALONG = frozenset({"along", "together", "alongside"})
_LEFT = frozenset({"amod", "compound", "nmod"})
_NAMING = frozenset({"ADJ", "PROPN", "NOUN"})
_EMPTY = frozenset({"that", "this", "it", "there"})


def standing(match: Match, place: str) -> list[Token]:
    """Return what stands at `place` of the word that tells; the file `frames.toml` explains the places."""
    token = match.token
    if match.part == "role":
        return _holder(token) if place == "holder" else []
    if match.part == "noun":
        found = _beside_noun(token, place)
    elif match.part == "adjective":
        found = [_named_by(token.head)] if place == "object" and token.dep_ == "amod" else []
    else:
        found = _around_verb(match, place)
    return [other for other in found if other.i != token.i]


def _holder(noun: Token) -> list[Token]:
    """Return who a noun for somebody who takes part means: itself, or of whom it is said: X is a candidate."""
    copula = noun.head
    one = noun
    if noun.dep_ == "pobj" and noun.head.head.lower_ == "one":
        one, copula = noun.head.head, noun.head.head.head
    said = one.dep_ == "attr" and copula.lemma_ == "be"
    return subjects(copula) if said else [noun]


def _named_by(noun: Token) -> Token:
    """Return the name that a noun stands before: the late founder Jan Novak."""
    return noun.head if noun.dep_ == "compound" and noun.head.pos_ == "PROPN" else noun


def doers(verb: Token) -> list[Token]:
    """Return the subject of `verb`, of the active and of a passive alike: who stands trial, who is released on bail."""
    own = any(child.dep_ in SUBJECTS for child in verb.children)
    return objects(verb) if is_passive(verb) and (own or verb.dep_ in {"acl", "conj", "amod"}) else subjects(verb)


def along(verb: Token) -> list[Token]:
    """Return those of "along with two staffers", "together with her lawyer", "alongside A and B" below `verb`."""
    beside = [word for word in verb.subtree if word.lower_ in _ALONG and clause(word).i == verb.i]
    # the parse hangs "with" below "along" or beside it
    following = [word.nbor() for word in beside if word.i + 1 < len(word.doc)]
    governing = [*beside, *(word for word in following if word.lower_ == "with")]
    return [part for word in governing for obj in _children(word, "pobj") for part in parts(obj)]


def _around_verb(match: Match, place: str) -> list[Token]:
    """Return what stands at `place` of a verb or of the last word of its phrase."""
    if place in _AROUND_VERB:
        return _AROUND_VERB[place](match)
    if place in _BESIDE_NOUN or place == "of":  # of a phrase that ends in a noun: faced the trial of X
        return _beside_noun(match.end, place) if match.end.pos_ == "NOUN" else []
    return with_preposition(match.token, place) or _after_end(match, place)


def _after_end(match: Match, preposition: str) -> list[Token]:
    """Return what `preposition` governs at the end of a phrase; it may be its last word: received a letter from X."""
    end = match.end
    if end.lower_ == preposition:
        return [part for obj in _children(end, "pobj") for part in parts(obj)]
    return next((found for word in match.words[:0:-1] if (found := with_preposition(word, preposition))), [])


def _subject(match: Match) -> list[Token]:
    if match.part == "patient":
        return []
    if match.part == "verb":
        return subjects(match.token)
    found = [other for other in doers(match.token) if other.i != match.end.i]
    return found or agents(match.token)  # an appeal was lodged by X


def _object(match: Match) -> list[Token]:
    """Return to whom it is done; "trial" is no participant of "stand trial"."""
    verb, end = match.token, match.end
    found = objects(verb)
    if end.i == verb.i:
        return found
    own = {part.i for part in parts(end)}
    return [other for other in found if other.i not in own and all(word.i != end.i for word in other.subtree)]


def _agent(match: Match) -> list[Token]:
    return agents(match.token) if is_passive(match.token) else []


def _clause(match: Match) -> list[Token]:
    """Return who does what a clause below says: police alleged that he threw stones."""
    return _of_clause(match.token)


def _of_clause(token: Token) -> list[Token]:
    inner = [child for child in token.children if child.dep_ in _SAID and child.i > token.i]
    return [found for verb in inner for found in doers(verb)]


def _sayer(match: Match) -> list[Token]:
    """Return who says the clause that `match` tells something in: police said that X was behind it."""
    verb = match.token
    return subjects(verb.head) if verb.dep_ == "ccomp" and verb.head.pos_ == "VERB" else []


def _sender(match: Match) -> list[Token]:
    if match.token.lemma_ == "receive":
        return _after_end(match, "from") or with_preposition(match.token, "from")
    return doers(match.token)


def _receiver(match: Match) -> list[Token]:
    verb = match.token
    if verb.lemma_ == "receive":
        return doers(verb)
    return with_preposition(verb, "to") or _after_end(match, "to") or _children(verb, "dative")


def _press(match: Match) -> list[Token]:
    return with_preposition(match.token, "to") or _after_end(match, "to") or with_preposition(match.token, "with")


_AROUND_VERB: dict[str, Callable[[Match], list[Token]]] = {
    "subject": _subject,
    "object": _object,
    "agent": _agent,
    "sender": _sender,
    "receiver": _receiver,
    "press": _press,
    "clause": _clause,
    "sayer": _sayer,
    "into_of": lambda match: _whose([*with_preposition(match.token, "into"), *with_preposition(match.end, "into")]),
    "active": lambda match: [] if is_passive(match.token) else subjects(match.token),
}


def _beside_noun(noun: Token, place: str) -> list[Token]:
    """Return what stands at `place` of a noun: its arrest, the arrest of A, A faces charges."""
    if place in _PREPOSITIONS:
        return with_preposition(noun, place) or [
            found for child in _children(noun, "acl") for found in with_preposition(child, place)
        ]
    return _BESIDE_NOUN[place](noun) if place in _BESIDE_NOUN else []


def _undergoes(noun: Token) -> list[Token]:
    verb = _governor(noun)
    return subjects(verb) if verb is not None and verb.lemma_.lower() in frames().undergoing else []


def _does(noun: Token) -> list[Token]:
    verb = _governor(noun)
    return subjects(verb) if verb is not None and verb.lemma_.lower() not in frames().undergoing else []


def _governor(noun: Token) -> Token | None:
    """Return the verb that `noun` is the object of: faced of "faced trial", announced of "announced an inquiry"."""
    first = noun
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    return first.head if first.dep_ == "dobj" and first.head.pos_ == "VERB" else None


def _during(noun: Token) -> list[Token]:
    """Return who does something while what `noun` names goes on: during a visit to Kyiv, she …."""
    return _host(noun) if noun.dep_ == "pobj" and noun.head.lower_ in _ONGOING else []


def _host(noun: Token) -> list[Token]:
    verb = clause(noun)
    found = (subjects(verb) or objects(verb)) if verb.pos_ in VERBAL else []
    return [token for token in found if token.lower_ not in _EMPTY]


def _before(noun: Token) -> list[Token]:
    """Return the word before a noun that says whose it is: Turkish airstrikes, a police investigation."""
    found = [child for child in noun.lefts if child.dep_ in _LEFT and child.pos_ in _NAMING]
    return [child for child in found if child.pos_ != "ADJ" or child.is_title]


def _person_before(noun: Token) -> list[Token]:
    """Return the names that stand before a noun: the Trump investigation, the Trump impeachment inquiry."""
    before = (word for child in noun.lefts if child.dep_ in _LEFT for word in child.subtree)
    return [word for word in before if word.pos_ == "PROPN"]


def _into_of(noun: Token) -> list[Token]:
    """Return whose conduct an inquiry looks into: an inquiry into the conduct of X, into X's finances."""
    return _whose(with_preposition(noun, "into"))


def _whose(things: list[Token]) -> list[Token]:
    return [
        found
        for what in things
        for found in (with_preposition(what, "of") or with_preposition(what, "by") or _children(what, "poss"))
    ]


def _reached(noun: Token) -> list[Token]:
    return objects(noun.head) if noun.dep_ == "nsubj" and noun.head.lemma_ == "reach" else []


_BESIDE_NOUN: dict[str, Callable[[Token], list[Token]]] = {
    "poss": lambda noun: _children(noun, "poss"),
    "agent": lambda noun: [found for child in _children(noun, "acl") for found in agents(child)],
    "inner": lambda noun: [found for child in _children(noun, "relcl") for found in subjects(child)],
    "between": lambda noun: with_preposition(noun, "between")[:1],
    "other": lambda noun: with_preposition(noun, "between")[1:2],
    "light": _undergoes,
    "doer": _does,
    "host": _host,
    "reached": _reached,
    "during": _during,
    "clause": _of_clause,
    "whose": _before,
    "person_before": _person_before,
    "into_of": _into_of,
}


def _children(token: Token, dependency: str) -> list[Token]:
    return [child for child in token.children if child.dep_ == dependency]
