"""What one row tells, by a mapping: entities, events and relations as drafts of claims, without ids."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InvalidIriError, RefusedClaimError
from graph.ids import EntityId, SourceId, check_iri, entity_id, event_id, publisher_id
from graph.model import Iri, Ref, Text, Time
from graph.vocabulary import ALIAS, IDENTIFIER, NAME, TYPE, WHEN, vocabulary
from loaders.table.kinds import kind_named, property_named, role_named
from loaders.table.mapping import CLAIMANT, PUBLISHER, EntitySpec, EventSpec, Mapping, RelationSpec, Value
from loaders.table.record import Found, Item
from loaders.table.values import Looking, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ids import PropertyId
    from graph.model import Value as Typed
    from loaders.table.mapping import Values


class Voice(NamedTuple):
    """Who published the table and who claims what it says, by name."""

    publisher: str
    claimant: str

    @property
    def publisher_id(self) -> EntityId:
        """The publisher as an entity."""
        return _called(self.publisher)

    @property
    def claimant_id(self) -> EntityId:
        """The claimant as an entity."""
        return _called(self.claimant)


class Draft(NamedTuple):
    """A claim without claimant and id: the cells are its evidence, none for the whole row."""

    subject: EntityId
    property: PropertyId
    value: Typed
    cells: tuple[int, ...]
    valid: Time | None = None
    qualifiers: tuple[tuple[PropertyId, Typed], ...] = ()
    describes: bool = False
    """Whether it says what an entity is, rather than what happened or what holds between some."""


class Made(NamedTuple):
    """An entity of a row: which, the item of a list that it was made of, and the cells that name it."""

    entity: EntityId
    item: Item | None
    cells: tuple[int, ...]
    names: tuple[str, ...]


class Telling:
    """One row told: `key` is what the row is called; what could not be read is in the problems of `look`."""

    def __init__(self, mapping: Mapping, source: SourceId, look: Looking, key: str, voice: Voice) -> None:
        self._mapping, self._source, self.key, self._look = mapping, source, key, look
        self._problems = look.problems
        self.made: dict[str, list[Made]] = {
            PUBLISHER: [Made(voice.publisher_id, None, (), ())],
            CLAIMANT: [Made(voice.claimant_id, None, (), ())],
        }

    def drafts(self) -> Iterator[Draft]:
        """Yield what the row tells: first its entities, each with its kind before all else."""
        for name, spec in self._mapping.entities.items():
            self.made[name] = []
            for look in self._scopes(spec.each):
                if look.holds(spec):
                    yield from (draft._replace(describes=True) for draft in self._entity(name, spec, look))
        for name, event in self._mapping.events.items():
            for look in self._scopes(event.each):
                if look.holds(event):
                    yield from self._event(name, event, look)
        for relation in self._mapping.relations:
            for look in self._scopes(relation.each):
                if look.holds(relation):
                    yield from self._relation(relation, look)

    # ------------------------------------------------------------------ entities

    def _entity(self, name: str, spec: EntitySpec, look: Looking) -> Iterator[Draft]:
        names = look.said(spec.name, vocabulary().properties[NAME])
        aliases = look.said(spec.aliases, vocabulary().properties[ALIAS])
        if spec.name and not names:
            return
        outlet = names[0].value if spec.outlet and names else None
        entity = _called(outlet.text) if isinstance(outlet, Text) else self._entity_id(name, spec, look)
        kind = self._kind(spec.kind, look)
        if entity is None or kind is None:
            return
        cells = names[0].cells if names else (look.item.found.cells if look.item and look.item.found else ())
        told = tuple(each.value.text for each in (*names, *aliases) if isinstance(each.value, Text))
        self.made[name].append(Made(entity, look.item, cells, told))
        yield Draft(entity, TYPE, Iri(kind.words), kind.cells or cells)
        for number, each in enumerate(names):
            yield self._draft(entity, ALIAS if number else NAME, each, look)
        for each in aliases:
            if each.value != (names[0].value if names else None):
                yield self._draft(entity, ALIAS, each, look)
        yield from self._identifiers(entity, spec.identifiers, look)
        for draft in self._properties(entity, spec.properties, look):
            yield draft if draft.cells else draft._replace(cells=cells)

    def _entity_id(self, name: str, spec: EntitySpec, look: Looking) -> EntityId | None:
        if spec.iri is not None:
            found = look.filled(spec.iri)
            try:
                return EntityId(check_iri(found.words)) if found else None
            except InvalidIriError as error:
                self._problems.append(str(error))
                return None
        local = self._local(name, spec.key, look) or f"{name}:{self.key}{_item_key(look.item)}"
        return _minted(self._source, local)

    def _local(self, name: str, key: str | tuple[str, ...] | None, look: Looking) -> str | None:
        """Return what a `key` calls an entity or an event; None without a key, or where a part of it is empty."""
        if key is None:
            return None
        given = (key,) if isinstance(key, str) else key
        if not any("{" in each for each in given):
            given = (name + ":" + "/".join(f"{{{column}}}" for column in given),)
        found = next((filled for template in given if (filled := look.filled(template))), None)
        return " ".join(found.words.split()) if found else None

    def _kind(self, given: str | Value, look: Looking) -> Found | None:
        if isinstance(given, str):
            return Found(kind_named(given).id)
        for each in look.words(given):
            try:
                return Found(kind_named(each.words).id, each.cells)
            except RefusedClaimError as error:
                self._problems.append(error.reason)
        return None

    def _identifiers(self, entity: EntityId, given: dict[str, Values], look: Looking) -> Iterator[Draft]:
        for scheme, values in given.items():
            for each in look.words(values):
                yield Draft(entity, IDENTIFIER, Text(f"{scheme}:{each.words}"), each.cells)

    def _properties(self, entity: EntityId, given: dict[str, Values], look: Looking) -> Iterator[Draft]:
        for name, values in given.items():
            prop = property_named(name)
            for each in look.said(values, prop):
                yield self._draft(entity, prop.id, each, look)

    def _draft(self, entity: EntityId, prop: PropertyId, said: Said, look: Looking) -> Draft:
        valid, cells = look.time(said.spec.valid, vocabulary().properties[WHEN])
        qualifiers = self._qualifiers(said.spec.qualifiers, look)
        return Draft(entity, prop, said.value, (*said.cells, *cells), valid, qualifiers)

    def _qualifiers(self, given: dict[str, str | Value], look: Looking) -> tuple[tuple[PropertyId, Typed], ...]:
        found = []
        for name, value in given.items():
            prop = property_named(name)
            found += [(prop.id, each.value) for each in look.said(value, prop)]
        return tuple(found)

    # ------------------------------------------------------------------ events and relations

    def _event(self, name: str, spec: EventSpec, look: Looking) -> Iterator[Draft]:
        kind = self._kind(spec.kind, look)
        if kind is None:
            return
        local = self._local(name, spec.key, look) or f"{name}:{self.key}{_item_key(look.item)}"
        event = event_id(self._source, local)
        happened = look.said(spec.happens, vocabulary().properties[WHEN]) if spec.happens is not None else []
        roles = list(self._roles(event, kind.words, spec, look))
        cells = kind.cells or next((each.cells for each in happened), ()) or next((d.cells for d in roles), ())
        yield Draft(event, TYPE, Iri(kind.words), cells)
        for each in happened:
            yield self._draft(event, WHEN, each, look)
        yield from (draft if draft.cells else draft._replace(cells=cells) for draft in roles)
        for number, each in enumerate(look.said(spec.name, vocabulary().properties[NAME])):
            yield self._draft(event, ALIAS if number else NAME, each, look)
        yield from self._identifiers(event, spec.identifiers, look)
        yield from self._properties(event, spec.properties, look)
        self.made.setdefault(name, []).append(Made(event, look.item, cells, ()))

    def _roles(self, event: EntityId, kind: str, spec: EventSpec, look: Looking) -> Iterator[Draft]:
        for role, given in spec.roles.items():
            prop = role_named(kind, role)
            if prop is None:
                self._problems.append(f"an event of the kind {kind_named(kind).label!r} has no role {role!r}")
                continue
            for name in (given,) if isinstance(given, str) else given:
                for made in self._of(name, look.item):
                    yield Draft(event, prop.id, Ref(made.entity), made.cells)

    def _relation(self, spec: RelationSpec, look: Looking) -> Iterator[Draft]:
        prop = property_named(spec.property)
        subjects = self._of(spec.subject, look.item)
        values: list[tuple[Typed, tuple[int, ...]]] = []
        if subjects and isinstance(spec.value, Value):
            values = [(said.value, said.cells) for said in look.said(spec.value, prop)]
        elif subjects and isinstance(spec.value, str):
            values = [(Ref(made.entity), made.cells) for made in self._of(spec.value, look.item)]
        if not values:
            return
        valid, dated = look.time(spec.valid, vocabulary().properties[WHEN])
        qualifiers = self._qualifiers(spec.qualifiers, look)
        for subject in subjects:
            for value, cells in values:
                if value != Ref(subject.entity):
                    found = (*(cells or subject.cells), *dated)
                    yield Draft(subject.entity, prop.id, value, found, valid, qualifiers)

    def _of(self, name: str, item: Item | None) -> list[Made]:
        """Return the entities called `name` in the mapping: within an item, those made of it, else all of the row."""
        made = self.made.get(name, [])
        if item is None:
            return made
        return [
            each for each in made if each.item is None or each.item.of != item.of or each.item.number == item.number
        ]

    def _scopes(self, each: str | Value | None) -> list[Looking]:
        """Return the row seen from each item, or as a whole where there is no `each`."""
        if each is None:
            return [self._look]
        if isinstance(each, str) and (records := self._look.record.items(each)):
            return [self._look.within(item) for item in records]
        of = each if isinstance(each, str) else each.column or ""
        found = self._look.words(each)
        return [self._look.within(Item(number, piece, of=str(of))) for number, piece in enumerate(found)]


@lru_cache(65_536)
def _minted(source: SourceId, local: str) -> EntityId:
    return entity_id(source, local)


@lru_cache(4_096)
def _called(name: str) -> EntityId:
    return publisher_id(name)


def _item_key(item: Item | None) -> str:
    if item is None:
        return ""
    return f":{item.found.words}" if item.found else f":{item.number + 1}"
