"""Catalogue codes for labels: patterns from the indicator table, with the sector of the passage where a label is bare."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY
from pipelines.language.steps import once, without_steps
from pipelines.vocabulary import Vocabulary

_FAMILY = {**dict.fromkeys(MONEY, "money"), "percent": "percent", "percentage_point": "percent"}


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


def sectors_of(segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return document, segment_no, lead_sector: the sector that a segment's heading or the lead-in before it announces."""
    opening = pl.col("low").str.extract(
        r"(?:^|[.:,]\s*)(?:[\d.\s*+-]*)(?:(?:trong|về|ở|tại|đối với|bên cạnh đó)?,?\s*(?:lĩnh vực|mảng|ngành)|về)\s+([^,:.]{3,60})",
        1,
    )
    heading = pl.when(pl.col("kind") == "heading").then(pl.col("low").str.head(80))
    phrase = pl.coalesce(opening, heading)
    segments, phrase = once(segments, phrase)
    sector = _first_sector(phrase, vocabulary)
    segments, sector = once(segments, sector)
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
    """Add indicator_code and indicator_kind (flow | stock | ratio) for ``label``; null where the catalogue has no entry that fits."""
    passage = (
        segments.select(*HERE, "lead_sector") if "lead_sector" in segments.columns else sectors_of(segments, vocabulary)
    )
    starts = segments.select(*HERE, pl.col("char_start").alias("base"), "low")
    placed = (
        figures.with_row_index("row")
        .select(
            "row",
            *HERE,
            "char_start",
            pl.col(label).str.to_lowercase().alias("l"),
            family(pl.col("unit_code")).alias("family"),
        )
        .join(passage, on=HERE, how="left", maintain_order="left")
        .join(starts, on=HERE, how="left", maintain_order="left")
    )
    before = pl.col("low").str.slice(0, pl.col("char_start") - pl.col("base"))
    placed = placed.with_columns(before.str.tail(160).alias("before"))
    placed = placed.with_columns(
        pl.coalesce(_first_sector(pl.col("before"), vocabulary), pl.col("lead_sector")).alias("sector")
    ).drop("low", "base", "before")
    distinct = placed.select("l", "family", "sector").unique(maintain_order=True).filter(pl.col("l").is_not_null())
    coded = _match(distinct, vocabulary)
    coded = coded.rename({"indicator_code": "first_code"})
    kinds = vocabulary["indicators"].select("indicator_code", pl.col("kind").alias("indicator_kind"))
    # A label that leaves out what the one before it said is read together with it, from its own first word on.
    if context is not None:
        longer = placed.with_columns(
            pl.concat_str(["l", figures[context].str.to_lowercase()], separator=" ").alias("longer")
        )
        missing = (
            longer.join(coded, on=["l", "family", "sector"], how="anti", nulls_equal=True)
            .filter(pl.col("longer").is_not_null())
            .select("l", "longer", "family", "sector")
            .unique()
        )
        second = _match(
            missing.select(pl.col("longer").alias("l"), "family", "sector").unique(), vocabulary, leading=True
        )
        extra = missing.join(
            second.rename({"l": "longer"}), on=["longer", "family", "sector"], how="inner", nulls_equal=True
        ).unique(["l", "longer", "family", "sector"])
        placed = longer.join(
            extra.rename({"indicator_code": "second_code"}),
            on=["l", "longer", "family", "sector"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
    else:
        placed = placed.with_columns(pl.lit(None, pl.String).alias("second_code"))
    found = (
        placed.join(coded, on=["l", "family", "sector"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.coalesce("first_code", "second_code").alias("indicator_code"))
        .join(kinds, on="indicator_code", how="left", maintain_order="left")
    )
    return figures.with_columns(found["indicator_code"], found["indicator_kind"])


def code_parts(figures: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Correct parts that carry their total's code: the one child left where the children are exhaustive, else none."""
    catalogue = (
        vocabulary["indicators"]
        .filter(pl.col("adds_up") == "exhaustive")
        .select(pl.col("parent_code").alias("total_code"), pl.col("indicator_code").alias("child"))
    )
    codes = figures.filter(pl.col("indicator_code").is_not_null()).select(
        "document", pl.col("char_start").alias("total_at"), pl.col("indicator_code").alias("total_code")
    )
    joined = figures.join(codes, on=["document", "total_at"], how="left", maintain_order="left")
    clash = pl.col("indicator_code") == pl.col("total_code")
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
    ).drop("child", "total_code")


def _match(distinct: pl.DataFrame, vocabulary: Vocabulary, leading: bool = False) -> pl.DataFrame:
    """The indicator whose pattern takes up most of the label wins; the earlier row where two take up as much."""
    catalogue = vocabulary["indicators"].with_columns(family(pl.col("unit_code")).alias("family"))
    foreign = vocabulary["foreign_owners"]["pattern"].to_list()
    ours = ~pl.col("l").str.contains("|".join(f"(?:{pattern})" for pattern in foreign)) if foreign else pl.lit(True)
    scores = []
    codes = catalogue["indicator_code"].to_list()
    for order, row in enumerate(catalogue.iter_rows(named=True)):
        fits = pl.col("family") == row["family"]
        if row["excludes"]:
            fits = fits & ~pl.col("l").str.contains(row["excludes"])
        length = pl.lit(None, pl.Int64)
        if row["pattern"]:
            pattern = f"^(?:tổng |số |lượng |số lượng |mức )*({row['pattern']})" if leading else f"({row['pattern']})"
            length = pl.col("l").str.extract(pattern, 1).str.len_chars().cast(pl.Int64)
        if row["sector_pattern"]:
            bare = pl.col("l").str.extract(f"({row['sector_pattern']})", 1).str.len_chars().cast(pl.Int64)
            length = pl.coalesce(length, pl.when(pl.col("sector") == row["sector_code"]).then(bare))
        scores.append(pl.when(fits & length.is_not_null()).then(length * 1000 + (999 - order)).alias(str(order)))
    scored = distinct.filter(ours).with_columns(scores)
    best = pl.max_horizontal([str(order) for order in range(len(codes))])
    return (
        scored.with_columns((999 - best % 1000).alias("best"))
        .filter(pl.col("best").is_not_null())
        .select(
            "l",
            "family",
            "sector",
            pl.col("best").replace_strict(dict(enumerate(codes)), return_dtype=pl.String).alias("indicator_code"),
        )
    )
