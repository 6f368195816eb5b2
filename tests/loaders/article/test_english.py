"""English is told from other languages by its small words."""

from __future__ import annotations

import pytest

from loaders.article.english import is_english

OTHERS = {
    "German": (
        "Die Polizei hat am Samstag in Minsk mehrere Personen festgenommen, die auf dem Platz demonstriert "
        "hatten. Es war das dritte Mal in dieser Woche, dass es in der Hauptstadt zu Festnahmen kam."
    ),
    "Dutch": (
        "De politie heeft zaterdag in Minsk tientallen mensen aangehouden die op het plein hadden gedemonstreerd."
        " Het was de derde keer deze week dat er in de hoofdstad mensen werden opgepakt."
    ),
    "French": (
        "La police a arrêté samedi à Minsk des dizaines de personnes qui manifestaient sur la place. C'est la "
        "troisième fois cette semaine que des arrestations ont lieu dans la capitale."
    ),
    "Spanish": (
        "La policía detuvo el sábado en Minsk a decenas de personas que se manifestaban en la plaza. Es la "
        "tercera vez esta semana que se producen detenciones en la capital."
    ),
    "Polish": (
        "Policja zatrzymała w sobotę w Mińsku kilkadziesiąt osób, które demonstrowały na placu. To trzeci raz w "
        "tym tygodniu, gdy dochodzi do zatrzymań w stolicy."
    ),
    "Belarusian": (
        "Міліцыя затрымала ў суботу ў Мінску дзясяткі людзей, якія выйшлі на плошчу. Гэта ўжо трэці раз за "
        "тыдзень, калі ў сталіцы адбываюцца затрыманні."
    ),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_another_language_is_not_english(text: str) -> None:
    assert not is_english(text)


def test_news_is_english() -> None:
    assert is_english(
        "Police arrested dozens of people in Minsk on Saturday who had gathered on the square. It was the third "
        "time this week that arrests were made in the capital."
    )


def test_a_few_words_are_taken_for_english() -> None:
    assert is_english("Kowal – Nowak – Brest")
    assert is_english("")


def test_a_sentence_without_a_small_word_of_english_is_not() -> None:
    assert not is_english("Kowal wurde gestern in Brest festgenommen und nach Minsk gebracht.")
