"""The day of an event that the article dates elsewhere: in another telling of it, or for a headline in the lead.

Such a date has no words of its own, so it is kept as inferred.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from loaders.article.dates import as_day
from loaders.article.day_words import day_words
from loaders.article.extraction import When, about
from loaders.article.frames import triggers
from loaders.article.grammar import ancestors
from loaders.article.recalled import together
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import ExtractedClaim
    from loaders.article.parsed import Parsed
    from loaders.article.times import Times

_INCIDENTS = frozenset({"attack", "shooting"})
"""What an article that tells of one tells of again and again; those who died without a name died in it."""
_INCIDENT = "incident", ""
_SURE = frozenset({"asserted", "alleged"})
_YEAR = 4
_LEAD = 3
"""Paragraphs at the beginning of an article that tell again what its headline tells."""

_Event = tuple[str, str]
_Told = tuple["ExtractedClaim", "Token"]


class _Known(NamedTuple):
    """A date of an event, where the telling that has it begins, and whether it says the day in words."""

    start: int
    edtf: str
    said: bool = True


class Retold:
    """Dates the events of one article that it dates only elsewhere."""

    def __init__(self, parsed: Parsed, times: Times) -> None:
        self._parsed = parsed
        self._times = times
        body = [number for number, kind in enumerate(parsed.kinds) if kind is Part.BODY][:_LEAD]
        self._lead_ends = parsed.spans[body[-1]].end if body else 0
        first = next((s for s in parsed.sentences if body and parsed.segments[s.start] == body[0]), None)
        when = times.of(first.root) if first is not None else None
        self._news = when.edtf if when is not None and as_day(when.edtf) is not None else None

    def dated(self, told: Sequence[_Told]) -> list[ExtractedClaim]:
        """Return the claims of `told`, each event with the day that the whole article gives it."""
        tokens = [token for _, token in told]
        claims = together(list(zip(self._again(told), tokens, strict=True)))
        return self._again(list(zip(claims, tokens, strict=True)))

    def _again(self, told: Sequence[_Told]) -> list[ExtractedClaim]:
        """Give an event without a day the day of its other telling: same kind of event, same person, one day."""
        known: defaultdict[_Event, list[_Known]] = defaultdict(list)
        for claim, _ in told:
            if claim.kind == "event" and claim.certainty in _SURE and claim.date is not None:
                at = _Known(claim.evidence[0].start, claim.date.edtf, claim.date.text is not None)
                known[_same_event(claim)].append(at)
                known[_kind(claim), "*"].append(at)
        for dates in known.values():
            dates.sort()
        return [self._as_elsewhere(claim, token, known) for claim, token in told]

    def _as_elsewhere(
        self, claim: ExtractedClaim, token: Token, known: Mapping[_Event, Sequence[_Known]]
    ) -> ExtractedClaim:
        if claim.kind != "event" or claim.date is not None or claim.certainty not in _SURE:
            return claim
        found = None
        if self._parsed.part(token) is Part.HEADLINE:
            found = self._of_headline(claim, token, known)
        elif claim.type in day_words().once and not self._is_another(claim, token):
            found = self._of_other_telling(_same_event(claim), known)
            if (
                found
                and claim.type in _INCIDENTS
                and found[:_YEAR] not in (self._times.years(token) or {found[:_YEAR]})
            ):
                found = None  # told of another time
            found = found if claim.type not in day_words().long or as_day(found) else None
        return structs.replace(claim, date=When(found)) if found else claim

    def _of_headline(self, claim: ExtractedClaim, token: Token, known: Mapping[_Event, Sequence[_Known]]) -> str | None:
        """Return the day that the lead gives to what a headline tells: of the same event, or of the news itself."""
        same = known.get(_same_event(claim)) or known.get((_kind(claim), "*"), ())
        told = next((other.edtf for other in same if other.start < self._lead_ends), None)
        return told or (self._news if _is_news(token) else None)

    def _of_other_telling(self, event: _Event, known: Mapping[_Event, Sequence[_Known]]) -> str | None:
        """Return the one date that an event has; of several incidents that of the news, which the lead tells."""
        dates = known.get(event, ())
        one = _the_one(dates)
        if one is None and dates and event == _INCIDENT and dates[0].start < self._lead_ends:
            return dates[0].edtf if as_day(dates[0].edtf) is not None else None
        return one

    def _is_another(self, claim: ExtractedClaim, token: Token) -> bool:
        """Say whether it is not the incident that the article is about: another attack, one in 2016."""
        if _same_event(claim) != _INCIDENT:
            return False
        return any(_says_another(word) for word in self._parsed.sentence(token))


def _says_another(word: Token) -> bool:
    """Say whether `word` brings in an event beside the one told of: another attack, and not another officer."""
    if word.lower_ not in day_words().others:
        return False
    of_noun = word.dep_ in {"det", "amod"} and word.head.pos_ == "NOUN"
    return not of_noun or ("noun", word.head.lemma_.lower()) in triggers()


def _is_news(token: Token) -> bool:
    """Say whether a headline tells an event as its news, not as what went before: resigns after protests."""
    path = [token, *ancestors(token)]
    return all(word.lower_ not in day_words().background and word.dep_ not in {"amod", "relcl"} for word in path)


def _the_one(dates: Sequence[_Known]) -> str | None:
    """Return the one date that tellings of an event have, the most exact where others only say less."""
    dates = [date for date in dates if date.said] or dates
    exact = max((date.edtf for date in dates), key=len, default="")
    return exact if exact and all(exact.startswith(date.edtf) for date in dates) else None


def _kind(claim: ExtractedClaim) -> str:
    return day_words().same.get(claim.type, claim.type)


def _same_event(claim: ExtractedClaim) -> _Event:
    who = about(claim.args)
    if claim.type in _INCIDENTS or (claim.type == "death" and who.startswith("#")):
        return _INCIDENT
    return _kind(claim), who
