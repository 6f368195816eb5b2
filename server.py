"""The web server: settings, the view that is served, and the application around it."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, structs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, JSONResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.analyst import Analyst
from graph.archive import Archive, Generation, open_archive
from graph.decisions import whole_decisions
from graph.errors import DamagedError, InvalidInputError, OnrecordError
from graph.indexed import open_view
from graph.states import Past, States
from web.graphql import GraphQL
from web.pages import STATIC
from web.turns import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from graph.view import View

VERSION = "0.1.0"
_LOOK_AGAIN_S = 1.0
_CHECK_AGAIN_S = 10.0
_LAST_PORT = 65_535
_DIGITS = 6
_MOST = 1_000
_LEVELS = ("debug", "info", "warning", "error")
_log = logging.getLogger(__name__)


class Setting(NamedTuple):
    """A setting: its variable, a line of help, and how it is read (None: not at all). Its default is in `Settings`."""

    variable: str
    help: str
    read: Callable[[str], object]


def port(text: str) -> int | None:
    """Return the number of a port, or None when `text` is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS and int(text) <= _LAST_PORT else None


def several(text: str) -> int | None:
    """Return a number of 1 to 1,000, or None when `text` is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS and 0 < int(text) <= _MOST else None


SETTINGS = {
    "data": Setting("ONRECORD_DATA", "the data directory", Path),
    "host": Setting("ONRECORD_HOST", "the address to listen on", str),
    "port": Setting("ONRECORD_PORT", f"the port to listen on, 0 to {_LAST_PORT}; 0 picks a free one", port),
    "log_level": Setting(
        "ONRECORD_LOG_LEVEL", "debug, info, warning or error", lambda text: text if text in _LEVELS else None
    ),
    "queries": Setting("ONRECORD_QUERIES", f"how many questions are answered at once, 1 to {_MOST}", several),
    "llm_url": Setting(
        "ONRECORD_LLM_URL", "the OpenAI-compatible server that articles are sent to; not set: none", str
    ),
    "llm_model": Setting("ONRECORD_LLM_MODEL", "the language model to ask there", str),
    "llm_key": Setting("ONRECORD_LLM_KEY", "the key to ask with", str),
    "llm_cache": Setting("ONRECORD_LLM_CACHE", "the folder that keeps its answers; not set: none are kept", Path),
}


class Settings(Struct, frozen=True):
    """What the server is told once, at its start."""

    data: Path = Path(".onrecord")
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "info"
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = None
    llm_cache: Path | None = None
    questions: Path = STATIC / "questions.json"
    queries: int = AT_ONCE

    def __repr__(self) -> str:
        return f"Settings(data={self.data!r}, host={self.host!r}, port={self.port})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Return the settings with what `environment` says in place of the defaults.

        Raises:
            InvalidInputError: a variable has a value that its setting cannot have.
        """
        given: dict[str, Any] = {}
        for name, setting in SETTINGS.items():
            if text := environment.get(setting.variable):
                given[name] = setting.read(text)
                if given[name] is None:
                    raise InvalidInputError(f"{setting.variable} is {text!r}: expected {setting.help}")
        return structs.replace(cls(), **given)


class Served:
    """The view that requests read. A newer generation is taken up within a second or so; requests keep what they have.

    So are decisions. Every file of a generation is checked against its digest before it is served, here and not in
    each worker. Where one is damaged the generation before is served, of the decisions those before the damage;
    `damages` says so, and it is looked at again from time to time.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._looked_at = self._checked_at = time.monotonic()
        self._pointer = archive.pointer()
        self._generation, self._damaged_files = archive.newest_whole()
        self._decisions, self._damaged_lines = whole_decisions(archive)
        view = open_view(archive, self._generation, self._decisions)
        self._states = States(Past.of(archive), self._generation, self._decisions, view)

    @property
    def damages(self) -> list[DamagedError]:
        """What is damaged, and therefore not served."""
        return [*self._damaged_files, *self._damaged_lines]

    def view(self) -> View:
        """Return the view of the newest generation that is whole."""
        return self.states().view

    def states(self) -> States:
        """Return that view, and the way to the states before it."""
        if time.monotonic() - self._looked_at > _LOOK_AGAIN_S and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._looked_at = time.monotonic()
                self._lock.release()
        return self._states

    def _refresh(self) -> None:
        try:
            decisions, self._damaged_lines = whole_decisions(self._archive, self._decisions)
            generation = self._newest()
            if generation.digest != self._generation.digest or decisions is not self._decisions:
                view = open_view(self._archive, generation, decisions, known=self._states.view)
                self._states = self._states.under(generation, decisions, view)
                self._generation, self._decisions = generation, decisions
                _log.info("serving state=%s", view.state)
        except OnrecordError as error:
            self._damaged_files = [error] if isinstance(error, DamagedError) else self._damaged_files
            _log.exception("what is new cannot be read: still serving state=%s", self._states.view.state)

    def _newest(self) -> Generation:
        """Return the newest generation that is whole; where nothing is new, the one that is served."""
        pointer = self._archive.pointer()
        waited = time.monotonic() - self._checked_at
        if pointer == self._pointer and not (self._damaged_files and waited > _CHECK_AGAIN_S):
            return self._generation
        self._checked_at = time.monotonic()
        generation, self._damaged_files = self._archive.newest_whole(self._generation)
        self._pointer = pointer
        return generation


def create_app(settings: Settings) -> Starlette:
    """Return the application that serves the data directory of `settings`.

    Raises:
        NotFoundError: there is no data directory.
        DamagedError: no generation is whole.
    """
    archive = open_archive(settings.data)
    served = Served(archive)
    for damage in served.damages:
        _log.error("%s: serving state=%s", damage, served.view().state)

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        view = await run_in_threadpool(served.view)
        damages = [str(Path(damage.file).relative_to(archive.root)) for damage in served.damages]
        return JSONResponse(
            {"status": "degraded" if damages else "ok", "state": str(view.state), "damaged": damages},
            headers={"cache-control": "no-store"},
        )

    async def questions(_: Request) -> Response:
        return FileResponse(settings.questions, media_type="application/json")

    async def home(request: Request) -> Response:
        return RedirectResponse(request.url_for("graphql"))

    analyst = Analyst()

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        with analyst:
            yield

    graphql = GraphQL(served.states, VERSION, settings.queries, analyst)
    routes = [
        Route("/", home),
        Route("/graphql", graphql.answer, methods=["GET", "POST"], name="graphql"),
        Route("/questions.json", questions),
        Route("/healthz", health),
        Route("/readyz", ready),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    anyone = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["content-type", "accept", "if-none-match"],
        expose_headers=["etag", "retry-after", "link", "next-cursor", "content-disposition"],
        max_age=86_400,
    )
    return Starlette(routes=routes, middleware=[anyone], lifespan=living)


def app() -> Starlette:
    """Return the application for `uvicorn --factory server:app`, with settings from the environment."""
    return create_app(Settings.from_environment(os.environ))
