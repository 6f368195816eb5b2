"""Whose word a claim is. The sentences are made up; the asked word tells the claim."""

from __future__ import annotations

import pytest

from tests.loaders.article.reading_of import read

EWA, ARTICLE = "Ewa Nowak", "@article"
VOICES = [
    ("Three men were arrested on Monday.", "arrested", ARTICLE, "narration"),
    ("Ewa Nowak said that three men were arrested.", "arrested", EWA, "indirect"),
    ("Three men were arrested, Ewa Nowak said.", "arrested", EWA, "indirect"),
    ("According to Ewa Nowak, three men were arrested.", "arrested", EWA, "indirect"),
    ("As Ewa Nowak reported, three men were arrested.", "arrested", EWA, "indirect"),
    ("Per Ewa Nowak, three men were arrested.", "arrested", EWA, "indirect"),
    ("Television quoted Ewa Nowak as saying three men were arrested.", "arrested", EWA, "indirect"),
    ("Three men were arrested, according to Ewa Nowak.", "arrested", EWA, "indirect"),
    ("Ewa Nowak told Jan Kowal that three men were arrested.", "arrested", EWA, "indirect"),
    ("“Three men were arrested today,” said Ewa Nowak.", "arrested", EWA, "direct"),
    ("The mayor was reported by Reuters to have resigned.", "resigned", "Reuters", "indirect"),
    ("Police say three men were killed while two others were injured.", "injured", "(police)", "indirect"),
    ("Ewa Nowak issued a statement that three men were arrested.", "arrested", EWA, "indirect"),
    ("Jan Kowal, who was arrested in May, said that Ewa Nowak is free.", "arrested", ARTICLE, "narration"),
    ("Ewa Nowak told reporters on Friday that three men were arrested.", "told", ARTICLE, "narration"),
    ("Ewa Nowak said it was over. Three men were arrested.", "arrested", ARTICLE, "narration"),
    ("Three men were arrested, according to Ewa Nowak, who spoke on Monday.", "arrested", EWA, "indirect"),
    ("According to a report issued by Ewa Nowak, three men were arrested.", "issued", ARTICLE, "narration"),
    ("Three men were arrested, reported the ministry.", "arrested", "(ministry)", "indirect"),
    ("Three men were arrested, say police.", "arrested", "(police)", "indirect"),
    ("Jan Kowal was arrested and, on Monday, told officials.", "arrested", ARTICLE, "narration"),
    ("Ewa Nowak confessed to killing Jan Kowal.", "killing", EWA, "indirect"),
    ("Ewa Nowak admitted killing Jan Kowal.", "killing", EWA, "indirect"),
    ("Ewa Nowak claimed responsibility for the attack.", "attack", EWA, "indirect"),
    ("The attack in Brest was claimed by Ewa Nowak.", "attack", EWA, "indirect"),
    ("Three men were arrested, as Ewa Nowak announced on Monday.", "arrested", EWA, "indirect"),
    ("Reports said three men were arrested.", "arrested", ARTICLE, "narration"),
    ("Ewa Nowak said that mayor Jan Kowal was arrested.", "mayor", ARTICLE, "narration"),
]


@pytest.mark.parametrize(("text", "word", "who", "how"), VOICES)
def test_a_claim_is_the_word_of_whoever_says_it(text: str, word: str, who: str, how: str) -> None:
    article = read(text)
    voice = article.voices.of(article.token(word))
    assert voice is not None
    assert (article.name(voice.speaker), voice.attribution) == (who, how)


def test_words_that_nobody_is_known_to_say_are_nobodys_word() -> None:
    article = read("On the wall was written, “They have arrested three of our best friends this morning.”")
    assert article.voices.of(article.token("arrested")) is None
