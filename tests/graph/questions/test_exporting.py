"""One claim for other programs: RDF in the full shape, a nanopublication, a schema.org Claim; each is read back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import pytest
from msgspec.structs import replace
from pyoxigraph import BlankNode, RdfFormat
from pyoxigraph import parse as parse_rdf
from rdflib import Dataset, Graph, URIRef

from graph.archive import Stored, Version
from graph.codec import Content
from graph.decisions import State
from graph.exporting import ExportFormat, exports
from graph.files import digest
from graph.history import History
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
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
    Row,
    Source,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    Unknown,
    Value,
)
from graph.plain import PlainView
from graph.vocabulary import KG, NAME, RDF, SCHEMA, WHEN
from tests.graph.builders import PUBLISHER, SIBLINGS, TEXT

if TYPE_CHECKING:
    from graph.view import View

BASE = "https://graph.example/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
NP = "http://www.nanopub.org/nschema#"
HOSTILE = "\x00\x01\x1b \"'\\ </script> {{}} \u202e \ufeff \ufffe \U0001f600 \r\n\t -- }} ''' \"\"\" <a> _:b @en ^^"
FORMS = [ExportFormat.NQUADS, ExportFormat.TRIG, ExportFormat.NANOPUB, ExportFormat.JSON_LD]
READERS = {"NQUADS": "nquads", "TRIG": "trig", "NANOPUB": "trig", "TURTLE": "turtle", "JSON_LD": "json-ld"}
OXIGRAPH = {
    "NQUADS": RdfFormat.N_QUADS,
    "TRIG": RdfFormat.TRIG,
    "NANOPUB": RdfFormat.TRIG,
    "TURTLE": RdfFormat.TURTLE,
    "JSON_LD": RdfFormat.JSON_LD,
}
VERSION = Version(
    folder="",
    version="",
    quads_file=digest(b""),
    text_file=None,
    history_file=None,
    recorded_at=1_600_000_000,
    claims=1,
    quads=0,
)
SOURCE = Source(
    id=SourceId("seed"),
    title="The seed",
    publisher=PUBLISHER,
    authors=("Ann", "Борис"),
    published=Time("2020-09-08"),
    language="en",
    loader="by hand",
)


def opened(claim: Claim, source: Source = SOURCE, text: str = TEXT) -> View:
    stored = Stored(VERSION, Content(source, [claim]), text, History())
    return PlainView(State(1, 0, "0" * 64), BASE, 7, [stored])


def exported(form: ExportFormat, claim: Claim = SIBLINGS, **more: Any) -> str:  # noqa: ANN401 - of `opened`
    view = opened(claim, **more)
    (told,) = view.claims([claim.id])
    assert told is not None
    return exports(view, [told], form)[0]


def said(claim: Claim = SIBLINGS, **more: Any) -> Graph:  # noqa: ANN401 - of `opened`
    """Return what rdflib reads of a claim in Turtle."""
    return Graph().parse(data=exported(ExportFormat.TURTLE, claim, **more), format="turtle")


def values(graph: Graph, node: str, predicate: str) -> set[str]:
    return {str(value) for value in graph.objects(URIRef(node), URIRef(predicate))}


def all_said(text: str, form: ExportFormat) -> set[tuple[str, ...]]:
    """Return all that pyoxigraph reads."""
    quads = parse_rdf(text.encode(), format=OXIGRAPH[form])
    return {(*map(str, quad.triple), str(quad.graph_name)) for quad in quads}


def by_rdflib(text: str, form: str) -> Dataset:
    """Return all that rdflib reads, which uses in doing so what it deprecates."""
    dataset = Dataset()
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=text, format=form)
    return dataset


CLAIM = BASE + "claim/one"
WORDS = BASE + "source/seed#char=0,21"


def test_a_claim_has_every_type_and_every_state() -> None:
    graph = said(replace(SIBLINGS, certainty=Certainty.POSSIBLE, status=Status.PROPOSED))
    types = {KG + "Claim", RDF + "Statement", SCHEMA + "Claim", PROV + "Entity"}
    assert values(graph, CLAIM, RDF + "type") == types
    states = {name: values(graph, CLAIM, KG + name) for name in ("certainty", "stance", "rank", "status", "derivation")}
    expected = {"certainty": "Possible", "stance": "Asserts", "rank": "Normal", "status": "Proposed"}
    assert states == {name: {KG + state} for name, state in (expected | {"derivation": "Stated"}).items()}


def test_its_words_are_found_by_quote_and_by_position() -> None:
    graph = said()
    selectors = values(graph, WORDS, OA + "hasSelector")
    assert selectors == {f"{CLAIM}#{name}-1" for name in ("quote", "position", "fragment")}
    assert values(graph, f"{CLAIM}#quote-1", OA + "exact") == {TEXT[0:21]}
    # what stands in the source goes on where the words end
    (suffix,) = values(graph, f"{CLAIM}#quote-1", OA + "suffix")
    assert TEXT[21:].startswith(suffix[:5])
    assert values(graph, f"{CLAIM}#position-1", OA + "start") == {"0"}
    assert values(graph, f"{CLAIM}#position-1", OA + "end") == {"21"}
    assert values(graph, f"{CLAIM}#fragment-1", RDF + "value") == {"char=0,21"}
    assert values(graph, WORDS, OA + "hasSource") == {BASE + "source/seed"}
    assert values(graph, f"{CLAIM}#annotation-1", OA + "hasTarget") == {WORDS}


def test_it_says_where_it_comes_from() -> None:
    derivation = Derivation(DerivationKind.EXTRACTED, "rules 1")
    origin = ClaimId("onrecord:claim/other")
    graph = said(replace(SIBLINGS, derivation=derivation, origin=origin))
    assert values(graph, CLAIM, PROV + "hadPrimarySource") == {BASE + "source/seed"}
    assert values(graph, CLAIM, PROV + "wasQuotedFrom") == {BASE + "claim/other"}
    assert values(graph, f"{CLAIM}#reading", PROV + "endedAtTime") == {"2020-09-13T12:26:40+00:00"}
    assert values(graph, f"{CLAIM}#reading", "http://www.w3.org/2000/01/rdf-schema#label") == {"by hand, rules 1"}


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2020-09", ("2020-09-01T00:00:00Z", "2020-10-01T00:00:00Z")),
        ("2020-09-07~", ("2020-09-06T00:00:00Z", "2020-09-09T00:00:00Z")),
        ("-0043-03-15", ("-0043-03-15T00:00:00Z", "-0043-03-16T00:00:00Z")),
        ("Y12345", ("12345-01-01T00:00:00Z", "12346-01-01T00:00:00Z")),
        ("../2019", (None, "2020-01-01T00:00:00Z")),
    ],
)
def test_an_imprecise_time_has_its_bounds(edtf: str, bounds: tuple[str | None, str | None]) -> None:
    claim = replace(SIBLINGS, property=WHEN, value=Time(edtf, "in those days"), valid=Time("2021"))
    quads = all_said(exported(ExportFormat.NQUADS, claim), ExportFormat.NQUADS)
    sem = "<http://semanticweb.cs.vu.nl/2009/11/sem/"
    found = {
        predicate.removeprefix(sem).removesuffix(">"): value.split('"')[1]
        for subject, predicate, value, _ in quads
        if subject == f"<{CLAIM}#valueBounds>" and predicate.startswith(sem)
    }
    assert (found.get("hasEarliestBeginTimeStamp"), found["hasLatestEndTimeStamp"]) == bounds
    assert (f"<{CLAIM}>", f"<{KG}validBounds>", f"<{CLAIM}#validBounds>", f"<{CLAIM}#graph>") in quads


def test_words_of_a_dataset_stand_in_a_row() -> None:
    piece = Evidence(SourceId("seed"), Row(2, 6, 10), "Anna")
    graph = said(replace(SIBLINGS, evidence=(piece,)), text="name: Jan\n\nname: Anna\n\nname: Eva\n")
    assert values(graph, f"{CLAIM}#fragment-1", RDF + "value") == {"row=2"}
    assert values(graph, f"{CLAIM}#fragment-1", OA + "refinedBy") == {f"{CLAIM}#position-1"}
    assert values(graph, f"{CLAIM}#quote-1", OA + "prefix") == {"name: "}
    assert values(graph, f"{CLAIM}#quote-1", OA + "suffix") == {""}


def test_every_form_of_rdf_says_the_same() -> None:
    view = opened(SIBLINGS)
    (claim,) = view.claims([SIBLINGS.id])
    assert claim is not None
    forms = {form: exports(view, [claim], form)[0] for form in ExportFormat}
    quads = all_said(forms[ExportFormat.NQUADS], ExportFormat.NQUADS)
    assert all_said(forms[ExportFormat.TRIG], ExportFormat.TRIG) == quads
    assert all_said(forms[ExportFormat.JSON_LD], ExportFormat.JSON_LD) == quads
    triples = {quad[:3] for quad in all_said(forms[ExportFormat.TURTLE], ExportFormat.TURTLE)}
    assert triples == {quad[:3] for quad in quads}


VALUES: list[Value] = [
    Text(HOSTILE, "en"),
    Text(HOSTILE),
    Ref(EntityId("https://example.org/%D0%91?a=b&c#d")),
    Quantity(lower=Decimal(20), wording="more than 20"),
    Duration("P11Y"),
    Truth(truth=True),
    Unknown(none=True),
    Iri("urn:x:é"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("form", [*FORMS, ExportFormat.TURTLE])
def test_whatever_it_says_is_read_by_others(form: ExportFormat, value: Value) -> None:
    prop = PropertyId(RDF + "type") if isinstance(value, Iri) else NAME
    piece = Evidence(SourceId("seed"), Characters(0, len(HOSTILE)), HOSTILE)
    claim = replace(SIBLINGS, property=prop, value=value, evidence=(piece,), qualifiers=((NAME, Text(HOSTILE)),))
    source = replace(SOURCE, title=HOSTILE, authors=(HOSTILE,))
    text = exported(form, claim, source=source, text=HOSTILE)
    quads = list(parse_rdf(text.encode(), format=OXIGRAPH[form]))
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    assert "onrecord:" not in text.replace("w3id.org/onrecord", "")
    assert len(by_rdflib(text, READERS[form])) == len(quads)
    assert any(str(quad.object.value) == HOSTILE for quad in quads if quad.predicate.value == OA + "exact")


def test_half_characters_become_whole_ones() -> None:
    view = opened(SIBLINGS)
    claim = replace(
        SIBLINGS, value=Text("a\ud800b"), evidence=(Evidence(SourceId("seed"), Characters(0, 3), "x\udfffy"),)
    )
    for form in ExportFormat:
        (text,) = exports(view, [claim], form)
        assert "x\ufffdy" in text.encode().decode()


def test_json_ld_carries_its_context() -> None:
    found = json.loads(exported(ExportFormat.JSON_LD))
    assert all(set(term) == {"@id"} for term in found["@context"].values())
    claim = next(node for node in found["@graph"] if node["@id"] == CLAIM)
    assert claim["kg_certainty"] == [{"@id": KG + "Asserted"}]


def test_an_iri_that_looks_like_a_short_one_is_none() -> None:
    claim = replace(SIBLINGS, value=Ref(EntityId("kg:Claim")))
    quads = all_said(exported(ExportFormat.JSON_LD, claim), ExportFormat.JSON_LD)
    assert (f"<{CLAIM}>", f"<{RDF}object>", "<kg:Claim>", f"<{CLAIM}#graph>") in quads


# ---------------------------------------------------------------------- nanopublications


def test_a_nanopublication_has_one_head_that_links_three_graphs() -> None:
    dataset = by_rdflib(exported(ExportFormat.NANOPUB), "trig")
    publication = URIRef(CLAIM + "#nanopub")
    names = {f"{CLAIM}#{name}" for name in ("head", "assertion", "provenance", "pubinfo")}
    graphs = {str(graph.identifier): graph for graph in dataset.graphs() if len(graph)}
    assert set(graphs) == names
    parts = {"hasAssertion": "assertion", "hasProvenance": "provenance", "hasPublicationInfo": "pubinfo"}
    expected = {(NP + link, f"{CLAIM}#{name}") for link, name in parts.items()} | {
        (RDF + "type", NP + "Nanopublication")
    }
    head = graphs[CLAIM + "#head"]
    assert {(str(link), str(part)) for link, part in head.predicate_objects(publication)} == expected
    assert len(head) == len(expected)
    assert list(graphs[CLAIM + "#provenance"].predicate_objects(URIRef(CLAIM + "#assertion")))
    assert list(graphs[CLAIM + "#pubinfo"].predicate_objects(publication))


@pytest.mark.parametrize(
    ("change", "is_fact"),
    [
        ({}, True),
        ({"certainty": Certainty.POSSIBLE}, False),
        ({"certainty": Certainty.NEGATED, "stance": Stance.DENIES}, False),
        ({"status": Status.PROPOSED}, False),
    ],
)
def test_the_plain_statement_is_published_of_a_fact_only(
    change: dict[str, Any],
    is_fact: bool,  # noqa: FBT001 - a case
) -> None:
    for form in FORMS:
        quads = all_said(exported(form, replace(SIBLINGS, **change)), form)
        plain = [quad for quad in quads if quad[1] == "<https://schema.org/sibling>"]
        assert len(plain) == (is_fact and form is ExportFormat.NANOPUB)


# ---------------------------------------------------------------------- schema.org


def test_for_reviewers_there_is_a_claim_where_it_appeared_and_no_verdict() -> None:
    source = replace(SOURCE, url="https://news.example/a")
    claim = replace(SIBLINGS, certainty=Certainty.POSSIBLE, asserted_on=Time("2020-09-07"))
    text = exported(ExportFormat.CLAIM_REVIEW, claim, source=source)
    found = json.loads(text)
    assert (found["@type"], found["@context"]) == ("Claim", {"@vocab": SCHEMA})
    assert "Rating" not in text
    assert "Review" not in text
    assert found["name"].endswith(" says as possible: anna-0000000000000000 – sibling – boris-0000000000000000")
    assert found["text"] == TEXT[0:21]
    assert found["dateCreated"] == "2020-09-07"
    appearance = found["appearance"]
    assert (appearance["url"], appearance["datePublished"]) == ("https://news.example/a", "2020-09-08")
    assert (URIRef(CLAIM), URIRef(RDF + "type"), URIRef(SCHEMA + "Claim"), None) in by_rdflib(text, "json-ld")


def test_claims_are_exported_in_their_order() -> None:
    view = opened(SIBLINGS)
    other = replace(SIBLINGS, id=ClaimId("onrecord:claim/two"))
    texts = exports(view, [other, SIBLINGS, other], ExportFormat.CLAIM_REVIEW)
    assert [json.loads(text)["@id"][-3:] for text in texts] == ["two", "one", "two"]
    assert exports(view, [], ExportFormat.TRIG) == []
