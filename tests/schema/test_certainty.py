"""What is no fact says so wherever it is shown: at a value, at a step, at a side, at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.ids import ClaimId
from graph.model import Status, Text
from graph.plain import open_plain
from graph.vocabulary import NAME
from tests.graph.builders import SIBLINGS, TEXT, deposit
from tests.schema.conftest import Asker

if TYPE_CHECKING:
    from pathlib import Path

ACCEPTED = "ACCEPTED"
KALESNIKAVA = 'ref: { name: "Maryya Kalesnikava" }'


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the one item of a list."""
    (item,) = found
    return item


# ---------------------------------------------------------------- a hope

HOPE = f"""{{ entity({KALESNIKAVA}) {{ timeline(provenance: {{ certainties: [POSSIBLE] }}) {{ edges {{
  certainty status
  node {{ __typename ... on Release {{
    certainty status
    affectedPerson {{ certainty status value {{ name }} }}
    participants(provenance: {{ certainties: [POSSIBLE] }}) {{ edges {{ certainty status node {{ name }} }} }}
  }} }}
}} }} }} }}"""


@pytest.fixture(scope="module")
def hope(ask: Asker) -> dict[str, Any]:
    """Return the entry of her timeline that is the release her sister hopes for."""
    edge = only(ask(HOPE)["entity"]["timeline"]["edges"])
    assert edge["node"]["__typename"] == "Release"
    return edge


def test_a_release_that_is_hoped_for_is_possible(hope: dict[str, Any]) -> None:
    assert (hope["node"]["certainty"], hope["node"]["status"]) == ("POSSIBLE", ACCEPTED)


def test_whom_it_would_set_free_is_possible(hope: dict[str, Any]) -> None:
    assert hope["node"]["affectedPerson"] == [
        {"certainty": "POSSIBLE", "status": ACCEPTED, "value": {"name": "Maryya Kalesnikava"}}
    ]


def test_the_entry_of_a_timeline_is_possible(hope: dict[str, Any]) -> None:
    assert (hope["certainty"], hope["status"]) == ("POSSIBLE", ACCEPTED)


def test_the_part_in_it_is_possible(hope: dict[str, Any]) -> None:
    assert hope["node"]["participants"]["edges"] == [
        {"certainty": "POSSIBLE", "status": ACCEPTED, "node": {"name": "Maryya Kalesnikava"}}
    ]


def test_a_hop_over_what_is_possible_is_possible(ask: Asker) -> None:
    query = """{ paths(from: { name: "Syarhey Tsikhanouski" }, to: { name: "Aleksandr Lukashenko" },
      provenance: { certainties: [POSSIBLE] }) { edges { node { hops { certainty status } } } } }"""
    path = only(ask(query)["paths"]["edges"])["node"]
    assert path["hops"] == [{"certainty": "POSSIBLE", "status": ACCEPTED}] * 2


# ---------------------------------------------------------------- what is asserted, alleged and denied


def test_her_arrests_are_asserted(ask: Asker) -> None:
    query = f"""{{ entity({KALESNIKAVA}) {{ timeline(kinds: ["Arrest"]) {{ edges {{
      certainty node {{ ... on Event {{ certainty status }} }} }} }} }} }}"""
    edges = ask(query)["entity"]["timeline"]["edges"]
    assert edges == [{"certainty": "ASSERTED", "node": {"certainty": "ASSERTED", "status": ACCEPTED}}]


def test_each_hop_of_a_path_is_asserted(ask: Asker) -> None:
    query = """{ paths(from: { name: "Tatsiana Homich" }, to: { name: "Syarhey Tsikhanouski" }) {
      edges { node { hops { certainty status } } } } }"""
    path = only(ask(query)["paths"]["edges"])["node"]
    assert path["hops"] == [{"certainty": "ASSERTED", "status": ACCEPTED}] * 3


def test_each_side_of_differing_accounts_says_how_sure_it_is(ask: Asker) -> None:
    query = '{ accounts(about: { name: "Belarus" }) { edges { node { sides { certainty status } } } } }'
    node = only(ask(query)["accounts"]["edges"])["node"]
    assert node["sides"] == [{"certainty": "ASSERTED", "status": ACCEPTED}] * 2


def test_that_an_election_was_falsified_is_alleged_by_some_and_denied_by_one(ask: Asker) -> None:
    query = """{ claims(where: { properties: ["concerns"] }) { nodes {
      claimant { name } subject { ... on ElectionFraud { certainty } } } } }"""
    said = {(c["claimant"]["name"], c["subject"].get("certainty")) for c in ask(query)["claims"]["nodes"]}
    assert {one for one in said if one[1]} == {
        ("Svyatlana Tsikhanouskaya", "ALLEGED"),
        ("The Sample Dispatch", "ALLEGED"),
        ("Aleksandr Lukashenko", "NEGATED"),
    }


def test_an_election_is_a_fact_whose_winner_is_alleged(ask: Asker) -> None:
    query = """{ entity(ref: { name: "2020 presidential election" }) { ... on Election {
      certainty status winner { value { name } certainty status } } } }"""
    assert ask(query)["entity"] == {
        "certainty": "ASSERTED",
        "status": ACCEPTED,
        "winner": [{"value": {"name": "Aleksandr Lukashenko"}, "certainty": "ALLEGED", "status": ACCEPTED}],
    }


# ---------------------------------------------------------------- what is in review


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Return how to ask a graph of two claims that nobody has accepted yet."""
    folder: Path = tmp_path_factory.mktemp("proposed")
    archive = initialise(folder / "data")
    relation = structs.replace(SIBLINGS, status=Status.PROPOSED)
    name = structs.replace(relation, id=ClaimId("onrecord:claim/two"), property=NAME, value=Text("Anna"))
    source = deposit("seed", TEXT).content.source
    archive.load([Deposit(Content(source, [relation, name]), TEXT.encode())], at=1)
    return Asker(open_plain(archive, archive.current()))


def test_what_is_proposed_says_so_at_a_name_and_at_a_step(proposed: Asker) -> None:
    query = """{ entity(ref: { name: "Anna" }) { names { text certainty status }
      relations { edges { certainty status } } } }"""
    assert proposed(query)["entity"] == {
        "names": [{"text": "Anna", "certainty": "ASSERTED", "status": "PROPOSED"}],
        "relations": {"edges": [{"certainty": "ASSERTED", "status": "PROPOSED"}]},
    }


def test_what_is_proposed_says_so_at_a_hop(proposed: Asker) -> None:
    query = """query($to: IRI!) { paths(from: { name: "Anna" }, to: { iri: $to }) {
      edges { node { hops { certainty status } } } } }"""
    found = proposed(query, to="http://localhost:8000/entity/boris-0000000000000000")
    path = only(found["paths"]["edges"])["node"]
    assert path["hops"] == [{"certainty": "ASSERTED", "status": "PROPOSED"}]
