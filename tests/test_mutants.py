"""The planted faults of `scripts/mutants` still fit the code; that each turns a test red is for that script to show."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
MUTANTS = runpy.run_path(str(ROOT / "scripts" / "mutants"), run_name="mutants")["MUTANTS"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_fault_can_be_planted_in_one_place(mutant: Any) -> None:  # noqa: ANN401 - a type of the script
    assert (ROOT / mutant.file).read_text("utf-8").count(mutant.old) == 1
    assert all((ROOT / tests).exists() for tests in mutant.tests.split())


def test_there_are_ten_faults_or_more() -> None:
    assert len({mutant.name for mutant in MUTANTS}) >= 10
