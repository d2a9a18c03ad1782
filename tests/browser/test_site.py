"""The evidence pages in a real browser: made by a real build of the shipped bulletins and of a hostile document."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.evidence import build_site, render
from pipelines.evidence.numbers import fold

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # what a dark page could break
MOST_BYTES = 500_000

HOSTILE_NAME = "<img src=x onerror=window.hacked=1> Đặc biệt.txt"
UNREADABLE = "<b>broken.txt"
HOSTILE_TITLE = "</script><script>window.hacked=1</script>'\"`"
HOSTILE = """Báo cáo </title><script>window.hacked=1</script> tháng 3/2023

Doanh thu viễn thông "><img src=x onerror=window.hacked=1> tháng 3/2023 đạt 12.345 tỷ đồng, tăng 7,5% so với cùng kỳ năm 2022.

Trong tháng 3/2023, số trạm </textarea><svg onload=window.hacked=1> javascript:window.hacked=1 {{7*7}} đạt 4.321 doanh nghiệp.

=HYPERLINK(1) Doanh thu bưu chính tháng 3/2023 đạt 5.678 tỷ đồng.
"""


@dataclass
class Site:
    """A site, the warehouse it was made from, and its pages."""

    folder: Path
    warehouse: Path
    pages: list[str] = field(default_factory=list)

    def address(self, page: str) -> str:
        return f"file://{self.folder}/{page}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    place = tmp_path_factory.mktemp("evidence")
    shutil.copytree(HOUSE / "seeds" / "documents", place / "documents")
    (place / "documents" / HOSTILE_NAME).write_text(HOSTILE, encoding="utf-8")
    (place / "documents" / UNREADABLE).write_bytes(bytes(range(256)))
    row = f'"{HOSTILE_NAME}","{HOSTILE_TITLE.replace(chr(34), chr(34) * 2)}",,,javascript:window.hacked=1,,,,,,,'
    with (place / "documents" / "documents.csv").open("a", encoding="utf-8") as manifest:
        manifest.write(row + hashlib.sha256(HOSTILE.encode()).hexdigest() + "\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    environment |= {"SOLIEU_WORK": str(place / "work"), "SOLIEU_PLAUSIBILITY_BLOCK_SHARE": "1"}
    command = [sys.executable, "-m", "pipelines.cli", "build", "--documents", place / "documents"]
    warehouse = place / "published" / "solieu.duckdb"
    done = subprocess.run(
        [*map(str, command), "--warehouse", str(warehouse)],
        cwd=HOUSE, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(warehouse.parent / "site" / "index.html") in done.stdout
    folder = warehouse.parent / "site"
    return Site(folder, warehouse, sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html")))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh reader, which fails on any error of the console and on any request but for a file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    opened = context.new_page()
    wrong: list[str] = []
    downloads: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    opened.on("download", lambda download: downloads.append(f"failed: {download.url}"))  # its request ends as a file
    opened.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    yield opened
    context.close()
    assert [what for what in wrong if what not in downloads] == []


def query(site: Site, sql: str) -> list[tuple[object, ...]]:
    with closing(duckdb.connect(str(site.warehouse), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def document_page(site: Site, name: str) -> str:
    [(address,)] = query(site, f"SELECT evidence_url FROM bi.documents WHERE document LIKE '{name}%'")
    return str(address).removeprefix("site/")


def test_pages_are_small(site: Site) -> None:
    sizes = {page: (site.folder / page).stat().st_size for page in site.pages}
    assert {page: size for page, size in sizes.items() if size > MOST_BYTES} == {}
    assert len(sizes) > 60


def test_addresses_of_the_views_lead_to_the_numeral(site: Site) -> None:
    texts: dict[str, str] = {}
    for view in ("numerals", "observations", "changes", "shares", "plan_completions"):
        rows = query(site, f"SELECT evidence_url, raw FROM bi.{view} ORDER BY ALL")
        assert rows
        for url, raw in rows:
            address, place = str(url).split("#")
            text = texts.setdefault(address, (site.folder.parent / address).read_text(encoding="utf-8"))
            found = re.search(rf'<a class="n n-[a-z]+" id="{place}" href="#r[0-9]+">([^<]*)</a>', text)
            assert found is not None, f"{view}: {url}"
            # words that hold a numeral end where it begins
            assert str(raw).startswith(found.group(1).strip()), f"{view}: {url}"
    findings = (site.folder / "findings.html").read_text(encoding="utf-8")
    for (url,) in query(site, "SELECT evidence_url FROM bi.findings WHERE verdict = 'contradicted'"):
        assert f'id="{str(url).split("#")[1]}"' in findings


def test_links_between_pages_lead_somewhere(site: Site) -> None:
    identifiers = {
        page: set(re.findall(r'\bid="([^"]+)"', (site.folder / page).read_text(encoding="utf-8")))
        for page in site.pages
    }
    for page in site.pages:
        for target in set(re.findall(r'href="([^"]+)"', (site.folder / page).read_text(encoding="utf-8"))):
            address, _, place = unquote(target).partition("#")
            path = (site.folder / page).parent / address if address else site.folder / page
            assert path.is_file(), f"{page}: {target}"
            if place and path.suffix == ".html" and "findings.html" not in address:
                assert place in identifiers[os.path.relpath(path, site.folder)], f"{page}: {target}"


def test_every_page_opens_quietly_and_fits_a_phone(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for name in site.pages:
        page.goto(site.address(name))
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        assert page.evaluate("window.hacked") is None, name


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("doanh thu vien thong", "indicators/telecom.revenue.html"),
        ("Doanh thu viễn thông", "indicators/telecom.revenue.html"),
        ("DOANH THU VIỄN THÔNG", "indicators/telecom.revenue.html"),
        ("telecommunications revenue", "indicators/telecom.revenue.html"),
        ("thue bao dien thoai thong minh", "indicators/telecom.subscriptions.smartphone.html"),
        ("thuê bao điện thoại thông minh", "indicators/telecom.subscriptions.smartphone.html"),
    ],
)
def test_search_finds_with_and_without_diacritics(site: Site, page: Page, words: str, leads_to: str) -> None:
    page.goto(site.address("index.html"))
    page.get_by_role("searchbox").fill(words)
    first = page.locator("#results a").first
    expect(first).to_have_attribute("href", leads_to)
    expect(page.get_by_role("status")).to_contain_text("kết quả")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{leads_to}")


def test_search_tells_each_page_once_and_why(site: Site, page: Page) -> None:
    page.goto(site.address("index.html"))
    page.get_by_role("searchbox").fill("doanh thu vien thong")
    expect(page.locator("#results a").first).to_be_visible()
    found = page.locator("#results a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(found) > 2
    assert len(found) == len(set(found))
    page.get_by_role("searchbox").fill("doanh thu dich vu vien thong")  # words of the texts, in no name
    expect(page.locator("#results a").first).to_contain_text("Doanh thu viễn thông")
    expect(page.locator("#results a small").first).to_contain_text("doanh thu dịch vụ viễn thông")


def test_search_without_a_match_says_so(site: Site, page: Page) -> None:
    page.goto(site.address("index.html"))
    page.get_by_role("searchbox").fill("zzzz qqqq")
    expect(page.get_by_role("status")).to_have_text("0 kết quả")
    expect(page.locator("#results")).to_be_hidden()


def test_search_folds_as_the_index_was_folded(site: Site, page: Page) -> None:
    page.goto(site.address("index.html"))
    source = (site.folder / "static" / "search.js").read_text(encoding="utf-8")
    body = re.search(r"const fold = (.*?);\n", source, re.DOTALL)
    assert body is not None
    texts = ["Đặc biệt: Quý III/2022", "ÂU Ơ Ữ Ỵ", "TT&TT – 5G", "thuê bao (trả trước)", "İstanbul ﬁ", "x²"]
    labels = [
        str(label) for (label,) in query(site, "SELECT DISTINCT label FROM bi.observations WHERE label IS NOT NULL")
    ]
    for text in [*texts[:4], *labels]:
        assert page.evaluate(f"({body.group(1)})({text!r})") == fold(text), text


def test_the_chart_is_drawn_with_implied_values_off(site: Site, page: Page) -> None:
    def picture() -> str:
        page.wait_for_timeout(150)
        return str(page.evaluate("document.querySelector('.plot canvas').toDataURL()"))

    page.goto(site.address("indicators/telecom.revenue.html"))
    expect(page.get_by_role("img", name="Doanh thu viễn thông")).to_be_visible()
    expect(page.locator(".plot canvas")).to_be_visible()
    implied = page.get_by_label("suy ra")
    expect(implied).not_to_be_checked()
    pictures = [picture()]
    implied.check()
    pictures.append(picture())
    implied.uncheck()
    assert picture() == pictures[0]
    for basis in ("năm", "quý", "tháng", "lũy kế từ đầu năm"):
        shown = page.get_by_label(basis, exact=True)
        expect(shown).to_be_checked()
        shown.uncheck()
        pictures.append(picture())
    assert len(set(pictures)) == len(pictures)  # every switch changes what is drawn


def test_the_download_has_every_statement_and_no_formula(site: Site, page: Page) -> None:
    page.goto(site.address("indicators/post.revenue.html"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expect(page.locator("#sentences")).to_contain_text(f"({len(rows)})")
    [hostile] = [row for row in rows if row["document"] == HOSTILE_NAME]
    assert (hostile["kind"], hostile["raw"], hostile["unit_code"]) == ("level", "5.678", "VND")
    assert hostile["sentence"].startswith("'=HYPERLINK(1)")


def test_coverage_tells_roles_unmapped_labels_and_the_quarantine(site: Site, page: Page) -> None:
    page.goto(site.address("coverage.html"))
    roles = dict(query(site, "SELECT role, count(*)::VARCHAR FROM bi.numerals GROUP BY role"))
    shown = page.locator(".roles tbody tr")
    expect(shown).to_have_count(len(roles))
    for role, count in roles.items():
        expect(shown.filter(has=page.locator(f".r-{role}")).locator("td").first).to_have_text(str(count))
    [(label, statements)] = query(
        site, "SELECT label, statements FROM bi.unmapped_labels ORDER BY statements DESC, label LIMIT 1"
    )
    expect(page.locator("#unmapped-rows tr", has_text=str(label)).first.locator("td.num").first).to_have_text(
        str(statements)
    )
    broken = page.locator("#quarantine-rows tr", has_text=UNREADABLE)
    [(reason, remedy)] = query(site, "SELECT reason, remedy FROM audit.quarantine")
    expect(broken).to_contain_text(str(reason))
    expect(broken).to_contain_text(str(remedy))


def test_from_the_first_page_to_the_sentence(site: Site, page: Page) -> None:
    [(url,)] = query(
        site, "SELECT evidence_url FROM bi.observations WHERE indicator_code = 'telecom.revenue' AND raw = '130.768'"
    )
    page.goto(site.address("index.html"))
    page.get_by_role("searchbox").fill("doanh thu vien thong")
    page.locator("#results a").first.click()
    page.wait_for_url("**/indicators/telecom.revenue.html")
    expect(page.locator(".agreeing")).to_contain_text("không có mâu thuẫn")
    statement = page.locator(".statement", has_text="130.768")
    expect(statement.locator("mark", has_text="130.768")).to_have_class(re.compile("n-level"))
    statement.get_by_role("link", name=re.compile(r"Xem tại chỗ trong văn bản.*130\.768")).click()
    page.wait_for_url(f"**/{url}")
    numeral = page.locator(f"#{str(url).split('#')[1]}")
    expect(numeral).to_have_text("130.768")
    expect(numeral).to_be_focused()
    expect(numeral).to_be_in_viewport()
    card = page.get_by_role("tooltip")
    expect(card).to_contain_text("130.768 tỷ đồng")
    expect(card).to_contain_text("Năm 2021")
    expect(card).to_contain_text("Doanh thu viễn thông")
    assert numeral.get_attribute("aria-describedby") == card.get_attribute("id")


def test_a_point_of_the_chart_leads_to_its_sentence(site: Site, page: Page) -> None:
    page.goto(site.address("indicators/cyber.revenue.html"))
    box = page.locator(".u-over").bounding_box()
    assert box is not None
    for step in range(0, int(box["width"]), 6):
        for part in (0.08, 0.16, 0.24, 0.32, 0.4):
            page.mouse.move(box["x"] + step, box["y"] + box["height"] * part)
            if page.locator(".tip").is_visible():
                expect(page.locator(".tip")).to_contain_text("tỷ đồng")
                page.mouse.down()
                page.mouse.up()
                page.wait_for_url("**/documents/*.html#c*")
                expect(page.get_by_role("tooltip")).to_contain_text("tỷ đồng")
                return
    raise AssertionError("no point was found under the pointer")


def test_readings_by_pointer_keyboard_and_tap(site: Site, page: Page, browser: Browser) -> None:
    page.goto(site.address(document_page(site, "000")))
    card = page.get_by_role("tooltip")
    expect(card).to_be_hidden()
    page.locator("a.n-change", has_text="9,5").hover()
    expect(card).to_contain_text("tăng 9,5%")
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()
    page.locator("a.n-level").first.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator("a.n-date").first.focus()
    expect(card).to_contain_text("thời gian")
    phone = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    small = phone.new_page()
    small.goto(site.address(document_page(site, "000")))
    small.locator("a.n-level", has_text="3.462.170").tap()
    expect(small.get_by_role("tooltip")).to_contain_text("3.462.170 tỷ đồng")
    phone.close()


def test_the_language_is_switched_and_kept(site: Site, page: Page) -> None:
    page.goto(site.address("index.html"))
    expect(page.get_by_role("heading", level=2, name="Theo lĩnh vực")).to_be_visible()
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_role("heading", level=2, name="By sector")).to_be_visible()
    expect(page.get_by_text("Theo lĩnh vực")).to_be_hidden()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Findings", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu số liệuFindings")
    expect(page.locator("h1 span[lang=vi]")).to_be_hidden()
    assert "lang=en" in page.url  # for browsers that keep nothing for files
    page.evaluate("localStorage.clear()")
    page.get_by_role("link", name="Indicators", exact=True).click()
    expect(page).to_have_title("Indicators · Solieu")
    page.get_by_role("button", name="VI").click()
    page.reload()
    page.goto(site.address("coverage.html"))
    expect(page).to_have_title("Độ phủ · Số liệu")


def test_light_and_dark(site: Site, page: Page) -> None:
    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    page.emulate_media(color_scheme="light")
    page.goto(site.address("index.html"))
    light = paper()
    page.emulate_media(color_scheme="dark")
    dark = paper()
    assert light != dark
    page.get_by_role("button", name="Sáng hay tối").click()
    assert paper() == light
    page.goto(site.address("findings.html"))
    assert paper() == light


def test_print_keeps_the_text_and_drops_the_furniture(site: Site, page: Page) -> None:
    page.goto(site.address(document_page(site, "000")))
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator(".text")).to_be_visible()
    expect(page.locator(".readings")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_the_accessibility_audit(site: Site, page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    pages = ["index.html", "indicators.html", "indicators/telecom.revenue.html", "documents.html", "findings.html"]
    place = document_page(site, "000")
    for name in [*pages, "coverage.html", place, f"{place}#c2656"]:
        page.goto("about:blank")
        page.goto(site.address(name))
        if name == "index.html":
            page.get_by_role("searchbox").fill("doanh thu")
            expect(page.locator("#results")).to_be_visible()
        if "indicators/" in name:
            expect(page.locator(".plot canvas")).to_be_visible()
        page.evaluate(AXE)
        part = "[role=tooltip]" if "#" in name else "html"
        found = page.evaluate(
            "([part, rules]) => axe.run(part, {resultTypes: ['violations'], preload: false, ...rules})"
            ".then(result => result.violations)",
            [part, {"runOnly": OF_COLOURS} if scheme == "dark" else {}],
        )
        serious = [
            (rule["id"], node["html"][:160], node["failureSummary"][:300])
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
        assert serious == [], name


def test_hostile_text_is_text(site: Site, page: Page) -> None:
    [(address,)] = query(site, "SELECT evidence_url FROM bi.documents WHERE document LIKE '<img%'")
    name = str(address).removeprefix("site/")
    assert re.fullmatch(r"documents/[a-z0-9-]+\.html", name)
    page.goto(site.address(name))
    expect(page.locator("h1")).to_have_text(HOSTILE_TITLE)
    text = " ".join(page.locator(".text").inner_text().split())
    for line in HOSTILE.split("\n"):
        assert " ".join(line.split()) in text
    page.locator("a.n-level", has_text="12.345").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("12.345 tỷ đồng")
    page.goto(site.address("index.html"))
    page.get_by_role("searchbox").fill("script")
    expect(page.locator("#results a", has_text="<script>").first).to_be_visible()
    page.locator("#results a", has_text="window.hacked").first.click()
    assert page.evaluate("window.hacked") is None
    for path in site.pages:
        text = (site.folder / path).read_text(encoding="utf-8")
        assert not re.search(r'(href|src)="\s*javascript:', text), path
        assert "<img" not in text, path
        assert "<b>broken" not in text, path
        assert "<script>window" not in text, path


@pytest.fixture
def paged(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The same warehouse as a site of short lists and documents in parts, as large ones have."""
    monkeypatch.setattr(render, "FIRST_ROWS", 2)
    monkeypatch.setattr(render, "MORE_ROWS", 3)
    monkeypatch.setattr("pipelines.evidence.documents.MOST_OF_A_PAGE", 3000)
    monkeypatch.setattr("pipelines.evidence.search.ENTRIES", 20)
    built = build_site(site.warehouse, tmp_path / "paged")
    return lambda name: f"file://{built.index.parent}/{name}"


def test_long_lists_go_on_when_asked(site: Site, page: Page, paged: Callable[[str], str]) -> None:
    page.goto(paged("documents.html"))
    rows = page.locator("#documents tr")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Xem thêm").click()
    expect(rows).to_have_count(5)
    expect(rows.nth(2).get_by_role("link")).to_be_focused()
    page.get_by_role("button", name="Xem thêm").click()
    expect(rows).to_have_count(6)
    expect(page.get_by_role("button", name="Xem thêm")).to_have_count(0)
    [(key,)] = query(
        site,
        "SELECT finding_key FROM marts.fct_findings WHERE verdict = 'consistent' ORDER BY stated_on, finding_key DESC LIMIT 1",
    )
    page.goto(paged(f"findings.html#f{key}"))
    expect(page.locator(f"#f{key}")).to_be_focused()


def test_search_reads_on_through_its_files(page: Page, paged: Callable[[str], str]) -> None:
    page.goto(paged("index.html"))
    page.get_by_role("searchbox").fill("window hacked")
    expect(page.locator("#results a").first).to_be_visible()


def test_a_place_in_a_later_part_is_reached(site: Site, page: Page, paged: Callable[[str], str]) -> None:
    [(url, raw)] = query(
        site,
        "SELECT evidence_url, raw FROM bi.observations WHERE document LIKE '002%' ORDER BY char_start DESC LIMIT 1",
    )
    address = str(url).removeprefix("site/")
    page.goto(paged(address))
    page.wait_for_url(re.compile(r"\.\d+\.html#c\d+$"))
    numeral = page.locator(f"#{address.split('#')[1]}")
    expect(numeral).to_be_focused()
    expect(numeral).to_have_text(str(raw))
