"""Markers by folder, `system` for what needs more than Python packages; fixtures that several folders share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BY_FOLDER = {
    "unit": "unit",
    "corpora": "unit",
    "integration": "integration",
    "faults": "faults",
    "browser": "browser",
    "bi": "integration",
    "cluster": "integration",
}
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEED_SYSTEM_PACKAGES = ("browser", "cluster", "postgres", "superset")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if TESTS in item.path.parents:
            marker = BY_FOLDER.get(item.path.relative_to(TESTS).parts[0])
            if marker:
                item.add_marker(marker)
        if any(item.get_closest_marker(name) for name in NEED_SYSTEM_PACKAGES):
            item.add_marker("system")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the shipped bulletins, its site beside it, as the command line publishes it; for reading only."""
    place = tmp_path_factory.mktemp("shipped")
    warehouse = place / "warehouse" / "solieu.duckdb"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "build", "--warehouse", str(warehouse)],
        cwd=TESTS.parent,
        env={**environment, "SOLIEU_WORK": str(place / "work")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return warehouse


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium under Playwright, one for all tests: a second one could not live in the same thread."""
    assert CHROMIUM is not None, "no chromium on PATH; .ci/install-system-packages installs it"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
