"""Starts the private build: staging Parquet and reference CSV as tables of a new DuckDB file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from pipelines.staging.schemas import STAGING, STG_OBSERVATIONS
from pipelines.warehouse.errors import WarehouseError, explained

#: What the checks write after the models, made empty here so that the views over it hold before.
QUALITY_FLAGS = """
    CREATE TABLE audit.quality_flags
    (document VARCHAR, char_start BIGINT, fact VARCHAR, flag VARCHAR, explanation VARCHAR)
"""

#: What is kept of a document's earlier text when a corrected one replaces it: its observations, as a vintage.
SUPERSEDED_COLUMNS = ["document_key", "stated_on", "version", "obs_status", "period_key", *STG_OBSERVATIONS]


def start_build(database: Path, staging: Path, reference: Path, published: Path | None = None) -> None:
    """Make ``database`` anew with the schemas ``staging``, ``reference``, ``history`` and ``audit``.

    ``staging`` holds one Parquet file a staging table, ``reference`` one CSV a reference table (loaded as text; blank
    is null). Files that were set aside become ``audit.quarantine``. ``published``: the warehouse that the build will
    replace; where a document of it has another text now, its earlier observations are carried into ``history``.
    Raises WarehouseError where a staging table is missing or a file cannot be read or written.
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
            for schema in ("staging", "reference", "history", "audit"):
                connection.execute(f"CREATE SCHEMA {schema}")
            for name in STAGING:
                parquet = _literal(staging / f"{name}.parquet")
                connection.execute(f"CREATE TABLE staging.{name} AS SELECT * FROM read_parquet({parquet})")
            for path in references:
                connection.execute(f'CREATE TABLE reference."{path.stem}" AS {_csv_rows(path)}')
            connection.execute("CREATE TABLE audit.quarantine AS SELECT * FROM staging.stg_quarantine")
            connection.execute(QUALITY_FLAGS)
            _carry_history(connection, published)
            connection.execute("CHECKPOINT")


def _carry_history(connection: duckdb.DuckDBPyConnection, published: Path | None) -> None:
    """Make ``history.superseded_observations``; a document without change, or no longer there, leaves nothing in it."""
    types = dict(
        connection.execute("SELECT column_name, column_type FROM (DESCRIBE staging.stg_observations)").fetchall()
    )
    types |= {"document_key": "VARCHAR", "stated_on": "DATE", "version": "BIGINT", "obs_status": "VARCHAR"}
    columns = ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in SUPERSEDED_COLUMNS)
    connection.execute(f"CREATE TABLE history.superseded_observations ({columns})")
    if published is None or not published.is_file():
        return
    with explained(published, "reading the earlier warehouse"):
        connection.execute(f"ATTACH {_literal(published)} AS published (READ_ONLY)")
        try:
            for table in ("fct_observations", "fct_superseded_observations"):
                connection.execute(_superseded_rows(connection, table))
        finally:
            connection.execute("DETACH published")


def _superseded_rows(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The statement that carries over a published table's rows of earlier texts, in the columns that it has."""
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() "
        "WHERE (database_name, schema_name, table_name) = ('published', 'marts', ?)",
        [table],
    ).fetchall()
    kept = [name for (name,) in found if name in SUPERSEDED_COLUMNS]
    if not {"document", "document_key", "observation_key"} <= set(kept):
        return "SELECT 'an earlier version published no such table'"
    return f"""
        INSERT INTO history.superseded_observations BY NAME
        SELECT {", ".join(kept)} FROM published.marts.{table} AS earlier
        WHERE document IN (SELECT document FROM staging.stg_documents)
          AND document_key NOT IN (SELECT document_key FROM staging.stg_documents)
    """


def wal_of(database: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside ``database``."""
    return database.with_name(database.name + ".wal")


def _csv_rows(path: Path) -> str:
    options = "header = true, delim = ',', quote = '\"', all_varchar = true, nullstr = '', strict_mode = true"
    return f"SELECT nullif(trim(COLUMNS(*)), '') FROM read_csv({_literal(path)}, {options})"


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
