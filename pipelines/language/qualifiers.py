"""Bound, status and sign of a figure, from the words around it."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.steps import distinctly, once, without_steps

_SPENT = r"(?i)(?:đạt|vượt|theo|so\s+với|thực\s+hiện|hoàn\s+thành|với|xây\s+dựng|triển\s+khai|ban\s+hành|các|nhiều|cùng|đúng|thành)\s*$"


def _spelled(word: pl.Expr) -> pl.Expr:
    return word.str.to_lowercase().str.replace_all(r"\s+", " ")


def read_bounds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add bound: exact | approx | at_most | at_least | range."""
    words = grammar.vocabulary["cues"].filter(pl.col("kind") == "bound")
    near = _spelled(
        pl.col("lead").str.extract(rf"(?i)(?:{EDGE}|^)({grammar.bound})\s*(?:mức|mốc|con\s+số|ngưỡng)?\s*[\"]?$", 1)
    )
    # "cao hơn mức 5,6%", "vượt 6,5% so với": a comparison, no bound.
    compared = pl.col("lead").str.contains(
        r"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn\s*(?:mức|mốc|con\s+số|ngưỡng)?\s*$"
    )
    compared = compared | ((pl.col("rule") == "beyond") & pl.col("lead").str.contains(r"(?i)vượt\s*$"))
    near = pl.when(~compared.fill_null(False)).then(near)
    limit = _spelled(
        pl.col("lead").str.extract(r"(?i)(tối\s+đa|tối\s+thiểu|ít\s+nhất|không\s+quá)\s+(?:là|đạt|ở\s+mức)\s*$", 1)
    )
    last = pl.coalesce(limit, near)
    figures, last = once(figures, last)
    meaning = last.replace_strict(
        words["cue"].to_list(), words["value"].to_list(), default=None, return_dtype=pl.String
    )
    figures, meaning = once(figures, meaning)
    upward = pl.col("rest").str.contains(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}trở\s+lên")
    downward = pl.col("rest").str.contains(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}trở\s+xuống")
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


def read_status(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add status: actual | estimated | preliminary | forecast | target, carried to the parallel clauses that follow."""
    cues = grammar.vocabulary["cues"].filter(pl.col("kind") == "status")
    # A ministry's name is no plan.
    clause = pl.col("own_clause").str.replace_all(r"(?i)kế\s+hoạch\s+(?:và|&)\s+đầu\s+tư", " ")
    figures, clause = once(figures, clause)
    pattern = rf"(?i)^(.*)(?:{EDGE}|^)({grammar._cues('status')}){END}"
    figures, (word, ahead, done) = distinctly(
        figures,
        clause,
        _spelled(clause.str.extract(rf"(?i).*(?:{EDGE}|^)({grammar._cues('status')}){END}", 1)),
        clause.str.extract(pattern, 1),
        clause.str.contains(r"(?i)(?:^|[^\p{L}])(?:đã|thực\s+hiện|kết\s+quả|hiện\s+có|hiện\s+nay)(?:[^\p{L}]|$)"),
    )
    spent = (
        ahead.str.contains(_SPENT)
        & ~ahead.str.contains(r"(?i)(?:^|[^\p{L}])(?:cần|phải|phấn\s+đấu)[^\p{L}]")
        & word.is_in(["kế hoạch", "mục tiêu", "chỉ tiêu"])
    )
    # "số vốn đăng ký đạt": capital registered, not a promise.
    spent = spent | (ahead.str.contains(r"(?i)vốn\s*$") & (word == "đăng ký đạt"))
    figures, spent = once(figures, spent)
    meaning = pl.when(~spent.fill_null(False)).then(
        word.replace_strict(cues["cue"].to_list(), cues["value"].to_list(), default=None, return_dtype=pl.String)
    )
    announced = pl.col("lead").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|phấn\s+đấu)[^.;:,]{0,60}:|^[\s*-]*(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s+\p{L}+){0,3}\s+§+\s*,"
    )
    as_planned = pl.col("rest").str.contains(
        r"(?i)^\s*(?:theo|như)\s+(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s|$)"
    )
    own = (
        pl.when(pl.col("planned") | as_planned)
        .then(pl.lit("target"))
        .when(pl.col("prior"))
        .then(pl.lit("actual"))
        .when(announced & ~done)
        .then(pl.lit("target"))
        .when(meaning.is_not_null())
        .then(meaning)
        .when(done)
        .then(pl.lit("actual"))
    )
    carried = (
        pl.when(pl.col("prior") | pl.col("planned") | pl.col("attached_start").is_not_null() & meaning.is_null())
        .then(None)
        .otherwise(own)
    )
    figures, told = once(figures, own)
    return without_steps(
        figures.with_columns(told.alias("own_status"), carried.alias("carrying")).with_columns(
            pl.coalesce("own_status", pl.col("carrying").forward_fill().over(HERE), pl.lit("actual")).alias("status")
        )
    )


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
