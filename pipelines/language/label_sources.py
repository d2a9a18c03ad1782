"""Where the name of a figure may come from: the thing counted, the place of a list, an act of paying, a plain construction."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.label_ends import without_loose_ends
from pipelines.language.left_phrases import IN_TURN
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.phrases import held_together, spelled, tidy, without_tail
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, for_each, once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def _plain_context(contexts: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add plain_context: the words before a figure without what leads to it, null where too few are left."""
    told = (
        spelled(without_tail(held_together(pl.col("context"), grammar), grammar))
        .str.replace(r"(?i)(?:\s|^)(?:tổng\s+số|tổng\s+cộng|có|(?:đạt\s+)?t[ỷỉ]\s+lệ|đã\s+(?:làm|khiến)|khiến)$", "")
        # "Về thương hiệu, Trường Hải bán": a topic names nothing.
        .str.replace(r"(?i)^(?:về|đối\s+với|xét\s+(?:về|theo))\s[^,§]{2,60},\s*(\S+\s+\S)", "${1}")
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')}|số\s+(?:này|đó))[\s,§]+)+", "")
        .str.replace(IN_TURN, "")
        .str.replace(rf"(?i)^(?:.*\s)?(?:{grammar._cues('saying')})(?:\s+(?:đã|sẽ|là|rằng))*\s+", "")
    )
    contexts, told = once(contexts, told)
    # What stands before a date between commas opens the sentence: "Theo báo cáo của A, đến hết tháng 6, cả nước có".
    told = told.str.replace(r"^.*(?:§+|,)\s*,\s*(\S.*\p{L}{2})", "${1}")
    contexts, told = once(contexts, told)
    told = told.str.replace(r"(?i)^(?:về|đối\s+với|xét\s+(?:về|theo))\s[^,]{2,60},[\s§,]*(\S+\s+\S)", "${1}")
    contexts, told = once(contexts, told)
    last_clause = told.str.extract(r",\s([^,\s]+(?:\s[^,\s]+){2,})$", 1)
    told = pl.when(told.str.count_matches(r"\S+") > 8).then(pl.coalesce(last_clause, told)).otherwise(told)
    told = told.str.replace(r"(?i)^(?:đối\s+với|trong|về|tại|ở)\s+(?:lĩnh\s+vực|mảng|ngành)\s.*$", "")
    told = told.str.replace(r"(?i)^(?:cũng\s+)?theo\s[^,]*(?:$|,\s*)", "").str.replace(
        r"(?i)^(?:trung\s+bình\s+|bình\s+quân\s+)?mỗi\s+(?:ngày\s+đêm|ngày|tuần|tháng|quý|năm|giờ)\s*,?\s*", ""
    )
    contexts, told = once(contexts, told)
    contexts, told = once(contexts, without_loose_ends(told, grammar))
    told = pl.when(~told.str.contains(r"^\s*\d")).then(told)
    plain = pl.when(
        told.str.contains(
            r"\p{L}{2}.*\s\p{L}{2}|^\s*\p{Ll}{2,}\s[\x{E010}-\x{E019}]+$|^\s*\p{Lu}\p{L}{3,}$|(?i)^(?:nam|nữ|chết)$"
        )
    ).then(tidy(told))
    return without_steps(contexts.with_columns(plain.alias("plain_context")))


def described(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add described: the thing counted, with the words before it where it is short."""
    figures, (words,) = distinctly(figures, "thing", pl.col("thing").str.count_matches(r"\S+"))
    short = words <= 3
    listed = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:và|cùng|với|cùng\s+với)?\s*(?:{grammar.bound})?\s*$"
    ) & pl.col("follows")
    figures = for_each(figures, ["context"], lambda contexts: _plain_context(contexts, grammar))
    plain_own = pl.col("plain_context")
    # A measure told before is none of what the next count is of.
    measure = plain_own.str.contains(rf"(?i)^(?:{grammar.flows}|dân\s+số|diện\s+tích)(?:\s|$)|\sdiện\s+tích$")
    # What stands before a bracket is not lent to the counts in it.
    lent = pl.when(measure).then(pl.lit("")).otherwise(plain_own).forward_fill().over(*HERE, "paren").replace("", None)
    context = pl.coalesce(plain_own, pl.when(listed).then(lent))
    figures, context = once(figures, context)
    percent_of_thing = (_UNIT == "percent") & ~pl.col("is_linked") & (words <= 2)
    whole = (
        pl.when(context.str.to_lowercase().str.contains(pl.col("thing").str.to_lowercase(), literal=True))
        .then(context)
        .otherwise(pl.format("{} {}", "thing", context))
    )
    # "từ tài khoản của 43/46 ngân hàng": what is of them does not name them.
    apart = pl.col("lead").str.contains(rf"(?i)(?:^|\s)của(?:\s+(?:{grammar.bound}|cả))*\s*$")
    told = short & (pl.col("counted") | percent_of_thing) & context.is_not_null() & ~apart
    figures, whole = only_where(figures, told, whole)
    figures, described = once(figures, pl.coalesce(whole, "thing"))
    described = (
        pl.when((_UNIT == "percent") & ~described.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"))
        .then(pl.format("tỷ lệ {}", described))
        .otherwise(described)
    )
    thing = pl.when(_LEVEL).then(described).otherwise("thing")
    return without_steps(figures.with_columns(thing.alias("described")).drop("plain_context"))


def placed(figures: pl.DataFrame) -> pl.DataFrame:
    """Add place: of "Hà Nội (1.000), Bình Phước (998)", whose count each is."""
    place = pl.col("left").str.extract(
        r"(?:^.*(?:[,;:)]|\s(?:và|là|như|tại|ở)\s)|^)\s*(\p{Lu}[^(),;:]{1,40}?)\s*\(\s*-?\s*$", 1
    )
    # "); Nghệ thuật, vui chơi và giải trí (1.109, tăng 76,3%)": an item of a semicolon list is one name.
    item = pl.col("left").str.extract(r"^[^(;]*\)\s*;\s*(\p{Lu}[^();:]{1,70}?)\s*\(\s*-?\s*$", 1)
    figures, (place,) = distinctly(figures, "left", pl.coalesce(item, place))
    closed = (
        _LEVEL & place.is_not_null() & pl.col("rest").str.contains(r"^\s*(?:\)|,\s*(?:[-+]|(?:tăng|giảm|chiếm|gấp)\s))")
    )
    # With a unit, one alone may be an aside: "trạm 4G (130 trạm)".
    listing = closed & (_UNIT.is_null() | (closed.cast(pl.Int64).sum().over(HERE) >= 2))
    return without_steps(figures.with_columns(pl.when(listing).then(place).alias("place")))


def acts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add spoken (the first words after the figure) and acted: the measure that stands after an amount of money."""
    actor = pl.col("own").str.contains(
        rf"(?i)^(?:{grammar._cues('organization')}|doanh\s+nghiệp|chính\s+phủ|bộ|tỉnh|nhà\s+nước|ngân\s+sách)(?:\s|$)|^(?-i:\p{{Lu}}{{2,}})(?:\s|$)"
    )
    open_act = ~pl.col("headed").fill_null(False) | actor.fill_null(False)
    # "bố trí 20 nghìn tỷ đồng vốn đối ứng", "đạt 30 tỷ đồng doanh thu": the measure stands after the amount.
    act = pl.col("lead").str.extract(
        rf"(?i)(?:^|[^\p{{L}}])((?:{grammar._cues('act')})(?:\s+(?:bổ\s+sung|thêm|vốn|khẩn\s+cấp|trực\s+tiếp|kịp\s+thời))*(?:\s+cho(?:\s+\p{{L}}+){{1,4}}?)?)(?:\s+(?:{grammar.bound}|tới|đến|thêm))*\s*$",
        1,
    )
    # "ngân sách địa phương các cấp": levels of government, nothing granted.
    act = pl.when(~pl.col("lead").str.contains(r"(?i)(?:^|\s)các\s+cấp(?:\s+\p{Ll}+)?\s*$")).then(act)
    spoken = pl.col("thing").str.extract(r"^((?:\S+\s+){0,9}\S+)", 1)
    # "640 tỷ đồng doanh thu và 95 tỷ đồng lợi nhuận": the first measure belongs to the first amount.
    onward = (
        pl.col("lead").str.contains(rf"(?i)^\s*(?:{grammar.head})[^,;:]*\s(?:và|cùng|với)\s*$")
        & pl.col("follows")
        & _UNIT.pipe(previous).is_in(MONEY).fill_null(False)
    )
    # "41,5 nghìn tỷ đồng thuế GTGT, 35,2 nghìn tỷ đồng thuế TNDN và 10,6 nghìn tỷ đồng tiền thuê đất"
    # "58,6 triệu đồng/lượng mua vào, 59,6 triệu đồng/lượng bán ra": of one price.
    money = _LEVEL & _UNIT.is_in(MONEY) & pl.col("thing").is_not_null() & pl.col("per_code").is_null()
    after_amount = (
        money
        & pl.col("follows")
        & money.pipe(previous)
        & (_UNIT.pipe(previous) == _UNIT)
        & pl.col("lead").str.contains(r"^\s+\p{L}[^,;:()§]{1,40}(?:,|\s+và)\s*$")
        & ~pl.col("lead").str.contains(rf"(?i)\s(?:{grammar.verbs}|{grammar.direction}|cho|để|từ|với)\s")
    ).fill_null(False)
    figures, after_amount = once(figures, after_amount | after_amount.pipe(following).fill_null(False))
    # "trích 1.756 tỷ đồng cho dự phòng rủi ro": what it is for; "300 tỷ đồng từ ngân sách địa phương": whence it comes.
    purpose = pl.col("rest").str.extract(
        r"(?i)^\s*((?:cho|để|vào|từ|là)\s+\p{L}[^,;:.()§\d]{2,60}?)(?:\s+(?:và|trong|nhằm|tăng|giảm|so\s+với))?\s*(?:[,;:.()§]|$)",
        1,
    )
    # "trong đó 176.000 tỷ đồng dành cho đầu tư, 300 tỷ đồng vốn vay": each part is named after its amount.
    part = pl.coalesce(spoken, reveal(purpose)).str.replace(r"(?i)^(?:từ|là|của|thuộc)\s+", "")
    beside = _LEVEL & _UNIT.is_in(MONEY) & pl.col("own").is_null() & pl.col("follows")
    beside = beside & (_UNIT.pipe(previous) == _UNIT) & _LEVEL.pipe(previous)
    part = pl.when(
        pl.col("lead").str.contains(
            rf"(?i)(?:^|[,;(])\s*(?:và\s+)?(?:(?:trong\s+(?:số\s+)?(?:đó|này)|gồm|bao\s+gồm|còn\s+lại|còn|riêng|có)\s*,?\s*)*(?:(?:{grammar.bound})\s+)*$"
        )
        & part.str.contains(r"^\S+\s+\S")
        & ~part.str.contains(rf"(?i)^(?:mỗi|một|nữa|trở|trong|tại|ở|trên|vào|{grammar.function_words})(?:\s|$)")
    ).then(part)
    figures, part = only_where(figures, beside, part)
    figures, act = once(figures, act)
    figures, purpose = only_where(figures, _LEVEL & act.is_not_null(), purpose)
    spoken = pl.coalesce(
        spoken, pl.when(_LEVEL & act.is_not_null() & ~purpose.str.contains(r"(?i)^(?:từ|là)\s")).then(reveal(purpose))
    )
    # "cua ghẹ tăng 84% khi thu về": such a verb names nothing alone.
    act = pl.when((act.str.to_lowercase() != "thu về") | spoken.is_not_null()).then(act)
    # "Ngân hàng trích": the act is told already.
    own = pl.col("own").str.replace(rf"(?i)(?:\s+(?:đã|đang|sẽ|cũng))*\s+(?:{grammar._cues('act')})$", "")
    # "vàng SJC mua vào 65,2 triệu đồng/lượng": a price.
    traded = act.str.contains(r"(?i)^(?:mua|bán)\s")
    acted = (
        pl.when(
            _LEVEL & _UNIT.is_in(MONEY) & act.is_not_null() & open_act & ~(pl.col("per_code").is_not_null() & traded)
        )
        .then(
            pl.concat_str(
                [act, spoken, pl.when(actor).then(pl.format("của {}", own))], separator=" ", ignore_nulls=True
            )
        )
        .when(after_amount)
        .then(spoken)
        .when(part.is_not_null())
        .then(part)
        .when(
            _LEVEL
            & _UNIT.is_in(MONEY)
            & (~pl.col("headed").fill_null(False) | onward)
            & pl.col("thing").str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)")
        )
        .then(spoken)
    )
    return without_steps(figures.with_columns(spoken.alias("spoken"), acted.alias("acted")))


def told_plainly(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add told: the name that a construction of its own gives the figure, whatever else stands around it."""
    # "chiếm 38% tổng lượng kiều hối của cả nước (13,8 tỷ USD)": the whole itself.
    whole = pl.when(_LEVEL & pl.col("kind").pipe(previous).eq("share")).then(
        pl.col("lead").str.extract(r"(?i)^\s*(?:của\s+|trong\s+)?(tổng\s[^,;()§]{3,90}?)\s*\(\s*$", 1)
    )
    # "lợi nhuận của 29 ngân hàng đạt 72.000 tỷ đồng": the count stands inside the subject.
    before = pl.col("own").pipe(previous)
    spanned = (
        pl.col("headed").pipe(previous)
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\s(?:của|tại|từ|qua|trên)(?:\s+(?:cả|hơn|gần))?\s*$")
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead").str.contains(
            rf"(?i)^[^,;:()§]{{0,50}}?\s(?:{grammar.verbs}|tăng|giảm)(?:\s+\p{{L}}+){{0,3}}\s*$"
        )
        & ~pl.col("headed").fill_null(False)
    )
    spanned = spanned | ((pl.col("rule").pipe(previous) == "named_in") & (_UNIT == "percent"))
    # "52.340 tỷ đồng là số thu ngân sách": the sentence starts with the amount.
    starts = rf"(?i)^\W*(?:(?:theo|trong|tính|đến|tới|năm|quý|tháng|§)[^,;:]*,\s*)?(?:có\s+|(?:{grammar.bound})\s+)*$"
    told_after = pl.when(pl.col("lead").str.contains(starts) & ~pl.col("counted").fill_null(False)).then(
        reveal(
            pl.col("rest").str.extract(
                r"(?i)^\s*(?:chính\s+)?là\s+(?:con\s+số\s+)?([^,;:.()§]{4,90}?)(?:\s+(?:tính|trong|vào|được|mà|so|tại\s+thời)(?:\s[^,;:.()]*)?)?\s*(?:[,;:.()§]|$)",
                1,
            )
        )
    )
    # "Trong số 25.950 tỷ đồng đã giải ngân", "Còn khoảng 29.100 tỷ đồng phải giải ngân": what is said of the amount.
    figures, of_it = only_where(
        figures,
        _LEVEL
        & _UNIT.is_in(MONEY)
        & pl.col("lead").str.contains(
            rf"(?i)(?:^|\s)trong\s+(?:tổng\s+)?số\s+(?:(?:{grammar.bound})\s+)*$|^\s*(?:hiện\s+)?(?:vẫn\s+)?còn\s+(?:(?:{grammar.bound})\s+)*$"
        ),
        reveal(
            pl.col("rest").str.extract(
                r"(?i)^\s+((?:phải|chưa|cần|đã|được|vốn|tiền|nợ)\s[^,;:.()§]{3,50}?)\s*(?:[,;:.()§]|\strong\s|$)", 1
            )
        ),
    )
    # "Hà Tiên: Hơn 320 tỷ đồng hỗ trợ người dân khôi phục sản xuất": what a headline's money is for.
    figures, entitled = only_where(
        figures,
        _LEVEL
        & _UNIT.is_in(MONEY)
        & ~pl.col("follows")
        & pl.col("per_code").is_null()
        & pl.col("lead").str.contains(
            rf"(?i)^[\s#*\"]*(?:(?-i:\p{{Lu}})[^:,;.()§]{{1,40}}:\s*)?(?:(?:có|cần|thêm|{grammar.bound})\s*)*$"
        ),
        reveal(pl.col("rest").str.extract(r"^\s+(\p{Ll}[^,;:.()§]{6,70}?)\s*(?:[,;:.()§]|$)", 1)),
    )
    entitled = pl.when(
        ~entitled.str.contains(
            rf"(?i)^(?:là|được|đã|đang|sẽ|và|của|trong|tại|mỗi|nữa|trở|bị|{grammar.verbs}|{grammar.direction})\s"
        )
        & (entitled.str.count_matches(r"\S+") >= 3)
    ).then(entitled)
    # "bỏ xa vị trí thứ hai là thanh long (485 triệu USD": the one named right before the bracket.
    ranked = pl.when(_LEVEL).then(
        reveal(
            pl.col("lead").str.extract(
                r"(?i)(?:thứ\s+\p{Ll}+|vị\s+trí|đầu|sau|nhất|chủ\s+yếu|kế\s+tiếp|tiếp\s+theo|tiếp\s+đến|kế\s+đến)[^,;:()]{0,30}\slà\s+([^,;:()]{2,40}?|(?-i:\p{Lu})[^,;:()]{2,40}?)\s*(?:\(\s*|(?:với|đạt)(?:\s+(?:khoảng|gần|hơn|trên))?\s+)$",
                1,
            )
        )
    )
    # "tiếp theo là Brazil với 11 triệu ca mắc": so many things of its own.
    of_things = (
        pl.col("counted").fill_null(False)
        & pl.col("has_thing").fill_null(False)
        & pl.col("lead").str.contains(r"(?i)\svới(?:\s|$)")
    )
    leading = pl.when(of_things).then(pl.format("{} {}", "thing", ranked)).otherwise(ranked)
    # "bất động sản (1,16 tỷ USD, giảm 61%) và dệt may, da giày (452 triệu USD)": each names its own bracket.
    figures, bracketed = only_where(
        figures,
        _LEVEL & (pl.col("depth") > 0) & (_UNIT.is_in(MONEY) | _UNIT.is_in(grammar.masses)),
        reveal(
            pl.col("lead").str.extract(
                r"(?:^\s*\)\s*(?:[,;]|,?\s*và|còn)|:|\s(?:như|gồm))\s+(?:(?:trong\s+khi|còn|riêng)\s+)?(\p{Ll}[^;:()§]{1,60}?)\s*\(\s*$",
                1,
            )
        ),
    )
    priced = _UNIT.is_in(MONEY) & pl.col("per_code").is_in(grammar.masses)
    bracketed = pl.when(priced.fill_null(False)).then(pl.format("giá {}", bracketed)).otherwise(bracketed)
    subject = pl.concat_str(
        [before, pl.lit("của"), pl.col("thing").pipe(previous).str.extract(r"^((?:\S+\s*){1,6})", 1)],
        separator=" ",
        ignore_nulls=True,
    )
    # "mức cao nhất từ năm 2011 [2] và góp 2,8 điểm phần trăm"
    adds = pl.when(
        _LEVEL
        & (_UNIT == "percentage_point")
        & pl.col("follows")
        & pl.col("lead").str.contains(r"(?i)(?:^|[\s,])(?:và|,)\s+đóng\s+góp(?:\s+\p{Ll}+)?\s*$")
    ).then(pl.lit("đóng góp"))
    told = pl.coalesce(
        adds,
        leading,
        bracketed,
        pl.when(_LEVEL).then(told_after),
        entitled,
        of_it,
        pl.when(spanned.fill_null(False)).then(subject),
        whole,
    )
    return without_steps(figures.with_columns(told.alias("told")))


def without_weight(figures: pl.DataFrame, own_label: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Add chosen: ``own_label`` that names the goods, not their weight, and the area, not its unit."""
    # "21,7 nghìn tấn gạo dự trữ": the goods, not their weight.
    unit_word = pl.col("unit_word").str.to_lowercase()
    weight = (
        _LEVEL
        & (_UNIT.is_in(grammar.masses) | _UNIT.is_in(grammar.powers))
        & own_label.str.to_lowercase().str.starts_with(unit_word + pl.lit(" "))
    )
    figures, own_label = once(figures, own_label)
    figures, weight = once(figures, weight.fill_null(False))
    bare = own_label.str.replace(r"^\S+\s+", "")
    weighed_thing = weight & ~bare.str.contains(r"(?i)^(?:cho|để|đã|được|trong|tại|ở|trên|của|các\s+loại)(?:\s|$)")
    # "1.245 ha lúa bị ngập": an area.
    area = _LEVEL & _UNIT.is_in(grammar.areas) & own_label.str.to_lowercase().str.starts_with(unit_word)
    area = area & own_label.str.contains(r"\s") & ~bare.str.contains(r"(?i)^(?:diện\s+tích)")
    noun = grammar.vocabulary.cues("dimension", "area")[0]
    chosen = (
        pl.when(weighed_thing)
        .then(bare)
        .when(area.fill_null(False))
        .then(pl.format(noun + " {}", bare))
        .otherwise(own_label)
    )
    return without_steps(figures.with_columns(chosen.alias("chosen")))


def right_after_the_counted(shown: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "75 nghìn doanh nghiệp khu vực dịch vụ, tăng 29%": whether the words before a growth go on with what is counted."""
    other = rf"{grammar.verbs}|{grammar.direction}"
    return only_where(
        shown,
        (pl.col("kind") == "change")
        & pl.col("follows")
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead").str.contains(r"^\s\p{Ll}")
        & pl.col("lead").str.contains(",", literal=True),
        pl.col("lead").str.contains(rf"(?i)^[^,;:()§]+,\s*(?:{grammar.direction})(?:\s+\p{{Ll}}+)?\s*$")
        & ~pl.col("lead").str.contains(
            rf"(?i)^\s+(?:và|còn|nhưng|song|trong|nhờ|do|vì|để|so|với|khi|sau|trước|tại|ở|từ|cho|nâng|đưa|{other})\s"
            rf"|\s(?:{other}|và|còn)\s[^,]*,"
        ),
    )


def not_reached(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Take own_label from values that a growth before them, or an earlier value, reaches."""
    reached = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:/\p{{L}}+)?\s*(?:§+)?\s*,?\s*(?:và\s+)?(?:ước\s+)?(?:còn|đạt|lên|xuống|về|chỉ|ước|là|mức|tới|đến|{grammar.bound}|\s)+$"
        )
    )
    # "doanh thu giảm 40%, 45 doanh nghiệp phải đóng cửa": a comma reaches nothing.
    reached = reached & ~(pl.col("lead").str.contains(r"^\s*,\s*$") & pl.col("counted") & pl.col("has_thing"))
    # "từ 6,5% đối với các kỳ hạn … xuống còn 1,5%": the second value measures what the first did.
    moved = (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead")
        .pipe(previous)
        .str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|đỉnh|đáy|trung\s+bình|khoảng|gần|hơn|trên|dưới))*\s*$")
        & (pl.col("unit_code") == pl.col("unit_code").pipe(previous)).fill_null(True)
        & pl.col("lead").str.contains(
            r"(?i)(?:^|\s)(?:xuống|lên|về|còn)(?:\s+(?:còn|mức|khoảng|từ|chỉ|gần|hơn|dưới|trên))*\s*$"
        )
    )
    kept_own = ~(reached | moved).fill_null(False)
    return shown.with_columns(pl.when(kept_own).then("own_label").alias("own_label"))
