"""Opens the published warehouse as its readers do."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.warehouse.errors import WarehouseError, explained


def open_warehouse(file: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published ``file``; many may be open at once, also during a publish.

    Raises WarehouseError where the file is missing, is no DuckDB file, or is open for writing elsewhere.
    """
    if not file.is_file():
        raise WarehouseError(f"{file}: there is no published warehouse; `make warehouse` makes one.")
    with explained(file, "opening"):
        return duckdb.connect(str(file), read_only=True)
