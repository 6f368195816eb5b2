"""The lexicon is data: it must be readable, and its lists must not contradict each other."""

from __future__ import annotations

import pytest

from loaders.article.lexicon import first_names, known_kinds, known_places, names, peoples, places, plain


def test_every_word_list_can_be_read() -> None:
    assert names().heads.kind("Parliament") == "org"
    assert "Poland" in known_places()
    assert peoples()["Polish"] == "Poland"


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Anna", "f"), ("Łukasz", "m"), ("Lukasz", "m"), ("Leslie", None), ("Zzyx", None)],
)
def test_a_first_name_tells_the_gender_that_only_one_carries(name: str, gender: str | None) -> None:
    assert first_names().gender(name) == gender


@pytest.mark.parametrize(("name", "bare"), [("Łukasz", "Lukasz"), ("Núñez", "Nunez"), ("Ann", "Ann")])
def test_a_name_is_compared_without_accents(name: str, bare: str) -> None:
    assert plain(name) == bare


def test_no_known_name_is_also_a_word_that_is_never_a_name() -> None:
    assert not names().beside.never & known_kinds().keys()


def test_an_alias_of_a_place_names_a_place_or_a_body_of_the_lexicon() -> None:
    bodies = {"European Union", "United Nations"}
    assert {name for name in places().aliases.values() if name not in known_places() | bodies} == set()


def test_no_first_name_is_a_country() -> None:
    countries = set(places().countries)
    kept = {"Chad", "Georgia", "Jordan", "Kenya", "India", "Israel", "Trinidad"}
    assert {name for name in (first_names().female | first_names().male) & countries if name not in kept} == set()
