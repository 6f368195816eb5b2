"""A mapping for a table that nobody has mapped yet: guesses to be edited, which load as they stand."""

from __future__ import annotations

import json
import re
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import LoadError
from loaders import AS_USUAL
from loaders.table.columns import Column, Holds, Look, looked_at
from loaders.table.files import read_rows
from loaders.table.kinds import kind_named, role_named
from loaders.table.mapping import TableSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 2_000
_PERSON = {"birth", "born", "birthday", "birthdate", "gender", "sex", "nationality", "surname", "given", "judge"}
_PROPERTIES: tuple[tuple[set[str], str], ...] = (
    ({"birth", "born", "birthday", "birthdate", "dob"}, "birthDate"),
    ({"death", "died"}, "deathDate"),
    ({"incorporation", "founded", "founding", "foundation"}, "foundingDate"),
    ({"gender", "sex"}, "gender"),
    ({"nationality", "citizenship"}, "nationality"),
    ({"given", "first"}, "givenName"),
    ({"family", "last", "surname"}, "familyName"),
    ({"position", "role", "occupation", "office", "job"}, "heldRole"),
    ({"address"}, "address"),
    ({"phone", "telephone", "tel"}, "telephone"),
    ({"email", "mail"}, "email"),
    ({"url", "website", "link", "homepage"}, "url"),
    ({"image", "photo", "picture"}, "image"),
    ({"country"}, "country"),
    ({"description", "notes", "note", "biography", "remarks", "summary"}, "description"),
    ({"headline", "citation", "declaration"}, "citation"),
)
_DATED = {"birthDate", "deathDate", "foundingDate"}
_OF_PERSONS = {"birthDate", "birthPlace", "deathDate", "gender", "nationality", "givenName", "familyName"}
_BORN_IN = {"birth", "place"}
_OF_BODIES = {"foundingDate"}
_EVENTS: tuple[tuple[set[str], str], ...] = (
    ({"arrest", "arrested", "detained"}, "arrest"),
    ({"verdict", "sentence", "sentenced", "convicted"}, "sentence"),
    ({"release", "released"}, "release"),
    ({"appeal"}, "appeal"),
    ({"sanction", "sanctioned", "listed", "designated", "listing"}, "sanction"),
    ({"appointed", "appointment"}, "appointment"),
    ({"trial", "hearing"}, "trial"),
)
_ENTITIES = {
    **dict.fromkeys(("judge", "lawyer", "counsel", "suspect", "defendant", "victim"), "person"),
    **dict.fromkeys(("court", "party", "employer", "company", "organisation", "organization", "publisher"), "org"),
    **dict.fromkeys(("city", "town", "province", "district", "region"), "place"),
}
_NAMES = {"name", "fullname", "label", "person"}
_ALIASES = {"alias", "aliases", "aka"}
_FORMER = {"previous", "former", "other", "weak"}
_IDS = {"id", "identifier", "key", "uuid", "code", "number"}


def proposal(path: Path) -> str:
    """Return a mapping for the table at `path` as TOML: every column is in it, if only as a comment.

    Raises:
        LoadError: it is no table that can be read.
    """
    rows = read_rows(path, TableSpec(), AS_USUAL)
    look = looked_at(islice(rows, ROWS))
    if not look.rows:
        raise LoadError(path.name, "it has no rows that can be read: expected at least one")
    return "\n".join(_lines(path, look)) + "\n"


def _lines(path: Path, look: Look) -> Iterator[str]:
    left = {column.name: column for column in look.columns}
    key = next((c for c in look.columns if c.unique and c.words & _IDS), None)
    yield f"# A proposal for {_comment(path.name)}, made of its first {look.rows} rows: look at every line."
    yield "# What each part means is in docs/tables.md; a line that begins with # is not read."
    yield ""
    yield "[source]"
    yield f"title = {_text(path.stem)}"
    yield 'publisher = "Unknown publisher"  # who published the table: --publisher NAME wins'
    yield '# claimant = "…"  # who claims what it says, where that is somebody else'
    yield '# url = "https://…"'
    if key:
        yield ""
        yield "[table]"
        yield f"key = [{_text(key.name)}]"
    main = _main(look)
    if main is not None:
        yield from _entity(main, key, left)
    events = list(_events(left, about=main is not None))
    others = list(_others(left))
    yield from chain.from_iterable([*others, *events])
    if main is None and not events and not others:
        yield from ("", "[entities.row]", 'kind = "Thing"  # what each row is')
    left.pop(key.name if key else "", None)
    if left or look.lists:
        yield ""
        yield "# Not read yet:"
        yield from (f"#   {_comment(name)} ({column.holds.name.lower()})" for name, column in left.items())
        yield from (f'#   {_comment(name)} (a list of records: each = "…" reads it)' for name in look.lists)


def _main(look: Look) -> Column | None:
    """Return the column that names what each row is about."""
    named = [c for c in look.columns if c.holds is Holds.WORDS and c.words & _NAMES and "file" not in c.words]
    alone = [c for c in named if c.words <= _NAMES | {"full", "main"}]
    return next(iter(alone), named[0] if len(named) == 1 else None)


def _entity(main: Column, key: Column | None, left: dict[str, Column]) -> Iterator[str]:
    """Yield the entity that each row is about, taking its columns out of `left`."""
    left.pop(main.name)
    aliases = [c for c in left.values() if c.words & _ALIASES or (c.words & _FORMER and "name" in c.words)]
    wikidata = next((c for c in left.values() if c.holds is Holds.WIKIDATA), None)
    found: dict[str, list[Column]] = {}
    for column in left.values():
        if column not in aliases and (name := _property_of(column)) is not None:
            found.setdefault(name, []).append(column)
    kind, unfit = _kind({word for column in (*left.values(), main) for word in column.words}, found)
    properties = {name: columns for name, columns in found.items() if name not in unfit}
    yield from ("", "[entities.subject]", f'kind = "{kind}"  # person, org, place, group, asset, law …')
    if key:
        yield f"key = [{_text(key.name)}]"
    yield f"name = {_value(main)}"
    if aliases:
        yield f"aliases = {_values(aliases)}"
    if wikidata or key:
        yield from (
            "",
            "[entities.subject.identifiers]  # SCHEME = column; equal ones are taken for one, in all sources",
        )
        yield f"wikidata = {_value(wikidata)}" if wikidata else f"# SCHEME = {_text(key.name if key else '')}"
    if properties:
        yield from ("", "[entities.subject.properties]")
        yield from (f"{name} = {_values(columns)}" for name, columns in properties.items())
    for column in (*aliases, *([wikidata] if wikidata else []), *chain.from_iterable(properties.values())):
        left.pop(column.name, None)


def _kind(words: set[str], found: dict[str, list[Column]]) -> tuple[str, set[str]]:
    """Return what the rows seem to be about, and the properties that such an entity does not have."""
    if words & _PERSON or found.keys() & _OF_PERSONS:
        return "person", _OF_BODIES
    if found.keys() & _OF_BODIES or words & {"company", "registration", "incorporation"}:
        return "org", _OF_PERSONS
    return "Actor", _OF_PERSONS | _OF_BODIES


def _property_of(column: Column) -> str | None:
    if column.words >= _BORN_IN or "birthplace" in column.words:
        return "birthPlace"
    for words, name in _PROPERTIES:
        if column.words & words and (name in _DATED) == (column.holds is Holds.DATES):
            return name
    return "url" if column.holds is Holds.ADDRESSES else "email" if column.holds is Holds.EMAILS else None


def _events(left: dict[str, Column], *, about: bool) -> Iterator[list[str]]:
    for column in [c for c in left.values() if c.holds is Holds.DATES]:
        kind = next((kind for words, kind in _EVENTS if column.words & words), "event")
        role = next((role for role in ("person", "org") if role_named(kind, role)), None) if about else None
        lines = ["", f"[events.{_bare(column.name)}]", f'kind = "{kind}"  # {_comment(kind_named(kind).label)}']
        lines += [f"if = {{ column = {_text(column.name)} }}", f"when = {_value(column)}"]
        if role:
            lines.append(f'roles = {{ {role} = "subject" }}')
        elif about:
            lines.append('# roles = { ROLE = "subject" }')
        left.pop(column.name)
        yield lines


def _others(left: dict[str, Column]) -> Iterator[list[str]]:
    """Yield an entity for each column that seems to name somebody or something else."""
    for column in [c for c in left.values() if c.holds is Holds.WORDS]:
        kind = next((_ENTITIES[word] for word in sorted(column.words & _ENTITIES.keys())), None)
        kind = kind or ("Actor" if column.words & {"name", "side"} and column.filled else None)
        if kind is not None:
            name = _bare(column.name)
            left.pop(column.name)
            yield [
                "",
                f"[entities.{name}]  # equal names are taken for one {'place' if kind == 'place' else 'actor'}",
                f'kind = "{kind}"',
                f"each = {_value(column)}",
                f'key = "{name}/{{each}}"',
                'name = "each"',
            ]


def _value(column: Column) -> str:
    parts = [f"column = {_text(column.name)}"]
    if column.split:
        parts.append(f'split = "{column.split}"')
    if column.month_first:
        parts.append('read = "date-month-first"')
    return _text(column.name) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _values(columns: list[Column]) -> str:
    return _value(columns[0]) if len(columns) == 1 else f"[{', '.join(map(_value, columns))}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())


def _bare(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower() or "column"
