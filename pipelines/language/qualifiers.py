"""Bound and sign of a figure, from the words around it."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.steps import distinctly, without_steps
from pipelines.language.text import spelled_word


def read_bounds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add bound: exact | approx | at_most | at_least | range."""
    words = grammar.vocabulary["cues"].filter(pl.col("kind") == "bound")
    lead = pl.col("lead")
    near = spelled_word(
        lead.str.extract(rf"(?i)(?:{EDGE}|^)({grammar.bound})\s*(?:mức|mốc|con\s+số|ngưỡng)?\s*[\"]?$", 1)
    )
    # "cao hơn mức 5,6%", "vượt 6,5% so với": a comparison, no bound.
    compared = lead.str.contains(
        r"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít|chậm|nhanh|mạnh|yếu|kém)\s+hơn\s*$|\p{L}\s+hơn\s+(?:mức|mốc|con\s+số|ngưỡng)\s*$"
    )
    limit = spelled_word(
        lead.str.extract(r"(?i)(tối\s+đa|tối\s+thiểu|ít\s+nhất|không\s+quá)\s+(?:là|đạt|ở\s+mức)\s*$", 1)
    )
    figures, (near, compared, limit, beyond) = distinctly(
        figures, "lead", near, compared, limit, lead.str.contains(r"(?i)vượt\s*$")
    )
    compared = compared | ((pl.col("rule") == "beyond") & beyond)
    near = pl.when(~compared.fill_null(False) | near.str.starts_with("không ")).then(near)
    near = pl.when(~((near == "trên") & _on_them(lead)).fill_null(False)).then(near)
    meaning = pl.coalesce(limit, near).replace_strict(
        words["cue"].to_list(), words["value"].to_list(), default=None, return_dtype=pl.String
    )
    figures, (upward, downward) = distinctly(
        figures,
        "rest",
        pl.col("rest").str.contains(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}trở\s+lên"),
        pl.col("rest").str.contains(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}trở\s+xuống"),
    )
    return without_steps(
        figures.with_columns(
            pl.when("range_low")
            .then(pl.lit("range"))
            .when(upward)
            .then(pl.lit("at_least"))
            .when(downward)
            .then(pl.lit("at_most"))
            .otherwise(meaning.fill_null("exact"))
            .alias("bound")
        )
    )


def _on_them(lead: pl.Expr) -> pl.Expr:
    """Whether "trên" tells where or on whom, and no bound."""
    # "phủ sóng trên 63 tỉnh": in all of them; there are no more.
    whole = (pl.col("unit_code") == "province") & pl.col("raw").is_in(["34", "61", "63", "64"])
    # "bán trên 2 sàn", "thí điểm trên 4 lĩnh vực": where; but "có trên 4 nền tảng".
    on_them = (
        pl.col("raw").str.contains(r"^0?\d$")
        & pl.col("right").str.contains(
            r"(?i)^\s(?:sàn|nền\s+tảng|hệ\s+thống|lĩnh\s+vực|phương\s+diện|kênh|trục|tuyến|mặt\s+trận)(?:\s|[.,;)]|$)"
        )
        & ~lead.str.contains(r"(?i)(?:^|\s)(?:có|đạt|là|với|gồm|hiện|khoảng|thêm|được|lên|hút|nước)\s+trên\s*$")
    )
    # "khảo sát trên 502 hộ": so many were asked; not "theo khảo sát, trên 85% số hộ".
    asked = pl.col("raw").str.contains(r"^\d[\d.]*[1-9]$") & (pl.col("unit_code") != "percent")
    asked = asked & lead.str.contains(
        r"(?i)(?:khảo\s+sát|điều\s+tra|phỏng\s+vấn|nghiên\s+cứu|thử\s+nghiệm)(?:\s+[^\s,]+){0,6}\s+trên\s*$"
    )
    return whole | on_them | asked


def read_signs(figures: pl.DataFrame) -> pl.DataFrame:
    """Add negative: the figure is below zero ("(-205)", "âm 340 tỷ", a deficit)."""
    minus = (
        (pl.col("kind") != "change")
        & pl.col("left").str.contains(r"(?:[(:]|\s)\s*[-−–]$")
        & ~pl.col("left").str.contains(r"^\s*[-−–]\s*$")
        & ~pl.col("range_high")
    )
    words = pl.col("left").str.contains(r"(?i)(?:^|[^\p{L}])âm\s+$")
    return figures.with_columns((minus | words).fill_null(False).alias("negative"))
