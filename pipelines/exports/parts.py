"""What is written as one file: a whole table, or of a large warehouse a table's rows of some thousand documents.

Parts begin at documents that their own names choose, so a new document changes one part of a table and leaves the
others as they are. A part has a hash of its rows; a file made of the same is taken over from the last export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import polars as pl

from pipelines.exports.tables import Table
from pipelines.warehouse import hash_of, literal, recorded

#: Documents from which on tables that tell of documents are written in parts of about so many documents.
FROM_DOCUMENTS = 5_000
PART_DOCUMENTS = 1_024

EVERY = "true"

#: Worded of the other columns and the names in the reference tables; not hashed, for wording takes long.
_WORDED = ("explanation_vi", "explanation_en")


@dataclass(frozen=True)
class Part:
    """Rows of ``table`` to write as one file.

    ``name``: the file's, below the folder of its format, without ending. ``rows``: condition in SQL. ``made_of``: hash
    of the rows, and ``count`` how many; blank and 0 where that is not known before they are written.
    """

    table: Table
    name: str
    rows: str = EVERY
    made_of: str = ""
    count: int = 0

    def ordered(self, source: str) -> str:
        """Its rows in ``source`` in one order: the same file of the same rows."""
        by = [] if self.rows == EVERY else [self.table.by]
        return f"SELECT * FROM {source} WHERE {self.rows} ORDER BY {', '.join([*by, *self.table.key]) or 'ALL'}"


def parts_of(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> list[Part]:
    """The parts of all ``tables``, in the order of their rows."""
    (documents,) = connection.execute("SELECT count(*) FROM bi.documents").fetchone() or (0,)
    many = documents >= FROM_DOCUMENTS
    begins, common = (_begins(connection), _common(connection)) if many else ([], "")
    return [
        part
        for table in tables
        for part in (_parts(connection, table, begins, common) if table.by and many else [Part(table, table.name)])
    ]


def by_table(parts: Sequence[Part]) -> list[tuple[Table, list[Part]]]:
    """The parts of each table together."""
    return [(table, list(mine)) for table, mine in groupby(parts, key=lambda part: part.table)]


def _begins(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Documents that parts begin with, beside the first, in order."""
    chosen = connection.execute(
        f"SELECT document FROM bi.documents WHERE md5_number_lower(document) % {PART_DOCUMENTS} = 0 ORDER BY document"
    )
    return [document for (document,) in chosen.fetchall()]


def _common(connection: duckdb.DuckDBPyConnection) -> str:
    """Hash of what all parts are made with, the catalogues among it; blank where the warehouse does not say."""
    made_with, here = recorded(connection), Path(__file__).parent
    return hash_of(here, here.glob("*.py"), repr((duckdb.__version__, made_with))) if made_with else ""


def _parts(connection: duckdb.DuckDBPyConnection, table: Table, begins: Sequence[str], common: str) -> list[Part]:
    """``table`` in parts by its documents, those that have rows, in the order of the documents."""
    hashes = _hashes(connection, table, begins) or {0: (0, 0)}
    edges = ["", *begins, ""]
    return [
        Part(
            table,
            f"{table.name}/{_code(edges[number])}",
            _between(table.by, edges[number], edges[number + 1]),
            f"{common}-{count}-{summed}" if common else "",
            count,
        )
        for number, (count, summed) in sorted(hashes.items())
    ]


def _between(column: str, first: str, following: str) -> str:
    """Condition in SQL: documents from ``first`` on (blank: all, and none) up to that before ``following``."""
    bounds = [(">=", first), ("<", following)]
    told = " AND ".join(f"{column} {sign} {literal(bound)}" for sign, bound in bounds if bound) or EVERY
    return told if first or told == EVERY else f"({told} OR {column} IS NULL)"


def _code(begin: str) -> str:
    return hashlib.sha256(begin.encode()).hexdigest()[:12] if begin else "first"


def _hashes(connection: duckdb.DuckDBPyConnection, table: Table, begins: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Of each part that has rows how many it has and the sum of their hashes, by the part's number."""
    hashed = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in _WORDED)
    of_documents = connection.execute(
        f"SELECT {table.by} AS document, count(*) AS rows, sum(hash({hashed}) >> 24)::UBIGINT AS summed "
        f"FROM {table.relation} GROUP BY document"
    ).pl()
    number = (
        pl.Series(begins, dtype=pl.String)
        .search_sorted(of_documents["document"].fill_null(""), side="right")
        .alias("number")
    )
    summed = of_documents.group_by(number).agg(pl.col("rows").sum(), pl.col("summed").sum())
    return {number: (rows, total) for number, rows, total in summed.iter_rows()}
