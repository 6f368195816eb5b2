"""The door check: what a claim must be before it is let in.

Every loader's claims pass here, so that nothing is served without evidence and no reader has to check again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from pyoxigraph import Literal

from graph.edtf import parse
from graph.errors import InvalidInputError, RefusedClaimError
from graph.ids import OWN, check_iri
from graph.model import Characters, Duration, Iri, Quantity, Ref, Row, Text, Time, Truth, Unknown
from graph.rows import row_of
from graph.vocabulary import GENERAL, Property, Range, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId, KindId, PropertyId
    from graph.model import Claim, Evidence, Value

MAX_EVIDENCE_LENGTH = 10_000
"""Code points. Evidence is the words a claim stands on, not the page."""

MAX_DIGITS = 40
"""Before or after the point of a number."""

_SHOWN = 80
_OWN_ENTITY = re.compile(re.escape(OWN) + r"entity/[a-z0-9-]+")
_OWN_CLAIM = re.compile(re.escape(OWN) + r"claim/[a-z0-9]+")
_DURATION = re.compile(
    r"P(?=\d|T\d)(\d{1,6}Y)?(\d{1,6}M)?(\d{1,6}W)?(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?"
)
_TYPES: dict[Range, tuple[type[Value], ...]] = {
    Range.ENTITY: (Ref, Unknown),
    Range.KIND: (Iri,),
    Range.TEXT: (Text, Unknown),
    Range.TIME: (Time, Unknown),
    Range.QUANTITY: (Quantity, Unknown),
    Range.DURATION: (Duration, Unknown),
}


_IN_WORDS: dict[type[Value], str] = {
    Ref: "an entity",
    Iri: "a kind",
    Text: "words",
    Time: "a date",
    Quantity: "a number",
    Duration: "a duration",
    Truth: "yes or no",
    Unknown: "an unknown value",
}


Stored = str | Mapping[int, str]
"""The text that evidence stands in: as it is stored, or, of a dataset that is being read, blocks by their row."""


def check(claim: Claim, kinds: Mapping[EntityId, frozenset[KindId]], text: Stored | None) -> None:
    """Let `claim` in, or say why not.

    `kinds` holds what is known of the entities' kinds: an entity without an entry is taken as it comes. `text` is the
    stored text that evidence must stand in; None where there is none yet, and then rows are taken as they come.

    Raises:
        RefusedClaimError: no evidence, evidence that is not verbatim, a bad date or IRI, an unknown property, a value
            or a subject out of its range.
    """
    prop = vocabulary().properties.get(claim.property)
    if prop is None:
        raise RefusedClaimError(f"unknown property {claim.property}: expected one of the ontology")
    _check_evidence(claim.evidence, text)
    if claim.origin is not None and not _OWN_CLAIM.fullmatch(claim.origin):
        raise RefusedClaimError(f"{claim.origin!r} is no claim: expected the id of the claim that is repeated")
    try:
        msgspec.msgpack.encode(claim)
        for iri in (claim.subject, claim.claimant):
            _check_entity(iri)
        _check_value(claim.value, prop, kinds)
        for time in (claim.valid, claim.asserted_on):
            if time is not None:
                parse(time.edtf)
        for prop_id, value in claim.qualifiers:
            _check_qualifier(prop_id, value, kinds)
    except RefusedClaimError:
        raise
    except InvalidInputError as cause:
        raise RefusedClaimError(str(cause)) from cause
    except UnicodeEncodeError as cause:
        raise RefusedClaimError("a text holds half a character (a lone surrogate): expected Unicode") from cause
    _check_subject(prop, kinds.get(claim.subject))


def _check_evidence(evidence: Sequence[Evidence], text: Stored | None) -> None:
    if not evidence:
        raise RefusedClaimError("no evidence: expected the words that it stands on")
    if len({piece.source for piece in evidence}) > 1:
        raise RefusedClaimError("evidence from several sources: expected one claim for each")
    if len({type(piece.place) for piece in evidence}) > 1:
        raise RefusedClaimError("evidence by rows and by characters: expected one or the other")
    for piece in evidence:
        if isinstance(piece.place, Row):
            _check_row(piece.place)
        if not piece.exact.strip():
            raise RefusedClaimError("empty evidence: expected the words that it stands on")
        if len(piece.exact) > MAX_EVIDENCE_LENGTH:
            raise RefusedClaimError(
                f"evidence of {len(piece.exact)} characters: expected at most {MAX_EVIDENCE_LENGTH}"
            )
        if not stands(piece, text) and not (text is None and isinstance(piece.place, Row)):
            raise RefusedClaimError(_not_there(piece.place, piece.exact, text))


def _check_row(place: Row) -> None:
    if place.number < 1:
        raise RefusedClaimError(f"row {place.number}: expected rows to be counted from 1")
    if (place.start is None) != (place.end is None):
        raise RefusedClaimError(f"row {place.number}: expected a start and an end, or neither")


def stands(piece: Evidence, text: Stored | None) -> bool:
    """Say whether the words of `piece` stand at their place in `text`: at its offsets, or in its row."""
    words = stretch(piece.place, text)
    return words is not None and words == piece.exact


def stretch(place: Characters | Row, text: Stored | None) -> str | None:
    """Return what stands at `place` in `text`, None where `text` has no such place."""
    if isinstance(place, Characters):
        within, start, end = text if isinstance(text, str) else None, place.start, place.end
    else:
        within = block_of(place, text)
        start, end = (place.start or 0, len(within or "") if place.end is None else place.end)
    return within[start:end] if within is not None and 0 <= start < end <= len(within) else None


def block_of(place: Row, text: Stored | None) -> str | None:
    """Return the block of the row that `place` is in, None where `text` has no such row."""
    if text is None or isinstance(text, str):
        return None if text is None else row_of(text, place.number)
    return text.get(place.number)


def _not_there(place: Characters | Row, exact: str, text: Stored | None) -> str:
    if isinstance(place, Characters):
        return not_verbatim(place, exact, text if isinstance(text, str) else "")
    block = block_of(place, text)
    if block is None:
        return f"there is no row {place.number}: expected one of the stored text"
    if place.start is None or place.end is None:
        return f"the words {exact[:_SHOWN]!r} are not row {place.number}: found {block[:_SHOWN]!r}"
    return f"row {place.number}: {not_verbatim(Characters(place.start, place.end), exact, block)}"


def not_verbatim(place: Characters, exact: str, text: str) -> str:
    """Return in words why `exact` is not found at `place` in `text`, and where it is, when that is clear."""
    start, end = place.start, place.end
    if 0 <= start < end <= len(text):
        why = f"found {text[start:end][:_SHOWN]!r}"
    else:
        why = f"expected start and end within the {len(text)} characters of the text, start first"
    found = text.find(exact)
    there = f"; they stand at {found}–{found + len(exact)}" if found >= 0 and text.count(exact) == 1 else ""
    return f"the words {exact[:_SHOWN]!r} do not stand at {start}–{end}: {why}{there}"


def _check_entity(iri: EntityId) -> None:
    if not _OWN_ENTITY.fullmatch(iri):
        check_iri(iri)


def _check_value(value: Value, prop: Property, kinds: Mapping[EntityId, frozenset[KindId]]) -> None:
    if not isinstance(value, _TYPES[prop.range]):
        raise RefusedClaimError(
            f"{prop.label!r} has {_IN_WORDS[type(value)]}: expected {_IN_WORDS[_TYPES[prop.range][0]]}"
        )
    match value:
        case Time():
            parse(value.edtf)
        case Duration() if not _DURATION.fullmatch(value.duration):
            raise RefusedClaimError(f"{value.duration!r} is not a duration: expected ISO 8601 such as P11Y or P1Y6M")
        case Text():
            _check_text(value, prop)
        case Quantity():
            _check_quantity(value, prop)
        case Iri():
            check_iri(value.iri)
        case Ref():
            _check_entity(value.entity)
            if not _fits(kinds.get(value.entity), prop.kinds):
                found = _words(kinds[value.entity])
                raise RefusedClaimError(f"{prop.label!r} is {found}: expected {_words(prop.kinds)}")
        case _:
            pass


def _check_text(value: Text, prop: Property) -> None:
    if not value.text.strip():
        raise RefusedClaimError(f"{prop.label!r} is empty: expected words")
    if value.language is not None and not is_language(value.language):
        raise RefusedClaimError(f"{value.language!r} is not a language: expected one such as en, in lower case")


def is_language(tag: str) -> bool:
    """Say whether `tag` is a language as it is stored: BCP 47, in lower case."""
    try:
        Literal("", language=tag)
    except ValueError:
        return False
    return tag == tag.lower()


def _check_quantity(value: Quantity, prop: Property) -> None:
    numbers = [number for number in (value.amount, value.lower, value.upper) if number is not None]
    if not numbers:
        raise RefusedClaimError(f"{prop.label!r} has no number: expected an amount or a bound")
    if not all(number.is_finite() and abs(number.adjusted()) <= MAX_DIGITS for number in numbers):
        raise RefusedClaimError(
            f"{prop.label!r} is too large, too small or no number: expected at most {MAX_DIGITS} digits"
        )
    if value.approximate and value.amount is None:
        raise RefusedClaimError(f"{prop.label!r} has a bound that is approximate: expected an amount")
    if value.amount is not None and len(numbers) > 1:
        raise RefusedClaimError(f"{prop.label!r} has an amount and bounds: expected one or the other")
    if value.lower is not None and value.upper is not None and value.lower > value.upper:
        raise RefusedClaimError(f"{prop.label!r} from {value.lower} to {value.upper}: expected the lower bound first")


def _check_qualifier(iri: PropertyId, value: Value, kinds: Mapping[EntityId, frozenset[KindId]]) -> None:
    prop = vocabulary().properties.get(iri)
    if prop is None or iri in GENERAL:
        raise RefusedClaimError(f"unknown qualifier {iri}: expected a property of the ontology")
    _check_value(value, prop, kinds)


def _check_subject(prop: Property, found: frozenset[KindId] | None) -> None:
    known = vocabulary().kinds
    kinds = [known[kind] for kind in found or () if kind in known]
    if kinds and not any(prop.id in kind.takes for kind in kinds):
        takers = [kind for kind in known.values() if prop.id in kind.takes]
        highest = frozenset(k.id for k in takers if not any(prop.id in known[up].takes for up in k.lineage[1:]))
        raise RefusedClaimError(
            f"{_words(found or frozenset())} cannot have {prop.label!r}: expected {_words(highest)}"
        )


def _fits(found: frozenset[KindId] | None, expected: frozenset[KindId]) -> bool:
    if not found or not expected:
        return True
    known = vocabulary().kinds
    lineages = [known[kind].lineage for kind in found if kind in known]
    return not lineages or any(not expected.isdisjoint(lineage) for lineage in lineages)


def _words(kinds: frozenset[KindId]) -> str:
    known = vocabulary().kinds
    return " or ".join(sorted(known[kind].label if kind in known else kind for kind in kinds))
