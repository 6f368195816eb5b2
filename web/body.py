"""What a request asks, and reading its body that may be anything: size first, then encoding, then JSON."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from starlette.requests import Request


MAX_BODY_SECONDS = 30


class Asked(NamedTuple):
    """A GraphQL request."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


class BadRequestError(Exception):
    """A request that cannot be answered, and the status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def read_body(request: Request, max_bytes: int) -> bytes:
    """Return the body of `request`, never holding more than `max_bytes`.

    Raises:
        BadRequestError: it is larger (413) or compressed (415).
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise BadRequestError(415, "the body is compressed: expected it as it is")
    announced = request.headers.get("content-length", "0")
    too_large = BadRequestError(413, f"the body is too large: expected at most {max_bytes} bytes")
    if not announced.isascii() or not announced.isdigit() or int(announced[:18]) > max_bytes:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise too_large
    except TimeoutError as cause:
        raise BadRequestError(408, f"the body did not come within {MAX_BODY_SECONDS} seconds") from cause
    return bytes(body)


def read_json(content: bytes | str, what: str = "the body") -> Any:  # noqa: ANN401 - whatever a client sends
    """Return what `content` says as JSON.

    Raises:
        BadRequestError: it is not JSON, not UTF-8, or nests too deep (400).
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as cause:
        raise BadRequestError(400, f"{what} is not JSON") from cause
