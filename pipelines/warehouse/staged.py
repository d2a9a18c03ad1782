"""Where the staging tables of a build are on disk, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines.staging.schemas import AMOUNT, STAGING, Schema
from pipelines.warehouse.errors import WarehouseError

#: What the store adds to a document's facts: the name its rows are kept under, and the shard that they are in.
READ_KEY, SHARD = "read_key", "shard"


def literal(text: object) -> str:
    """``text`` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


@dataclass(frozen=True)
class StagedFolder:
    """One Parquet file a staging table."""

    folder: Path

    def require(self) -> None:
        """Raise WarehouseError where a table is missing."""
        missing = [name for name in STAGING if not (self.folder / f"{name}.parquet").is_file()]
        if missing:
            raise WarehouseError(f"{self.folder}: no Parquet file of {', '.join(missing)}; run the staging step first.")

    def facts(self) -> str:
        """SQL of the documents' facts, without what is read in the text."""
        return f"SELECT * EXCLUDE (text, numerals) FROM {self._file('stg_documents')}"

    def rows(self, table: str, documents: Collection[str] | None = None) -> str:
        """SQL of the rows of ``table``, in the declared columns; of ``documents`` only where they are given."""
        chosen = "" if documents is None else f" WHERE document IN ({_listed(documents)})"
        return f"SELECT {', '.join(STAGING[table])} FROM {self._file(table)}{chosen}"

    def _file(self, table: str) -> str:
        return f"read_parquet({literal(self.folder / f'{table}.parquet')})"


@dataclass(frozen=True)
class StagedShards:
    """Shards of read documents, each a folder of one Parquet file a table, whose column ``document`` is the read key.

    ``documents``: Parquet of the current documents: their facts, ``read_key`` and ``shard`` (the folder's path).
    ``quarantine``: Parquet of stg_quarantine.
    """

    documents: Path
    quarantine: Path

    def require(self) -> None:
        """Raise WarehouseError where a file is missing."""
        for file in (self.documents, self.quarantine):
            if not file.is_file():
                raise WarehouseError(f"{file} is missing; run the staging step first.")

    def facts(self) -> str:
        """SQL of the documents' facts, without what is read in the text."""
        return f"SELECT * EXCLUDE ({READ_KEY}, {SHARD}) FROM {self._live()}"

    def rows(self, table: str, documents: Collection[str] | None = None) -> str:
        """SQL of the rows of ``table``, in the declared columns; of ``documents`` only where they are given."""
        if table == "stg_quarantine":
            return f"SELECT * FROM read_parquet({literal(self.quarantine)})"
        chosen = "" if documents is None else f" WHERE document IN ({_listed(documents)})"
        found = duckdb.sql(f"SELECT DISTINCT {SHARD} FROM {self._live()}{chosen} ORDER BY ALL").fetchall()
        if not found:
            return f"SELECT {', '.join(STAGING[table])} FROM ({_no_rows(STAGING[table])})"
        files = ", ".join(literal(Path(shard) / f"{table}.parquet") for (shard,) in found)
        kept = {"text", "numerals"} if table == "stg_documents" else set(STAGING[table]) - {"document"}
        columns = ", ".join(f"{'found' if name in kept else 'live'}.{name}" for name in STAGING[table])
        return (
            f"SELECT {columns} FROM read_parquet([{files}]) AS found "
            f"INNER JOIN (SELECT * FROM {self._live()}{chosen}) AS live ON found.document = live.{READ_KEY}"
        )

    def _live(self) -> str:
        return f"read_parquet({literal(self.documents)})"


Staged = StagedFolder | StagedShards


def _listed(documents: Collection[str]) -> str:
    return ", ".join(map(literal, sorted(documents))) or "NULL"


def _no_rows(schema: Schema) -> str:
    """A table of ``schema`` without rows."""
    types = {pl.String: "VARCHAR", pl.Int64: "BIGINT", pl.Date: "DATE", AMOUNT: "DECIMAL(38, 6)"}
    columns = ", ".join(f"CAST(NULL AS {types[dtype]}) AS {name}" for name, dtype in schema.items())
    return f"SELECT {columns} WHERE false"
