"""Growths of values that the sentences before have told: "1.112 vụ tai nạn. So với cùng kỳ, số vụ tăng 174 vụ"."""

from __future__ import annotations

from typing import Literal

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.sequence import previous

#: What opens the name of a count, whose value is told as so many of the things: "số người chết", "518 người chết".
_NUMBER_OF = r"^(?:tổng )?số (?:lượng )?"

#: How many sentences on a count is still spoken of.
_FAR = 3


#: Measures that any level may have: volume and value.
_GENERAL = r"(?i)^\s*về\s+(?:mặt\s+)?(?:trị\s+giá|giá\s+trị|(?:số|sản|khối)?\s*lượng|kim\s+ngạch|số(?:\s+và)?\s*(?:[,;.)]|$))(?:[^\p{L}]|$)"


def named_after(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Let "88% kế hoạch doanh thu", "50% về doanh số" speak of the level that this measure names, in this sentence or the last."""
    measure = pl.col("rest").str.extract(
        r"(?i)^\s*(?:về\s+|(?:so\s+với\s+)?(?:kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu|dự\s+toán)\s+(?:về\s+)?)(?:(?:tổng\s+)?số\s+)?(\p{L}+\s+\p{L}+)",
        1,
    )
    asked = figures.with_columns(
        pl.when(pl.col("kind").is_in(["change", "plan"]) & ~pl.col("rest").str.contains(_GENERAL))
        .then(measure)
        .str.to_lowercase()
        .alias("measure_"),
        pl.int_range(pl.len()).alias("order_"),
    )
    levels = (
        figures.filter(real_level & (pl.col("depth") == 0))
        .select(
            "document",
            pl.col("char_start").alias("named_at"),
            pl.col("segment_no").alias("named_in"),
            # "số lao động", "lao động": one measure.
            pl.col("own_label")
            .str.extract(r"(?i)^(?:(?:tổng\s+)?số\s+)?(\S+\s+\S+)", 1)
            .str.to_lowercase()
            .alias("measure_"),
        )
        .drop_nulls("measure_")
        .sort("document", "named_at")
    )
    found = (
        asked.select("document", "measure_", "char_start", "segment_no", "order_")
        .sort("document", "char_start")
        .join_asof(
            levels,
            left_on="char_start",
            right_on="named_at",
            by=["document", "measure_"],
            strategy="backward",
            check_sortedness=False,
        )
        .sort("order_")
    )
    near = (found["segment_no"] - found["named_in"]).is_between(0, 1)
    named_at = found.select(pl.when(near).then("named_at")).to_series()
    named = figures.with_columns(pl.coalesce(named_at.alias("named_at"), "level_at").alias("level_at"))
    return _told_again(named, real_level & (pl.col("depth") == 0))


def _told_again(figures: pl.DataFrame, is_level: pl.Expr) -> pl.DataFrame:
    """Let changes without a level (null level_at) speak of the level of the same name told shortly before.

    A measure is looked for in the sentence before; a count in the last few, by its name or by its unit alone.
    """
    name = pl.col("own_label").str.to_lowercase()
    asks = (pl.col("kind") == "change") & pl.col("level_at").is_null() & (pl.col("depth") == 0) & name.is_not_null()
    asking = figures.select(*HERE, "char_start", asks.alias("asks"), name.alias("own_"))
    asking = asking.filter("asks")
    counting = asking.filter(pl.col("own_").str.contains(_NUMBER_OF))
    counting = counting.with_columns(pl.col("own_").str.replace(_NUMBER_OF, ""))
    levels = figures.filter(is_level & pl.col("own_label").is_not_null())
    found = [_told(asking, levels, name, 1)]
    things = levels.join(counting, on="document", how="semi")
    unit = pl.col("unit_word").str.to_lowercase().str.extract(r"^(\S+)", 1)
    thing = name.str.replace(_NUMBER_OF, "")
    for far in range(1, _FAR + 1):
        found += [
            _told(counting, things, thing, far),
            # "8.384 vụ tai nạn giao thông. … số vụ tai nạn giảm 10,7%": by its first words.
            _told(counting, things, thing.str.extract(r"^(\S+ \S+ \S+) ", 1), far),
            _told(counting, things, unit, far, "first"),
        ]
    # Of what is told in several sentences the nearest counts, of the things that share a unit the first.
    nearest = pl.concat(found).unique(["document", "char_start"], keep="first", maintain_order=True)
    again = figures.join(nearest, on=["document", "char_start"], how="left", maintain_order="left")
    # "số vụ tăng 174 vụ (18,55%)": the growth in the bracket is of the same.
    bracketed = (pl.col("kind") == "change") & pl.col("lead").str.contains(r"^\s*\(\s*$")
    level_at = pl.coalesce("level_at", "again_at", pl.when(bracketed).then(pl.col("again_at").pipe(previous)))
    return again.with_columns(level_at.alias("level_at")).drop("again_at")


def _told(
    asking: pl.DataFrame, levels: pl.DataFrame, name: pl.Expr, far: int, keep: Literal["first", "last"] = "last"
) -> pl.DataFrame:
    """document, char_start of those ``asking``, and again_at: the level of that ``name`` so ``far`` sentences before."""
    told = levels.select(
        "document", pl.col("segment_no") + far, name.alias("own_"), pl.col("char_start").alias("again_at")
    )
    last = told.unique(["document", "segment_no", "own_"], keep=keep, maintain_order=True)
    return asking.join(last, on=[*HERE, "own_"], maintain_order="left").select("document", "char_start", "again_at")
