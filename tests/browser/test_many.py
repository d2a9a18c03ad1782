"""The evidence pages of some hundred documents: lists go on when asked, and nothing is loaded before it is wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.evidence.parts import MANY
from pipelines.evidence.render import FIRST_ROWS, MORE_ROWS

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
MOST_BYTES = 500_000
DOCUMENTS = MANY + 20  # so that several processes write their pages
FIRST_YEAR = 1990


def report(number: int) -> str:
    """A report of one month, a tenth above the year before; every seventh is told to be half above it."""
    year, month = FIRST_YEAR + number // 12, number % 12 + 1
    revenue = f"{(900 + month) * 1.1 ** (year - FIRST_YEAR):.1f}".replace(".", ",")
    told = 50 if number % 7 == 0 else 10
    return (
        f"Báo cáo số {number}\n\nDoanh thu viễn thông tháng {month}/{year} đạt {revenue} tỷ đồng, "
        f"tăng {told}% so với cùng kỳ năm {year - 1}.\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site beside a warehouse of many documents, as the command line builds it."""
    place = tmp_path_factory.mktemp("many")
    (place / "documents").mkdir()
    for number in range(DOCUMENTS):
        (place / "documents" / f"report_{number:04d}.txt").write_text(report(number), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    environment |= {"SOLIEU_WORK": str(place / "work"), "SOLIEU_PLAUSIBILITY_BLOCK_SHARE": "1"}
    command = [sys.executable, "-m", "pipelines.cli", "build", "--documents", str(place / "documents")]
    done = subprocess.run(
        [*command, "--warehouse", str(place / "published" / "solieu.duckdb")],
        cwd=HOUSE, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "published" / "site"


class Reader:
    """A browser's page and the data files that it has asked for."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.loaded: list[str] = []
        self._folder = folder
        page.on("request", lambda request: self._note(unquote(request.url)))

    def _note(self, address: str) -> None:
        if "/data/" in address:
            self.loaded.append(address.split("/data/")[1])

    def open(self, address: str) -> None:
        self.loaded.clear()
        self.page.goto("about:blank")
        self.page.goto(f"file://{self._folder}/{address}")


@pytest.fixture
def reader(browser: Browser, folder: Path) -> Iterator[Reader]:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield Reader(page, folder)
    context.close()
    assert wrong == []


def test_every_page_and_file_is_small(folder: Path) -> None:
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert len([name for name in sizes if name.startswith("documents/")]) == DOCUMENTS


def test_a_list_grows_by_one_file_a_click_to_its_end(reader: Reader) -> None:
    reader.open("documents.html")
    rows, more = reader.page.locator("#documents tr"), reader.page.get_by_role("button", name="Xem thêm")
    expect(rows).to_have_count(FIRST_ROWS)
    assert reader.loaded == []
    shown = FIRST_ROWS
    while shown < DOCUMENTS:
        more.click()
        expect(rows.nth(shown)).to_be_visible()
        shown, before = rows.count(), shown
        assert before < shown <= before + MORE_ROWS
        assert reader.loaded == [f"documents-{file}.js" for file in range(len(reader.loaded))]
    expect(more).to_have_count(0)
    assert len(reader.loaded) > 1
    assert len(set(rows.get_by_role("link").evaluate_all("all => all.map(link => link.href)"))) == DOCUMENTS


def test_an_indicator_draws_all_and_lists_what_is_asked_for(reader: Reader) -> None:
    reader.open("indicators/telecom.revenue.html")
    expect(reader.page.locator(".plot canvas")).to_be_visible()
    assert reader.loaded == ["charts/telecom.revenue.js"]
    points = reader.page.evaluate(
        "solieu.load(document.getElementById('chart').dataset.chart)"
        ".then(([drawing]) => drawing.groups.find(group => group.key === 'month').points.length)"
    )
    assert points == DOCUMENTS
    statements = reader.page.locator("#statements > li")
    expect(statements).to_have_count(FIRST_ROWS)
    reader.page.locator("[data-more=statements]").click()
    expect(statements.nth(FIRST_ROWS)).to_be_visible()
    assert statements.count() <= FIRST_ROWS + MORE_ROWS
    assert len(reader.loaded) == 2
    expect(reader.page.locator("#lines tr")).to_have_count(FIRST_ROWS)


@pytest.mark.parametrize("verdict", ["consistent", "contradicted"])
def test_the_last_finding_is_reached_without_those_before_it(reader: Reader, folder: Path, verdict: str) -> None:
    sql = "SELECT finding_key FROM marts.fct_findings WHERE verdict = ? ORDER BY stated_on DESC, finding_key"
    with closing(duckdb.connect(str(folder.parent / "solieu.duckdb"), read_only=True)) as connection:
        keys = [key for (key,) in connection.execute(sql, [verdict]).fetchall()]
    assert len(keys) > FIRST_ROWS + 5
    reader.open("findings.html")
    here = set(reader.page.locator(f"#list-{verdict} > li").evaluate_all("all => all.map(row => row.id.slice(1))"))
    away = next(key for key in reversed(keys) if key not in here)
    reader.open(f"findings.html#f{away}")
    entry = reader.page.locator(f"#f{away}")
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()
    assert len(reader.loaded) == 2
    while (more := reader.page.locator(f"[data-more=list-{verdict}]")).count():
        before = reader.page.locator(f"#list-{verdict} > li").count()
        more.click()
        expect(reader.page.locator(f"#list-{verdict} > li").nth(before)).to_be_visible()
    expect(reader.page.locator(f"#list-{verdict} > li")).to_have_count(len(keys))
    expect(entry).to_have_count(1)


def test_search_reads_its_index_when_it_is_used(reader: Reader) -> None:
    reader.open("index.html")
    expect(reader.page.get_by_role("searchbox")).to_be_visible()
    assert reader.loaded == []
    reader.page.get_by_role("searchbox").fill(f"bao cao so {DOCUMENTS - 1}")
    first = reader.page.locator("#results a").first
    expect(first).to_contain_text(f"Báo cáo số {DOCUMENTS - 1}")
    assert set(reader.loaded) == {"search-0.js"}
    first.click()
    expect(reader.page.locator(".text")).to_contain_text("Doanh thu viễn thông")
