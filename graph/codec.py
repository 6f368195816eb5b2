"""Claims ⇄ lines of N-Triples: the only place that knows the RDF shape of a claim.

A claim is one node: its kind, `rdf:subject`, `rdf:predicate`, `rdf:object`, claimant and evidence, and of the rest
only what differs from the default that the ontology names, so at most 12 quads (`docs/rdf.md`). Evidence is one IRI,
`<source>#char=813,918` (RFC 5147) or, of a dataset, `<source>#row=17&char=10,52`, whose exact words stand once however
many claims share them. No blank nodes, no default graph, no RDF-star. A line is text without the ` .` that ends it;
terms are text too (`graph.terms`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode

from graph.errors import DamagedError
from graph.ids import ASSERTED, OWN, ClaimId, EntityId, PropertyId, SourceId, source_id, source_iri
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
    Evidence,
    Quantity,
    Rank,
    Row,
    Source,
    Stance,
    Status,
    Time,
    Unknown,
    place_order,
)
from graph.ntriples import iri, known_iri, literal, read
from graph.terms import term_value, value_term
from graph.vocabulary import KG, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from graph.model import Value


class Content(NamedTuple):
    """What one version of a source says: the source itself and its claims, in the order of their ids."""

    source: Source
    claims: list[Claim]


_Node = dict[str, list[str]]
"""Of one subject: the terms that stand at each predicate."""
_State = TypeVar("_State", Certainty, Stance, Rank, Status, DerivationKind)

_OBJECT, _PREDICATE, _SUBJECT, _TYPE = (iri(RDF + name) for name in ("object", "predicate", "subject", "type"))
_ASSERTED_ON, _ASSERTED_ON_WORDING = iri(KG + "assertedOn"), iri(KG + "assertedOnWording")
_CERTAINTY, _STANCE, _RANK, _STATUS = (iri(KG + name) for name in ("certainty", "stance", "rank", "status"))
_CLAIMANT, _EVIDENCE, _EXACT = iri(KG + "claimant"), iri(KG + "evidence"), iri(KG + "exact")
_DERIVATION, _METHOD, _ORIGIN = iri(KG + "derivation"), iri(KG + "method"), iri(KG + "origin")
_VALID, _VALID_WORDING, _WORDING = iri(KG + "validTime"), iri(KG + "validTimeWording"), iri(KG + "wording")
_OF_CLAIMS = {
    *(_OBJECT, _PREDICATE, _SUBJECT, _TYPE, _ASSERTED_ON, _ASSERTED_ON_WORDING, _CERTAINTY, _STANCE, _RANK, _STATUS),
    *(_CLAIMANT, _EVIDENCE, _DERIVATION, _METHOD, _ORIGIN, _VALID, _VALID_WORDING, _WORDING),
}
"""What stands at the node of a claim; all else there is a qualifier."""
_HEADLINE, _PUBLISHER, _PUBLISHED = (iri(SCHEMA + name) for name in ("headline", "publisher", "datePublished"))
_URL, _LANGUAGE, _DIGEST, _LOADER = (
    iri(SCHEMA + "url"),
    iri(SCHEMA + "inLanguage"),
    iri(KG + "textDigest"),
    iri(KG + "loader"),
)
_AUTHOR = iri(RDF + "_").removesuffix(">")
_CLAIM, _ARTICLE = iri(KG + "Claim"), iri(SCHEMA + "CreativeWork")
_PLACE = re.compile(r"<([^#]*)#(?:char=(\d+),(\d+)|row=(\d+)(?:&char=(\d+),(\d+))?)>")
# a member of an enumeration, looked up once: on the class each look-up is a call
_SURE, _ASSERTS, _NORMAL, _ACCEPTED = Certainty.ASSERTED, Stance.ASSERTS, Rank.NORMAL, Status.ACCEPTED


# ---------------------------------------------------------------------- writing


def encode(content: Content) -> list[str]:
    """Return the lines of one source version, each once; the archive puts them into their graph and order.

    Raises:
        ValueError: an id is no IRI, or a language no language tag.
    """
    # claims by id, words last: so nearly in the order of the archive that its sorting costs next to nothing
    lines, words = _encode_source(content.source), list[str]()
    for claim in sorted(content.claims, key=lambda claim: claim.id):
        _encode_claim(claim, lines, words)
    return list(dict.fromkeys(lines + words))


def direct_quads(claims: Iterable[Claim]) -> str:
    """Return subject – property – value of the claims that stand as facts (`Claim.is_fact`), and of no others.

    As N-Quads in the one graph that holds them, with IRIs as they are stored; once for each claim that says so.
    """
    tail = f" {iri(ASSERTED)} .\n"
    return "".join(
        f"{known_iri(claim.subject)} {known_iri(claim.property)} {value_term(claim.value)}{tail}"
        for claim in claims
        if claim.is_fact and not isinstance(claim.value, Unknown)
    )


def evidence_iri(piece: Evidence) -> str:
    """Return where the words stand as one IRI.

    >>> evidence_iri(Evidence("seed", Characters(813, 918), "…"))
    'onrecord:source/seed#char=813,918'
    """
    return _place(piece)[1:-1]


def to_absolute(iri: str, base: str) -> str:
    """Return a stored IRI as the world sees it: `base` in place of `onrecord:`."""
    return base + iri.removeprefix(OWN) if iri.startswith(OWN) else iri


def to_stored(iri: str, base: str) -> str:
    """Return an IRI of the world as it is stored: the inverse of `to_absolute`."""
    return OWN + iri.removeprefix(base) if iri.startswith(base) else iri


def stored_lines(quad: Quad, base: str) -> list[str]:
    """Return the line of `quad` with its IRIs as they are stored, or none where it has a term that no claim has."""
    terms = []
    for term in quad.triple:
        if not isinstance(term, NamedNode | Literal):
            return []
        terms.append(iri(to_stored(term.value, base)) if isinstance(term, NamedNode) else str(term))
    return [" ".join(terms)]


def _encode_source(source: Source) -> list[str]:
    node = iri(source_iri(source.id))
    said = [
        (_HEADLINE, literal(source.title)),
        (_PUBLISHER, known_iri(source.publisher)),
        (_TYPE, _ARTICLE),
        (_LOADER, literal(source.loader)),
        *((f"{_AUTHOR}{number}>", literal(author)) for number, author in enumerate(source.authors, start=1)),
    ]
    if source.published:
        said.append((_PUBLISHED, value_term(source.published)))
    for predicate, text in ((_URL, source.url), (_LANGUAGE, source.language), (_DIGEST, source.text_sha256)):
        if text:
            said.append((predicate, literal(text)))
    return [f"{node} {predicate} {term}" for predicate, term in said]


def _encode_claim(claim: Claim, lines: list[str], words: list[str]) -> None:
    """Put what stands at the node of `claim` behind `lines`, and the words of its evidence behind `words`."""
    node, derivation = iri(claim.id), claim.derivation
    lines += (
        f"{node} {_OBJECT} {value_term(claim.value)}",
        f"{node} {_PREDICATE} {known_iri(claim.property)}",
        f"{node} {_SUBJECT} {known_iri(claim.subject)}",
        f"{node} {_TYPE} {_CLAIM}",
    )
    if claim.certainty is not _SURE:
        lines.append(f"{node} {_CERTAINTY} {_state(claim.certainty)}")
    lines.append(f"{node} {_CLAIMANT} {known_iri(claim.claimant)}")
    if derivation and derivation.kind is not DerivationKind.STATED:
        lines.append(f"{node} {_DERIVATION} {_state(derivation.kind)}")
    for piece in claim.evidence:
        where = _place(piece)
        lines.append(f"{node} {_EVIDENCE} {where}")
        words.append(f"{where} {_EXACT} {literal(piece.exact)}")
    if derivation and derivation.method:
        lines.append(f"{node} {_METHOD} {literal(derivation.method)}")
    lines += _others(node, claim)


def _others(node: str, claim: Claim) -> Iterator[str]:
    if claim.origin:
        yield f"{node} {_ORIGIN} {iri(claim.origin)}"
    if claim.rank is not _NORMAL:
        yield f"{node} {_RANK} {_state(claim.rank)}"
    if claim.stance is not _ASSERTS:
        yield f"{node} {_STANCE} {_state(claim.stance)}"
    if claim.status is not _ACCEPTED:
        yield f"{node} {_STATUS} {_state(claim.status)}"
    if claim.valid:
        yield from _dated(node, claim.valid, _VALID, _VALID_WORDING)
    if claim.asserted_on:
        yield from _dated(node, claim.asserted_on, _ASSERTED_ON, _ASSERTED_ON_WORDING)
    if isinstance(claim.value, Time | Quantity) and claim.value.wording:
        yield f"{node} {_WORDING} {literal(claim.value.wording)}"
    for prop, value in claim.qualifiers:
        yield f"{node} {known_iri(prop)} {value_term(value)}"


def _dated(node: str, time: Time, predicate: str, wording: str) -> Iterator[str]:
    yield f"{node} {predicate} {value_term(time)}"
    if time.wording:
        yield f"{node} {wording} {literal(time.wording)}"


def _state(state: _State) -> str:
    return f"<{KG}{state.capitalize()}>"


def _place(piece: Evidence) -> str:
    place, head = piece.place, _head(piece.source)
    if isinstance(place, Characters):
        return f"{head}char={place.start},{place.end}>"
    stretch = "" if place.start is None else f"&char={place.start},{place.end}"
    return f"{head}row={place.number}{stretch}>"


@lru_cache(1)
def _head(source: SourceId) -> str:
    return iri(source_iri(source) + "#").removesuffix(">")


# ---------------------------------------------------------------------- reading


def decode(lines: Iterable[str], file: str) -> Content:
    """Return what `lines` of one source version say: the inverse of `encode`. `file` is named where they are damaged.

    Raises:
        DamagedError: a claim or the source lacks a part that it must have.
    """
    nodes: defaultdict[str, _Node] = defaultdict(dict)
    claims, sources = [], []
    try:
        for line in lines:
            subject, predicate, term = line.split(" ", 2)
            nodes[subject].setdefault(predicate, []).append(term)
        for node, said in nodes.items():
            kinds = said.get(_TYPE, ())
            if _CLAIM in kinds:
                claims.append(_decode_claim(node, said, nodes))
            elif _ARTICLE in kinds:
                sources.append(_decode_source(node, said))
    except (LookupError, ValueError, ArithmeticError) as cause:
        raise DamagedError(file, f"not the shape of claims: {cause!r}") from cause
    if len(sources) != 1:
        raise DamagedError(file, f"describes {len(sources)} sources: expected one")
    return Content(sources[0], sorted(claims, key=lambda claim: claim.id))


def _one(node: _Node, predicate: str) -> str | None:
    found = node.get(predicate)
    return read(found[0]) if found else None


def _decode_source(subject: str, node: _Node) -> Source:
    authors = sorted(
        (int(predicate.removeprefix(_AUTHOR).removesuffix(">")), read(terms[0]))
        for predicate, terms in node.items()
        if predicate.startswith(_AUTHOR)
    )
    published = _one(node, _PUBLISHED)
    return Source(
        id=source_id(read(subject)),
        title=read(node[_HEADLINE][0]),
        publisher=EntityId(read(node[_PUBLISHER][0])),
        url=_one(node, _URL),
        authors=tuple(author for _, author in authors),
        published=Time(published) if published else None,
        language=_one(node, _LANGUAGE),
        text_sha256=_one(node, _DIGEST),
        loader=read(node[_LOADER][0]),
    )


def _decode_claim(subject: str, node: _Node, nodes: Mapping[str, _Node]) -> Claim:
    prop = PropertyId(read(node[_PREDICATE][0]))
    valid, asserted = _one(node, _VALID), _one(node, _ASSERTED_ON)
    kind = _read_state(node, _DERIVATION, DerivationKind.STATED)
    evidence = [_decode_evidence(term, nodes) for term in node[_EVIDENCE]]
    return Claim(
        id=ClaimId(read(subject)),
        subject=EntityId(read(node[_SUBJECT][0])),
        property=prop,
        value=term_value(node[_OBJECT][0], prop, _one(node, _WORDING)),
        claimant=EntityId(read(node[_CLAIMANT][0])),
        evidence=tuple(sorted(evidence, key=lambda piece: place_order(piece.place)))
        if len(evidence) > 1
        else (evidence[0],),
        certainty=_read_state(node, _CERTAINTY, _SURE),
        stance=_read_state(node, _STANCE, _ASSERTS),
        rank=_read_state(node, _RANK, _NORMAL),
        status=_read_state(node, _STATUS, _ACCEPTED),
        derivation=Derivation(kind, _one(node, _METHOD)) if kind is not DerivationKind.STATED else None,
        valid=Time(valid, _one(node, _VALID_WORDING)) if valid else None,
        asserted_on=Time(asserted, _one(node, _ASSERTED_ON_WORDING)) if asserted else None,
        origin=ClaimId(origin) if (origin := _one(node, _ORIGIN)) else None,
        qualifiers=_qualifiers(node),
    )


def _read_state(node: _Node, predicate: str, default: _State) -> _State:
    found = node.get(predicate)
    return type(default)[read(found[0]).removeprefix(KG).upper()] if found else default


def _qualifiers(node: _Node) -> tuple[tuple[PropertyId, Value], ...]:
    if node.keys() <= _OF_CLAIMS:
        return ()
    found = []
    for predicate in sorted(node.keys() - _OF_CLAIMS):
        prop = PropertyId(read(predicate))
        found += [(prop, value) for value in sorted((term_value(t, prop, None) for t in node[predicate]), key=repr)]
    return tuple(found)


def _decode_evidence(where: str, nodes: Mapping[str, _Node]) -> Evidence:
    found = _PLACE.fullmatch(where)
    if not found:
        raise ValueError(f"{where} is no place in a source")
    source, start, end, row, first, last = found.groups()
    place = Row(int(row), *map(int, filter(None, (first, last)))) if row else Characters(int(start), int(end))
    return Evidence(_source(source), place, read(nodes[where][_EXACT][0]))


@lru_cache(1)
def _source(iri: str) -> SourceId:
    return source_id(iri)


__all__ = [
    "Content",
    "decode",
    "direct_quads",
    "encode",
    "evidence_iri",
    "stored_lines",
    "to_absolute",
    "to_stored",
]
