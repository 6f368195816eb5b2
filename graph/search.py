"""Finding entities by what they are called, by what describes them, and by the words in which they are spoken of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from graph.codec import to_absolute, to_stored
from graph.errors import AmbiguousError, NotFoundError
from graph.ids import EntityId
from graph.profiles import labels, of_kinds
from graph.provenance import EVERYTHING
from graph.statements import counting
from graph.view import SearchIn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from graph.finding import How
    from graph.ids import KindId
    from graph.model import Claim
    from graph.paging import Key
    from graph.provenance import ProvenanceFilter
    from graph.view import TextMatch, View

_SHOWN_CANDIDATES = 5
_PLACES = list(SearchIn)
IN_NAMES = frozenset({SearchIn.NAMES})


class Hit(NamedTuple):
    """An entity that was found: by which claim best, where, how well, and by which claims in all.

    `score` is 1 for a whole name; `how` says how a name was found and is None for other words.
    """

    entity: EntityId
    claim: Claim
    place: SearchIn
    score: float
    how: How | None
    claims: tuple[Claim, ...]

    @property
    def key(self) -> Key:
        """Its place among those found: the best first, of equal ones that of the most claims."""
        return -self.score, -len(self.claims), self.entity


def search(
    view: View,
    text: str,
    wanted: frozenset[KindId] | None = None,
    places: Collection[SearchIn] = IN_NAMES,
    provenance: ProvenanceFilter = EVERYTHING,
) -> list[Hit]:
    """Return the entities that `text` finds, each once, best first.

    By name in any spelling, begun or with a slip (`graph.finding`); by the words of a description; by the words of a
    quote (`graph.wording`), which find whom its claims are about: subject, and value. Only claims that `provenance`
    lets count find anybody. `wanted` keeps these kinds and those below, whoever says so.

    Raises:
        LimitError: the words stand in more than 20,000 descriptions or quotes.
    """
    found = view.matching(text, places, provenance)
    if provenance.min_independent_sources > 1:
        enough = {claim.id for claim in counting(view, [match.claim for match in found], provenance)}
        found = [match for match in found if match.claim.id in enough]
    hits = _hits(found)
    fitting = {*of_kinds(view, [hit.entity for hit in hits], wanted)}
    return sorted((hit for hit in hits if hit.entity in fitting), key=lambda hit: hit.key)


def _hits(found: Iterable[TextMatch]) -> list[Hit]:
    by_entity: defaultdict[EntityId, list[TextMatch]] = defaultdict(list)
    for match in found:
        for entity in match.claim.speaks_of:
            by_entity[entity].append(match)
    hits = []
    for entity, matches in by_entity.items():
        best = max(matches, key=lambda match: (match.score, -_PLACES.index(match.place)))
        hits.append(Hit(entity, *best, tuple(match.claim for match in matches)))
    return hits


def by_name(view: View, names: Sequence[str]) -> list[EntityId | None]:
    """Return the entity that carries each of `names` whole, or None.

    Raises:
        AmbiguousError: several entities carry one of them; it never guesses.
    """
    return _single(view, names, view.named(names))


def by_identifier(view: View, identifiers: Sequence[str]) -> list[EntityId | None]:
    """Return the entity that carries each of `identifiers`, written SCHEME:VALUE, or None.

    Raises:
        AmbiguousError: several entities carry one of them.
    """
    return _single(view, identifiers, view.identified(identifiers))


def by_reference(view: View, text: str) -> EntityId:
    """Return the entity that `text` names: by its IRI, by an identifier written SCHEME:VALUE, or by a whole name.

    Raises:
        AmbiguousError: several entities carry that identifier or name.
        NotFoundError: none does.
    """
    iri = EntityId(to_stored(text, view.base))
    if view.known([iri])[0]:
        return iri
    found = by_identifier(view, [text])[0] or by_name(view, [text])[0]
    if found is None:
        raise NotFoundError(
            f"no entity {text!r}: expected an IRI, an identifier such as wikidata:Q184, or a whole name"
        )
    return found


def _single(view: View, asked: Sequence[str], found: Sequence[Sequence[EntityId]]) -> list[EntityId | None]:
    for text, several in zip(asked, found, strict=True):
        if len(several) > 1:
            raise AmbiguousError(text, _listed(view, several[:_SHOWN_CANDIDATES]), len(several))
    return [one[0] if one else None for one in found]


def _listed(view: View, entities: Sequence[EntityId]) -> list[str]:
    called = zip(labels(view, entities), entities, strict=True)
    return [f"{label} <{to_absolute(entity, view.base)}>" for label, entity in called]
