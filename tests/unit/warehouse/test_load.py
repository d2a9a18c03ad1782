"""The private build holds the staging tables with their exact types, and the reference tables as text."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.staging.schemas import STAGING
from pipelines.warehouse import WarehouseError, start_build
from tests.unit.warehouse.gold_staging import HOUSE, gold_staging

REFERENCE = HOUSE / "seeds" / "reference"


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging's folder"
    folder.mkdir()
    for name, frame in gold_staging().items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


def test_staging_tables_keep_rows_and_types(tmp_path: Path, staging: Path) -> None:
    database = tmp_path / "work" / "build.duckdb"
    start_build(database, staging, REFERENCE)
    with closing(duckdb.connect(str(database), read_only=True)) as connection:
        for name, schema in STAGING.items():
            loaded = connection.execute(f"FROM staging.{name}").pl()
            assert dict(loaded.schema) == dict(schema), name
            assert loaded.height == pl.read_parquet(staging / f"{name}.parquet").height, name
        assert connection.execute("SELECT count(*) FROM audit.quality_flags").fetchone() == (0,)


def test_reference_tables_have_blanks_as_null_and_quoted_commas_whole(tmp_path: Path, staging: Path) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    (reference / "units.csv").write_text('unit_code,name_vi,ucum\nstation,"đài, trạm",\n', encoding="utf-8")
    start_build(tmp_path / "build.duckdb", staging, reference)
    with closing(duckdb.connect(str(tmp_path / "build.duckdb"))) as connection:
        assert connection.execute("FROM reference.units").fetchall() == [("station", "đài, trạm", None)]


def test_a_build_starts_from_nothing(tmp_path: Path, staging: Path) -> None:
    database = tmp_path / "build.duckdb"
    start_build(database, staging, REFERENCE)
    with closing(duckdb.connect(str(database))) as connection:
        connection.execute("CREATE TABLE staging.left_over (a INT)")
    database.with_name(database.name + ".wal").write_bytes(b"of a killed build")
    start_build(database, staging, REFERENCE)
    with closing(duckdb.connect(str(database))) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'left_over'").fetchone() == (
            0,
        )


def test_a_missing_staging_table_is_named(tmp_path: Path, staging: Path) -> None:
    (staging / "stg_shares.parquet").unlink()
    with pytest.raises(WarehouseError, match="no Parquet file of stg_shares"):
        start_build(tmp_path / "build.duckdb", staging, REFERENCE)


def test_a_broken_reference_table_is_named(tmp_path: Path, staging: Path) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    (reference / "units.csv").write_text('unit_code,name_vi\nstation,"never closed\n', encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"units\.csv"):
        start_build(tmp_path / "build.duckdb", staging, reference)
