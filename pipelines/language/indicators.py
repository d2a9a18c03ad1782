"""Catalogue codes for labels: patterns from the indicator table, with the sector of the passage where a label is bare."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY
from pipelines.vocabulary import Vocabulary

_FAMILY = {**dict.fromkeys(MONEY, "money"), "percent": "percent", "percentage_point": "percent"}


def family(unit: pl.Expr) -> pl.Expr:
    """Fold units into the families that an indicator may be stated in: money, percent, rate or count."""
    return (
        pl.when(unit.is_in(MONEY)).then(pl.lit("money")).when(unit.is_in(["percent", "percentage_point"])).then(pl.lit("percent")).when(unit.str.contains("_per_", literal=True)).then(pl.lit("rate")).otherwise(pl.lit("count"))
    )


def sectors_of(segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return document, segment_no, lead_sector: the sector that a segment's heading or the lead-in before it announces."""
    opening = pl.col("low").str.extract(r"(?:^|[.:,]\s*)(?:[\d.\s*+-]*)(?:(?:trong|về|ở|tại|đối với|bên cạnh đó)?,?\s*(?:lĩnh vực|mảng|ngành)|về)\s+([^,:.]{3,60})", 1)
    heading = pl.when(pl.col("kind") == "heading").then(pl.col("low").str.head(80))
    phrase = pl.coalesce(opening, heading)
    sector = _first_sector(phrase, vocabulary)
    own = segments.with_columns(sector.alias("own_sector"))
    top = pl.when(pl.col("kind") == "heading").then(pl.coalesce("own_sector", pl.lit("")))
    return own.with_columns(
        pl.col("own_sector").forward_fill().over("document", "paragraph_no").alias("paragraph_sector"),
        top.first().over("document", "heading_no").alias("heading_sector"),
    ).select(*HERE, pl.coalesce("own_sector", "paragraph_sector", "heading_sector").replace("", None).alias("lead_sector"))


def _first_sector(phrase: pl.Expr, vocabulary: Vocabulary) -> pl.Expr:
    chosen = pl.when(pl.lit(False)).then(pl.lit(None, pl.String))
    rows = vocabulary["sectors"].filter(pl.col("pattern").is_not_null() & (pl.col("sector_code") != "all"))
    for code, pattern in rows.select("sector_code", "pattern").iter_rows():
        chosen = chosen.when(phrase.str.contains(pattern)).then(pl.lit(code))
    for code, pattern in vocabulary["sectors"].filter(pl.col("sector_code") == "all").select("sector_code", "pattern").iter_rows():
        chosen = chosen.when(phrase.str.contains(pattern)).then(pl.lit(code))
    return chosen.otherwise(None)


def code_labels(figures: pl.DataFrame, segments: pl.DataFrame, vocabulary: Vocabulary, label: str = "label") -> pl.DataFrame:
    """Add indicator_code and indicator_kind (flow | stock | ratio) for ``label``; null where the catalogue has no entry that fits."""
    context = sectors_of(segments, vocabulary)
    starts = segments.select(*HERE, pl.col("char_start").alias("base"), "low")
    placed = (
        figures.with_row_index("row")
        .select("row", *HERE, "char_start", pl.col(label).str.to_lowercase().alias("l"), family(pl.col("unit_code")).alias("family"))
        .join(context, on=HERE, how="left", maintain_order="left")
        .join(starts, on=HERE, how="left", maintain_order="left")
    )
    before = pl.col("low").str.slice(0, pl.col("char_start") - pl.col("base"))
    placed = placed.with_columns(pl.coalesce(_first_sector(before.str.tail(160), vocabulary), pl.col("lead_sector")).alias("sector")).drop("low", "base")
    distinct = placed.select("l", "family", "sector").unique().filter(pl.col("l").is_not_null())
    coded = _match(distinct, vocabulary)
    kinds = vocabulary["indicators"].select("indicator_code", pl.col("kind").alias("indicator_kind"))
    found = placed.join(coded, on=["l", "family", "sector"], how="left", nulls_equal=True, maintain_order="left").join(kinds, on="indicator_code", how="left", maintain_order="left")
    return figures.with_columns(found["indicator_code"], found["indicator_kind"])


def _match(distinct: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The indicator whose pattern takes up most of the label wins; the earlier row where two take up as much."""
    catalogue = vocabulary["indicators"].with_columns(family(pl.col("unit_code")).alias("family"))
    foreign = [pattern for pattern in vocabulary["foreign_owners"]["pattern"].to_list()]
    ours = ~pl.col("l").str.contains("|".join(f"(?:{pattern})" for pattern in foreign)) if foreign else pl.lit(True)
    scores = []
    codes = catalogue["indicator_code"].to_list()
    for order, row in enumerate(catalogue.iter_rows(named=True)):
        fits = pl.col("family") == row["family"]
        if row["excludes"]:
            fits = fits & ~pl.col("l").str.contains(row["excludes"])
        length = pl.lit(None, pl.Int64)
        if row["pattern"]:
            length = pl.col("l").str.extract(f"({row['pattern']})", 1).str.len_chars().cast(pl.Int64)
        if row["sector_pattern"]:
            bare = pl.col("l").str.extract(f"({row['sector_pattern']})", 1).str.len_chars().cast(pl.Int64)
            length = pl.coalesce(length, pl.when(pl.col("sector") == row["sector_code"]).then(bare))
        scores.append(pl.when(fits & length.is_not_null()).then(length * 1000 + (999 - order)).alias(str(order)))
    scored = distinct.filter(ours).with_columns(scores)
    best = pl.max_horizontal([str(order) for order in range(len(codes))])
    return scored.with_columns((999 - best % 1000).alias("best")).filter(pl.col("best").is_not_null()).select(
        "l", "family", "sector", pl.col("best").replace_strict(dict(enumerate(codes)), return_dtype=pl.String).alias("indicator_code")
    )
