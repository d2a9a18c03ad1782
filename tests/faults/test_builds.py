"""Whole builds that are killed, doubled, interrupted, or find their own past damaged: readers never notice, the next heals."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults.nursery import Nursery
from tests.integration.conftest import HOUSE, Place, digest, place_of

pytestmark = pytest.mark.slow

#: One moment of each step: the line of progress after which to kill, and seconds more.
MOMENTS = [
    ("", 0.03),
    ("Read the figures", 0.5),
    ("Build facts", 0.8),
    ("Check ranges", 0.05),
    ("Publish ", 0.1),
]
MORE_MOMENTS = [
    ("Check the vocabulary", 0.15),
    ("", 0.0),
    ("", 0.15),
    ("Check the vocabulary", 0.0),
    ("Check the vocabulary", 0.6),
    ("Read the figures", 2.0),
    ("Read the figures", 3.5),
    ("Build facts", 0.1),
    ("Check ranges", 0.0),
    ("Check ranges", 0.15),
]
#: Then the run's process alone is killed, as when the memory runs out; the dbt that it started goes on for a while.
WITHOUT_ITS_DBT = ("Read the figures", 1.5)
NEW = "Hội nghị tháng 8/2022\nDoanh thu bưu chính tháng 8/2022 đạt 3.300 tỷ đồng.\n"
NEW_ROW = ("new.txt", "3.300")


def figures(warehouse: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute("SELECT DISTINCT document, raw FROM bi.observations ORDER BY ALL").fetchall()


def beside(place: Place) -> list[str]:
    """What lies beside the published file under its name."""
    return sorted(path.name for path in place.warehouse.parent.iterdir() if place.warehouse.name in path.name)


@pytest.fixture(scope="module")
def published(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place where the shipped bulletins are published and another one is delivered."""
    place = place_of(shipped, tmp_path_factory.mktemp("killed"))
    (place.documents / "new.txt").write_text(NEW, encoding="utf-8")
    return place


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(MORE_MOMENTS, marks=pytest.mark.thorough)])
def test_killed_at_any_step_readers_keep_the_old_and_the_next_runs_heal(
    published: Place, builds: Nursery, moments: list[tuple[str, float]]
) -> None:
    """Two runs come next, at once: one waits for the other, and both publish."""
    before = digest(published.warehouse)
    was = figures(published.warehouse)
    now = sorted({*was, NEW_ROW})
    for line, seconds in moments:
        build = builds.begin(published)
        build.wait_for(line)
        time.sleep(seconds)
        build.kill()
        build.end()
        if digest(published.warehouse) == before:
            assert figures(published.warehouse) == was
        else:  # killed after the file was put in place
            assert figures(published.warehouse) == now
        assert published.warehouse.name + ".wal" not in beside(published)
    line, seconds = WITHOUT_ITS_DBT
    build = builds.begin(published)
    build.wait_for(line)
    time.sleep(seconds)
    os.kill(build.process, signal.SIGKILL)
    for healing in [builds.begin(published), builds.begin(published)]:
        healing.end()
        assert healing.well, healing.told()
    assert figures(published.warehouse) == now
    assert beside(published) == [published.warehouse.name]


def test_an_interrupted_build_ends_cleanly(published: Place) -> None:
    before = digest(published.warehouse)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    environment |= {"PYTHONPATH": str(HOUSE), "SOLIEU_WORK": str(published.folder / "work"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "pipelines.cli", "build", "--documents", str(published.documents)]
    process = subprocess.Popen(
        [*command, "--warehouse", str(published.warehouse)],
        cwd=published.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    next(line for line in process.stderr if "Extract the text" in line)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate()
    assert process.returncode != 0
    assert digest(published.warehouse) == before


@pytest.mark.parametrize("damage", ["truncated", pytest.param("overwritten", marks=pytest.mark.thorough)])
def test_a_damaged_published_file_is_built_anew(published: Place, builds: Nursery, damage: str) -> None:
    content = bytearray(published.warehouse.read_bytes())
    if damage == "truncated":
        del content[len(content) // 3 :]
    else:
        start = len(content) // 8
        content[start : start + 65536] = random.Random(7).randbytes(65536)
    published.warehouse.write_bytes(content)
    done = builds.build(published)
    assert done.well, done.told()
    assert {document for document, _ in figures(published.warehouse)} == {
        path.name for path in published.documents.glob("*.txt")
    }


def test_a_log_left_beside_the_published_file_is_told_at_once_and_harms_nothing(
    published: Place, builds: Nursery
) -> None:
    before = digest(published.warehouse)
    log = published.warehouse.with_name(published.warehouse.name + ".wal")
    log.write_bytes(b"left by a writer")
    done = builds.build(published)
    log.unlink()
    assert "lies beside the warehouse" in done.told()
    assert "✓ Read the figures" not in done.told(), "nothing is read that could not be published"
    assert "Traceback" not in done.told()
    assert digest(published.warehouse) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes; needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_during_the_build_is_waited_for_and_told(
    published: Place, builds: Nursery, small_disk: Path
) -> None:
    before = digest(published.warehouse)
    done = builds.build(published, SOLIEU_WORK=str(small_disk / "work"), SOLIEU_RETRIES="2", SOLIEU_RETRY_SECONDS="0.2")
    assert "is full; free some space and run again" in done.told()
    assert done.told().count("Again in ") == 2, "tried again twice, after a while each time"
    assert done.told().splitlines()[-1].startswith("failed: ")
    assert digest(published.warehouse) == before


def test_a_disk_that_is_emptied_in_time_is_no_failure(published: Place, builds: Nursery, small_disk: Path) -> None:
    build = builds.begin(published, SOLIEU_WORK=str(small_disk / "work"), SOLIEU_RETRIES="3", SOLIEU_RETRY_SECONDS="3")
    build.wait_for("Again in ")
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    build.end()
    assert build.well, build.told()


def test_what_cannot_pass_is_not_tried_again(published: Place, tmp_path: Path) -> None:
    """A model that breaks its contract ends the run at once, and the reason names both."""
    project = tmp_path / "dbt_project"
    shutil.copytree(HOUSE / "dbt_project", project, ignore=shutil.ignore_patterns("target", "logs"))
    model = project / "models" / "marts" / "dim_units.sql"
    model.write_text(f"SELECT *, 1 AS beyond_the_contract FROM ({model.read_text(encoding='utf-8')})", "utf-8")
    before = digest(published.warehouse)
    done = published.build(SOLIEU_DBT_PROJECT=str(project))
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert "dim_units" in done.stdout
    assert "contract" in done.stdout
    assert "Again in " not in told
    assert "Traceback" not in told
    assert digest(published.warehouse) == before
