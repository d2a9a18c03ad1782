"""What a figure measures: the noun phrase before its verb, the thing counted after it, or a subject carried."""

from __future__ import annotations

import polars as pl

from pipelines.language.acts import acts
from pipelines.language.figures import HERE
from pipelines.language.generic_labels import generics, not_reached
from pipelines.language.grammar import Grammar
from pipelines.language.label_repeats import without_repeats
from pipelines.language.label_sides import sides
from pipelines.language.label_sources import (
    described,
    placed,
)
from pipelines.language.lent_names import of_plans
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.own_labels import own_labels
from pipelines.language.phrases import tidy
from pipelines.language.plain_names import told_plainly
from pipelines.language.sequence import previous
from pipelines.language.steps import once, without_steps


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own_label, generic (a head noun that names nothing alone) and carried, the subject carried along a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    figures = told_plainly(acts(placed(described(sides(figures, grammar), grammar)), grammar), grammar)
    shown = without_repeats(_plans(own_labels(figures, grammar), grammar), grammar)
    return _carried(not_reached(generics(shown), grammar), grammar).drop(_WORKING)


#: Columns that the steps below hand one another.
_WORKING = [
    "has_thing",
    "is_linked",
    "only_unit",
    "is_generic",
    "is_left",
    "described",
    "spoken",
    "acted",
    "told",
    "chosen",
]
_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def _same_thing(grammar: Grammar) -> pl.Expr:
    """Whether a count goes on with the things counted, or grown, before it, and names none of its own."""
    # "1.720 lao động trong tháng; tính chung 10 tháng 16.450 lao động": the same count of a longer time.
    onward = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:(?:{grammar._cues('status', 'verb', 'bound', 'adverb')}|và|sẽ|cả)\s*)+$"
        r"|^[^;,.()]*[;,]\s*(?:(?:lũy|luỹ)\s+kế|tính\s+chung|cộng\s+dồn)?\s*§+\s*$"
    ) & pl.col("follows")
    same_thing = (
        _LEVEL
        & pl.col("counted")
        & pl.col("only_unit")
        & onward
        & (pl.col("unit_word") == pl.col("unit_word").pipe(previous))
        & (pl.col("kind").pipe(previous) == "level")
    )
    # "1.162 sự cố, giảm 6%; tính chung 9 tháng là 9.503 cuộc": the same count in another word.
    told_unit = pl.when(_LEVEL).then(_UNIT).forward_fill().over(HERE).pipe(previous)
    summed = pl.col("lead").str.contains(
        rf"(?i)[;,]\s*(?:lũy\s+kế|luỹ\s+kế|tính\s+chung|cộng\s+dồn)?\s*§+\s*(?:ước\s+)?(?:là|đạt|có)(?:\s+(?:{grammar.bound}))*\s*$"
    )
    same_thing = same_thing | (
        _LEVEL & pl.col("counted") & pl.col("only_unit") & pl.col("follows") & summed & (told_unit == _UNIT)
    )
    # "720.000 người, giảm từ mức 1,05 triệu người": the same people before.
    came_from = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:{grammar.direction})(?:\s+(?:{grammar._cues('adverb')}))*\s+(?:từ|so\s+với)(?:\s+(?:mức|con\s+số|{grammar.bound}))*\s*$"
    )
    same_thing = same_thing | (
        _LEVEL & pl.col("counted") & pl.col("only_unit") & came_from & (_UNIT.pipe(previous) == _UNIT)
    )
    # "số người dùng tăng thêm 2 triệu người trong năm, đạt 9 triệu người": as many as they came to.
    reached = pl.col("lead").str.contains(
        rf"(?i)^[^;:()]{{0,40}},\s*(?:đạt|lên|còn|xuống)(?:\s+(?:còn|mức|{grammar.bound}))*\s*$"
    )
    grown = (pl.col("kind").pipe(previous) == "change") & (_UNIT.pipe(previous) == _UNIT)
    same_thing = same_thing | (_LEVEL & pl.col("counted") & pl.col("only_unit") & reached & grown)
    return same_thing


def _plans(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add planned, plan_phrase, pointing, and own_label: chosen, where the figure does not go on with another's subject."""
    planned = of_plans(grammar)
    plan_phrase = tidy(pl.col("lead").str.extract(rf"(?i)((?:{grammar._cues('plan')})\b[^()]*)\(\s*$", 1))
    figures = figures.with_columns(
        planned.fill_null(False).alias("planned"), pl.when(planned).then(plan_phrase).alias("plan_phrase")
    )
    # "con số này", "tỷ lệ này": the subject stands in the sentence before.
    pointing = pl.col("lead").str.contains(
        r"(?i)(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|chỉ\s+số|giá\s+trị|chỉ\s+tiêu|thị\s+phần)\s+(?:này|trên|đó)(?:[^\p{L},;][^,;]*)?$"
        # "nếu chỉ tính nhóm đầu bảng thì con số là 9,7%"
        r"|(?:\sthì\s+|,\s*)con\s+số\s+(?:(?:vẫn|chỉ|mới|sẽ|đã)\s+)*là(?:\s+(?:gần|hơn|khoảng|trên|dưới))?\s*$"
    )
    # "Đây là lần đầu tiên thành phố vượt mốc 500.000 tỷ đồng"
    first = r"(?i)^\s*đây\s+là\s+(?:lần|năm|tháng|quý|phiên)\s[^,;:]*\s(?:đạt|vượt|cán|chạm|qua)\s[^,;:]*$"
    pointing = pointing | (pl.col("lead").str.contains(first) & _UNIT.is_in(MONEY))
    # "ngành hàng này giảm 26,8%, xuống còn 1,68 tỷ USD": so does its growth.
    goods = pl.col("lead").str.contains(
        r"(?i)(?:^|,)\s*(?:ngành\s+hàng|mặt\s+hàng|nhóm\s+hàng|loại\s+hàng|sản\s+phẩm|dịch\s+vụ|lĩnh\s+vực)\s+này\s[^,;]*$"
    )
    figures = figures.with_columns(((pointing | goods) & _LEVEL).alias("pointing"))
    points = pl.col("pointing") | (goods & (pl.col("kind") == "change"))
    # "lỗ 97 tỷ đồng, giảm lỗ 160 tỷ đồng": of the loss told.
    loses = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:{grammar.direction})\s+(?:số\s+)?lỗ(?:\s+\p{{Ll}}+){{0,2}}\s*$"
    )
    points = points | (loses & pl.col("follows") & (pl.col("kind") == "change"))
    kept = pl.when(~(_same_thing(grammar).fill_null(False) | points | pl.col("planned"))).then(pl.col("chosen"))
    # "Đứng thứ 2 là thị trường Đức với 834 tấn": the place is no part of the name.
    return figures.with_columns(reveal(kept).str.replace(r"^\d{1,3}\s+là\s+", "").alias("own_label"))


def _carried(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add names_subject and carried."""
    away = pl.col("kind").eq("change") & pl.col("lead").str.contains(
        rf"(?i)\(\s*§+\s*(?:{grammar.direction})|(?:hơn|với|bằng)\s+mức\s+(?:{grammar.direction})(?:\s+\p{{L}}+)?\s*$"
        rf"|(?:hơn|so\s+với|trái\s+ngược(?:\s+với)?)\s+(?:mức|tốc\s+độ)\s+(?:{grammar.direction})(?:\s+\p{{L}}+){{0,3}}\s*$"
    )
    # "120 tỷ đồng (so với cùng kỳ tăng 5%)": of that very amount.
    away = away & ~pl.col("compared_here")
    names = pl.col("own_label").is_not_null() & ~(
        pl.col("joined_space") | pl.col("range_high") | pl.col("base_of") | pl.col("prior") | pl.col("converted")
    )
    # "khu vực FDI đóng góp 2,8 điểm phần trăm và đạt 19 tỷ USD": what it gives is no subject.
    gives = pl.col("own_label").str.contains(r"(?i)^đóng\s+góp$").fill_null(False)
    subject = pl.when(names & ~gives).then(pl.col("own_label"))
    # "xuất khẩu tiêu giảm 7,8% do giá giảm 34,5%": the price of what was told.
    # "với sản lượng 3 triệu tấn, giá bình quân 120 USD/tấn": not the price of the output.
    bare = rf"(?i)^(?:{grammar._cues('bare')}|sản\s+lượng|kim\s+ngạch|trị\s+giá|giá\s+trị)$"
    before = pl.when(~subject.str.contains(bare)).then(subject).forward_fill().over(HERE).pipe(previous)
    price: pl.Expr = pl.when((subject.str.to_lowercase() == "giá") & ~before.str.contains(r"(?i)^giá(?:\s|$)")).then(
        pl.format("giá {}", before)
    )
    shown, of_goods = once(shown, pl.when(pl.col("generic").str.contains(r"(?i)^giá(?:\s|$)")).then(before))
    shown, price = once(shown, price)
    shown = shown.with_columns(pl.coalesce(price, "own_label").alias("own_label"))
    return (
        shown.with_columns((names | away).alias("names_subject"), pl.when(names).then("own_label").alias("own_label"))
        .with_columns(pl.coalesce(of_goods, subject.forward_fill().over(HERE)).alias("carried"))
        .pipe(without_steps)
    )
