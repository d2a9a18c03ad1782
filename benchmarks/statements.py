"""Staging tables of many made-up statements, without texts being read: what the models are timed on.

Each cell of a grid (indicator and month) is stated by so many documents, one after the other, slightly revised each
time; every fifth with its growth, some with a share or a plan completion, so that each relation has work to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.staging.schemas import AMOUNT, STAGING, conform

REFERENCE = Path(__file__).parent.parent / "seeds" / "reference"
FIRST_MONTH = date(1960, 1, 1)
PER_DOCUMENT = 50


def staging_tables(cells: int, vintages: int) -> Mapping[str, pl.DataFrame]:
    """Every staging table for ``cells`` values, each stated ``vintages`` times; 50 values a document."""
    levels = _levels(_grid(cells), vintages)
    documents = _documents(levels)
    changes, shares, completions = _changes(levels), _shares(levels), _completions(levels)
    segments = levels.select(
        "document",
        "segment_no",
        pl.lit("sentence").alias("kind"),
        pl.col("segment_no").alias("paragraph_no"),
        pl.lit(None, pl.Int64).alias("heading_no"),
        "char_start",
        (pl.col("char_start") + pl.col("sentence").str.len_chars().cast(pl.Int64)).alias("char_end"),
        pl.col("sentence").alias("text"),
    )
    roles = ((levels, "level"), (changes, "change"), (shares, "share"), (completions, "plan"))
    span = ["document", "segment_no", "char_start", "char_end", "raw"]
    numerals = pl.concat(
        [frame.select(*span, pl.lit(role).alias("role"), pl.lit("made").alias("rule")) for frame, role in roles]
    )
    counted = numerals.group_by("document").agg(pl.len().cast(pl.Int64).alias("numerals"))
    tables = {
        "stg_documents": documents.join(counted, on="document"),
        "stg_segments": segments,
        "stg_numerals": numerals,
        "stg_observations": levels,
        "stg_changes": changes,
        "stg_shares": shares,
        "stg_plan_completions": completions,
        "stg_quarantine": pl.DataFrame(schema=STAGING["stg_quarantine"]),
    }
    return {name: conform(name, _shaped(name, frame)) for name, frame in tables.items()}


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write each table as the staging step does."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")


def documents_of(tables: Mapping[str, pl.DataFrame], kept: pl.Expr) -> Mapping[str, pl.DataFrame]:
    """The tables of those documents for which ``kept`` (over stg_documents) holds."""
    names = tables["stg_documents"].filter(kept)["document"]
    return {name: frame.filter(pl.col("document").is_in(names.implode())) for name, frame in tables.items()}


def _shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns that nothing was said about are null."""
    schema = STAGING[name]
    missing = [pl.lit(None, dtype).alias(column) for column, dtype in schema.items() if column not in frame.columns]
    return frame.with_columns(missing).select([pl.col(column).cast(dtype) for column, dtype in schema.items()])


def _grid(cells: int) -> pl.DataFrame:
    """One row a cell: indicator, unit, the period of its month, and a value that grows with the years."""
    indicators = pl.read_csv(REFERENCE / "indicators.csv", infer_schema=False).select(
        "indicator_code", "unit_code", "kind", pl.col("parent_code").alias("whole_indicator_code")
    )
    months = -(-cells // indicators.height)
    calendar = pl.DataFrame(
        {
            "period_start": pl.date_range(
                FIRST_MONTH, pl.lit(FIRST_MONTH).dt.offset_by(f"{months - 1}mo"), "1mo", eager=True
            )
        }
    ).with_row_index("month")
    grid = calendar.join(indicators.with_row_index("indicator"), how="cross").head(cells)
    percent = pl.col("unit_code") == "percent"
    growing = (1000 + pl.col("indicator") * 10) * pl.lit(1.005) ** pl.col("month").cast(pl.Int32).mod(240)
    return grid.with_columns(
        pl.when(percent).then(20 + pl.col("indicator") % 60).otherwise(growing.round(0) * 1_000_000).alias("base"),
        pl.col("period_start").dt.month_end().alias("period_end"),
    ).with_row_index("cell")


def _levels(grid: pl.DataFrame, vintages: int) -> pl.DataFrame:
    """Each cell in each vintage; documents hold fifty cells that follow each other."""
    chunk = pl.col("cell") // PER_DOCUMENT
    at = (pl.col("cell") % PER_DOCUMENT).cast(pl.Int64) * 200
    revised = pl.col("base") + (pl.col("vintage") * (pl.col("cell") % 7 == 0).cast(pl.Int64)).cast(pl.Float64)
    return (
        grid.join(pl.DataFrame({"vintage": range(vintages)}), how="cross")
        .with_columns(
            pl.format("made/{}-{}.txt", chunk.cast(pl.String).str.zfill(6), pl.col("vintage")).alias("document"),
            (pl.col("period_end").max().over(chunk, "vintage")).alias("last_day"),
            (pl.col("cell") % PER_DOCUMENT).cast(pl.Int64).alias("segment_no"),
            at.alias("char_start"),
            (at + 12).alias("char_end"),
            revised.cast(AMOUNT).alias("value"),
            pl.lit(0.5).cast(AMOUNT).alias("half_digit"),
        )
        .with_columns(
            pl.col("last_day").dt.offset_by(pl.format("{}mo", pl.col("vintage") + 1)).alias("stated_on"),
            pl.format("{}#{}", "document", "char_start").alias("observation_key"),
            pl.col("indicator_code").alias("label"),
            pl.col("value").cast(pl.String).str.head(12).alias("raw"),
            pl.lit("month").alias("period_basis"),
            pl.lit("sentence").alias("period_source"),
            pl.when(pl.col("vintage") == 0).then(pl.lit("estimated")).otherwise(pl.lit("actual")).alias("status"),
            pl.lit("exact").alias("bound"),
            pl.lit("made").alias("rule"),
            pl.format(
                "Trong tháng, {} đạt {}, theo báo cáo lần thứ {} của cơ quan thống kê.",
                "indicator_code",
                "value",
                "vintage",
            ).alias("sentence"),
        )
    )


def _documents(levels: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("stated_on").first()
    return (
        levels.group_by("document", maintain_order=True)
        .agg(day, day.alias("published_on"), pl.lit("made").alias("text"), pl.lit(4).cast(pl.Int64).alias("characters"))
        .with_columns(
            pl.concat_str(pl.lit("key:"), "document").alias("document_key"), pl.col("document").alias("title")
        )
    )


def _stated_of(levels: pl.DataFrame, offset: int, key: str, raw: str) -> pl.DataFrame:
    """Statements beside the levels: their place, key and half digit."""
    return levels.with_columns(
        pl.col("char_start").alias("observation_char_start"),
        (pl.col("char_start") + offset).alias("char_start"),
        (pl.col("char_start") + offset + len(raw)).alias("char_end"),
        pl.concat_str("observation_key", pl.lit(key)).alias(f"{key}_key"),
        pl.lit(raw).alias("raw"),
        pl.lit(0.05).cast(AMOUNT).alias("half_digit"),
    )


def _changes(levels: pl.DataFrame) -> pl.DataFrame:
    """A growth against the same month of the year before, of every fifth level."""
    return _stated_of(levels.filter(pl.col("cell") % 5 == 0), 40, "change", "6,2").with_columns(
        pl.lit(0).alias("ordinal"),
        pl.lit("up").alias("direction"),
        pl.lit(6.2).cast(AMOUNT).alias("amount"),
        pl.lit("percent").alias("amount_unit"),
        pl.col("period_start").dt.offset_by("-12mo").alias("reference_start"),
        pl.col("period_start").dt.offset_by("-12mo").dt.month_end().alias("reference_end"),
    )


def _shares(levels: pl.DataFrame) -> pl.DataFrame:
    """A share of the parent indicator, of some levels that have one."""
    parts = levels.filter((pl.col("cell") % 11 == 0) & pl.col("whole_indicator_code").is_not_null())
    return _stated_of(parts, 60, "share", "31").with_columns(
        pl.lit(31.0).cast(AMOUNT).alias("percent"), pl.col("whole_indicator_code").alias("whole_label")
    )


def _completions(levels: pl.DataFrame) -> pl.DataFrame:
    """A plan completion of every twenty-fifth level."""
    return _stated_of(levels.filter(pl.col("cell") % 25 == 3), 80, "plan_completion", "52").with_columns(
        pl.lit(52.0).cast(AMOUNT).alias("percent"), pl.col("period_end").dt.year().cast(pl.Int64).alias("plan_year")
    )
