"""Whether the ontology has room for an extracted claim: its type, its roles, what stands in them, and the door check.

The door is that of every loader: what is let in here is let in when it is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Raw

from graph.errors import RefusedClaimError
from graph.ids import EntityId, KindId, PropertyId, SourceId, entity_id
from graph.model import Iri
from graph.vocabulary import EVENT, HELD_ROLE, KG, PLACE, SCHEMA, Range, vocabulary
from graph.vocabulary.door import check
from loaders.annotation_claims import Place, drafts_of
from loaders.annotation_entities import People
from loaders.annotation_file import AnnotatedClaim, Date, Quoted
from loaders.article.gate_codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.vocabulary import Kind, Property
    from loaders.article.extraction import ExtractedClaim, ExtractedEntity

_SETTINGS = frozenset({KindId(SCHEMA + "Place"), EVENT})
_PARTICIPANT = PropertyId(KG + "participant")
_TWO = 2
_SHOWN = 80
_SOURCE = SourceId("gate")
_EVENT = EntityId("onrecord:entity/event")
_PUBLISHER = EntityId("onrecord:entity/publisher")


class RefusalError(Exception):
    """Why a claim is not let in; it never leaves the gate."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Role(NamedTuple):
    """One value in one role of a claim. `setting`: where something happens, or at which event, or where is counted.

    `position` counts the roles from 0; the place of a claim comes after them. `range` and `kinds` are what may stand
    there; without kinds an entity of any kind may.
    """

    name: str
    value: str
    position: int
    range: Range
    setting: bool = False
    kinds: frozenset[KindId] = frozenset()

    @property
    def is_words(self) -> bool:
        """Whether it is words of the text, or a length of time, and no entity."""
        return self.value.startswith("#")

    @property
    def is_duration(self) -> bool:
        """Whether it is a length of time."""
        return self.range is Range.DURATION

    @property
    def words(self) -> str:
        """The words, or the length of time."""
        return self.value.removeprefix("#").strip()

    def takes(self, entity: ExtractedEntity) -> bool:
        """Say whether an entity of that type may stand here; of a type that nobody knows, the door will say no."""
        kind = vocabulary().entity_types.get(entity.type)
        return not self.kinds or kind is None or not self.kinds.isdisjoint(kind.lineage)


def roles_of(claim: ExtractedClaim) -> list[Role]:
    """Return who and what takes part in `claim`, its place last.

    A protest or a shooting may be told without anybody: what happens to a crowd, or somewhere, needs no name.

    Raises:
        RefusalError: a type that the ontology does not have, a role that the type does not have, nothing in a role,
            or no role at all where the type is about somebody.
    """
    readers = {"event": _of_event, "relation": _of_relation, "count": _of_count}
    found = list(readers[claim.kind](claim))
    if not found and not (claim.kind == "event" and _may_be_bare(vocabulary().event_types[claim.type])):
        raise RefusalError(Code.ROLE_MISSING, f"nobody takes part in {claim.type!r}")
    for role in found:
        if not role.value.strip() or (role.is_words and not role.words):
            raise RefusalError(Code.ROLE_MISSING, f"the role {role.name!r} is empty")
    return found


def _may_be_bare(kind: Kind) -> bool:
    taken = map(vocabulary().properties.__getitem__, kind.takes)
    first = next((prop for prop in taken if prop.is_role), None)
    is_setting = first is not None and bool(first.kinds) and first.kinds <= _SETTINGS
    return is_setting or kind.self_role is not None or (first is not None and first.id == _PARTICIPANT)


def _of_event(claim: ExtractedClaim) -> Iterator[Role]:
    kind = vocabulary().event_types.get(claim.type)
    if kind is None:
        raise RefusalError(Code.UNKNOWN_TYPE, f"unknown event type {claim.type!r}")
    for position, (name, values) in enumerate(claim.args.items()):
        if name == kind.self_role:
            itself = (Role(name, value, position, Range.ENTITY, setting=True) for value in each(values))
            yield from map(_entity_only, itself)
        else:
            yield from _filled(name, values, position, _role(kind, name))
    if claim.place:
        yield from _filled("place", claim.place, len(claim.args), _role(kind, "place"))


def _of_relation(claim: ExtractedClaim) -> Iterator[Role]:
    prop = vocabulary().relations.get(claim.type)
    if prop is None:
        raise RefusalError(Code.UNKNOWN_TYPE, f"unknown relation {claim.type!r}")
    if len(claim.args) < _TWO:
        raise RefusalError(Code.ROLE_MISSING, f"{len(claim.args)} roles of {claim.type!r}: expected two")
    (subject, subjects), (name, values), *_ = claim.args.items()
    yield from (_entity_only(Role(subject, value, 0, Range.ENTITY)) for value in each(subjects))
    for role in _filled(name, values, 1, prop):
        yield role._replace(setting=False)
    yield from _qualifiers(claim, _TWO)


def _of_count(claim: ExtractedClaim) -> Iterator[Role]:
    if claim.type not in vocabulary().counts:
        raise RefusalError(Code.UNKNOWN_TYPE, f"unknown count {claim.type!r}")
    for name, values in list(claim.args.items())[:1]:
        yield from (_entity_only(Role(name, value, 0, Range.ENTITY, setting=True)) for value in each(values))
    yield from _qualifiers(claim, 1)


def _qualifiers(claim: ExtractedClaim, start: int) -> Iterator[Role]:
    known = {"role": vocabulary().properties[HELD_ROLE], "place": vocabulary().properties[PLACE]}
    given = [*list(claim.args.items())[start:], *([("place", claim.place)] if claim.place else [])]
    for position, (name, values) in enumerate(given, start):
        if name not in known:
            raise RefusalError(Code.UNKNOWN_ROLE, f"{claim.type!r} has no role {name!r}")
        yield from _filled(name, values, position, known[name])


def _role(kind: Kind, name: str) -> Property:
    prop = vocabulary().role(kind, name)
    if prop is None:
        raise RefusalError(Code.UNKNOWN_ROLE, f"{kind.notation!r} has no role {name!r}")
    return prop


def _filled(name: str, values: str | tuple[str, ...], position: int, prop: Property) -> Iterator[Role]:
    setting = bool(prop.kinds) and prop.kinds <= _SETTINGS
    for value in each(values):
        role = Role(name, value, position, prop.range, setting, prop.kinds)
        if prop.range is Range.ENTITY and prop.text_form is None:
            _entity_only(role)
        if not role.is_words and prop.range is not Range.ENTITY:
            raise RefusalError(Code.UNKNOWN_ROLE, f"the role {name!r} is {value[:_SHOWN]!r}: expected #words")
        yield role


def _entity_only(role: Role) -> Role:
    if role.is_words and role.words:
        raise RefusalError(Code.UNKNOWN_ROLE, f"the role {role.name!r} is {role.value[:_SHOWN]!r}: expected an entity")
    return role


def each(values: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands in a role, one or several; an empty list is one empty value."""
    return (values,) if isinstance(values, str) else values or ("",)


class Door:
    """The door check for the claims of one article, as its reader will make it."""

    def __init__(self, text: str, entities: Iterable[ExtractedEntity]) -> None:
        types = vocabulary().entity_types
        known = [entity for entity in entities if entity.type in types]
        ids = {entity.id: entity_id(_SOURCE, entity.id) for entity in known}
        self._kinds = {ids[entity.id]: frozenset({types[entity.type].id}) for entity in known}
        self._people = People(_SOURCE, text, None, _PUBLISHER, ids, dict(self._kinds), {}, [])

    def check(self, claim: ExtractedClaim) -> None:
        """Pass if every claim of the graph that `claim` stands for may come in.

        Raises:
            RefusalError: one of them may not.
        """
        try:
            drafts = drafts_of(self._annotated(claim), Place(self._people, [], _EVENT))
            kinds = dict(self._kinds)
            for draft in drafts:
                if isinstance(draft.value, Iri):
                    kinds[draft.subject] = kinds.get(draft.subject, frozenset()) | {KindId(draft.value.iri)}
            for draft in drafts:
                check(draft, kinds, self._people.text)
        except RefusedClaimError as cause:
            raise RefusalError(Code.REFUSED_CLAIM, cause.reason) from cause
        except UnicodeEncodeError as cause:
            raise RefusalError(Code.REFUSED_CLAIM, "it holds half a character (a lone surrogate)") from cause

    def _annotated(self, claim: ExtractedClaim) -> AnnotatedClaim:
        text = self._people.text
        return AnnotatedClaim(
            id=claim.id,
            kind=claim.kind,
            type=claim.type,
            args=claim.args,
            evidence=tuple(Quoted(span.start, span.end, text[span.start : span.end]) for span in claim.evidence),
            value=Raw() if claim.value is None else Raw(msgspec.json.encode(claim.value)),
            date=Date(claim.date.edtf, claim.date.text) if claim.date else None,
            place=claim.place,
            speaker=claim.speaker,
            certainty=claim.certainty,
        )
