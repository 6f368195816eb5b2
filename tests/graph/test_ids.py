"""Ids are minted alike for ever, and no two things get one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.errors import InvalidIriError
from graph.ids import (
    ClaimId,
    ClaimIds,
    EntityId,
    PropertyId,
    SourceId,
    check_iri,
    entity_id,
    event_id,
    folder_name,
    is_address,
    publisher_id,
    source_id,
    source_iri,
)
from tests.graph.strategies import law

ANNA, BORIS, COURIER = (EntityId(f"onrecord:entity/{name}") for name in ("anna", "boris", "courier"))
NAME = PropertyId("https://schema.org/name")
ALIAS = PropertyId("https://schema.org/alternateName")


@pytest.mark.parametrize(
    ("source", "local", "expected"),
    [
        ("seed", "kalesnikava", "onrecord:entity/kalesnikava-h8r73ip6nr64f4d3"),
        ("seed", "Калеснікава", "onrecord:entity/x-3qh9v7olc3jqju8m"),
        ("https://example.org/a", "Kalesnikava, M.", "onrecord:entity/kalesnikava-m-p3lmjtk69nsrkn0t"),
        ("", "", "onrecord:entity/x-pab6kgndriodnb52"),
        ("seed", "a" * 60, "onrecord:entity/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-fv0i4dvrvdfisih4"),
    ],
)
def test_an_entity_is_minted_alike_for_ever(source: str, local: str, expected: str) -> None:
    assert entity_id(SourceId(source), local) == expected


def test_an_event_is_minted_alike_for_ever() -> None:
    assert event_id(SourceId("seed"), "c001") == "onrecord:entity/c001-52btp1tac8dlo9bv"


def test_an_event_is_not_the_entity_of_the_same_local_id() -> None:
    assert event_id(SourceId("seed"), "c001") != entity_id(SourceId("seed"), "c001")


def test_a_publisher_is_minted_alike_for_ever() -> None:
    assert publisher_id("The Courier") == "onrecord:entity/the-courier-7an0ugdkjroslagb"


@pytest.mark.parametrize("name", ["The Courier", "the courier", "  THE \n COURIER "])
def test_a_publisher_is_one_entity_whatever_its_case_and_spaces(name: str) -> None:
    assert publisher_id(name) == publisher_id("The Courier")


@given(st.text(), st.text(), st.text(), st.text())
@law
def test_no_two_entities_share_an_id(source: str, local: str, other_source: str, other_local: str) -> None:
    same = (source, local) == (other_source, other_local)
    assert (entity_id(SourceId(source), local) == entity_id(SourceId(other_source), other_local)) is same


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("seed", "seed-jbqik2e7nhmm"),
        ("https://example.org/News/1?a=b", "example-org-news-1-a-b-go8dtdb05qug"),
        ("../../etc/passwd", "etc-passwd-ijcl3n3g90qd"),
        ("Вясна", "x-dfm73p4j4iu9"),
        ("CON", "con-2ke5d6f5eot1"),
    ],
)
def test_a_folder_is_named_alike_for_ever(source: str, expected: str) -> None:
    assert folder_name(SourceId(source)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://example.org/a"),
        ("a/b", "a-b"),
        ("Seed", "seed"),
        ("é", "è"),
        ("x" * 50, "x" * 51),
        ("seed", "seed "),
    ],
)
def test_no_two_sources_share_a_folder_even_where_case_is_ignored(one: str, other: str) -> None:
    assert folder_name(SourceId(one)).lower() != folder_name(SourceId(other)).lower()


@given(st.text(), st.text())
@law
def test_a_folder_is_a_short_plain_name_of_one_source(one: str, other: str) -> None:
    name = folder_name(SourceId(one))
    assert len(name) <= 53
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert (name == folder_name(SourceId(other))) is (one == other)


@pytest.mark.parametrize(
    "iri",
    ["https://www.wikidata.org/entity/Q184", "urn:uuid:1", "mailto:a@example.org", "http://пример.example/é?a=b#c"],
)
def test_an_absolute_iri_is_let_in_as_it_is(iri: str) -> None:
    assert check_iri(iri) == iri


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "Q184",
        "//example.org/a",
        "/a",
        ":a",
        "1a:b",
        "https:",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org/a\u00a0b",
        "https://example.org/\x7f",
        "https://example.org/<a>",
        'https://example.org/"',
        "https://example.org/{a}",
        "https://example.org/a|b",
        "https://example.org/a\\b",
        "https://example.org/^",
        "https://example.org/`",
        "https://example.org/\ud800",
        " https://example.org/",
    ],
)
def test_what_is_no_absolute_iri_is_refused_with_what_was_expected(iri: str) -> None:
    with pytest.raises(InvalidIriError) as refused:
        check_iri(iri)
    assert refused.value.text == iri
    assert refused.value.reason == (
        'expected an absolute IRI such as https://example.org/id/1, without spaces or <>"{}|\\^`'
    )


@pytest.mark.parametrize("iri", ["onrecord:entity/a", "ONRECORD:entity/a", "OnRecord:x"])
def test_an_iri_of_our_own_is_refused_because_only_we_mint_them(iri: str) -> None:
    with pytest.raises(InvalidIriError) as refused:
        check_iri(iri)
    assert refused.value.reason == "onrecord: is reserved for ids that this service mints"


def test_an_iri_of_2000_characters_is_let_in() -> None:
    iri = "https://example.org/" + "a" * 1_980
    assert check_iri(iri) == iri


def test_a_longer_iri_is_refused_and_not_repeated_whole() -> None:
    with pytest.raises(InvalidIriError) as refused:
        check_iri("https://example.org/" + "a" * 1_981)
    assert refused.value.reason == "longer than 2000 characters"
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/100%",
        "https://example.org/%zz",
        "https://example.org/a[1]",
        "https://exa[mple.org/",
        "https://[::1/",
        "https://example.org:port/",
        "https://example.org/\ue000",
        "https://example.org/\ufffe",
    ],
)
def test_an_iri_that_an_engine_does_not_take_is_refused(iri: str) -> None:
    with pytest.raises(ValueError, match=r"IRI|character"):
        NamedNode(iri)
    with pytest.raises(InvalidIriError):
        check_iri(iri)


@pytest.mark.parametrize("address", ["https://example.org/100%", "https://example.org/a[1]", "https://[::1/"])
def test_an_address_that_an_engine_does_not_take_gets_an_iri_of_our_own(address: str) -> None:
    assert NamedNode(source_iri(SourceId(address))).value.startswith("onrecord:source/")


@pytest.mark.parametrize(
    ("source", "iri"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("HTTPS://example.org/A", "HTTPS://example.org/A"),
        ("seed", "onrecord:source/seed"),
        ("a/b#c d%20", "onrecord:source/a%2Fb%23c%20d%2520"),
        ("Вясна", "onrecord:source/%D0%92%D1%8F%D1%81%D0%BD%D0%B0"),
        ("https://example.org/a#b", "onrecord:source/https%3A%2F%2Fexample.org%2Fa%23b"),
        ("https://example.org/a b", "onrecord:source/https%3A%2F%2Fexample.org%2Fa%20b"),
        ("ftp://example.org/a", "onrecord:source/ftp%3A%2F%2Fexample.org%2Fa"),
        ("onrecord:source/seed", "onrecord:source/onrecord%3Asource%2Fseed"),
    ],
)
def test_a_source_has_its_address_as_iri_or_its_id_below_ours(source: str, iri: str) -> None:
    assert source_iri(SourceId(source)) == iri
    assert source_id(iri) == source


@given(
    st.text()
    | st.text(alphabet="/#%?: é😀\u0000ab", max_size=12)
    | st.from_regex(r"(https?|onrecord)://?[a-z/%#? é]{1,20}", fullmatch=True)
)
@law
def test_every_source_is_found_again_by_its_iri(source: str) -> None:
    iri = source_iri(SourceId(source))
    assert source_id(iri) == source
    assert "#" not in iri


@pytest.mark.parametrize("text", ["https://example.org", "http://a/b?c", "HTTP://a"])
def test_a_web_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "https://", "https:///a", "https://a#b", "https://a b", "https://a/\u202eb", "ftp://a", "a.example"]
)
def test_what_is_no_web_address_or_has_a_fragment_is_none(text: str) -> None:
    assert not is_address(text)


def first_id(
    source: str = "seed",
    subject: EntityId = ANNA,
    prop: PropertyId = NAME,
    value: tuple[str, ...] = ("Text", "Anna", ""),
    claimant: EntityId = COURIER,
) -> ClaimId:
    """Return the id of the first such claim of its source."""
    return ClaimIds(SourceId(source)).next(subject, prop, value, claimant)


def test_a_claim_is_named_alike_for_ever() -> None:
    assert first_id() == "onrecord:claim/4e7pnj4cfh3rh6j2kvnufbisre"


def test_the_second_equal_claim_of_a_source_has_another_id_and_that_for_ever() -> None:
    ids = ClaimIds(SourceId("seed"))
    found = [ids.next(ANNA, NAME, ("Text", "Anna", ""), COURIER) for _ in range(3)]
    assert found == [
        "onrecord:claim/4e7pnj4cfh3rh6j2kvnufbisre",
        "onrecord:claim/17oi1of6g21j8k6n8uite9ht51",
        "onrecord:claim/ait6fua10t05bmae2d8rlr5c4i",
    ]


@pytest.mark.parametrize(
    "other",
    [
        first_id(source="dispatch"),
        first_id(subject=BORIS),
        first_id(prop=ALIAS),
        first_id(value=("Text", "Anne", "")),
        first_id(value=("Text", "Anna", "en")),
        first_id(value=("Iri", "Anna")),
        first_id(claimant=BORIS),
    ],
)
def test_a_claim_that_differs_in_what_makes_a_claim_has_another_id(other: ClaimId) -> None:
    assert other != first_id()


def test_other_claims_between_change_no_id() -> None:
    ids = ClaimIds(SourceId("seed"))
    ids.next(BORIS, NAME, ("Text", "Boris", ""), COURIER)
    ids.next(ANNA, ALIAS, ("Text", "Anna", ""), COURIER)
    assert ids.next(ANNA, NAME, ("Text", "Anna", ""), COURIER) == first_id()


@given(st.lists(st.text(max_size=3), min_size=2, max_size=5), st.lists(st.text(max_size=3), min_size=2, max_size=5))
@law
def test_no_two_values_share_a_claim_id(one: list[str], other: list[str]) -> None:
    assert (first_id(value=("Text", *one)) == first_id(value=("Text", *other))) is (one == other)
