"""A run that finds nothing new leaves all that readers have as it is; what is missing or damaged, it makes again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.faults.nursery import Fork, Nursery
from tests.integration.conftest import GOOD, Place

pytestmark = pytest.mark.slow
TOLD = "Nothing is new: "
STEPS = ("Read the figures", "Build facts", "Check ranges", "Publish ", "Write the evidence pages", "Write the exports")


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Number and time of change of each file: a file that was written again has another."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def well(build: Fork) -> str:
    assert build.well, build.told()
    return build.told()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, builds: Nursery) -> Place:
    place = Place(tmp_path_factory.mktemp("nothing_new"))
    place.documents.mkdir()
    (place.documents / "first.txt").write_text(GOOD, encoding="utf-8")
    assert TOLD not in well(builds.build(place))
    return place


def test_nothing_is_made_again_and_every_step_tells_what_it_told(place: Place, builds: Nursery) -> None:
    before = stamps(place.warehouse.parent)
    told = well(builds.build(place))
    assert f"{TOLD}{place.warehouse} stays as it was published." in told
    assert all(f"✓ {step}" in told for step in STEPS)
    assert "8 tables" in told, "every table is materialized, with what the last run told of it"
    assert stamps(place.warehouse.parent) == before


def test_a_damaged_page_and_a_lost_export_are_made_again(place: Place, builds: Nursery) -> None:
    site, exports = place.warehouse.parent / "site", place.warehouse.parent / "exports"
    pages = contents(site)
    before = place.warehouse.stat().st_ino
    (site / "coverage.html").write_text("half a pa", encoding="utf-8")
    shutil.rmtree(exports / "parquet")
    assert TOLD in well(builds.build(place))
    assert contents(site) == pages
    assert (exports / "parquet" / "observations.parquet").is_file()
    assert place.warehouse.stat().st_ino == before


def test_bytes_that_changed_without_a_trace_are_noticed(place: Place, builds: Nursery) -> None:
    status = place.warehouse.stat()
    with place.warehouse.open("r+b") as file:
        file.seek(status.st_size // 2)
        content = file.read(64)
        file.seek(status.st_size // 2)
        file.write(bytes(byte ^ 255 for byte in content))
    os.utime(place.warehouse, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert TOLD not in well(builds.build(place))
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        assert connection.execute("SELECT raw FROM bi.observations").fetchall() == [("3.151",)]
    assert TOLD in well(builds.build(place))


@pytest.mark.thorough
def test_another_setting_of_the_checks_is_something_new(place: Place, builds: Nursery) -> None:
    assert TOLD not in well(builds.build(place, SOLIEU_FIGURES_BAND="3"))


def test_a_document_that_came_and_one_that_went_are_something_new(place: Place, builds: Nursery) -> None:
    (place.documents / "second.txt").write_text(GOOD.replace("7/2022", "8/2022"), encoding="utf-8")
    (place.documents / "first.txt").unlink()
    assert TOLD not in well(builds.build(place))
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        assert connection.execute("SELECT document FROM bi.documents").fetchall() == [("second.txt",)]


def test_pages_are_those_of_a_whole_build(place: Place, builds: Nursery) -> None:
    """Of a text that a later one contradicts, the page is written again; that of another is taken over as it is."""
    site, said = place.warehouse.parent / "site", GOOD.replace("7/2022", "4/2022")
    (place.documents / "said.txt").write_text(said, encoding="utf-8")
    (place.documents / "other.txt").write_text(said.replace("bưu chính", "viễn thông"), encoding="utf-8")
    well(builds.build(place))
    before = stamps(site)
    (place.documents / "against.txt").write_text(said.replace("3.151", "3.300"), encoding="utf-8")
    well(builds.build(place))
    after, bit_by_bit = stamps(site), contents(site)
    assert after["documents/other.html"] == before["documents/other.html"]
    assert after["documents/said.html"] != before["documents/said.html"]
    assert "contradicted" in bit_by_bit["documents/said.html"].decode()
    shutil.rmtree(site)
    assert TOLD in well(builds.build(place))
    pages = {name: content for name, content in contents(site).items() if not name.startswith(".")}
    assert pages == {name: content for name, content in bit_by_bit.items() if not name.startswith(".")}
