"""Names, kinds and identifiers as claims, and who the publisher is (DESIGN §11), on one small article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import LoadError
from graph.ids import publisher_id
from graph.model import Characters, Claim, Iri, Text
from tests.loaders.builders import INFERRED, ids, the

if TYPE_CHECKING:
    from tests.loaders.conftest import Annotated, Make


def words(claim: Claim) -> str:
    return claim.evidence[0].exact


def test_a_name_stands_on_the_first_mention_that_carries_it(blank: Make) -> None:
    made = blank()
    made.entity("anna", "Anna Kowal", "person", mentions=("a teacher", "Anna Kowal"), aliases=["teacher"])
    name, alias = made.said("name")[1], made.said("alternateName")[0]
    assert (name.value, name.evidence[0].place, words(name)) == (Text("Anna Kowal"), Characters(13, 23), "Anna Kowal")
    assert (alias.value, alias.evidence[0].place, words(alias)) == (Text("teacher"), Characters(25, 34), "a teacher")
    assert (name.derivation, alias.derivation) == (None, None)


def test_of_equal_mentions_the_first_carries_the_name(blank: Make) -> None:
    made = blank()
    made.entity("jan", "Kowal", "person", mentions=())
    made.entities[-1]["mentions"] = [
        {"start": 95, "end": 100, "text": "Kowal"},
        {"start": 18, "end": 23, "text": "Kowal"},
    ]
    assert made.said("name")[1].evidence[0].place == Characters(18, 23)


def test_a_name_that_no_mention_carries_is_inferred_on_the_first(blank: Make) -> None:
    made = blank()
    made.entity("anna", "Hanna Kowal", "person", mentions=("a teacher", "Anna Kowal"), aliases=["Ганна"])
    for claim in (made.said("name")[1], made.said("alternateName")[0]):
        assert (words(claim), claim.derivation) == ("a teacher", INFERRED)


def test_who_is_not_named_has_a_description_and_no_name(blank: Make) -> None:
    made = blank()
    made.entity("police", "(the police)", "group", mentions=("people were",), unnamed=True)
    assert [claim.value for claim in made.said("name")] == [Text("The Courier")]
    assert [claim.value for claim in made.said("description")] == [Text("the police")]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "en"), ("EN", "en"), ("be-Tarask", "be-tarask"), (None, None)]
)
def test_a_name_that_a_mention_carries_is_in_the_language_of_the_text(
    blank: Make, language: str | None, expected: str | None
) -> None:
    made = blank()
    made.doc["language"] = language
    made.entity("anna", "Anna Kowal", "person", mentions=("a teacher", "Anna Kowal"), aliases=["teacher", "Ганна"])
    assert made.said("name")[1].value == Text("Anna Kowal", expected)
    assert [claim.value for claim in made.said("alternateName")] == [Text("teacher", expected), Text("Ганна")]


def test_a_description_that_a_mention_carries_is_in_the_language_of_the_text(blank: Make) -> None:
    made = blank()
    made.doc["language"] = "EN"
    made.entity("police", "(people)", "group", mentions=("people were",), unnamed=True)
    assert [claim.value for claim in made.said("description")] == [Text("people", "en")]


def test_a_publisher_that_is_no_entity_has_a_name_in_no_language(article: Annotated) -> None:
    article.doc |= {"publisher": "The Courier Ltd", "language": "en"}
    assert Text("The Courier Ltd") in [claim.value for claim in article.said("name")]


def test_an_entity_has_its_kind_and_the_publisher_says_so(article: Annotated) -> None:
    kinds = {claim.subject: claim.value for claim in article.said("type")}
    assert kinds[the("anna").entity] == Iri("https://schema.org/Person")
    assert kinds[the("brest").entity] == Iri("https://schema.org/Place")
    assert {claim.claimant for claim in article.read().content.claims} == {the("courier").entity}


@pytest.mark.parametrize(
    ("more", "iri"),
    [
        ({}, "onrecord:entity/anna-hrvukc0vrv8itc9j"),
        ({"iri": "https://example.org/id/anna"}, "https://example.org/id/anna"),
        ({"identifiers": {"wikidata": "Q42"}}, "http://www.wikidata.org/entity/Q42"),
        ({"iri": "https://example.org/id/anna", "identifiers": {"wikidata": "Q42"}}, "https://example.org/id/anna"),
        ({"identifiers": {"viaf": "12"}}, "onrecord:entity/anna-hrvukc0vrv8itc9j"),
    ],
)
def test_an_iri_or_a_wikidata_id_joins_files_and_else_one_is_minted(
    blank: Make, more: dict[str, object], iri: str
) -> None:
    made = blank()
    made.entity("anna", "Anna Kowal", "person")
    made.entities[-1] |= more
    assert made.said("name")[1].subject == iri


def test_identifiers_are_claims(blank: Make) -> None:
    made = blank()
    made.entity("anna", "Anna Kowal", "person", identifiers={"wikidata": "Q42", "viaf": "12"})
    assert [claim.value for claim in made.said("identifier")] == [Text("viaf:12"), Text("wikidata:Q42")]


def test_a_publisher_by_flag_becomes_a_name_of_the_annotated_one(article: Annotated) -> None:
    read = article.read(publisher="Courier Weekly")
    assert read.content.source.publisher == the("courier").entity
    (alias,) = article.said("alternateName", publisher="Courier Weekly")
    assert (alias.subject, alias.value) == (the("courier").entity, Text("Courier Weekly"))


def test_a_publisher_by_flag_wins_over_a_plain_name(article: Annotated) -> None:
    article.doc["publisher"] = "Someone Else"
    read = article.read(publisher="The Courier")
    assert read.content.source.publisher == publisher_id("the courier")
    named = [claim for claim in article.said("name", publisher="The Courier") if claim.claimant == claim.subject]
    assert [(claim.value, claim.evidence[0].place) for claim in named] == [(Text("The Courier"), Characters(0, 11))]


def test_nobody_as_publisher_stops_the_load(article: Annotated) -> None:
    del article.doc["publisher"]
    with pytest.raises(LoadError, match=r"give --publisher NAME or doc\.publisher"):
        article.read()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"type": "human"}, "unknown type 'human': expected one of asset, award, campaign"),
        ({"mentions": []}, "no mention: expected at least one place where the text speaks of it"),
        (
            {"mentions": [{"start": 0, "end": 3, "text": "Jan"}]},
            "a mention: the words 'Jan' do not stand at 0–3: found 'The'",
        ),
        ({"id": "anna"}, "its id is taken by an earlier entity: expected ids to be unique"),
        ({"id": "#jan"}, "'#jan' cannot be its id: expected one that is not empty"),
        ({"name": " "}, "its name is empty: expected the name that the text gives it"),
        ({"iri": "not an iri"}, "'not an iri' is not an IRI: expected an absolute IRI such as"),
        ({"iri": "onrecord:entity/x"}, "'onrecord:entity/x' is not an IRI: onrecord: is reserved"),
        ({"identifiers": {"wikidata": "42"}}, "'42' is no Wikidata id: expected one such as Q184"),
        ({"name": 3}, "Expected `str`, got `int` - at `$.name`"),
        ({"alias": ["Ania"]}, "unknown field 'alias': expected 'aliases'"),
        ({"unamed": True}, "unknown field 'unamed': expected 'unnamed'"),
    ],
)
def test_a_bad_entity_is_refused_and_no_other(article: Annotated, change: dict[str, object], expected: str) -> None:
    before = ids(article.read().content.claims)
    article.entity("kowal", "Kowal", "person")
    article.entities[-1] |= change
    ((place, reason),) = article.refusals()
    assert place == f"courier-1: entity {article.entities[-1]['id']}"
    assert reason.startswith(expected)
    assert ids(article.read().content.claims) == before


@pytest.mark.parametrize(
    "change", [{"type": "human"}, {"mentions": [{"start": 0, "end": 3, "text": "Jan"}]}, {"name": 3}]
)
def test_a_refused_entity_that_is_the_publisher_stops_the_load(article: Annotated, change: dict[str, object]) -> None:
    article.entities[0] |= change
    with pytest.raises(LoadError) as refused:
        article.read()
    expected = "the entity 'courier' is refused, and it is doc.publisher: mend it first"
    assert (refused.value.name, refused.value.reason) == ("annotations.json", expected)


def test_a_refused_entity_takes_the_claims_that_name_it_along(article: Annotated) -> None:
    article.entities[1]["type"] = "human"
    article.claim("c1", "relation:sibling", {"a": "anna", "b": "jan"}, "her brother")
    assert [place for place, _ in article.refusals()] == ["courier-1: entity anna", "courier-1: claim c1"]


def test_an_entity_refused_at_the_door_takes_the_claims_that_name_it_along(blank: Make) -> None:
    made = blank("The Courier. Jan Kowal. " + "x" * 10_001)
    made.entity("jan", "Jan Kowal", "person")
    made.entity("anna", "Anna", "person", mentions=("x" * 10_001,))
    made.claim("c1", "relation:sibling", {"a": "anna", "b": "jan"}, "Jan Kowal")
    assert [place for place, _ in made.refusals()] == ["courier-1: entity anna", "courier-1: claim c1"]
