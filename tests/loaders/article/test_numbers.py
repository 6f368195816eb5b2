"""Numbers and durations in news: their values, what bounds them, what they are, and that any text is read in peace."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.article.numbers import Bound, Kind, Number, find_durations, find_numbers, is_year, number, ordinal

law = settings(derandomize=True, deadline=None, database=None)

WORDS = [
    *("a", "an", "half", "and", "two", "twenty", "five", "fifth", "hundred", "thousand", "million", "dozen", "dozens"),
    *("one", "1,400", "15", "10", "2019", "1.5", "$", "%", "-", "–", "to", "from", "between", "more than", "at least"),
    *(
        "some",
        "aged",
        "year-old",
        "years",
        "months",
        "weeks",
        "day",
        "hours",
        "ago",
        "or so",
        ",",
        ".",
        "(",
        ")",
        "9/11",
    ),
    *("3:30", "p.m.", "Article", "in", "June", "people", "of", "999999999999999", "1990s", "COVID-19"),
]
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)


def one(text: str) -> Number:
    """Return the only number of `text`."""
    (found,) = find_numbers(text)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("14", 14),
        ("1,400", 1400),
        ("1,234,567", 1_234_567),
        ("1\u00a0400", 1400),
        ("zero", 0),
        ("Twenty", 20),
        ("twenty-five", 25),
        ("twenty five", 25),
        ("a hundred", 100),
        ("two hundred", 200),
        ("two hundred and fifty", 250),
        ("two hundred fifty-one", 251),
        ("two thousand", 2000),
        ("two thousand and five", 2005),
        ("three hundred thousand", 300_000),
        ("twelve thousand three hundred and one", 12_301),
        ("415 thousand", 415_000),
        ("1.5 million", 1_500_000),
        ("2.8 million", 2_800_000),
        ("1.7 billion", 1_700_000_000),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("three-and-a-half million", 3_500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        (" 330 ", 330),
    ],
)
def test_a_number_is_read_from_digits_and_words(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "an", "dozens", "hundreds", "dozen", "several hundred", "a few", "some", "half", "1.5", "life"),
        *("1,40", "14,00", "200,0000", "1.2.3", "two three", "twenty people", "5th", "third", "3:30", "50m", "-5", "٣"),
    ],
)
def test_what_is_not_one_whole_number_has_no_value(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1st", 1),
        ("2nd", 2),
        ("5th", 5),
        ("110th", 110),
        ("first", 1),
        ("Second", 2),
        ("fifth", 5),
        ("eighth", 8),
        ("twelfth", 12),
        ("fourteenth", 14),
        ("twentieth", 20),
        ("thirty-first", 31),
        ("twenty fifth", 25),
        ("five", None),
        ("5", None),
        ("", None),
    ],
)
def test_an_ordinal_has_its_number(text: str, value: int | None) -> None:
    assert ordinal(text) == value


@pytest.mark.parametrize(
    ("text", "words", "value", "bound"),
    [
        ("Twenty people have been released", "Twenty", 20, Bound.EXACT),
        ("those 1,400, he said", "1,400", 1400, Bound.EXACT),
        ("since then some 330 political prisoners", "330", 330, Bound.APPROXIMATE),
        ("the estimated 1,200 political prisoners", "1,200", 1200, Bound.APPROXIMATE),
        ("“approximately 1,200 political prisoners”", "1,200", 1200, Bound.APPROXIMATE),
        ("an estimated four million people", "four million", 4_000_000, Bound.APPROXIMATE),
        ("About 2.9 million people", "2.9 million", 2_900_000, Bound.APPROXIMATE),
        ("nearly 2000 people", "2000", 2000, Bound.APPROXIMATE),
        ("almost 300 were held", "300", 300, Bound.APPROXIMATE),
        ("20 or so protesters", "20", 20, Bound.APPROXIMATE),
        ("backed by more than 20 non-governmental organizations", "20", 20, Bound.MORE_THAN),
        ("Over 1,000 rescuers responded", "1,000", 1000, Bound.MORE_THAN),
        ("at least 42 people dead", "42", 42, Bound.MORE_THAN),
        ("No fewer than twelve were beaten", "twelve", 12, Bound.MORE_THAN),
        ("upwards of 100,000 deaths", "100,000", 100_000, Bound.MORE_THAN),
        ("> 50 arrests", "50", 50, Bound.MORE_THAN),
        ("50 or more arrests", "50", 50, Bound.MORE_THAN),
        ("50+ arrests", "50", 50, Bound.MORE_THAN),
        ("Fewer than two hundred showed up", "two hundred", 200, Bound.LESS_THAN),
        ("less than 20 were freed", "20", 20, Bound.LESS_THAN),
        ("under 500 attended", "500", 500, Bound.LESS_THAN),
        ("up to 300 may be freed", "300", 300, Bound.LESS_THAN),
        ("at most five remain", "five", 5, Bound.LESS_THAN),
        ("no more than 20 visitors", "20", 20, Bound.LESS_THAN),
        ("as many as 32 hospitalised", "32", 32, Bound.LESS_THAN),
        ("a 5,000-strong crowd", "5,000", 5000, Bound.EXACT),
        ("in June, while 14 political prisoners were pardoned", "14", 14, Bound.EXACT),
        ("In June 14 prisoners were pardoned", "14", 14, Bound.EXACT),
        ("One news site reported it", "One", 1, Bound.EXACT),
    ],
)
def test_a_count_has_a_value_and_a_bound(text: str, words: str, value: int, bound: Bound) -> None:
    found = one(text)
    assert (found.text, found.value, found.bound, found.kind) == (words, value, bound, Kind.COUNT)


@pytest.mark.parametrize(
    ("text", "words", "minimum", "maximum", "kind"),
    [
        ("10 to 15 people", "10 to 15", 10, 15, Kind.COUNT),
        ("10-15 people", "10-15", 10, 15, Kind.COUNT),
        ("10–15% of people", "10–15", 10, 15, Kind.PERCENT),
        ("between 36 and 40 people", "36 and 40", 36, 40, Kind.COUNT),
        ("three or four of those vessels", "three or four", 3, 4, Kind.COUNT),
        ("one or two hundred", "one or two hundred", 100, 200, Kind.COUNT),
        ("5 to 10 million people", "5 to 10 million", 5_000_000, 10_000_000, Kind.COUNT),
        ("between $5 and $7 billion", "5 and $7 billion", 5 * 10**9, 7 * 10**9, Kind.MONEY),
        ("15 to 20 seconds", "15 to 20", 15, 20, Kind.TIME),
        ("between the ages of 14 and 18", "14 and 18", 14, 18, Kind.AGE),
        ("from 2005–2015", "2005–2015", 2005, 2015, Kind.YEAR),
    ],
)
def test_a_range_has_both_ends_and_no_value(text: str, words: str, minimum: int, maximum: int, kind: Kind) -> None:
    found = one(text)
    assert (found.text, found.value, found.bound, found.kind) == (words, None, Bound.RANGE, kind)
    assert (found.minimum, found.maximum) == (minimum, maximum)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("raising the toll from fourteen to 31", [14, 31]),
        ("voted 66 to 27", [66, 27]),
        ("in 2018 or 20 people", [2018, 20]),
        ("12 were killed and 15 injured", [12, 15]),
        ("six of the country's eight capitals", [6, 8]),
        ("dozens were held, hundreds fled, thousands of others", []),
        ("a few hundred, several dozen", []),
        ("no one was hurt, and one of them", []),
        ("roughly 200,0000 residents", []),
        ("50m and 1.4bn", []),
        ("COVID-19, an F-16, MI5, 16x9, A300", []),
        ("acres; .0605 square km", []),
    ],
)
def test_numbers_that_make_no_range_stand_alone_and_what_is_inexact_is_left_out(text: str, values: list[int]) -> None:
    assert [found.value for found in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("in 2019, the 2020 election", "year year"),
        ("the 2018 elections; 2018 saw 11,187 accidents", "year year count"),
        ("over 1800 people, about 2000 people", "count count"),
        ("police arrested 2000 protesters", "count"),
        ("they held 1500 rebels", "count"),
        ("around 2015, up to 2015 on television", "year year"),
        ("their September 2015 deaths", "year"),
        ("the 5th and twenty-first", "ordinal ordinal"),
        ("29%, 26.9 percent, 50 per cent", "percent percent percent"),
        ("€20,000 (£17,500; US$22,900)", "money money money"),
        ("one million rubles, half a million US dollars", "money money"),
        ("aged 28, a 67-year-old, 64 years old", "age age age"),
        ("aged nine, ten, thirteen, two aged fourteen", "age age age count age"),
        ("at age 10, below the age of fifteen", "age age"),
        ("Andrew Kinsman, 49, was reported", "age"),
        ("James Fields, now 22, was jailed with Ales (60)", "age age"),
        ("He was 101 and died. She was 95.", "age age"),
        ("the number of women, 102, and of men", "count"),
        ("the 9/11 attacks, 24/7", "other other"),
        ("Articles 109 and 110 of the Code, Article 50", "other other other"),
        ("Route 2, Flight 610, a Boeing 737, Area 51", "other other other other"),
        ("700 miles, 35-km, 5.5 magnitude, ten-storey", "other other other other"),
        ("two-thirds of them, three quarters", "other other"),
        ("at 13:40, 3:30am, 5 p.m., 1800 UTC", "time time time time"),
        ("11 years, a 47 month term, 30+ years", "time time time"),
        ("September 7, 2019 and 7 September", "time year time"),
        ("2019-09-07, 07/09/2019, 2:05:46", "other other other"),
        ("in the 1990s, in 2014–16", "time year time"),
        ("a magnitude of 4.0", "other"),
    ],
)
def test_years_ages_money_times_and_labels_are_not_counts(text: str, kinds: str) -> None:
    assert " ".join(found.kind for found in find_numbers(text)) == kinds


@pytest.mark.parametrize(
    ("text", "digits", "expected"),
    [
        ("in 2016", "2016", True),
        ("(2021)", "2021", True),
        ("the Tenure of Office Act of 1867,", "1867", True),
        ("Comicon 2019 returned", "2019", True),
        ("2,019 people", "019", False),
        ("2240 attendees", "2240", False),
        ("3000 of the", "3000", False),
        ("Route 2019", "2019", False),
        ("$2019", "2019", False),
        ("1770 km", "1770", False),
        ("1639 UTC", "1639", False),
        ("2024 Friday, UTC", "2024", False),
        ("1200 BC", "1200", False),
        ("the year 999", "999", False),
    ],
)
def test_four_digits_are_a_year_unless_something_is_counted_or_labelled(text: str, digits: str, expected: bool) -> None:  # noqa: FBT001 - values of a table
    start = text.index(digits)
    assert is_year(text, start, start + len(digits)) is expected


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("sentenced to 11 years in prison", "11 years", "P11Y"),
        ("an 11-year sentence", "11-year", "P11Y"),
        ("for a year and a half since 2023", "a year and a half", "P1Y6M"),
        ("four and a half years", "four and a half years", "P4Y6M"),
        ("a five-and-a-half-year term", "five-and-a-half-year", "P5Y6M"),
        ("2.5 years", "2.5 years", "P2Y6M"),
        ("two years and three months", "two years and three months", "P2Y3M"),
        ("two years, three months and five days", "two years, three months and five days", "P2Y3M5D"),
        ("2 weeks and 3 days", "2 weeks and 3 days", "P17D"),
        ("18 months", "18 months", "P18M"),
        ("six weeks", "six weeks", "P6W"),
        ("90 days", "90 days", "P90D"),
        ("half a year", "half a year", "P6M"),
        ("a decade", "a decade", "P10Y"),
        ("nearly eight decades", "eight decades", "P80Y"),
        ("a decade and a half", "a decade and a half", "P15Y"),
        ("jailed for a year", "a year", "P1Y"),
        ("a two-year suspended sentence", "two-year", "P2Y"),
        ("a year-long campaign", "a year", "P1Y"),
        ("to a 47 month prison term", "47 month", "P47M"),
        ("twenty three years", "twenty three years", "P23Y"),
        ("a hundred years", "a hundred years", "P100Y"),
        ("life plus 419 years", "419 years", "P419Y"),
        ("25 years to life", "25 years", "P25Y"),
        ("within 24 hours", "24 hours", "PT24H"),
        ("an hour and a half", "an hour and a half", "PT1H30M"),
        ("half an hour", "half an hour", "PT30M"),
        ("2 hours 1 minute 39 seconds", "2 hours 1 minute 39 seconds", "PT2H1M39S"),
        ("a day and a half", "a day and a half", "P1DT12H"),
        ("he got two years after a trial", "two years", "P2Y"),
        ("has lasted 5 years now", "5 years", "P5Y"),
        ("zero days", "zero days", "P0D"),
    ],
)
def test_a_duration_is_read_as_iso_8601(text: str, words: str, iso: str) -> None:
    assert [(found.text, found.iso) for found in find_durations(text)] == [(words, iso)]


@pytest.mark.parametrize(
    "text",
    [
        *("sentenced to life", "for years", "several months", "recent months", "a few days", "the year", "annual"),
        *("a 28-year-old", "64 years old", "an eleven-month-old boy", "18 years of age"),
        *("two years ago", "a year-and-a-half ago", "Two days later", "a week earlier", "two years from now"),
        *("two days after the court ruled", "seven days ahead of the deadline", "a year before he died"),
        *("twice a year", "seven times a week", "$20 a year", "wait a minute", "a year or two"),
        *("10 to 15 years", "10-15 years", "two- to three-year terms", "between five and ten years"),
        *("a week and a half", "1.25 years", "3.7 years"),
    ],
)
def test_ages_moments_rates_and_what_is_vague_are_no_durations(text: str) -> None:
    assert find_durations(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 12 years", Bound.LESS_THAN),
        ("more than ten years", Bound.MORE_THAN),
        ("at least 23 hours", Bound.MORE_THAN),
        ("about an hour", Bound.APPROXIMATE),
        ("11 years", Bound.EXACT),
    ],
)
def test_a_duration_is_bounded_like_a_number(text: str, bound: Bound) -> None:
    assert [found.bound for found in find_durations(text)] == [bound]


def test_equal_lengths_are_two_durations() -> None:
    found = find_durations("two years and three years, respectively")
    assert [duration.iso for duration in found] == ["P2Y", "P3Y"]


@law
@given(TEXTS)
def test_a_number_repeats_the_text_and_only_a_range_has_two_ends(text: str) -> None:
    end = 0
    for found in find_numbers(text):
        assert end <= found.start < found.end
        assert found.text == text[found.start : found.end]
        assert (found.bound is Bound.RANGE) == (found.minimum is not None) == (found.maximum is not None)
        end = found.end


@law
@given(TEXTS)
def test_a_duration_repeats_the_text(text: str) -> None:
    end = 0
    for found in find_durations(text):
        assert end <= found.start < found.end
        assert found.text == text[found.start : found.end]
        assert found.iso.startswith("P")
        end = found.end


@law
@given(TEXTS)
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert (number(text) or 0) >= 0
    assert (ordinal(text) or 0) >= 0


@pytest.mark.parametrize(
    "unit",
    [
        "a year and ",
        "two hundred and ",
        "one ",
        "twenty-",
        "1,",
        "1",
        "1-",
        "half a ",
        "between 10 and ",
        "aged nine, ",
        " ",
    ],
)
def test_a_long_monotonous_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(found.text in text for found in find_numbers(text))
    assert all(found.text in text for found in find_durations(text))
    assert number(text) is None
