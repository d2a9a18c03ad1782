"""Catalogue codes for labels: patterns from the indicator table, with the sector of the passage where a label is bare."""

from __future__ import annotations

from functools import cache

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY
from pipelines.language.steps import distinctly, once, without_steps
from pipelines.vocabulary import Vocabulary, alternation

#: "tỷ lệ nợ xấu gộp cả nợ đã bán", "người không dùng điện thoại": other measures than those of the catalogue.
_OTHERWISE = r"(?:^|\s)(?:gộp cả|tính cả|chỉ tính|loại trừ|không tính|không kể|chưa kể|không|chưa)\s"
#: "thanh toán không dùng tiền mặt", "hàng không": nothing is denied.
_NO_DENIAL = r"không dùng tiền mặt|hàng không|đường không|không gian|không dây|không kể dầu thô"
#: Stands for every family of units.
_ANY = "any"


def family(unit: pl.Expr) -> pl.Expr:
    """Fold units into the families that an indicator may be stated in: money, percent, rate or count."""
    return (
        pl.when(unit.is_in(MONEY))
        .then(pl.lit("money"))
        .when(unit.is_in(["percent", "percentage_point"]))
        .then(pl.lit("percent"))
        .when(unit.str.contains("_per_", literal=True))
        .then(pl.lit("rate"))
        .otherwise(pl.lit("count"))
    )


def _family_of_figure(label: pl.Expr) -> pl.Expr:
    """The family of what a figure speaks of: what grows by a percentage, or reaches one of its plan, may be of any."""
    relative = pl.col("kind").is_in(["change", "plan"]) & pl.col("unit_code").is_in(["percent", "times"])
    # "GDP bình quân đầu người đạt 3.700 USD": the label tells for each of what.
    average = pl.col("unit_code").is_in(MONEY) & label.str.contains(r"bình quân (?:đầu người|tháng|của)|năng suất")
    return (
        pl.when(relative.fill_null(False))
        .then(pl.lit(_ANY))
        .when(average.fill_null(False))
        .then(pl.lit("rate"))
        .otherwise(family(pl.col("unit_code")))
    )


def sectors_of(segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return document, segment_no, lead_sector: the sector that a segment's heading or the lead-in before it announces."""
    opening = pl.col("low").str.extract(
        r"(?:^|[.:,]\s*)(?:[\d.\s*+-]*)(?:(?:trong|về|ở|tại|đối với|bên cạnh đó)?,?\s*(?:lĩnh vực|mảng|ngành)|về)\s+([^,:.]{3,60})",
        1,
    )
    heading = pl.when(pl.col("kind") == "heading").then(pl.col("low").str.head(80))
    phrase = pl.coalesce(opening, heading)
    segments, phrase = once(segments, phrase)
    segments, (sector,) = distinctly(segments, phrase, _first_sector(phrase, vocabulary))
    own = segments.with_columns(sector.alias("own_sector"))
    top = pl.when(pl.col("kind") == "heading").then(pl.coalesce("own_sector", pl.lit("")))
    return without_steps(
        own.with_columns(
            pl.col("own_sector").forward_fill().over("document", "paragraph_no").alias("paragraph_sector"),
            top.first().over("document", "heading_no").alias("heading_sector"),
        ).select(
            *HERE,
            pl.coalesce("own_sector", "paragraph_sector", "heading_sector").replace("", None).alias("lead_sector"),
        )
    )


def _first_sector(phrase: pl.Expr, vocabulary: Vocabulary) -> pl.Expr:
    """The first sector whose pattern ``phrase`` holds; the sector of everything comes last."""
    rows = vocabulary["sectors"].filter(pl.col("pattern").is_not_null())
    ordered = pl.concat([rows.filter(pl.col("sector_code") != "all"), rows.filter(pl.col("sector_code") == "all")])
    return first_true(
        (phrase.str.contains(pattern), pl.lit(code))
        for code, pattern in ordered.select("sector_code", "pattern").iter_rows()
    )


def code_labels(
    figures: pl.DataFrame,
    segments: pl.DataFrame,
    vocabulary: Vocabulary,
    label: str = "label",
    context: str | None = None,
) -> pl.DataFrame:
    """Add indicator_code and indicator_kind (flow | stock | ratio) for ``label``; null where the catalogue has no entry that fits.

    ``figures`` have kind and unit_code.
    """
    # A goal for an indicator is stated of that indicator; its status says that it is a goal.
    low = pl.col(label).str.to_lowercase().str.replace(r"^(?:mục tiêu|chỉ tiêu|dự toán|yêu cầu)\s+", "")
    told = [] if context is None else [context]
    low = pl.when(~low.str.replace(r"^.*, ", "").str.contains(_OTHERWISE) | low.str.contains(_NO_DENIAL)).then(low)
    placed, (low,) = distinctly(figures.select(*HERE, "char_start", "kind", "unit_code", label, *told), label, low)
    before = pl.lit(None, pl.String)
    if context is not None:
        placed, (before,) = distinctly(placed, context, pl.col(context).str.to_lowercase())
    placed = placed.select(
        *HERE, "char_start", low.alias("l"), _family_of_figure(low).alias("family"), before.alias("context")
    )
    # A label that leaves out what the one before it said is read together with it, from its own first word on.
    longer = pl.lit(None, pl.String) if context is None else pl.concat_str(["l", "context"], separator=" ")
    # "91% dân số tham gia BHYT; tỷ lệ nợ 3%": a rate of its own leaves nothing out.
    rate = r"^(?:tỷ|tỉ) (?:lệ|trọng|suất) "
    apart = pl.col("l").str.contains(rf"{rate}\p{{L}}") & pl.col("context").str.contains(rate)
    placed = placed.with_row_index("row").with_columns(pl.when(~apart.fill_null(False)).then(longer).alias("longer"))
    placed = placed.join(_sectors(placed, segments, vocabulary), on="row", how="left", maintain_order="left")
    key = ["l", "family", "sector"]
    distinct = placed.select(key).unique(maintain_order=True).filter(pl.col("l").is_not_null())
    coded = _match(distinct, vocabulary).rename({"indicator_code": "first_code"})
    missing = (
        placed.filter(pl.col("longer").is_not_null())
        .join(coded, on=key, how="anti", nulls_equal=True)
        .select(pl.col("longer").alias("l"), "family", "sector")
        .unique()
    )
    second = _match(missing, vocabulary, leading=True).rename({"l": "longer", "indicator_code": "second_code"})
    kinds = vocabulary["indicators"].select("indicator_code", pl.col("kind").alias("indicator_kind"))
    found = (
        placed.join(coded, on=key, how="left", nulls_equal=True, maintain_order="left")
        .join(second, on=["longer", "family", "sector"], how="left", nulls_equal=True, maintain_order="left")
        .select(pl.coalesce("first_code", "second_code").alias("indicator_code"))
        .join(kinds, on="indicator_code", how="left", maintain_order="left")
    )
    return figures.with_columns(found["indicator_code"], found["indicator_kind"])


def _sectors(placed: pl.DataFrame, segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return row, sector of the rows of ``placed`` whose label or longer needs a sector to be understood: very few do."""
    needs = pl.any_horizontal(pl.col(name).str.contains(_bare_patterns(vocabulary)) for name in ("l", "longer"))
    passage = (
        segments
        if "lead_sector" in segments.columns
        else segments.join(sectors_of(segments, vocabulary), on=HERE, how="left", maintain_order="left")
    )
    before = pl.col("low").str.slice(0, pl.col("char_start") - pl.col("base")).str.tail(160)
    return (
        placed.filter(needs)
        .join(passage.select(*HERE, pl.col("char_start").alias("base"), "low", "lead_sector"), on=HERE, how="left")
        .with_columns(before.alias("before"))
        .select("row", pl.coalesce(_first_sector(pl.col("before"), vocabulary), "lead_sector").alias("sector"))
    )


def code_parts(figures: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Correct parts that carry their total's code: the one child left where the children are exhaustive, else none.

    What has the total's name as well is the same measure, of another time: "2,6% (cùng kỳ: 2,7%)".
    """
    catalogue = (
        vocabulary["indicators"]
        .filter(pl.col("adds_up") == "exhaustive")
        .select(pl.col("parent_code").alias("total_code"), pl.col("indicator_code").alias("child"))
    )
    codes = figures.filter(pl.col("indicator_code").is_not_null()).select(
        "document",
        pl.col("char_start").alias("total_at"),
        pl.col("indicator_code").alias("total_code"),
        pl.col("label").str.to_lowercase().alias("total_name_"),
    )
    joined = figures.join(codes, on=["document", "total_at"], how="left", maintain_order="left")
    other = (pl.col("label").str.to_lowercase() != pl.col("total_name_")).fill_null(True)
    clash = (pl.col("indicator_code") == pl.col("total_code")) & other
    siblings = joined.filter(pl.col("total_code").is_not_null() & ~clash.fill_null(False)).select(
        "document", "total_at", pl.col("indicator_code").alias("child"), pl.lit(True).alias("taken")
    )
    open_ones = (
        joined.filter(clash)
        .select("document", "total_at", "total_code")
        .unique()
        .join(catalogue, on="total_code")
        .join(siblings, on=["document", "total_at", "child"], how="left")
    )
    left = (
        open_ones.filter(pl.col("taken").is_null())
        .group_by("document", "total_at")
        .agg(pl.col("child").first(), pl.len().alias("left"))
        .filter(pl.col("left") == 1)
    )
    fixed = joined.join(left.drop("left"), on=["document", "total_at"], how="left", maintain_order="left")
    return fixed.with_columns(
        pl.when(clash.fill_null(False)).then("child").otherwise("indicator_code").alias("indicator_code")
    ).drop("child", "total_code", "total_name_")


@cache
def _bare_patterns(vocabulary: Vocabulary) -> str:
    """Any label that means something only in its sector: "doanh thu" alone."""
    patterns = vocabulary["indicators"]["sector_pattern"].drop_nulls().unique(maintain_order=True)
    return "|".join(f"(?:{pattern})" for pattern in patterns) or "^\\b$"


@cache
def _scores(vocabulary: Vocabulary, leading: bool) -> dict[str, list[pl.Expr]]:
    """For each family of units, a score for each indicator stated in it; built once, for there are hundreds."""
    catalogue = vocabulary["indicators"].with_columns(family(pl.col("unit_code")).alias("family"))
    scores: dict[str, list[pl.Expr]] = {}
    for order, row in enumerate(catalogue.iter_rows(named=True)):
        length = pl.lit(None, pl.Int64)
        if row["pattern"]:
            pattern = f"^(?:tổng |số |lượng |số lượng |mức )*({row['pattern']})" if leading else f"({row['pattern']})"
            length = pl.col("l").str.extract(pattern, 1).str.len_chars().cast(pl.Int64)
        if row["sector_pattern"]:
            bare = pl.col("l").str.extract(f"({row['sector_pattern']})", 1).str.len_chars().cast(pl.Int64)
            length = pl.coalesce(length, pl.when(pl.col("sector") == row["sector_code"]).then(bare))
        score = length * 1000 + (999 - order)
        if row["excludes"]:
            score = pl.when(~pl.col("l").str.contains(row["excludes"])).then(score)
        for name in (row["family"], _ANY):
            scores.setdefault(name, []).append(score.alias(str(order)))
    return scores


def _match(distinct: pl.DataFrame, vocabulary: Vocabulary, leading: bool = False) -> pl.DataFrame:
    """The indicator whose pattern takes up most of the label wins; the earlier row where two take up as much."""
    provinces = alternation(name.lower() for name in vocabulary.cues("province"))
    foreign = [*vocabulary["foreign_owners"]["pattern"], rf"(?:^|[^\p{{L}}])(?:{provinces})(?:[^\p{{L}}]|$)"]
    ours = ~pl.col("l").str.contains("|".join(f"(?:{pattern})" for pattern in foreign))
    codes = dict(enumerate(vocabulary["indicators"]["indicator_code"]))
    empty = distinct.head(0).with_columns(pl.lit(None, pl.String).alias("indicator_code"))
    found = [empty]
    # Each family of units by itself: a label is compared with the indicators that may be stated in its unit alone.
    distinct = distinct.filter(ours)
    for name, scores in _scores(vocabulary, leading).items():
        rows = distinct.filter(pl.col("family") == name)
        if rows.height:
            best = rows.select(scores).max_horizontal()
            code = (999 - best % 1000).replace_strict(codes, return_dtype=pl.String)
            found.append(rows.with_columns(code.alias("indicator_code")).filter(pl.col("indicator_code").is_not_null()))
    return pl.concat(found)
