"""What stands between quotation marks, and who said it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import Span
from loaders.article.frames import frames
from loaders.article.grammar import ancestors
from loaders.article.marks import marked
from loaders.article.saying import could_speak, first_speaker, sayers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast
    from loaders.article.parsed import Parsed

_FEW = 3
_NEAR = 400
"""Words. Paragraphs of news have fewer; without a limit a long one is read as often as it has quotes."""
_NEW_SENTENCE = 400.0
_OTHER_QUOTE = 60.0
_GOVERNS = 45.0
_ANY_VERB = 150.0
_WHOLE = 0.7
_PARTICIPLES = frozenset({"according", "accusing", "calling"})
_THOUGHT = frozenset({"think", "feel", "believe", "consider", "deem", "find"})
_ABBREVIATED = r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bSen)(?<!\bRep)(?<!\bGov)"
_SENTENCE_END = re.compile(_ABBREVIATED + r"[.!?][\"”'’]?\s+[\"“\u2018']?[A-Z]")
_ENDED = (".", "!", "?", "…")
_CLOSING = re.compile(r"[\"”’']?\s+[A-Z]")


@dataclass
class Quote:
    """One quotation: its place inside the marks, its tokens, and, once known, who said it and by which verb."""

    span: Span
    tokens: list[Token] = field(default_factory=list)
    speaker: str | None = None
    cue: str | None = None
    cue_token: Token | None = None


class _Cue(NamedTuple):
    """A word that may tell who said a quote, and how far it is: the least is taken."""

    distance: float
    token: Token
    nouns: list[Token]


def find_quotes(parsed: Parsed) -> list[Quote]:
    """Return the quotations of the article, in its order. One word alone is not somebody's words."""
    found: list[Quote] = []
    opened = False
    for number, segment in enumerate(parsed.spans):
        words = parsed.text[segment.start : segment.end]
        following = parsed.spans[number + 1] if number + 1 < len(parsed.spans) else None
        after = parsed.text[following.start : following.start + 1] if following else ""
        spans, opened = marked(words, goes_on=opened, next_begins=after)
        found.extend(
            Quote(Span(segment.start + start, segment.start + end))
            for start, end in spans
            if len(words[start:end].split()) > 1
        )
    position = 0
    for token, start in zip(parsed.tokens, parsed.starts, strict=True):
        while position < len(found) and found[position].span.end <= start:
            position += 1
        if position < len(found) and found[position].span.holds(start):
            found[position].tokens.append(token)
    return [quote for quote in found if quote.tokens]


def attribute(cast: Cast, quotes: Sequence[Quote]) -> None:
    """Find who said each quote: by the words of speech nearest to it, else whoever spoke just before."""
    inside = {token.i for quote in quotes for token in quote.tokens}
    before: Quote | None = None
    for quote in quotes:
        cue = min(_cues(cast, quote, inside), key=lambda cue: cue.distance, default=None)
        if _is_short(quote) and (cue is None or cue.distance >= _NEW_SENTENCE):
            quote.speaker = quote.cue = quote.cue_token = None
        elif cue is not None and (cue.distance < _NEW_SENTENCE or not _goes_on(cast.parsed, quote, before)):
            said = first_speaker(cast, cue.nouns)
            quote.speaker = said.id if said is not None else None
            quote.cue, quote.cue_token = cue.token.lemma_, cue.token
        elif before is not None and _goes_on(cast.parsed, quote, before):
            quote.speaker, quote.cue, quote.cue_token = before.speaker, None, None
        before = quote


def spoken(cast: Cast, quotes: Sequence[Quote]) -> list[Quote]:
    """Return those of `quotes` that somebody says: a name or a few words in quotation marks need not be."""
    return [
        quote
        for quote in quotes
        if not _is_name(cast, quote)
        and not _is_gloss(cast.parsed, quote)
        and not _is_called(quote)
        and (quote.speaker or not _said_by_nobody(quote))
    ]


def _is_gloss(parsed: Parsed, quote: Quote) -> bool:
    """Say whether a few words in brackets explain what stands before them: Brexit ("British exit")."""
    before = parsed.text[max(0, quote.span.start - 2) : quote.span.start - 1]
    return before == "(" and len(quote.tokens) <= _FEW * 2


def _is_called(quote: Quote) -> bool:
    """Say whether it is what somebody or something is called by nobody in particular: nicknamed the "Iron Lady"."""
    i = quote.tokens[0].i - 1
    doc = quote.tokens[0].doc
    while i > 0 and (doc[i].is_quote or doc[i].dep_ == "det" or doc[i].is_space):
        i -= 1
    word = doc[i]
    alone = all(child.dep_ not in {"agent", "aux"} for child in word.children)
    return word.tag_ == "VBN" and alone and word.lower_ in frames().speech.naming


def _is_name(cast: Cast, quote: Quote) -> bool:
    return len({member.id for token in quote.tokens if (member := cast.named(token)) is not None}) == 1 and all(
        cast.named(token) is not None for token in quote.tokens if token.is_alpha and token.pos_ != "DET"
    )


def _is_short(quote: Quote) -> bool:
    """Say whether a quote is a few words without a verb, which the sentence around it must attribute."""
    words = [token for token in quote.tokens if token.is_alpha]
    ended = quote.tokens[-1].text.endswith(_ENDED)
    return len(words) <= _FEW and not ended and not any(token.pos_ in {"VERB", "AUX"} for token in words)


def _said_by_nobody(quote: Quote) -> bool:
    words = [token for token in quote.tokens if token.is_alpha]
    first, last = quote.tokens[0], quote.tokens[-1]
    doc = first.doc
    if len(words) < _FEW or all(token.is_title for token in words):
        return True
    if any(token.lemma_.lower() in frames().speech.naming for token in doc[max(0, first.i - 2) : first.i]):
        return True
    if quote.cue_token is not None:
        return False
    if any(token.lower_ in frames().speech.naming for token in doc[max(0, first.i - 4) : first.i]):
        return True
    verb = any(token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBN" for token in quote.tokens)
    ended = last.text in _ENDED or last.is_punct
    return not verb and not ended and len(words) <= _FEW * 2


def _goes_on(parsed: Parsed, quote: Quote, before: Quote | None) -> bool:
    """Say whether `quote`, which nobody is said to say, goes on with what was said in the quote before it."""
    if before is None:
        return False
    here, there = parsed.segments[quote.tokens[0].i], parsed.segments[before.tokens[0].i]
    if here == there:
        return True
    paragraph = parsed.spans[here]
    whole = quote.span.end - quote.span.start > _WHOLE * (paragraph.end - paragraph.start)
    return whole and here - there == 1


def _cues(cast: Cast, quote: Quote, inside: Collection[int]) -> Iterator[_Cue]:
    """Yield the words of speech in the paragraph of `quote` that have somebody to speak."""
    parsed = cast.parsed
    governing = [token.i for token in _governors(quote) if token.i not in inside]
    verbs, seen = frames().speech.verbs, False
    for token in _around(parsed, quote):
        if token.i in inside or token.pos_ not in {"VERB", "AUX", "NOUN", "ADP", "SCONJ", "PROPN"}:
            continue
        speaks = (token.lemma_.lower() in verbs and token.pos_ in {"VERB", "AUX"}) or token.lower_ in _PARTICIPLES
        speaks = speaks or bool(token.is_sent_start and token.lower_.removesuffix("ed") in verbs)
        speaks = speaks and not _is_aside(token)
        nouns = [noun for noun in sayers(_outermost(token), inside) if could_speak(cast, noun)] if speaks else []
        if nouns:
            distance = _distance(parsed, quote, token, inside)
            if token.i in governing:
                distance -= _GOVERNS / (1 + governing.index(token.i))
            seen = seen or distance < _NEW_SENTENCE
            yield _Cue(distance, token, nouns)
    if not seen:
        yield from _any_verb(quote, governing, inside)
        yield from _before_colon(parsed, quote, inside)


def _is_aside(cue: Token) -> bool:
    """Say whether a verb only says something beside: if it was written by him; X, which the BBC noted as unusual."""
    if any(child.dep_ == "mark" and child.lower_ == "if" for child in cue.children):
        return True
    return any(child.dep_ == "dobj" and child.lower_ == "which" and child.i < cue.i for child in cue.children)


def _outermost(cue: Token) -> Token:
    """Return the verb by which somebody says what others think: "felt" in "she said the men felt" is her word."""
    above = cue.head
    thought = cue.lemma_.lower() in _THOUGHT and cue.dep_ == "ccomp" and above.lemma_.lower() in frames().speech.verbs
    return above if thought and above.i != cue.i else cue


def _any_verb(quote: Quote, governing: Sequence[int], inside: Collection[int]) -> Iterator[_Cue]:
    """Yield the verb that a quote hangs below, whatever it says: those who "had gone to “defend our rights”" say so."""
    doc = quote.tokens[0].doc
    for number, i in enumerate(governing):
        token = doc[i]
        if token.pos_ == "VERB" and (nouns := sayers(token, inside)):
            yield _Cue(_ANY_VERB + number, token, nouns)
            return


def _before_colon(parsed: Parsed, quote: Quote, inside: Collection[int]) -> Iterator[_Cue]:
    """Yield the verb of the sentence that a colon ends: the mayor disagreed: "…"."""
    doc, i = quote.tokens[0].doc, quote.tokens[0].i - 1
    while i > 0 and (doc[i].is_quote or doc[i].is_space):
        i -= 1
    if i > 0 and doc[i].text == ":" and parsed.segments[i] == parsed.segments[quote.tokens[0].i]:
        for verb in reversed(doc[doc[i].sent.start : i]):
            spoken_by = verb.i not in inside and verb.pos_ in {"VERB", "AUX"} and not _is_aside(verb)
            if spoken_by and (nouns := sayers(verb, inside)):
                yield _Cue(_ANY_VERB, verb, nouns)


def _governors(quote: Quote) -> list[Token]:
    """Return the words that the quote depends on, nearest first."""
    own = {token.i for token in quote.tokens}
    top = next((token for token in quote.tokens if token.head.i not in own), None)
    if top is None:
        return []
    return [token for token in ancestors(top) if token.i not in own]


def _around(parsed: Parsed, quote: Quote) -> Iterator[Token]:
    """Yield the words of the paragraph of `quote`, of a very long one those near to it."""
    first, last = quote.tokens[0].i, quote.tokens[-1].i
    near = range(max(0, first - _NEAR), min(len(parsed.segments), last + _NEAR))
    return (parsed.tokens[i] for i in near if parsed.segments[i] == parsed.segments[first])


def _distance(parsed: Parsed, quote: Quote, cue: Token, inside: Collection[int]) -> float:
    """Return how far `cue` is from `quote`: characters, with the end of a sentence between counted much more."""
    first, last = quote.tokens[0], quote.tokens[-1]
    closed = False
    if cue.i > last.i:
        between = parsed.text[quote.span.end : parsed.start(cue)]
        others = any(i in inside for i in range(last.i + 1, cue.i))
        distance = float(len(between))
        # after a quote that ends its sentence, the verb of the next sentence introduces another
        closed = last.text.endswith(_ENDED) and cue.sent != last.sent and bool(_CLOSING.match(between))
    else:
        between = parsed.text[parsed.end(cue) : quote.span.start]
        others = any(i in inside for i in range(cue.i + 1, first.i))
        distance = float(len(between)) + (10.0 if between.strip(" \"“\u2018',:").count(" ") > 1 else 0.0)
        if between.rstrip().endswith((":", ":“", ':"')):
            distance *= 0.2
    if closed or _SENTENCE_END.search(between):
        distance += _NEW_SENTENCE
    return distance + (_OTHER_QUOTE if others else 0.0)
