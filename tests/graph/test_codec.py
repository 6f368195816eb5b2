"""Claims survive the way into quads and back, in few quads, and only facts become plain triples."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple
from pyoxigraph import parse as parse_rdf
from pyoxigraph import serialize as serialize_rdf

from graph.codec import Content, decode, direct_quads, encode, evidence_iri, to_absolute, to_stored
from graph.errors import DamagedError
from graph.ids import ClaimId, EntityId, SourceId
from graph.model import (
    Certainty,
    Characters,
    Claim,
    Derivation,
    DerivationKind,
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
    Unknown,
    Value,
)
from graph.vocabulary import DURATION, HELD_ROLE, NAME, TYPE, WHEN
from loaders import Document, Options, read_document
from loaders.annotation_file import read_annotations
from tests.graph.builders import PUBLISHER, SIBLINGS
from tests.graph.strategies import claims, contents, law

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
KG = "https://w3id.org/onrecord/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SOURCE = Source(id=SourceId("seed"), title="T", publisher=PUBLISHER)


def again(content: Content) -> Content:
    """Return `content` after the way into triples and back."""
    return decode(encode(content), "here.nq")


def claim_again(claim: Claim) -> Claim:
    """Return `claim` after the way into triples and back."""
    (found,) = again(Content(SOURCE, [claim])).claims
    return found


def triples(content: Content) -> list[Triple]:
    """Return the triples that an RDF engine reads in the lines of `content`."""
    text = "".join(f"{line} .\n" for line in encode(content))
    return [quad.triple for quad in parse_rdf(text, format=RdfFormat.N_TRIPLES)]


def lines(claim: Claim) -> list[str]:
    """Return what stands in RDF for `claim`, sorted, its source left out."""
    return sorted(set(encode(Content(SOURCE, [claim]))) - set(encode(Content(SOURCE, []))))


def short(claim: Claim) -> list[str]:
    """Return the predicates that stand at the node of `claim`, without their namespaces, sorted."""
    found = triples(Content(SOURCE, [claim]))
    return sorted(re.sub(r".*[#/]", "", t.predicate.value) for t in found if t.subject == NamedNode(claim.id))


@given(contents())
@law
def test_reading_what_was_written_gives_the_same_source_and_claims(content: Content) -> None:
    assert again(content) == content


@given(contents())
@law
def test_no_node_is_blank_and_no_triple_stands_twice(content: Content) -> None:
    found = triples(content)
    assert not any(isinstance(term, BlankNode) for triple in found for term in triple)
    assert len(set(found)) == len(found)


@given(contents())
@law
def test_the_lines_are_those_that_an_rdf_engine_writes_for_what_it_reads_in_them(content: Content) -> None:
    written = serialize_rdf(triples(content), format=RdfFormat.N_TRIPLES) or b""
    assert "".join(f"{line} .\n" for line in encode(content)) == written.decode()


def test_a_plain_claim_is_seven_triples() -> None:
    assert lines(SIBLINGS) == [
        f"<onrecord:claim/one> <{RDF}object> <onrecord:entity/boris-0000000000000000>",
        f"<onrecord:claim/one> <{RDF}predicate> <https://schema.org/sibling>",
        f"<onrecord:claim/one> <{RDF}subject> <onrecord:entity/anna-0000000000000000>",
        f"<onrecord:claim/one> <{RDF}type> <{KG}Claim>",
        f"<onrecord:claim/one> <{KG}claimant> <onrecord:entity/the-courier-0000000000000000>",
        f"<onrecord:claim/one> <{KG}evidence> <onrecord:source/seed#char=0,21>",
        f'<onrecord:source/seed#char=0,21> <{KG}exact> "Anna, sister of Борис"',
    ]


PLAIN = ["claimant", "evidence", "object", "predicate", "subject", "type"]


@pytest.mark.parametrize(
    ("claim", "more"),
    [
        (SIBLINGS, []),
        (structs.replace(SIBLINGS, derivation=Derivation(DerivationKind.STATED)), []),
        (structs.replace(SIBLINGS, certainty=Certainty.POSSIBLE), ["certainty"]),
        (structs.replace(SIBLINGS, stance=Stance.REPORTS), ["stance"]),
        (structs.replace(SIBLINGS, rank=Rank.PREFERRED), ["rank"]),
        (structs.replace(SIBLINGS, status=Status.PROPOSED), ["status"]),
        (structs.replace(SIBLINGS, derivation=Derivation(DerivationKind.EXTRACTED)), ["derivation"]),
        (structs.replace(SIBLINGS, derivation=Derivation(DerivationKind.EXTRACTED, "m")), ["derivation", "method"]),
        (structs.replace(SIBLINGS, value=Time("2020")), []),
        (structs.replace(SIBLINGS, value=Time("2020", "then")), ["wording"]),
        (structs.replace(SIBLINGS, valid=Time("2020")), ["validTime"]),
        (structs.replace(SIBLINGS, valid=Time("2020", "then")), ["validTime", "validTimeWording"]),
        (structs.replace(SIBLINGS, asserted_on=Time("2020")), ["assertedOn"]),
        (structs.replace(SIBLINGS, asserted_on=Time("2020", "then")), ["assertedOn", "assertedOnWording"]),
        (structs.replace(SIBLINGS, origin=ClaimId("onrecord:claim/two")), ["origin"]),
        (structs.replace(SIBLINGS, qualifiers=((HELD_ROLE, Text("leader")),)), ["heldRole"]),
    ],
)
def test_what_does_not_differ_from_the_default_is_not_written(claim: Claim, more: list[str]) -> None:
    assert short(claim) == sorted(PLAIN + more)


def test_a_claim_with_all_that_a_real_one_has_is_twelve_quads() -> None:
    told_of = structs.replace(
        SIBLINGS,
        certainty=Certainty.ALLEGED,
        stance=Stance.ALLEGES,
        valid=Time("2020-09", "that September"),
        asserted_on=Time("2025-09-07"),
    )
    assert len(lines(told_of)) == 12


@pytest.mark.shared
def test_no_claim_of_the_seed_takes_more_than_twelve_quads(shared: Path) -> None:
    found = triples(seed(shared))
    is_claim = NamedNode(KG + "Claim")
    counts = Counter(t.subject for t in found)
    words = Counter(t.subject for t in found if t.predicate == NamedNode(KG + "evidence"))
    claims = {t.subject for t in found if t.object == is_claim and t.predicate == NamedNode(RDF + "type")}
    assert len(claims) > 200
    # Of each claim its own quads, and the exact words of each piece of its evidence as if it shared them with none.
    assert {str(claim): counts[claim] + words[claim] for claim in claims if counts[claim] + words[claim] > 12} == {}


@pytest.mark.shared
def test_the_claims_of_the_seed_are_read_as_they_were_written(shared: Path) -> None:
    content = seed(shared)
    assert sorted(again(content).claims, key=repr) == sorted(content.claims, key=repr)
    assert again(content).source == content.source


def seed(shared: Path) -> Content:
    """Return the claims of the seed article."""
    (article,) = (shared / "seed").glob("*.txt")
    options = Options(annotations=read_annotations(shared / "seed" / "gold.json"))
    read = read_document(Document(article.name, article.read_bytes()), options)
    assert read.refused == []
    return read.content


@pytest.mark.parametrize(
    ("value", "term"),
    [
        (Ref(EntityId("urn:a")), "<urn:a>"),
        (Text("a"), '"a"'),
        (Text("a", "be"), '"a"@be'),
        (Text("5"), '"5"'),
        (Time("2020~"), '"2020~"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
        (Quantity(amount=Decimal(1200)), f'"1200"^^<{XSD}integer>'),
        (Quantity(amount=Decimal("1.50")), f'"1.5"^^<{XSD}decimal>'),
        (Quantity(amount=Decimal("1E+3")), f'"1000"^^<{XSD}integer>'),
        (Quantity(amount=Decimal(1200), approximate=True), f'"~1200"^^<{KG}Quantity>'),
        (Quantity(lower=Decimal(20)), f'">20"^^<{KG}Quantity>'),
        (Quantity(upper=Decimal(20)), f'"<20"^^<{KG}Quantity>'),
        (Quantity(lower=Decimal(20), upper=Decimal("30.5")), f'"20..30.5"^^<{KG}Quantity>'),
        (Unknown(), f'"some value"^^<{KG}Unknown>'),
        (Unknown(none=True), f'"no value"^^<{KG}Unknown>'),
    ],
)
def test_a_value_is_written_as_the_ontology_says(value: Value, term: str) -> None:
    assert f"<onrecord:claim/one> <{RDF}object> {term}" in lines(structs.replace(SIBLINGS, value=value))


def test_the_value_of_a_kind_is_read_as_an_iri_and_not_as_an_entity() -> None:
    claim = structs.replace(SIBLINGS, property=TYPE, value=Iri("https://schema.org/Person"))
    assert claim_again(claim).value == Iri("https://schema.org/Person")


def test_authors_keep_their_order_past_nine() -> None:
    authors = tuple("ABCDEFGHIJKL")
    assert again(Content(structs.replace(SOURCE, authors=authors), [])).source.authors == authors


def test_words_shared_by_two_claims_stand_once() -> None:
    other = structs.replace(SIBLINGS, id=ClaimId("onrecord:claim/two"), value=Text("x"))
    exact = [line for line in encode(Content(SOURCE, [SIBLINGS, other])) if f" <{KG}exact> " in line]
    assert len(exact) == 1


@pytest.mark.parametrize(
    ("place", "iri"),
    [
        (Characters(813, 918), "onrecord:source/seed#char=813,918"),
        (Row(17), "onrecord:source/seed#row=17"),
        (Row(17, 10, 52), "onrecord:source/seed#row=17&char=10,52"),
    ],
)
def test_evidence_is_one_iri_by_rfc_5147(place: Characters | Row, iri: str) -> None:
    assert evidence_iri(Evidence(SourceId("seed"), place, "x")) == iri


# What the door lets in must come back as it was.


def test_a_language_tag_comes_back_as_it_was_written() -> None:
    claim = structs.replace(SIBLINGS, property=NAME, value=Text("明斯克", "zh-hant"))
    assert claim_again(claim) == claim


def test_of_a_qualifier_its_value_comes_back_and_its_wording_does_not() -> None:
    claim = structs.replace(SIBLINGS, qualifiers=((WHEN, Time("2020", "that year")),))
    assert claim_again(claim).qualifiers == ((WHEN, Time("2020")),)


def test_of_the_day_of_publication_its_date_comes_back_and_its_wording_does_not() -> None:
    published = structs.replace(SOURCE, published=Time("2020-09-07", "September 7"))
    assert again(Content(published, [])).source.published == Time("2020-09-07")


def test_the_wording_of_the_day_on_which_it_was_said_comes_back() -> None:
    claim = structs.replace(SIBLINGS, asserted_on=Time("2020-09-07", "last Monday"))
    assert claim_again(claim) == claim


def test_a_number_keeps_every_digit() -> None:
    claim = structs.replace(SIBLINGS, value=Quantity(amount=Decimal("0.123456789012345678901234567890123456")))
    assert claim_again(claim) == claim


def plain(claim: Claim) -> list[str]:
    """Return the direct triples of `claim`."""
    return [line.removesuffix(" <onrecord:asserted> .") for line in direct_quads([claim]).splitlines()]


@pytest.mark.parametrize(
    "claim",
    [
        SIBLINGS,
        structs.replace(SIBLINGS, stance=Stance.REPORTS),
        structs.replace(SIBLINGS, rank=Rank.PREFERRED),
        structs.replace(SIBLINGS, derivation=Derivation(DerivationKind.INFERRED)),
    ],
)
def test_a_fact_is_a_plain_triple(claim: Claim) -> None:
    assert plain(claim) == [
        "<onrecord:entity/anna-0000000000000000> <https://schema.org/sibling> <onrecord:entity/boris-0000000000000000>"
    ]


@pytest.mark.parametrize(
    "claim",
    [
        *(structs.replace(SIBLINGS, certainty=c) for c in (Certainty.ALLEGED, Certainty.POSSIBLE, Certainty.NEGATED)),
        *(
            structs.replace(SIBLINGS, stance=s)
            for s in (Stance.ALLEGES, Stance.DENIES, Stance.PREDICTS, Stance.DEMANDS, Stance.DOUBTS)
        ),
        *(structs.replace(SIBLINGS, status=s) for s in (Status.PROPOSED, Status.REJECTED, Status.SUPERSEDED)),
        structs.replace(SIBLINGS, rank=Rank.DEPRECATED),
        structs.replace(SIBLINGS, value=Unknown()),
        structs.replace(SIBLINGS, value=Unknown(none=True)),
    ],
)
def test_what_is_no_fact_is_never_a_plain_triple(claim: Claim) -> None:
    assert plain(claim) == []


@given(st.lists(claims(SourceId("seed")), max_size=5))
@law
def test_a_plain_triple_stands_for_each_fact_with_a_known_value_and_for_nothing_else(found: list[Claim]) -> None:
    facts = [claim for claim in found if claim.is_fact and not isinstance(claim.value, Unknown)]
    quads = list(parse_rdf(direct_quads(found), format=RdfFormat.N_QUADS))
    assert [quad.graph_name for quad in quads] == [NamedNode("onrecord:asserted")] * len(facts)
    assert [(quad.subject, quad.predicate) for quad in quads] == [
        (NamedNode(claim.subject), NamedNode(claim.property)) for claim in facts
    ]


@pytest.mark.parametrize(
    ("stored", "absolute"),
    [
        ("onrecord:entity/a", "https://kg.example/entity/a"),
        ("onrecord:asserted", "https://kg.example/asserted"),
        ("https://schema.org/name", "https://schema.org/name"),
    ],
)
def test_a_stored_iri_is_absolute_below_the_base(stored: str, absolute: str) -> None:
    assert to_absolute(stored, "https://kg.example/") == absolute
    assert to_stored(absolute, "https://kg.example/") == stored


def lacking(predicate: str) -> list[str]:
    """Return the lines of a source with one claim that lacks `predicate`."""
    return [line for line in encode(Content(SOURCE, [SIBLINGS])) if f"{predicate}> " not in line]


@pytest.mark.parametrize("part", ["#subject", "#predicate", "#object", "#claimant", "#evidence", "#exact", "/headline"])
def test_a_claim_or_source_that_lacks_a_part_is_damage_in_the_file_that_is_named(part: str) -> None:
    with pytest.raises(DamagedError) as damage:
        decode(lacking(part), "seed/1.nq.zst")
    assert damage.value.file == "seed/1.nq.zst"


def test_a_file_that_describes_no_source_is_damaged() -> None:
    with pytest.raises(DamagedError, match="describes 0 sources: expected one"):
        decode([], "seed/1.nq.zst")


def test_a_file_that_describes_two_sources_is_damaged() -> None:
    two = encode(Content(SOURCE, [])) + encode(Content(structs.replace(SOURCE, id=SourceId("other")), []))
    with pytest.raises(DamagedError, match="describes 2 sources: expected one"):
        decode(two, "seed/1.nq.zst")


@pytest.mark.parametrize(
    ("predicate", "term"),
    [
        (RDF + "object", f'"many"^^<{XSD}integer>'),
        (RDF + "object", f'""^^<{KG}Quantity>'),
        (RDF + "object", f'"1..2..3"^^<{KG}Quantity>'),
        (RDF + "object", '"half'),
        (RDF + "object", '"\\q"'),
        (RDF + "object", ""),
        (KG + "certainty", f"<{KG}Sure>"),
        (KG + "evidence", "<onrecord:source/seed#page=1>"),
    ],
)
def test_a_term_that_no_claim_is_written_with_is_damage(predicate: str, term: str) -> None:
    lines = [*lacking(predicate.rsplit("#", 1)[1]), f"<{SIBLINGS.id}> <{predicate}> {term}"]
    with pytest.raises(DamagedError, match="not the shape of claims"):
        decode(lines, "seed/1.nq.zst")


@pytest.mark.parametrize("line", ["", "<urn:a>", "<urn:a> <urn:b>"])
def test_a_line_that_is_no_triple_is_damage(line: str) -> None:
    with pytest.raises(DamagedError, match="not the shape of claims"):
        decode([*encode(Content(SOURCE, [])), line], "seed/1.nq.zst")


def test_a_qualifier_said_twice_with_two_values_keeps_both() -> None:
    claim = structs.replace(SIBLINGS, qualifiers=((HELD_ROLE, Text("leader")), (HELD_ROLE, Text("member"))))
    assert claim_again(claim) == claim
    assert DURATION not in dict(claim.qualifiers)
