"""Publishing under fire: killed at many moments, read without pause, on a full disk and on a read-only one."""

from __future__ import annotations

import ast
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import WarehouseError, open_warehouse, publish

HOUSE = Path(__file__).resolve().parents[2]
ROWS = (20_000, 90_000)
FEW_ROWS = (2_000, 9_000)
KILLS = 15
PUBLISHES = 200

PUBLISH_FOREVER = """
import sys
from pathlib import Path
from pipelines.warehouse import publish
turn, builds, target = 0, [Path(sys.argv[1]), Path(sys.argv[2])], Path(sys.argv[3])
print("ready", flush=True)
while True:
    publish(builds[turn % 2], target)
    turn += 1
"""
READ_FOREVER = """
import sys, os, time
from contextlib import closing
from pathlib import Path
from pipelines.warehouse import open_warehouse
target, stop = Path(sys.argv[1]), Path(sys.argv[2])
reads, seen = 0, set()
print("ready", flush=True)
while not stop.exists():
    with closing(open_warehouse(target)) as connection:
        seen.add(connection.execute("SELECT count(*), count(DISTINCT id), sum(id) FROM bi.figures").fetchone())
        reads += 1
print(reads, sorted(seen))
"""


def make_build(path: Path, rows: int) -> Path:
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA bi; CREATE SCHEMA audit")
        connection.execute(
            "CREATE TABLE marts.figures AS SELECT i AS id, md5(i::VARCHAR) AS word FROM range(?) t(i)", [rows]
        )
        connection.execute("CREATE VIEW bi.figures AS SELECT * FROM marts.figures")
    return path


def whole(target: Path) -> int:
    """The rows of the published file, each of which must be readable."""
    with closing(open_warehouse(target)) as connection:
        rows, distinct = connection.execute("SELECT count(*), count(DISTINCT word) FROM bi.figures").fetchall()[0]
    assert rows == distinct
    return int(rows)


@pytest.fixture
def builds(tmp_path: Path) -> list[Path]:
    return [make_build(tmp_path / f"{rows}.duckdb", rows) for rows in ROWS]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a Python program that says when it is ready; whatever is left at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin(program: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_killed_at_many_moments_the_published_file_is_whole(
    tmp_path: Path, builds: list[Path], start: Callable[..., subprocess.Popen[str]]
) -> None:
    target = tmp_path / "published" / "figures.duckdb"
    publish(builds[0], target)
    moments = random.Random(20221021)
    for _ in range(KILLS):
        process = start(PUBLISH_FOREVER, *builds, target)
        time.sleep(moments.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert whole(target) in ROWS
        assert not target.with_name(target.name + ".wal").exists()
    publish(builds[1], target)
    assert whole(target) == ROWS[1]


def test_readers_of_another_process_see_no_error_through_200_publishes(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    builds = [make_build(tmp_path / f"{rows}.duckdb", rows) for rows in FEW_ROWS]
    target, stop = tmp_path / "published" / "figures.duckdb", tmp_path / "stop"
    publish(builds[0], target)
    reader = start(READ_FOREVER, target, stop)
    for turn in range(PUBLISHES):
        publish(builds[turn % 2], target)
        assert reader.poll() is None, reader.stderr and reader.stderr.read()
    stop.touch()
    output, errors = reader.communicate(timeout=60)
    assert reader.returncode == 0, errors
    reads, seen = output.split(" ", 1)
    assert int(reads) > 50
    expected = {(rows, rows, rows * (rows - 1) // 2) for rows in FEW_ROWS}
    assert set(ast.literal_eval(seen)) <= expected


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of two megabytes; needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_file_and_is_told(tmp_path: Path, builds: list[Path], small_disk: Path) -> None:
    target = small_disk / "figures.duckdb"
    publish(make_build(tmp_path / "tiny.duckdb", 10), target)
    with pytest.raises(WarehouseError, match="is full; free some space"):
        publish(builds[1], target)
    assert whole(target) == 10
    assert [path.name for path in small_disk.iterdir()] == [target.name]


def test_a_read_only_disk_is_told(tmp_path: Path, builds: list[Path], small_disk: Path) -> None:
    target = small_disk / "figures.duckdb"
    publish(make_build(tmp_path / "tiny.duckdb", 10), target)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(WarehouseError, match="read-only"):
        publish(builds[0], target)
    assert whole(target) == 10


def test_a_reader_that_stays_keeps_its_state(tmp_path: Path, builds: list[Path]) -> None:
    target = tmp_path / "published" / "figures.duckdb"
    publish(builds[0], target)
    with closing(open_warehouse(target)) as connection:
        for turn in range(5):
            publish(builds[(turn + 1) % 2], target)
            assert connection.execute("SELECT count(*) FROM bi.figures").fetchall() == [(ROWS[0],)]
    assert os.listdir(target.parent) == [target.name]
