"""The article as one parse, and where each token stands in its text."""

from __future__ import annotations

import pytest

from loaders.article.extraction import Span
from loaders.article.parsed import Parsed, parse
from loaders.article.segments import Part, Segment

TEXT = "Two Held In Brest\n\nJan Novak’s\nwife was held.  She “wept”.\n"


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse(TEXT, [Segment(0, TEXT[:17], Part.HEADLINE), Segment(19, TEXT[19:].rstrip(), Part.BODY)])


def test_every_token_stands_at_its_place_in_the_text(parsed: Parsed) -> None:
    assert parsed.doc
    for token in parsed.doc:
        if not token.is_space:
            same = str.maketrans("’“”", '\'""')
            assert TEXT[parsed.start(token) : parsed.end(token)].translate(same).lower() == token.lower_


def test_a_token_knows_its_segment_sentence_and_part(parsed: Parsed) -> None:
    wept = next(token for token in parsed.doc if token.text == "wept")
    assert parsed.part(wept) is Part.BODY
    assert parsed.paragraph(wept) == Span(19, len(TEXT) - 1)
    assert parsed.sentence(wept) == wept.sent
    assert parsed.texts[wept.i] == "wept"
    assert parsed.token_at(parsed.start(wept)) == wept
    assert parsed.token_at(parsed.start(wept) + 1) is None


def test_words_are_those_of_the_text_on_one_line(parsed: Parsed) -> None:
    tokens = [token for token in parsed.doc if token.text in {"Jan", "wife"}]
    assert parsed.words(tokens) == "Jan Novak’s wife"
    assert parsed.span(tokens) == Span(19, 35)


def test_a_headline_in_title_case_is_read_as_a_sentence(parsed: Parsed) -> None:
    assert parsed.texts[:4] == ["Two", "held", "In", "Brest"]


def test_an_article_without_words_is_parsed_too() -> None:
    empty = parse("", [])
    assert (len(empty.doc), empty.sentences, empty.texts) == (0, [], [])


@pytest.mark.parametrize("unit", ["12 ", "police arrested a man and ", "cats, dogs, "])
def test_a_sentence_that_is_too_long_is_parsed_in_pieces(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    parsed = parse(text, [Segment(0, text, Part.BODY)])
    assert max(map(len, parsed.sentences)) <= 500
    assert all(text[parsed.start(token) : parsed.end(token)] == token.text for token in parsed.doc)


def test_a_run_without_spaces_is_no_words() -> None:
    text = "Jan Novak left. " + "(" * 50_000 + " Ewa Nowak stayed."
    parsed = parse(text, [Segment(0, text, Part.BODY)])
    assert len(parsed.doc) < 20
    assert text[parsed.starts[-2] : parsed.ends[-2]] == "stayed"
