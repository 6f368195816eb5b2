"""Other states of the graph than the one that is served: as it stood at a moment, or as a state is named.

A state is a generation under so many decisions; its text, '12-3' or '12-3-' and the begin of its digest, is what
`service.state` says, so that what was found in it can be found again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.decisions import Decisions, state_of
from graph.errors import InvalidInputError, NotFoundError
from graph.states.annals import Annals
from graph.states.past import open_past
from graph.states.shelf import Shelf
from graph.states.turns import Turns

if TYPE_CHECKING:
    from graph.archive import Archive, Generation
    from graph.decisions import State
    from graph.view import View

PATIENCE_S = 5.0
"""How long one asks for a state before being told to come again."""
_KEPT = 4
_WAITING = 4
_STATE = re.compile(r"(0|[1-9]\d{0,11})-(0|[1-9]\d{0,11})(?:-([0-9a-f]{16}))?")


class Past(NamedTuple):
    """What the states of one archive share, whichever is served: what each generation changed, and the views kept."""

    archive: Archive
    annals: Annals
    shelf: Shelf[View]
    turns: Turns

    @classmethod
    def of(cls, archive: Archive) -> Past:
        """Return the past of `archive`, of which nothing is open."""
        return cls(archive, Annals(archive), Shelf(_KEPT, _WAITING), Turns(archive.root / "sources"))


class States:
    """The state that is served, its view open, and a way to those before.

    An older state is laid out upon the served one by one thread (`graph.states.past`), once however many ask for it,
    and the last four are kept. Of what came after the served state nothing is told. Any number of threads may ask.
    """

    def __init__(self, past: Past, generation: Generation, decisions: Decisions, view: View) -> None:
        """Take `view`, which shows `generation` under `decisions`."""
        self.past = past
        self.generation = generation
        self.decisions = decisions
        self.view = view

    def within(self, view: View) -> States:
        """Return the states up to that of `view`, which is served or older: for whom nothing came after it.

        Raises:
            DamagedError: the manifest of its generation is not what was written.
        """
        seen: View = getattr(view, "seen_from", view)
        if seen.state == self.view.state:
            return self
        generation = self.past.annals.generation(seen.state.generation)
        return States(self.past, generation, self.decisions.first(seen.state.decisions), seen)

    def at(self, text: str, *, patience: float | None = PATIENCE_S) -> View:
        """Return the state that `text` names; wait for it as many seconds as there is `patience`, None: any time.

        Raises:
            InvalidInputError: `text` names no state.
            NotFoundError: there is no such state, or its digest is another.
            UnavailableError: it is being laid out, and will be there in a moment.
            DamagedError: a file that it needs is not what was written.
        """
        found = _STATE.fullmatch(text)
        if not found:
            raise InvalidInputError(f"{text[:80]!r} is no state: expected one as service.state gives it, or as in 12-3")
        number, count = int(found[1]), int(found[2])
        if number > self.generation.number:
            raise NotFoundError(f"there is no generation {number}: the newest is {self.generation.number}")
        generation = self.generation if number == self.generation.number else self.past.annals.generation(number)
        decisions = self.decisions.first(count)
        state = state_of(generation, decisions)
        if found[3] and found[3] != state.digest[:16]:
            raise NotFoundError(f"there is no state {text}: {number}-{count} of this graph is {state}")
        return self._open(state, generation, decisions, patience)

    def as_of(self, at: int, *, patience: float | None = PATIENCE_S) -> View:
        """Return the state that was served at the time `at`, in seconds since 1970; the empty one before the first.

        Raises:
            UnavailableError: it is being laid out, and will be there in a moment.
            DamagedError: a file that it needs is not what was written.
        """
        generation = self.past.annals.as_of(self.generation, at)
        decisions = self.decisions.until(at)
        return self._open(state_of(generation, decisions), generation, decisions, patience)

    def under(self, generation: Generation, decisions: Decisions, view: View) -> States:
        """Return the states of the same archive when `view` is served, which shows `generation` under `decisions`."""
        return States(self.past, generation, decisions, view)

    def _open(self, state: State, generation: Generation, decisions: Decisions, patience: float | None) -> View:
        if state == self.view.state:
            return self.view

        def laid() -> View:
            near = next((view for view in self.past.shelf.kept() if view.state.generation == state.generation), None)
            return open_past(self.past.archive, generation, decisions, near or self.view)

        called = f"generation {generation.number}"
        return self.past.shelf.take(state, laid, called=called, patience=patience)
