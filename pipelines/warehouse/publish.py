"""Publishes a checked build: a new file, complete and verified, then one rename over the old one."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.warehouse.arrivals import tables_in_order
from pipelines.warehouse.errors import WarehouseError, explained
from pipelines.warehouse.files import copy_file, fresh_name, sweep, wal_of
from pipelines.warehouse.memory import bound
from pipelines.warehouse.staged import literal

#: The oldest storage that DuckDB drivers in the field still need.
STORAGE_VERSION = "v1.4.0"

#: What readers get; the rest of a build is how it was made.
PUBLISHED_SCHEMAS = ("audit", "bi", "marts")

#: A larger share of free blocks in a build that goes on from a published file has it written anew.
MOST_WASTE = 0.3


@dataclass(frozen=True)
class Published:
    """What was published: the file and the rows of each of its tables, by ``schema.table``."""

    file: Path
    rows: dict[str, int]


def publish(build: Path, target: Path) -> Published:
    """Replace ``target`` by the readers' schemas of ``build``, in one step; ``target`` stays as it was on any error.

    The copy has no write-ahead log, is flushed to the disk, and its tables are counted and its views queried through a
    read-only connection before the rename. Raises WarehouseError where a log lies beside ``target`` (another process
    writes there, or died doing so: replayed into the new file it would corrupt it), and on a full disk, a read-only
    folder or a build without the readers' schemas. Half-written copies that killed publishers left are deleted.
    """
    if not build.is_file():
        raise WarehouseError(f"{build}: there is no build to publish; run the build first.")
    with explained(target, "publishing"):
        target.parent.mkdir(parents=True, exist_ok=True)
        refuse_log(target)
        sweep(target)
        fresh = fresh_name(target)
        try:
            rows = _copy(build, fresh)
            _verify(fresh, rows)
            _flush(fresh)
            refuse_log(target)
            fresh.replace(target)
            _flush(target.parent)
        finally:
            for leftover in (fresh, wal_of(fresh)):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
    return Published(target, rows)


def _copy(build: Path, fresh: Path) -> dict[str, int]:
    """Write the readers' schemas of ``build`` to ``fresh``; return the rows of each table."""
    for leftover in (fresh, wal_of(fresh)):
        leftover.unlink(missing_ok=True)
    with closing(duckdb.connect()) as connection:
        bound(connection, build.with_name(f"{build.name}.tmp"))
        connection.execute(f"ATTACH {literal(build)} AS build (READ_ONLY)")
        schemas = _column(
            connection, "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'build' AND NOT internal"
        )
        missing = sorted(set(PUBLISHED_SCHEMAS) - set(schemas))
        if missing:
            raise WarehouseError(f"{build}: the build has no schema {', '.join(missing)}; let every step of it end.")
        surplus = sorted(set(schemas) - {*PUBLISHED_SCHEMAS, "main"})
        if not _is_like_published(connection):
            return _copy_rows(connection, fresh, surplus)
    return _copy_whole(build, fresh, surplus)


def _is_like_published(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the build goes on from a published file, and so has its storage; little of it may lie waste."""
    found = connection.execute(
        "SELECT tags['storage_version'], free_blocks, total_blocks FROM duckdb_databases() "
        "INNER JOIN (SELECT * FROM pragma_database_size()) USING (database_name) WHERE database_name = 'build'"
    ).fetchone()
    return found is not None and str(found[0]).startswith(STORAGE_VERSION) and found[1] <= MOST_WASTE * found[2]


def _copy_whole(build: Path, fresh: Path, surplus: list[str]) -> dict[str, int]:
    """Copy the file and drop what readers do not get: quick where little has changed since it was last published."""
    if wal_of(build).exists():
        raise WarehouseError(f"{build}: a step of the build is still writing, or died doing so; run the build again.")
    copy_file(build, fresh)
    with closing(duckdb.connect(str(fresh))) as connection:
        bound(connection, build.with_name(f"{build.name}.tmp"))
        for schema in surplus:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
        tables = [f'"{schema}"."{table}"' for schema, table in tables_in_order(connection)]
        rows = {table.replace('"', ""): _count(connection, table) for table in tables}
        connection.execute("FORCE CHECKPOINT")
    return rows


def _copy_rows(connection: duckdb.DuckDBPyConnection, fresh: Path, surplus: list[str]) -> dict[str, int]:
    """Copy definitions (constraints, comments, views, macros) as a whole, then the rows of the readers' tables."""
    connection.execute(f"ATTACH {literal(fresh)} AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute("COPY FROM DATABASE build TO fresh (SCHEMA)")
    for schema in surplus:
        connection.execute(f'DROP SCHEMA fresh."{schema}" CASCADE')
    rows: dict[str, int] = {}
    for schema, name in tables_in_order(connection, "fresh"):
        table = f'"{schema}"."{name}"'
        found = connection.execute(f"INSERT INTO fresh.{table} FROM build.{table}").fetchone()
        rows[f"{schema}.{name}"] = int(found[0]) if found else 0
    connection.execute("DETACH fresh")
    return rows


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _verify(fresh: Path, rows: dict[str, int]) -> None:
    """Open the new file as a reader would: every table has the rows that were copied, every view can be queried."""
    if wal_of(fresh).exists():
        raise WarehouseError(f"{fresh}: the copy left a write-ahead log; it was not published.")
    with closing(duckdb.connect(str(fresh), read_only=True)) as connection:
        for table, expected in rows.items():
            found = _count(connection, table)
            if found != expected:
                raise WarehouseError(f"{fresh}: {table} has {found} rows instead of {expected}; it was not published.")
        for view in _column(
            connection, "SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal"
        ):
            connection.execute(f"SELECT * FROM {view} LIMIT 0")


def refuse_log(target: Path) -> None:
    """Raise WarehouseError where a write-ahead log lies beside ``target``: nothing can be published there."""
    log = wal_of(target)
    if log.exists():
        raise WarehouseError(
            f"{log} lies beside the warehouse: a program writes to the published file, or died while it did. Close it; "
            f"if nothing has the file open, move {log.name} away and publish again."
        )


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query).fetchall()]
