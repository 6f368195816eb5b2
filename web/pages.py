"""The page for queries: GraphiQL where `scripts/setup` could fetch it, else a plain form that says so."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import HTMLResponse

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_VENDOR = ("react.production.min.js", "react-dom.production.min.js", "graphiql.min.js", "graphiql.min.css")

# GraphiQL and CodeMirror set styles on elements; nothing but our own scripts runs, and nothing is fetched elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def query_page() -> HTMLResponse:
    """Return the page on which a person writes queries."""
    there = all((STATIC / "vendor" / name).is_file() for name in _VENDOR)
    page = (_TEMPLATES / ("graphiql.html" if there else "form.html")).read_text("utf-8")
    headers = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff", "vary": "accept"}
    return HTMLResponse(page, headers=headers)
