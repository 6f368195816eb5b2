"""What a machine found is written as an annotation file, and read as proposed claims that say what found them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.ids import SourceId, entity_id, event_id
from graph.model import Certainty, Claim, Derivation, DerivationKind, Ref, Status, Text
from graph.vocabulary import NAME, TYPE, WHEN
from loaders import Document, Options, Read, read_document
from loaders.annotation_file import parse_annotations
from loaders.article.extraction import (
    Bounds,
    Described,
    ExtractedClaim,
    ExtractedEntity,
    ExtractedQuote,
    Extraction,
    Mention,
    Rejection,
    Span,
    When,
)
from loaders.article.written import as_annotations, written

TEXT = "Anna Kowal and her brother were arrested in Brest in May 2021. “We sat in a cell for 20 to 30 days,” she said."
DOCUMENT = Document("letter.txt", TEXT.encode(), "letter-1")
DESCRIBED = Described(
    title="An arrest", publisher="The Courier", authors=("A. B.",), published="2021-06-01", language="en"
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


ANNA = ExtractedEntity(
    "anna-kowal", "Anna Kowal", "person", (Mention(at("Anna Kowal")), Mention(at("she said"), "pronoun"))
)
BROTHER = ExtractedEntity("brother", "her brother", "person", (Mention(at("her brother"), "nominal"),), unnamed=True)
BREST = ExtractedEntity("brest", "Brest", "place", (Mention(at("Brest")),), aliases=("Berestye",))
ARRESTED = at("Anna Kowal and her brother were arrested in Brest")


def arrest(person: str, **more: Any) -> ExtractedClaim:  # noqa: ANN401 - whatever a claim has
    given: dict[str, Any] = {"kind": "event", "type": "arrest", "evidence": (ARRESTED,), "rule": "verb arrest"}
    given["args"] = {"person": person}
    return ExtractedClaim(id=f"arrest:{person}:1", **given | more)


def found(*claims: ExtractedClaim, extractor: str = "rules 1", quotes: tuple[ExtractedQuote, ...] = ()) -> Extraction:
    return Extraction(
        extractor, (ANNA, BROTHER, BREST), claims, quotes, (Rejection("x", "NO_EVIDENCE", "no evidence"),)
    )


def loaded(extraction: Extraction) -> Read:
    """Return what the reader of annotation files makes of it."""
    file = as_annotations(written(DOCUMENT, DESCRIBED, extraction))
    return read_document(DOCUMENT, Options(annotations=file))


def of(read: Read, subject: str) -> list[Claim]:
    return [claim for claim in read.content.claims if claim.subject == subject]


def told_in(claim: str) -> str:
    return event_id(SourceId("letter-1"), claim)


# ---------------------------------------------------------------- the file


def test_it_is_written_as_an_annotation_file() -> None:
    claim = arrest("anna-kowal", date=When("2021-05", "May 2021"), place="brest", value=2)
    quote = ExtractedQuote(at("We sat in a cell for 20 to 30 days,"), "anna-kowal", "said")
    shown = written(DOCUMENT, DESCRIBED, found(claim, quotes=(quote,)))
    assert shown["extractor"] == "rules 1"
    assert shown["doc"] == {
        "title": "An arrest",
        "publisher": "The Courier",
        "authors": ["A. B."],
        "published": "2021-06-01",
        "language": "en",
        "file": "letter.txt",
        "chars": len(TEXT),
        "sha256": DOCUMENT.sha256,
    }
    assert shown["entities"][0] == {
        "id": "anna-kowal",
        "name": "Anna Kowal",
        "type": "person",
        "aliases": [],
        "mentions": [
            {"start": 0, "end": 10, "text": "Anna Kowal", "form": "name"},
            {"start": 101, "end": 109, "text": "she said", "form": "pronoun"},
        ],
    }
    assert shown["entities"][1]["unnamed"] is True
    assert shown["claims"] == [
        {
            "id": "arrest:anna-kowal:1",
            "kind": "event",
            "type": "arrest",
            "args": {"person": "anna-kowal"},
            "value": 2,
            "date": {"edtf": "2021-05", "text": "May 2021"},
            "place": "brest",
            "speaker": "@article",
            "attribution": "narration",
            "certainty": "asserted",
            "rule": "verb arrest",
            "evidence": [{"start": 0, "end": 49, "quote": "Anna Kowal and her brother were arrested in Brest"}],
        }
    ]
    words = "We sat in a cell for 20 to 30 days,"
    assert shown["quotes"] == [{"start": 64, "end": 99, "quote": words, "speaker": "anna-kowal", "cue": "said"}]
    assert shown["refused"] == [{"claim": "x", "code": "NO_EVIDENCE", "reason": "no evidence"}]


def test_it_is_json() -> None:
    shown = written(DOCUMENT, Described(), found(arrest("anna-kowal", args={"person": ("anna-kowal", "brother")})))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["doc"].keys() == {"file", "chars", "sha256"}
    assert shown["claims"][0]["args"] == {"person": ["anna-kowal", "brother"]}
    assert shown["claims"][0].keys() & {"value", "date", "place"} == set()


@pytest.mark.parametrize(
    ("value", "shown"), [(20, 20), (1.5, 1.5), (">20", ">20"), (Bounds(20, 30), {"min": 20, "max": 30})]
)
def test_a_value_is_written_as_annotations_have_it(value: int | str | Bounds, shown: object) -> None:
    claim = arrest("anna-kowal", value=value)
    assert written(DOCUMENT, DESCRIBED, found(claim))["claims"][0]["value"] == shown


def test_what_is_written_may_be_loaded_with_its_text() -> None:
    text = json.dumps(written(DOCUMENT, DESCRIBED, found(arrest("anna-kowal"))))
    read = read_document(DOCUMENT, Options(annotations=parse_annotations("letter.json", text.encode())))
    assert read == loaded(found(arrest("anna-kowal")))
    assert read.refused == []


# ---------------------------------------------------------------- the claims


def test_every_claim_is_proposed_and_extracted() -> None:
    read = loaded(found(arrest("anna-kowal", place="brest", date=When("2021-05", "May 2021"))))
    assert len(read.content.claims) == 2 + 2 + 3 + 4 + 2
    assert {claim.status for claim in read.content.claims} == {Status.PROPOSED}
    assert {claim.derivation.kind for claim in read.content.claims if claim.derivation} == {DerivationKind.EXTRACTED}
    assert not any(claim.is_fact for claim in read.content.claims)
    assert read.content.source.loader == "article"


def test_a_claim_says_by_which_rule_of_which_version_it_was_found() -> None:
    read = loaded(found(arrest("anna-kowal")))
    methods = {claim.derivation.method for claim in of(read, told_in("arrest:anna-kowal:1")) if claim.derivation}
    assert methods == {"rules 1 verb arrest"}
    (name,) = [c for c in of(read, entity_id(SourceId("letter-1"), "anna-kowal")) if c.property == NAME]
    assert name.derivation == Derivation(DerivationKind.EXTRACTED, "rules 1 entity")


@pytest.mark.parametrize(("rule", "method"), [("llm", "llm qwen3"), ("verb arrest", "rules 1 verb arrest")])
def test_of_two_extractors_a_claim_names_the_one_that_found_it(rule: str, method: str) -> None:
    read = loaded(found(arrest("anna-kowal", rule=rule), extractor="rules 1 + llm qwen3"))
    methods = {claim.derivation.method for claim in of(read, told_in("arrest:anna-kowal:1")) if claim.derivation}
    assert methods == {method}


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("May 2021", "rules 1 verb arrest"),
        ("that spring", "rules 1 verb arrest, inferred from “that spring”"),
        (None, "rules 1 verb arrest, inferred"),
    ],
)
def test_what_a_machine_inferred_is_told_in_its_method(text: str | None, method: str) -> None:
    read = loaded(found(arrest("anna-kowal", date=When("2021-05", text))))
    (when,) = [claim for claim in of(read, told_in("arrest:anna-kowal:1")) if claim.property == WHEN]
    assert when.derivation == Derivation(DerivationKind.EXTRACTED, method)


def test_a_name_that_the_text_lacks_is_inferred() -> None:
    read = loaded(found())
    (alias,) = [claim for claim in read.content.claims if claim.value == Text("Berestye")]
    assert alias.derivation == Derivation(DerivationKind.EXTRACTED, "rules 1 entity, inferred")


def test_an_event_has_the_iri_of_its_own_claim_whatever_words_it_shares() -> None:
    read = loaded(found(arrest("anna-kowal"), arrest("brother")))
    events = {claim.subject: claim.value for claim in read.content.claims if claim.property.endswith("#affectedPerson")}
    source = SourceId("letter-1")
    assert events == {
        told_in("arrest:anna-kowal:1"): Ref(entity_id(source, "anna-kowal")),
        told_in("arrest:brother:1"): Ref(entity_id(source, "brother")),
    }


def test_another_extractor_and_another_order_leave_the_events_their_iris() -> None:
    one = loaded(found(arrest("anna-kowal"), arrest("brother")))
    other = loaded(found(arrest("brother"), arrest("anna-kowal", rule="noun arrest"), extractor="rules 2"))
    assert {claim.id for claim in one.content.claims} == {claim.id for claim in other.content.claims}


def test_a_hope_stays_one() -> None:
    read = loaded(found(arrest("anna-kowal", certainty="possible")))
    event = of(read, told_in("arrest:anna-kowal:1"))
    assert {claim.certainty for claim in event} == {Certainty.POSSIBLE}
    assert {claim.property for claim in event} >= {TYPE}


def test_a_quotation_of_somebody_unknown_is_read() -> None:
    quotes = (
        ExtractedQuote(at("We sat in a cell")),
        ExtractedQuote(at("in a cell for"), "anna-kowal", date="2021-05-09"),
    )
    claim = arrest("anna-kowal", evidence=(at("in a cell"),), speaker="anna-kowal")
    read = loaded(found(claim, quotes=quotes))
    assert read.refused == []
    assert {c.asserted_on.edtf for c in of(read, told_in("arrest:anna-kowal:1")) if c.asserted_on} == {"2021-05-09"}


@pytest.mark.parametrize("span", [Span(-5, 3), Span(3, 3), Span(9, 3), Span(0, 10_000)])
def test_a_place_that_the_text_does_not_have_is_refused(span: Span) -> None:
    read = loaded(found(arrest("anna-kowal", evidence=(span,)), arrest("brother")))
    assert [refused.place for refused in read.refused] == ["letter-1: claim arrest:anna-kowal:1"]
    assert of(read, told_in("arrest:brother:1"))


def test_a_file_without_an_extractor_is_that_of_a_person() -> None:
    shown = written(DOCUMENT, DESCRIBED, found(arrest("anna-kowal"), arrest("brother")))
    del shown["extractor"]
    read = read_document(DOCUMENT, Options(annotations=as_annotations(shown)))
    assert {claim.status for claim in read.content.claims} == {Status.ACCEPTED}
    assert read.content.source.loader == "annotated article"
    assert len({claim.subject for claim in read.content.claims if claim.property.endswith("#affectedPerson")}) == 1
