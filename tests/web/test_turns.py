"""Many questions at once: so many are answered, some wait, the rest are told to come again; the server stays awake."""

from __future__ import annotations

import asyncio
import time
from itertools import combinations
from typing import TYPE_CHECKING

import anyio
import pytest
from httpx2 import ASGITransport, AsyncClient

from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.errors import InvalidInputError
from graph.ids import ClaimId, EntityId, SourceId
from graph.model import Characters, Claim, Evidence, Ref, Source
from schema.limits import LIMITS
from server import Settings, create_app
from tests.graph.builders import PUBLISHER, SIBLING
from web import graphql as endpoint
from web.turns import WAITING_FOR_EACH, OverloadedError, Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from httpx2 import Response

AT_ONCE, ASKED = 2, 45
MOST_WAITING = AT_ONCE * WAITING_FOR_EACH
SECONDS = 3
TANGLE, LEAF = [EntityId(f"urn:x:{number:02}") for number in range(40)], EntityId("urn:x:leaf")
SLOW = f"""{{ paths(from: {{id: "{TANGLE[0]}"}}, to: {{id: "{TANGLE[1]}"}},
    spec: {{mode: SIMPLE, maxLength: 10, through: ["{LEAF}"]}}) {{ totalCount }} }}"""
"""No path leads through a leaf: all there are between two of a tangle are looked through for one."""
QUICK, ANSWER = "{ __typename }", {"__typename": "Query"}
ACCEPT = {"accept": "application/graphql-response+json"}


def siblings(one: EntityId, other: EntityId) -> Claim:
    words = Evidence(SourceId("tangle"), Characters(0, 1), "x")
    number = ClaimId(f"onrecord:claim/{one[-2:]}-{other[-4:].strip(':')}")
    return Claim(id=number, subject=one, property=SIBLING, value=Ref(other), claimant=PUBLISHER, evidence=(words,))


@pytest.fixture(scope="module")
def tangle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory in which forty are siblings of each other."""
    archive = initialise(tmp_path_factory.mktemp("tangle") / "data")
    pairs = [*combinations(TANGLE, 2), (TANGLE[2], LEAF)]
    source = Source(id=SourceId("tangle"), title="", publisher=PUBLISHER)
    claims = sorted((siblings(*pair) for pair in pairs), key=lambda claim: claim.id)
    archive.load([Deposit(Content(source, claims), None)], at=7)
    return archive.root


def ask(client: AsyncClient, query: str) -> Awaitable[Response]:
    return client.post("/graphql", json={"query": query}, headers=ACCEPT)


def served(data: Path, scene: Callable[[AsyncClient], Awaitable[None]]) -> None:
    """Play `scene` with a client of the application, which answers `AT_ONCE` questions at once."""

    async def play() -> None:
        transport = ASGITransport(create_app(Settings(data=data, queries=AT_ONCE)))
        async with AsyncClient(transport=transport, base_url="http://server", timeout=60) as client:
            await scene(client)

    asyncio.run(play())


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a request `SECONDS`."""
    monkeypatch.setattr(endpoint, "LIMITS", LIMITS._replace(seconds=SECONDS))


@pytest.mark.usefixtures("little_time")
def test_while_slow_questions_are_answered_all_else_is(tangle: Path) -> None:
    ended: list[Response] = []

    async def scene(client: AsyncClient) -> None:
        tag = (await ask(client, QUICK)).headers["etag"]

        async def slow() -> None:
            ended.append(await ask(client, SLOW))

        async with anyio.create_task_group() as group:
            for _ in range(ASKED):
                group.start_soon(slow)
            await anyio.wait_all_tasks_blocked()
            for path in ("/healthz", "/readyz", "/questions.json", "/static/questions.json"):
                assert (await client.get(path)).status_code == 200
            unchanged = await client.get("/graphql", params={"query": QUICK}, headers={**ACCEPT, "if-none-match": tag})
            assert unchanged.status_code == 304
            # those beyond them were sent away: of the others none is through
            assert [answer.status_code for answer in ended] == [503] * (ASKED - AT_ONCE - MOST_WAITING)
        assert (await ask(client, QUICK)).json()["data"] == ANSWER

    served(tangle, scene)
    assert len(ended) == ASKED
    assert sum(answer.status_code == 200 for answer in ended) >= AT_ONCE


@pytest.mark.usefixtures("little_time")
def test_who_cannot_be_answered_in_time_is_told_when_to_come_again(tangle: Path) -> None:
    refused: list[Response] = []

    async def scene(client: AsyncClient) -> None:
        async def slow() -> None:
            answer = await ask(client, SLOW)
            refused.extend([answer] if answer.status_code == 503 else [])

        async with anyio.create_task_group() as group:
            for _ in range(AT_ONCE + MOST_WAITING + 1):
                group.start_soon(slow)

    served(tangle, scene)
    assert refused
    for answer in refused:
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
        assert answer.json() == {
            "errors": [
                {
                    "message": "too many questions are being answered: ask again in 5 seconds",
                    "extensions": {"code": "OVERLOADED"},
                }
            ]
        }


# ---------------------------------------------------------------- turns


def soon() -> float:
    return time.monotonic() + 60


async def taken(turns: Turns, deadline: float) -> bool:
    """Say whether a turn came."""
    try:
        async with turns.turn(deadline):
            return True
    except OverloadedError:
        return False


def test_who_waits_in_vain_leaves_no_trace() -> None:
    async def scene() -> None:
        turns = Turns(1)
        async with turns.turn(soon()):
            assert not await taken(turns, time.monotonic())
        assert await taken(turns, soon())

    asyncio.run(scene())


def test_a_turn_that_ends_in_an_error_is_given_back() -> None:
    async def scene() -> None:
        turns = Turns(1)
        with pytest.raises(ZeroDivisionError):
            async with turns.turn(soon()):
                raise ZeroDivisionError
        assert await taken(turns, soon())

    asyncio.run(scene())


def test_those_who_wait_are_let_in_as_they_came() -> None:
    order: list[int] = []

    async def scene() -> None:
        turns = Turns(1)

        async def wait(number: int) -> None:
            async with turns.turn(soon()):
                order.append(number)

        async with anyio.create_task_group() as group, turns.turn(soon()):
            for number in range(WAITING_FOR_EACH):
                group.start_soon(wait, number)
                await anyio.wait_all_tasks_blocked()
            assert not await taken(turns, soon())
            assert order == []

    asyncio.run(scene())
    assert order == list(range(WAITING_FOR_EACH))


@pytest.mark.parametrize(("value", "at_once"), [("1", 1), ("4", 4), ("1000", 1_000)])
def test_how_many_are_answered_at_once_is_a_setting(value: str, at_once: int) -> None:
    assert Settings.from_environment({"ONRECORD_QUERIES": value}).queries == at_once


@pytest.mark.parametrize("value", ["0", "-1", "1001", "four", "9" * 30, " "])
def test_a_number_of_questions_that_is_none_is_named(value: str) -> None:
    with pytest.raises(InvalidInputError, match="expected how many questions are answered at once, 1 to 1000"):
        Settings.from_environment({"ONRECORD_QUERIES": value})
