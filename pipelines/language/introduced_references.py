"""Comparisons that the line before a list tells for all of its items."""

from __future__ import annotations

import polars as pl

from pipelines.language.comparisons import moved
from pipelines.language.steps import once

_INTRO = pl.col("reference_intro").struct.field
#: What a month before is no base of.
_LONG = ["year_to_date", "year", "half_year", "quarter"]


def of_introduction(figures: pl.DataFrame) -> pl.DataFrame:
    """ "9 nhóm hàng tăng giá so với tháng trước, cụ thể:": so are the growths of the items that compare with nothing."""
    own = pl.col("governing_reference").is_not_null() | pl.col("compares").is_not_null() | pl.col("against_thing")
    by_year = pl.col("rest").str.contains(
        r"(?i)^\s*(?:/\s*năm|(?:mỗi|một|hằng|hàng|theo)\s+(?:năm|quý|tháng))(?:[^\p{L}]|$)"
    )
    dated = pl.col("period_source").is_in(["clause", "sentence"]) & pl.col("period_basis").is_in(_LONG)
    same = _INTRO("ref_same").fill_null(False)
    back = moved(pl.col("period_start"), pl.col("period_end"), _INTRO("ref_year"))
    silent = (pl.col("kind") == "change") & pl.col("reference_intro").is_not_null() & ~own & ~by_year
    figures, silent = once(figures, (silent & (same | ~dated)).fill_null(False))
    told = zip(("reference_start", "reference_end"), back, (_INTRO("ref_start"), _INTRO("ref_end")), strict=True)
    return figures.with_columns(
        pl.when(silent).then(pl.coalesce(pl.when(same).then(moved_back), stated)).otherwise(name).alias(name)
        for name, moved_back, stated in told
    )
