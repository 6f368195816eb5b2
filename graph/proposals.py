"""Who may be whom: pairs of entities that look like one, for a person to decide about."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.described import BIRTH, described, kin_in, kinds_above
from graph.ids import EntityId
from graph.likeness import COMPATIBLE_DATE, EQUAL_DAY, SHARED_NEIGHBOUR, Feature, comparable, likeness
from graph.likeness_of_names import SAME_NAME, alike
from graph.model import Iri, Text, Time
from graph.provenance import EVERYTHING
from graph.spelling import spelled, telling
from graph.vocabulary import ALIAS, IDENTIFIER, NAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.model import Claim
    from graph.view import View

    Pair = tuple[EntityId, EntityId]

_log = logging.getLogger(__name__)

PROPOSED = SAME_NAME
"""From this score on a pair is proposed: that of two names taken for one, with nothing else known."""
MOST_ALIKE = 40
"""So many entities that share a word are compared each with each; more are told apart by their other words first."""
_RAREST = 3
_WORTH_DESCRIBING = PROPOSED - EQUAL_DAY - COMPATIBLE_DATE - 3 * SHARED_NEIGHBOUR
_AT_ONCE = 2_000


class Proposal(NamedTuple):
    """Two entities that may be one: `one` sorts before `other`. How alike they are, and why."""

    one: EntityId
    other: EntityId
    score: float
    features: list[Feature]


class _Known(Struct):
    """What one pass over the claims takes up of an entity, to find who may be like it."""

    names: dict[str, None] = {}
    kinds: set[str] = set()
    identifiers: set[str] = set()
    births: set[str] = set()


def proposals(view: View, of: Sequence[EntityId] | None = None) -> Iterator[Proposal]:
    """Yield the pairs that may be one, best first; with `of`, those that one of these is part of.

    Persons are compared with persons and organisations with organisations, where they share an identifier, a rare word
    of a name as it sounds, or a word and the day of birth. Nothing is proposed that a claim or a name says to be two.

    One pass over all claims, then one look at each entity of a pair whose names are alike. Of more than 40 that share
    their words no two are compared by these: a warning says so.
    """
    known = _take_up(view)
    wanted = None if of is None else frozenset(of)
    pairs = sorted(pair for pair in _blocked(known, wanted) if _is_worth_describing(known, pair))
    found = [
        proposal for start in range(0, len(pairs), _AT_ONCE) for proposal in _scored(view, pairs[start:][:_AT_ONCE])
    ]
    yield from sorted(found, key=lambda proposal: (-proposal.score, proposal.one, proposal.other))


def _scored(view: View, pairs: Sequence[Pair]) -> Iterator[Proposal]:
    entities = sorted({entity for pair in pairs for entity in pair})
    about = dict(zip(entities, described(view, entities), strict=True))
    for one, other in pairs:
        score, features = likeness(about[one], about[other])
        if score >= PROPOSED:
            yield Proposal(one, other, score, features)


def _is_worth_describing(known: Mapping[EntityId, _Known], pair: Pair) -> bool:
    one, other = known[pair[0]], known[pair[1]]
    if one.identifiers & other.identifiers:
        return True
    mine, theirs = ([(name, frozenset(_sounds(name))) for name in names] for names in (one.names, other.names))
    return any(
        not words.isdisjoint(others) and alike(name, called) >= _WORTH_DESCRIBING
        for name, words in mine
        for called, others in theirs
    )


def _take_up(view: View) -> dict[EntityId, _Known]:
    """Return what is known of each person and organisation that has a name."""
    known: defaultdict[EntityId, _Known] = defaultdict(_Known)
    sources = dict(zip(view.source_ids(), view.sources(view.source_ids()), strict=True))
    for claim in view.scan():
        source = sources[claim.source]
        if claim.property in _READ and source and EVERYTHING.admits(claim, source) and not claim.denies:
            _add(known[claim.subject], claim)
    lineages = {entity: kinds_above(one.kinds) for entity, one in known.items()}
    return {entity: one for entity, one in known.items() if one.names and comparable(*[lineages[entity]] * 2)}


_READ = frozenset({NAME, ALIAS, TYPE, IDENTIFIER, BIRTH})


def _add(known: _Known, claim: Claim) -> None:
    match claim.value:
        case Iri(iri=kind) if claim.property == TYPE:
            known.kinds.add(kind)
        case Time(edtf=day) if claim.property == BIRTH:
            known.births.add(day)
        case Text(text=text) if claim.property == IDENTIFIER:
            known.identifiers.add(text)
        case Text(text=text) if claim.property in {NAME, ALIAS} and not kin_in(text):
            known.names[text] = None


# ---------------------------------------------------------------------- who is compared with whom


def _blocked(known: Mapping[EntityId, _Known], wanted: frozenset[EntityId] | None) -> Iterator[Pair]:
    """Yield pairs that share what is worth a comparison, each once; both of comparable kinds."""
    kinds = {entity: kinds_above(one.kinds) for entity, one in known.items()}
    seen: set[Pair] = set()
    too_many = 0
    for block in map(frozenset, _blocks(known)):
        if len(block) > MOST_ALIKE:
            too_many += 1
            continue
        for one, other in combinations(sorted(block), 2):
            if wanted is not None and one not in wanted and other not in wanted:
                continue
            if (one, other) not in seen and comparable(kinds[one], kinds[other]):
                seen.add((one, other))
                yield one, other
    if too_many:
        _log.warning("%d names or days are shared by more than %d: not compared by these", too_many, MOST_ALIKE)


def _blocks(known: Mapping[EntityId, _Known]) -> Iterator[Sequence[EntityId]]:
    """Yield entities that share an identifier, a word as it sounds, or such a word and the day of birth."""
    exact: defaultdict[tuple[str, str], list[EntityId]] = defaultdict(list)
    words: defaultdict[str, dict[tuple[EntityId, str], None]] = defaultdict(dict)
    named = {entity: list(map(_sounds, one.names)) for entity, one in known.items()}
    counts = Counter(word for lists in named.values() for word in {word for some in lists for word in some})
    for entity, lists in named.items():
        for some in lists:
            ordered = sorted(set(some), key=lambda word: (counts[word], word))
            for place, word in enumerate(ordered[:_RAREST]):
                words[word][entity, next(iter(ordered[:place] + ordered[place + 1 :]), "")] = None
            for day in known[entity].births:
                for word in ordered:
                    exact[day, word].append(entity)
        for identifier in known[entity].identifiers:
            exact[identifier, ""].append(entity)
    for members in words.values():
        yield from _divided(list(members), 0)
    yield from exact.values()


@lru_cache(1 << 16)
def _sounds(name: str) -> list[str]:
    return [word.skeleton for word in telling(spelled(name))]


def _divided(members: Sequence[tuple[EntityId, str]], letters: int) -> Iterator[Sequence[EntityId]]:
    """Yield those who share a word, divided by the beginning of another word until few enough are left."""
    if len({entity for entity, _ in members}) <= MOST_ALIKE:
        yield [entity for entity, _ in members]
        return
    groups: defaultdict[str, list[tuple[EntityId, str]]] = defaultdict(list)
    for entity, other in members:
        groups[other[: letters + 1]].append((entity, other))
    for start, group in groups.items():
        if len(start) <= letters:
            yield [entity for entity, _ in group]
        else:
            yield from _divided(group, letters + 1)
