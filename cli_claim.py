"""`onrecord claim`: claims that somebody adds by hand, lists, or takes back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import structs

from cli_decisions import who
from cli_load import bring_index, now, open_or_make, tidy_index
from cli_output import UsageError, answer, say
from graph.archive import Archive, Deposit, open_archive
from graph.calendar_days import written
from graph.codec import Content, to_absolute, to_stored
from graph.decisions import Ruling, check_words, read_decisions
from graph.errors import InvalidInputError, LoadError, NotFoundError
from graph.history import Hand
from graph.ids import ClaimId, KindId, SourceId, is_address
from graph.indexed import open_view
from graph.model import DerivationKind, Duration, Iri, Quantity, Ref, Text, Time, written_quantity
from graph.names import printable
from graph.profiles import labels
from graph.vocabulary import vocabulary
from loaders import Options, read_document
from loaders.annotation_file import parse_annotations
from loaders.batch import open_document
from loaders.by_hand import LOCAL, PUBLISHER, NewClaim, NewEntity, Sheet, enter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.archive import Generation
    from graph.model import Claim, Value
    from graph.view import View
    from loaders.by_hand import Entered

    Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_MOST_BYTES = 16 << 20
_SHOWN_WORDS = 200
_OF_SHEET = ("source", "text", "title", "publisher", "published", "url", "language")
_OF_CLAIM = ("certainty", "stance", "asserted_on", "valid", "wording", "origin", "derivation", "method")


class _Target(NamedTuple):
    """What a sheet is about: the source, with what it says by now and its text, and whether the graph has it."""

    content: Content
    text: str
    loaded: bool


def add_commands(command: Command) -> None:
    """Add the command to a parser, with what it does."""
    claim = command("claim", _list, "add claims by hand, list those that were, or take them back")
    actions = claim.add_subparsers(metavar="ACTION", required=True)

    def action(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        added.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the data directory")
        added.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer as one JSON object")
        added.set_defaults(run=run)
        return added

    _add_add(action("add", _add, "add claims, each with the words that it stands on"))
    listed = action("list", _list, "list the claims that were added by hand")
    listed.add_argument("--source", metavar="ID", help="those of this source")
    removed = action("remove", _remove, "take back claims that were added by hand; older generations keep them")
    removed.add_argument("claims", nargs="+", metavar="CLAIM", help="the IRI of a claim")
    removed.add_argument("--by", metavar="NAME", help="who takes them back; default: who runs the command")


def _add_add(added: argparse.ArgumentParser) -> None:
    added.add_argument("file", nargs="?", metavar="FILE|-", help="a sheet of claims, as JSON; else give the options")
    added.add_argument("--source", metavar="ID", help="the source whose words these are")
    added.add_argument("--subject", metavar="ENTITY", help="of whom or what: IRI, SCHEME:VALUE or whole name")
    added.add_argument("--subject-kind", metavar="KIND", help="the subject is new to the graph, and of this kind")
    added.add_argument("--property", metavar="NAME", help="what is said: sibling, birthDate, …")
    added.add_argument(
        "--value", metavar="VALUE", help="entity, words, number, EDTF or duration, as the property has it"
    )
    added.add_argument("--value-kind", metavar="KIND", help="the value is an entity that is new to the graph")
    added.add_argument("--quote", action="append", metavar="WORDS", help="the very words; may be repeated")
    added.add_argument("--at", action="append", type=int, metavar="N", help="where they begin, if they stand twice")
    added.add_argument("--claimant", default=PUBLISHER, metavar="ENTITY", help="who says it; default: the publisher")
    added.add_argument("--certainty", default="asserted", metavar="WORD", help="asserted, alleged, possible, negated")
    added.add_argument("--stance", metavar="WORD", help="asserts, reports, alleges, denies, predicts, demands, doubts")
    added.add_argument("--asserted-on", metavar="D", help="when it was said, as EDTF")
    added.add_argument("--valid", metavar="D", help="when it holds, as EDTF")
    added.add_argument("--wording", metavar="WORDS", help="how the source writes the date or number")
    added.add_argument("--origin", metavar="CLAIM", help="the claim that it repeats")
    kinds = ", ".join(kind.lower() for kind in DerivationKind)
    added.add_argument("--derivation", metavar="WORD", help=f"how it comes from the words: {kinds}")
    added.add_argument("--method", metavar="TEXT", help="and by which reasoning")
    added.add_argument("--by", metavar="NAME", help="who adds it; default: who runs the command")
    added.add_argument("--text", metavar="FILE", help="the text of a source that is new, as .txt; and of it:")
    added.add_argument("--title", metavar="TEXT", help="its title")
    added.add_argument("--publisher", metavar="NAME", help="who published it")
    added.add_argument("--published", metavar="D", help="the day of publication, as EDTF")
    added.add_argument("--url", metavar="URL", help="its address")
    added.add_argument("--language", metavar="TAG", help="its language, as en")


# ---------------------------------------------------------------------- add


def _add(options: argparse.Namespace) -> int:
    sheets = _sheets(options)
    by = who(options)
    check_words(Ruling(by))
    archive = open_or_make(options.data) if any(sheet.text for sheet in sheets) else open_archive(options.data)
    generation = archive.current()
    view = open_view(archive, generation, read_decisions(archive))
    targets = [_target(sheet, archive, generation) for sheet in sheets]
    entered = [enter(sheet, view, target.content, target.text) for sheet, target in zip(sheets, targets, strict=True)]
    refused = [each for one in entered for each in one.refused]
    for each in refused:
        say(printable(f"refused {each.place}: {each.reason}"))
    if refused:
        say(f"onrecord: {len(refused)} refused, nothing was added")
        return 1
    at = now()
    deposits = [_deposit(target, one, Hand(by, at)) for target, one in zip(targets, entered, strict=True)]
    loaded = archive.load(deposits, at=at, onto=generation)
    bring_index(archive, loaded)
    tidy_index(archive, loaded)
    _tell(options, archive, loaded.generation, entered)
    return 0


def _sheets(options: argparse.Namespace) -> list[Sheet]:
    named = [name for name in ("subject", "property", "value", "quote") if getattr(options, name) is None]
    if options.file is None:
        if named:
            raise UsageError(f"no --{', no --'.join(named)}: expected them, or a FILE of claims")
        return [_sheet_of(options)]
    given = [name for name in ("source", "subject", "property", "value", "quote", "text") if getattr(options, name)]
    if given:
        raise UsageError(f"--{given[0]} beside a file: expected the file to say it")
    try:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1) if options.file == "-" else _bytes(Path(options.file))
    except OSError as cause:
        raise UsageError(f"{options.file} cannot be read: {cause.strerror}") from cause
    if len(content) > _MOST_BYTES:
        raise LoadError(options.file, f"it is too long: expected at most {_MOST_BYTES} bytes")
    try:
        found = msgspec.json.decode(content, type=Sheet | list[Sheet])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise LoadError(options.file, f"it is no sheet of claims: {cause}") from cause
    sheets = found if isinstance(found, list) else [found]
    folder = Path() if options.file == "-" else Path(options.file).parent
    return [structs.replace(each, text=_beside(folder, each.text)) if each.text else each for each in sheets]


def _beside(folder: Path, text: str) -> str:
    """Return where the text of a sheet lies: beside it or below, since a sheet may be somebody else's.

    Raises:
        LoadError: it lies elsewhere.
    """
    path = folder / text
    if "\0" in text or not path.resolve().is_relative_to(folder.resolve()):
        raise LoadError(text, "a sheet names a text outside its folder: expected one beside the sheet or below")
    return str(path)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def _sheet_of(options: argparse.Namespace) -> Sheet:
    """Return the one claim that the options say as a sheet."""
    quotes, entities = tuple(options.quote), []
    at = tuple(options.at) if options.at else None
    said = {"subject": options.subject, "value": options.value}
    for name, kind in (("subject", options.subject_kind), ("value", options.value_kind)):
        if kind is not None:
            called, first = said[name], at[0] if at else None
            said[name] = f"{LOCAL}{' '.join(called.casefold().split())}"
            entities.append(NewEntity(id=said[name], kind=kind, name=called, quote=quotes[0], at=first))
    claim = NewClaim(
        subject=said["subject"],
        property=options.property,
        value=said["value"],
        quote=quotes,
        at=at,
        claimant=options.claimant,
        **{name: getattr(options, name) for name in _OF_CLAIM},
    )
    return Sheet(entities=tuple(entities), claims=(claim,), **{name: getattr(options, name) for name in _OF_SHEET})


def _target(sheet: Sheet, archive: Archive, generation: Generation) -> _Target:
    """Return the source of `sheet`: one that the graph has, or a new one from its text.

    Raises:
        InvalidInputError: neither is said.
        NotFoundError: the graph has none of this id.
        LoadError: the text cannot be read, or the graph has another text of this source.
    """
    if sheet.text is None:
        if sheet.source is None:
            raise InvalidInputError("whose words are these? expected the id of a source, or the text of a new one")
        stored = archive.stored(generation, SourceId(sheet.source))
        if stored.text is None:
            raise InvalidInputError(f"{sheet.source} has no stored text: expected a source whose words can be quoted")
        return _Target(stored.content, stored.text, loaded=True)
    if sheet.url and not is_address(sheet.url.split("#")[0]):
        raise UsageError(f"the address is {sheet.url!r}: expected one such as https://news.example/1")
    document = open_document(Path(sheet.text), sheet.source)
    doc = {name: getattr(sheet, name) for name in ("title", "publisher", "published", "url", "language")}
    asked = {"doc": {name: value for name, value in doc.items() if value}, "entities": [], "claims": []}
    annotations = parse_annotations(sheet.text, msgspec.json.encode(asked))
    read = read_document(document, Options(annotations=annotations))
    source = read.content.source
    if source.id not in generation.sources:
        return _Target(
            Content(structs.replace(source, loader="by hand"), read.content.claims), document.text, loaded=False
        )
    stored = archive.stored(generation, source.id)
    if stored.text != document.text:
        raise LoadError(sheet.text, f"the graph has another text of {source.id}: quote that, or load this one first")
    return _Target(stored.content, document.text, loaded=True)


def _deposit(target: _Target, entered: Entered, hand: Hand) -> Deposit:
    content = target.content._replace(claims=[*target.content.claims, *entered.added])
    # who is new is told of by hand too, so that the loader of its text leaves it there
    by_hand = entered.added if target.loaded else content.claims
    return Deposit(content, target.text.encode(), dict.fromkeys((claim.id for claim in by_hand), hand))


def _tell(options: argparse.Namespace, archive: Archive, generation: Generation, entered: Sequence[Entered]) -> None:
    view = open_view(archive, generation, read_decisions(archive))
    added = [claim for one in entered for claim in one.added]
    known = [claim for one in entered for claim in one.known]
    found = {
        "generation": generation.number,
        "added": [_as_object(view, claim, line) for claim, line in zip(added, _lines(view, added), strict=True)],
        "known": [to_absolute(claim.id, view.base) for claim in known],
    }
    lines = [f"added {line}" for line in _lines(view, added)] + [f"known {line}" for line in _lines(view, known)]
    answer(options, found, "\n".join(map(printable, [*lines, f"generation {generation.number} in {archive.root}"])))


# ---------------------------------------------------------------------- list, remove


def _list(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    generation = archive.current()
    view = open_view(archive, generation, read_decisions(archive))
    wanted = [SourceId(options.source)] if options.source else sorted(generation.sources)
    found = [(claim, hand) for source in wanted for claim, hand in archive.by_hand(generation, source)]
    lines = _lines(view, [claim for claim, _ in found])
    shown = [
        _as_object(view, claim, line) | {"by": hand.by, "at": written(hand.at)}
        for (claim, hand), line in zip(found, lines, strict=True)
    ]
    told = [f"{written(hand.at)}  {hand.by}  {line}" for (_, hand), line in zip(found, lines, strict=True)]
    answer(options, {"claims": shown}, "\n".join(map(printable, told)) or "no claim was added by hand")
    return 0


def _remove(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    by = who(options)
    check_words(Ruling(by))
    generation = archive.current()
    asked = list(dict.fromkeys(ClaimId(to_stored(given, archive.base)) for given in options.claims))
    sources: dict[SourceId, list[ClaimId]] = {}
    for source in generation.sources:
        there = [claim.id for claim, _ in archive.by_hand(generation, source) if claim.id in asked]
        sources |= {source: there} if there else {}
    missing = set(asked) - {claim for claims in sources.values() for claim in claims}
    if missing:
        listed = ", ".join(to_absolute(claim, archive.base) for claim in sorted(missing))
        raise NotFoundError(f"no claim that was added by hand is {listed}: see onrecord claim list")
    deposits = [_without(archive, generation, source, claims, by) for source, claims in sources.items()]
    loaded = archive.load(deposits, at=now(), onto=generation)
    bring_index(archive, loaded)
    tidy_index(archive, loaded)
    found = {"generation": loaded.generation.number, "removed": [to_absolute(each, archive.base) for each in asked]}
    answer(options, found, f"took back {len(asked)} claims: generation {loaded.generation.number}")
    return 0


def _without(archive: Archive, generation: Generation, source: SourceId, claims: Sequence[ClaimId], by: str) -> Deposit:
    stored = archive.stored(generation, source)
    left = [claim for claim in stored.content.claims if claim.id not in claims]
    text = stored.text.encode() if stored.text is not None else None
    return Deposit(stored.content._replace(claims=left), text, taken_back=dict.fromkeys(claims, by))


# ---------------------------------------------------------------------- in words


def _lines(view: View, claims: Sequence[Claim]) -> list[str]:
    """Return each claim in a line: what is said, who says it, the words, and where they stand."""
    named = [e for claim in claims for e in (claim.subject, claim.claimant)]
    named += [claim.value.entity for claim in claims if isinstance(claim.value, Ref)]
    ids = list(dict.fromkeys(named))
    called = dict(zip(ids, labels(view, ids), strict=True))
    return [
        f"{called[claim.subject]} – {vocabulary().properties[claim.property].label} –"
        f" {called[claim.value.entity] if isinstance(claim.value, Ref) else _words(claim.value)}"
        f" ({claim.certainty.lower()}, {called[claim.claimant]}):"
        f" “{claim.evidence[0].exact[:_SHOWN_WORDS]}” <{to_absolute(claim.id, view.base)}>"
        for claim in claims
    ]


def _words(value: Value) -> str:
    match value:
        case Text(text=words) | Time(edtf=words) | Duration(duration=words):
            return words
        case Quantity():
            return written_quantity(value)
        case Iri():
            kind = vocabulary().kinds.get(KindId(value.iri))
            return kind.label if kind else value.iri
        case _:
            return "unknown"


def _as_object(view: View, claim: Claim, line: str) -> dict[str, Any]:
    evidence = [{"place": msgspec.to_builtins(piece.place), "exact": piece.exact} for piece in claim.evidence]
    return {"iri": to_absolute(claim.id, view.base), "source": claim.source, "claim": line, "evidence": evidence}
