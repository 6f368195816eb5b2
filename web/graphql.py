"""GraphQL over HTTP, as the audits of `graphql-http` want it: GET and POST, both media types, 400 for what did not run.

A GET carries an ETag made from the state and the question, so an unchanged answer is a 304 that runs nothing. No
document and no variable is logged.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from schema.context import Context
from schema.execution import Result, execute
from schema.limits import LIMITS
from web.body import Asked, BadRequestError, read_body, read_json
from web.pages import query_page
from web.tables import MEDIA_TYPE as CSV
from web.tables import table_response
from web.turns import AT_ONCE, COME_AGAIN_S, OverloadedError, Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from graph.analyst import Analyst
    from graph.states import States
    from graph.view import View

RESPONSE_JSON = "application/graphql-response+json"
JSON = "application/json"
_SAFE = {"GET", "HEAD"}
_PASSING = {"UNAVAILABLE", "BUSY", "LIMIT", "INTERNAL", "DAMAGED"}


class GraphQL:
    """The endpoint. `current` gives the states to read; one request reads one view, `at_once` are answered at once.

    The time of a request begins when it was read: waiting for its turn is a part of it. `analyst` analyses networks.
    """

    def __init__(
        self,
        current: Callable[[], States],
        version: str,
        at_once: int = AT_ONCE,
        analyst: Analyst | None = None,
    ) -> None:
        self._current = current
        self._version = version
        self._turns = Turns(at_once)
        self._analyst = analyst

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        accept = request.headers.get("accept", "")
        if request.method in _SAFE and "query" not in request.query_params and "text/html" in accept:
            return query_page()
        media_type = pick_media_type(accept)
        try:
            media_type = _format(request) or media_type
            if media_type is None:
                raise BadRequestError(406, f"expected to be asked for {RESPONSE_JSON}, {JSON} or {CSV}")  # noqa: TRY301 - answered as the others
            asked = await _read(request)
            deadline = time.monotonic() + LIMITS.seconds
            states = await run_in_threadpool(self._current)
            tag = _tag(states.view, asked, media_type, self._version)
            if request.method in _SAFE and _matches(request.headers.get("if-none-match", ""), tag):
                return Response(status_code=304, headers=_headers(tag))
            async with self._turns.turn(deadline):
                context = Context(states.view, self._version, deadline, self._analyst, states)
                if media_type == CSV:
                    path, headers = request.url.path, _headers(tag)
                    return await run_in_threadpool(table_response, context, asked, path=path, headers=headers)
                result = await run_in_threadpool(self._run, context, asked)
        except (BadRequestError, OverloadedError) as error:
            return _failed(error, RESPONSE_JSON if media_type == CSV else media_type or JSON)
        except ClientDisconnect:
            # nobody is left to answer
            return Response(status_code=400)
        status = 400 if media_type == RESPONSE_JSON and not result.ran else 200
        body = msgspec.json.encode(result.response)
        headers = {"cache-control": "no-store"} if _may_change(result) else _headers(tag)
        return Response(body, status, headers, media_type=f"{media_type}; charset=utf-8")

    @staticmethod
    def _run(context: Context, asked: Asked) -> Result:
        return execute(asked.query, context, asked.variables, asked.operation_name)


def pick_media_type(accept: str) -> str | None:
    """Return the best of our media types for an Accept header (RFC 9110 q-values), or None when it takes none.

    Who does not say gets application/json, as old clients expect; text/csv only who names it.
    """
    if not accept.strip():
        return JSON
    ranges = [[piece.strip().lower() for piece in part.split(";")] for part in accept.split(",")]
    qualities = {name: _quality(parameters) for name, *parameters in ranges}
    offered = {
        media: next((qualities[name] for name in (media, "application/*", "*/*") if name in qualities), 0.0)
        for media in (JSON, RESPONSE_JSON)
    }
    offered[CSV] = qualities.get(CSV, 0.0)
    named = [media for media in (CSV, RESPONSE_JSON, JSON) if media in qualities]
    best = max(offered, key=lambda media: (offered[media], media in named, named and media == named[0]))
    return best if offered[best] > 0 else None


def _quality(parameters: list[str]) -> float:
    try:
        return next((float(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
    except ValueError:
        return 0.0


def _format(request: Request) -> str | None:
    """Return the media type that the address names, for links and for clients that cannot say what they accept."""
    given = request.query_params.get("format")
    if given not in {None, "csv", "json"}:
        raise BadRequestError(400, f"format is {given[:80]!r}: expected csv or json")
    return {"csv": CSV, "json": JSON}.get(given or "")


async def _read(request: Request) -> Asked:
    if request.method in _SAFE:
        given: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in given:
                given[name] = read_json(given[name], name)
        return _asked(given)
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media_type != JSON or any(p.startswith("charset=") and p != "charset=utf-8" for p in parameters):
        raise BadRequestError(415, f"the body is {media_type or 'of no type'}: expected {JSON} in UTF-8")
    given = read_json(await read_body(request, LIMITS.body_bytes))
    if not isinstance(given, dict):
        raise BadRequestError(400, "the body is no JSON object: expected one with query, variables, operationName")
    return _asked(given)


def _asked(given: dict[str, Any]) -> Asked:
    query, variables, name, extensions = (given.get(k) for k in ("query", "variables", "operationName", "extensions"))
    if not isinstance(query, str):
        raise BadRequestError(400, "query: expected a GraphQL document as a string")
    if not isinstance(variables, dict | None):
        raise BadRequestError(400, "variables: expected an object")
    if not isinstance(name, str | None):
        raise BadRequestError(400, "operationName: expected a string")
    if not isinstance(extensions, dict | None):
        raise BadRequestError(400, "extensions: expected an object")
    asked = Asked(query, variables, name)
    try:
        msgspec.json.encode(asked)
    except UnicodeEncodeError as cause:
        raise BadRequestError(400, "the request holds half a character (a lone surrogate): expected Unicode") from cause
    return asked


def _tag(view: View, asked: Asked, media_type: str, version: str) -> str:
    question = msgspec.json.encode((asked, media_type, version), order="deterministic")
    return f'W/"{view.state}-{hashlib.sha256(question).hexdigest()[:16]}"'


def _matches(header: str, tag: str) -> bool:
    """Compare weakly (RFC 9110 §13.1.2): `W/` does not count."""
    return header.strip() == "*" or tag.removeprefix("W/") in [p.strip().removeprefix("W/") for p in header.split(",")]


def _headers(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache", "vary": "accept"}


def _may_change(result: Result) -> bool:
    """Say whether the same question may be answered otherwise in the same state, if it is asked again."""
    errors = result.response.get("errors", [])
    return any(error["extensions"]["code"] in _PASSING for error in errors)


def _failed(error: BadRequestError | OverloadedError, media_type: str) -> Response:
    headers = None
    if isinstance(error, OverloadedError):
        status, code = 503, "OVERLOADED"
        headers = {"retry-after": str(COME_AGAIN_S), "cache-control": "no-store"}
    else:
        status, code = error.status, "LIMIT" if error.status == 413 else "BAD_REQUEST"  # noqa: PLR2004 - the status of a body too large
    body = msgspec.json.encode({"errors": [{"message": str(error), "extensions": {"code": code}}]})
    return Response(body, status, headers, media_type=f"{media_type}; charset=utf-8")
