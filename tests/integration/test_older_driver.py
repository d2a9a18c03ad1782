"""The published file in the oldest DuckDB that it is written for, installed beside this one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import Built

OLDEST = "1.4.0"
READ = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(duckdb.__version__)
    for (view,) in connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi' ORDER BY 1"
    ).fetchall():
        print(view, connection.execute(f"SELECT count(*) FROM bi.{view}").fetchone()[0])
"""


@pytest.mark.system
@pytest.mark.slow
def test_the_published_file_opens_in_the_oldest_driver_and_shows_the_same(built: Built, tmp_path: Path) -> None:
    target = tmp_path / "oldest"
    uv = Path(sys.executable).parent / "uv"
    install = ["pip", "install", "--quiet", "--python", sys.executable, "--target", str(target), "--no-deps"]
    subprocess.run([str(uv), *install, f"duckdb=={OLDEST}"], check=True, timeout=300)
    command = [sys.executable, "-c", READ, str(built.place.warehouse)]
    done = subprocess.run(command, env={"PYTHONPATH": str(target)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    version, *counts = done.stdout.splitlines()
    assert version == OLDEST
    assert len(counts) > 10
    with duckdb.connect(str(built.place.warehouse), read_only=True) as connection:
        for line in counts:
            view, count = line.split(" ")
            assert connection.execute(f"SELECT count(*) FROM bi.{view}").fetchall() == [(int(count),)], view
