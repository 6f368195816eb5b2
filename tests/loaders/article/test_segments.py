"""The segments of articles: real ones, and small ones in which one thing is odd."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.article.furniture import is_furniture
from loaders.article.segments import Part, dateline, segments

TITLE = "Storm kills twelve in port town"
FIRST = "A storm killed twelve people in the port of Novy on Sunday, the mayor said at noon."
SECOND = "The water took two bridges, and a third was closed by the police on Monday morning."
CAPTION = (
    "Tatsiana Homich, sister of jailed Belarusian opposition politician Maryya Kalesnikava, "
    "speaking to RFE/RL in September 2025."
)
LIVE = "“We heard nothing until the door gave way,” said Anna Kowal, a teacher, who lost her brother."


def parts(*lines: str, between: str = "\n\n") -> list[tuple[Part, str]]:
    text = between.join(lines)
    found = segments(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    return [(each.part, each.text) for each in found]


@pytest.fixture
def seed(shared: Path) -> str:
    return (shared / "seed/000_c529104a15918ff4.txt").read_text("utf-8")


@pytest.mark.shared
def test_the_real_article_has_its_parts(seed: str) -> None:
    found = [(each.part, each.text) for each in segments(seed)]
    assert [words for part, words in found if part not in {Part.BODY, Part.SUMMARY, Part.ABOUT}] == [
        "Maryya Kalesnikava's Sister Calls For Action As US Engages Belarus",
        CAPTION,
        "Sister Of Jailed Activist Kalesnikava Sees Pivotal Moment For Belarusian Prisoners",
        "Assault on Democracy",
    ]
    assert [part for part, _ in found if part is not Part.BODY] == [
        Part.HEADLINE,
        Part.CAPTION,
        *[Part.SUMMARY] * 3,
        Part.CAPTION,
        Part.HEADING,
        *[Part.ABOUT] * 6,
    ]
    assert sum(part is Part.BODY for part, _ in found) == 25


@pytest.mark.shared
def test_nothing_of_the_real_page_around_the_article_is_left(seed: str) -> None:
    words = "\n".join(each.text for each in segments(seed))
    for line in ("Accessibility links", "Breaking News", "please wait", "0:00", "16x9", "To find out more", "XS"):
        assert line not in words


@pytest.mark.shared
def test_every_evidence_of_the_real_article_is_within_a_segment(seed: str, shared: Path) -> None:
    import json

    gold = json.loads((shared / "seed/gold.json").read_text("utf-8"))
    spans = [(each.start, each.end) for each in segments(seed)]
    evidence = [piece for claim in gold["claims"] for piece in claim["evidence"]]
    lost = [
        piece["quote"]
        for piece in evidence
        if not any(start <= piece["start"] and piece["end"] <= end for start, end in spans)
    ]
    assert lost == []


def test_an_article_has_a_headline_an_author_and_a_body() -> None:
    assert parts(TITLE, "By Jane Doe", "7 September 2020", FIRST, SECOND) == [
        (Part.HEADLINE, TITLE),
        (Part.BYLINE, "By Jane Doe"),
        (Part.BODY, FIRST),
        (Part.BODY, SECOND),
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\n\n", "\n\u00a0\n", "\n    "])
def test_line_ends_of_any_kind_divide(between: str) -> None:
    assert [part for part, _ in parts(TITLE, FIRST, SECOND, between=between)] == [Part.HEADLINE, Part.BODY, Part.BODY]


def test_a_text_without_a_title_has_no_headline() -> None:
    assert parts(FIRST, SECOND) == [(Part.BODY, FIRST), (Part.BODY, SECOND)]


def test_a_question_may_be_a_headline() -> None:
    assert parts("Who broke the dam of Novy?", FIRST)[0] == (Part.HEADLINE, "Who broke the dam of Novy?")


def test_the_name_of_a_section_is_no_headline() -> None:
    assert parts("WORLD", TITLE, FIRST)[:2] == [(Part.HEADING, "WORLD"), (Part.HEADLINE, TITLE)]


def test_the_line_below_the_headline_is_a_summary() -> None:
    deck = "Mayor says that nobody had been warned of the dam"
    assert parts(TITLE, deck, "By Jane Doe", FIRST)[1] == (Part.SUMMARY, deck)


def test_points_before_the_body_are_a_summary() -> None:
    found = parts(TITLE, "• The dam was built in the year of the flood.", "• The mayor had been warned of it.", FIRST)
    assert [part for part, _ in found] == [Part.HEADLINE, Part.SUMMARY, Part.SUMMARY, Part.BODY]


@pytest.mark.parametrize("heading", ["Summary", "Key points:", "KEY TAKEAWAYS", "What you need to know"])
def test_points_below_a_heading_are_a_summary(heading: str) -> None:
    found = parts(TITLE, FIRST, heading, "- Two bridges fell.", "- A third was closed.", SECOND)
    assert found[2:] == [
        (Part.SUMMARY, "Two bridges fell."),
        (Part.SUMMARY, "A third was closed."),
        (Part.BODY, SECOND),
    ]


def test_a_short_line_above_a_paragraph_is_a_heading() -> None:
    assert parts(TITLE, FIRST, "The second day", SECOND)[2] == (Part.HEADING, "The second day")


def test_short_lines_above_no_paragraph_are_captions() -> None:
    found = parts(TITLE, FIRST, SECOND, "The bridge at noon", "The dam")
    assert [part for part, _ in found][3:] == [Part.CAPTION, Part.CAPTION]


@pytest.mark.parametrize(
    "caption",
    [
        "The dam on Monday. Image: J. Doe.",
        "The dam on Monday. (Photo by Jane Doe)",
        "The dam on Monday. Jane Doe/AFP",
        "Anna Kowal before the flood (AP Photo/Jane Doe)",
        "The dam in 2019, courtesy of the town of Novy.",
        "The dam © The Courier",
    ],
)
def test_a_line_with_the_credit_of_a_picture_is_a_caption(caption: str) -> None:
    assert parts(TITLE, FIRST, caption, SECOND)[2] == (Part.CAPTION, caption)


def test_the_name_below_a_quotation_that_was_set_apart_is_a_caption() -> None:
    assert parts(TITLE, FIRST, "—Anna Kowal on the night of the flood", SECOND)[2] == (
        Part.CAPTION,
        "Anna Kowal on the night of the flood",
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_caption_that_stands_twice_is_there_once(between: str) -> None:
    caption = "Anna Kowal, who lost her brother, in front of what is left of her house."
    found = parts(TITLE, caption, caption, FIRST, SECOND, between=between)
    assert found[1:3] == [(Part.CAPTION, caption), (Part.BODY, FIRST)]


def test_words_that_stand_twice_on_a_line_are_there_once() -> None:
    caption = "Anna Kowal In Front Of What Is Left"
    assert parts(TITLE, FIRST, f"{caption} {caption}", SECOND)[2] == (Part.CAPTION, caption)


def test_a_paragraph_of_before_is_left_out() -> None:
    assert [words for _, words in parts(TITLE, FIRST, SECOND, FIRST, LIVE)] == [TITLE, FIRST, SECOND, LIVE]


def test_a_headline_that_stands_twice_is_the_headline() -> None:
    assert parts(TITLE, TITLE, FIRST) == [(Part.HEADLINE, TITLE), (Part.BODY, FIRST)]


@pytest.mark.parametrize(
    "place",
    [
        "MINSK, Sept 7 (Reuters) —",
        "MINSK, Sept 7 (Reuters) -",
        "NEW YORK (AP) —",
        "WASHINGTON, March 5, 2019 (AFP) –",
        "KYIV, Ukraine —",
        "LONDON:",
        "Minsk, 7 September (BelaPAN) —",
    ],
)
def test_a_dateline_is_apart_from_its_sentence(place: str) -> None:
    assert parts(TITLE, f"{place} {FIRST}", SECOND)[1:3] == [(Part.DATELINE, place), (Part.BODY, FIRST)]


@pytest.mark.parametrize(
    "words",
    [
        "NATO — which has thirty members — did not answer a question of the paper on Monday.",
        "The dam — It was built in 1973 — had never been repaired, said the mayor.",
        "Kowal: A life in the water, and two more chapters of a book that nobody has read.",
    ],
)
def test_a_dash_in_a_sentence_makes_no_dateline(words: str) -> None:
    assert parts(TITLE, FIRST, words)[2] == (Part.BODY, words)


@pytest.mark.parametrize("name", ["Jane Doe", "The Courier"])
def test_what_an_outlet_says_of_itself_is_about(name: str) -> None:
    trade = {"Jane Doe": "reporter for The Courier in Minsk", "The Courier": "newspaper of the port of Novy"}[name]
    bio = f"{name} is a {trade}."
    found = parts(TITLE, FIRST, SECOND, LIVE, name, bio, "The paper was banned in 2021.")
    assert found[4:] == [(Part.ABOUT, name), (Part.ABOUT, bio), (Part.ABOUT, "The paper was banned in 2021.")]


def test_what_an_author_is_needs_no_heading_at_the_end() -> None:
    bio = "Jane Doe is a correspondent of The Courier."
    assert parts(TITLE, "By Jane Doe", FIRST, SECOND, LIVE, bio)[-1] == (Part.ABOUT, bio)


def test_a_journalist_of_whom_the_article_speaks_is_no_author() -> None:
    words = "Kowal is a reporter of a paper that was closed in the summer."
    assert parts(TITLE, FIRST, SECOND, LIVE, words)[-1] == (Part.BODY, words)


def test_who_else_worked_on_it_is_a_byline() -> None:
    words = "(Reporting by Jane Doe in Minsk; Editing by John Roe)"
    assert parts(TITLE, FIRST, SECOND, words)[-1] == (Part.BYLINE, words)


def test_sources_are_a_part_of_their_own() -> None:
    found = parts(TITLE, FIRST, "Sources", "“Storm kills twelve” — The Courier", "https://example.org/storm")
    assert found[2:] == [(Part.SOURCES, "“Storm kills twelve” — The Courier")]


@pytest.mark.parametrize("heading", ["Related news", "Read more:", "More on this story", "Sister links", "Most read"])
def test_lists_of_other_articles_are_left_out(heading: str) -> None:
    found = parts(TITLE, FIRST, heading, "Dam law passed by parliament", "Flood kills three", SECOND)
    assert [words for _, words in found] == [TITLE, FIRST, SECOND]


def test_the_menu_above_an_article_takes_nothing_of_it() -> None:
    found = parts("Top stories", "Most read", TITLE, FIRST, SECOND)
    assert [words for _, words in found] == [TITLE, FIRST, SECOND]


def test_an_author_told_of_at_the_top_is_told_of_in_one_paragraph() -> None:
    found = parts(TITLE, "About the author", "Jane Doe likes dams.", FIRST, SECOND, LIVE)
    assert [part for part, _ in found] == [Part.HEADLINE, Part.ABOUT, Part.BODY, Part.BODY, Part.BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Accessibility links",
        "Breaking News",
        "please wait",
        "No media source currently available",
        "0:00 0:02:05 0:00",
        "16x9 Image",
        "Print",
        "Share",
        "Share on Facebook",
        "Facebook Twitter Email",
        "Print | Share | Save",
        "XS",
        "LG",
        "To find out more, click here.",
        "Read more: Dam law passed",
        "Have an opinion on this story? Share it!",
        "We use cookies to make this page better.",
        "By continuing to browse you accept our cookies and terms.",
        "Sign up for our newsletter",
        "© 2020 The Courier. All rights reserved.",
        "Advertisement",
        "3 min read",
        "12 comments",
        "Skip to main content",
        "Image source, The Courier",
        "https://example.org/news/storm",
        "www.example.org",
        "Sunday, March 17, 2019",
        "2019-03-17",
        "• • •",
        "***",
    ],
)
def test_what_is_around_an_article_is_left_out(line: str) -> None:
    assert [words for _, words in parts(TITLE, FIRST, line, SECOND)] == [TITLE, FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the dam gave way, and banks stayed closed for three days.",
        "Print shops of the port were closed on Monday, said the mayor of the town.",
        "By using tear gas the police broke the law, and many agreed with that.",
        "Read aloud in court, the letter was twelve pages long.",
        "Breaking news of the flood reached Minsk at noon.",
        "Follow-up talks were held on Monday in the town hall.",
        "“Live and let live,” she said.",
    ],
)
def test_sentences_that_begin_like_buttons_stay(line: str) -> None:
    assert not is_furniture(line)
    assert parts(TITLE, FIRST, line)[2] == (Part.BODY, line)


def test_a_line_that_is_a_day_says_when_it_was_published() -> None:
    assert (
        dateline(f"{TITLE}\n2019-03-17\nhttps://example.org/x\n\nSunday, March 17, 2019\u00a0\n\n{FIRST}")
        == "2019-03-17"
    )


def test_nothing_has_no_segments() -> None:
    assert segments("") == []
    assert segments(" \n\u00a0\n•\n") == []


LINES = st.sampled_from(
    [
        TITLE,
        FIRST,
        SECOND,
        "Summary",
        "Sources",
        "By Jane Doe",
        "2019-03-17",
        "Share",
        "",
        "• point",
        "—Doe",
        "x",
        "MINSK — A.",
    ]
)


@given(st.lists(LINES | st.text(max_size=30)), st.sampled_from(["\n", "\n\n", "\r\n", "\n  ", " "]))
def test_segments_repeat_the_text_in_its_order(lines: list[str], between: str) -> None:
    text = between.join(lines)
    found = segments(text)
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "\n",
        "\u200b",
        "• ",
        "MINSK, ",
        "Minsk ",
        "By Aa ",
        "share ",
        "(",
        "x y ",
        "A is a b ",
        "word " * 14 + "\n",
        "2019-03-17 ",
        "By Jane Doe, Reuters ",
    ],
)
def test_five_million_characters_of_nothing_much_are_read(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    assert all(each.text for each in segments(text))
    dateline(text)
