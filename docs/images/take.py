"""Takes the pictures of the documentation from a running UI: ``python docs/images/take.py http://127.0.0.1:3000``.

Needs Chromium and a finished run of the job; writes ``asset-graph.png`` beside this file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WIDTH, HEIGHT = 1800, 1000
OPENED = ("extract", "staging", "marts", "publish")
SETTLE_MS = 8000


def take_asset_graph(page: Page, ui: str, target: Path) -> Path:
    """Open the asset graph with the groups that tell the story, and write its picture to ``target``."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    groups = ",".join(f"global@global:{group}" for group in OPENED)
    page.goto(f"{ui}/asset-groups?expanded={groups}", wait_until="domcontentloaded")
    page.get_by_text("published_warehouse").first.wait_for()
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=target)
    return target


def main() -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        take_asset_graph(page, sys.argv[1].rstrip("/"), Path(__file__).with_name("asset-graph.png"))
        browser.close()


if __name__ == "__main__":
    main()
