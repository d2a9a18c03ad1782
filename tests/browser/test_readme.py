"""The walks that the README tells of, on the published pages; their pictures: ``PICTURES=docs/images`` keeps them there."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

SECONDS = 60


@pytest.fixture
def page(browser: Browser, published: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme="light", locale="en-GB")
    opened = context.new_page()
    opened.goto((published.parent / "site" / "index.html").as_uri() + "?lang=en")
    yield opened
    context.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("PICTURES") or tmp_path)


def test_telecom_revenue_of_2021_is_found_in_a_minute(page: Page, pictures: Path) -> None:
    began = time.monotonic()
    page.get_by_role("searchbox").fill("telecom revenue")
    found = page.locator("#results a").first
    expect(found).to_contain_text("Telecommunications revenue")
    page.screenshot(path=pictures / "home.png")

    found.click()
    expect(page.locator(".plot canvas")).to_be_visible()
    expect(page.locator(".agreeing")).to_contain_text("none contradicts")
    line = page.locator("#lines tr", has=page.get_by_role("rowheader", name=re.compile("^2021 year")))
    expect(line).to_contain_text("130,768 billion VND")
    expect(line.locator(".growth [lang=en]")).to_have_text("up, in words: “cao hơn năm 2020”")
    page.screenshot(path=pictures / "indicator.png")

    line.get_by_role("link").click()
    card = page.get_by_role("tooltip")
    for told in ("130,768 billion VND", "2021 (year)", "up, in words: “cao hơn năm 2020”", "consistent"):
        expect(card).to_contain_text(told)
    expect(page.locator("a.n-level:focus")).to_have_text("130.768")
    page.screenshot(path=pictures / "evidence.png")
    assert time.monotonic() - began < SECONDS
    assert all((pictures / f"{name}.png").stat().st_size > 30_000 for name in ("home", "indicator", "evidence"))


def test_what_contradicts_is_a_click_from_the_first_page(page: Page) -> None:
    page.get_by_role("region", name="What needs an eye").get_by_role("link").first.click()
    finding = page.locator(".finding:focus")
    expect(finding.locator(".verdict")).to_contain_text("contradicted")
    expect(finding.locator("blockquote mark").first).to_be_in_viewport()
    finding.locator("blockquote + p a").first.click()
    expect(page.get_by_role("tooltip")).to_contain_text("contradicted")
