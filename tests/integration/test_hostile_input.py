"""Names, titles and texts that try to be SQL, HTML, a template, a shell's command or a terminal's: they stay text."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from pipelines.assets.display import preview
from pipelines.evidence.site import site_folder
from tests.integration.conftest import HOSTILE_MARKUP, HOSTILE_NAMES, Built


@pytest.fixture(scope="module")
def warehouse(built: Built) -> duckdb.DuckDBPyConnection:
    assert built.first.returncode == 0, built.first.stdout + built.first.stderr
    return duckdb.connect(str(built.place.warehouse), read_only=True)


class Active(HTMLParser):
    """Collects what would act in a page: foreign scripts, event handlers, addresses that are scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attributes:
            told = (value or "").strip().lower()
            if (name.startswith("on") and "alert" in told) or told.startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")
        if tag == "img" and dict(attributes).get("src") == "x":
            self.found.append("<img src=x>")

    def handle_data(self, data: str) -> None:
        if self._script and "alert(" in data:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def test_names_titles_and_texts_arrive_as_they_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("SELECT document, title, publisher FROM bi.documents").fetchall()
    told = {document: (title, publisher) for document, title, publisher in rows}
    for name in HOSTILE_NAMES:
        assert told[name] == (HOSTILE_MARKUP, "'; DROP SCHEMA bi CASCADE; --")
    figures = warehouse.execute(
        "SELECT document FROM bi.observations WHERE raw = '3.151' AND document IN ?", [list(HOSTILE_NAMES)]
    ).fetchall()
    assert {name for (name,) in figures} == set(HOSTILE_NAMES)


def test_every_view_is_there_and_no_template_was_run(warehouse: duckdb.DuckDBPyConnection) -> None:
    views = warehouse.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi'").fetchall()
    assert len(views) > 10
    for (view,) in views:
        for row in warehouse.execute(f"SELECT * FROM bi.{view}").fetchall():
            assert "1337" not in " ".join(map(str, row))


def test_no_shell_took_a_name_for_a_command(built: Built) -> None:
    assert [path for path in built.place.folder.rglob("*") if path.name.startswith("pwned")] == []
    assert not Path("pwned").exists()


def test_nothing_acts_in_any_page(built: Built) -> None:
    pages = [
        page
        for folder in (site_folder(built.place.warehouse), built.place.folder / "work" / "data_docs")
        for page in folder.rglob("*.html")
    ]
    assert len(pages) > 20
    told = []
    for page in pages:
        active = Active()
        active.feed(page.read_text(encoding="utf-8"))
        assert active.found == [], page
        told.append(page.read_text(encoding="utf-8"))
    assert any("&lt;script&gt;alert(1)" in html for html in told), "the title is shown, as text"
    for data in site_folder(built.place.warehouse).rglob("*.js"):
        content = data.read_text(encoding="utf-8")
        assert "<script>alert(" not in content.replace("\\u003c", "<\\"), data


def test_a_terminal_is_shown_no_commands(built: Built) -> None:
    for told in (built.first.stdout, built.first.stderr, built.strict.stdout):
        assert "\x1b" not in told
        assert "\x07" not in told


def test_a_preview_in_the_ui_holds_no_markup(warehouse: duckdb.DuckDBPyConnection) -> None:
    shown = preview(warehouse.sql("SELECT document, title FROM bi.documents ORDER BY title DESC").pl())
    assert "alert" in shown
    assert "<" not in shown.replace("<br", "")
    for line in shown.splitlines():
        assert line.count("|") == 3, "a cell ends where it should"
