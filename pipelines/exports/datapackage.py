"""A Frictionless data package: CSV files, and a datapackage.json whose schemas are those of the published file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.exports.keeping import Kept
from pipelines.exports.parquet import file_of
from pipelines.exports.parts import Part, by_table
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
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], folder: Path, written: Path, kept: Kept
) -> dict[str, int]:
    """Write ``data/<name>.csv`` of each part and ``datapackage.json``; return the rows by table.

    ``written``: folder of the same parts as Parquet, in order. A file that is as it was is taken over.
    """
    rows: dict[str, int] = {}
    files: dict[Table, list[Path]] = {}
    for table, mine in by_table(parts):
        files[table] = [folder / "data" / f"{part.name}.csv" for part in mine]
        files[table][0].parent.mkdir(parents=True, exist_ok=True)
        rows[table.name] = sum(
            part.count if kept.take(file, part.made_of) else _write_csv(connection, table, file, file_of(written, part))
            for part, file in zip(mine, files[table], strict=True)
        )
    descriptor = {
        "profile": "tabular-data-package",
        "name": "solieu",
        "title": "Solieu: statistical figures of Vietnamese bulletins",
        "description": "Every figure leads to the characters that state it. Values are in base units, dates are "
        "inclusive on both ends, offsets are Unicode code points into a document's text.",
        "resources": [_resource(table, mine, folder, set(rows)) for table, mine in files.items()],
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
    copied = connection.execute(
        f"COPY (SELECT {values} FROM read_parquet({literal(written)})) TO {literal(path)} (FORMAT csv, HEADER true)"
    ).fetchone()
    return int(copied[0]) if copied else 0


def _resource(table: Table, files: Sequence[Path], folder: Path, names: set[str]) -> Mapping[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    references = [
        {"fields": column.name, "reference": {"resource": REFERENCES[column.name], "fields": column.name}}
        for column in table.columns
        if REFERENCES.get(column.name, table.name) in names - {table.name}
        and (table.name, column.name) not in OF_HISTORY
    ]
    if references:
        schema["foreignKeys"] = references
    paths = [str(file.relative_to(folder)) for file in files]
    place: Mapping[str, Any] = {"path": paths}
    if len(files) == 1:  # of several no hash: the unchanged ones would be read for it too
        place = {"path": paths[0], "bytes": files[0].stat().st_size, "hash": f"sha256:{_sha256(files[0])}"}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        **place,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
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
