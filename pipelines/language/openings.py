"""Labels that go on with what their sentence opens with: a field, a topic, a place."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where, without_steps


def of_openings(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Let bare measures be of the field, the topic or the place that their sentence opens with."""
    figures, (scope, within, topic, having) = _openings(figures, grammar)
    figures, (words,) = distinctly(figures, "label", pl.col("label").str.count_matches(r"\S+"))
    figures, of_topic = _of_topic(figures, topic, grammar)
    bare = (pl.col("kind") == "level") & pl.col("own").is_not_null() & (words <= 4)
    figures, scoped = once(figures, bare & ~of_topic & scope.is_not_null())
    figures, owned = once(figures, pl.coalesce(_at_place(within, words), _of_having(having, words)))
    figures = figures.with_columns(pl.coalesce(owned, "label").alias("label"))
    # "Ở mặt hàng tôm, kim ngạch đạt 3,4 tỷ USD, riêng tháng 9 đạt 343 triệu USD": of the same goods.
    told, where = (pl.when(scoped).then(column).forward_fill().over(HERE) for column in (pl.col("label"), scope))
    again = (pl.col("kind") == "level") & pl.col("own").is_null() & (pl.col("label") == told)
    named = pl.when(scoped | again).then(pl.format("{} {}", "label", where)).otherwise("label")
    return without_steps(_of_measure(figures.with_columns(named.alias("label")), grammar))


def _of_measure(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Diện tích năm 2023: lúa 12.300 ha; ngô 4.500 ha": what opens the list is measured of each."""
    figures, opens = once(figures, ~pl.col("follows") & pl.col("lead").str.contains(":", literal=True))
    measure = (
        rf"(?i)^[\s§,*+•–-]*(?:(?:cụ\s+thể|theo\s+đó|về|riêng|trong\s+đó)[,\s]+)*((?:{grammar.measures})(?:\s+[^,;:()§]{{1,80}}?)?)"
        r"(?:\s+(?:của\s+|trong\s+)?§+)?(?:\s+(?:như\s+sau|cụ\s+thể|lần\s+lượt|đạt|là))*\s*:\s*[^,;:()§]{1,50}$"
    )
    figures, head = only_where(figures, opens, pl.col("lead").str.extract(measure, 1))
    if not figures.select(head.is_not_null()).to_series().any():
        return figures
    told = pl.struct(reveal(head).alias("head"), pl.col("unit_code").alias("unit"))
    figures, told = once(figures, pl.when(head.is_not_null()).then(told).forward_fill().over(HERE))
    head = told.struct.field("head").str.strip_chars()
    item = (head.is_not_null() & pl.col("own").is_not_null()) & (pl.col("kind") == "level") & (pl.col("depth") == 0)
    item = item & (told.struct.field("unit") == pl.col("unit_code")) & ~pl.col("headed").fill_null(False)
    # "Thị phần tháng 10: Hưng Phát 7.600 xe": what is counted is no share.
    rate = head.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)|^thị\s+phần")
    item = item & (~rate | (pl.col("unit_code") == "percent"))
    listed = pl.col("lead").str.contains(r"(?:^|[;,:])\s*(?:và\s+|còn\s+)?[^,;:()]{1,50}$")
    alone = ~pl.col("label").str.to_lowercase().str.starts_with(head.str.to_lowercase().str.head(6))
    label = pl.when(item & listed & alone).then(pl.format("{} {}", head, "label")).otherwise("label")
    return figures.with_columns(label.alias("label"))


def _openings(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, list[pl.Expr]]:
    """The field, the place, the topic and the place that has measures, that what stands before each figure opens with."""
    # "Trong lĩnh vực công nghiệp ICT, doanh thu đạt": revenue of that field.
    scope = r"(?i)^[\s§,]*(?:trong|về|(?:đối\s+)?với|ở|riêng)\s+((?:lĩnh\s+vực|mảng|ngành|thị\s+trường|khối|mặt\s+hàng|nhóm)\s+[^,§]{2,60}),\s"
    # "Lĩnh vực viễn thông: doanh thu đạt"
    heading = r"(?i)^[\s*+-]*(?:về\s+)?((?:lĩnh\s+vực|mảng|ngành|khối)\s+[^,:§]{2,60}):\s"
    # "Tại Vietcombank, dư nợ cho vay đạt": of that bank.
    name = r"\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,4}"
    company = rf"(?i:{grammar._cues('organization')})\s+[\p{{L}}&. -]{{2,60}}"
    place = rf"^[\s§,]*(?:Riêng\s+|Còn\s+)?(?:[Tt]ại|Ở)\s+((?:(?:ngân hàng|công ty|thị trường|tỉnh|thành phố)\s+)?{name}|{company}|(?:Cục|Chi cục|Sở|Kho bạc|Sàn|Khu|Cảng)\s+[\p{{L}} .-]{{3,50}}),\s"
    # "Thanh long: diện tích 11.826 ha, … sản lượng 5 tháng 145.000 tấn"
    topic = r"^[\s*+-]*(\p{Lu}[^,:;.()§]{1,40}):\s"
    # "Xã An Phú có diện tích tự nhiên 12 km2, dân số 9.800 người": both are of it.
    having = (
        r"^[\s§,*+•–-]*((?i:xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố|đặc khu|thôn|cụm công nghiệp|khu công nghiệp|KCN|TP\.?)"
        rf"\s+(?:{name}|[\x{{E010}}-\x{{E019}}]+))\s+(?:(?:§+|mới|hiện|nay|sẽ|đã|được\s+\p{{L}}+)\s+)*có\s+(?:tổng\s+)?(?:quy\s+mô\s+)?(?i:{grammar.head})(?:\s|$)"
    )
    # "Riêng mặt hàng gạo: lượng xuất khẩu đạt"
    goods = r"(?i)^[\s*+-]*(?:(?:tính\s+)?riêng|(?:đối\s+)?với|về|còn)\s+(?:các\s+)?(?:mặt\s+hàng|nhóm\s+hàng|nhóm)\s+([^,:;.()§]{1,40}):\s"
    lead = pl.col("lead").str
    field = pl.coalesce(lead.extract(scope, 1), lead.extract(heading, 1))
    return distinctly(
        figures,
        "lead",
        reveal(field),
        reveal(lead.extract(place, 1)),
        reveal(pl.coalesce(lead.extract(goods, 1), lead.extract(topic, 1))),
        reveal(lead.extract(having, 1)),
    )


def _of_topic(figures: pl.DataFrame, topic: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Name measures after the topic before a colon, and say which."""
    topic = pl.when(~pl.col("follows")).then(topic).forward_fill().over(HERE)
    bare = rf"(?i)^(?:{grammar._cues('bare', 'owned')})(?:\s+(?:xuất\s+khẩu|nhập\s+khẩu|hợp\s+nhất|thuần|gộp|ròng|trước\s+thuế|sau\s+thuế))*$"
    no_topic = rf"(?i)^(?:{grammar.function_words}|{grammar.head}|cụ\s+thể|tổng\s+quan|kết\s+quả)(?:\s|$)"
    figures, (measure,) = distinctly(figures, "label", pl.col("label").str.contains(bare))
    told = (pl.col("kind") == "level") & measure & topic.is_not_null() & (pl.col("depth") == 0)
    figures, told = once(figures, (told & ~topic.str.contains(no_topic)).fill_null(False))
    named = pl.when(told).then(pl.format("{} {}", "label", topic)).otherwise("label")
    return figures.with_columns(named.alias("label")), told


def _at_place(within: pl.Expr, words: pl.Expr) -> pl.Expr:
    """The label with the place that the sentence opens with, also of what is told next in it; null where none is."""
    within = pl.when(~pl.col("follows")).then(within).forward_fill().over(HERE)
    reached = previous(pl.col("headed")) & (pl.col("label") == previous(pl.col("label"))) & pl.col("own").is_null()
    named = (
        (pl.col("kind") == "level")
        & ((pl.col("own").is_not_null() & pl.col("headed")) | reached)
        & (words <= 8)
        & (pl.col("depth") == 0)
        & ~pl.col("label").str.contains(r"\s\p{Lu}")
    )
    return pl.when(named).then(pl.format("{} tại {}", "label", within))


def _of_having(having: pl.Expr, words: pl.Expr) -> pl.Expr:
    """The label with the place that has it, also of what the sentence tells next; null where none is."""
    having = pl.when(~pl.col("follows")).then(having).forward_fill().over(HERE)
    named = (
        (pl.col("kind") == "level")
        & pl.col("headed").fill_null(False)
        & (words <= 5)
        & (pl.col("depth") == 0)
        & ~pl.col("label").str.contains(r"\s\p{Lu}")
    )
    return pl.when(named).then(pl.format("{} {}", "label", having))
