"""Claims that somebody writes down by hand: a sheet of them, read into claims of one source that pass the door.

A sheet says what is claimed, by whom, and in which words of the source; where the words stand is looked up here, and
nothing gets in whose words do not stand there. The shape of a sheet: `docs/claims-by-hand.md`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from graph.codec import to_absolute
from graph.errors import InvalidInputError, NotFoundError, RefusedClaimError
from graph.ids import ClaimId, EntityId, KindId, PropertyId, SourceId, claim_id, entity_id
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Duration,
    Evidence,
    Iri,
    Quantity,
    Ref,
    Refused,
    Row,
    Stance,
    Text,
    Time,
    read_quantity,
    value_key,
)
from graph.profiles import kinds as kinds_of
from graph.profiles import labels
from graph.search import by_reference, search
from graph.vocabulary import NAME, THING, TYPE, Property, Range, vocabulary
from graph.vocabulary.door import check
from loaders.quoted import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.codec import Content
    from graph.model import Value
    from graph.view import View

LOCAL = "_:"
PUBLISHER = "@publisher"
_MARK = "by hand"
_STANCES = {Certainty.ALLEGED: Stance.ALLEGES, Certainty.NEGATED: Stance.DENIES}
_NUMBER = re.compile(r"[<>~]?-?\d{1,18}(\.\d{1,9})?|-?\d{1,18}(\.\d{1,9})?\.\.-?\d{1,18}(\.\d{1,9})?")
_NEAR = 4


class NewEntity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entity that the graph does not know: what it is, what it is called, and the words that speak of it.

    Somebody of its name may be there already: then `another` says that this is somebody else.
    """

    id: str
    kind: str
    name: str | None = None
    quote: str
    at: int | None = None
    another: bool = False


class NewClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A claim as somebody writes it down."""

    subject: str
    property: str
    value: str | int | float
    quote: str | tuple[str, ...]
    at: int | tuple[int, ...] | None = None
    claimant: str = PUBLISHER
    certainty: str = "asserted"
    stance: str | None = None
    asserted_on: str | None = None
    valid: str | None = None
    wording: str | None = None
    language: str | None = None
    origin: str | None = None
    derivation: str | None = None
    method: str | None = None
    qualifiers: dict[str, str | int | float] = {}


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims of one source: of one that is there, by its id, or of a new one, by its text and who published it."""

    source: str | None = None
    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    entities: tuple[NewEntity, ...] = ()
    claims: tuple[NewClaim, ...]


class Entered(NamedTuple):
    """What a sheet comes to: claims to be added, those that are there already, and what is refused, in its order."""

    added: list[Claim]
    known: list[Claim]
    refused: list[Refused]


def enter(sheet: Sheet, view: View, content: Content, text: str) -> Entered:
    """Read `sheet` against what its source says by now, `content`, and the text of the source."""
    desk = _Desk(view, content, text)
    done = Entered([], [], [])
    records = [(f"entity {each.id}", desk.entity, each) for each in sheet.entities]
    records += [(f"claim {number}", desk.claims, each) for number, each in enumerate(sheet.claims, start=1)]  # type: ignore[misc]
    for place, read, record in records:
        try:
            for draft in read(record):
                known = desk.find(draft)
                (done.known if known else done.added).append(known or desk.add(draft))
        except (InvalidInputError, NotFoundError) as error:
            done.refused.append(Refused(f"{content.source.id}: {place}", str(error)))
    return done


class _Desk:
    """Where the records of one sheet are turned into claims."""

    def __init__(self, view: View, content: Content, text: str) -> None:
        self._view = view
        self._source = content.source
        self._text = text
        self._claims = list(content.claims)
        self._ids = {claim.id for claim in content.claims}
        self._by_rows = any(isinstance(piece.place, Row) for claim in content.claims for piece in claim.evidence)
        self._new: dict[str, EntityId] = {}
        self._kinds: dict[EntityId, frozenset[KindId]] = {}

    def entity(self, record: NewEntity) -> Iterator[Claim]:
        """Yield what is said of a new entity: what it is, and its name."""
        if not record.id.startswith(LOCAL) or record.id in self._new:
            reason = "is taken" if record.id in self._new else "is no id of a new entity"
            raise RefusedClaimError(f"{record.id!r} {reason}: expected one of its own, such as _:arrest")
        kind = _kind(record.kind)
        self._check_name(record)
        iri = self._iri(record)
        evidence = self._evidence(record.quote, None if record.at is None else (record.at,))
        base = self._base(iri, evidence)
        drafts = [structs.replace(base, property=TYPE, value=Iri(kind))]
        if record.name is not None:
            stated = record.name in record.quote
            derivation = None if stated else Derivation(DerivationKind.INFERRED)
            named = structs.replace(base, property=NAME, value=Text(record.name), derivation=derivation)
            drafts.append(named)
        for draft in drafts:
            check(draft, {iri: frozenset({kind})}, self._text)
        self._new[record.id], self._kinds[iri] = iri, frozenset({kind})
        yield from drafts

    def _check_name(self, record: NewEntity) -> None:
        if record.name is None or record.another:
            return
        own = self._iri(record)
        there = [entity for entity in self._view.named([record.name])[0] if entity != own]
        if there:
            known = ", ".join(to_absolute(entity, self._view.base) for entity in there[:_NEAR])
            reason = f"somebody called {record.name!r} is in the graph: {known}"
            raise RefusedClaimError(f"{reason}; expected that IRI, or a sheet that says another: true")

    def _iri(self, record: NewEntity) -> EntityId:
        return entity_id(self._source.id, f"{_MARK} {record.id.removeprefix(LOCAL)}")

    def claims(self, record: NewClaim) -> Iterator[Claim]:
        """Yield the claim that a record is."""
        prop = property_of(record.property)
        quotes = (record.quote,) if isinstance(record.quote, str) else record.quote
        evidence = self._evidence(quotes, (record.at,) if isinstance(record.at, int) else record.at)
        value = self._value(prop, record.value, record.wording, record.language)
        certainty = Certainty[_one_of(record.certainty, Certainty, "certainty")]
        stance = record.stance and Stance[_one_of(record.stance, Stance, "stance")]
        draft = structs.replace(
            self._base(self._find(record.subject), evidence),
            property=prop.id,
            value=value,
            claimant=self._find(record.claimant),
            certainty=certainty,
            stance=stance or _STANCES.get(certainty, Stance.ASSERTS),
            derivation=_derivation(record, value, quotes),
            valid=Time(record.valid) if record.valid else None,
            asserted_on=Time(record.asserted_on) if record.asserted_on else None,
            origin=self._origin(record.origin) if record.origin else None,
            qualifiers=tuple(self._qualifiers(record)),
        )
        check(draft, self._known_kinds(draft), self._text)
        yield draft

    def find(self, draft: Claim) -> Claim | None:
        """Return the claim that says this already, in words that these are a part of, or overlap."""
        keys = {_key(draft)}
        if isinstance(draft.value, Ref) and vocabulary().properties[draft.property].symmetric:
            keys.add(_key(structs.replace(draft, subject=draft.value.entity, value=Ref(draft.subject))))
        same = (claim for claim in self._claims if _key(claim) in keys and _state(claim) == _state(draft))
        return next((claim for claim in same if _overlap(claim, draft)), None)

    def add(self, draft: Claim) -> Claim:
        """Return `draft` with an id that no loader gives."""
        number = 0
        while (found := claim_id(self._source.id, _key(draft), f"{_MARK} {number}")) in self._ids:
            number += 1
        claim = structs.replace(draft, id=found)
        self._claims.append(claim)
        self._ids.add(found)
        return claim

    # ------------------------------------------------------------------ parts of a claim

    def _base(self, subject: EntityId, evidence: tuple[Evidence, ...]) -> Claim:
        publisher = self._source.publisher
        return Claim(
            id=ClaimId(""), subject=subject, property=TYPE, value=Text(""), claimant=publisher, evidence=evidence
        )

    def _evidence(self, quotes: str | Sequence[str], at: Sequence[int] | None) -> tuple[Evidence, ...]:
        quotes = (quotes,) if isinstance(quotes, str) else quotes
        if at is not None and len(at) != len(quotes):
            raise RefusedClaimError(f"{len(quotes)} quotes and {len(at)} offsets: expected an offset for each, or none")
        places = at if at is not None else [None] * len(quotes)
        found = [
            place_of(self._text, quote, start, rows=self._by_rows) for quote, start in zip(quotes, places, strict=True)
        ]
        return tuple(Evidence(self._source.id, place, quote) for place, quote in zip(found, quotes, strict=True))

    def _find(self, reference: str) -> EntityId:
        if reference == PUBLISHER:
            return self._source.publisher
        if reference.startswith(LOCAL):
            if reference not in self._new:
                raise RefusedClaimError(f"{reference!r} is no entity of this sheet: expected one of its entities")
            return self._new[reference]
        try:
            return by_reference(self._view, reference)
        except NotFoundError as error:
            near = labels(self._view, [match.entity for match in search(self._view, reference)[:_NEAR]])
            like = f"; like it: {', '.join(near)}" if near else ""
            raise NotFoundError(f"{error}; a new one is said with its kind{like}") from error

    def _value(self, prop: Property, raw: str | float, wording: str | None, language: str | None) -> Value:
        words = str(raw)
        if wording is not None and wording not in self._text:
            raise RefusedClaimError(f"the wording {wording!r} does not stand in the text: expected words of the source")
        match prop.range:
            case Range.ENTITY:
                return Ref(self._find(words))
            case Range.KIND:
                return Iri(_kind(words))
            case Range.TEXT:
                return Text(words, language)
            case Range.TIME:
                return Time(words, wording)
            case Range.QUANTITY:
                return _quantity(prop, words, wording)
            case Range.DURATION:
                return Duration(words)

    def _qualifiers(self, record: NewClaim) -> Iterator[tuple[PropertyId, Value]]:
        for name, raw in record.qualifiers.items():
            prop = property_of(name)
            yield prop.id, self._value(prop, raw, None, record.language)

    def _origin(self, given: str) -> ClaimId:
        base = self._view.base
        found = ClaimId("onrecord:" + given.removeprefix(base) if given.startswith(base) else given)
        if self._view.claims([found])[0] is None and found not in self._ids:
            raise NotFoundError(f"no claim {given!r}: expected the IRI of the claim that is repeated")
        return found

    def _known_kinds(self, claim: Claim) -> dict[EntityId, frozenset[KindId]]:
        values = (claim.value, *(value for _, value in claim.qualifiers))
        named = [claim.subject, *(value.entity for value in values if isinstance(value, Ref))]
        asked = [entity for entity in named if entity not in self._kinds]
        found = {
            entity: frozenset(kind.id for kind in kinds if kind.id != THING)
            for entity, kinds in zip(asked, kinds_of(self._view, asked), strict=True)
        }
        return {entity: kinds for entity, kinds in (self._kinds | found).items() if kinds}


def property_of(text: str) -> Property:
    """Return the property that a name, a label or an IRI names.

    Raises:
        RefusedClaimError: there is none; the message has those of nearly that name.
    """
    known = vocabulary().properties
    names = {prop.label: prop for prop in known.values()} | {prop.name: prop for prop in known.values()}
    found = known.get(PropertyId(text)) or names.get(text)
    if found is None:
        near = {names[name].name for name in get_close_matches(text, names, _NEAR, 0.5)}
        expected = f"one such as {', '.join(sorted(near))}" if near else "one of docs/ontology.md"
        raise RefusedClaimError(f"unknown property {text!r}: expected {expected}")
    return found


def _kind(text: str) -> KindId:
    known = vocabulary().kinds
    names = {kind.label: kind for kind in known.values()} | {kind.name: kind for kind in known.values() if kind.name}
    found = known.get(KindId(text)) or names.get(text)
    if found is None:
        near = sorted({names[name].name or "" for name in get_close_matches(text, names, _NEAR, 0.5)})
        raise RefusedClaimError(
            f"unknown kind {text!r}: expected one such as {', '.join(near or ['Person', 'Arrest'])}"
        )
    return found.id


def _one_of(text: str, names: type[Certainty | Stance | DerivationKind], what: str) -> str:
    if text.upper() not in names.__members__:
        listed = ", ".join(name.lower() for name in names.__members__)
        raise RefusedClaimError(f"unknown {what} {text!r}: expected one of {listed}")
    return text.upper()


def _quantity(prop: Property, words: str, wording: str | None) -> Quantity:
    if not _NUMBER.fullmatch(words):
        raise RefusedClaimError(f"{prop.label!r} is {words!r}: expected a number, or ~1200, >20, <20, 20..30")
    return read_quantity(words, wording)


def _derivation(record: NewClaim, value: Value, quotes: Sequence[str]) -> Derivation | None:
    """Return how the claim came from the words; what is said in words that the source has not was inferred."""
    if record.derivation is not None:
        kind = DerivationKind[_one_of(record.derivation, DerivationKind, "derivation")]
        if kind is DerivationKind.STATED and record.method:
            raise RefusedClaimError("a claim that the words state has no method: expected another derivation, or none")
        return Derivation(kind, record.method)
    if record.method is not None:
        raise RefusedClaimError("a method without a derivation: expected derivation inferred, computed or translated")
    if isinstance(value, Text) and not any(value.text in quote for quote in quotes):
        return Derivation(DerivationKind.INFERRED)
    return None


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.subject, claim.property, *value_key(claim.value), claim.claimant


def _overlap(one: Claim, other: Claim) -> bool:
    pairs = ((a.place, b.place) for a in one.evidence for b in other.evidence)
    return any(
        a == b or (isinstance(a, Characters) and isinstance(b, Characters) and a.start < b.end and b.start < a.end)
        for a, b in pairs
    )


def _state(claim: Claim) -> tuple[object, ...]:
    return claim.certainty, claim.stance, claim.valid and claim.valid.edtf, claim.qualifiers


__all__ = ["Entered", "NewClaim", "NewEntity", "Sheet", "SourceId", "enter", "property_of"]
