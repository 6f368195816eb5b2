"""In what form an article comes is told by its first bytes, else by its name."""

from __future__ import annotations

import pytest

from loaders import Document
from loaders.article.form import Form, form_of


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"Anna was here.", Form.TEXT),
        ("A.TXT", b"", Form.TEXT),
        ("a.b.txt", b"Anna was here.", Form.TEXT),
        ("a.html", b"Anna was here.", Form.PAGE),
        ("a.htm", b"<p>Anna", Form.PAGE),
        ("a.xhtml", b"<p>Anna", Form.PAGE),
        ("a.pdf", b"", Form.PDF),
        ("a.txt", b"%PDF-1.7\n", Form.PDF),
        ("a", b"%PDF-1.7\n", Form.PDF),
        ("a", b"<!DOCTYPE html><p>Anna", Form.PAGE),
        ("a.php", b"\xef\xbb\xbf\n <HTML lang=en>", Form.PAGE),
        ("a", b'<?xml version="1.0"?>\n<!DOCTYPE HTML PUBLIC "-//W3C//DTD">', Form.PAGE),
        ("a.txt", b"<!-- saved from url --><html><p>Anna", Form.PAGE),
        ("a.txt", b"<htmlx>", Form.TEXT),
        ("a.txt", b"He wrote <html> on the board.", Form.TEXT),
        ("a", b"Anna was here.", None),
        ("a.md", b"Anna was here.", None),
        ("txt", b"Anna was here.", None),
        ("a.json", b"{}", None),
        ("", b"", None),
    ],
)
def test_an_article_is_known_by_its_first_bytes_or_its_name(name: str, content: bytes, expected: Form | None) -> None:
    assert form_of(Document(name, content)) is expected
