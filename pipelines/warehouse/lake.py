"""The lake: a DuckLake whose catalogue is in PostgreSQL, for many builds and readers at once.

A build is made and checked in a file of its own, as always; what that publishes is then written into the lake as the
rows of its document set, in one transaction: one snapshot. Readers see the set before it or after it, never between.
"""

from __future__ import annotations

import importlib.util
import random
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.warehouse.errors import WarehouseError
from pipelines.warehouse.memory import bound
from pipelines.warehouse.publish import PUBLISHED_SCHEMAS
from pipelines.warehouse.staged import literal

#: Every table of the lake has it beside its own columns: which build's rows these are.
DOCUMENT_SET = "document_set"

#: Two that commit at once may ask the same place of the catalogue; the one that comes second tries again.
ATTEMPTS = 10
_WAIT_SECONDS = 0.5
_REASON = 400
_EXTENSIONS = ("postgres_scanner", "ducklake")
#: What DuckLake says of a commit that another one was quicker than.
_OVERTAKEN = ("conflict", "could not serialize", "duplicate key", "failed to commit")


@dataclass(frozen=True)
class Lake:
    """Where a lake is: its catalogue (``postgresql://…``) and the folder of its Parquet files."""

    catalogue: str
    data: Path

    def connect(self, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
        """A connection in which the lake is attached as ``lake``. Raises WarehouseError where it cannot be reached."""
        connection = duckdb.connect()
        try:
            for extension in _EXTENSIONS:
                connection.execute(f"LOAD {literal(_extension(extension))}")
            options = f"DATA_PATH {literal(self.data)}" + (", READ_ONLY" if read_only else "")
            connection.execute(f"ATTACH {literal(f'ducklake:postgres:{self.catalogue}')} AS lake ({options})")
        except duckdb.Error as error:
            connection.close()
            raise WarehouseError(self._told("cannot be opened", error)) from None
        return connection

    def publish(self, warehouse: Path, document_set: str) -> int:
        """Replace the rows of ``document_set`` by those of the published file ``warehouse``; return the snapshot.

        Tables that the lake lacks are made, columns too. Raises WarehouseError; the lake stays as it was.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        for attempt in range(ATTEMPTS):
            try:
                with closing(self.connect()) as connection:
                    bound(connection, warehouse.with_name(f"{warehouse.name}.tmp"))
                    connection.execute(f"ATTACH {literal(warehouse)} AS published (READ_ONLY)")
                    return _replace(connection, document_set)
            except (duckdb.Error, WarehouseError) as error:
                overtaken = any(words in str(error).lower() for words in _OVERTAKEN)
                if not overtaken or attempt == ATTEMPTS - 1:
                    raise WarehouseError(self._told("was not written", error)) from None
            time.sleep(_WAIT_SECONDS * random.uniform(1, 2) * (attempt + 1))
        raise AssertionError("unreachable")

    def _told(self, what: str, error: Exception) -> str:
        """A message without the catalogue's address, which may hold a password."""
        reason = " ".join(str(error).split())[:_REASON].replace(self.catalogue, "the catalogue")
        return f"The lake in {self.data} {what}. {reason}"


def _extension(name: str) -> str:
    """The file of a DuckDB extension where a package brings it, else its name, for one that is installed."""
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    for place in package.submodule_search_locations or () if package else ():
        for file in Path(place).glob(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"):
            return str(file)
    return name


def _replace(connection: duckdb.DuckDBPyConnection, document_set: str) -> int:
    connection.execute("BEGIN")
    try:
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
        held = _relations(connection, "lake")
        for table in _relations(connection, "published"):
            _make(connection, table, exists=table in held)
            connection.execute(f"DELETE FROM lake.{table} WHERE {DOCUMENT_SET} = ?", [document_set])
            connection.execute(
                f"INSERT INTO lake.{table} BY NAME SELECT *, ? AS {DOCUMENT_SET} FROM published.{table}", [document_set]
            )
        connection.execute("CALL lake.set_commit_message('solieu', ?)", [f"document set {document_set}"])
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
    row = connection.execute("SELECT id FROM lake.last_committed_snapshot()").fetchone()
    return int(row[0]) if row else 0


def _relations(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """The readers' tables and views of an attached database, by ``"schema"."name"``."""
    # Not by the information schema, which binds every view: that takes longer than all else.
    found = connection.execute(
        """
        SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $database AND schema_name IN $schemas
        UNION ALL
        SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = $database AND schema_name IN $schemas
        ORDER BY ALL
        """,
        {"database": database, "schemas": list(PUBLISHED_SCHEMAS)},
    ).fetchall()
    return [f'"{schema}"."{name}"' for schema, name in found]


def _make(connection: duckdb.DuckDBPyConnection, table: str, *, exists: bool) -> None:
    """Make a table of the lake, or give it the columns that it lacks."""
    if not exists:
        connection.execute(
            f"CREATE TABLE lake.{table} AS SELECT *, ''::VARCHAR AS {DOCUMENT_SET} FROM published.{table} LIMIT 0"
        )
        connection.execute(f"ALTER TABLE lake.{table} SET PARTITIONED BY ({DOCUMENT_SET})")
        return
    held = _columns(connection, f"lake.{table}")
    for column, kind in _columns(connection, f"published.{table}").items():
        if column not in held:
            connection.execute(f'ALTER TABLE lake.{table} ADD COLUMN "{column}" {kind}')


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
