"""Answers the questions of ``docs/queries.md`` anew: ``python -m bi.queries [warehouse/solieu.duckdb]``.

The page holds the questions and their SQL; what stands between a query and the next heading is its answer, and is
replaced. A test runs every query and compares.
"""

from __future__ import annotations

import re
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse import open_warehouse

PAGE = Path(__file__).resolve().parents[1] / "docs" / "queries.md"

_QUERY = re.compile(r"(?P<query>^```sql\n(?P<sql>.*?)^```\n)(?P<answer>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def answered(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """``page`` with the answer of ``connection`` behind each of its queries."""

    def answer(found: re.Match[str]) -> str:
        return f"{found['query']}\n{_table(connection.execute(found['sql']))}\n"

    return _QUERY.sub(answer, page).rstrip("\n") + "\n"


def _table(cursor: duckdb.DuckDBPyConnection) -> str:
    """The rows of a query as a Markdown table, numbers to the right."""
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    numeric = [any(isinstance(row[place], int | float | Decimal) for row in rows) for place in range(len(names))]
    lines = [
        names,
        ["---:" if right else "---" for right in numeric],
        *([_cell(value) for value in row] for row in rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | date | str):
        return " ".join(str(value).split()).replace("|", "\\|")
    if isinstance(value, float):
        return f"{value:,.10g}"
    exact = f"{Decimal(value):,f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def main() -> None:
    """Write the page anew."""
    warehouse = Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse/solieu.duckdb")
    with closing(open_warehouse(warehouse)) as connection:
        PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), connection), encoding="utf-8")


if __name__ == "__main__":
    main()
