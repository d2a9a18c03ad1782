"""Rows for growth that is stated in words alone, tied to a level or to a dated reference."""

from __future__ import annotations

from typing import Literal

import polars as pl

from pipelines.language.comparisons import date_references
from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.keys import stable_key
from pipelines.language.left_phrases import left_phrases
from pipelines.language.links import STANDALONE
from pipelines.language.mask import reveal
from pipelines.language.numbers import NUMBER

#: What is told of a change, in figures or in words.
CHANGE_COLUMNS = (
    *("document", "segment_no", "char_start", "char_end", "raw", "ordinal", "change_key", "indicator_code", "label"),
    *("observation_char_start", "direction", "amount", "amount_high", "half_digit", "amount_unit"),
    *("period_start", "period_end", "reference_start", "reference_end", "bound", "sentence", "rule"),
)

#: After a count, "có 7 nhóm hàng tăng giá so với tháng trước": what those counted do is no growth of their number.
_COUNTED = (
    r"(?i)^(?:\s*(?:/|trên|trong)[^,;.()\d]{0,16}\d+)?\s+(?:nhóm|mặt\s+hàng|ngành|lĩnh\s+vực|địa\s+phương|tỉnh|thành\s+phố"
    r"|huyện|quận|thị\s+trường|quốc\s+gia|nước|chỉ\s+số|chỉ\s+tiêu|loại|sản\s+phẩm|khu\s+vực|nền\s+kinh\s+tế|mã|cổ\s+phiếu)"
    r"(?:\s+[\p{L}-]+){0,9}\s*$"
)

_COMPARED = r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít|tốt|kém|khá|nhỉnh|nhích)\s+hơn"


def _nearest(
    rows: pl.DataFrame, others: pl.DataFrame, at: str, others_at: str, side: Literal["backward", "forward"]
) -> pl.DataFrame:
    """``rows`` with the columns of the nearest of ``others`` before or after it in its segment."""
    others = others.sort(*HERE, others_at)
    return rows.join_asof(others, left_on=at, right_on=others_at, by=list(HERE), strategy=side, check_sortedness=False)


def _levels(figures: pl.DataFrame) -> pl.DataFrame:
    rows = figures.filter((pl.col("kind") == "level") & ~STANDALONE & ~pl.col("converted"))
    return rows.select(
        *HERE, pl.col("char_start").alias("level_at"), pl.col("char_end").alias("level_end_at"), "paren", "prior", "from_value", "rest",
        pl.col("label").alias("level_label"), pl.col("indicator_code").alias("level_code"), pl.col("period_start").alias("level_start"), pl.col("period_end").alias("level_end"), pl.col("period_basis").alias("level_basis"),
    ).sort(*HERE, "level_at")  # fmt: skip


def _statements(words: pl.DataFrame, figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The words of growth: those found in the text and the comparisons that are growth ("cao hơn năm 2020")."""
    told = mentions.filter((pl.col("part") == "reference") & pl.col("text").str.contains(_COMPARED)).select(
        *HERE,
        "char_start",
        "char_end",
        pl.col("text").alias("words"),
        pl.when(pl.col("text").str.contains(r"^(?:thấp|nhỏ|ít|kém)"))
        .then(pl.lit("down"))
        .otherwise(pl.lit("up"))
        .alias("direction"),
    )
    # "cao hơn 0,4 triệu tấn", "cao hơn cùng kỳ khoảng 500 đồng": the numeral states it.
    counted = figures.filter(pl.col("kind") == "change").select(
        *HERE, pl.col("char_start").alias("counted_at"), pl.col("rule").alias("counted_by")
    )
    return (
        pl.concat([words, told])
        .sort(*HERE, "char_start")
        .pipe(_nearest, counted, "char_end", "counted_at", "forward")
        .filter(
            ~(
                (
                    (pl.col("counted_at") - pl.col("char_end") <= 1)
                    # "vốn tăng lên 1%", "giá tăng từ 5 – 8%": so does the growth to it that is one by an amount.
                    & pl.col("words").str.contains(
                        r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn$|\s(?:lên|xuống|từ|còn|khoảng)$"
                    )
                )
                | (
                    (pl.col("counted_at") - pl.col("char_end") <= 9)
                    & (pl.col("counted_by") == "beyond")
                    & pl.col("words").str.contains(r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn\s")
                )
            ).fill_null(False)
        )
        .drop("counted_at", "counted_by")
    )


def _around(placed: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Lend a "cùng kỳ" whose sentence states no level the period of the level before it."""
    # Where the sentence states no level, the level before it tells which period "cùng kỳ" goes back from.
    nearest = levels.filter(pl.col("level_start").is_not_null()).select(
        "document",
        pl.col("level_at").alias("around_at"),
        pl.col("level_start").alias("around_start"),
        pl.col("level_end").alias("around_end"),
    )
    placed = placed.sort("document", "char_start").join_asof(
        nearest.sort("document", "around_at"),
        left_on="char_start",
        right_on="around_at",
        by="document",
        strategy="backward",
        check_sortedness=False,
    )
    back = pl.col("named") & pl.col("governing_reference").struct.field("ref_same").fill_null(False)
    return placed.with_columns(
        pl.when(back & pl.col(f"period_{end}").is_null())
        .then(f"around_{end}")
        .otherwise(f"period_{end}")
        .alias(f"period_{end}")
        for end in ("start", "end")
    )


def _references(placed: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Add reference_start and reference_end: the stated period, or that of the earlier value beside it."""
    earlier = levels.filter(
        pl.col("from_value") | pl.col("prior") | (pl.col("level_start") < pl.col("level_end"))
    ).select(
        *HERE,
        pl.col("level_at").alias("earlier_at"),
        pl.col("level_start").alias("earlier_start"),
        pl.col("level_end").alias("earlier_end"),
        pl.col("prior").alias("earlier_prior"),
        pl.col("from_value").alias("earlier_from"),
    )
    placed = date_references(placed).sort(*HERE, "char_end")
    placed = _nearest(placed, earlier, "char_end", "earlier_at", "forward")
    later = earlier.filter("earlier_prior").select(
        *HERE,
        pl.col("earlier_at").alias("later_at"),
        pl.col("earlier_start").alias("later_start"),
        pl.col("earlier_end").alias("later_end"),
    )
    placed = _nearest(placed, later, "char_end", "later_at", "forward")
    # "còn 73%, giảm từ 78% năm 2020": since that year.
    risen = pl.col("words").str.contains(r"\stừ(?: mức)?$") & (pl.col("observation_char_start") == pl.col("level_at"))
    risen = (risen & (pl.col("earlier_end") < pl.col("level_end"))).fill_null(False)
    close = (pl.col("earlier_at") - pl.col("char_end") < 20) & (
        pl.col("earlier_from") | pl.col("earlier_prior") | pl.col("against") | risen
    )
    # "Năm 2010 sản lượng là 480 nghìn tấn, năm 2020 tăng lên 547 nghìn tấn": from that year.
    since = (
        pl.col("reaches")
        & pl.col("words").str.contains(r"\s(?:lên|xuống|còn)$")
        & (pl.col("observation_char_start") == pl.col("next_at"))
        & (pl.col("own").is_null() | ~pl.col("headed"))
        & (pl.col("lead").str.len_chars() < 60)
        & pl.col("lead").str.contains(r"[,;][^,;]*§")
        & (pl.col("level_end") < pl.col("next_start"))
    )
    return placed.with_columns(
        *(
            pl.coalesce(
                pl.when(close).then(f"earlier_{end}"),
                pl.when(pl.col("reaches") & (pl.col("later_at") > pl.col("next_at"))).then(f"later_{end}"),
                f"reference_{end}",
                pl.when(since).then(f"level_{end}"),
            ).alias(f"reference_{end}")
            for end in ("start", "end")
        )
    )


def word_changes(
    words: pl.DataFrame, figures: pl.DataFrame, mentions: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar
) -> pl.DataFrame:
    """Return the STG_CHANGES rows of growths in words (see `find_word_changes`); those tied to nothing are left out."""
    levels = _levels(figures)
    placed = _among_levels(_statements(words, figures, mentions), levels)
    placed = _nearest(placed, _compared(mentions), "char_start", "reference_at", "forward")
    placed = left_phrases(_with_text(placed, segments), grammar)
    against = pl.col("words").str.contains(_COMPARED) & pl.col("words").str.contains(
        r"(?:tỷ\s+trọng|mức|con\s+số|tỷ\s+lệ)$"
    )
    # "chiếm 25%, thấp hơn mức tỷ trọng 26%": what a share is compared with is of no level.
    of_share = against & (pl.col("words").str.contains(r"(?:trọng|lệ)$") | pl.col("lead").str.contains(r"\d"))
    placed = placed.with_columns(pl.when(~of_share).then("level_at").alias("level_at"), against.alias("against"))
    placed = _references(_around(_tied_to_level(placed), levels), levels)
    # "tăng cao hơn so với năm 2015" is one statement.
    kept = (
        placed.filter(_told())
        .sort(*HERE, "char_start")
        .filter((pl.col("char_start") >= pl.col("char_end").shift(1).over(HERE)).fill_null(True))
    )
    return _rows(kept, figures)


def _among_levels(statements: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Add the level before (level_at …) and the level after (next_at …) each statement in its segment."""
    values = levels.filter(~pl.col("prior") & ~pl.col("from_value"))
    after = values.select(
        *HERE,
        pl.col("level_at").alias("next_at"),
        pl.col("level_label").alias("next_label"),
        pl.col("level_code").alias("next_code"),
        pl.col("level_start").alias("next_start"),
        pl.col("level_end").alias("next_end"),
    )
    placed = _nearest(statements, values, "char_start", "level_at", "backward")
    return _nearest(placed, after, "char_end", "next_at", "forward")


def _compared(mentions: pl.DataFrame) -> pl.DataFrame:
    """What growth may be compared with: reference_at and governing_reference."""
    # "thấp so với dự toán năm 2013": a plan is compared with as well.
    compared = (pl.col("part") == "reference") | ((pl.col("part") == "plan") & pl.col("start").is_not_null())
    kept = {"start": "ref_start", "end": "ref_end", "same_period": "ref_same", "year": "ref_year", "kind": "ref_kind"}
    return mentions.filter(compared).select(
        *HERE,
        pl.col("char_start").alias("reference_at"),
        pl.struct(pl.col(old).alias(new) for old, new in kept.items()).alias("governing_reference"),
    )


def _with_text(placed: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Add lead, after and follows, as figures have them; reaches ("tăng lên") and named (a comparison stands close by)."""
    placed = placed.join(
        segments.select(*HERE, pl.col("char_start").alias("base"), "masked", "stored"),
        on=HERE,
        how="left",
        maintain_order="left",
    )
    masked, base = pl.col("masked").str, pl.col("base")
    lead = pl.coalesce(
        masked.slice(pl.col("level_end_at") - base, pl.col("char_start") - pl.col("level_end_at")),
        masked.slice(0, pl.col("char_start") - base),
    )
    named = pl.col("reference_at").is_not_null() & (pl.col("reference_at") < pl.col("char_end") + 24)
    return placed.with_columns(
        lead.alias("lead"),
        masked.slice(pl.col("char_end") - base, 40).alias("after"),
        pl.col("level_at").is_not_null().alias("follows"),
        pl.col("words").str.contains(r"\s(?:từ|lên|xuống)(?:\s|$)|\s(?:còn|về)$").alias("reaches"),
        named.alias("named"),
    )


def _tied_to_level(placed: pl.DataFrame) -> pl.DataFrame:
    """Add observation_char_start, label, indicator_code and the period: of the level before, or of the one it leads to."""
    own = pl.col("own").is_not_null() & pl.col("headed")
    risen = _risen(own)
    backward = ~pl.col("reaches") & ~own & pl.col("level_at").is_not_null() | risen
    # "giảm từ mức 8% với kỳ hạn 5 đến 30 năm xuống 3%": the value left behind stands between.
    far = pl.when(pl.col("words").str.contains(r"\stừ(?:\s|$)")).then(95).otherwise(60)
    near = pl.col("next_at").is_not_null() & (pl.col("next_at") - pl.col("char_end") < far)
    forward = (pl.col("reaches") | _alike() | _came_to()) & ~risen & near
    ahead = pl.when(forward)
    return placed.with_columns(
        ahead.then("next_at").when(backward).then("level_at").alias("observation_char_start"),
        ahead.then("next_label").when(backward).then("level_label").otherwise(reveal(pl.col("own"))).alias("label"),
        ahead.then("next_code").when(backward).then("level_code").alias("indicator_code"),
        ahead.then("next_start").otherwise("level_start").alias("period_start"),
        ahead.then("next_end").otherwise("level_end").alias("period_end"),
        pl.when("named").then("governing_reference").alias("governing_reference"),
    )


def _alike() -> pl.Expr:
    """ "tương đương năm trước với 3,2 tỷ USD": the value that is alike comes after."""
    return pl.col("words").str.contains(r"^(?:tương|xấp|ngang)") & pl.col("after").str.contains(
        r"^[^,;.]{0,20}(?:là|với|đạt|ở\s+mức)(?:\s+(?:trên|gần|hơn|khoảng))*\s*\d"
    )


def _risen(own: pl.Expr) -> pl.Expr:
    """ "đạt 86,5%, tăng từ 62% đầu năm 2019": the value right after is the earlier one, nothing is reached after it."""
    return (
        pl.col("words").str.contains(r" từ(?: mức)?$")
        & ~own
        & pl.col("level_at").is_not_null()
        & (pl.col("next_at") - pl.col("char_end") <= 12)
    ).fill_null(False)


def _came_to() -> pl.Expr:
    """ "lợi nhuận giảm phân nửa, còn 30 tỷ đồng": the value that it came to."""
    return (
        pl.col("words").str.contains(r"gấp|nửa")
        & pl.col("level_at").is_null()
        & pl.col("after").str.contains(r"^\s*,\s*(?:chỉ\s+)?(?:còn|đạt|lên|xuống|về)(?:\s+\p{Ll}+){0,2}\s*\d")
    )


def _told() -> pl.Expr:
    """Whether a statement is tied to a level or a period, and its words are those of a growth."""
    # "thấp hơn mức 60% của Thái Lan": at the same time, no growth.
    apart = (pl.col("against") & (pl.col("reference_end") == pl.col("level_end"))).fill_null(False)
    tied = pl.col("observation_char_start").is_not_null() & ~pl.col("against")
    tied = tied | (pl.col("reference_start").is_not_null() & ~apart)
    # "tăng 8,4%, tương đương cùng kỳ": one growth is like the other.
    likened = pl.col("words").str.contains(r"^(?:tương|xấp|ngang)") & pl.col("lead").str.contains(
        r"(?i)(?:tăng|giảm)(?:\s+\p{Ll}+){0,3}\s+[\d.,]+\s*%\s*[,(]\s*$"
    )
    # "mức sụt giảm chỉ còn 5%": the fall itself is less.
    slower = pl.col("lead").str.contains(r"(?i)(?:^|\s)(?:mức|tốc\s+độ|đà|nhịp\s+độ)(?:\s+\p{Ll}+)?\s*$") & pl.col(
        "reaches"
    )
    tied = tied & ~(pl.col("lead").str.contains(_COUNTED) | likened | slower).fill_null(False)
    own_text = pl.col("masked").str.slice(
        pl.col("char_start") - pl.col("base"), pl.col("char_end") - pl.col("char_start")
    )
    worded = own_text.str.contains("§")
    inside = pl.col("reference_at") < pl.col("char_end")
    return tied & (pl.col("reaches") | (pl.col("named") & (inside | ~worded)) | ~worded)


def _rows(kept: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The rows of STG_CHANGES."""
    keys = figures.select("document", "document_key").unique()
    whole = pl.lit(None, NUMBER)
    return (
        kept.join(keys, on="document", how="left", maintain_order="left")
        .with_columns(
            pl.col("stored")
            .str.slice(pl.col("char_start") - pl.col("base"), pl.col("char_end") - pl.col("char_start"))
            .alias("raw"),
            pl.lit(0, pl.Int64).alias("ordinal"),
            stable_key(pl.col("document_key"), pl.col("char_start"), pl.lit("words")).alias("change_key"),
            whole.alias("amount"),
            whole.alias("amount_high"),
            whole.alias("half_digit"),
            pl.lit(None, pl.String).alias("amount_unit"),
            pl.lit("exact").alias("bound"),
            pl.col("stored").str.strip_chars().alias("sentence"),
            pl.lit("words").alias("rule"),
        )
        .select(CHANGE_COLUMNS)
    )
