"""The exact words that a telling stands on: short, within one paragraph, and enough to be understood alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.extraction import Span
from loaders.article.grammar import VERBAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from loaders.article.parsed import Parsed

LONGEST = 400
"""Characters of a piece of evidence at most."""
_LONG = 220
_SHORT, _AROUND = 25, 6
_OWN_CLAUSE = frozenset({"advcl", "ccomp", "conj", "parataxis", "cc"})
_JOINTS = frozenset({"cc", "mark"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "conj"})


def evidence(parsed: Parsed, trigger: Token, tokens: Iterable[Token]) -> Span:
    """Return the words that a telling stands on: its clause where that is short, else from its first word to its last.

    A stretch too short to be understood alone ("killing three") is widened to the words around it.
    """
    sentence = parsed.numbers[trigger.i]
    words = [token for token in tokens if parsed.numbers[token.i] == sentence]
    core = [trigger, *words, *(left for token in words if token.pos_ in _NOUNS for left in token.lefts)]
    whole = [*core, *_clause_tokens(trigger)]
    if trigger.pos_ == "NOUN" and trigger.dep_ in _ARGUMENTS and trigger.head.pos_ == "VERB":
        whole += _clause_tokens(trigger.head)
    low, high = _stretch(parsed, whole)
    if _length(parsed, low, high) > _LONG:
        low, high = _stretch(parsed, core)
    while low < high and _length(parsed, low, high) > LONGEST:
        high -= 1
    start = parsed.starts[low]
    return Span(start, start + min(_length(parsed, low, high), LONGEST))


def _stretch(parsed: Parsed, tokens: Iterable[Token]) -> tuple[int, int]:
    """Return the first and the last of `tokens`, or more of the sentence around them if that is short."""
    places = [token.i for token in tokens]
    low, high = _trimmed(parsed, min(places), max(places))
    if _length(parsed, low, high) >= _SHORT:
        return low, high
    sentence = parsed.sentences[parsed.numbers[low]]
    return _trimmed(parsed, max(sentence.start, low - _AROUND), min(sentence.end - 1, high + _AROUND))


def _trimmed(parsed: Parsed, low: int, high: int) -> tuple[int, int]:
    """Return the first and the last token from `low` to `high`, without punctuation and conjunctions at the ends."""
    doc = parsed.doc
    while low < high and _is_loose(doc[high]):
        high -= 1
    while low < high and _is_loose(doc[low]):
        low += 1
    return low, high


def _is_loose(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in _JOINTS


def _length(parsed: Parsed, low: int, high: int) -> int:
    return parsed.ends[high] - parsed.starts[low]


def _clause_tokens(trigger: Token) -> list[Token]:
    """Return the words of the clause of `trigger`, without the clauses that hang below it."""
    found = [trigger]
    # the list grows while it is read, by what hangs below each word
    for token in found:
        found.extend(child for child in token.children if child.dep_ not in _OWN_CLAUSE or child.pos_ not in VERBAL)
    return found
