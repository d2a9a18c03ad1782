"""Which figures of a sentence speak of the same thing: growths, shares and completions find their level."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous, running

STANDALONE = pl.col("joined_space") | pl.col("joined_compound") | pl.col("range_high") | pl.col("base_of")


def mark_parentheses(figures: pl.DataFrame) -> pl.DataFrame:
    """Add depth (open parentheses around the figure) and paren (a number for the innermost of them)."""
    opened = pl.col("left").str.count_matches("(", literal=True).cast(pl.Int64)
    closed = pl.col("left").str.count_matches(")", literal=True).cast(pl.Int64)
    return figures.with_columns(
        (opened.pipe(running) - closed.pipe(running)).clip(0).alias("depth"),
        opened.pipe(running).alias("paren"),
    ).with_columns(pl.when(pl.col("depth") > 0).then(pl.col("paren")).otherwise(0).alias("paren"))


def mark_priors(figures: pl.DataFrame) -> pl.DataFrame:
    """Add prior (an earlier value given for comparison) and converted (the level before it in another unit)."""
    level = pl.col("kind") == "level"
    bare_opening = pl.col("left").str.contains(
        r"(?i)\(\s*(?:mức|con số|khoảng|gần|trên|hơn|đạt|là|[~≈]|tương đương|tương đương với)?\s*(?:khoảng|gần|trên|hơn)?\s*$"
    )
    opening = pl.col("depth").gt(0) & bare_opening & (pl.col("paren") != pl.col("paren").pipe(previous).fill_null(0))
    after_reference = pl.col("left").str.contains(r"§\s*\(\s*[\p{L}\s~≈]*$")
    against = pl.col("left").str.contains(r"(?i)so\s+với\s+(?:mức|con\s+số|mốc)?\s*(?:khoảng|gần|trên|hơn|đạt)?\s*$")
    other_unit = pl.col("unit_code") != pl.col("unit_code").pipe(previous)
    previous_level = pl.col("kind").pipe(previous) == "level"
    equal = pl.col("lead").str.contains(
        r"(?i)^\s*[,(]?\s*(?:tức|tương\s+đương|tương\s+đương\s+với|~|≈|khoảng)\s*(?:khoảng|gần|hơn|với)?\s*$"
    )
    converted = level & previous_level & other_unit & ((opening & ~after_reference) | equal)
    return figures.with_columns(
        (level & ((opening & after_reference) | against)).fill_null(False).alias("prior"),
        converted.fill_null(False).alias("converted"),
    )


def link_levels(figures: pl.DataFrame) -> pl.DataFrame:
    """Add level_at: for every figure that is no level itself, the char_start of the level it speaks of, or null.

    A figure whose clause names its own subject starts a new group; figures in parentheses fall back on the group around them.
    """
    real_level = (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE
    outer = pl.col("depth") == 0
    starts = pl.col("names_subject") & pl.col("kind").is_in(["level", "change", "share", "plan"]) & ~STANDALONE
    grouped = figures.with_columns(
        (starts & outer).pipe(running).alias("group"),
        (starts & ~outer).pipe(running).alias("inner_group"),
    ).with_columns(pl.when(real_level).then("char_start").alias("level_here"))
    outer_here = pl.when(outer).then("level_here")
    group = [*HERE, "group"]
    inner = [*HERE, "group", "paren", "inner_group"]
    linked = grouped.with_columns(
        outer_here.forward_fill().over(group).alias("outer_before"),
        pl.coalesce(
            pl.when(~pl.col("range_low")).then(outer_here.shift(-1).over(group)),
            pl.when("range_low").then(outer_here.shift(-2).over(group)),
            pl.when(pl.col("continues").shift(-1).over(group)).then(outer_here.shift(-2).over(group)),
        ).alias("outer_after"),
        pl.col("level_here").forward_fill().over(inner).alias("inner_before"),
        pl.col("level_here").backward_fill().over(inner).alias("inner_after"),
        (starts & ~outer).any().over(inner).alias("inner_subject"),
    )
    # "giảm 50,7% về lượng và 32,2% về trị giá": each growth has a level of its own measure.
    by_volume = pl.col("rest").str.contains(
        r"(?i)^\s*về\s+(?:mặt\s+)?(?:lượng|số\s+lượng|sản\s+lượng|khối\s+lượng)(?:[^\p{L}]|$)"
    )
    by_value = pl.col("rest").str.contains(
        r"(?i)^\s*về\s+(?:mặt\s+)?(?:trị\s+giá|giá\s+trị|kim\s+ngạch|doanh\s+thu)(?:[^\p{L}]|$)"
    )
    money = pl.col("unit_code").is_in(MONEY)
    volume_at = (
        pl.when(~money & ~pl.col("unit_code").is_in(["percent", "percentage_point"]))
        .then("level_here")
        .forward_fill()
        .over(HERE)
    )
    value_at = pl.when(money).then("level_here").forward_fill().over(HERE)
    measure_at = (
        pl.when(by_volume & value_at.is_not_null())
        .then(volume_at)
        .when(by_value & volume_at.is_not_null())
        .then(value_at)
    )
    linked = linked.with_columns(measure_at.alias("measure_at"))
    inside = pl.coalesce("inner_before", "inner_after", pl.when(~pl.col("inner_subject")).then("outer_before"))
    outside = pl.coalesce("measure_at", "outer_before", "outer_after")
    return linked.with_columns(
        pl.when((pl.col("kind") == "level") | STANDALONE)
        .then(None)
        .when(outer)
        .then(outside)
        .otherwise(inside)
        .alias("level_at"),
        pl.when(pl.col("prior") | pl.col("converted"))
        .then(pl.coalesce(pl.when(~outer).then("outer_before"), pl.col("level_here").forward_fill().over(HERE)))
        .alias("restates_at"),
    ).drop("measure_at", "level_here", "outer_before", "outer_after", "inner_before", "inner_after", "inner_subject")
