"""In what form an article comes: by its first bytes, else by its name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders import Document

_FIRST_BYTES = 1_024
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_MARK = b"\xef\xbb\xbf"


class Form(StrEnum):
    """What an article's bytes are."""

    TEXT = "text"
    PAGE = "page"
    PDF = "PDF"


_ENDINGS = {"txt": Form.TEXT, "html": Form.PAGE, "htm": Form.PAGE, "xhtml": Form.PAGE, "pdf": Form.PDF}


def form_of(document: Document) -> Form | None:
    """Return in what form `document` is an article; None when it does not look like one."""
    head = document.content[:_FIRST_BYTES].removeprefix(_MARK)
    if head.startswith(b"%PDF-"):
        return Form.PDF
    if _PAGE.match(head):
        return Form.PAGE
    return _ENDINGS.get(document.name.rsplit(".", 1)[-1].lower()) if "." in document.name else None
