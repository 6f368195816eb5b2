"""Answers as CSV over HTTP: the whole table or an error in JSON, and a link to the page after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from schema.execution import execute
from schema.table import NoTableError, TableQuestion
from web.csv import CONTENT_TYPE, MEDIA_TYPE, as_csv, file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schema.context import Context
    from web.body import Asked

ERROR_TYPE = "application/graphql-response+json"
_STATUSES = {"NOT_FOUND": 404, "INTERNAL": 500, "UNAVAILABLE": 503, "DAMAGED": 503}
_MAX_ADDRESS = 8_000


def table_response(context: Context, asked: Asked, *, path: str, headers: Mapping[str, str]) -> Response:
    """Answer a question with a table; `path` is where it was asked, `headers` go with a table and not with an error."""
    query, variables, operation = asked
    try:
        question = TableQuestion.of(query, operation)
    except NoTableError as error:
        return _failed([{"message": str(error), "extensions": {"code": error.code}}])
    result = execute(question.document if question else query, context, variables, operation)
    if question is None or "errors" in result.response:
        return _failed(result.response["errors"])
    table = question.table(result.response["data"])
    added = {"content-disposition": f'attachment; filename="{file_name(question.name, table)}"'}
    if table.next_cursor:
        added["next-cursor"] = table.next_cursor
        link = _address(path, *question.after(table.next_cursor, variables), operation)
        if len(link) <= _MAX_ADDRESS:
            added["link"] = f'<{link}>; rel="next"'
    return Response(as_csv(table), 200, {**headers, **added}, media_type=CONTENT_TYPE)


def _failed(errors: list[dict[str, Any]]) -> Response:
    codes = [error.get("extensions", {}).get("code") for error in errors]
    status = max((_STATUSES.get(code, 400) for code in codes), default=400)
    headers = {"cache-control": "no-store", "vary": "accept"}
    return Response(msgspec.json.encode({"errors": errors}), status, headers, media_type=f"{ERROR_TYPE}; charset=utf-8")


def _address(path: str, query: str, variables: dict[str, Any] | None, operation: str | None) -> str:
    given = {"query": query, "variables": variables and msgspec.json.encode(variables), "operationName": operation}
    return (
        f"{path}?{urlencode({name: value for name, value in given.items() if value is not None} | {'format': 'csv'})}"
    )


__all__ = ["ERROR_TYPE", "MEDIA_TYPE", "table_response"]
