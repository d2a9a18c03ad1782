"""Whole builds that are killed, doubled, interrupted, or find their own past damaged: readers never notice, the next heals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import GOOD, HOUSE, Place, digest

#: A line of progress after which to kill, and the seconds more: within and between all the steps.
MOMENTS = [
    ("Solieu reads", 0.2),
    ("Extract the text", 0.0),
    ("Read the figures", 0.5),
    ("Read the figures", 6.0),
    ("Build facts", 0.3),
    ("Check ranges", 0.05),
]
SECOND = "Hội nghị tháng 8/2022\nDoanh thu bưu chính tháng 8/2022 đạt 3.300 tỷ đồng.\n"


def begin(place: Place) -> subprocess.Popen[str]:
    """Start a build in a process group of its own, its progress on a pipe."""
    command = [sys.executable, "-m", "pipelines.cli", "build", "--documents", str(place.documents)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    environment |= {"PYTHONPATH": str(HOUSE), "SOLIEU_WORK": str(place.folder / "work"), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [*command, "--warehouse", str(place.warehouse)],
        cwd=place.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_after(process: subprocess.Popen[str], line: str, seconds: float, how: signal.Signals) -> None:
    assert process.stderr is not None
    for told in process.stderr:
        if line in told:
            break
    time.sleep(seconds)
    os.killpg(process.pid, how)
    process.communicate()


def figures(warehouse: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute("SELECT document, raw FROM bi.observations ORDER BY ALL").fetchall()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place with one bulletin published; the tests below add a second, and kill."""
    place = Place(tmp_path_factory.mktemp("killed"))
    place.documents.mkdir()
    (place.documents / "first.txt").write_text(GOOD, encoding="utf-8")
    done = place.build()
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.mark.slow
def test_killed_at_any_step_readers_keep_the_old_and_the_next_run_heals(published: Place) -> None:
    before, old = digest(published.warehouse), figures(published.warehouse)
    (published.documents / "second.txt").write_text(SECOND, encoding="utf-8")
    for line, seconds in MOMENTS:
        kill_after(begin(published), line, seconds, signal.SIGKILL)
        if digest(published.warehouse) == before:
            assert figures(published.warehouse) == old
        else:  # killed in the moment after the file was put in place
            assert ("second.txt", "3.300") in figures(published.warehouse)
    healed = published.build()
    assert healed.returncode == 0, healed.stdout + healed.stderr
    assert figures(published.warehouse) == [("first.txt", "3.151"), ("second.txt", "3.300")]
    left = [path.name for path in published.warehouse.parent.iterdir() if published.warehouse.name in path.name]
    assert left == [published.warehouse.name]


@pytest.mark.slow
def test_an_interrupted_build_ends_cleanly(published: Place) -> None:
    before = digest(published.warehouse)
    process = begin(published)
    kill_after(process, "Extract the text", 0.5, signal.SIGINT)
    assert process.returncode != 0
    assert digest(published.warehouse) == before


@pytest.mark.slow
def test_two_builds_at_once_both_publish_one_after_the_other(published: Place) -> None:
    both = [begin(published), begin(published)]
    told = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert len(figures(published.warehouse)) == len(list(published.documents.glob("*.txt")))


@pytest.mark.slow
def test_a_damaged_published_file_is_built_anew(published: Place) -> None:
    content = published.warehouse.read_bytes()
    published.warehouse.write_bytes(content[: len(content) // 3])
    done = published.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(figures(published.warehouse)) == len(list(published.documents.glob("*.txt")))


@pytest.mark.slow
def test_a_log_left_beside_the_published_file_is_told_and_harms_nothing(published: Place) -> None:
    before = digest(published.warehouse)
    log = published.warehouse.with_name(published.warehouse.name + ".wal")
    log.write_bytes(b"left by a writer")
    done = published.build()
    log.unlink()
    assert done.returncode == 1
    assert "lies beside the warehouse" in done.stdout.replace("\n", " ")
    assert "Traceback" not in done.stdout
    assert digest(published.warehouse) == before
