"""The noun phrase after a figure: the thing that it counts."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.measures import MONEY
from pipelines.language.phrases import JOINT, named_whole, spelled, tidy
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, once, without_steps

_WORDS = 22

#: Words at which the phrase after a counted noun stops.
_STOP = (
    r"so\s+với|so|tăng|giảm|chiếm|như|trong\s+đó|trong\s+khi|trong\s+tổng|nhằm|để|do|vì|nhờ|theo|kể\s+từ|bằng|nên|nhưng|thì|mà|góp\s+phần|qua\s+đó|từ\s+đó|tương\s+đương|"
    r"tương\s+ứng|đồng\s+thời|và\s+(?:bị|làm)|đối\s+với|với\s+(?:tổng|giá|diện\s+tích|công\s+suất|trị\s+giá|vốn|dư\s+nợ|quy\s+mô|kim|hơn|gần|mức|số|tỷ|khoảng|doanh|sự)|vào|và\s+có|và\s+\d|trên\s+tổng|đạt|là|ước|cao\s+hơn|thấp\s+hơn|đã|sẽ|đang\s+được|được\s+cấp|gồm|bao\s+gồm|trong\s+năm|trong\s+tháng|nâng|đưa|khiến|giúp|nếu|khi|cho\s+thấy|cho\s+biết|chỉ\s+(?:sau|trong|từ)"
)


def _joined(text: pl.Expr) -> pl.Expr:
    """Hide the blank of "đạt chuẩn", "nâng cao", "tăng giá", which end no phrase; see `spelled`."""
    return (
        text.str.replace_all(r"(?i)(đạt)\s+(chuẩn)", "${1}" + JOINT + "${2}")
        .str.replace_all(r"(?i)(nâng)\s+(cao)", "${1}" + JOINT + "${2}")
        .str.replace_all(r"(?i)((?:bị|phải)(?:\s+cắt)?)\s+(giảm|tăng)\s", "${1}" + JOINT + "${2} ")
        .str.replace_all(
            r"(?i)(tăng|giảm)\s+((?:giá|vốn)(?:\s*[,;.()§]|\s+(?:so|với|và|trong|thêm)\s|$))", "${1}" + JOINT + "${2}"
        )
    )


def right_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add thing: the noun phrase that starts with the thing counted after the figure, or after a percent sign."""
    figures, (text,) = distinctly(
        figures, "rest", named_whole(_joined(pl.col("rest").str.replace_all(r"\([^()]*\)", " ")), grammar)
    )
    # "6.320 xã (77,4%) đạt chuẩn": the thing goes on after the bracket.
    # "72% cho biết đã dùng chữ ký số": what they say is what they do.
    said = text.str.replace(
        r"(?i)^\s*(?:được\s+hỏi\s+)?(?:cho\s+biết|cho\s+rằng|cho\s+hay|khẳng\s+định|trả\s+lời)(?:\s+(?:rằng|là))?\s",
        " ",
    )
    text = pl.when(pl.col("unit_code") == "percent").then(said).otherwise(text)
    figures, text = once(figures, text)
    # "giảm 22 cent (0,3%) xuống 92,1 USD": what is reached is no thing.
    over_bracket = (
        text.str.contains(r"^[^()]*\(\s*$")
        & pl.col("rest").pipe(following).str.contains(r"^\s*\)\s*\p{L}")
        & ~pl.col("rest").pipe(following).str.contains(r"(?i)^\s*\)\s*(?:xuống|lên|còn|về|và)\s")
    )
    beyond = _joined(pl.col("rest").pipe(following).str.replace(r"^\s*\)", " "))
    text = pl.when(over_bracket).then(pl.concat_str([text.str.replace(r"\(\s*$", " "), beyond])).otherwise(text)
    figures, text = once(figures, text)
    stop = rf"(?:[,;:()|]|\.\s|\.$|§|\s(?:{_STOP})(?:\s|$)|$)"
    # A list of verbs after a lone count is one description: "54/63 tỉnh xây dựng, cập nhật Kiến trúc …".
    figures, (phrase, longer, whole_clause) = distinctly(
        figures,
        text,
        text.str.extract(rf"(?i)^(.*?){stop}", 1),
        text.str.extract(rf"(?i)^([^,]{{1,24}},\s*\p{{Ll}}.*?){stop}", 1),
        text.str.extract(
            r"(?i)^(.*?)(?:[,;:()|]|\.\s|\.$|§|\s(?:so\s+với|tăng|giảm|trong\s+đó|chiếm|trong\s+khi|tương\s+(?:đương|ứng)|(?:xuống|lên)\s+(?:còn|tới|đến|mức)|với\s+(?:tổng|số|giá\s+trị))(?:\s|$)|$)",
            1,
        ),
    )
    alone = (
        pl.col("right").str.contains(r"\.?\s*$")
        & pl.col("figure_no").eq(pl.col("figure_no").max().over(HERE))
        & pl.col("raw").str.contains("/")
    )
    # "50% doanh nghiệp giảm số lượng dịch vụ so với …": what so many of them do is part of the name.
    doing = text.str.extract(
        r"(?i)^(\s*\p{Ll}+(?:\s+\p{L}+){1,3}?\s(?:tăng|giảm)\s.*?)(?:[,;:()|]|\.\s|\.$|§|\s(?:so\s+với|trong\s+đó|từ)(?:\s|$)|$)",
        1,
    )
    # "68,9% bị giảm thu nhập"
    suffering = text.str.extract(
        r"(?i)^(\s*(?:bị|phải|buộc\s+phải|được|chưa|không|có)\s+.*?)(?:[,;:()|]|\.\s|\.$|§|\s(?:so\s+với|trong\s+đó|trong\s+khi|và)(?:\s|$)|$)",
        1,
    )
    opens = ~pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống|chiếm)(?:[^\p{{L}}]|$))[^,;]{{0,30}}$"
    )
    whole_clause = (
        pl.when((pl.col("unit_code") == "percent") & opens)
        .then(pl.coalesce(doing, suffering, whole_clause))
        .otherwise(whole_clause)
    )
    figures, whole_clause = once(figures, whole_clause)
    acting = (
        (phrase.str.count_matches(r"\S+") <= 1)
        & text.str.contains(r"(?i)^\s*\p{L}*\s*(?:đã|đang|sẽ|được|cùng|tham\s+gia)\s+\p{Ll}+\s+\p{Ll}")
        & ~text.str.contains(rf"(?i)^\s*\p{{L}}*\s*(?:đã|đang|sẽ|được)\s+(?:{grammar.verbs}|{grammar.direction})\s")
    )
    # "trong đó có 840 hồ sơ đã được giải quyết": what became of them tells them from the others.
    restricted = (
        pl.col("lead").str.contains(rf"(?i)(?:^|[\s,])có(?:\s+(?:tới|đến|{grammar.bound}))*\s*$")
        & (phrase.str.count_matches(r"\S+") <= 4)
        & text.str.contains(r"(?i)^\s*(?:\p{L}+\s+){0,4}đã\s+(?:được\s+)?\p{Ll}+")
        & ~text.str.contains(
            rf"(?i)^\s*(?:\p{{L}}+\s+){{0,4}}đã\s+(?:được\s+)?(?:đạt|là|có|lên|xuống|vượt|chiếm|ước|{grammar.direction})(?:\s|$)"
        )
    )
    chosen = (
        pl.when(alone & longer.is_not_null())
        .then(longer)
        .when((pl.col("unit_code") == "percent") | pl.col("per_code").is_not_null())
        .then(whole_clause)
        # "8 người cho rằng …", "30 bệnh viện đã kết nối …": what they say or do tells them apart.
        .when(phrase.str.contains(r"(?i)(?:^|\s)(?:cho|tin|nói)\s+rằng(?:\s|$)") | acting | restricted)
        .then(whole_clause)
        .otherwise(phrase)
    )
    figures, chosen = once(figures, chosen)
    base = pl.when(pl.col("over") & ~pl.col("among")).then(
        pl.format("/{} {}", pl.col("per_number"), pl.col("base_word").fill_null(""))
    )
    unit = (
        pl.when(pl.col("unit_code").is_in([*MONEY, "percent", "percentage_point", "times"]))
        .then(pl.lit(""))
        .otherwise(pl.col("unit_word").fill_null(""))
    )
    figures, unit = once(figures, unit)
    # "Thái Lan 8,5 triệu tấn và Việt Nam 7,5 triệu tấn": the next one's name is no part of this one's thing.
    onward = chosen.str.contains(r"(?i)^\s*(?:và|còn|hoặc|cùng)\s")
    chosen = pl.when(onward).then(pl.lit("")).otherwise(chosen)
    whole = pl.when(pl.col("over") & ~pl.col("among")).then(unit + base).otherwise(unit + chosen)
    # "100 triệu chủ thẻ của hơn 40 ngân hàng …": the first thing goes on with the second.
    onward = whole.str.contains(rf"(?i)\sc[uủ]a(?:\s+(?:{grammar.bound}))?\s*$")
    figures, onward = once(figures, onward)
    whole = (
        pl.when(onward & whole.pipe(following).is_not_null())
        .then(pl.format("{} {}", whole, whole.pipe(following)))
        .when(onward.pipe(previous).fill_null(False))
        .then(whole.str.replace(r"(?i)\s+được\s.*$", ""))
        .otherwise(whole)
    )
    # "9 nhóm hàng đạt từ 1 tỷ USD trở lên": the threshold belongs to the thing.
    limit = pl.col("rule").pipe(following) == "threshold"
    bounded = pl.concat_str(
        [
            unit,
            pl.col("rest"),
            pl.col("raw").pipe(following),
            pl.coalesce(
                pl.col("right").pipe(following).str.extract(r"(?i)^(.*?trở\s+lên)", 1),
                pl.col("right").pipe(following).str.head(pl.col("consumed").pipe(following)),
            ),
        ]
    )
    whole = pl.when(limit).then(bounded).otherwise(whole)
    figures, whole = once(figures, whole)
    words = whole.str.extract(rf"^\s*((?:\S+\s*){{1,{_WORDS}}})", 1).str.replace(
        rf"(?i)(?:\s+(?:và|hoặc|cùng|có|của|với|trong|tại|gồm|bao\s+gồm|{grammar.bound}))+\s*$", ""
    )
    figures, words = once(figures, words)
    thing = tidy(words)
    linking = r"(?i)^(?:bằng\s+tiền|đối\s+với|với|và|hoặc|hay|thì|cho|nhưng|do|vì|nhờ|để|khi|nếu|cùng)(?:\s|$)"
    figures = without_steps(
        figures.with_columns(
            pl.when(~thing.str.contains(linking) | thing.str.contains(r"(?i)^cho\s+(?:rằng|biết)\s"))
            .then(spelled(thing))
            .alias("thing")
        )
    )
    # "37.000 - 38.000 lao động": what a range counts stands after its second end.
    counted = pl.when("range_low").then(pl.col("thing").pipe(following)).otherwise("thing")
    return figures.with_columns(counted.alias("thing"))
