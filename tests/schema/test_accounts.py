"""Differing accounts of every kind over GraphQL, and what corroborates a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.model import Certainty, Iri, Stance
from graph.vocabulary import SCHEMA
from tests.graph.questions.conftest import Press
from tests.schema.conftest import Asker

if TYPE_CHECKING:
    from graph.view import View

BASE = "onrecord:entity/"
ANNA, JAN = f"{BASE}anna", f"{BASE}jan"
QUERY = """query($kinds: [AccountsKind!], $provenance: ProvenanceFilter) {
  accounts(kinds: $kinds, provenance: $provenance) { totalCount edges { node {
    kind explanation subject { name } property { label } on { edtf }
    sides {
      denied state independentSources claimCount event { __typename name }
      value { ... on TextValue { text } ... on TimeValue { edtf } ... on EntityValue { entity { name } }
              ... on QuantityValue { amount } }
      claims { claimant { name } }
    }
  } } }
}"""


def told() -> View:
    """Print one account of each kind."""
    press = Press()
    for paper in ("times", "courier"):
        press.source(paper, published="2025-09-06")
    for person, name in ((ANNA, "Anna"), (JAN, "Jan")):
        press.say(person, "type", Iri(SCHEMA + "Person"))
        press.say(person, "name", name)
    press.say(ANNA, "politicalPrisonersHeld", "1200")
    press.say(ANNA, "politicalPrisonersHeld", "1400", source="courier")
    press.say(ANNA, "sibling", JAN)
    press.say(JAN, "sibling", ANNA, source="courier", certainty=Certainty.NEGATED, stance=Stance.DENIES)
    press.event(f"{BASE}arrest", "Arrest", affectedPerson=JAN, when="2020-09-07")
    press.event(f"{BASE}release", "Release", source="courier", affectedPerson=JAN, when="2020-09-01")
    press.event(f"{BASE}prison", "Imprisonment", affectedPerson=ANNA)
    press.event(f"{BASE}pardon", "Pardon", source="courier", affectedPerson=ANNA, when="2024-05-12")
    return press.view()


@pytest.fixture(scope="module")
def asked() -> Asker:
    return Asker(told())


def one(asked: Asker, kind: str) -> dict[str, Any]:
    found = asked(QUERY, kinds=[kind])["accounts"]
    assert found["totalCount"] == 1
    node: dict[str, Any] = found["edges"][0]["node"]
    assert node.pop("kind") == kind
    return node


def side(**said: object) -> dict[str, object]:
    return {"denied": False, "state": None, "independentSources": 1, "claimCount": 1, "event": None} | said


def voices(*names: str) -> list[dict[str, object]]:
    return [{"claimant": {"name": name}} for name in names]


def test_every_kind_is_found(asked: Asker) -> None:
    found = asked(QUERY)["accounts"]
    kinds = sorted(edge["node"]["kind"] for edge in found["edges"])
    assert kinds == ["EXCLUSIVE_STATE", "STANCE", "TIME_ORDER", "VALUE"]
    assert asked(QUERY, kinds=[])["accounts"]["totalCount"] == 0
    assert asked(QUERY, kinds=["VALUE", "STANCE"])["accounts"]["totalCount"] == 2


def test_differing_values(asked: Asker) -> None:
    node = one(asked, "VALUE")
    assert (node["property"], node["on"]) == ({"label": "political prisoners held"}, None)
    assert node["sides"] == [
        side(value={"amount": 1200.0}, claims=voices("times")),
        side(value={"amount": 1400.0}, claims=voices("courier")),
    ]


def test_what_is_asserted_and_denied(asked: Asker) -> None:
    assert one(asked, "STANCE") == {
        "explanation": "Anna, sibling Jan: asserted by times; denied by courier",
        "subject": {"name": "Anna"},
        "property": {"label": "sibling"},
        "on": None,
        "sides": [
            side(value={"entity": {"name": "Jan"}}, claims=voices("times")),
            side(value={"entity": {"name": "Jan"}}, denied=True, claims=voices("courier")),
        ],
    }


def test_events_out_of_order(asked: Asker) -> None:
    arrest = {"__typename": "Arrest", "name": "Arrest of Jan, 7 September 2020"}
    release = {"__typename": "Release", "name": "Release of Jan, 1 September 2020"}
    assert one(asked, "TIME_ORDER") == {
        "explanation": "Jan, in what order: release (1 September 2020) according to courier;"
        " arrest (7 September 2020) according to times",
        "subject": {"name": "Jan"},
        "property": None,
        "on": None,
        "sides": [
            side(value={"edtf": "2020-09-01"}, event=release, claims=voices("courier")),
            side(value={"edtf": "2020-09-07"}, event=arrest, claims=voices("times")),
        ],
    }


def test_exclusive_states(asked: Asker) -> None:
    pardon = {"__typename": "Pardon", "name": "Pardon of Anna, 12 May 2024"}
    prison = {"__typename": "Imprisonment", "name": "Imprisonment of Anna"}
    assert one(asked, "EXCLUSIVE_STATE") == {
        "explanation": "Anna, on 6 September 2025: free according to courier; imprisoned according to times",
        "subject": {"name": "Anna"},
        "property": None,
        "on": {"edtf": "2025-09-06"},
        "sides": [
            side(value={"text": "free"}, state="FREE", event=pardon, claimCount=3, claims=voices(*["courier"] * 3)),
            side(value={"text": "imprisoned"}, state="IMPRISONED", event=prison, claimCount=2,
                 claims=voices(*["times"] * 2)),
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("members", "left"),
    [
        ({"notPublishers": ["courier"]}, []),
        ({"minIndependentSources": 2}, []),
        ({"certainties": ["ASSERTED"]}, ["EXCLUSIVE_STATE", "TIME_ORDER", "VALUE"]),
        ({"stances": ["ASSERTS"]}, ["EXCLUSIVE_STATE", "TIME_ORDER", "VALUE"]),
        ({"publishedUntil": "2025-09-05"}, []),
    ],
)
def test_one_filter_for_all(members: dict[str, object], left: list[str]) -> None:
    asked = Asker(told())
    if "notPublishers" in members:
        sources = asked("{ sources { edges { node { publisher { id name } } } } }")["sources"]["edges"]
        ids = {edge["node"]["publisher"]["name"]: edge["node"]["publisher"]["id"] for edge in sources}
        members = {"notPublishers": [ids["courier"]]}
    found = asked(QUERY, provenance=members)["accounts"]["edges"]
    assert sorted(edge["node"]["kind"] for edge in found) == left


def test_of_an_entity(asked: Asker) -> None:
    query = """{ entities(refs: [{ name: "Anna" }, { name: "Jan" }]) {
        name accounts { edges { node { kind } } } stances: accounts(kinds: [STANCE]) { totalCount }
    } }"""
    anna, jan = asked(query)["entities"]
    kinds = [[edge["node"]["kind"] for edge in who["accounts"]["edges"]] for who in (anna, jan)]
    assert sorted(kinds[0]) == ["EXCLUSIVE_STATE", "STANCE", "VALUE"]
    assert sorted(kinds[1]) == ["STANCE", "TIME_ORDER"]
    assert (anna["stances"], jan["stances"]) == ({"totalCount": 1}, {"totalCount": 1})


def test_all_of_them_are_paged(asked: Asker) -> None:
    query = """query($after: String) { accounts(first: 1, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { kind } }
    } }"""
    kinds: list[str] = []
    after = None
    more = True
    while more:
        found = asked(query, after=after)["accounts"]
        kinds += [edge["node"]["kind"] for edge in found["edges"]]
        after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    assert sorted(kinds) == ["EXCLUSIVE_STATE", "STANCE", "TIME_ORDER", "VALUE"]


def test_the_sisters_of_the_sample_corroborate_each_other(ask: Asker) -> None:
    query = """{ claims(where: { properties: ["sibling"] }) { nodes {
      source { publisher { name } } corroboratedBy { totalCount nodes { source { publisher { name } } } }
    } } }"""
    found = ask(query)["claims"]["nodes"]
    pairs = {
        (claim["source"]["publisher"]["name"], other["source"]["publisher"]["name"])
        for claim in found
        for other in claim["corroboratedBy"]["nodes"]
    }
    assert ("The Sample Dispatch", "The Sample Courier") in pairs
    assert ("The Sample Courier", "The Sample Dispatch") in pairs


def test_a_denial_does_not_corroborate(asked: Asker) -> None:
    query = '{ claims(where: { properties: ["sibling"] }) { nodes { certainty corroboratedBy { totalCount } } } }'
    found = asked(query)["claims"]["nodes"]
    assert [claim["corroboratedBy"]["totalCount"] for claim in found] == [0, 0]
