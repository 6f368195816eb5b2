"""The command line: one function a command. Messages go to stderr, answers to stdout; exit codes are 0, 1 and 2."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from msgspec import structs
from rich.console import Console
from rich.progress import Progress

from graph.archive import Archive, Deposit, initialise, open_archive
from graph.calendar_days import written
from graph.errors import NotFoundError, OnrecordError, UnavailableError
from graph.export import nquads
from graph.ids import DEFAULT_BASE, SourceId
from graph.index.oxigraph import damages
from graph.index.sparql import answer_json
from graph.names import printable
from graph.plain import open_plain
from loaders.batch import Batch, Item, read_batch
from loaders.report import as_line, as_object, oddities
from server import VERSION, Settings, create_app, port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.archive import Difference, Generation
    from loaders import Document

SAMPLE = Path(__file__).parent / "data" / "sample"
DEMO_DATA = Path(".onrecord-demo")
_SHOWN_REFUSALS = 20
_MAX_CONNECTIONS = 512


class UsageError(Exception):
    """A command line that asks for what cannot be: exit code 2."""


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
        _say(f"onrecord: {printable(str(error))}")
        return 2
    except OnrecordError as error:
        _say(f"onrecord: {printable(str(error))}")
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
    load = command("load", _load, "load articles as one generation")
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an article's text")
    load.add_argument(
        "--annotations",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="its annotation file; may be repeated",
    )
    load.add_argument("--published", metavar="D", help="the day of publication, as EDTF")
    load.add_argument("--publisher", metavar="NAME", help="who published it")
    load.add_argument("--source", metavar="ID", help="the id of the source, for one file")
    load.add_argument("--check", action="store_true", help="read and say what would be refused, and load nothing")
    load.add_argument("--strict", action="store_true", help="load nothing when anything is refused")
    withdraw = command("withdraw", _withdraw, "take sources out of the graph; older generations keep them")
    withdraw.add_argument("sources", nargs="+", metavar="SOURCE")
    command("verify", _verify, "check every file against its digest")
    query = command("query", _query, "answer a GraphQL query")
    query.add_argument("file", metavar="FILE|-", help="the query; - reads it from standard input")
    query.add_argument("--variables", metavar="JSON", help="its variables, a JSON object")
    query.add_argument("--operation", metavar="NAME", help="which operation of the file")
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
    _answer(
        options,
        {"data": str(archive.root), "base": archive.base},
        f"made {archive.root}, published below {archive.base}",
    )
    return 0


def _load(options: argparse.Namespace) -> int:
    if options.source and len(set(options.paths)) > 1:
        raise UsageError(f"--source names one source, and {len(options.paths)} files are given")
    batch = Batch(options.paths, options.annotations, options.source, options.published, options.publisher)
    items = read_batch(batch, _progress)
    refusals = sum(len(item.read.refused) for item in items)
    if options.check or (options.strict and refusals):
        _say_odd(options, items)
        _say(f"onrecord: {refusals} refused, nothing was loaded")
        return 1 if refusals else 0
    archive = _open_or_make(options.data)
    differences = archive.load([Deposit(item.read.content, item.document.content) for item in items], at=_now())
    _report(options, archive, items, differences)
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    generation = archive.withdraw([SourceId(source) for source in options.sources], at=_now())
    text = (
        f"withdrew {', '.join(options.sources)}: generation {generation.number} has {len(generation.sources)} sources"
    )
    _answer(options, {"generation": generation.number, "withdrawn": options.sources}, text)
    return 0


def _verify(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    found = [*archive.verify(), *damages(archive)]
    listed = [{"file": damage.file, "reason": damage.reason} for damage in found]
    text = "\n".join(str(damage) for damage in found) or "every file is as it was written"
    _answer(options, {"damaged": listed}, text)
    return 1 if found else 0


def _query(options: argparse.Namespace) -> int:
    from schema import Context, execute

    document = _read_argument(options.file, is_file=True)
    variables = _variables(options.variables)
    archive, generation = _newest(options.data)
    view = open_plain(archive, generation)
    result = execute(document, Context(view, VERSION), variables, options.operation)
    _print(result.response)
    return 1 if "errors" in result.response else 0


def _sparql(options: argparse.Namespace) -> int:
    text = _read_argument(options.query, is_file=False)
    archive, generation = _newest(options.data)
    sys.stdout.write(answer_json(archive, generation, text) + "\n")
    return 0


def _export(options: argparse.Namespace) -> int:
    archive, generation = _newest(options.data)
    for part in nquads(archive, generation):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    return 0


def _info(options: argparse.Namespace) -> int:
    archive, generation = _newest(options.data)
    counts = open_plain(archive, generation).counts()
    sources = {name: version.claims for name, version in sorted(generation.sources.items())}
    found = {
        "data": str(archive.root),
        "base": archive.base,
        "generation": generation.number,
        "created": written(generation.created) if generation.number else None,
        "entities": counts.entities,
        "claims": counts.claims,
        "sources": sources,
    }
    lines = [f"{name}: {value}" for name, value in found.items() if name != "sources"]
    _answer(options, found, "\n".join([*lines, "sources:", *(f"  {name}: {n} claims" for name, n in sources.items())]))
    return 0


def _serve(options: argparse.Namespace) -> int:
    return _run_server(structs.replace(options.settings, host=options.host, port=options.port))


def _demo(options: argparse.Namespace) -> int:
    from schema import Context, execute
    from schema.outline import outline

    items = read_batch(Batch(sorted(SAMPLE.glob("*.txt")), sorted(SAMPLE.glob("*.annotations.json"))))
    archive = _open_or_make(options.data)
    archive.load([Deposit(item.read.content, item.document.content) for item in items], at=_now())
    view = open_plain(archive, archive.current())
    counts = view.counts()
    numbers = f"{counts.sources} sources, {counts.claims} claims, {counts.entities} entities"
    _say(f"the sample case is in {options.data}: {numbers}")
    answers = {}
    for question in json.loads((SAMPLE / "questions.json").read_text("utf-8")):
        answers[question["name"]] = execute(question["query"], Context(view, VERSION)).response
        if not options.json:
            sys.stdout.write(f"\n{question['title']}\n{outline(answers[question['name']]['data'])}\n")
    if options.json:
        _print(answers)
    sys.stdout.flush()
    if options.no_serve:
        return 0
    questions = SAMPLE / "questions.json"
    return _run_server(structs.replace(options.settings, host=options.host, port=options.port, questions=questions))


# ---------------------------------------------------------------------- what the commands share


def _open_or_make(root: Path) -> Archive:
    try:
        return open_archive(root)
    except NotFoundError:
        return initialise(root)


def _newest(root: Path) -> tuple[Archive, Generation]:
    """Return the data directory and its newest whole generation, telling what is damaged in newer ones."""
    archive = open_archive(root)
    generation, found = archive.newest_whole()
    for damage in found:
        _say(f"onrecord: {damage}; generation {generation.number} is read instead")
    return archive, generation


def _now() -> int:
    """Return the time to record; SOURCE_DATE_EPOCH sets it, for loads that must be repeatable to the byte."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return int(time.time())
    if not given.isascii() or not given.isdigit():
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}: expected seconds since 1970")
    return int(given[:12])


def _progress(documents: Sequence[Document]) -> Iterator[Document]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(documents, description="reading")


def _report(
    options: argparse.Namespace, archive: Archive, items: Sequence[Item], differences: Sequence[Difference]
) -> None:
    generation = archive.current().number
    changed = any(difference.changed for difference in differences)
    done = list(zip(items, differences, strict=True))
    _say_odd(options, items)
    lines = [as_line(item, difference) for item, difference in done]
    lines.append(f"{'published' if changed else 'unchanged:'} generation {generation} in {archive.root}")
    found = {"generation": generation, "changed": changed, "sources": [as_object(*pair) for pair in done]}
    _answer(options, found, "\n".join(lines))


def _say_odd(options: argparse.Namespace, items: Sequence[Item]) -> None:
    told = oddities(items)
    for line in told if options.json else told[:_SHOWN_REFUSALS]:
        _say(line)
    if not options.json and len(told) > _SHOWN_REFUSALS:
        _say(f"… and {len(told) - _SHOWN_REFUSALS} more: --json lists them all")


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
        _say(f"\nserving at http://{shown}:{port}/graphql (stop with Ctrl-C)")
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


def _answer(options: argparse.Namespace, found: dict[str, Any], text: str) -> None:
    if options.json:
        _print(found)
    else:
        sys.stdout.write(text + "\n")


def _print(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
