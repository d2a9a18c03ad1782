"""A numeral's digits to its value: which mark is thousands, which decimal, and what else it could be."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true

#: Enough for quadrillions of đồng with six decimals.
NUMBER = pl.Decimal(38, 6)

_GROUPED = {
    "thousands_point": r"^\d{1,3}(?:\.\d{3})+$",
    "thousands_point_decimal_comma": r"^\d{1,3}(?:\.\d{3})+,\d+$",
    "thousands_comma": r"^\d{1,3}(?:,\d{3}){2,}$",
    "thousands_comma_decimal_point": r"^\d{1,3}(?:,\d{3})+\.\d+$",
    "decimal_comma": r"^\d+,\d+$",
    "decimal_point": r"^\d+\.\d+$",
    "integer": r"^\d+$",
}


def number_style(raw: pl.Expr, whole_only: pl.Expr) -> pl.Expr:
    """Name the style of ``raw``; ``whole_only`` says that the thing counted has no fractions."""
    zero_led = raw.str.contains(r"^0[.,]")
    special = [
        (zero_led & raw.str.contains(r"^0\.\d+$"), pl.lit("decimal_point")),
        (whole_only & raw.str.contains(r"^[1-9]\d{0,2},\d{3}$"), pl.lit("thousands_comma")),
    ]
    grouped = [(raw.str.contains(pattern), pl.lit(style)) for style, pattern in _GROUPED.items()]
    return first_true([*special, *grouped], pl.lit("unclear"))


def _canonical(raw: pl.Expr, style: pl.Expr) -> pl.Expr:
    """Write ``raw`` with a decimal point only."""
    no_points = raw.str.replace_all(".", "", literal=True)
    no_commas = raw.str.replace_all(",", "", literal=True)
    return (
        pl.when(style.is_in(["thousands_point", "thousands_point_decimal_comma", "decimal_comma"]))
        .then(no_points.str.replace(",", ".", literal=True))
        .when(style.is_in(["thousands_comma", "thousands_comma_decimal_point", "decimal_point", "integer"]))
        .then(no_commas)
        .otherwise(no_points.str.replace_all(",", "", literal=True).str.replace_all("/", "", literal=True))
    )


def read_number(frame: pl.DataFrame, raw: str = "raw", whole_only: str = "whole_only") -> pl.DataFrame:
    """Add number, decimals, style and other_number to ``frame``.

    number: the value of the digits alone, Decimal; decimals: printed decimal places; other_number: the value under the
    reading not chosen, where a single mark could be thousands or decimal; style: the rule that decided.
    Digits beyond 26 before the mark read as null.
    """
    style = number_style(pl.col(raw), pl.col(whole_only))
    marked = frame.with_columns(style.alias("style")).with_columns(
        _canonical(pl.col(raw), pl.col("style")).alias("digits")
    )
    one_mark = pl.col(raw).str.contains(r"^[1-9]\d{0,2}[.,]\d{3}$")
    other = (
        pl.when(one_mark & pl.col("style").is_in(["decimal_comma", "decimal_point"]))
        .then(pl.col("digits").str.replace(".", "", literal=True))
        .when(one_mark)
        .then(pl.col(raw).str.replace(r"[.,]", "."))
    )
    fits = pl.col("digits").str.contains(r"^\d{1,15}(?:\.\d+)?$")
    return marked.with_columns(
        pl.when(fits).then(pl.col("digits")).str.slice(0, 30).cast(NUMBER, strict=False).alias("number"),
        other.cast(NUMBER, strict=False).alias("other_number"),
        pl.col("digits").str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).cast(pl.Int64).alias("decimals"),
    ).drop("digits")
