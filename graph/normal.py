"""Claims as they come back from their files: in one order, and without what is not kept.

An index that is built while a load writes shows what one shows that is built from the files afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from graph.codec import Content
from graph.model import DerivationKind, Quantity, Ref, Text, Time, place_order
from graph.ntriples import known_iri
from graph.terms import takes_kinds, term_value, value_term

if TYPE_CHECKING:
    from graph.ids import PropertyId
    from graph.model import Claim, Source, Value


def as_stored(content: Content) -> Content:
    """Return `content` as `graph.codec.decode` returns it once it is written."""
    return Content(_source(content.source), sorted(map(_claim, content.claims), key=lambda claim: claim.id))


def _source(source: Source) -> Source:
    published = Time(source.published.edtf) if source.published else None
    texts = {name: getattr(source, name) or None for name in ("url", "language", "text_sha256")}
    return replace(source, published=published, **texts)


def _claim(claim: Claim) -> Claim:
    derivation = claim.derivation
    if derivation is not None and (derivation.kind is DerivationKind.STATED or derivation.method == ""):
        kept = replace(derivation, method=None) if derivation.kind is not DerivationKind.STATED else None
        claim = replace(claim, derivation=kept)
    if len(claim.evidence) > 1:
        distinct = {piece.place: piece for piece in claim.evidence}
        claim = replace(claim, evidence=tuple(distinct[place] for place in sorted(distinct, key=place_order)))
    if claim.qualifiers:
        claim = replace(claim, qualifiers=_qualifiers(claim))
    if not _is_plain(claim.value, claim.property):
        wording = claim.value.wording if isinstance(claim.value, Time | Quantity) else None
        claim = replace(claim, value=_value(claim.value, claim.property, wording))
    if claim.valid is not None and claim.valid.wording == "":
        claim = replace(claim, valid=Time(claim.valid.edtf))
    if claim.asserted_on is not None and claim.asserted_on.wording == "":
        claim = replace(claim, asserted_on=Time(claim.asserted_on.edtf))
    if claim.origin == "":
        claim = replace(claim, origin=None)
    return claim


def _qualifiers(claim: Claim) -> tuple[tuple[PropertyId, Value], ...]:
    kept = {(prop, _value(value, prop, None)) for prop, value in claim.qualifiers}
    return tuple(sorted(kept, key=lambda pair: (known_iri(pair[0]), repr(pair[1]))))


def _is_plain(value: Value, prop: PropertyId) -> bool:
    """Say whether `value` surely comes back as it is; most do."""
    if isinstance(value, Text):
        return value.language is None or value.language.islower()
    return isinstance(value, Ref) and not takes_kinds(prop)


def _value(value: Value, prop: PropertyId, wording: str | None) -> Value:
    return term_value(value_term(value), prop, wording or None)
