"""Labels that name nothing of their own: head nouns alone ("tỷ lệ", "giá"), what stands before a value that is reached."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.sequence import previous

_LEVEL = pl.col("kind") == "level"

GENERIC = r"(?i)^(?:tỷ lệ|tỉ lệ|mức|số|tổng|tổng số|con số|giá trị|trị giá|kim ngạch|số lượng|quy mô|tổng cộng|kết quả|(?:mục tiêu|kế hoạch|chỉ tiêu)(?: của (?:\p{Ll}+ ?){1,4})?)$"

_VERDICT = (
    r"cao|thấp|lớn|nhỏ|tốt|xấu|an\s+toàn|hợp\s+lý|phù\s+hợp|có\s+thể|chấp\s+nhận|khả\s+thi|khả\s+quan|tích\s+cực|đáng|kỷ\s+lục|"
    r"lý\s+tưởng|vừa|bình\s+thường|khiêm\s+tốn|hẹp|khó|ấn\s+tượng|báo\s+động"
)
#: "3,2% vẫn là mức an toàn", "là rất khả quan": what is thought of a rate is no thing that it is of.
JUDGED = (
    r"(?i)^\s*(?:(?:vẫn|cũng|đã|mới|chỉ|đều|chưa|không)\s+)*(?:được\s+coi\s+)?là\s+(?:một\s+)?"
    r"(?:(?:những\s+)?(?:mức|con\s+số|tỷ\s+lệ|ngưỡng|mốc|kết\s+quả|điều|tín\s+hiệu|dấu\s+hiệu)(?:\s+độ)?\s+)?"
    rf"(?:(?:rất|khá|quá|tương\s+đối|hoàn\s+toàn|không|hơi)\s+)*(?:{_VERDICT})(?:[^\p{{L}}]|$)"
)


def generics(shown: pl.DataFrame) -> pl.DataFrame:
    """Add generic: an own_label that names nothing alone."""
    alone = pl.col("own_label").is_not_null() & pl.col("own_label").str.contains(GENERIC)
    # "dầu diesel tăng 304 đồng, có giá 23.055 đồng": whose price it is; "do giá giảm 5%" turns to the price.
    alone = alone | (_LEVEL & pl.col("own_label").str.contains(r"(?i)^giá(?:\s+bán)?$"))
    # "doanh thu đạt 9 tỷ đồng; ở kịch bản xấu chỉ đạt 7 tỷ đồng": of the same measure.
    case = pl.col("own_label").str.contains(
        r"(?i)^(?:ở\s+|với\s+|theo\s+)?(?:kịch\s+bản|phương\s+án)(?:\s+\p{Ll}+){0,3}$"
    )
    shown = shown.with_columns(pl.when(~(_LEVEL & case).fill_null(False)).then("own_label").alias("own_label"))
    return shown.with_columns(
        pl.when(~alone.fill_null(False)).then("own_label").alias("own_label"),
        pl.when(alone).then("own_label").alias("generic"),
    )


def not_reached(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Take own_label from values that a growth before them, or an earlier value, reaches."""
    reached = (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:/\p{{L}}+)?\s*(?:§+)?\s*,?\s*(?:và\s+)?(?:ước\s+)?(?:còn|đạt|lên|xuống|về|chỉ|ước|là|mức|tới|đến|{grammar.bound}|\s)+$"
        )
    )
    # "doanh thu giảm 40%, 45 doanh nghiệp phải đóng cửa": a comma reaches nothing.
    # … nor does "…, khoảng 4-5 triệu lao động đứng trước nguy cơ mất việc".
    apart = pl.col("lead").str.contains(rf"(?i)^\s*§*\s*,\s*(?:(?:{grammar.bound})\s+)*$")
    reached = reached & ~(apart & pl.col("counted") & pl.col("has_thing"))
    # "từ 6,5% đối với các kỳ hạn … xuống còn 1,5%": the second value measures what the first did.
    moved = (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead")
        .pipe(previous)
        .str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|đỉnh|đáy|trung\s+bình|khoảng|gần|hơn|trên|dưới))*\s*$")
        & (pl.col("unit_code") == pl.col("unit_code").pipe(previous)).fill_null(True)
        & pl.col("lead").str.contains(
            r"(?i)(?:^|\s)(?:xuống|lên|về|còn)(?:\s+(?:còn|mức|khoảng|từ|chỉ|gần|hơn|dưới|trên))*\s*$"
        )
    )
    kept_own = ~(reached | moved).fill_null(False)
    return shown.with_columns(pl.when(kept_own).then("own_label").alias("own_label"))
