"""Where the text names somebody or something: the model's names, repaired by lexicon and repetition."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import Span
from loaders.article.lexicon import first_names, known_places, names
from loaders.article.name_edges import capital, head_kind, pieces
from loaders.article.name_phrases import phrases
from loaders.article.name_spots import Spots
from loaders.article.name_types import Found, types_of
from loaders.article.segments import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.parsed import Parsed

_TYPES = {
    "PERSON": "person",
    "ORG": "org",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LAW": "law",
}
_THESE = frozenset({"states", "days", "years", "weeks", "months", "hours"})
_LONGEST = 12
_FOREIGN = 2
_SMALL_WORD = 3
_LOUD = 0.8


class Name(NamedTuple):
    """One name in the text: its place, its words on one line, and the type of what it names."""

    span: Span
    text: str
    type: str


def find_names(parsed: Parsed) -> list[Name]:
    """Return the names of the article in the order of the text; none overlaps another."""
    foreign, loud = _foreign(parsed), _loud(parsed)
    lower = {text for text in parsed.texts if text.islower()}
    within = _Pieces(parsed)
    found = [
        item
        for item in (*_from_model(parsed, within), *_from_capitals(parsed, within))
        if item.tokens[0].i not in foreign
        and not _common(item.tokens, lower)
        and parsed.segments[item.tokens[0].i] not in loud
    ]
    typed = types_of(parsed, found)
    spots = list(Spots(parsed, typed).among())
    seen = {" ".join(parsed.text[span.start : span.end].split()): kind for span, kind in spots}
    return _united(
        parsed, spots, sorted(set(phrases(parsed, seen | typed)), key=lambda item: (-_length(item[0]), item))
    )


def _length(span: Span) -> int:
    return span.end - span.start


def _united(parsed: Parsed, spots: Sequence[tuple[Span, str]], longer: Sequence[tuple[Span, str]]) -> list[Name]:
    """Return the names of both, where those of `longer` take the place of the names inside them."""
    owner: dict[int, int] = {}
    for number, (span, _) in enumerate(spots):
        for position in range(span.start, span.end):
            owner[position] = number
    gone: set[int] = set()
    taken: set[int] = set()
    kept: list[tuple[Span, str]] = []
    for span, kind in longer:
        inside = {owner[position] for position in range(span.start, span.end) if position in owner}
        whole = all(spots[number][0].within(span) for number in inside)
        named = kind != "group" and any(spots[number][0] == span for number in inside)
        stands = any(span.within(segment) for segment in parsed.spans)
        if whole and not named and stands and not any(position in taken for position in range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            gone |= inside
            kept.append((span, kind))
    kept.extend(spot for number, spot in enumerate(spots) if number not in gone)
    return sorted(Name(span, " ".join(parsed.text[span.start : span.end].split()), kind) for span, kind in kept)


def _foreign(parsed: Parsed) -> set[int]:
    """Return the tokens of sentences in another language: their capitals are read by the wrong model."""
    found: set[int] = set()
    words = names().foreign.words
    for sentence in parsed.sentences:
        texts = parsed.texts[sentence.start : sentence.end]
        other = sum(text in words or (not text.isascii() and text.islower()) for text in texts)
        if other >= _FOREIGN and other > sum(token.is_stop and token.text not in words for token in sentence):
            found.update(range(sentence.start, sentence.end))
    return found


def _loud(parsed: Parsed) -> set[int]:
    """Return the segments In Title Case, where capitals tell nothing: only names that stand elsewhere count."""
    words: defaultdict[int, list[bool]] = defaultdict(list)
    for token in parsed.tokens:
        if parsed.part(token) is not Part.BODY and token.is_alpha and len(token) > _SMALL_WORD:
            words[parsed.segments[token.i]].append(parsed.text[parsed.start(token)].isupper())
    return {
        segment
        for segment, capitals in words.items()
        if len(capitals) > _SMALL_WORD and sum(capitals) > _LOUD * len(capitals)
    }


def _common(tokens: Sequence[Token], lower: set[str]) -> bool:
    """Say whether a word alone has its capital from the sentence: the article writes it small too."""
    first = tokens[0]
    return (
        len(tokens) == 1 and bool(first.is_sent_start) and (not first.tag_.startswith("NNP") or first.lower_ in lower)
    )


class _Pieces:
    """The names within stretches of words; the model's names and the capitals often are the same words."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._known: dict[tuple[int, int], list[list[Token]]] = {}

    def of(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Return the names within `tokens`, which stand side by side."""
        ends = tokens[0].i, tokens[-1].i
        if ends not in self._known:
            self._known[ends] = list(pieces(self._parsed, tokens))
        return self._known[ends]


def _from_model(parsed: Parsed, within: _Pieces) -> Iterator[Found]:
    for entity in parsed.doc.ents:
        if entity.label_ not in _TYPES:
            continue
        body = parsed.part(entity[0]) is Part.BODY
        found = within.of(list(entity))
        for tokens in found:
            last = tokens[-1]
            if len(tokens) > 1 and not last.whitespace_ and last.i + 1 < len(parsed.doc) and last.nbor(1).text == "-":
                continue
            weight = (1.0 if body else 0.4) * (1.0 if len(found) == 1 else 0.4)
            yield Found(tuple(tokens), _TYPES[entity.label_], weight)


def _from_capitals(parsed: Parsed, within: _Pieces) -> Iterator[Found]:
    """Yield the runs of capitalised words that the model did not see whole; only a head word gives them a type."""
    for run in _runs(parsed):
        for tokens in within.of(run):
            if len(tokens) > _LONGEST:
                continue
            kind = head_kind([token.text for token in tokens])
            if kind is None and len(tokens) > 1 and first_names().known(tokens[0].text):
                kind = "person"
            yield Found(tuple(tokens), kind, 1.0 if kind else 0.0)


def _runs(parsed: Parsed) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in parsed.tokens:
        is_capital = (not parsed.texts[token.i][0].islower() or token.text[0].islower()) and capital(token)
        if run and (parsed.segments[token.i] != parsed.segments[run[-1].i] or not (is_capital or _joins(token))):
            yield run
            run = []
        if is_capital or run:
            run.append(token)
    if run:
        yield run


def _joins(token: Token) -> bool:
    """Say whether `token` joins two parts of one name: "of", "and", "for the", "bin", a hyphen, the 's of an owner."""
    doc, i, beside = token.doc, token.i, names().beside
    if i + 1 >= len(doc):
        return False
    before, following = doc[i - 1], doc[i + 1]
    if token.text == "-" or before.text == "-":
        return not before.whitespace_ and (before.text == "-" or not token.whitespace_)
    if token.lower_ in {"'s", "'"}:
        many = token.lower_ == "'" and before.tag_ in {"NNS", "NNPS"} and before.lower_ not in _THESE
        saint = i > 1 and doc[i - 2].text in {"St", "St.", "Saint"} and names().heads.kind(following.text) is not None
        return (many or saint or before.lower_ in beside.owners) and capital(following)
    further = i + 2 < len(doc) and capital(doc[i + 2])
    if token.lower_ in beside.inside:
        return (capital(following) or (following.lower_ == "the" and further)) and _governs(token)
    particle = token.lower_.replace("’", "'") in beside.particles
    return particle and (capital(following) or (following.lower_ in beside.particles and further))


def _governs(token: Token) -> bool:
    """Say whether "of", "and" or "the" between two capitals is inside one name."""
    doc, i, heads, beside = token.doc, token.i, names().heads, names().beside
    before, following = doc[i - 1], doc[i + 1]
    if token.lower_ == "the":
        return before.lower_ in names().beside.inside
    if token.lower_ == "and":
        operation = i > 1 and doc[i - 2].text in names().leads.event
        fields = before.text in beside.fields and following.text in beside.fields
        return operation or fields or (_has_joint(token) and _shares(before, following))
    if token.lower_ == "at":
        return " ".join(word.text for word in doc[max(0, i - 3) : i - 1]) == "University of"
    if token.lower_ in {"of", "for"} and _has_joint(token):
        return before.ent_type_ not in {"GPE", "PERSON"} and before.text not in known_places()
    if token.lower_ in names().beside.particles and before.ent_type_ == "PERSON" == following.ent_type_:
        return True
    led = heads.kind(before.text) or (i > 1 and heads.kind(f"{doc[i - 2].text} {before.text}"))
    return led in {"org", "award", "event", "law"} and before.text != "Government" and token.lower_ != "in"


def _shares(before: Token, following: Token) -> bool:
    """Say whether "and" between them joins two parts of one name: Arts and Education, not Miami and Ann Roe."""
    heads, after = names().heads, following.nbor(1).lower_ if following.i + 1 < len(following.doc) else ""
    if before.text in known_places() and following.text in known_places():
        return True
    if before.ent_type_ in {"GPE", "PERSON"} or before.text in known_places() or heads.kind(before.text) is not None:
        return False
    whole = heads.kind(following.text) is not None and after in {"of", "for"}
    return not whole and not first_names().known(following.text)


def _has_joint(token: Token) -> bool:
    """Say whether the run before `token` holds "of" or "for" already, so that "and" joins what it governs."""
    for back in range(token.i - 1, max(-1, token.i - 6), -1):
        if token.doc[back].text in {"of", "for", "on"}:
            return True
        if not capital(token.doc[back]) and token.doc[back].lower_ != "the":
            return False
    return False
