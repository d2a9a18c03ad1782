"""Measures by their norm, and those of carriers: "58,7 triệu lượt khách và 3.012 triệu lượt khách.km"."""

from __future__ import annotations

import polars as pl

from pipelines.language.sequence import sentences_since
from pipelines.language.steps import once, without_steps

_LABEL = pl.col("label").str
_FAR = pl.col("unit_code").is_in(["passenger_kilometre", "tonne_kilometre"])
#: Words of the units, which name nothing of what is carried.
_UNIT_WORDS = r"(?i)(?:^|\s)(?:(?:lượt\s+)?(?:hành\s+)?(?:khách|người|hk)|tấn|t)\s*\.\s*km(?:\s|$)"
#: "lượt khách vận tải hành khách …", "lượt khách đường bộ"
_COUNTED = r"(?i)^lượt\s+(?:khách|người)\s+((?:vận\s+(?:tải|chuyển)|luân\s+chuyển|đường|hành\s+khách)\s)"
_CARRIED = r"(?i)^(?:vận\s+tải|vận\s+chuyển|luân\s+chuyển)\s+(hành\s+khách|hàng\s+h(?:óa|oá))(\s.*)?$"
_FARED = r"(?i)luân\s+chuyển.*\s(?:hàng|hành)\s|(?:hàng\s+h(?:óa|oá)|hành\s+khách)\s+luân\s+chuyển"
_MODE = r"(?i)^đường\s+(?:bộ|sắt|biển|sông|thủy|thuỷ|hàng\s+không|không)(?:\s|$)"


def lend_norms(figures: pl.DataFrame) -> pl.DataFrame:
    """ "diện tích là 21,8 km2 (đạt 396% so với quy định)": how much of what the norm asks for."""
    norm = r"(?i)^\s*so\s+với\s+((?:mức\s+)?(?:quy\s+định|quy\s+chuẩn|tiêu\s+chuẩn|tiêu\s+chí|định\s+mức|yêu\s+cầu))"
    percent = (pl.col("kind") == "level") & (pl.col("unit_code") == "percent") & pl.col("follows")
    held = percent & pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:mới\s+)?(?:đạt|bằng)\s*$")
    figures, held = once(figures, held.fill_null(False))
    if not figures.select(held.any()).item():
        return without_steps(figures)
    before = pl.when((pl.col("kind") == "level") & ~held).then("label").forward_fill().over("document", "segment_no")
    asked = pl.col("rest").str.extract(norm, 1).str.to_lowercase()
    label = pl.when(held).then(pl.format("tỷ lệ {} so với {}", before, asked))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_carriage(figures: pl.DataFrame) -> pl.DataFrame:
    """Name carriage by its measure: "luân chuyển hàng hóa", not "tấn.km luân chuyển"; "vận tải hành khách đường bộ"."""
    level = pl.col("kind") == "level"
    counts = level & pl.col("unit_code").is_in(
        ["visitor", "passenger", "tonne", "passenger_kilometre", "tonne_kilometre"]
    )
    figures, carries = once(figures, (counts & _LABEL.contains(rf"{_UNIT_WORDS}|{_COUNTED}|luân\s+chuyển|{_MODE}")))
    if not figures.select(carries.any()).item():
        return without_steps(figures)
    named = _LABEL.replace(_COUNTED, "$1")
    figures, rest = once(figures, pl.when(level).then(named.str.replace(_UNIT_WORDS, " ").str.strip_chars()))
    told = pl.struct(
        rest.str.extract(_CARRIED, 1).alias("what"),
        rest.str.extract(_CARRIED, 2).fill_null("").alias("where"),
        "segment_no",
    )
    last = pl.when(rest.str.contains(_CARRIED)).then(told).shift(1).forward_fill().over("document")
    near = (sentences_since(last) <= 1).fill_null(False)
    what, where = last.struct.field("what"), last.struct.field("where")
    by_unit = pl.when(pl.col("unit_code") == "tonne_kilometre").then(pl.lit("hàng hóa")).otherwise(pl.lit("hành khách"))
    alone = rest.str.replace(r"(?i)^luân\s+chuyển$", "")
    far = (
        pl.when(rest.str.contains(_CARRIED) | rest.str.contains(_FARED))
        .then(rest.str.replace(r"(?i)^vận\s+(?:tải|chuyển)", "luân chuyển"))
        .when(alone != "")
        .then(pl.format("luân chuyển {} {}", by_unit, alone.str.replace(r"(?i)^luân\s+chuyển\s+", "")))
        .otherwise(
            pl.format(
                "luân chuyển {}{}",
                by_unit,
                pl.when(near & (what.str.to_lowercase() == by_unit)).then(where).otherwise(pl.lit("")),
            )
        )
    )
    of_mode = rest.str.contains(_MODE) & near
    label = (
        pl.when(carries & _FAR)
        .then(far)
        .when(carries & of_mode)
        .then(pl.format("vận tải {} {}", what, rest))
        .when(carries)
        .then(rest)
    )
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))
