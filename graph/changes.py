"""What changed in the graph between two moments: claims taken up, told otherwise or let go, and what people ruled.

A claim that a newer version of its source still makes is no change, nor is one whose words merely stand elsewhere in
it. What a source says of itself (its title, its day) is no claim. Who becomes one by a rule is told by the claims that
the rule rests on.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from graph.decisions import Decision, Judgement, Verdict
from graph.errors import InvalidCursorError
from graph.paging import DEFAULT_PAGE, Key, cursor_of, key_in, page_size
from graph.states.moments import FOREVER, moments, states_around
from graph.states.turns import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.decisions import State
    from graph.ids import ClaimId, EntityId, SourceId
    from graph.model import Claim
    from graph.states import States
    from graph.states.annals import Turn
    from graph.states.moments import Moment
    from graph.view import View

_NAME = "changes"
_KEY_LENGTH = 5


class ChangeKind(StrEnum):
    """What became of a claim, or what a person ruled of two records or of a claim.

    UNSURE: that nobody can tell whether they are one. UNDONE: that a decision on them, or on it, no longer stands.
    NORMAL: that a claim is neither preferred nor deprecated.
    """

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    RETRACTED = "RETRACTED"
    MERGED = "MERGED"
    SPLIT = "SPLIT"
    UNSURE = "UNSURE"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    PREFERRED = "PREFERRED"
    DEPRECATED = "DEPRECATED"
    NORMAL = "NORMAL"
    UNDONE = "UNDONE"


_RULED: dict[Judgement | Verdict | None, ChangeKind] = {
    Judgement.SAME: ChangeKind.MERGED,
    Judgement.NOT_SAME: ChangeKind.SPLIT,
    Judgement.UNSURE: ChangeKind.UNSURE,
    Verdict.ACCEPT: ChangeKind.ACCEPTED,
    Verdict.REJECT: ChangeKind.REJECTED,
    Verdict.PREFER: ChangeKind.PREFERRED,
    Verdict.DEPRECATE: ChangeKind.DEPRECATED,
    Verdict.NORMAL: ChangeKind.NORMAL,
}


class Change(Struct, frozen=True, kw_only=True):
    """One change, since when it counts, and the states after and before it.

    Of a claim `telling` is how it is told: of one that was let go how it last was. `before` is how one that changed
    was told before. Of a ruling on two records these are `entity` and `other`; of one on a claim `ruled` is that claim
    as it is now, None when it is not here any more. `by` and `reason` say whose ruling it is and why.
    """

    at: int
    kind: ChangeKind
    state: State
    state_before: State
    telling: Telling | None = None
    before: Telling | None = None
    entity: EntityId | None = None
    other: EntityId | None = None
    ruled: Claim | None = None
    by: str | None = None
    reason: str | None = None

    @property
    def told_in(self) -> State:
        """The state in which the claim is told so: that before, where it was let go."""
        return self.state_before if self.kind is ChangeKind.RETRACTED else self.state

    @property
    def claim(self) -> Claim | None:
        """The claim that it is about."""
        return self.telling.claim if self.telling else self.ruled


class About(Struct, frozen=True, kw_only=True):
    """Which changes are wanted; None does not restrict.

    Those of claims with one of `entities` as subject or value and of rulings on them or on such claims, or of one claim
    of one source and of rulings on it.
    """

    entities: frozenset[EntityId] | None = None
    claim: ClaimId | None = None
    source: SourceId | None = None


ANYTHING = About()


class Asked(NamedTuple):
    """A page of changes that is wanted: after `since` and not after `until`, at most `seconds` long looked for."""

    since: int = -FOREVER
    until: int = FOREVER
    about: About = ANYTHING
    first: int | None = None
    after: str | None = None
    seconds: float = FOREVER


class ChangePage(NamedTuple):
    """Some changes with their cursors, whether there are or may be more, and the cursor to go on after.

    When it is not `complete` the time was up before there were as many as wanted: how far was looked, `end` says.
    """

    items: list[Change]
    cursors: list[str]
    has_next: bool
    has_previous: bool
    end: str | None
    complete: bool


def of_entity(view: View, entity: EntityId) -> About:
    """Return what asks for the history of `entity`: of all the records that `view` shows as one with it."""
    return About(entities=frozenset(view.identity.records(entity)))


def of_claim(claim: Claim) -> About:
    """Return what asks for the history of `claim`."""
    return About(claim=claim.id, source=claim.source)


def changes(states: States, asked: Asked) -> ChangePage:
    """Return a page of what changed, in the order of time: the first that come after the cursor.

    Cost: the manifests since, and the files of the sources that changed, as far as the page reaches; of a source that
    is there in two versions, what differs is kept.

    Raises:
        LimitError: `first` is not 1–100.
        InvalidCursorError: `after` is no cursor of changes.
        DamagedError: a file that it needs is not what was written.
    """
    size = page_size(asked.first, DEFAULT_PAGE)
    after = () if asked.after is None else _checked(asked.after)
    deadline = time.monotonic() + asked.seconds
    found: list[tuple[Key, Change]] = []
    end: Key = ()
    for number, (key, stretch) in enumerate(_stretches(states, asked, after)):
        if number and time.monotonic() > deadline:
            end = key
            break
        found += stretch.read(states, asked.about, after, size + 1 - len(found))
        if len(found) > size:
            break
    shown = found[:size]
    cursors = [cursor_of(key, _NAME) for key, _ in shown]
    stopped = cursor_of(end, _NAME) if end else None
    return ChangePage(
        [change for _, change in shown],
        cursors,
        has_next=len(found) > size or bool(end),
        has_previous=bool(after),
        end=stopped or (cursors[-1] if cursors else None),
        complete=not end,
    )


def count_changes(states: States, asked: Asked) -> int | None:
    """Return how many changes there are on all pages; None when the time is up before they are counted.

    Raises:
        DamagedError: a file that it needs is not what was written.
    """
    deadline = time.monotonic() + asked.seconds
    count = 0
    for _, stretch in _stretches(states, asked, ()):
        if time.monotonic() > deadline:
            return None
        count += stretch.size(states, asked.about)
    return count


def retracted_at(states: States, view: View, claims: Sequence[Claim]) -> list[int | None]:
    """Return when each of `claims`, which `view` shows, was let go, in seconds since 1970; None while it stands.

    It is let go by the version of its source that lacks it, or when the source is withdrawn, even where it was taken
    up again since. Cost: the manifests since, where one was let go.

    Raises:
        DamagedError: a manifest, or a history of a source, is not what was written.
    """
    ids = [claim.id for claim in claims]
    found: dict[ClaimId, int] = {}
    if view.state.generation < states.generation.number:
        times = zip(claims, view.recorded_at(ids), states.view.recorded_at(ids), strict=True)
        # who was let go in between and is back has been taken up later
        left = {claim.id: claim.source for claim, then, now in times if then != now}
        for number in range(view.state.generation + 1, states.generation.number + 1) if left else ():
            step = states.past.annals.step(number)
            for turn in step.turns:
                lost = _lost(states, turn, left)
                found |= dict.fromkeys(lost, step.created)
                left = {claim: source for claim, source in left.items() if claim not in lost}
    return [found.get(claim) for claim in ids]


def _lost(states: States, turn: Turn, left: dict[ClaimId, SourceId]) -> set[ClaimId]:
    of_it = {claim for claim, source in left.items() if source == turn.source}
    return of_it & states.past.annals.lost(turn.after).keys() if of_it and turn.after else of_it


# ---------------------------------------------------------------------- in order


class _Turned(NamedTuple):
    """What one generation changed of one source."""

    moment: Moment
    turn: Turn

    def read(self, states: States, about: About, after: Key, most: int) -> Iterator[tuple[Key, Change]]:
        ids = self._ids(states, about)
        prefix: Key = (*self.moment.key, self.turn.source)
        start = bisect_right(ids, str(after[-1])) if after[:-1] == prefix else 0
        wanted = ids[start : start + most]
        state, before_it = states_around(states, self.moment)
        for before, now in states.past.turns.read(self.turn, wanted):
            told = now or before
            assert told is not None
            kind = ChangeKind.ADDED if before is None else ChangeKind.CHANGED if now else ChangeKind.RETRACTED
            changed = before if kind is ChangeKind.CHANGED else None
            made = Change(
                at=self.moment.at, kind=kind, state=state, state_before=before_it, telling=told, before=changed
            )
            yield (*prefix, told.claim.id), made

    def size(self, states: States, about: About) -> int:
        if about == ANYTHING and (only := self.turn.only):
            return only.claims
        return len(self._ids(states, about))

    def _ids(self, states: States, about: About) -> list[ClaimId]:
        if about.claim is None:
            return states.past.turns.claims(self.turn, about.entities)
        ids = states.past.turns.claims(self.turn)
        place = bisect_left(ids, about.claim)
        return ids[place : place + 1] if ids[place : place + 1] == [about.claim] else []


class _Ruled(NamedTuple):
    """A decision."""

    moment: Moment
    decision: Decision

    def read(self, states: States, about: About, after: Key, most: int) -> Iterator[tuple[Key, Change]]:  # noqa: ARG002 - as `_Turned.read`
        ruled = self._on(states)
        entity, other = ruled.pair or (None, None)
        state, before = states_around(states, self.moment)
        change = Change(
            at=self.moment.at,
            kind=ChangeKind.UNDONE if self.decision.undoes is not None else _RULED[ruled.judgement or ruled.verdict],
            state=state,
            state_before=before,
            entity=entity,
            other=other,
            ruled=self._claim(states),
            by=self.decision.by,
            reason=self.decision.reason,
        )
        if self._is_wanted(states, about):
            yield (*self.moment.key, "", ""), change

    def size(self, states: States, about: About) -> int:
        return int(self._is_wanted(states, about))

    def _on(self, states: States) -> Decision:
        """Return the judgement that it is or that it undoes."""
        undoes = self.decision.undoes
        return self.decision if undoes is None else states.decisions.made[undoes - 1]

    def _is_wanted(self, states: States, about: About) -> bool:
        ruled = self._on(states)
        if about.claim is not None:
            return ruled.claim == about.claim
        if about.entities is None:
            return True
        claim = self._claim(states)
        return not about.entities.isdisjoint((ruled.pair or ()) if claim is None else claim.speaks_of)

    def _claim(self, states: States) -> Claim | None:
        """Return the claim that is ruled of, if it is here."""
        claim = self._on(states).claim
        return None if claim is None else states.view.claims([claim])[0]


def _stretches(states: States, asked: Asked, after: Key) -> Iterator[tuple[Key, _Turned | _Ruled]]:
    """Yield what may hold wanted changes after a key, in order, each with a key before all of its own."""
    for moment in moments(states, asked.since, asked.until):
        if moment.key < after[:3]:
            continue
        if isinstance(moment.what, Decision):
            key: Key = (*moment.key, "", "")
            if key > after:
                yield key, _Ruled(moment, moment.what)
            continue
        for turn in _turns(moment.what.turns, asked.about):
            if (*moment.key, turn.source) >= after[:4]:
                yield (*moment.key, turn.source, ""), _Turned(moment, turn)


def _turns(turns: Iterable[Turn], about: About) -> Iterable[Turn]:
    return (turn for turn in turns if about.source in {None, turn.source})


def _checked(cursor: str) -> Key:
    key = key_in(cursor, _NAME)
    if [type(part) for part in key] != [int, int, int, str, str]:
        raise InvalidCursorError(cursor[:80])
    return key
