"""SQL on the published warehouse, for people and for scripts."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from pipelines.warehouse import WarehouseError, open_warehouse


def run_query(warehouse: Path, sql: str, form: str) -> int:
    """Run ``sql`` read only and write its rows as a plain table, CSV or JSON; return the exit code."""
    try:
        with open_warehouse(warehouse) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
    except WarehouseError as error:
        print(f"solieu: {error}", file=sys.stderr)
        return 2
    except duckdb.Error as error:
        print(f"solieu: {error}", file=sys.stderr)
        return 1
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        print(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str, ensure_ascii=False, indent=1)
        )
    else:
        table = Table(*names, box=None, header_style="bold")
        for row in rows:
            table.add_row(*("" if value is None else str(value) for value in row), style=None)
        Console().print(table, markup=False)
    return 0
