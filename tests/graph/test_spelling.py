"""What stays of a name in another language or script, and how alike two names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.letters import in_english_letters, one_script
from graph.likeness_of_names import SAME_NAME, alike, jaro_winkler, most_alike
from graph.names import folded
from graph.spelling import MOST_WORDS, skeleton, spelled


@pytest.mark.parametrize(
    "spellings",
    [
        ["Siarhei", "Syarhey", "Sergey", "Sergei", "Сяргей", "Сергей"],
        ["Tsikhanouskaya", "Tikhanovskaya", "Tikhanovskaja", "Ціханоўская", "Тихановская"],
        ["Tsikhanouski", "Tikhanovskiy", "Tikhanovsky", "Tikhanovskii", "Ціханоўскі", "Тихановский"],
        ["Lukashenka", "Lukashenko", "Лукашэнка", "Лукашенко"],
        ["Uladzimir", "Vladimir", "Уладзімір", "Владимир"],
        ["Kalesnikava", "Kolesnikova", "Калеснікава", "Колесникова"],
        ["Homich", "Khomich", "Хоміч", "Хомич"],
        ["Jan", "Yan", "Ян"],
        ["Lev", "Лев"],
        ["Ihar", "Igor", "Ігар", "Игорь"],
        ["Artsiom", "Artyom", "Artem", "Арцём", "Артём"],
        ["Vasiliuk", "Vasilyuk", "Василюк", "Васілюк"],
    ],
)
def test_one_name_in_two_languages_and_scripts_has_one_skeleton(spellings: list[str]) -> None:
    assert len({skeleton(folded(name)) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tsikhanouski", "Tsikhanouskaya"),
        ("Lee", "Lao"),
        ("Jan", "Ann"),
        ("Li", "Lu"),
        ("Kavaliou", "Kavaliova"),
        ("Minsk", "Pinsk"),
    ],
)
def test_two_names_keep_two_skeletons(one: str, other: str) -> None:
    assert skeleton(folded(one)) != skeleton(folded(other))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("НАСКЕВ\u0049Ч", "НАСКЕВ\u0406Ч"),
        ("Н\u0438\u0138олай", "Н\u0438колай"),
        ("L\u0443kashenka", "Lykashenka"),
        ("Luk\u0430shenka", "Lukashenka"),
        ("Anna Борис", "Anna Борис"),
        ("", ""),
    ],
)
def test_a_letter_that_looks_like_one_of_another_script_is_put_right(written: str, meant: str) -> None:
    assert one_script(written) == meant


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("Łukašenka", "Lukashenka"),
        ("Cichanoŭskaja", "Tsikhanouskaja"),
        ("CICHANOŬSKAJA", "TSIKHANOUSKAJA"),
        ("Wałęsa", "Walensa"),
        ("Charles Michel", "Charles Michel"),
        ("Françoise Chirac", "Françoise Chirac"),
        ("Şahin Çelik", "Şahin Çelik"),
    ],
)
def test_a_slavic_alphabet_is_known_by_its_letters(written: str, english: str) -> None:
    assert in_english_letters(written) == english


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maryia Kalesnikava", "Мария Колесникова"),
        ("Maria Kalesnikava", "Марыя Аляксандраўна КАЛЕСНІКАВА"),
        ("Syarhey Yepikhau", "EPIKHAU Siarhei"),
        ("Siarhei Tsikhanouski", "Тихановский Сергей Леонидович"),
        ("Śviatłana Cichanoŭskaja", "Светлана Тихановская"),
        ("Валер’евіч Наумаў", "Valerevich Naumov"),
        ("Gabriel García Márquez", "Gabriel Garcia-Marquez"),
        ("Abd al-Fattah as-Sisi", "Abd al Fattah as Sisi"),
        ("محمد علي", "علي محمد"),
        ("Вясна", "Viasna"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert alike(one, other) >= SAME_NAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siarhei Tsikhanouski", "Sviatlana Tsikhanouskaya"),
        ("Veranika Tsapkala", "Valery Tsapkala"),
        ("Ihar Losik", "Darya Losik"),
        ("Maria Kalesnikava", "Tatsiana Homich"),
        ("Mohamed ALI", "Ali MOHAMED"),
        ("V. Putin", "Viktor Putin"),
        ("V. Putin", "V. Putin"),
        ("Kalesnikava", "Maria Kalesnikava"),
        ("Li Wei", "Lu Wei"),
        ("Lee Jun", "Lie Jan"),
        ("王小明", "王小红"),
        ("Gabriel García Márquez", "Manuel García Márquez"),
        ("Court of Minsk", "Court of Brest"),
        ("", ""),
        ("—", "Anna"),
    ],
)
def test_names_of_two_are_not(one: str, other: str) -> None:
    assert alike(one, other) < SAME_NAME


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == pytest.approx(alike(other, one))


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=12), st.text(alphabet="abcdefgh", min_size=1, max_size=12))
def test_words_are_as_alike_both_ways(one: str, other: str) -> None:
    assert jaro_winkler(one, other) == pytest.approx(jaro_winkler(other, one), abs=0.08)
    assert (jaro_winkler(one, other) == 1) == (one == other)


@given(st.text(alphabet="abcXYZ éüßñ-'", min_size=1, max_size=30))
def test_a_name_is_like_itself_whatever_its_case(name: str) -> None:
    if spelled(name) and all(len(word.plain) > 1 for word in spelled(name)):
        assert alike(name, name) == alike(name, name.lower()) == 1


@pytest.mark.parametrize(
    "name", ["x" * 100_000, "word " * 10_000, "\ud800 Anna", "\u202eanna", "a\x00b", "\u0301" * 5_000, "Ⅷ ﬁn", "１２３"]
)
def test_a_hostile_name_is_compared_by_its_beginning(name: str) -> None:
    assert len(spelled(name)) <= MOST_WORDS
    assert 0 <= alike(name, "Anna Kowal") <= 1


def test_the_pair_that_is_most_alike_is_told() -> None:
    found = most_alike(["Masha", "Maria Kalesnikava"], ["Anna", "Мария Колесникова"])
    assert (found.one, found.other) == ("Maria Kalesnikava", "Мария Колесникова")
    assert most_alike([], ["Anna"]) == (0.0, "", "")
