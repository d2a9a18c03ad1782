"""Labels that are a name alone: the measure of it is the one told just before, of others."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import BILLION, MONEY
from pipelines.language.sequence import sentences_since
from pipelines.language.steps import distinctly, once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_WORD = r"(?:\p{Lu}[\p{L}.&]*|sông|của)"
#: "Nhật Bản", "châu Á - Thái Bình Dương", "huyện Hòa Vang", "thị trường EU".
_NAME = (
    r"^(?:(?:thị trường|châu|khu vực|tỉnh|thành phố|quận|huyện|thị xã|vùng|nước|đồng bằng|miền|xã|phường) )*"
    rf"\p{{Lu}}[\p{{L}}.&]*(?:(?: - | ){_WORD}){{0,4}}$"
)
#: A name at the end of a measure.
_OWNER = r"\s+(?:(?:của|tại|ở|sang|từ|thị trường|khu vực|tỉnh|huyện)\s+)*(?:châu\s+)?\p{Lu}[\p{L}.&]*(?:\s+\p{Lu}[\p{L}.&]*){0,4}$"
_FAR = 1


def as_measured_before(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "doanh thu ở nước ngoài đạt 2.860 tỷ đồng. Góp nhiều nhất là Nhật Bản với 1.573 tỷ, châu Âu 401 tỷ": of each market."""
    label = pl.col("label")
    measured = label.str.contains(
        rf"(?i)^(?:tổng\s+)?(?:số\s+)?(?:{grammar.measures}|{grammar.flows}|{grammar.ratios}|thị\s+phần|số|lượng)\s"
    )
    base = label.str.replace(_OWNER, "").str.replace(r"(?i)\s+(?:tương\s+ứng\s+)?của\s+(?:nhóm|khối)\s.*$", "")
    figures, (named, measured, base) = distinctly(
        figures, "label", label.str.contains(_NAME), measured, pl.when(base.str.contains(" ", literal=True)).then(base)
    )
    # "châu Âu 401 tỷ": of the currency told before.
    unit = pl.col("unit_code")
    amount = pl.when(unit.is_null()).then(pl.col("scale") >= BILLION).otherwise(unit.is_in([*MONEY, "percent"]))
    asked = _LEVEL & amount & named & ~pl.col("prior") & (pl.col("depth") == 0)
    figures, asked = once(figures, asked.fill_null(False))
    if not figures.select(asked.any()).item():
        return without_steps(figures)
    told = pl.struct(base.alias("name"), "segment_no", pl.col("unit_code").alias("unit"))
    # What is measured otherwise between ends it, what is counted does not.
    last = pl.when(_LEVEL & ~asked & (pl.col("depth") == 0) & pl.col("unit_code").is_in([*MONEY, "percent"])).then(
        pl.struct(pl.when(measured).then(told).alias("told"), pl.lit(True).alias("any"))
    )
    before = last.forward_fill().over("document").struct.field("told")
    near = sentences_since(before).is_between(0, _FAR) & (
        before.struct.field("unit") == pl.coalesce("unit_code", before.struct.field("unit"))
    )
    lent = pl.when(asked & near).then(pl.format("{} {}", before.struct.field("name"), "label"))
    return without_steps(figures.with_columns(pl.coalesce(lent, "label").alias("label")))


def as_supposed(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Nếu gộp cả nợ đã bán, con số là 8,6%": the measure told before, and what is counted with it, from there on."""
    told = pl.col("lead").str.extract(
        r"(?i)(?:^|[\s,])nếu\s+((?:chỉ\s+)?(?:gộp|tính|kể|cộng|xét)(?:\s+(?:cả|thêm|riêng))?\s+[^,;:§]{3,150}?),?\s+(?:thì\s+)?con\s+số\s[^,;:]*$",
        1,
    )
    figures, told = only_where(figures, pl.col("lead").str.contains("con số", literal=True), reveal(told))
    if not figures.select(told.is_not_null().any()).item():
        return without_steps(figures)
    stated = pl.struct(told.alias("what"), pl.col("label").alias("of"))
    figures, last = once(figures, pl.when(told.is_not_null()).then(stated).forward_fill().over(HERE))
    same = last.struct.field("of") == pl.col("label")
    label = pl.when(same).then(pl.format("{} {}", "label", last.struct.field("what")))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))
