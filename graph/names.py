"""Names folded for comparison: case, accents and invisible characters do not count."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_CONTROLS = bytes(code for code in (*range(32), 127) if not chr(code).isspace())
_TO_SPACES = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(range(128, 256))


def folded(name: str) -> str:
    """Return `name` as it is compared.

    >>> folded("  Świetłana  TSIKHANOUSKAYA ")
    'swietłana tsikhanouskaya'
    """
    if name.isascii():
        return " ".join(name.encode().translate(None, _CONTROLS).decode().lower().split())
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(
        char for char in decomposed if unicodedata.category(char) not in {"Mn", "Cf", "Cc"} or char.isspace()
    )
    return " ".join(unicodedata.normalize("NFC", kept).casefold().split())


def words(name: str) -> list[str]:
    """Return the words of `name`, folded.

    >>> words("RFE/RL's Belarus Service")
    ['rfe', 'rl', 's', 'belarus', 'service']
    """
    text = folded(name)
    return text.encode().translate(_TO_SPACES).decode().split() if text.isascii() else _WORD.findall(text)


def score(query: str, name: str) -> float:
    """Return how well `query` finds `name`: 1 for the whole, less the more of the name is left over, 0 for not at all.

    >>> score("homich", "Tatsiana Homich"), score("Tatsiana Homich", "tatsiana homich"), score("x", "Minsk")
    (0.45, 1.0, 0.0)
    """
    if folded(query) == folded(name):
        return 1.0
    wanted, there = words(query), words(name)
    if not wanted or not all(any(word.startswith(part) for word in there) for part in wanted):
        return 0.0
    whole = sum(part in there for part in wanted)
    return round(0.9 * (len(wanted) + whole) / (2 * max(len(there), len(wanted))), 3)


def printable(text: str) -> str:
    """Return `text` for a terminal: what controls it, or turns its lines about, is written as an escape.

    >>> printable("Anna" + chr(27) + "[2J") == "Anna" + chr(92) + "u001b[2J"
    True
    """
    unsafe = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    return "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) in unsafe else char for char in text)
