"""The commands that read articles: `load` puts them into the graph, `extract` shows what is found, `eval` scores it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from cli_output import UsageError, answer, say
from graph.archive import Archive, Deposit, initialise, open_archive
from graph.errors import DamagedError, LoadError, NotFoundError, UnavailableError
from graph.ids import is_address
from graph.index.building import compact, follow
from graph.names import printable
from loaders import AS_USUAL, Options, Reading, article
from loaders.batch import Batch, Item, open_document, read_batch
from loaders.evaluation import pooled, score
from loaders.evaluation_files import read_annotated, read_golds
from loaders.evaluation_table import as_object as figures
from loaders.evaluation_table import as_table
from loaders.outline import outline
from loaders.report import as_line, as_object, oddities, of_hands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.archive import Loaded
    from loaders import Document
    from loaders.article.llm import LanguageModel
    from loaders.evaluation import Annotated
    from loaders.evaluation_files import Gold
    from server import Settings

    Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_SHOWN_REFUSALS = 20
_MAX_JOBS = 64
_MAX_SECONDS = 86_400.0


def add_commands(command: Command) -> None:
    """Add the commands to a parser, with their options."""
    added = command("load", load, "load articles and datasets as one generation")
    added.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an article, or a dataset")
    added.add_argument(
        "--annotations",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="its annotation file; may be repeated. What has none is read by machine",
    )
    added.add_argument(
        "--mapping", metavar="FILE|NAME", help="what the columns of tables mean: a mapping file, or one that is shipped"
    )
    added.add_argument(
        "--no-prose", dest="prose", action="store_false", help="leave columns of prose unread that a mapping names"
    )
    _add_facts(added)
    added.add_argument("--source", metavar="ID", help="the id of the source, for one file")
    _add_reading(added)
    _add_jobs(added)
    added.add_argument("--check", action="store_true", help="read and say what would be refused, and load nothing")
    added.add_argument("--strict", action="store_true", help="load nothing when anything is refused")
    added = command("map", propose, "propose a mapping for a table, to be edited, and load nothing")
    added.add_argument("path", type=Path, metavar="FILE", help="a table: .csv, .tsv, .json, .jsonl, .yaml or .xlsx")
    added = command("extract", extract, "show what is found in an article by machine, and load nothing")
    added.add_argument("--text", action="store_true", help="print the text that offsets count in, and nothing else")
    added.add_argument("path", type=Path, metavar="FILE", help="an article: .txt, .html or .pdf")
    _add_facts(added)
    _add_reading(added)
    added = command("eval", evaluate, "score what is found in articles by machine against annotations of them")
    added.add_argument("golds", nargs="+", type=Path, metavar="GOLD", help="an annotation file")
    added.add_argument("--predicted", type=Path, metavar="FILE", help="score this file, as extract --json prints it")
    added.add_argument("--texts", type=Path, metavar="DIR", help="where the texts are that are not beside their files")
    added.add_argument("--misses", action="store_true", help="list what was missed, added or taken for another")
    _add_reading(added)
    _add_jobs(added)


def _add_facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--published", metavar="D", help="the day of publication, as EDTF")
    parser.add_argument("--publisher", metavar="NAME", help="who published it")
    parser.add_argument("--url", metavar="URL", help="its address, for one file: the id of the source")


def _add_reading(parser: argparse.ArgumentParser) -> None:
    seconds = f"how long one article may take to read ({AS_USUAL.seconds:g})"
    parser.add_argument("--seconds", type=_seconds, default=AS_USUAL.seconds, metavar="S", help=seconds)
    parser.add_argument(
        "--extractor",
        choices=["rules", "both"],
        help="the rules alone, or a language model too; both where one is configured",
    )


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    jobs = "how many articles are read at a time (%(default)s)"
    parser.add_argument("--jobs", "-j", type=_jobs, default=AS_USUAL.jobs, metavar="N", help=jobs)


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= _MAX_JOBS):
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 1 to {_MAX_JOBS}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= _MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r}: expected seconds, above 0 and at most {_MAX_SECONDS:g}")
    return found


# ---------------------------------------------------------------------- commands


def load(options: argparse.Namespace) -> int:
    """Load files as one generation."""
    for name, given in (("--source", options.source), ("--url", options.url)):
        if given and len(set(options.paths)) > 1:
            raise UsageError(f"{name} names one source, and {len(options.paths)} files are given")
    batch = Batch(
        options.paths,
        options.annotations,
        options.source,
        options.published,
        options.publisher,
        _address(options),
        _reading(options),
        options.mapping,
        options.prose,
    )
    items = read_batch(batch, _progress)
    refusals = sum(len(item.read.refused) for item in items)
    if options.check or (options.strict and refusals):
        _say_odd(options, items)
        say(f"onrecord: {refusals} refused, nothing was loaded")
        return 1 if refusals else 0
    archive = open_or_make(options.data)
    loaded = archive.load(deposits(items), at=now())
    bring_index(archive, loaded, deposits(items))
    _report(options, archive, items, loaded)
    tidy_index(archive, loaded)
    return 0


def propose(options: argparse.Namespace) -> int:
    """Print a mapping for a table; no data directory is read or made."""
    from loaders.table.proposing import proposal

    if not options.path.exists():
        raise LoadError(str(options.path), "there is no such file")
    found = proposal(options.path)
    answer(options, {"file": options.path.name, "mapping": found}, found.rstrip("\n"))
    return 0


def extract(options: argparse.Namespace) -> int:
    """Show what is found in one article; no data directory is read or made."""
    # what reads articles stands on files of its own, and only these two commands always need it
    from loaders.article.reading import read_articles
    from loaders.article.written import written

    document = open_document(options.path)
    facts = Options(published=options.published, publisher=options.publisher, url=_address(options))
    if not article.accepts(document, facts):
        raise LoadError(document.name, "it is no article: expected .txt, .html or .pdf")
    (found,) = read_articles([(document, facts)], _reading(options))
    for remark in found.remarks:
        say(printable(f"note {document.name}: {remark}"))
    if options.text:
        sys.stdout.write(found.text.text)
        return 0
    shown = written(found.text, found.described, found.extraction)
    answer(options, shown, outline(shown))
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Score what is found in articles against annotations of them, side by side and together."""
    if options.predicted and len(options.golds) > 1:
        raise UsageError(f"--predicted is of one article, and {len(options.golds)} annotations are given")
    golds = read_golds(options.golds, options.texts)
    found = [read_annotated(options.predicted)] if options.predicted else list(_found(golds, _reading(options)))
    scores = [score(gold.annotated, each, gold.text.text) for gold, each in zip(golds, found, strict=True)]
    names = [gold.name for gold in golds]
    told = [f"{name}: {miss}" for name, each in zip(names, scores, strict=True) for miss in each.misses]
    articles = [{"article": name, **figures(each)} for name, each in zip(names, scores, strict=True)]
    shown = {"articles": articles, "together": figures(pooled(scores))} | ({"misses": told} if options.misses else {})
    table = as_table(names, scores)
    answer(options, shown, "\n".join([table, "", *map(printable, told)] if options.misses else [table]))
    return 0


# ---------------------------------------------------------------------- what they share


def open_or_make(root: Path) -> Archive:
    """Return the data directory at `root`, made anew where there is none."""
    try:
        return open_archive(root)
    except NotFoundError:
        return initialise(root)


def now() -> int:
    """Return the time to record; SOURCE_DATE_EPOCH sets it, for loads that must be repeatable to the byte."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return int(time.time())
    if not given.isascii() or not given.isdigit():
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}: expected seconds since 1970")
    return int(given[:12])


def bring_index(archive: Archive, loaded: Loaded, given: Sequence[Deposit] = ()) -> None:
    """Bring the index to what was loaded. The load stands without it: whoever reads next builds what is missing."""
    try:
        # what was carried over into a source stands in its files only
        whole = [
            deposit for deposit, difference in zip(given, loaded.differences, strict=False) if not difference.by_hand
        ]
        follow(archive, loaded, {deposit.content.source.id: deposit.content for deposit in whole})
    except (UnavailableError, DamagedError) as error:
        say(f"onrecord: loaded, but the index is not up to it: {error}")


def tidy_index(archive: Archive, loaded: Loaded) -> None:
    """Press small segments of the index together, when there are many; what fails leaves them as they are."""
    try:
        compact(archive, loaded.generation)
    except (UnavailableError, DamagedError) as error:
        say(f"onrecord: loaded, but the index could not be made smaller: {error}")


def deposits(items: Sequence[Item]) -> list[Deposit]:
    """Return what was read as a load takes it."""
    return [Deposit(item.read.content, item.read.text) for item in items]


def _found(golds: Sequence[Gold], reading: Reading) -> Iterator[Annotated]:
    """Yield what is found in the texts of `golds`, each read as of its own day."""
    from loaders.article.reading import read_articles
    from loaders.article.written import written
    from loaders.evaluation_files import as_annotated

    asked = [(gold.text, Options(published=gold.annotated.doc.published)) for gold in golds]
    for found in read_articles(asked, reading):
        yield as_annotated(written(found.text, found.described, found.extraction))


def _address(options: argparse.Namespace) -> str | None:
    if options.url and not is_address(options.url.split("#")[0]):
        raise UsageError(f"--url is {options.url!r}: expected an address such as https://news.example/1")
    return str(options.url) if options.url else None


def _reading(options: argparse.Namespace) -> Reading:
    model = None if options.extractor == "rules" else _model(options.settings)
    if options.extractor == "both" and model is None:
        raise UsageError("--extractor both: expected a language model, in ONRECORD_LLM_URL and ONRECORD_LLM_MODEL")
    return Reading(getattr(options, "jobs", 1), options.seconds, model)


def _model(settings: Settings) -> LanguageModel | None:
    """Return the language model that is configured, if one is."""
    if not settings.llm_url:
        return None
    from loaders.article.llm import Endpoint, LanguageModel

    if not settings.llm_model:
        raise UsageError("ONRECORD_LLM_URL is set and ONRECORD_LLM_MODEL is not: expected which model to ask there")
    endpoint = Endpoint(
        base_url=settings.llm_url, model=settings.llm_model, key=settings.llm_key, cache=settings.llm_cache
    )
    return LanguageModel(endpoint)


def _progress(documents: Sequence[Document]) -> Iterator[Document]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(documents, description="reading")


def _report(options: argparse.Namespace, archive: Archive, items: Sequence[Item], loaded: Loaded) -> None:
    generation = loaded.generation.number
    changed = generation != loaded.before.number
    done = list(zip(items, loaded.differences, strict=True))
    _say_odd(options, items)
    for difference in loaded.differences:
        for line in of_hands(difference):
            say(line)
    lines = [as_line(item, difference) for item, difference in done]
    lines.append(f"{'published' if changed else 'unchanged:'} generation {generation} in {archive.root}")
    found: dict[str, Any] = {"generation": generation, "changed": changed, "sources": [as_object(*p) for p in done]}
    answer(options, found, "\n".join(lines))


def _say_odd(options: argparse.Namespace, items: Sequence[Item]) -> None:
    told = oddities(items)
    for line in told if options.json else told[:_SHOWN_REFUSALS]:
        say(line)
    if not options.json and len(told) > _SHOWN_REFUSALS:
        say(f"… and {len(told) - _SHOWN_REFUSALS} more: --json lists them all")
