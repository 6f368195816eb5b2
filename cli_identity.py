"""The commands about who is whom: `resolve` walks through candidates, `decide` rules on two, `decisions` is the log."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli_load import now
from cli_output import UsageError, answer, say
from graph.archive import open_archive
from graph.calendar_days import written
from graph.codec import to_absolute
from graph.decisions import Judgement, Ruling, check_words, decide, pair_of, read_decisions
from graph.errors import InvalidInputError, LoadError
from graph.event_proposals import event_proposals, together
from graph.identity import Clusters, check_judgements
from graph.indexed import open_view
from graph.judgement_files import FORMATS, ONRECORD, exported, imported
from graph.model import Text
from graph.names import printable
from graph.profiles import identifiers, kinds, labels, names
from graph.proposals import proposals
from graph.search import by_reference
from graph.vocabulary import ALIAS, NAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.archive import Archive
    from graph.decisions import Decision, Decisions, Pair
    from graph.ids import EntityId
    from graph.profiles import Claimed
    from graph.proposals import Proposal
    from graph.view import View

    Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_KEYS = {"y": Judgement.SAME, "n": Judgement.NOT_SAME, "u": Judgement.UNSURE}
_HELP = "y same · n not the same · u nobody can tell · s skip · b take the last one back · q stop"
_WORDS = {judgement.value.lower().replace("_", "-"): judgement for judgement in Judgement}
_SHOWN_NAMES = 6
_MOST_BYTES = 64 << 20


def add_commands(command: Command) -> None:
    """Add the commands to a parser, with their options."""
    added = command("resolve", _resolve, "walk through records that may be one entity, one key each")
    _add_by(added)
    added.add_argument("--about", metavar="ENTITY", help="only what may be one with this: IRI, SCHEME:VALUE or name")
    added.add_argument("--list", action="store_true", help="list the candidates and decide nothing")
    added = command("decide", _decide, "rule that two records are one entity, or are not")
    added.add_argument("one", metavar="ENTITY", help="an IRI, an identifier such as wikidata:Q184, or a whole name")
    added.add_argument("other", metavar="ENTITY")
    added.add_argument("judgement", choices=list(_WORDS))
    _add_by(added)
    added.add_argument("--reason", metavar="TEXT", help="why")
    added = command("decisions", _decisions, "list what was decided; undo, export or import decisions")
    one_of = added.add_mutually_exclusive_group()
    one_of.add_argument("--undo", type=int, metavar="NUMBER", help="take a decision back")
    one_of.add_argument("--export", metavar="FILE|-", help="write the judgements that stand")
    one_of.add_argument("--import", metavar="FILE", dest="given", help="take up the judgements of a file, all or none")
    added.add_argument("--format", choices=FORMATS, default=ONRECORD, help="of --export and --import; %(default)s")
    _add_by(added)
    added.add_argument("--reason", metavar="TEXT", help="why it is undone")


def _add_by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="NAME", help="who decides; default: who runs the command")


def _who(options: argparse.Namespace) -> str:
    if options.by is not None:
        return str(options.by)
    try:
        return getpass.getuser()
    except (OSError, KeyError) as cause:
        raise UsageError("nobody knows who decides: expected --by NAME") from cause


# ---------------------------------------------------------------------- decide, decisions


def _decide(options: argparse.Namespace) -> int:
    archive, view, _ = _opened(options)
    judgement = _WORDS[options.judgement]
    ruling = Ruling(_who(options), _pair(archive, view, options), judgement, reason=options.reason)
    made = decide(archive, [ruling], at=now(), check=check_judgements).made[-1]
    words = printable(_in_words(_undecided(archive), [made])[0])
    answer(options, _as_object(view, made, set()), f"decision {made.number}: {words}")
    return 0


def _pair(archive: Archive, view: View, options: argparse.Namespace) -> Pair:
    """Return whom a ruling is about; of two that were decided to be one, the records that they are asked by."""
    one, other = (by_reference(view, asked) for asked in (options.one, options.other))
    if one == other and options.one != options.other:
        records = _undecided(archive)
        one, other = (by_reference(records, asked) for asked in (options.one, options.other))
    return pair_of(one, other)


def _undecided(archive: Archive) -> View:
    """Return the graph as it is before anything was decided: each record by its own name."""
    return open_view(archive, archive.current())


def _decisions(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    # records, rather than what was made of them
    before, view = read_decisions(archive), _undecided(archive)
    if options.undo is not None:
        ruling = Ruling(_who(options), undoes=options.undo, reason=options.reason)
        made = decide(archive, [ruling], at=now(), check=check_judgements).made[-1]
        answer(options, _as_object(view, made, set()), f"decision {made.number} takes back decision {options.undo}")
        return 0
    if options.export is not None:
        _export(options, view, before)
        return 0
    if options.given is not None:
        return _import(options, archive, view, before)
    standing = {decision.number for decision in before.standing}
    told = _in_words(view, before.made)
    lines = [
        f"{made.number:>5}  {written(made.at)}  {made.by}  {words}{'' if _stands(made, standing) else '  (undone)'}"
        for made, words in zip(before.made, told, strict=True)
    ]
    found = {"decisions": [_as_object(view, made, standing) for made in before.made]}
    answer(options, found, printable_lines(lines) or "nothing has been decided")
    return 0


def _stands(made: Decision, standing: set[int]) -> bool:
    return made.undoes is not None or made.number in standing


def _export(options: argparse.Namespace, view: View, decisions: Decisions) -> None:
    content = b"".join(exported(view, decisions, options.format))
    if options.export == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(options.export).write_bytes(content)
    except OSError as cause:
        raise UsageError(f"{options.export} cannot be written: {cause.strerror}") from cause
    say(f"wrote {len(content.splitlines())} judgements to {options.export}")


def _import(options: argparse.Namespace, archive: Archive, view: View, before: Decisions) -> int:
    path = Path(options.given)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as cause:
        raise UsageError(f"{path} cannot be read: {cause.strerror}") from cause
    if len(content) > _MOST_BYTES:
        raise LoadError(path.name, f"it is too long: expected at most {_MOST_BYTES} bytes")
    found = imported(view, content, options.format, _who(options))
    words = _last_words(found.rulings)
    fresh = [ruling for ruling in words if not _is_known(ruling, before)]
    after = decide(archive, fresh, at=now(), check=check_judgements) if fresh else before
    for number, reason in found.left_out:
        say(f"{path.name}: line {number}: left out: {printable(reason)}")
    known = len(words) - len(fresh)
    told = {"added": len(fresh), "known": known, "leftOut": len(found.left_out), "decisions": len(after.made)}
    answer(options, told, f"{len(fresh)} decisions added, {known} were known, {len(found.left_out)} lines left out")
    return 0


def _last_words(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the last ruling on each pair, in their order: what was said before it is replaced."""
    last: dict[Pair | None, Ruling] = {}
    for ruling in rulings:
        last.pop(ruling.pair, None)
        last[ruling.pair] = ruling
    return list(last.values())


def _is_known(ruling: Ruling, before: Decisions) -> bool:
    known = before.judgements.get(ruling.pair) if ruling.pair else None
    return known is not None and known.judgement is ruling.judgement


def _in_words(view: View, made: Sequence[Decision]) -> list[str]:
    entities = sorted({entity for decision in made for entity in decision.pair or ()})
    called = dict(zip(entities, labels(view, entities), strict=True))
    shown = {entity: f"{label} <{to_absolute(entity, view.base)}>" for entity, label in called.items()}
    return [_words_of(decision, shown) for decision in made]


def _words_of(made: Decision, shown: dict[EntityId, str]) -> str:
    if made.pair is None:
        words = f"takes back decision {made.undoes}"
    else:
        one, other = (shown[entity] for entity in made.pair)
        words = f"{made.judgement}: {one} and {other}"
    return f"{words} ({made.reason})" if made.reason else words


def _as_object(view: View, made: Decision, standing: set[int]) -> dict[str, Any]:
    pair = [to_absolute(entity, view.base) for entity in made.pair] if made.pair else None
    found = {"number": made.number, "at": written(made.at), "by": made.by, "judgement": made.judgement, "pair": pair}
    return found | {"undoes": made.undoes, "reason": made.reason, "stands": not standing or _stands(made, standing)}


# ---------------------------------------------------------------------- resolve


def _resolve(options: argparse.Namespace) -> int:
    archive, view, decisions = _opened(options)
    about = None if options.about is None else [view.identity.of(by_reference(view, options.about))]
    found = together(list(proposals(view, about)), [each for each in event_proposals(view) if _is_about(each, about)])
    judged = {tuple(sorted(map(view.identity.of, pair))) for pair in decisions.judgements}
    waiting = _across_first(view, [each for each in found if (each.one, each.other) not in judged])
    if options.list or options.json:
        lists = [_shown(view, each) for each in waiting]
        answer(
            options,
            {"candidates": [_proposal_object(view, each) for each in waiting]},
            printable_lines([line for lines in lists for line in [*lines, ""]]) or "no candidates",
        )
        return 0
    say(f"{len(waiting)} {'candidate' if len(waiting) == 1 else 'candidates'}\n{_HELP}")
    decided = _walk(archive, view, waiting, _who(options))
    say(f"{decided} {'decision' if decided == 1 else 'decisions'} made")
    return 0


def _across_first(view: View, found: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals, those of records that no source has both of first: that is what nobody could tell before."""
    entities = sorted({entity for each in found for entity in (each.one, each.other)})
    sources = {
        entity: {claim.source for claim in claims}
        for entity, claims in zip(entities, view.about(entities, {NAME, ALIAS, TYPE}), strict=True)
    }
    return sorted(found, key=lambda each: bool(sources[each.one] & sources[each.other]))


def _walk(archive: Archive, view: View, waiting: Sequence[Proposal], by: str) -> int:
    """Ask about each of `waiting`, write down each answer at once, and return how many decisions stand."""
    check_words(Ruling(by))
    made: list[int] = []
    place = 0
    asked: list[int] = []
    while place < len(waiting):
        each = waiting[place]
        clusters = Clusters(read_decisions(archive))
        if clusters.leader(each.one) == clusters.leader(each.other):
            place += 1
            continue
        say("\n" + printable_lines([f"{place + 1} of {len(waiting)}", *_shown(view, each)]))
        key = _key()
        if key == "q":
            break
        if key == "b" and made:
            decide(archive, [Ruling(by, undoes=made.pop())], at=now(), check=check_judgements)
            place = asked.pop()
        elif key in _KEYS:
            ruling = Ruling(by, pair_of(each.one, each.other), _KEYS[key])
            try:
                made.append(decide(archive, [ruling], at=now(), check=check_judgements).made[-1].number)
            except InvalidInputError as error:
                say(printable(str(error)))
                continue
            asked.append(place)
            place += 1
        elif key == "s":
            place += 1
        else:
            say(_HELP)
    return len(made)


def _key() -> str:
    """Return the next key, of a terminal without waiting for the line to end; q where there is no more."""
    if sys.stdin is None:
        return "q"
    try:
        return _key_of_terminal() if sys.stdin.isatty() else _key_of_line()
    except UnicodeDecodeError as cause:
        raise UsageError("standard input is not UTF-8") from cause


def _key_of_line() -> str:
    _prompt()
    line = sys.stdin.readline()
    return line.strip()[:1].lower() if line else "q"


def _key_of_terminal() -> str:
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        # asked for when it is listened to: what was typed before is forgotten, it was about something else
        tty.setcbreak(terminal)
        _prompt()
        key = sys.stdin.read(1)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    say(printable(key))
    return key.lower() if key else "q"


def _prompt() -> None:
    sys.stderr.write("> ")
    sys.stderr.flush()


def _is_about(proposal: Proposal, about: Sequence[EntityId] | None) -> bool:
    return about is None or proposal.one in about or proposal.other in about


def _shown(view: View, proposal: Proposal) -> list[str]:
    """Return a candidate in lines: how alike, why, and what is known of both."""
    why = "; ".join(f"{each.name} {each.score:+.2f} ({each.detail})" for each in proposal.features)
    return [f"{proposal.score:.2f}  {why}", *_about(view, proposal.one), *_about(view, proposal.other)]


def _about(view: View, entity: EntityId) -> Iterator[str]:
    label, found, said = labels(view, [entity])[0], kinds(view, [entity])[0], names(view, [entity])[0]
    ids = identifiers(view, [entity])[0]
    claims = view.about([entity])[0]
    sources = sorted({claim.source for claim in claims})
    others = [text for text in map(_text, said) if text != label][:_SHOWN_NAMES]
    yield f"  {label} <{to_absolute(entity, view.base)}>"
    known = [", ".join(kind.label for kind in found), "also " + "; ".join(others) if others else ""]
    known += [", ".join(map(_text, ids)), f"{len(claims)} claims of {', '.join(sources)}"]
    yield "    " + " · ".join(part for part in known if part)


def _text(claimed: Claimed) -> str:
    return claimed.value.text if isinstance(claimed.value, Text) else ""


def _proposal_object(view: View, proposal: Proposal) -> dict[str, Any]:
    one, other = (to_absolute(entity, view.base) for entity in (proposal.one, proposal.other))
    called = labels(view, [proposal.one, proposal.other])
    features = [{"name": each.name, "score": each.score, "detail": each.detail} for each in proposal.features]
    return {"one": one, "other": other, "names": called, "score": proposal.score, "features": features}


# ---------------------------------------------------------------------- what the commands share


def printable_lines(lines: Sequence[str]) -> str:
    """Return `lines` for a terminal."""
    return "\n".join(map(printable, lines))


def _opened(options: argparse.Namespace) -> tuple[Archive, View, Decisions]:
    archive = open_archive(options.data)
    decisions = read_decisions(archive)
    return archive, open_view(archive, archive.current(), decisions), decisions
