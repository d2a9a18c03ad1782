"""Reading as a function of a batch of documents and the vocabulary, and how a batch is read so that it fails alone.

`read_batch` holds no state and touches no file: Arrow in, Arrow out. Whatever runs it, here or on another machine, uses
`settle`: a batch that fails is halved until the document that fails is alone; all others are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa

from pipelines.language.reader import read
from pipelines.staging.reader_inputs import seen_vocabulary
from pipelines.staging.schemas import SchemaViolation, conform
from pipelines.staging.store import DOCUMENT_COLUMNS, TABLES, write_shard
from pipelines.vocabulary import Vocabulary, load_vocabulary

#: Text read at a time; reading takes some forty times as much memory, and a second whatever the size.
BATCH_BYTES = 8 * 1024 * 1024


def read_tables(documents: pl.DataFrame, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """The rows that ``documents`` (read_key, document_key, text and the dates) state, under their read keys.

    Raises `SchemaViolation` where a table does not have its declared shape.
    """
    named = documents.select(
        pl.col("read_key").alias("document"), "document_key", "text", "reporting_start", "reporting_end", "stated_on"
    )
    found = read(named, vocabulary)
    tables = {name: conform(name, found[name]) for name in TABLES}
    counted = tables["stg_numerals"].group_by("document").agg(pl.len().cast(pl.Int64).alias("numerals"))
    tables["stg_documents"] = (
        named.join(counted, on="document", how="left", maintain_order="left")
        .with_columns(pl.col("numerals").fill_null(0))
        .select(DOCUMENT_COLUMNS)
    )
    return tables


def read_batch(documents: pa.RecordBatch | pa.Table, vocabulary: Vocabulary) -> dict[str, pa.Table]:
    """`read_tables` for whatever speaks Arrow: the same columns in, a table each out; memory is shared, not copied."""
    frame = pl.DataFrame(pl.from_arrow(documents))
    return {name: table.to_arrow() for name, table in read_tables(frame, vocabulary).items()}


def load_seen(reference: Path) -> Vocabulary:
    """What the reader sees of the reference tables in the folder ``reference``."""
    return seen_vocabulary(load_vocabulary(reference))


def keep(store: Path, batch: pl.DataFrame, vocabulary: Vocabulary) -> str | None:
    """Read one batch and write it into ``store`` as a shard; return why it could not be read."""
    try:
        tables = read_batch(batch.to_arrow(), vocabulary)
    except SchemaViolation:
        raise  # the program's fault, whatever the document
    except (Exception, pl.exceptions.PanicException) as error:
        told = str(error).strip().split("\n", 1)[0]
        return f"The reader failed: {type(error).__name__} {told}".strip()
    write_shard(store, {name: pl.DataFrame(pl.from_arrow(table)) for name, table in tables.items()})
    return None


def settle(batch: pl.DataFrame, kept: Callable[[pl.DataFrame], str | None]) -> Mapping[str, str]:
    """Have ``kept`` (it tells why it fails) read all it can of ``batch``; return the reason by read key of the rest."""
    reason = kept(batch)
    if reason is None:
        return {}
    if batch.height == 1:
        return {batch["read_key"][0]: reason}
    middle = batch.height // 2
    return {**settle(batch[:middle], kept), **settle(batch[middle:], kept)}
