"""The article as one parse: spaCy's tokens, tags and dependencies, and where each stands in the article's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.extraction import Span
from loaders.article.language import pipeline
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

    from loaders.article.segments import Segment

_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "}
)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_TITLES = frozenset({Part.HEADLINE, Part.HEADING, Part.CAPTION})
_MOSTLY = 0.7
_LONGEST = 500
"""Words of a sentence. The longest in 200,000 words of news has 476; what is longer is a list, a table or noise."""


class Parsed:
    """The segments of an article, parsed.

    `doc` holds all of them one after another; `starts[i]` is where token i stands in `text`, `parts[i]` in what kind
    of segment, `segments[i]` in which one, `numbers[i]` in which sentence.
    """

    def __init__(self, text: str, segments: Sequence[Segment], docs: Sequence[Doc]) -> None:
        self.text = text
        self.spans = [Span(segment.start, segment.start + len(segment.text)) for segment in segments]
        self.kinds = [segment.part for segment in segments]
        self.starts: list[int] = []
        self.parts: list[Part] = []
        self.segments: list[int] = []
        for number, (segment, doc) in enumerate(zip(segments, docs, strict=True)):
            self.starts.extend(segment.start + token.idx for token in doc)
            self.parts.extend([segment.part] * len(doc))
            self.segments.extend([number] * len(doc))
        self.doc: Doc = _joined(docs) or pipeline().make_doc("")
        self.sentences: list[Sentence] = list(self.doc.sents)
        self.numbers = [number for number, sentence in enumerate(self.sentences) for _ in sentence]
        self._at: dict[int, int] = {start: i for i, start in enumerate(self.starts)}

    def start(self, token: Token) -> int:
        """Return where `token` begins in the text."""
        return self.starts[token.i]

    def end(self, token: Token) -> int:
        """Return where `token` ends in the text."""
        return self.starts[token.i] + len(token)

    def span(self, tokens: Iterable[Token]) -> Span:
        """Return the stretch of the text from the first of `tokens` to the last."""
        found = list(tokens)
        return Span(min(map(self.start, found)), max(map(self.end, found)))

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
    lower = {
        word
        for segment in kept
        if segment.part not in _TITLES
        for word in _WORD.findall(segment.text)
        if word.islower()
    }
    prepared = [_prepared(segment, lower) for segment in kept]
    return Parsed(text, kept, [_in_sentences(doc) for doc in pipeline().pipe(prepared)])


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


def _prepared(segment: Segment, lower: set[str]) -> str:
    """Return the words of `segment` as the model likes them, each character in its place.

    A headline In Title Case is read as a sentence: words that the article writes in lower case are lowered.
    """
    plain = segment.text.translate(_PLAIN)
    words = [word for word in _WORD.findall(plain) if len(word) > len("with")]
    if segment.part not in _TITLES or sum(word[0].isupper() for word in words) < _MOSTLY * len(words):
        return plain

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        return word.lower() if word.lower() in lower and match.start() else word

    return _WORD.sub(lowered, plain)
