"""Finding entities by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.codec import to_absolute, to_stored
from graph.errors import AmbiguousError, NotFoundError
from graph.ids import EntityId
from graph.profiles import kinds, labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import KindId
    from graph.view import NameMatch, View

_SHOWN_CANDIDATES = 5


def search(view: View, text: str, wanted: frozenset[KindId] | None = None) -> list[NameMatch]:
    """Return the entities that `text` finds by name, in any spelling, begun or with a slip, best first.

    `graph.finding` says how. `wanted` keeps these kinds and those below.
    """
    found = view.find(text)
    if wanted is None:
        return found
    lineages = ({above for kind in some for above in kind.lineage} for some in kinds(view, [m.entity for m in found]))
    return [match for match, lineage in zip(found, lineages, strict=True) if wanted & lineage]


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
