"""What a document may cost: each limit holds at its edge, and what would take for ever is refused at once."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from graphql import get_introspection_query

from graph.claims import ClaimFilter
from graph.provenance import EVERYTHING
from schema import Context, execute, sdl
from schema.entities import entities
from schema.limits import LIMITS

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

DEAR = "nodes (at most 50,000), cost (at most 500,000)"
TIMELINES = "timeline(first: 1) { edges { node { %s } } }"


def deep(levels: int) -> str:
    """Return a question about an entity that is `levels` fields deep; `levels` is 1 and a multiple of 3 more."""
    selection = "name"
    for _ in range((levels - 2) // 3):
        selection = TIMELINES % selection
    return f'{{ entity(ref: {{ name: "Belarus" }}) {{ {selection} }} }}'


def spread(width: int, depth: int) -> str:
    """Return a question whose fragments spread each other `width` times, `depth` deep: `width` ** `depth` fields."""
    fragments = [f"fragment F{i} on Service {{ {f'...F{i + 1} ' * width}}}" for i in range(depth)]
    return "{ service { ...F0 } } " + " ".join(fragments) + f" fragment F{depth} on Service {{ version }}"


def test_the_limits_are_those_that_the_service_publishes(ask: Asker) -> None:
    named = "maxFirst maxList maxDepth maxFields maxNodes maxCost maxAliases maxPathLength maxBodyBytes"
    query = f"{{ service {{ limits {{ {named} }} }} }}"
    assert ask(query)["service"]["limits"] == {
        "maxFirst": 100,
        "maxList": 100,
        "maxDepth": 15,
        "maxFields": 1_000,
        "maxNodes": 50_000,
        "maxCost": 500_000,
        "maxAliases": 50,
        "maxPathLength": 10,
        "maxBodyBytes": 262_144,
    }


def test_limits_that_are_not_published_are_these() -> None:
    assert (LIMITS.directives, LIMITS.operations, LIMITS.tokens) == (50, 10, 4_000)


@pytest.mark.parametrize(
    "query",
    [
        deep(14),
        "{ __typename " + " ".join(f"a{i}: service {{ {'version ' * 332}}}" for i in range(3)) + " }",
        "{ " + " ".join(f"a{i}: __typename" for i in range(50)) + " }",
        "{ __typename @include(if: true) " + " ".join(f"a{i}: __typename @skip(if: false)" for i in range(49)) + " }",
    ],
    ids=["depth", "fields", "aliases", "directives"],
)
def test_what_is_just_within_a_limit_is_answered(ask: Asker, query: str) -> None:
    assert ask(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (deep(17), "depth (at most 15)"),
        ("{ service { " + "version " * 1_000 + "} }", "fields (at most 1,000)"),
        ("{ " + " ".join(f"a{i}: __typename" for i in range(51)) + " }", "aliases (at most 50)"),
        ("{ __typename " + "@include(if: true) " * 51 + "}", "directives (at most 50)"),
        (" ".join(f"query Q{i} {{ __typename }}" for i in range(11)), "operations (at most 10)"),
    ],
    ids=["depth", "fields", "aliases", "directives", "operations"],
)
def test_what_is_above_a_limit_is_refused_and_the_limit_named(ask: Asker, query: str, message: str) -> None:
    assert ask.errors(query) == [
        {"message": f"the query asks for too much: {message}", "extensions": {"code": "LIMIT"}}
    ]


def test_ten_operations_are_let_through(ask: Asker) -> None:
    query = " ".join(f"query Q{i} {{ __typename }}" for i in range(10))
    assert ask.codes(query) == ["INVALID_INPUT"]  # which of them is not said


def test_a_document_of_too_many_words_is_refused(ask: Asker) -> None:
    (error,) = ask.errors("{ " + "a " * 5_000 + "}")
    assert "4000 tokens" in error["message"]
    assert error["extensions"] == {"code": "LIMIT"}


@pytest.mark.parametrize(
    "query",
    [
        "{a" * 900,
        "{a" * 900 + "}" * 900,
        "{a(b:" + "[" * 900 + "]" * 900 + ")}",
        "{a(b:" + "{c:" * 900 + "1" + "}" * 900 + ")}",
        "query($a: " + "[" * 900 + "Int" + "]" * 900 + ") {a}",
    ],
    ids=["open", "fields", "lists", "objects", "types"],
)
def test_a_document_that_nests_too_deep_to_be_read_is_refused(ask: Asker, query: str) -> None:
    assert ask.codes(query) == ["LIMIT"]


@pytest.mark.parametrize(("width", "depth"), [(2, 25), (10, 20), (100, 12)])
def test_fragments_that_multiply_are_refused_at_once(ask: Asker, width: int, depth: int) -> None:
    began = time.perf_counter()
    assert ask.codes(spread(width, depth)) == ["LIMIT"]
    assert time.perf_counter() - began < 20


def test_fragments_are_counted_each_time_they_are_spread(ask: Asker) -> None:
    assert ask(spread(2, 9))["service"]  # 512 fields
    assert ask.codes(spread(2, 10)) == ["LIMIT"]  # 1,024


def test_depth_is_counted_through_fragments(ask: Asker) -> None:
    fragments = " ".join(f"fragment F{i} on Entity {{ {TIMELINES % f'...F{i + 1}'} }}" for i in range(5))
    query = f'{{ entity(ref: {{ name: "Belarus" }}) {{ ...F0 }} }} {fragments} fragment F5 on Entity {{ id }}'
    (error,) = ask.errors(query)
    assert error["message"] == "the query asks for too much: depth (at most 15)"


@pytest.mark.parametrize(
    "fragments",
    [
        "fragment A on Service { ...A }",
        "fragment A on Service { ...B } fragment B on Service { ...A }",
        "fragment A on Service { ...B ...C } fragment B on Service { ...C } fragment C on Service { ...A }",
    ],
)
def test_a_circle_of_fragments_is_an_ordinary_error(ask: Asker, fragments: str) -> None:
    assert set(ask.codes("{ service { ...A } } " + fragments)) == {"VALIDATION"}


def test_a_fragment_that_is_not_there_is_an_ordinary_error(ask: Asker) -> None:
    assert ask.codes("{ service { ...A } }") == ["VALIDATION"]


def test_every_operation_is_held_to_the_limits(ask: Asker) -> None:
    query = "query A { __typename } query B { " + " ".join(f"a{i}: __typename" for i in range(51)) + " }"
    assert ask.codes(query) == ["LIMIT"]


def test_the_usual_introspection_is_answered(ask: Asker) -> None:
    query = get_introspection_query(descriptions=True, specified_by_url=True, input_value_deprecation=True)
    assert ask(query)["__schema"]["queryType"]["name"] == "Query"


def test_introspection_does_not_lift_the_limit_of_what_stands_beside_it(ask: Asker) -> None:
    query = "{ __schema { queryType { name } } " + deep(17)[1:]
    assert ask.codes(query) == ["LIMIT"]


def test_introspection_that_goes_round_in_circles_is_refused(ask: Asker) -> None:
    inner = "name"
    for _ in range(12):
        inner = f"fields {{ type {{ {inner} }} }}"
    assert ask.codes(f"{{ __schema {{ types {{ {inner} }} }} }}") == ["LIMIT"]


# ---------------------------------------------------------------- pages and lists

PAGED = {
    "sources": "{ sources(first: %s) { totalCount } }",
    "claims": "{ claims(first: %s) { totalCount } }",
    "search": '{ search(text: "a", first: %s) { totalCount } }',
    "accounts": "{ accounts(first: %s) { totalCount } }",
    "paths": '{ paths(from: {name: "Belarus"}, to: {name: "United States"}, first: %s) { totalCount } }',
    "connections": '{ connections(of: [{name: "Belarus"}, {name: "United States"}], first: %s) { totalCount } }',
    "timeline": '{ timeline(about: [{name: "Belarus"}], first: %s) { totalCount } }',
    "relations": '{ entity(ref: {name: "Belarus"}) { relations(first: %s) { totalCount } } }',
    "claims of an entity": '{ entity(ref: {name: "Belarus"}) { claims(first: %s) { totalCount } } }',
    "values": '{ entity(ref: {name: "Maryya Kalesnikava"}) { ... on Person { sibling(first: %s) { claimCount } } } }',
}


@pytest.mark.parametrize("first", [0, -1, 101, -2_147_483_648, 2_147_483_647])
@pytest.mark.parametrize("query", PAGED.values(), ids=PAGED)
def test_a_page_has_1_to_100_items(ask: Asker, query: str, first: int) -> None:
    (error,) = ask.errors(query % first)
    assert (error["message"], error["extensions"]) == (f"first is {first}: expected 1 to 100", {"code": "LIMIT"})


@pytest.mark.parametrize("first", [1, 100])
@pytest.mark.parametrize("query", PAGED.values(), ids=PAGED)
def test_a_page_may_have_1_and_100_items(ask: Asker, query: str, first: int) -> None:
    assert ask(query % first)


LISTED = {
    "nodes": ("query($n: [ID!]!) { nodes(ids: $n) { id } }", "x"),
    "entities": ("query($n: [EntityRef!]!) { entities(refs: $n) { id } }", {"name": "Belarus"}),
    "timeline": ("query($n: [EntityRef!]!) { timeline(about: $n) { totalCount } }", {"name": "Belarus"}),
    "connections": ("query($n: [EntityRef!]!) { connections(of: $n) { totalCount } }", {"name": "Belarus"}),
    "languages": ('query($n: [LanguageTag!]) { entity(ref: { name: "Belarus" }) { name(languages: $n) } }', "be"),
    "kinds": ('query($n: [ID!]) { search(text: "a", kinds: $n) { totalCount } }', "Person"),
    "claims": ("query($n: [ID!]) { claims(where: { subjects: $n }) { totalCount } }", "https://example.org/x"),
    "provenance": (
        "query($n: [ID!]) { accounts(provenance: { publishers: $n }) { totalCount } }",
        "https://example.org/x",
    ),
}


@pytest.mark.parametrize(("query", "item"), LISTED.values(), ids=LISTED)
def test_a_list_may_have_100_items(ask: Asker, query: str, item: object) -> None:
    assert ask(query, n=[item] * 100)


@pytest.mark.parametrize(("query", "item"), LISTED.values(), ids=LISTED)
def test_a_list_of_101_items_is_refused(ask: Asker, query: str, item: object) -> None:
    (error,) = ask.errors(query, n=[item] * 101)
    assert re.fullmatch("a list has 101 (items|ids): expected at most 100", error["message"])
    assert error["extensions"] == {"code": "LIMIT"}


@pytest.mark.parametrize("length", [0, -1, 11])
def test_a_path_has_1_to_10_hops(ask: Asker, length: int) -> None:
    query = '{ paths(from: {name: "Belarus"}, to: {name: "United States"}, spec: {maxLength: %s}) { totalCount } }'
    (code,) = ask.codes(query % length)
    assert code in {"LIMIT", "INVALID_INPUT"}


# ---------------------------------------------------------------- errors are few


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"nonsense{i}" for i in range(20)) + " }",
        "{ __typename " + "@nonsense " * 20 + "}",
        "query(" + " ".join(f"$v{i}: Nonsense" for i in range(20)) + ") { __typename }",
    ],
    ids=["fields", "directives", "variables"],
)
def test_a_document_with_many_faults_is_told_five_at_most(ask: Asker, query: str) -> None:
    assert len(ask.errors(query)) == 5


def test_a_variable_with_many_faults_is_told_five_at_most(ask: Asker) -> None:
    query = "query($n: [EntityRef!]!) { entities(refs: $n) { id } }"
    assert 1 <= len(ask.errors(query, n=[{"nonsense": 1}] * 50)) <= 5


def test_an_answer_with_many_faults_is_told_five_at_most(ask: Asker) -> None:
    fields = " ".join(f"a{i}: sibling(first: 0) {{ claimCount }}" for i in range(20))
    query = f'{{ entity(ref: {{ name: "Maryya Kalesnikava" }}) {{ ... on Person {{ {fields} }} }} }}'
    assert len(ask.errors(query)) <= 5


CLAIMS_OF_CLAIMS = "{ claims(first: %s) { nodes { source { claims(first: %s) { nodes { id } } } } } }"


def test_lists_below_lists_are_counted_as_they_multiply(ask: Asker) -> None:
    assert "errors" not in ask(CLAIMS_OF_CLAIMS % (2, 100))
    three = CLAIMS_OF_CLAIMS.replace("{ id }", "{ source { claims { nodes { id } } } }") % (100, 100)
    (error,) = ask.errors(three)
    assert error["message"] == "the query asks for too much: nodes (at most 50,000), cost (at most 500,000)"


def test_a_page_whose_size_is_a_variable_counts_as_the_largest(ask: Asker) -> None:
    levels = "{ nodes { source { claims(first: $n) " * 2
    query = "query ($n: Int) { claims(first: $n) " + levels + "{ nodes { id } } " + "} } }" * 2 + " }"
    assert [error["message"] for error in ask.errors(query)] == [
        "the query asks for too much: nodes (at most 50,000), cost (at most 500,000)"
    ]


def test_words_to_look_for_are_not_a_book(ask: Asker) -> None:
    assert ask.codes('{ search(text: "%s") { totalCount } }' % ("a " * 101)) == ["LIMIT"]


# ---------------------------------------------------------------- cost


def cost_of(ask: Asker, query: str, operation: str | None = None) -> dict[str, int]:
    """Return what the answer says that its query cost."""
    found: dict[str, int] = execute(query, Context(ask.view, "0"), None, operation).response["extensions"]["cost"]
    return found


def test_an_answer_says_what_it_cost(ask: Asker) -> None:
    assert cost_of(ask, "{ service { state version } }") == {"depth": 2, "fields": 3, "nodes": 0, "cost": 3}


def test_what_is_below_a_page_costs_as_often_as_it_has_items(ask: Asker) -> None:
    query = "{ sources(first: 7) { edges { cursor } } }"
    assert cost_of(ask, query) == {"depth": 3, "fields": 3, "nodes": 7, "cost": 1 + 7 * 2}


def test_a_page_within_a_page_is_multiplied(ask: Asker) -> None:
    query = "{ sources(first: 7) { edges { node { claims(first: 3) { nodes { iri } } } } } }"
    weight = 50
    found = cost_of(ask, query)
    assert (found["nodes"], found["cost"]) == (7 * (1 + 3), 1 + 7 * (2 + weight + 3 * 2))


def test_what_is_asked_for_by_name_costs_as_often_as_there_are_names(ask: Asker) -> None:
    query = '{ entities(refs: [{ name: "Belarus" }, { name: "a" }, { name: "b" }]) { name iri } }'
    assert cost_of(ask, query) == {"depth": 2, "fields": 3, "nodes": 3, "cost": 1 + 3 * 2}


def test_names_in_a_variable_count_as_the_most_there_may_be(ask: Asker) -> None:
    query = "query($refs: [EntityRef!]!) { entities(refs: $refs) { name } }"
    found = execute(query, Context(ask.view, "0"), {"refs": []}).response["extensions"]["cost"]
    assert (found["nodes"], found["cost"]) == (100, 1 + 100)


def test_a_question_weighs_what_the_schema_says(ask: Asker) -> None:
    query = '{ paths(from: { name: "Belarus" }, to: { name: "Belarus" }) { complete } }'
    assert cost_of(ask, query)["cost"] == 500 + 20
    assert re.search(r"\bpaths\(.*@cost\(weight: 500\)", sdl())


def test_a_fragment_costs_wherever_it_is_spread_and_is_counted_once(ask: Asker) -> None:
    query = "{ service { ...F } again: service { ...F ...F } } fragment F on Service { version }"
    assert cost_of(ask, query)["fields"] == 2 + 3


def test_of_several_operations_that_which_ran_is_told(ask: Asker) -> None:
    query = "query A { service { state } } query B { service { state version } }"
    assert [cost_of(ask, query, name)["fields"] for name in "AB"] == [2, 3]


def test_too_many_dear_questions_are_refused(ask: Asker) -> None:
    nested = "sources(first: 100) { edges { node { claims(first: 100) { nodes { evidence { %s } } } } } }"
    fields = " ".join(f"e{n}: exact {{ text }}" for n in range(25))
    assert ask.codes("{ " + nested % fields + " }") == ["LIMIT"]
    assert "cost (at most 500,000)" in ask.errors("{ " + nested % fields + " }")[0]["message"]


def test_who_comes_many_times_is_one_object(ask: Asker) -> None:
    """Lists within lists multiply, those they speak of do not: each would be read as often as the lists come to."""
    one, other = sorted({claim.subject for claim in ask.view.wanted(ClaimFilter(), EVERYTHING, None, 50).claims})[:2]
    found = entities(ask.view, [one, other, one, one])
    assert [entity.item for entity in found] == [one, other, one, one]
    assert found[0] is found[2] is found[3]
    assert found[0].batch.items == [one, other]
