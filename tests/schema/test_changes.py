"""Older states and what changed, over GraphQL: of a graph with a past."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.decisions import Judgement, Ruling, Verdict, decide, pair_of, read_decisions
from graph.ids import SourceId
from graph.index.building import follow
from graph.model import Certainty
from graph.states import States
from schema import Context, execute
from tests.graph.builders import deposit, name_claim, person
from tests.graph.conformance import SCRATCH
from tests.graph.past_strategies import states_of
from tests.schema.test_batching import Counting

if TYPE_CHECKING:
    from collections.abc import Iterator


DAY = 86_400


def load(archive: Archive, source: str, words: str, day: int) -> None:
    found = deposit(source, words)
    follow(archive, archive.load([found], at=day * DAY), {found.content.source.id: found.content})


@pytest.fixture
def archive() -> Iterator[Archive]:
    """A graph of five days: of 2 to 6 January 1970."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        load(archive, "times", "Anna Jan", 1)
        load(archive, "courier", "Ewa", 2)
        content = deposit("times", "Anna Ola").content
        told = [replace(claim, certainty=Certainty.ALLEGED) for claim in content.claims]
        archive.load([Deposit(Content(content.source, told), b"Anna Ola")], at=3 * DAY)
        ruling = Ruling("anna", pair_of(person("anna"), person("ola")), Judgement.SAME, reason="one birthday")
        decide(archive, [ruling], at=4 * DAY)
        follow(archive, archive.withdraw([SourceId("courier")], at=5 * DAY), {})
        yield archive


class Historian:
    """Asks the states of an archive."""

    def __init__(self, archive: Archive) -> None:
        self.states = states_of(archive, read_decisions(archive))

    def response(self, query: str) -> dict[str, Any]:
        """Return the whole response object."""
        return execute(query, Context(self.states.view, "0", states=self.states)).response

    def __call__(self, query: str) -> dict[str, Any]:
        """Return the data of an answer without errors."""
        response = self.response(query)
        assert "errors" not in response, response["errors"]
        found: dict[str, Any] = response["data"]
        return found

    def refused(self, query: str) -> tuple[str, str]:
        """Return the code and the message of the one error."""
        (error,) = self.response(query)["errors"]
        return error["extensions"]["code"], error["message"]


@pytest.fixture
def ask(archive: Archive) -> Historian:
    return Historian(archive)


WORDS = "{ nodes { evidence { exact { text } verified } } }"


def words(connection: dict[str, Any]) -> list[str]:
    assert all(piece["verified"] for node in connection["nodes"] for piece in node["evidence"])
    return sorted(piece["exact"]["text"] for node in connection["nodes"] for piece in node["evidence"])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("1970-01-01", []),
        ("1970-01-02", ["Anna", "Jan"]),
        ("1970-01-03T23:59:59Z", ["Anna", "Ewa", "Jan"]),
        ("1970-01-04", ["Anna", "Ewa", "Ola"]),
        ("1970-01-06", ["Anna", "Ola"]),
        ("2970-01-06", ["Anna", "Ola"]),
    ],
)
def test_a_question_is_asked_of_the_graph_as_it_stood(ask: Historian, moment: str, expected: list[str]) -> None:
    assert words(ask(f'{{ claims(provenance: {{ asOf: "{moment}" }}) {WORDS} }}')["claims"]) == expected


def test_a_state_is_asked_as_it_was(ask: Historian) -> None:
    found = ask(f'{{ at(state: "2-0") {{ claims {WORDS} service {{ state claimCount }} }} claims {WORDS} }}')
    assert words(found["at"]["claims"]) == ["Anna", "Ewa", "Jan"]
    assert words(found["claims"]) == ["Anna", "Ola"]
    state = found["at"]["service"]["state"]
    assert state.startswith("2-0-")
    assert found["at"]["service"]["claimCount"] == 3
    again = ask(f'{{ at(state: "{state}") {{ service {{ state }} }} }}')
    assert again["at"]["service"]["state"] == state


def test_below_a_state_nothing_later_is_told(ask: Historian) -> None:
    query = f"""{{ at(state: "2-0") {{
        claims(provenance: {{ asOf: "2970-01-01" }}) {WORDS}
        changes(since: "1970-01-01") {{ totalCount }}
        entity(ref: {{ name: "Jan" }}) {{ history {{ nodes {{ kind }} }} }}
        at(state: "1-0") {{ claims {WORDS} }}
    }} }}"""
    found = ask(query)["at"]
    assert words(found["claims"]) == ["Anna", "Ewa", "Jan"]
    assert found["changes"] == {"totalCount": 3}
    assert found["entity"]["history"] == {"nodes": [{"kind": "ADDED"}]}
    assert words(found["at"]["claims"]) == ["Anna", "Jan"]
    assert ask.refused('{ at(state: "2-0") { at(state: "3-0") { service { state } } } }') == (
        "NOT_FOUND",
        "there is no generation 3: the newest is 2",
    )


@pytest.mark.parametrize(
    ("state", "code"),
    [("x", "INVALID_INPUT"), ("99-0", "NOT_FOUND"), ("3-2", "NOT_FOUND"), ("3-0-0123456789abcdef", "NOT_FOUND")],
)
def test_what_is_no_state_is_refused(ask: Historian, state: str, code: str) -> None:
    assert ask.refused(f'{{ at(state: "{state}") {{ service {{ state }} }} }}')[0] == code


def test_what_is_being_laid_out_is_to_be_asked_again(ask: Historian, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.context.PATIENCE_S", 0)
    query = '{ at(state: "1-0") { service { generation } } }'
    assert ask.refused(query) == ("UNAVAILABLE", "generation 1 is being laid out: ask again in a moment")
    ask.states.at("1-0", patience=None)
    assert ask(query) == {"at": {"service": {"generation": 1}}}


def test_who_is_one_is_so_since_it_was_decided(ask: Historian) -> None:
    query = """{ then: at(state: "3-0") { entity(ref: { name: "Ola" }) { recordCount } }
                 now: entity(ref: { name: "Ola" }) { recordCount } }"""
    assert ask(query) == {"then": {"entity": {"recordCount": 1}}, "now": {"recordCount": 2}}


CHANGE = """{ edges { cursor node { at kind state by reason other entity { name }
    claim { certainty recordedAt retractedAt subject { name } source { title { text } }
            evidence { exact { text } verified } }
    before { certainty evidence { verified } } } }
    pageInfo { hasNextPage endCursor } totalCount complete }"""


def told(change: dict[str, Any]) -> tuple[str, str, str | None]:
    claim = change["claim"]
    return change["at"][:10], change["kind"], claim and claim["evidence"][0]["exact"]["text"]


def test_what_changed_is_told_with_what_was_said(ask: Historian) -> None:
    found = ask(f'{{ changes(since: "1970-01-01") {CHANGE} }}')["changes"]
    nodes = [edge["node"] for edge in found["edges"]]
    assert sorted(map(told, nodes), key=str) == [
        ("1970-01-02", "ADDED", "Anna"),
        ("1970-01-02", "ADDED", "Jan"),
        ("1970-01-03", "ADDED", "Ewa"),
        ("1970-01-04", "ADDED", "Ola"),
        ("1970-01-04", "CHANGED", "Anna"),
        ("1970-01-04", "RETRACTED", "Jan"),
        ("1970-01-05", "MERGED", None),
        ("1970-01-06", "RETRACTED", "Ewa"),
    ]
    assert (found["totalCount"], found["complete"], found["pageInfo"]["hasNextPage"]) == (8, True, False)
    assert [node["at"][:10] for node in nodes] == sorted(node["at"][:10] for node in nodes)
    claims = {told(node): node["claim"] for node in nodes if node["claim"]}
    assert all(claim["evidence"][0]["verified"] for claim in claims.values())
    assert all(claim["subject"]["name"] in {"Anna", "Ola", "Jan", "Ewa"} for claim in claims.values())
    assert claims["1970-01-06", "RETRACTED", "Ewa"]["source"] == {"title": {"text": "The courier"}}
    assert claims["1970-01-06", "RETRACTED", "Ewa"]["retractedAt"][:10] == "1970-01-06"
    assert claims["1970-01-02", "ADDED", "Jan"]["retractedAt"][:10] == "1970-01-04"
    assert claims["1970-01-02", "ADDED", "Anna"]["retractedAt"] is None
    assert [
        claims[day, kind, "Anna"]["certainty"] for day, kind in [("1970-01-02", "ADDED"), ("1970-01-04", "CHANGED")]
    ] == [
        "ASSERTED",
        "ALLEGED",
    ]
    before = {told(node): node["before"] for node in nodes}
    assert before["1970-01-04", "CHANGED", "Anna"] == {"certainty": "ASSERTED", "evidence": [{"verified": True}]}
    assert [day for (day, _, _), claim in before.items() if claim] == ["1970-01-04"]


def test_a_decision_is_told_with_who_made_it(ask: Historian) -> None:
    found = ask(f'{{ changes(since: "1970-01-04", until: "1970-01-05") {CHANGE} }}')["changes"]
    (node,) = (edge["node"] for edge in found["edges"])
    assert (node["kind"], node["by"], node["reason"], node["claim"], node["before"]) == (
        "MERGED", "anna", "one birthday", None, None,
    )  # fmt: skip
    assert node["state"].startswith("3-1-")
    other = ask(f'{{ node(id: "{node["other"]}") {{ ... on Thing {{ name }} ... on Person {{ name }} }} }}')
    assert other["node"] == node["entity"]


def test_what_is_ruled_of_a_claim_is_told_in_its_history(archive: Archive) -> None:
    claim = name_claim("times", "Ola")
    decide(archive, [Ruling("ewa", claim=claim, verdict=Verdict.REJECT, reason="no Ola")], at=6 * DAY)
    decide(archive, [Ruling("jan", undoes=2)], at=7 * DAY)
    decide(archive, [Ruling("jan", claim=claim, verdict=Verdict.PREFER)], at=8 * DAY)
    ask = Historian(archive)
    found = ask(
        '{ changes(since: "1970-01-05T12:00:00Z") { totalCount edges { node'
        " { kind by reason claim { iri status rank evidence { exact { text } } } } } } }"
    )["changes"]
    shown = {
        "iri": f"http://localhost:8000/{claim.removeprefix('onrecord:')}",
        "status": "ACCEPTED",
        "rank": "PREFERRED",
        "evidence": [{"exact": {"text": "Ola"}}],
    }
    assert [edge["node"] for edge in found["edges"]][-3:] == [
        {"kind": "REJECTED", "by": "ewa", "reason": "no Ola", "claim": shown},
        {"kind": "UNDONE", "by": "jan", "reason": None, "claim": shown},
        {"kind": "PREFERRED", "by": "jan", "reason": None, "claim": shown},
    ]
    before = f'{{ at(state: "4-2") {{ claims(where: {{ subjects: ["{person("ola")}"] }}) {{ totalCount }} }} }}'
    assert ask(before)["at"]["claims"]["totalCount"] == 1


def test_changes_are_walked_page_by_page(ask: Historian) -> None:
    whole = ask(f'{{ changes(since: "1970-01-01") {CHANGE} }}')["changes"]["edges"]
    found, after = [], ""
    while True:
        page = ask(f'{{ changes(since: "1970-01-01", first: 3 {after}) {CHANGE} }}')["changes"]
        found += page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    assert found == whole


def test_changes_of_one_entity_are_its_history(ask: Historian) -> None:
    found = ask(f"""{{ changes(since: "1970-01-01", about: {{ name: "Ola" }}) {CHANGE}
                       entity(ref: {{ name: "Anna" }}) {{ history {CHANGE} }} }}""")
    assert found["changes"] == found["entity"]["history"]
    assert sorted(told(edge["node"])[1] for edge in found["changes"]["edges"]) == [
        "ADDED",
        "ADDED",
        "CHANGED",
        "MERGED",
    ]


def test_a_claim_of_then_tells_when_it_was_let_go_and_its_history(ask: Historian) -> None:
    query = """{ at(state: "2-0") { claims { nodes { evidence { exact { text } } retractedAt } } }
                 changes(since: "1970-01-05T12:00:00Z") { nodes { claim { history { nodes { kind at } } } } } }"""
    found = ask(query)
    claims = {one["evidence"][0]["exact"]["text"]: one["retractedAt"] for one in found["at"]["claims"]["nodes"]}
    assert claims == {"Anna": None, "Jan": "1970-01-04T00:00:00Z", "Ewa": "1970-01-06T00:00:00Z"}
    (change,) = found["changes"]["nodes"]
    assert [(one["kind"], one["at"][:10]) for one in change["claim"]["history"]["nodes"]] == [
        ("ADDED", "1970-01-03"),
        ("RETRACTED", "1970-01-06"),
    ]


def test_a_time_that_ends_before_it_begins_is_refused(ask: Historian) -> None:
    code, message = ask.refused('{ changes(since: "1970-01-05", until: "1970-01-02") { totalCount } }')
    assert (code, message[:23]) == ("INVALID_INPUT", "until lies before since")


def test_without_an_archive_there_is_one_state(archive: Archive) -> None:
    view = Historian(archive).states.view
    for query in (
        '{ at(state: "1-0") { service { state } } }',
        '{ changes(since: "1970-01-01") { totalCount } }',
        '{ claims(provenance: { asOf: "1970-01-01" }) { totalCount } }',
    ):
        (error,) = execute(query, Context(view, "0")).response["errors"]
        assert error["extensions"]["code"] == "UNAVAILABLE"


@pytest.mark.parametrize(
    "query",
    [
        "{ claims { nodes { retractedAt history { nodes { kind claim { subject { name } } } } } } }",
        '{ changes(since: "1970-01-01") { nodes { kind claim { subject { name } source { url } } before { id } } } }',
        "{ entities(refs: [%s]) { history { nodes { kind claim { subject { name } } } } } }",
    ],
)
def test_a_longer_past_takes_no_more_calls(query: str) -> None:
    assert calls(3, query) == calls(8, query)


def calls(size: int, query: str) -> Counter[str]:
    """Return what the served view is asked by `query`, of a graph with so many people, all let go but one."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        people = [f"N{number}" for number in range(size)]
        load(archive, "times", " ".join(people), 1)
        load(archive, "times", "N0 " + " ".join(f"M{number}" for number in range(size)), 2)
        states = states_of(archive)
        counting = Counting(states.view)
        served = States(states.past, states.generation, states.decisions, counting)
        named = ", ".join(f'{{ name: "M{number}" }}' for number in range(size))
        found = execute(query.replace("%s", named), Context(counting, "0", states=served)).response
        assert "errors" not in found, found["errors"]
        assert len(str(found["data"])) > 50 * size
        return counting.calls
