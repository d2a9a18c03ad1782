"""Data Docs that ask nothing of the network, with a first page that says how every check ended."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from pipelines.quality.results import CheckResult

#: A second wall, should a value ever get into a page unescaped.
NO_SCRIPTS = """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"""
STYLE = "static/styles/solieu.css"

_OUTSIDE = re.compile(
    r"""<script\b[^>]*\bsrc=["']https?://[^>]*>\s*</script>"""  # a library
    r"""|<script\b[^>]*>.*?</script>"""  # what would use it
    r"""|<link\b[^>]*\bhref=["']https?://[^>]*>"""  # a style sheet
    r"""|<img\b[^>]*\bsrc=["']https?://[^>]*>"""  # a picture that reports who looks
    r"""|<a\b[^>]*\bhref=["']https?://[^>]*>.*?</a>"""  # an advertisement
    r"""|<footer\b.*?</footer>""",
    re.DOTALL | re.IGNORECASE,
)


def make_offline(folder: Path, checks: Iterable[CheckResult]) -> None:
    """Rewrite every page below ``folder`` so that a browser needs nothing but the folder, and write its first page."""
    style = folder / STYLE
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text(files("pipelines.quality").joinpath("data_docs.css").read_text("utf-8"), encoding="utf-8")
    for page in folder.rglob("*.html"):
        link = f'<link rel="stylesheet" href="{os.path.relpath(style, page.parent)}">'
        html = _OUTSIDE.sub("", page.read_text(encoding="utf-8"))
        page.write_text(html.replace("</head>", f"{NO_SCRIPTS}{link}</head>", 1), encoding="utf-8")
    (folder / "index.html").write_text(_first_page(folder, checks), encoding="utf-8")


def _first_page(folder: Path, checks: Iterable[CheckResult]) -> str:
    rows = "\n".join(_row(folder, check) for check in checks)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Checks of the build</title>
{NO_SCRIPTS}<link rel="stylesheet" href="{STYLE}"></head>
<body><h1>Checks of the build</h1>
<p>Integrity blocks the publication at one row; plausibility flags rows, and blocks when too large a share fails.</p>
<table><thead><tr><th>Ended</th><th>What holds</th><th>Rows that fail</th><th>Severity</th><th>Table</th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def _row(folder: Path, check: CheckResult) -> str:
    suite = check.table.rsplit(".", 1)[-1]
    page = max((folder / "validations" / suite).rglob("*.html"), default=None)
    table = escape(check.table)
    link = f'<a href="{quote(page.relative_to(folder).as_posix())}">{table}</a>' if page else table
    says = escape(check.expectation.says if check.error is None else check.plain)
    return (
        f'<tr class="{check.status}"><td>{check.status}</td><td>{says}</td>'
        f"<td>{check.failing} of {check.rows}</td><td>{check.expectation.severity}</td><td>{link}</td></tr>"
    )
