"""Conditions and scenarios: what a sentence supposes names no figure, and what it would bring has not happened."""

from __future__ import annotations

import polars as pl

from pipelines.language.steps import only_where

_SCENARIO = r"(?:(?:ở|trong|với|theo|tại)\s+)*(?:kịch\s+bản|phương\s+án|trường\s+hợp)(?:\s[^,;:()]{0,70})?,\s+"
_CONDITION = r"(?:nếu|một\s+khi)\s[^,;:()]{3,90},\s+"

#: "Nếu dịch được kiểm soát, xuất khẩu đạt", "Ở kịch bản thấp, lượng khách đạt".
_SUPPOSED = (
    r"(?i)^[\s\"*]*(?:[^,;:.()]{0,40}[,:]\s)?(?:nếu|(?:trong\s+)?trường\s+hợp|(?:(?:ở|trong|với|theo)\s+)?kịch\s+bản)"
    r"\s+[^;:.()]{2,140},\s[^;:()]*$"
)
#: After "nếu", words of those who look at what is: "nếu tính cả", "nếu so với".
WEIGHS = r"tính|so|xét|nhìn|loại|không\s+kể|không\s+tính|kể|như|theo|trong|vào|ở"
#: "nếu tính cả vốn vay", "nếu như năm 2020 đạt 5 tấn": nothing is supposed.
_OF_FACTS = rf"(?i)(?:nếu|hợp)\s+(?:(?:chỉ|chúng\s+ta|ta)\s+)?(?:{WEIGHS}|trước|gộp|cộng|quy|bỏ|trừ|bao\s+gồm|đã|§)"


def without_condition(lead: pl.Expr) -> pl.Expr:
    """ "Ở kịch bản thứ hai, nếu đường bay mở lại, tỉnh đón" without what is supposed."""
    return lead.str.replace(rf"(?i)^[\s*_\"]*(?:{_SCENARIO}(?:{_CONDITION})?|{_CONDITION})", " ")


def depends(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether the first figure of a sentence is told of what is only supposed."""
    lead = pl.col("lead").str
    asked = lead.contains_any(["nếu", "Nếu", "rường hợp", "ịch bản"]) & ~pl.col("follows")
    figures, told = only_where(figures, asked, lead.contains(_SUPPOSED) & ~lead.contains(_OF_FACTS))
    return figures, told.fill_null(False)
