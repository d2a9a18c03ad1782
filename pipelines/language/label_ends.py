"""Names of measures without what a clause adds: the verbs that tell what happened, the loose words at both ends."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar

#: Heads of counts, whose names tell what the things counted do: "số doanh nghiệp đang hoạt động".
_COUNT = r"(?i)^(?:tổng\s+)?(?:số|lượng)(?:\s|$)"


def without_clause(name: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut "doanh thu bán lẻ dự kiến sẽ đạt mốc" where its verb begins; counts keep what their things do."""
    finite = rf"(?i)^(.*?\p{{L}})\s*,?\s+(?:{grammar._cues('finite')})(?:\s.*)?$"
    measured = name.str.contains(rf"(?i)^(?:{grammar.measures})(?:\s|$)") & ~name.str.contains(_COUNT)
    return pl.when(measured.fill_null(False)).then(name.str.replace(finite, "${1}")).otherwise(name)


def without_loose_ends(name: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut the words that neither open nor close a name; null where nothing else is left."""
    opening = rf"(?i)^(?:(?:{grammar._cues('loose_start')})(?:\s+|$|,\s*))+"
    closing = rf"(?i)(?:(?:\s+|^|,\s*)(?:{grammar._cues('loose_end')}))+$"
    # "Hạ tầng phủ sóng": a noun, nothing is lowered.
    opened = pl.when(~name.str.contains(r"(?i)^hạ\s+(?:tầng|lưu|nguồn)")).then(name.str.replace(opening, ""))
    # "mực nước sông Hồng lúc 7h": when it was, is no name.
    clock = r"(?i)\s+lúc\s+[\x{E010}-\x{E019}\d]{1,2}\s*(?:h|giờ)(?:\s?[\x{E010}-\x{E019}\d]{2})?$"
    return (
        pl.coalesce(opened, name)
        .str.replace(clock, "")
        .str.replace(closing, "")
        .str.strip_chars(" ,")
        .replace("", None)
    )
