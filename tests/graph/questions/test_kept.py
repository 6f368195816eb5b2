"""What is kept of a view, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import kept as module
from graph.ids import EntityId
from graph.kept import kept
from graph.profiles import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from graph.view import View
    from tests.graph.questions.conftest import Press

ANNA, JAN = EntityId("anna"), EntityId("jan")


def test_each_entity_is_asked_about_once_and_answers_keep_their_order(press: Press) -> None:
    asked: list[list[EntityId]] = []

    @kept
    def shout(_: View, entities: Sequence[EntityId], end: str = "") -> list[str]:
        asked.append(list(entities))
        return [entity.upper() + end for entity in entities]

    view = press.view()
    assert shout(view, [ANNA, JAN, ANNA]) == ["ANNA", "JAN", "ANNA"]
    assert shout(view, [JAN, ANNA]) == ["JAN", "ANNA"]
    assert shout(view, [ANNA], "!") == ["ANNA!"]
    assert asked == [[ANNA, JAN], [ANNA]]


def test_another_view_is_asked_anew(press: Press) -> None:
    press.say("anna", "name", "Anna")
    assert labels(press.view(), [ANNA], ["en"]) == ["Anna"]
    press.say("anna", "name", "Ann", source="courier")
    press.say("anna", "name", "Ann", source="herald")
    assert labels(press.view(), [ANNA], ["en"]) == ["Ann"]


def test_what_is_beyond_the_limit_is_worked_out_each_time(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 1)
    times = 0

    @kept
    def count(_: View, entities: Sequence[EntityId]) -> list[int]:
        nonlocal times
        times += 1
        return [times for _ in entities]

    view = press.view()
    assert [count(view, [ANNA]), count(view, [JAN]), count(view, [JAN]), count(view, [ANNA])] == [[1], [2], [3], [1]]
