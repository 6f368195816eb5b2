"""Claims that no longer stand, or are told otherwise now: each as it was told then, in the graph as it is now.

Who asks what changed is shown each claim as its version of the source had it, with its words, its source and its text,
and whoever it speaks of as the served state shows them. Opening the whole graph as it stood at each change would cost
a state for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from graph.files import read_file
from graph.identity import shown_claim, shown_source
from graph.ids import EntityId
from graph.model import Claim, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from graph.decisions import State
    from graph.ids import ClaimId, PropertyId, SourceId
    from graph.manifest import Version
    from graph.model import Source
    from graph.provenance import ProvenanceFilter
    from graph.states import States
    from graph.states.turns import Telling
    from graph.view import Said, View


def recalled(states: States, told: Sequence[tuple[Telling, State]]) -> list[View]:
    """Return for each claim, told so in a state, a view that shows it so: the served one where that does.

    Those told by one version in one state have one view.

    Raises:
        DamagedError: a file that is needed is not what was written.
    """
    served = states.view
    ids = [telling.claim.id for telling, _ in told]
    now = zip(served.claims(ids), served.recorded_at(ids), strict=True)
    stands = [
        claim is not None and recorded == telling.recorded_at and claim == shown_claim(telling.claim, served.identity)
        for (telling, _), (claim, recorded) in zip(told, now, strict=True)
    ]
    groups: dict[tuple[Version, State], list[Telling]] = {}
    for (telling, state), as_it_is in zip(told, stands, strict=True):
        if not as_it_is:
            groups.setdefault((telling.version, state), []).append(telling)
    views = {key: _recalled(states, *key, tellings) for key, tellings in groups.items()}
    return [
        served if as_it_is else views[telling.version, state]
        for (telling, state), as_it_is in zip(told, stands, strict=True)
    ]


class _Recalled:
    """A view with some claims of one version of a source as that told them; all else is that of the view below."""

    def __init__(self, below: View, state: State, tellings: Sequence[Telling], text: Callable[[], str | None]) -> None:
        self._below = self.seen_from = below
        self.state = state
        self._told = {telling.claim.id: telling for telling in tellings}
        self._source = tellings[0].source
        self._text = text
        self._rest: View | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a view has
        return getattr(self._below, name)

    def complete(self, rest: View) -> None:
        """Take `rest`, which shows those of whom the view below knows nothing."""
        self._rest = rest

    def claims(self, ids: Sequence[ClaimId]) -> list[Claim | None]:
        return [
            shown_claim(self._told[name].claim, self._below.identity) if name in self._told else claim
            for name, claim in zip(ids, self._below.claims(ids), strict=True)
        ]

    def recorded_at(self, claims: Sequence[ClaimId]) -> list[int | None]:
        return [
            self._told[name].recorded_at if name in self._told else at
            for name, at in zip(claims, self._below.recorded_at(claims), strict=True)
        ]

    def sources(self, ids: Sequence[SourceId]) -> list[Source | None]:
        told = shown_source(self._source, self._below.identity)
        return [told if name == told.id else source for name, source in zip(ids, self._below.sources(ids), strict=True)]

    def texts(self, sources: Sequence[SourceId]) -> list[str | None]:
        return [self._text() if name == self._source.id else self._below.texts([name])[0] for name in sources]

    def known(self, entities: Sequence[EntityId]) -> list[bool]:
        found = self._below.known(entities)
        rest = self._rest.known(entities) if self._rest else found
        return [one or other for one, other in zip(found, rest, strict=True)]

    def about(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId] | None = None
    ) -> list[list[Claim]]:
        found = self._below.about(subjects, properties)
        rest = self._rest.about(subjects, properties) if self._rest else found
        return [one or other for one, other in zip(found, rest, strict=True)]

    def values(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId], provenance: ProvenanceFilter
    ) -> list[list[Said]]:
        found = self._below.values(subjects, properties, provenance)
        rest = self._rest.values(subjects, properties, provenance) if self._rest else found
        return [one or other for one, other in zip(found, rest, strict=True)]


def _recalled(states: States, version: Version, state: State, tellings: Sequence[Telling]) -> View:
    def text() -> str | None:
        if version.text_file is None:
            return None
        path = states.past.archive.root / "sources" / version.folder / f"{version.text_file.sha256}.txt"
        return read_file(path, version.text_file).decode()

    found = _Recalled(states.view, state, tellings, text)
    named = sorted({entity for telling in tellings for entity in _named(telling)})
    unknown = [entity for entity, known in zip(named, states.view.known(named), strict=True) if not known]
    if unknown:
        from graph.plain import PlainView  # networkx takes longer to import than all else

        stored = states.past.turns.about(version, tellings[0].source.id, unknown)
        found.complete(PlainView(state, states.view.base, states.view.updated_at, [stored]))
    return cast("View", found)


def _named(telling: Telling) -> set[EntityId]:
    claim = telling.claim
    values = (claim.value, *(value for _, value in claim.qualifiers))
    named = {value.entity for value in values if isinstance(value, Ref)}
    return {claim.subject, claim.claimant, telling.source.publisher, *named}
