"""The server: its settings, health, what it serves when a file is damaged, and how it takes up a new generation."""

from __future__ import annotations

import json
import logging
import os
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

import server
from graph.archive import open_archive
from graph.decisions import Judgement, Ruling, decide, pair_of
from graph.errors import DamagedError, InvalidInputError, NotFoundError
from graph.ids import EntityId
from server import SETTINGS, Settings, create_app
from tests.web.conftest import load

if TYPE_CHECKING:
    from httpx2 import Response

ROOT = Path(__file__).resolve().parents[1]
COUNTED = "{ service { generation sourceCount claimCount } }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data directory with the Courier's report as generation 1."""
    load(tmp_path / "data", "courier")
    return tmp_path / "data"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the server look for a new generation at every request."""
    monkeypatch.setattr(server, "_LOOK_AGAIN_S", -1.0)
    monkeypatch.setattr(server, "_CHECK_AGAIN_S", -1.0)


def client_of(data: Path) -> TestClient:
    """Return a client of a server that has just started."""
    return TestClient(create_app(Settings(data=data)))


def ask(client: TestClient, *, held: str = "") -> Response:
    """Ask what is served, holding an answer with the tag `held`."""
    headers = {"if-none-match": held} if held else {}
    return client.get("/graphql", params={"query": COUNTED}, headers=headers)


def counted(client: TestClient) -> tuple[int, int]:
    """Return the generation that is served, and how many sources it has."""
    service = ask(client).json()["data"]["service"]
    return service["generation"], service["sourceCount"]


def file_of(data: Path, generation: int, suffix: str) -> Path:
    """Return a file that this generation names and the one before does not."""
    manifests = [json.loads((data / "generations" / f"{n}.json").read_text()) for n in range(1, generation + 1)]
    versions = [{v["folder"]: v for v in manifest["sources"].values()} for manifest in manifests]
    new = next(v for folder, v in versions[-1].items() if len(versions) == 1 or versions[-2].get(folder) != v)
    names = {"nq.zst": f"{new['version']}.nq.zst", "txt": f"{new['text_file']['sha256']}.txt"}
    return data / "sources" / str(new["folder"]) / names[suffix]


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


# ---------------------------------------------------------------- settings


def test_settings_have_defaults() -> None:
    settings = Settings()
    assert (settings.data, settings.host, settings.port, settings.log_level) == (
        Path(".onrecord"),
        "127.0.0.1",
        8000,
        "info",
    )


def test_settings_are_read_from_the_environment() -> None:
    environment = {
        "ONRECORD_DATA": "/data",
        "ONRECORD_HOST": "::1",
        "ONRECORD_PORT": "0",
        "ONRECORD_LOG_LEVEL": "debug",
        "OTHER": "x",
    }
    assert Settings.from_environment(environment) == Settings(Path("/data"), "::1", 0, "debug")


def test_the_key_of_a_language_model_is_shown_nowhere() -> None:
    settings = Settings.from_environment({"ONRECORD_LLM_KEY": "secret", "ONRECORD_LLM_URL": "http://127.0.0.1:9"})
    assert (settings.llm_key, settings.llm_url, settings.llm_model) == ("secret", "http://127.0.0.1:9", None)
    assert "secret" not in f"{settings!r} {settings}"


def test_an_empty_environment_changes_nothing() -> None:
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_a_variable_and_a_line_of_help(name: str) -> None:
    assert SETTINGS[name].variable == f"ONRECORD_{name.upper()}"
    assert re.fullmatch(r"[^\n]+[^.\n]", SETTINGS[name].help)
    assert hasattr(Settings(), name)


A_PORT = "expected the port to listen on, 0 to 65535; 0 picks a free one"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        *(
            ("ONRECORD_PORT", value, f"ONRECORD_PORT is '{value}': {A_PORT}")
            for value in ("many", "65536", "-1", "8e3", "\uff18\uff10", "99999999999999999999", " ")
        ),
        ("ONRECORD_LOG_LEVEL", "loud", "ONRECORD_LOG_LEVEL is 'loud': expected debug, info, warning or error"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(variable: str, value: str, message: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Settings.from_environment({variable: value})
    assert str(refused.value) == message


@pytest.mark.parametrize(("value", "port"), [("0", 0), ("80", 80), ("65535", 65_535)])
def test_a_port_is_0_to_65535(value: str, port: int) -> None:
    assert Settings.from_environment({"ONRECORD_PORT": value}).port == port


def test_an_empty_variable_is_none() -> None:
    assert Settings.from_environment({"ONRECORD_PORT": "", "ONRECORD_DATA": ""}) == Settings()


def test_the_factory_serves_what_the_environment_says(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(data))
    assert counted(TestClient(server.app())) == (1, 1)


def test_without_a_data_directory_there_is_no_server(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is no data directory"):
        create_app(Settings(data=tmp_path / "absent"))


# ---------------------------------------------------------------- health


def test_a_server_that_runs_is_healthy(data: Path) -> None:
    answered = client_of(data).get("/healthz")
    assert (answered.status_code, answered.json()) == (200, {"status": "ok"})


def test_a_server_whose_files_are_whole_is_ready_and_says_what_it_serves(data: Path) -> None:
    answered = client_of(data).get("/readyz")
    assert answered.status_code == 200
    assert answered.json().keys() == {"status", "state", "damaged"}
    assert (answered.json()["status"], answered.json()["damaged"]) == ("ok", [])
    assert re.fullmatch(r"1-0-[0-9a-f]{16}", answered.json()["state"])
    assert answered.headers["cache-control"] == "no-store"


def test_an_empty_data_directory_is_served(tmp_path: Path) -> None:
    load(tmp_path / "data")
    assert counted(client_of(tmp_path / "data")) == (0, 0)


@pytest.mark.parametrize("suffix", ["nq.zst", "txt"])
def test_a_damaged_file_has_the_generation_before_served(data: Path, suffix: str) -> None:
    load(data, "dispatch")
    flip(file_of(data, 2, suffix))
    client = client_of(data)
    assert counted(client) == (1, 1)
    ready = client.get("/readyz").json()
    assert ready["status"] == "degraded"
    assert ready["damaged"] == [file_of(data, 2, suffix).relative_to(data).as_posix()]
    assert ready["state"].startswith("1-0-")


def test_a_damaged_manifest_has_the_generation_before_served(data: Path) -> None:
    load(data, "dispatch")
    flip(data / "generations" / "2.json")
    client = client_of(data)
    assert counted(client) == (1, 1)
    assert client.get("/readyz").json()["damaged"] == ["generations/2.json"]


def test_a_damaged_pointer_is_named_and_the_newest_whole_generation_served(data: Path) -> None:
    load(data, "dispatch")
    flip(data / "CURRENT")
    client = client_of(data)
    assert counted(client) == (2, 2)
    assert client.get("/readyz").json()["damaged"] == ["CURRENT"]


def test_a_degraded_server_is_healthy_and_says_so_in_the_log(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    load(data, "dispatch")
    flip(file_of(data, 2, "nq.zst"))
    assert client_of(data).get("/healthz").status_code == 200
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "is damaged" in record.getMessage()


def test_where_no_generation_is_whole_there_is_no_server(data: Path) -> None:
    flip(file_of(data, 1, "nq.zst"))
    with pytest.raises(DamagedError, match="is damaged"):
        create_app(Settings(data=data))


# ---------------------------------------------------------------- a new generation


@pytest.mark.usefixtures("at_once")
def test_a_new_generation_is_taken_up_without_a_restart(data: Path) -> None:
    client = client_of(data)
    assert counted(client) == (1, 1)
    load(data, "dispatch")
    assert counted(client) == (2, 2)


@pytest.mark.usefixtures("at_once")
def test_a_new_generation_has_a_new_tag_and_the_old_one_gets_the_new_answer(data: Path) -> None:
    client = client_of(data)
    old = ask(client)
    load(data, "dispatch")
    new = ask(client, held=old.headers["etag"])
    assert new.status_code == 200
    assert new.headers["etag"] != old.headers["etag"]
    assert new.json()["data"]["service"]["generation"] == 2
    assert ask(client, held=new.headers["etag"]).status_code == 304


@pytest.mark.usefixtures("at_once")
def test_a_load_that_changes_nothing_leaves_the_tag(data: Path) -> None:
    client = client_of(data)
    old = ask(client).headers["etag"]
    load(data, "courier", at=1_800_000_000)
    assert ask(client, held=old).status_code == 304


@pytest.mark.usefixtures("at_once")
def test_a_withdrawn_source_is_no_longer_served(data: Path) -> None:
    archive = load(data, "dispatch")
    client = client_of(data)
    archive.withdraw([min(archive.current().sources)], at=1)
    assert counted(client) == (3, 1)


# ---------------------------------------------------------------- decisions


HOMICH, KALESNIKAVA = "onrecord:entity/homich-0000000000000000", "onrecord:entity/kalesnikava-0000000000000000"


def rule(data: Path, judgement: Judgement = Judgement.NOT_SAME) -> None:
    """Write a decision down."""
    pair = pair_of(EntityId(HOMICH), EntityId(KALESNIKAVA))
    decide(open_archive(data), [Ruling("eva", pair, judgement)], at=7)


@pytest.mark.usefixtures("at_once")
def test_a_decision_is_taken_up_without_a_restart_and_has_a_new_tag(data: Path) -> None:
    client = client_of(data)
    old = ask(client)
    rule(data)
    new = ask(client, held=old.headers["etag"])
    assert new.status_code == 200
    assert new.headers["etag"] != old.headers["etag"]
    assert client.get("/readyz").json()["state"].startswith("1-1-")
    assert ask(client, held=new.headers["etag"]).status_code == 304
    rule(data, Judgement.UNSURE)
    assert ask(client, held=new.headers["etag"]).status_code == 200


@pytest.mark.usefixtures("at_once")
def test_damaged_decisions_are_named_and_those_before_served(data: Path) -> None:
    rule(data)
    rule(data)
    path = data / "decisions.jsonl"
    content = path.read_bytes()
    client = client_of(data)
    # a line that is added and is none
    path.write_bytes(content + b"{}\n")
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["damaged"]) == ("degraded", ["decisions.jsonl"])
    assert ready["state"].startswith("1-2-")
    path.write_bytes(content)
    assert client.get("/readyz").json()["status"] == "ok"
    # what was known of a log that is cut stays served
    path.write_bytes(content[: content.index(b"\n") + 1])
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["state"][:4]) == ("degraded", "1-2-")


def test_a_server_starts_on_the_decisions_before_a_damaged_one(data: Path) -> None:
    rule(data)
    rule(data)
    flip(data / "decisions.jsonl")
    ready = client_of(data).get("/readyz").json()
    assert (ready["status"], ready["damaged"]) == ("degraded", ["decisions.jsonl"])
    assert counted(client_of(data)) == (1, 1)


def test_the_pointer_is_looked_at_once_a_second(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("server.time.monotonic", lambda: now)
    client = client_of(data)
    load(data, "dispatch")
    now = 100.9
    assert counted(client) == (1, 1)
    now = 101.1
    assert counted(client) == (2, 2)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("damaged", ["nq.zst", "txt", "manifest"])
def test_a_new_generation_that_is_damaged_is_not_served(data: Path, damaged: str) -> None:
    client = client_of(data)
    load(data, "dispatch")
    path = data / "generations" / "2.json" if damaged == "manifest" else file_of(data, 2, damaged)
    flip(path)
    assert counted(client) == (1, 1)
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["damaged"]) == ("degraded", [path.relative_to(data).as_posix()])


@pytest.mark.usefixtures("at_once")
def test_a_server_recovers_when_a_whole_generation_comes(data: Path) -> None:
    client = client_of(data)
    archive = load(data, "dispatch")
    flip(file_of(data, 2, "nq.zst"))
    assert client.get("/readyz").json()["status"] == "degraded"
    archive.withdraw([s for s in archive.current().sources if "dispatch" in s], at=1)
    assert counted(client) == (3, 1)
    assert client.get("/readyz").json() == {
        "status": "ok",
        "state": client.get("/readyz").json()["state"],
        "damaged": [],
    }


@pytest.mark.usefixtures("at_once")
def test_a_server_recovers_when_the_damaged_file_is_mended(data: Path) -> None:
    client = client_of(data)
    load(data, "dispatch")
    flip(file_of(data, 2, "nq.zst"))
    assert counted(client) == (1, 1)
    load(data, "dispatch")
    assert counted(client) == (2, 2)


class Clock:
    """A clock that stands still until it is put forward."""

    now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock of the server."""
    clock = Clock()
    monkeypatch.setattr("server.time.monotonic", clock)
    return clock


def state(client: TestClient) -> tuple[str, int]:
    """Return whether files are damaged, and the generation that is served."""
    ready = client.get("/readyz").json()
    return ready["status"], int(ready["state"].split("-")[0])


def test_a_degraded_server_takes_up_a_new_whole_generation_at_once(data: Path, clock: Clock) -> None:
    archive = load(data, "dispatch")
    flip(file_of(data, 2, "nq.zst"))
    client = client_of(data)
    assert state(client) == ("degraded", 1)
    archive.withdraw([source for source in archive.current().sources if "dispatch" in source], at=1)
    clock.now = 101.1
    assert state(client) == ("ok", 3)


def test_a_mended_file_is_served_when_it_is_looked_at_again(data: Path, clock: Clock) -> None:
    load(data, "dispatch")
    path = file_of(data, 2, "nq.zst")
    whole = path.read_bytes()
    flip(path)
    client = client_of(data)
    path.write_bytes(whole)
    clock.now = 109.0
    assert state(client) == ("degraded", 1)
    clock.now = 110.1
    assert state(client) == ("ok", 2)


def test_a_file_that_stays_damaged_is_looked_at_every_ten_seconds(data: Path, clock: Clock) -> None:
    load(data, "dispatch")
    path = file_of(data, 2, "txt")
    whole = path.read_bytes()
    flip(path)
    client = client_of(data)
    for clock.now in (110.1, 120.2):
        assert state(client) == ("degraded", 1)
    path.write_bytes(whole)
    clock.now = 129.0
    assert state(client) == ("degraded", 1)
    clock.now = 130.3
    assert state(client) == ("ok", 2)


@pytest.mark.usefixtures("at_once")
def test_a_pointer_that_vanishes_does_not_stop_the_server(data: Path) -> None:
    client = client_of(data)
    (data / "CURRENT").unlink()
    assert counted(client) == (1, 1)
    assert client.get("/readyz").json()["damaged"] == ["CURRENT"]


# ---------------------------------------------------------------- what is served beside


def test_the_questions_to_begin_with_are_those_of_the_settings(data: Path, tmp_path: Path) -> None:
    (tmp_path / "questions.json").write_text("[]")
    client = TestClient(create_app(Settings(data=data, questions=tmp_path / "questions.json")))
    assert client.get("/questions.json").json() == []


def test_there_are_questions_to_begin_with(data: Path) -> None:
    questions = client_of(data).get("/questions.json").json()
    assert questions
    assert {"name", "title", "query"} <= questions[0].keys()


@pytest.mark.parametrize("path", ["/nothing", "/graphql/", "/static/", "/static/nothing.js"])
def test_what_is_not_there_is_404(data: Path, path: str) -> None:
    assert client_of(data).get(path, follow_redirects=False).status_code in {404, 307}


def test_no_answer_names_the_data_directory(data: Path) -> None:
    load(data, "dispatch")
    flip(file_of(data, 2, "nq.zst"))
    client = client_of(data)
    said = "".join(client.get(path).text for path in ("/readyz", "/healthz", "/questions.json")) + ask(client).text
    assert str(data) not in said


def test_what_breaks_before_the_document_is_an_internal_error_and_no_more(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("web.graphql.execute", broken)
    answered = TestClient(create_app(Settings(data=data)), raise_server_exceptions=False).get(
        "/graphql", params={"query": COUNTED}
    )
    assert answered.status_code == 500
    assert "hunter2" not in answered.text


RANKED = "{ network { entityCount components { size } } }"


def test_networks_are_analysed_while_the_server_lives(data: Path) -> None:
    others = children_of(os.getpid())
    with TestClient(create_app(Settings(data=data))) as client:
        found = client.post("/graphql", json={"query": RANKED}).json()["data"]["network"]
        assert found["entityCount"] >= found["components"][0]["size"] > 2
        (child,) = set(children_of(os.getpid())) - set(others)
    assert child not in children_of(os.getpid())


def test_who_analyses_ends_with_a_server_that_is_killed(data: Path) -> None:
    command = [sys.executable, "-c", "from cli import main; main()", "--data", str(data), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as started:  # noqa: S603 - ours
        try:
            assert started.stderr is not None
            address = next(found[0] for line in started.stderr if (found := re.search(r"http://\S+/graphql", line)))
            with urlopen(f"{address}?query={quote(RANKED)}", timeout=60) as answer:  # noqa: S310 - 127.0.0.1
                assert b'"components"' in answer.read()
            (child,) = children_of(started.pid)
            watched = os.pidfd_open(child)
        finally:
            started.kill()
    ended, _, _ = select.select([watched], [], [], 60)
    os.close(watched)
    assert ended


def children_of(process: int) -> list[int]:
    """Return the processes that `process` started, by whichever thread, and that have not ended."""
    listed = (file.read_text("ascii").split() for file in Path(f"/proc/{process}/task").glob("*/children"))
    return [int(child) for some in listed for child in some]
