"""Growths of several things told in turn: each in an amount with its percentage, or all of them once more in other units."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import PERCENT
from pipelines.language.sequence import following, previous, previous_value, running
from pipelines.language.steps import once, only_where, without_steps

_AND = r"\s*(?:,|và|,\s*và)\s*(?:khoảng|gần|hơn|trên)?\s*$"
_JOINT = rf"(?i)^{_AND}"
#: "…, tương đương": growths once more.
TELLS_AGAIN = r"(?i)^\s*(?:so\s+với\s+(?:dự\s+toán|kế\s+hoạch)[^,;()§]{0,20})?,\s*(?:tương\s+đương|tương\s+ứng|hay|tức)(?:\s+(?:với|là|mức|khoảng|gần|hơn|tăng|giảm|thêm|lần\s+lượt))*\s*$"


def grown_in_turn(figures: pl.DataFrame) -> pl.DataFrame:
    """Let all amounts of a list be growths: "tăng lần lượt 120 ha (4%) và 35 ha (2,5%)", "tăng lần lượt 12 và 9 trạm"."""
    lead = pl.col("lead").str
    figures, joint = only_where(
        figures, pl.col("kind").is_in(["level", "mention"]), lead.contains(rf"(?i)^\s*\)?{_AND}")
    )
    figures, goes_on = once(figures, joint.fill_null(False) | lead.contains(r"^\s*\(\s*[+-]?\s*$"))
    figures, run = once(figures, (~goes_on).pipe(running))
    first = {name: pl.col(name).first().over(*HERE, run) for name in ("kind", "direction", "rule", "unit_code", "lead")}
    in_turn = first["lead"].str.contains(r"(?i)(?:lần\s+lượt|tương\s+ứng)[^,;:()]{0,30}$")
    # "lần lượt bằng 83% và 87% so với cùng kỳ" are percentages of then, as their run tells.
    grown = (
        (first["kind"] == "change")
        & (first["rule"] != "percent_of")
        & (first["unit_code"] == pl.col("unit_code"))
        & in_turn
    )
    figures, grown = once(figures, (joint & grown).fill_null(False))
    return _as_changes(figures, grown, first["direction"])


def told_again_in_turn(figures: pl.DataFrame) -> pl.DataFrame:
    """Let "tăng 12% và 9%, tương đương 340 và 210 triệu USD" be two growths told twice, in percent and in amount."""
    lead = pl.col("lead").str
    listed = (previous_value("kind") == "change") & previous_value("lead").str.contains(_JOINT)
    figures, again = only_where(figures, pl.col("kind").is_in(["level", "change"]) & listed, lead.contains(TELLS_AGAIN))
    other = pl.col("unit_code").is_in(PERCENT) != previous_value("unit_code").is_in(PERCENT)
    figures, again = once(figures, (again & other).fill_null(False))
    last = (pl.col("kind") == "level") & lead.contains(_JOINT) & previous(again)
    figures, last = once(figures, last.fill_null(False))
    direction = pl.when(again).then(previous_value("direction")).otherwise(previous_value("direction").pipe(previous))
    return _as_changes(figures, again | last, direction)


def _as_changes(figures: pl.DataFrame, grown: pl.Expr, direction: pl.Expr) -> pl.DataFrame:
    return without_steps(
        figures.with_columns(
            pl.when(grown).then(pl.lit("change")).otherwise("kind").alias("kind"),
            pl.when(grown).then(direction).otherwise("direction").alias("direction"),
            pl.when(grown).then(pl.lit("parallel")).otherwise("rule").alias("rule"),
        )
    )


def grows_itself() -> pl.Expr:
    """ "sản lượng tăng 8%; tổn thất điện năng 4,1%, giảm 0,3%": what grows itself is no growth."""
    grows = following(pl.col("lead")).str.contains(r"(?i)^\s*,\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
    return (grows & (following(pl.col("unit_code")) == "percent")).fill_null(False)
