"""A machine whose clock went back by more than a year, between two builds and in the middle of one's life."""

from __future__ import annotations

import shutil
import subprocess
import sys

import duckdb
import pytest

from tests.integration.conftest import HOUSE, Built
from tests.integration.test_bad_input import FACTS


@pytest.mark.system
@pytest.mark.slow
def test_a_clock_that_goes_back_changes_no_fact(built: Built) -> None:
    faketime = shutil.which("faketime")
    assert faketime is not None, "no faketime; .ci/install-system-packages installs it"
    place = built.place
    command = [sys.executable, "-m", "pipelines.cli", "build", "--documents", str(place.documents)]
    done = subprocess.run(
        [faketime, "-f", "-500d", *command, "--warehouse", str(place.warehouse)],
        cwd=place.folder,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(HOUSE),
            "SOLIEU_WORK": str(place.folder / "work"),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        },
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (
        duckdb.connect(str(built.first_warehouse), read_only=True) as before,
        duckdb.connect(str(place.warehouse), read_only=True) as after,
    ):
        for table in FACTS:
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert before.execute(query).fetchall() == after.execute(query).fetchall(), table
