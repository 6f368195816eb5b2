"""Of what type a name is: a vote of the model, of its own words and of the words beside it, wherever it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.lexicon import first_names, known_kinds, known_places, names
from loaders.article.name_edges import head_kind, title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from loaders.article.parsed import Parsed

_Votes = defaultdict[str, defaultdict[str, float]]
_ENOUGH = 0.3
_CALLED = re.compile(r"\b(campaigns?|petition|initiative)\b[^.]{0,40}\b(called|named|dubbed|like)\s+[\"“]?$")
_AGED = re.compile(r",? (?:\(\d\d\)|aged \d\d?\b|\d\d(?=[,.;)]| ?-year))")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_INITIAL = re.compile(r"[A-Z]\.?")
_FEW = 4
_TWO = 2


class Found(NamedTuple):
    """One place where something may be named, and what it is taken for with what weight."""

    tokens: tuple[Token, ...]
    type: str | None
    weight: float


def types_of(parsed: Parsed, found: Iterable[Found]) -> dict[str, str]:
    """Return the type of each name by its words."""
    votes: _Votes = defaultdict(lambda: defaultdict(float))
    for item in found:
        text = key(parsed, item.tokens)
        kinds = votes[text]
        if item.type:
            kinds[item.type] += item.weight
        for kind, weight in _beside(parsed, item.tokens):
            kinds[kind] += weight
    for text, kinds in votes.items():
        for kind, weight in _within(text):
            kinds[kind] += weight
    _share(votes)
    typed = {}
    for text, kinds in votes.items():
        kind, weight = max(kinds.items(), key=lambda pair: pair[1], default=("", 0.0))
        if weight >= _ENOUGH:
            typed[text] = kind
    return typed


def leading(text: str) -> str | None:
    """Return the words of a company or party before the word for what it is: Acme of Acme Holdings."""
    words = text.split()
    if len(words) < _TWO or (words[-1] not in names().short.endings and not words[-1].startswith("Airline")):
        return None
    short = " ".join(words[:-1])
    return short if short not in names().beside.never and short not in known_places() else None


def key(parsed: Parsed, tokens: Sequence[Token]) -> str:
    """Return the words of a name as they are compared: on one line, with one kind of apostrophe."""
    return parsed.words(tokens).replace("’", "'").strip('()[]" ')


def _within(text: str) -> Iterator[tuple[str, float]]:
    """Yield what the name's own words say of its type."""
    words = text.split()
    head = head_kind(words)
    if any(" ".join(words[-count:]) in names().heads.award for count in (2, 3) if len(words) >= count):
        head = "award"
    known = known_kinds().get(text)
    if known:
        yield known, 12.0
    elif text in known_places():
        yield "place", 8.0
    elif not head:
        yield from _unknown(words)
    if head:
        yield head, 6.0


def _unknown(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield what the words of a name tell that no list has."""
    if len(words) == 1:
        if words[0].endswith(names().people.surnames):
            yield "person", 1.3
        return
    if words[0] in known_places() and not first_names().known(words[0]):
        yield "place", 1.5
    if len(words) > _FEW or not all(_WORD.fullmatch(word) for word in words):
        return
    initial = _INITIAL.fullmatch(words[1]) is not None
    yield "person", 3.0 if first_names().known(words[0]) else 1.5 if initial else 0.2


def _beside(parsed: Parsed, tokens: Sequence[Token]) -> Iterator[tuple[str, float]]:
    """Yield what the neighbours of a name say of its type."""
    last, people = tokens[-1], names().people
    yield from _before(tokens)
    yield from _after(last)
    if _AGED.match(parsed.text[parsed.end(last) : parsed.end(last) + 16]):
        yield "person", 2.0
    if last.dep_ == "nsubj" and last.head.lemma_ in people.subject:
        yield "person", 0.9 if len(tokens) == 1 else 0.3
    elif last.dep_ == "nsubjpass" and last.head.lemma_ in people.passive:
        yield "person", 0.8
    start = parsed.start(tokens[0])
    if _CALLED.search(parsed.text[max(0, start - 70) : start]):
        yield "campaign", 15.0


def _before(tokens: Sequence[Token]) -> Iterator[tuple[str, float]]:
    first, last, people, beside = tokens[0], tokens[-1], names().people, names().beside
    if first.is_sent_start or not first.i:
        return
    before = first.nbor(-1)
    lower = before.lower_
    if lower == "old" or lower in people.honorifics or (lower in title_words() and before.text[:1].isupper()):
        yield "person", 8.0 if last.text in names().leads.surnames else 2.0
    elif lower in people.relatives or lower in title_words():
        yield "person", 1.0
    elif lower == "," and first.i > 1 and first.nbor(-2).lower_ in people.relatives and len(tokens) <= _TWO:
        yield "person", 1.5
    elif lower == "the" and last.dep_ not in {"compound", "poss", "nmod"}:
        yield "person", -1.5
    elif lower in {"in", "near", "outside"} and last.dep_ == "pobj":
        yield "place", 1.2 if len(tokens) == 1 else 0.1
    elif lower == "of" and first.i > 1 and first.nbor(-2).lower_ in beside.place_nouns | beside.heads_of:
        yield "place", 3.0


def _after(last: Token) -> Iterator[tuple[str, float]]:
    """Yield "place" for a name before "province" or before a comma and a place that holds it."""
    doc = last.doc
    if last.i + 2 >= len(doc):
        return
    following = doc[last.i + 1]
    noun = last.head if last.head.i == last.i + 2 and following.dep_ == "compound" else following
    if noun.lower_ in names().beside.place_nouns and following.text.islower() and last.dep_ == "compound":
        yield "place", 1.5
    if following.text != ",":
        return
    if doc[last.i + 2].text in known_places() and last.dep_ == "pobj":
        yield "place", 2.0
    elif doc[last.i + 2].lower_ in {"a", "an", "the"} and _ends_as_person(doc, last.i + 3):
        yield "person", 2.5


def _ends_as_person(doc: Doc, i: int) -> bool:
    """Say whether the words from `i` on are somebody's description: a Foreign Ministry official."""
    for token in doc[i : i + _FEW]:
        if token.lower_ in title_words():
            after = token.i + 1
            return after < len(doc) and doc[after].text in {",", ".", "and", "of", "who", "for", "from"}
        if token.pos_ not in {"ADJ", "NOUN", "PROPN"}:
            break
    return False


def _share(votes: _Votes) -> None:
    """Let a surname that is a person's speak for the full name, and the full name for the surname."""
    for text in list(votes):
        words = text.split()
        if not 1 < len(words) <= _FEW or head_kind(words) or text in known_places() or text in known_kinds():
            continue
        alone = votes.get(words[-1])
        if alone is not None and alone["person"] > 0:
            votes[text]["person"] += min(alone["person"], 2.0)
    for text, kinds in votes.items():
        short = leading(text)
        if short is not None and short in votes and not first_names().known(short):
            votes[short][max(kinds, key=lambda kind: kinds[kind])] += 3.0
