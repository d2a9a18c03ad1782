"""Of which level a figure is a part: "trong đó", "gồm", what stands in parentheses."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.links import STANDALONE
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous
from pipelines.language.steps import once, without_steps


def real_level() -> pl.Expr:
    """Whether a figure is a value of its own: no earlier one, no value told again, no end of a range."""
    return (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE


def with_totals(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add total_at: the level of which this one is a part (trong đó, gồm, parentheses)."""
    level = real_level()
    figures, before = once(figures, _level_before())
    marked, opened_here = _of_opened(_with_openings(figures, before, grammar))
    in_paren = pl.when(pl.col("inside")).then(pl.col("opened_total").forward_fill().over(*HERE, "paren"))
    total = pl.when(level).then(pl.coalesce(in_paren, pl.when(~pl.col("inside")).then(opened_here)))
    totals = marked.with_columns(total.alias("total_at"))
    # "52 triệu người, gồm 20 triệu ở thành thị và 32 triệu ở nông thôn. Trong đó": parts of the whole, not of a part.
    ends = (
        totals.filter(pl.col("total_at").is_null())
        # "đạt 23 tỷ USD và được dự báo đạt 49 tỷ USD vào năm 2025. Trong đó": parts of what is, not of what is foreseen.
        .with_columns((level & (pl.col("depth") == 0) & ~_foreseen()).alias("is_whole_"))
        .with_columns((pl.col("is_whole_") | ~pl.col("is_whole_").any().over(HERE)).alias("is_whole_"))
        .filter(level & (pl.col("depth") == 0) & pl.col("is_whole_"))
        .group_by(HERE, maintain_order=True)
        .agg(
            pl.col("char_start").last().alias("sentence_before"),
            # "thu đạt 846 tỷ đồng, bằng 21% GDP. Trong đó": parts of the money.
            pl.col("char_start").filter(pl.col("unit_code").is_in(MONEY)).last().alias("amount_before"),
        )
        .with_columns(pl.col("segment_no") + 1)
    )
    amount = pl.when(pl.col("unit_code").is_in(MONEY)).then("amount_before")
    of_before = pl.when(level & pl.col("continues_total").first().over(HERE)).then(
        pl.coalesce(amount, "sentence_before")
    )
    return (
        without_steps(totals)
        .join(ends, on=HERE, how="left", maintain_order="left")
        .with_columns(pl.coalesce("total_at", of_before).alias("total_at"))
        .drop("sentence_before", "amount_before")
    )


def _foreseen() -> pl.Expr:
    """ ", dự báo đạt 49 tỷ USD vào năm 2025": a look ahead after a value."""
    ahead = r"(?i)(?:,|\svà)\s(?:[^,;()]*\s)?(?:dự\s+báo|dự\s+kiến|kỳ\s+vọng|phấn\s+đấu|mục\s+tiêu|sẽ)\s[^;()]*$"
    return pl.col("follows") & pl.col("lead").str.contains(ahead) & pl.col("rest").str.contains(r"(?i)^\s*(?:vào\s+)?§")


def _level_before() -> pl.Expr:
    """The level before the figure, outside of parentheses; of an amount of money, the amount before."""
    outside = pl.when(real_level() & (pl.col("depth") == 0)).then("char_start")
    before = outside.forward_fill().over(HERE).pipe(previous)
    # "trích 350 tỷ đồng hỗ trợ 10 tỉnh, trong đó Lào Cai 150 tỷ đồng": a part of the money.
    of_money = pl.col("unit_code").is_in(MONEY)
    amount = pl.when(of_money).then(outside).forward_fill().over(HERE).pipe(previous)
    return pl.when(of_money).then(pl.coalesce(amount, before)).otherwise(before)


def _with_openings(figures: pl.DataFrame, before: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Add opened_total, level_before, breakdown (parts begin), inside (of a bracket with parts) and continues_total."""
    # (a durian, "sầu riêng", is no part of what was told)
    lead = pl.col("lead").str.replace_all(r"(?i)sầu\s+riêng", " ")
    opens = (
        lead.str.contains(rf"(?i){EDGE}(?:{grammar._cues('breakdown')}){END}")
        & pl.col("follows")
        # "xăng dầu (không gồm Nghi Sơn) 5 triệu tấn": nothing is parted.
        & ~pl.col("lead").str.contains(r"(?i)(?:không|chưa)\s+(?:bao\s+)?gồm\s")
    )
    # "thứ hai là thanh long (485 triệu USD": no part of what was told before.
    inside = (pl.col("depth") > 0) & ~pl.col("lead").str.contains(r"(?i)trừ\s|\slà\s+[^,;:()]{2,40}\(\s*$")
    first_inside = inside & (pl.col("paren") != pl.col("paren").pipe(previous).fill_null(0))
    starts_sentence = pl.col("lead").str.contains(r"(?i)^\s*[\"(-]*\s*trong\s+(?:số\s+)?đó") & ~pl.col("follows")
    return figures.with_columns(
        pl.when((opens | first_inside).fill_null(False)).then(before).alias("opened_total"),
        before.alias("level_before"),
        opens.alias("breakdown"),
        inside.alias("inside"),
        starts_sentence.alias("continues_total"),
    )


def _of_opened(marked: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """The total whose parts the sentence has begun to tell.

    "điện gió 17 tỷ kWh, trong đó ở A 11 tỷ kWh, ở B 5 tỷ kWh; thủy điện": the parts end with their item of the list.
    """
    clause = pl.col("lead").str.count_matches(";", literal=True).cast(pl.Int64).cum_sum().over(HERE)
    marked, clause = once(marked, clause)
    marked, opened_in = once(marked, pl.when(pl.col("breakdown")).then(clause).forward_fill().over(HERE))
    several = (real_level() & (clause == opened_in)).cast(pl.Int64).sum().over(*HERE, opened_in) >= 2
    opened = pl.when(pl.col("breakdown")).then("opened_total").forward_fill().over(HERE)
    return marked, pl.when((clause == opened_in) | (opened_in == 0) | ~several).then(opened)
