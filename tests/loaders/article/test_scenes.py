"""Where a told event happened. The sentences are made up; the asked word tells the event."""

from __future__ import annotations

import pytest

from loaders.article.scenes import Scenes
from tests.loaders.article.reading_of import read


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Jan Novak was arrested in Minsk.", "arrested", "Minsk"),
        ("Jan Novak of Warsaw was arrested in Minsk.", "arrested", "Minsk"),
        ("Jan Novak was arrested near a shop in Minsk.", "arrested", "Minsk"),
        ("A protest in Minsk ended.", "protest", "Minsk"),
        ("A protest was held in Minsk.", "protest", "Minsk"),
        ("Clashes broke out in Minsk.", "Clashes", "Minsk"),
        ("The letter lay in Minsk.", "letter", None),
        ("Jan Novak was arrested.", "arrested", None),
        ("Jan Novak was arrested in May.", "arrested", None),
    ],
)
def test_an_event_happened_at_the_place_of_its_clause(text: str, word: str, place: str | None) -> None:
    article = read(text)
    scene = Scenes(article.cast).of(article.token(word))
    assert (scene.place.name if scene is not None else None) == place


def test_the_word_of_a_scene_names_its_place() -> None:
    article = read("Jan Novak was arrested in Minsk.")
    scene = Scenes(article.cast).of(article.token("arrested"))
    assert scene is not None
    assert scene.token.text == "Minsk"
