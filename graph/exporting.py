"""One claim as other programs take it: RDF in the full shape, a nanopublication, or a schema.org Claim.

IRIs are absolute and no node is blank. JSON-LD carries its context. A schema.org ClaimReview rates a claim, and a graph
that says who said what has no rating to give: what is exported is a schema.org Claim, with where it appeared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from pyoxigraph import parse as parse_rdf

from graph.codec import direct_quads, to_absolute
from graph.codec_full import DCTERMS, OA, PROV, Full, full_lines, moment, node
from graph.edtf import parse
from graph.ids import EntityId, KindId, is_address, source_iri
from graph.model import Certainty, Claim, Duration, Iri, Quantity, Ref, Row, Stance, Text, Time, Truth, written_quantity
from graph.names import whole
from graph.ntriples import iri
from graph.packing import absolute
from graph.profiles import labels
from graph.vocabulary import EDTF, KG, RDF, RDFS, SCHEMA, SEM, XSD, vocabulary
from graph.vocabulary.door import block_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Evidence, Source, Value
    from graph.view import View

NP = "http://www.nanopub.org/nschema#"
_AROUND = 32
_PLAIN_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PREFIXES = {
    "kg": KG,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "xsd": XSD,
    "oa": OA,
    "prov": PROV,
    "dcterms": DCTERMS,
    "np": NP,
    "edtf": EDTF.removesuffix("EDTF"),
}


class ExportFormat(StrEnum):
    """How a claim is written. CLAIM_REVIEW is a schema.org Claim for those who review claims, without a rating."""

    NQUADS = "NQUADS"
    TURTLE = "TURTLE"
    TRIG = "TRIG"
    JSON_LD = "JSON_LD"
    NANOPUB = "NANOPUB"
    CLAIM_REVIEW = "CLAIM_REVIEW"


def exports(view: View, claims: Sequence[Claim], form: ExportFormat) -> list[str]:
    """Return each of `claims` in a form. Half characters, which no text can have, become U+FFFD."""
    made = [_exported(full, form, view.base) for full in _full(view, claims)]
    return [whole(text) for text in made]


def _exported(full: Full, form: ExportFormat, base: str) -> str:
    match form:
        case ExportFormat.CLAIM_REVIEW:
            return msgspec.json.encode(_whole(_schema_claim(full, base))).decode()
        case ExportFormat.NANOPUB:
            return _written(_nanopub(full, base), RdfFormat.TRIG)
        case ExportFormat.NQUADS:
            return _quads({node(full.claim, "graph"): full_lines(full)}, base).decode()
        case _:
            quads = _quads({node(full.claim, "graph"): full_lines(full)}, base)
            if form is ExportFormat.JSON_LD:
                return msgspec.json.encode(_json_ld(quads)).decode()
            return _written(quads, RdfFormat.TURTLE if form is ExportFormat.TURTLE else RdfFormat.TRIG)


def _full(view: View, claims: Sequence[Claim]) -> list[Full]:
    """Return all that is said of each of `claims`, asked for all at once."""
    names = sorted({claim.source for claim in claims})
    sources = {source.id: source for source in view.sources(names) if source}
    texts = dict(zip(names, view.texts(names), strict=True))
    times = view.recorded_at([claim.id for claim in claims])
    people = sorted({entity for claim in claims for entity in _entities(claim, sources[claim.source])})
    called = dict(zip(people, labels(view, people), strict=True))
    made = []
    for claim, recorded_at in zip(claims, times, strict=True):
        source = sources[claim.source]
        named = {entity: called[entity] for entity in _entities(claim, source)}
        around = [_around(piece, texts[piece.source]) for piece in claim.evidence]
        made.append(Full(claim, source, recorded_at or 0, around, named | _terms(claim)))
    return made


def _entities(claim: Claim, source: Source) -> list[EntityId]:
    said = [value.entity for _, value in claim.qualifiers if isinstance(value, Ref)]
    value = [claim.value.entity] if isinstance(claim.value, Ref) else []
    return list(dict.fromkeys([claim.subject, *value, claim.claimant, source.publisher, *said]))


def _terms(claim: Claim) -> dict[str, str]:
    """Return what to call the properties and kinds that a claim names, of those that the ontology has."""
    properties, classes = vocabulary().properties, vocabulary().kinds
    used = [claim.property, *(prop for prop, _ in claim.qualifiers)]
    named: dict[str, str] = {prop: properties[prop].label for prop in used if prop in properties}
    kind = KindId(claim.value.iri) if isinstance(claim.value, Iri) else None
    return named | {kind: classes[kind].label} if kind in classes else named


def _around(piece: Evidence, text: str | None) -> tuple[str, str] | None:
    """Return what stands before and after the words, within the row of a dataset."""
    place = piece.place
    within = block_of(place, text) if isinstance(place, Row) else text
    if within is None or place.start is None or place.end is None:
        return None
    return within[max(0, place.start - _AROUND) : place.start], within[place.end : place.end + _AROUND]


# ---------------------------------------------------------------------- RDF


def _quads(graphs: dict[str, list[str]], base: str) -> bytes:
    """Return the lines of each graph as N-Quads in order, each once."""
    quads = (f"{line} {iri(graph)} .\n" for graph, lines in graphs.items() for line in sorted(set(lines)))
    return absolute(whole("".join(quads)).encode(), base)


def _written(quads: bytes, form: RdfFormat) -> str:
    parsed = list(parse_rdf(quads, format=RdfFormat.N_QUADS))
    said: list[Quad] | list[Triple] = [quad.triple for quad in parsed] if form is RdfFormat.TURTLE else parsed
    written = serialize(said, format=form, prefixes=_PREFIXES)
    assert written is not None
    return written.decode()


def _json_ld(quads: bytes) -> dict[str, Any]:
    """Return quads of one graph as JSON-LD 1.1 with its context; terms have a low line, as no scheme of an IRI has."""
    context: dict[str, Any] = {}
    nodes: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    graph = ""
    for quad in parse_rdf(quads, format=RdfFormat.N_QUADS):
        subject, predicate, value, name = map(_said, quad)
        graph = name["@id"]
        if predicate["@id"] == RDF + "type":
            nodes[subject["@id"]].setdefault("@type", []).append(value["@id"])
            continue
        term = _term(predicate["@id"])
        context[term] = {"@id": predicate["@id"]}
        nodes[subject["@id"]].setdefault(term, []).append(value)
    return {"@context": context, "@id": graph, "@graph": [{"@id": name} | said for name, said in nodes.items()]}


def _term(predicate: str) -> str:
    """Return a short name of a predicate of a known vocabulary, itself of another."""
    known = ((prefix, predicate.removeprefix(head)) for prefix, head in _PREFIXES.items() if predicate.startswith(head))
    return next((f"{prefix}_{local}" for prefix, local in known), predicate)


def _said(term: object) -> dict[str, str]:
    """Return a term as JSON-LD has it."""
    if isinstance(term, NamedNode):
        return {"@id": term.value}
    assert isinstance(term, Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    return {"@value": term.value} if kind == XSD + "string" else {"@value": term.value, "@type": kind}


def _nanopub(full: Full, base: str) -> bytes:
    """Return a nanopublication: what is claimed, where it comes from, and who publishes it, as three graphs and a head.

    What is claimed is the claim, with its certainty; the plain statement stands beside it only where it is a fact.
    """
    claim = full.claim
    parts = {name: node(claim, name) for name in ("nanopub", "head", "assertion", "provenance", "pubinfo")}
    publication, assertion = iri(parts["nanopub"]), iri(parts["assertion"])
    subject = iri(claim.id)
    direct = [line.rsplit(" ", 2)[0] for line in direct_quads([claim]).splitlines()]
    own = [line for line in full_lines(full) if line.startswith((f"{subject} <{KG}", f"{subject} <{RDF}"))]
    source = iri(source_iri(full.source.id))
    rdf_type = iri(RDF + "type")
    head = [
        f"{publication} {rdf_type} {iri(NP + 'Nanopublication')}",
        f"{publication} {iri(NP + 'hasAssertion')} {assertion}",
        f"{publication} {iri(NP + 'hasProvenance')} {iri(parts['provenance'])}",
        f"{publication} {iri(NP + 'hasPublicationInfo')} {iri(parts['pubinfo'])}",
    ]
    provenance = [
        f"{assertion} {iri(PROV + 'wasAttributedTo')} {iri(claim.claimant)}",
        f"{assertion} {iri(PROV + 'hadPrimarySource')} {source}",
        *(line for line in full_lines(full) if line not in own),
    ]
    info = [
        f"{publication} {iri(DCTERMS + 'created')} {moment(full.recorded_at)}",
        f"{publication} {iri(DCTERMS + 'creator')} {iri(base)}",
        f"{publication} {iri(PROV + 'wasDerivedFrom')} {subject}",
    ]
    graphs = zip(("head", "assertion", "provenance", "pubinfo"), (head, own + direct, provenance, info), strict=True)
    return _quads({parts[name]: lines for name, lines in graphs}, base)


# ---------------------------------------------------------------------- schema.org


def _schema_claim(full: Full, base: str) -> dict[str, Any]:
    claim, source = full.claim, full.source

    def known(entity: EntityId) -> dict[str, str]:
        return {"@id": to_absolute(entity, base), "name": full.labels[entity]}

    appearance = {
        "@type": "CreativeWork",
        "@id": to_absolute(source_iri(source.id), base),
        "url": source.url if source.url and is_address(source.url) else None,
        "headline": source.title,
        "author": [{"name": author} for author in source.authors],
        "publisher": known(source.publisher),
        "datePublished": _plain(source.published),
        "inLanguage": source.language,
    }
    return {
        "@context": {"@vocab": SCHEMA},
        "@type": "Claim",
        "@id": to_absolute(claim.id, base),
        "name": _sentence(full),
        "text": " […] ".join(piece.exact for piece in claim.evidence),
        "about": known(claim.subject),
        "author": known(claim.claimant),
        "dateCreated": _plain(claim.asserted_on),
        "isBasedOn": {"@id": to_absolute(claim.origin, base)} if claim.origin else None,
        "appearance": appearance,
    }


def _plain(time: Time | None) -> str | None:
    """Return a day, month or year as schema.org takes it, and nothing for what is less sure."""
    return time.edtf if time and _PLAIN_DATE.fullmatch(time.edtf) else None


_VERBS = {
    Stance.ASSERTS: "says",
    Stance.REPORTS: "reports",
    Stance.ALLEGES: "alleges",
    Stance.DENIES: "denies",
    Stance.PREDICTS: "predicts",
    Stance.DEMANDS: "demands",
    Stance.DOUBTS: "doubts",
}


def _sentence(full: Full) -> str:
    """Return who claims what, with the certainty, so that a hope is not read as a fact."""
    claim = full.claim
    verb = "denies" if claim.denies else _VERBS[claim.stance]
    if claim.certainty is Certainty.ALLEGED and claim.stance is not Stance.ALLEGES:
        verb += " as alleged"
    elif claim.certainty is Certainty.POSSIBLE:
        verb += " as possible"
    parts = full.labels[claim.subject], full.labels.get(claim.property, claim.property), _words(claim.value, full)
    return f"{full.labels[claim.claimant]} {verb}: {' – '.join(parts)}"


def _words(value: Value, full: Full) -> str:
    match value:
        case Ref(entity=key) | Iri(iri=key):
            return full.labels.get(key, key)
        case Text(text=text) | Duration(duration=text):
            return text
        case Time():
            return value.wording or parse(value.edtf).display()
        case Quantity():
            return value.wording or written_quantity(value)
        case Truth():
            return "yes" if value.truth else "no"
        case _:
            return "none" if value.none else "not said"


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return what JSON can have of `value`: no half characters, and nothing that is not there."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {name: _whole(part) for name, part in value.items() if part not in (None, [])}
    return [_whole(part) for part in value] if isinstance(value, list) else value
