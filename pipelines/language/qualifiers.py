"""Bound, status and sign of a figure, from the words around it."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.sequence import carried, opening
from pipelines.language.steps import distinctly, once, only_where, without_steps

_SPENT = r"(?i)(?:đạt|vượt|theo|so\s+với|thực\s+hiện|hoàn\s+thành|với|xây\s+dựng|triển\s+khai|ban\s+hành|các|nhiều|cùng|đúng|thành)\s*$"


def _spelled(word: pl.Expr) -> pl.Expr:
    return word.str.to_lowercase().str.replace_all(r"\s+", " ")


def read_bounds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add bound: exact | approx | at_most | at_least | range."""
    words = grammar.vocabulary["cues"].filter(pl.col("kind") == "bound")
    lead = pl.col("lead")
    near = _spelled(lead.str.extract(rf"(?i)(?:{EDGE}|^)({grammar.bound})\s*(?:mức|mốc|con\s+số|ngưỡng)?\s*[\"]?$", 1))
    # "cao hơn mức 5,6%", "vượt 6,5% so với": a comparison, no bound.
    compared = lead.str.contains(r"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn\s*(?:mức|mốc|con\s+số|ngưỡng)?\s*$")
    limit = _spelled(lead.str.extract(r"(?i)(tối\s+đa|tối\s+thiểu|ít\s+nhất|không\s+quá)\s+(?:là|đạt|ở\s+mức)\s*$", 1))
    figures, (near, compared, limit, beyond) = distinctly(
        figures, "lead", near, compared, limit, lead.str.contains(r"(?i)vượt\s*$")
    )
    compared = compared | ((pl.col("rule") == "beyond") & beyond)
    near = pl.when(~compared.fill_null(False)).then(near)
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


def read_status(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add status: actual | estimated | preliminary | forecast | target, carried to the parallel clauses that follow."""
    cues = grammar.vocabulary["cues"].filter(pl.col("kind") == "status")
    # A ministry's name is no plan.
    clause = pl.col("own_clause").str.replace_all(r"(?i)kế\s+hoạch\s+(?:và|&)\s+đầu\s+tư", " ")
    figures, (clause,) = distinctly(figures, "own_clause", clause)
    figures, (word, done) = distinctly(
        figures,
        clause,
        _spelled(clause.str.extract(rf"(?i).*(?:{EDGE}|^)({grammar._cues('status')}){END}", 1)),
        clause.str.contains(r"(?i)(?:^|[^\p{L}])(?:đã|thực\s+hiện|kết\s+quả|hiện\s+có|hiện\s+nay)(?:[^\p{L}]|$)"),
    )
    # What stands before a plan, or a promise, tells whether it is one.
    planned = word.is_in(["kế hoạch", "mục tiêu", "chỉ tiêu"])
    registered = word == "đăng ký đạt"
    figures, ahead = only_where(
        figures,
        planned | registered,
        clause.str.extract(rf"(?i)^(.*)(?:{EDGE}|^)({grammar._cues('status')}){END}", 1),
    )
    spent = (
        ahead.str.contains(_SPENT) & ~ahead.str.contains(r"(?i)(?:^|[^\p{L}])(?:cần|phải|phấn\s+đấu)[^\p{L}]") & planned
    )
    # "số vốn đăng ký đạt": capital registered, not a promise.
    spent = spent | (ahead.str.contains(r"(?i)vốn\s*$") & registered)
    figures, spent = only_where(figures, ahead.is_not_null(), spent)
    meant = word.replace_strict(cues["cue"].to_list(), cues["value"].to_list(), default=None, return_dtype=pl.String)
    figures, meaning = once(figures, pl.when(~spent.fill_null(False)).then(meant))
    announced = pl.col("lead").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|phấn\s+đấu)[^.;:,]{0,60}:|^[\s*-]*(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s+\p{L}+){0,3}\s+§+\s*,"
    )
    figures, (announced,) = distinctly(figures, "lead", announced)
    as_planned = pl.col("rest").str.contains(
        r"(?i)^\s*(?:theo|như)\s+(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch|dự\s+toán)(?:\s|$)"
    )
    figures, (as_planned,) = distinctly(figures, "rest", as_planned)
    told = (
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
    figures, own = once(figures, told)
    figures, first = once(figures, opening())
    carrying = (
        pl.when(pl.col("prior") | pl.col("planned") | pl.col("attached_start").is_not_null() & meaning.is_null())
        .then(None)
        .otherwise(own)
    )
    figures = figures.with_columns(own.alias("own_status"), carrying.alias("carrying"))
    status = pl.coalesce("own_status", carried("carrying", pl.lit(True), first), pl.lit("actual"))
    return without_steps(figures.with_columns(status.alias("status")))


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
