"""What carriers report: "58,7 triệu lượt khách và 3.012 triệu lượt khách.km"."""

from __future__ import annotations

import polars as pl

from pipelines.language.sequence import sentences_since
from pipelines.language.steps import once, without_steps

_LEVEL = pl.col("kind") == "level"
_LABEL = pl.col("label").str
_FAR = pl.col("unit_code").is_in(["passenger_kilometre", "tonne_kilometre"])
#: Words of the units, which name nothing of what is carried.
_UNIT_WORDS = r"(?i)(?:^|\s)(?:(?:lượt\s+)?(?:hành\s+)?(?:khách|người|hk)|tấn|t)\s*\.\s*km(?:\s|$)"
#: "lượt khách vận tải hành khách …", "lượt khách đường bộ"
_COUNTED = r"(?i)^lượt\s+(?:khách|người)\s+((?:vận\s+(?:tải|chuyển)|luân\s+chuyển|đường|hành\s+khách)\s)"
_CARRIED = r"(?i)^(?:vận\s+tải|vận\s+chuyển|luân\s+chuyển)\s+(hành\s+khách|hàng\s+h(?:óa|oá))(\s.*)?$"
_FARED = r"(?i)luân\s+chuyển.*\s(?:hàng|hành)\s|(?:hàng\s+h(?:óa|oá)|hành\s+khách)\s+luân\s+chuyển"
_MODE = r"(?i)^đường\s+(?:bộ|sắt|biển|sông|thủy|thuỷ|hàng\s+không|không)(?:\s|$)"


def lend_carriage(figures: pl.DataFrame) -> pl.DataFrame:
    """Name carriage by its measure: "luân chuyển hàng hóa", not "tấn.km luân chuyển"; "vận tải hành khách đường bộ"."""
    counts = _FAR | pl.col("unit_code").is_in(["visitor", "passenger", "tonne"])
    named = rf"{_UNIT_WORDS}|{_COUNTED}|luân\s+chuyển|{_MODE}"
    figures, carries = once(figures, _LEVEL & counts & _LABEL.contains(named))
    if not figures.select(carries.any()).item():
        return without_steps(figures)
    rest = _LABEL.replace(_COUNTED, "$1").str.replace(_UNIT_WORDS, " ").str.strip_chars()
    figures, rest = once(figures, pl.when(_LEVEL).then(rest))
    told = pl.struct(
        rest.str.extract(_CARRIED, 1).alias("what"),
        rest.str.extract(_CARRIED, 2).fill_null("").alias("where"),
        "segment_no",
    )
    last = pl.when(rest.str.contains(_CARRIED)).then(told).shift(1).forward_fill().over("document")
    near = (sentences_since(last) <= 1).fill_null(False)
    what, where = last.struct.field("what"), last.struct.field("where")
    by_unit = pl.when(pl.col("unit_code") == "tonne_kilometre").then(pl.lit("hàng hóa")).otherwise(pl.lit("hành khách"))
    there = pl.when(near & (what.str.to_lowercase() == by_unit)).then(where).otherwise(pl.lit(""))
    alone = rest.str.replace(r"(?i)^luân\s+chuyển$", "")
    far = (
        pl.when(rest.str.contains(_CARRIED) | rest.str.contains(_FARED))
        .then(rest.str.replace(r"(?i)^vận\s+(?:tải|chuyển)", "luân chuyển"))
        .when(alone != "")
        .then(pl.format("luân chuyển {} {}", by_unit, alone.str.replace(r"(?i)^luân\s+chuyển\s+", "")))
        .otherwise(pl.format("luân chuyển {}{}", by_unit, there))
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
