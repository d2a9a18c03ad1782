"""Periods that a figure takes from another: the level it speaks of, its total, the same amount told again, its growth."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.governing import shift_years
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import following, previous
from pipelines.language.steps import once, only_where, without_steps
from pipelines.language.told_before import held_against_goal

#: Percent of a plan that is the whole year's, where part of the year has gone.
_FAR = 85


def infer_periods(figures: pl.DataFrame) -> pl.DataFrame:
    """Give a level without a period of its own the one that its growth implies.

    "lãi 24,7 tỷ đồng, giảm 31% so với quý 2/2019" in a text on half a year speaks of the second quarter of 2020.
    """
    field = pl.col("reference").struct.field
    told = (
        figures.filter(
            (pl.col("kind") == "change")
            & pl.col("level_at").is_not_null()
            & field("ref_kind").is_in(["month", "quarter", "half_year", "year_to_date", "year"])
            & ~field("ref_same").fill_null(False)
            & field("ref_relative_year").is_null()
            & field("ref_start").is_not_null()
            & field("ref_text").str.contains(r"\d{4}$")
        )
        .select(
            "document",
            pl.col("level_at").alias("char_start"),
            shift_years(field("ref_start"), pl.lit(1)).alias("implied_start"),
            shift_years(field("ref_end"), pl.lit(1)).alias("implied_end"),
            field("ref_kind").alias("implied_basis"),
        )
        .unique(["document", "char_start"], keep="first", maintain_order=True)
    )
    joined = figures.join(told, on=["document", "char_start"], how="left", maintain_order="left")
    takes = (
        pl.col("implied_start").is_not_null()
        & (
            (pl.col("period_source") == "none")
            | (
                (pl.col("implied_basis") != "year")
                & pl.col("period_source").is_in(["paragraph", "section", "document"])
                & (pl.col("implied_end").dt.year() == pl.col("period_end").dt.year())
                & (pl.col("implied_end") <= pl.col("period_end"))
            )
        )
    ).fill_null(False)
    return joined.with_columns(
        pl.when(takes).then(f"implied_{column}").otherwise(f"period_{column}").alias(f"period_{column}")
        for column in ("start", "end", "basis")
    ).drop("implied_start", "implied_end", "implied_basis")


def narrow_months(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Sáu tháng đạt …. Phân bón đạt 140 triệu USD, tăng 6% so với tháng trước": a value of the last month alone."""
    month_on = pl.col("reference").struct.field("ref_relative_month").eq(-1).fill_null(False)
    # "So với tháng trước, 5 nhóm hàng giảm giá, 4 nhóm tăng nhẹ": so many in that month.
    counted = pl.col("unit_code").is_not_null() & ~pl.col("unit_code").is_in([*MONEY, *PERCENT])
    grouped = (pl.col("kind") == "level") & counted
    led_by_month = pl.col("leading").struct.field("ref_relative_month").eq(-1).fill_null(False)
    opened = pl.when(~pl.col("follows")).then(pl.col("compared_first") & led_by_month).forward_fill().over(HERE)
    figures, opened = once(figures, (opened & grouped).fill_null(False))
    figures = without_steps(_in_last_month(figures, opened))
    grown = figures.filter((pl.col("kind") == "change") & pl.col("level_at").is_not_null() & month_on)
    if grown.is_empty():
        return figures
    monthly = grown.select("document", pl.col("level_at").alias("char_start"), pl.lit(True).alias("monthly_")).unique()
    joined = figures.join(monthly, on=["document", "char_start"], how="left", maintain_order="left")
    return _in_last_month(joined, pl.col("monthly_")).drop("monthly_")


def narrow_growths(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Bảy tháng tăng 2,61%. … So với tháng trước, giao thông giảm 0,63%": a growth over the month before is of one month."""
    month = pl.col("period_end").dt.month_start()
    monthly = (
        (pl.col("kind") == "change")
        & (pl.col("reference_start") == month.dt.offset_by("-1mo"))
        & (pl.col("reference_end") == month.dt.offset_by("-1d"))
    )
    # "giá đô la tăng 0,5% so với tháng trước và tăng 2,2% so với cùng kỳ": of the same month, and so is what it compares with.
    joined = pl.col("lead").str.contains(r"(?i)^\s*§*\s*[,;]?\s*(?:và|nhưng|song)?\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
    growths = (pl.col("kind") == "change") & (previous(pl.col("kind")) == "change")
    figures, joined = only_where(figures, growths, joined)
    figures, of_month = once(figures, pl.when(~joined.fill_null(False)).then(monthly).forward_fill().over(HERE))
    figures, start = once(figures, pl.col("period_start"))
    figures, back = once(figures, (pl.col("reference_start") == shift_years(start, pl.lit(-1))).fill_null(False))
    narrowed = _in_last_month(figures, of_month)
    back = back & (pl.col("period_start") != start).fill_null(False)
    then = pl.when(back).then(pl.col("reference_end").dt.month_start()).otherwise("reference_start")
    return without_steps(narrowed.with_columns(then.alias("reference_start")))


def _in_last_month(figures: pl.DataFrame, monthly: pl.Expr) -> pl.DataFrame:
    """Date what is ``monthly`` by the last month of the several that its surroundings name."""
    takes = (
        monthly
        & pl.col("period_source").is_in(["paragraph", "section", "document"])
        & pl.col("period_basis").is_in(["year_to_date", "quarter", "half_year"])
    ).fill_null(False)
    return figures.with_columns(
        pl.when(takes).then(pl.col("period_end").dt.month_start()).otherwise("period_start").alias("period_start"),
        pl.when(takes).then(pl.lit("month")).otherwise("period_basis").alias("period_basis"),
    )


def follow_text(figures: pl.DataFrame) -> pl.DataFrame:
    """Give a headline's figure, whose period nothing near it names, that of the same amount further down.

    "Hải quan thu ngân sách đạt hơn 40.000 tỷ đồng" over a text that says "40.101 tỷ đồng … tính hết tháng 9".
    """
    level = (pl.col("kind") == "level") & pl.col("value").is_not_null() & pl.col("unit_code").is_not_null()
    aim = pl.col("status") == "target"
    here = figures.filter(
        level & (pl.col("segment_no") <= 1) & pl.col("period_source").is_in(["section", "document", "none"])
    ).select(
        "document", "char_start", "unit_code", aim.alias("aim"), pl.col("value").cast(pl.Float64).alias("headline")
    )
    there = figures.filter(
        level
        & pl.col("period_source").is_in(["clause", "sentence"])
        & pl.col("period_start").is_not_null()
        & pl.col("status").is_in(["actual", "estimated", "target"])
    ).select(
        "document",
        "unit_code",
        aim.alias("aim"),
        pl.col("char_start").alias("told_at"),
        pl.col("value").cast(pl.Float64).alias("told"),
        *(pl.col(f"period_{column}").alias(f"told_{column}") for column in ("start", "end", "basis")),
    )
    near = (
        here.join(there, on=["document", "unit_code", "aim"], how="inner")
        .filter(
            # A goal is told again as it is, however small: "phấn đấu 90% hồ sơ".
            pl.when("aim")
            .then(pl.col("told") == pl.col("headline"))
            .otherwise(
                ((pl.col("told") - pl.col("headline")).abs() <= 0.03 * pl.col("headline").abs())
                & (pl.col("headline").abs() >= 100)
            )
            & (pl.col("told_at") > pl.col("char_start"))
        )
        .sort("document", "char_start", "told_at")
        .unique(["document", "char_start"], keep="first", maintain_order=True)
        .drop("unit_code", "aim", "headline", "told", "told_at")
    )
    joined = figures.join(near, on=["document", "char_start"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce(f"told_{column}", f"period_{column}").alias(f"period_{column}")
        for column in ("start", "end", "basis")
    ).drop("told_start", "told_end", "told_basis")


def widen_targets(figures: pl.DataFrame) -> pl.DataFrame:
    """A target whose period only its surroundings name is one for the whole year."""
    takes = (
        (pl.col("status") == "target")
        & pl.col("period_source").is_in(["paragraph", "section", "document"])
        & pl.col("period_basis").is_in(["month", "quarter", "half_year", "year_to_date"])
    ).fill_null(False)
    # "7 tháng tăng 2,6%, thấp hơn mục tiêu 4% Quốc hội giao"
    held = (pl.col("unit_code") == "percent") & pl.col("period_basis").is_in(["half_year", "year_to_date"])
    takes = takes | ((pl.col("status") == "target") & held & held_against_goal()).fill_null(False)
    # "đạt 34,6% kế hoạch năm (4,2 triệu tỷ đồng)", "66% dự toán được giao (5,1 nghìn tỷ đồng)": the plan is the year's;
    # … and so is one far from complete: "đạt 52% kế hoạch (1.000 tỷ đồng)".
    yearly = pl.col("plan_phrase").str.contains(r"(?i)(?:^|\s)(?:năm|dự\s+toán|giao|phấn\s+đấu|pháp\s+lệnh)(?:\s|$)")
    far = (previous(pl.col("kind")) == "plan") & (previous(pl.col("value")).cast(pl.Float64) < _FAR)
    far = far & ~previous(pl.col("lead")).str.contains(r"(?i)(?:^|\s)vượt(?:\s|$)")
    shorter = pl.col("plan_phrase").str.contains(r"(?i)(?:^|\s)(?:tháng|quý|tuần)(?:\s|$)|§")
    takes = takes | (
        pl.col("planned")
        & pl.col("period_basis").is_in(["quarter", "half_year", "year_to_date"])
        & (yearly | far)
        & ~shorter
    ).fill_null(False)
    return figures.with_columns(
        pl.when(takes).then(pl.col("period_end").dt.truncate("1y")).otherwise("period_start").alias("period_start"),
        pl.when(takes)
        .then(pl.col("period_end").dt.truncate("1y").dt.offset_by("1y").dt.offset_by("-1d"))
        .otherwise("period_end")
        .alias("period_end"),
        pl.when(takes).then(pl.lit("year")).otherwise("period_basis").alias("period_basis"),
    )


def close_lists(figures: pl.DataFrame) -> pl.DataFrame:
    """ "doanh thu 5 tỷ đồng và lợi nhuận 2 tỷ đồng trong năm 2021": the period that closes the pair is of both."""
    beside = (
        (pl.col("kind") == "level")
        & (following(pl.col("kind")) == "level")
        & (following(pl.col("unit_code")) == pl.col("unit_code"))
        & following(pl.col("attached_start")).is_not_null()
        & pl.col("attached_start").is_null()
        & ~pl.col("period_source").is_in(["clause", "sentence"])
        & ~pl.col("prior")
        & (pl.col("depth") == 0)
    ).fill_null(False)
    # Few figures stand so: only then the words between them are searched.
    if not figures.select(beside).to_series().any():
        return figures
    takes = (
        beside
        & following(pl.col("lead")).str.contains(r"^[^,;:.()§]{0,60}\svà\s[^,;:.()§]{0,60}$|^\s*và\s[^,;:.()§]{0,60}$")
        & ~following(pl.col("lead")).str.contains(r"(?i)\s(?:đạt|là|từ|lên|xuống|hơn|còn|so|tăng|giảm)\s")
        & following(pl.col("rest")).str.contains(r"^\s*§")
    ).fill_null(False)
    return figures.with_columns(
        pl.when(takes).then(following(pl.col(name))).otherwise(name).alias(name)
        for name in ("period_start", "period_end", "period_basis", "period_source")
    )


def part_from_other_periods(figures: pl.DataFrame) -> pl.DataFrame:
    """Take level_at from growths of another period than the level that the sentences before have told.

    "Năm 2022, sản lượng đạt 40 nghìn tấn. Năm 2023, sản lượng tăng 5%": what grew is not the 40.
    """
    columns = ["start", "end", "basis"]
    levels = figures.filter(pl.col("kind") == "level").select(
        "document",
        pl.col("char_start").alias("level_at"),
        pl.col("segment_no").alias("level_in"),
        *(pl.col(f"period_{column}").alias(f"level_{column}") for column in columns),
    )
    joined = figures.join(levels, on=["document", "level_at"], how="left", maintain_order="left")
    own = pl.col("period_source").is_in(["clause", "sentence"]) & ~pl.col("period_same").fill_null(False)
    at_once = (pl.col("period_basis") == "as_of") | (pl.col("level_basis") == "as_of")
    other = (pl.col("period_end") != pl.col("level_end")) | (
        (pl.col("period_start") != pl.col("level_start")) & ~at_once
    )
    apart = (pl.col("kind") == "change") & (pl.col("level_in") < pl.col("segment_no")) & own & other
    level_at = pl.when(~apart.fill_null(False)).then("level_at")
    return joined.with_columns(level_at.alias("level_at")).drop("level_in", *(f"level_{column}" for column in columns))


def follow_levels(figures: pl.DataFrame) -> pl.DataFrame:
    """Give growths, shares and completions the period of the level they speak of."""
    columns = ["period_start", "period_end", "period_basis"]
    levels = figures.filter(pl.col("kind") == "level").select(
        "document", pl.col("char_start").alias("level_at"), *(pl.col(c).alias(f"level_{c}") for c in columns)
    )
    joined = figures.join(levels, on=["document", "level_at"], how="left", maintain_order="left")
    takes = pl.col("level_period_start").is_not_null()
    return joined.with_columns(pl.when(takes).then(f"level_{c}").otherwise(c).alias(c) for c in columns).drop(
        [f"level_{c}" for c in columns]
    )


def follow_totals(figures: pl.DataFrame) -> pl.DataFrame:
    """Give the parts that a sentence names ("Trong đó, …") the period of their total in the sentence before."""
    columns = ["period_start", "period_end", "period_basis"]
    levels = figures.filter(pl.col("kind") == "level").select(
        "document",
        pl.col("char_start").alias("total_at"),
        pl.col("segment_no").alias("total_in"),
        *(pl.col(column).alias(f"total_{column}") for column in columns),
    )
    joined = figures.join(levels, on=["document", "total_at"], how="left", maintain_order="left")
    basis, of_total = pl.col("period_basis"), pl.col("total_period_basis")
    alike = pl.col("total_unit") == pl.col("unit_code")
    undated_level = (pl.col("kind") == "level") & ~pl.col("period_source").is_in(["clause", "sentence"])
    before = (pl.col("total_in") < pl.col("segment_no")) & pl.col("total_period_start").is_not_null() & undated_level
    beside = (pl.col("total_in") == pl.col("segment_no")) & (pl.col("period_end") == pl.col("total_period_end"))
    # "đến cuối tháng 8 giải ngân đạt 55 nghìn tỷ, gồm cho vay 10 nghìn tỷ": a part of a flow is one too.
    flow = (basis == "as_of") & (of_total == "year_to_date")
    # "đến 20/6 gieo cấy 1.837 nghìn ha, trong đó phía Nam 1.447 nghìn ha": a part of what stands at a time does so too.
    stock = (basis == "year_to_date") & (of_total == "as_of")
    # "Lũy kế có 461 sản phẩm, gồm 368 sản phẩm 3 sao": of all that time.
    summed = (of_total == "year_to_date") & basis.is_in(["month", "quarter"]) & undated_level
    takes = (alike & (before | (beside & (flow | stock | summed)))).fill_null(False)
    # "Trong đó, dầu thô đạt 107 tỷ đồng, giá bình quân 98 USD/thùng": what the sentence adds is of the same time.
    told = pl.when(alike & before).then(pl.struct(f"total_{column}" for column in columns)).forward_fill().over(HERE)
    added = undated_level & told.is_not_null() & ~takes
    return joined.with_columns(
        pl.when(takes)
        .then(f"total_{column}")
        .when(added)
        .then(told.struct.field(f"total_{column}"))
        .otherwise(column)
        .alias(column)
        for column in columns
    ).drop("total_in", *(f"total_{column}" for column in columns))


def keep_plans(figures: pl.DataFrame) -> pl.DataFrame:
    """ "gấp rưỡi cùng kỳ và đạt 60% kế hoạch (13.300 tỷ đồng)": the plan is none of that earlier period."""
    keeps = pl.col("planned") & pl.col("period_same")
    return figures.with_columns(
        *(
            pl.when(keeps).then(f"base_{column}").otherwise(f"period_{column}").alias(f"period_{column}")
            for column in ("start", "end", "basis")
        ),
        (pl.col("period_same") & ~keeps).alias("period_same"),
        pl.when(keeps).then(pl.lit("section")).otherwise("period_source").alias("period_source"),
    )
