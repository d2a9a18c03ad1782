"""What the sentence has told last before each figure: that it speaks of now, of the plan of which period, of what was before."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.sequence import following, in_order, previous


def with_now_before(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Return ``figures``, in order, with now_at: where "hiện nay", "đến nay" stands last before a level of its sentence."""
    now = mentions.filter(
        (pl.col("kind") == "relative_point")
        & pl.col("text").str.contains(
            r"^(?:bình quân |trung bình |tại |vào )?(?:hiện|(?:thời điểm|lúc) (?:hiện|này)|(?:tính |cho |lũy kế |luỹ kế |cộng dồn )*(?:đến|tới) (?:nay|giờ|hiện|thời|lúc)|trước kia)"
        )
    )
    figures = in_order(figures, *HERE, "char_start")
    told = _last_before(figures, now.select(*HERE, "char_start", pl.col("char_start").alias("now_at")))
    return figures.with_columns(pl.when(pl.col("kind") == "level").then(told["now_at"]).alias("now_at"))


def with_plan_before(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Return ``figures``, which are in order, with plan_start, plan_end, plan_basis: "kế hoạch cả năm (90.000 lao động)"."""
    plans = mentions.filter((pl.col("part") == "plan") & pl.col("end").is_not_null())
    columns = {f"plan_{name}": pl.col(name) for name in ("start", "end", "basis")}
    return figures.hstack(_last_before(figures, plans.select(*HERE, "char_start", **columns)).select(*columns))


def _last_before(figures: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """One row a figure: the columns of the row of ``told`` that stands last before it in its sentence."""
    return figures.select(*HERE, "char_start").join_asof(
        told.sort(*HERE, "char_start"), on="char_start", by=list(HERE), strategy="backward", check_sortedness=False
    )


def still_aimed() -> pl.Expr:
    """ "phấn đấu giải ngân đến 31/12 đạt 90%, đến hết 31/1 năm sau đạt 98%": later than what was striven for before."""
    strives = pl.col("own_clause").str.contains(r"(?i)(?:^|\s)(?:phấn\s+đấu|quyết\s+tâm)(?:\s|$)")
    strives = pl.when(strives).then(True).forward_fill().over(HERE).pipe(previous)
    later = (pl.col("period_basis") == "as_of") & (pl.col("period_end") > previous(pl.col("period_end")))
    return (strives & later & ~pl.col("own_clause").str.contains(r"(?i)(?:^|\s)đã\s")).fill_null(False)


def from_now() -> pl.Expr:
    """ "từ 21% hiện nay nâng lên 25%": what is now the first value, and none of the one that it is raised to."""
    comes_from = pl.col("lead").str.contains(r"(?:^|\s)từ(?:\s+(?:khoảng|gần|hơn|trên|mức))*\s*$")
    return (comes_from & (following(pl.col("now_at")) > pl.col("char_start"))).fill_null(False)


def of_then() -> pl.Expr:
    """ "ước đạt 35,6% (năm 2021: 34,8%)", "phấn đấu nâng từ 40% năm 2020 lên": an earlier value, told as one."""
    opens = r"(?i)^[^();]*\(\s*(?:trong\s+|của\s+)?§+\s*(?::|là|đạt|có|chỉ\s+đạt|chỉ\s+là)?\s*$"
    told, ends = (pl.col("depth") > 0) & pl.col("lead").str.contains(opens), pl.col("period_end")
    since = (pl.col("period_source") == "clause") & pl.col("lead").str.contains(
        r"\stừ(?:\s+(?:khoảng|gần|hơn|mức))*\s*$"
    )
    return (((told | since) & (ends < previous(ends))) | (since & (ends < following(ends)))).fill_null(False)


def held_against_goal() -> pl.Expr:
    """ "tăng 2,6%, thấp xa so với mục tiêu cả năm dưới 4%": whether it is the goal that something is held against."""
    return pl.col("lead").str.contains(
        r"(?i)\s(?:hơn|xa|so\s+với)\s+(?:mức\s+)?(?:mục|chỉ)\s+tiêu(?:\s+[\p{Ll}§]+){0,3}\s*$"
    )
