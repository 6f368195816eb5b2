"""Archives with a past: loads, withdrawals and decisions in any order, and what held after each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.decisions import NONE, Decisions, Judgement, Ruling, decide
from graph.index.building import follow
from graph.states import Past, States
from tests.graph.conformance import open_indexed
from tests.graph.view_strategies import FEW, SOURCES, told

if TYPE_CHECKING:
    from pathlib import Path

    from graph.archive import Generation
    from graph.ids import SourceId

Step = list[Content] | frozenset["SourceId"] | Ruling | str
_somebody = st.sampled_from(FEW)
_pairs = st.tuples(_somebody, _somebody).filter(lambda pair: pair[0] < pair[1])
_loads = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True).flatmap(
    lambda names: st.tuples(*(told(name) for name in names)).map(list)
)
pasts: st.SearchStrategy[list[tuple[int, Step]]] = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(
            _loads,
            _loads,
            _loads,
            st.frozensets(st.sampled_from(SOURCES), min_size=1, max_size=2),
            st.tuples(_pairs, st.sampled_from(Judgement)).map(lambda ruled: Ruling("anna", *ruled)),
            st.sampled_from(["undo", "drop one", "drop one"]),
        ),
    ),
    min_size=2,
    max_size=8,
)
"""Seconds to wait, and then sources to load, ids of sources to withdraw, a ruling, or something else."""


class Annalist:
    """A data directory over time: what was served at the end of each second."""

    def __init__(self, root: Path) -> None:
        self.archive = initialise(root / "data")
        self.now = 5
        self.decisions: Decisions = NONE
        self.told: dict[SourceId, Content] = {}
        self.served: dict[int, tuple[Generation, Decisions]] = {4: (self.archive.current(), NONE)}

    def live(self, steps: list[tuple[int, Step]]) -> None:
        """Do what `steps` say, one after the other."""
        for seconds, step in steps:
            self.now += seconds
            self.take(step)
            self.served[self.now] = self.archive.current(), self.decisions

    def take(self, step: Step) -> None:
        """Do what `step` says."""
        match step:
            case list():
                self.load(step)
            case frozenset():
                names = [name for name in sorted(step) if name in self.told]
                follow(self.archive, self.archive.withdraw(names, at=self.now), {})
                for name in names:
                    del self.told[name]
            case Ruling():
                self.decisions = decide(self.archive, [step], at=self.now)
            case "undo":
                undone = [Ruling("jan", undoes=one.number) for one in self.decisions.standing[-1:]]
                self.decisions = decide(self.archive, undone, at=self.now)
            case _:
                self.load([Content(one.source, one.claims[1:]) for one in list(self.told.values())[:1]])

    def load(self, contents: list[Content]) -> None:
        """Load sources, and bring the index after them."""
        loaded = self.archive.load([Deposit(content, b"text") for content in contents], at=self.now)
        self.told |= {content.source.id: content for content in contents}
        follow(self.archive, loaded, {content.source.id: content for content in contents})

    def states(self) -> States:
        """Return the states as one sees them now, of which none but the newest is open."""
        return states_of(self.archive, self.decisions)


def states_of(archive: Archive, decisions: Decisions = NONE) -> States:
    """Return the states of `archive`, of which none but the newest is open."""
    generation = archive.current()
    return States(Past.of(archive), generation, decisions, open_indexed(archive, generation, decisions))
