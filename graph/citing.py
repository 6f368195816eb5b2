"""How to cite a claim: a line to paste, or an item of CSL-JSON 1.0.2 for reference managers.

What is cited is the source, with who says it and the exact words. A day on which somebody opened the page is not
given: the graph knows when it took a claim up, not when its page was read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from graph.codec import to_absolute
from graph.edtf import parse
from graph.ids import is_address, source_iri
from graph.model import Row
from graph.names import whole
from graph.profiles import labels
from graph.support import sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ids import EntityId
    from graph.model import Claim, Source, Time
    from graph.view import View

_SINGLE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?[~?%]?")
_FIRST_SEASON, _SEASONS = 21, 4
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+|\\s+")


class CitationStyle(StrEnum):
    """TEXT is one line; CSL_JSON one item, of which a list is a CSL-JSON file."""

    TEXT = "TEXT"
    CSL_JSON = "CSL_JSON"


class _Cited(NamedTuple):
    """A claim with all that its citation says."""

    claim: Claim
    source: Source
    claimant: str
    publisher: str
    base: str

    @property
    def words(self) -> str:
        """The exact words, what stands between them left out."""
        return " […] ".join(piece.exact for piece in self.claim.evidence)

    @property
    def address(self) -> str:
        if self.source.url and is_address(self.source.url):
            return self.source.url
        return to_absolute(source_iri(self.source.id), self.base)

    @property
    def row(self) -> int | None:
        place = self.claim.evidence[0].place
        return place.number if isinstance(place, Row) else None


def citations(
    view: View, claims: Sequence[Claim], style: CitationStyle = CitationStyle.TEXT, languages: Sequence[str] = ()
) -> list[str]:
    """Return how to cite each of `claims`, people and publishers called by their names in the first of `languages`."""
    known = sources_of(view, claims)
    people = sorted({claim.claimant for claim in claims} | {source.publisher for source in known.values()})
    called: dict[EntityId, str] = dict(zip(people, labels(view, people, languages), strict=True))
    written = _line if style is CitationStyle.TEXT else _item
    return [
        written(_Cited(claim, source, called[claim.claimant], called[source.publisher], view.base))
        for claim, source in ((claim, known[claim.source]) for claim in claims)
    ]


def _line(cited: _Cited) -> str:
    """Return who says it, the exact words, title, publisher, day and address in one line, with nothing unseen in it."""
    published = cited.source.published
    parts = [
        cited.source.title,
        *([f"row {cited.row}"] if cited.row is not None else []),
        cited.publisher,
        (published.wording or published.span.display()) if published else "no date",
    ]
    text = f"{cited.claimant}: “{cited.words}” — {', '.join(part for part in parts if part)}. {cited.address}"
    return _UNSEEN.sub(" ", whole(text)).strip()


def _item(cited: _Cited) -> str:
    source = cited.source
    kind = _kind(cited)
    item = {
        "id": to_absolute(cited.claim.id, cited.base),
        "type": kind,
        "title": source.title,
        "author": [{"literal": author} for author in source.authors],
        "issued": _issued(source.published) if source.published else None,
        "publisher" if kind == "dataset" else "container-title": cited.publisher,
        "URL": cited.address,
        "language": source.language,
        "note": f"{cited.claimant}: “{cited.words}”",
    }
    return _whole_json({name: value for name, value in item.items() if value})


def _kind(cited: _Cited) -> str:
    if cited.row is not None:
        return "dataset"
    if cited.source.published:
        return "article-newspaper"
    return "webpage" if cited.source.url else "article"


def _issued(published: Time) -> dict[str, object]:
    """Return an imprecise date as CSL has it, in words where CSL cannot.

    >>> from graph.model import Time
    >>> _issued(Time("2020-09~"))
    {'date-parts': [[2020, 9]], 'circa': True}
    >>> _issued(Time("2020-22")), _issued(Time("../2019"))
    ({'date-parts': [[2020]], 'season': 2}, {'literal': 'until 2019'})
    """
    span = parse(published.edtf)
    sides = [_SINGLE.fullmatch(side) for side in span.text.split("/")]
    dates = [[int(part) for part in side.groups() if part] for side in sides if side]
    if len(dates) < len(sides):
        return {"literal": span.display()}
    found: dict[str, object] = {"date-parts": dates}
    seasons = [date.pop() - _FIRST_SEASON for date in dates if len(date) > 1 and date[1] >= _FIRST_SEASON]
    if seasons:
        if len(dates) > 1 or seasons[0] >= _SEASONS:
            return {"literal": span.display()}
        found["season"] = seasons[0] + 1
    return found if span.certain else found | {"circa": True}


def _whole_json(item: dict[str, object]) -> str:
    """Return `item` as JSON, halves of characters in its texts replaced: no JSON can have them."""
    return msgspec.json.encode(_each_whole(item)).decode()


def _each_whole(value: object) -> object:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {name: _each_whole(part) for name, part in value.items()}
    return [_each_whole(part) for part in value] if isinstance(value, list) else value
