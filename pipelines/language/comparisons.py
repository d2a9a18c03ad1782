"""Dates of comparisons: "cùng kỳ" moved from the figure's own period, and periods that growth implies."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.governing import shift_years
from pipelines.language.mention_parts import ONE_DAY
from pipelines.language.sequence import carried, following, opening, previous
from pipelines.language.steps import once, without_steps

_FINE = ["month", "quarter", "half_year", "year_to_date", "day", "range"]


def moved(start: pl.Expr, end: pl.Expr, year: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The span moved so that it ends in ``year``, or one year back where that is null."""
    years = (year.cast(pl.Int64) - end.dt.year().cast(pl.Int64)).fill_null(-1)
    return shift_years(start, years), shift_years(end, years)


def date_references(figures: pl.DataFrame) -> pl.DataFrame:
    """Add reference_start and reference_end from governing_reference and the figure's own period."""
    field = pl.col("governing_reference").struct.field
    same = field("ref_same").fill_null(False)
    fine = same & field("ref_kind").is_in(_FINE) & field("ref_start").is_not_null()
    moved_start, moved_end = moved(pl.col("period_start"), pl.col("period_end"), field("ref_year"))
    # "so với tuần trước" of a week is the week before that.
    one_week = (pl.col("period_end") - pl.col("period_start")).dt.total_days().is_between(4, 6)
    week_before = (field("ref_kind") == "week") & one_week
    explicit_start = pl.when(week_before).then(pl.col("period_start").dt.offset_by("-7d")).otherwise(field("ref_start"))
    explicit_end = pl.when(week_before).then(pl.col("period_end").dt.offset_by("-7d")).otherwise(field("ref_end"))
    return figures.with_columns(
        pl.when(same & ~fine).then(moved_start).otherwise(explicit_start).alias("reference_start"),
        pl.when(same & ~fine).then(moved_end).otherwise(explicit_end).alias("reference_end"),
    )


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
    # "mục tiêu đến năm 2025, doanh số đạt 35 tỷ USD": in that year.
    end = pl.col("period_end")
    whole = pl.col("status").is_in(["target", "forecast"]) & (end.dt.month() == 12) & (end.dt.day() == 31)
    return figures.with_columns(
        pl.when(turn).then(end.dt.truncate("1y")).otherwise("period_start").alias("period_start"),
        pl.when(turn & whole)
        .then(pl.lit("year"))
        .when(turn)
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
    start, end = moved(pl.col("base_start"), pl.col("base_end"), year)
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


def _as_pair_before(figures: pl.DataFrame, attached: pl.Expr) -> pl.DataFrame:
    """ "giảm từ 14% năm 2015 xuống 9% năm 2020; dịch vụ tăng từ 38% lên 43%": the second pair is of the same years.

    Adds paired_: the figure has its period from the pair before.
    """
    first = pl.col("from_value") & attached
    figures, opens = once(figures, opening())
    told = pl.struct("period_start", "period_end", "period_basis", following(pl.col("period_end")).alias("until"))
    figures = figures.with_columns(pl.when(first.fill_null(False)).then(told).alias("pair_"))
    figures, pair = once(figures, carried("pair_", pl.lit(True), opens))
    paired = pl.col("from_value") & ~attached & (following(pl.col("period_end")) == pair.struct.field("until"))
    figures, paired = once(figures, (paired & (following(pl.col("kind")) == "level")).fill_null(False))
    columns = ("period_start", "period_end", "period_basis")
    figures = figures.with_columns(
        *(pl.when(paired).then(pair.struct.field(name)).otherwise(name).alias(name) for name in columns),
        paired.alias("paired_"),
    )
    return without_steps(figures.drop("pair_"))


def _of_other_place() -> pl.Expr:
    """ "thấp hơn mức 60% của Thái Lan": another country's value at the same time, no earlier one."""
    other = pl.col("rest").str.contains(
        r"(?i)^\s*(?:/\s*\p{L}+\s*)?(?:gdp\s+|grdp\s+)?(?:của|ở|tại)\s+"
        r"(?:(?:cả|toàn|bình\s+quân|trung\s+bình|mặt\s+bằng|các|nhiều|nhóm|vùng|miền|tỉnh|thành\s+phố|ngành|nước)\s"
        r"|đồng\s+bằng|thế\s+giới|khu\s+vực|khối|(?-i:\p{Lu}))[^§]*$"
    )
    return other & pl.col("reference_start").is_null()


def _beside_prior() -> pl.Expr:
    """ "so với cùng kỳ năm 2021 (812 ca mắc, 3 ca tử vong)": what else is told of that time, in the same bracket."""
    first = pl.col("prior") & pl.col("lead").str.contains(r"\(\s*(?:\p{Ll}+\s+)*$")
    in_bracket = pl.when(pl.col("depth") > 0).then(
        pl.when(first).then(pl.lit(True)).forward_fill().over(*HERE, "paren")
    )
    listed = pl.col("lead").str.contains(r"^[^();§]*(?:,|\svà)\s[^();§]*$")
    return ((pl.col("kind") == "level") & ~pl.col("prior") & in_bracket & listed).fill_null(False)


#: "nâng dự báo lạm phát năm 2023 lên"
_REVISES = r"(?i)(?:^|[\s,])(?:nâng|hạ|điều\s+chỉnh)\s(?:[^,;()]{0,30}\s)?dự\s+báo\s[^;()]*$"


def revised() -> pl.Expr:
    """ "nâng dự báo lạm phát năm 2023 lên 3,9% từ mức 3,2%": whether it is what was expected before of the same time."""
    start = pl.col("lead").str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|con\s+số|khoảng))*\s*$")
    alike = (pl.col("kind") == "level") & (previous(pl.col("unit_code")) == pl.col("unit_code"))
    before = alike & pl.col("prior") & previous(pl.col("lead")).str.contains(_REVISES)
    return (start & (before | ((pl.col("kind") == "level") & pl.col("lead").str.contains(_REVISES)))).fill_null(False)


def date_priors(figures: pl.DataFrame) -> pl.DataFrame:
    """Give earlier values their reference period, and the first figure of "từ X lên Y" its own, the reference, or none."""
    attached = pl.col("attached_start").is_not_null() | pl.col("attached_same").fill_null(False)
    figures = _as_pair_before(figures, attached)
    attached = attached | pl.col("paired_")
    from_to = pl.col("from_value") & ~attached & ~pl.col("spanned_")
    year_back = pl.col("is_flow") & (pl.col("period_basis") == "year_to_date") & pl.col("reference_start").is_null()
    figures = _ends_of_span(figures, attached)
    start, end = moved(pl.col("period_start"), pl.col("period_end"), pl.lit(None, pl.Int64))
    earlier = (pl.col("prior") | _beside_prior()) & ~attached & ~pl.col("spanned_") & ~pl.col("planned")
    prior = (earlier & ~_of_other_place()) | from_to
    keep = ~prior | revised()
    # "tăng 5% so với con số 9 tỷ USD của năm 2023", "tăng 1,5 tỷ USD (năm 2020 đạt 4 tỷ USD)": the value compared with.
    # … and "giảm 17-18% so với kỷ lục 11 tỷ USD của năm 2022".
    figures, high = once(figures, following(pl.col("range_high")).fill_null(False))

    def beyond(value: pl.Expr) -> pl.Expr:
        return pl.when(high).then(following(value, step=2)).otherwise(following(value))

    against = (
        (pl.col("kind") == "change")
        & pl.col("reference_start").is_null()
        & (beyond(pl.col("kind")) == "level")
        & (
            (beyond(pl.col("prior")) & beyond(pl.col("attached_start")).is_not_null())
            | (following(pl.col("lead").str.strip_chars_start().str.starts_with("(§")) & (pl.col("depth") == 0))
        )
        & (beyond(pl.col("period_end")) < pl.col("period_end"))
    ).fill_null(False)
    figures, against = once(figures, against)
    figures = without_steps(
        figures.with_columns(
            pl.when(against)
            .then(beyond(pl.col(f"period_{end}")))
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
