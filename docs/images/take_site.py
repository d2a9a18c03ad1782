"""Takes the pictures of the evidence pages: ``python docs/images/take_site.py [warehouse/site]``.

Needs Chromium and a published warehouse; writes the pictures beside this file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SITE = "warehouse/site"
WORDS = "telecom revenue"
FIGURE = "130.768"


def home(page: Page, site: str) -> None:
    """The first page with a search."""
    page.goto(f"{site}/index.html?lang=en")
    page.get_by_role("searchbox").fill(WORDS)
    page.locator("#results a").first.wait_for()


def indicator(page: Page, site: str) -> None:
    """The indicator that the search found, with its chart."""
    home(page, site)
    page.locator("#results a").first.click()
    page.locator(".plot canvas").wait_for()


def evidence(page: Page, site: str) -> None:
    """A figure of the indicator in its sentence, with its reading."""
    indicator(page, site)
    page.locator(".statement", has_text=FIGURE).get_by_role("link", name=FIGURE).first.click()
    page.get_by_role("tooltip").wait_for()


def main() -> None:
    """Take every picture."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else SITE).resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for take in (home, indicator, evidence):
            page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
            take(page, site)
            page.wait_for_timeout(500)
            page.screenshot(path=Path(__file__).with_name(f"{take.__name__}.png"))
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
