"""Numbers as records and tables write them: `1,234.50`, `50 %`, `25-50`, `>20`, `~20`."""

from __future__ import annotations

import re
from decimal import Decimal

from graph.model import Quantity, written_number

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,40})(?:\.\d{1,20})?(?:e[+-]?\d{1,2})?"
_EXACT = re.compile(rf"(?P<about>[~≈]\s*|ca\.? |circa )?(?P<amount>{_NUMBER})\s*%?", re.IGNORECASE | re.ASCII)
_BETWEEN = re.compile(
    rf"(?P<lower>{_NUMBER})\s*%?\s*(?:-|–|—|to)\s*(?P<upper>{_NUMBER})\s*%?", re.IGNORECASE | re.ASCII
)
_BOUND = re.compile(
    rf"(?P<side><|>|more than |over |less than |under )\s*(?P<bound>{_NUMBER})\s*%?", re.IGNORECASE | re.ASCII
)
_LOWER_SIDES = {">", "more than ", "over "}


def read_number(words: str) -> Quantity | None:
    """Return the number that `words` tell, with the words where digits write it otherwise; None where they tell none.

    >>> read_number("25-50%")
    Quantity(amount=None, lower=Decimal('25'), upper=Decimal('50'), approximate=False, wording='25-50%')
    >>> read_number("many") is None
    True
    """
    text = words.strip()
    if found := _EXACT.fullmatch(text):
        amount = _decimal(found["amount"])
        wording = None if text.isdigit() and written_number(amount) == text else text
        return Quantity(amount=amount, approximate=bool(found["about"]), wording=wording)
    if (found := _BETWEEN.fullmatch(text)) and _decimal(found["lower"]) <= _decimal(found["upper"]):
        return Quantity(lower=_decimal(found["lower"]), upper=_decimal(found["upper"]), wording=text)
    if found := _BOUND.fullmatch(text):
        bound = _decimal(found["bound"])
        if found["side"].lower() in _LOWER_SIDES:
            return Quantity(lower=bound, wording=text)
        return Quantity(upper=bound, wording=text)
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(" ", ""))
