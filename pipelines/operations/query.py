"""SQL on the published warehouse, for people and for scripts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

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
    write_rows(names, rows, form)
    return 0


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Write rows to standard output: ``csv`` and ``json`` in full, ``plain`` as a table as wide as the terminal."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        print(json.dumps(records, default=str, ensure_ascii=False, indent=1))
    else:
        table = Table(*names, box=None, header_style="bold")
        for row in rows:
            table.add_row(*(Text("" if value is None else str(value)) for value in row))
        Console().print(table)
