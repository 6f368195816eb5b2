"""How much the place of a mention makes of it: whom a pronoun most likely means, among those spoken of before."""

from __future__ import annotations

from collections import Counter
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.frames import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

    from loaders.article.cast import Member
    from loaders.article.parsed import Parsed

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_ROLE = {"nsubj": 3.0, "nsubjpass": 3.0, "appos": 1.4, "poss": 1.6, "attr": 1.4, "dobj": 1.6, "agent": 1.5, "conj": 1.4}
_WINDOW = 30
_FAR = 5
_STEPS = 6
_PER_SENTENCE = 1.4
_PER_PARAGRAPH = 0.6
_TOPIC = 0.4
_TOPIC_QUOTED = 0.9
_ROLE_QUOTED = 0.5
_NEARER = 0.05
_NEAR = 16
_AGREES = 1.0
_SAME_SENTENCE = 0.6
_CONTROLLED = 1.8
_PARALLEL = 0.5
_FROM_QUOTE = 1.5
_UNNAMED = 1.6
_FAVOURED = 1.5


class Seen(NamedTuple):
    """One time that somebody was spoken of: where, whom, and how much the place in the sentence makes of it."""

    token: Token
    member: Member
    weight: float
    quoted: bool
    plural: bool = False


class Leaning(NamedTuple):
    """What is known of whom a pronoun means: a woman or a man, and who it is rather than others."""

    gender: str | None = None
    likely: AbstractSet[str] = frozenset()


_NO_LEANING = Leaning()


class Salience:
    """Whom an article has spoken of so far."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._seen: list[Seen] = []
        self._times: Counter[int] = Counter()
        self._sentence: list[int] = []
        for number, sentence in enumerate(parsed.doc.sents):
            self._sentence.extend([number] * len(sentence))

    def see(self, seen: Seen) -> None:
        """Note one more mention."""
        self._seen.append(seen)
        self._times[id(seen.member)] += 1

    def all(self) -> Sequence[Seen]:
        """Return every mention so far."""
        return self._seen

    def last(self, fits: Callable[[Seen], bool]) -> Member | None:
        """Return whom the last mention that fits speaks of."""
        return next((seen.member for seen in reversed(self._seen) if fits(seen)), None)

    def best(
        self,
        token: Token,
        fits: Callable[[Seen], bool],
        *,
        leaning: Leaning = _NO_LEANING,
        quoted: bool = False,
        least: float = -9.0,
    ) -> Member | None:
        """Return whom the pronoun `token` most likely means, of those that fit; None when all are too far."""
        best: tuple[float, Seen] | None = None
        for seen in self._near(token):
            if not fits(seen) or _cannot(token, seen.token):
                continue
            score = self._score(token, seen, leaning, quoted=quoted)
            if best is None or score > best[0]:
                best = score, seen
        return best[1].member if best is not None and best[0] > least else None

    def _near(self, token: Token) -> Iterator[Seen]:
        for seen in reversed(self._seen[-_WINDOW:]):
            if self._sentence[token.i] - self._sentence[seen.token.i] > _FAR:
                return
            yield seen

    def _score(self, token: Token, seen: Seen, leaning: Leaning, *, quoted: bool) -> float:
        sentences = self._sentence[token.i] - self._sentence[seen.token.i]
        paragraphs = self._parsed.segments[token.i] - self._parsed.segments[seen.token.i]
        score = (
            seen.weight * (_ROLE_QUOTED if quoted else 1.0) - _PER_SENTENCE * sentences - _PER_PARAGRAPH * paragraphs
        )
        score += (_TOPIC_QUOTED if quoted else _TOPIC) * log2(1 + self._times[id(seen.member)])
        if leaning.gender is not None and seen.member.gender == leaning.gender:
            score += _AGREES
        if sentences == 0:
            score += _SAME_SENTENCE - _NEARER * min(token.i - seen.token.i, _NEAR)
            score += _CONTROLLED if _controls(seen.token, token) else 0.0
        if token.dep_ in _SUBJECT and seen.token.dep_ in _SUBJECT:
            score += _PARALLEL
        if seen.quoted and not quoted:
            score -= _FROM_QUOTE
        if seen.member.id in leaning.likely:
            score += _FAVOURED
        return score if seen.member.names or seen.member.parts else score - _UNNAMED


def role_weight(token: Token) -> float:
    """Return how much the place of `token` in its clause makes of it: a subject more than an object or a modifier."""
    current = token
    for _ in range(_STEPS):
        if current.dep_ not in {"compound", "flat", "appos"} or current.head.i == current.i:
            break
        current = current.head
    weight = _ROLE.get(current.dep_, 1.0)
    if current.dep_ == "conj" and current.head.dep_ in _SUBJECT:
        weight = 2.4
    if current.dep_ == "pobj" and current.head.dep_ == "agent":
        weight = 2.0
    return weight - (0.7 if current.head.dep_ in {"relcl", "acl"} else 0.0)


def own_clause_subject(token: Token) -> Token | None:
    """Return the subject of the clause that `token` stands in: what "himself" goes back to."""
    current = token
    for _ in range(_STEPS):
        current = current.head
        if current.pos_ in {"VERB", "AUX"}:
            return next((child for child in current.children if child.dep_ in _SUBJECT and child.i < token.i), None)
    return None


def _cannot(pronoun: Token, other: Token) -> bool:
    """Say whether `pronoun` cannot mean `other`: an object of the verb whose subject `other` is."""
    if pronoun.dep_ not in {"dobj", "dative", "pobj", "nsubj"} or pronoun.lower_.endswith("sel"):
        return False
    verb = pronoun.head.head if pronoun.head.pos_ == "ADP" else pronoun.head
    return other.dep_ in _SUBJECT and other.head.i == verb.i and other.i != pronoun.i


def _controls(other: Token, pronoun: Token) -> bool:
    """Say whether `other` is arrested, sentenced or told by the verb that `pronoun` stands below: it is his car."""
    verb = other.head
    if (
        other.dep_ not in {"dobj", "nsubjpass"}
        or verb.lemma_.lower() not in frames().descriptions.accuses | frames().descriptions.controls
    ):
        return False
    current = pronoun
    for _ in range(3 * _STEPS):
        if current.head.i in {verb.i, current.i}:
            break
        current = current.head
    return current.head.i == verb.i and current.i != other.i
