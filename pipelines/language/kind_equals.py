"""What is told of an earlier time in percent: "bằng 99,4%", "… kế hoạch, trong khi cùng kỳ đạt 47%"."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_brackets import beside_growth
from pipelines.language.kind_lists import PERCENT_ON, earlier
from pipelines.language.measures import PERCENT
from pipelines.language.sequence import previous_value


def of_earlier(inherited: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Let "bằng 99,4%" after a comparison be of the same earlier value."""
    amounts_to = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(rf"(?i)(?:^|[\s,(])bằng(?:\s+(?:{grammar.bound}))?\s*$")
        & pl.col("rest").str.contains(r"^\s*(?:[,;.)(]|và\s|$)")
    )
    # "phía Bắc đạt 1.152 nghìn ha, bằng 99,4%": of the same earlier value as the percentage before.
    after_comparison = (
        pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:chỉ\s+)?bằng\s")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & earlier(pl.col("rule") == "percent_of")
    )
    # "So với cùng kỳ năm 2019, khách Ấn Độ tăng 231%; khách Nga chỉ bằng 18%"
    after_change = earlier(pl.col("kind") == "change") & ~earlier(pl.col("rule") == "of_plan")
    # "đạt 1,2 triệu tấn (bằng 98,6%), giá trị tăng 3%": the growth may come after it.
    beside = pl.col("lead").str.contains(r"^\s*\(") & (pl.col("kind") == "change").any().over(HERE)
    after_change |= beside & ~(pl.col("rule") == "of_plan").any().over(HERE)
    # "khu vực Nhà nước 652 tỷ đồng, chiếm 27% tổng vốn; khu vực ngoài Nhà nước 1.340 tỷ đồng, bằng 55,4%"
    part = (
        amounts_to
        & (previous_value("kind") == "level")
        & earlier(pl.col("kind") == "share")
        & ~earlier(pl.col("rule") == "percent_of")
        & pl.col("lead").str.contains(r"^\s*,")
    ).fill_null(False)
    takes = (amounts_to & (after_comparison | after_change)).fill_null(False) & ~part & ~beside_growth()
    return inherited.with_columns(
        pl.when(takes).then(pl.lit("change")).when(part).then(pl.lit("share")).otherwise("kind").alias("kind"),
        pl.when(takes).then(pl.lit("percent_of")).otherwise("rule").alias("rule"),
    )


def plan_of_then(grammar: Grammar) -> pl.Expr:
    """ "đạt 46,7% kế hoạch, trong khi cùng kỳ năm 2021 đạt 47,38%": how much of that year's plan."""
    told = rf"(?i)[,;]\s*(?:trong\s+khi\s+|còn\s+)?§+\s*(?:(?:chỉ|mới|là|đạt|ở\s+mức|{grammar.bound})\s+)+$"
    return (
        pl.col("lead").str.contains(told)
        & pl.col("rest").str.contains(r"^\s*(?:[.;,)]|$)")
        & PERCENT_ON
        & (previous_value("kind") == "plan")
        & (pl.col("kind") == "level")
    )
