"""Each case is there for a fault that it notices: `scripts/mutants --cases` found which, and wrote `caught.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases.asking import AWAITED, CASES, FAULTY
from tests.cases.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
CAUGHT = json.loads((ROOT / "tests" / "cases" / "caught.json").read_text("utf-8"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted_in_one_place_and_some_case_notices(fault: Fault) -> None:
    assert (ROOT / fault.file).read_text("utf-8").count(fault.old) == 1
    assert CAUGHT[fault.name]


def test_every_case_notices_a_fault() -> None:
    noticing = {case for cases in CAUGHT.values() for case in cases}
    assert sorted({*CASES} - {*AWAITED} - {*FAULTY} - noticing) == []
    assert noticing <= {*CASES}
    assert {*CAUGHT} == {fault.name for fault in FAULTS}
