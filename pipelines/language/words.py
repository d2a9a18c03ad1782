"""Rows for growth that is stated in words alone, tied to a level or to a dated reference."""

from __future__ import annotations

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

_COMPARED = r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít|tốt|kém)\s+hơn"


def _levels(figures: pl.DataFrame) -> pl.DataFrame:
    rows = figures.filter((pl.col("kind") == "level") & ~STANDALONE & ~pl.col("converted"))
    return rows.select(
        *HERE, pl.col("char_start").alias("level_at"), pl.col("char_end").alias("level_end_at"), "paren", "prior", "from_value", "rest",
        pl.col("label").alias("level_label"), pl.col("indicator_code").alias("level_code"), pl.col("period_start").alias("level_start"), pl.col("period_end").alias("level_end"), pl.col("period_basis").alias("level_basis"),
    ).sort(*HERE, "level_at")  # fmt: skip


def _statements(words: pl.DataFrame, figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The words of growth: those found in the text and the comparisons that are growth ("cao hơn năm 2020")."""
    by = list(HERE)
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
    counted = (
        figures.filter(pl.col("kind") == "change")
        .select(*HERE, pl.col("char_start").alias("counted_at"), pl.col("rule").alias("counted_by"))
        .sort(*HERE, "counted_at")
    )
    return (
        pl.concat([words, told])
        .sort(*HERE, "char_start")
        .join_asof(
            counted, left_on="char_end", right_on="counted_at", by=by, strategy="forward", check_sortedness=False
        )
        .filter(
            ~(
                (
                    (pl.col("counted_at") - pl.col("char_end") <= 1)
                    & pl.col("words").str.contains(r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn$")
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
    by = list(HERE)
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
    placed = placed.join_asof(
        earlier.sort(*HERE, "earlier_at"),
        left_on="char_end",
        right_on="earlier_at",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )
    later = earlier.filter("earlier_prior").select(
        *HERE,
        pl.col("earlier_at").alias("later_at"),
        pl.col("earlier_start").alias("later_start"),
        pl.col("earlier_end").alias("later_end"),
    )
    placed = placed.join_asof(
        later.sort(*HERE, "later_at"),
        left_on="char_end",
        right_on="later_at",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )
    close = (pl.col("earlier_at") - pl.col("char_end") < 20) & (
        pl.col("earlier_from") | pl.col("earlier_prior") | pl.col("against")
    )
    return placed.with_columns(
        *(
            pl.coalesce(
                pl.when(close).then(f"earlier_{end}"),
                pl.when(pl.col("reaches") & (pl.col("later_at") > pl.col("next_at"))).then(f"later_{end}"),
                f"reference_{end}",
            ).alias(f"reference_{end}")
            for end in ("start", "end")
        )
    )


def word_changes(
    words: pl.DataFrame, figures: pl.DataFrame, mentions: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar
) -> pl.DataFrame:
    """Return the STG_CHANGES rows of growths in words (see `find_word_changes`); those tied to nothing are left out."""
    levels = _levels(figures)
    by = list(HERE)
    ordered = _statements(words, figures, mentions)
    before = levels.filter(~pl.col("prior") & ~pl.col("from_value"))
    placed = ordered.join_asof(
        before, left_on="char_start", right_on="level_at", by=by, strategy="backward", check_sortedness=False
    )
    after = levels.filter(~pl.col("prior")).select(
        *HERE,
        pl.col("level_at").alias("next_at"),
        pl.col("from_value").alias("next_from"),
        pl.col("level_label").alias("next_label"),
        pl.col("level_code").alias("next_code"),
        pl.col("level_start").alias("next_start"),
        pl.col("level_end").alias("next_end"),
    )
    target = after.filter(~pl.col("next_from"))
    placed = placed.join_asof(
        target.sort(*HERE, "next_at"),
        left_on="char_end",
        right_on="next_at",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )
    # "thấp so với dự toán năm 2013": a plan is compared with as well.
    compared = (pl.col("part") == "reference") | ((pl.col("part") == "plan") & pl.col("start").is_not_null())
    references = mentions.filter(compared).select(
        *HERE, pl.col("char_start").alias("reference_at"),
        pl.struct(pl.col("start").alias("ref_start"), pl.col("end").alias("ref_end"), pl.col("same_period").alias("ref_same"), pl.col("year").alias("ref_year"), pl.col("kind").alias("ref_kind")).alias("governing_reference"),
    )  # fmt: skip
    placed = placed.join_asof(
        references.sort(*HERE, "reference_at"),
        left_on="char_start",
        right_on="reference_at",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )
    placed = placed.join(
        segments.select(*HERE, pl.col("char_start").alias("base"), "masked", "stored"),
        on=HERE,
        how="left",
        maintain_order="left",
    )
    reaches = pl.col("words").str.contains(r"\s(?:từ|lên|xuống)(?:\s|$)")
    named = pl.col("reference_at").is_not_null() & (pl.col("reference_at") < pl.col("char_end") + 24)
    lead = pl.coalesce(
        pl.col("masked").str.slice(
            pl.col("level_end_at") - pl.col("base"), pl.col("char_start") - pl.col("level_end_at")
        ),
        pl.col("masked").str.slice(0, pl.col("char_start") - pl.col("base")),
    )
    placed = placed.with_columns(
        lead.alias("lead"),
        pl.col("masked").str.slice(pl.col("char_end") - pl.col("base"), 40).alias("after"),
        pl.col("level_at").is_not_null().alias("follows"),
        reaches.alias("reaches"),
        named.alias("named"),
    )
    placed = left_phrases(placed, grammar)
    own = pl.col("own").is_not_null() & pl.col("headed")
    against = pl.col("words").str.contains(r"^(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn") & pl.col("words").str.contains(
        r"(?:tỷ\s+trọng|mức|con\s+số|tỷ\s+lệ)$"
    )
    placed = placed.with_columns(pl.when(~against).then("level_at").alias("level_at"), against.alias("against"))
    backward = ~pl.col("reaches") & ~own & pl.col("level_at").is_not_null()
    alike = pl.col("words").str.contains(r"^(?:tương|xấp|ngang)") & pl.col("after").str.contains(
        r"^[^,;.]{0,20}(?:là|với|đạt|ở\s+mức)(?:\s+(?:trên|gần|hơn|khoảng))*\s*\d"
    )
    # "đạt 86,5%, tăng từ 62% đầu năm 2019": the value right after is the earlier one, and nothing is reached after it.
    risen = (
        pl.col("words").str.ends_with(" từ")
        & ~own
        & pl.col("level_at").is_not_null()
        & (pl.col("next_at") - pl.col("char_end") <= 12)
    ).fill_null(False)
    backward = backward | risen
    forward = (
        (pl.col("reaches") | alike)
        & ~risen
        & pl.col("next_at").is_not_null()
        & (pl.col("next_at") - pl.col("char_end") < 60)
    )
    placed = placed.with_columns(
        pl.when(forward).then("next_at").when(backward).then("level_at").alias("observation_char_start"),
        pl.when(forward)
        .then("next_label")
        .when(backward)
        .then("level_label")
        .otherwise(reveal(pl.col("own")))
        .alias("label"),
        pl.when(forward).then("next_code").when(backward).then("level_code").alias("indicator_code"),
        pl.when(forward).then("next_start").otherwise("level_start").alias("period_start"),
        pl.when(forward).then("next_end").otherwise("level_end").alias("period_end"),
        pl.when("named").then("governing_reference").alias("governing_reference"),
    )
    placed = _references(_around(placed, levels), levels)
    tied = pl.col("observation_char_start").is_not_null() | pl.col("reference_start").is_not_null()
    worded = (
        pl.col("masked")
        .str.slice(pl.col("char_start") - pl.col("base"), pl.col("char_end") - pl.col("char_start"))
        .str.contains("§")
    )
    inside = pl.col("reference_at") < pl.col("char_end")
    kept = placed.filter(tied & (pl.col("reaches") | (pl.col("named") & (inside | ~worded)) | ~worded))
    # "tăng cao hơn so với năm 2015" is one statement.
    kept = kept.sort(*HERE, "char_start").filter(
        (pl.col("char_start") >= pl.col("char_end").shift(1).over(HERE)).fill_null(True)
    )
    return _rows(kept, figures)


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
