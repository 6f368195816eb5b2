"""Claims ⇄ quads: the only place that knows the RDF shape of a claim.

A claim is one node: its kind, `rdf:subject`, `rdf:predicate`, `rdf:object`, claimant and evidence, and of the rest
only what differs from the default that the ontology names, so at most 12 quads (`docs/rdf.md`). Evidence is one IRI,
`<source>#char=813,918` (RFC 5147), whose exact words stand once however many claims share them. No blank nodes, no
default graph, no RDF-star.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.errors import DamagedError
from graph.ids import ASSERTED, OWN, ClaimId, EntityId, PropertyId, source_id, source_iri
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
    Rank,
    Ref,
    Row,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    Unknown,
    written_number,
)
from graph.vocabulary import EDTF, KG, RDF, SCHEMA, XSD, Range, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.model import Value

Term = NamedNode | Literal


class Content(NamedTuple):
    """What one version of a source says: the source itself and its claims, in the order of their ids."""

    source: Source
    claims: list[Claim]


_TYPE, _CLAIM = NamedNode(RDF + "type"), NamedNode(KG + "Claim")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_ARTICLE = NamedNode(SCHEMA + "CreativeWork")
_State = TypeVar("_State", Certainty, Stance, Rank, Status, DerivationKind)
_STATES = ("certainty", "stance", "rank", "status", "derivation")
_DEFAULTS = {Certainty.ASSERTED, Stance.ASSERTS, Rank.NORMAL, Status.ACCEPTED, DerivationKind.STATED}
_PLACE = re.compile(r"(?P<source>[^#]*)#(?:char=(?P<start>\d+),(?P<end>\d+)|row=(?P<row>\d+))")


def encode(content: Content) -> list[Triple]:
    """Return the triples of one source version, each once; the archive puts them into their graph and order."""
    triples = dict.fromkeys(_encode_source(content.source))
    for claim in content.claims:
        triples.update(dict.fromkeys(_encode_claim(claim)))
    return list(triples)


def decode(quads: Iterable[Quad | Triple], file: str) -> Content:
    """Return what `quads` of one source version say: the inverse of `encode`. `file` is named where they are damaged.

    Raises:
        DamagedError: a claim or the source lacks a part that it must have.
    """
    nodes: defaultdict[str, dict[str, list[Term]]] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value].setdefault(quad.predicate.value, []).append(quad.object)
    claims, sources = [], []
    try:
        for iri, node in nodes.items():
            kinds = [term.value for term in node.get(_TYPE.value, [])]
            if _CLAIM.value in kinds:
                claims.append(_decode_claim(ClaimId(iri), node, nodes))
            elif _ARTICLE.value in kinds:
                sources.append(_decode_source(iri, node))
    except (LookupError, ValueError, AttributeError, ArithmeticError) as cause:
        raise DamagedError(file, f"not the shape of claims: {cause!r}") from cause
    if len(sources) != 1:
        raise DamagedError(file, f"describes {len(sources)} sources: expected one")
    return Content(sources[0], sorted(claims, key=lambda claim: claim.id))


def direct_triples(claims: Iterable[Claim]) -> Iterator[Triple]:
    """Yield subject – property – value of the claims that stand as facts (`Claim.is_fact`), and of no others."""
    for claim in claims:
        if claim.is_fact and not isinstance(claim.value, Unknown):
            yield Triple(NamedNode(claim.subject), NamedNode(claim.property), _term(claim.value))


def direct_quads(claims: Iterable[Claim], base: str) -> Iterator[Quad]:
    """Yield the direct triples of `claims` in the one graph that holds them, with their IRIs absolute."""
    graph = NamedNode(ASSERTED)
    for triple in direct_triples(claims):
        subject, predicate, obj, named = (_moved(term, to_absolute, base) for term in (*triple, graph))
        yield Quad(subject, predicate, obj, named)  # type: ignore[arg-type] # terms keep their kind


def evidence_iri(piece: Evidence) -> str:
    """Return where the words stand as one IRI.

    >>> evidence_iri(Evidence("seed", Characters(813, 918), "…"))
    'onrecord:source/seed#char=813,918'
    """
    place = piece.place
    fragment = f"char={place.start},{place.end}" if isinstance(place, Characters) else f"row={place.number}"
    return f"{source_iri(piece.source)}#{fragment}"


def to_absolute(iri: str, base: str) -> str:
    """Return a stored IRI as the world sees it: `base` in place of `onrecord:`."""
    return base + iri.removeprefix(OWN) if iri.startswith(OWN) else iri


def to_stored(iri: str, base: str) -> str:
    """Return an IRI of the world as it is stored: the inverse of `to_absolute`."""
    return OWN + iri.removeprefix(base) if iri.startswith(base) else iri


def stored_triple(quad: Quad, base: str) -> Triple:
    """Return the triple of `quad` with its IRIs as they are stored."""
    subject, predicate, obj = (_moved(term, to_stored, base) for term in quad.triple)
    return Triple(subject, predicate, obj)  # type: ignore[arg-type] # terms keep their kind


def _moved(term: object, move: Callable[[str, str], str], base: str) -> object:
    return NamedNode(move(term.value, base)) if isinstance(term, NamedNode) else term


def _encode_source(source: Source) -> Iterator[Triple]:
    node = NamedNode(source_iri(source.id))
    yield Triple(node, _TYPE, _ARTICLE)
    yield Triple(node, NamedNode(SCHEMA + "headline"), Literal(source.title))
    yield Triple(node, NamedNode(SCHEMA + "publisher"), NamedNode(source.publisher))
    yield Triple(node, NamedNode(KG + "loader"), Literal(source.loader))
    for position, author in enumerate(source.authors):
        yield Triple(node, NamedNode(f"{RDF}_{position + 1}"), Literal(author))
    if source.published:
        yield Triple(node, NamedNode(SCHEMA + "datePublished"), _term(source.published))
    for predicate, text in (
        (SCHEMA + "url", source.url),
        (SCHEMA + "inLanguage", source.language),
        (KG + "textDigest", source.text_sha256),
    ):
        if text:
            yield Triple(node, NamedNode(predicate), Literal(text))


def _decode_source(iri: str, node: dict[str, list[Term]]) -> Source:
    def text(predicate: str) -> str | None:
        return node[predicate][0].value if predicate in node else None

    authors = sorted((int(p.removeprefix(RDF + "_")), t[0].value) for p, t in node.items() if p.startswith(RDF + "_"))
    published = text(SCHEMA + "datePublished")
    return Source(
        id=source_id(iri),
        title=node[SCHEMA + "headline"][0].value,
        publisher=EntityId(node[SCHEMA + "publisher"][0].value),
        url=text(SCHEMA + "url"),
        authors=tuple(author for _, author in authors),
        published=Time(published) if published else None,
        language=text(SCHEMA + "inLanguage"),
        text_sha256=text(KG + "textDigest"),
        loader=node[KG + "loader"][0].value,
    )


def _encode_claim(claim: Claim) -> Iterator[Triple]:
    node = NamedNode(claim.id)
    yield Triple(node, _TYPE, _CLAIM)
    yield Triple(node, _SUBJECT, NamedNode(claim.subject))
    yield Triple(node, _PREDICATE, NamedNode(claim.property))
    yield Triple(node, _OBJECT, _term(claim.value))
    yield Triple(node, NamedNode(KG + "claimant"), NamedNode(claim.claimant))
    for piece in claim.evidence:
        where = NamedNode(evidence_iri(piece))
        yield Triple(node, NamedNode(KG + "evidence"), where)
        yield Triple(where, NamedNode(KG + "exact"), Literal(piece.exact))
    for name, term in _optional(claim):
        yield Triple(node, NamedNode(KG + name), term)
    for prop, value in claim.qualifiers:
        yield Triple(node, NamedNode(prop), _term(value))


def _optional(claim: Claim) -> Iterator[tuple[str, Term]]:
    """Yield what is written only where it differs from the default."""
    derivation = claim.derivation or Derivation(DerivationKind.STATED)
    for name, state in zip(
        _STATES, (claim.certainty, claim.stance, claim.rank, claim.status, derivation.kind), strict=True
    ):
        if state not in _DEFAULTS:
            yield name, NamedNode(KG + state.value.capitalize())
    if derivation.method:
        yield "method", Literal(derivation.method)
    if isinstance(claim.value, Time | Quantity) and claim.value.wording:
        yield "wording", Literal(claim.value.wording)
    if claim.valid:
        yield "validTime", _term(claim.valid)
        if claim.valid.wording:
            yield "validTimeWording", Literal(claim.valid.wording)
    if claim.asserted_on:
        yield "assertedOn", _term(claim.asserted_on)
        if claim.asserted_on.wording:
            yield "assertedOnWording", Literal(claim.asserted_on.wording)
    if claim.origin:
        yield "origin", NamedNode(claim.origin)


_OWN_PREDICATES = {
    *(predicate.value for predicate in (_TYPE, _SUBJECT, _PREDICATE, _OBJECT)),
    *(KG + name for name in (*_STATES, "claimant", "evidence", "method", "wording", "assertedOn", "origin")),
    KG + "validTime",
    KG + "validTimeWording",
    KG + "assertedOnWording",
}


def _decode_claim(iri: ClaimId, node: dict[str, list[Term]], nodes: dict[str, dict[str, list[Term]]]) -> Claim:
    def text(name: str) -> str | None:
        return node[KG + name][0].value if KG + name in node else None

    prop = PropertyId(node[_PREDICATE.value][0].value)

    def state(name: str, default: _State) -> _State:
        return type(default)[found.removeprefix(KG).upper()] if (found := text(name)) else default

    valid, asserted = text("validTime"), text("assertedOn")
    kind = state("derivation", DerivationKind.STATED)
    evidence = [_decode_evidence(term.value, nodes) for term in node[KG + "evidence"]]
    return Claim(
        id=iri,
        subject=EntityId(node[_SUBJECT.value][0].value),
        property=prop,
        value=_value(node[_OBJECT.value][0], prop, text("wording")),
        claimant=EntityId(node[KG + "claimant"][0].value),
        evidence=tuple(sorted(evidence, key=lambda piece: piece.place)),
        certainty=state("certainty", Certainty.ASSERTED),
        stance=state("stance", Stance.ASSERTS),
        rank=state("rank", Rank.NORMAL),
        status=state("status", Status.ACCEPTED),
        derivation=Derivation(kind, text("method")) if kind is not DerivationKind.STATED else None,
        valid=Time(valid, text("validTimeWording")) if valid else None,
        asserted_on=Time(asserted, text("assertedOnWording")) if asserted else None,
        origin=ClaimId(origin) if (origin := text("origin")) else None,
        qualifiers=tuple(_qualifiers(node)),
    )


def _qualifiers(node: dict[str, list[Term]]) -> Iterator[tuple[PropertyId, Value]]:
    for predicate in sorted(node.keys() - _OWN_PREDICATES):
        prop = PropertyId(predicate)
        yield from ((prop, value) for value in sorted((_value(t, prop, None) for t in node[predicate]), key=repr))


def _decode_evidence(iri: str, nodes: dict[str, dict[str, list[Term]]]) -> Evidence:
    found = _PLACE.fullmatch(iri)
    if not found:
        raise ValueError(f"{iri} is no place in a source")
    place = Row(int(found["row"])) if found["row"] else Characters(int(found["start"]), int(found["end"]))
    return Evidence(source_id(found["source"]), place, nodes[iri][KG + "exact"][0].value)


def _term(value: Value) -> Term:  # noqa: PLR0911 - one return a type of value
    match value:
        case Ref():
            return NamedNode(value.entity)
        case Iri():
            return NamedNode(value.iri)
        case Text():
            return Literal(value.text, language=value.language)
        case Time():
            return Literal(value.edtf, datatype=NamedNode(EDTF))
        case Duration():
            return Literal(value.duration, datatype=NamedNode(XSD + "duration"))
        case Truth():
            return Literal(str(value.truth).lower(), datatype=NamedNode(XSD + "boolean"))
        case Unknown():
            return Literal("no value" if value.none else "some value", datatype=NamedNode(KG + "Unknown"))
        case Quantity():
            return _quantity_term(value)


def _quantity_term(value: Quantity) -> Literal:
    match value:
        case Quantity(amount=Decimal() as amount, approximate=False):
            kind = "decimal" if "." in written_number(amount) else "integer"
            return Literal(written_number(amount), datatype=NamedNode(XSD + kind))
        case Quantity(amount=Decimal() as amount):
            text = f"~{written_number(amount)}"
        case Quantity(lower=Decimal() as lower, upper=Decimal() as upper):
            text = f"{written_number(lower)}..{written_number(upper)}"
        case Quantity(lower=Decimal() as lower):
            text = f">{written_number(lower)}"
        case _:
            text = f"<{written_number(value.upper or Decimal())}"
    return Literal(text, datatype=NamedNode(KG + "Quantity"))


def _value(term: Term, prop: PropertyId, wording: str | None) -> Value:  # noqa: PLR0911 - one return a datatype
    if isinstance(term, NamedNode):
        known = vocabulary().properties.get(prop)
        is_kind = known is not None and known.range is Range.KIND
        return Iri(term.value) if is_kind else Ref(EntityId(term.value))
    text, datatype = term.value, term.datatype.value
    if datatype == EDTF:
        return Time(text, wording)
    if datatype == XSD + "duration":
        return Duration(text)
    if datatype == XSD + "boolean":
        return Truth(text == "true")
    if datatype == KG + "Unknown":
        return Unknown(none=text == "no value")
    if datatype in {XSD + "integer", XSD + "decimal", KG + "Quantity"}:
        return _quantity(text, wording)
    return Text(text, term.language)


def _quantity(text: str, wording: str | None) -> Quantity:
    if text[0] == "~":
        return Quantity(amount=Decimal(text[1:]), approximate=True, wording=wording)
    if text[0] == ">":
        return Quantity(lower=Decimal(text[1:]), wording=wording)
    if text[0] == "<":
        return Quantity(upper=Decimal(text[1:]), wording=wording)
    if ".." in text:
        lower, upper = text.split("..")
        return Quantity(lower=Decimal(lower), upper=Decimal(upper), wording=wording)
    return Quantity(amount=Decimal(text), wording=wording)


__all__ = [
    "Content",
    "decode",
    "direct_quads",
    "direct_triples",
    "encode",
    "evidence_iri",
    "stored_triple",
    "to_absolute",
    "to_stored",
]
