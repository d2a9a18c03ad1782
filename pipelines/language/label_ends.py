"""Names of measures without what a clause adds: the verbs that tell what happened, the loose words at both ends."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.phrases import held_together, spelled
from pipelines.language.steps import for_each, only_where, without_steps

_LEVEL = pl.col("kind") == "level"

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


def finished(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Labels without what a clause left at their ends: "tỷ lệ là doanh nghiệp nhỏ", "cán cân thương mại Việt Nam cũng"."""

    def trim(labels: pl.DataFrame) -> pl.DataFrame:
        plain = pl.col("label").str.replace(
            r"(?i)^((?:tỷ|tỉ)\s+lệ)\s+(?:vẫn\s+)?là\s+(?:các\s+|những\s+)?(\p{L})", "${1} ${2}"
        )
        # "đặt mục tiêu xuất khẩu 14 tỷ USD": its status says that it is a goal.
        plain = plain.str.replace(
            rf"(?i)^mục\s+tiêu\s+((?:{grammar.head}|{grammar.flows}|xk|nk|lãi|đón|thu)(?:\s.*)?)$", "${1}"
        )
        # "Yêu cầu kiểm soát lạm phát ở mức vừa phải": what is held.
        plain = plain.str.replace(
            r"(?i)^(?:.*\s)?(?:kiểm\s+soát|kiềm\s+chế|bình\s+ổn)\s+((?:lạm\s+phát|cpi|nợ\s+xấu|nợ\s+công|bội\s+chi)\b.*?)"
            r"(?:\s+(?:của\s+(?-i:Chính\s+phủ|Ngân\s+hàng\s+Nhà\s+nước)|ở\s+mức(?:\s.*)?))?$",
            "${1}",
        )
        # "Tổng thu với kịch bản này": when that is so.
        plain = plain.str.replace(
            r"(?i)^(\S+\s+\S.*?)\s+(?:với|theo|ở|trong)\s+(?:kịch\s+bản|phương\s+án|trường\s+hợp)(?:\s.*)?$", "${1}"
        )
        # "vận hành với 80% công suất và sẽ đi vào ổn định": the next clause.
        plain = plain.str.replace(r"(?i)^(\S+\s+\S.*?)\s+và\s+(?:sẽ|đang|đã)\s.*$", "${1}")
        # "thị trường, Hoa Kỳ đứng đầu với kim ngạch": whose it is.
        plain = plain.str.replace(
            r"^(?:.*?[,\s])??(\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*){0,3})\s(?:đứng|dẫn)\sđầu\svới\s((?:kim ngạch|giá trị|trị giá|sản lượng|doanh thu)(?:\s(?:xuất|nhập)\skhẩu)?)$",
            "${2} ${1}",
        )
        # "mức này là thấp so với dự toán": the budget stands in the bracket.
        plain = plain.str.replace(r"(?i)^.*\s(?:thấp|cao|lớn|nhỏ)\s+(?:hơn\s+)?so\s+với\s+(\p{Ll}.*)$", "${1}")
        # "đã thực hiện 187 cuộc thanh tra": that is no part of what is counted; but "vốn thực hiện".
        measured = plain.str.contains(rf"(?i)^(?:{grammar.measures}|{grammar.flows})(?:\s|$)")
        labels, carried_out = only_where(labels, plain.str.ends_with(" thực hiện"), ~measured)
        plain = pl.when(carried_out).then(plain.str.head(-len(" thực hiện"))).otherwise(plain)
        ends = without_loose_ends(held_together(plain, grammar), grammar)
        return without_steps(labels.with_columns(spelled(ends).alias("trimmed_")))

    trimmed = for_each(_priced(figures), ["label"], trim)
    before = pl.when(_LEVEL).then("trimmed_").forward_fill().over("document").shift(1).over("document")
    named = pl.coalesce("trimmed_", pl.when(_LEVEL & pl.col("label").is_not_null()).then(before), "label")
    return trimmed.with_columns(named.alias("label")).drop("trimmed_")


def _priced(figures: pl.DataFrame) -> pl.DataFrame:
    """ "cua gạch giá 400.000 đồng/kg": the price of it; nothing that "tăng giá", "đơn giá" tell."""
    other = r"tăng|giảm|bằng|đấu|trị|định|đơn|trượt|bình|đánh|nâng|hạ|mức|số|lên|xuống|mất|bị|về|theo|báo|lệch|trợ|của|ổn|đứng"
    goods = pl.col("label").str.extract(r"(?i)^(\S+(?:\s+\S+)*?)(?:\s+có)?\s+giá$", 1)
    figures, goods = only_where(figures, _LEVEL & pl.col("unit_code").str.contains("^(?:VND|USD)"), goods)
    goods = pl.when(~goods.str.contains(rf"(?i)^giá\s|(?:^|\s)(?:{other})$")).then(pl.format("giá {}", goods))
    return without_steps(figures.with_columns(pl.coalesce(goods, "label").alias("label")))
