"""The Dagster UI in a real browser: see the graph, launch the job, look at what it made and checked, and automate it."""

from __future__ import annotations

import json
import shutil
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

HOUSE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOUSE / "docs" / "images"))
import take  # noqa: E402

GROUPS = ("extract", "reference", "staging", "intermediate", "marts", "bi", "publish")
PAGE_MS = 60_000
RUN_MS = 600_000
NEW_BULLETIN = "Hội nghị tháng 9/2022\nDoanh thu viễn thông tháng 9/2022 đạt 11.500 tỷ đồng.\n"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.set_default_timeout(PAGE_MS)
    expect.set_options(timeout=PAGE_MS)
    yield page
    page.close()


def visit(page: Page, address: str) -> None:
    page.goto(address, wait_until="domcontentloaded")


def wait_for(ui: str, run: str) -> str:
    """The status of a run that has ended; no page looks on, whose drawing takes as much as the run itself."""
    query = {"query": f'{{ runOrError(runId: "{run}") {{ ... on Run {{ status }} }} }}'}
    deadline = time.monotonic() + RUN_MS / 1000
    status = ""
    while status not in ("SUCCESS", "FAILURE", "CANCELED"):
        assert time.monotonic() < deadline, f"run {run} is still {status}"
        time.sleep(1)
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{ui}/graphql", json.dumps(query).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            status = json.load(answer)["data"]["runOrError"]["status"]
    return status


def figures(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (count,) = connection.execute("SELECT count(*) FROM bi.numerals").fetchall()[0]
    return int(count)


def test_the_graph_shows_every_layer(page: Page, ui: str) -> None:
    visit(page, f"{ui}/asset-groups")
    for group in GROUPS:
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    expect(page.get_by_text("Failed to load")).to_have_count(0)


def test_the_job_is_launched_and_publishes(page: Page, ui: str, place: Path) -> None:
    visit(page, f"{ui}/locations/solieu/jobs/refresh/playground")
    page.get_by_role("button", name="Launch Run").click()
    page.wait_for_url("**/runs/*")
    address = page.url
    page.goto("about:blank")
    assert wait_for(ui, address.split("/runs/")[1].split("?")[0]) == "SUCCESS"
    visit(page, address)
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    assert figures(place / "warehouse" / "solieu.duckdb") == 376


def test_a_models_page_shows_rows_columns_and_sql(page: Page, ui: str) -> None:
    visit(page, f"{ui}/assets/fct_observations")
    expect(page.get_by_text("Row count", exact=True)).to_be_visible()
    expect(page.get_by_text("Raw SQL:")).to_be_visible()
    expect(page.get_by_text("observation_key", exact=True).first).to_be_visible()


def test_a_staging_table_shows_a_preview(page: Page, ui: str) -> None:
    visit(page, f"{ui}/assets/stg_numerals?view=events")
    expect(page.get_by_text("rows_by_role").first).to_be_visible()
    expect(page.get_by_text("preview").first).to_be_visible()


def test_a_check_shows_what_it_observed(page: Page, ui: str) -> None:
    visit(page, f"{ui}/assets/stg_numerals?view=checks&checkDetail=every_numeral_once")
    expect(page.get_by_text("Every numeral of every document stands in the ledger").first).to_be_visible()
    expect(page.get_by_text("0 of 376 rows")).to_be_visible()
    expect(page.get_by_text("Passed", exact=True).first).to_be_visible()


def test_the_pictures_of_the_documentation(
    page: Page, ui: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take, "SETTLE_MS", 3_000)
    for picture in take.PICTURES:
        assert take.take(page, ui, picture, tmp_path).stat().st_size > 20_000, "an empty page makes a small picture"


def test_schedule_and_sensor_are_switched_on_and_a_new_file_is_published(page: Page, ui: str, place: Path) -> None:
    warehouse = place / "warehouse" / "solieu.duckdb"
    before = figures(warehouse)
    for name in ("every_morning", "landing_folder"):
        kind = "schedules" if name == "every_morning" else "sensors"
        visit(page, f"{ui}/locations/solieu/{kind}/{name}")
        switch = page.get_by_role("switch").or_(page.locator("input[type=checkbox]")).first
        switch.wait_for(state="attached")
        if not switch.is_checked():
            switch.evaluate("box => box.click()")  # the box itself is drawn by its neighbour
        expect(switch).to_be_checked()
    page.goto("about:blank")
    delivered = place / "documents" / "new.txt"
    delivered.write_text(NEW_BULLETIN, encoding="utf-8")
    shutil.copystat(place / "home" / "dagster.yaml", delivered)  # an old time: content counts, not the clock
    for _ in range(RUN_MS // 1000):
        if figures(warehouse) == before + 3:
            return
        time.sleep(1)
    raise AssertionError("the sensor's run did not publish the new file")
