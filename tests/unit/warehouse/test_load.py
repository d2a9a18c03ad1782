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


def published(file: Path, **made_with: str) -> Path:
    """As much of a published warehouse of the gold documents as decides whether a build goes on from it."""
    file.unlink(missing_ok=True)
    with closing(duckdb.connect(str(file))) as connection:
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA audit")
        documents = gold_staging()["stg_documents"].to_arrow()
        connection.register("staged", documents)
        connection.execute("CREATE TABLE marts.dim_documents AS SELECT * EXCLUDE (text) FROM staged")
        connection.execute("CREATE TABLE audit.made_with (name VARCHAR, fingerprint VARCHAR)")
        for name, fingerprint in made_with.items():
            connection.execute("INSERT INTO audit.made_with VALUES (?, ?)", [name, fingerprint])
    return file


@pytest.mark.slow
def test_a_build_says_why_it_starts_from_nothing(tmp_path: Path, staging: Path) -> None:
    earlier, build = tmp_path / "earlier.duckdb", tmp_path / "build.duckdb"

    def why(**made_with: str) -> str:
        begun = start_build(build, staging, REFERENCE, earlier, made_with=made_with)
        assert not begun.continues
        assert begun.arrived == 5
        return begun.why

    assert "no published warehouse" in why(models="x")
    assert "models of the published" in (published(earlier, models="x") and why(models="y"))
    assert "reader of the published" in why(models="x", reader="z")
    wal = earlier.with_name(earlier.name + ".wal")
    wal.write_bytes(b"")
    assert wal.name in why(models="x")
    wal.unlink()
    with closing(duckdb.connect(str(earlier))) as connection:
        connection.execute("UPDATE marts.dim_documents SET title = title || '!' WHERE document NOT LIKE '000%'")
    assert "8 documents came or went, of 5" in why(models="x")
    with closing(duckdb.connect(str(earlier))) as connection:
        connection.execute("DROP TABLE audit.made_with")
    assert "does not say" in why(models="x")
