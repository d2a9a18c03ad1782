"""How much memory DuckDB may take: what needs more goes to the disk, however much a warehouse holds."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.warehouse.staged import literal

#: Of a connection of a build's own process; dbt's has its own limit (dbt_project/profiles.yml).
MEMORY = "1GB"


def bound(connection: duckdb.DuckDBPyConnection, spill: Path | None = None) -> None:
    """Let ``connection`` hold MEMORY at most; what is more it writes to the folder ``spill``, and deletes again.

    Without ``spill`` that is a folder beside its database.
    """
    connection.execute(f"SET memory_limit = {literal(MEMORY)}")
    if spill is not None:
        connection.execute(f"SET temp_directory = {literal(spill)}")
