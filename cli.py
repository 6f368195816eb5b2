"""The command line: one function a command; those that read articles are in `cli_load`.

Messages go to stderr, answers to stdout; exit codes are 0, 1 and 2.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from msgspec import structs

import cli_claim
import cli_decisions
import cli_identity
from cli_load import add_commands, bring_index, deposits, now, open_or_make, tidy_index
from cli_output import UsageError, answer, print_json, say
from cli_table import Query, print_table
from graph.archive import Archive, initialise, open_archive
from graph.calendar_days import written
from graph.decisions import whole_decisions
from graph.edtf import seconds
from graph.errors import DamagedError, OnrecordError, UnavailableError
from graph.export import nquads
from graph.ids import DEFAULT_BASE, SourceId
from graph.index.building import damages as index_damages
from graph.index.building import reindex
from graph.index.oxigraph import damages as store_damages
from graph.index.sparql import answer_json
from graph.indexed import open_view
from graph.names import printable
from graph.states import Past, States
from loaders.batch import Batch, read_batch
from server import VERSION, Settings, create_app, port

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.archive import Generation
    from graph.decisions import Decisions

SAMPLE = Path(__file__).parent / "data" / "sample"
DEMO_DATA = Path(".onrecord-demo")
_MAX_CONNECTIONS = 512
_DAY_S = 86_400


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 called wrongly."""
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.WARNING)
    try:
        settings = Settings.from_environment(os.environ)
        options = _parser(settings).parse_args(arguments)
        # the sample is not mixed with a graph of one's own, unless that is named
        options.data = options.data or (DEMO_DATA if options.run is _demo else settings.data)
        options.settings = structs.replace(settings, data=options.data)
        return int(options.run(options))
    except UsageError as error:
        say(f"onrecord: {printable(str(error))}")
        return 2
    except OnrecordError as error:
        say(f"onrecord: {printable(str(error))}")
        return 1
    except BrokenPipeError:
        # whoever read the output has gone; there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onrecord", description="A graph in which every connection shows who said it."
    )
    parser.add_argument("--version", action="version", version=f"onrecord {VERSION}")
    _add_common(parser, None, as_json=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:  # noqa: ANN401 - a function
        added = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        _add_common(added, argparse.SUPPRESS, as_json=argparse.SUPPRESS)
        added.set_defaults(run=run)
        return added

    init = command("init", _init, "make an empty data directory")
    init.add_argument(
        "--base", default=DEFAULT_BASE, metavar="IRI", help="below which IRIs are published (%(default)s)"
    )
    add_commands(command)
    cli_identity.add_commands(command)
    cli_decisions.add_commands(command)
    cli_claim.add_commands(command)
    withdraw = command("withdraw", _withdraw, "take sources out of the graph; older generations keep them")
    withdraw.add_argument("sources", nargs="+", metavar="SOURCE")
    command("verify", _verify, "check every file against its digest")
    command("reindex", _reindex, "build the index anew from the files")
    query = command("query", _query, "answer a GraphQL query")
    query.add_argument("file", metavar="FILE|-", help="the query; - reads it from standard input")
    query.add_argument("--variables", metavar="JSON", help="its variables, a JSON object")
    query.add_argument("--operation", metavar="NAME", help="which operation of the file")
    query.add_argument("--as-of", metavar="MOMENT", help="of the graph as it stood then: a day (its end), or a moment")
    query.add_argument("--csv", action="store_true", help="answer as CSV: the edges of its one connection as rows")
    query.add_argument("--all", action="store_true", dest="every", help="with --csv, every page")
    sparql = command("sparql", _sparql, "answer a SPARQL query")
    sparql.add_argument("query", metavar="QUERY|-", help="the query; - reads it from standard input")
    export = command("export", _export, "write the graph as N-Quads to standard output")
    export.add_argument("--format", choices=["nquads"], default="nquads", help="%(default)s")
    command("info", _info, "say what the data directory holds")
    serve = command("serve", _serve, "serve the graph over HTTP")
    demo = command("demo", _demo, "load the sample case, answer three questions and serve it")
    for served in (serve, demo):
        served.add_argument("--host", default=settings.host, help="%(default)s")
        served.add_argument("--port", "-p", type=_port, default=settings.port, help="%(default)s; 0 picks a free one")
    demo.add_argument("--no-serve", action="store_true", help="stop after the answers")
    return parser


def _port(text: str) -> int:
    found = port(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: expected 0 to 65535")
    return found


def _add_common(parser: argparse.ArgumentParser, data: object, *, as_json: object) -> None:
    parser.add_argument("--data", type=Path, default=data, metavar="DIR", help="the data directory (.onrecord)")
    parser.add_argument("--json", action="store_true", default=as_json, help="answer as one JSON object")


# ---------------------------------------------------------------------- commands


def _init(options: argparse.Namespace) -> int:
    archive = initialise(options.data, options.base)
    answer(
        options,
        {"data": str(archive.root), "base": archive.base},
        f"made {archive.root}, published below {archive.base}",
    )
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    loaded = archive.withdraw([SourceId(source) for source in options.sources], at=now())
    bring_index(archive, loaded)
    tidy_index(archive, loaded)
    generation = loaded.generation
    text = (
        f"withdrew {', '.join(options.sources)}: generation {generation.number} has {len(generation.sources)} sources"
    )
    answer(options, {"generation": generation.number, "withdrawn": options.sources}, text)
    return 0


def _verify(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    found = [*archive.verify(), *whole_decisions(archive)[1], *store_damages(archive), *_index_damages(archive)]
    listed = [{"file": damage.file, "reason": damage.reason} for damage in found]
    text = "\n".join(str(damage) for damage in found) or "every file is as it was written"
    answer(options, {"damaged": listed}, text)
    return 1 if found else 0


def _index_damages(archive: Archive) -> list[DamagedError]:
    """Return what is damaged in the index of what is served; where that cannot be told, its files are told of."""
    try:
        return index_damages(archive, archive.current())
    except DamagedError:
        return []


def _reindex(options: argparse.Namespace) -> int:
    archive, generation = _newest(options.data)
    reindex(archive, generation)
    counts = open_view(archive, generation).counts()
    found = {"generation": generation.number, "claims": counts.claims, "entities": counts.entities}
    answer(
        options,
        found,
        f"built the index of generation {generation.number}: {counts.claims} claims, {counts.entities} entities",
    )
    return 0


def _query(options: argparse.Namespace) -> int:
    from schema import Context, execute

    document = _read_argument(options.file, is_file=True)
    variables = _variables(options.variables)
    if options.every and not options.csv:
        raise UsageError("--all is for --csv: in JSON each page is asked for by itself")
    states = _states(options)
    view = states.view if options.as_of is None else states.as_of(_end(options.as_of), patience=None)
    context = Context(view, VERSION, states=states)
    if options.csv:
        return print_table(context, Query(document, variables, options.operation), every=options.every)
    result = execute(document, context, variables, options.operation)
    print_json(result.response)
    return 1 if "errors" in result.response else 0


def _sparql(options: argparse.Namespace) -> int:
    text = _read_argument(options.query, is_file=False)
    archive, generation = _newest(options.data)
    sys.stdout.write(answer_json(archive, generation, text, decisions=_decisions(archive)) + "\n")
    return 0


def _export(options: argparse.Namespace) -> int:
    archive, generation = _newest(options.data)
    for part in nquads(archive, generation, _decisions(archive)):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    return 0


def _info(options: argparse.Namespace) -> int:
    archive, generation = _newest(options.data)
    decisions = _decisions(archive)
    counts = open_view(archive, generation, decisions).counts()
    sources = {name: version.claims for name, version in sorted(generation.sources.items())}
    found = {
        "data": str(archive.root),
        "base": archive.base,
        "generation": generation.number,
        "created": written(generation.created) if generation.number else None,
        "entities": counts.entities,
        "claims": counts.claims,
        "proposed": counts.proposed,
        "decisions": len(decisions.made),
        "sources": sources,
    }
    lines = [f"{name}: {value}" for name, value in found.items() if name != "sources"]
    answer(options, found, "\n".join([*lines, "sources:", *(f"  {name}: {n} claims" for name, n in sources.items())]))
    return 0


def _serve(options: argparse.Namespace) -> int:
    return _run_server(structs.replace(options.settings, host=options.host, port=options.port))


def _demo(options: argparse.Namespace) -> int:
    from schema import Context, execute
    from schema.outline import outline

    items = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive = open_or_make(options.data)
    given = deposits(items)
    bring_index(archive, archive.load(given, at=now()), given)
    view = open_view(archive, archive.current(), _decisions(archive))
    counts = view.counts()
    numbers = f"{counts.sources} sources, {counts.claims} claims, {counts.entities} entities"
    say(f"the sample case is in {options.data}: {numbers}")
    answers = {}
    for question in json.loads((SAMPLE / "questions.json").read_text("utf-8")):
        answers[question["name"]] = execute(question["query"], Context(view, VERSION)).response
        if not options.json:
            sys.stdout.write(f"\n{question['title']}\n{outline(answers[question['name']]['data'])}\n")
    if options.json:
        print_json(answers)
    sys.stdout.flush()
    if options.no_serve:
        return 0
    questions = SAMPLE / "questions.json"
    return _run_server(structs.replace(options.settings, host=options.host, port=options.port, questions=questions))


# ---------------------------------------------------------------------- what the commands share


def _newest(root: Path) -> tuple[Archive, Generation]:
    """Return the data directory and its newest whole generation, telling what is damaged in newer ones."""
    archive = open_archive(root)
    generation, found = archive.newest_whole()
    for damage in found:
        say(f"onrecord: {damage}; generation {generation.number} is read instead")
    return archive, generation


def _states(options: argparse.Namespace) -> States:
    """Return the newest state, and the way to those before it."""
    archive, generation = _newest(options.data)
    decisions = _decisions(archive)
    return States(Past.of(archive), generation, decisions, open_view(archive, generation, decisions))


def _end(moment: str) -> int:
    """Return the moment that --as-of names: of a day its last second."""
    return seconds(moment) + (0 if "T" in moment.upper() else _DAY_S - 1)


def _decisions(archive: Archive) -> Decisions:
    """Return what was decided, telling what is damaged in the log."""
    decisions, found = whole_decisions(archive)
    for damage in found:
        say(f"onrecord: {damage}; the {len(decisions.made)} decisions before are read")
    return decisions


def _read_argument(argument: str, *, is_file: bool) -> str:
    try:
        if argument == "-":
            return sys.stdin.read()
        return Path(argument).read_text("utf-8") if is_file else argument
    except OSError as cause:
        expected = "expected a file that holds a query, or - for standard input"
        raise UsageError(f"{argument} cannot be read: {cause.strerror}; {expected}") from cause
    except UnicodeDecodeError as cause:
        raise UsageError(f"{argument} is not UTF-8") from cause


def _variables(text: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError) as cause:
        raise UsageError(f"--variables is not JSON: {cause}") from cause
    if not isinstance(found, dict | None):
        raise UsageError("--variables: expected a JSON object")
    return found


def _run_server(settings: Settings) -> int:
    # uvicorn stops cleanly, then raises the signal again: whoever stopped it has what was wanted
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    app = create_app(settings)
    logging.getLogger().setLevel(settings.log_level.upper())
    with _listen(settings) as listener:
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"\nserving at http://{shown}:{port}/graphql (stop with Ctrl-C)")
        # no access log: the addresses of queries hold what readers look for
        config = uvicorn.Config(
            app, log_level=settings.log_level, access_log=False, server_header=False, limit_concurrency=_MAX_CONNECTIONS
        )
        server = uvicorn.Server(config)
        server.run(sockets=[listener])
        return 0 if server.started else 1


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except (OSError, OverflowError) as cause:
        raise UnavailableError(f"cannot listen on {settings.host} port {settings.port}: {cause}") from cause


if __name__ == "__main__":
    sys.exit(main())
