"""Counts: what makes a number one of the killed, arrested, freed or gathered, and what makes it none. All made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.article.extract import extract
from loaders.article.extraction import Bounds

if TYPE_CHECKING:
    from loaders.article.extraction import ExtractedClaim


def counts(text: str) -> list[ExtractedClaim]:
    """Return the counts of `text`, in its order."""
    return [claim for claim in extract(text, "2024-05-10").claims if claim.kind == "count"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("At least 14 people were killed in Kabul.", "killed", ">14"),
        ("The bomb left 42 people dead in Kabul.", "killed", 42),
        ("Between 10 and 15 people were injured.", "injured", Bounds(10, 15)),
        ("The death toll rose to 23 on Sunday.", "killed", 23),
        ("Fifty people lost their lives in the fire.", "killed", 50),
        ("He admitted to eight murders.", "killed", 8),
        ("Four stabbed to death in Vienna.", "killed", 4),
        ("Police detained 120 protesters in Minsk.", "arrested", 120),
        ("Hundreds of people were arrested in Minsk.", "arrested", ">100"),
        ("The court jailed three men for life.", "jailed", 3),
        ("The president pardoned 37 prisoners on Friday.", "pardoned", 37),
        ("Some 330 political prisoners have been released early.", "released", 330),
        ("More than 1,300 political prisoners are held in Belarus.", "political_prisoners", ">1300"),
        ("A crowd of about 5,000 gathered outside the parliament.", "attendance", 5000),
        ("Tens of thousands of people marched in Budapest.", "attendance", ">10000"),
        ("The protesters, sometimes numbering in the millions, were peaceful.", "attendance", ">1000000"),
        ("The vigil was attended by thousands.", "attendance", ">1000"),
        ("The party won 34% of the vote.", "votes", "34%"),
        ("She won with 92,153 votes.", "votes", 92153),
    ],
)
def test_a_number_of_people_is_counted(text: str, kind: str, value: object) -> None:
    assert [(claim.type, claim.value) for claim in counts(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "The two parents were arrested in January.",
        "The police killed two dogs.",
        "He was charged with eight counts of fraud.",
        "The illness causes four deaths per 100,000 people.",
        "She won by a margin of 108 votes.",
        "She spent three days in prison.",
        "Polls gave her 12% of the vote.",
    ],
)
def test_other_numbers_are_no_counts(text: str) -> None:
    assert counts(text) == []


def test_the_dead_and_the_wounded_are_counted_apart() -> None:
    found = counts("A bomb exploded in Kabul, killing seven people and wounding 30 others.")
    assert [(claim.type, claim.value) for claim in found] == [("killed", 7), ("injured", 30)]


def test_the_prisoners_of_a_country_are_as_many_as_they_are_even_where_their_release_is_hoped_for() -> None:
    (found,) = counts("Campaigns offer hope for freeing the estimated 1,200 political prisoners in Belarus.")
    assert (found.type, found.value, found.certainty, found.args) == (
        "political_prisoners",
        1200,
        "asserted",
        {"place": "belarus"},
    )


def test_those_and_a_number_mean_the_prisoners_told_of_before() -> None:
    text = (
        "Jan Novak said that Belarus holds hundreds of political prisoners. "
        '"They will be releasing a lot of those 1,400," Novak said.'
    )
    (found,) = counts(text)
    assert (found.type, found.value, found.certainty, found.speaker) == (
        "political_prisoners",
        1400,
        "asserted",
        "jan-novak",
    )


def test_a_number_that_may_come_is_possible() -> None:
    (found,) = counts("Officials fear that 40 people may be arrested in Minsk.")
    assert (found.type, found.value, found.certainty) == ("arrested", 40, "possible")


def test_the_words_of_a_count_hold_its_number() -> None:
    text = "In Vienna a man went on a stabbing spree on Monday night, killing four."
    (found,) = counts(text)
    (span,) = found.evidence
    assert text[span.start : span.end].endswith("killing four")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 300 held since vote", ("arrested", ">300")),
        ("Police rounded up at least 412 people in Minsk.", ("arrested", ">412")),
        ("At least 13 journalists are behind bars in Minsk.", ("jailed", ">13")),
        ("The government holds no political prisoners.", ("political_prisoners", 0)),
        ("The president granted clemency to 38 convicts.", ("pardoned", 38)),
        ("Some 300 people had come to the square.", ("attendance", 300)),
        ("Watchdogs put the number of reporters behind bars at 26.", ("jailed", 26)),
    ],
)
def test_people_are_counted_in_many_words(text: str, expected: tuple[str, int | str]) -> None:
    assert [(count.type, count.value) for count in counts(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Two meetings were held in Minsk.",
        "After the storm 200 pupils were sent home.",
        "In June 5,000 migrants came to the island.",
        "Eight people came to dinner.",
    ],
)
def test_what_only_sounds_like_a_count_is_none(text: str) -> None:
    assert counts(text) == []


def test_those_sent_home_after_an_arrest_are_released() -> None:
    found = counts("Police rounded up 90 people in Minsk. So far 41 have been sent home.")
    assert [(count.type, count.value) for count in found] == [("arrested", 90), ("released", 41)]


def test_a_number_that_is_called_false_is_negated() -> None:
    (found,) = counts("Talk of four dead was false.")
    assert (found.value, found.certainty) == (4, "negated")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No one was injured.", [("injured", 0)]),
        ("Nobody was hurt in the crash.", [("injured", 0)]),
        ("None of the suspects were injured.", [("injured", 0)]),
        ("No injuries were reported.", [("injured", 0)]),
        ("There were no deaths.", [("killed", 0)]),
        ("No arrests have been made.", [("arrested", 0)]),
        ("Nobody told him.", []),
        ("There was no vote.", []),
    ],
)
def test_that_nobody_was_harmed_is_a_count_of_none(text: str, expected: list[tuple[str, int]]) -> None:
    assert given(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bill passed by 230 votes to 198.", [230, 198]),
        ("The vote passed 230-to-198.", [230, 198]),
        ("The Senate approved the bill in a 52-47 vote.", [52, 47]),
        ("She was elected with 220 votes in favour and 192 against.", [220, 192]),
        ("The team won 3-2 and passed the test.", []),
    ],
)
def test_a_vote_has_those_for_and_those_against(text: str, expected: list[int]) -> None:
    assert [value for _, value in given(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of dead climbed to 45.", [("killed", 45)]),
        ("The death toll exceeded 100.", [("killed", ">100")]),
        ("The fire took the lives of 14 people.", [("killed", 14)]),
        ("The killing of 20 people sparked anger.", [("killed", 20)]),
        ("150 soldiers, 95 civilians and 30 rebels were killed.", [("killed", 150), ("killed", 95), ("killed", 30)]),
        ("As many as 200 people died.", [("killed", 200)]),
        ("Three people were taken to hospital.", [("injured", 3)]),
        ("14 people suffered injuries.", [("injured", 14)]),
        ("Four people were shot.", [("injured", 4)]),
        ("Four teenagers shot at Ohio party", [("injured", 4)]),
        ("Two men shot at police.", []),
        ("One of them was injured in the face.", [("injured", 1)]),
        ("One hundred and twenty people were injured.", [("injured", 120)]),
        ("Sixty people or more were injured.", [("injured", ">60")]),
        ("45 people were placed under arrest.", [("arrested", 45)]),
        ("The arrests of 96 people sparked anger.", [("arrested", 96)]),
        ("Forty detainees were released without charge.", [("released", 40)]),
        ("Forty people received prison sentences.", [("jailed", 40)]),
        ("Thousands joined the protest in Minsk.", [("attendance", ">1000")]),
        ("Viasna has recognized 1,200 people as political prisoners.", [("political_prisoners", 1200)]),
        ("There are 1,200 prisoners of conscience.", [("political_prisoners", 1200)]),
        ("He said 300 deaths could be prevented.", []),
        ("Five of the victims are still in hospital.", [("injured", 5)]),
        ("All 14 people on board were killed.", [("killed", 14)]),
        ("The 14 people were killed.", []),
        ("All four are in stable condition.", []),
        ("40 people were amnestied.", [("pardoned", 40)]),
        ("Turnout was 67%.", []),
    ],
)
def test_counts_are_told_in_many_words(text: str, expected: list[tuple[str, int | str]]) -> None:
    assert given(text) == expected


@pytest.mark.parametrize(
    "text", ["14 people are feared dead.", "14 people are believed to have been killed.", "14 people may have died."]
)
def test_the_feared_dead_are_possible(text: str) -> None:
    (found,) = (claim for claim in extract(text, "2024-05-10").claims if claim.kind == "count")
    assert (found.value, found.certainty) == (14, "possible")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb went off in Lyon. Four people died.", "lyon"),
        ("Last week a Kabul bombing killed five.", "kabul"),
        ("Poland freed 38 prisoners. They came to Riga by bus.", "poland"),
        ("A Polish court jailed 38 people.", "poland"),
    ],
)
def test_a_number_belongs_where_its_sentence_or_the_one_before_was(text: str, place: str) -> None:
    (found,) = (claim for claim in extract(text, "2024-05-10").claims if claim.kind == "count")
    assert found.args == {"place": place}


def given(text: str) -> list[tuple[str, object]]:
    """Return the type and the value of every count in `text`."""
    return [(claim.type, claim.value) for claim in extract(text, "2024-05-10").claims if claim.kind == "count"]


def test_what_a_sentence_reportedly_begins_with_is_said_of_all_of_it() -> None:
    found = counts("Reportedly, two people were killed and eight people were injured.")
    assert [(claim.value, claim.certainty) for claim in found] == [(2, "alleged"), (8, "alleged")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Riots broke out. The confirmed deaths are fourteen civilians, five soldiers, and one nurse.",
            [("killed", 14), ("killed", 5), ("killed", 1)],
        ),
        ("Among the dead were three children and two teachers.", [("killed", 3), ("killed", 2)]),
        ("The wounded include six police officers.", [("injured", 6)]),
        (
            "The mayor said 90 people were wounded, as were seventeen from the guard.",
            [("injured", 90), ("injured", 17)],
        ),
        (
            "A bomb killed eight people and around twenty more, including colleague Mark Lowe, were injured.",
            [("killed", 8), ("injured", 20)],
        ),
        ("The blast left ten others with minor injuries.", [("injured", 10)]),
        ("On Sunday, residents turned out more than 9,000 strong to vote.", [("votes", ">9000")]),
        ("The fire left 14 dead and 20 in hospital.", [("killed", 14)]),
    ],
)
def test_those_of_a_total_are_counted_too(text: str, expected: list[tuple[str, int | str]]) -> None:
    assert given(text) == expected


def test_a_number_with_only_its_place_is_of_what_was_counted_before() -> None:
    found = counts("The march drew 250 thousand protesters in Oslo, 100 thousand in London, and 1.4 million in Berlin.")
    assert [(claim.value, claim.args["place"]) for claim in found] == [
        (250_000, "oslo"),
        (100_000, "london"),
        (1_400_000, "berlin"),
    ]
