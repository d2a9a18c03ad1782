"""Tables of many documents are written in parts; a new document changes its own part, and no other file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import frictionless
import polars as pl
import pytest

from pipelines.exports import export
from pipelines.warehouse import open_warehouse
from tests.unit.warehouse.conftest import Builder, builder  # noqa: F401 - fixture
from tests.unit.warehouse.made_up import change, document, level, staging

pytestmark = pytest.mark.slow

DOCUMENTS = 24
IN_PARTS = ("observations", "changes", "statements", "vintages", "findings")


def told(documents: int, value: str = "100") -> Mapping[str, pl.DataFrame]:
    """Documents of a month each; the last one says ``value``."""
    levels = []
    documents_of = [document(f"d{number:02}.txt", "2024-01-01") for number in range(documents)]
    for number, one in enumerate(documents_of):
        period = (f"{2000 + number}-01-01", f"{2000 + number}-01-31")
        said = value if number == documents - 1 else str(100 + number)
        levels.append(level(one, 10, "post.revenue", period, said))
    changes = [
        change(of, 30, "1", (before["period_start"].isoformat(), before["period_end"].isoformat()))
        for before, of in pairwise(levels)
    ]
    numerals = [{**row, "role": "level", "rule": "made up"} for row in levels]
    return staging(documents_of, numerals=numerals, observations=levels, changes=changes)


@pytest.fixture(autouse=True)
def few_make_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.exports.parts.FROM_DOCUMENTS", 10)
    monkeypatch.setattr("pipelines.exports.parts.PART_DOCUMENTS", 3)


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory, builder: Builder) -> list[Path]:  # noqa: F811
    """Of the documents, of one more, and of those with the last one corrected."""
    made = [told(DOCUMENTS), told(DOCUMENTS + 1), told(DOCUMENTS + 1, "999")]
    with_reader = {"the reader": "this one"}
    return [
        builder.build(tmp_path_factory.mktemp("w"), tables, "--resource-type", "model", made_with=with_reader).warehouse
        for tables in made
    ]


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def same_as_views(warehouse: Path, folder: Path) -> None:
    with closing(open_warehouse(warehouse)) as connection:
        for name in IN_PARTS:
            assert len(list((folder / "parquet" / name).iterdir())) > 2, name
            one, other = f"'{folder}/parquet/{name}/*.parquet'", f"bi.{name}"
            assert connection.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchall() == []
            assert connection.execute(f"FROM {other} EXCEPT ALL FROM {one}").fetchall() == []


def test_parts_hold_every_row_of_their_view_once(warehouses: list[Path], tmp_path: Path) -> None:
    exported = export(warehouses[0], tmp_path / "out")
    same_as_views(warehouses[0], tmp_path / "out")
    assert exported.rows["parquet"]["observations"] == exported.rows["datapackage"]["observations"] == DOCUMENTS
    assert (tmp_path / "out" / "parquet" / "dim_units.parquet").is_file()
    package = frictionless.Package(tmp_path / "out" / "datapackage" / "datapackage.json")
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    assert len(package.get_resource("observations").read_rows()) == DOCUMENTS


def test_one_more_document_changes_its_own_part(warehouses: list[Path], tmp_path: Path) -> None:
    export(warehouses[0], tmp_path / "out")
    before = files(tmp_path / "out")
    exported = export(warehouses[1], tmp_path / "out")
    after = files(tmp_path / "out")
    same_as_views(warehouses[1], tmp_path / "out")
    assert exported.rows["parquet"]["observations"] == exported.rows["datapackage"]["observations"] == DOCUMENTS + 1
    for name in ("parquet/observations/", "datapackage/data/observations/", "parquet/numerals/"):
        mine = [file for file in after if file.startswith(name)]
        assert sum(before.get(file) != after[file] for file in mine) == 1, name
    export(warehouses[1], tmp_path / "anew")
    assert {name: content for name, (content, _) in files(tmp_path / "anew").items() if "sdmx" not in name} == {
        name: content for name, (content, _) in after.items() if "sdmx" not in name
    }


def test_a_corrected_document_is_written_anew(warehouses: list[Path], tmp_path: Path) -> None:
    export(warehouses[1], tmp_path / "out")
    export(warehouses[2], tmp_path / "out")
    same_as_views(warehouses[2], tmp_path / "out")


def test_a_file_that_somebody_touched_is_written_anew(warehouses: list[Path], tmp_path: Path) -> None:
    export(warehouses[0], tmp_path / "out")
    touched = next(iter(sorted((tmp_path / "out" / "parquet" / "observations").iterdir())))
    content = touched.read_bytes()
    touched.write_bytes(content[:-1])
    os.utime(touched, ns=(1, 1))
    export(warehouses[0], tmp_path / "out")
    assert touched.read_bytes() == content


def test_where_no_document_begins_a_part_there_is_one(
    warehouses: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.exports.parts.PART_DOCUMENTS", 2**63)
    export(warehouses[0], tmp_path / "out", ("parquet",))
    for name in IN_PARTS:
        assert [file.name for file in (tmp_path / "out" / "parquet" / name).iterdir()] == ["first.parquet"]


def test_broken_notes_cost_only_time(warehouses: list[Path], tmp_path: Path) -> None:
    export(warehouses[0], tmp_path / "out")
    (tmp_path / "out" / ".made-of.json").write_text("[", encoding="utf-8")
    export(warehouses[0], tmp_path / "out")
    same_as_views(warehouses[0], tmp_path / "out")


def test_without_knowing_what_read_it_nothing_is_taken_over(
    warehouses: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(warehouses[0], tmp_path / "out")
    before = files(tmp_path / "out")
    monkeypatch.setattr("pipelines.exports.parts.recorded", lambda _: [])
    export(warehouses[0], tmp_path / "out")
    after = files(tmp_path / "out")
    parts = [name for name in after if name.startswith("parquet/observations/")]
    assert all(before[name][0] == after[name][0] and before[name][1] != after[name][1] for name in parts)
