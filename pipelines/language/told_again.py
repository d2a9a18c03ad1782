"""Growths of values that the sentences before have told: "1.112 vụ tai nạn. So với cùng kỳ, số vụ tăng 174 vụ"."""

from __future__ import annotations

from typing import Literal

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY, PERCENT, printed_number
from pipelines.language.sequence import previous
from pipelines.language.steps import once, only_where, without_steps

#: What opens the name of a count, whose value is told as so many of the things: "số người chết", "518 người chết".
_NUMBER_OF = r"^(?:tổng )?số (?:lượng )?"

#: How many sentences on a count is still spoken of.
_FAR = 3


#: Measures that any level may have: volume and value.
_GENERAL = r"(?i)^\s*về\s+(?:mặt\s+)?(?:trị\s+giá|giá\s+trị|(?:số|sản|khối)?\s*lượng|kim\s+ngạch|số(?:\s+và)?\s*(?:[,;.)]|$))(?:[^\p{L}]|$)"


def named_after(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Let "88% kế hoạch doanh thu", "50% về doanh số" speak of the level that this measure names, in this sentence or the last."""
    measure = pl.col("rest").str.extract(
        r"(?i)^\s*(?:về\s+|(?:so\s+với\s+)?(?:kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu|dự\s+toán)\s+(?:về\s+)?)(?:(?:tổng\s+)?số\s+)?(\p{L}+\s+\p{L}+)",
        1,
    )
    asked = figures.with_columns(
        pl.when(pl.col("kind").is_in(["change", "plan"]) & ~pl.col("rest").str.contains(_GENERAL))
        .then(measure)
        .str.to_lowercase()
        .alias("measure_"),
        pl.int_range(pl.len()).alias("order_"),
    )
    levels = (
        figures.filter(real_level & (pl.col("depth") == 0))
        .select(
            "document",
            pl.col("char_start").alias("named_at"),
            pl.col("segment_no").alias("named_in"),
            # "số lao động", "lao động": one measure.
            pl.col("own_label")
            .str.extract(r"(?i)^(?:(?:tổng\s+)?số\s+)?(\S+\s+\S+)", 1)
            .str.to_lowercase()
            .alias("measure_"),
        )
        .drop_nulls("measure_")
        .sort("document", "named_at")
    )
    found = (
        asked.select("document", "measure_", "char_start", "segment_no", "order_")
        .sort("document", "char_start")
        .join_asof(
            levels,
            left_on="char_start",
            right_on="named_at",
            by=["document", "measure_"],
            strategy="backward",
            check_sortedness=False,
        )
        .sort("order_")
    )
    near = (found["segment_no"] - found["named_in"]).is_between(0, 1)
    named_at = found.select(pl.when(near).then("named_at")).to_series()
    named = figures.with_columns(pl.coalesce(named_at.alias("named_at"), "level_at").alias("level_at"))
    return _told_again(named, real_level & (pl.col("depth") == 0))


def named_as_restated(figures: pl.DataFrame) -> pl.DataFrame:
    """ "đạt 70,9 triệu (72 thuê bao/100 dân), tăng 4% so với cùng kỳ (68,2 triệu)": what was measured then is what is now."""
    planned = pl.col("lead").str.contains(r"(?i)(?:dự\s+toán|kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu)[^,;]*$")
    again = pl.col("prior") & ~pl.col("names_subject") & (pl.col("kind") == "level") & ~planned
    if not figures.select(again.any()).item():
        return figures
    names = ("label", "indicator_code", "indicator_kind")
    real = (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & pl.col("names_subject")
    last = pl.when(real).then(pl.struct(names)).forward_fill().over([*HERE, "unit_code"])
    figures, told = once(figures, pl.when(again & pl.col("unit_code").is_not_null()).then(last))
    said = told.is_not_null()
    return without_steps(
        figures.with_columns(pl.when(said).then(told.struct.field(name)).otherwise(name).alias(name) for name in names)
    )


def of_same_number(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Quốc hội giao chỉ tiêu lạm phát 4%. … không nên giữ bằng được con số 4%": what that number was of."""
    asked = (pl.col("kind") == "level") & pl.col("lead").str.contains(
        r"(?i)(?:^|\s)(?:với|giữ|cho|được|đạt|ở|về|vượt|quanh|trên|dưới)\s+(?:con\s+số|mức)\s*$"
        r"|^\W*(?:với\s+)?mục\s+tiêu(?:\s+(?:dưới|trên|khoảng))?\s*$"
    )
    figures, asked = once(figures, asked.fill_null(False))
    if not figures.select(asked.any()).item():
        return without_steps(figures)
    alike = ["document", "raw", "unit_code"]
    told = pl.when(~asked & pl.col("kind").is_in(["level", "change"])).then("label").forward_fill().over(alike)
    # "lạm phát ở mức 4%" names it itself.
    own = pl.col("lead").str.contains(r"(?i)^\W*(?:với|tôi|nếu|không|khó|để|và|thì|mục)\s|giữ\s[^,;]*$") & ~pl.col(
        "follows"
    )
    figures, told = once(figures, pl.when(asked & own & pl.col("scale").is_null()).then(told))
    return without_steps(figures.with_columns(pl.coalesce(told, "label").alias("label")))


def of_totals(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Let "1.125 vụ, gồm 512 vụ A, 321 vụ B và 292 vụ C, giảm 4% so với tháng trước" grow as a whole, where no part has."""
    level = real_level & (pl.col("depth") == 0)
    alike = (pl.col("unit_code") == pl.col("unit_code").pipe(previous)) & (pl.col("kind").pipe(previous) == "level")
    opens = level & alike & pl.col("lead").str.contains(r"(?i)^[^,;:()]*,\s*(?:bao\s+)?gồm\s*:?\s*$")
    if not figures.select(opens.fill_null(False)).to_series().any():
        return figures
    # "gồm 512 cuộc lừa đảo (Phishing), 321 cuộc mã độc (Malware)"
    joins = pl.col("lead").str.replace_all(r"\([^()\d]*\)", " ")
    goes_on = level & alike & joins.str.contains(r"(?i)^[^,;:()§]*(?:,|;|\svà)\s*$")
    figures, opens = once(figures, opens.fill_null(False))
    figures, goes_on = once(figures, goes_on.fill_null(False))
    total = pl.when(opens).then(pl.col("char_start").pipe(previous))
    # Through the parts that follow one another, up to the last, after "và".
    running = pl.when(~goes_on).then(pl.coalesce(total, pl.lit(-1))).forward_fill().over(HERE)
    # The last stands after "và", or its value makes the parts as much as the whole.
    figures, parts = once(figures, pl.when(opens | goes_on).then(printed_number(pl.col("raw"))))
    told = pl.when(opens).then(printed_number(pl.col("raw").pipe(previous))).forward_fill().over(HERE)
    all_told = (parts.fill_null(0).cum_sum().over(HERE) - told).abs() < 0.001 * told
    last = goes_on & (pl.col("lead").str.contains(r"(?i)\svà\s*$") | all_told.fill_null(False))
    whole: pl.Expr = pl.when(last & (running >= 0)).then(
        pl.struct(pl.col("char_start").alias("part"), running.alias("whole"))
    )
    figures, whole = once(figures, whole.forward_fill().over(HERE))
    compared = (pl.col("kind") == "change") & (pl.col("level_at") == whole.struct.field("part"))
    compared = compared & pl.col("unit_code").is_in([*PERCENT, "times"]) & pl.col("compared_next")
    level_at = pl.when(compared.fill_null(False)).then(whole.struct.field("whole")).otherwise("level_at")
    return without_steps(figures.with_columns(level_at.alias("level_at")))


def _told_again(figures: pl.DataFrame, is_level: pl.Expr) -> pl.DataFrame:
    """Let changes without a level (null level_at) speak of the level of the same name told shortly before.

    A measure is looked for in the sentence before; a count in the last few, by its name or by its unit alone. What a
    rate names itself ("7,2% số người chết") is that of its own sentence first.
    """
    name = pl.col("own_label").str.to_lowercase()
    change = pl.col("kind") == "change"
    silent = change & pl.col("level_at").is_null() & (pl.col("depth") == 0)
    percent = change & pl.col("unit_code").is_in(PERCENT)
    # "So với cùng kỳ giảm 5,1% số vụ, tăng 2 người chết": what fell stands after the growth.
    figures, after = only_where(figures, (silent | percent) & name.is_null(), _named_next())
    figures, named = once(figures, percent & after.is_not_null())
    asks = (silent & pl.coalesce(name, after).is_not_null()) | named
    asking = figures.select(*HERE, "char_start", asks.alias("asks"), pl.coalesce(name, after).alias("own_"))
    asking = asking.filter("asks")
    counting = asking.filter(pl.col("own_").str.contains(_NUMBER_OF))
    counting = counting.with_columns(
        pl.col("own_")
        .str.replace(_NUMBER_OF, "")
        .str.replace(r"^(?:ca )?mắc(?: mới| bệnh)?$|^ca bệnh$|^trường hợp$", "ca")
    )
    brief = counting.with_columns(pl.col("own_").str.extract(r"^((?:vụ|ca|người) \S+)")).drop_nulls("own_")
    levels = figures.filter(is_level & pl.col("own_label").is_not_null())
    found = [_told(asking, levels, name, 1)]
    things = levels.join(counting, on="document", how="semi")
    unit = pl.col("unit_word").str.to_lowercase().str.extract(r"^(\S+)", 1)
    thing = name.str.replace(_NUMBER_OF, "")
    # "số tử vong": of "3 ca tử vong".
    what = thing.str.replace(r"^(?:ca|trường hợp|bệnh nhân|người) ", "")
    for far in range(_FAR + 1):
        found += [
            _told(counting, things, thing, far),
            # "8.384 vụ tai nạn giao thông. … số vụ tai nạn giảm 10,7%": by its first words.
            _told(counting, things, thing.str.extract(r"^(\S+ \S+ \S+) ", 1), far),
            _told(counting, things, what, far),
            _told(brief, things, thing.str.extract(r"^(\S+ \S+)", 1), far),
            _told(counting, things, unit, far, "first"),
        ]
    # Of what is told in several sentences the nearest counts, of the things that share a unit the first.
    nearest = pl.concat(found).unique(["document", "char_start"], keep="first", maintain_order=True)
    again = figures.join(nearest, on=["document", "char_start"], how="left", maintain_order="left")
    # "số vụ tăng 174 vụ (18,55%)": the growth in the bracket is of the same.
    bracketed = change & pl.col("lead").str.contains(r"^[\p{L}\s]{0,24}\(\s*(?:tăng|giảm|[-+])?\s*$")
    level_at = pl.coalesce(
        pl.when(named).then("again_at"),
        "level_at",
        "again_at",
        pl.when(bracketed).then(pl.col("again_at").pipe(previous)),
    )
    return without_steps(again.with_columns(level_at.alias("level_at")).drop("again_at"))


def _named_next() -> pl.Expr:
    """The name of the count whose growth stands before it: "số người chết" of "7,2% số người chết", of "2 người chết"."""
    told = (
        pl.col("rest")
        .str.to_lowercase()
        .str.extract(r"^\s*(?:về )?((?:tổng )?số (?:lượng )?\p{L}+(?: \p{L}+){0,3})", 1)
    )
    thing = pl.col("rest").str.extract(r"^( [\p{L} ]+)", 1)
    goes_on = pl.col("lead").str.contains(
        r"(?i)^\s*\)?\s*(?:so\s+với\s+)?(?:§+\s*)?[,;]?\s*(?:và\s+)?(?:tăng|giảm)\s*$|^\s*\)?\s*(?:[,;]|và|[,;]\s*và)\s*$"
    )
    counted = pl.when(goes_on & ~pl.col("unit_code").is_in([*MONEY, *PERCENT, "times"])).then(
        pl.concat_str(pl.lit("số "), "unit_word", thing, ignore_nulls=True).str.to_lowercase()
    )
    named = pl.coalesce(told, counted)
    return named.str.replace(r"\s(?:và|so|trong|nhưng|còn|thì|đã|đều)(?:\s.*)?$", "").str.strip_chars()


def _told(
    asking: pl.DataFrame, levels: pl.DataFrame, name: pl.Expr, far: int, keep: Literal["first", "last"] = "last"
) -> pl.DataFrame:
    """document, char_start of those ``asking``, and again_at: the level of that ``name`` so ``far`` sentences before."""
    told = levels.select(
        "document", pl.col("segment_no") + far, name.alias("own_"), pl.col("char_start").alias("again_at")
    )
    last = told.unique(["document", "segment_no", "own_"], keep=keep, maintain_order=True)
    found = asking.join(last, on=[*HERE, "own_"], maintain_order="left").select("document", "char_start", "again_at")
    return found.filter(pl.col("again_at") < pl.col("char_start"))
