"""Staging tables from canonical documents: the reader's figures, conformed to their declared schemas."""

from __future__ import annotations

import polars as pl

from pipelines.language.reader import read
from pipelines.staging.schemas import STAGING, conform
from pipelines.vocabulary import Vocabulary


def build_staging(documents: pl.DataFrame, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """Return every ``stg_`` table but quarantine for ``documents`` (all STG_DOCUMENTS columns except numerals).

    Raises `SchemaViolation` where a table does not have its declared shape.
    """
    tables = read(documents, vocabulary)
    counted = tables["stg_numerals"].group_by("document").agg(pl.len().cast(pl.Int64).alias("numerals"))
    tables["stg_documents"] = documents.join(counted, on="document", how="left", maintain_order="left").with_columns(
        pl.col("numerals").fill_null(0)
    )
    return {name: conform(name, tables[name]) for name in STAGING if name in tables}
