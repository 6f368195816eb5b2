"""Rows of profiles: through the view against triple patterns from a store, and among many claims against few."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench import archives
from bench.busy import busy
from bench.generator import person
from bench.measurement import at_least, at_most, measured
from bench.profile import Seen, from_store, from_view, in_the_world
from bench.timing import alternate
from graph.indexed import open_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.measurement import Goal, Measurement
    from bench.plan import Plan
    from graph.ids import EntityId
    from graph.view import View

_NATURAL = range(5, 400)
_CLAIMS_OF_A_PROFILE = range(110, 200)
_WANTED = 20


def rows(plan: Plan) -> Iterator[Measurement]:
    """Measure the profiles of busy people, and of those people of the made-up press who have as many claims."""
    yield _against_store(plan, "profile-read", _busy(plan), at_least(20))
    yield _growth(plan)
    views = {size: _view(plan, size) for size in (plan.few, plan.many)}
    natural = [who for who in map(person, _NATURAL) if _length(views[plan.many], who) in _CLAIMS_OF_A_PROFILE]
    if natural:
        yield _against_store(plan, "profile-read-hubs", natural[:_WANTED], None)


def _against_store(plan: Plan, name: str, people: Sequence[EntityId], goal: Goal | None) -> Measurement:
    view, store = _view(plan, plan.many), archives.store(plan, plan.many)
    read = [from_view(view, who) for who in people]
    for who, profile in zip(people, read, strict=True):
        assert in_the_world(profile, view.base) == from_store(store, view.base, who), f"profiles of {who} differ"
    contenders: dict[str, Callable[[EntityId], object]] = {
        "ours": partial(from_view, view),
        "store": partial(from_store, store, view.base),
    }
    times = alternate(contenders, people, plan.rounds(9, 4))
    ours, baseline = times["ours"], times["store"]
    claims = sum(len(profile.claims) for profile in read)
    return measured(
        name,
        ours=ours.cpu(),
        baseline=baseline.cpu(),
        ratio=baseline.cpu() / ours.cpu(),
        unit="CPU s a profile, median",
        against=f"the same profile by quads_for_pattern from Oxigraph on disk, {plan.many:,} claims",
        goal=goal,
        note=_sizes(read),
        more={
            "p99_ours": ours.cpu(99),
            "p99_baseline": baseline.cpu(99),
            "wall_ours": ours.wall(),
            "wall_baseline": baseline.wall(),
            "claims": claims / len(read),
            "n": len(ours.runs),
        },
    )


def _growth(plan: Plan) -> Measurement:
    views = {"many": _view(plan, plan.many), "few": _view(plan, plan.few)}
    people = _busy(plan)
    for who in people:
        one, other = (from_view(view, who) for view in views.values())
        assert one == other, f"the profile of {who} differs between archives"
    times = alternate({size: partial(from_view, view) for size, view in views.items()}, people, plan.rounds(15, 9))
    many, few = times["many"], times["few"]
    return measured(
        "profile-growth",
        ours=many.cpu(),
        baseline=few.cpu(),
        ratio=many.cpu() / few.cpu(),
        unit="CPU s a profile, median",
        against=f"the same profile among {plan.few:,} claims instead of {plan.many:,}",
        goal=at_most(2),
        more={"wall_ours": many.wall(), "wall_baseline": few.wall(), "n": len(many.runs)},
    )


def _view(plan: Plan, claims: int) -> View:
    source = archives.archive(plan, claims)
    return open_view(source, source.current(), check=False)


def _busy(plan: Plan) -> list[EntityId]:
    return [busy(number) for number in range(plan.busy)]


def _length(view: View, who: EntityId) -> int:
    return len(view.about([who])[0]) + len(view.naming([who])[0])


def _sizes(read: Sequence[Seen]) -> str:
    def each(counted: Sequence[int]) -> int:
        return round(sum(counted) / len(read))

    claims = each([len(profile.claims) for profile in read])
    facts = each([len({(claim.subject, claim.property, claim.value) for claim in profile.claims}) for profile in read])
    sources = each([len(profile.sources) for profile in read])
    others = each([len(profile.labels) for profile in read])
    return f"{facts} facts, {claims} claims of {sources} sources, labels of {others} others, on average"
