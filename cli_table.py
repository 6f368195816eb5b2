"""`onrecord query --csv`: the answer to a GraphQL query as a table on standard output."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from cli_output import say
from graph.names import printable

if TYPE_CHECKING:
    from schema import Context
    from schema.table import Table


class Query(NamedTuple):
    """A query of the command line."""

    document: str
    variables: dict[str, Any] | None
    operation: str | None


def print_table(context: Context, query: Query, *, every: bool) -> int:
    """Print the page that is asked for, or with `every` all from it on, as CSV; with an error nothing but the error.

    Raises:
        NoTableError: the query does not ask for the edges of exactly one connection.
    """
    from web.csv import as_csv

    pages: list[Table] = []
    while not pages or (every and pages[-1].next_cursor):
        found = _page(context, query, pages[-1].next_cursor if pages else None)
        if isinstance(found, list):
            for error in found:
                say(f"onrecord: {printable(error['message'])} ({error['extensions']['code']})")
            return 1
        pages.append(found)
    last = pages[-1]
    table = last._replace(rows=[row for page in pages for row in page.rows])
    sys.stdout.buffer.write(as_csv(table))
    sys.stdout.buffer.flush()
    if last.next_cursor:
        rest = f"go on with after: {json.dumps(last.next_cursor)}, or take all with --all"
        say(f"onrecord: {len(table.rows)} of {'more' if last.total is None else last.total} rows: {rest}")
    if not last.complete:
        say("onrecord: the search stopped before it had all")
    return 0


def _page(context: Context, query: Query, cursor: str | None) -> Table | list[dict[str, Any]]:
    """Return a page as a table, that after `cursor`, or the errors."""
    from schema import execute
    from schema.table import TableQuestion

    document, variables = query.document, query.variables
    question = TableQuestion.of(document, query.operation)
    if question is not None and cursor is not None:
        document, variables = question.after(cursor, variables)
        question = TableQuestion.of(document, query.operation)
    asked = question.document if question else document
    response = execute(asked, context, variables, query.operation).response
    if question is None or "errors" in response:
        errors: list[dict[str, Any]] = response["errors"]
        return errors
    return question.table(response["data"])
