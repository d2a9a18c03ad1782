"""What documents said before: observations of earlier texts and of documents that are gone."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.staging.schemas import STG_OBSERVATIONS

#: What is kept of a document's earlier text when a corrected one replaces it: its observations, as a vintage.
SUPERSEDED_COLUMNS = [
    "document_key",
    "stated_on",
    "version",
    "retired_on",
    "obs_status",
    "period_key",
    *STG_OBSERVATIONS,
]
_TYPES = {
    "document_key": "VARCHAR",
    "stated_on": "DATE",
    "version": "BIGINT",
    "retired_on": "DATE",
    "obs_status": "VARCHAR",
    "period_key": "VARCHAR",
}


def carry_history(connection: duckdb.DuckDBPyConnection, earlier: str | None, today: date) -> None:
    """Make ``history.superseded_observations`` from the marts of the attached database ``earlier``.

    A text that is current again leaves nothing in it. Documents that are gone are retired ``today``; one that came
    back with another text is superseded by that and no longer retired.
    """
    types = dict(
        connection.execute("SELECT column_name, column_type FROM (DESCRIBE staging.stg_observations)").fetchall()
    )
    columns = ", ".join(f"{name} {_TYPES.get(name) or types[name]}" for name in SUPERSEDED_COLUMNS)
    connection.execute(f"CREATE OR REPLACE TABLE history.superseded_observations ({columns})")
    if earlier is None:
        return
    for table in ("fct_observations", "fct_superseded_observations"):
        statement = _superseded_rows(connection, earlier, table)
        if statement is not None:
            connection.execute(statement, {"today": today})


def _superseded_rows(connection: duckdb.DuckDBPyConnection, earlier: str, table: str) -> str | None:
    """The statement that carries over a table's rows of other texts, in the columns that it has."""
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE (database_name, schema_name, table_name) = (?, 'marts', ?)",
        [earlier, table],
    ).fetchall()
    names = {name for (name,) in found}
    kept = [name for name in SUPERSEDED_COLUMNS if name in names - {"retired_on"}]
    if not {"document", "document_key", "observation_key"} <= set(kept):
        return None  # an earlier version published no such table
    retired = "coalesce(retired_on, $today)" if "retired_on" in names else "$today"
    return f"""
        INSERT INTO history.superseded_observations BY NAME
        SELECT {", ".join(kept)},
          CASE WHEN document NOT IN (SELECT document FROM staging.stg_documents) THEN CAST({retired} AS DATE) END
            AS retired_on
        FROM "{earlier}".marts.{table}
        WHERE document_key NOT IN (SELECT document_key FROM staging.stg_documents)
    """
