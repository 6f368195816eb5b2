"""Names folded for comparison: case, accents and invisible characters do not count."""

from __future__ import annotations

import re
import unicodedata

_HALVES = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_CONTROLS = bytes(code for code in (*range(32), 127) if not chr(code).isspace())
_TO_SPACES = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(range(128, 256))


def folded(name: str) -> str:
    """Return `name` as it is compared.

    >>> folded("  Świetłana  TSIKHANOUSKAYA ")
    'swietłana tsikhanouskaya'
    """
    return " ".join(bare(name).casefold().split())


def bare(name: str) -> str:
    """Return `name` without accents and without what is invisible; case and spaces stay.

    >>> bare("Świetłana" + chr(0x200B) + " TSIKHANOUSKAYA")
    'Swietłana TSIKHANOUSKAYA'
    """
    if name.isascii():
        return name.encode().translate(None, _CONTROLS).decode()
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(
        char for char in decomposed if unicodedata.category(char) not in {"Mn", "Cf", "Cc"} or char.isspace()
    )
    return unicodedata.normalize("NFC", kept)


def words(name: str) -> list[str]:
    """Return the words of `name`, folded.

    >>> words("RFE/RL's Belarus Service")
    ['rfe', 'rl', 's', 'belarus', 'service']
    """
    text = folded(name)
    return text.encode().translate(_TO_SPACES).decode().split() if text.isascii() else _WORD.findall(text)


def whole(text: str) -> str:
    """Return `text` with a sign in place of each half of a character (a lone surrogate), which no UTF-8 can have.

    >>> whole("Anna" + chr(0xD800)) == "Anna" + chr(0xFFFD)
    True
    """
    return _HALVES.sub("\ufffd", text)


def printable(text: str) -> str:
    """Return `text` for a terminal: what controls it, or turns its lines about, is written as an escape.

    >>> printable("Anna" + chr(27) + "[2J") == "Anna" + chr(92) + "u001b[2J"
    True
    """
    unsafe = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in unsafe else char for char in text)
