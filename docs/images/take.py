"""Takes the pictures of the documentation from a running UI: ``python docs/images/take.py http://127.0.0.1:3000``.

Needs Chromium and a finished run of the job; writes the pictures beside this file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WIDTH, HEIGHT = 1500, 800
SETTLE_MS = 12_000  # statuses and layout arrive after the page itself

#: Picture → page of the UI, and a text that is there when it has loaded.
PICTURES = {
    "asset-graph.png": ("/asset-groups", "publish"),
    "model.png": ("/assets/fct_observations", "Raw SQL:"),
}


def take(page: Page, ui: str, picture: str, folder: Path) -> Path:
    """Write ``picture`` of the UI at ``ui`` into ``folder``."""
    address, text = PICTURES[picture]
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(ui + address, wait_until="domcontentloaded")
    page.get_by_text(text, exact=True).first.wait_for()
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=folder / picture)
    return folder / picture


def main() -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        for picture in PICTURES:
            take(page, sys.argv[1].rstrip("/"), picture, Path(__file__).parent)
        browser.close()


if __name__ == "__main__":
    main()
