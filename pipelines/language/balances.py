"""Balances that a clause tells: surplus or deficit, whose, and with whom."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal


def balances(clauses: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add balance (xuất siêu, nhập siêu …) and balance_of (whose) to own_clause."""
    own = pl.col("own_clause")
    return clauses.with_columns(
        own.str.extract(rf"(?i){EDGE}({grammar._cues('balance')})[^,;:]*$", 1).alias("balance"),
        reveal(
            own.str.extract(
                rf"(?i)^(?:.*,)?\s*(?:(?:{grammar._cues('connective', 'status')}|§+)\s+)*(.*?)\s*{EDGE}(?:{grammar._cues('balance')})",
                1,
            )
        )
        .str.replace_all("§+", " ")
        .str.replace(r"(?i)\s+(?:không\s+(?:những|chỉ)|đã|đang|cũng|vẫn|còn|mà|nhưng|tiếp\s+tục|giữ)\s.*$", "")
        .str.replace(r"(?i)^(?:tức|hay|tương\s+đương)(?:\s.*)?$", "")
        .str.replace(r"^.*(?:\s\S+){9,}$", "")
        .str.replace(r"(?i)^(?:.*\s)?(?:sẽ|nhưng|dự\s+báo|bù\s+đắp|bù)\s.*$", "")
        .str.replace(r"(?i)^(?:giá\s+trị|trị\s+giá|kim\s+ngạch|mức|con\s+số|tổng)$", "")
        .str.strip_chars(" ,")
        .alias("balance_of"),
        # "nhập siêu từ Hàn Quốc"
        reveal(
            own.str.extract(
                rf"(?i){EDGE}(?:{grammar._cues('balance')})\s+(?:từ|với|sang)\s+(?:thị\s+trường\s+|nước\s+)?((?-i:\p{{Lu}}[\p{{L}}.]*(?:\s+\p{{Lu}}[\p{{L}}.]*)*))",
                1,
            )
        ).alias("balance_with"),
    )
