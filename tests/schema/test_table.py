"""Answers as tables: which columns, which rows, and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schema.table import NoTableError, Table, TableQuestion

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

KALESNIKAVA = 'entity(ref: { name: "Maryya Kalesnikava" })'


def question(document: str, operation: str | None = None) -> TableQuestion:
    """Return the question of a document that can be run."""
    found = TableQuestion.of(document, operation)
    assert found is not None
    return found


def columns(document: str) -> list[str]:
    """Return the names of the columns."""
    found = question(document)
    return [column.name for column in (*found.beside, *found.inside)]


def table(ask: Asker, document: str, **variables: object) -> Table:
    """Return an answer as a table."""
    found = question(document)
    return found.table(ask(found.document, **variables))


def test_columns_stand_in_the_order_of_the_selection() -> None:
    asked = "{ claims { edges { cursor node { stance id property { label } status } } } }"
    assert columns(asked) == ["cursor", "node.stance", "node.id", "node.property.label", "node.status"]


def test_a_column_has_the_alias_that_was_given() -> None:
    asked = "{ c: claims { e: edges { n: node { who: claimant { called: name } } } } }"
    assert columns(asked) == ["n.who.called"]


def test_fragments_are_expanded_where_they_stand() -> None:
    asked = """
        { claims { ...Page } }
        fragment Page on ClaimConnection { edges { node { id ...Words ... on Claim { status } certainty } } }
        fragment Words on Claim { evidence { exact { text } } }
    """
    assert columns(asked) == ["node.id", "node.evidence.exact.text", "node.status", "node.certainty"]


def test_what_is_selected_twice_is_one_column_where_it_was_first() -> None:
    asked = "{ claims { edges { node { id claimant { name } } } edges { node { status id claimant { iri } } } } }"
    assert columns(asked) == ["node.id", "node.claimant.name", "node.claimant.iri", "node.status"]


def test_a_union_has_the_columns_of_all_its_types() -> None:
    asked = """
        { claims { edges { node { value {
            __typename ... on QuantityValue { amount } ... on EntityValue { entity { name } }
        } } } } }
    """
    assert columns(asked) == ["node.value.__typename", "node.value.amount", "node.value.entity.name"]


def test_what_stands_beside_the_connection_comes_first() -> None:
    asked = f"{{ service {{ state }} {KALESNIKAVA} {{ name claims {{ totalCount edges {{ node {{ id }} }} }} iri }} }}"
    assert columns(asked) == ["service.state", "entity.name", "entity.iri", "node.id"]


def test_what_stands_beside_the_connection_is_said_on_each_row(ask: Asker) -> None:
    asked = f"{{ {KALESNIKAVA} {{ name relations(first: 2) {{ edges {{ node {{ name }} }} }} }} }}"
    assert table(ask, asked).rows == [
        ["Maryya Kalesnikava", "Tatsiana Homich"],
        ["Maryya Kalesnikava", "Svyatlana Tsikhanouskaya"],
    ]


def test_the_rows_are_those_of_the_answer(ask: Asker) -> None:
    asked = "{ claims(first: 5) { edges { cursor node { id certainty subject { name } } } } }"
    edges = ask(asked)["claims"]["edges"]
    expected = [[e["cursor"], e["node"]["id"], e["node"]["certainty"], e["node"]["subject"]["name"]] for e in edges]
    assert table(ask, asked).rows == expected
    assert len(expected) == 5


def test_nodes_are_rows_too(ask: Asker) -> None:
    asked = "{ claims(first: 3) { nodes { id } } }"
    assert columns(asked) == ["id"]
    assert table(ask, asked).rows == [[node["id"]] for node in ask(asked)["claims"]["nodes"]]


def test_a_list_of_objects_is_a_list_in_each_of_its_columns(ask: Asker) -> None:
    asked = f"{{ {KALESNIKAVA} {{ relations(first: 1) {{ edges {{ claims {{ claimant {{ name }} }} }} }} }} }}"
    found = table(ask, asked)
    assert found.rows == [[["The Sample Courier", "The Sample Dispatch"]]]
    assert [column.of_list for column in found.columns] == [True]


def test_who_is_not_there_has_columns_and_no_rows(ask: Asker) -> None:
    found = table(ask, '{ entity(ref: { name: "Nobody" }) { name claims { edges { node { id } } } } }')
    assert ([column.name for column in found.columns], found.rows, found.whole) == (
        ["entity.name", "node.id"],
        [],
        True,
    )


def test_a_page_says_how_many_there_are_and_whether_it_is_all(ask: Asker) -> None:
    every = table(ask, "{ sources { edges { node { sourceId } } } }")
    one = table(ask, "{ sources(first: 1) { edges { node { sourceId } } } }")
    assert (len(every.rows), every.total, every.whole, every.next_cursor) == (2, 2, True, None)
    assert (len(one.rows), one.total, one.whole, one.next_cursor is None) == (1, 2, False, False)


def test_a_search_that_stopped_early_is_said(ask: Asker) -> None:
    asked = '{ paths(from: { name: "Tatsiana Homich" }, to: { name: "Belarus" }) { edges { node { length } } } }'
    found = question(asked)
    data = ask(found.document)
    assert found.table(data).complete
    data["paths"]["csvComplete"] = False
    assert not found.table(data).complete


GOING_ON: dict[str, tuple[str, dict[str, Any]]] = {
    "no arguments": ("{ claims { edges { node { id } } } }", {}),
    "others": ("{ claims(first: 7) { edges { node { id } } } }", {}),
    "null": ("{ claims(after: null, first: 7) { edges { node { id } } } }", {}),
    "a variable": (
        "query($after: String, $n: Int) { claims(first: $n, after: $after) { edges { node { id } } } }",
        {"n": 7},
    ),
    "twice": ("{ claims(first: 7) { edges { cursor } } claims(first: 7) { edges { node { id } } } }", {}),
    "in a fragment": ("{ ...All } fragment All on Query { claims { edges { node { id } } } }", {}),
    "beyond the first plane": (
        '# 😀\n{ entity(ref: { name: "Belarus" }) { claims(first: 7) { edges { node { id } } } } }',
        {},
    ),
}


@pytest.mark.parametrize(("asked", "variables"), GOING_ON.values(), ids=GOING_ON)
def test_the_pages_are_the_list(ask: Asker, asked: str, variables: dict[str, Any]) -> None:
    document: str = asked
    given: dict[str, Any] | None = variables
    rows: list[list[Any]] = []
    while True:
        found = question(document)
        page = found.table(ask(found.document, **(given or {})))
        rows += page.rows
        assert len(rows) <= (page.total or 0)
        if page.next_cursor is None:
            break
        document, given = found.after(page.next_cursor, given)
    assert len(rows) == page.total == len({row[-1] for row in rows})


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("{ service { version } }", "found none"),
        ("{ __schema { types { name } } }", "found none"),
        ("{ a: claims { edges { cursor } } b: claims { edges { cursor } } }", "found a, b"),
        ('{ entities(refs: [{ name: "Belarus" }]) { claims { edges { cursor } } } }', "entities.claims is in a list"),
        ("{ claims { totalCount } }", "expected edges to be asked, once"),
        ("{ claims { edges { cursor } nodes { id } } }", "expected edges to be asked, once"),
    ],
)
def test_what_is_no_table_says_why(asked: str, reason: str) -> None:
    with pytest.raises(NoTableError, match=reason):
        TableQuestion.of(asked)


@pytest.mark.parametrize(
    "asked", ["{ x", "{ nonsense }", "", "query A { service { state } } query B { service { state } }"]
)
def test_what_cannot_be_run_is_left_to_whoever_runs_it(asked: str) -> None:
    assert TableQuestion.of(asked) is None


def test_fragments_upon_fragments_are_not_expanded_beyond_the_limits() -> None:
    doubling = " ".join(f"fragment F{n} on Claim {{ ...F{n + 1} ...F{n + 1} }}" for n in range(25))
    asked = f"{{ claims {{ edges {{ node {{ ...F0 }} }} }} }} {doubling} fragment F25 on Claim {{ id }}"
    assert TableQuestion.of(asked) is None
