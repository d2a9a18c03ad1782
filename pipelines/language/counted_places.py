"""Counts told place after place: "2.900 ca mắc mới. Hà Nội có 900 ca, Hải Phòng (400)" are of the same cases."""

from __future__ import annotations

import polars as pl

from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.steps import once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_LABEL = pl.col("label").str

#: How many sentences back the count may stand.
_REACH = 2


def of_same_count(figures: pl.DataFrame) -> pl.DataFrame:
    """Name the counts of places, of which nothing but the unit is told, after what was counted in that unit last."""
    things = _LEVEL & pl.col("unit_word").is_not_null() & ~pl.col("unit_code").is_in([*MONEY, *PERCENT])
    # "Hải Phòng (400)": what is counted in the list.
    last = pl.when(things).then("unit_code").forward_fill().over("document")
    figures, code = once(figures, pl.coalesce("unit_code", pl.when(pl.col("place").is_not_null()).then(last)))
    alike = ["document", code]
    figures, unit = once(
        figures, pl.when(things).then(pl.col("unit_word").str.to_lowercase()).forward_fill().over(alike)
    )
    counted = _LEVEL & unit.is_not_null()
    # "ca TP.HCM", "ca tại Long An"
    place = r"^\S+\s((?:tại )?(?:T[Pp]\.?\s?HCM|(?:T[Pp]\.?\s?)?\p{Lu}\p{Ll}[\p{L}.]*)(?:\s\p{Lu}[\p{L}.]*){0,3})$"
    low = _LABEL.to_lowercase()
    of_head = low.str.starts_with(pl.format("{} ", unit.str.extract(r"^(\S+)", 1)))
    figures, where = only_where(figures, counted & of_head, _LABEL.extract(place, 1))
    whole = low.str.starts_with(pl.format("{} ", unit)) | ((low == unit) & unit.str.contains(" ", literal=True))
    outside = counted & whole & where.is_null() & (pl.col("depth") == 0)
    figures, named = only_where(figures, outside, ~_LABEL.contains(r"\s\p{Lu}\p{Ll}"))
    # A part is none of what is told next.
    figures, parts = only_where(figures, named, pl.col("lead").str.contains(r"(?i)trong\s+(?:số\s+)?đó"))
    # Where they all are is not where these are.
    name = _LABEL.replace(r"\s(?:từ|tại|ở|trên)\s.*$", "")
    told = pl.when(~parts & named.fill_null(False)).then(pl.struct(name.alias("name"), "segment_no"))
    figures, before = once(figures, told.forward_fill().over(alike))
    near = (pl.col("segment_no") - before.struct.field("segment_no")).is_between(0, _REACH)
    label = pl.when(near).then(pl.format("{} {}", before.struct.field("name"), where))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))
