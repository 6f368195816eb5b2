"""One claim in the full shape (`docs/rdf.md`): what the slim one leaves to defaults, and what others call it.

Web Annotation for the words and their place, PROV-O for where it comes from, SEM for the bounds of times, rdf:Statement
and schema:Claim beside kg:Claim. Every node has an IRI. What stands here is made from the slim shape (`graph.codec`),
and is not read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.calendar_days import written
from graph.codec import Content, encode, evidence_iri
from graph.ids import source_iri
from graph.model import Characters, Claim, Row, Source, Time
from graph.ntriples import datatype, iri, literal
from graph.terms import value_term
from graph.vocabulary import KG, RDF, RDFS, SCHEMA, SEM, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.model import Evidence

OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
_CHARACTERS_STANDARD = "http://tools.ietf.org/rfc/rfc5147"
_BOUNDS = {
    "hasEarliestBeginTimeStamp": "earliest_start",
    "hasLatestBeginTimeStamp": "latest_start",
    "hasEarliestEndTimeStamp": "earliest_end",
    "hasLatestEndTimeStamp": "latest_end",
}


class Full(NamedTuple):
    """A claim with what the full shape says beside it.

    `around` has, of each piece of evidence in turn, the words before and after it, None where the text is not known;
    `labels` what to call entities, properties and kinds, by their IRIs.
    """

    claim: Claim
    source: Source
    recorded_at: int
    around: Sequence[tuple[str, str] | None]
    labels: Mapping[str, str]


def full_lines(full: Full) -> list[str]:
    """Return the lines of a claim, its evidence, its times and its source, each once, as `graph.codec.encode` does.

    Raises:
        ValueError: an id is no IRI, or a language no language tag.
    """
    claim = full.claim
    lines = [*encode(Content(full.source, [claim])), *_claim(full), *_reading(full)]
    for number, (piece, around) in enumerate(zip(claim.evidence, full.around, strict=True), start=1):
        lines += _words(claim, number, piece, around)
    times = {"valueBounds": claim.value, "validBounds": claim.valid, "assertedBounds": claim.asserted_on}
    for name, time in times.items():
        if isinstance(time, Time):
            lines += _time(claim, name, time)
    lines += (f"{iri(each)} {iri(RDFS + 'label')} {literal(label)}" for each, label in full.labels.items())
    return list(dict.fromkeys(lines))


def node(claim: Claim, name: str) -> str:
    """Return the IRI of something that a claim alone has: its graph, a selector, the bounds of a time."""
    return f"{claim.id}#{name}"


def moment(second: int) -> str:
    """Return a second as a literal of the type xsd:dateTime, which has no sign before a long year."""
    return literal(written(second).removeprefix("+")) + datatype(XSD + "dateTime")


def _claim(full: Full) -> Iterator[str]:
    claim, source = full.claim, iri(source_iri(full.source.id))
    states = {
        "certainty": claim.certainty,
        "stance": claim.stance,
        "rank": claim.rank,
        "status": claim.status,
        "derivation": claim.derived,
    }
    said = [
        *((RDF + "type", iri(kind)) for kind in (RDF + "Statement", SCHEMA + "Claim", PROV + "Entity")),
        *((KG + name, iri(KG + state.capitalize())) for name, state in states.items()),
        (KG + "recordedAt", moment(full.recorded_at)),
        (SCHEMA + "author", iri(claim.claimant)),
        (SCHEMA + "appearance", source),
        (PROV + "wasAttributedTo", iri(claim.claimant)),
        (PROV + "hadPrimarySource", source),
        (PROV + "wasGeneratedBy", iri(node(claim, "reading"))),
        *((PROV + "wasDerivedFrom", iri(evidence_iri(piece))) for piece in claim.evidence),
    ]
    if claim.origin:
        said.append((PROV + "wasQuotedFrom", iri(claim.origin)))
    yield from _lines(claim.id, said)
    yield f"{source} {iri(RDF + 'type')} {iri(PROV + 'Entity')}"


def _reading(full: Full) -> Iterator[str]:
    """Yield by what the claim was read from its source."""
    derivation = full.claim.derivation
    method = derivation.method if derivation and derivation.method else None
    yield from _lines(
        node(full.claim, "reading"),
        [
            (RDF + "type", iri(PROV + "Activity")),
            (PROV + "used", iri(source_iri(full.source.id))),
            (PROV + "endedAtTime", moment(full.recorded_at)),
            (RDFS + "label", literal(", ".join(part for part in (full.source.loader, method) if part) or "by hand")),
        ],
    )


def _words(claim: Claim, number: int, piece: Evidence, around: tuple[str, str] | None) -> Iterator[str]:
    """Yield the annotation that binds a claim to a piece of its evidence, and how the words are found."""
    target, quote, fragment = evidence_iri(piece), node(claim, f"quote-{number}"), node(claim, f"fragment-{number}")
    annotation = {"hasBody": iri(claim.id), "hasTarget": iri(target), "motivatedBy": iri(OA + "describing")}
    yield from _lines(node(claim, f"annotation-{number}"), _of_class("Annotation", annotation))
    selectors = [quote, fragment, *([node(claim, f"position-{number}")] if isinstance(piece.place, Characters) else [])]
    yield from _lines(target, _of_class("SpecificResource", {"hasSource": iri(source_iri(piece.source))}))
    yield from _lines(target, [(OA + "hasSelector", iri(selector)) for selector in selectors])
    words = {"exact": literal(piece.exact)}
    if around is not None:
        words |= {"prefix": literal(around[0]), "suffix": literal(around[1])}
    yield from _lines(quote, _of_class("TextQuoteSelector", words))
    yield from _lines(fragment, _of_class("FragmentSelector", {}))
    yield from _position(claim, number, piece, fragment)


def _position(claim: Claim, number: int, piece: Evidence, fragment: str) -> Iterator[str]:
    """Yield where the words stand: of a dataset within the row."""
    place, position = piece.place, node(claim, f"position-{number}")
    if isinstance(place, Row):
        value = f"row={place.number}"
        if place.start is not None:
            yield f"{iri(fragment)} {iri(OA + 'refinedBy')} {iri(position)}"
    else:
        value = f"char={place.start},{place.end}"
        yield f"{iri(fragment)} {iri(DCTERMS + 'conformsTo')} {iri(_CHARACTERS_STANDARD)}"
    yield f"{iri(fragment)} {iri(RDF + 'value')} {literal(value)}"
    if place.start is not None and place.end is not None:
        whole = datatype(XSD + "nonNegativeInteger")
        ends = {"start": literal(str(place.start)) + whole, "end": literal(str(place.end)) + whole}
        yield from _lines(position, _of_class("TextPositionSelector", ends))


def _time(claim: Claim, name: str, time: Time) -> Iterator[str]:
    """Yield the four bounds of an imprecise time; those of the latest are the first second that is out."""
    span, bounds = time.span, node(claim, name)
    yield f"{iri(claim.id)} {iri(KG + name)} {iri(bounds)}"
    known = ((SEM + stamp, getattr(span, bound)) for stamp, bound in _BOUNDS.items())
    said = [(stamp, moment(bound)) for stamp, bound in known if bound is not None]
    yield from _lines(
        bounds,
        [
            (RDF + "type", iri(SEM + "Time")),
            (RDFS + "label", literal(time.wording or span.display())),
            (KG + "edtf", value_term(time)),
            *said,
        ],
    )


def _of_class(name: str, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a class of Web Annotation, and what is said in its terms."""
    return [(RDF + "type", iri(OA + name)), *((OA + predicate, term) for predicate, term in said.items())]


def _lines(subject: str, said: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (f"{iri(subject)} {iri(predicate)} {term}" for predicate, term in said)
