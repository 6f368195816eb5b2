"""The sample case from end to end: what `data/sample/README.md` says that it answers, it answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from loaders.batch import Batch, Item, read_batch
from server import Settings, create_app
from tests.web.conftest import SAMPLE, load

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[..., Any]

NAMES = ["courier", "dispatch"]
README = (SAMPLE / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    """Return both reports as they are read."""
    read = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    return {Path(item.document.name).stem: item for item in read}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Return how to ask the sample case over HTTP for the data of an answer without errors."""
    data = tmp_path_factory.mktemp("sample") / "data"
    load(data, *NAMES)
    client = TestClient(create_app(Settings(data=data)))

    def ask(query: str, **variables: object) -> Any:  # noqa: ANN401 - whatever is asked for
        answered = client.post("/graphql", json={"query": query, "variables": variables})
        assert "errors" not in answered.json(), answered.text
        return answered.json()["data"]

    return ask


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_sample_is_refused(items: dict[str, Item], name: str) -> None:
    assert items[name].read.refused == []
    assert items[name].warning is None


def test_the_sample_is_a_few_dozen_claims_by_two_outlets(ask: Ask) -> None:
    annotated = [json.loads((SAMPLE / f"{name}.annotations.json").read_text("utf-8"))["claims"] for name in NAMES]
    assert 24 <= sum(map(len, annotated)) <= 120
    edges = ask("{ sources { edges { node { publisher { name } } claimCount } } }")["sources"]["edges"]
    assert {edge["node"]["publisher"]["name"] for edge in edges} == {"The Sample Courier", "The Sample Dispatch"}


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_stops_on_6_september_2025(items: dict[str, Item], name: str) -> None:
    days = re.findall(r"\b(2025-\d\d-\d\d)\b", json.dumps(items[name].document.text) + repr(items[name].read.content))
    assert max(days) <= "2025-09-06"


QUESTIONS = json.loads((SAMPLE / "questions.json").read_text("utf-8"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["name"])
def test_a_question_to_try_is_answered_without_errors_and_with_something(ask: Ask, question: dict[str, str]) -> None:
    found = ask(question["query"])
    assert all(found.values())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["name"])
def test_a_question_to_try_begins_with_itself_in_words(question: dict[str, str]) -> None:
    assert question["query"].startswith(f"# {question['title']}\n")


def test_there_are_three_questions_to_try() -> None:
    assert [question["name"] for question in QUESTIONS] == ["connection", "claim", "profile"]


# ---------------------------------------------------------------- the answers that the README promises

PATH = """query($provenance: ProvenanceFilter) {
  paths(from: { name: "Tatsiana Homich" }, to: { name: "Syarhey Tsikhanouski" }, provenance: $provenance) {
    edges { node { support hops { from { name } property { label } to { name } independentSources
      claims { source { publisher { name } } evidence { verified } } } } }
  }
}"""


def test_homich_and_tsikhanouski_are_three_hops_apart(ask: Ask) -> None:
    (edge,) = ask(PATH)["paths"]["edges"]
    assert [
        (hop["from"]["name"], hop["property"]["label"], hop["to"]["name"], hop["independentSources"])
        for hop in edge["node"]["hops"]
    ] == [
        ("Tatsiana Homich", "sibling", "Maryya Kalesnikava", 2),
        ("Maryya Kalesnikava", "campaigned for", "Svyatlana Tsikhanouskaya", 1),
        ("Svyatlana Tsikhanouskaya", "spouse", "Syarhey Tsikhanouski", 2),
    ]
    assert edge["node"]["support"] == 1


def test_from_the_dispatch_alone_it_is_five_hops_over_lukashenko(ask: Ask) -> None:
    sources = ask("{ sources { edges { node { id sourceId } } } }")["sources"]["edges"]
    (dispatch,) = [edge["node"]["id"] for edge in sources if "dispatch" in edge["node"]["sourceId"]]
    (edge,) = ask(PATH, provenance={"sources": [dispatch]})["paths"]["edges"]
    hops = edge["node"]["hops"]
    assert len(hops) == 5
    assert "Aleksandr Lukashenko" in [hop["to"]["name"] for hop in hops]
    assert {c["source"]["publisher"]["name"] for hop in hops for c in hop["claims"]} == {"The Sample Dispatch"}


def test_two_independent_sources_stand_behind_no_whole_path(ask: Ask) -> None:
    assert ask(PATH, provenance={"minIndependentSources": 2})["paths"]["edges"] == []


def test_two_papers_that_quote_one_group_are_one_source(ask: Ask) -> None:
    query = """{ accounts(about: { name: "Belarus" }) { edges { node { property { label } sides {
      value { ... on QuantityValue { amount approximate } } independentSources
      claims { claimant { name } } } } } } }"""
    (edge,) = ask(query)["accounts"]["edges"]
    assert edge["node"]["property"]["label"] == "political prisoners held"
    assert [
        (side["value"], side["independentSources"], [claim["claimant"]["name"] for claim in side["claims"]])
        for side in edge["node"]["sides"]
    ] == [
        ({"amount": 1200, "approximate": True}, 1, ["Release Now", "Release Now"]),
        ({"amount": 1400, "approximate": False}, 1, ["Donald Trump"]),
    ]


def test_about_1200_is_told_as_about_1200(ask: Ask) -> None:
    (edge,) = ask('{ accounts(about: { name: "Belarus" }) { edges { node { explanation } } } }')["accounts"]["edges"]
    assert edge["node"]["explanation"] == (
        "Belarus, political prisoners held: about 1,200 according to Release Now; 1,400 according to Donald Trump"
    )


TIMELINE = """query($from: EDTF, $until: EDTF, $match: TimeMatch!) {
  timeline(about: [{ name: "Maryya Kalesnikava" }], during: { from: $from, until: $until, match: $match }, first: 100) {
    edges { when { edtf sourceText { text } } node { __typename } independentSources }
  }
}"""


def said(ask: Ask, kind: str, **during: str) -> list[tuple[str, str]]:
    """Return the dates and the words for them of her events of that type."""
    edges = ask(TIMELINE, **{"match": "POSSIBLE", **during})["timeline"]["edges"]
    whens = [edge["when"] for edge in edges if edge["node"]["__typename"] == kind and edge["when"]]
    return [(when["edtf"], when["sourceText"]["text"]) for when in whens]


def test_both_outlets_tell_her_arrest(ask: Ask) -> None:
    assert [edtf for edtf, _ in said(ask, "Arrest")] == ["2020-09-07"]


def test_two_records_of_her_arrest_count_together(ask: Ask) -> None:
    edges = ask(TIMELINE, match="POSSIBLE")["timeline"]["edges"]
    arrests = [edge["independentSources"] for edge in edges if edge["node"]["__typename"] == "Arrest"]
    assert arrests == [2]


def test_the_readme_promises_one_entry_with_two_sources_for_her_arrest() -> None:
    (row,) = re.findall(r"^\| Who says that Kalesnikava was arrested.*$", README, re.MULTILINE)
    assert row.endswith("one entry of her timeline, with two independent sources |")
    assert re.findall(r"two independent sources", README) == ["two independent sources"] * 2  # sibling and spouse


def test_her_sentencing_is_told_with_two_precisions(ask: Ask) -> None:
    assert said(ask, "Sentencing") == [("2021-09~", "A year later"), ("2021-09-06", "6 September 2021")]


def test_a_day_lies_in_its_month_surely_and_about_a_month_possibly(ask: Ask) -> None:
    september = {"from": "2021-09", "until": "2021-09"}
    assert said(ask, "Sentencing", **september, match="POSSIBLE") == [
        ("2021-09~", "A year later"),
        ("2021-09-06", "6 September 2021"),
    ]
    assert said(ask, "Sentencing", **september, match="CERTAIN") == [("2021-09-06", "6 September 2021")]


def test_that_she_is_released_is_hoped_for_by_her_sister_and_no_fact(ask: Ask) -> None:
    query = """{ entity(ref: { name: "Maryya Kalesnikava" }) {
      timeline(provenance: { certainties: [POSSIBLE] }) { edges {
        certainty node { __typename ... on Event { certainty } } claims { claimant { name } } } } } }"""
    assert ask(query)["entity"]["timeline"]["edges"] == [
        {
            "certainty": "POSSIBLE",
            "node": {"__typename": "Release", "certainty": "POSSIBLE"},
            "claims": [{"claimant": {"name": "Tatsiana Homich"}}],
        }
    ]


def test_nobody_says_that_she_was_released(ask: Ask) -> None:
    assert said(ask, "Release") == []
    query = '{ entity(ref: {name: "Maryya Kalesnikava"}) { ... on Person { custody(at: "2025-09-01") { state } } } }'
    assert ask(query)["entity"]["custody"]["state"] == "IMPRISONED"


def test_tsikhanouski_is_arrested_and_released_with_two_precisions_and_no_contradiction(ask: Ask) -> None:
    query = '{ timeline(about: [{ name: "Syarhey Tsikhanouski" }]) { edges { when { edtf } node { __typename } } } }'
    found = {
        (edge["node"]["__typename"], edge["when"]["edtf"])
        for edge in ask(query)["timeline"]["edges"]
        if edge["node"]["__typename"] in {"Arrest", "Release"}
    }
    assert found == {
        ("Arrest", "2020-05"),
        ("Arrest", "2020-05-29"),
        ("Release", "2025-06"),
        ("Release", "2025-06-21"),
    }
    accounts = ask('{ accounts(about: { name: "Syarhey Tsikhanouski" }) { totalCount } }')
    assert accounts == {"accounts": {"totalCount": 0}}


def test_that_the_election_was_falsified_is_alleged_and_denied_and_never_asserted(ask: Ask) -> None:
    query = """{ claims(first: 100, where: { properties: ["concerns"] }) { nodes {
      certainty claimant { name } subject { __typename } } } }"""
    claims = [c for c in ask(query)["claims"]["nodes"] if c["subject"]["__typename"] == "ElectionFraud"]
    assert {(c["claimant"]["name"], c["certainty"]) for c in claims} == {
        ("Svyatlana Tsikhanouskaya", "ALLEGED"),
        ("The Sample Dispatch", "ALLEGED"),
        ("Aleksandr Lukashenko", "NEGATED"),
    }


def test_every_claim_of_the_sample_has_its_words(ask: Ask) -> None:
    query = """query($after: String) { claims(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
      nodes { evidence { verified } } } }"""
    page = ask(query)["claims"]
    claims = page["nodes"]
    while page["pageInfo"]["hasNextPage"]:
        page = ask(query, after=page["pageInfo"]["endCursor"])["claims"]
        claims += page["nodes"]
    assert len(claims) == ask("{ service { claimCount } }")["service"]["claimCount"]
    assert all(piece["verified"] for claim in claims for piece in claim["evidence"])
    assert all(claim["evidence"] for claim in claims)
