"""Every numeral of every segment, with the text on both sides of it."""

from __future__ import annotations

import polars as pl

from pipelines.language.sequence import following, place, running
from pipelines.language.text import NUMERAL, first_of

_CHUNK = rf"[^\d]*(?:{NUMERAL})"


def scan_numerals(segments: pl.DataFrame, column: str = "plain") -> pl.DataFrame:
    """Return one row a numeral of ``segments``.

    Columns: document, segment_no, numeral_no (in the segment), char_start, char_end, raw, left and right (the text up to
    the numerals or segment ends on both sides) from ``column``; grain: one row a numeral, key document, char_start.
    """
    text = pl.col(column)
    chunks = (
        segments.filter(text.str.contains(r"\d"))
        .select(
            "document",
            "segment_no",
            "char_start",
            text.str.extract_all(_CHUNK).alias("chunk"),
            first_of(text, r"[^\d]*$").alias("tail"),
        )
        .explode("chunk")
        .with_columns(first_of(pl.col("chunk"), NUMERAL).alias("raw"), pl.col("chunk").str.len_chars().alias("size"))
    )
    return (
        chunks.with_columns(
            pl.col("size").pipe(running).cast(pl.Int64).alias("end"),
            place().alias("numeral_no"),
            pl.col("chunk").str.head(-pl.col("raw").str.len_chars().cast(pl.Int64)).alias("left"),
        )
        .with_columns(
            (pl.col("char_start") + pl.col("end")).alias("char_end"),
            pl.col("left").pipe(following).fill_null(pl.col("tail")).alias("right"),
        )
        .with_columns((pl.col("char_end") - pl.col("raw").str.len_chars()).alias("char_start"))
        .select("document", "segment_no", "numeral_no", "char_start", "char_end", "raw", "left", "right")
    )
