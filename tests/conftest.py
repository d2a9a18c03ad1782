"""Markers by folder, and `system` for every test that needs more than Python packages."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BY_FOLDER = {"unit": "unit", "corpora": "unit", "integration": "integration", "faults": "faults", "browser": "browser"}
NEED_SYSTEM_PACKAGES = ("browser", "postgres", "superset")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if TESTS in item.path.parents:
            marker = BY_FOLDER.get(item.path.relative_to(TESTS).parts[0])
            if marker:
                item.add_marker(marker)
        if any(item.get_closest_marker(name) for name in NEED_SYSTEM_PACKAGES):
            item.add_marker("system")
