"""Rates of growth that a forecast goes on with: of another year, of another economy, as foretold before."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_lists import earlier
from pipelines.language.sequence import previous, previous_value
from pipelines.language.steps import once, only_where

_TURNS = r"(?:nhích|phục\s+hồi|hồi\s+phục|tăng\s+tốc|chậm\s+lại|giảm\s+tốc|tăng|giảm|cải\s+thiện|bật\s+tăng|bật|quay|suy\s+giảm|hạ)"
_JOINTS = r"(?:trước\s+khi|sau\s+đó|rồi|và|nhưng|song|tiếp\s+tục|sẽ|có\s+thể|dự\s+kiến|được\s+dự\s+báo|lại|dần|§+|,)"
_DATED = r"(?:(?:trong|vào|cho|của)\s+)?(?:§+)?"
_GROWTH = r"(?i)(?:^|[^\p{L}])(?:gr?dp|tăng\s+trưởng|kinh\s+tế)(?:[^\p{L}]|$)"
#: What grows by no rate of growth but has a rate of its own.
_STATE = r"(?i)(?:^|[^\p{L}])(?:lạm\s+phát|cpi|giá|thị\s+phần|thất\s+nghiệp|lãi\s+suất|tỷ\s+(?:lệ|trọng|suất)|tỉ\s+(?:lệ|trọng)|nợ|bội\s+chi)(?:[^\p{L}]|$)"


def forecasts_on(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "GDP tăng 4% năm 2023, trước khi nhích lên 4,2% vào năm 2024": the growth of another year is one as well."""
    much = rf"(?:\s+(?:còn|mức|tới|đến|ở|{grammar.bound}))*\s*$"
    on = rf"(?i)^\s*{_DATED}\s*[,;]?\s*(?:{_JOINTS}\s*)*{_TURNS}(?:\s+(?:nhẹ|mạnh|dần|tốc|lại|trở\s+lại|thêm))*\s+(?:lên|xuống|còn|về|đạt|ở){much}"
    # "…, so với mức dự báo 6,5% trước đó", "so với 8% của năm 2022"
    before = rf"(?i)^\s*{_DATED}\s*[,;]?\s*(?:cao\s+hơn|thấp\s+hơn)?\s*so\s+với\s+(?:(?:mức|con\s+số|tốc\s+độ)\s+)?(?:(?:dự\s+báo|ước\s+tính|dự\s+kiến)\s+)?(?:(?:tăng(?:\s+trưởng)?|trước\s+đó|trước\s+đây|hồi|là|§+)\s+)*{much}"
    # "…, cả năm đạt 5%", "; Đông Nam Á bị hạ từ 4,7%"
    whole = rf"(?i)^\s*[,;]\s*(?:và\s+)?§+\s*(?:sẽ\s+|ước\s+|có\s+thể\s+|dự\s+kiến\s+)*(?:đạt|ở\s+mức|là){much}"
    moved = rf"(?i)^\s*{_DATED}\s*[,;]\s*(?:trong\s+khi\s+|còn\s+|và\s+)?(?:[\p{{L}}-]+\s+){{1,6}}(?:bị|được)\s+(?:hạ|nâng|điều\s+chỉnh(?:\s+(?:tăng|giảm))?)(?:\s+dự\s+báo)?\s+(?:từ|xuống|lên){much}"
    asked = (pl.col("kind").is_in(["level", "mention"])) & (pl.col("unit_code") == "percent") & pl.col("follows")
    grew = earlier((pl.col("kind") == "change") & (pl.col("unit_code") == "percent"))
    grew = grew & (previous_value("unit_code") == "percent")
    figures, goes_on = only_where(figures, asked & grew, pl.col("lead").str.contains(f"{on}|{before}|{whole}|{moved}"))
    if not figures.select(goes_on.any()).item():
        return figures
    told = pl.col("lead").str.contains(_GROWTH) & ~pl.col("lead").str.contains(_STATE)
    of_economy = pl.when(pl.col("lead").str.contains(rf"{_GROWTH}|{_STATE}")).then(told).forward_fill().over(HERE)
    figures, taken = once(
        figures, (goes_on & previous(of_economy) & ~pl.col("lead").str.contains(_STATE)).fill_null(False)
    )
    return figures.with_columns(
        pl.when(taken).then(pl.lit("change")).otherwise("kind").alias("kind"),
        pl.when(taken).then(pl.lit("growth_noun")).otherwise("rule").alias("rule"),
        pl.when(taken).then(pl.lit("up")).otherwise("direction").alias("direction"),
    )
