"""A Frictionless data package: CSV files, and a datapackage.json whose schemas are those of the published file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.exports.tables import Column, Table
from pipelines.warehouse import literal

#: Columns by which every table that has them points to another one.
REFERENCES = {"document": "documents", "indicator_code": "dim_indicators", "sector_code": "dim_sectors"}

#: Views that tell of documents that may be there no more.
OF_HISTORY = {("vintages", "document")}

_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}


class UnknownType(ValueError):
    """A column has a type that the data package has no name for."""


def write_datapackage(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path, written: Path
) -> dict[str, int]:
    """Write ``data/<name>.csv`` of each table and ``datapackage.json``; return the rows by name.

    ``written``: folder of the same tables as Parquet, in order.
    """
    (folder / "data").mkdir(parents=True)
    rows = {
        table.name: _write_csv(connection, table, folder / "data" / f"{table.name}.csv", written) for table in tables
    }
    names = set(rows)
    descriptor = {
        "profile": "tabular-data-package",
        "name": "solieu",
        "title": "Solieu: statistical figures of Vietnamese bulletins",
        "description": "Every figure leads to the characters that state it. Values are in base units, dates are "
        "inclusive on both ends, offsets are Unicode code points into a document's text.",
        "resources": [_resource(table, folder / "data" / f"{table.name}.csv", names) for table in tables],
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return rows


def _write_csv(connection: duckdb.DuckDBPyConnection, table: Table, path: Path, written: Path) -> int:
    # A table schema writes open ends as INF; DuckDB would write inf.
    values = ", ".join(
        f"upper({column.name}::varchar) AS {column.name}" if column.type == "DOUBLE" else column.name
        for column in table.columns
    )
    source = f"read_parquet({literal(written / f'{table.name}.parquet')})"
    copied = connection.execute(
        f"COPY (SELECT {values} FROM {source}) TO {literal(path)} (FORMAT csv, HEADER true)"
    ).fetchone()
    return int(copied[0]) if copied else 0


def _resource(table: Table, path: Path, names: Iterable[str]) -> Mapping[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    references = [
        {"fields": column.name, "reference": {"resource": REFERENCES[column.name], "fields": column.name}}
        for column in table.columns
        if REFERENCES.get(column.name, table.name) in set(names) - {table.name}
        and (table.name, column.name) not in OF_HISTORY
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"data/{path.name}",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "schema": schema,
    }


def _field(table: Table, column: Column) -> Mapping[str, Any]:
    kind = _TYPES.get(re.sub(r"\(.*\)", "", column.type))
    if kind is None:
        raise UnknownType(f"{table.relation}.{column.name} has the type {column.type}, which the package cannot name.")
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if column.name in table.key:
        field["constraints"] = {"required": True}
    return field


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
