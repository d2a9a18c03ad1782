"""Dates of comparisons: "cùng kỳ" moved from the figure's own period, and periods that growth implies."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.governing import shift_years
from pipelines.language.mention_parts import ONE_DAY
from pipelines.language.sequence import following, previous
from pipelines.language.steps import once, without_steps

_FINE = ["month", "quarter", "half_year", "year_to_date", "day", "range"]


def _moved(start: pl.Expr, end: pl.Expr, year: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The span moved so that it ends in ``year``, or one year back where that is null."""
    years = (year.cast(pl.Int64) - end.dt.year().cast(pl.Int64)).fill_null(-1)
    return shift_years(start, years), shift_years(end, years)


def date_references(figures: pl.DataFrame) -> pl.DataFrame:
    """Add reference_start and reference_end from governing_reference and the figure's own period."""
    field = pl.col("governing_reference").struct.field
    same = field("ref_same").fill_null(False)
    fine = same & field("ref_kind").is_in(_FINE) & field("ref_start").is_not_null()
    moved_start, moved_end = _moved(pl.col("period_start"), pl.col("period_end"), field("ref_year"))
    # "so với tuần trước" of a week is the week before that.
    one_week = (pl.col("period_end") - pl.col("period_start")).dt.total_days().is_between(4, 6)
    week_before = (field("ref_kind") == "week") & one_week
    explicit_start = pl.when(week_before).then(pl.col("period_start").dt.offset_by("-7d")).otherwise(field("ref_start"))
    explicit_end = pl.when(week_before).then(pl.col("period_end").dt.offset_by("-7d")).otherwise(field("ref_end"))
    return figures.with_columns(
        pl.when(same & ~fine).then(moved_start).otherwise(explicit_start).alias("reference_start"),
        pl.when(same & ~fine).then(moved_end).otherwise(explicit_end).alias("reference_end"),
    )


def carry_references(figures: pl.DataFrame) -> pl.DataFrame:
    """Fill references that a sentence leaves unsaid.

    A growth of a "cùng kỳ" is against the year before that; GDP without a base grows against the same period a year
    earlier; a sentence that compares with nothing goes on with the comparison of the sentence just before it.
    """
    change = pl.col("kind") == "change"
    # "tăng 10% theo quý": against the quarter before.
    step = pl.col("rest").str.extract(r"(?i)^\s*theo\s+(quý|tháng)(?:[^\p{L}]|$)", 1).str.to_lowercase()
    figures, step = once(figures, step)
    silent = change & pl.col("governing_reference").is_null() & ~pl.col("against_thing") & step.is_null()
    figures, silent = once(figures, silent)
    back_start, back_end = _moved(pl.col("period_start"), pl.col("period_end"), pl.lit(None, pl.Int64))
    national = pl.col("label").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:gdp|grdp|tổng sản phẩm)(?:[^\p{L}]|$)|tăng trưởng kinh tế"
    ).fill_null(False) | pl.col("clause").str.contains(
        r"(?i)tăng trưởng (?:kinh tế|gdp|grdp)|(?:^|[\s,])tăng trưởng(?: của)?(?: cả| trong)?\s*§+[^,;]*$"
    ).fill_null(False)
    sector = pl.col("label").str.contains(r"(?i)^khu vực\s").fill_null(False) & pl.col("lead").str.contains(
        r"(?i)nền kinh tế|(?:^|[^\p{L}])gdp(?:[^\p{L}]|$)"
    ).any().over(HERE)
    # "(năm 2015 tăng 9,8%)", "mức tăng 5,5% của năm 2013": growths of another period than the sentence's.
    elsewhere = (
        change
        & pl.col("reference").is_null()
        & (
            pl.col("lead").str.contains(r"(?i)\(\s*(?:trong\s+)?§+\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
            | (
                pl.col("attached_start").is_not_null()
                & pl.col("lead").str.contains(r"(?i)mức\s+(?:tăng|giảm)(?:\s+trưởng)?\s*$")
            )
        )
    ).fill_null(False)
    # "tăng 10% theo quý và 24% theo năm"
    by_year = (change & pl.col("rest").str.contains(r"(?i)^\s*theo\s+năm(?:[^\p{L}]|$)")).fill_null(False)
    # "so với năm trước" of a year is the year before that one, whichever the document's is.
    governing = pl.col("governing_reference").struct.field
    year_before = (
        change
        & (pl.col("period_basis") == "year")
        & (governing("ref_relative_year") == -1)
        & governing("ref_text").str.contains(r"năm (?:liền )?trước$")
    ).fill_null(False)
    # "tốc độ tăng các năm 2019, 2020 lần lượt là": each year's against the one before.
    in_turn = silent & pl.col("told_in_turn") & pl.col("period_basis").is_in(["year", "year_to_date"])
    own_base = (
        by_year
        | in_turn
        | year_before
        | change & pl.col("reference").is_null() & pl.col("period_same")
        | silent & (pl.col("period_same") | ((national | sector) & (pl.col("unit_code") == "percent")))
        | elsewhere
    )
    figures, own_base = once(figures, own_base)
    # "tăng 3,2% so với tháng trước, …; năm tháng tăng 17%": a month is no base of several.
    longer = (
        change
        & pl.col("reference").is_null()
        & pl.col("period_basis").is_in(["year_to_date", "year", "half_year", "quarter"])
        & pl.col("period_source").is_in(["clause", "sentence"])
        & pl.col("leading").is_null()
        & governing("ref_text").str.contains(r"tháng")
        & (governing("ref_same").not_() | governing("ref_text").str.ends_with("tháng trước"))
        & (pl.col("reference_end") < pl.col("reference_start").dt.offset_by("1mo"))
        & (pl.col("period_end") >= pl.col("period_start").dt.offset_by("2mo"))
    ).fill_null(False)
    figures, longer = once(figures, longer)
    figures = figures.with_columns(
        pl.when(~longer).then(name).alias(name) for name in ("reference_start", "reference_end")
    )
    month_step = (
        # "so với tháng trước" of a month is the one before it, whatever month was named last; so with quarters.
        pl.when(
            change
            & ((step == "quý") | (governing("ref_relative_quarter") == -1))
            & (pl.col("period_basis") == "quarter")
        )
        .then(pl.lit("-3mo"))
        .when(
            change & ((step == "tháng") | (governing("ref_relative_month") == -1)) & (pl.col("period_basis") == "month")
        )
        .then(pl.lit("-1mo"))
    )
    figures, months = once(figures, month_step)
    earlier_start = pl.col("period_start").dt.offset_by(months)
    earlier_end = pl.when(months.is_not_null()).then(pl.col("period_start").dt.offset_by("-1d"))
    first = figures.with_columns(
        pl.coalesce(earlier_start, pl.when(own_base).then(back_start).otherwise("reference_start")).alias(
            "reference_start"
        ),
        pl.coalesce(earlier_end, pl.when(own_base).then(back_end).otherwise("reference_end")).alias("reference_end"),
        (own_base | pl.col("governing_reference").struct.field("ref_same").fill_null(False)).alias("year_back"),
    )
    last = (
        first.filter(change & pl.col("reference_start").is_not_null() & (pl.col("depth") == 0))
        .group_by(HERE, maintain_order=True)
        .agg(
            pl.col("reference_start").last().alias("carry_start"),
            pl.col("reference_end").last().alias("carry_end"),
            pl.col("year_back").last().alias("carry_back"),
            pl.col("period_start").last().alias("carry_own"),
        )
        .with_columns(pl.col("segment_no") + 1)
    )
    joined = first.join(last, on=HERE, how="left", maintain_order="left")
    joined, back_start = once(joined, back_start)
    joined, back_end = once(joined, back_end)
    before = pl.col("reference_before").struct.field
    told_start, told_end = _moved(pl.col("period_start"), pl.col("period_end"), before("ref_year"))
    joined, told_start = once(joined, told_start)
    told = (
        silent
        & ~own_base
        & pl.col("compares").is_null()
        & before("ref_same").fill_null(False)
        & told_start.is_not_null()
    )
    takes = silent & ~own_base & ~told & pl.col("compares").is_null() & pl.col("carry_start").is_not_null()
    moves = takes & pl.col("carry_back") & back_start.is_not_null()
    month_base = (pl.col("carry_end") < pl.col("carry_start").dt.offset_by("1mo")) & (
        pl.col("period_end") >= pl.col("period_start").dt.offset_by("2mo")
    )
    month_base = month_base & pl.col("period_source").is_in(["clause", "sentence"])
    takes = takes & ~(month_base & ~pl.col("carry_back")).fill_null(False)
    far = (pl.col("carry_end") < pl.col("period_start").dt.offset_by("-370d")).fill_null(False)
    takes = takes & ~(far & ~pl.col("carry_back"))
    apart = takes & ~pl.col("carry_back") & pl.col("period_source").is_in(["clause", "sentence"])
    return without_steps(
        joined.with_columns(
            pl.when(told)
            .then(told_start)
            .when(moves)
            .then(back_start)
            .when(takes & ~apart)
            .then("carry_start")
            .otherwise("reference_start")
            .alias("reference_start"),
            pl.when(told)
            .then(told_end)
            .when(moves)
            .then(back_end)
            .when(takes & ~apart)
            .then("carry_end")
            .otherwise("reference_end")
            .alias("reference_end"),
        )
    ).drop("carry_start", "carry_end", "carry_back", "carry_own", "year_back")


def settle_flows(figures: pl.DataFrame) -> pl.DataFrame:
    """Turn the as-of period of a flow into the year to date."""
    turn = (pl.col("period_basis") == "as_of") & pl.col("is_flow")
    # "tháng 10 đón 612 nghìn lượt; lũy kế đạt 6,9 triệu lượt"
    turn = turn | (
        (pl.col("kind") == "level")
        & (pl.col("period_basis") == "month")
        & pl.col("lead").str.contains("kế", literal=True)
        & pl.col("lead").str.contains(
            r"(?i)(?:^|[\s,;(])(?:lũy|luỹ)\s+kế(?:\s+(?:đạt|là|có|ước|đã|được|khoảng|hơn|gần|trên))*\s*$"
        )
    )
    return figures.with_columns(
        pl.when(turn).then(pl.col("period_end").dt.truncate("1y")).otherwise("period_start").alias("period_start"),
        pl.when(turn)
        .then(pl.lit("year_to_date"))
        .when(pl.col("period_basis") == ONE_DAY)
        .then(pl.lit("as_of"))
        .otherwise("period_basis")
        .alias("period_basis"),
    )


def move_same_periods(figures: pl.DataFrame) -> pl.DataFrame:
    """Date the figures whose own period is a "cùng kỳ": the period that governs around it, a year (or to the stated year) back."""
    fine = (
        pl.col("period_same")
        & pl.col("period_basis").is_in(["month", "quarter", "half_year", "year_to_date", "range", "as_of", ONE_DAY])
        & pl.col("period_start").is_not_null()
    )
    # (the period around a "cùng kỳ" without a date of its own is not yet its own)
    borrowed = (pl.col("period_start") == pl.col("base_start")) & (pl.col("period_end") == pl.col("base_end"))
    fine = fine & ~borrowed.fill_null(False)
    year = pl.when(~borrowed.fill_null(False)).then(pl.col("period_end").dt.year())
    start, end = _moved(pl.col("base_start"), pl.col("base_end"), year)
    move = pl.col("period_same") & ~fine
    return figures.with_columns(
        pl.when(move).then(start).otherwise("period_start").alias("period_start"),
        pl.when(move).then(end).otherwise("period_end").alias("period_end"),
        pl.when(move).then(pl.col("base_basis")).otherwise("period_basis").alias("period_basis"),
    )


def _ends_of_span(figures: pl.DataFrame, attached: pl.Expr) -> pl.DataFrame:
    """ "Giai đoạn 2010-2019, kim ngạch tăng từ 11 lên 39 tỷ USD": the first value is of 2010, the second of 2019."""
    start, end = pl.col("period_start"), pl.col("period_end")
    years = (
        (pl.col("period_basis") == "range")
        & (start == start.dt.truncate("1y"))
        & (end == end.dt.truncate("1y").dt.offset_by("1y").dt.offset_by("-1d"))
        & (end.dt.year() > start.dt.year())
        & ~attached
    ).fill_null(False)
    first = years & pl.col("from_value")
    second = (
        years
        & (pl.col("kind") == "level")
        & first.pipe(previous).fill_null(False)
        & (pl.col("unit_code") == pl.col("unit_code").pipe(previous))
        & pl.col("lead").str.contains(r"(?i)(?:^|\s)(?:lên|xuống|còn|về)(?:\s+\p{Ll}+){0,3}\s*$")
    ).fill_null(False)
    first_end = start.dt.offset_by("1y").dt.offset_by("-1d")
    return figures.with_columns(
        pl.when(second).then(end.dt.truncate("1y")).otherwise(start).alias("period_start"),
        pl.when(first).then(first_end).otherwise(end).alias("period_end"),
        pl.when(first | second).then(pl.lit("year")).otherwise("period_basis").alias("period_basis"),
        first.alias("spanned_"),
    )


def date_priors(figures: pl.DataFrame) -> pl.DataFrame:
    """Give earlier values their reference period, and the first figure of "từ X lên Y" its own, the reference, or none."""
    attached = pl.col("attached_start").is_not_null() | pl.col("attached_same").fill_null(False)
    from_to = pl.col("from_value") & ~attached & ~pl.col("spanned_")
    year_back = pl.col("is_flow") & (pl.col("period_basis") == "year_to_date") & pl.col("reference_start").is_null()
    figures = _ends_of_span(figures, attached)
    start, end = _moved(pl.col("period_start"), pl.col("period_end"), pl.lit(None, pl.Int64))
    prior = (pl.col("prior") & ~attached & ~pl.col("spanned_") & ~pl.col("planned")) | from_to
    keep = ~prior
    # "tăng 5% so với con số 9 tỷ USD của năm 2023", "tăng 1,5 tỷ USD (năm 2020 đạt 4 tỷ USD)": the value compared with.
    against = (
        (pl.col("kind") == "change")
        & pl.col("reference_start").is_null()
        & (following(pl.col("kind")) == "level")
        & (
            (following(pl.col("prior")) & following(pl.col("attached_start")).is_not_null())
            | (following(pl.col("lead").str.strip_chars_start().str.starts_with("(§")) & (pl.col("depth") == 0))
        )
        & (following(pl.col("period_end")) < pl.col("period_end"))
    ).fill_null(False)
    figures, against = once(figures, against)
    figures = without_steps(
        figures.with_columns(
            pl.when(against)
            .then(following(pl.col(f"period_{end}")))
            .otherwise(f"reference_{end}")
            .alias(f"reference_{end}")
            for end in ("start", "end")
        )
    )
    return figures.with_columns(
        pl.when(keep)
        .then("period_start")
        .when(from_to & year_back)
        .then(start)
        .otherwise("reference_start")
        .alias("period_start"),
        pl.when(keep)
        .then("period_end")
        .when(from_to & year_back)
        .then(end)
        .otherwise("reference_end")
        .alias("period_end"),
    )
