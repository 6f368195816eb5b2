"""What makes two values one, what may stand as a fact, and what a path passes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from msgspec import structs

from graph.ids import EntityId, PropertyId
from graph.model import (
    Certainty,
    Claim,
    Duration,
    Hop,
    Iri,
    Path,
    Quantity,
    Rank,
    Ref,
    Row,
    Stance,
    Status,
    Text,
    Time,
    Truth,
    Unknown,
    Value,
    value_key,
    written_number,
)
from tests.graph.builders import SIBLINGS, WORDS, person
from tests.graph.strategies import law, numbers


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (Ref(EntityId("urn:a")), ("Ref", "urn:a")),
        (Iri("urn:a"), ("Iri", "urn:a")),
        (Text("a"), ("Text", "a")),
        (Text("a", "en"), ("Text", "a")),
        (Time("2020~"), ("Time", "2020~")),
        (Duration("P11Y"), ("Duration", "P11Y")),
        (Truth(truth=True), ("Truth", "True")),
        (Unknown(), ("Unknown", "False")),
        (Unknown(none=True), ("Unknown", "True")),
        (Quantity(amount=Decimal(1200)), ("Quantity", "1200", "", "", "False")),
        (Quantity(amount=Decimal(1200), approximate=True), ("Quantity", "1200", "", "", "True")),
        (Quantity(lower=Decimal("20.5")), ("Quantity", "", "20.5", "", "False")),
        (Quantity(upper=Decimal(20)), ("Quantity", "", "", "20", "False")),
        (Quantity(lower=Decimal(20), upper=Decimal(30)), ("Quantity", "", "20", "30", "False")),
    ],
)
def test_the_key_of_a_value_is_its_type_and_content_for_ever(value: Value, key: tuple[str, ...]) -> None:
    assert value_key(value) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Time("2020-09-07", "on September 7"), Time("2020-09-07", "last Monday")),
        (Time("2020-09-07", "on September 7"), Time("2020-09-07")),
        (Quantity(amount=Decimal(2), wording="two"), Quantity(amount=Decimal(2))),
        (Quantity(lower=Decimal(20), wording="over a score"), Quantity(lower=Decimal(20))),
    ],
)
def test_the_wording_of_the_source_makes_no_other_value(one: Value, other: Value) -> None:
    assert value_key(one) == value_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.50", "1.5"), ("1E+3", "1000"), ("0.0", "0"), ("100", "1E2"), ("-0", "0"), ("-0.00", "0"), ("0E+5", "0")],
)
def test_equal_numbers_are_one_value_however_written(one: str, other: str) -> None:
    assert value_key(Quantity(amount=Decimal(one))) == value_key(Quantity(amount=Decimal(other)))


def test_numbers_that_differ_in_their_last_digit_are_two_values() -> None:
    one, other = Decimal("0.12345678901234567890123456789012341"), Decimal("0.12345678901234567890123456789012342")
    assert value_key(Quantity(amount=one)) != value_key(Quantity(amount=other))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1.50", "1.5"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("-20.50", "-20.5"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)
def test_a_number_is_written_in_digits(number: str, written: str) -> None:
    assert written_number(Decimal(number)) == written


@given(numbers, numbers)
@law
def test_numbers_are_written_alike_when_they_are_equal_and_only_then(one: Decimal, other: Decimal) -> None:
    assert Decimal(written_number(one)) == one
    assert (written_number(one) == written_number(other)) is (one == other)


@pytest.mark.parametrize("other", [Iri("2020"), Text("2020"), Time("2020"), Duration("2020"), Quantity(Decimal(2020))])
def test_values_of_two_types_are_two_values(other: Value) -> None:
    assert value_key(Ref(EntityId("2020"))) != value_key(other)


def test_a_text_is_one_value_whatever_its_language_is_said_to_be() -> None:
    assert value_key(Text("Minsk", "en")) == value_key(Text("Minsk", "de")) == value_key(Text("Minsk"))


@pytest.mark.parametrize(
    "claim",
    [
        SIBLINGS,
        structs.replace(SIBLINGS, stance=Stance.REPORTS),
        structs.replace(SIBLINGS, rank=Rank.PREFERRED),
    ],
)
def test_what_is_asserted_accepted_and_not_deprecated_is_a_fact(claim: Claim) -> None:
    assert claim.is_fact


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
    ],
)
def test_what_is_not_asserted_accepted_or_is_deprecated_is_no_fact(claim: Claim) -> None:
    assert not claim.is_fact


def test_the_source_of_a_claim_is_that_of_its_evidence() -> None:
    assert structs.replace(SIBLINGS, evidence=(structs.replace(WORDS, place=Row(3)),)).source == "seed"


def test_the_span_of_a_time_is_what_its_edtf_leaves_open() -> None:
    assert Time("2020-09", "in September").span.display() == "September 2020"


def test_a_path_passes_its_ends_and_all_between_in_walking_order() -> None:
    anna, boris, chaim = person("Anna"), person("Boris"), person("Chaim")
    prop = PropertyId("https://schema.org/sibling")
    path = Path((Hop(anna, boris, prop, True, (SIBLINGS,)), Hop(boris, chaim, prop, False, (SIBLINGS,))), 1)  # noqa: FBT003 - as the type has it
    assert path.entities == [anna, boris, chaim]


def test_a_path_of_no_hops_passes_nothing() -> None:
    assert Path((), 0).entities == []
