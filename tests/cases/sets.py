"""The data sets that the cases of `queries/` are asked of, built from the files as a user would load them.

`sample`: the two reports of `data/sample`, in two generations. `seed`: the annotated article. `belarus`: that article,
the sanctions list and the list of prisoners, with what was decided about them. `revised`: the sample, whose first
report is corrected and whose second one is taken back, with a decision that is undone. `disputed`: two invented reports
that disagree.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.archive import Deposit, initialise
from graph.decisions import Judgement, Ruling, decide
from graph.edtf import seconds
from graph.identity import check_judgements
from graph.ids import SourceId, entity_id
from graph.indexed import open_view
from graph.judgement_files import ONRECORD, imported
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
DISPUTED = Path(__file__).parent / "disputed"
SHARED = ROOT.parent / "shared"
KEPT = "ONRECORD_CASE_SETS"
"""The variable that names a folder in which built sets are kept, for runs that change nothing in how they are built."""

COURIER = SourceId("https://sample.example/courier/2025-09-01-five-years-after-an-arrest")
DISPATCH = SourceId("https://sample.example/dispatch/2025-09-06-trump-speaks-of-1400-prisoners")
FIRST, CORRECTED, SECOND, DECIDED, UNDONE, WITHDRAWN = (
    seconds(f"2025-09-{day}T09:00:00Z") for day in ("02", "03", "07", "08", "09", "10")
)


def load(archive: Archive, *batches: Batch, at: int) -> None:
    """Load what the batches name as one generation."""
    items = [item for batch in batches for item in read_batch(batch)]
    archive.load([Deposit(item.read.content, item.read.text) for item in items], at=at)


def report(name: str, folder: Path = SAMPLE) -> Batch:
    """Return a report with its annotation."""
    return Batch([folder / f"{name}.txt"], [folder / f"{name}.annotations.json"])


def sample(folder: Path) -> None:
    archive = initialise(folder)
    load(archive, report("courier"), at=FIRST)
    load(archive, report("dispatch"), at=SECOND)


def seed(folder: Path) -> None:
    load(initialise(folder), _article(), at=SECOND)


def belarus(folder: Path) -> None:
    archive, lists = initialise(folder), SHARED / "data" / "belarus"
    eu = Batch([lists / "eu-765-2006-belarus.csv"], mapping="eu-sanctions")
    viasna = Batch([lists / "viasna_prisoners_sample.json"], mapping="viasna")
    load(archive, _article(), eu, viasna, at=SECOND)
    judgements = (Path(__file__).parent / "belarus.decisions.jsonl").read_bytes()
    rulings = imported(open_view(archive, archive.current()), judgements, ONRECORD, "case").rulings
    decide(archive, rulings, at=DECIDED, check=check_judgements)


def revised(folder: Path) -> None:
    archive = initialise(folder)
    load(archive, report("courier"), at=FIRST)
    load(archive, _corrected(folder.parent), at=CORRECTED)
    load(archive, report("dispatch"), at=SECOND)
    one, other = sorted(entity_id(source, "organisations") for source in (COURIER, DISPATCH))
    same = Ruling("editor", pair=(one, other), judgement=Judgement.SAME, reason="both say more than 20")
    decide(archive, [same], at=DECIDED, check=check_judgements)
    decide(archive, [Ruling("editor", undoes=1, reason="not the same twenty")], at=UNDONE)
    archive.withdraw([DISPATCH], at=WITHDRAWN)


def disputed(folder: Path) -> None:
    load(initialise(folder), report("gazette", DISPUTED), report("herald", DISPUTED), at=SECOND)


SETS: dict[str, Callable[[Path], None]] = {
    "sample": sample,
    "seed": seed,
    "belarus": belarus,
    "revised": revised,
    "disputed": disputed,
}
NEEDS_SHARED = {"seed", "belarus"}


def built(name: str, folder: Path) -> Path:
    """Return the data directory of a set, built below `folder`, or as it was kept."""
    data = Path(os.environ.get(KEPT, folder)) / name / "data"
    if not data.exists():
        data.parent.mkdir(parents=True)
        SETS[name](data)
    return data


def _article() -> Batch:
    return Batch([SHARED / "seed" / "000_c529104a15918ff4.txt"], [SHARED / "seed" / "gold.json"])


def _corrected(folder: Path) -> Batch:
    """Return the Courier's report as its editor corrected it: no flautist, a writer, and less sure of the signature."""
    annotated: dict[str, Any] = json.loads((SAMPLE / "courier.annotations.json").read_text("utf-8"))
    claims = {claim["id"]: claim for claim in annotated["claims"]}
    del claims["c022"]
    claims["c016"]["certainty"] = "alleged"
    claims["c029"] = {
        "id": "c029",
        "kind": "attribute",
        "type": "role",
        "args": {"person": "alexievich", "role": "#writer"},
        "evidence": [{"start": 1442, "end": 1468, "quote": "writer Svetlana Alexievich"}],
    }
    file = folder / "courier.corrected.json"
    file.write_text(json.dumps({**annotated, "claims": [*claims.values()]}), "utf-8")
    return Batch([SAMPLE / "courier.txt"], [file])
