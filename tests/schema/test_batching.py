"""The calls of the view that a query makes grow with the depth of the query, never with the length of its answer.

Every field of every type is asked of a list of 2 and of a list of 9 (`WAYS` says how to come by such a list): both take
the same calls. A field that is added without a way to it, or that asks for one sibling at a time, fails here.
"""

from __future__ import annotations

import inspect
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from graph.ids import ClaimId
from graph.model import Certainty, Iri, Stance
from graph.view import View
from schema import Context, execute, sdl
from tests.graph.questions.conftest import Press

if TYPE_CHECKING:
    from graphql import GraphQLField

SCHEMA = build_schema(sdl())
PRIMITIVES = {name for name, found in inspect.getmembers(View, inspect.isfunction) if not name.startswith("_")}
BASE = "urn:x:"
ARGUMENTS = {"at": '"2022-01-01T00:00:00Z"', "by": "CLAIMANT", "format": "CLAIM_REVIEW"}
"""What arguments that must be given are given."""
WAYS = {
    "Entity": "{ entities(refs: %(people)s) { FIELD } }",
    "Person": "{ entities(refs: %(people)s) { ... on Person { FIELD } } }",
    "Event": "{ entities(refs: %(arrests)s) { ... on Event { FIELD } } }",
    "Claim": "{ claims(where: %(held)s) { nodes { FIELD } } }",
    "Evidence": "{ claims(first: %(claims)d) { nodes { evidence { FIELD } } } }",
    "Source": "{ sources { edges { node { FIELD } } } }",
    "SourceEdge": "{ sources { edges { FIELD } } }",
    "Hop": "{ paths(from: %(hub)s, to: %(other)s) { edges { node { hops { FIELD } } } } }",
    "Path": "{ paths(from: %(hub)s, to: %(other)s) { edges { node { FIELD } } } }",
    "HopEdge": "{ entities(refs: %(people)s) { relations { edges { FIELD } } } }",
    "NeighbourEdge": "{ neighbourhood(of: [%(hub)s], hops: 2) { edges { FIELD } } }",
    "Cluster": "{ network { components { FIELD } } }",
    "Ranked": "{ network { ranks { FIELD } } }",
    "SharedEdge": "{ connections(of: [%(hub)s, %(other)s]) { edges { FIELD } } }",
    "Accounts": "{ accounts { edges { node { FIELD } } } }",
    "AccountsSide": "{ accounts { edges { node { sides { FIELD } } } } }",
    "CustodyStatus": '{ entities(refs: %(people)s) { ... on Person { custody(at: "2022-01-01") { FIELD } } } }',
    "SearchEdge": '{ search(text: "kowal") { edges { FIELD } } }',
    "Bucket": '{ search(text: "kowal") { facets(by: [KIND, PUBLISHER, CLAIMANT, SOURCE]) { buckets { FIELD } } } }',
    "Name": "{ entities(refs: %(people)s) { names { FIELD } } }",
    "Identifier": "{ entities(refs: %(people)s) { identifiers { FIELD } } }",
    "ClaimedText": "{ entities(refs: %(people)s) { description { FIELD } } }",
    "ClaimedTime": "{ entities(refs: %(arrests)s) { ... on Event { when { FIELD } } } }",
    "ClaimedEntity": "{ entities(refs: %(people)s) { ... on Person { sibling { FIELD } } } }",
    "ClaimedQuantity": "{ entities(refs: %(arrests)s) { ... on Event { arrestedCount { FIELD } } } }",
    "ClaimedTerm": "{ entities(refs: %(arrests)s) { ... on Sentencing { term { FIELD } } } }",
    "EntityValue": "{ claims(first: %(claims)d) { nodes { value { ... on EntityValue { FIELD } } } } }",
    "Qualifier": "{ claims(first: %(claims)d) { nodes { qualifiers { FIELD } } } }",
    "Count": "{ counts(of: ENTITIES, by: [PLACE, CLAIMANT, KIND]) { edges { node { FIELD } } } }",
    "MatchCandidate": '{ match(queries: [{ name: "Anna Kowal" }], threshold: 0, limit: 20) { candidates { FIELD } } }',
}
"""How a list of each type is asked for; it is longer where there is more to show."""
READS_NOTHING = {
    *("Bond", "Derivation", "Kind", "Property", "Text", "Term", "TimeValue", "PageInfo", "Service", "Limits"),
    "Network",
    *("TextValue", "QuantityValue", "DurationValue", "BooleanValue", "UrlValue", "UnknownValue"),
    *("Trace", "TraceStep", "CountKey"),
    "Facet",
    *("MatchFeature", "MatchResult", "Node", "Step", "Supported", "Query", "Change"),
}
"""Types whose fields are there when they are or are asked elsewhere, interfaces whose types are asked, and the root."""


class Counting:
    """A view that counts what it is asked."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a view has
        found = getattr(self._view, name)
        if name not in PRIMITIVES:
            return found

        def counted(*arguments: object, **named: object) -> object:
            self.calls[name] += 1
            return found(*arguments, **named)

        return counted


def world(size: int) -> tuple[View, dict[str, object]]:
    """Return a view of `size` people, each with as much to tell as the next, and what queries name."""
    press = Press()
    people, arrests = ([f"{BASE}{kind}{number}" for number in range(size)] for kind in ("person", "arrest"))
    for number, (person, arrest) in enumerate(zip(people, arrests, strict=True)):
        for source in (f"paper{number}", "times"):
            press.say(person, "type", Iri("https://schema.org/Person"), source=source)
            press.say(person, "name", "Anna Kowal", source=source)
            press.say(person, "description", f"a person, number {number}", source=source)
            press.say(person, "identifier", f"wikidata:Q{number}", source=source)
            press.say(person, "sibling", f"{BASE}sister{number}", source=source)
            press.say(person, "memberOf", f"{BASE}hub", source=source)
            press.say(person, "memberOf", f"{BASE}other", source=source)
            press.event(arrest, "Arrest", source=source, affectedPerson=person, when="2020-09-07", place=f"{BASE}minsk")
        told = press.say(person, "politicalPrisonersHeld", "1200", source=f"paper{number}")
        press.say(person, "politicalPrisonersHeld", "1400", source="times", origin=ClaimId(told.id))
        press.say(arrest, "arrestedCount", "7", source="times")
        press.say(person, "sibling", f"{BASE}brother{number}", source="times", certainty=Certainty.NEGATED)
        press.say(person, "spouse", f"{BASE}wife{number}", source="times", stance=Stance.DENIES)
        press.say(person, "memberOf", f"{BASE}hub", source="courier", certainty=Certainty.NEGATED)
    return press.view(), {
        "people": _refs(people),
        "arrests": _refs(arrests),
        "hub": f'{{ iri: "{BASE}hub" }}',
        "other": f'{{ iri: "{BASE}other" }}',
        "held": '{ properties: ["politicalPrisonersHeld"] }',
        "claims": 11 * size,
    }


def _refs(entities: list[str]) -> str:
    return "[" + ", ".join(f'{{ iri: "{entity}" }}' for entity in entities) + "]"


def calls(size: int, query: str) -> tuple[Counter[str], int]:
    """Return what the view of a world is asked by `query`, and how long the answer is."""
    view, named = world(size)
    counting = Counting(view)
    found = execute(query % named, Context(counting, "0"))
    assert "errors" not in found.response, found.response["errors"]
    return counting.calls, len(str(found.response["data"]))


def _types() -> list[GraphQLObjectType | GraphQLInterfaceType]:
    every = (found for name, found in sorted(SCHEMA.type_map.items()) if not name.startswith("__"))
    return [found for found in every if isinstance(found, GraphQLObjectType | GraphQLInterfaceType)]


def _is_shell(found: GraphQLObjectType | GraphQLInterfaceType) -> bool:
    """Say whether a type only carries others: a connection, or an edge of nothing but cursor and node."""
    return found.name.endswith("Connection") or set(found.fields) == {"cursor", "node"}


def _of_the_ontology(found: GraphQLObjectType | GraphQLInterfaceType) -> bool:
    return "Entity" in {one.name for one in found.interfaces} and found.name not in WAYS


def _selection(name: str, field: GraphQLField) -> str:
    given = [f"{key}: {ARGUMENTS[key]}" for key, argument in field.args.items() if is_required_argument(argument)]
    arguments = f"({', '.join(given)})" if given else ""
    return name + arguments + ("" if is_leaf_type(get_named_type(field.type)) else " { __typename }")


ELSEWHERE = {"history"}
"""What is asked of a graph with a past, in `test_changes.py`."""
FIELDS = [
    pytest.param(WAYS[found.name].replace("FIELD", _selection(name, field)), id=f"{found.name}.{name}")
    for found in _types()
    if found.name in WAYS
    for name, field in found.fields.items()
    if name not in ELSEWHERE
]


def test_every_type_has_a_way_to_it() -> None:
    known = WAYS.keys() | READS_NOTHING
    assert [t.name for t in _types() if t.name not in known and not _is_shell(t) and not _of_the_ontology(t)] == []


@pytest.mark.parametrize("query", FIELDS)
def test_a_longer_answer_takes_no_more_calls(query: str) -> None:
    (few, short), (many, long) = calls(2, query), calls(9, query)
    assert long > short
    assert many == few


SHAPES: dict[str, str] = {
    "a profile": """{ entities(refs: %(people)s) {
        name names { text claims { claimant { name } } }
        relations { edges { node { name } independentSources claims { claimant { name } evidence { verified } } } }
    } }""",
    "timelines of timelines": """{ entities(refs: %(people)s) { timeline { edges { when { edtf } node {
        name kinds { label }
        ... on Event { participants(first: 5) { edges { node { name timeline { totalCount } } } } }
    } } } } }""",
    "paths": """{ paths(from: %(hub)s, to: %(other)s) { edges { node { sentence support hops {
        from { name } to { name } when { edtf }
        claims { claimant { name } source { title { text } publisher { name } } }
    } } } } }""",
    "accounts": """{ accounts { edges { node {
        kind explanation sides { value { __typename } event { name } claims { claimant { name } } }
    } } } }""",
}
"""Queries as people ask them, several lists within each other."""


@pytest.mark.parametrize("query", SHAPES.values(), ids=SHAPES)
def test_lists_within_lists_take_no_more_calls(query: str) -> None:
    (few, short), (many, long) = calls(2, query), calls(9, query)
    assert long > short
    assert many == few


@pytest.mark.parametrize("query", SHAPES.values(), ids=SHAPES)
def test_a_query_takes_few_calls(query: str) -> None:
    assert sum(calls(9, query)[0].values()) < 60
