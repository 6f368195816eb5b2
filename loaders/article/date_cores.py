"""The dates that stand by themselves in a text, and how each is said: `September 7`, `last month`, `two days later`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from loaders.article.numbers import MONTH_NAMES, MONTHS, NUMBER, around, is_year

_Core = Literal["day", "month", "year", "weekday", "near", "away"]
Form = _Core | Literal["since", "until", "about", "between", "occasion", "anniversary"]
"""How a date is said: `last week` is `near`, `two days later` is `away`, an `occasion` recalls an `anniversary`."""


class Expression(Struct, frozen=True):
    """A date in a text: its place and words, how it is said, what was said (in lower case), the dates it is made of."""

    start: int
    end: int
    text: str
    form: Form
    said: Mapping[str, str] = {}
    parts: tuple[Expression, ...] = ()


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH_NUMBERS = {month[:3].lower(): number for number, month in enumerate(MONTH_NAMES.split("|"), start=1)}
MONTH_NUMBERS |= {f"{number:02}": number for number in MONTH_NUMBERS.values()}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
PARTS = _SEASONS | {"early": 37, "beginning": 37, "start": 37, "mid": 38, "late": 39, "end": 39}
TO_PUBLISHED = {"last": -1, "this past": -1, "past": -1, "this": 0, "this coming": 1, "coming": 1, "next": 1}
TO_PREVIOUS = {"that": 0, "that same": 0, "the same": 0, "the previous": -1, "the preceding": -1}
TO_PREVIOUS |= {"the following": 1, "the next": 1, "in the": 0}
DAY_WORDS = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
DAY_WORDS |= {"the day after tomorrow": 2}

_TURNS = f"(?i:{'|'.join(sorted([*TO_PUBLISHED, *TO_PREVIOUS.keys() - {'in the'}], key=len, reverse=True))})"
_WHICH = rf"(?P<which>{_TURNS})\s"
_AFTER_PREVIOUS = r"(?<!\b[Ii]n\s)(?<!\b[Oo]ver\s)(?<!\b[Ww]ithin\s)(?<!\b[Ff]or\s)the\s(?:following|next)"
_FAR = rf"(?i:that(?:\ssame)?|the\s(?:same|previous|preceding)|{_AFTER_PREVIOUS})"
_PART = r"(?P<part>(?i:(?:very\s)?(?:early|late)\s(?:in\s)?|mid[\s-]|(?:the\s)?(?:beginning|start|middle|end)\sof\s))"
_WHEN = r"(?i:(?:very\s)?(?:early|earlier|late|later)\s(?:on\s)?)?"
_DAYTIME = r"(?:morning|afternoon|evening|night)"
_DIGITS = r"(?:1[0-9]{3}|20[0-9]{2})(?![\w%]|[,.:/][0-9]|[-–][0-9]{2}(?![\w-]))"
_YEAR = rf"(?P<year>{_DIGITS}|(?:(?<![Tt]he\s)(?i:this|last|next)|{_FAR})\syear(?!\w))"
_OF_YEAR = rf"(?:,?\s(?:of\s)?{_YEAR})"
_MONTH = rf"(?P<month>{MONTHS})(?!\w)"
_ORD = r"(?:st|nd|rd|th)?"
_DAY = rf"(?P<day>[0-9]{{1,2}}){_ORD}(?:(?:\s?[-–—]\s?|\s(?:to|through|and)\s)(?P<last>[0-9]{{1,2}}){_ORD})?"
_NAME = rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)(?:\s{_DAYTIME}(?!\w))?"
_OF_WEEK = rf"(?:(?:{_TURNS}\s)?{_NAME},?\s)?"
_NO_FEAST = r"(?<!Black\s)(?<!Good\s)(?<!Bloody\s)(?<!Super\s)(?<!Palm\s)(?<!Easter\s)(?<!Ash\s)(?<!Holy\s)"
_NO_FEAST += r"(?<![Ee]very\s)(?<![Ee]ach\s)"
_OF_NEAR_WEEK = r"(?:\s(?:of\s)?(?P<week>last|this|next)\sweek(?!\w))"
_NO_PAPER = r"(?!\s(?:Times|Mail|Mirror|Herald|Telegraph|Express|Night Live|Agreement))"
_SOME = r"(?:(?:about|around|nearly|almost|more\sthan|over|some|just)\s)"
_UNIT = r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade)"
_ENDS = r"(?=\s*(?:[.,;:!?)]|$))"
_NOT_WITHIN = r"(?i:(?<!within\s)(?<!for\s)(?<!over\s))"
_WAY = rf"(?P<way>ago|later|earlier|before{_ENDS}|prior{_ENDS}|after{_ENDS})"
_HALF, _REST = (rf"(?P<{name}>[\s-]and[\s-]a[\s-]half)?" for name in ("half", "rest"))
START = r"(?<![\w$€£#])(?<![A-Za-z]-)(?<![0-9][.,:/])"

_CORES: tuple[tuple[_Core, str], ...] = (
    ("day", rf"{_OF_WEEK}{_MONTH}\s(?:the\s)?{_DAY}(?![\w%]|[,.:/][0-9]|-[A-Za-z]){_OF_YEAR}?"),
    ("day", rf"{_OF_WEEK}(?:the\s)?{_DAY}\s(?:of\s)?{_MONTH}{_OF_YEAR}?"),
    ("day", r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-9]{2})(?![\w-])"),
    ("month", rf"{_PART}?(?:{_WHICH})?{_MONTH}{_OF_YEAR}"),
    ("month", rf"{_PART}?(?:{_WHICH})?(?P<month>{MONTH_NAMES})(?!\w)(?!(?<=[Tt]he March)\s(?:for|on)\s[A-Z])"),
    ("year", rf"(?i:(?:earlier|later)\s)?{_PART}?(?i:(?:the\s)?year\s)?{_YEAR}"),
    ("year", rf"(?i:(?:the\s)?(?P<part>{'|'.join(_SEASONS)})){_OF_YEAR}"),
    ("year", r"(?i:the\s(?P<year>year)\s(?P<side>before|after)(?=\s*(?:[.,;:!?)]|$)))"),
    ("year", r"(?i:(?:earlier|later)\s(?P<year>in\sthe\syear))(?!\w)"),
    ("year", rf"(?<![Tt]he\s)(?i:(?P<year>last|this|next)\s(?P<part>{'|'.join(_SEASONS)}))(?!\w)"),
    ("year", rf"{_PART}?(?:the\s)?(?P<decade>1[0-9][1-9]|20[0-9])0s(?!\w)"),
    (
        "weekday",
        rf"{_NO_FEAST}{_WHEN}(?:{_WHICH})?(?P<weekday>{_NAME}){_OF_NEAR_WEEK}?{_NO_PAPER}",
    ),
    ("near", rf"{_WHEN}(?P<word>(?i:{'|'.join(DAY_WORDS)}))(?!\w)(?:\s{_DAYTIME}(?!\w))?"),
    ("near", rf"(?<![Tt]he\s){_WHEN}(?i:(?P<which>last|this|next)\s(?P<unit>week|month|weekend))(?!\w|\sof\b)"),
    ("near", rf"(?<![Tt]he\s){_WHEN}(?i:(?P<which>last|this)\s(?P<unit>{_DAYTIME}))(?!\w)"),
    ("near", r"(?i:(?:(?P<which>(?:this\s)?(?:past|coming))|(?:over|at|during)\sthe)\s(?P<unit>weekend))(?!\w|\sof\b)"),
    ("near", rf"{_WHEN}(?P<which>{_FAR})\s(?P<unit>(?i:day|week|weekend|month|{_DAYTIME}))(?!\w)"),
    ("near", rf"(?i:the\s(?P<unit>day|{_DAYTIME}|week|month)\s(?P<side>before|after){_ENDS})"),
    ("near", r"(?i:(?P<side>next)\s(?:day|morning)(?!\w))"),
    ("near", r"(?i:(?:earlier|later)\s(?P<which>in\sthe)\s(?P<unit>day|week|month))(?!\w)"),
    ("away", rf"{_NOT_WITHIN}(?i:{_SOME}?(?P<many>{NUMBER}|an?){_HALF}[\s-]{_UNIT}s?{_REST}\s{_WAY})(?!\w)"),
    ("away", r"(?i:(?P<unit>minute|hour|moment)s\s(?P<way>later|earlier))(?!\w)"),
)
_PATTERNS = [(form, re.compile(START + pattern)) for form, pattern in _CORES]
_MAY = re.compile(rf"(?i:\b(?:in|since|until|during|throughout|(?:{MONTHS})\s(?:to|and|or|through|until))\s$)")
_MAY_TO = re.compile(rf"\s(?:to|until|through|and)\s(?:{MONTHS})(?!\w)")
_LED = re.compile(r"(?i:\b(?:in|since|until|by|of|for|from|to|through|during|between|before|after|and|or|an?|the)\s$)")

_MONTH_SIGNS = (*(month[:3] for month in MONTH_NAMES.split("|")), "-0", "-1")
_SIGNS: dict[_Core, tuple[str, ...]] = {
    "day": _MONTH_SIGNS,
    "month": _MONTH_SIGNS,
    "year": ("year", "1", "20", *_SEASONS),
    "weekday": ("day",),
    "near": ("day", "night", "tomorrow", "week", "month", "morning", "afternoon", "evening"),
    "away": ("ago", "later", "earlier", "before", "after", "prior"),
}
"""What the words of each form hold, months as written, the rest in lower case: a cheap look before the patterns."""


def find_cores(text: str) -> Iterator[Expression]:
    """Yield the dates that stand by themselves: of those that overlap the leftmost, and of these the longest."""
    either = text + text.lower()
    forms = {form for form, signs in _SIGNS.items() if any(map(either.__contains__, signs))}
    patterns = [pair for pair in _PATTERNS if pair[0] in forms]
    found = [_core(text, form, pattern, match) for form, pattern in patterns for match in pattern.finditer(text)]
    end = 0
    for core in sorted(filter(None, found), key=lambda core: (core.start, -core.end)):
        if core.start >= end:
            yield core
            end = core.end


def _core(text: str, form: Form, pattern: re.Pattern[str], match: re.Match[str] | None) -> Expression | None:
    while match and (match.groupdict().get("year") or "").isdigit() and not is_year(text, *match.span("year")):
        match = pattern.match(text, match.start(), match.start("year"))
    if match is None or not _stands(form, match.groupdict(), *around(text, *match.span())):
        return None
    said = {name: " ".join(words.lower().split()) for name, words in match.groupdict().items() if words}
    return Expression(*match.span(), match[0], form, said)


def _stands(form: Form, said: Mapping[str, str | None], before: str, after: str) -> bool:
    """Say no to `In June 14 were freed` as a day, to Theresa May, Ms April and USA Today."""
    if form == "near" and (said.get("word") or "a")[0].isupper():
        return not re.search(r"[A-Z][\w.’']*\s$", before)  # the newspaper Brest Today
    if form == "day" and not said["year"]:
        return not re.search(r"\b(?:[Ii]n|week\sof)\s$", before)
    if form != "month" or said.get("year") or said["part"] or said["which"]:
        return True
    if said["month"] == "May":
        return bool(_MAY.search(before) or _MAY_TO.match(after)) and not re.match(r"['’]s\b", after)
    named = re.search(r"[A-Z][\w.’']*\s$", before) or re.match(r"\s[A-Z]", after)
    return bool(_LED.search(before)) or not (named or said["month"] in ("March", "April", "June", "August"))
