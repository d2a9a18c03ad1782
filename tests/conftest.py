"""Markers by folder, `system` for what needs more than Python packages; fixtures that several folders share."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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
#: Where tests run in several processes, the longest files begin first, and short ones fill the end of all of them.
LONGEST_FIRST = (
    *("faults/test_builds.py", "faults/test_serving.py", "integration/test_bad_input.py", "faults/test_nothing_new.py"),
    *("unit/warehouse/test_continued.py", "unit/warehouse/test_vintages.py", "faults/test_publishing.py"),
    *("browser/test_site.py", "cluster/test_ray.py", "browser/test_ui.py", "cluster/test_lake.py"),
    *("bi/test_superset.py", "integration/test_postgres_storage.py", "integration/test_clock.py"),
    *("cluster/test_engines.py", "browser/test_many.py"),
)
NEED_SYSTEM_PACKAGES = ("browser", "cluster", "postgres", "superset")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if TESTS in item.path.parents:
            marker = BY_FOLDER.get(item.path.relative_to(TESTS).parts[0])
            if marker:
                item.add_marker(marker)
        if any(item.get_closest_marker(name) for name in NEED_SYSTEM_PACKAGES):
            item.add_marker("system")
    long = {item.path for item in items if item.get_closest_marker("slow") or not item.get_closest_marker("unit")}
    order = {TESTS / file: number for number, file in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path, len(order) + (item.path not in long)))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that ``make`` fills, once for all processes that run these tests; for reading only."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each process has a folder of its own in that of all
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / ".made"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a process that failed at it
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def _build_shipped(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "build", "--warehouse", str(folder / "warehouse" / "solieu.duckdb")],
        cwd=TESTS.parent,
        env={**environment, "SOLIEU_WORK": str(folder / "build")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``warehouse/`` (site and exports in it) and ``build/``, as the command line leaves them of the
    shipped bulletins; for reading only.

    ``BUILT_HERE`` in the environment says that these very files were just built in the repository itself (.ci/run).
    """
    if os.environ.get("BUILT_HERE"):
        return TESTS.parent
    return made_once(tmp_path_factory, "shipped", _build_shipped)


@pytest.fixture(scope="session")
def published(shipped: Path) -> Path:
    """The warehouse of the shipped bulletins, its site beside it; for reading only."""
    return shipped / "warehouse" / "solieu.duckdb"


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium under Playwright, one for all tests: a second one could not live in the same thread."""
    assert CHROMIUM is not None, "no chromium on PATH; .ci/install-system-packages installs it"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
