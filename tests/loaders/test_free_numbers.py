"""Numbers as records write them are read, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.model import Quantity
from loaders.free_numbers import read_number


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("100000", Quantity(amount=Decimal(100_000))),
        ("1,234.50", Quantity(amount=Decimal("1234.50"), wording="1,234.50")),
        ("1 234 567", Quantity(amount=Decimal(1_234_567), wording="1 234 567")),
        ("-3.5", Quantity(amount=Decimal("-3.5"), wording="-3.5")),
        ("50 %", Quantity(amount=Decimal(50), wording="50 %")),
        ("~20", Quantity(amount=Decimal(20), approximate=True, wording="~20")),
        ("25-50%", Quantity(lower=Decimal(25), upper=Decimal(50), wording="25-50%")),
        ("≈ 20", Quantity(amount=Decimal(20), approximate=True, wording="≈ 20")),
        ("1.5e3", Quantity(amount=Decimal(1500), wording="1.5e3")),
        (">25", Quantity(lower=Decimal(25), wording=">25")),
        ("less than 10", Quantity(upper=Decimal(10), wording="less than 10")),
    ],
)
def test_a_number_is_read(words: str, expected: Quantity) -> None:
    assert read_number(words) == expected


@pytest.mark.parametrize("words", ["", "many", "1,23", "NaN", "Infinity", "1e9999", "50-25", "9" * 41, "1.2.3", "٣"])
def test_what_is_no_number_is_not_read(words: str) -> None:
    assert read_number(words) is None
