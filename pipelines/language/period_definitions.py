"""Periods that what stands beside them says more exactly: a season that a bracket defines, months of a run of months."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.sequence import following, previous

#: Names of spans that are no months, quarters or years of the calendar.
_NAMED = r"^(?:trong |của |từ )?(?:niên vụ|vụ|mùa|niên độ|năm học|tài khóa|năm tài chính|tuần|đợt|dịp|kỳ|chu kỳ)\s"


def defined_beside(mentions: pl.DataFrame) -> pl.DataFrame:
    """Resolved ``mentions``, those that their neighbours define with the span that these tell."""
    return _month_by_month(_in_brackets(mentions))


def _in_brackets(mentions: pl.DataFrame) -> pl.DataFrame:
    """ "niên vụ 2024-2025 (từ tháng 10/2024 đến hết tháng 9/2025)": a season of those months."""
    gap = following(pl.col("char_start")) - pl.col("char_end")
    start, end = following(pl.col("start")), following(pl.col("end"))
    defined = (
        pl.col("text").str.contains(_NAMED)
        & following(pl.col("apart"))
        & gap.is_between(1, 3)
        & (start < end)
        & (pl.col("kind") != "day")
        & ~pl.col("same_period")
    ).fill_null(False)
    return mentions.with_columns(
        pl.when(defined).then(start).otherwise("start").alias("start"),
        pl.when(defined).then(end).otherwise("end").alias("end"),
    )


def _month_by_month(mentions: pl.DataFrame) -> pl.DataFrame:
    """ "giảm 8% trong tháng 7, đến tháng 9 vẫn giảm 11%": that month, as the one before it, and no sum up to it."""
    kind, listed = pl.col("kind"), pl.col("kind").is_in(["month", "quarter"])
    one = pl.when(listed & pl.col("lead").is_in(["in", "from"]) & ~pl.col("same_period"))
    earlier, of_kind = (previous(one.then(name).forward_fill().over(HERE)) for name in ("end", "kind"))
    run = (
        (kind == of_kind)
        & (pl.col("lead") == "until")
        & pl.col("text").str.contains(r"^(?:đến|tới) (?:tháng|quý) \S+$")
        & (earlier < pl.col("start"))
        & (earlier.dt.year() == pl.col("start").dt.year())
    ).fill_null(False)
    return mentions.with_columns(
        pl.when(run).then(pl.lit("in")).otherwise("lead").alias("lead"),
        pl.when(run).then("kind").otherwise("basis").alias("basis"),
        pl.when(run & (kind == "quarter"))
        .then(pl.col("end").dt.truncate("1q"))
        .when(run)
        .then(pl.col("end").dt.month_start())
        .otherwise("start")
        .alias("start"),
    )
