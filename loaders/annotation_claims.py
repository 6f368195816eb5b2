"""The events, relations, attributes and counts of an annotation file, made into slim claims."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from graph.errors import RefusedClaimError
from graph.ids import ClaimId, PropertyId
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
    Stance,
    Text,
    Time,
    written_number,
)
from graph.vocabulary import AFFECTED_COUNT, DURATION, EVENT, HELD_ROLE, PLACE, TYPE, WHEN, Range, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ids import EntityId
    from graph.model import Value
    from graph.vocabulary import Kind, Property
    from loaders.annotation_entities import People
    from loaders.annotation_file import AnnotatedClaim, Utterance

_STANCES = {Certainty.ALLEGED: Stance.ALLEGES, Certainty.NEGATED: Stance.DENIES}
_NUMBER = re.compile(r"(?P<sign>[<>~]?)\s*(?P<number>-?\d{1,18}(?:\.\d{1,9})?)")
_MAX_DIGITS = 18
_SUBJECT_AND_VALUE = 2


class Place(NamedTuple):
    """Where a claim of the file stands: among whom, within which quotations, and which event it tells."""

    people: People
    quotes: list[tuple[Utterance, EntityId]]
    event: EntityId


class Said(NamedTuple):
    """A property and a value that the claim gives its subject."""

    property: PropertyId
    value: Value
    derivation: Derivation | None = None


def event_key(claim: AnnotatedClaim) -> tuple[str, str, str]:
    """Return what two event claims must share to tell one event."""
    return claim.type, claim.speaker, claim.certainty


def drafts_of(claim: AnnotatedClaim, place: Place) -> list[Claim]:
    """Return the slim claims that an annotated claim stands for, without ids.

    Raises:
        RefusedClaimError: an unknown kind, type, role or id; a value that has no place.
    """
    readers = {"event": _event, "relation": _relation, "attribute": _relation, "count": _count}
    if claim.kind not in readers:
        raise RefusedClaimError(f"unknown kind {claim.kind!r}: expected one of {', '.join(readers)}")
    return list(readers[claim.kind](claim, place))


def _event(claim: AnnotatedClaim, place: Place) -> Iterator[Claim]:
    kind = vocabulary().event_types.get(claim.type)
    if kind is None:
        raise RefusedClaimError(
            f"unknown event type {claim.type!r}: expected one of {', '.join(sorted(vocabulary().event_types))}"
        )
    args = dict(claim.args)
    itself = args.pop(kind.self_role, None) if kind.self_role else None
    event = place.event if itself is None else _itself(itself, kind, place.people)
    said = [
        Said(TYPE, Iri(kind.id)),
        *_roles(kind, args, place),
        *_event_value(claim, kind),
        *_event_date(claim, place),
    ]
    if claim.place:
        said += _roles(kind, {"place": claim.place}, place)
    base = _base(claim, place)
    for item in dict.fromkeys(said):
        yield _draft(base, event, item)


def _itself(value: str | tuple[str, ...], kind: Kind, people: People) -> EntityId:
    """Return the entity of the file that is the event itself."""
    (local,) = _many(value) if len(_many(value)) == 1 else (None,)
    if local is None:
        raise RefusedClaimError(f"{len(_many(value))} values of {kind.self_role!r}: expected one")
    event = people.find(local)
    if EVENT not in people.kinds[event]:
        raise RefusedClaimError(f"{local!r} is no event: expected an entity of the type event")
    return event


def _roles(kind: Kind, args: dict[str, str | tuple[str, ...]], place: Place) -> Iterator[Said]:
    for role, values in args.items():
        prop = vocabulary().role(kind, role)
        if prop is None:
            raise RefusedClaimError(
                f"unknown role {role!r} of {kind.notation!r}: expected one of {', '.join(_roles_of(kind))}"
            )
        for value in _many(values):
            yield _said(prop, value, place)


def _roles_of(kind: Kind) -> list[str]:
    known = vocabulary().properties
    return sorted(
        {known[p].notation or "" for p in kind.takes if known[p].is_role}
        | ({kind.self_role} if kind.self_role else set())
    )


def _said(prop: Property, value: str, place: Place) -> Said:
    """Return what a role says: an entity as such, words in the role's text form."""
    if not value.startswith("#"):
        if prop.range is not Range.ENTITY:
            raise RefusedClaimError(f"{prop.label!r} is {value!r}: expected #words")
        return Said(prop.id, Ref(place.people.find(value)))
    words = value[1:].strip()
    if prop.range is Range.DURATION:
        return Said(prop.id, Duration(words))
    if prop.range is Range.TEXT:
        return Said(prop.id, Text(words))
    if prop.text_form is None:
        raise RefusedClaimError(f"{prop.label!r} is {value!r}: expected an entity of the file")
    return Said(prop.text_form, Text(words))


def _event_value(claim: AnnotatedClaim, kind: Kind) -> Iterator[Said]:
    words = _words(claim)
    if words is not None and f"#{words}" in (v for values in claim.args.values() for v in _many(values)):
        return
    value = _value(claim)
    if isinstance(value, Quantity):
        yield Said(AFFECTED_COUNT, _counted(value, claim))
    elif value is not None:
        raise RefusedClaimError(
            f"the value {value!r} repeats no role of {kind.notation!r}: expected a number or a role's words"
        )


def _event_date(claim: AnnotatedClaim, place: Place) -> Iterator[Said]:
    if claim.date:
        wording, derivation = _wording(claim, place)
        yield Said(WHEN, Time(claim.date.edtf, wording), derivation)


def _relation(claim: AnnotatedClaim, place: Place) -> Iterator[Claim]:
    prop = vocabulary().relations.get(claim.type)
    if prop is None:
        raise RefusedClaimError(
            f"unknown relation {claim.type!r}: expected one of {', '.join(sorted(vocabulary().relations))}"
        )
    args, value = list(claim.args.items()), _value(claim)
    if claim.kind == "attribute" and len(args) == 1 and _words(claim):
        args, value = [*args, ("value", f"#{_words(claim)}")], None
    if len(args) < _SUBJECT_AND_VALUE:
        raise RefusedClaimError(f"{len(args)} roles: expected two, the subject first")
    (_, subjects), (_, values), *others = args
    base = _dated(_base(claim, place, tuple(_qualifiers(claim, others, value, place))), claim, place)
    for subject in _many(subjects):
        for item in _many(values):
            yield _draft(base, place.people.find(subject), _said(prop, item, place))


def _qualifiers(
    claim: AnnotatedClaim, others: list[tuple[str, str | tuple[str, ...]]], value: Quantity | str | None, place: Place
) -> Iterator[tuple[PropertyId, Value]]:
    known = {"role": vocabulary().properties[HELD_ROLE], "place": vocabulary().properties[PLACE]}
    if claim.place:
        others = [*others, ("place", claim.place)]
    for role, values in others:
        if role not in known:
            raise RefusedClaimError(
                f"unknown role {role!r} of {claim.type!r}: expected {' or '.join(known)} beside the others"
            )
        for item in _many(values):
            said = _said(known[role], item, place)
            yield said.property, said.value
    if isinstance(value, str) and value.startswith("P"):
        yield DURATION, Duration(value)
    elif value is not None:
        raise RefusedClaimError(f"the value {_raw(claim)} of a relation: expected a duration such as P17Y")


def _count(claim: AnnotatedClaim, place: Place) -> Iterator[Claim]:
    prop = vocabulary().counts.get(claim.type)
    if prop is None:
        raise RefusedClaimError(
            f"unknown count {claim.type!r}: expected one of {', '.join(sorted(vocabulary().counts))}"
        )
    if not claim.args:
        raise RefusedClaimError("no role: expected one, of whom it is counted")
    (_, subjects), *others = claim.args.items()
    value = _value(claim)
    if not isinstance(value, Quantity):
        raise RefusedClaimError(
            f"its value is {_raw(claim) or 'missing'}: "
            "expected a number, '~1200', '>20', '<20' or {\"min\": …, \"max\": …}"
        )
    base = _dated(_base(claim, place, tuple(_qualifiers(claim, others, None, place))), claim, place)
    for subject in _many(subjects):
        yield _draft(base, place.people.find(subject), Said(prop.id, _counted(value, claim)))


def _counted(value: Quantity, claim: AnnotatedClaim) -> Quantity:
    if any(number is not None and number < 0 for number in (value.amount, value.lower, value.upper)):
        raise RefusedClaimError(f"its value is {_raw(claim)}: expected nothing below zero")
    return value


def _base(claim: AnnotatedClaim, place: Place, qualifiers: tuple[tuple[PropertyId, Value], ...] = ()) -> Claim:
    """Return the claim without its subject, property and value."""
    if claim.certainty.upper() not in Certainty.__members__:
        raise RefusedClaimError(
            f"unknown certainty {claim.certainty!r}: expected asserted, alleged, possible or negated"
        )
    certainty, claimant = Certainty(claim.certainty.upper()), place.people.voice(claim.speaker)
    pieces = dict.fromkeys((piece.start, piece.end, piece.quote) for piece in claim.evidence)
    return Claim(
        id=ClaimId(""),
        subject=claimant,
        property=TYPE,
        value=Text(""),
        claimant=claimant,
        evidence=tuple(Evidence(place.people.source, Characters(s, e), quote) for s, e, quote in sorted(pieces)),
        certainty=certainty,
        stance=_STANCES.get(certainty, Stance.ASSERTS),
        derivation=Derivation(DerivationKind.INFERRED) if claim.implicit else None,
        asserted_on=_asserted_on(claim, claimant, place),
        qualifiers=qualifiers,
    )


def _dated(base: Claim, claim: AnnotatedClaim, place: Place) -> Claim:
    """Return `base` valid at the claim's date: when a relation or a count holds."""
    if not claim.date:
        return base
    wording, derivation = _wording(claim, place)
    return msgspec.structs.replace(base, valid=Time(claim.date.edtf, wording), derivation=base.derivation or derivation)


def _wording(claim: AnnotatedClaim, place: Place) -> tuple[str | None, Derivation | None]:
    """Return the text's own words for the date; where they are not in the text, that it was inferred, and from what."""
    words = (claim.date.text or "").strip() if claim.date else ""
    if words and words in place.people.text:
        return words, None
    return None, Derivation(DerivationKind.INFERRED, words or None)


def _asserted_on(claim: AnnotatedClaim, claimant: EntityId, place: Place) -> Time | None:
    for quote, speaker in place.quotes:
        inside = all(quote.start <= piece.start and piece.end <= quote.end for piece in claim.evidence)
        if quote.date and speaker == claimant and claim.evidence and inside:
            return Time(quote.date)
    return None


def _draft(base: Claim, subject: EntityId, said: Said) -> Claim:
    derivation = said.derivation or base.derivation
    return msgspec.structs.replace(
        base, subject=subject, property=said.property, value=said.value, derivation=derivation
    )


def _value(claim: AnnotatedClaim) -> Quantity | str | None:
    """Return the value of an annotated claim: a number or its bounds, else its words."""
    raw = _raw(claim)
    if not raw:
        return None
    found = msgspec.json.decode(raw)
    match found:
        case None:
            return None
        case str():
            number = _NUMBER.fullmatch(found.strip())
            return _signed(number["sign"], Decimal(number["number"]), found) if number else found
        case dict():
            return _bounds({name: _decimal(str(bound)) for name, bound in found.items() if bound is not None})
        case bool() | list():
            raise RefusedClaimError(f"its value is {raw[:80]}: expected a number, words or bounds")
        case _:
            return Quantity(amount=_decimal(raw), wording=raw if written_number(_decimal(raw)) != raw else None)


def _words(claim: AnnotatedClaim) -> str | None:
    """Return the value where it is a string of the file."""
    found = msgspec.json.decode(_raw(claim)) if _raw(claim) else None
    return found if isinstance(found, str) else None


def _raw(claim: AnnotatedClaim) -> str:
    return bytes(claim.value).decode()


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if (
        not number.is_finite()
        or abs(number.adjusted()) > _MAX_DIGITS
        or len(number.as_tuple().digits) > 2 * _MAX_DIGITS
    ):
        raise RefusedClaimError(f"its value is {text[:80]!r}: expected a number of at most {_MAX_DIGITS} digits")
    return number


def _signed(sign: str, number: Decimal, wording: str) -> Quantity:
    match sign:
        case ">":
            return Quantity(lower=number)
        case "<":
            return Quantity(upper=number)
        case "~":
            return Quantity(amount=number, approximate=True)
        case _:
            return Quantity(amount=number, wording=wording if written_number(number) != wording else None)


def _bounds(bounds: dict[str, Decimal]) -> Quantity:
    if bounds.keys() != {"min", "max"}:
        raise RefusedClaimError(f"its value has {', '.join(bounds) or 'nothing'}: expected min and max")
    return Quantity(lower=bounds["min"], upper=bounds["max"])


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not values:
        raise RefusedClaimError("a role with an empty list: expected at least one id or #words")
    return values
