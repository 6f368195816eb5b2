"""Where the words of a language model stand in the text: the quotes of its claims, and the mentions of its entities.

A model gives words and never places. Quotes that stand more than once are told apart by the order of the answer, which
was asked to be that of the text; where order does not tell, nobody guesses.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import ExtractedEntity, Mention, Span
from loaders.article.gate_codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.article.extraction import Form
    from loaders.article.folding import Folded

_SHOWN = 80
_PRONOUNS = (
    "i me my mine myself you your yours he him his himself she her hers herself it its itself we us our ours they them"
    " their theirs themselves who whom whose which that this these those one"
)
_DETERMINER = re.compile(r"(?:the|an?|his|her|its|their|our|my)\s+", re.IGNORECASE)


class Named(NamedTuple):
    """An entity as the model tells it."""

    name: str
    type: str
    words: Sequence[str]
    unnamed: bool


class Missing(NamedTuple):
    """Why the quotes of a claim have no place."""

    code: Code
    reason: str


def locate(quotes: Sequence[Sequence[str]], folded: Folded) -> list[tuple[Span, ...] | Missing]:
    """Return for each claim where its quotes stand, or the first reason why one does not."""
    places = [[folded.find(words) for words in claim] for claim in quotes]
    _settle([candidates for claim in places for candidates in claim], folded.text)
    return [_evidence(claim, found) for claim, found in zip(quotes, places, strict=True)]


def _evidence(quotes: Sequence[str], places: Sequence[list[Span]]) -> tuple[Span, ...] | Missing:
    for words, candidates in zip(quotes, places, strict=True):
        if not candidates:
            return Missing(Code.QUOTE_NOT_FOUND, f"the words {words[:_SHOWN]!r} do not stand in the text")
        if len(candidates) > 1:
            reason = f"the words {words[:_SHOWN]!r} stand in the text {len(candidates)} times"
            return Missing(Code.QUOTE_AMBIGUOUS, reason)
    return tuple(dict.fromkeys(candidates[0] for candidates in places))


def _settle(places: Sequence[list[Span]], text: str) -> None:
    """Leave one of several candidates where only one stands between its neighbours, or where all are in equal lines."""
    sure = [index for index, candidates in enumerate(places) if len(candidates) == 1]
    for before, after in pairwise([-1, *sure, len(places)]):
        start = places[before][0].start if before >= 0 else 0
        end = places[after][0].start if after < len(places) else len(text)
        for candidates in places[before + 1 : after]:
            within = [span for span in candidates if start <= span.start <= end]
            if len(within) == 1 or (candidates and len({_line(span, text) for span in candidates}) == 1):
                candidates[:] = (within or candidates)[:1]


def _line(span: Span, text: str) -> str:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return text[start : end if end >= 0 else len(text)].strip()


def place_entities(named: Sequence[Named], folded: Folded, prefix: str) -> list[ExtractedEntity | None]:
    """Return each of `named` with its mentions, None where the text has none; no place speaks of two of them.

    Longer words are placed first, then those of the entity that was told first. A name is the text's: the model's where
    it stands there, else the longest that does.
    """
    wanted = sorted(
        {(words, index) for index, entity in enumerate(named) for words in _words_of(entity)},
        key=lambda item: (-len(item[0]), item[1], item[0]),
    )
    covered = bytearray(len(folded.text))
    mentions: list[list[Mention]] = [[] for _ in named]
    for words, index in wanted:
        form: Form = "name" if not named[index].unnamed and _is_name(words) else "nominal"
        for span in folded.find(words):
            if not any(covered[span.start : span.end]):
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                mentions[index].append(Mention(span, form))
    return [
        _entity(f"{prefix}{number}", entity, found, folded.text) if found else None
        for number, (entity, found) in enumerate(zip(named, mentions, strict=True), start=1)
    ]


def _words_of(entity: Named) -> Iterator[str]:
    for words in (entity.name, *entity.words):
        stripped = words.strip()
        if stripped and stripped.lower() not in _PRONOUNS.split():
            yield stripped


def _is_name(words: str) -> bool:
    return _DETERMINER.sub("", words, count=1)[:1].isupper()


def _entity(local: str, entity: Named, mentions: list[Mention], text: str) -> ExtractedEntity:
    mentions = sorted(mentions, key=lambda mention: mention.span.start)
    names = list(dict.fromkeys(text[m.span.start : m.span.end] for m in mentions if m.form == "name"))
    if not names:
        first = mentions[0].span
        return ExtractedEntity(local, f"({text[first.start : first.end]})", entity.type, tuple(mentions), unnamed=True)
    name = entity.name if entity.name in names else max(names, key=len)
    aliases = tuple(other for other in names if other != name)
    return ExtractedEntity(local, name, entity.type, tuple(mentions), aliases)
