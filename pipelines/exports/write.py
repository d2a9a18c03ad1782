"""Writes the exports of a published warehouse into one folder, put in place as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.exports.datapackage import UnknownType, write_datapackage
from pipelines.exports.keeping import Kept
from pipelines.exports.parquet import write_parquet
from pipelines.exports.parts import parts_of
from pipelines.exports.sdmx import write_sdmx
from pipelines.exports.tables import exported_tables
from pipelines.warehouse import ForeignFolder, bound, open_warehouse, replaced_whole

#: What can be written; each is a folder of its own below the one named.
FORMATS = ("parquet", "sdmx", "datapackage")

#: Marks a folder as one that an export may replace.
STAMP = ".solieu-exports"

#: What is not to stay: what DuckDB has no memory for, and Parquet files that only the CSV files are made of.
_ASIDE = ".spill"


class ExportError(RuntimeError):
    """The exports cannot be written; the message names the folder and the remedy."""


@dataclass(frozen=True)
class Exported:
    """What was written: the folder, the rows of each table by format, and the bytes of all files."""

    folder: Path
    rows: Mapping[str, Mapping[str, int]]
    bytes: int


def export(warehouse: Path, folder: Path | None = None, formats: tuple[str, ...] = FORMATS) -> Exported:
    """Write ``formats`` of the published ``warehouse`` to ``folder`` (by default ``exports/`` beside it).

    A reader finds the old folder or the new one, whole; both hold one state of the warehouse. Raises ExportError where
    ``folder`` holds something else or cannot be written, WarehouseError where ``warehouse`` cannot be read.
    """
    folder = folder or exports_folder(warehouse)
    with closing(open_warehouse(warehouse)) as connection:
        try:
            with replaced_whole(folder, STAMP) as fresh:
                bound(connection, fresh / _ASIDE)
                rows = _write(connection, warehouse, fresh, formats, folder)
                shutil.rmtree(fresh / _ASIDE, ignore_errors=True)
        except ForeignFolder as error:
            raise ExportError(
                f"{folder} holds files that are no export of Solieu; move them, or choose another folder."
            ) from error
        except (duckdb.Error, OSError, UnknownType) as error:
            reason = str(error).split("\n", 1)[0]
            raise ExportError(
                f"{folder}: writing the exports failed; free space or permit writing, and export again. ({reason})"
            ) from error
    return Exported(folder, rows, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))


def exports_folder(warehouse: Path) -> Path:
    """Where the exports of a publication stand."""
    return warehouse.parent / "exports"


def _write(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, folder: Path, formats: tuple[str, ...], earlier: Path
) -> dict[str, Mapping[str, int]]:
    tables = exported_tables(connection)
    parts, kept = parts_of(connection, tables), Kept(earlier, folder)
    rows: dict[str, Mapping[str, int]] = {}
    # The CSV files are written from the Parquet files, wanted or not: a view is worked out once.
    written = folder / ("parquet" if "parquet" in formats else f"{_ASIDE}/parquet")
    if {"parquet", "datapackage"} & set(formats):
        in_parquet = write_parquet(connection, parts, written, kept)
        if "parquet" in formats:
            rows["parquet"] = in_parquet
    if "sdmx" in formats:
        published = datetime.fromtimestamp(warehouse.stat().st_mtime, UTC)
        rows["sdmx"] = write_sdmx(connection, tables, folder / "sdmx", published, earlier / "sdmx")
    if "datapackage" in formats:
        rows["datapackage"] = write_datapackage(connection, parts, folder / "datapackage", written, kept)
    kept.note()
    return rows
