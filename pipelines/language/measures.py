"""What stands right after a numeral: its scale, its unit, a rate; and the value that they make."""

from __future__ import annotations

import polars as pl

from pipelines.language.numbers import NUMBER, read_number
from pipelines.language.text import spelled_word, twin
from pipelines.vocabulary import Vocabulary

#: Units that are never counts of things; the scorer and the warehouse hold them strictly.
MONEY = ["VND", "USD", "EUR", "JPY", "CNY", "GBP", "KRW"]
PERCENT = ["percent", "percentage_point"]
#: From this scale on a bare number is an amount of money: "401 tỷ".
BILLION = 1_000_000_000
#: A part of a whole that is printed as one: "1/3".
FRACTION = r"^[1-4]/(?:[2-9]|10)$"
#: Units that are places; passes add those that are so to them.
PLACES = ["province", "city", "district", "commune", "ward", "country"]

_PLURAL = {"person": "people"}


def _spelled(column: str) -> pl.Expr:
    return spelled_word(pl.col(column)).str.strip_chars()


def read_units(figures: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Read what follows each figure.

    Adds scale (Int64, null where none), unit_code, unit_role (mention | duration | null), per_code and per_number (a rate's base),
    consumed (characters of ``right`` that belong to the figure) and rest (the text after them).
    """
    key = ["right", "bracketed"]
    asked = figures.with_columns(pl.col("left").str.contains(r"\(\s*-?\s*$").alias("bracketed"))
    # What follows figures repeats: each text is read once.
    read = _read_right(asked.select(key).unique(), vocabulary)
    return asked.join(read, on=key, how="left", nulls_equal=True, maintain_order="left").drop("bracketed")


def _after(text: str, word: str) -> pl.Expr:
    """How many characters of ``text`` stand after the ``word`` that it starts with, blanks aside."""
    blanks = pl.col(text).str.len_chars() - pl.col(text).str.strip_chars_start().str.len_chars()
    return pl.col(text).str.len_chars().cast(pl.Int64) - blanks - pl.col(word).str.len_chars()


def _read_right(figures: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Add what `read_units` adds to right, bracketed (the figure stands right after an opening bracket)."""
    read = _with_rate(_with_unit(figures.with_columns(_matched_text().alias("r")), vocabulary), vocabulary)
    return (
        _with_codes(read, vocabulary)
        .with_columns((pl.col("at") + pl.col("per_size")).alias("consumed"))
        .with_columns(
            pl.col("right").str.slice(pl.col("consumed")).alias("rest"),
            pl.col("right").str.slice(pl.col("unit_at"), pl.col("unit_word").str.len_chars()).alias("unit_word"),
        )
        .drop(
            *("r", "r1", "r2", "r3", "r4", "at", "unit_at", "scale_word", "scale_key", "unit_key"),
            *("per_word", "per_word2", "per_key", "per_key2", "per_size"),
        )
    )


def _matched_text() -> pl.Expr:
    """The text after the figure as units are sought in it, character for character as long."""
    # "tỷ lệ" and its like are no billions; a bracket that closes around a negative number is no boundary.
    right = twin(pl.col("right")).str.replace_all(
        r"t[ỷỉ](\s+(?:lệ|trọng|suất|giá|số|phú)(?:[^\p{L}]|$))", "\ue024\ue024${1}"
    )
    # "mức độ 3 và 4 lần lượt là": in turn, no multiple.
    right = right.str.replace(r"^(\s*)lần(\s+lượt)", "${1}\ue024\ue024\ue024${2}")
    right = pl.when("bracketed").then(right.str.replace(r"^\s?\)(\s)", " ${1}")).otherwise(right)
    # The 2 of "m2" is hidden as part of a name; here it belongs to the unit.
    right = right.str.replace_all(r"(\p{L}m|(?:^|[^\p{L}])m)" + chr(0xE012), "${1}2")
    right = right.str.replace_all(r"(\p{L}m|(?:^|[^\p{L}])m)" + chr(0xE013), "${1}3")
    # "người/km²" as "người/km2".
    return right.str.replace_many(["m²", "m³"], ["m2", "m3"])


def _size(text: str, word: str) -> pl.Expr:
    """How many characters the ``word`` that ``text`` starts with takes, blanks before it counted; 0 where there is none."""
    blanks = pl.col(text).str.extract(r"^(\s*)", 1).str.len_chars()
    return pl.when(pl.col(word).is_null()).then(pl.lit(0)).otherwise(blanks + pl.col(word).str.len_chars())


def _with_unit(parsed: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Add scale_word, unit_word, unit_at, at (where they end) and r2, the text after them."""
    parsed = parsed.with_columns(
        pl.col("r").str.extract(rf"^\s*({vocabulary.scale_pattern})(?:[^\p{{L}}]|$)", 1).alias("scale_word"),
    )
    parsed = parsed.with_columns(_size("r", "scale_word").cast(pl.Int64).alias("at")).with_columns(
        pl.col("r").str.slice(pl.col("at")).alias("r1")
    )
    parsed = parsed.with_columns(pl.col("r1").str.extract(rf"^\s*({vocabulary.unit_pattern})", 1).alias("unit_word"))
    unit_end = pl.col("at") + _size("r1", "unit_word")
    return parsed.with_columns(
        unit_end.cast(pl.Int64).alias("at"),
        (unit_end - pl.col("unit_word").str.len_chars()).cast(pl.Int64).alias("unit_at"),
    ).with_columns(pl.col("r").str.slice(pl.col("at")).alias("r2"))


def _with_rate(parsed: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Add per_word and per_word2, the base of a rate and of a rate of a rate, and per_size, the characters of both."""
    slash = r"^\s*(?:/|(?:một|mỗi)\s)\s*"
    # Both are read by the one pattern for units, which is costly to build.
    base = rf"^\s*({vocabulary.base_pattern})"
    per = pl.when(pl.col("r2").str.contains(slash)).then("r2")
    parsed = parsed.with_columns(per.str.replace(slash, "").alias("r3"))
    parsed = parsed.with_columns(pl.col("r3").str.extract(base, 1).alias("per_word"))
    again = pl.col("r3").str.slice(pl.col("per_word").str.len_chars())
    parsed = parsed.with_columns(
        pl.when(again.str.contains(r"^\s*/")).then(again.str.replace(r"^\s*/", "")).alias("r4")
    )
    parsed = parsed.with_columns(pl.col("r4").str.extract(base, 1).alias("per_word2"))
    left = pl.coalesce(
        pl.when(pl.col("per_word2").is_not_null()).then(_after("r4", "per_word2")), _after("r3", "per_word")
    )
    size = pl.col("r2").str.len_chars().cast(pl.Int64) - left
    return parsed.with_columns(pl.when(pl.col("per_word").is_not_null()).then(size).otherwise(0).alias("per_size"))


def _with_codes(parsed: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Add scale, unit_code, unit_role, per_code and per_code2 of the words that were read."""
    words = vocabulary["unit_words"]
    tables = {
        "scale_key": vocabulary["scales"].select(pl.col("surface").alias("scale_key"), pl.col("factor").alias("scale")),
        "unit_key": words.select(pl.col("surface").alias("unit_key"), "unit_code", pl.col("role").alias("unit_role")),
        "per_key": words.select(pl.col("surface").alias("per_key"), pl.col("unit_code").alias("per_code")),
        "per_key2": words.select(pl.col("surface").alias("per_key2"), pl.col("unit_code").alias("per_code2")),
    }
    parsed = parsed.with_columns(
        _spelled(word).alias(key)
        for key, word in zip(tables, ("scale_word", "unit_word", "per_word", "per_word2"), strict=True)
    )
    for key, table in tables.items():
        parsed = parsed.join(table, on=key, how="left", maintain_order="left")
    return parsed


def rate_code(unit: pl.Expr, per: pl.Expr, per_number: pl.Expr | None = None) -> pl.Expr:
    """Return ``x_per_y`` (or ``x_per_n_y``) where ``per`` is given, else ``unit``."""
    base = pl.when(per == "person").then(pl.lit("person")).otherwise(per)
    if per_number is None:
        return pl.when(per.is_not_null()).then(pl.format("{}_per_{}", unit, base)).otherwise(unit)
    many = per.replace(_PLURAL)
    return pl.when(per.is_not_null()).then(pl.format("{}_per_{}_{}", unit, per_number, many)).otherwise(unit)


def read_values(figures: pl.DataFrame) -> pl.DataFrame:
    """Add value, out_of, half_digit and other_value (base units) from raw, scale, unit_code and sign."""
    fraction = pl.col("raw").str.contains(r"^\d+(?:[.,]\d+)*/\d+(?:[.,]\d+)*$")
    counted = pl.col("unit_code").is_not_null() & ~pl.col("unit_code").is_in([*MONEY, *PERCENT, "times", "index_point"])
    # "81,556 USD/thùng": no thousands of dollars.
    counted = counted & ~pl.col("unit_code").str.contains(r"^(?:USD|EUR)_per_").fill_null(False)
    split = figures.with_columns(
        pl.when(fraction).then(pl.col("raw").str.extract(r"^([^/]+)/")).otherwise(pl.col("raw")).alias("numeral"),
        pl.when(fraction).then(pl.col("raw").str.extract(r"/(.+)$")).alias("base_numeral"),
        (counted & pl.col("scale").is_null() & pl.col("whole_unit").fill_null(True)).alias("whole_only"),
    )
    read = read_number(split, "numeral")
    base = read_number(split.select(pl.col("base_numeral").fill_null("0"), "whole_only"), "base_numeral")["number"]
    factor = pl.col("scale").fill_null(1).cast(pl.Decimal(38, 0))
    sign = pl.when(pl.col("negative")).then(pl.lit(-1)).otherwise(pl.lit(1)).cast(pl.Decimal(38, 0))
    half = pl.lit("0.5").cast(NUMBER) / pl.lit(10).pow(pl.col("decimals").clip(0, 6)).cast(pl.Decimal(38, 0))
    return read.with_columns(
        (pl.col("number") * factor * sign).cast(NUMBER).alias("value"),
        (pl.col("other_number") * factor * sign).cast(NUMBER).alias("other_value"),
        (half * factor).cast(NUMBER).alias("half_digit"),
        pl.when(fraction).then(base * factor).cast(NUMBER).alias("out_of"),
    ).drop("numeral", "base_numeral", "number", "other_number", "whole_only")


def printed_number(raw: pl.Expr) -> pl.Expr:
    """About what the digits say, before they are settled: "3.930" is 3930, "15,5" is 15.5."""
    whole = raw.str.replace_all(r"\.(\d{3})", "${1}")
    return whole.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
