"""Starts the private build: staging Parquet and reference CSV as tables of a new DuckDB file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from pipelines.staging.schemas import STAGING
from pipelines.warehouse.errors import WarehouseError, explained

#: What the checks write after the models, made empty here so that the views over it hold before.
QUALITY_FLAGS = """
    CREATE TABLE audit.quality_flags
    (document VARCHAR, char_start BIGINT, fact VARCHAR, flag VARCHAR, explanation VARCHAR)
"""


def start_build(database: Path, staging: Path, reference: Path) -> None:
    """Make ``database`` anew with the schemas ``staging``, ``reference`` and ``audit``.

    ``staging`` holds one Parquet file a staging table, ``reference`` one CSV a reference table (loaded as text; blank
    is null). Files that were set aside become ``audit.quarantine``. Raises WarehouseError where a
    staging table is missing or a file cannot be read or written.
    """
    missing = [name for name in STAGING if not (staging / f"{name}.parquet").is_file()]
    if missing:
        raise WarehouseError(f"{staging}: no Parquet file of {', '.join(missing)}; run the staging step first.")
    references = sorted(reference.glob("*.csv"))
    if not references:
        raise WarehouseError(f"{reference}: no reference tables (*.csv); restore them from the repository.")
    with explained(database, "starting the build"):
        database.parent.mkdir(parents=True, exist_ok=True)
        for stale in (database, wal_of(database)):
            stale.unlink(missing_ok=True)
        with closing(duckdb.connect(str(database))) as connection:
            for schema in ("staging", "reference", "audit"):
                connection.execute(f"CREATE SCHEMA {schema}")
            for name in STAGING:
                parquet = _literal(staging / f"{name}.parquet")
                connection.execute(f"CREATE TABLE staging.{name} AS SELECT * FROM read_parquet({parquet})")
            for path in references:
                connection.execute(f'CREATE TABLE reference."{path.stem}" AS {_csv_rows(path)}')
            connection.execute("CREATE TABLE audit.quarantine AS SELECT * FROM staging.stg_quarantine")
            connection.execute(QUALITY_FLAGS)
            connection.execute("CHECKPOINT")


def wal_of(database: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside ``database``."""
    return database.with_name(database.name + ".wal")


def _csv_rows(path: Path) -> str:
    options = "header = true, delim = ',', quote = '\"', all_varchar = true, nullstr = '', strict_mode = true"
    return f"SELECT nullif(trim(COLUMNS(*)), '') FROM read_csv({_literal(path)}, {options})"


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
