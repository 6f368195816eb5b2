"""The day of an event that is told without one: that of the sentence before, of another telling, of what it goes with.

Such a date has no words of its own, so it is kept as inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from loaders.article.dates import as_day
from loaders.article.day_words import day_words
from loaders.article.extraction import When
from loaders.article.grammar import clause
from loaders.article.times import goes_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from spacy.tokens import Token

    from loaders.article.extraction import ExtractedClaim
    from loaders.article.parsed import Parsed
    from loaders.article.times import Times

_AT_ONCE = frozenset({"as", "when", "while"})
_YEAR = 4


class _Last(NamedTuple):
    """The last event whose day was said in words: in which segment and sentence, and the day."""

    segment: int
    sentence: int
    when: When


class Recalled:
    """What the article has said of days so far. Tell it of every event in the order of the text."""

    def __init__(self, parsed: Parsed, times: Times) -> None:
        self._parsed = parsed
        self._times = times
        self._last: _Last | None = None
        self._days: dict[tuple[str, str], date] = {}

    def note(self, token: Token, kind: str, who: str, when: When | None) -> None:
        """Note the day of an event, or, where it is told again without one, look back to the day it had."""
        key = day_words().same.get(kind, kind), who
        day = as_day(when.edtf) if when is not None else None
        if day is not None:
            self._days[key] = day
        elif key in self._days:
            self._times.recall(token, self._days[key])
        if when is not None and when.text and ".." not in when.edtf:
            self._last = _Last(self._parsed.segments[token.i], self._parsed.numbers[token.i], when)

    def day(self, token: Token, kind: str, who: str) -> When | None:
        """Return when `token` happened by the sentences before it: only what goes on in the simple past.

        A death that was told with its day before does not go on.
        """
        verb = clause(token)
        if kind == "death" and (kind, who) in self._days:
            return None
        if token.pos_ == "NOUN" and not goes_with(token, verb):
            return None
        past = verb.tag_ == "VBD" or any(child.tag_ == "VBD" and child.dep_ == "auxpass" for child in verb.children)
        last = self._last
        if not past or last is None or not self._goes_on(token, last):
            return None
        self._last = last._replace(sentence=self._parsed.numbers[token.i])
        return When(last.when.edtf)

    def _goes_on(self, token: Token, last: _Last) -> bool:
        """Say whether the sentence of `token` is that of `last` or the next of its paragraph, and keeps to its day."""
        parsed = self._parsed
        if last.segment != parsed.segments[token.i] or parsed.numbers[token.i] - last.sentence not in {0, 1}:
            return False
        if parsed.numbers[token.i] != last.sentence and self._times.has_date(token):
            return False  # it speaks of a day of its own, even where that cannot be told
        return all(word.lower_ not in day_words().shifts for word in parsed.sentence(token))


def together(told: Sequence[tuple[ExtractedClaim, Token]]) -> list[ExtractedClaim]:
    """Give an event without a day that of an event told with it by as, when or while.

    The same day where the other has it in words; where that too is inferred, no more than its year.
    """
    by_verb = {clause(token).i: claim.date for claim, token in told if claim.kind == "event" and claim.date is not None}
    return [_as_the_other(claim, token, by_verb) for claim, token in told]


def _as_the_other(claim: ExtractedClaim, token: Token, by_verb: Mapping[int, When]) -> ExtractedClaim:
    if claim.kind != "event" or claim.date is not None or claim.certainty not in {"asserted", "alleged"}:
        return claim
    known = next((by_verb[verb.i] for verb in _at_once(clause(token)) if verb.i in by_verb), None)
    if known is None:
        return claim
    return structs.replace(claim, date=When(known.edtf if known.text else known.edtf[:_YEAR]))


def _at_once(verb: Token) -> list[Token]:
    """Return the verbs that say what went on at the same time as `verb`."""
    found = [child for child in verb.children if child.dep_ == "advcl" and _is_at_once(child)]
    if verb.dep_ == "advcl" and _is_at_once(verb):
        found.append(verb.head)
    return [*found, *(child for other in found for child in other.children if child.dep_ == "xcomp")]


def _is_at_once(verb: Token) -> bool:
    return any(child.dep_ in {"mark", "advmod"} and child.lower_ in _AT_ONCE for child in verb.children)
