"""What a figure measures: the noun phrase before its verb, the thing counted after it, or a subject carried."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.phrases import tidy, without_tail
from pipelines.language.sequence import previous
from pipelines.language.steps import once, without_steps

#: Head nouns that name no measure alone.
_GENERIC = (
    r"(?i)^(?:tỷ lệ|tỉ lệ|mức|số|tổng|tổng số|con số|giá trị|trị giá|kim ngạch|số lượng|quy mô|tổng cộng|kết quả)$"
)


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label and label_rule (left | thing | carried), carrying the subject from figure to figure of a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    unit = pl.col("unit_code")
    counted = unit.is_not_null() & ~unit.is_in([*MONEY, "percent", "percentage_point", "times"])
    only_unit = pl.col("thing").str.count_matches(r"\S+") <= pl.col("unit_word").fill_null("").str.count_matches(r"\S+")
    # "140 triệu chiếc", "1,3 triệu tấn": such a word counts a thing that stands elsewhere.
    counted = counted & ~(only_unit & unit.is_in(grammar.measuring_units)).fill_null(False)
    figures, counted = once(figures, counted)
    uncounted = ~counted
    level = pl.col("kind") == "level"
    base_only = (unit == "percent") & pl.col("thing").str.contains(r"(?i)^(?:của\s+)?(?:gdp|grdp)(?:\s|$)")
    has_thing = level & pl.col("thing").is_not_null() & (counted | unit.is_null() | (unit == "percent"))
    has_thing = has_thing & ~base_only.fill_null(False)
    linked = pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống)(?:[^\p{{L}}]|$)|:)[^,;]{{0,30}}$|:\s*$"
    )
    # "dân số trên 8,4 triệu người": a bound may stand for the verb.
    linked = linked | (
        pl.col("headed") & pl.col("lead").str.contains(rf"(?i)(?:^|\s)dân\s+số(?:\s+(?:{grammar.bound}))+\s*$")
    )
    generic = pl.col("own").str.contains(_GENERIC)
    left = pl.col("headed") & pl.col("own").is_not_null() & ~(generic & has_thing)
    short = pl.col("thing").str.count_matches(r"\S+") <= 3
    listed = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:và|cùng|với|cùng\s+với)?\s*(?:{grammar.bound})?\s*$"
    ) & pl.col("follows")
    told = (
        without_tail(pl.col("context"), grammar)
        .str.replace(r"(?i)(?:\s|^)(?:tổng\s+số|tổng\s+cộng|có)$", "")
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')})\s+)+", "")
    )
    last_clause = told.str.extract(r",\s([^,\s]+(?:\s[^,\s]+){2,})$", 1)
    told = pl.when(told.str.count_matches(r"\S+") > 8).then(pl.coalesce(last_clause, told)).otherwise(told)
    told = told.str.replace(r"(?i)^(?:đối\s+với|trong|về|tại|ở)\s+(?:lĩnh\s+vực|mảng|ngành)\s.*$", "")
    plain_own = pl.when(told.str.contains(r"\p{L}{2}.*\s\p{L}{2}")).then(tidy(told))
    context = pl.coalesce(plain_own, pl.when(listed).then(plain_own.forward_fill().over(HERE)))
    figures, context = once(figures, context)
    percent_of_thing = (unit == "percent") & ~linked & (pl.col("thing").str.count_matches(r"\S+") <= 2)
    described = (
        pl.when(short & (counted | percent_of_thing) & context.is_not_null())
        .then(pl.format("{} {}", "thing", context))
        .otherwise("thing")
    )
    described = (
        pl.when((unit == "percent") & ~described.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"))
        .then(pl.format("tỷ lệ {}", described))
        .otherwise(described)
    )
    thing = pl.when(pl.col("kind") == "level").then(described).otherwise("thing")
    # "Hà Nội (1.000), Bình Phước (998)": places with their counts.
    place = pl.col("left").str.extract(
        r"(?:^|^.*(?:[,;:)]|\s(?:và|là|như|tại|ở)\s))\s*(\p{Lu}[^(),;:]{1,40}?)\s*\(\s*-?\s*$", 1
    )
    listing = level & place.is_not_null() & pl.col("right").str.contains(r"^\s*\)") & unit.is_null()
    figures = figures.with_columns(pl.when(listing).then(place).alias("place"))
    agent = pl.col("own").str.contains(
        rf"(?i)^(?:{grammar._cues('organization')}|doanh\s+nghiệp|chính\s+phủ|bộ|tỉnh|nhà\s+nước)(?:\s|$)"
    )
    open_act = ~pl.col("headed").fill_null(False) | agent.fill_null(False)
    # "bố trí 20 nghìn tỷ đồng vốn đối ứng", "đạt 30 tỷ đồng doanh thu": the measure stands after the amount.
    act = pl.col("lead").str.extract(
        rf"(?i)(?:^|[^\p{{L}}])((?:{grammar._cues('act')})(?:\s+(?:bổ\s+sung|thêm|vốn))*)(?:\s+(?:{grammar.bound}|tới|đến|thêm))*\s*$",
        1,
    )
    spoken = pl.col("thing").str.extract(r"^((?:\S+\s+){0,9}\S+)", 1)
    acted = (
        pl.when(level & unit.is_in(MONEY) & act.is_not_null() & open_act)
        .then(
            pl.concat_str(
                [act, spoken, pl.when(agent).then(pl.format("của {}", "own"))], separator=" ", ignore_nulls=True
            )
        )
        .when(
            level
            & unit.is_in(MONEY)
            & ~pl.col("headed").fill_null(False)
            & pl.col("thing").str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)")
        )
        .then(spoken)
    )
    figures, acted = once(figures, acted)
    begins_with_unit = (
        pl.col("own").str.to_lowercase().str.starts_with(pl.col("unit_word").fill_null("§"))
        & (pl.col("own").str.count_matches(r"\S+") > pl.col("unit_word").str.count_matches(r"\S+"))
    ).fill_null(False)
    own_label = (
        pl.when(pl.col("place").is_not_null())
        .then(pl.col("place"))
        .when(acted.is_not_null())
        .then(acted)
        .when(left & (linked | uncounted))
        .then(pl.col("own"))
        # "trạm 4G là 130.000 trạm": the subject tells more than the unit.
        .when(counted & only_unit & linked & begins_with_unit)
        .then(pl.col("own"))
        .when(
            has_thing
            & (
                counted
                | (
                    (unit == "percent")
                    & (
                        ~linked
                        | pl.col("lead").str.contains(r"(?i)(?:,|(?:^|\s)và|(?:^|\s)có)\s*$")
                        | (~pl.col("headed") & pl.col("lead").str.contains(r":\s*$"))
                    )
                )
            )
        )
        .then(thing)
        .when(pl.col("own").is_not_null() & uncounted)
        .then(pl.col("own"))
        .when(has_thing)
        .then(pl.col("thing"))
        .when(left)
        .then(pl.col("own"))
        .when(
            level
            & unit.is_in(MONEY)
            & pl.col("own").is_null()
            & pl.col("lead").str.contains(rf"(?i)(?:^|[^\p{{L}}])có(?:\s+(?:{grammar.bound}|tới|đến))?\s*$")
        )
        .then(pl.col("thing"))
    )
    onward = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:(?:{grammar._cues('status', 'verb', 'bound', 'adverb')}|và|sẽ|cả)\s*)+$"
    ) & pl.col("follows")
    same_thing = (
        level
        & counted
        & only_unit
        & onward
        & (pl.col("unit_word") == pl.col("unit_word").pipe(previous))
        & (pl.col("kind").pipe(previous) == "level")
    )
    planned = level & (pl.col("kind").pipe(previous) == "plan") & pl.col("left").str.contains(r"\(\s*$")
    plan_phrase = tidy(pl.col("lead").str.extract(rf"(?i)((?:{grammar._cues('plan')})\b[^()§]*)\(\s*$", 1))
    figures = figures.with_columns(
        planned.fill_null(False).alias("planned"), pl.when(planned).then(plan_phrase).alias("plan_phrase")
    )
    # "con số này", "tỷ lệ này": the subject stands in the sentence before.
    pointing = pl.col("lead").str.contains(
        r"(?i)(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|chỉ\s+số|giá\s+trị|chỉ\s+tiêu|thị\s+phần)\s+(?:này|trên|đó)(?:[^\p{L}][^,;]*)?$"
    )
    figures = figures.with_columns((pointing & level).alias("pointing"))
    kept = pl.when(~(same_thing.fill_null(False) | pl.col("pointing") | pl.col("planned"))).then(own_label)
    shown = figures.with_columns(reveal(kept).alias("own_label"), counted.alias("counted"))
    # "đạt 30 tỷ đồng doanh thu, tăng 13%": the words between belong to the level before.
    spent = spoken.pipe(previous).is_not_null() & acted.pipe(previous).is_not_null() & (pl.col("kind") == "change")
    spent = spent & pl.col("lead").str.contains(r"^[^,]*(?:,\s*(?:tăng|giảm)[^,]*)?$")
    shown = shown.with_columns(pl.when(~spent.fill_null(False)).then("own_label").alias("own_label"))
    # "… 64% về hóa đơn và 81% về số tiền": an aspect of the same measure.
    aspect = pl.col("own_label").str.contains(r"(?i)^(?:tỷ lệ )?về\s") & pl.col("follows")
    shown = shown.with_columns(pl.when(~aspect.fill_null(False)).then("own_label").alias("own_label"))
    alone = pl.col("own_label").is_not_null() & pl.col("own_label").str.contains(_GENERIC)
    shown = shown.with_columns(
        pl.when(~alone.fill_null(False)).then("own_label").alias("own_label"),
        pl.when(alone).then("own_label").alias("generic"),
    )
    away = pl.col("kind").eq("change") & pl.col("lead").str.contains(
        rf"(?i)\(\s*§+\s*(?:{grammar.direction})|(?:hơn|với|bằng)\s+mức\s+(?:{grammar.direction})(?:\s+\p{{L}}+)?\s*$"
    )
    reached = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:/\p{{L}}+)?\s*(?:§+)?\s*,?\s*(?:và\s+)?(?:ước\s+)?(?:còn|đạt|lên|xuống|về|chỉ|ước|là|mức|tới|đến|{grammar.bound}|\s)+$"
        )
    )
    # "từ 6,5% đối với các kỳ hạn … xuống còn 1,5%": the second value measures what the first did.
    moved = (
        level
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead")
        .pipe(previous)
        .str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|đỉnh|đáy|trung\s+bình|khoảng|gần|hơn|trên|dưới))*\s*$")
        & (pl.col("unit_code") == pl.col("unit_code").pipe(previous))
        & pl.col("lead").str.contains(
            r"(?i)(?:^|\s)(?:xuống|lên|về|còn)(?:\s+(?:còn|mức|khoảng|từ|chỉ|gần|hơn|dưới|trên))*\s*$"
        )
    )
    kept_own = ~(reached | moved).fill_null(False)
    shown = shown.with_columns(pl.when(kept_own).then("own_label").alias("own_label"))
    names = pl.col("own_label").is_not_null() & ~(
        pl.col("joined_space") | pl.col("range_high") | pl.col("base_of") | pl.col("prior") | pl.col("converted")
    )
    subject = pl.when(names).then(pl.col("own_label"))
    return without_steps(
        shown.with_columns(
            (names | away).alias("names_subject"), pl.when(names).then("own_label").alias("own_label")
        ).with_columns(subject.forward_fill().over(HERE).alias("carried"))
    )
