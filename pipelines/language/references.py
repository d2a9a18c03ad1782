"""With which period a growth is compared."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.governing import around
from pipelines.language.sequence import following, previous
from pipelines.language.steps import once, without_steps


def _pairwise(figures: pl.DataFrame) -> pl.DataFrame:
    """Set ``at`` of "tăng 0,9% và 10,4%" after "tăng 0,8% so với tháng trước và 9,2% so với cuối năm": one base each."""
    change = pl.col("kind") == "change"
    joining = change & pl.col("lead").str.contains(r"(?i)^\s*và(?:\s+(?:tăng|giảm))?\s*$")
    figures, joining = once(figures, joining.fill_null(False))
    if not figures.select(joining).to_series().any():
        return figures
    direct = change & pl.col("at").is_not_null()
    rank = direct.cast(pl.Int64).cum_sum().over(HERE)
    figures = figures.with_columns(
        pl.when(direct & (rank == 1)).then("at").forward_fill().over(HERE).alias("first_"),
        pl.when(direct & (rank == 2)).then("at").forward_fill().over(HERE).alias("second_"),
        (rank > 2).any().over(HERE).alias("more_"),
    )
    joins = (
        joining
        & pl.col("at").is_null()
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("at").pipe(previous).is_null()
        & (pl.col("level_at") == pl.col("level_at").pipe(previous))
        & pl.col("second_").is_not_null()
        & pl.col("first_").pipe(previous).is_not_null()
        & ~pl.col("more_")
    ).fill_null(False)
    return figures.with_columns(
        pl.when(joins)
        .then("second_")
        .when(joins.pipe(following).fill_null(False))
        .then("first_")
        .otherwise("at")
        .alias("at")
    ).drop("first_", "second_", "more_")


def find_references(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Add ref_start, ref_end, ref_same, ref_year and ref_text: the comparison that governs each figure, or null.

    The comparison right after the figure, else the last one before it in the sentence, else the one that closes the
    sentence.
    """
    placed = around(figures, mentions.filter(pl.col("part") == "reference"))
    columns = {
        "start": "ref_start",
        "end": "ref_end",
        "same_period": "ref_same",
        "year": "ref_year",
        "relative_year": "ref_relative_year",
        "relative_month": "ref_relative_month",
        "relative_quarter": "ref_relative_quarter",
        "kind": "ref_kind",
        "text": "ref_text",
    }
    outer = (
        figures.select(*HERE, "depth", pl.col("char_start").alias("outer_at"))
        .filter(pl.col("depth") == 0)
        .drop("depth")
        .sort(*HERE, "outer_at")
    )
    placed = placed.sort(*HERE, "char_start").join_asof(
        outer, left_on="char_start", right_on="outer_at", by=list(HERE), strategy="backward", check_sortedness=False
    )
    placed = placed.with_columns(
        pl.when(pl.col("depth") == 0).then("outer_at").otherwise("previous_at").alias("previous_at")
    )
    # "tăng 1,1%, và so với cùng kỳ tăng 2%": it opens the growth that follows, and closes none.
    opens = pl.col("near").str.contains(r"(?:[,;]|\s(?:và|nhưng|song|còn))\s*$") & pl.col("after").str.contains(
        r"^\s*(?:cũng\s+|vẫn\s+|lại\s+|đã\s+)?(?:tăng|giảm)\s[^,;.]*\d"
    )
    refs = placed.select(
        *HERE,
        pl.when(~opens).then("previous_at").alias("previous_at"),
        *("next_at", "depth"),
        *(pl.col(old).alias(new) for old, new in columns.items()),
    )
    bundle = pl.struct(list(columns.values())).alias("reference")
    direct = (
        refs.filter(pl.col("previous_at").is_not_null())
        .group_by(*HERE, "previous_at", maintain_order=True)
        .first()
        .select(*HERE, pl.col("previous_at").alias("char_start"), bundle, pl.col("depth").alias("ref_depth"))
    )
    leading = (
        refs.filter(pl.col("next_at").is_not_null())
        .group_by(*HERE, "next_at", maintain_order=True)
        .last()
        .select(*HERE, pl.col("next_at").alias("char_start"), bundle.alias("leading"))
    )
    joined = figures.join(direct, on=[*HERE, "char_start"], how="left", maintain_order="left").join(
        leading, on=[*HERE, "char_start"], how="left", maintain_order="left"
    )
    last = (
        refs.group_by(HERE, maintain_order=True)
        .last()
        .select(*HERE, bundle.alias("reference_before"))
        .with_columns(pl.col("segment_no") + 1)
    )
    joined = joined.join(last, on=HERE, how="left", maintain_order="left")
    compares = refs.select(HERE).unique().with_columns(pl.lit(True).alias("compares"))
    joined = joined.join(compares, on=HERE, how="left", maintain_order="left")
    comparing = pl.when(pl.col("kind").is_in(["change"]) | pl.col("reference").is_not_null()).then("reference")
    joined = joined.with_columns(comparing.alias("reference"))
    # Comparisons are carried by their row numbers; those that lead a figure are counted on from the last.
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    joined = joined.with_columns(
        pl.when(pl.col("reference").is_not_null()).then(row).alias("at"),
        pl.when(pl.col("leading").is_not_null()).then(row + pl.len()).alias("leading_at"),
    )
    # "giảm 5% về lượng và giảm 3% về trị giá so với cùng kỳ": both are compared with it.
    coordinate = (
        (pl.col("kind") == "change")
        & pl.col("at").is_null()
        & pl.col("leading_at").is_null()
        & (following(pl.col("kind")) == "change")
        & following(pl.col("at")).is_not_null()
        & following(pl.col("lead")).str.contains(
            r"(?i)^\s*về\s+(?:mặt\s+)?\p{Ll}+(?:\s+\p{Ll}+){0,2}\s+(?:và|nhưng|song|còn)(?:\s+\p{Ll}+){0,3}\s*$"
        )
    )
    joined = joined.with_columns(
        pl.when(coordinate.fill_null(False)).then(following(pl.col("at"))).otherwise("at").alias("at")
    )
    joined = _pairwise(joined)
    at, leading_at = pl.col("at"), pl.col("leading_at")
    inner = [*HERE, "paren"]
    joined, here = once(joined, at.forward_fill().over(HERE))
    chosen = pl.coalesce(
        at,
        leading_at.forward_fill().over(inner),
        at.forward_fill().over(inner),
        pl.when(pl.col("depth") == 0).then(here),
        at.backward_fill().over(inner),
        here,
        leading_at.forward_fill().over(HERE),
        at.backward_fill().over(HERE),
    )
    # "cao gấp 1,9 lần khu vực nông thôn": compared with another thing, not with another time.
    elsewhere = (
        (pl.col("kind") == "change")
        & pl.col("reference").is_null()
        & (
            (
                (pl.col("unit_code") == "times")
                & pl.col("rest").str.contains(r"(?i)^\s+(?:so\s+với\s+)?(?:mức\s+)?(?:của\s+)?(?:\p{L}+\s+)*?\p{L}+")
                & ~pl.col("rest").str.contains(
                    r"(?i)^\s+(?:và|trong|lên|đạt|về|hay|nhưng|tương|chiếm|cùng|kể|vào|nhờ|do|theo|với|tại|ở|chỉ)\s"
                )
                & ~pl.col("rest").str.contains(r"^[^,;.()]{0,30}§")
                & ~pl.col("rest").str.contains(r"(?i)^\s+(?:so\s+với\s+)?(?:con\s+số|mức)(?:\s+\p{L}+)?\s*$")
            )
            | (
                (pl.col("rule") == "beyond")
                & pl.col("per_code").is_not_null()
                & ~pl.col("rest").str.contains(r"(?i)^\s*(?:so\s+với|§)")
                & ~pl.col("lead").str.contains(r"(?i)hơn\s+(?:so\s+với\s+)?§")
            )
        )
    )
    chosen = pl.when(~elsewhere.fill_null(False)).then(chosen)
    places = joined.select(chosen.alias("chosen"))
    told = pl.concat([joined.select("reference"), joined.select(pl.col("leading").alias("reference"))])
    governing = told.select(pl.col("reference").gather(places["chosen"])).to_series().alias("governing_reference")
    return without_steps(
        joined.drop("at", "leading_at").with_columns(governing, elsewhere.fill_null(False).alias("against_thing"))
    )
