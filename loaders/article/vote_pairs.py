"""Votes said as two numbers, for and against: passed by 230 to 198, a 52-47 vote, 120 votes for and 16 against."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.count_words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_FEW = 12
_MANY = r"(?P<{}>\d{{1,3}}(?:,\d{{3}})?)"
_FOR = r"\s(?:votes?\s)?(?:in\sfavou?r|for)(?:,|\sand|\sto|\swith|,\sand)?\s"
_PAIR = re.compile(
    rf"(?<![\w.,$€£-]){_MANY.format('yes')}"
    rf"(?:\s(?:votes?\s)?(?:to|against)\s|\s?[-–—]\s?(?:to\s?[-–—]\s?)?|{_FOR})"
    rf"{_MANY.format('no')}(?![\w%]|[.,:]\d)"
)


def vote_pairs(sentence: Sentence) -> Iterator[tuple[Token, int]]:
    """Yield both numbers of every vote of `sentence`, each with the token that it stands in."""
    text = sentence.text
    if _PAIR.search(text) is None:
        return
    words = {token.lemma_.lower() for token in sentence}
    if not words & count_words().ballots:
        return
    least = 0 if words & {"vote", "ballot"} else _FEW  # a match is won by less
    starts = [(token.idx - sentence.start_char, token) for token in sentence]
    for match in _PAIR.finditer(text):
        if max(int(match[group].replace(",", "")) for group in ("yes", "no")) < least:
            continue
        for group in ("yes", "no"):
            token = next(token for start, token in reversed(starts) if start <= match.start(group))
            yield token, int(match[group].replace(",", ""))
