"""Balances that a clause tells: surplus or deficit, whose, and with whom; and labels told again."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal
from pipelines.language.sequence import previous

_OF_TRADE = "cán cân thương mại"


def balances(clauses: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add balance (xuất siêu, nhập siêu …) and balance_of (whose) to own_clause."""
    own = pl.col("own_clause")
    return clauses.with_columns(
        # "vay bù đắp bội chi 443 tỷ đồng": a loan.
        pl.when(~own.str.contains(r"(?i)(?:^|\s)bù\s+đắp\s[^,;:]*$"))
        .then(own.str.extract(rf"(?i){EDGE}({grammar._cues('balance')})[^,;:]*$", 1))
        .alias("balance"),
        reveal(
            own.str.extract(
                rf"(?i)^(?:.*,)?\s*(?:(?:{grammar._cues('connective', 'status')}|§+)\s+)*(.*?)\s*{EDGE}(?:{grammar._cues('balance')})",
                1,
            )
        )
        .str.replace_all("§+", " ")
        .str.replace(r"(?i)\s+(?:không\s+(?:những|chỉ)|đã|đang|cũng|vẫn|còn|mà|nhưng|tiếp\s+tục|giữ)\s.*$", "")
        .str.replace(r"(?i)^(?:tức|hay|tương\s+đương)(?:\s.*)?$|^(?:lại|dù|mặc\s+dù|tuy)$", "")
        .str.replace(r"^.*(?:\s\S+){12,}$", "")
        .str.replace(r"(?i)^(?:.*\s)?(?:sẽ|nhưng|dự\s+báo|bù\s+đắp|bù)\s.*$", "")
        .str.replace(r"(?i)^(?:giá\s+trị|trị\s+giá|kim\s+ngạch|mức|con\s+số|tổng)$", "")
        .str.strip_chars(" ,;*_")
        .alias("balance_of"),
        # "nhập siêu từ Hàn Quốc"
        reveal(
            own.str.extract(
                rf"(?i){EDGE}(?:{grammar._cues('balance')})\s+(?:từ|với|sang)\s+(?:thị\s+trường\s+|nước\s+)?((?-i:\p{{Lu}}[\p{{L}}.]*(?:\s+\p{{Lu}}[\p{{L}}.]*)*))",
                1,
            )
        ).alias("balance_with"),
    )


def restated(grammar: Grammar) -> pl.Expr:
    """The label of a figure that stands in no list of places."""
    restates = pl.col("prior") | pl.col("converted") | pl.col("joined_space") | pl.col("range_high")
    carried = pl.col("carried")
    # "tổng mức bán lẻ đạt …, nâng tổng mức lên": the same measure again.
    again = carried.str.to_lowercase().str.starts_with(pl.col("generic").str.to_lowercase())
    thing = carried.str.replace(r"(?i)^(?:(?:khối|số|sản)\s+)?lượng\s+(\p{L})", "${1}")
    extended = pl.when(again).then(carried).otherwise(pl.format("{} {}", "generic", thing))
    extended = pl.when(pl.col("generic").is_not_null() & carried.is_not_null()).then(extended)
    label = pl.when(restates & carried.is_not_null()).then(carried)
    amount = (pl.col("kind") == "level") & (pl.col("unit_code") != "percent").fill_null(True)
    return pl.coalesce(
        pl.when(amount).then(pl.coalesce(_balance(grammar), _balance_of_whom())),
        pl.when(pl.col("planned")).then(pl.concat_str(["plan_phrase", "carried"], separator=" ", ignore_nulls=True)),
        label.otherwise(pl.coalesce("own_label", extended, carried, "generic")),
    )


def _balance(grammar: Grammar) -> pl.Expr:
    """The balance that a surplus or deficit is of, null for other figures."""
    # "cán cân thương mại hàng hóa ước tính xuất siêu": named whole already.
    told = rf"(?i)\s+(?:(?:{grammar._cues('status')})\s+)?(?:{grammar._cues('balance')})$"
    named = pl.when(pl.col("balance").str.contains(r"(?i)^cán\s+cân")).then(pl.col("own_label").str.replace(told, ""))
    own: pl.Expr = pl.when(pl.col("balance_of") != "").then("balance_of")
    # "khu vực FDI xuất siêu 7,9 tỷ USD kể cả dầu thô và xuất siêu 7,6 tỷ USD không kể dầu thô": of the same.
    goes_on = pl.col("lead").str.contains(r"(?i)\svà\s+(?:xuất|nhập)\s+siêu(?:\s+\p{Ll}+){0,2}\s*$")
    # "xuất siêu 7,9 tỷ USD kể cả dầu thô và 7,6 tỷ USD không kể dầu thô"
    goes_on = goes_on | _with_and_without()
    of = pl.coalesce(own, pl.when(goes_on).then(own.forward_fill().over(HERE)))
    of_balance = pl.col("balance").is_not_null() | (
        _with_and_without() & pl.col("balance").is_not_null().pipe(previous)
    )
    return pl.when(of_balance.fill_null(False)).then(
        pl.when(named.is_not_null())
        .then(named)
        .when(of.str.contains(r"(?i)^cán\s+cân"))
        .then(of)
        .when(of.str.contains(r"(?i)\s(?:là|so\s+với|với)\s"))
        .then(pl.lit(_OF_TRADE))
        .when(of.is_null() & pl.col("balance_with").is_not_null())
        .then(pl.format(f"{_OF_TRADE} với {{}}", "balance_with"))
        .otherwise(pl.concat_str([pl.lit(_OF_TRADE), of], separator=" ", ignore_nulls=True))
    )


def _with_and_without() -> pl.Expr:
    return pl.col("lead").str.contains(r"(?i)^\s*\(?(?:kể\s+cả|không\s+kể|bao\s+gồm|gồm\s+cả)\s+dầu\s+thô\)?\s+và\s*$")


def _balance_of_whom() -> pl.Expr:
    """ "bù đắp mức nhập siêu 12,8 tỷ USD của khu vực trong nước"."""
    whose = pl.col("rest").str.extract(r"(?i)^\s+của\s+([^,;.()§]{3,40}?)\s*(?:[,;.()§]|$)", 1)
    return pl.when(pl.col("own_label").str.contains(r"(?i)(?:^|\s)(?:mức|phần|khoản)\s+(?:nhập|xuất)\s+siêu$")).then(
        pl.concat_str([pl.lit(_OF_TRADE), whose], separator=" ", ignore_nulls=True)
    )
