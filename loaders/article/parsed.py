"""The article as one parse: spaCy's tokens, tags and dependencies, and where each stands in the article's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.extraction import Span
from loaders.article.language import pipeline
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

    from loaders.article.segments import Segment

_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "}
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_TITLES = frozenset({Part.HEADLINE, Part.HEADING, Part.CAPTION})
_NOISE = re.compile(r"\S{1000,}")
"""What no space divides is no English; the tokenizer takes time by the square of its length."""
_MOSTLY = 0.7
_LONGEST = 500
"""Words of a sentence. The longest in 200,000 words of news has 476; what is longer is a list, a table or noise."""


class Parsed:
    """The segments of an article, parsed.

    `doc` holds all of them one after another; `tokens` are its tokens, made once. Token i reads `texts[i]` and stands
    from `starts[i]` to `ends[i]` of `text`, in the segment `segments[i]`, which is of the kind `parts[i]`, and in the
    sentence `numbers[i]`.
    """

    def __init__(self, text: str, segments: Sequence[Segment], docs: Sequence[Doc]) -> None:
        self.text = text
        self.spans = [Span(segment.start, segment.start + len(segment.text)) for segment in segments]
        self.kinds = [segment.part for segment in segments]
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.parts: list[Part] = []
        self.segments: list[int] = []
        for number, (segment, doc) in enumerate(zip(segments, docs, strict=True)):
            starts = [segment.start + token.idx for token in doc]
            self.starts.extend(starts)
            self.ends.extend(start + len(token) for start, token in zip(starts, doc, strict=True))
            self.parts.extend([segment.part] * len(doc))
            self.segments.extend([number] * len(doc))
        self.doc: Doc = _joined(docs) or pipeline().make_doc("")
        self.tokens: list[Token] = list(self.doc)
        self.texts = [token.text for token in self.tokens]
        self.sentences: list[Sentence] = list(self.doc.sents)
        self.numbers = [number for number, sentence in enumerate(self.sentences) for _ in sentence]
        self._at: dict[int, int] = {start: i for i, start in enumerate(self.starts)}

    def start(self, token: Token) -> int:
        """Return where `token` begins in the text."""
        return self.starts[token.i]

    def end(self, token: Token) -> int:
        """Return where `token` ends in the text."""
        return self.ends[token.i]

    def span(self, tokens: Iterable[Token]) -> Span:
        """Return the stretch of the text from the first of `tokens` to the last."""
        places = [token.i for token in tokens]
        return Span(self.starts[min(places)], self.ends[max(places)])

    def token_at(self, position: int) -> Token | None:
        """Return the token that begins at `position`, if one does."""
        i = self._at.get(position)
        return None if i is None else self.doc[i]

    def words(self, tokens: Iterable[Token]) -> str:
        """Return the words of the text from the first of `tokens` to the last, on one line."""
        span = self.span(tokens)
        return " ".join(self.text[span.start : span.end].split())

    def sentence(self, token: Token) -> Sentence:
        """Return the sentence that `token` stands in; `token.sent` looks for it each time anew."""
        return self.sentences[self.numbers[token.i]]

    def part(self, token: Token) -> Part:
        """Return in what kind of segment `token` stands."""
        return self.parts[token.i]

    def paragraph(self, token: Token) -> Span:
        """Return the segment that `token` stands in."""
        return self.spans[self.segments[token.i]]


def parse(text: str, segments: Sequence[Segment]) -> Parsed:
    """Parse `segments` of `text`. Cost: about a second for 1,000 words, nearly all of what reading an article costs."""
    kept = [segment for segment in segments if segment.text.strip()]
    plain = [_NOISE.sub(_blank, segment.text.translate(_PLAIN)) for segment in kept]
    loud = [segment.part in _TITLES and _is_loud(words) for segment, words in zip(kept, plain, strict=True)]
    lower = _lower_words(kept) if any(loud) else frozenset()
    read = [_lowered(words, lower) if is_loud else words for words, is_loud in zip(plain, loud, strict=True)]
    return Parsed(text, kept, [_in_sentences(doc) for doc in pipeline().pipe(read)])


def _in_sentences(doc: Doc) -> Doc:
    """Return `doc` with every sentence that is too long for one parsed anew in pieces: no rule then runs away in it."""
    if all(len(sentence) <= _LONGEST for sentence in doc.sents):
        return doc
    pieces: list[Doc] = []
    for sentence in doc.sents:
        if len(sentence) <= _LONGEST:
            pieces.append(sentence.as_doc())
        else:
            cuts = range(0, len(sentence), _LONGEST)
            pieces.extend(pipeline().pipe(sentence[cut : cut + _LONGEST].text_with_ws for cut in cuts))
    return _joined(pieces, ensure_whitespace=False) or doc


def _joined(docs: Sequence[Doc], *, ensure_whitespace: bool = True) -> Doc | None:
    from spacy.tokens import Doc as Joined  # only when an article is read

    return Joined.from_docs(list(docs), ensure_whitespace=ensure_whitespace)


def _blank(noise: re.Match[str]) -> str:
    return " " * len(noise.group())


def _is_loud(words: str) -> bool:
    """Say whether a headline is written In Title Case."""
    long = [word for word in _WORD.findall(words) if len(word) > len("with")]
    capitals = [word for word in long if word[0].isupper()]
    return len(capitals) >= _MOSTLY * len(long)


def _lower_words(segments: Iterable[Segment]) -> frozenset[str]:
    """Return the words that the article writes in lower case."""
    body = (segment.text for segment in segments if segment.part not in _TITLES)
    return frozenset(word for text in body for word in _WORD.findall(text) if word.islower())


def _lowered(headline: str, lower: Container[str]) -> str:
    """Return a headline as the model likes it, a sentence: the words of `lower` after the first in lower case."""

    def one(match: re.Match[str]) -> str:
        word = match.group()
        return word.lower() if match.start() and word.lower() in lower else word

    return _WORD.sub(one, headline)
