"""Whom a description means: candidates with reasons, and whether one of them is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import AmbiguousError
from graph.ids import KindId, PropertyId
from graph.indexed import open_view
from graph.match import MOST_COMPARED, MatchQuery, match
from graph.model import Ref, Text, Time
from graph.plain import open_plain
from graph.search import by_name, search
from graph.vocabulary import ALIAS, IDENTIFIER, ORGANIZATION, PERSON, SCHEMA
from tests.graph.people import Said, archive_of, entity, persons_named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from graph.match import Candidate
    from graph.view import View

    Open = Callable[[Sequence[Said]], View]

BORN, GENDER, SPOUSE = (PropertyId(SCHEMA + name) for name in ("birthDate", "gender", "spouse"))
TOLD = [
    *persons_named({
        "maria": ["Maryia Kalesnikava", "Марыя Калеснікава"],
        "tatsiana": ["Tatsiana Homich"],
        "he": ["Siarhei Tsikhanouski"],
        "she": ["Sviatlana Tsikhanouskaya"],
        "judge": ["Siarhei EPIKHAU"],
        "ivan1": ["Ivan Ivanou"],
        "ivan2": ["Иван Иванов"],
        "mononym": ["Pianina"],
    }),
    *persons_named({"viasna": ["Viasna"], "group": ["Kalesnikava Group"]}, ORGANIZATION),
    Said("maria", BORN, Time("1982-04-24")),
    Said("ivan1", BORN, Time("1960-01-01")),
    Said("ivan2", BORN, Time("1990-02-02")),
    Said("maria", GENDER, Text("female")),
    Said("maria", IDENTIFIER, Text("wikidata:Q98")),
    Said("he", SPOUSE, Ref(entity("she"))),
]  # fmt: skip


@pytest.fixture(params=["plain", "indexed"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    def make(told: Sequence[Said]) -> View:
        archive = archive_of(tmp_path / "data", told)
        plain = request.param == "plain"
        return open_plain(archive, archive.current()) if plain else open_view(archive, archive.current())

    return make


def best(view: View, name: str, limit: int = 5, threshold: float = 0.7, **more: object) -> list[Candidate]:
    (found,) = match(view, [MatchQuery(name=name, **more)], limit, threshold)  # type: ignore[arg-type]  # members
    return found


def called(found: Sequence[Candidate]) -> list[tuple[str, bool]]:
    return [(one.entity.rsplit("/", 1)[1], one.match) for one in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maryia Kalesnikava", [("maria", True)]),
        ("Мария Колесникова", [("maria", True)]),
        ("Kalesnikava Maryia Aliaksandrauna", [("maria", True)]),
        ("KOLESNIKOVA Maria", [("maria", True)]),
        ("Maryia Kalesnikva", [("maria", True)]),
        ("Syarhey Yepikhau", [("judge", True)]),
        ("Sergey Tikhanovskiy", [("he", True)]),
        ("Вясна", [("viasna", True)]),
        ("Ivan Ivanov", [("ivan1", False), ("ivan2", False)]),
        ("Kalesnikava", []),
        ("Anna Kowal", []),
        ("sister of Maryia Kalesnikava", []),
        ("", []),
        ("—", []),
        ("\u202eMaryia\u202c Kalesnikava", [("maria", True)]),
        ("x" * 5_000, []),
        ("word " * 10_000, []),
        ("\ud800\x00", []),
    ],
)
def test_a_name_in_any_spelling_means_somebody(opened: Open, name: str, expected: list[tuple[str, bool]]) -> None:
    assert sorted(called(best(opened(TOLD), name))) == expected


def test_several_are_asked_for_at_once_and_answered_in_their_order(opened: Open) -> None:
    queries = [MatchQuery(name=name) for name in ("Хомич Татьяна", "nobody", "Мария Колесникова", "Хомич Татьяна")]
    view = opened(TOLD)
    found = match(view, queries)
    expected = [[("tatsiana", True)], [], [("maria", True)], [("tatsiana", True)]]
    assert [called(some) for some in found] == expected
    assert match(view, []) == []


def test_what_else_is_known_tells_two_of_one_name_apart(opened: Open) -> None:
    view = opened(TOLD)
    found = best(view, "Ivan Ivanov", born="1990-02-02")
    assert called(found) == [("ivan2", True)]
    assert found[0].features[1].name == "born"
    assert called(best(view, "Maria Kolesnikova", gender="male")) == []
    assert called(best(view, "Somebody Else", identifiers=frozenset({"wikidata:Q98"}))) == [("maria", True)]
    assert called(best(view, "Maria Kolesnikova", identifiers=frozenset({"wikidata:Q1"}))) == [("maria", False)]


def test_kinds_are_looked_at_before_anything_is_cut_off(opened: Open) -> None:
    many = persons_named({f"n{number}": ["Viasna"] for number in range(MOST_COMPARED // 2)})
    view = opened([*many, *persons_named({"z": ["Viasna"]}, ORGANIZATION)])
    assert called(best(view, "Вясна", 1, kinds=frozenset({ORGANIZATION}))) == [("z", True)]
    assert called(best(view, "Вясна", 1, kinds=frozenset({KindId(SCHEMA + "Thing")}))) == [("n0", False)]


def test_a_candidate_that_is_cut_off_still_makes_the_first_unclear(opened: Open) -> None:
    assert called(best(opened(TOLD), "Ivan Ivanov", limit=1)) == [("ivan2", False)]


def test_of_more_than_can_be_compared_the_likest_are(opened: Open) -> None:
    many = {
        f"n{number:03}": [f"Ivan Ivanou {chr(97 + number % 26)}{chr(97 + number // 26)}zyx"] for number in range(90)
    }
    found = best(opened(persons_named({**many, "z": ["Иван Иванов"]})), "Ivan Ivanov", limit=20)
    assert found[0].entity == entity("z")


def test_the_reasons_add_up_to_the_score(opened: Open) -> None:
    for found in best(opened(TOLD), "Ivan Ivanov", threshold=0.0, born="1990"):
        assert found.score == pytest.approx(min(1, max(0, sum(feature.score for feature in found.features))), abs=0.001)


def test_an_alias_is_a_name_too(opened: Open) -> None:
    view = opened([*TOLD, Said("maria", ALIAS, Text("Masha Flute"))])
    assert called(best(view, "Маша Флюте")) == [("maria", True)]


def test_who_asks_for_one_by_name_means_the_whole_name_and_never_gets_a_guess(opened: Open) -> None:
    view = opened([*TOLD, *persons_named({"ivan3": ["IVAN Ivanou"]})])
    assert by_name(view, ["siarhei epikhau", "Siarhei Yepikhau", "Epikhau"]) == [entity("judge"), None, None]
    with pytest.raises(AmbiguousError, match="2 entities"):
        by_name(view, ["Ivan Ivanou"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Колесникова", ["maria"]),
        ("kalesnikaav", ["maria"]),
        ("Колес", ["maria"]),
        ("tikhanovsk", ["he", "she"]),
        ("Епихов Сергей", ["judge"]),
        ("Хомич", ["tatsiana"]),
    ],
)
def test_any_spelling_script_or_slip_finds_somebody(opened: Open, text: str, expected: list[str]) -> None:
    found = search(opened(TOLD), text, frozenset({PERSON}))
    assert sorted(one.entity.rsplit("/", 1)[1] for one in found) == expected


def test_of_many_of_one_name_it_says_how_many_there_are(opened: Open) -> None:
    view = opened(persons_named({f"n{number}": ["Ivan Ivanou"] for number in range(7)}))
    with pytest.raises(AmbiguousError, match="names 7 entities: expected an id; first candidates: ") as caught:
        by_name(view, ["Ivan Ivanou"])
    assert len(caught.value.candidates) == 5


@pytest.mark.parametrize(
    "text",
    ["x y z " * 10_000, "w" * 100_000, " ".join(map(str, range(10_000))), "\x00\x1b", "\ud800", "\u202e", "*?[", ""],
)
def test_a_hostile_text_finds_nobody_soon(opened: Open, text: str) -> None:
    view = opened(TOLD)
    assert search(view, text) == []
    assert view.sounding([text, text]) == [[], []]
