"""Where paragraphs begin and end, whatever line ends mean."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.article.paragraphs import paragraphs

STORY = [
    "Storm kills twelve in port town as dam gives way",
    (
        "A storm killed twelve people in the port of Novy on Sunday, the mayor said, and a dam above the town gave way "
        "shortly before noon, when most of those who lived below it were at home."
    ),
    (
        "The water took two bridges. “We heard nothing,” said Anna Kowal, a teacher – she had run out with her brother "
        "in nothing but the clothes that they were wearing."
    ),
    "The last day",
    (
        "Rescuers came from Brest and from Minsk. They found nobody alive, said a doctor of the 1,200-bed hospital, "
        "and went home after three days of looking for those who were missing."
    ),
    "Police did not answer.",
]
EDGES = {
    "blank lines": ("", "\n\n"),
    "blank lines of spaces": ("", "\n \t \n"),
    "CRLF": ("", "\r\n\r\n"),
    "indentation": ("    ", "\n"),
    "no-break spaces and blank lines": ("\u00a0 ", "\n\n"),
}


def words(text: str) -> list[str]:
    return [" ".join(each.text.split()) for each in paragraphs(text)]


@pytest.mark.parametrize("width", [60, 66, 72, 80, 100])
@pytest.mark.parametrize("edge", EDGES)
def test_lines_broken_at_a_width_are_one_paragraph(edge: str, width: int) -> None:
    indent, between = EDGES[edge]
    end = "\r\n" if "\r" in between else "\n"
    filled = [textwrap.fill(each, width, initial_indent=indent, break_on_hyphens=False) for each in STORY]
    assert words(between.join(each.replace("\n", end) for each in filled)) == STORY


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\n\n", "\n\n\n\n", "\n\u00a0\n", "\f"])
def test_long_lines_are_paragraphs(between: str) -> None:
    assert words(between.join(STORY)) == STORY


def test_broken_lines_keep_the_line_ends_of_the_text() -> None:
    text = textwrap.fill(STORY[1], 72)
    (found,) = paragraphs(f"{text}\n")
    assert found.text == text
    assert "\n" in found.text


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "▪", "●"])
def test_marks_of_lists_are_left_out(mark: str) -> None:
    text = f"Before the list.\n  {mark} One of two.\n  {mark}\u00a0Two of two.\n"
    found = paragraphs(text)
    assert [(each.text, bool(each.bullet)) for each in found] == [
        ("Before the list.", False),
        ("One of two.", True),
        ("Two of two.", True),
    ]


def test_a_long_item_of_a_list_goes_on_below_its_words() -> None:
    item = "The dam was built in the year in which the town was founded and it was never repaired after that."
    filled = textwrap.fill(item, 60, initial_indent="  • ", subsequent_indent="    ")
    second = textwrap.fill(item.replace("dam", "mill"), 60, initial_indent="  • ", subsequent_indent="    ")
    assert words(f"{filled}\n{second}\n") == [item, item.replace("dam", "mill")]


def test_a_dash_within_a_broken_sentence_begins_nothing() -> None:
    text = (
        "A storm killed twelve people in the port of Novy on Sunday\n— or so the mayor said when he was asked about it"
    )
    assert len(paragraphs(f"{text}\nby the paper that had sent a reporter.\n")) == 1


def test_a_sentence_broken_once_is_put_together() -> None:
    long = "Words that stand on a long line, as they do in most of the files that people have. " * 3
    text = f"{long}\nA sentence of the article that somebody broke in its midst\nand that goes on here.\n{long}\n"
    assert len(paragraphs(text)) == 3


def test_a_title_is_not_taken_for_a_part_of_what_is_below() -> None:
    text = "A title that is about as long as the lines of the text\nBy Jane Doe\n" + textwrap.fill(STORY[1], 56)
    assert [each.text for each in paragraphs(text)][:2] == [
        "A title that is about as long as the lines of the text",
        "By Jane Doe",
    ]


@given(st.text(alphabet=st.sampled_from("aB. \n\r\t\u00a0•—-\u200b\ufeff\u2028")))
def test_paragraphs_stand_where_they_say(text: str) -> None:
    end = 0
    for each in paragraphs(text):
        assert each.start >= end
        assert text[each.start : each.start + len(each.text)] == each.text
        assert each.text.strip() == each.text != ""
        end = each.start + len(each.text)
