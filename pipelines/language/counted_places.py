"""Counts told place after place: "2.900 ca mắc mới. Hà Nội có 900 ca, Hải Phòng (400)" are of the same cases."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY, PERCENT, PLACES
from pipelines.language.sequence import previous, sentences_since
from pipelines.language.steps import distinctly, once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")
_UNPLACED = pl.col("place").is_null()
_PLACE_UNITS = [*PLACES, "township"]
_LABEL = pl.col("label").str

#: How many sentences back the count may stand.
_REACH = 2


def of_same_count(figures: pl.DataFrame) -> pl.DataFrame:
    """Name the counts of places, of which nothing but the unit is told, after what was counted in that unit last."""
    # "ca TP.HCM", "ca tại Long An", "doanh nghiệp Tây Nguyên", "người khu vực nông thôn"
    spot = r"(?:T[Pp]\.?\s?HCM|(?:T[Pp]\.?\s?)?\p{Lu}\p{Ll}[\p{L}.]*)(?:\s\p{Lu}[\p{L}.]*){0,3}"
    place = rf"^(?:\S+|\p{{Ll}}+\s\p{{Ll}}+)\s((?:tại )?{spot}|(?i:(?:khu vực )?(?:thành thị|nông thôn)))$"
    figures, (where,) = distinctly(figures, "label", _LABEL.extract(place, 1))
    if not figures.select((_LEVEL & where.is_not_null()).any()).item():
        return without_steps(figures)
    things = _LEVEL & pl.col("unit_word").is_not_null() & ~pl.col("unit_code").is_in([*MONEY, *PERCENT])
    # "Hải Phòng (400)": what is counted in the list.
    last = pl.when(things).then("unit_code").forward_fill().over("document")
    figures, code = once(figures, pl.coalesce("unit_code", pl.when(pl.col("place").is_not_null()).then(last)))
    alike = ["document", code]
    figures, unit = once(
        figures, pl.when(things).then(pl.col("unit_word").str.to_lowercase()).forward_fill().over(alike)
    )
    counted = _LEVEL & unit.is_not_null()
    figures, low = once(figures, _LABEL.to_lowercase())
    of_head = low.str.starts_with(pl.format("{} ", unit.str.extract(r"^(\S+)", 1)))
    # (one word of the unit is told, or all of it)
    thing = low.str.slice(0, low.str.len_chars() - where.str.len_chars() - 1)
    of_head = of_head & (~thing.str.contains(" ", literal=True) | (thing == unit))
    figures, where = once(figures, pl.when(counted & of_head).then(where))
    whole = low.str.starts_with(pl.format("{} ", unit)) | ((low == unit) & unit.str.contains(" ", literal=True))
    # "số lao động có việc làm là 47 triệu người"
    whole = whole | low.str.contains(r"^(?:tổng )?số (?:lượng )?\p{Ll}")
    outside = counted & whole & where.is_null() & (pl.col("depth") == 0)
    figures, named = only_where(figures, outside, ~_LABEL.contains(r"\s\p{Lu}\p{Ll}"))
    # A part is none of what is told next.
    figures, parts = only_where(figures, named, pl.col("lead").str.contains(r"(?i)trong\s+(?:số\s+)?đó"))
    # Where they all are is not where these are.
    name = _LABEL.replace(r"\s(?:từ|tại|ở|trên)\s.*$", "")
    told = pl.when(~parts & named.fill_null(False)).then(pl.struct(name.alias("name"), "segment_no"))
    figures, before = once(figures, told.forward_fill().over(alike))
    near = sentences_since(before).is_between(0, _REACH)
    label = pl.when(near).then(pl.format("{} {}", before.struct.field("name"), where))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def with_list_counts(figures: pl.DataFrame) -> pl.DataFrame:
    """Add list_counts: "12 ca từ các huyện chuyển đến như sau: Long Phú (4)" counts on what opens the list."""
    lists = pl.col("follows") & ~_UNPLACED & pl.col("lead").str.contains(":", literal=True)
    figures, opens = only_where(figures, lists, pl.col("lead").str.contains(r"^[^,.;:()]{3,80}:\s[^:]*\($"))
    word, code = pl.col("unit_word").pipe(previous), _UNIT.pipe(previous)
    counted = (pl.col("kind").pipe(previous) == "level") & word.is_not_null() & ~code.is_in([*MONEY, "percent"])
    figures, opens = once(figures, (opens & counted).fill_null(False))
    figures, counts = once(figures, pl.when(opens).then(pl.struct(word.alias("word"), code.alias("code"))))
    figures, of_places = _recorded_in(figures)
    figures, counts = once(figures, pl.coalesce(counts, of_places))
    carried = counts.forward_fill().over(HERE) if figures[counts.meta.output_name()].count() else counts
    return without_steps(figures.with_columns(carried.alias("list_counts")))


def _recorded_in(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "12.680 ca mắc mới tại 30 tỉnh, thành phố (có 5.000 ca cộng đồng): Bình Dương (3.172)": cases, no provinces."""
    outer = _UNPLACED & _LEVEL & (pl.col("depth") == 0)
    recorded = outer & pl.col("unit_word").is_not_null() & ~_UNIT.is_in([*MONEY, "percent", *_PLACE_UNITS])
    name = pl.when(pl.col("own_label").str.count_matches(r"\S+") <= 7).then("own_label").otherwise("unit_word")
    here = pl.when(recorded).then(pl.struct(name.alias("word"), _UNIT.alias("code"))).forward_fill().over(HERE)
    # "Hà Nội có 53 ca. Phân bố tại 10 quận, huyện: Đống Đa (15)": those of the sentence before.
    told = pl.struct(pl.col("unit_word").alias("word"), _UNIT.alias("code"), "segment_no")
    before = pl.when(recorded).then(told).forward_fill().over("document").struct
    near = pl.col("segment_no") - before.field("segment_no") <= 1
    last = pl.coalesce(here, pl.when(near).then(pl.struct(before.field("word"), before.field("code"))))
    places = pl.when(outer).then(_UNIT.is_in(_PLACE_UNITS)).forward_fill().over(HERE).pipe(previous)
    lists = pl.col("follows") & ~_UNPLACED & places.fill_null(False)
    figures, opens = only_where(figures, lists, pl.col("lead").str.contains(r"^[^:;]{0,80}:\s[^:;()]*\($"))
    return once(figures, pl.when(opens.fill_null(False)).then(last))
