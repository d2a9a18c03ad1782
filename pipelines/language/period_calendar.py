"""Calendar parts turned into spans of days."""

from __future__ import annotations

import polars as pl

_NO_SPAN = ["duration", "frequency", "time", "relative_point", "same_period"]
_PART_OF_MONTH = ["days_of_month", "half_month", "fortnight"]
_EDGES = ["month_edge", "quarter_edge", "year_edge"]


def day_of(year: pl.Expr, month: pl.Expr | int, day: pl.Expr | int) -> pl.Expr:
    """A date from its parts; null where a part is null or the day does not exist (31/2)."""
    parts = (year.cast(pl.Int32), *(pl.lit(part) if isinstance(part, int) else part for part in (month, day)))
    return pl.format("{}-{}-{}", *parts).str.to_date("%Y-%m-%d", strict=False)


def _first_true(*cases: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    """The value of the first condition that holds, though it be null; null where none holds."""
    chosen = pl.lit(None, dtype=pl.Date)
    for condition, value in reversed(cases):
        chosen = pl.when(condition).then(value).otherwise(chosen)
    return chosen


def _span_in_month(part: str, year: pl.Expr, month: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Span of a core that names days or months: "20-22/10", "15 ngày đầu tháng 3", "cuối tháng 12", "tháng 1-5"."""
    field = pl.col(part).struct.field
    shape, last = field("shape"), field("edge") == "last"
    starts = day_of(year, month, 1)
    ends = starts.dt.month_end()
    far_year, far_month = pl.coalesce(field("end_year"), year), pl.coalesce(field("end_month"), month)
    some = pl.when(shape == "days_of_month").then(field("count")).otherwise(15).cast(pl.Int64)
    of_month, edge = shape.is_in(_PART_OF_MONTH), shape == "month_edge"
    near_edge = pl.when(last).then(ends).when(field("edge") == "middle").then(day_of(year, month, 15)).otherwise(starts)
    tail = pl.when(shape == "days_of_month").then(ends - pl.duration(days=some - 1)).otherwise(day_of(year, month, 16))
    start = _first_true(
        (field("day").is_not_null(), day_of(year, month, field("day"))),
        (edge, near_edge),
        (of_month & last, tail),
        (of_month | field("month").is_not_null(), starts),
    )
    end = _first_true(
        (field("end_day").is_not_null(), day_of(far_year, far_month, field("end_day"))),
        (field("day").is_not_null(), day_of(year, month, field("day"))),
        (edge, near_edge),
        (of_month & last, ends),
        (of_month, starts + pl.duration(days=some - 1)),
        (field("month").is_not_null(), day_of(far_year, far_month, 1).dt.month_end()),
    )
    return start, end


def _span_in_year(part: str, year: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Span of a core that names quarters, months counted from an end of the year, halves, years."""
    field = pl.col(part).struct.field
    shape, kind, last = field("shape"), field("kind"), field("edge") == "last"
    far_year = pl.coalesce(field("end_year"), year)
    starts, ends = day_of(year, 1, 1), day_of(far_year, 12, 31)
    quarter, far_quarter = field("quarter"), pl.coalesce(field("end_quarter"), field("quarter"))
    quarter_start, quarter_end = day_of(year, quarter * 3 - 2, 1), day_of(far_year, far_quarter * 3, 1).dt.month_end()
    # "Tháng đầu năm", "quý cuối năm", "nửa đầu năm": so many months from one end.
    fixed = (
        pl.when(shape == "month_first").then(1).when(shape == "quarter_first").then(3).when(kind == "half_year").then(6)
    )
    months = pl.coalesce(
        fixed,
        pl.when(kind == "year_to_date").then(
            field("count") * pl.when(shape == "quarters_of_year").then(3).otherwise(1)
        ),
    )
    days = pl.when(shape == "days_of_year").then(field("count").cast(pl.Int64))
    edge_day = pl.when(last).then(ends).when(field("edge") == "middle").then(day_of(year, 6, 30)).otherwise(starts)
    quarter_edge = pl.when(last).then(quarter_end).otherwise(quarter_start)
    whole = kind.is_in(["year", "years"])
    start = _first_true(
        (shape == "quarter_edge", quarter_edge),
        (shape == "year_edge", edge_day),
        (quarter.is_not_null(), quarter_start),
        (last & months.is_not_null(), day_of(year, 13 - months, 1)),
        (last & days.is_not_null(), ends - pl.duration(days=days - 1)),
        (months.is_between(1, 12) | days.is_not_null() | whole, starts),
    )
    end = _first_true(
        (shape == "quarter_edge", quarter_edge),
        (shape == "year_edge", edge_day),
        (quarter.is_not_null(), quarter_end),
        (last & (months.is_not_null() | days.is_not_null()), ends),
        (months.is_not_null(), day_of(far_year, months, 1).dt.month_end()),
        (days.is_not_null(), starts + pl.duration(days=days - 1)),
        (whole, ends),
    )
    return start, end


def _span(part: str, year: pl.Expr, month: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    field = pl.col(part).struct.field
    in_month = field("day").is_not_null() | field("month").is_not_null() | field("shape").is_in(_PART_OF_MONTH)
    month_start, month_end = _span_in_month(part, year, month)
    year_start, year_end = _span_in_year(part, year)
    return pl.when(in_month).then(month_start).otherwise(year_start), pl.when(in_month).then(month_end).otherwise(
        year_end
    )


def with_span(mentions: pl.DataFrame, year: pl.Expr, month: pl.Expr) -> pl.DataFrame:
    """Add ``start`` and ``end`` from the cores of each mention, given the year and month that govern its first core.

    In "từ 01/01 đến 7/9/2022" and "từ tháng 1/2021 đến tháng 5" either end lends its year to the other. Expects first,
    last, kind, lead, edge, rule and to_now; what follows "đến" starts and ends on its last day. Both dates are null
    where a part is missing, ``end`` also where the expression leaves it open ("từ năm 2018", "đến nay").
    """
    first, last = pl.col("first").struct.field, pl.col("last").struct.field
    joined = last("shape").is_not_null()
    near_year = pl.coalesce(year, last("year"), first("end_year"))
    near_month = pl.coalesce(month, last("month"), first("end_month"))
    start, end = _span("first", near_year, near_month)
    _, far_end = _span("last", pl.coalesce(last("year"), near_year), last("month"))
    year_opens = (pl.col("rule") == "year_edge") & (pl.col("edge") == "first") & ~joined
    # "So với đầu năm" compares with the close of the year before.
    opening = year_opens & (pl.col("lead") == "compared")
    open_end = pl.col("to_now") | (pl.col("lead") == "after") | (year_opens & (pl.col("kind") == "year_to_date"))
    point = pl.col("lead").is_in(["until", "before"]) & ~joined
    spans = mentions.with_columns(near_start=start, near_end=end, far_end=far_end)
    before = pl.col("near_start").dt.offset_by("-1d")
    silent = pl.col("kind").is_in(_NO_SPAN)
    spans = spans.with_columns(
        start=pl.when(silent)
        .then(None)
        .when(point)
        .then("near_end")
        .when(opening)
        .then(before)
        .otherwise("near_start"),
        end=pl.when(silent | open_end)
        .then(None)
        .when(joined)
        .then("far_end")
        .when(opening)
        .then(before)
        .otherwise("near_end"),
    )
    return spans.drop("near_start", "near_end", "far_end")
