"""Terms of N-Triples as text, byte for byte as Oxigraph writes them, without an object for each term.

Implements the canonical form of https://www.w3.org/TR/n-triples/ for IRIs and literals; there are no blank nodes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

_KEPT = 1 << 14
_ESCAPED = re.compile(r"\\(?:u[0-9A-F]{4}|.?)")
# Oxigraph escapes the two noncharacters too.
_NOT_AS_IT_IS = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in (*map(chr, range(32)), "\x7f", "\ufffe", "\uffff")} | {
    ord(char): "\\" + letter for char, letter in zip('"\\\b\t\n\f\r', '"\\btnfr', strict=True)
}
_CHARACTERS = {escape: chr(code) for code, escape in _ESCAPES.items()}


def iri(text: str) -> str:
    """Return `text` as an IRI.

    Raises:
        ValueError: it is none.
    """
    return str(NamedNode(text))


known_iri = lru_cache(_KEPT)(iri)
"""`iri` for what comes many times: entities, properties, publishers."""


def literal(text: str) -> str:
    """Return `text` as a literal without a datatype; `tag` and `datatype` give what may follow it.

    >>> literal("a") + tag("be"), literal("5") + datatype("urn:number")
    ('"a"@be', '"5"^^<urn:number>')
    """
    return f'"{text.translate(_ESCAPES) if _NOT_AS_IT_IS.search(text) else text}"'


@lru_cache(_KEPT)
def tag(language: str) -> str:
    """Return what stands after a literal in `language`, in lower case.

    Raises:
        ValueError: it is no language tag.
    """
    return str(Literal("", language=language)).removeprefix('""')


def datatype(kind: str) -> str:
    """Return what stands after a literal of the datatype `kind`, which is not that of plain strings."""
    return f"^^{iri(kind)}"


def read(term: str) -> str:
    r"""Return the IRI or the text of a term: the inverse of `iri` and `literal`, whatever follows a literal.

    >>> read(iri("urn:a")), read(r'"a\tb"@be')
    ('urn:a', 'a\tb')

    Raises:
        LookupError, ValueError: it is neither, or has an escape that is not written here.
    """
    if term[0] == "<":
        return term[1:-1]
    if term[0] != '"':
        raise ValueError(f"{term} is no term")
    text = term[1 : term.rindex('"', 1)]
    return _ESCAPED.sub(lambda found: _CHARACTERS[found[0]], text) if "\\" in text else text
