"""What a figure measures: the noun phrase before its verb, the thing counted after it, or a subject carried."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.left_phrases import IN_TURN
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.phrases import tidy, without_tail
from pipelines.language.sequence import previous
from pipelines.language.steps import for_each, once, without_steps

#: Head nouns that name no measure alone.
_GENERIC = (
    r"(?i)^(?:tỷ lệ|tỉ lệ|mức|số|tổng|tổng số|con số|giá trị|trị giá|kim ngạch|số lượng|quy mô|tổng cộng|kết quả)$"
)


#: A verb of trade at the end of a phrase, whose object stands after the amount.
_TRADE = r"(?i)(?:^|\s)((?:xuất|nhập)\s+khẩu)$"


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own_label, generic (a head noun that names nothing alone) and carried, the subject carried along a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    figures = _acts(_placed(_described(_sorted(figures, grammar), grammar)), grammar)
    shown = _without_repeats(_plans(_own_labels(figures, grammar), grammar), grammar)
    return _carried(_not_reached(_generics(shown), grammar), grammar).drop(_WORKING)


#: Columns that the steps below hand one another.
_WORKING = ["has_thing", "is_linked", "only_unit", "is_generic", "is_left", "described", "spoken", "acted", "chosen"]
_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def _sorted(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add counted, only_unit, has_thing, is_linked, is_generic and is_left: what each side of a figure offers."""
    counted = _UNIT.is_not_null() & ~_UNIT.is_in([*MONEY, "percent", "percentage_point", "times", "index_point"])
    only_unit = pl.col("thing").str.count_matches(r"\S+") <= pl.col("unit_word").fill_null("").str.count_matches(r"\S+")
    # "140 triệu chiếc", "1,3 triệu tấn": such a word counts a thing that stands elsewhere.
    counted = counted & ~(only_unit & _UNIT.is_in(grammar.measuring_units)).fill_null(False)
    base_only = (_UNIT == "percent") & pl.col("thing").str.contains(r"(?i)^(?:của\s+)?(?:gdp|grdp)(?:\s|$)")
    has_thing = _LEVEL & pl.col("thing").is_not_null() & (counted | _UNIT.is_null() | (_UNIT == "percent"))
    has_thing = has_thing & ~base_only.fill_null(False)
    linked = pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống)(?:[^\p{{L}}]|$)|:)[^,;]{{0,30}}$|:\s*$"
    )
    # "dân số trên 8,4 triệu người": a bound may stand for the verb.
    linked = linked | (
        pl.col("headed") & pl.col("lead").str.contains(rf"(?i)(?:^|\s)dân\s+số(?:\s+(?:{grammar.bound}))+\s*$")
    )
    generic = pl.col("own").str.contains(_GENERIC)
    return figures.with_columns(
        counted.alias("counted"),
        only_unit.alias("only_unit"),
        has_thing.alias("has_thing"),
        linked.alias("is_linked"),
        generic.alias("is_generic"),
        (pl.col("headed") & pl.col("own").is_not_null() & ~(generic & has_thing)).alias("is_left"),
    )


def _plain_context(contexts: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add plain_context: the words before a figure without what leads to it, null where too few are left."""
    told = (
        without_tail(pl.col("context"), grammar)
        .str.replace(r"(?i)(?:\s|^)(?:tổng\s+số|tổng\s+cộng|có)$", "")
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')}|số\s+(?:này|đó)),?\s+)+", "")
        .str.replace(IN_TURN, "")
        .str.replace(r"(?i)^(?:.*\s)?(?:cho\s+biết|cho\s+hay|thông\s+báo)(?:\s+(?:đã|sẽ|là|rằng))*\s+", "")
    )
    contexts, told = once(contexts, told)
    # What stands before a date between commas opens the sentence: "Theo báo cáo của A, đến hết tháng 6, cả nước có".
    told = told.str.replace(r"^.*§+\s*,\s*(\S.*\p{L}{2})", "${1}")
    contexts, told = once(contexts, told)
    told = told.str.replace(r"(?i)^(?:về|đối\s+với|xét\s+về)\s[^,]{2,60},[\s§,]*(\S+\s+\S)", "${1}")
    contexts, told = once(contexts, told)
    last_clause = told.str.extract(r",\s([^,\s]+(?:\s[^,\s]+){2,})$", 1)
    told = pl.when(told.str.count_matches(r"\S+") > 8).then(pl.coalesce(last_clause, told)).otherwise(told)
    told = told.str.replace(r"(?i)^(?:đối\s+với|trong|về|tại|ở)\s+(?:lĩnh\s+vực|mảng|ngành)\s.*$", "")
    contexts, told = once(contexts, told)
    plain = pl.when(told.str.contains(r"\p{L}{2}.*\s\p{L}{2}|^\s*\p{Lu}\p{L}{3,}$")).then(tidy(told))
    return without_steps(contexts.with_columns(plain.alias("plain_context")))


def _described(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add described: the thing counted, with the words before it where it is short."""
    short = pl.col("thing").str.count_matches(r"\S+") <= 3
    listed = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:và|cùng|với|cùng\s+với)?\s*(?:{grammar.bound})?\s*$"
    ) & pl.col("follows")
    figures = for_each(figures, ["context"], lambda contexts: _plain_context(contexts, grammar))
    plain_own = pl.col("plain_context")
    context = pl.coalesce(plain_own, pl.when(listed).then(plain_own.forward_fill().over(HERE)))
    figures, context = once(figures, context)
    percent_of_thing = (_UNIT == "percent") & ~pl.col("is_linked") & (pl.col("thing").str.count_matches(r"\S+") <= 2)
    described = (
        pl.when(short & (pl.col("counted") | percent_of_thing) & context.is_not_null())
        .then(
            pl.when(context.str.to_lowercase().str.contains(pl.col("thing").str.to_lowercase(), literal=True))
            .then(context)
            .otherwise(pl.format("{} {}", "thing", context))
        )
        .otherwise("thing")
    )
    described = (
        pl.when((_UNIT == "percent") & ~described.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"))
        .then(pl.format("tỷ lệ {}", described))
        .otherwise(described)
    )
    thing = pl.when(_LEVEL).then(described).otherwise("thing")
    return without_steps(figures.with_columns(thing.alias("described")).drop("plain_context"))


def _placed(figures: pl.DataFrame) -> pl.DataFrame:
    """Add place: of "Hà Nội (1.000), Bình Phước (998)", whose count each is."""
    place = pl.col("left").str.extract(
        r"(?:^.*(?:[,;:)]|\s(?:và|là|như|tại|ở)\s)|^)\s*(\p{Lu}[^(),;:]{1,40}?)\s*\(\s*-?\s*$", 1
    )
    closed = (
        _LEVEL & place.is_not_null() & pl.col("rest").str.contains(r"^\s*(?:\)|,\s*(?:[-+]|(?:tăng|giảm|chiếm|gấp)\s))")
    )
    # With a unit, one alone may be an aside: "trạm 4G (130 trạm)".
    listing = closed & (_UNIT.is_null() | (closed.cast(pl.Int64).sum().over(HERE) >= 2))
    return figures.with_columns(pl.when(listing).then(place).alias("place"))


def _acts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add spoken (the first words after the figure) and acted: the measure that stands after an amount of money."""
    actor = pl.col("own").str.contains(
        rf"(?i)^(?:{grammar._cues('organization')}|doanh\s+nghiệp|chính\s+phủ|bộ|tỉnh|nhà\s+nước|ngân\s+sách)(?:\s|$)|^(?-i:\p{{Lu}}{{2,}})(?:\s|$)"
    )
    open_act = ~pl.col("headed").fill_null(False) | actor.fill_null(False)
    # "bố trí 20 nghìn tỷ đồng vốn đối ứng", "đạt 30 tỷ đồng doanh thu": the measure stands after the amount.
    act = pl.col("lead").str.extract(
        rf"(?i)(?:^|[^\p{{L}}])((?:{grammar._cues('act')})(?:\s+(?:bổ\s+sung|thêm|vốn|khẩn\s+cấp|trực\s+tiếp|kịp\s+thời))*)(?:\s+(?:{grammar.bound}|tới|đến|thêm))*\s*$",
        1,
    )
    spoken = pl.col("thing").str.extract(r"^((?:\S+\s+){0,9}\S+)", 1)
    # "640 tỷ đồng doanh thu và 95 tỷ đồng lợi nhuận": the first measure belongs to the first amount.
    onward = (
        pl.col("lead").str.contains(rf"(?i)^\s*(?:{grammar.head})[^,;:]*\s(?:và|cùng|với)\s*$")
        & pl.col("follows")
        & _UNIT.pipe(previous).is_in(MONEY).fill_null(False)
    )
    # "trích 1.756 tỷ đồng cho dự phòng rủi ro": what it is for.
    purpose = pl.col("rest").str.extract(
        r"(?i)^\s*((?:cho|để|vào)\s+\p{L}[^,;:.()§\d]{2,60}?)(?:\s+(?:và|trong|nhằm|tăng|giảm|so\s+với))?\s*(?:[,;:.()§]|$)",
        1,
    )
    spoken = pl.coalesce(spoken, pl.when(_LEVEL & act.is_not_null()).then(reveal(purpose)))
    # "Ngân hàng trích": the act is told already.
    own = pl.col("own").str.replace(rf"(?i)(?:\s+(?:đã|đang|sẽ|cũng))*\s+(?:{grammar._cues('act')})$", "")
    acted = (
        pl.when(_LEVEL & _UNIT.is_in(MONEY) & act.is_not_null() & open_act)
        .then(
            pl.concat_str(
                [act, spoken, pl.when(actor).then(pl.format("của {}", own))], separator=" ", ignore_nulls=True
            )
        )
        .when(
            _LEVEL
            & _UNIT.is_in(MONEY)
            & (~pl.col("headed").fill_null(False) | onward)
            & pl.col("thing").str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)")
        )
        .then(spoken)
    )
    return figures.with_columns(spoken.alias("spoken"), acted.alias("acted"))


def _own_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add chosen: what the figure's own clause says it measures, or null."""
    counted, linked, left, has_thing = (pl.col(name) for name in ("counted", "is_linked", "is_left", "has_thing"))
    begins_with_unit = (
        pl.col("own").str.to_lowercase().str.starts_with(pl.col("unit_word").str.to_lowercase().fill_null("§"))
        & (pl.col("own").str.count_matches(r"\S+") > pl.col("unit_word").str.count_matches(r"\S+"))
    ).fill_null(False)
    weighed = _UNIT.is_in([code for code in grammar.measuring_units if code not in ("item", "interaction")])
    traded = pl.col("own").str.contains(_TRADE) & ~pl.col("own").str.contains(
        r"(?i)(?:lượng|ngạch|giá|thu)\s+(?:xuất|nhập)"
    )
    traded = traded.fill_null(False)
    goods = pl.col("thing").str.extract(r"^\S+\s+(\S.*)$", 1)
    # "chiếm 38% tổng lượng kiều hối của cả nước (13,8 tỷ USD)": the whole itself.
    whole = pl.when(_LEVEL & pl.col("kind").pipe(previous).eq("share")).then(
        pl.col("lead").str.extract(r"(?i)^\s*(?:của\s+|trong\s+)?(tổng\s[^,;()§]{3,90}?)\s*\(\s*$", 1)
    )
    # "lợi nhuận của 29 ngân hàng đạt 72.000 tỷ đồng": the count stands inside the subject.
    before = pl.col("own").pipe(previous)
    spanned = (
        pl.col("headed").pipe(previous)
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\s(?:của|tại|từ)(?:\s+(?:cả|hơn|gần))?\s*$")
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead").str.contains(
            rf"(?i)^[^,;:()§]{{2,50}}?\s(?:{grammar.verbs}|tăng|giảm)(?:\s+\p{{L}}+){{0,3}}\s*$"
        )
        & ~pl.col("headed").fill_null(False)
    )
    # "40.101 tỷ đồng là số thu ngân sách của Hải quan": the sentence starts with the amount.
    told_after = pl.when(~pl.col("lead").str.contains(r"\p{L}")).then(
        reveal(
            pl.col("rest").str.extract(
                r"(?i)^\s*(?:chính\s+)?là\s+(?:con\s+số\s+)?([^,;:.()§]{4,90}?)(?:\s+(?:tính|trong|vào|được|mà|so|tại\s+thời)(?:\s[^,;:.()]*)?)?\s*(?:[,;:.()§]|$)",
                1,
            )
        )
    )
    # "bỏ xa vị trí thứ hai là thanh long (485 triệu USD": the one named right before the bracket.
    ranked = pl.when(_LEVEL).then(
        reveal(
            pl.col("lead").str.extract(
                r"(?i)(?:thứ\s+\p{Ll}+|vị\s+trí|đầu|sau|nhất|chủ\s+yếu|kế\s+tiếp|tiếp\s+theo)[^,;:()]{0,30}\slà\s+([^,;:()]{2,40}?)\s*\(\s*$", 1
            )
        )
    )
    own_label = (
        pl.when(ranked.is_not_null())
        .then(ranked)
        .when(_LEVEL & told_after.is_not_null())
        .then(told_after)
        .when(spanned.fill_null(False))
        .then(
            pl.concat_str(
                [before, pl.lit("của"), pl.col("thing").pipe(previous).str.extract(r"^((?:\S+\s*){1,6})", 1)],
                separator=" ",
                ignore_nulls=True,
            )
        )
        .when(whole.is_not_null())
        .then(whole)
        .when(pl.col("place").is_not_null())
        .then(pl.col("place"))
        .when(pl.col("acted").is_not_null())
        .then(pl.col("acted"))
        # "cả nước xuất khẩu 6 triệu tấn gạo": what is traded stands after its weight.
        .when(left & ~linked & weighed & goods.str.contains(r"\p{L}{2}") & traded)
        .then(pl.concat_str([pl.col("own").str.extract(_TRADE, 1), goods], separator=" "))
        .when(left & (linked | ~counted | (weighed & ~traded)))
        .then(pl.col("own"))
        # "tổng số lao động đăng ký 874 nghìn người": the subject is the count.
        .when(
            left & counted & pl.col("only_unit") & pl.col("own").str.contains(rf"(?i)^(?:{grammar._cues('tally')})\s")
        )
        .then(pl.col("own"))
        # "trạm 4G là 130.000 trạm": the subject tells more than the unit.
        .when(counted & pl.col("only_unit") & linked & begins_with_unit)
        .then(pl.col("own"))
        .when(
            has_thing
            & (
                counted
                | (
                    (_UNIT == "percent")
                    & (
                        ~linked
                        | pl.col("lead").str.contains(r"(?i)(?:,|(?:^|\s)và|(?:^|\s)có)\s*$")
                        | (~pl.col("headed") & pl.col("lead").str.contains(r":\s*$"))
                    )
                )
            )
        )
        .then(pl.col("described"))
        .when(pl.col("own").is_not_null() & ~counted & ~(pl.col("is_generic") & has_thing))
        .then(pl.col("own"))
        .when(has_thing)
        .then(pl.col("thing"))
        .when(left)
        .then(pl.col("own"))
        .when(
            _LEVEL
            & _UNIT.is_in(MONEY)
            & pl.col("own").is_null()
            & pl.col("lead").str.contains(rf"(?i)(?:^|[^\p{{L}}])có(?:\s+(?:{grammar.bound}|tới|đến))?\s*$")
        )
        .then(pl.col("thing"))
    )
    # "21,7 nghìn tấn gạo dự trữ": the goods, not their weight.
    unit_word = pl.col("unit_word").str.to_lowercase()
    weight = (
        _LEVEL & _UNIT.is_in(grammar.masses) & own_label.str.to_lowercase().str.starts_with(unit_word + pl.lit(" "))
    )
    figures, own_label = once(figures, own_label)
    figures, weight = once(figures, weight.fill_null(False))
    bare = own_label.str.replace(r"^\S+\s+", "")
    weighed_thing = weight & ~bare.str.contains(r"(?i)^(?:cho|để|đã|được|trong|tại|ở|trên|của)(?:\s|$)")
    own_label = pl.when(weighed_thing).then(bare).otherwise(own_label)
    return without_steps(figures.with_columns(own_label.alias("chosen")))


def _plans(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add planned, plan_phrase, pointing, and own_label: chosen, where the figure does not go on with another's subject."""
    onward = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:(?:{grammar._cues('status', 'verb', 'bound', 'adverb')}|và|sẽ|cả)\s*)+$"
    ) & pl.col("follows")
    same_thing = (
        _LEVEL
        & pl.col("counted")
        & pl.col("only_unit")
        & onward
        & (pl.col("unit_word") == pl.col("unit_word").pipe(previous))
        & (pl.col("kind").pipe(previous) == "level")
    )
    planned = _LEVEL & (pl.col("kind").pipe(previous) == "plan") & pl.col("left").str.contains(r"\(\s*$")
    plan_phrase = tidy(pl.col("lead").str.extract(rf"(?i)((?:{grammar._cues('plan')})\b[^()§]*)\(\s*$", 1))
    figures = figures.with_columns(
        planned.fill_null(False).alias("planned"), pl.when(planned).then(plan_phrase).alias("plan_phrase")
    )
    # "con số này", "tỷ lệ này": the subject stands in the sentence before.
    pointing = pl.col("lead").str.contains(
        r"(?i)(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|chỉ\s+số|giá\s+trị|chỉ\s+tiêu|thị\s+phần)\s+(?:này|trên|đó)(?:[^\p{L}][^,;]*)?$"
    )
    figures = figures.with_columns((pointing & _LEVEL).alias("pointing"))
    kept = pl.when(~(same_thing.fill_null(False) | pl.col("pointing") | pl.col("planned"))).then(pl.col("chosen"))
    return figures.with_columns(reveal(kept).alias("own_label"))


def _without_repeats(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Take own_label from figures whose words belong to the level before."""
    # "đạt 30 tỷ đồng doanh thu, tăng 13%": the words between belong to the level before.
    spent = (
        pl.col("spoken").pipe(previous).is_not_null()
        & pl.col("acted").pipe(previous).is_not_null()
        & pl.col("kind").is_in(["change", "plan", "share"])
    )
    spent = spent & pl.col("lead").str.contains(r"^[^,]*(?:,\s*(?:tăng|giảm|đạt|bằng|chiếm)[^,]*)?$")
    shown = shown.with_columns(pl.when(~spent.fill_null(False)).then("own_label").alias("own_label"))
    # "… 64% về hóa đơn và 81% về số tiền": an aspect of the same measure.
    # "16.904 cuộc thanh tra, kiểm tra, đạt 101% kế hoạch": the verb after a comma goes on with the level.
    onward = (
        pl.col("kind").is_in(["plan", "share"])
        & pl.col("follows")
        & ~pl.col("headed")
        & pl.col("lead").str.contains(
            r"(?i)^[^,;:]*,\s+\p{Ll}[^,;:]*,\s*(?:đạt|bằng|chiếm|vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,2}\s*$"
        )
    )
    onward = onward | (
        (pl.col("kind") == "change")
        & pl.col("follows")
        & ~pl.col("headed")
        & pl.col("lead").str.contains(rf"(?i)^[^,;:]*,\s*(?:{grammar.direction})(?:\s+(?:{grammar.filler}))*\s*$")
        & (pl.col("lead").str.contains(r"^\s*\)") | ~pl.col("kind").pipe(previous).is_in(["level", "change"]))
    )
    shown = shown.with_columns(pl.when(~onward.fill_null(False)).then("own_label").alias("own_label"))
    # "Đây là nhóm hàng lớn nhất, chiếm 20%": the subject stands in the sentence before.
    pointing = pl.col("kind").is_in(["change", "plan", "share"]) & pl.col("lead").str.contains(
        r"(?i)^\s*đây\s+(?:là|cũng)\s"
    )
    shown = shown.with_columns(pl.when(~pointing).then("own_label").alias("own_label"))
    # "cao hơn gạo cùng loại của Pakistan 15 USD/tấn": what it is compared with is no subject.
    compared = (pl.col("rule") == "beyond") & pl.col("per_code").is_not_null()
    shown = shown.with_columns(pl.when(~compared).then("own_label").alias("own_label"))
    aspect = pl.col("own_label").str.contains(r"(?i)^(?:tỷ lệ )?về\s") & pl.col("follows")
    # "6,8 - 9%/năm đối với ngắn hạn và 9,3 - 11%/năm đối với trung hạn"
    aspect = aspect | (
        pl.col("follows")
        & ~pl.col("headed")
        & pl.col("lead").str.contains(
            r"(?i)^\s*(?:/\s*\p{L}+)?\s*(?:đối\s+với|cho|tại|ở)\s+[^,;.()]{2,50}\s(?:và|còn)\s*$"
        )
    )
    shown = shown.with_columns(pl.when(~aspect.fill_null(False)).then("own_label").alias("own_label"))
    return shown


def _generics(shown: pl.DataFrame) -> pl.DataFrame:
    """Add generic: an own_label that names nothing alone."""
    alone = pl.col("own_label").is_not_null() & pl.col("own_label").str.contains(_GENERIC)
    return shown.with_columns(
        pl.when(~alone.fill_null(False)).then("own_label").alias("own_label"),
        pl.when(alone).then("own_label").alias("generic"),
    )


def _not_reached(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Take own_label from values that a growth before them, or an earlier value, reaches."""
    reached = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:/\p{{L}}+)?\s*(?:§+)?\s*,?\s*(?:và\s+)?(?:ước\s+)?(?:còn|đạt|lên|xuống|về|chỉ|ước|là|mức|tới|đến|{grammar.bound}|\s)+$"
        )
    )
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


def _carried(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add names_subject and carried."""
    away = pl.col("kind").eq("change") & pl.col("lead").str.contains(
        rf"(?i)\(\s*§+\s*(?:{grammar.direction})|(?:hơn|với|bằng)\s+mức\s+(?:{grammar.direction})(?:\s+\p{{L}}+)?\s*$"
    )
    names = pl.col("own_label").is_not_null() & ~(
        pl.col("joined_space") | pl.col("range_high") | pl.col("base_of") | pl.col("prior") | pl.col("converted")
    )
    subject = pl.when(names).then(pl.col("own_label"))
    return shown.with_columns(
        (names | away).alias("names_subject"), pl.when(names).then("own_label").alias("own_label")
    ).with_columns(subject.forward_fill().over(HERE).alias("carried"))
