"""One landing folder over several nights: late, doubled, corrected, restored and removed bulletins, in any order."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from tests.faults.nursery import Nursery
from tests.integration.conftest import Place

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

TEXT = "Hội nghị sơ kết\nDoanh thu bưu chính tháng 8/2022 đạt {} tỷ đồng.\n"
#: File, day of its publication, revenue of August 2022 that it states.
OLD, NEW, CORRECTED = ("old.txt", "2022-09-01", "3.300"), ("new.txt", "2022-09-20", "3.400"), "3.450"
VIEWS = ("observations", "numerals", "changes", "findings", "documents")


class Folder:
    """The landing folder, with a manifest that dates each file."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.days: dict[str, str] = {}
        place.documents.mkdir()

    def deliver(self, name: str, day: str, value: str) -> None:
        (self.place.documents / name).write_text(TEXT.format(value), encoding="utf-8")
        self.days[name] = day
        self._write_manifest()

    def remove(self, name: str) -> None:
        (self.place.documents / name).unlink()
        del self.days[name]
        self._write_manifest()

    def _write_manifest(self) -> None:
        rows = [f"{name},{day}" for name, day in self.days.items()]
        (self.place.documents / "documents.csv").write_text("\n".join(["file,published_on", *rows]) + "\n", "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(Place(tmp_path_factory.mktemp("nights")))


def ask(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def latest(place: Place) -> list[str]:
    """What the series says of the month now, in thousand million đồng."""
    rows = ask(place.warehouse, "SELECT value / 1e9 FROM bi.series WHERE period_end = DATE '2022-08-31'")
    return [f"{float(str(value)):g}" for (value,) in rows]


def build(builds: Nursery, place: Place) -> None:
    done = builds.build(place)
    assert done.well, done.told()


def test_an_old_bulletin_after_a_new_one_and_the_same_under_another_name(folder: Folder, builds: Nursery) -> None:
    folder.deliver(*NEW)
    build(builds, folder.place)
    assert latest(folder.place) == ["3400"]
    folder.deliver(*OLD)
    folder.deliver("new (1).txt", "2022-09-20", NEW[2])
    build(builds, folder.place)
    assert latest(folder.place) == ["3400"], "what was said later counts, not what came later"
    assert ask(folder.place.warehouse, "SELECT count(*), count(DISTINCT document) FROM bi.observations") == [(2, 2)]
    aside = ask(folder.place.warehouse, "SELECT reason_code, reason FROM audit.quarantine")
    assert [(code, str(reason).count("new")) for code, reason in aside] == [("duplicate", 1)]
    folder.remove("new (1).txt")


def test_a_corrected_bulletin_counts_at_once_and_what_it_said_before_stays_known(
    folder: Folder, builds: Nursery
) -> None:
    folder.deliver(NEW[0], "2022-10-05", CORRECTED)
    build(builds, folder.place)
    assert latest(folder.place) == ["3450"]
    known = "SELECT value / 1e9 FROM bi.series_as_of(DATE '2022-09-25') WHERE period_end = DATE '2022-08-31'"
    assert [float(str(value)) for (value,) in ask(folder.place.warehouse, known)] == [3400]


def test_what_is_put_back_counts_again(folder: Folder, builds: Nursery) -> None:
    """A, then B, then A again."""
    folder.deliver(*NEW)
    build(builds, folder.place)
    assert latest(folder.place) == ["3400"]
    assert ask(folder.place.warehouse, "SELECT count(*) FROM bi.observations") == [(2,)]


def test_a_removed_bulletin_leaves_the_latest_view_and_stays_in_history(folder: Folder, builds: Nursery) -> None:
    folder.remove(NEW[0])
    build(builds, folder.place)
    assert latest(folder.place) == ["3300"]
    assert ask(folder.place.warehouse, "SELECT DISTINCT document FROM bi.observations") == [("old.txt",)]
    values = {float(str(value)) for (value,) in ask(folder.place.warehouse, "SELECT value / 1e9 FROM bi.vintages")}
    assert {3300, 3400} <= values


def test_the_order_in_which_files_came_changes_nothing(
    folder: Folder, builds: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """All at once, in another order and with other times, give what the nights gave."""
    folder.deliver(*NEW)
    build(builds, folder.place)
    again = Folder(Place(tmp_path_factory.mktemp("at-once")))
    deliveries = [NEW, OLD]
    random.Random(3).shuffle(deliveries)
    for delivery in deliveries:
        again.deliver(*delivery)
    build(builds, again.place)
    assert latest(again.place) == latest(folder.place) == ["3400"]
    for view in VIEWS:
        query = f"SELECT * EXCLUDE (evidence_url) FROM bi.{view} ORDER BY ALL"
        assert ask(folder.place.warehouse, query) == ask(again.place.warehouse, query), view
