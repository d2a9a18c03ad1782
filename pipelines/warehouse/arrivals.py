"""Which documents a build has to take in or out of the warehouse that it continues, and how they are taken out."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter

import duckdb

from pipelines.warehouse.staged import Staged

#: What the warehouse says of a document; a difference in any of it makes the document another.
FACTS = (
    *("document", "document_key", "title", "publisher", "source_url", "event", "event_on", "published_on"),
    *("reporting_start", "reporting_end", "stated_on", "licence_note", "sha256", "encoding", "characters"),
)

#: Ends of periods, and plans, of which something was said that no longer counts or counts otherwise.
NOTHING_TOUCHED = """
    CREATE OR REPLACE TABLE arrived.touched (indicator_code VARCHAR, moment_end DATE);
    CREATE OR REPLACE TABLE arrived.touched_plans (indicator_code VARCHAR, plan_year BIGINT)
"""

_REBUILT = {"fct_superseded_observations"}

#: Where the facts name members of the dimensions that are made of what they name.
_NAMING = {
    "dim_periods": (
        *("fct_observations.period_key", "fct_targets.period_key", "fct_changes.period_key"),
        *("fct_changes.reference_period_key", "fct_shares.period_key", "fct_plan_completions.period_key"),
    ),
    "dim_units": ("fct_observations.unit_code", "fct_targets.unit_code", "fct_changes.amount_unit"),
}


@dataclass(frozen=True)
class Arrivals:
    """Names of documents to take in, keys of texts to take out, and how many documents the warehouse knows.

    A document of which a fact changed is in both.
    """

    arrived: frozenset[str]
    retired: frozenset[str]
    known: int


def find_arrivals(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Arrivals:
    """Compare the facts of the current documents with those in the attached database ``published``."""
    columns = ", ".join(FACTS)
    now = f"SELECT {columns} FROM ({staged.facts()})"
    then = f"SELECT {columns} FROM published.marts.dim_documents"
    arrived = connection.execute(f"SELECT document FROM ({now} EXCEPT {then})").fetchall()
    retired = connection.execute(f"SELECT document_key FROM ({then} EXCEPT {now})").fetchall()
    known = connection.execute("SELECT count(*) FROM published.marts.dim_documents").fetchone()
    return Arrivals(
        frozenset(name for (name,) in arrived), frozenset(key for (key,) in retired), int(known[0]) if known else 0
    )


def take_out(connection: duckdb.DuckDBPyConnection, arrivals: Arrivals) -> None:
    """Delete every row of the retired texts, after noting what they spoke of; needs ``history`` and ``arrived``.

    Children go before their parents and each table by itself: DuckDB looks a parent up in its children's index as it
    was before the transaction.
    """
    connection.execute(NOTHING_TOUCHED)
    connection.execute("CREATE OR REPLACE TEMP TABLE retired (document_key VARCHAR)")
    if arrivals.retired:
        connection.execute("INSERT INTO retired SELECT unnest(?)", [sorted(arrivals.retired)])
    _note_touched(connection)
    if not arrivals.retired:
        return
    named = connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_columns() WHERE schema_name = 'marts' AND column_name = 'document_key'"
    ).fetchall()
    holding = {name for (name,) in named} - _REBUILT
    for schema, table in reversed(tables_in_order(connection)):
        if schema == "marts" and table in holding:
            connection.execute(f"DELETE FROM marts.{table} WHERE document_key IN (SELECT document_key FROM retired)")
    _drop_orphans(connection, "dim_periods", "period_key", "true")
    _drop_orphans(connection, "dim_units", "unit_code", "NOT is_catalogued")


def _note_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Of retired texts what they stated; of documents that were corrected before, what they stated then: the day that
    superseded it moves with the document."""
    connection.execute("""
        INSERT INTO arrived.touched
        SELECT DISTINCT indicator_code, period_end FROM (
          SELECT indicator_code, period_end FROM marts.fct_observations WHERE document_key IN (FROM retired)
          UNION ALL
          SELECT indicator_code, period_end FROM marts.fct_targets WHERE document_key IN (FROM retired)
          UNION ALL
          SELECT indicator_code, period_end FROM marts.fct_superseded_observations
          WHERE document IN (
            SELECT document FROM arrived.stg_documents
            UNION ALL
            SELECT document FROM marts.dim_documents WHERE document_key IN (FROM retired)
          )
        )
        WHERE indicator_code IS NOT NULL AND period_end IS NOT NULL
    """)
    connection.execute("""
        INSERT INTO arrived.touched_plans
        SELECT DISTINCT indicator_code, plan_year FROM marts.fct_plan_completions
        WHERE document_key IN (FROM retired) AND indicator_code IS NOT NULL AND plan_year IS NOT NULL
    """)


def _drop_orphans(connection: duckdb.DuckDBPyConnection, dimension: str, key: str, condition: str) -> None:
    """Delete the rows of a dimension that is made of what the facts name, where no fact names them any more."""
    places = (place.split(".") for place in _NAMING[dimension])
    named = " UNION ALL ".join(f"SELECT {name} FROM marts.{fact} WHERE {name} IS NOT NULL" for fact, name in places)
    connection.execute(f"DELETE FROM marts.{dimension} WHERE {condition} AND {key} NOT IN ({named})")


def tables_in_order(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> list[tuple[str, str]]:
    """Schema and name of each table of ``database`` (by default the current), after those its foreign keys name."""
    of = "coalesce(?, current_database())"
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() "
        f"WHERE database_name = {of} AND NOT temporary ORDER BY ALL",
        [database],
    ).fetchall()
    named = connection.execute(
        "SELECT schema_name, table_name, referenced_table FROM duckdb_constraints() "
        f"WHERE database_name = {of} AND constraint_type = 'FOREIGN KEY'",
        [database],
    ).fetchall()
    order: TopologicalSorter[tuple[str, str]] = TopologicalSorter(dict.fromkeys(tables, ()))
    for schema, table, referenced in named:
        if table != referenced:
            order.add((schema, table), (schema, referenced))
    return list(order.static_order())
