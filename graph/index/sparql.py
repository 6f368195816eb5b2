"""SPARQL queries, each in a process of its own that may crash, hang or eat memory without harm.

The process opens the store read-only, its memory is limited, and when its time is up it is killed: a query of a few
kilobytes can crash the engine. SERVICE, by which the engine would ask another server, is refused before.
"""

from __future__ import annotations

import re
import resource
from math import ceil
from multiprocessing import get_context
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from graph.decisions import NONE
from graph.errors import InvalidInputError, LimitError, UnavailableError
from graph.index.oxigraph import store_folder

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions

MAX_QUERY_LENGTH = 32 << 10
MAX_SECONDS = 60.0
_MAX_MEMORY = 4 << 30
# IRIs, strings, escapes of a name (`e:\\#` begins no comment), comments
_NOT_CODE = re.compile(
    r"<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.|#[^\r\n]*", re.DOTALL
)
_FROM = re.compile(r"(?<![\w?$:-])FROM\s+(?:NAMED\s+)?(?:<|[^\s<>\"?$]*:)", re.IGNORECASE)
# Nothing is taken out of the text before: what looks like a string or a comment to us may be none to the engine.
_GAP = r"(?:\s|#[^\r\n]*[\r\n])"
_SERVICE = re.compile(
    rf"(?<![?$:/-])SERVICE{_GAP}*(?:SILENT{_GAP}*)?(?:[<?$]|(?<=[\s])[^\s<>\"{{}}|^`:]*:)", re.IGNORECASE
)


def answer_json(
    archive: Archive,
    generation: Generation,
    query: str,
    timeout_s: float = MAX_SECONDS,
    decisions: Decisions = NONE,
) -> str:
    """Return the answer to a SPARQL query as one JSON object: SPARQL results, or for a graph JSON-LD below @graph.

    A query without FROM reads all graphs as one. Claims have the status and the rank that `decisions` gave them.

    Raises:
        InvalidInputError: it is no SPARQL query, or asks another server (SERVICE).
        LimitError: it is longer than 32 KiB, takes longer than `timeout_s` or more memory than there is for it.
        UnavailableError: the index may not be written, or the engine fails.
    """
    if len(query) > MAX_QUERY_LENGTH:
        raise LimitError(f"the query has {len(query)} characters: expected at most {MAX_QUERY_LENGTH}")
    if any("\ud800" <= char <= "\udfff" for char in query):
        raise InvalidInputError("the query holds half a character (a lone surrogate): expected Unicode")
    if _SERVICE.search(query):
        raise InvalidInputError("the query has SERVICE: expected one that asks this data only")
    folder = store_folder(archive, generation, decisions)
    context = get_context("spawn")
    answers, end = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(end, str(folder), query, timeout_s), daemon=True)
    process.start()
    end.close()
    try:
        if not answers.poll(timeout_s):
            raise LimitError(f"the query took longer than {timeout_s:g} seconds: ask for less")
        kind, text = answers.recv()
    except EOFError as cause:
        raise LimitError("the engine did not survive the query: it nests too deep or needs too much memory") from cause
    finally:
        process.kill()
        process.join()
    if kind is not None:
        raise kind(text)
    return str(text)


def names_graphs(query: str) -> bool:
    """Say whether a query has FROM, outside of its IRIs, strings and comments."""
    return bool(_FROM.search(_NOT_CODE.sub(lambda found: "<>" if found[0][0] == "<" else " ", query)))


def _answer(end: Connection, folder: str, query: str, timeout_s: float) -> None:
    """Answer `query` in the process made for it: send an error class or None, and the text."""
    try:
        store = Store.read_only(folder)
        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # whoever asked may be killed: this process ends all the same
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(timeout_s) + 1, ceil(timeout_s) + 2))
        found = store.query(query, use_default_graph_as_union=not names_graphs(query))
        if isinstance(found, QueryTriples):
            nodes = serialize(found, format=RdfFormat.JSON_LD) or b"[]"
            text = f'{{"@graph":{nodes.decode()}}}'
        else:
            text = (found.serialize(format=QueryResultsFormat.JSON) or b"{}").decode()
        end.send((None, text))
    except SyntaxError as error:
        end.send((InvalidInputError, f"the query is not SPARQL: {error}"))
    except (OSError, RuntimeError, MemoryError, ValueError) as error:
        end.send((UnavailableError, f"the query could not be answered: {str(error) or type(error).__name__}"))
