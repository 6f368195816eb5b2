"""Numbers that somebody gives: how many were killed, arrested, freed, held or there, with who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.count_frames import Counted, fits, is_feared, is_stock, none_of, one_of
from loaders.article.count_nouns import listed_at, put_at
from loaders.article.count_places import CountPlaces
from loaders.article.count_words import count_words
from loaders.article.evidence import evidence
from loaders.article.extraction import Bounds, Span
from loaders.article.frames import frames
from loaders.article.grammar import ancestors, clause
from loaders.article.numbers import Bound, Kind, find_numbers
from loaders.article.telling import Told
from loaders.article.vote_pairs import vote_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Certainty
    from loaders.article.frames import CountFrame
    from loaders.article.numbers import Number
    from loaders.article.telling import Ledger, Reading

_QUANTITY = frozenset({"nummod", "quantmod", "compound", "amod"})
_SCALES = frozenset({"hundred", "thousand", "million", "dozen"})
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 10**6}
_TIMES = {"tens": 10, "hundreds": 100}
_VAGUE_TYPES = frozenset({"attendance", "killed", "injured", "arrested"})
_OTHERWISE = frozenset({"DATE", "TIME", "MONEY", "ORDINAL"})
_SHORT, _ENOUGH = 25, 40
_FEW = 3
_CUSTODY = frozenset({"arrested", "jailed", "political_prisoners"})


_MOST = re.compile(r"(?:up to|as many as)\s$", re.IGNORECASE)


class _Given(NamedTuple):
    """A number of the text: its token, what it comes to, whether it is a vague one (thousands), and its own place."""

    token: Token
    value: int | str | Bounds
    vague: bool = False
    where: Member | None = None


class Counts:
    """Reads the counts of an article into a ledger. `home` is where a number belongs that is said without a place."""

    def __init__(self, reading: Reading, ledger: Ledger, home: Member | None) -> None:
        self._reading = reading
        self._ledger = ledger
        self._places = CountPlaces(reading, home)
        self._stock: CountFrame | None = None
        self._last: CountFrame | None = None
        self._held = False

    def read(self) -> None:
        """Tell every count, in the order of the text."""
        ballots = next(frame for frame in frames().counts if frame.type == "votes")
        for sentence in self._reading.parsed.sentences:
            pairs = [_Given(token, value) for token, value in vote_pairs(sentence)]
            within = {one.token.i for one in pairs}
            given = [one for one in (*self._exact(sentence), *_vague(sentence)) if one.token.i not in within]
            self._last = None
            for one in pairs:
                self._tell(ballots, one, one.token, one.token)
            for one in sorted(given, key=lambda one: one.token.i):
                self._number(one)

    def _exact(self, sentence: Sentence) -> Iterator[_Given]:
        if not any(token.like_num or token.ent_type_ in {"CARDINAL", "PERCENT"} for token in sentence):
            return
        tokens = {token.idx - sentence.start_char: token for token in sentence}
        for number in find_numbers(sentence.text):
            said = [word for start, word in tokens.items() if number.start <= start < number.end]
            token = next((word for word in said if counted(word).i != word.i), tokens.get(number.start))
            if token is None or self._reading.cast.named(token) is not None:
                continue
            if number.kind is Kind.PERCENT:
                share = number.text if number.text[0].isdigit() else str(number.value)
                yield _Given(token, f"{share}%", vague=True)
            elif number.kind is Kind.COUNT and not _is_otherwise(token) and (value := _value(number)):
                # "as many as 200" is said of 200, and "up to 200" too
                most = number.value is not None and _MOST.search(sentence.text, 0, number.start)
                yield _Given(token, number.value if most and number.value is not None else value)

    def _number(self, given: _Given) -> None:
        noun = counted(given.token)
        found = Counted(given.token, noun, percent=isinstance(given.value, str) and given.value.endswith("%"))
        if given.value == 0:
            self._none(given)
            return
        if given.token.lower_ == "one" and any(child.lower_ == "of" for child in given.token.children):
            self._one(given)
            return
        if (put := put_at(found)) is not None:
            self._put(given, noun, *put)
            return
        if self._fitting(given, found):
            return
        if self._last is not None and self._last.type in _VAGUE_TYPES and (at := listed_at(noun)) is not None:
            self._listed(self._last, given, at)

    def _fitting(self, given: _Given, found: Counted) -> bool:
        """Tell a number by the first frame that it fits, if any."""
        noun = found.head
        for frame in frames().counts:
            if given.vague and not found.percent and frame.type not in _VAGUE_TYPES:
                if is_stock(frame, found):
                    self._stock = frame
                continue
            if found.percent and frame.type != "votes":
                continue
            if self._stock is not None and self._stock.type == frame.type and found.is_those:
                self._tell(frame, given, given.token, noun)
                return True
            verb = fits(frame, found)
            if verb is not None and not (verb.lemma_ == "send" and not self._held):
                self._tell(frame, given, verb, noun)
                return True
        return False

    def _listed(self, frame: CountFrame, given: _Given, at: Token) -> None:
        """Tell a number that only its place tells from the one before: 300 marched in Y, 100 in Z."""
        where = next((who for one in at.subtree if (who := self._reading.cast.of(one)) is not None), None)
        if where is not None and where.type == "place":
            self._tell(frame, given._replace(where=where), given.token, given.token)

    def _put(self, given: _Given, noun: Token, verb: Token, said: str) -> None:
        """Tell a number that somebody "puts at" so many: of what the words say, or of what was last counted."""
        words = said.replace("'s", "").split()
        for frame in frames().counts:
            wanted = count_words().numbers.get(frame.type, ())
            if any(one in words or (" " in one and one in said) for one in wanted):
                self._tell(frame, given, verb, noun)
                return
        if self._last is not None and {"figure", "number", "total"} & set(words) and len(words) <= _FEW:
            self._tell(self._last, given, verb, noun)

    def _one(self, given: _Given) -> None:
        """Tell of "one of them was injured"."""
        for frame in frames().counts:
            verb = one_of(frame, given.token) if frame.type in _VAGUE_TYPES - {"attendance"} else None
            if verb is not None:
                self._tell(frame, given, verb, given.token)
                return

    def _none(self, given: _Given) -> None:
        """Tell of "holds no political prisoners", "no injuries were reported" and "nobody was hurt": none."""
        noun = given.token.head if given.token.dep_ == "det" else given.token
        found = Counted(noun, noun)
        for frame in frames().counts:
            if is_stock(frame, Counted(given.token, noun)):
                self._tell(frame, given, given.token, noun)
                return
            verb = none_of(frame, found) if frame.type in _VAGUE_TYPES - {"attendance"} else None
            if verb is not None:
                self._tell(frame, given, verb, noun, sure="asserted")
                return

    def _tell(
        self,
        frame: CountFrame,
        given: _Given,
        verb: Token,
        noun: Token,
        *,
        sure: Certainty | None = None,
    ) -> None:
        scenes = self._reading.scenes
        scene = scenes.of(verb) or scenes.of(noun) or scenes.of(clause(noun))
        place = (
            given.where
            if given.where is not None
            else scene.place
            if scene
            else self._places.of(given.token, frame.type)
        )
        about = "place"
        if frame.type == "supporting_organisations":
            campaigns = self._reading.cast.within([*given.token.sent], "campaign")
            if not campaigns:
                return
            about, place = "campaign", campaigns[0]
        stock = frame.type == "political_prisoners"
        self._stock = frame if stock else self._stock
        self._last = frame
        self._held = self._held or frame.type in _CUSTODY
        args = {about: place.id} if place is not None else {}
        told = Told(
            "count",
            frame.type,
            dict(args),
            given.token if stock else verb,
            [noun, given.token],
            f"count {frame.type if verb.i == given.token.i else verb.lemma_.lower()}",
            value=given.value,
            evidence=self._words(noun if stock else verb, noun, given.token),
            sure="negated" if _is_denied(verb) else sure or ("asserted" if stock else None),
            at_most="possible" if is_feared(noun, verb) else "alleged" if _is_reported(verb) else None,
        )
        self._ledger.tell(told)

    def _words(self, verb: Token, noun: Token, token: Token) -> Span:
        """Return the clause that tells a count; of a very short one ("killing four") with the words before it."""
        parsed = self._reading.parsed
        span = evidence(parsed, verb, [noun, token])
        first = next((word for word in token.sent if parsed.start(word) >= span.start), token)
        sentence, i = token.sent.start, first.i
        while span.end - span.start < _SHORT or (first.i != i and span.end - span.start < _ENOUGH):
            if i <= sentence or parsed.segments[i - 1] != parsed.segments[token.i]:
                break
            i -= 1
            span = Span(parsed.starts[i], span.end)
        return span


def _is_reported(verb: Token) -> bool:
    """Say whether the "reportedly" that begins a sentence is said of `verb` too, which "and" joins to the first."""
    above = [verb, *ancestors(verb)]
    chain = [word for word, below in zip(above[1:], above, strict=False) if below.dep_ == "conj"]
    words = frames().hedges.alleged_words
    return any(child.lower_ in words and child.is_sent_start for word in chain for child in word.children)


def _is_denied(word: Token) -> bool:
    """Say whether the sentence calls what it says of a number false."""
    return any(
        above.lemma_ == "be" and any(child.lower_ in count_words().denials for child in above.children)
        for above in ancestors(word)
    )


def counted(token: Token) -> Token:
    """Return the noun that a number counts: prisoners of "14 political prisoners", else the number itself."""
    current = token
    while (
        current.dep_ in _QUANTITY
        and current.head.i != current.i
        and (current.like_num or current.pos_ in {"NUM", "ADV", "ADJ", "SYM"} or current.lower_ in _SCALES)
    ):
        current = current.head
    return current


def _is_otherwise(token: Token) -> bool:
    """Say whether the model takes a number for a day, a time or money, and no people follow it."""
    return token.ent_type_ in _OTHERWISE and counted(token).lemma_.lower() not in frames().people


def _vague(sentence: Sentence) -> Iterator[_Given]:
    """Yield thousands, dozens, tens of thousands: more than one of them; and "no", which is none."""
    previous: Token | None = None
    for token in sentence:
        if (token.lower_ == "no" and token.dep_ == "det") or token.lower_ in count_words().nobody:
            yield _Given(token, 0)
        if (
            token.lower_ == "one"
            and token.dep_ in {"nsubj", "nsubjpass"}
            and token.nbor(-1 if token.i else 0).lower_ != "no"
        ):
            yield _Given(token, 1)
        if token.lower_ not in _VAGUE or token.ent_type_ in {"DATE", "MONEY"}:
            previous = token if token.lower_ == "tens" else previous
            continue
        following = token.nbor() if token.i + 1 < len(token.doc) else token
        if (
            following.lower_ == "of"
            and token.i + 2 < len(token.doc)
            and token.nbor(2).lower_ in {"thousands", "millions"}
        ):
            previous = token
            continue
        near = previous is not None and token.i - previous.i == len(("of", "thousands"))
        times = _TIMES.get(previous.lower_, 1) if near and previous is not None else 1
        yield _Given(token, f">{times * _VAGUE[token.lower_]}", vague=True)


def _value(number: Number) -> int | str | Bounds | None:
    if number.bound is Bound.RANGE and number.minimum is not None and number.maximum is not None:
        return Bounds(number.minimum, number.maximum)
    if number.value is None or number.value <= 0:
        return None
    match number.bound:
        case Bound.MORE_THAN:
            return f">{number.value}"
        case Bound.LESS_THAN:
            return f"<{number.value}"
        case _:
            return number.value
