"""From settled figures to the rows of the staging tables."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.indicators import code_labels
from pipelines.language.keys import stable_key
from pipelines.language.links import STANDALONE
from pipelines.language.mask import reveal
from pipelines.language.measures import BILLION
from pipelines.language.numbers import NUMBER
from pipelines.language.words import CHANGE_COLUMNS, word_changes

_ROLES = ["level", "change", "share", "plan", "rank", "denominator", "duration", "mention"]


def tables_of(
    documents: pl.DataFrame,
    segments: pl.DataFrame,
    numerals: pl.DataFrame,
    names: pl.DataFrame,
    mentions: pl.DataFrame,
    figures: pl.DataFrame,
    words: pl.DataFrame,
    grammar: Grammar,
) -> dict[str, pl.DataFrame]:
    """Return every staging table but documents and quarantine, with exactly the declared columns."""
    figures = _demote(figures)
    ledger = _ledger(numerals, names, mentions, figures)
    context = documents.select("document", "document_key")
    figures = figures.drop([name for name, dtype in figures.schema.items() if isinstance(dtype, pl.Struct)])
    sentences = segments.select(*HERE, pl.col("stored").str.strip_chars().alias("sentence"))
    rich = figures.join(context, on="document", how="left", maintain_order="left").join(
        sentences, on=HERE, how="left", maintain_order="left"
    )
    furniture = (
        names.filter(pl.col("rule") == "furniture")
        .select(*HERE)
        .unique()
        .with_columns(pl.lit("boilerplate").alias("furniture"))
    )
    kinds = segments.join(furniture, on=HERE, how="left", maintain_order="left").with_columns(
        pl.coalesce("furniture", "kind").alias("kind")
    )
    return {
        "stg_segments": kinds.select(
            "document",
            "segment_no",
            "kind",
            "paragraph_no",
            "heading_no",
            "char_start",
            "char_end",
            pl.col("stored").alias("text"),
        ),
        "stg_numerals": ledger,
        "stg_observations": _observations(rich),
        "stg_changes": pl.concat(
            [_changes(rich, segments, grammar), word_changes(words, rich, mentions, segments, grammar)]
        ).sort("document", "char_start", "ordinal"),
        "stg_shares": _shares(rich, segments, grammar),
        "stg_plan_completions": _plans(rich, mentions),
    }


def _demote(figures: pl.DataFrame) -> pl.DataFrame:
    """A level that nothing names is a mention, not an invented figure."""
    nameless = (pl.col("kind") == "level") & (pl.col("label").is_null() | pl.col("value").is_null()) & ~STANDALONE
    unread = (
        (pl.col("kind") == "level")
        & pl.col("unit_code").is_null()
        & pl.col("own_label").is_null()
        & ~pl.col("unnamed")
        # "tăng 12% so với năm 2020 (0,3026)": what it was then.
        & ~pl.col("prior")
    )
    linked = pl.col("lead").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:đạt|là|ước|bằng|còn|lên|xuống|có|hơn|gần|khoảng|trên|dưới|mức|tăng|giảm|thêm|cấp|về|:)(?:[^,;]{0,20})$|[:(]\s*$"
    )
    loose = (
        (pl.col("kind") == "level")
        & pl.col("unit_code").is_null()
        & pl.col("scale").is_null()
        & ~pl.col("headed")
        & ~linked
        & ~pl.col("prior")
        & ~pl.col("unnamed")
    )
    # "hệ số Gini 0,38", "điểm trung bình 5,45": a decimal that such a word names.
    graded = pl.col("raw").str.contains(",", literal=True) & pl.col("label").str.contains(
        r"(?i)(?:^|\s)(?:hệ\s+số|chỉ\s+số|điểm(?:\s+(?:số|trung|chuẩn|bình|thi)))(?:\s|$)"
    )
    unread = unread | (loose & ~graded).fill_null(False)
    return figures.with_columns(
        pl.when(nameless | unread).then(pl.lit("mention")).otherwise("kind").alias("kind"),
        pl.when(nameless | unread).then(pl.lit("nothing_named")).otherwise("rule").alias("rule"),
    )


def _ledger(numerals: pl.DataFrame, names: pl.DataFrame, mentions: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """One role for every numeral: names first, then periods, then figures."""
    spans = mentions.select(
        "document",
        pl.col("numeral_starts").alias("char_start"),
        pl.when(pl.col("kind") == "duration").then(pl.lit("duration")).otherwise(pl.lit("date")).alias("period_role"),
        pl.col("rule").alias("period_rule"),
    ).explode("char_start", empty_as_null=False)
    kinds = figures.select(
        "document", "char_start", pl.col("kind").alias("figure_role"), pl.col("rule").alias("figure_rule")
    )
    named = names.select("document", "char_start", pl.col("role").alias("name_role"), pl.col("rule").alias("name_rule"))
    at = ["document", "char_start"]
    joined = (
        numerals.join(named, on=at, how="left", maintain_order="left")
        .join(spans.unique(at, keep="first"), on=at, how="left", maintain_order="left")
        .join(kinds.unique(at, keep="first"), on=at, how="left", maintain_order="left")
    )
    return joined.select(
        "document",
        "segment_no",
        "char_start",
        "char_end",
        "raw",
        pl.coalesce("name_role", "period_role", "figure_role", pl.lit("mention")).alias("role"),
        pl.coalesce("name_rule", "period_rule", "figure_rule", pl.lit("unread")).alias("rule"),
    )


def _stated(figures: pl.DataFrame, kind: str) -> pl.DataFrame:
    # Joining texts stumbles over a column of which a first chunk is empty, as shifts and filters leave it.
    return figures.filter((pl.col("kind") == kind) & ~STANDALONE).rechunk()


def _observations(figures: pl.DataFrame) -> pl.DataFrame:
    rows = _stated(figures, "level")
    return rows.with_columns(
        stable_key(pl.col("document_key"), pl.col("char_start"), pl.lit("observation")).alias("observation_key"),
        pl.coalesce("unit_code", pl.lit("item")).alias("unit_code"),
        pl.when("converted").then("restates_at").alias("converts_char_start"),
        pl.when("prior").then("restates_at").alias("prior_of_char_start"),
        pl.col("total_at").alias("total_char_start"),
        pl.concat_str(
            [
                pl.when("names_subject").then(pl.lit("label:own")).otherwise(pl.lit("label:carried")),
                pl.when("unit_filled").then(pl.lit("unit:filled")).otherwise(pl.lit("unit:stated")),
                pl.format("number:{}", "style"),
            ],
            separator=" ",
            ignore_nulls=True,
        ).alias("rule"),
    ).select(
        *(
            "document",
            "segment_no",
            "char_start",
            "char_end",
            "raw",
            "observation_key",
            "indicator_code",
            "label",
            "value",
            "value_high",
            "half_digit",
        ),
        *(
            "other_value",
            "unit_code",
            "period_start",
            "period_end",
            "period_basis",
            "period_source",
            "status",
            "bound",
            "out_of",
        ),
        *("total_char_start", "converts_char_start", "prior_of_char_start", "sentence", "rule"),
    )


def _with_levels(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Join each row's level: label, code and period come from it where there is one."""
    levels = figures.filter(pl.col("kind") == "level").select(
        "document",
        pl.col("char_start").alias("level_at"),
        pl.col("label").alias("level_label"),
        pl.col("indicator_code").alias("level_code"),
        pl.col("period_start").alias("level_start"),
        pl.col("period_end").alias("level_end"),
    )
    linked = rows.join(levels, on=["document", "level_at"], how="left", maintain_order="left")
    has = pl.col("level_label").is_not_null()
    return linked.with_columns(
        pl.when(has).then("level_label").otherwise("label").alias("label"),
        pl.when(has).then("level_code").otherwise("indicator_code").alias("indicator_code"),
        pl.when(has).then("level_at").alias("observation_char_start"),
        pl.when(has).then("level_start").otherwise("period_start").alias("period_start"),
        pl.when(has).then("level_end").otherwise("period_end").alias("period_end"),
    )


def _changes(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    rows = _with_levels(_stated(figures, "change"), figures)
    percent_of = pl.col("rule") == "percent_of"
    below = percent_of & (pl.col("value") < 100)
    printed = rows.with_columns(
        pl.when(below)
        .then(pl.lit("down"))
        .when(percent_of)
        .then(pl.lit("up"))
        .otherwise(pl.col("direction").fill_null("up"))
        .alias("direction"),
        pl.col("value").abs().alias("amount"),
        pl.col("value_high").abs().alias("amount_high"),
        pl.when(percent_of)
        .then(pl.lit("percent_of"))
        # "tăng 35.338 tỷ": billions are money.
        .when(pl.col("unit_code").is_null() & (pl.col("scale") >= BILLION))
        .then(pl.lit("VND"))
        .otherwise("unit_code")
        .fill_null("item")
        .alias("amount_unit"),
        pl.lit(0, pl.Int64).alias("ordinal"),
    )
    # "doanh thu, sản lượng của lĩnh vực tăng 30%" states one growth of two subjects.
    shared = printed.filter(
        pl.col("co_head").is_not_null()
        & pl.col("observation_char_start").is_null()
        & pl.col("own_label").is_not_null()
        # "tăng lần lượt 12 tỷ đồng (8%) và 5 tỷ đồng (3%)": each its own.
        & ~pl.col("lead").str.contains(r"(?i)(?:lần\s+lượt|tương\s+ứng)[^,;:()]*$")
    )
    other = shared.with_columns(
        pl.concat_str([pl.col("co_head"), pl.col("label").str.replace(rf"(?i)^(?:{grammar.head})\b", "")]).alias(
            "label"
        ),
        pl.lit(1, pl.Int64).alias("ordinal"),
    )
    if other.height:
        printed = pl.concat([printed, code_labels(other, segments, grammar.vocabulary)])
    return printed.with_columns(
        stable_key(pl.col("document_key"), pl.col("char_start"), pl.col("ordinal"), pl.lit("change")).alias(
            "change_key"
        )
    ).select(CHANGE_COLUMNS)


def _shares(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    rows = _with_levels(_stated(figures, "share"), figures)
    # "gạo chiếm 12% đạt 240 triệu USD": of what, is not told.
    whole = (
        pl.col("thing")
        .str.replace(r"(?i)^(?:đạt|thu\s+về|mang\s+về|ước|và|với|tăng|giảm)(?:\s.*)?$", "")
        .replace("", None)
    )
    whole = whole.str.replace(r"(?i)^(?:trong\s+|của\s+|về\s+)+", "")
    # "57% thị phần sớm hơn dự kiến": how it compares is no part of the whole.
    whole = whole.str.replace(
        r"(?i)(\p{L})\s+(?:(?:sớm|muộn|nhanh|cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn|trong\s+khi|sau\s+khi)(?:\s.*)?$", "${1}"
    )
    labelled = rows.with_columns(reveal(whole).alias("whole_label"), pl.col("indicator_code").alias("part_code"))
    coded = code_labels(
        labelled.with_columns(pl.col("unit_code").alias("percent_unit"), pl.lit("VND").alias("unit_code")),
        segments,
        grammar.vocabulary,
        "whole_label",
    )
    return coded.with_columns(
        pl.col("indicator_code").alias("whole_indicator_code"),
        pl.col("part_code").alias("indicator_code"),
        pl.lit(None, pl.Int64).alias("whole_char_start"),
        pl.col("value").alias("percent"),
        stable_key(pl.col("document_key"), pl.col("char_start"), pl.lit("share")).alias("share_key"),
    ).select(
        *(
            "document",
            "segment_no",
            "char_start",
            "char_end",
            "raw",
            "share_key",
            "indicator_code",
            "label",
            "observation_char_start",
        ),
        *(
            "whole_indicator_code",
            "whole_label",
            "whole_char_start",
            "percent",
            "half_digit",
            "period_start",
            "period_end",
            "status",
            "bound",
            "sentence",
            "rule",
        ),
    )


def _without_goals(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """ "Mục tiêu lợi nhuận là 4 tỷ đồng. Đến nay đã đạt 18% kế hoạch lợi nhuận": what reached it is no goal itself."""
    goals = figures.filter((pl.col("kind") == "level") & (pl.col("status") == "target")).select(
        "document", pl.col("char_start").alias("level_at"), pl.col("segment_no").alias("goal_in")
    )
    told = rows.join(goals, on=["document", "level_at"], how="left", maintain_order="left")
    goal = (pl.col("goal_in") < pl.col("segment_no")) & (pl.col("status") != "target")
    return told.with_columns(pl.when(~goal.fill_null(False)).then("level_at").alias("level_at")).drop("goal_in")


def _plans(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    rows = _with_levels(_without_goals(_stated(figures, "plan"), figures), figures)
    over = pl.col("lead").str.contains(rf"(?i){EDGE}vượt(?:\s+\p{{L}}+){{0,2}}\s*$") & (pl.col("value") < 100)
    stated = pl.col("rest").str.contains(r"§")
    plans = (
        mentions.filter(pl.col("part").is_in(["plan", "own"]))
        .select(
            "document",
            pl.col("char_start").alias("plan_at"),
            pl.coalesce(pl.col("year").cast(pl.Int64), pl.col("end").dt.year().cast(pl.Int64)).alias("stated_year"),
            pl.col("part").alias("plan_part"),
        )
        .filter(pl.col("plan_part") == "plan")
    )
    dated = rows.sort("document", "char_end").join_asof(
        plans.sort("document", "plan_at"),
        left_on="char_end",
        right_on="plan_at",
        by="document",
        strategy="forward",
        check_sortedness=False,
    )
    near = stated & (pl.col("plan_at") - pl.col("char_end") < 60)
    return dated.with_columns(
        pl.when(over).then(pl.col("value") + 100).otherwise("value").cast(NUMBER).alias("percent"),
        # "Đến nay đã phân bổ 95,8% kế hoạch": of the plan spoken of last.
        pl.coalesce(pl.when(near).then("stated_year"), pl.col("period_end").dt.year())
        .cast(pl.Int64)
        .forward_fill()
        .over("document")
        .alias("plan_year"),
        stable_key(pl.col("document_key"), pl.col("char_start"), pl.lit("plan_completion")).alias(
            "plan_completion_key"
        ),
    ).select(
        *(
            "document",
            "segment_no",
            "char_start",
            "char_end",
            "raw",
            "plan_completion_key",
            "indicator_code",
            "label",
            "observation_char_start",
        ),
        *("percent", "half_digit", "plan_year", "period_start", "period_end", "status", "bound", "sentence", "rule"),
    )
