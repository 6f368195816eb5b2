"""The door lets in what stands on words and follows the ontology, and says what it expected of the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec import structs

from graph.errors import RefusedClaimError
from graph.ids import ClaimId, EntityId, KindId, PropertyId, SourceId
from graph.model import (
    Characters,
    Claim,
    Duration,
    Evidence,
    Iri,
    Quantity,
    Ref,
    Row,
    Text,
    Time,
    Truth,
    Unknown,
    Value,
)
from graph.vocabulary import ALIAS, DESCRIPTION, DURATION, HELD_ROLE, IDENTIFIER, NAME, PLACE, TERM, TYPE, WHEN
from graph.vocabulary.door import check
from tests.graph.builders import SIBLINGS, TEXT, WORDS

KG = "https://w3id.org/onrecord/ns#"
PERSON, PLACE_KIND = KindId("https://schema.org/Person"), KindId("https://schema.org/Place")
ARREST = KindId(KG + "Arrest")
BORN = PropertyId("https://schema.org/birthDate")
HELD = PropertyId(KG + "politicalPrisonersHeld")
AFFECTED = PropertyId(KG + "affectedPerson")
SEED = SourceId("seed")
ANNA, BORIS = SIBLINGS.subject, EntityId("onrecord:entity/boris-0000000000000000")
KINDS = {ANNA: frozenset({PERSON}), BORIS: frozenset({PERSON})}


def saying(prop: PropertyId, value: Value) -> Claim:
    """Return a claim of an entity of unknown kind."""
    return structs.replace(SIBLINGS, subject=EntityId("urn:x"), property=prop, value=value)


def standing_on(start: int, end: int, exact: str) -> Claim:
    """Return a claim with evidence at `start` to `end`."""
    return structs.replace(SIBLINGS, evidence=(Evidence(SEED, Characters(start, end), exact),))


def reason(claim: Claim, kinds: dict[EntityId, frozenset[KindId]] | None = None, text: str | None = TEXT) -> str:
    """Return why `claim` is refused."""
    with pytest.raises(RefusedClaimError) as refused:
        check(claim, kinds or {}, text)
    assert str(refused.value) == refused.value.reason
    return refused.value.reason


@pytest.mark.parametrize(
    "claim",
    [
        SIBLINGS,
        standing_on(0, 4, "Anna"),
        standing_on(22, 23, "😀"),
        standing_on(0, 34, TEXT),
        structs.replace(SIBLINGS, evidence=(WORDS, Evidence(SEED, Characters(25, 34), "was held."))),
        structs.replace(SIBLINGS, value=Unknown()),
        structs.replace(SIBLINGS, valid=Time("2020-09", "that autumn"), asserted_on=Time("2025~")),
        structs.replace(SIBLINGS, claimant=EntityId("https://www.wikidata.org/entity/Q1")),
        structs.replace(SIBLINGS, qualifiers=((HELD_ROLE, Text("leader")), (DURATION, Duration("P2Y")))),
        saying(TYPE, Iri(ARREST)),
        saying(NAME, Text("Anna", "be")),
        saying(BORN, Time("1982-04-24")),
        saying(WHEN, Unknown(none=True)),
        saying(HELD, Quantity(amount=Decimal(1200))),
        saying(HELD, Quantity(lower=Decimal(20), upper=Decimal(20))),
        saying(HELD, Quantity(lower=Decimal(20))),
        saying(TERM, Duration("P11Y")),
        saying(TERM, Duration("P1Y6M")),
        saying(TERM, Duration("PT36H")),
        saying(TERM, Duration("P2W")),
        saying(AFFECTED, Ref(ANNA)),
    ],
)
def test_a_good_claim_is_let_in(claim: Claim) -> None:
    check(claim, KINDS, TEXT)


def test_an_entity_of_which_no_kind_is_known_is_taken_as_it_comes() -> None:
    check(SIBLINGS, {}, TEXT)
    check(SIBLINGS, {ANNA: frozenset(), BORIS: frozenset({KindId("urn:unknown")})}, TEXT)


def test_an_entity_of_two_kinds_needs_to_fit_with_one() -> None:
    check(SIBLINGS, {ANNA: frozenset({PERSON, PLACE_KIND})}, TEXT)


def test_a_row_of_a_dataset_needs_no_text() -> None:
    check(structs.replace(SIBLINGS, evidence=(Evidence(SEED, Row(17), "Anna;Boris"),)), KINDS, None)


ROWS = "name: Anna\nsibling: Boris\n\nname: Boris\n"


@pytest.mark.parametrize(
    ("place", "exact"),
    [(Row(1), "name: Anna\nsibling: Boris"), (Row(1, 6, 10), "Anna"), (Row(2), "name: Boris"), (Row(2, 0, 4), "name")],
)
@pytest.mark.parametrize("text", [ROWS, {1: "name: Anna\nsibling: Boris", 2: "name: Boris"}])
def test_a_row_that_is_found_in_the_stored_text_is_let_in(place: Row, exact: str, text: str | dict[int, str]) -> None:
    check(structs.replace(SIBLINGS, evidence=(Evidence(SEED, place, exact),)), KINDS, text)


@pytest.mark.parametrize(
    ("place", "exact", "expected"),
    [
        (Row(3), "name: Anna", "there is no row 3: expected one of the stored text"),
        (Row(2), "name: Anna", "the words 'name: Anna' are not row 2: found 'name: Boris'"),
        (Row(2, 6, 10), "Anna", "row 2: the words 'Anna' do not stand at 6–10: found 'Bori'"),
        (Row(2, 6, 12), "Boris", "row 2: the words 'Boris' do not stand at 6–12: expected start and end within the 11"),
        (Row(1, 6), "Anna", "row 1: expected a start and an end, or neither"),
    ],
)
def test_a_row_that_is_not_in_the_stored_text_is_refused(place: Row, exact: str, expected: str) -> None:
    with pytest.raises(RefusedClaimError) as refused:
        check(structs.replace(SIBLINGS, evidence=(Evidence(SEED, place, exact),)), KINDS, ROWS)
    assert refused.value.reason.startswith(expected)


def test_a_claim_without_evidence_is_refused() -> None:
    assert reason(structs.replace(SIBLINGS, evidence=())) == "no evidence: expected the words that it stands on"


@pytest.mark.parametrize("exact", ["", " ", "\n\t"])
def test_empty_evidence_is_refused(exact: str) -> None:
    assert reason(standing_on(4, 5, exact)) == "empty evidence: expected the words that it stands on"


WITHIN = "expected start and end within the 34 characters of the text, start first"


@pytest.mark.parametrize(
    ("start", "end", "exact", "expected"),
    [
        (1, 5, "Anna", "the words 'Anna' do not stand at 1–5: found 'nna,'; they stand at 0–4"),
        (0, 3, "Anna", "the words 'Anna' do not stand at 0–3: found 'Ann'; they stand at 0–4"),
        (0, 5, "Anna", "the words 'Anna' do not stand at 0–5: found 'Anna,'; they stand at 0–4"),
        (0, 4, "anna", "the words 'anna' do not stand at 0–4: found 'Anna'"),
        (22, 24, "😀", "the words '😀' do not stand at 22–24: found '😀,'; they stand at 22–23"),
        (25, 35, "was held.", f"the words 'was held.' do not stand at 25–35: {WITHIN}; they stand at 25–34"),
        (4, 0, "Anna", f"the words 'Anna' do not stand at 4–0: {WITHIN}; they stand at 0–4"),
        (-9, -1, "was held", f"the words 'was held' do not stand at -9–-1: {WITHIN}; they stand at 25–33"),
        (900, 904, "Anna", f"the words 'Anna' do not stand at 900–904: {WITHIN}; they stand at 0–4"),
    ],
)
def test_words_that_do_not_stand_at_their_offsets_are_refused(start: int, end: int, exact: str, expected: str) -> None:
    assert reason(standing_on(start, end, exact)) == expected


def test_words_of_another_unicode_form_are_not_verbatim() -> None:
    assert "do not stand at 0–1" in reason(standing_on(0, 1, "\u00e9"), text="e\u0301")


def test_words_without_a_stored_text_are_refused() -> None:
    assert reason(SIBLINGS, text=None).endswith("start and end within the 0 characters of the text, start first")


def test_one_bad_piece_of_evidence_among_good_ones_is_enough() -> None:
    claim = structs.replace(SIBLINGS, evidence=(WORDS, Evidence(SEED, Characters(0, 4), "Anne")))
    assert reason(claim) == "the words 'Anne' do not stand at 0–4: found 'Anna'"


def test_evidence_from_two_sources_is_refused() -> None:
    claim = structs.replace(SIBLINGS, evidence=(WORDS, structs.replace(WORDS, source=SourceId("other"))))
    assert reason(claim) == "evidence from several sources: expected one claim for each"


def test_evidence_as_long_as_a_page_is_refused() -> None:
    text = "a" * 10_001
    assert reason(standing_on(0, 10_001, text), text=text) == "evidence of 10001 characters: expected at most 10000"
    check(standing_on(0, 10_000, text[1:]), KINDS, text)


def test_an_unknown_property_is_refused() -> None:
    assert reason(saying(PropertyId("urn:p"), Text("x"))) == "unknown property urn:p: expected one of the ontology"


def test_an_unknown_qualifier_is_refused() -> None:
    claim = structs.replace(SIBLINGS, qualifiers=((PropertyId("urn:p"), Text("x")),))
    assert reason(claim) == "unknown qualifier urn:p: expected a property of the ontology"


@pytest.mark.parametrize("part", ["value", "valid", "asserted_on"])
@pytest.mark.parametrize("date", ["", "yesterday", "2020-02-30", "2020-13", "07.09.2020", "2020-09-07T25:00"])
def test_a_bad_date_is_refused_wherever_it_stands(part: str, date: str) -> None:
    claim = saying(BORN, Time("1982"))
    bad = {
        "value": structs.replace(claim, value=Time(date)),
        "valid": structs.replace(claim, valid=Time(date)),
        "asserted_on": structs.replace(claim, asserted_on=Time(date)),
    }
    assert reason(bad[part]).startswith(f"{date!r} is not a date: ")


@pytest.mark.parametrize(
    "duration", ["", "P", "PT", "11 years", "P11", "P1Y2Y", "p11y", "P-1Y", "P1.5Y", "P1YT", "P1D\n"]
)
def test_a_bad_duration_is_refused(duration: str) -> None:
    expected = f"{duration!r} is not a duration: expected ISO 8601 such as P11Y or P1Y6M"
    assert reason(saying(TERM, Duration(duration))) == expected
    assert reason(structs.replace(SIBLINGS, qualifiers=((DURATION, Duration(duration)),))) == expected


BAD_IRIS = ["anna", "https://example.org/a b", "https://example.org/<a>", "onrecord:claim/one", "ONRECORD:entity/x", ""]


@pytest.mark.parametrize("iri", BAD_IRIS)
@pytest.mark.parametrize("part", ["subject", "claimant", "value", "kind"])
def test_a_bad_iri_is_refused_wherever_it_stands(part: str, iri: str) -> None:
    bad = {
        "subject": structs.replace(SIBLINGS, subject=EntityId(iri)),
        "claimant": structs.replace(SIBLINGS, claimant=EntityId(iri)),
        "value": structs.replace(SIBLINGS, value=Ref(EntityId(iri))),
        "kind": saying(TYPE, Iri(iri)),
    }
    assert reason(bad[part]).startswith(f"{iri!r} is not an IRI: ")


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (saying(BORN, Text("in April")), "'born' has words: expected a date"),
        (saying(NAME, Ref(ANNA)), "'name' has an entity: expected words"),
        (saying(AFFECTED, Text("a girl")), "'affected person' has words: expected an entity"),
        (saying(HELD, Text("many")), "'political prisoners held' has words: expected a number"),
        (saying(TERM, Quantity(amount=Decimal(11))), "'term' has a number: expected a duration"),
        (saying(TYPE, Text("person")), "'kind' has words: expected a kind"),
        (saying(TYPE, Unknown()), "'kind' has an unknown value: expected a kind"),
        (saying(NAME, Truth(truth=True)), "'name' has yes or no: expected words"),
        (
            structs.replace(SIBLINGS, qualifiers=((PLACE, Text("Minsk")),)),
            "'place' has words: expected an entity",
        ),
    ],
)
def test_a_value_of_another_type_than_the_range_is_refused(claim: Claim, expected: str) -> None:
    assert reason(claim) == expected


@pytest.mark.parametrize("words", ["", " ", "\n"])
def test_a_value_of_no_words_is_refused(words: str) -> None:
    assert reason(saying(NAME, Text(words))) == "'name' is empty: expected words"


def test_a_quantity_without_a_number_is_refused() -> None:
    expected = "'political prisoners held' has no number: expected an amount or a bound"
    assert reason(saying(HELD, Quantity(approximate=True, wording="many"))) == expected


def test_bounds_the_wrong_way_round_are_refused() -> None:
    expected = "'political prisoners held' from 30 to 20: expected the lower bound first"
    assert reason(saying(HELD, Quantity(lower=Decimal(30), upper=Decimal(20)))) == expected


def test_a_value_of_the_wrong_kind_is_refused() -> None:
    kinds = {ANNA: frozenset({PERSON}), BORIS: frozenset({PLACE_KIND})}
    assert reason(SIBLINGS, kinds) == "'sibling' is place: expected person"


def test_a_subject_of_the_wrong_kind_is_refused() -> None:
    kinds = {ANNA: frozenset({ARREST}), BORIS: frozenset({PERSON})}
    assert reason(SIBLINGS, kinds) == "arrest cannot have 'sibling': expected person"


def test_a_qualifier_of_the_wrong_kind_is_refused() -> None:
    claim = structs.replace(SIBLINGS, qualifiers=((PLACE, Ref(BORIS)),))
    assert reason(claim, KINDS) == "'place' is person: expected place"


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        (TYPE, Iri(PERSON)),
        (NAME, Text("Anna")),
        (ALIAS, Text("Anna")),
        (DESCRIPTION, Text("a girl")),
        (IDENTIFIER, Text("wikidata:Q1")),
    ],
)
def test_what_describes_an_entity_is_no_qualifier(prop: PropertyId, value: Value) -> None:
    claim = structs.replace(SIBLINGS, qualifiers=((prop, value),))
    assert reason(claim, KINDS) == f"unknown qualifier {prop}: expected a property of the ontology"


@pytest.mark.parametrize(
    ("kind", "prop", "value", "expected"),
    [
        (PERSON, WHEN, Time("2020"), "person cannot have 'when': expected event"),
        (PLACE_KIND, BORN, Time("1982"), "place cannot have 'born': expected person"),
        (ARREST, TERM, Duration("P11Y"), "arrest cannot have 'term': expected imprisonment or isolation or sentencing"),
        (ARREST, HELD, Quantity(amount=Decimal(5)), "arrest cannot have 'political prisoners held': expected actor"),
    ],
)
def test_a_property_that_the_kind_of_its_subject_does_not_take_is_refused(
    kind: KindId, prop: PropertyId, value: Value, expected: str
) -> None:
    assert reason(saying(prop, value), {EntityId("urn:x"): frozenset({kind})}) == expected


def test_a_kind_has_what_the_kinds_above_it_take() -> None:
    check(saying(WHEN, Time("2020")), {EntityId("urn:x"): frozenset({ARREST})}, TEXT)
    check(saying(NAME, Text("the arrest")), {EntityId("urn:x"): frozenset({ARREST})}, TEXT)


def test_an_entity_of_two_kinds_has_what_one_of_them_takes() -> None:
    kinds = {EntityId("urn:x"): frozenset({PERSON, ARREST})}
    check(saying(WHEN, Time("2020")), kinds, TEXT)
    assert reason(saying(TERM, Duration("P1Y")), kinds) == (
        "arrest or person cannot have 'term': expected imprisonment or isolation or sentencing"
    )


NO_IRI = 'expected an absolute IRI such as https://example.org/id/1, without spaces or <>"{}|\\^`'
UNWRITABLE = {
    "subject with a space": (
        structs.replace(SIBLINGS, subject=EntityId("onrecord:entity/a b")),
        f"'onrecord:entity/a b' is not an IRI: {NO_IRI}",
    ),
    "subject with a bad escape": (
        structs.replace(SIBLINGS, subject=EntityId("https://example.org/100%")),
        f"'https://example.org/100%' is not an IRI: {NO_IRI}",
    ),
    "value with brackets": (
        structs.replace(SIBLINGS, value=Ref(EntityId("https://example.org/a[1]"))),
        f"'https://example.org/a[1]' is not an IRI: {NO_IRI}",
    ),
    "language that is no tag": (
        saying(NAME, Text("Anna", "en_US")),
        "'en_US' is not a language: expected one such as en, in lower case",
    ),
    "language in capitals": (
        saying(NAME, Text("明斯克", "zh-Hant")),
        "'zh-Hant' is not a language: expected one such as en, in lower case",
    ),
    "empty language": (saying(NAME, Text("Anna", "")), "'' is not a language: expected one such as en, in lower case"),
    "origin with a space": (
        structs.replace(SIBLINGS, origin=ClaimId("no claim")),
        "'no claim' is no claim: expected the id of the claim that is repeated",
    ),
    "number that is none": (
        saying(HELD, Quantity(amount=Decimal("NaN"))),
        "'political prisoners held' is too large, too small or no number: expected at most 40 digits",
    ),
    "number without end": (
        saying(HELD, Quantity(amount=Decimal("Infinity"))),
        "'political prisoners held' is too large, too small or no number: expected at most 40 digits",
    ),
    "row before the first": (
        structs.replace(SIBLINGS, evidence=(Evidence(SEED, Row(-1), "Anna"),)),
        "row -1: expected rows to be counted from 1",
    ),
    "row nought": (
        structs.replace(SIBLINGS, evidence=(Evidence(SEED, Row(0), "Anna"),)),
        "row 0: expected rows to be counted from 1",
    ),
    "row and characters": (
        structs.replace(SIBLINGS, evidence=(WORDS, Evidence(SEED, Row(1), "Anna"))),
        "evidence by rows and by characters: expected one or the other",
    ),
    "amount with bounds": (
        saying(HELD, Quantity(amount=Decimal(5), lower=Decimal(1))),
        "'political prisoners held' has an amount and bounds: expected one or the other",
    ),
    "half a character": (
        saying(NAME, Text("\ud83d")),
        "a text holds half a character (a lone surrogate): expected Unicode",
    ),
}


@pytest.mark.parametrize(("claim", "expected"), UNWRITABLE.values(), ids=UNWRITABLE.keys())
def test_what_cannot_be_written_and_read_again_is_refused(claim: Claim, expected: str) -> None:
    assert reason(claim, KINDS) == expected
