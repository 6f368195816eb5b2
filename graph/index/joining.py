"""What the rules of identity ask of claims (`graph.joining.Records`), worked out from columns: all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.ids import EntityId, KindId
from graph.index.arrow import spread
from graph.index.edges import distinct
from graph.joining import DAY, Group, is_strong, person_kinds, person_roles
from graph.vocabulary import TYPE, WHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graph.identity import Identity
    from graph.index.arrow import Rows
    from graph.index.stack import Stack

_NONE = np.empty(0, np.int64)


class IndexRecords:
    """The claims of a stack of which nothing is merged.

    `facts` says of each claim whether it may stand as one; `silent` are the entities that nobody speaks of now.
    """

    def __init__(self, stack: Stack, facts: NDArray[np.bool_], silent: frozenset[int]) -> None:
        self._stack = stack
        self._silent = silent
        self._facts = facts

    def known(self, records: Sequence[EntityId]) -> list[bool]:
        """See `graph.joining.Records`."""
        return [row >= 0 and row not in self._silent for row in self._stack.entity_rows(records).tolist()]

    def same_identifier(self) -> list[Group]:
        """See `graph.joining.Records`."""
        tables = [segment["identifiers"] for segment in self._stack.segments]
        keys = np.concatenate([np.empty(0, np.uint64), *(table.numbers("key") for table in tables)])
        claims = np.concatenate([_NONE, *(table.numbers("claim").astype(np.int64) for table in tables)])
        counts = self._facts[claims]
        keys, claims = keys[counts], claims[counts]
        first, _ = distinct(keys, self._stack.take("claims", "subject", claims))
        keys, claims = keys[first], claims[first]
        _, which, times = np.unique(keys, return_inverse=True, return_counts=True)
        claims = claims[times[which] > 1]
        carriers: dict[str, set[int]] = {}
        texts, subjects = (
            self._stack.texts("claims", "value_text", claims),
            self._stack.take("claims", "subject", claims).tolist(),
        )
        for text, subject in zip(texts, subjects, strict=True):
            if text and is_strong(text):
                carriers.setdefault(text, set()).add(subject)
        return [Group((text,), self._named(some)) for text, some in carriers.items() if len(some) > 1]

    def same_event(self, identity: Identity) -> list[Group]:
        """See `graph.joining.Records`."""
        kinds = sorted(person_roles())
        dated = np.flatnonzero(self._facts & (self._of({WHEN: 0}) == 0) & self._days())
        day, days = self._stack.take("claims", "earliest_start", dated), self._stack.texts("claims", "time", dated)
        event, person, kind = self._parts(kinds, identity)
        row, of_day = _matching(event, self._stack.take("claims", "subject", dated))
        columns = [kind[row], person[row], day[of_day], event[row]]
        first, _ = distinct(*columns)
        columns = [column[first] for column in columns]
        starts, _ = distinct(*columns[:3])
        sizes = np.diff(np.append(starts, len(first)))
        written = dict(zip(day.tolist(), days, strict=True))
        groups = []
        for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
            which, who, when = (column[start].item() for column in columns[:3])
            shared = kinds[which], self._named([who])[0], written[when] or ""
            groups.append(Group(shared, self._named(columns[3][start : start + size].tolist())))
        return groups

    def _parts(self, kinds: Sequence[KindId], identity: Identity) -> tuple[Rows, Rows, Rows]:
        """Return whose event is of which of `kinds`: an event, the person it is of, as shown, and its kind."""
        roles = sorted({*person_roles().values()})
        role_of = np.array([roles.index(person_roles()[kind]) for kind in kinds], np.int64)
        typed, kind = self._among("value_iri", kinds, self._of({TYPE: 0}) == 0)
        role = self._of({prop: code for code, prop in enumerate(roles)})
        parts = np.flatnonzero(self._facts & (role >= 0))
        ends = (self._stack.take("claims", name, parts).astype(np.int64) for name in ("subject", "value_entity"))
        event, person = ends
        part, of_kind = _matching(event, self._stack.take("claims", "subject", typed))
        shown = self._shown(identity)
        is_person = np.zeros(self._stack.bases.entities, bool)
        people, _ = self._among("value_iri", sorted(person_kinds()), self._of({TYPE: 0}) == 0)
        is_person[shown[self._stack.take("claims", "subject", people)]] = True
        fits = (role_of[kind[of_kind]] == role[parts[part]]) & (person[part] >= 0)
        fits[fits] = is_person[shown[person[part[fits]]]]
        part, of_kind = part[fits], of_kind[fits]
        return event[part], shown[person[part]], kind[of_kind]

    def _of(self, codes: dict[str, int]) -> NDArray[np.int64]:
        """Return the code of the property of each claim; -1 for one that has none."""
        return self._stack.over("claims", "property", lambda prop: codes.get(prop, -1), -1)

    def _days(self) -> NDArray[np.bool_]:
        """Say of each claim whether it gives a sure day."""
        is_day = self._stack.over("claims", "time", lambda time: bool(DAY.fullmatch(time)), absent=0)
        return (is_day & self._stack.over("claims", "value_kind", lambda kind: kind == "time", absent=0)).astype(bool)

    def _among(self, column: str, words: Sequence[str], kept: NDArray[np.bool_]) -> tuple[Rows, NDArray[np.int64]]:
        """Return the facts whose text in a coded column is one of `words`, of those `kept`, and which word it is."""
        codes = {word: code for code, word in enumerate(words)}
        found = self._stack.over("claims", column, lambda word: codes.get(word, -1), -1)
        rows = np.flatnonzero(self._facts & kept & (found >= 0))
        return rows, found[rows]

    def _shown(self, identity: Identity) -> NDArray[np.int64]:
        """Return of each row the row it is shown by."""
        shown = np.arange(self._stack.bases.entities)
        records = list(identity.canonical)
        rows = self._stack.entity_rows(records)
        there = rows >= 0
        shown[rows[there]] = self._stack.entity_rows([identity.of(record) for record in records])[there]
        return shown

    def _named(self, rows: Iterable[int]) -> list[EntityId]:
        return sorted(map(EntityId, self._stack.iris(np.array(list(rows), np.int64))))


def _matching(keys: Rows, among: Rows) -> tuple[Rows, Rows]:
    """Return the places of every key and of every one of `among` that equals it."""
    order = np.argsort(among, kind="stable")
    ordered = among[order]
    owner, place = spread(np.searchsorted(ordered, keys), np.searchsorted(ordered, keys, side="right"))
    return owner, order[place]
