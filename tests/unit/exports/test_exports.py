"""What other software gets: the same values, a structure that describes them, a package that validates."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import frictionless
import polars as pl
import pytest
from pysdmx.io import get_datasets, read_sdmx

from pipelines.exports import ExportError, export
from pipelines.exports.sdmx_structure import sdmx_id
from pipelines.warehouse import WarehouseError, open_warehouse
from tests.unit.exports.conftest import Given

pytestmark = pytest.mark.slow


def test_every_view_is_a_parquet_file_with_its_rows_and_types(given: Given) -> None:
    with closing(open_warehouse(given.warehouse)) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi'").fetchall()
        for (view,) in views:
            stored = connection.execute(f"SELECT * FROM bi.{view} ORDER BY ALL").pl()
            file = f"'{given.folder / 'parquet' / view}.parquet'"
            assert connection.execute(f"SELECT * FROM {file} ORDER BY ALL").pl().equals(stored), view
    assert ("series",) in views


def test_sdmx_values_are_read_back_as_they_were(given: Given) -> None:
    [data] = get_datasets(given.folder / "sdmx" / "series.csv", given.folder / "sdmx" / "structure.xml")
    with closing(open_warehouse(given.warehouse)) as connection:
        series = connection.execute(
            "SELECT observation_key, document, char_start, value, unit_code FROM bi.series"
        ).pl()
    read = {
        (document, int(at)): (float(value), unit)
        for document, at, value, unit in data.data[["DOCUMENT", "CHAR_START", "OBS_VALUE", "UNIT_MEASURE"]].itertuples(
            index=False
        )
    }
    stored = {(document, at): (float(value), sdmx_id(unit)) for _, document, at, value, unit in series.iter_rows()}
    assert read == stored


def test_sdmx_text_holds_more_digits_than_a_double(given: Given) -> None:
    written = pl.read_csv(given.folder / "sdmx" / "series.csv", infer_schema=False)
    assert written.filter(pl.col("OBS_VALUE") == "12345678901234567.25").height == 1


@pytest.mark.parametrize(
    ("indicator", "period"),
    [
        ("post-revenue", {("M", "2022-01"), ("Q", "2022-Q1"), ("S", "2022-S1"), ("A", "2022")}),
        ("telecom-revenue", {("_O", "2022-01-01/P7M"), ("_O", "2022-01-01/P45D"), ("D", "2022-02-03")}),
        ("telecom-subscriptions-mobile", {("D", "2022-08-15"), ("M", "2022-09")}),
    ],
)
def test_time_periods_are_those_of_sdmx(given: Given, indicator: str, period: set[tuple[str, str]]) -> None:
    written = pl.read_csv(given.folder / "sdmx" / "series.csv", infer_schema=False)
    assert set(written.filter(pl.col("INDICATOR") == indicator).select("FREQ", "TIME_PERIOD").iter_rows()) == period


def test_the_structure_is_valid_and_has_a_code_for_every_coded_value(given: Given) -> None:
    message = read_sdmx(given.folder / "sdmx" / "structure.xml", validate=True)
    [structure] = message.get_data_structure_definitions()
    written = pl.read_csv(given.folder / "sdmx" / "series.csv", infer_schema=False)
    for component in structure.components:
        values = set(written[component.id].drop_nulls())
        assert values or not component.required, component.id
        if component.local_codes is not None:
            assert values <= {code.id for code in component.local_codes}, component.id
    keys = written.select(component.id for component in structure.components.dimensions)
    assert keys.n_unique() == keys.height > 0


def test_codes_keep_their_vietnamese_names(given: Given) -> None:
    message = read_sdmx(given.folder / "sdmx" / "structure.xml", validate=False)
    [indicators] = [codes for codes in message.get_codelists() if codes.id == "CL_INDICATOR"]
    revenue = indicators["post-revenue"]
    with closing(open_warehouse(given.warehouse)) as connection:
        [(vietnamese, english)] = connection.execute(
            "SELECT name_vi, name_en FROM marts.dim_indicators WHERE indicator_code = 'post.revenue'"
        ).fetchall()
    assert revenue is not None
    assert revenue.name == english
    assert [note.title for note in revenue.annotations if note.type == "NAME_VI"] == [vietnamese]


def test_identifiers_stay_apart() -> None:
    codes = ["a.b_c", "a_b.c", "a-b", "hồ sơ", "ho so", "USD/VND", "$1$"]
    assert len({sdmx_id(code) for code in codes}) == len(codes)


def test_the_data_package_validates_keys_and_references_included(given: Given) -> None:
    package = frictionless.Package(given.folder / "datapackage" / "datapackage.json")
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    assert package.get_resource("series").schema.primary_key == ["observation_key"]
    assert {
        "fields": ["indicator_code"],
        "reference": {"resource": "dim_indicators", "fields": ["indicator_code"]},
    } in (package.get_resource("series").schema.foreign_keys)
    rows = {resource.name: resource.read_rows() for resource in package.resources}
    with closing(open_warehouse(given.warehouse)) as connection:
        values = connection.execute("SELECT value FROM bi.observations").fetchall()
    assert sorted(row["value"] for row in rows["observations"]) == sorted(value for (value,) in values)
    assert any(row["interval_high"] == Decimal("Infinity") for row in rows["vintages"])


def test_a_schema_that_does_not_fit_the_data_is_noticed(given: Given, tmp_path: Path) -> None:
    """The validation above can fail: a row that repeats a key does not pass."""
    package = frictionless.Package(given.folder / "datapackage" / "datapackage.json")
    numerals = given.folder / "datapackage" / "data" / "numerals.csv"
    lines = numerals.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "twice.csv").write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    described = {**package.get_resource("numerals").schema.to_descriptor(), "foreignKeys": []}
    schema = frictionless.Schema.from_descriptor(described)
    report = frictionless.Resource(path="twice.csv", basepath=str(tmp_path), schema=schema).validate()
    assert [error.type for error in report.tasks[0].errors] == ["primary-key"]


def test_the_same_warehouse_gives_the_same_files(given: Given, tmp_path: Path) -> None:
    export(given.warehouse, tmp_path / "again")
    for path in given.folder.rglob("*"):
        if path.is_file():
            again = tmp_path / "again" / path.relative_to(given.folder)
            assert again.read_bytes() == path.read_bytes(), path


def test_a_structure_of_the_same_is_taken_over_unless_it_was_changed(given: Given, tmp_path: Path) -> None:
    warehouse, folder = tmp_path / "solieu.duckdb", tmp_path / "exports"
    shutil.copyfile(given.warehouse, warehouse)
    export(warehouse, folder, ("sdmx",))
    file = folder / "sdmx" / "structure.xml"
    first = file.read_bytes()
    os.utime(warehouse, (1, 1))  # as if published again: the structure has its date still
    export(warehouse, folder, ("sdmx",))
    assert file.read_bytes() == first
    file.write_bytes(first[:-100])
    export(warehouse, folder, ("sdmx",))
    again = file.read_bytes()
    assert again != first, "a new one has a new date"
    assert len(again) == len(first)


def test_a_folder_with_other_files_is_left_alone(given: Given, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="choose another folder"):
        export(given.warehouse, tmp_path, ("parquet",))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_failed_export_leaves_the_last_one_whole(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    export(given.warehouse, folder, ("parquet",))
    before = sorted(path.name for path in folder.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.exports.write.write_datapackage", full)
    with pytest.raises(ExportError, match="No space left"):
        export(given.warehouse, folder)
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]


def test_without_a_warehouse_the_error_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"none\.duckdb"):
        export(tmp_path / "none.duckdb")
