"""Parquet: one file a view, with the types of the warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import duckdb

from pipelines.exports.tables import Table
from pipelines.warehouse import literal

#: In how many parts a table is written, tried in turn; one that does not fit into memory in the most is not.
_PARTS = (1, 4, 16, 64, 256)
_GATHERED = "gathered"


def write_parquet(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], folder: Path) -> dict[str, int]:
    """Write each table to ``<name>.parquet``; return the rows by name."""
    folder.mkdir()
    return {table.name: _write(connection, table, folder / f"{table.name}.parquet") for table in tables}


def _write(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> int:
    """Write a table as a whole, or in parts by its key where working all of it out at once needs too much memory."""
    for parts in _PARTS if table.key else _PARTS[:1]:
        try:
            source = f"({table.ordered})" if parts == 1 else _gathered(connection, table, parts)
            copied = connection.execute(
                f"COPY {source} TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)"
            ).fetchone()
            return int(copied[0]) if copied else 0
        except duckdb.OutOfMemoryException as error:
            too_much = error
        finally:
            connection.execute(f"DROP TABLE IF EXISTS {_GATHERED}")
    raise too_much


def _gathered(connection: duckdb.DuckDBPyConnection, table: Table, parts: int) -> str:
    """Work out the rows of ``table`` part by part into a table of the connection, in the order of its key; its name."""
    first, order = table.key[0], ", ".join(table.key)
    shares = [part / parts for part in range(1, parts)]
    bounds = connection.execute(
        f"SELECT DISTINCT unnest(quantile_disc({first}, {shares})) AS bound FROM {table.relation} ORDER BY bound"
    ).fetchall()
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_GATHERED} AS SELECT * FROM {table.relation} LIMIT 0")
    ends: list[object | None] = [None, *(bound for (bound,) in bounds), None]
    for low, high in pairwise(ends):
        connection.execute(
            f"INSERT INTO {_GATHERED} SELECT * FROM {table.relation} "
            f"WHERE ($low IS NULL OR {first} > $low) AND ($high IS NULL OR {first} <= $high) ORDER BY {order}",
            {"low": low, "high": high},
        )
    return _GATHERED
