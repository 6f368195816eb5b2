"""What the first working whole promises, shown on the real article over HTTP: connections, days, counts, and a hope."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Dataset
from starlette.testclient import TestClient

from graph.archive import Archive, Deposit, initialise
from graph.export import contents, nquads
from graph.index.sparql import answer_json
from graph.model import Claim
from loaders.batch import Batch, read_batch
from server import Settings, create_app
from tests.graph.builders import tree

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed"
ARTICLE, GOLD = SEED / "000_c529104a15918ff4.txt", SEED / "gold.json"
BASE = "http://localhost:8000/"
HOMICH, KALESNIKAVA = "Tatsiana Homich", "Maryya Kalesnikava"
TSIKHANOUSKAYA, TSIKHANOUSKI = "Svyatlana Tsikhanouskaya", "Syarhey Tsikhanouski"


def load(data: Path, annotations: Path) -> Archive:
    """Load the article with `annotations` as the next generation of `data`."""
    archive = Archive(data, BASE) if data.exists() else initialise(data, BASE)
    (item,) = read_batch(Batch([ARTICLE], [annotations]))
    archive.load([Deposit(item.read.content, item.document.content)], at=1_757_200_000)
    return archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return a data directory with the article; nobody writes to it but the index of SPARQL."""
    if not SEED.is_dir():
        pytest.skip("the case files are not beside this checkout")
    return load(tmp_path_factory.mktemp("seed") / "data", GOLD)


@pytest.fixture(scope="module")
def client(archive: Archive) -> TestClient:
    """Return a client of the server."""
    return TestClient(create_app(Settings(data=archive.root)))


@pytest.fixture(scope="module")
def ask(client: TestClient) -> Callable[..., Any]:
    """Return how to ask over HTTP for the data of an answer without errors."""

    def ask(query: str, **variables: object) -> Any:  # noqa: ANN401 - whatever is asked for
        answered = client.post("/graphql", json={"query": query, "variables": variables})
        assert answered.status_code == 200
        assert "errors" not in answered.json()
        return answered.json()["data"]

    return ask


@pytest.fixture(scope="module")
def sparql(archive: Archive) -> Callable[[str], list[tuple[str, ...]]]:
    """Return how to ask in SPARQL for rows, sorted; an absent value is empty."""
    prefixes = "PREFIX kg: <https://w3id.org/onrecord/ns#> PREFIX schema: <https://schema.org/> "
    prefixes += "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "

    def rows(query: str) -> list[tuple[str, ...]]:
        found = json.loads(answer_json(archive, archive.current(), prefixes + query))
        names = re.findall(r"\?(\w+)", query.split("{", 1)[0])
        return sorted(
            tuple(row.get(name, {"value": ""})["value"] for name in names) for row in found["results"]["bindings"]
        )

    return rows


@pytest.fixture(scope="module")
def text() -> str:
    """Return the article."""
    return ARTICLE.read_bytes().decode()


# ---------------------------------------------------------------- the connection

PATH = """query($from: String!, $to: String!) {
  paths(from: { name: $from }, to: { name: $to }) {
    totalCount complete
    edges { node { length hops {
      from { name names { text } } to { name names { text } } property { label }
      claims { certainty stance status claimant { name } evidence { exact { text } start end verified } }
    } } }
  }
}"""


@pytest.fixture(scope="module")
def hops(ask: Callable[..., Any]) -> list[dict[str, Any]]:
    """Return the hops of the one shortest path."""
    found = ask(PATH, **{"from": HOMICH, "to": TSIKHANOUSKI})["paths"]
    assert (found["totalCount"], found["complete"]) == (1, True)
    path = found["edges"][0]["node"]
    assert path["length"] == len(path["hops"])
    hops: list[dict[str, Any]] = path["hops"]
    return hops


def test_the_shortest_path_is_sister_campaign_wife(hops: list[dict[str, Any]]) -> None:
    assert [(hop["from"]["name"], hop["property"]["label"], hop["to"]["name"]) for hop in hops] == [
        (HOMICH, "sibling", KALESNIKAVA),
        (KALESNIKAVA, "campaigned for", TSIKHANOUSKAYA),
        (TSIKHANOUSKAYA, "spouse", TSIKHANOUSKI),
    ]


def test_every_hop_has_its_words(hops: list[dict[str, Any]]) -> None:
    assert [[e["exact"]["text"] for claim in hop["claims"] for e in claim["evidence"]] for hop in hops] == [
        ["Tatsiana Homich, sister of jailed Belarusian opposition politician Maryya Kalesnikava"],
        ["Kalesnikava was a key campaign leader for his wife, Svyatlana Tsikhanouskaya"],
        ["Kalesnikava was a key campaign leader for his wife, Svyatlana Tsikhanouskaya"],
    ]


def test_the_words_stand_verbatim_at_their_offsets(hops: list[dict[str, Any]], text: str) -> None:
    evidence = [piece for hop in hops for claim in hop["claims"] for piece in claim["evidence"]]
    assert [text[piece["start"] : piece["end"]] for piece in evidence] == [p["exact"]["text"] for p in evidence]
    assert all(piece["verified"] for piece in evidence)


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of the article in which the words from `start` to `end` stand."""
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "” ")) + 1
    return text[begin : end + re.match(r"[^.\n]*", text[end:]).end()]  # type: ignore[union-attr]  # it matches nothing at least


def test_the_words_or_their_sentence_name_both_ends(hops: list[dict[str, Any]], text: str) -> None:
    for hop in hops:
        (piece,) = [piece for claim in hop["claims"] for piece in claim["evidence"]]
        around = sentence(text, piece["start"], piece["end"])
        for end in (hop["from"], hop["to"]):
            assert any(re.search(rf"\b{re.escape(name['text'])}\b", around) for name in end["names"]), (around, end)


def test_every_hop_rests_on_what_is_asserted(hops: list[dict[str, Any]]) -> None:
    said = {(c["certainty"], c["stance"], c["status"], c["claimant"]["name"]) for hop in hops for c in hop["claims"]}
    assert said == {("ASSERTED", "ASSERTS", "ACCEPTED", "Radio Free Europe/Radio Liberty")}


def test_standing_in_one_text_connects_nobody(ask: Callable[..., Any]) -> None:
    found = ask(PATH, **{"from": "Ray Furlong", "to": "Svetlana Alexievich"})["paths"]
    assert (found["totalCount"], found["complete"]) == (0, True)


def test_a_filter_that_leaves_a_hop_without_claims_leaves_no_path(ask: Callable[..., Any]) -> None:
    query = PATH.replace("to: { name: $to })", 'to: { name: $to }, provenance: { publishedUntil: "2025-09-05" })')
    assert ask(query, **{"from": HOMICH, "to": TSIKHANOUSKI})["paths"]["totalCount"] == 0


# ---------------------------------------------------------------- the days

TIMELINE = """query($from: EDTF, $until: EDTF, $provenance: ProvenanceFilter) {
  entity(ref: { name: "Maryya Kalesnikava" }) {
    iri
    timeline(first: 100, during: { from: $from, until: $until }, provenance: $provenance) {
      edges {
        when { edtf sourceText { text } }
        node { __typename iri ... on Sentencing { term { value { length } } } }
      }
    }
  }
}"""


def events(found: dict[str, Any], kind: str) -> list[tuple[str | None, str | None]]:
    """Return the date and the source's words for it of each event of that type."""
    whens = [e["when"] for e in found["entity"]["timeline"]["edges"] if e["node"]["__typename"] == kind]
    return [(when and when["edtf"], when and when["sourceText"] and when["sourceText"]["text"]) for when in whens]


@pytest.fixture(scope="module")
def timeline(ask: Callable[..., Any]) -> dict[str, Any]:
    """Return her timeline from 2020 to 2025."""
    found: dict[str, Any] = ask(TIMELINE, **{"from": "2020", "until": "2025"})
    return found


def test_her_arrest_is_on_7_september_2020(timeline: dict[str, Any]) -> None:
    assert events(timeline, "Arrest") == [("2020-09-07", "the 5th anniversary of Kalesnikava’s arrest on September 7")]


def test_her_sentencing_is_dated_as_the_text_does(timeline: dict[str, Any]) -> None:
    assert events(timeline, "Sentencing") == [("2021-09~", "A year later")]


def test_her_sentence_is_eleven_years(timeline: dict[str, Any]) -> None:
    (node,) = [
        edge["node"] for edge in timeline["entity"]["timeline"]["edges"] if edge["node"]["__typename"] == "Sentencing"
    ]
    assert node["term"] == [{"value": {"length": "P11Y"}}]


def test_her_timeline_is_in_the_order_of_the_days(timeline: dict[str, Any]) -> None:
    assert [edge["when"]["edtf"] for edge in timeline["entity"]["timeline"]["edges"]] == [
        *("2020-09-07", "2020-09-07", "2020-09-09", "2020-09-09", "2021-09~", "2023/..", "2024-11", "2025-02")
    ]


def test_about_september_may_be_before_it_and_is_surely_nothing(ask: Callable[..., Any]) -> None:
    query = TIMELINE.replace("until: $until", "until: $until, match: CERTAIN")
    in_september = {"from": "2021-09", "until": "2021-09"}
    assert events(ask(TIMELINE, **in_september), "Sentencing") == [("2021-09~", "A year later")]
    assert events(ask(query, **in_september), "Sentencing") == []


CUSTODY = """query($at: DateTime!) { entity(ref: { name: "Maryya Kalesnikava" }) { ... on Person {
  custody(at: $at) {
    state since { edtf } event { __typename }
    claims { certainty property { label } evidence { exact { text } verified } }
  }
} } }"""


def test_she_was_imprisoned_at_the_beginning_of_2022(ask: Callable[..., Any]) -> None:
    status = ask(CUSTODY, at="2022-01-01T00:00:00Z")["entity"]["custody"]
    assert (status["state"], status["since"], status["event"]) == (
        "IMPRISONED",
        {"edtf": "2021-09~"},
        {"__typename": "Sentencing"},
    )


def test_her_imprisonment_comes_with_its_claims(ask: Callable[..., Any]) -> None:
    claims = ask(CUSTODY, at="2022-01-01T00:00:00Z")["entity"]["custody"]["claims"]
    assert {claim["property"]["label"] for claim in claims} == {"kind", "term", "affected person", "when"}
    assert {claim["certainty"] for claim in claims} == {"ASSERTED"}
    assert {(e["exact"]["text"], e["verified"]) for claim in claims for e in claim["evidence"]} == {
        ("A year later, she was sentenced to 11 years in prison on charges of conspiracy to seize power", True)
    }


@pytest.mark.parametrize(
    ("at", "state"), [("2020-09-06", "UNKNOWN"), ("2020-10-01", "DETAINED"), ("2025-09-06", "IMPRISONED")]
)
def test_her_custody_follows_the_events(ask: Callable[..., Any], at: str, state: str) -> None:
    assert ask(CUSTODY, at=at + "T00:00:00Z")["entity"]["custody"]["state"] == state


# ---------------------------------------------------------------- the counts

ACCOUNTS = """{ accounts(about: { name: "Belarus" }) { edges { node {
  property { label } kind explanation
  sides { value { ... on QuantityValue { amount } } independentSources
          claims { claimant { name } assertedOn { edtf } evidence { exact { text } verified } } }
} } } }"""


def test_1200_and_1400_prisoners_stand_side_by_side(ask: Callable[..., Any]) -> None:
    (node,) = [edge["node"] for edge in ask(ACCOUNTS)["accounts"]["edges"]]
    assert (node["property"]["label"], node["kind"]) == ("political prisoners held", "VALUE")
    assert [side["value"]["amount"] for side in node["sides"]] == [1200, 1400]
    assert [side["independentSources"] for side in node["sides"]] == [1, 1]


def test_each_number_says_whose_it_is_and_in_which_words(ask: Callable[..., Any]) -> None:
    (node,) = [edge["node"] for edge in ask(ACCOUNTS)["accounts"]["edges"]]
    said = [[(c["claimant"]["name"], c["evidence"][0]["exact"]["text"]) for c in s["claims"]] for s in node["sides"]]
    assert said == [
        [
            ("Radio Free Europe/Radio Liberty", "the estimated 1,200 political prisoners in Belarus"),
            ("Release Now", "approximately 1,200 political prisoners"),
        ],
        [("Donald Trump", "going to be releasing a lot of those 1,400")],
    ]


def test_who_said_it_on_a_day_is_dated(ask: Callable[..., Any]) -> None:
    (node,) = [edge["node"] for edge in ask(ACCOUNTS)["accounts"]["edges"]]
    assert node["sides"][1]["claims"][0]["assertedOn"] == {"edtf": "2025-09-05"}


def test_no_other_number_is_taken_for_a_differing_account(ask: Callable[..., Any]) -> None:
    assert len(ask("{ accounts(first: 100) { edges { cursor } } }")["accounts"]["edges"]) == 1


# ---------------------------------------------------------------- who was released, and who is hoped for

RELEASES = """{ claims(first: 100, where: { properties: ["affectedCount"] }) { nodes {
  value { ... on QuantityValue { amount } }
  subject { __typename iri ... on Release { affectedCount { value { amount } } affectedPerson { value { name } } } }
} } }"""


def test_twenty_were_released_in_one_event_and_tsikhanouski_among_them(ask: Callable[..., Any]) -> None:
    (event,) = [c["subject"] for c in ask(RELEASES)["claims"]["nodes"] if c["value"]["amount"] == 20]
    assert event["__typename"] == "Release"
    assert event["affectedCount"] == [{"value": {"amount": 20}}]
    assert event["affectedPerson"] == [{"value": {"name": TSIKHANOUSKI}}]


def test_the_release_is_in_the_timeline_of_tsikhanouski(ask: Callable[..., Any]) -> None:
    query = '{ timeline(about: [{ name: "%s" }]) { edges { node { __typename } when { edtf } } } }'
    found = [e for e in ask(query % TSIKHANOUSKI)["timeline"]["edges"] if e["node"]["__typename"] == "Release"]
    assert [edge["when"] for edge in found] == [{"edtf": "2025"}]


HOPES = """{ claims(where: { text: "may be released" }) { nodes {
  certainty claimant { name } property { label } subject { __typename iri name }
  value { ... on EntityValue { entity { name } } }
} } }"""


def test_she_may_be_released_is_a_possible_claim(ask: Callable[..., Any]) -> None:
    claims = ask(HOPES)["claims"]["nodes"]
    said = [c for c in claims if c["subject"]["__typename"] == "Release"]
    assert {(c["certainty"], c["claimant"]["name"]) for c in said} == {("POSSIBLE", HOMICH)}
    assert {"entity": {"name": KALESNIKAVA}} in [
        c["value"] for c in said if c["property"]["label"] == "affected person"
    ]


def test_a_hope_is_no_release_in_her_timeline(ask: Callable[..., Any]) -> None:
    assert events(ask(TIMELINE), "Release") == []


def test_a_hope_is_found_by_who_asks_for_what_is_possible(ask: Callable[..., Any]) -> None:
    found = ask(TIMELINE, provenance={"certainties": ["POSSIBLE"]})
    assert events(found, "Release") == [(None, None), (None, None)]


def test_a_hope_leaves_her_in_prison(ask: Callable[..., Any]) -> None:
    assert ask(CUSTODY, at="2025-09-06T00:00:00Z")["entity"]["custody"]["state"] == "IMPRISONED"


def test_a_hope_has_no_direct_triple(ask: Callable[..., Any], sparql: Callable[[str], list[tuple[str, ...]]]) -> None:
    hopes = {c["subject"]["iri"] for c in ask(HOPES)["claims"]["nodes"] if c["subject"]["__typename"] == "Release"}
    assert hopes
    for iri in hopes:
        assert sparql(f"SELECT ?p ?o {{ GRAPH <{BASE}asserted> {{ <{iri}> ?p ?o }} }}") == []
        assert sparql(f"SELECT ?s ?p {{ GRAPH <{BASE}asserted> {{ ?s ?p <{iri}> }} }}") == []


# ---------------------------------------------------------------- SPARQL answers what GraphQL answers


def test_sparql_knows_the_same_siblings(
    ask: Callable[..., Any], sparql: Callable[[str], list[tuple[str, ...]]]
) -> None:
    query = """{ claims(where: { properties: ["sibling"] }) { nodes {
      subject { iri } value { ... on EntityValue { entity { iri } } } } } }"""
    claims = ask(query)["claims"]["nodes"]
    pairs = sorted((c["subject"]["iri"], c["value"]["entity"]["iri"]) for c in claims)
    assert sparql(f"SELECT ?a ?b {{ GRAPH <{BASE}asserted> {{ ?a schema:sibling ?b }} }}") == pairs
    assert len(pairs) == 1


def test_sparql_knows_the_same_days(timeline: dict[str, Any], sparql: Callable[[str], list[tuple[str, ...]]]) -> None:
    her = timeline["entity"]["iri"]
    dated = sorted((edge["node"]["iri"], edge["when"]["edtf"]) for edge in timeline["entity"]["timeline"]["edges"])
    assert sparql(f"SELECT ?e ?when {{ GRAPH <{BASE}asserted> {{ ?e ?role <{her}> ; kg:when ?when }} }}") == dated


def test_sparql_knows_the_same_numbers_and_whose_they_are(
    ask: Callable[..., Any], sparql: Callable[[str], list[tuple[str, ...]]]
) -> None:
    (node,) = [edge["node"] for edge in ask(ACCOUNTS)["accounts"]["edges"]]
    told = sorted(
        (str(int(side["value"]["amount"])), claim["claimant"]["name"], claim["evidence"][0]["exact"]["text"])
        for side in node["sides"]
        for claim in side["claims"]
    )
    query = """SELECT ?n ?who ?words {
      ?claim a kg:Claim ; rdf:predicate kg:politicalPrisonersHeld ; rdf:object ?n ; kg:claimant ?by ; kg:evidence ?e .
      ?e ?exact ?words . FILTER(isLiteral(?words))
      GRAPH <%sasserted> { ?by schema:name ?who }
    }"""
    assert sparql(query % BASE) == told


def test_sparql_counts_as_many_claims(ask: Callable[..., Any], sparql: Callable[[str], list[tuple[str, ...]]]) -> None:
    counted = ask("{ service { claimCount } }")["service"]["claimCount"]
    assert len(sparql("SELECT ?claim { ?claim a kg:Claim }")) == counted == 273


# ---------------------------------------------------------------- files


def test_every_claim_has_its_words_at_their_place(ask: Callable[..., Any], text: str) -> None:
    query = """query($after: String) { claims(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor } nodes { evidence { exact { text } start end verified } } } }"""
    after, seen = None, 0
    while after is not None or not seen:
        page = ask(query, after=after)["claims"]
        pieces = [piece for claim in page["nodes"] for piece in claim["evidence"]]
        assert [text[p["start"] : p["end"]] for p in pieces] == [p["exact"]["text"] for p in pieces]
        assert all(piece["verified"] for piece in pieces)
        seen += len(page["nodes"])
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    assert seen == ask("{ service { claimCount } }")["service"]["claimCount"]


def test_n_quads_through_rdflib_keep_every_claim(archive: Archive) -> None:
    dataset = Dataset()
    dataset.parse(data=b"".join(nquads(archive, archive.current())), format="nquads")
    carried = dataset.serialize(format="nquads", encoding="utf-8")
    (content,) = contents(carried, BASE)
    (stored,) = archive.read(archive.current())
    assert content == stored.content


def test_the_same_load_twice_writes_the_same_files(archive: Archive, tmp_path: Path) -> None:
    load(tmp_path / "data", GOLD)
    first = tree(tmp_path / "data")
    load(tmp_path / "data", GOLD)
    assert tree(tmp_path / "data") == first
    ours = {name: content for name, (content, _) in tree(archive.root).items() if not name.startswith("index/")}
    assert {name: content for name, (content, _) in first.items()} == ours


def claims_of(archive: Archive) -> dict[str, Claim]:
    """Return the claims of the current generation by id."""
    return {claim.id: claim for stored in archive.read(archive.current()) for claim in stored.content.claims}


def test_a_changed_annotation_changes_only_its_claims(archive: Archive, tmp_path: Path) -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    (sentencing,) = [claim for claim in gold["claims"] if claim["id"] == "c010"]
    sentencing["date"]["edtf"] = "2021-09-06"
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    before = claims_of(archive)
    changed = load(tmp_path / "data", GOLD)
    load(tmp_path / "data", tmp_path / "gold.json")
    after = claims_of(changed)
    gone = [before[key] for key in before.keys() - after.keys()]
    new = [after[key] for key in after.keys() - before.keys()]
    assert [getattr(claim.value, "edtf", None) for claim in gone] == ["2021-09~"]
    assert [getattr(claim.value, "edtf", None) for claim in new] == ["2021-09-06"]
    assert {key: claim for key, claim in before.items() if key in after} == {
        key: claim for key, claim in after.items() if key in before
    }
