"""Every row by its name, in groups that share what is dear to make: a group runs in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.measurement import Measurement
    from bench.plan import Plan


class Group(NamedTuple):
    """Rows that one function measures. `names` are those that it always has; it may have more, which tell more."""

    names: tuple[str, ...]
    measure: Callable[[Plan], Iterator[Measurement]]


def _paths(plan: Plan) -> Iterator[Measurement]:
    from bench.paths import rows

    return rows(plan)


def _real_paths(plan: Plan) -> Iterator[Measurement]:
    from bench.paths import real_rows

    return real_rows(plan)


def _profiles(plan: Plan) -> Iterator[Measurement]:
    from bench.profiles import rows

    return rows(plan)


def _start(plan: Plan) -> Iterator[Measurement]:
    from bench.worker import start_rows

    return start_rows(plan)


def _edges(plan: Plan) -> Iterator[Measurement]:
    from bench.worker import edge_rows

    return edge_rows(plan)


def _memory(plan: Plan) -> Iterator[Measurement]:
    from bench.worker import memory_rows

    return memory_rows(plan)


def _article(plan: Plan) -> Iterator[Measurement]:
    from bench.articles import rows

    return rows(plan)


def _bulk(plan: Plan) -> Iterator[Measurement]:
    from bench.loads import rows

    return rows(plan)


def _reading(plan: Plan) -> Iterator[Measurement]:
    from bench.article_cost import rows

    return rows(plan)


def _streams(plan: Plan) -> Iterator[Measurement]:
    from bench.streams import rows

    return rows(plan)


GROUPS = (
    Group(("path-median", "path-p99", "path-filtered-median", "all-shortest"), _paths),
    Group(("path-wiki-vote", "path-facebook", "path-debian"), _real_paths),
    Group(("profile-read", "profile-growth"), _profiles),
    Group(("start",), _start),
    Group(("edge-bytes",), _edges),
    Group(("worker-rss",), _memory),
    Group(("load-article",), _article),
    Group(("load-bulk",), _bulk),
    Group(("article-cost",), _reading),
    Group(("read-ftm", "read-ftm-memory", "read-wikidata", "read-wikidata-memory", "read-table"), _streams),
)
NAMES = tuple(name for group in GROUPS for name in group.names)


def groups_of(names: Sequence[str]) -> list[Group]:
    """Return the groups that have any of `names`; all of them where none is named."""
    return [group for group in GROUPS if not names or set(names) & set(group.names)]
