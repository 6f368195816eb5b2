"""A SPARQL query is answered as one JSON object, within limits, and neither harms this process nor asks another."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.archive import Archive, initialise
from graph.errors import InvalidInputError, LimitError, UnavailableError
from graph.ids import SourceId
from graph.index.oxigraph import store_folder
from graph.index.sparql import answer_json
from tests.graph.builders import deposit, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
NAMES = "SELECT ?name WHERE { ?who <https://schema.org/name> ?name } ORDER BY ?name"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(9)) + " }"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return an archive in which two sources name two people; the tests only ask."""
    archive = initialise(tmp_path_factory.mktemp("sparql") / "data")
    archive.load([deposit("courier", "Anna Boris"), deposit("dispatch", "Anna")], at=1)
    return archive


def answer(archive: Archive, query: str) -> dict[str, Any]:
    """Return the answer to a query."""
    found = json.loads(answer_json(archive, archive.current(), query))
    assert isinstance(found, dict)
    return found


def count(archive: Archive, query: str) -> str:
    """Return the one number that a query asks for."""
    (row,) = answer(archive, query)["results"]["bindings"]
    return str(row["n"]["value"])


# ---------------------------------------------------------------- answers


def test_a_select_is_answered_as_sparql_results(archive: Archive) -> None:
    assert answer(archive, NAMES) == {
        "head": {"vars": ["name"]},
        "results": {
            "bindings": [
                {"name": {"type": "literal", "value": "Anna"}},
                {"name": {"type": "literal", "value": "Boris"}},
            ]
        },
    }


def test_a_select_of_nothing_has_no_rows(archive: Archive) -> None:
    assert answer(archive, "SELECT ?s { ?s <https://example.org/nothing> ?o }") == {
        "head": {"vars": ["s"]},
        "results": {"bindings": []},
    }


@pytest.mark.parametrize(("name", "expected"), [("Anna", True), ("Chaim", False)])
def test_an_ask_is_answered_with_yes_or_no(archive: Archive, name: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert answer(archive, f'ASK {{ ?who <https://schema.org/name> "{name}" }}') == {"head": {}, "boolean": expected}


def test_a_construct_is_answered_as_json_ld(archive: Archive) -> None:
    query = (
        'CONSTRUCT { ?who <https://example.org/p> ?n } WHERE { ?who <https://schema.org/name> ?n FILTER(?n = "Anna") }'
    )
    assert answer(archive, query) == {
        "@graph": [
            {
                "@id": "http://localhost:8000/entity/anna-0000000000000000",
                "https://example.org/p": [{"@value": "Anna"}],
            }
        ]
    }


def test_a_construct_of_nothing_is_an_empty_graph(archive: Archive) -> None:
    assert answer(archive, "CONSTRUCT WHERE { ?s <https://example.org/nothing> ?o }") == {"@graph": []}


def test_each_generation_is_asked_for_itself(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([deposit("courier", "Anna Boris")], at=1)
    first = archive.current()
    archive.withdraw([SourceId("courier")], at=2)
    assert len(json.loads(answer_json(archive, first, NAMES))["results"]["bindings"]) == 2
    assert answer(archive, NAMES)["results"]["bindings"] == []


def test_a_store_of_many_files_is_answered_whole(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([deposit(f"source-{number}", f"Anna{number}") for number in range(30)], at=1)
    found = answer(archive, "SELECT DISTINCT ?name { ?s ?p ?name FILTER(STRSTARTS(STR(?name), 'Anna')) }")
    assert len(found["results"]["bindings"]) == 30


# ---------------------------------------------------------------- graphs


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?claim a <https://w3id.org/onrecord/ns#Claim> }", "3"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH <http://localhost:8000/asserted> { ?s ?p ?o } }", "2"),
        ("SELECT (COUNT(*) AS ?n) FROM <http://localhost:8000/asserted> { ?s ?p ?o }", "2"),
        ("SELECT(COUNT(*)AS ?n)#\nfrom#\n<http://localhost:8000/asserted>{?s ?p ?o}", "2"),
        ("PREFIX x: <http://localhost:8000/> SELECT (COUNT(*) AS ?n) FROM x:asserted { ?s ?p ?o }", "2"),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED <http://localhost:8000/asserted> { GRAPH ?g { ?s ?p ?o } }", "2"),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED <http://localhost:8000/asserted> { ?s ?p ?o }", "0"),
        ("SELECT (COUNT(*) AS ?n) FROM <https://example.org/nothing> { ?s ?p ?o }", "0"),
    ],
    ids=["none", "GRAPH", "FROM", "from, no blanks", "FROM x:", "FROM NAMED", "FROM NAMED, no GRAPH", "FROM nothing"],
)
def test_a_query_reads_the_graphs_that_it_names_or_all(archive: Archive, query: str, expected: str) -> None:
    assert count(archive, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(?from) AS ?n) { ?from a <https://w3id.org/onrecord/ns#Claim> }",
        "SELECT (COUNT($FROM) AS ?n) { $FROM a <https://w3id.org/onrecord/ns#Claim> }",
        "PREFIX from: <https://w3id.org/onrecord/ns#> SELECT (COUNT(?s) AS ?n) { ?s a from:Claim }",
        "PREFIX x: <https://w3id.org/onrecord/ns#> SELECT (COUNT(?s) AS ?n) { ?s a x:Claim MINUS { ?s x:FROM 1 } }",
        "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/onrecord/ns#Claim> } # FROM",
        "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/onrecord/ns#Claim> FILTER(!CONTAINS(STR(?s), 'from')) }",
        "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/onrecord/ns#Claim> MINUS { ?s <http://e/from> 1 } }",
        "PREFIX x: <https://w3id.org/onrecord/ns#> SELECT (COUNT(?s) AS ?n) { ?s a x:Claim MINUS {?s x:a-from 1} }",
    ],
    ids=["variable", "variable with $", "prefix", "local name", "comment", "string", "IRI", "end of a local name"],
)
def test_a_query_that_is_from_nowhere_reads_all(archive: Archive, query: str) -> None:
    assert count(archive, query) == "3"


def test_a_graph_may_be_named_with_the_empty_prefix(archive: Archive) -> None:
    query = "PREFIX : <http://localhost:8000/> SELECT (COUNT(*) AS ?n) FROM :asserted { ?s ?p ?o }"
    assert count(archive, query) == "2"


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("query", ["", "nonsense", "SELECT", "SELECT * WHERE {", "!" * 20_000])
def test_what_is_no_question_is_refused(archive: Archive, query: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^the query is not SPARQL: error at "):
        answer(archive, query)


@pytest.mark.parametrize(
    "update", ["LOAD <http://127.0.0.1:9/>", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL"], ids=lambda u: u[:6]
)
def test_an_update_is_no_question_and_changes_nothing(archive: Archive, update: str) -> None:
    folder = store_folder(archive, archive.current())
    before = tree(folder)
    with pytest.raises(InvalidInputError, match=r"^the query is not SPARQL: error at "):
        answer(archive, update)
    assert tree(folder) == before


def test_an_answer_changes_no_file(archive: Archive) -> None:
    store_folder(archive, archive.current())
    before = tree(archive.root)
    assert answer(archive, NAMES)["results"]["bindings"]
    assert tree(archive.root) == before


# ---------------------------------------------------------------- limits


def test_a_query_has_32_kib_at_most(archive: Archive) -> None:
    assert answer(archive, NAMES.ljust(32_768))["results"]["bindings"]
    with pytest.raises(LimitError, match=r"^the query has 32769 characters: expected at most 32768$"):
        answer(archive, NAMES.ljust(32_769))


def test_a_query_that_is_too_long_has_no_store_built(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    with pytest.raises(LimitError):
        answer(archive, NAMES.ljust(32_769))
    assert not (archive.root / "index").exists()


@pytest.mark.parametrize(
    "query",
    [
        "ASK{FILTER(1<" + "(" * 15_000 + "1" + ")" * 15_000 + ">1)}",
        "ASK{" + "MINUS{}" * 4_000 + "}",
        "ASK{FILTER(" + "!" * 20_000 + "true)}",
    ],
    ids=["brackets", "MINUS", "not"],
)
def test_a_query_that_crashes_the_engine_is_refused_and_the_next_is_answered(archive: Archive, query: str) -> None:
    with pytest.raises(LimitError, match=r"^the engine did not survive the query: "):
        answer(archive, query)
    assert answer(archive, "ASK {}") == {"head": {}, "boolean": True}


def test_a_query_without_an_end_is_stopped(archive: Archive) -> None:
    store_folder(archive, archive.current())
    began = time.monotonic()
    with pytest.raises(LimitError, match=r"^the query took longer than 1 seconds: ask for less$"):
        answer_json(archive, archive.current(), ENDLESS, timeout_s=1)
    assert time.monotonic() - began < 30


ASKING = """
import sys, threading
from multiprocessing import active_children
from pathlib import Path
from graph.archive import open_archive
from graph.index.sparql import answer_json
archive = open_archive(Path(sys.argv[1]))
threading.Thread(target=answer_json, args=(archive, archive.current(), sys.argv[2], 2)).start()
while not active_children():
    pass
print(active_children()[0].pid, flush=True)
"""


def test_a_query_ends_when_who_asked_is_killed(archive: Archive) -> None:
    store_folder(archive, archive.current())
    command = [sys.executable, "-c", ASKING, str(archive.root), ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as asking:  # noqa: S603 - our own interpreter
        assert asking.stdout is not None
        answering = os.pidfd_open(int(asking.stdout.readline()))
        asking.kill()
    try:
        assert select.select([answering], [], [], 60)[0]
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(answering, signal.SIGKILL)
        os.close(answering)


# ---------------------------------------------------------------- no connections


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """Return the address of a server on this machine that notes who calls, and what was noted."""
    calls: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                calls.append(caller.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", calls
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_the_server_that_must_not_be_called_would_note_it(canary: tuple[str, list[bytes]]) -> None:
    address, calls = canary
    calls.clear()
    with socket.create_connection(("127.0.0.1", int(address.split(":")[2][:-1]))) as caller:
        caller.sendall(b"here")
        assert caller.recv(1) == b""
    assert calls == [b"here"]


SERVICES = {
    "plain": "SELECT * { SERVICE <ADDRESS> { ?a ?b ?c } }",
    "small letters": "select*{service<ADDRESS>{?a ?b ?c}}",
    "SILENT": "SELECT * { SERVICE SILENT <ADDRESS> { ?a ?b ?c } }",
    "variable": "SELECT * { VALUES ?service { <ADDRESS> } SERVICE ?service { ?a ?b ?c } }",
    "prefix": "PREFIX e: <ADDRESS> SELECT * { SERVICE e: { ?a ?b ?c } }",
    "comment": "SELECT * { SERVICE# SILENT\n<ADDRESS> { ?a ?b ?c } }",
    "escaped #": r"PREFIX e: <http://e/> SELECT * { OPTIONAL { ?s e:\# ?o } SERVICE <ADDRESS> { ?a ?b ?c } }",
    "less": "SELECT * { FILTER(1<'a'||true) SERVICE <ADDRESS> { ?a ?b ?c } }",
}
UNSEEN_SERVICES = {
    "comment up to a carriage return": "SELECT * { SERVICE#\r<ADDRESS> { ?a ?b ?c } }",
    "prefix with a middle dot": "PREFIX a\u00b7b: <ADDRESS> SELECT * { SERVICE a\u00b7b: { ?a ?b ?c } }",
    "prefix with a combining accent": "PREFIX a\u0301b: <ADDRESS> SELECT * { SERVICE a\u0301b: { ?a ?b ?c } }",
    "prefix with a non-joiner": "PREFIX a\u200cb: <ADDRESS> SELECT * { SERVICE a\u200cb: { ?a ?b ?c } }",
}


@pytest.mark.parametrize(
    "query",
    [*SERVICES.values(), *(query for query in UNSEEN_SERVICES.values())],
    ids=[*SERVICES, *UNSEEN_SERVICES],
)
def test_no_spelling_of_a_query_asks_another_server(
    archive: Archive, canary: tuple[str, list[bytes]], query: str
) -> None:
    address, calls = canary
    calls.clear()
    with pytest.raises((InvalidInputError, UnavailableError)):
        answer(archive, query.replace("ADDRESS", address))
    assert calls == []


def test_a_graph_that_is_not_here_is_not_fetched(archive: Archive, canary: tuple[str, list[bytes]]) -> None:
    address, calls = canary
    calls.clear()
    assert count(archive, "SELECT (COUNT(*) AS ?n) FROM <ADDRESS> { ?s ?p ?o }".replace("ADDRESS", address)) == "0"
    assert calls == []


def test_a_name_or_a_word_of_the_same_letters_is_no_harm(archive: Archive) -> None:
    query = (
        "PREFIX schema: <https://schema.org/> "
        "SELECT ?service { ?service a schema:Service FILTER(STR(?service) != 'SERVICE') } # SERVICE"
    )
    assert answer(archive, query)["head"] == {"vars": ["service"]}
