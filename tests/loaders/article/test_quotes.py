"""Quotations and their speakers. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract
from tests.loaders.article.reading_of import read

EWA = "Ewa Nowak"
SPOKEN = [
    ("Ewa Nowak said, “We are not afraid of them.”", EWA),
    ("“We are not afraid of them,” said Ewa Nowak.", EWA),
    ("“We are not afraid of them,” Ewa Nowak told reporters in Brest on Monday.", EWA),
    ("Ewa Nowak, the mayor of Lublin, wrote on Twitter: “We are not afraid of them.”", EWA),
    ("The mayor of Lublin, Ewa Nowak, said: “We are not afraid of them.”", EWA),
    ("According to Ewa Nowak, the vote was “a farce from start to end”.", EWA),
    ("The vote was described by Ewa Nowak as “a farce from start to end”.", EWA),
    ("Ewa Nowak called the vote “a farce”.", EWA),
    ("Ewa Nowak's statement read: “We are not afraid of them.”", EWA),
    ("Ewa Nowak arrived on Monday. “We are not afraid of them,” she said.", EWA),
    ("Ewa Nowak disagreed with the findings: “We were never afraid of them.”", EWA),
    ('Ewa Nowak said, "We are not afraid of them."', EWA),
    ("Ewa Nowak told the court that the vote was “a farce from start to end”.", EWA),
    ("“We are not afraid of them,” police said.", "(police)"),
    ("The president of the League in Lublin, Ewa Nowak, said, “We are not afraid of them.”", EWA),
    ("“We are not afraid of them,” tweeted Mayor of Lublin Ewa Nowak (no relation).", EWA),
    ("Poland's envoy to Norway Ewa Nowak said the vote was “a farce from start to end”.", EWA),
    ("A Republican, Ewa Nowak, voiced doubts, telling Reuters: “We are not afraid of them.”", EWA),
    ("The ministry did not agree. “We are not afraid,” its spokeswoman, Ewa Nowak, said by telephone.", EWA),
    ("Ewa Nowak denied that Jan Kowal had been beaten and described his health as “entirely good”.", EWA),
    ("Ewa Nowak said the men thought they were “nothing but a toy”.", EWA),
    ("According to U.S. Attorney Ewa Nowak, a note, if written by Jan Kowal, is proof: “We have it all.”", EWA),
    ("Ewa Nowak spoke on the vote — which Reuters noted as unusual — “We are not afraid of them.”", EWA),
    ("The club was declared an “enemy organization” by the Polish government.", "Polish government"),
]


@pytest.mark.parametrize(("text", "who"), SPOKEN)
def test_a_quote_is_given_to_whom_the_sentence_names(text: str, who: str) -> None:
    assert [speaker for _, speaker in read(text).said()] == [who]


def test_a_quote_that_the_speech_verb_parts_has_one_speaker() -> None:
    assert read("“We are staying here,” said Ewa Nowak, “and nobody will move us.”").said() == [
        ("We are staying here,", EWA),
        ("and nobody will move us.", EWA),
    ]


def test_the_next_paragraph_goes_on_with_the_same_speaker() -> None:
    text = "“We are staying here,” said Ewa Nowak.\n\n“There is nothing else that we could do now.”"
    assert [speaker for _, speaker in read(text).said()] == [EWA, EWA]


def test_a_quotation_of_two_paragraphs_needs_no_closing_mark_in_the_first() -> None:
    text = "Ewa Nowak said: “We are staying here for as long as it takes.\n\n“And nobody will ever move us from here.”"
    assert read(text).said() == [
        ("We are staying here for as long as it takes.", EWA),
        ("And nobody will ever move us from here.", EWA),
    ]


def test_two_speakers_in_one_paragraph_each_keep_their_words() -> None:
    text = "“We are staying here,” said Ewa Nowak. Jan Kowal answered, “Nobody asked you to leave.”"
    assert read(text).said() == [("We are staying here,", EWA), ("Nobody asked you to leave.", "Jan Kowal")]


def test_single_marks_are_quotation_marks_and_apostrophes_are_not() -> None:
    text = "The workers' union met Ewa Nowak. \u2018We don’t trust the owners’ promises any more,’ said Ewa Nowak."
    assert read(text).said() == [("We don’t trust the owners’ promises any more,", EWA)]


def test_a_quote_inside_a_quote_is_part_of_it() -> None:
    text = "Ewa Nowak said, “They told me \u2018go away’ and I stayed.”"
    assert read(text).said() == [("They told me \u2018go away’ and I stayed.", EWA)]


@pytest.mark.parametrize(
    "text",
    [
        "The storm was nicknamed “the Beast of the East” in the press.",
        "The ferry “Northern Star” left the harbour on Monday.",
        "A “tropical storm” is a form of cyclone.",
        "Ewa Nowak, nicknamed the “Iron Lady of the Bug”, said that it was over.",
    ],
)
def test_a_name_or_a_term_in_quotation_marks_is_nobodys_words(text: str) -> None:
    assert read(text).said() == []


def test_an_unknown_speaker_stays_unknown() -> None:
    text = "Ewa Nowak left on Monday. On the wall was written, “We shall never forget what they did to us.”"
    assert [speaker for _, speaker in read(text).said()] == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            'Calling it dull, Anna Roe of "Have no fear", a charity, told Reuters "it appears as if it was ready".',
            "anna-roe",
        ),
        (
            'The palace issued the following statement from King Rama: "Even though she left, she is one of us."',
            "rama",
        ),
        (
            'Two died. Coast Guard chief Elson Roe gave an order directing units to "join in the pursuit".',
            "elson-roe",
        ),
        (
            'NATO released a statement saying a raid near Mosul failed. "No troops were hurt," read the statement.',
            "nato",
        ),
        (
            'Denia Roca, a Foreign Ministry official, insisted. "They left and we opened the gate," she said.',
            "denia-roca",
        ),
        ('Time credits an individual as having done "the most to influence the year".', None),
    ],
)
def test_whoever_signs_or_tells_it_is_the_speaker(text: str, speaker: str | None) -> None:
    assert extract(text, "2024-05-10").quotes[-1].speaker == speaker
