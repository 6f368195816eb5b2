"""Ids lead back to what they were read from; what is none of ours is null in its place; a reference is one key."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from graph.archive import Deposit, initialise
from graph.plain import open_plain
from loaders import Document, Options, read_document
from loaders.annotation_file import read_annotations
from tests.schema.conftest import Asker

if TYPE_CHECKING:
    from pathlib import Path

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
SAMPLES = """{
  entity(ref: { name: "Maryya Kalesnikava" }) { __typename id }
  claims(first: 1) { nodes { __typename id property { __typename id } } }
  sources(first: 1) { edges { node { __typename id } } }
}"""


@pytest.fixture(scope="module")
def things(ask: Asker) -> dict[str, dict[str, str]]:
    """Return the type and the id of one thing of each sort."""
    found = ask(SAMPLES)
    claim = found["claims"]["nodes"][0]
    return {
        "entity": found["entity"],
        "claim": {"__typename": claim["__typename"], "id": claim["id"]},
        "property": claim["property"],
        "source": found["sources"]["edges"][0]["node"],
    }


def encoded(text: str) -> str:
    """Return `text` as an id is written."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("sort", ["entity", "claim", "property", "source"])
def test_an_id_leads_back_to_its_thing(ask: Asker, things: dict[str, dict[str, str]], sort: str) -> None:
    assert ask(NODE, id=things[sort]["id"])["node"] == things[sort]


def test_many_ids_lead_back_in_their_order(ask: Asker, things: dict[str, dict[str, str]]) -> None:
    wanted = [things[sort] for sort in ("source", "entity", "claim", "property", "entity", "source")]
    assert ask(NODES, ids=[thing["id"] for thing in wanted])["nodes"] == wanted


NONE_OF_OURS = {
    "empty": "",
    "garbage": "nonsense",
    "not base 64": "!!!",
    "not utf-8": "_-_-",
    "no sort": encoded("nonsense"),
    "unknown sort": encoded("z:onrecord:entity/x"),
    "no key": encoded("e:"),
    "unknown entity": encoded("e:onrecord:entity/nobody-0000000000000000"),
    "unknown claim": encoded("c:onrecord:claim/0000"),
    "unknown source": encoded("s:nowhere"),
    "unknown property": encoded("p:nonsense"),
    "an iri": "https://sample.example/id/kalesnikava",
    "of relay elsewhere": base64.b64encode(b"Person:1").decode(),
    "long": "A" * 10_000,
}


@pytest.mark.parametrize("text", NONE_OF_OURS.values(), ids=NONE_OF_OURS)
def test_an_id_that_is_none_of_ours_leads_nowhere(ask: Asker, text: str) -> None:
    assert ask(NODE, id=text)["node"] is None


@pytest.mark.parametrize("ids", [["", "entity"], ["entity", "garbage", "claim"], ["garbage", "garbage"]])
def test_what_is_none_of_ours_is_null_in_its_place(
    ask: Asker, things: dict[str, dict[str, str]], ids: list[str]
) -> None:
    asked = [things[name]["id"] if name in things else NONE_OF_OURS.get(name, "") for name in ids]
    assert ask(NODES, ids=asked)["nodes"] == [things.get(name) for name in ids]


def test_no_ids_are_answered_with_none(ask: Asker) -> None:
    assert ask(NODES, ids=[]) == {"nodes": []}


def test_the_id_of_a_kind_is_for_filters_only(ask: Asker) -> None:
    kind = ask('{ entity(ref: { name: "Belarus" }) { kinds { id typeName } } }')["entity"]["kinds"][0]
    assert kind["typeName"] == "Place"
    assert ask(NODE, id=kind["id"])["node"] is None
    query = 'query($k: [ID!]) { search(text: "belarus", kinds: $k) { edges { node { name } } } }'
    assert ask(query, k=[kind["id"]])["search"]["edges"] == [{"node": {"name": "Belarus"}}]


# ---------------------------------------------------------------- references

ENTITY = "query($ref: EntityRef!) { entity(ref: $ref) { name } }"
KALESNIKAVA = {"name": "Maryya Kalesnikava"}


@pytest.mark.parametrize(
    "name",
    [
        "Maryya Kalesnikava",
        "maryya kalesnikava",
        "MARYYA  KALESNIKAVA",
        "  Maryya Kalesnikava ",
        "Máryya Kalesnìkava",
        "Mary\u200bya Kalesnikava",
        "Maria Kolesnikova",
    ],
)
def test_an_entity_is_found_by_a_whole_name_or_alias(ask: Asker, name: str) -> None:
    assert ask(ENTITY, ref={"name": name})["entity"] == KALESNIKAVA


@pytest.mark.parametrize("name", ["Maryya", "Maryya Kalesnikav", "Maryya Kalesnikava of Minsk", "Nobody", " ", "%"])
def test_a_part_of_a_name_is_not_enough(ask: Asker, name: str) -> None:
    assert ask(ENTITY, ref={"name": name})["entity"] is None


@pytest.mark.parametrize(
    "ref",
    [
        {"iri": "https://sample.example/id/kalesnikava"},
        {"id": encoded("e:https://sample.example/id/kalesnikava")},
    ],
)
def test_an_entity_is_found_by_its_iri_and_its_id(ask: Asker, ref: dict[str, str]) -> None:
    assert ask(ENTITY, ref=ref)["entity"] == KALESNIKAVA


def test_an_entity_is_found_by_the_iri_that_it_shows(ask: Asker) -> None:
    shown = ask('{ entity(ref: { name: "The Sample Courier" }) { iri } }')["entity"]["iri"]
    assert shown.startswith("http://localhost:8000/entity/courier-")
    assert ask(ENTITY, ref={"iri": shown})["entity"] == {"name": "The Sample Courier"}


def test_an_entity_is_found_by_its_wikidata_id(ask: Asker) -> None:
    assert ask(ENTITY, ref={"wikidata": "Q184"})["entity"] == {"name": "Belarus"}


@pytest.mark.parametrize(
    "ref",
    [
        {"iri": "https://sample.example/id/nobody"},
        {"wikidata": "Q1"},
        {"wikidata": "Q999999999"},
        {"id": encoded("e:https://sample.example/id/nobody")},
        {"name": ""},
        {"id": ""},
    ],
)
def test_an_entity_that_is_not_there_is_null(ask: Asker, ref: dict[str, str]) -> None:
    assert ask(ENTITY, ref=ref)["entity"] is None


@pytest.mark.parametrize("ref", [{"iri": "nonsense"}, {"id": "nonsense"}])
def test_what_is_neither_an_id_nor_an_iri_is_refused(ask: Asker, ref: dict[str, str]) -> None:
    (error,) = ask.errors(ENTITY, ref=ref)
    expected = "expected one of an entity, as `entity` or `search` gives for a name"
    assert error["message"] == f"'nonsense' is neither an id nor an IRI: {expected}"
    assert error["extensions"] == {"code": "INVALID_INPUT"}


def test_an_id_of_something_else_is_no_entity(ask: Asker, things: dict[str, dict[str, str]]) -> None:
    assert ask.codes(ENTITY, ref={"id": things["claim"]["id"]}) == ["INVALID_INPUT"]


@pytest.mark.parametrize(
    "ref",
    [
        {"name": "Belarus", "wikidata": "Q184"},
        {"name": "Belarus", "id": None},
        {"name": None},
        {},
        {"nonsense": "Belarus"},
    ],
)
def test_a_reference_has_just_one_key(ask: Asker, ref: dict[str, object]) -> None:
    ran = ask.response(ENTITY, ref=ref)
    assert list(ran) == ["errors"]


@pytest.mark.parametrize(
    "ref",
    [
        '{ name: "Belarus", wikidata: "Q184" }',
        '{ name: "Belarus", id: null }',
        '{ id: "a", iri: "https://example.org/a", wikidata: "Q184", name: "Belarus" }',
        "{ name: null }",
        "{}",
    ],
)
def test_a_reference_written_out_has_just_one_key(ask: Asker, ref: str) -> None:
    response = ask.response(f"{{ entity(ref: {ref}) {{ name }} }}")
    assert list(response) == ["errors"]
    (error,) = response["errors"]
    assert re.search(r"must specify exactly one key|must be non-null", error["message"])
    assert error["extensions"] == {"code": "VALIDATION"}


def test_a_key_of_a_reference_may_be_a_variable(ask: Asker) -> None:
    query = "query($name: String!) { entity(ref: { name: $name }) { name } }"
    assert ask(query, name="Belarus")["entity"] == {"name": "Belarus"}


@pytest.mark.parametrize("given", [{}, {"name": None}])
def test_a_key_of_a_reference_is_never_a_variable_without_a_value(ask: Asker, given: dict[str, object]) -> None:
    query = "query($name: String) { entity(ref: { name: $name }) { name } }"
    assert ask.codes(query, **given) == ["INVALID_INPUT"]


@pytest.mark.parametrize("ref", ['{ name: "" }', '{ id: "" }', '{ wikidata: "" }'])
@pytest.mark.parametrize(
    "query",
    [
        "{ timeline(about: [REF]) { totalCount } }",
        "{ accounts(about: REF) { totalCount } }",
        '{ paths(from: REF, to: { name: "Belarus" }) { totalCount } }',
    ],
    ids=["timeline", "accounts", "paths"],
)
def test_a_question_about_an_empty_reference_is_about_nobody(ask: Asker, query: str, ref: str) -> None:
    assert ask.codes(query.replace("REF", ref)) == ["NOT_FOUND"]


def test_many_entities_are_answered_in_their_order_with_null_for_nobody(ask: Asker) -> None:
    query = "query($refs: [EntityRef!]!) { entities(refs: $refs) { name } }"
    refs = [{"wikidata": "Q184"}, {"name": "Nobody"}, KALESNIKAVA, {"wikidata": "Q184"}]
    assert ask(query, refs=refs)["entities"] == [{"name": "Belarus"}, None, KALESNIKAVA, {"name": "Belarus"}]


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Return how to ask a graph in which two articles speak of two people of one name."""
    folder = tmp_path_factory.mktemp("namesakes")
    archive = initialise(folder / "data")
    archive.load([article(folder, "times", "Anna Kowal"), article(folder, "post", "Ánna KOWAL")], at=1)
    return Asker(open_plain(archive, archive.current()))


def article(folder: Path, name: str, person: str) -> Deposit:
    """Return an article that says no more than a name."""
    mention = {"start": 0, "end": len(person), "text": person}
    annotations: dict[str, Any] = {
        "doc": {"id": name, "publisher": name},
        "entities": [{"id": "anna", "name": person, "type": "person", "mentions": [mention]}],
        "claims": [],
    }
    file = folder / f"{name}.json"
    file.write_text(json.dumps(annotations), encoding="utf-8")
    document = Document(f"{name}.txt", f"{person} is here.".encode())
    return Deposit(read_document(document, Options(annotations=read_annotations(file))).content, document.content)


def test_a_name_that_several_carry_is_ambiguous(namesakes: Asker) -> None:
    (error,) = namesakes.errors(ENTITY, ref={"name": "anna kowal"})
    assert error["extensions"] == {"code": "AMBIGUOUS"}
    assert error["message"].startswith("'anna kowal' names 2 entities: expected an id; candidates: ")
    assert error["message"].count("<http://localhost:8000/entity/anna-") == 2


def test_the_candidates_of_an_ambiguous_name_can_be_asked_for(namesakes: Asker) -> None:
    (error,) = namesakes.errors(ENTITY, ref={"name": "anna kowal"})
    iris = [part.split(">")[0] for part in error["message"].split("<")[1:]]
    names = [namesakes(ENTITY, ref={"iri": iri})["entity"]["name"] for iri in iris]
    assert sorted(names) == ["Anna Kowal", "Ánna KOWAL"]


def test_an_ambiguous_name_is_never_guessed_by_a_question(namesakes: Asker) -> None:
    query = '{ timeline(about: [{ name: "Anna Kowal" }]) { totalCount } }'
    assert namesakes.codes(query) == ["AMBIGUOUS"]
