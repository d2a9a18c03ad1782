"""Growths of values that the sentences before have told: "1.112 vụ tai nạn. So với cùng kỳ, số vụ tăng 174 vụ"."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.sequence import previous

#: What opens the name of a count, whose value is told as so many of the things: "số người chết", "518 người chết".
_NUMBER_OF = r"^(?:tổng )?số (?:lượng )?"

#: How many sentences on a count is still spoken of.
_FAR = 3


def told_again(figures: pl.DataFrame, is_level: pl.Expr) -> pl.DataFrame:
    """Let changes without a level (null level_at) speak of the level of the same name told shortly before.

    A measure is looked for in the sentence before; a count, where the sentence begins with what it is compared with, in
    the last few, by its name or by its unit alone.
    """
    name = pl.col("own_label").str.to_lowercase()
    things = name.str.replace(_NUMBER_OF, "")
    unit = pl.col("unit_word").str.to_lowercase().str.extract(r"^(\S+)", 1)
    levels = figures.filter(is_level & pl.col("own_label").is_not_null())
    told = pl.concat(
        [
            _told(levels, name, 1),
            *(_told(levels, pl.lit("số ") + counted, far) for far in range(1, _FAR + 1) for counted in (things, unit)),
        ]
    )
    # Of what is told in several sentences the nearest counts, of the things that share a unit the first.
    nearest = told.sort("order_", "again_at", maintain_order=True).unique(
        [*HERE, "own_"], keep="first", maintain_order=True
    )
    asks = (pl.col("kind") == "change") & pl.col("level_at").is_null() & (pl.col("depth") == 0)
    compares = pl.col("lead").first().over(HERE).str.contains(r"(?i)^\W*(?:nếu\s+)?so\s")
    count = pl.when(compares).then(name.str.replace(_NUMBER_OF, "số ")).otherwise(name)
    asking = figures.select(*HERE, "char_start", asks.alias("asks"), count.alias("own_")).filter("asks")
    found = asking.join(nearest, on=[*HERE, "own_"]).select("document", "char_start", "again_at")
    again = figures.join(found, on=["document", "char_start"], how="left", maintain_order="left")
    # "số vụ tăng 174 vụ (18,55%)": the growth in the bracket is of the same.
    bracketed = (pl.col("kind") == "change") & pl.col("lead").str.contains(r"^\s*\(\s*$")
    level_at = pl.coalesce("level_at", "again_at", pl.when(bracketed).then(pl.col("again_at").pipe(previous)))
    return again.with_columns(level_at.alias("level_at")).drop("again_at")


def _told(levels: pl.DataFrame, name: pl.Expr, far: int) -> pl.DataFrame:
    """The levels by ``name``, for the sentence that is so ``far`` behind theirs; the last of a name counts for measures."""
    return (
        levels.select(
            "document",
            pl.col("segment_no") + far,
            name.alias("own_"),
            pl.col("char_start").alias("again_at"),
            pl.lit(far).alias("order_"),
        )
        .drop_nulls("own_")
        .unique(["document", "segment_no", "own_"], keep="last", maintain_order=True)
    )
