"""How much of what generated bulletins say was read as it was meant."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_AT = ["document", "char_start"]


def accuracy(tables: Mapping[str, pl.DataFrame], truth: pl.DataFrame) -> dict[str, float]:
    """Percentages right by aspect, of the numerals of ``truth`` (``TRUTH_SCHEMA``) that state the aspect."""
    ledger = tables["stg_numerals"].select(*_AT, pl.col("role").alias("read_role"), pl.col("raw").alias("read_raw"))
    numerals = truth.join(ledger, on=_AT, how="left")
    return {
        "numerals found": _percent(numerals, pl.col("raw") == pl.col("read_raw")),
        "role": _percent(numerals, pl.col("role") == pl.col("read_role")),
        **_levels(_beside("level", tables["stg_observations"], truth)),
        **_changes(_beside("change", tables["stg_changes"], truth)),
        **_linked("share", tables["stg_shares"], truth),
        **_linked("plan", tables["stg_plan_completions"], truth),
    }


def _percent(rows: pl.DataFrame, right: pl.Expr) -> float:
    if rows.is_empty():
        return 100.0
    return round(100 * float(rows.select(right.fill_null(False).mean()).item()), 2)


def _beside(role: str, read: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    stated = truth.filter((pl.col("role") == role) & pl.col("value").is_not_null())
    return stated.join(read, on=_AT, how="left", suffix="_read")


def _same(*columns: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(column) == pl.col(f"{column}_read") for column in columns)


def _levels(rows: pl.DataFrame) -> dict[str, float]:
    return {
        "level value": _percent(rows, _same("value")),
        "level unit": _percent(rows, pl.col("unit") == pl.col("unit_code")),
        "level period": _percent(rows, _same("period_start", "period_end")),
        "level bound": _percent(rows, _same("bound")),
    }


def _changes(rows: pl.DataFrame) -> dict[str, float]:
    referred = rows.filter(pl.col("reference_start").is_not_null())
    amount = (pl.col("value") == pl.col("amount")) & (pl.col("unit") == pl.col("amount_unit"))
    return {
        "change amount": _percent(rows, amount & _same("direction")),
        "change reference": _percent(referred, _same("reference_start", "reference_end")),
        "change level": _percent(rows, pl.col("level_at").eq_missing(pl.col("observation_char_start"))),
    }


def _linked(role: str, read: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    level = pl.col("level_at").eq_missing(pl.col("observation_char_start"))
    return {role: _percent(_beside(role, read, truth), (pl.col("value") == pl.col("percent")) & level)}
