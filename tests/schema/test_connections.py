"""Relay: every connection of the schema has the shape, and every list can be walked page by page."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from graphql import GraphQLField, GraphQLInterfaceType, GraphQLObjectType, build_schema, get_named_type, parse

from schema import sdl
from schema.global_ids import Sort, to_id
from schema.selections import Selections

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

SCHEMA = build_schema(sdl())
TYPES = {
    name: found
    for name, found in SCHEMA.type_map.items()
    if isinstance(found, GraphQLObjectType | GraphQLInterfaceType)
}
CONNECTIONS = sorted(name for name in TYPES if name.endswith("Connection"))
PAGED = sorted(
    (name, field)
    for name, found in TYPES.items()
    for field in found.fields
    if get_named_type(found.fields[field].type).name in CONNECTIONS
)


def field_of(type_name: str, field: str) -> GraphQLField:
    """Return a field of a type."""
    found: GraphQLField = TYPES[type_name].fields[field]
    return found


def test_the_connections_are_these() -> None:
    assert CONNECTIONS == [
        "AccountsConnection",
        "ChangeConnection",
        "ClaimConnection",
        "CountConnection",
        "HopConnection",
        "NeighbourConnection",
        "PathConnection",
        "SearchConnection",
        "SharedConnection",
        "SourceConnection",
    ]


def test_page_info_is_relays() -> None:
    assert {name: str(field.type) for name, field in TYPES["PageInfo"].fields.items()} == {
        "hasNextPage": "Boolean!",
        "hasPreviousPage": "Boolean!",
        "startCursor": "String",
        "endCursor": "String",
    }


@pytest.mark.parametrize("name", CONNECTIONS)
def test_a_connection_has_edges_and_says_where_it_stands(name: str) -> None:
    assert str(field_of(name, "pageInfo").type) == "PageInfo!"
    # changes are counted as far as there is time
    assert str(field_of(name, "totalCount").type) == ("Int" if name == "ChangeConnection" else "Int!")
    edges = str(field_of(name, "edges").type)
    assert (edges[:1], edges[-7:]) == ("[", "Edge!]!")


@pytest.mark.parametrize("name", CONNECTIONS)
def test_an_edge_has_a_cursor_and_a_node(name: str) -> None:
    edge = get_named_type(field_of(name, "edges").type).name
    assert str(field_of(edge, "cursor").type) == "String!"
    assert str(field_of(edge, "node").type).endswith("!")


@pytest.mark.parametrize(("name", "field"), PAGED, ids=str)
def test_a_field_with_pages_takes_first_and_after(name: str, field: str) -> None:
    arguments = {argument: str(found.type) for argument, found in field_of(name, field).args.items()}
    assert (arguments["first"], arguments["after"]) == ("Int", "String")


@pytest.mark.parametrize(("name", "field"), PAGED, ids=str)
def test_a_field_with_pages_is_never_null(name: str, field: str) -> None:
    assert str(field_of(name, field).type).endswith("Connection!")


# ---------------------------------------------------------------- walking

ARREST = 'ref: { iri: "http://localhost:8000/entity/c004-frs5i0l1p9hhrdn0" }'
COURIER = f'id: "{to_id(Sort.SOURCE, "https://sample.example/courier/2025-09-01-five-years-after-an-arrest")}"'
SAID = f'id: "{to_id(Sort.CLAIM, "onrecord:claim/01d1tpk5k1l0upt6nli2ni78i5")}"'
CORROBORATED = f'id: "{to_id(Sort.CLAIM, "onrecord:claim/uimgev183pk0f6m4j384kanu8t")}"'
KALESNIKAVA = 'ref: { name: "Maryya Kalesnikava" }'


def field_that_is_paged(walked: List) -> str:
    """Return the type and the field of a list."""
    parsed = parse((walked.query % "first: 1").replace("PAGE", PAGE))
    selections = Selections(SCHEMA, parsed)
    operation = selections.operation(None)
    assert operation is not None
    found, parent = selections.of_operation(operation), "Query"
    for key in walked.keys[:-1]:
        # a field of `Entity` that stands in `... on Event` is that type's
        within = {name for name in TYPES if f"... on {name} " in walked.query}
        parent = next(iter(within), found[key].named.name)
        found = selections.of(found[key].below)
    return f"{parent}.{found[walked.keys[-1]].name}"


class List(NamedTuple):
    """A list that can be walked: `%s` stands for more arguments, and `keys` lead to the connection."""

    query: str
    keys: tuple[str, ...]


LISTS = {
    "changes": List('{ changes(since: "2025-01-01", %s) { PAGE } }', ("changes",)),
    "history of a claim": List(
        f"{{ node({SAID}) {{ ... on Claim {{ history(%s) {{ PAGE }} }} }} }}", ("node", "history")
    ),
    "history of an entity": List(f"{{ entity({KALESNIKAVA}) {{ history(%s) {{ PAGE }} }} }}", ("entity", "history")),
    "what corroborates a claim": List(
        f"{{ node({CORROBORATED}) {{ ... on Claim {{ corroboratedBy(%s) {{ PAGE }} }} }} }}", ("node", "corroboratedBy")
    ),
    "sources": List("{ sources(%s) { PAGE } }", ("sources",)),
    "sources of an entity": List(f"{{ entity({KALESNIKAVA}) {{ sources(%s) {{ PAGE }} }} }}", ("entity", "sources")),
    "claims": List("{ claims(%s) { PAGE } }", ("claims",)),
    "counts": List("{ counts(by: [KIND, MONTH, CLAIMANT], %s) { PAGE } }", ("counts",)),
    "search": List('{ search(text: "ts", %s) { PAGE } }', ("search",)),
    "timeline": List(
        '{ timeline(about: [{ name: "Belarus" }, { name: "Maryya Kalesnikava" }], %s) { PAGE } }', ("timeline",)
    ),
    "accounts": List("{ accounts(%s) { PAGE } }", ("accounts",)),
    "paths": List(
        '{ paths(from: { name: "Tatsiana Homich" }, to: { name: "Syarhey Tsikhanouski" }, %s) { PAGE } }', ("paths",)
    ),
    "connections": List(
        '{ connections(of: [{ name: "Maryya Kalesnikava" }, { name: "Syarhey Tsikhanouski" },'
        ' { name: "Tatsiana Homich" }], %s) { PAGE } }',
        ("connections",),
    ),
    "claims of a source": List(
        f"{{ node({COURIER}) {{ ... on Source {{ claims(%s) {{ PAGE }} }} }} }}", ("node", "claims")
    ),
    "claims of an entity": List(f"{{ entity({KALESNIKAVA}) {{ claims(%s) {{ PAGE }} }} }}", ("entity", "claims")),
    "relations": List(f"{{ entity({KALESNIKAVA}) {{ relations(%s) {{ PAGE }} }} }}", ("entity", "relations")),
    "timeline of an entity": List(f"{{ entity({KALESNIKAVA}) {{ timeline(%s) {{ PAGE }} }} }}", ("entity", "timeline")),
    "accounts of an entity": List(
        '{ entity(ref: { name: "Belarus" }) { accounts(%s) { PAGE } } }', ("entity", "accounts")
    ),
    "neighbourhood": List('{ neighbourhood(of: [{ name: "Belarus" }], hops: 3, %s) { PAGE } }', ("neighbourhood",)),
    "participants": List(
        f"{{ entity({ARREST}) {{ ... on Event {{ participants(%s) {{ PAGE }} }} }} }}", ("entity", "participants")
    ),
}
PAGE = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { __typename } }"


DECLARED = sorted(
    f"{name}.{field}" for name, field in PAGED if not any(field in above.fields for above in TYPES[name].interfaces)
)
"""The fields that answer a connection, each where it is declared first: of `Person.claims` that is `Entity`."""


def test_every_connection_is_walked() -> None:
    assert sorted(set(map(field_that_is_paged, LISTS.values()))) == DECLARED


def page(ask: Asker, walked: List, arguments: str) -> dict[str, Any]:
    """Return one page of a list."""
    found = ask((walked.query % arguments).replace("PAGE", PAGE))
    for key in walked.keys:
        found = found[key]
    return found


def cursors(found: dict[str, Any]) -> list[str]:
    """Return the cursors of a page."""
    return [edge["cursor"] for edge in found["edges"]]


def walk(ask: Asker, walked: List) -> list[str]:
    """Return the cursors of a whole list."""
    found = page(ask, walked, "first: 100")
    walk = cursors(found)
    while found["pageInfo"]["hasNextPage"]:
        found = page(ask, walked, f'first: 100, after: "{walk[-1]}"')
        walk += cursors(found)
    return walk


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_pages_of_any_size_make_up_the_list(ask: Asker, walked: List) -> None:
    whole = walk(ask, walked)
    for size in (1, 2, 7):
        pages: list[dict[str, Any]] = []
        after = ""
        while not pages or pages[-1]["pageInfo"]["hasNextPage"]:
            pages.append(page(ask, walked, f"first: {size}{after}"))
            after = f', after: "{pages[-1]["pageInfo"]["endCursor"]}"'
            if size < 7 and len(pages) * size > 50:
                break
        walked_so_far = [cursor for one in pages for cursor in cursors(one)]
        assert walked_so_far == whole[: len(walked_so_far)]
        assert len(walked_so_far) == min(len(whole), len(pages) * size)


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_walking_on_to_the_end_finds_as_many_as_are_counted(ask: Asker, walked: List) -> None:
    found = walk(ask, walked)
    assert len(found) == len(set(found)) == page(ask, walked, "first: 1")["totalCount"]


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_no_two_items_have_one_cursor(ask: Asker, walked: List) -> None:
    whole = cursors(page(ask, walked, "first: 100"))
    assert len(whole) == len(set(whole)) > 0


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_the_ends_of_a_page_are_its_first_and_last_cursor(ask: Asker, walked: List) -> None:
    found = page(ask, walked, "first: 3")
    assert (found["pageInfo"]["startCursor"], found["pageInfo"]["endCursor"]) == (
        cursors(found)[0],
        cursors(found)[-1],
    )


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_after_the_last_item_there_is_nothing(ask: Asker, walked: List) -> None:
    last = cursors(page(ask, walked, "first: 100"))[-1]
    end = page(ask, walked, f'first: 1, after: "{last}"')
    if end["totalCount"] <= 100:
        assert (end["edges"], end["pageInfo"]["hasNextPage"]) == ([], False)
        assert (end["pageInfo"]["startCursor"], end["pageInfo"]["endCursor"]) == (None, None)


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_the_first_page_has_nothing_before_it(ask: Asker, walked: List) -> None:
    assert page(ask, walked, "first: 1")["pageInfo"]["hasPreviousPage"] is False


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_a_later_page_has_something_before_it(ask: Asker, walked: List) -> None:
    first = cursors(page(ask, walked, "first: 1"))[0]
    assert page(ask, walked, f'first: 1, after: "{first}"')["pageInfo"]["hasPreviousPage"] is True


@pytest.mark.parametrize("walked", LISTS.values(), ids=LISTS)
def test_all_are_counted_on_every_page(ask: Asker, walked: List) -> None:
    first = page(ask, walked, "first: 1")
    later = page(ask, walked, f'first: 1, after: "{cursors(first)[0]}"')
    assert first["totalCount"] == later["totalCount"] >= 1


def test_a_page_has_twenty_items_when_nobody_says(ask: Asker) -> None:
    assert len(ask("{ claims { edges { cursor } } }")["claims"]["edges"]) == 20


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJzb3VyY2VzIl0", "!!", "7", "bnVsbA", "[]"])
def test_what_is_no_cursor_is_refused(ask: Asker, cursor: str) -> None:
    assert ask.codes("query($c: String) { claims(after: $c) { totalCount } }", c=cursor) == ["INVALID_CURSOR"]


@pytest.mark.parametrize("key", [3, True, 0.5])
def test_a_cursor_that_nobody_gave_is_no_surprise(ask: Asker, key: object) -> None:
    forged = base64.urlsafe_b64encode(json.dumps(["sources", key]).encode()).decode().rstrip("=")
    assert ask.codes("query($c: String) { sources(after: $c) { totalCount } }", c=forged) == ["INVALID_CURSOR"]


def test_a_cursor_of_another_list_is_refused(ask: Asker) -> None:
    other = ask("{ sources(first: 1) { pageInfo { endCursor } } }")["sources"]["pageInfo"]["endCursor"]
    assert ask.codes("query($c: String) { claims(after: $c) { totalCount } }", c=other) == ["INVALID_CURSOR"]


def connection_of(walked: List) -> str:
    """Return the type of the connection that a list is walked by."""
    kind, field = field_that_is_paged(walked).split(".")
    return get_named_type(field_of(kind, field).type).name


WITH_NODES = {name: walked for name, walked in LISTS.items() if "nodes" in TYPES[connection_of(walked)].fields}
WHOLE = {"Change": "at kind claim { id }", "Count": "count keys { id label }"}
"""What is shown of items that have no id."""


@pytest.mark.parametrize("walked", WITH_NODES.values(), ids=WITH_NODES)
def test_nodes_are_the_items_without_their_cursors(ask: Asker, walked: List) -> None:
    shown = get_named_type(TYPES[connection_of(walked)].fields["nodes"].type).name
    whole = WHOLE.get(shown, "id")
    found = ask((walked.query % "first: 5").replace("PAGE", f"edges {{ node {{ {whole} }} }} nodes {{ {whole} }}"))
    for key in walked.keys:
        found = found[key]
    assert found["nodes"] == [edge["node"] for edge in found["edges"]] != []
