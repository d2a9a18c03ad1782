"""A machine whose clock went back by more than a year, between two builds and in the middle of one's life."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import HOUSE
from tests.integration.test_bad_input import FACTS


@pytest.mark.system
@pytest.mark.slow
def test_a_clock_that_goes_back_changes_no_fact(shipped: Path, tmp_path: Path) -> None:
    """The build goes on from what was published, and read, in what is now the future."""
    faketime = shutil.which("faketime")
    assert faketime is not None, "no faketime; .ci/install-system-packages installs it"
    for name in ("warehouse", "build"):
        # Without what the last run found: nothing is new, and yet all is to be built and checked.
        shutil.copytree(shipped / name, tmp_path / name, ignore=shutil.ignore_patterns("benchmarks", "last_run"))
    warehouse = tmp_path / "warehouse" / "solieu.duckdb"
    kept = shutil.copy(warehouse, tmp_path / "before.duckdb")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    work = {"SOLIEU_WORK": str(tmp_path / "build"), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    done = subprocess.run(
        [faketime, "-f", "-500d", sys.executable, "-m", "pipelines.cli", "build", "--warehouse", str(warehouse)],
        cwd=HOUSE,
        env={**environment, **work},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(kept), read_only=True) as before, duckdb.connect(str(warehouse), read_only=True) as after:
        for table in FACTS:
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert before.execute(query).fetchall() == after.execute(query).fetchall(), table
