"""What people ruled, in the order they did: an append-only log in which each line holds the digest of the one before.

    decisions.jsonl     {"number":1,"at":…,"by":"anna","judgement":"SAME","pair":[…,…],"previous":"000…"}

A decision costs one line and never builds a generation. None is ever removed: to undo one is a decision too. What a
writer that died left of a line, or of several that were to be written at once, does not count, and the next decision
writes over it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from graph.errors import DamagedError, InvalidInputError, NotFoundError
from graph.files import digest, disk_errors, one_at_a_time, sync_folder
from graph.ids import OWN, ClaimId, EntityId, check_iri

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.archive import Archive, Generation

MAX_BY, MAX_REASON = 200, 2_000
_FILE, _LOCK = "decisions.jsonl", "decisions.lock"
_FIRST = "0" * 64

Pair = tuple[EntityId, EntityId]
"""Two entities, the lesser id first."""
Check = Callable[["Decisions", "Decisions"], None]


class State(NamedTuple):
    """What a view shows: a generation, and how many decisions stand over it. Key of every cache and ETag."""

    generation: int
    decisions: int
    digest: str

    def __str__(self) -> str:
        return f"{self.generation}-{self.decisions}-{self.digest[:16]}"


class Judgement(StrEnum):
    """What a person says of two records: one entity, two, or that nobody can tell."""

    SAME = "SAME"
    NOT_SAME = "NOT_SAME"
    UNSURE = "UNSURE"


class Verdict(StrEnum):
    """What a person says of a claim: that it is accepted or rejected, or that it is preferred to others or not.

    NORMAL takes back a preference, whoever has it: a decision, or the source.
    """

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    PREFER = "PREFER"
    DEPRECATE = "DEPRECATE"
    NORMAL = "NORMAL"


class Ruling(NamedTuple):
    """A decision to be made: a judgement on a pair, a verdict on a claim, or, with `undoes`, that one taken back."""

    by: str
    pair: Pair | None = None
    judgement: Judgement | None = None
    undoes: int | None = None
    reason: str | None = None
    claim: ClaimId | None = None
    verdict: Verdict | None = None


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the log: who ruled what and when (seconds since 1970), numbered from 1.

    Of several that were made at once each has the number of the `last`.
    """

    number: int
    at: int
    by: str
    pair: Pair | None = None
    judgement: Judgement | None = None
    claim: ClaimId | None = None
    verdict: Verdict | None = None
    undoes: int | None = None
    reason: str | None = None
    last: int | None = None
    previous: str


class Decisions:
    """A log as far as it was read: its decisions, the digest of its last line, its length in bytes."""

    def __init__(self, made: tuple[Decision, ...] = (), head: str = _FIRST, size: int = 0) -> None:
        self.made = made
        self.head = head
        self.size = size

    @cached_property
    def standing(self) -> list[Decision]:
        """The judgements and verdicts that nobody took back, in the order they were made."""
        undone: set[int] = set()
        kept = []
        for decision in reversed(self.made):
            if decision.number in undone:
                continue
            if decision.undoes is not None:
                undone.add(decision.undoes)
            else:
                kept.append(decision)
        return kept[::-1]

    @cached_property
    def judgements(self) -> dict[Pair, Decision]:
        """The last standing judgement on each pair."""
        return {decision.pair: decision for decision in self.standing if decision.pair}

    def until(self, at: int) -> Decisions:
        """Return what had been decided by the time `at`: all up to the last that was made by then."""
        return self.first(max((decision.number for decision in self.made if decision.at <= at), default=0))

    def first(self, count: int) -> Decisions:
        """Return the first `count` decisions, as the log was when it had no more.

        Raises:
            NotFoundError: there are fewer, or that one was made together with the next.
        """
        made = self.made[:count]
        if not 0 <= count <= len(self.made):
            raise NotFoundError(f"no decision {count}: there are {len(self.made)}")
        if made and made[-1].last not in {None, count}:
            raise NotFoundError(
                f"no state after decision {count}: it was made together with those up to {made[-1].last}"
            )
        head = self.made[count].previous if count < len(self.made) else self.head
        return Decisions(made, head)


NONE = Decisions()


def state_of(generation: Generation, decisions: Decisions) -> State:
    """Return the state of `generation` under `decisions`."""
    return named_state(generation.number, generation.digest, decisions)


def named_state(number: int, name: str, decisions: Decisions) -> State:
    """Return the state under `decisions` of generation `number`, whose digest is `name`."""
    made = len(decisions.made)
    named = f"{name} {decisions.head}".encode()
    return State(number, made, digest(named).sha256 if made else name)


def updated_at(generation: Generation, decisions: Decisions) -> int:
    """Return when the state of `generation` under `decisions` was published, in seconds since 1970."""
    return max(generation.created, *(decision.at for decision in decisions.made[-1:]), 0)


def pair_of(one: EntityId, other: EntityId) -> Pair:
    """Return two entities as a pair.

    Raises:
        InvalidInputError: they are one, or one is no entity's id.
    """
    if one == other:
        raise InvalidInputError(f"a decision is about two entities: {one} is given twice")
    for entity in (one, other):
        check_id(entity, "entity")
    return (one, other) if one < other else (other, one)


def check_id(text: str, kind: str) -> None:
    """Refuse what cannot be the id of an entity or a claim.

    Raises:
        InvalidIriError: it is none.
    """
    if not text.startswith(f"{OWN}{kind}/"):
        check_iri(text)


def path_of(archive: Archive) -> Path:
    """Return where the log lies."""
    return archive.root / _FILE


def read_decisions(archive: Archive, known: Decisions = NONE) -> Decisions:
    """Return the decisions of `archive`; what `known` has is not read again.

    Raises:
        DamagedError: a line is not what was written, or what was there is gone.
    """
    decisions, damages = whole_decisions(archive, known)
    if damages:
        raise damages[0]
    return decisions


def whole_decisions(archive: Archive, known: Decisions = NONE) -> tuple[Decisions, list[DamagedError]]:
    """Return the decisions up to the first line that is damaged, and that damage; where lines are gone, `known`."""
    path = path_of(archive)
    with disk_errors(path):
        size = path.stat().st_size if path.exists() else 0
        if size < known.size:
            gone = f"decisions that were there are gone: expected at least {known.size} bytes"
            return known, [DamagedError(str(path), gone)]
        if size == known.size:
            return known, []
        with path.open("rb") as file:
            file.seek(known.size)
            content = file.read()
    made, head, end = list(known.made), known.head, known.size
    whole = len(made), head, end
    damages = []
    for line in content[: content.rfind(b"\n") + 1].splitlines(keepends=True):
        try:
            made.append(_decoded(path, line, len(made) + 1, head))
        except DamagedError as damage:
            damages.append(damage)
            break
        head, end = digest(line).sha256, end + len(line)
        if made[-1].last in {None, len(made)}:
            whole = len(made), head, end
    count, head, end = whole
    return (Decisions(tuple(made[:count]), head, end) if end > known.size else known), damages


def decide(archive: Archive, rulings: Sequence[Ruling], *, at: int, check: Check | None = None) -> Decisions:
    """Write `rulings` down, all or none, on the disk before returning; return all decisions.

    `check` sees the decisions before and after, and raises where they must not be made; nobody decides meanwhile.

    Raises:
        InvalidInputError: a ruling says no name or too many words, or undoes what is undone.
        NotFoundError: there is no decision with the number that is to be undone.
        DamagedError: the log is not what was written.
        UnavailableError: the disk is full, or may not be written.
    """
    with one_at_a_time(archive.root / _LOCK):
        before = read_decisions(archive)
        made, head, lines = list(before.made), before.head, []
        last = len(made) + len(rulings) if len(rulings) > 1 else None
        for ruling in rulings:
            _check(ruling, made)
            decision = Decision(number=len(made) + 1, at=at, last=last, previous=head, **ruling._asdict())
            made.append(decision)
            lines.append(msgspec.json.encode(decision) + b"\n")
            head = digest(lines[-1]).sha256
        content = b"".join(lines)
        after = Decisions(tuple(made), head, before.size + len(content))
        if check:
            check(before, after)
        if content:
            _append(path_of(archive), before.size, content)
    return after


def verify(archive: Archive) -> list[DamagedError]:
    """Return what is damaged in the log; empty when all is well."""
    return whole_decisions(archive)[1]


def _decoded(path: Path, line: bytes, number: int, previous: str) -> Decision:
    try:
        decision = msgspec.json.decode(line, type=Decision)
    except (msgspec.DecodeError, RecursionError) as cause:
        raise DamagedError(str(path), f"line {number} is no decision") from cause
    if decision.number != number or decision.previous != previous:
        raise DamagedError(str(path), f"line {number} does not follow the line before it as that was written")
    if not _is_one(decision):
        raise DamagedError(str(path), f"line {number} is no decision")
    return decision


def _is_one(decision: Decision | Ruling) -> bool:
    """Say whether it is one decision, and whole."""
    about = (decision.pair, decision.claim, decision.undoes)
    whole = (decision.pair is None) == (decision.judgement is None)
    return (
        whole and (decision.claim is None) == (decision.verdict is None) and sum(one is not None for one in about) == 1
    )


def check_words(ruling: Ruling) -> None:
    """Refuse a ruling that does not say who makes it, or says too much.

    Raises:
        InvalidInputError: it does.
    """
    if not ruling.by.strip() or len(ruling.by) > MAX_BY:
        raise InvalidInputError(f"a decision says who made it: expected 1 to {MAX_BY} characters")
    if ruling.reason is not None and len(ruling.reason) > MAX_REASON:
        raise InvalidInputError(f"a reason has at most {MAX_REASON} characters: this has {len(ruling.reason)}")
    for text in (ruling.by, ruling.reason or ""):
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise InvalidInputError("a text holds half a character (a lone surrogate): expected Unicode")


def _check(ruling: Ruling, before: Sequence[Decision]) -> None:
    check_words(ruling)
    if not _is_one(ruling):
        raise InvalidInputError(
            "a decision is a judgement on two entities, a verdict on a claim, or undoes another decision"
        )
    if ruling.claim is not None:
        check_id(ruling.claim, "claim")
    if ruling.pair is not None and ruling.pair != pair_of(*ruling.pair):
        raise InvalidInputError("the entities of a decision stand in the order of their ids")
    if ruling.undoes is not None:
        if not 0 < ruling.undoes <= len(before):
            raise NotFoundError(f"no decision {ruling.undoes}: there are {len(before)}")
        if before[ruling.undoes - 1] not in Decisions(tuple(before)).standing:
            raise InvalidInputError(f"decision {ruling.undoes} cannot be undone: it is no decision that stands")


def _append(path: Path, size: int, content: bytes) -> None:
    """Put `content` after the first `size` bytes of `path`; what a writer that died left there is cut off."""
    with disk_errors(path):
        fresh = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            os.ftruncate(handle, size)
            with os.fdopen(os.dup(handle), "wb") as file:
                file.seek(size)
                file.write(content)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
        finally:
            os.close(handle)
        if fresh:
            sync_folder(path.parent)


__all__ = [
    "NONE",
    "Decision",
    "Decisions",
    "Judgement",
    "Pair",
    "Ruling",
    "State",
    "Verdict",
    "check_id",
    "check_words",
    "decide",
    "pair_of",
    "path_of",
    "read_decisions",
    "state_of",
    "updated_at",
    "verify",
    "whole_decisions",
]
