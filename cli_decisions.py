"""The commands about decisions: `decide` rules on two records or on claims, `decisions` is the log."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli_load import now
from cli_output import UsageError, answer, say
from graph.accounts import in_words
from graph.archive import open_archive
from graph.calendar_days import written
from graph.codec import to_absolute, to_stored
from graph.decisions import Judgement, Ruling, Verdict, decide, pair_of, read_decisions
from graph.errors import LoadError, NotFoundError
from graph.identity import check_judgements
from graph.ids import ClaimId, EntityId
from graph.indexed import open_view
from graph.judgement_files import FORMATS, ONRECORD, exported, imported
from graph.model import Ref
from graph.names import printable
from graph.profiles import labels
from graph.search import by_reference
from graph.verdicts import RANKS, STATUSES, ruled_by
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.archive import Archive
    from graph.decisions import Decision, Decisions, Pair
    from graph.model import Claim
    from graph.view import View

    Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_VERDICTS = {verdict.value.lower(): verdict for verdict in Verdict}
_WORDS = {judgement.value.lower().replace("_", "-"): judgement for judgement in Judgement}
_MOST_BYTES = 64 << 20


def add_commands(command: Command) -> None:
    """Add the commands to a parser, with their options."""
    added = command("decide", _decide, "rule that two records are one entity or not, or what a claim is worth")
    added.add_argument(
        "words",
        nargs="+",
        metavar="ENTITY ENTITY JUDGEMENT | VERDICT CLAIM",
        help="two entities, each by IRI, identifier such as wikidata:Q184 or whole name, and same, not-same or unsure;"
        " or accept, reject, prefer, deprecate or normal, and claims by IRI",
    )
    add_by(added)
    added.add_argument("--reason", metavar="TEXT", help="why")
    added = command("decisions", _decisions, "list what was decided; undo, export or import decisions")
    one_of = added.add_mutually_exclusive_group()
    one_of.add_argument("--undo", type=int, metavar="NUMBER", help="take a decision back")
    one_of.add_argument("--export", metavar="FILE|-", help="write the judgements that stand")
    one_of.add_argument("--import", metavar="FILE", dest="given", help="take up the judgements of a file, all or none")
    added.add_argument("--format", choices=FORMATS, default=ONRECORD, help="of --export and --import; %(default)s")
    add_by(added)
    added.add_argument("--reason", metavar="TEXT", help="why it is undone")


def add_by(parser: argparse.ArgumentParser) -> None:
    """Add the option that says who decides."""
    parser.add_argument("--by", metavar="NAME", help="who decides; default: who runs the command")


def who(options: argparse.Namespace) -> str:
    """Return who decides."""
    if options.by is not None:
        return str(options.by)
    try:
        return getpass.getuser()
    except (OSError, KeyError) as cause:
        raise UsageError("nobody knows who decides: expected --by NAME") from cause


# ---------------------------------------------------------------------- decide, decisions


def _decide(options: argparse.Namespace) -> int:
    archive, view, _ = opened(options)
    by, reason = who(options), options.reason
    match options.words:
        case [one, other, word] if word in _WORDS:
            rulings = [Ruling(by, _pair(archive, view, one, other), _WORDS[word], reason=reason)]
        case [word, *claims] if word in _VERDICTS and claims:
            rulings = [
                Ruling(by, reason=reason, claim=claim, verdict=_VERDICTS[word]) for claim in _claims(view, claims)
            ]
        case _:
            raise UsageError(
                f"expected two entities and {', '.join(_WORDS)}, or {', '.join(_VERDICTS)} and at least one claim"
            )
    after = decide(archive, rulings, at=now(), check=check_judgements)
    made = after.made[-len(rulings) :]
    told = _in_words(_undecided(archive), made)
    lines = [f"decision {one.number}: {words}" for one, words in zip(made, told, strict=True)]
    found = [_as_object(view, one, set()) for one in made]
    answer(options, found[0] if len(found) == 1 else {"decisions": found}, printable_lines(lines))
    return 0


def _claims(view: View, asked: Sequence[str]) -> list[ClaimId]:
    """Return the claims that are asked for by IRI, each once."""
    ids = list(dict.fromkeys(ClaimId(to_stored(text, view.base)) for text in asked))
    for claim, found in zip(ids, view.claims(ids), strict=True):
        if found is None:
            raise NotFoundError(f"no claim {claim}: expected the IRI of one, as in {view.base}claim/…")
    return ids


def _pair(archive: Archive, view: View, *asked: str) -> Pair:
    """Return whom a ruling is about; of two that were decided to be one, the records that they are asked by."""
    one, other = (by_reference(view, text) for text in asked)
    if one == other and len(set(asked)) > 1:
        records = _undecided(archive)
        one, other = (by_reference(records, text) for text in asked)
    return pair_of(one, other)


def _undecided(archive: Archive) -> View:
    """Return the graph as it is before anything was decided: each record by its own name."""
    return open_view(archive, archive.current())


def _decisions(options: argparse.Namespace) -> int:
    archive = open_archive(options.data)
    # records, rather than what was made of them
    before, view = read_decisions(archive), _undecided(archive)
    if options.undo is not None:
        ruling = Ruling(who(options), undoes=options.undo, reason=options.reason)
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
    say(f"wrote {len(content.splitlines())} decisions to {options.export}")


def _import(options: argparse.Namespace, archive: Archive, view: View, before: Decisions) -> int:
    path = Path(options.given)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as cause:
        raise UsageError(f"{path} cannot be read: {cause.strerror}") from cause
    if len(content) > _MOST_BYTES:
        raise LoadError(path.name, f"it is too long: expected at most {_MOST_BYTES} bytes")
    found = imported(view, content, options.format, who(options))
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
    """Return the last ruling on each pair, and on status and rank of each claim: what was said before is replaced."""
    last: dict[tuple[object, ...], Ruling] = {}
    for ruling in rulings:
        key = (ruling.pair, ruling.claim, ruling.verdict in STATUSES)
        last.pop(key, None)
        last[key] = ruling
    return list(last.values())


def _is_known(ruling: Ruling, before: Decisions) -> bool:
    if ruling.claim is not None and ruling.verdict is not None:
        state = STATUSES.get(ruling.verdict) or RANKS.get(ruling.verdict)
        return state in ruled_by(before).get(ruling.claim, ())
    known = before.judgements.get(ruling.pair) if ruling.pair else None
    return known is not None and known.judgement is ruling.judgement


def _ends(claim: Claim) -> set[EntityId]:
    return {claim.subject, claim.claimant} | ({claim.value.entity} if isinstance(claim.value, Ref) else set())


def _sentence(claim: Claim, called: Mapping[EntityId, str]) -> str:
    known = vocabulary().properties.get(claim.property)
    value = called[claim.value.entity] if isinstance(claim.value, Ref) else in_words(claim.value)
    label = known.label if known else claim.property
    return f"{called[claim.subject]} – {label} – {value}, says {called[claim.claimant]}"


def _in_words(view: View, made: Sequence[Decision]) -> list[str]:
    ids = sorted({decision.claim for decision in made if decision.claim})
    claims = [claim for claim in view.claims(ids) if claim is not None]
    entities = sorted({entity for decision in made for entity in decision.pair or ()}.union(*map(_ends, claims)))
    called = dict(zip(entities, labels(view, entities), strict=True))
    shown = {entity: f"{label} <{to_absolute(entity, view.base)}>" for entity, label in called.items()}
    said = {claim.id: f"{_sentence(claim, called)} <{to_absolute(claim.id, view.base)}>" for claim in claims}
    return [_words_of(decision, shown, said) for decision in made]


def _words_of(made: Decision, shown: Mapping[EntityId, str], said: Mapping[ClaimId, str]) -> str:
    if made.claim is not None:
        words = f"{made.verdict}: {said.get(made.claim, f'<{made.claim}>, which is not here')}"
    elif made.pair is None:
        words = f"takes back decision {made.undoes}"
    else:
        one, other = (shown[entity] for entity in made.pair)
        words = f"{made.judgement}: {one} and {other}"
    return f"{words} ({made.reason})" if made.reason else words


def _as_object(view: View, made: Decision, standing: set[int]) -> dict[str, Any]:
    pair = [to_absolute(entity, view.base) for entity in made.pair] if made.pair else None
    claim = to_absolute(made.claim, view.base) if made.claim else None
    found = {"number": made.number, "at": written(made.at), "by": made.by, "judgement": made.judgement, "pair": pair}
    found |= {"verdict": made.verdict, "claim": claim}
    return found | {"undoes": made.undoes, "reason": made.reason, "stands": not standing or _stands(made, standing)}


# ---------------------------------------------------------------------- what the commands share


def printable_lines(lines: Sequence[str]) -> str:
    """Return `lines` for a terminal."""
    return "\n".join(map(printable, lines))


def opened(options: argparse.Namespace) -> tuple[Archive, View, Decisions]:
    """Return the data directory, what it shows now, and what was decided."""
    archive = open_archive(options.data)
    decisions = read_decisions(archive)
    return archive, open_view(archive, archive.current(), decisions), decisions
