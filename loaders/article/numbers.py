"""Numbers as English news writes them: what is counted, how exactly, and how long it lasted."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = rf"{MONTH_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
"""The names of the months, and their short forms with or without a full stop."""

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: value for value, word in enumerate(["zero", *_ONES, *_TEENS])}
_VALUES |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR |= {"twelve": "twelfth"} | {word: f"{word[:-1]}ieth" for word in _TENS}
_ORDINALS = {_IRREGULAR.get(word, f"{word}th"): value for word, value in _VALUES.items()}

_GAP = r"[\s-]{1,2}"
_GROUP = r"[,\u00a0\u202f]"
_DIGITS = (
    rf"(?:[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}}){{1,5}}|[0-9]{{1,15}})(?:\.[0-9]{{1,9}})?"
    rf"(?![0-9]|{_GROUP}[0-9]{{3}}(?![0-9])|[.,:][0-9])"
)
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:{_GAP}(?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)}|{'|'.join(_ONES)}|zero)"
_HUNDREDS = rf"(?:(?:an?|{_SMALL}){_GAP}hundred(?:{_GAP}(?:and{_GAP})?{_SMALL})?|{_SMALL})"
_AND_A_HALF = rf"(?:{_GAP}and{_GAP}(?:a{_GAP})?half)"
_SCALED = rf"(?:half{_GAP}an?|(?:{_DIGITS}|{_HUNDREDS}){_AND_A_HALF}?|an?){_GAP}(?:{'|'.join(_SCALES)})"
_AND_SOME = rf"(?:an?|{_SMALL}){_GAP}hundred{_GAP}and{_GAP}{_SMALL}(?!{_GAP}(?:thousand|million|billion|trillion))"
NUMBER = (
    rf"(?:{_HUNDREDS}{_GAP}thousand{_GAP}(?:and{_GAP})?{_HUNDREDS}|{_AND_SOME}|{_SCALED}|{_HUNDREDS}|{_DIGITS})(?!\w)"
)
"""One number in digits or words, as a pattern that expects case to be ignored."""

ORDINAL = rf"(?:[0-9]{{1,4}}(?:st|nd|rd|th)|(?:(?:{'|'.join(_TENS)})[\s-])?(?:{'|'.join(_ORDINALS)}))(?!\w)"
"""One ordinal in digits or words, as a pattern that expects case to be ignored."""

_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_ORDINAL = re.compile(ORDINAL, re.IGNORECASE)
_WORD = re.compile(rf"[a-z]+|[0-9](?:[0-9.]|{_GROUP})*")
_TOKEN = re.compile(
    r"(?<!\w)(?<![0-9][.,:/])(?<![\s(][.])(?<![A-Za-z]-)(?:"
    r"(?P<other>[0-9]{1,15}(?:[-/.:][0-9]{1,15}){2,6}(?!\w)|[0-9]{1,4}/[0-9]{1,4}(?!\w))"
    r"|(?P<time>[0-9]{1,2}(?:[:.][0-9]{2})?\s?(?:[ap]\.m\.|[ap]m\b)|[0-9]{1,2}:[0-9]{2}(?!\w)|[0-9]{2,4}s(?!\w))"
    rf"|(?P<ordinal>{ORDINAL})|(?P<number>{NUMBER}))",
    re.IGNORECASE,
)


class Bound(StrEnum):
    """How a number limits what is counted: `at least` is MORE_THAN, `up to` is LESS_THAN."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    APPROXIMATE = "approximate"
    RANGE = "range"


class Kind(StrEnum):
    """What a number is: TIME is of the clock, of the calendar or a length of time, OTHER a label or a measure."""

    COUNT = "count"
    YEAR = "year"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    MONEY = "money"
    AGE = "age"
    TIME = "time"
    OTHER = "other"


class Number(NamedTuple):
    """A number and its place, without the words that bound it.

    `value` is None for a range, which has `minimum` and `maximum`, and for what is not one whole number.
    """

    start: int
    end: int
    text: str
    value: int | None
    bound: Bound
    kind: Kind
    minimum: int | None = None
    maximum: int | None = None


class Duration(NamedTuple):
    """How long something lasted, in ISO 8601, and its place, without the words that bound it."""

    start: int
    end: int
    text: str
    iso: str
    bound: Bound


_NEAR = 40

_BOUND = re.compile(
    r"(?<!\w)(?:(?P<more>more than|over|at (?:the )?least|no (?:fewer|less) than|upwards of|in excess of|above"
    r"|exceed(?:s|ed|ing)?|(?:great|high|larg)er than|a minimum of|>)"
    r"|(?P<less>(?P<until>up to)|(?:fewer|less|lower|smaller) than|under|below|no more than|not more than|at most"
    r"|a maximum of|as (?:many|much) as|<)"
    r"|(?P<about>(?P<near>about|around|circa|ca?\.)|some|approximately|approx\.?|roughly|estimated(?: at)?|nearly"
    r"|almost|close to|just (?:over|under)|~))\s?(?:the|an?)?\s?(?:US|CDN)?[$€£]?$",
    re.IGNORECASE,
)
_LENGTH = "(?:decade|year|month|week|day|night|hour|minute|second)s?"
_PEOPLE = (
    "(?:people|persons?|men|women|children|civilians|soldiers|troops|prisoners|protest[eo]rs|demonstrators|police"
    "|officers|detainees|victims|others|members|workers|students|of (?:the|them|those|these))"
)
_BOUND_AFTER = re.compile(
    rf"(?P<more>\+(?!\w)|(?:\s{_PEOPLE})?\sor\smore\b)|(?P<less>\sor\s(?:fewer|less)\b)|(?P<about>\sor\sso\b)"
)
_MEASURE = (
    r"(?:kms?|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|cm|mm|centimet(?:er|re)s?|feet|foot|ft|inch(?:es)?|yards?"
    r"|acres?|hectares?|square|cubic|kg|kilos?|kilograms?|grams?|mg|lbs?|tons?|tonnes?|gallons?|lit(?:er|re)s?|barrels?"
    r"|degrees?|mph|kph|knots?|mw|megawatts?|volts?|magnitude|times|thirds?|quarters?|fifths?|tenths?)"
)
_CLOCK = r"(?:UTC|GMT|[CE]E?S?T|o['’]clock)"
_BEFORE: Mapping[Kind, re.Pattern[str]] = {
    Kind.MONEY: re.compile(r"(?:[$€£¥₴₽₿]|\b(?:USD|EUR|GBP|RUB|BYN|UAH)\s?)$"),
    Kind.AGE: re.compile(r"\b(?:[Aa]ge[ds]?|ages?\s(?:of|between)|turn(?:s|ed|ing)?)\s$"),
    Kind.OTHER: re.compile(
        r"\b(?:(?i:articles?|sections?|clauses?|paragraphs?|chapter|pages?|resolution|protocol|no|nr|number)"
        r"|Route|Highway|Interstate|Flight|Boeing|Airbus|Falcon|Apollo|Room|Cell|Block|Colony|Prison|School|Unit"
        r"|Gate|Terminal|Platform|Channel|Category|Type|Group of|Phase|Top|Area|Region|Zone|World War)\.?\s$|[#№]\s?$"
    ),
    Kind.TIME: re.compile(rf"(?<!\b[Ii]n\s)\b(?:{MONTHS})\s$|\b[12][0-9]{{3}}[-–]$"),
}
_AFTER: Mapping[Kind, re.Pattern[str]] = {
    Kind.PERCENT: re.compile(r"\s?%|[\s-]per\s?cent"),
    Kind.MONEY: re.compile(r"[\s-](?:US\s)?(?:dollars?|euros?|pounds?|ro?ubles?|hryvni\w+|yuan|yen|rupees?|cents?)\b"),
    Kind.AGE: re.compile(rf"[\s-]{_LENGTH}[\s-](?:olds?|of age)\b"),
    Kind.TIME: re.compile(rf"\+?[\s-]{_LENGTH}(?!\w)|\s?{_CLOCK}(?!\w)|\s(?:of\s)?(?:{MONTHS})(?!\w)"),
    Kind.COUNT: re.compile(r"-(?:strong|member|person|man)\b"),
    Kind.OTHER: re.compile(rf"[\s-]{_MEASURE}(?!\w)|-[A-Za-z]|°", re.IGNORECASE),
}
_OLDEST = 115
_NAMED = re.compile(r"[A-Za-z’']{2},\s(?:now\s|then\s)?$|[A-Z][\w’']+\s\($")
_CLOSED = re.compile(r",(?!\sand\b)|\)")
_IS = re.compile(r"\b(?:[Hh]e|[Ss]he|who)\s(?:is|was)\s(?:just\s|only\s)?$")
_IS_OVER = re.compile(r"[,.;]|\s(?:and|when|at)\b")
_YEAR = re.compile(r"(?:1[0-9]{3}|20[0-9]{2})(?![\w%]|[,.:/][0-9])")
_COUNTED = re.compile(
    rf"[\s-](?:{_PEOPLE}|{_MEASURE}|{_LENGTH}|{_CLOCK}|\w+day,?\s(?:night,?\s)?UTC|B\.?C\b)(?!\w)", re.IGNORECASE
)
_PLURAL = re.compile(r"\s[a-z]{2,}(?<![su])s\b")
_THINGS = re.compile(r"\s(?!(?:on|in|at|and|when|before|after|the|for|with|as|by|he|she|it|they)\b)[a-z]")
_DATED = re.compile(
    rf"(?:^|[^\w\s]\s?|\b(?:in|since|the|an?|of|for|during|by|until|from|to|and|between|after|before|its|this)\s"
    rf"|\b(?:{MONTHS}),?\s|['’]s\s|(?-i:[A-Z]\w+)\s)$",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"\b(?:no|the|this|that|each|every|another|any|which|last|next)\s$", re.IGNORECASE)
_ONE_THING = re.compile(r"\s(?!of\b|day\b|another\b)[a-z]{2}|-", re.IGNORECASE)


def number(text: str) -> int | None:
    """Return the whole number that `text` is, None if it is none or not exact.

    >>> [number(text) for text in ("1,400", "twenty-five", "two hundred and fifty", "1.5 million", "a dozen", "dozens")]
    [1400, 25, 250, 1500000, 12, None]
    """
    words = text.strip()
    return _whole(_value(words)) if _NUMBER.fullmatch(words) else None


def ordinal(text: str) -> int | None:
    """Return the number of an ordinal, None if `text` is none.

    >>> ordinal("5th"), ordinal("twenty-fifth"), ordinal("five")
    (5, 25, None)
    """
    words = text.strip().lower()
    if not _ORDINAL.fullmatch(words):
        return None
    if words[0].isdigit():
        return int(words[:-2])
    *tens, last = re.split(r"[\s-]", words)
    return sum(_VALUES[word] for word in tens) + _ORDINALS[last]


def is_year(text: str, start: int, end: int) -> bool:
    """Say whether the digits from `start` to `end` are a year from 1000 to 2099, and neither a count nor a label.

    >>> is_year("in 2019", 3, 7), is_year("nearly 2000 people", 7, 11)
    (True, False)
    """
    match = _YEAR.match(text, start)
    before, after = around(text, start, end)
    if not match or match.end() != end or _COUNTED.match(after):
        return False
    if any(pattern.search(before) for kind, pattern in _BEFORE.items() if kind is not Kind.TIME):
        return False
    if bound := _BOUND.search(before):
        return bool(bound["near"] or bound["until"]) and not _THINGS.match(after)
    return not _PLURAL.match(after) or bool(_DATED.search(before))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place, as much as says what stands there."""
    return text[max(0, start - _NEAR) : start], text[end : end + _NEAR]


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of `text` in their order; `10 to 15` is one. What is inexact (`dozens`) is left out.

    >>> [(n.text, n.value, n.bound.value, n.kind.value) for n in find_numbers("some 330 since 2020")]
    [('330', 330, 'approximate', 'count'), ('2020', 2020, 'exact', 'year')]
    """
    found: list[Number] = []
    for match in _TOKEN.finditer(text):
        one = _read(text, match)
        joined = _joined(text, found[-1], one) if found and one else None
        if joined:
            found[-1] = joined
        elif one:
            found.append(_listed(text, found[-1], one) if found else one)
    return found


def _value(words: str) -> Fraction:
    total = current = Fraction(0)
    for word in _WORD.findall(words.lower()):
        if scale := _SCALES.get(word):
            current = (current or Fraction(1)) * scale
            if scale >= _SCALES["thousand"]:
                total, current = total + current, Fraction(0)
        elif word == "half":
            current += Fraction(1, 2)
        elif word[0].isdigit():
            current += Fraction(re.sub(_GROUP, "", word))
        else:
            current += _VALUES.get(word, 0)
    return total + current


def _whole(value: Fraction) -> int | None:
    return int(value) if value.denominator == 1 else None


def _read(text: str, match: re.Match[str]) -> Number | None:
    words, (start, end) = match.group(), match.span()
    before, after = around(text, start, end)
    if not match["number"]:
        return Number(start, end, words, ordinal(words), Bound.EXACT, Kind(str(match.lastgroup)))
    if words.lower() == "one" and (_NOT_ONE.search(before) or not _ONE_THING.match(after)):
        return None
    if is_year(text, start, end):
        return Number(start, end, words, int(words), Bound.EXACT, Kind.YEAR)
    value = None if re.search(r"\.[0-9]+$", words) else _whole(_value(words))
    return Number(start, end, words, value, _bound(before, after), _kind(value, before, after))


def _kind(value: int | None, before: str, after: str) -> Kind:
    said = [kind for kind, pattern in _BEFORE.items() if pattern.search(before)]
    said = said or [kind for kind, pattern in _AFTER.items() if pattern.match(after)]
    if said or value is None:
        return said[0] if said else Kind.OTHER
    aside = (_NAMED.search(before) and _CLOSED.match(after)) or (_IS.search(before) and _IS_OVER.match(after))
    return Kind.AGE if aside and value <= _OLDEST else Kind.COUNT


def _bound(before: str, after: str) -> Bound:
    match = _BOUND.search(before) or _BOUND_AFTER.match(after)
    if match is None:
        return Bound.EXACT
    if match["more"]:
        return Bound.MORE_THAN
    return Bound.LESS_THAN if match["less"] else Bound.APPROXIMATE


_GLUE = {"b": r"\sand\s[$€£]?", "f": r"\s?[-–—]\s?", "": r"\s?[-–—]\s?|\s(?:to|or)\s[$€£]?"}
"""What stands inside a range after `between`, after `from` and after other words."""


def _joined(text: str, first: Number, second: Number) -> Number | None:
    """Return `first` and `second` as one range if the words around them say so; `from 5 to 9` is a change."""
    if first.value is None or second.value is None or Kind.ORDINAL in (first.kind, second.kind):
        return None
    glue, before = text[first.end : second.start], text[max(0, first.start - _NEAR) : first.start]
    said = re.search(r"\b(?:between\s(?:the\sages\sof\s|the\s)?|from\s)[$€£]?$", before, re.IGNORECASE)
    glued = re.fullmatch(_GLUE[said[0][0].lower() if said else ""], glue)
    scale = _SCALES.get(re.split(r"[\s-]", second.text.lower())[-1], 1)
    low = first.value * scale if first.value < scale else first.value
    if not glued or low >= second.value or (first.kind is Kind.YEAR) is not (second.kind is Kind.YEAR):
        return None
    kind = first.kind if second.kind is Kind.COUNT else second.kind
    words = text[first.start : second.end]
    return Number(first.start, second.end, words, None, Bound.RANGE, kind, low, second.value)


def _listed(text: str, first: Number, second: Number) -> Number:
    """Return `second`, which is an age or a label too if it goes on a list: `aged nine, ten and thirteen.`."""
    listed = first.kind in (Kind.AGE, Kind.OTHER) and re.fullmatch(r",?\s(?:and\s)?", text[first.end : second.start])
    ends = re.match(r"[,.;:)]|\s(?:and|of)\b|$", text[second.end : second.end + _NEAR])
    return second._replace(kind=first.kind) if listed and ends and second.kind is Kind.COUNT else second


_LENGTHS = {
    "decade": ("Y", 10, ("Y", 5)),
    "year": ("Y", 1, ("M", 6)),
    "month": ("M", 1, None),
    "week": ("W", 1, None),
    "day": ("D", 1, ("TH", 12)),
    "hour": ("TH", 1, ("TM", 30)),
    "minute": ("TM", 1, ("TS", 30)),
    "second": ("TS", 1, None),
}
"""The part of an ISO 8601 duration that each length is, how often, and its half; T: shorter than a day."""

_TIMES = re.compile(
    rf"(?<!\w)(?<![0-9][.,:/])(?P<many>half{_GAP}an?|(?:{NUMBER}){_AND_A_HALF}?|an?)[\s-]{{1,2}}"
    rf"(?P<length>{'|'.join(_LENGTHS)})s?(?!\w)(?P<half>{_AND_A_HALF}(?!\w))?",
    re.IGNORECASE,
)
_NOT_LASTED = re.compile(r"[\s-](?:olds?|of age|ago|later|earlier|hence|from now|or two)\b", re.IGNORECASE)
_SINCE = re.compile(r"\s(?:after|before|prior to|ahead of|into)\b")
_FOR = re.compile(r"\b(?:to|for|of|in|with|given|got|received|served|spent|lasted)\s(?:\w+\s){0,2}$")
_EACH = re.compile(
    r"(?:[0-9]|\b(?:once|twice|times|hours|days|weeks|months|cents|dollars|euros|pounds|ro?ubles|[mb]illion|thousand"
    r"|hundred|percent|people|tons|such|quite|many))\s$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(?:[0-9]|\b(?:{'|'.join(_VALUES)}))-?(?:\s?[-–—]\s?|\s(?:to|or)\s)$|\bbetween\s\S{{1,20}}\sand\s$",
    re.IGNORECASE,
)


def find_durations(text: str) -> list[Duration]:
    """Return the lengths of time of `text` in their order; ages, ranges and `two years ago` are none.

    >>> [duration.iso for duration in find_durations("11 years, then a year and a half; two years and three months")]
    ['P11Y', 'P1Y6M', 'P2Y3M']
    """
    return [found for run in _runs(text) if (found := _duration(text, run))]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the lengths that stand side by side, each shorter than the one before: `two years and three months`."""
    order = list(_LENGTHS)
    run: list[re.Match[str]] = []
    for match in _TIMES.finditer(text):
        beside = run and re.fullmatch(r",?\s(?:and\s)?", text[run[-1].end() : match.start()])
        if run and not (beside and order.index(run[-1]["length"].lower()) < order.index(match["length"].lower())):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _duration(text: str, run: list[re.Match[str]]) -> Duration | None:
    start, end = run[0].start(), run[-1].end()
    before, after = around(text, start, end)
    vague = run[0]["many"].lower() in ("a", "an") and (_EACH.search(before) or run[0]["length"] in ("second", "minute"))
    since = _SINCE.match(after) and not _FOR.search(before)
    if vague or since or _NOT_LASTED.match(after) or _FROM_TO.search(before):
        return None
    iso = _iso([(match["length"].lower(), _quantity(match)) for match in run])
    return Duration(start, end, text[start:end], iso, _bound(before, after)) if iso else None


def _quantity(match: re.Match[str]) -> Fraction:
    many = Fraction(1) if match["many"].lower() in ("a", "an") else _value(match["many"])
    return many + Fraction(1, 2) if match["half"] else many


def _iso(lengths: list[tuple[str, Fraction]]) -> str | None:
    """Return the sum of `lengths`, None if it has a fraction that no part of a duration says."""
    amounts = dict.fromkeys(("Y", "M", "W", "D", "TH", "TM", "TS"), 0)
    for length, many in lengths:
        part, worth, half = _LENGTHS[length]
        amounts[part] += int(many) * worth
        if many.denominator == 2 and half:  # noqa: PLR2004 - a half
            amounts[half[0]] += half[1]
        elif many.denominator != 1:
            return None
    if any(amounts[part] for part in amounts if part != "W"):
        amounts["D"] += 7 * amounts.pop("W")
    said = [(part, amount) for part, amount in amounts.items() if amount]
    days = "".join(f"{amount}{part}" for part, amount in said if part[0] != "T")
    time = "".join(f"{amount}{part[1]}" for part, amount in said if part[0] == "T")
    return f"P{days}T{time}" if time else f"P{days or '0D'}"
