"""One POST to the one host that was configured: bounded in time and bytes, no redirect, and a key that nobody sees.

Left to the system: how long it takes to look up a host's name. Proxies of the environment are not used.
"""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead, RemoteDisconnected
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from graph.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

_CONNECT_S = 10.0
_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}
_LIMITS = ("timeout_s", "max_bytes", "max_tokens", "max_requests")


class Endpoint(Struct, frozen=True, kw_only=True):
    """An OpenAI-compatible server, the model to ask there, and what it may cost.

    `base_url` is what such servers call it, with or without its `/v1`. `timeout_s` is for one whole exchange, from
    connecting to the last byte; `max_bytes` and `max_tokens` are for one answer; `max_requests` is for the life of a
    `LanguageModel`, which is one command. `cache` is a folder of answers; without one nothing is kept.

    Raises:
        InvalidInputError: an address that is not http or https, or holds more than a host and a path; no model; a key
            that fits no header; a limit that is not above zero.
    """

    base_url: str
    model: str
    key: str | None = None
    timeout_s: float = 120.0
    max_bytes: int = 4 << 20
    max_tokens: int = 8_192
    max_requests: int = 200
    cache: Path | None = None

    def __post_init__(self) -> None:
        _address(self.base_url)
        if not self.model.strip() or not self.model.isprintable():
            raise InvalidInputError(f"{self.model!r} is no model: expected a name such as qwen3-32b")
        if self.key is not None and not (self.key and self.key.isascii() and self.key.isprintable()):
            raise InvalidInputError("the key of the language model is empty or fits no header: expected plain ASCII")
        for name in _LIMITS:
            if not getattr(self, name) > 0:
                raise InvalidInputError(f"{name} is {getattr(self, name)}: expected more than 0")

    def __repr__(self) -> str:
        return f"Endpoint(base_url={self.base_url!r}, model={self.model!r})"

    @property
    def host(self) -> str:
        """The host and its port, as errors name it."""
        return _address(self.base_url).netloc

    @property
    def path(self) -> str:
        """Where questions are sent."""
        return f"{_address(self.base_url).path.rstrip('/') or '/v1'}/chat/completions"


class Reply(NamedTuple):
    """What the server said, whatever it said: a refusal is a reply too."""

    status: int
    body: bytes


def post(endpoint: Endpoint, content: bytes) -> Reply:
    """Send `content`, which is JSON, and return the reply.

    Raises:
        UnavailableError: no connection, no reply in time, a redirect, a compressed, too long or broken reply. The
            message names the host and holds nothing of what was sent or received.
    """
    try:
        with _connection(endpoint) as connection:
            connection.request("POST", endpoint.path, body=content, headers=_headers(endpoint))
            with connection.getresponse() as response:
                return _read(endpoint, response)
    except (OSError, HTTPException, UnicodeError) as cause:
        # without `from cause`: what a server sends may repeat the key
        raise unavailable(endpoint, _words(cause)) from None


def unavailable(endpoint: Endpoint, why: str) -> UnavailableError:
    """Return the error that says why the model gives nothing."""
    return UnavailableError(f"the language model at {endpoint.host} cannot be used: {why}")


class _Deadline:
    """Hangs up when the time is over, however busily the other side drips: a socket's own timeout is for each byte."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, line: socket.socket) -> None:
        """Hang up `line` when the time is over, at once if it is."""
        self._line = line
        if self.over:
            self._hang_up()

    def cancel(self) -> None:
        """Let the line be."""
        self._timer.cancel()

    def _hang_up(self) -> None:
        self.over = True
        if self._line is None:
            return
        try:
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # the bare socket: TLS stays whole under its reader
        except OSError:
            return


@contextmanager
def _connection(endpoint: Endpoint) -> Iterator[HTTPConnection]:
    """Hold a connection for as long as the endpoint's time allows."""
    address = _address(endpoint.base_url)
    connect_s = min(_CONNECT_S, endpoint.timeout_s)
    connection = _CONNECTIONS[address.scheme](address.hostname or "", address.port, timeout=connect_s)
    deadline = _Deadline(endpoint.timeout_s)
    try:
        connection.connect()
        connection.sock.settimeout(endpoint.timeout_s)
        deadline.watch(connection.sock)
        yield connection
    except (OSError, HTTPException, UnavailableError):  # all of them come of hanging up, too
        if not deadline.over:
            raise
    finally:
        deadline.cancel()
        connection.close()
    if deadline.over:
        raise unavailable(endpoint, f"no whole answer within {endpoint.timeout_s:g} s")


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _read(endpoint: Endpoint, response: HTTPResponse) -> Reply:
    if HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:
        raise unavailable(endpoint, f"it redirects elsewhere ({response.status}), which is not followed")
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise unavailable(endpoint, "its answer is compressed, which was not asked for")
    body = b"" if (response.length or 0) > endpoint.max_bytes else response.read(endpoint.max_bytes + 1)
    if len(body) > endpoint.max_bytes or (response.length or 0) > endpoint.max_bytes:
        raise unavailable(endpoint, f"its answer is longer than {endpoint.max_bytes} bytes")
    if response.length:
        raise unavailable(endpoint, "its answer breaks off")
    return Reply(response.status, body)


def _words(cause: Exception) -> str:
    """Return what went wrong in words of our own or of the system, none of the server's."""
    match cause:
        case TimeoutError():
            return "no answer in time"
        case RemoteDisconnected():
            return "it closes the connection without an answer"
        case IncompleteRead():
            return "its answer breaks off"
        case OSError():
            return cause.strerror or type(cause).__name__
        case UnicodeError():
            return "its host is no name"
        case _:
            return "it does not speak HTTP"


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        fits = address.scheme in _CONNECTIONS and bool(address.hostname) and address.port != 0
    except ValueError:
        fits, address = False, SplitResult("", "", "", "", "")
    more = address.query or address.fragment or "@" in address.netloc
    if not fits or more or not url.isascii() or not url.isprintable() or " " in url:
        # not shown: it may hold a password
        raise InvalidInputError("the address of the language model: expected http:// or https://, a host and a path")
    return address
