"""How well what was found in an article matches an annotation of it: found, right, and how much of each was missed.

One thing found matches one thing annotated, best pairs first:

- an entity, when most of its named mentions lie on the named mentions of one annotated entity;
- the trigger of a claim, when kind and type are equal (`_ONE_TYPE` holds near synonyms) and the evidence touches;
- a claim, when its trigger matches, it is as certain, and its first role is filled with the right entities; a count,
  when its number is right;
- a date, on a claim that matches, when it is one that the annotation accepts;
- a quotation, when nine tenths of the longer one are shared, and its speaker apart.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_EVIDENCE = 400
"""Characters of one piece of evidence that can match: a page is no evidence."""

KINDS = ("event", "relation", "count")
_ONE_TYPE = {
    "abduction": "arrest",
    "detention": "arrest",
    "rally": "protest",
    "deportation": "deportation_attempt",
    "conviction": "sentence",
    "sentencing": "sentence",
}
_BOTH_WAYS = frozenset({"sibling", "spouse"})
_WHERE = frozenset({"place", "event"})
_ARTICLE = "@article"
_LEAST_SHARED = 15
_LEAST_OF_UNION = 0.1
_LEAST_OF_NAME = 0.6
_LEAST_OF_QUOTE = 0.9
_SHORT_WORD = 3


class Place(Struct, frozen=True):
    """Where words stand, and what they are said to be; `form` is of a mention, `speaker` of a quotation."""

    start: int
    end: int
    quote: str | None = None
    form: str = "name"
    speaker: str | None = None

    def shared(self, other: Place) -> int:
        """Return how many characters it has in common with `other`."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    @property
    def length(self) -> int:
        """Its characters."""
        return self.end - self.start


class Entity(Struct, frozen=True):
    """An entity and where it is mentioned."""

    id: str
    mentions: tuple[Place, ...] = ()
    unnamed: bool = False

    @property
    def named(self) -> list[Place]:
        """Its mentions by name."""
        return [mention for mention in self.mentions if mention.form == "name"]


class When(Struct, frozen=True):
    """A date, and others that are as right."""

    edtf: str
    accept: tuple[str, ...] = ()


class Told(Struct, frozen=True):
    """A claim, as far as it is scored."""

    kind: str
    type: str
    evidence: tuple[Place, ...]
    args: dict[str, Any] = {}
    value: Any = None
    date: When | None = None
    speaker: str | None = None
    certainty: str | None = None


class About(Struct, frozen=True):
    """What an annotation says of its article."""

    publisher: str | None = None
    published: str | None = None
    file: str | None = None
    sha256: str | None = None


class Annotated(Struct, frozen=True):
    """An annotation, or what a machine found, as far as it is scored."""

    entities: tuple[Entity, ...]
    claims: tuple[Told, ...]
    quotes: tuple[Place, ...] = ()
    doc: About = field(default_factory=About)


class Figure(NamedTuple):
    """How many were hit of how many that were found and of how many that are annotated."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Share(NamedTuple):
    """How many of how many."""

    hits: int
    of: int


class Scores(NamedTuple):
    """What was scored, by its name, and a line for each thing that was missed, added or taken for another."""

    rows: dict[str, Figure | Share | int]
    misses: list[str]


def score(gold: Annotated, predicted: Annotated, text: str) -> Scores:
    """Return how well `predicted` matches `gold`; both are of `text`."""
    matching = _Matching(gold, predicted)
    rows: dict[str, Figure | Share | int] = {"entity": matching.entities()}
    total = Figure(0, 0, 0)
    for kind in KINDS:
        found = matching.claims(kind)
        rows |= {f"{kind}_{name}": value for name, value in found.items()}
        claims = found["claim"]
        assert isinstance(claims, Figure)
        total = _added(total, claims)
    rows["all_claims"] = total
    rows["quote"], rows["quote_speaker"] = matching.quotes()
    rows["evidence_not_verbatim"] = _not_verbatim(predicted, text)
    return Scores(rows, matching.misses)


def pooled(scores: Sequence[Scores]) -> Scores:
    """Return what `scores` come to when their articles are taken for one: sums of what was hit, found and annotated."""
    rows: dict[str, Figure | Share | int] = {}
    for each in scores:
        for name, value in each.rows.items():
            rows[name] = _added(rows[name], value) if name in rows else value
    return Scores(rows, [miss for each in scores for miss in each.misses])


def _added(one: Any, other: Any) -> Any:  # noqa: ANN401 - two figures, shares or numbers, and one like them
    return one + other if isinstance(one, int) else type(one)(*(a + b for a, b in zip(one, other, strict=True)))


class _Pair(NamedTuple):
    """A claim that was found and one that is annotated, by their positions, that may be one; better ones sort first."""

    wrong: bool
    other_argument: bool
    unfilled: int
    found: int
    gold: int


class _Matching:
    """One annotation beside what was found. `mapping` says which annotated entity each entity found is."""

    def __init__(self, gold: Annotated, predicted: Annotated) -> None:
        self.gold, self.predicted = gold, predicted
        self.mapping = dict(_aligned(gold.entities, predicted.entities))
        self.unnamed = {entity.id for entity in gold.entities if entity.unnamed}
        self.misses: list[str] = []

    def entities(self) -> Figure:
        named, clusters = (sum(bool(e.named) for e in side.entities) for side in (self.gold, self.predicted))
        return Figure(len(set(self.mapping.values())), clusters, named)

    def claims(self, kind: str) -> dict[str, Figure | Share | int]:
        golds = [claim for claim in self.gold.claims if claim.kind == kind]
        founds = [claim for claim in self.predicted.claims if claim.kind == kind]
        pairs = list(_one_to_one(sorted(self._pairs(founds, golds))))
        right = [(founds[pair.found], golds[pair.gold]) for pair in pairs if not pair.wrong]
        self._tell(pairs, founds, golds)
        matched = [(founds[pair.found], golds[pair.gold]) for pair in pairs]
        return {
            "trigger": Figure(len(pairs), len(founds), len(golds)),
            "claim": Figure(len(right), len(founds), len(golds)),
            "date": Figure(
                sum(_dated(*pair) for pair in right),
                sum(claim.date is not None for claim in founds),
                sum(claim.date is not None for claim in golds),
            ),
            "speaker": Share(sum(self._same_voice(*pair) for pair in right), len(right)),
            "certainty": Share(len(right), sum(not pair.other_argument for pair in pairs)),
            "hedged_told_as_fact": sum(
                gold.certainty != "asserted" and found.certainty == "asserted" for found, gold in matched
            ),
        }

    def quotes(self) -> tuple[Figure, Figure]:
        hits = speakers = 0
        left = list(self.gold.quotes)
        for quote in self.predicted.quotes:
            same = next((g for g in left if quote.shared(g) >= _LEAST_OF_QUOTE * max(quote.length, g.length)), None)
            if same is not None:
                left.remove(same)
                hits += 1
                speakers += self.mapping.get(quote.speaker or "") == same.speaker
        counted = len(self.predicted.quotes), len(self.gold.quotes)
        return Figure(hits, *counted), Figure(speakers, *counted)

    def _pairs(self, founds: Sequence[Told], golds: Sequence[Told]) -> Iterator[_Pair]:
        for i, found in enumerate(founds):
            for j, gold in enumerate(golds):
                if _canonical(found.type) == _canonical(gold.type) and _touching(found.evidence, gold.evidence):
                    filled = self._filled(gold, found)
                    right = self._is_right(gold, found, filled)
                    yield _Pair(not (right and gold.certainty == found.certainty), not right, -len(filled), i, j)

    def _is_right(self, gold: Told, found: Told, filled: set[str]) -> bool:
        if gold.kind == "count":
            return str(gold.value) == str(found.value)
        first = next(iter(gold.args), None)
        return first is None or first in filled or (gold.kind == "event" and first in _WHERE)

    def _filled(self, gold: Told, found: Told) -> set[str]:
        """Return the roles that are filled as annotated."""
        wanted, given = gold.args, found.args
        if gold.type in _BOTH_WAYS and {"a", "b"} <= given.keys() and {"a", "b"} <= wanted.keys():
            ways = (("a", "b"), ("b", "a"))
            same = any(
                self._same(wanted["a"], given[one]) and self._same(wanted["b"], given[other]) for one, other in ways
            )
            return set(wanted) if same else set()
        return {role for role, value in wanted.items() if self._same(value, given.get(role))}

    def _same(self, gold: Any, found: Any) -> bool:  # noqa: ANN401 - an id, #words, or a list of them
        if isinstance(gold, list) or isinstance(found, list):
            wanted, given = (value if isinstance(value, list) else [value] for value in (gold, found))
            return len(wanted) == len(given) and all(any(self._same(g, f) for f in given) for g in wanted)
        if not isinstance(found, str):
            return False
        if gold.startswith("#"):
            return found.startswith("#") and (gold == found or bool(_long_words(gold) & _words(found)))
        if gold in self.unnamed:
            return found.startswith("#") or found not in self.mapping
        return bool(self.mapping.get(found) == gold)

    def _same_voice(self, found: Told, gold: Told) -> bool:
        said = self.mapping.get(found.speaker or "", found.speaker)
        return self._voice(said) == self._voice(gold.speaker)

    def _voice(self, who: str | None) -> str | None:
        """Return who speaks: the outlet's own voice is one, however it is written."""
        return _ARTICLE if who is not None and who == self.gold.doc.publisher else who

    def _tell(self, pairs: Sequence[_Pair], founds: Sequence[Told], golds: Sequence[Told]) -> None:
        for pair in pairs:
            found, gold = founds[pair.found], golds[pair.gold]
            if pair.wrong:
                what = "ARGUMENT" if pair.other_argument else "CERTAINTY"
                self.misses.append(f"{what} {_shown(gold)} got {found.args} {found.value or ''} {found.certainty}")
            elif gold.date and found.date and not _dated(found, gold):
                self.misses.append(f"DATE {_shown(gold)} {gold.date.edtf} got {found.date.edtf}")
        hit, used = {pair.gold for pair in pairs}, {pair.found for pair in pairs}
        self.misses += [f"MISSED {_shown(gold)}" for j, gold in enumerate(golds) if j not in hit]
        self.misses += [f"EXTRA {_shown(found)}" for i, found in enumerate(founds) if i not in used]


def _aligned(gold: Sequence[Entity], found: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """Yield which annotated entity each entity found is: the one that most of its named mentions lie on."""
    named = [(mention, entity.id) for entity in gold for mention in entity.named]
    for entity in found:
        votes = Counter(
            local
            for mention in entity.named
            for place, local in named
            if mention.shared(place) >= _LEAST_OF_NAME * place.length
        )
        if votes:
            yield entity.id, votes.most_common(1)[0][0]


def _one_to_one(pairs: Iterable[_Pair]) -> Iterator[_Pair]:
    """Yield of `pairs`, best first, those of which neither side is taken."""
    found: set[int] = set()
    gold: set[int] = set()
    for pair in pairs:
        if pair.found not in found and pair.gold not in gold:
            found.add(pair.found)
            gold.add(pair.gold)
            yield pair


def _touching(found: Iterable[Place], gold: Sequence[Place]) -> bool:
    return any(_touches(one, other) for one in found for other in gold)


def _touches(found: Place, gold: Place) -> bool:
    """Say whether evidence stands on the annotated words, and is not just the whole page."""
    shared = found.shared(gold)
    union = found.length + gold.length - shared
    enough = shared >= min(_LEAST_SHARED, gold.length / 2)
    return found.length <= MAX_EVIDENCE and enough and shared >= _LEAST_OF_UNION * union


def _dated(found: Told, gold: Told) -> bool:
    return bool(found.date and gold.date and found.date.edtf in {gold.date.edtf, *gold.date.accept})


def _canonical(name: str) -> str:
    snake = "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")
    return _ONE_TYPE.get(snake, snake)


def _words(literal: str) -> set[str]:
    return set(literal[1:].lower().split())


def _long_words(literal: str) -> set[str]:
    return {word for word in _words(literal) if len(word) > _SHORT_WORD}


def _shown(claim: Told) -> str:
    value = f" {claim.value}" if claim.value is not None else ""
    where = ", ".join(f"{piece.start}–{piece.end}" for piece in claim.evidence)
    return f"{claim.kind} {claim.type} {claim.args}{value} {claim.certainty} at {where}"


def _not_verbatim(predicted: Annotated, text: str) -> int:
    """Return how many pieces of evidence and quotations do not repeat the text at their offsets."""
    pieces = [piece for claim in predicted.claims for piece in claim.evidence] + list(predicted.quotes)
    return sum(text[piece.start : piece.end] != piece.quote for piece in pieces)
