"""Numbers and lengths of time as tables write them: `1,234`, `12.0`, `>20`, `4 1/2 years`, `2 years 6 months`."""

from __future__ import annotations

import re
from fractions import Fraction

from graph.errors import RefusedClaimError
from graph.model import Quantity, written_number
from loaders.free_numbers import read_number as free_number

_AMOUNT = r"(\d+)(?:\s+(\d+)/(\d+)|\s*(½)|\.(\d+))?|(\d+)/(\d+)|(½)"
_PART = re.compile(
    rf"(?:{_AMOUNT})\s*-?\s*(years?|yrs?|y|months?|mos?|m|weeks?|w|days?|d)\b\.?(?:\s+of\b.*)?", re.IGNORECASE
)
_MONTHS_A_YEAR = 12
_DAYS = {"d": 1, "w": 7}


def read_number(words: str) -> Quantity:
    """Return the number that `words` are, with their wording where it differs; a percentage counts nothing.

    >>> read_number("1,234").amount, read_number("177.0").amount, read_number(">20").lower
    (Decimal('1234'), Decimal('177.0'), Decimal('20'))

    Raises:
        RefusedClaimError: they are no number.
    """
    found = None if "%" in words else free_number(words)
    if found is None:
        raise RefusedClaimError(f"{words[:80]!r} is not a number: expected one such as 1200, 1,200, >20 or ~20")
    if found.amount is not None and written_number(found.amount) == words:
        return Quantity(amount=found.amount)
    return found


def bounds(lower: str, upper: str) -> Quantity:
    """Return a number somewhere between two, both included.

    Raises:
        RefusedClaimError: one of them is no number, or they are the wrong way round.
    """
    ends = read_number(lower).amount, read_number(upper).amount
    if ends[0] is None or ends[1] is None:
        raise RefusedClaimError(f"from {lower[:40]!r} to {upper[:40]!r}: expected two numbers")
    if ends[0] > ends[1]:
        raise RefusedClaimError(f"from {lower} to {upper}: expected the lower bound first")
    return Quantity(amount=ends[0]) if ends[0] == ends[1] else Quantity(lower=ends[0], upper=ends[1])


def read_duration(words: str) -> str:
    """Return the length of time that `words` are, as ISO 8601.

    >>> read_duration("4 1/2 years"), read_duration("11 years"), read_duration("2 years 6 months"), read_duration("P3Y")
    ('P4Y6M', 'P11Y', 'P2Y6M', 'P3Y')

    Raises:
        RefusedClaimError: they are none.
    """
    text = " ".join(words.split())
    if re.fullmatch(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?", text):
        return text
    months, days, at = Fraction(0), Fraction(0), 0
    for found in _PART.finditer(text):
        if text[at : found.start()].strip(" ,").lower() not in {"", "and"}:
            break
        at = found.end()
        amount, unit = _amount(found), found[9][0].lower()
        if unit in _DAYS:
            days += amount * _DAYS[unit]
        else:
            months += amount * (_MONTHS_A_YEAR if unit == "y" else 1)
    if not at or text[at:].strip(" .") or months.denominator > 1 or days.denominator > 1 or not (months or days):
        raise RefusedClaimError(f"{words[:80]!r} is not a length of time: expected one such as 4 1/2 years")
    years, rest = divmod(int(months), _MONTHS_A_YEAR)
    parts = ((years, "Y"), (rest, "M"), (int(days), "D"))
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _amount(found: re.Match[str]) -> Fraction:
    whole, over, under, half, decimal, top, bottom, alone = (found[n] for n in range(1, 9))
    if alone:
        return Fraction(1, 2)
    if top:
        return _ratio(top, bottom)
    amount = Fraction(f"{whole}.{decimal}") if decimal else Fraction(whole)
    if over:
        amount += _ratio(over, under)
    return amount + Fraction(1, 2) if half else amount


def _ratio(over: str, under: str) -> Fraction:
    return Fraction(int(over), int(under)) if int(under) else Fraction(1, 10**6)
