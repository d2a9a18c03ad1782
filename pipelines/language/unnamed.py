"""Figures whose clause names nothing: what leads the list, the sentence before, and what stands around name them."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.generic_labels import JUDGED
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import BILLION, MONEY
from pipelines.language.phrases import spelled
from pipelines.language.pointed import counted_again
from pipelines.language.sequence import previous, running
from pipelines.language.steps import distinctly, once, only_where

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")
_AMOUNT = _LEVEL & _UNIT.is_in(MONEY)
#: Measures that say nothing of what they measure.
_WHOLE = r"(?i)^(?:tổng|tổng\s+(?:số|cộng|mức)|trị\s+giá|giá\s+trị|kim\s+ngạch)$"
#: A lead of nothing but verbs, bounds, statuses and periods.
_NAMELESS = r"(?i)^[\s\"*(\\-]*(?:(?:chỉ|mới|hiện|trạng|riêng|tính|chung|lũy|luỹ|kế|ước|tính|cả|trong|đến|hết|ước|đón|đạt|là|còn|phấn|đấu|mục|tiêu|dự|kiến|báo|thực|hiện|con|số|này|đã|tăng|giảm|lên|xuống|sẽ|mức|khoảng|gần|hơn|trên|và|khả|năng|nhiều|,|:|toàn)\s*|§+\s*)+$"


def name_unnamed(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill the labels of figures whose clause names nothing from what leads the list, the sentence before, and around."""
    named, parts = _introduced(figures, grammar)
    named = counted_again(named)
    named = named.with_columns(_weighed_before(grammar).alias("weighed_before"))
    # "Vốn đầu tư đạt …, bao gồm: vốn địa phương …. Tính chung 8 tháng đạt": what goes on is the total.
    named, whole = once(named, _LEVEL & ((parts & pl.col("follows")).pipe(running) == 0))
    # "con số này là 103.026 lao động": the count told last of the same things, not of a part of them.
    alike = pl.when(whole & pl.col("unit_word").is_not_null() & ~_UNIT.is_in(MONEY)).then("label")
    named, told_alike = once(named, alike.forward_fill().over("document", "unit_word"))
    named = named.with_columns(_counted_on(whole).alias("counted_on_from"))
    return (
        # A caption without a figure may stand between.
        named.join_asof(_last_labels(named, whole), on="segment_no", by="document", tolerance=2, check_sortedness=False)
        .join(_first_of_units(named, whole), on=[*HERE, "unit_code"], how="left", maintain_order="left")
        .with_columns(_of_sentence_before(told_alike).alias("label"))
        .with_columns(_of_text_around(grammar).alias("label"))
        .with_columns(pl.coalesce("label", _other_value()).alias("label"))
        .drop("weighed_before", "counted_on", "counted_on_from")
    )


def _counted_on(whole: pl.Expr) -> pl.Expr:
    """ "Dân số năm 2019 là 98.400 người. Dự báo: - Đến năm 2025: khoảng 104.000 người": what was counted so last."""
    told = _LEVEL & whole & ~pl.col("counted_on") & (pl.col("depth") == 0) & pl.col("label").is_not_null()
    named = pl.struct(pl.col("label").alias("name"), pl.col("unit_code").alias("unit"), "segment_no")
    last = pl.when(told).then(named).forward_fill().over("document").struct
    near = pl.col("segment_no") - last.field("segment_no")
    near = pl.when("follows").then(near == 0).otherwise(near.is_between(1, 4))
    return pl.when(pl.col("counted_on") & near & (last.field("unit") == _UNIT)).then(last.field("name"))


def _weighed_before(grammar: Grammar) -> pl.Expr:
    """ "xuất khẩu gạo đạt 6 triệu tấn. Cao nhất là tháng 7 với 700 nghìn tấn": what was weighed in that unit last."""
    weighed = _LEVEL & _UNIT.is_in([*grammar.measuring_units, "visitor"]) & (pl.col("depth") == 0)
    told = pl.when(weighed & pl.col("label").is_not_null()).then(pl.struct(pl.col("label").alias("name"), "segment_no"))
    last = told.forward_fill().over("document", "unit_code").struct
    near = (pl.col("segment_no") - last.field("segment_no")).is_between(0, 2)
    alone = pl.col("thing").is_null() | (pl.col("thing").str.to_lowercase() == pl.col("unit_word").str.to_lowercase())
    return pl.when(weighed & near & alone).then(last.field("name"))


def _first_of_units(named: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    """label_of_unit: what each segment measures first in each unit, for the one after it."""
    told = named.filter(_LEVEL & whole & (pl.col("depth") == 0) & pl.col("per_code").is_null())
    return (
        told.drop_nulls(["label", "unit_code"])
        .group_by([*HERE, "unit_code"], maintain_order=True)
        .agg(pl.col("label").first().alias("label_of_unit"))
        .with_columns(pl.col("segment_no") + 1)
    )


def _other_value() -> pl.Expr:
    """ "đạt 4% hoặc dưới 4%": the name of the value before it."""
    other = pl.col("lead").str.contains(r"(?i)^\s*(?:hoặc|hay)(?:\s+(?:là|dưới|trên|hơn|gần|khoảng|thấp|cao))*\s*$")
    return pl.when(_LEVEL & pl.col("follows") & other).then(pl.col("label").forward_fill().over(HERE))


def _introduced(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Add unnamed, let what leads a list name its figures; return as well where parts of a whole begin."""
    parts = pl.col("lead").str.contains(rf"(?i){EDGE}(?:{grammar._cues('breakdown')}){END}")
    figures, (unnamed, parts) = distinctly(figures, "lead", pl.col("lead").str.contains(_NAMELESS), parts)
    # "Riêng tháng 11 có 1.070 cuộc": of those told before.
    bare = pl.col("thing").str.to_lowercase() == pl.col("unit_word").str.to_lowercase()
    has = r"(?i)^\s*(?:(?:chỉ|riêng|trong|tính)\s+)*§+,?\s+(?:đã\s+|chỉ\s+)?(?:có|xảy\s+ra|ghi\s+nhận)(?:\s+(?:khoảng|gần|hơn|trên|thêm))?\s*$"
    figures, (has_only,) = distinctly(figures, "lead", pl.col("lead").str.contains(has))
    unnamed = unnamed | (has_only & bare).fill_null(False)
    # "Đến năm 2025: khoảng 104.000 người": so many of those counted before.
    again = unnamed & bare & ~pl.col("follows") & pl.col("lead").str.contains("§", literal=True)
    again = again.fill_null(False)
    # "12.450 hộ (8,9%) năm 2016 xuống còn 4.120 hộ"
    lowers = r"(?i)^\s*\)?\s*(?:,\s*)?(?:§+\s*,?\s*)?(?:và\s+)?(?:đã\s+)?(?:(?:tăng|giảm|nâng)\s+)?(?:lên|xuống|còn)(?:\s+(?:còn|tới|đến|mức|gần|hơn))*\s*$"
    after_bracket = (previous(pl.col("depth")) == 1) & (previous(previous(pl.col("kind"))) == "level")
    figures, reaches = only_where(figures, bare & after_bracket, pl.col("lead").str.contains(lowers))
    reaches = reaches.fill_null(False)
    figures, (words,) = distinctly(figures, "thing", pl.col("thing").str.count_matches(r"\S+"))
    # "4,5% là mức cao": of the rate told before.
    judged = (_UNIT == "percent") & pl.col("own").is_null() & pl.col("rest").str.contains(JUDGED)
    named = figures.with_columns(
        ((_LEVEL & (unnamed | judged.fill_null(False))) | pl.col("pointing") | pl.col("place").is_not_null()).alias(
            "unnamed"
        ),
        (_LEVEL & (again | reaches) & ~pl.col("pointing") & (pl.col("intro").is_null() | reaches)).alias("counted_on"),
    )
    introduced = (
        (pl.col("unnamed") | pl.col("own").is_null())
        & _LEVEL
        & pl.col("intro").is_not_null()
        & (pl.col("thing").is_null() | (words <= 2))
        & ~pl.col("follows")
    )
    return named.with_columns(pl.when(introduced).then("intro").otherwise("label").alias("label")), parts


def _last_labels(named: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    """label_before and rate_before: what each segment ends with, for the one after it."""
    rate = pl.when(pl.col("kind").is_in(["level", "share"]) & (_UNIT == "percent"))
    # "Kim ngạch tháng 4 đạt 31 tỷ USD. Tháng 5 đạt 32 tỷ USD, trong đó khu vực A 8 tỷ USD": of the exports, not of a part.
    told = pl.when(whole & _LEVEL).then("label").forward_fill().over("document").shift(1).over("document")
    named, told = once(named, told)
    named, parted = once(named, (_LEVEL & ~whole).any().over(HERE))
    goes_on = whole & parted & pl.col("unnamed") & pl.col("label").is_null() & ~pl.col("follows")
    last = pl.coalesce(
        pl.when(whole).then(pl.when(goes_on).then(told).otherwise("label")).forward_fill().over(HERE),
        pl.when(_LEVEL).then("label"),
        # "Hóa chất tăng 1,5%. Ước tính sáu tháng đạt": a growth names the subject as well.
        pl.when(pl.col("names_subject") & (pl.col("kind") == "change")).then("own_label"),
    )
    return (
        named.select(
            *HERE,
            last.alias("label_before"),
            pl.when(_LEVEL).then(pl.concat_str(["unit_code", "per_code"], ignore_nulls=True)).alias("unit_before"),
            # "đặt vé qua mạng chiếm 20% doanh thu. Tỷ lệ này tăng lên 30%": of a share, what has it.
            rate.then(pl.coalesce("label", "own_label")).forward_fill().over("document").alias("rate_before"),
        )
        .filter(pl.col("label_before").is_not_null() | pl.col("rate_before").is_not_null())
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
        .sort(HERE)
    )


def _of_sentence_before(told_alike: pl.Expr) -> pl.Expr:
    """The label, or what the sentence before names."""
    # "Doanh thu bán lẻ đạt …. Quý I, tổng mức đạt": of what was told before.
    again = pl.col("label_before").str.to_lowercase().str.starts_with(pl.col("label").str.to_lowercase())
    bare = _LEVEL & ~pl.col("follows") & pl.col("label").str.contains(_WHOLE) & _UNIT.is_in(MONEY)
    of_before = pl.when(again).then("label_before").otherwise(pl.format("{} {}", "label", "label_before"))
    return pl.coalesce(
        pl.when(bare).then(of_before),
        "counted_on_from",
        "label",
        # "Tỷ lệ này": the rate told last, whatever stands between.
        pl.when("pointing").then(pl.when(_UNIT == "percent").then("rate_before").otherwise(told_alike)),
        # "Tháng 7 đạt 4,6 nghìn tỷ đồng, sản lượng 0,69 triệu tấn. 7 tháng đạt 36 nghìn tỷ đồng": of the money.
        pl.when(pl.col("unnamed") & (pl.col("unit_before") != _UNIT) & pl.col("per_code").is_null()).then(
            "label_of_unit"
        ),
        pl.when("unnamed").then("label_before"),
    )


def _of_text_around(grammar: Grammar) -> pl.Expr:
    """The label, or what stands around names: the bracket, the figures beside it, the context."""
    # "Chương trình cho vay nhà ở xã hội (120.000 tỷ đồng): có 34 tỉnh …"
    in_bracket = _AMOUNT & ~pl.col("follows") & pl.col("lead").str.contains(r"^[^,;:().]{8,90}\(\s*$")
    opened_by = reveal(spelled(pl.col("opened_by")))
    large = _UNIT.is_null() & (pl.col("scale") >= BILLION)
    measure = _LEVEL & (_UNIT.is_in([*MONEY, "percent"]) | large)
    return pl.coalesce(
        "label",
        pl.when(in_bracket).then(opened_by),
        pl.when(_LEVEL).then(pl.col("label").forward_fill().over(HERE)),
        pl.when(_AMOUNT).then(pl.col("own_label").backward_fill().over(HERE)),
        pl.when(measure).then(pl.coalesce(opened_by, reveal(pl.col("context")), reveal(pl.col("thing")))),
        "weighed_before",
        pl.when(_LEVEL & _UNIT.is_in(grammar.measuring_units)).then(reveal(pl.col("thing"))),
        # "So với cùng kỳ năm 2021 (812 ca mắc), …": what was counted then.
        pl.when(_LEVEL & pl.col("prior") & pl.col("counted").fill_null(False)).then(reveal(pl.col("thing"))),
    )
