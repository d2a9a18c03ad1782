"""What there is to export, as the published file declares it: its types and comments are those of the contracts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

#: Reference tables that give meaning to the codes of the views, exported beside them.
REFERENCE_TABLES = ("dim_indicators", "dim_periods", "dim_sectors", "dim_units")

#: Columns that tell of which documents a row is.
OF_DOCUMENTS = {("document", "VARCHAR"), ("documents", "VARCHAR")}

_KEY = re.compile(r"\bKey: (\w+(?:, \w+)*)\.")


@dataclass(frozen=True)
class Column:
    """A column as the file declares it: name, DuckDB type and meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A view of ``bi`` or a reference table. ``key`` is empty where the contract states none."""

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def relation(self) -> str:
        """Its name in SQL."""
        return f'"{self.schema}"."{self.name}"'

    @property
    def by(self) -> str:
        """The column that tells of which document, or documents, a row is; blank where none does."""
        telling = [column.name for column in self.columns if (column.name, column.type) in OF_DOCUMENTS]
        return telling[0] if telling and self.key != tuple(telling) else ""


def exported_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every view of ``bi`` and the reference tables, by name."""
    listed = connection.execute(
        """
        SELECT schema_name, view_name, coalesce(comment, '') FROM duckdb_views() WHERE schema_name = 'bi'
        UNION ALL
        SELECT schema_name, table_name, coalesce(comment, '') FROM duckdb_tables()
        WHERE schema_name = 'marts' AND table_name IN (SELECT unnest(?))
        ORDER BY ALL
        """,
        [list(REFERENCE_TABLES)],
    ).fetchall()
    return [
        Table(schema, name, meaning, tuple(_columns(connection, schema, name)), _key(meaning))
        for schema, name, meaning in listed
    ]


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[Column]:
    rows = connection.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() "
        "WHERE (schema_name, table_name) = (?, ?) ORDER BY column_index",
        [schema, name],
    ).fetchall()
    return [Column(*row) for row in rows]


def _key(meaning: str) -> tuple[str, ...]:
    """The columns that a description names as the key: "… Key: document, char_start."."""
    found = _KEY.search(meaning)
    return tuple(found.group(1).split(", ")) if found else ()
