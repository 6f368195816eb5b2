"""How alike two entities are, and why."""

from __future__ import annotations

import pytest

from graph.described import kin_in, kinds_above
from graph.ids import EntityId
from graph.likeness import Described, Likeness, likeness
from graph.likeness_of_names import SAME_NAME
from graph.vocabulary import KG, ORGANIZATION, PERSON

MAN = Described(entity=EntityId("urn:man"), names=("Siarhei Tsikhanouski", "Сергей Тихановский"))
HIM = Described(entity=EntityId("urn:him"), names=("Sergey Tikhanovskiy",))


def told(found: Likeness) -> dict[str, float]:
    return {feature.name: feature.score for feature in found.features}


def described(name: str, **more: object) -> Described:
    return Described(entity=EntityId(f"urn:{name}"), names=(name,), **more)  # type: ignore[arg-type]  # members


def test_names_alone_are_the_score_and_say_which_they_are() -> None:
    found = likeness(MAN, HIM)
    assert found.score >= SAME_NAME
    assert [feature.name for feature in found.features] == ["name"]
    assert found.features[0].detail == "Сергей Тихановский ~ Sergey Tikhanovskiy"


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ({"births": {"1978-08-18"}}, {"births": {"1978-08-18"}}, 0.2),
        ({"births": {"1978"}}, {"births": {"1978-08-18"}}, 0.02),
        ({"births": {"1978~"}}, {"births": {"1979"}}, 0.02),
        ({"births": {"1978"}}, {"births": {"1978"}}, 0.02),
        ({"births": {"[1955-03-06,1955-03-15]"}}, {"births": {"1955-03-15"}}, 0.02),
        ({"births": {"1978-08-18"}}, {"births": {"1982-09-11"}}, -0.3),
        ({"births": {"1978-08-18", "1980"}}, {"births": {"1980-01-02", "1978-08-18"}}, 0.2),
        ({"births": {"soon"}}, {"births": {"1982-09-11"}}, 0.0),
    ],
)
def test_days_of_birth_agree_leave_it_open_or_conflict(
    one: dict[str, set[str]], other: dict[str, set[str]], feature: float
) -> None:
    first, second = (
        described("Ihar Losik", **{name: frozenset(values) for name, values in more.items()}) for more in (one, other)
    )
    assert told(likeness(first, second))["born"] == feature
    assert told(likeness(second, first))["born"] == feature


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"male"}, {"female"}, -0.3),
        ({"Male"}, {"m"}, None),
        ({"male"}, set(), None),
        ({"male", "female"}, {"female"}, None),
    ],
)
def test_a_gender_conflicts_or_says_nothing(one: set[str], other: set[str], expected: float | None) -> None:
    found = likeness(
        described("Sasha Kowal", genders=frozenset(one)), described("Sasha Kowal", genders=frozenset(other))
    )
    assert told(found).get("gender") == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna Tsikhanouski", "Anna Tsikhanouskaya"), ("Sasha Ivanov", "Саша Иванова"), ("Jan Pushkin", "Jan Pushkina")],
)
def test_a_surname_has_a_form_for_a_man_and_one_for_a_woman(one: str, other: str) -> None:
    assert told(likeness(described(one), described(other)))["surname"] == -0.1


def test_an_identifier_in_common_outweighs_names_and_two_of_one_scheme_speak_against() -> None:
    one = described("Ihar Losik", identifiers=frozenset({"wikidata:Q1", "x:1"}))
    same = described("Igor Petrovich", identifiers=frozenset({"wikidata:Q1"}))
    another = described("Igor Losik", identifiers=frozenset({"wikidata:Q2"}))
    assert likeness(one, same).score == 1
    assert told(likeness(one, another))["identifier"] == -0.2
    assert "identifier" not in told(likeness(one, described("Igor Losik", identifiers=frozenset({"y:2"}))))


def test_neighbours_in_common_add_a_little_up_to_three() -> None:
    several = frozenset(EntityId(f"urn:n{number}") for number in range(5))
    one, other = described("Ihar Losik", neighbours=several), described("Igor Losik", neighbours=several)
    (feature,) = [feature for feature in likeness(one, other).features if feature.name == "neighbours"]
    assert (feature.score, feature.detail) == (0.06, "urn:n0, urn:n1, urn:n2 and 2 more")


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        (described("Anna", ties={EntityId("urn:Ana"): "spouse"}), described("Ana"), "tie"),
        (described("Ana"), described("Anna", ties={EntityId("urn:Ana"): "spouse"}), "tie"),
        (described("Anna", kinds=kinds_above([PERSON])), described("Anna", kinds=kinds_above([ORGANIZATION])), "kind"),
        (described("Anna", kinds=kinds_above([KG + "Arrest"])), described("Anna", kinds=kinds_above([PERSON])), "kind"),
        (described("V. Tsapkala", kin={"Veranika Tsapkala": "spouse"}), described("Вероника Цепкало"), "kinship"),
        (described("Viktar Ivanou", kin={"Viktar Ivanou Jr": "parent of"}), described("Viktar Ivanou Jr"), "kinship"),
    ],
)
def test_some_things_forbid_that_two_are_one(one: Described, other: Described, veto: str) -> None:
    found = likeness(one, other)
    assert (found.score, found.is_vetoed) == (0, True)
    assert veto in told(found)


def test_a_son_may_be_named_as_his_father() -> None:
    father = described("Viktar Ivanou", kin={"Viktar Ivanou": "parent of"})
    assert not likeness(father, described("Viktor Ivanov")).is_vetoed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wife of the jailed blogger Siarhei Tsikhanouski", {"Siarhei Tsikhanouski": "wife of"}),
        ("Kalesnikava’s sister", {"Kalesnikava": "sister of"}),
        ("brother of Жан Д’Арк, a soldier", {"Жан Д’Арк": "brother of"}),
        ("mother of two", {}),
        ("Sisters of Mercy", {}),
        ("Siarhei Tsikhanouski", {}),
        ("the son of two, Jan Kowal’s son", {"Jan Kowal": "son of"}),
        ("Wife of Jan. Lives in Minsk", {"Jan": "wife of"}),
        ("wife of " * 5_000, {}),
        ("A" * 5_000, {}),
        ("wife of " + "日" * 200, {"日" * 200: "wife of"}),
        ("", {}),
    ],
)
def test_words_name_the_kin_of_somebody(text: str, expected: dict[str, str]) -> None:
    assert kin_in(text) == expected


def test_who_has_no_name_is_like_nobody() -> None:
    assert likeness(Described(), Described()).score == 0
