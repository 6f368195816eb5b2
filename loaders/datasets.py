"""What the loaders of streams share: whose a file is, and how its lines go through the sandbox and come in."""

from __future__ import annotations

from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from graph.edtf import parse
from graph.errors import InvalidInputError, LoadError
from graph.ids import EntityId, SourceId, is_address, publisher_id
from graph.model import Refused, Remark, Source, Time
from loaders.records import Intake
from loaders.sandbox import Failure, Limits, run_each
from loaders.streams import plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from loaders import Item, Options, Reading
    from loaders.records import Record

Given = TypeVar("Given")
Made = TypeVar("Made")

MAX_FAILURES = 50
"""A file that defeats the process that reads it more often is not worth the time that it takes."""


class Origin(NamedTuple):
    """Whose a dataset is: its id as a source, what it is called, and who published it."""

    source: SourceId
    title: str
    publisher: EntityId
    publisher_name: str


def origin_of(path: Path, options: Options, publisher: tuple[EntityId, str] | None = None) -> Origin:
    """Return whose the dataset at `path` is; `publisher` is who publishes the format where nobody else is named.

    Raises:
        LoadError: nobody says who published it, or the day given is none.
    """
    plain = plain_name(path.name) or path.name
    address = (options.url or "").split("#")[0]
    name = (options.publisher or "").strip()
    if name:
        publisher = (publisher_id(name), name)
    if publisher is None:
        raise LoadError(path.name, "nobody says who published it: give --publisher NAME")
    try:
        if options.published:
            parse(options.published)
    except InvalidInputError as cause:
        raise LoadError(path.name, f"published: {cause}") from cause
    named = options.source or (address if is_address(address) else plain.rsplit(".", 1)[0] or plain)
    return Origin(SourceId(named), plain, *publisher)


def source_of(origin: Origin, options: Options, loader: str, text_sha256: str) -> Source:
    """Return the dataset as a source."""
    return Source(
        id=origin.source,
        title=origin.title,
        publisher=origin.publisher,
        url=options.url or (origin.source if is_address(origin.source) else None),
        published=Time(options.published) if options.published else None,
        text_sha256=text_sha256,
        loader=loader,
    )


def each_answer(  # noqa: PLR0913 - all but the first three are by name
    task: Callable[[Given], list[Made]],
    batches: Iterable[Given],
    answer: type[Made],
    *,
    prepare: Callable[[], None],
    name: str,
    reading: Reading,
    apart: Callable[[Given], list[Given]],
    failed: Callable[[Given, str], Made],
) -> Iterator[Made]:
    """Yield what a child makes of each line of `batches`, in their order.

    A batch that the child does not get through is read again line by line, `apart`, so that one bad line costs only
    itself: it is answered by `failed`, with the reason.

    Raises:
        LoadError: the child failed at more than `MAX_FAILURES` batches of the file `name`.
    """
    limits = Limits(seconds=reading.seconds)
    waiting: list[Given] = []
    failures = 0

    def remembered() -> Iterator[Given]:
        for batch in batches:
            waiting.append(batch)
            yield batch

    with closing(
        run_each(task, remembered(), list[answer], prepare=prepare, limits=limits, jobs=reading.jobs)  # type: ignore[valid-type]
    ) as answers:
        for made in answers:
            batch = waiting.pop(0)
            if not isinstance(made, Failure):
                yield from made
                continue
            failures += 1
            if failures > MAX_FAILURES:
                raise LoadError(name, f"the process that reads it failed {failures} times, at last: {made.reason}")
            parts = apart(batch)
            again = run_each(task, parts, list[answer], prepare=prepare, limits=limits, jobs=1)  # type: ignore[valid-type]
            for part, found in zip(parts, again, strict=True):
                yield from [failed(part, found.reason)] if isinstance(found, Failure) else found


def taken_in(  # noqa: PLR0913 - all but the first three are by name
    records: Iterable[Record], origin: Origin, options: Options, *, loader: str, name: str, kept: str
) -> Iterator[Item]:
    """Yield all that `records` say, then remarks on what has no place, the stored text, and last the source.

    `kept` says what becomes of the words that have no place.

    Raises:
        LoadError: nothing can be let in; the first reason is told.
    """
    first: Refused | Remark | None = None
    with closing(Intake(origin.source, origin.publisher, origin.publisher_name)) as intake:
        for item in chain.from_iterable(map(intake.admit, records)):
            if first is None and isinstance(item, Refused | Remark):
                first = item
            yield item
        yield from intake.remarks(name, kept)
        if not intake.rows:
            raise LoadError(name, f"nothing in it can be let in{_why(first)}")
        text = intake.text(name)
    yield text
    yield source_of(origin, options, loader, text.sha256)


def _why(first: Refused | Remark | None) -> str:
    return f": {first.place}: {first.reason if isinstance(first, Refused) else first.text}" if first else ""
