"""The optional second extractor: a language model behind an OpenAI-compatible address, off unless it is configured.

It can only propose. Its words are looked up in the text (`llm_answer`), its claims pass the gate like all others, and
the rules' claims stand first. Callers read with the rules before they ask, and lose nothing when it fails:

    found = gate(text, published, rules)
    try:
        found = gate(text, published, combine(found, model.extract(text, described)))
    except UnavailableError as error:
        ...  # say so, and go on with `found`
"""

from __future__ import annotations

import hashlib
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from graph.errors import DamagedError, UnavailableError
from graph.files import seal, unseal, write_file
from loaders.article.gate_codes import MAX_EVIDENCE
from loaders.article.llm_answer import read_answer, understand
from loaders.article.llm_combine import combine
from loaders.article.llm_http import Endpoint, post, unavailable
from loaders.article.llm_prompt import again, messages, schema

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.article.extraction import Described, Extraction
    from loaders.article.llm_answer import Answer
    from loaders.article.llm_prompt import Message

__all__ = ["MAX_FAILURES", "MAX_TEXT", "Endpoint", "LanguageModel", "combine"]

MAX_TEXT = 60_000
"""Characters of one article: some 10,000 words, and more than most models answer for in one go."""

MAX_FAILURES = 3
"""In a row. A dead server would else cost its whole timeout for every article."""

_log = logging.getLogger(__name__)
_NOT_UNDERSTOOD = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED})
_REFUSALS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "it refuses the key",
    HTTPStatus.FORBIDDEN: "it refuses the key",
    HTTPStatus.NOT_FOUND: "it knows no such model or address",
    HTTPStatus.TOO_MANY_REQUESTS: "it has had too many requests for now",
}


class _Said(Struct, frozen=True):
    content: str | None = None


class _Choice(Struct, frozen=True):
    message: _Said
    finish_reason: str | None = None


class _Completion(Struct, frozen=True):
    choices: tuple[_Choice, ...]


class LanguageModel:
    """One endpoint for the length of one command: it counts what is asked, and gives up one that keeps failing.

    Not for several threads at once.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._left = endpoint.max_requests
        self._failures = 0
        self._knows_schemas = True

    def extract(self, text: str, described: Described) -> Extraction:
        """Return what the model claims of `text`, each claim on words that stand there; the gate comes after.

        Raises:
            UnavailableError: no answer, none of the shape that was asked for even at the second try, a text longer than
                `MAX_TEXT`, no request left, or `MAX_FAILURES` in a row before. Nothing of the article, of an answer or
                of the key is in the message.
        """
        if len(text) > MAX_TEXT:
            raise self._unavailable(f"the text has {len(text)} characters, expected at most {MAX_TEXT}")
        asked = messages(text, described, MAX_EVIDENCE)
        kept = _place(self._endpoint, asked)
        answer = (_kept(kept) if kept else None) or self._answer(asked, kept)
        return understand(answer, text, f"llm {self._endpoint.model}")

    def _answer(self, asked: list[Message], kept: Path | None) -> Answer:
        if self._failures >= MAX_FAILURES:
            raise self._unavailable(f"it failed {MAX_FAILURES} times in a row, and is not asked again")
        self._failures += 1
        content = self._ask(asked)
        try:
            answer = read_answer(content)
        except ValueError as cause:
            content = self._ask(again(asked, content, str(cause)))
            try:
                answer = read_answer(content)
            except ValueError:
                raise self._unavailable("its answers have not the shape that was asked for") from None
        self._failures = 0
        if kept:
            _keep(kept, content)
        return answer

    def _ask(self, asked: list[Message]) -> str:
        """Return what the model writes: by schema, or where the server does not know that, in JSON mode."""
        if self._knows_schemas:
            form = {"name": "claims", "strict": True, "schema": schema()}
            content = self._post(asked, {"type": "json_schema", "json_schema": form})
            if content is not None:
                return content
            self._knows_schemas = False
        content = self._post(asked, {"type": "json_object"})
        if content is None:
            raise self._unavailable("it does not understand the request")
        return content

    def _post(self, asked: list[Message], response_format: dict[str, Any]) -> str | None:
        """Return what the model writes, or None where the server does not understand the request."""
        if self._left <= 0:
            raise self._unavailable(f"the budget of {self._endpoint.max_requests} requests is used up")
        self._left -= 1
        body = {
            "model": self._endpoint.model,
            "messages": asked,
            "temperature": 0,
            "max_tokens": self._endpoint.max_tokens,
            "response_format": response_format,
        }
        status, content = post(self._endpoint, msgspec.json.encode(body))
        if status in _NOT_UNDERSTOOD:
            return None
        if status != HTTPStatus.OK:
            raise self._unavailable(f"{_REFUSALS.get(status, 'it fails')} ({status})")
        return self._written(content)

    def _written(self, content: bytes) -> str:
        try:
            choice = msgspec.json.decode(content, type=_Completion).choices[0]
        except (ValueError, RecursionError, IndexError):
            raise self._unavailable("what answers there is no language model") from None
        if choice.finish_reason == "length":
            raise self._unavailable(f"its answer is longer than {self._endpoint.max_tokens} tokens")
        return choice.message.content or ""

    def _unavailable(self, why: str) -> UnavailableError:
        return unavailable(self._endpoint, why)


def _place(endpoint: Endpoint, asked: list[Message]) -> Path | None:
    """Return where the answer is kept: named by the text, the question, its shape and the model."""
    if endpoint.cache is None:
        return None
    question = msgspec.json.encode([asked, schema(), endpoint.model])
    return endpoint.cache / f"{hashlib.sha256(question).hexdigest()}.json"


def _kept(path: Path) -> Answer | None:
    try:
        return read_answer(str(unseal(path)["content"]))
    except (DamagedError, UnavailableError, KeyError, ValueError):
        return None


def _keep(path: Path, content: str) -> None:
    try:
        write_file(path, seal({"content": content}))
    except UnavailableError as error:
        _log.warning("the answer of the language model is not kept: %s", error)
