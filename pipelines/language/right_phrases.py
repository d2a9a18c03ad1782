"""The noun phrase after a figure: the thing that it counts."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.generic_labels import JUDGED
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.measures import MONEY
from pipelines.language.phrases import COMMA, JOINT, named_whole, spelled, tidy
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, once, only_where, without_steps

_WORDS = 22

#: Words at which the phrase after a counted noun stops.
_STOP = (
    r"so\s+với|so|tăng|giảm|chiếm|như|trong\s+đó|trong\s+khi|trong\s+tổng|nhằm|để|do|vì|nhờ|theo|kể\s+từ|bằng|nên|nhưng|thì|mà|góp\s+phần|qua\s+đó|từ\s+đó|tương\s+đương|"
    r"và\s+(?:các|một\s+số|nhiều)\s+(?:thị\s+trường|nước|quốc\s+gia|tỉnh|địa\s+phương|đơn\s+vị|mặt\s+hàng)\s+khác|"
    r"và\s+(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|tương\s+ứng|đồng\s+thời|và\s+(?:bị|làm)|đối\s+với|với\s+(?:tổng|giá|diện\s+tích|sản\s+lượng|năng\s+suất|công\s+suất|trị\s+giá|vốn|dư\s+nợ|quy\s+mô|kim|hơn|gần|mức|số|tỷ|khoảng|doanh|sự)|vào|và\s+có|và\s+\d|trên\s+tổng|đạt|là|ước|cao\s+hơn|thấp\s+hơn|đã|sẽ|đang\s+được|được\s+cấp|gồm|bao\s+gồm|trong\s+năm|trong\s+tháng|nâng|đưa|khiến|giúp|nếu|khi|cho\s+thấy|cho\s+biết|chỉ\s+(?:sau|trong|từ)"
)

#: What ends a clause, and so a phrase of several words.
_END_OF_CLAUSE = r"và\s+(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|và\s+(?:gấp|bằng|tăng|giảm|cao|thấp|đạt)|so\s+với|tăng|giảm|trong\s+đó|chiếm|trong\s+khi|tương\s+(?:đương|ứng)|(?:xuống|lên)\s+(?:còn|tới|đến|mức)|với\s+(?:tổng|số|giá\s+trị)"
#: … and a dash before what a value is: "310 tỷ đồng - con số kỷ lục"; not that of "bưu điện - văn hóa xã".
_PUNCTUATION = (
    r"[,;:()|–—]|[\"”]\s*-|\s-\s(?:mức|con\s+số|cao|thấp|kỷ\s+lục|lớn|nhiều|ít|tăng|giảm|đây|một|là)\s|\.\s|\.$|§"
)
_PERCENT = pl.col("unit_code") == "percent"


def _joined(text: pl.Expr) -> pl.Expr:
    """Hide the blank of "đạt chuẩn", "nâng cao", "tăng giá", which end no phrase; see `spelled`."""
    return (
        text.str.replace_all(r"(?i)(đạt)\s+(chuẩn)", "${1}" + JOINT + "${2}")
        .str.replace_all(r"(?i)(nâng)\s+(cao)", "${1}" + JOINT + "${2}")
        .str.replace_all(r"(?i)\s(va)\s+(chạm)", " ${1}" + JOINT + "${2}")
        # "12/17 chỉ tiêu đạt và vượt kế hoạch"
        .str.replace(
            r"(?i)^((?:\s+\p{Ll}+){0,3})\s+(đạt)(?:\s+và|,)\s+(vượt)",
            "${1}" + JOINT + "${2}" + JOINT + "và" + JOINT + "${3}",
        )
        # "920 dự án còn hiệu lực", "14 giấy phép còn hạn", "4 máy còn tồn tại lỗ hổng"
        .str.replace_all(
            r"(?i)\s(còn)\s+(hiệu\s+lực|hạn|hoạt\s+động|tồn\s+tại|thiếu|nợ|vướng|gặp)", " ${1}" + JOINT + "${2}"
        )
        # "32% số hộ có thu nhập tăng, 16% có đơn hàng giảm"
        .str.replace(
            r"(?i)(\scó\s+\p{Ll}+(?:\s+\p{Ll}+){0,4}?)\s+(tăng|giảm|ổn\s+định)(\s*(?:[,;.)§]|và\s|so\s|hơn\s|$))",
            "${1}" + JOINT + "${2}${3}",
        )
        # "1.800 cuộc tấn công mạng vào các hệ thống", "40 dự án đầu tư vào lĩnh vực"
        .str.replace(
            r"(?i)^((?:\s+\p{Ll}+){0,3})\s+vào\s+(các|lĩnh\s+vực|hệ\s+thống|ngành|cổng|trang|website|khu)\s",
            "${1}" + JOINT + "vào" + JOINT + "${2} ",
        )
        # "102 mã tăng, 384 mã giảm và 61 mã đứng giá"
        .str.replace(r"(?i)^\s+(tăng|giảm)(\s+(?:và|còn)\s)", JOINT + "${1}${2}")
        .str.replace_all(r"(?i)((?:bị|phải)(?:\s+cắt)?)\s+(giảm|tăng)\s", "${1}" + JOINT + "${2} ")
        .str.replace_all(
            r"(?i)(tăng|giảm|lên|xuống|đứng)\s+((?:giá|vốn)(?:\s*[,;:.()§]|\s+(?:so|với|và|trong|thêm)\s|$))",
            "${1}" + JOINT + "${2}",
        )
    )


def right_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add thing: the noun phrase that starts with the thing counted after the figure, or after a percent sign."""
    figures, text = _text_after(figures, grammar)
    figures, chosen = _phrase(figures, text, grammar)
    figures, unit = once(figures, _counting_word())
    figures, whole = _goes_on(figures, _with_unit(unit, chosen), grammar)
    figures, whole = once(figures, pl.when(_limited()).then(_up_to_limit(unit)).otherwise(whole))
    figures, words = once(figures, _few_words(whole, grammar))
    # "giảm từ 60 chi nhánh xuống còn 45": what leads on to the next value is no part of the name.
    onward = r"(?i)\s+(?:xuống|lên)(?:\s+(?:còn|tới|đến|mức|thành))*"
    thing = tidy(words)
    figures, (leads_on,) = distinctly(
        figures, "rest", pl.col("rest").str.contains(rf"{onward}(?:\s+{grammar.bound})*\s*$")
    )
    thing = pl.when(leads_on).then(thing.str.replace(rf"{onward}$", "")).otherwise(thing)
    linking = r"(?i)^(?:bằng\s+tiền|đối\s+với|với|và|mà|(?:đề|đặt)\s+ra|được\s+giao|hoặc|hay|thì|cho|nhưng|do|vì|nhờ|để|khi|nếu|cùng|lên|xuống)(?:\s|$)"
    named = ~thing.str.contains(linking) | thing.str.contains(r"(?i)^cho\s+(?:rằng|biết)\s")
    # "thấp hơn dự báo 8,2% của giới chuyên gia": whose it is, is no thing of which it is a part.
    owned = thing.str.contains(r"(?i)^của\s") & (pl.col("kind") == "level")
    named = named & ~(_PERCENT & (pl.col("rest").str.contains(JUDGED) | owned)).fill_null(False)
    figures = without_steps(figures.with_columns(pl.when(named).then(spelled(thing)).alias("thing")))
    # "37.000 - 38.000 lao động": what a range counts stands after its second end.
    counted = pl.when("range_low").then(pl.col("thing").pipe(following)).otherwise("thing")
    return figures.with_columns(counted.alias("thing"))


def _text_after(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The text that the thing is looked for in."""
    figures, (text,) = distinctly(
        figures, "rest", named_whole(_joined(pl.col("rest").str.replace_all(r"\([^()]*\)", " ")), grammar)
    )
    # "19/22 bộ, cơ quan ngang bộ": the name begins with the unit.
    figures, listed = only_where(
        figures,
        pl.col("rest").str.starts_with(", ") & pl.col("unit_word").is_not_null(),
        named_whole(pl.concat_str(pl.col("unit_word").str.to_lowercase(), "rest"), grammar).str.slice(
            pl.col("unit_word").str.len_chars()
        ),
    )
    figures, text = once(figures, pl.when(listed.str.starts_with(COMMA)).then(listed).otherwise(text))
    # "72% cho biết đã dùng chữ ký số": what they say is what they do.
    said = text.str.replace(
        r"(?i)^\s*(?:được\s+hỏi\s+)?(?:cho\s+biết|cho\s+rằng|cho\s+hay|khẳng\s+định|trả\s+lời)(?:\s+(?:rằng|là))?\s",
        " ",
    )
    # "15% còn lại là trí thức": what is left is the thing.
    said = said.str.replace(r"(?i)^\s*còn\s+lại\s+(?:là|thuộc\s+về|đến\s+từ|gồm|dành\s+cho)\s", " ")
    # "100% sở, ngành, UBND cấp huyện kết nối mạng": the offices of a list are one thing.
    offices = r"(?i)^(\s*(?:[^,;:.()§]{2,20},\s+){0,3}[^,;:.()§]{2,20}),(\s+(?:UBND|HĐND|đơn\s+vị|cơ\s+quan|huyện|quận|phường|xã|thị\s+xã|thành\s+phố)\s)"
    said = said.str.replace(offices, "${1}" + COMMA + "${2}")
    figures, text = once(figures, pl.when(_PERCENT).then(said).otherwise(text))
    counts = ~(_PERCENT | pl.col("unit_code").is_in(MONEY)).fill_null(False)
    figures, grown = only_where(figures, counts, _growing(text))
    return once(figures, _over_bracket(pl.coalesce(grown, text)))


def _growing(text: pl.Expr) -> pl.Expr:
    """Hide the blanks of "51 địa phương tăng thu", "45 doanh nghiệp cắt giảm lao động", which tell them from others."""
    grows = r"(?i)^((?:\s+\p{Ll}+){0,3}?)\s+((?:cắt\s+)?(?:tăng|giảm))\s+(\p{Ll})"
    how = (
        r"(?i)^(?:\s+\p{Ll}+){0,3}?\s+(?:cắt\s+)?(?:tăng|giảm)\s+(?:so|với|mạnh|nhẹ|sâu|nhanh|chậm|cao|thấp|ít|nhiều|đều|dần|đáng|khá|rất|liên|trở|thêm|tới|đến|lên|"
        r"xuống|còn|về|trưởng|khoảng|gần|hơn|trên|dưới|bình|trung|từ|ở|trong|tại|theo|do|nhờ|vì|và|cùng|tương|lần|gấp|một|hai|là|xấp|chỉ|quá|kỷ|vọt|tốc|cường|điểm)(?:\s|[,;:.()§]|$)"
    )
    joined = text.str.replace(r"(?i)^((?:\s+\p{Ll}+){0,3}?\s+cắt)\s(giảm\s)", "${1}" + JOINT + "${2}")
    joined = joined.str.replace(r"(?i)^((?:\s+\p{L}+){0,3}?\s\S*(?:tăng|giảm))\s+(\p{Ll})", "${1}" + JOINT + "${2}")
    return pl.when(text.str.contains(grows) & ~text.str.contains(how)).then(joined).otherwise(text)


def _over_bracket(text: pl.Expr) -> pl.Expr:
    """``text``, gone on with after a figure in brackets: "6.320 xã (77,4%) đạt chuẩn"."""
    rest = pl.col("rest").pipe(following)
    goes_on = (
        text.str.contains(r"^[^()]*\(\s*$")
        & rest.str.contains(r"^\s*\)\s*\p{L}")
        # "giảm 22 cent (0,3%) xuống 92,1 USD": what is reached is no thing.
        & ~rest.str.contains(r"(?i)^\s*\)\s*(?:xuống|lên|còn|về|và)\s")
    )
    beyond = _joined(rest.str.replace(r"^\s*\)", " "))
    return pl.when(goes_on).then(pl.concat_str([text.str.replace(r"\(\s*$", " "), beyond])).otherwise(text)


def _phrase(figures: pl.DataFrame, text: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """What of ``text`` names the thing: up to the first word that ends a phrase, or more where more tells it apart."""
    stop = rf"(?:{_PUNCTUATION}|\s(?:{_STOP})(?:\s|$)|$)"
    figures, (phrase, longer, whole_clause) = distinctly(
        figures,
        text,
        text.str.extract(rf"(?i)^(.*?){stop}", 1),
        text.str.extract(rf"(?i)^([^,]{{1,24}},\s*\p{{Ll}}.*?){stop}", 1),
        text.str.extract(rf"(?i)^(.*?)(?:{_PUNCTUATION}|\s(?:{_END_OF_CLAUSE})(?:\s|$)|$)", 1),
    )
    figures, whole_clause = once(figures, _with_deeds(text, whole_clause))
    # "8 người cho rằng …", "30 bệnh viện đã kết nối …": what they say or do tells them apart.
    saying = phrase.str.contains(r"(?i)(?:^|\s)(?:cho|tin|nói)\s+rằng(?:\s|$)")
    telling = saying | _acting(phrase, text, grammar) | _restricted(phrase, text, grammar)
    chosen = (
        pl.when(_lone_share() & longer.is_not_null())
        .then(longer)
        .when(_PERCENT | pl.col("per_code").is_not_null())
        .then(whole_clause)
        .when(telling)
        .then(whole_clause)
        .otherwise(phrase)
    )
    return once(figures, chosen)


def _lone_share() -> pl.Expr:
    """A lone count, after which a list of verbs is one description: "54/63 tỉnh xây dựng, cập nhật Kiến trúc …"."""
    return (
        pl.col("right").str.contains(r"\.?\s*$")
        & pl.col("figure_no").eq(pl.col("figure_no").max().over(HERE))
        & pl.col("raw").str.contains("/")
    )


def _with_deeds(text: pl.Expr, whole_clause: pl.Expr) -> pl.Expr:
    """``whole_clause`` of a percentage, with what so many of them do: that is part of the name."""
    # "50% doanh nghiệp giảm số lượng dịch vụ so với …"
    doing = text.str.extract(
        rf"(?i)^(\s*\p{{Ll}}+(?:\s+\p{{L}}+){{1,3}}?\s(?:tăng|giảm)\s.*?)(?:{_PUNCTUATION}|\s(?:so\s+với|trong\s+đó|từ)(?:\s|$)|$)",
        1,
    )
    # "68,9% bị giảm thu nhập"
    suffering = text.str.extract(
        rf"(?i)^(\s*(?:bị|phải|buộc\s+phải|được|chưa|không|có)\s+.*?)(?:{_PUNCTUATION}|\s(?:so\s+với|trong\s+đó|trong\s+khi|và)(?:\s|$)|$)",
        1,
    )
    opens = ~pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống|chiếm){END})[^,;]{{0,30}}$"
    )
    return pl.when(_PERCENT & opens).then(pl.coalesce(doing, suffering, whole_clause)).otherwise(whole_clause)


def _acting(phrase: pl.Expr, text: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "30 bệnh viện đã kết nối …": a verb that is none of growth or amount goes with the thing."""
    # "8 thủ tục đã được tích hợp", "61 địa phương đã có nền tảng dùng chung": what was done with them, what they have.
    passive = text.str.contains(
        r"(?i)^\s*\p{L}*\s*(?:đã|đang|sẽ)\s+(?:được\s+\p{Ll}+\s+\p{Ll}|có\s+\p{Ll}+\s+\p{Ll}+\s+\p{Ll})"
    ) & ~text.str.contains(
        rf"(?i)^\s*\p{{L}}*\s*(?:đã|đang|sẽ)\s+(?:được|có)\s+(?:{grammar.direction}|{grammar.bound}|tổng|số|mức)\s"
    )
    return (phrase.str.count_matches(r"\S+") <= 1) & (
        passive
        | text.str.contains(r"(?i)^\s*\p{L}*\s*(?:đã|đang|sẽ|được|cùng|tham\s+gia)\s+\p{Ll}+\s+\p{Ll}")
        & ~text.str.contains(rf"(?i)^\s*\p{{L}}*\s*(?:đã|đang|sẽ|được)\s+(?:{grammar.verbs}|{grammar.direction})\s")
    )


def _restricted(phrase: pl.Expr, text: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "trong đó có 840 hồ sơ đã được giải quyết": what became of them tells them from the others."""
    return (
        pl.col("lead").str.contains(rf"(?i)(?:^|[\s,])có(?:\s+(?:tới|đến|{grammar.bound}))*\s*$")
        & (phrase.str.count_matches(r"\S+") <= 4)
        & text.str.contains(r"(?i)^\s*(?:\p{L}+\s+){0,4}đã\s+(?:được\s+)?\p{Ll}+")
        & ~text.str.contains(
            rf"(?i)^\s*(?:\p{{L}}+\s+){{0,4}}đã\s+(?:được\s+)?(?:đạt|là|có|lên|xuống|vượt|chiếm|ước|{grammar.direction})(?:\s|$)"
        )
    )


def _counting_word() -> pl.Expr:
    """The word of the unit that opens the thing; units of money and shares name none."""
    unnamed = pl.col("unit_code").is_in([*MONEY, "percent", "percentage_point", "times"])
    return pl.when(unnamed).then(pl.lit("")).otherwise(pl.col("unit_word").fill_null(""))


def _with_unit(unit: pl.Expr, chosen: pl.Expr) -> pl.Expr:
    """The thing with its unit, and with what it is counted over."""
    # "120 xã/180 xã đạt chuẩn": so many of them, no rate.
    alike = (pl.col("base_word").str.to_lowercase() == pl.col("unit_word").str.to_lowercase()).fill_null(False)
    over = pl.col("over") & ~pl.col("among") & ~alike
    base = pl.when(over).then(pl.format("/{} {}", pl.col("per_number"), pl.col("base_word").fill_null("")))
    # "Thái Lan 8,5 triệu tấn và Việt Nam 7,5 triệu tấn": the next one's name is no part of this one's thing.
    onward = chosen.str.contains(r"(?i)^\s*(?:và|còn|hoặc|cùng)\s")
    # "310 ha/400 ha diện tích kế hoạch": the plan is that of the base.
    planned = r"(?i)^\s*(?:diện\s+tích|sản\s+lượng|khối\s+lượng)?\s*(?:theo\s+)?(?:kế\s+hoạch|chỉ\s+tiêu|mục\s+tiêu|dự\s+toán)(?:[^\p{L}].*)?$"
    chosen = pl.when(pl.col("over") & alike).then(chosen.str.replace(planned, "")).otherwise(chosen)
    return pl.when(over).then(unit + base).otherwise(unit + pl.when(onward).then(pl.lit("")).otherwise(chosen))


def _goes_on(figures: pl.DataFrame, whole: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "100 triệu chủ thẻ của hơn 40 ngân hàng …": the first thing goes on with the second."""
    figures, whole = once(figures, _doing_alike(whole, grammar))
    figures, onward = once(figures, whole.str.contains(rf"(?i)\sc[uủ]a(?:\s+(?:{grammar.bound}))?\s*$"))
    joined = (
        pl.when(onward & whole.pipe(following).is_not_null())
        .then(pl.format("{} {}", whole, whole.pipe(following)))
        .when(onward.pipe(previous).fill_null(False))
        .then(whole.str.replace(r"(?i)\s+được\s.*$", ""))
        .otherwise(whole)
    )
    return figures, joined


def _doing_alike(whole: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "20/20 sở và 11/11 huyện sử dụng chữ ký số": both do what is told of the second."""
    joins = pl.col("rest").str.contains(
        rf"(?i)^(?:,\s+|\s+)?(?:\p{{Ll}}+,?\s+){{0,4}}và(?:\s+(?:{grammar.bound}))?\s*$"
    )
    opens = pl.col("lead").str.contains(
        r"(?i)^\W*(?:§+,?\s*)?(?:(?:cả\s+nước|toàn\s+\p{L}+|đến\s+nay|hiện|đã)[\s,]+)*(?:có\s+)?$"
    )
    deed = whole.pipe(following).str.extract(
        r"(?i)\s((?:đã\s+)?(?:sử\s+dụng|tham\s+gia|ứng\s+dụng|triển\s+khai|áp\s+dụng|kết\s+nối|ban\s+hành|hoàn\s+thành|thực\s+hiện|đăng\s+ký"
        r"|xây\s+dựng|cung\s+cấp|thành\s+lập|công\s+bố|đạt\s+chuẩn|được\s+\p{Ll}+)(?:\s.*)?|đã\s+có\s.*)$",
        1,
    )
    bare = (whole.str.count_matches(r"\S+") <= 4) & ~pl.col("unit_code").is_in([*MONEY, "percent"])
    alike = (joins & opens & bare & (pl.col("kind").pipe(following) == "level")).fill_null(False)
    return (
        pl.when(alike & deed.is_not_null())
        .then(pl.format("{} {}", whole.str.replace(r"(?i)\s+và\s*$", ""), deed))
        .otherwise(whole)
    )


def _limited() -> pl.Expr:
    """ "9 nhóm hàng đạt từ 1 tỷ USD trở lên": the threshold belongs to the thing."""
    apart = pl.col("lead").pipe(following).str.contains(r"^[^;]*;")
    return (pl.col("rule").pipe(following) == "threshold") & ~apart


def _up_to_limit(unit: pl.Expr) -> pl.Expr:
    right = pl.col("right").pipe(following)
    limit = pl.coalesce(
        right.str.extract(r"(?i)^(.*?trở\s+lên)", 1), right.str.head(pl.col("consumed").pipe(following))
    )
    return pl.concat_str([unit, pl.col("rest"), pl.col("raw").pipe(following), limit])


def _few_words(whole: pl.Expr, grammar: Grammar) -> pl.Expr:
    """The first words of ``whole``, without linking words at its end."""
    loose = rf"(?:\s+(?:và|hoặc|cùng|có|của|với|trong|tại|ở|qua|từ|cho|gồm|bao\s+gồm|{grammar.bound}))+\s*$"
    return whole.str.extract(rf"^\s*((?:\S+\s*){{1,{_WORDS}}})", 1).str.replace(rf"(?i){loose}", "")
