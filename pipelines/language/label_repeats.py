"""Words before a figure that name nothing of its own: they belong to the level before, or say what it is compared with."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.label_sources import right_after_the_counted
from pipelines.language.sequence import previous

#: What goods are told by beside their price: "tăng 19% kim ngạch".
ASPECT = r"(?:kim\s+ngạch|trị\s+giá|giá\s+trị|(?:khối\s+|sản\s+|số\s+)?lượng)"
_LEAD = pl.col("lead").str
_KIND, _FOLLOWS = pl.col("kind"), pl.col("follows")
#: Figures that speak of a level.
_OF_LEVEL = _KIND.is_in(["change", "plan", "share"])
#: "15 USD/tấn" in "cao hơn gạo Thái Lan 15 USD/tấn".
_OVER_PRICE = (pl.col("rule") == "beyond") & pl.col("per_code").is_not_null()


def without_repeats(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Take own_label from figures whose words belong to the level before."""
    shown, right_after = right_after_the_counted(shown, grammar)
    for repeats in (
        _spent() | right_after,
        _goes_on_with_level() | _goes_on_growing(grammar) | _records(),
        _contributes(),
        _points_back(),
        _compares(),
        _bare_growth(grammar),
        _aspect(),
        _aspect_after(grammar) | _of_whole_before(),
    ):
        shown = shown.with_columns(pl.when(~repeats.fill_null(False)).then("own_label").alias("own_label"))
    return shown.with_columns(_compared_alone().alias("own_label"))


def _spent() -> pl.Expr:
    """ "đạt 30 tỷ đồng doanh thu, tăng 13%": the words between belong to the level before."""
    told_after = pl.col("spoken").pipe(previous).is_not_null() & pl.col("acted").pipe(previous).is_not_null()
    return (
        told_after
        & _OF_LEVEL
        & _LEAD.contains(r"^[^,]*(?:,\s*(?:(?:song|nhưng|và|đã|cũng)\s+)*(?:tăng|giảm|đạt|bằng|chiếm)[^,]*)?$")
    )


def _goes_on_with_level() -> pl.Expr:
    """ "16.904 cuộc thanh tra, kiểm tra, đạt 101% kế hoạch": the verb after a comma goes on with the level."""
    return (
        _KIND.is_in(["plan", "share"])
        & _FOLLOWS
        & ~pl.col("headed")
        & _LEAD.contains(
            r"(?i)^[^,;:]*,\s+\p{Ll}[^,;:]*,\s*(?:đạt|bằng|chiếm|vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,2}\s*$"
        )
    )


def _goes_on_growing(grammar: Grammar) -> pl.Expr:
    """ "… ở thành thị, tăng 13%" after a bracket, or after a figure of another kind."""
    return (
        (_KIND == "change")
        & _FOLLOWS
        & ~pl.col("headed")
        & _LEAD.contains(rf"(?i)^[^,;:]*,\s*(?:{grammar.direction})(?:\s+(?:{grammar.filler}))*\s*$")
        & (_LEAD.contains(r"^\s*\)") | ~_KIND.pipe(previous).is_in(["level", "change"]))
    )


def _records() -> pl.Expr:
    """ "đạt 16.655 tỷ đồng, mức cao kỷ lục theo quý, tăng 9,6%"."""
    return (
        _OF_LEVEL
        & _FOLLOWS
        & _LEAD.contains(
            r"(?i)^\s*,\s*(?:là\s+|và\s+là\s+|đây\s+là\s+)?(?:mức|con\s+số)\s+(?:cao|thấp|lớn|nhỏ|kỷ\s+lục|tốt)[^,;:]*(?:,|\svà)\s"
        )
    )


def _contributes() -> pl.Expr:
    """ "doanh thu trực tuyến đạt 1.950 tỷ đồng, đóng góp 13,6% tổng doanh thu"."""
    gives = _LEAD.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:đóng\s+)?góp(?:\s+\p{Ll}+)?\s*$")
    return (_KIND == "share") & _FOLLOWS & gives


def _points_back() -> pl.Expr:
    """ "Đây là nhóm hàng lớn nhất, chiếm 20%": the subject stands in the sentence before."""
    return _OF_LEVEL & _LEAD.contains(r"(?i)^\s*đây\s+(?:là|cũng)\s")


def _compares() -> pl.Expr:
    """ "cao hơn gạo cùng loại của Pakistan 15 USD/tấn": what it is compared with is no subject."""
    # "Tháng 5, giá thép cao hơn 350.000 đồng/tấn so với tháng trước": than itself.
    itself = _LEAD.contains(r"(?i)[\p{L}§]\s+\p{L}+\s+hơn(?:\s+(?:khoảng|gần|tới|đến))*\s*$")
    return _OVER_PRICE & ~(~_FOLLOWS & itself) & (pl.col("own_label") == _compared_alone())


def _compared_alone() -> pl.Expr:
    """ "giá gạo Việt Nam cao hơn gạo Thái Lan": the price of the first, where it opens the sentence."""
    first = pl.col("own_label").str.replace(
        r"(?i)(\S)(?:\s+(?:đang|vẫn|cũng|hiện))*\s+(?:cao|thấp|đắt|rẻ)\s+hơn\s.*$", "$1"
    )
    return pl.when(_OVER_PRICE & ~_FOLLOWS).then(first).otherwise("own_label")


def _bare_growth(grammar: Grammar) -> pl.Expr:
    """ "với kim ngạch 4 tỷ USD, với tốc độ tăng trưởng 32%", "thu 540 tỷ đồng, hụt 120 tỷ đồng": growth of what was told."""
    bare = rf"(?i)^(?:tốc\s+độ|nhịp\s+độ|đà|hụt(?:\s+thu)?)$|^(?:mức|tỷ\s+lệ)\s+(?:{grammar.direction})$"
    return (_KIND == "change") & _FOLLOWS & pl.col("own_label").str.contains(bare)


def _aspect() -> pl.Expr:
    """ "… 64% về hóa đơn và 81% về số tiền": an aspect of the same measure."""
    about = pl.col("own_label").str.contains(r"(?i)^(?:tỷ lệ )?về\s") & _FOLLOWS
    # "6,8 - 9%/năm đối với ngắn hạn và 9,3 - 11%/năm đối với trung hạn"
    each = (
        _FOLLOWS
        & ~pl.col("headed")
        & _LEAD.contains(r"(?i)^\s*(?:/\s*\p{L}+)?\s*(?:đối\s+với|cho|tại|ở)\s+[^,;.()]{2,50}(?:\s(?:và|còn)|[;,])\s*$")
        # "20 triệu người ở thành thị và 32 triệu người ở nông thôn": each names its own.
        & ~(pl.col("counted") & ~pl.col("only_unit") & ~pl.col("headed").pipe(previous)).fill_null(False)
    )
    return about | each


def _aspect_after(grammar: Grammar) -> pl.Expr:
    """ "tăng 19% kim ngạch nhưng giảm 9% về giá": the aspect that grew stands after it."""
    joined = pl.col("rest").str.contains(rf"(?i)^\s*(?:{ASPECT}|giá)\s*(?:[,;.]|§|$|(?:và|nhưng|song|còn|so)\s)")
    after = _LEAD.contains(
        rf"(?i)^\s*(?:về\s+)?(?:{ASPECT}|giá)\s*,?\s+(?:và|nhưng|song|còn)?\s*(?:{grammar.direction})\s*$"
    )
    return (_KIND == "change") & (pl.col("unit_code") == "percent") & (joined | (after & _FOLLOWS))


def _of_whole_before() -> pl.Expr:
    """ "chiếm 45% trong tổng lượng và chiếm 43% trong tổng kim ngạch, đạt 3 triệu tấn": wholes are no subjects."""
    whole = r"(?i)^\s*(?:(?:trong|của|trên)\s+)?tổng\s[^,;:()]*?(?:\s+và|,(?:\s+và)?)\s+(?:chiếm|đạt|tương\s+đương)(?:\s+\p{Ll}+){0,2}\s*$"
    return (_KIND.pipe(previous) == "share") & _FOLLOWS & _LEAD.contains(whole)
