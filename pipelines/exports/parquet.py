"""Parquet: a file a view, or of a large warehouse a folder of files, with the types of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.exports.keeping import Kept
from pipelines.exports.parts import Part, by_table
from pipelines.warehouse import literal

#: Parts that are worked out at once, so that no table is in memory as a whole.
_AT_ONCE = 8
_GATHERED = "gathered"


def write_parquet(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], folder: Path, kept: Kept
) -> dict[str, int]:
    """Write each part to ``<name>.parquet``, or take it over where it is as it was; return the rows by table."""
    rows: dict[str, int] = {}
    for table, mine in by_table(parts):
        file_of(folder, mine[0]).parent.mkdir(parents=True, exist_ok=True)
        anew = [part for part in mine if not kept.take(file_of(folder, part), part.made_of)]
        rows[table.name] = sum(part.count for part in mine if part not in anew)
        for at in range(0, len(anew), _AT_ONCE):
            rows[table.name] += _write(connection, anew[at : at + _AT_ONCE], folder)
    return rows


def file_of(folder: Path, part: Part) -> Path:
    """The Parquet file of ``part`` in ``folder``."""
    return folder / f"{part.name}.parquet"


def _write(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], folder: Path) -> int:
    """Write ``parts`` of one table, worked out together where they are some; return their rows."""
    table, count = parts[0].table, 0
    source = table.relation
    if len(parts) > 1:
        source = _GATHERED
        among = " OR ".join(f"({part.rows})" for part in parts)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {source} AS SELECT * FROM {table.relation} WHERE {among}")
    for part in parts:
        copied = connection.execute(
            f"COPY ({part.ordered(source)}) TO {literal(file_of(folder, part))} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone()
        count += int(copied[0]) if copied else 0
    connection.execute(f"DROP TABLE IF EXISTS {_GATHERED}")
    return count
