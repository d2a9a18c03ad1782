"""Values in turn of the years, quarters or months of one span: "các năm 2018, 2019 và 2020 lần lượt đạt 1, 2 và 3"."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.sequence import previous, running

#: Months of a step, and its basis.
_STEPS = ((12, "year"), (3, "quarter"), (1, "month"))


def in_turn(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Give each of so many values as the span told before "lần lượt" has years, quarters or months its own of them."""
    opens = pl.col("lead").str.contains(r"(?i)§[^,;:.§]{0,24}(?:lần\s+lượt|tương\s+ứng)[^,;.§]*$")
    goes_on = (
        pl.col("lead").str.contains(rf"(?i)^\s*(?:,|;)?\s*(?:và\s+)?(?:(?:{grammar.bound})\s*)?$")
        & (pl.col("kind") == previous(pl.col("kind")))
        & (pl.col("unit_code") == previous(pl.col("unit_code"))).fill_null(True)
    ).fill_null(False)
    listed = [*HERE, "list_"]
    asked = figures.with_columns((~goes_on).pipe(running).alias("list_")).with_columns(
        opens.first().over(listed).alias("opens_"),
        pl.len().over(listed).alias("size_"),
        pl.int_range(pl.len()).over(listed).alias("at_"),
        *(pl.col(f"period_{edge}").first().over(listed).alias(f"whole_{edge}_") for edge in ("start", "end", "basis")),
    )
    start, end = pl.col("whole_start_"), pl.col("whole_end_")
    months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month() + 1
    whole = (start.dt.day() == 1) & (end == end.dt.month_end()) & (pl.col("size_") > 1) & pl.col("opens_")
    told = pl.lit(None, pl.Struct({"start": pl.Date, "end": pl.Date, "basis": pl.String}))
    for step, basis in reversed(_STEPS):
        own = start.dt.offset_by(pl.format("{}mo", pl.col("at_") * step))
        aligned = ((start.dt.month() - 1) % step) == 0
        span = pl.struct(
            own.alias("start"),
            own.dt.offset_by(f"{step}mo").dt.offset_by("-1d").alias("end"),
            pl.lit(basis).alias("basis"),
        )
        told = pl.when(whole & aligned & (months == pl.col("size_") * step)).then(span).otherwise(told)
    # "9 tháng các năm 2020 và 2021": as many months of each year.
    part = months - (pl.col("size_") - 1) * 12
    own = start.dt.offset_by(pl.format("{}mo", pl.col("at_") * 12))
    span = pl.struct(
        own.alias("start"),
        own.dt.offset_by(pl.format("{}mo", part)).dt.offset_by("-1d").alias("end"),
        pl.lit("year_to_date").alias("basis"),
    )
    of_each = whole & (start.dt.month() == 1) & part.is_between(1, 11) & (pl.col("whole_basis_") == "year_to_date")
    told = pl.when(of_each).then(span).otherwise(told)
    named = asked.with_columns(told.alias("told_"))
    return named.with_columns(
        pl.col("told_").is_not_null().alias("told_in_turn"),
        *(
            pl.coalesce(pl.col("told_").struct.field(field), pl.col(f"period_{field}")).alias(f"period_{field}")
            for field in ("start", "end", "basis")
        ),
    ).drop("list_", "opens_", "size_", "at_", "whole_start_", "whole_end_", "whole_basis_", "told_")
