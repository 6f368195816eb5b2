"""Neighbourhoods and networks over the API: what they show, what they refuse, and what a failed analysis leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.analyst import Analyst
from graph.errors import UnavailableError
from graph.model import Iri
from schema import Context, execute
from tests.graph.questions.conftest import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.view import View
    from tests.schema.conftest import Asker

    Answering = Callable[[str], dict[str, Any]]

ANNA = '{ iri: "urn:x:anna" }'


@pytest.fixture(scope="module")
def view() -> View:
    """Print a union of three and two who are siblings."""
    press = Press()
    for who in ("anna", "jan", "ola"):
        press.say(f"urn:x:{who}", "memberOf", "urn:x:union")
        press.say(f"urn:x:{who}", "type", Iri("https://schema.org/Person"))
    press.say("urn:x:piotr", "sibling", "urn:x:zofia")
    return press.view()


@pytest.fixture(scope="module")
def analyst() -> Iterator[Analyst]:
    with Analyst() as made:
        yield made


@pytest.fixture
def ask_few(view: View, analyst: Analyst) -> Answering:
    return lambda query: execute(query, Context(view, "0", analyst=analyst)).response


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["iri"].rpartition(":")[2] for one in found]


def test_a_network_says_its_size_and_who_belongs_together(ask_few: Answering) -> None:
    found = ask_few("{ network { entityCount pairCount components { size entities { iri } } } }")["data"]["network"]
    assert (found["entityCount"], found["pairCount"]) == (6, 4)
    assert [(one["size"], names(one["entities"])) for one in found["components"]] == [
        (4, ["union", "anna", "jan", "ola"]),
        (2, ["piotr", "zofia"]),
    ]


def test_lists_are_as_long_as_is_asked_for(ask_few: Answering) -> None:
    query = (
        "{ network { communities(first: 1) { entities(first: 2) { iri } } ranks(first: 3) { node { iri } score } } }"
    )
    found = ask_few(query)["data"]["network"]
    assert [names(one["entities"]) for one in found["communities"]] == [["union", "anna"]]
    assert [one["node"]["iri"] for one in found["ranks"]][:1] == ["urn:x:union"]
    assert len(found["ranks"]) == 3


def test_a_network_around_an_empty_list_is_empty(ask_few: Answering) -> None:
    fields = "entityCount pairCount components { size } communities { size } betweenness { score }"
    assert ask_few("{ network(around: []) { %s } }" % fields)["data"]["network"] == {  # noqa: UP031 - braces
        "entityCount": 0,
        "pairCount": 0,
        "components": [],
        "communities": [],
        "betweenness": [],
    }


def test_a_network_around_some_is_theirs_alone(ask_few: Answering) -> None:
    query = "{ network(around: [%s], hops: 2) { entityCount betweenness { node { iri } score } } }" % ANNA  # noqa: UP031 - braces
    found = ask_few(query)["data"]["network"]
    assert found["entityCount"] == 4
    assert (found["betweenness"][0]["node"]["iri"], found["betweenness"][0]["score"]) == ("urn:x:union", 1)


def test_an_analysis_that_fails_leaves_the_others(ask_few: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise UnavailableError("it ended")

    monkeypatch.setattr(Analyst, "scores", gone)
    found = ask_few("{ network { entityCount ranks { score } components { size } } }")
    assert found["data"]["network"] == {"entityCount": 6, "ranks": None, "components": [{"size": 4}, {"size": 2}]}
    assert [(error["path"], error["extensions"]["code"]) for error in found["errors"]] == [
        (["network", "ranks"], "UNAVAILABLE")
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ network { ranks(first: 101) { score } } }", "LIMIT"),
        ("{ network { components { entities(first: 0) { name } } } }", "LIMIT"),
        ("{ network { betweenness(samples: 0) { score } } }", "LIMIT"),
        ('{ network(around: [{ name: "Nobody" }]) { pairCount } }', "NOT_FOUND"),
        (f"{{ network(around: [{ANNA}], hops: 5) {{ pairCount }} }}", "LIMIT"),
        (f"{{ neighbourhood(of: [{ANNA}], hops: 5) {{ totalCount }} }}", "LIMIT"),
        (f"{{ neighbourhood(of: [{ANNA}], hops: 0) {{ totalCount }} }}", "LIMIT"),
        (f"{{ neighbourhood(of: [{ANNA}], spec: {{ hubLimit: 0 }}) {{ totalCount }} }}", "LIMIT"),
        ('{ neighbourhood(of: [{ name: "Nobody" }]) { totalCount } }', "NOT_FOUND"),
        (f"{{ neighbourhood(of: [{ANNA}], first: 101) {{ totalCount }} }}", "LIMIT"),
    ],
)
def test_what_asks_for_too_much_or_nobody_is_refused(ask_few: Answering, query: str, code: str) -> None:
    assert [error["extensions"]["code"] for error in ask_few(query)["errors"]] == [code]


def test_every_hop_of_a_neighbourhood_has_evidence(ask: Asker) -> None:
    found = ask(
        '{ neighbourhood(of: [{ name: "Tatsiana Homich" }], hops: 3) { edges { distance support'
        " hops { independentSources claims { evidence { verified } } } } } }"
    )["neighbourhood"]["edges"]
    assert found
    for edge in found:
        assert len(edge["hops"]) == edge["distance"]
        assert min(hop["independentSources"] for hop in edge["hops"]) == edge["support"]
        assert all(claim["evidence"] for hop in edge["hops"] for claim in hop["claims"])


def test_pages_of_a_neighbourhood_have_their_own_ways(ask: Asker) -> None:
    asked = '{ neighbourhood(of: [{ name: "Tatsiana Homich" }], hops: 2, %s)'
    query = asked + " { pageInfo { endCursor } edges { hops { to { name } } } } }"
    whole = ask(query % "first: 100")["neighbourhood"]["edges"]
    page = ask(query % "first: 2")["neighbourhood"]
    rest = ask(query % f'after: "{page["pageInfo"]["endCursor"]}"')["neighbourhood"]["edges"]
    assert page["edges"] + rest == whole


def test_chronological_ways_have_no_support(ask_few: Answering) -> None:
    asked = f"neighbourhood(of: [{ANNA}], hops: 2, spec: {{ chronological: true }})"
    edges = ask_few(f"{{ {asked} {{ edges {{ support hops {{ to {{ iri }} }} }} }} }}")["data"]["neighbourhood"][
        "edges"
    ]
    assert [edge["support"] for edge in edges] == [None] * 3
    assert [len(edge["hops"]) for edge in edges] == [1, 2, 2]
