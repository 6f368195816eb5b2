"""An answer as a table: the edges of its one connection are rows, what was selected below them are columns.

Columns come from the document and not from the answer: in the order of the selection, fragments expanded, aliases
respected, the same whatever is null. What stands beside the connection, as the name of the entity whose claims are
listed, is said again on each row.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import msgspec
from graphql import FieldNode, Node, OperationType, VariableNode

from graph.errors import InvalidInputError
from schema.execution import Prepared, prepared, schema
from schema.selections import Selected, Selections

_core = schema._schema  # noqa: SLF001 - strawberry builds it and offers no other name
_PAGE = " csvPageInfo: pageInfo { hasNextPage hasPreviousPage endCursor } csvTotalCount: totalCount "
_COMPLETE = "csvComplete: complete "
_ROWS = {"edges", "nodes"}

Keys = tuple[str, ...]
Cell = Any
"""A scalar of JSON, null, or a list of such: of what stood in lists."""


class NoTableError(InvalidInputError):
    """A question whose answer is no table."""


class Column(NamedTuple):
    """A column: its name, the keys that lead to its cells, and whether a list of objects is on the way to them."""

    name: str
    keys: Keys
    of_list: bool


class Table(NamedTuple):
    """A page of a connection as a table.

    `total` counts the rows of all pages, None where that takes too long; `next_cursor` goes on after this one, and is
    None on the last; `whole` says that there is no other. `complete` is False when the search behind it stopped before
    it had all.
    """

    columns: Sequence[Column]
    rows: list[list[Cell]]
    total: int | None = 0
    next_cursor: str | None = None
    whole: bool = True
    complete: bool = True


class TableQuestion(NamedTuple):
    """A document whose answer can be read as a table.

    `name` is the operation's, else the connection's; `document` asks what was `asked`, and where its page stands.
    The keys `connection` lead to the connection, and `rows` to its edges in it; the columns that stand `beside` the
    connection come before those `inside` its edges; `nodes` ask for the connection.
    """

    name: str
    document: str
    asked: str
    connection: Keys
    rows: str
    beside: list[Column]
    inside: list[Column]
    nodes: list[FieldNode]

    @classmethod
    def of(cls, document: str, operation_name: str | None = None) -> Self | None:
        """Read a document; None where it cannot be run: running it says why.

        Raises:
            NoTableError: it does not ask for the edges of exactly one connection.
        """
        ready = prepared(document)
        if not isinstance(ready, Prepared):
            return None
        selections = Selections(_core, ready.document)
        operation = selections.operation(operation_name)
        if operation is None or operation.operation is not OperationType.QUERY:
            return None
        selected = selections.of_operation(operation)
        keys, connection = _the_connection(selections, selected)
        rows, below = _the_rows(selections, connection)
        fields = getattr(connection.named, "fields", {})
        selection = connection.below[0][1].loc
        assert selection is not None
        end, page = selection.end - 1, _PAGE + (_COMPLETE if "complete" in fields else "")
        return cls(
            operation.name.value if operation.name else keys[-1],
            document[:end] + page + document[end:],
            document,
            keys,
            rows,
            list(_columns(selections, selected, outside=True)),
            list(_columns(selections, below)),
            connection.nodes,
        )

    def table(self, data: Mapping[str, Any] | None) -> Table:
        """Return the data of the answer to `document` as a table."""
        columns = [*self.beside, *self.inside]
        found = _at(data, self.connection)
        if found is None:
            return Table(columns, [])
        beside = [_at(data, column.keys) for column in self.beside]
        rows = [[*beside, *(_at(row, column.keys) for column in self.inside)] for row in found[self.rows]]
        page = found["csvPageInfo"]
        return Table(
            columns,
            rows,
            total=found["csvTotalCount"],
            next_cursor=page["endCursor"] if page["hasNextPage"] else None,
            whole=not page["hasNextPage"] and not page["hasPreviousPage"],
            complete=found.get("csvComplete", True),
        )

    def after(self, cursor: str, variables: dict[str, Any] | None) -> tuple[str, dict[str, Any] | None]:
        """Return the document, and the variables, that ask for the page after `cursor`."""
        document, text = self.asked, msgspec.json.encode(cursor).decode()
        for node in reversed(self.nodes):
            given = next((each.value for each in node.arguments or () if each.name.value == "after"), None)
            if isinstance(given, VariableNode):
                return document, {**(variables or {}), given.name.value: cursor}
            if given is not None:
                document = _put(document, given, text, instead=True)
            elif node.arguments:
                document = _put(document, node.arguments[-1], f", after: {text}")
            else:
                document = _put(document, node.name, f"(after: {text})")
        return document, variables


def _the_connection(selections: Selections, selected: Mapping[str, Selected]) -> tuple[Keys, Selected]:
    found = list(_connections(selections, selected))
    if len(found) != 1:
        named = ", ".join(".".join(keys) for keys, _, _ in found) or "none"
        raise NoTableError(
            f"a table is of one connection, with edges: expected exactly one in the query, found {named}"
        )
    keys, connection, in_list = found[0]
    if in_list:
        raise NoTableError(f"a table is of one connection: {'.'.join(keys)} is in a list, so there may be several")
    return keys, connection


def _connections(
    selections: Selections, selected: Mapping[str, Selected], path: Keys = (), *, in_list: bool = False
) -> Iterator[tuple[Keys, Selected, bool]]:
    """Yield each connection that is not inside another: its keys, itself, and whether it stands below a list."""
    for key, field in selected.items():
        keys = (*path, key)
        if field.is_connection:
            yield keys, field, in_list
        elif field.below:
            below = selections.of(field.below)
            yield from _connections(selections, below, keys, in_list=in_list or field.is_list)


def _the_rows(selections: Selections, connection: Selected) -> tuple[str, Mapping[str, Selected]]:
    below = selections.of(connection.below)
    rows = [key for key, field in below.items() if field.name in _ROWS]
    if len(rows) != 1:
        raise NoTableError(f"a table has the edges of {connection.name} as its rows: expected edges to be asked, once")
    return rows[0], selections.of(below[rows[0]].below)


def _columns(
    selections: Selections,
    selected: Mapping[str, Selected],
    path: Keys = (),
    *,
    of_list: bool = False,
    outside: bool = False,
) -> Iterator[Column]:
    """Yield a column for each leaf of a selection; `outside`: of what stands beside the connection only."""
    for key, field in selected.items():
        keys = (*path, key)
        if outside and field.is_connection:
            continue
        if field.below:
            below, in_list = selections.of(field.below), of_list or field.is_list
            yield from _columns(selections, below, keys, of_list=in_list, outside=outside)
        else:
            yield Column(".".join(keys), keys, of_list)


def _at(value: Any, keys: Sequence[str]) -> Cell:  # noqa: ANN401 - a part of an answer
    """Return what `keys` lead to, for each item where a list is on the way."""
    if isinstance(value, list):
        return [_at(item, keys) for item in value]
    if value is None or not keys:
        return value
    return _at(value.get(keys[0]), keys[1:])


def _put(document: str, node: Node, text: str, *, instead: bool = False) -> str:
    """Return `document` with `text` after `node`, or instead of it."""
    assert node.loc is not None
    return document[: node.loc.start if instead else node.loc.end] + text + document[node.loc.end :]
