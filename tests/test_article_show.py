"""The main job on raw input: the article alone, read by machine, answers over HTTP what its annotations do, marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from cli import main
from graph.archive import open_archive
from graph.codec import encode
from graph.export import contents, nquads
from graph.index.sparql import answer_json
from graph.model import Characters, DerivationKind, Status
from server import Settings, create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.archive import Archive
    from graph.model import Claim

pytestmark = pytest.mark.shared

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "seed" / "000_c529104a15918ff4.txt"
HOMICH, KALESNIKAVA = "Tatsiana Homich", "Maryya Kalesnikava"
TSIKHANOUSKAYA, TSIKHANOUSKI = "Svyatlana Tsikhanouskaya", "Syarhey Tsikhanouski"
MARKED = {"PROPOSED"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return a data directory into which the article was loaded, by the command and without annotations."""
    if not ARTICLE.is_file():
        pytest.skip("the case files are not beside this checkout")
    data = tmp_path_factory.mktemp("raw") / "data"
    told = ["--published", "2025-09-06", "--publisher", "RFE/RL"]
    assert main(["--data", str(data), "load", str(ARTICLE), *told]) == 0
    return open_archive(data)


@pytest.fixture(scope="module")
def claims(archive: Archive) -> list[Claim]:
    """Return all that was loaded."""
    exported = b"".join(nquads(archive, archive.current()))
    return [claim for content in contents(exported, archive.base) for claim in content.claims]


@pytest.fixture(scope="module")
def ask(archive: Archive) -> Callable[..., Any]:
    """Return how to ask over HTTP for the data of an answer without errors."""
    client = TestClient(create_app(Settings(data=archive.root)))

    def ask(query: str, **variables: object) -> Any:  # noqa: ANN401 - whatever is asked for
        answered = client.post("/graphql", json={"query": query, "variables": variables})
        assert answered.status_code == 200
        assert "errors" not in answered.json()
        return answered.json()["data"]

    return ask


@pytest.fixture(scope="module")
def text() -> str:
    """Return the article."""
    return ARTICLE.read_bytes().decode()


# ---------------------------------------------------------------- all of it


def test_every_claim_is_proposed_and_says_what_found_it(claims: list[Claim]) -> None:
    assert len(claims) > 150
    assert {claim.status for claim in claims} == {Status.PROPOSED}
    assert {claim.derivation.kind for claim in claims if claim.derivation} == {DerivationKind.EXTRACTED}
    assert [claim.id for claim in claims if not (claim.derivation and claim.derivation.method)] == []


def test_every_claim_has_its_words_at_their_place(claims: list[Claim], text: str) -> None:
    for piece in (piece for claim in claims for piece in claim.evidence):
        assert isinstance(piece.place, Characters)
        assert text[piece.place.start : piece.place.end] == piece.exact
        assert len(piece.exact) <= 400


def test_a_claim_takes_12_quads_at_most_and_10_as_a_rule(archive: Archive) -> None:
    (stored,) = archive.read(archive.current())
    content = stored.content
    bare = len(encode(content._replace(claims=[])))
    sizes = [len(encode(content._replace(claims=[claim]))) - bare for claim in content.claims]
    assert max(sizes) <= 12
    assert len(encode(content)) - bare <= 10 * len(content.claims)


def test_nothing_that_is_proposed_is_a_direct_triple(archive: Archive) -> None:
    query = f"ASK {{ GRAPH <{archive.base}asserted> {{ ?s ?p ?o }} }}"
    assert json.loads(answer_json(archive, archive.current(), query))["boolean"] is False
    quads = b"".join(nquads(archive, archive.current()))
    assert b"/asserted>" not in quads


# ---------------------------------------------------------------- the connection

PATH = """query($from: String!, $to: String!) {
  paths(from: { name: $from }, to: { name: $to }) {
    totalCount complete
    edges { node { hops {
      from { name } to { name } property { label } status
      claims { certainty status derivation { kind } claimant { name } evidence { exact { text } verified } }
    } } }
  }
}"""


@pytest.fixture(scope="module")
def hops(ask: Callable[..., Any]) -> list[dict[str, Any]]:
    """Return the hops of the one shortest path."""
    found = ask(PATH, **{"from": HOMICH, "to": TSIKHANOUSKI})["paths"]
    assert (found["totalCount"], found["complete"]) == (1, True)
    hops: list[dict[str, Any]] = found["edges"][0]["node"]["hops"]
    return hops


def test_the_shortest_path_is_sister_campaign_wife(hops: list[dict[str, Any]]) -> None:
    assert [(hop["from"]["name"], hop["property"]["label"], hop["to"]["name"]) for hop in hops] == [
        (HOMICH, "sibling", KALESNIKAVA),
        (KALESNIKAVA, "campaigned for", TSIKHANOUSKAYA),
        (TSIKHANOUSKAYA, "spouse", TSIKHANOUSKI),
    ]


def test_every_hop_is_marked_and_has_its_words(hops: list[dict[str, Any]]) -> None:
    words = ["Maryya Kalesnikava", "campaign leader", "wife"]
    for hop, part in zip(hops, words, strict=True):
        assert hop["status"] == "PROPOSED"
        assert {(c["certainty"], c["status"]) for c in hop["claims"]} == {("ASSERTED", "PROPOSED")}
        assert {c["derivation"]["kind"] for c in hop["claims"]} == {"EXTRACTED"}
        assert all(e["verified"] for c in hop["claims"] for e in c["evidence"])
        assert any(part in e["exact"]["text"] for c in hop["claims"] for e in c["evidence"])


def test_who_asks_for_what_was_accepted_finds_no_path(ask: Callable[..., Any]) -> None:
    query = PATH.replace("to: { name: $to })", "to: { name: $to }, provenance: { statuses: [ACCEPTED] })")
    assert ask(query, **{"from": HOMICH, "to": TSIKHANOUSKI})["paths"]["totalCount"] == 0


# ---------------------------------------------------------------- the days

TIMELINE = """query($provenance: ProvenanceFilter) { entity(ref: { name: "Maryya Kalesnikava" }) {
  timeline(first: 100, provenance: $provenance) {
    edges { when { edtf } status node { __typename ... on Event { status } }
      claims { status evidence { exact { text } } } }
  }
} }"""


def events(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the entries of the timeline of that type."""
    return [e for e in found["entity"]["timeline"]["edges"] if e["node"]["__typename"] == kind]


def test_her_arrest_on_7_september_2020_is_in_her_timeline_and_marked(ask: Callable[..., Any]) -> None:
    arrests = [e for e in events(ask(TIMELINE), "Arrest") if e["when"] and e["when"]["edtf"] == "2020-09-07"]
    told = [piece["exact"]["text"] for arrest in arrests for claim in arrest["claims"] for piece in claim["evidence"]]
    assert any("September 7" in words for words in told)
    for arrest in arrests:
        assert {arrest["status"], arrest["node"]["status"], *(claim["status"] for claim in arrest["claims"])} == MARKED


# ---------------------------------------------------------------- the counts

ACCOUNTS = """{ accounts(about: { name: "Belarus" }, first: 100) { edges { node {
  property { label }
  sides { value { ... on QuantityValue { amount } } status claims { status claimant { name } } }
} } } }"""


def test_1200_and_1400_prisoners_stand_side_by_side_and_are_marked(ask: Callable[..., Any]) -> None:
    held = [edge["node"] for edge in ask(ACCOUNTS)["accounts"]["edges"]]
    (node,) = [node for node in held if node["property"]["label"] == "political prisoners held"]
    assert sorted(side["value"]["amount"] for side in node["sides"]) == [1200, 1400]
    assert {side["status"] for side in node["sides"]} == MARKED
    assert {claim["status"] for side in node["sides"] for claim in side["claims"]} == MARKED
    said = {side["value"]["amount"]: {claim["claimant"]["name"] for claim in side["claims"]} for side in node["sides"]}
    assert "RFE/RL" in said[1200]
    assert said[1400] == {"Donald Trump"}


# ---------------------------------------------------------------- the hope

HOPES = """{ claims(first: 100, where: { text: "may be released" }) { nodes {
  certainty status property { label } subject { __typename } value { ... on EntityValue { entity { name } } }
} } }"""


def test_she_may_be_released_is_a_possible_claim_and_marked(ask: Callable[..., Any]) -> None:
    said = [c for c in ask(HOPES)["claims"]["nodes"] if c["subject"]["__typename"] == "Release"]
    assert {(c["certainty"], c["status"]) for c in said} == {("POSSIBLE", "PROPOSED")}
    people = [c["value"] for c in said if c["property"]["label"] == "affected person"]
    assert {"entity": {"name": KALESNIKAVA}} in people


def test_a_hope_is_no_release_in_her_timeline(ask: Callable[..., Any]) -> None:
    assert events(ask(TIMELINE), "Release") == []


CUSTODY = """{ entity(ref: { name: "Maryya Kalesnikava" }) { ... on Person {
  custody(at: "2025-09-06T00:00:00Z") { state claims { status } }
} } }"""


def test_a_hope_leaves_her_in_prison(ask: Callable[..., Any]) -> None:
    custody = ask(CUSTODY)["entity"]["custody"]
    assert custody["state"] == "IMPRISONED"
    assert {claim["status"] for claim in custody["claims"]} == MARKED
