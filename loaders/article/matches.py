"""Which triggers of `frames.toml` a word of the text fits: as that part of speech, with those words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.frames import frames, triggers
from loaders.article.grammar import VERBAL, chain_below, is_passive, objects, signs_below, subjects, with_preposition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.frames import EventFrame, Part, Trigger
    from loaders.article.grammar import Signed

TELLING = frozenset({*VERBAL, "NOUN", "PROPN", "ADJ"})
"""The parts of speech of the words that tell events."""
_SELF = re.compile(r"(?:self|selves)$")


class Match(NamedTuple):
    """A word that may tell an event: by which trigger, and with which words of its phrase, itself the first."""

    token: Token
    trigger: Trigger
    words: Sequence[Token]

    @property
    def frame(self) -> EventFrame:
        """The frame that it tells."""
        return self.trigger.frame

    @property
    def part(self) -> Part:
        """How it tells it: as a verb, as a phrase, as a noun."""
        return self.trigger.part

    @property
    def end(self) -> Token:
        """The last word of its phrase."""
        return self.words[-1]


def matches(token: Token) -> Iterator[Match]:
    """Yield what `token` may tell by its grammar alone, phrases before single words."""
    candidates = _candidates(token)
    if not candidates:
        return
    # the longest phrases come first, so that the first trigger has a chain if any has
    known: Signed = {}
    near = signs_below(token, known) if candidates[0].chain else frozenset()
    for trigger in candidates:
        if trigger.chain and trigger.chain[0] not in near:
            continue
        words = chain_below(token, trigger.chain, known)
        if words is not None and _is_used_so(token, trigger):
            yield Match(token, trigger, words)


def _candidates(token: Token) -> Sequence[Trigger]:
    part, lemma = token.pos_, lemma_of(token)
    if token.dep_ == "amod" and token.i < token.head.i:
        return triggers().get(("adjective", token.lower_), ())
    if part in VERBAL:
        return triggers().get(("verb", lemma), ())
    if part in {"NOUN", "PROPN"} and (token.is_lower or token.is_sent_start):
        return triggers().get(("noun", lemma), ())
    if part == "ADJ":
        return triggers().get(("adjective", token.lower_), ())
    return ()


def lemma_of(token: Token) -> str:
    """Return the lemma of `token`, which the model gets wrong for some verbs: fined, staged."""
    lemma = token.lemma_.lower()
    return frames().misread.get(lemma, lemma)


def _is_used_so(token: Token, trigger: Trigger) -> bool:
    """Say whether the words around `token` are as the frame wants them."""
    frame = trigger.frame
    if frame.said_by and not any(_is_by(who, frame.said_by) for who in subjects(token)):
        return False
    if trigger.part == "noun":
        return token.dep_ != "compound" and (not frame.modified_by or _is_modified(token, frame.modified_by))
    if trigger.part == "verb" and (_has_more(token, frame.without) or (frame.passive_only and not is_passive(token))):
        return False
    return not frame.reflexive or _gives_oneself(token)


def _is_by(who: Token, words: frozenset[str]) -> bool:
    return who.lemma_.lower() in words or any(child.lower_ in words for child in who.lefts)


def _is_modified(noun: Token, words: frozenset[str]) -> bool:
    return any(child.lower_ in words or (child.ent_type_ == "DATE" and child.i < noun.i) for child in noun.lefts)


def _has_more(verb: Token, without: Sequence[str]) -> bool:
    """Say whether something stands where nothing may: crossed the road is no border crossing."""
    if "object" in without and (_said(verb) or (not is_passive(verb) and objects(verb))):
        return True
    return any(with_preposition(verb, place) for place in without if place != "object")


def _said(verb: Token) -> bool:
    """Say whether a clause is the object of `verb`: protested that he was tired."""
    return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)


def _gives_oneself(verb: Token) -> bool:
    """Say whether nobody else is given up: surrendered to police, turned himself in; not handed over the documents."""
    given = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    if any(_SELF.search(child.lower_) for child in given):
        return True
    return not given and verb.lemma_ == "surrender" and not is_passive(verb)
