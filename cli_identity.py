"""The command about who is whom: `resolve` walks through candidates."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from cli_decisions import add_by, opened, printable_lines, who
from cli_load import now
from cli_output import UsageError, answer, say
from graph.codec import to_absolute
from graph.decisions import Judgement, Ruling, Verdict, check_words, decide, pair_of, read_decisions
from graph.errors import InvalidInputError
from graph.event_proposals import event_proposals, together
from graph.identity import Clusters, check_judgements
from graph.model import Text
from graph.names import printable
from graph.profiles import identifiers, kinds, labels, names
from graph.proposals import proposals
from graph.search import by_reference
from graph.vocabulary import ALIAS, NAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.archive import Archive
    from graph.ids import EntityId
    from graph.profiles import Claimed
    from graph.proposals import Proposal
    from graph.view import View

    Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_KEYS = {"y": Judgement.SAME, "n": Judgement.NOT_SAME, "u": Judgement.UNSURE}
_HELP = "y same · n not the same · u nobody can tell · s skip · b take the last one back · q stop"
_VERDICTS = {verdict.value.lower(): verdict for verdict in Verdict}
_WORDS = {judgement.value.lower().replace("_", "-"): judgement for judgement in Judgement}
_SHOWN_NAMES = 6
_MOST_BYTES = 64 << 20


def add_commands(command: Command) -> None:
    """Add the command to a parser, with its options."""
    added = command("resolve", _resolve, "walk through records that may be one entity, one key each")
    add_by(added)
    added.add_argument("--about", metavar="ENTITY", help="only what may be one with this: IRI, SCHEME:VALUE or name")
    added.add_argument("--list", action="store_true", help="list the candidates and decide nothing")


# ---------------------------------------------------------------------- resolve


def _resolve(options: argparse.Namespace) -> int:
    archive, view, decisions = opened(options)
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
    decided = _walk(archive, view, waiting, who(options))
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
