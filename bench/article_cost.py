"""What reading an article costs: the rules against spaCy alone on the same segments, and the memory of one process.

    .venv/bin/python bench/article_cost.py ../shared/seed/000_c529104a15918ff4.txt [MORE.txt …]

Baseline and candidate alternate in one process, and their CPU seconds are compared, so that other work on the machine
matters little. Prints one JSON object: the ratio (median of the rounds), seconds for 1,000 words, and the peak of
memory in MiB.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measurement import Measurement, measured
from loaders.article.extract import extract
from loaders.article.language import model_name, pipeline
from loaders.article.segments import segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.plan import Plan

ROUNDS = 7
_KIB_IN_MIB = 1024


class Cost(NamedTuple):
    """What reading by machine costs."""

    model: str | None
    words: int
    ratio: float
    seconds_per_1000_words: float
    peak_mib: int


def measure(texts: Sequence[str], rounds: int = ROUNDS) -> Cost:
    """Return the cost of extracting from `texts` as a ratio to parsing them."""
    parts = [[segment.text for segment in segments(text)] for text in texts]
    nlp = pipeline()

    def parse() -> None:
        for part in parts:
            list(nlp.pipe(part))

    def read() -> None:
        for text in texts:
            extract(text, "2025-09-06")

    read()
    pairs = [(_cpu_s(parse), _cpu_s(read)) for _ in range(rounds)]
    words = sum(len(text.split()) for text in texts)
    return Cost(
        model=model_name(),
        words=words,
        ratio=round(statistics.median(full / alone for alone, full in pairs), 3),
        seconds_per_1000_words=round(1000 * statistics.median(full for _, full in pairs) / words, 3),
        peak_mib=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_IN_MIB),
    )


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure the articles of the seed; none where they are not there."""
    texts = [path.read_bytes().decode() for path in sorted((plan.shared / "seed").glob("*.txt"))]
    if texts:
        found = measure(texts, plan.rounds(ROUNDS, 3))
        seconds = found.seconds_per_1000_words
        yield measured(
            "article-cost",
            ours=seconds,
            baseline=seconds / found.ratio,
            ratio=found.ratio,
            unit="CPU s for 1,000 words",
            against=f"{found.model} alone on the same segments, {found.words:,} words",
            more={"peak_mib": found.peak_mib},
        )


def _cpu_s(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    print(json.dumps(measure([Path(name).read_bytes().decode() for name in sys.argv[1:]])._asdict()))  # noqa: T201 - its answer
