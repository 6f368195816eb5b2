"""A language model that says what a test tells it to: a real server on 127.0.0.1, one answer for each request."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.article.llm_http import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    Reply = Callable[["Handler"], None]

KEY = "sk-secret-0815"


class Asked(NamedTuple):
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """Notes the request and gives the next reply."""

    protocol_version = "HTTP/1.1"
    server: FakeModel

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(Asked(self.path, dict(self.headers), body))
        try:
            self.server.replies.pop(0)(self)
        except OSError:  # the client has hung up, as it should
            self.close_connection = True

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole response."""
        self.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | given).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the output of tests clean."""


class FakeModel(ThreadingHTTPServer):
    """The server, running for the length of a `with`."""

    daemon_threads = True

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.stopped = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> FakeModel:  # noqa: PYI034 - it is never subclassed
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    @property
    def url(self) -> str:
        """The base address, as such servers call it."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def endpoint(self, **more: Any) -> Endpoint:  # noqa: ANN401 - the fields of an endpoint, of many types
        """Return how to reach it."""
        return Endpoint(base_url=self.url, model="fake-1", key=KEY, **{"timeout_s": 5.0, **more})


def says(answer: object, finish_reason: str = "stop") -> Reply:
    """Answer as a model does: `answer` is what it writes, an object as its JSON."""
    content = answer if isinstance(answer, str) else json.dumps(answer)
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return gives(200, json.dumps({"id": "1", "object": "chat.completion", "choices": [choice]}).encode())


def gives(status: int, body: bytes = b"", **headers: str) -> Reply:
    """Answer with these bytes."""
    return lambda handler: handler.send(status, body, **headers)


def streams(*pieces: bytes) -> Reply:
    """Send bytes as they are, and close."""

    def reply(handler: Handler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)

    return reply


def drips(head: bytes = b"") -> Reply:
    """Send `head`, and then a byte now and then for ever."""

    def reply(handler: Handler) -> None:
        handler.wfile.write(head)
        while not handler.server.stopped.wait(0.02):
            handler.wfile.write(b"x")

    return reply


def hangs(handler: Handler) -> None:
    """Say nothing, and keep the line."""
    handler.server.stopped.wait()
    handler.close_connection = True


def floods(handler: Handler) -> None:
    """Send far more than anybody asked for, without saying how much it is."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not handler.server.stopped.is_set():
        handler.wfile.write(b"x" * 65_536)


def closes(handler: Handler) -> None:
    """Hang up without a word."""
    handler.close_connection = True
