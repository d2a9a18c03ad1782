"""Parquet: one file a view, with the types of the warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.exports.tables import Table
from pipelines.warehouse import literal


def write_parquet(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], folder: Path) -> dict[str, int]:
    """Write each table to ``<name>.parquet``; return the rows by name."""
    folder.mkdir()
    return {table.name: _write(connection, table, folder / f"{table.name}.parquet") for table in tables}


def _write(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> int:
    copied = connection.execute(
        f"COPY ({table.ordered}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)"
    ).fetchone()
    return int(copied[0]) if copied else 0
