"""What was found in an article, as lines for people: who, what, in which words, and what was not let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def outline(found: Mapping[str, Any]) -> str:
    """Return an annotation file that a machine wrote as an outline."""
    return "\n".join(printable(line) for line in _lines(found))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    names = {entity["id"]: entity["name"] for entity in found["entities"]}
    counts = ", ".join(f"{len(found[part])} {part}" for part in ("entities", "claims", "quotes"))
    yield f"{found['doc']['file']}: {counts} ({found['extractor']})"
    yield from ("", "entities")
    for entity in found["entities"]:
        others = f" (also {', '.join(entity['aliases'])})" if entity["aliases"] else ""
        yield f"  {entity['type']:9} {entity['name']}{others}, {len(entity['mentions'])} mentions"
    yield from ("", "claims")
    for claim in found["claims"]:
        yield f"  {_claim(claim, names)}"
        yield from _words(claim["evidence"], claim["rule"])
    yield from ("", "quotes")
    for quote in found["quotes"]:
        yield f"  {names.get(quote['speaker'], 'somebody')}"
        yield from _words([quote], "")
    if found["refused"]:
        yield from ("", "not let in, or not whole")
        yield from (f"  {told['claim']}: {told['reason']} ({told['code']})" for told in found["refused"])


def _claim(claim: Mapping[str, Any], names: Mapping[str, str]) -> str:
    roles = [f"{role} {_who(who, names)}" for role, who in claim["args"].items()]
    parts = [f"{claim['kind']} {claim['type']}: {', '.join(roles)}".rstrip(": ")]
    if "value" in claim:
        parts.append(_value(claim["value"]))
    if "place" in claim:
        parts.append(f"in {_who(claim['place'], names)}")
    if "date" in claim:
        parts.append(claim["date"]["edtf"])
    if claim["certainty"] != "asserted":
        parts.append(claim["certainty"])
    if claim["speaker"] in names:
        parts.append(f"says {names[claim['speaker']]}")
    return ", ".join(parts)


def _who(who: str | list[str], names: Mapping[str, str]) -> str:
    return " and ".join(names.get(one, one.removeprefix("#")) for one in ([who] if isinstance(who, str) else who))


def _value(value: object) -> str:
    return f"{value['min']} to {value['max']}" if isinstance(value, dict) else str(value)


def _words(pieces: list[dict[str, Any]], rule: str) -> Iterator[str]:
    for piece in pieces:
        quote = " ".join(piece["quote"].split())
        yield f"      “{quote}” {piece['start']}–{piece['end']} {rule}".rstrip()
