"""What a figure measures: the noun phrase before its verb, the thing counted after it, or a subject carried."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.label_sources import (
    acts,
    described,
    not_reached,
    placed,
    right_after_the_counted,
    told_plainly,
    without_weight,
)
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.phrases import tidy
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where, without_steps

#: Head nouns that name no measure alone.
_GENERIC = r"(?i)^(?:tỷ lệ|tỉ lệ|mức|số|tổng|tổng số|con số|giá trị|trị giá|kim ngạch|số lượng|quy mô|tổng cộng|kết quả|mục tiêu|kế hoạch|chỉ tiêu)$"


#: A verb of trade at the end of a phrase, whose object stands after the amount.
_TRADE = r"(?i)(?:^|\s)((?:xuất|nhập)\s+khẩu)$"


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own_label, generic (a head noun that names nothing alone) and carried, the subject carried along a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    figures = told_plainly(acts(placed(described(_sorted(figures, grammar), grammar)), grammar), grammar)
    shown = _without_repeats(_plans(_own_labels(figures, grammar), grammar), grammar)
    return _carried(not_reached(_generics(shown), grammar), grammar).drop(_WORKING)


#: Columns that the steps below hand one another.
_WORKING = [
    "has_thing",
    "is_linked",
    "only_unit",
    "is_generic",
    "is_left",
    "described",
    "spoken",
    "acted",
    "told",
    "chosen",
]
_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def _sorted(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add counted, only_unit, has_thing, is_linked, is_generic and is_left: what each side of a figure offers."""
    counted = _UNIT.is_not_null() & ~_UNIT.is_in([*MONEY, "percent", "percentage_point", "times", "index_point"])
    figures, (words, base_only) = distinctly(
        figures,
        "thing",
        pl.col("thing").str.count_matches(r"\S+"),
        pl.col("thing").str.contains(r"(?i)^(?:của\s+)?(?:gdp|grdp)(?:\s|$)"),
    )
    figures, (unit_words,) = distinctly(
        figures, "unit_word", pl.col("unit_word").fill_null("").str.count_matches(r"\S+")
    )
    only_unit = words <= unit_words
    # "140 triệu chiếc", "1,3 triệu tấn": such a word counts a thing that stands elsewhere.
    counted = counted & ~(only_unit & _UNIT.is_in(grammar.measuring_units)).fill_null(False)
    # "khối lượng khớp lệnh hơn 28 triệu đơn vị": a volume is counted in units of it.
    volume = (
        only_unit & pl.col("headed") & pl.col("own").str.contains(r"(?i)^(?:tổng\s+)?(?:khối\s+lượng|sản\s+lượng)\s")
    )
    counted = counted & ~volume.fill_null(False)
    base_only = (_UNIT == "percent") & base_only
    has_thing = _LEVEL & pl.col("thing").is_not_null() & (counted | _UNIT.is_null() | (_UNIT == "percent"))
    # "đạt 4% hoặc dưới 4% là có thể": the other value measures the same.
    other = pl.col("lead").str.contains(rf"(?i)^\s*(?:hoặc|hay)(?:\s+(?:là|{grammar.bound}))*\s*$") & (
        _UNIT.pipe(previous) == _UNIT
    )
    # "198 triệu bản; đạt 4,6 bản/người": the same subject.
    goes_on = (
        counted
        & only_unit
        & pl.col("own").is_null()
        & pl.col("follows")
        & pl.col("lead").str.contains(rf"(?i)^\s*[;,]\s*(?:ước\s+)?(?:đạt|là|bằng|từ)(?:\s+(?:{grammar.bound}))*\s*$")
    )
    # "đạt hơn 60 Mbit/giây và lên tới gần 80 Mbit/giây ở Cần Thơ"
    goes_on = goes_on | (
        _UNIT.is_in([code for code in grammar.measuring_units if code not in ("item", "interaction")])
        & pl.col("own").is_null()
        & pl.col("follows")
        & (_UNIT.pipe(previous) == _UNIT)
        & pl.col("lead").str.contains(
            rf"(?i)^[^;:()]{{0,40}}(?:và|,)\s*(?:lên|xuống|còn|ước)\s*(?:tới|đến|đạt|còn)?(?:\s+(?:{grammar.bound}))*\s*$"
        )
    )
    has_thing = has_thing & ~base_only.fill_null(False) & ~other.fill_null(False) & ~goes_on.fill_null(False)
    linked = pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống)(?:[^\p{{L}},;]|$)|:)[^,;]{{0,30}}$|:\s*$"
    )
    # "dân số trên 8,4 triệu người": a bound may stand for the verb.
    bounded = pl.col("lead").str.contains(rf"(?i)(?:^|\s)dân\s+số(?:\s+(?:{grammar.bound}))+\s*$")
    figures, (linked, bounded) = distinctly(figures, "lead", linked, bounded)
    # "miễn giảm lãi cho 142.000 khách hàng": for whom it was done.
    linked = (linked | (pl.col("headed") & bounded)) & ~pl.col("lead").str.contains(
        rf"(?i)(?:^|\s)cho(?:\s+(?:{grammar.bound}))?\s*$"
    )
    # "trong mức tăng của CPI có 10 nhóm hàng": what there is, stands after it.
    figures, there_is = only_where(
        figures,
        counted & pl.col("lead").str.ends_with(" có "),
        pl.col("lead").str.contains(r"(?i)\s(?:tăng|giảm)\s[^,;]*$"),
    )
    linked = linked & ~there_is.fill_null(False)
    figures, (generic,) = distinctly(figures, "own", pl.col("own").str.contains(_GENERIC))
    figures, counted = once(figures, counted)
    figures, has_thing = once(figures, has_thing)
    sorted_out = figures.with_columns(
        counted.alias("counted"),
        only_unit.alias("only_unit"),
        has_thing.alias("has_thing"),
        linked.alias("is_linked"),
        generic.alias("is_generic"),
        (pl.col("headed") & pl.col("own").is_not_null() & ~(generic & has_thing)).alias("is_left"),
    )
    return without_steps(sorted_out)


def _own_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add chosen: what the figure's own clause says it measures, or null."""
    counted, linked, left, has_thing = (pl.col(name) for name in ("counted", "is_linked", "is_left", "has_thing"))
    begins_with_unit = (
        pl.col("own").str.to_lowercase().str.starts_with(pl.col("unit_word").str.to_lowercase().fill_null("§"))
        & (pl.col("own").str.count_matches(r"\S+") > pl.col("unit_word").str.count_matches(r"\S+"))
    ).fill_null(False)
    figures, begins_with_unit = only_where(figures, counted & pl.col("only_unit") & linked, begins_with_unit)
    weighed = _UNIT.is_in([code for code in grammar.measuring_units if code not in ("item", "interaction")])
    traded = pl.col("own").str.contains(_TRADE) & ~pl.col("own").str.contains(
        r"(?i)(?:lượng|ngạch|giá|thu)\s+(?:xuất|nhập)"
    )
    # "các doanh nghiệp đã nhập khẩu 7 triệu tấn xăng dầu": the trader is no measure's owner.
    figures, (traded, owned) = distinctly(
        figures, "own", traded.fill_null(False), pl.col("own").str.extract(r"(?i)^((?:xuất|nhập)\s+khẩu)\s", 1)
    )
    figures, (ends,) = distinctly(figures, "context", pl.col("context").str.extract(_TRADE, 1))
    traded = traded | (owned == ends).fill_null(False)
    figures, (goods,) = distinctly(figures, "thing", pl.col("thing").str.extract(r"^\S+\s+(\S.*)$", 1))
    own_label = (
        pl.when(pl.col("told").is_not_null())
        .then(pl.col("told"))
        .when(pl.col("place").is_not_null())
        .then(pl.col("place"))
        .when(pl.col("acted").is_not_null())
        .then(pl.col("acted"))
        # "cả nước xuất khẩu 6 triệu tấn gạo": what is traded stands after its weight.
        .when(left & ~linked & weighed & goods.str.contains(r"\p{L}{2}") & traded)
        .then(pl.concat_str([pl.coalesce(pl.col("own").str.extract(_TRADE, 1), ends), goods], separator=" "))
        # "thiệt hại rất nặng nề với 6.420 ha lúa": what is counted, after its measure.
        .when(left & weighed & pl.col("lead").str.ends_with(" với ") & goods.str.contains(r"\p{L}{2}"))
        .then(pl.col("described"))
        .when(left & (linked | ~counted | (weighed & ~traded)))
        .then(pl.col("own"))
        # "tổng số lao động đăng ký 874 nghìn người": the subject is the count.
        .when(
            left
            & counted
            & pl.col("only_unit")
            & pl.col("own").str.contains(
                rf"(?i)^(?:{grammar._cues('tally')})\s|^(?:{grammar._cues('bare')})$|^(?:quy\s+mô\s+)?dân\s+số(?:\s|$)"
            )
            & ~pl.col("own").str.contains(
                r"(?i)^số\s+(?:này|đó|trên|còn)(?:[^\p{L}]|$)|^(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)$"
                r"|^lực\s+lượng\s+(?:chức|công|hải|kiểm|biên|cảnh|csgt|quản|vũ|quân)(?:\s|$)"
            )
            # "vốn đăng ký của 34,9 nghìn doanh nghiệp": whose it is, is a count of its own.
            & ~pl.col("lead").str.strip_chars_end().str.ends_with(" của")
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
        # "phát hiện trên 9.800 khoản chi chưa đủ thủ tục": what is counted, known as a unit or not.
        .when(
            has_thing
            & _UNIT.is_null()
            & (
                pl.col("scale").is_null()
                | ~pl.col("own").str.contains(" ", literal=True)
                | pl.col("lead").str.contains(
                    rf"(?i)\s(?:đã|đang)\s+\p{{Ll}}+(?:\s+\p{{Ll}}+)?(?:\s+(?:{grammar.bound}))?\s*$"
                )
            )
            & ~linked
            & ~pl.col("headed").fill_null(False)
            & pl.col("thing").str.contains(r"^\p{Ll}+\s+\p{L}")
            & ~pl.col("thing").str.contains(rf"(?i)^(?:bị|phải|{grammar.function_words})\s")
            & pl.col("raw").str.contains(r"^\d{2,}|^\d+\.\d{3}")
        )
        .then(pl.col("thing"))
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
    return without_steps(without_weight(figures, own_label, grammar))


def _plans(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add planned, plan_phrase, pointing, and own_label: chosen, where the figure does not go on with another's subject."""
    # "1.720 lao động trong tháng; tính chung 10 tháng 16.450 lao động": the same count of a longer time.
    onward = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:(?:{grammar._cues('status', 'verb', 'bound', 'adverb')}|và|sẽ|cả)\s*)+$"
        r"|^[^;,.()]*[;,]\s*(?:(?:lũy|luỹ)\s+kế|tính\s+chung|cộng\s+dồn)?\s*§+\s*$"
    ) & pl.col("follows")
    same_thing = (
        _LEVEL
        & pl.col("counted")
        & pl.col("only_unit")
        & onward
        & (pl.col("unit_word") == pl.col("unit_word").pipe(previous))
        & (pl.col("kind").pipe(previous) == "level")
    )
    # "1.162 sự cố, giảm 6%; tính chung 9 tháng là 9.503 cuộc": the same count in another word.
    told_unit = pl.when(_LEVEL).then(_UNIT).forward_fill().over(HERE).pipe(previous)
    summed = pl.col("lead").str.contains(
        r"(?i)[;,]\s*(?:lũy\s+kế|luỹ\s+kế|tính\s+chung|cộng\s+dồn)?\s*§+\s*(?:là|đạt|có)\s*$"
    )
    same_thing = same_thing | (
        _LEVEL & pl.col("counted") & pl.col("only_unit") & pl.col("follows") & summed & (told_unit == _UNIT)
    )
    # "đạt 62% so với mục tiêu 5 triệu hộ": the plan's own amount.
    planned = (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "plan")
        & pl.col("left").str.contains(
            rf"(?i)\(\s*$|so\s+với\s+(?:mức\s+)?(?:{grammar._cues('plan')})(?:\s+(?:là|đề\s+ra|{grammar.bound}))*\s*$"
        )
        # "đạt 34% kế hoạch, thấp hơn cùng kỳ (37%)": what it was then.
        & ~pl.col("lead").str.contains(r"(?i)\shơn\s+(?:so\s+với\s+)?§+\s*\(\s*$")
    )
    # "hơn 77% có tài khoản, vượt mục tiêu 75%"
    planned = planned | (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "level")
        & (_UNIT.pipe(previous) == _UNIT)
        & pl.col("lead").str.contains(
            r"(?i),\s*(?:đã\s+)?(?:vượt|chưa\s+đạt|cao\s+hơn|thấp\s+hơn)(?:\s+(?:so\s+với|mức|xa))*\s+(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch)(?:\s+(?:là|đề\s+ra))?\s*$"
        )
    )
    # "vượt 63,7 nghìn tỷ đồng so với dự toán năm (782,7 nghìn tỷ đồng)"
    planned = planned | (
        _LEVEL
        & _UNIT.is_in(MONEY)
        & pl.col("lead").str.contains(
            rf"(?i)\s(?:so\s+với|với|hơn)\s+(?:mức\s+|tổng\s+)?(?:{grammar._cues('plan')})(?:\s+\p{{L}}+|\s*§+){{0,3}}\s*\(\s*$"
        )
    )
    plan_phrase = tidy(pl.col("lead").str.extract(rf"(?i)((?:{grammar._cues('plan')})\b[^()]*)\(\s*$", 1))
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
    shown, right_after = right_after_the_counted(shown, grammar)
    spent = spent | right_after
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
    # "doanh thu trực tuyến đạt 1.950 tỷ đồng, đóng góp 13,6% tổng doanh thu"
    gives = (
        (pl.col("kind") == "share")
        & pl.col("follows")
        & pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:đóng\s+)?góp(?:\s+\p{Ll}+)?\s*$")
    )
    shown = shown.with_columns(pl.when(~gives.fill_null(False)).then("own_label").alias("own_label"))
    # "Đây là nhóm hàng lớn nhất, chiếm 20%": the subject stands in the sentence before.
    pointing = pl.col("kind").is_in(["change", "plan", "share"]) & pl.col("lead").str.contains(
        r"(?i)^\s*đây\s+(?:là|cũng)\s"
    )
    shown = shown.with_columns(pl.when(~pointing).then("own_label").alias("own_label"))
    # "cao hơn gạo cùng loại của Pakistan 15 USD/tấn": what it is compared with is no subject.
    compared = (pl.col("rule") == "beyond") & pl.col("per_code").is_not_null()
    shown = shown.with_columns(pl.when(~compared).then("own_label").alias("own_label"))
    # "với kim ngạch 4 tỷ USD, với tốc độ tăng trưởng 32%": growth of what was told.
    growth = (
        (pl.col("kind") == "change")
        & pl.col("follows")
        & pl.col("own_label").str.contains(
            rf"(?i)^(?:tốc\s+độ|nhịp\s+độ|đà)$|^(?:mức|tỷ\s+lệ)\s+(?:{grammar.direction})$"
        )
    )
    shown = shown.with_columns(pl.when(~growth.fill_null(False)).then("own_label").alias("own_label"))
    aspect = pl.col("own_label").str.contains(r"(?i)^(?:tỷ lệ )?về\s") & pl.col("follows")
    # "6,8 - 9%/năm đối với ngắn hạn và 9,3 - 11%/năm đối với trung hạn"
    aspect = aspect | (
        pl.col("follows")
        & ~pl.col("headed")
        & pl.col("lead").str.contains(
            r"(?i)^\s*(?:/\s*\p{L}+)?\s*(?:đối\s+với|cho|tại|ở)\s+[^,;.()]{2,50}(?:\s(?:và|còn)|[;,])\s*$"
        )
    )
    shown = shown.with_columns(pl.when(~aspect.fill_null(False)).then("own_label").alias("own_label"))
    return shown


def _generics(shown: pl.DataFrame) -> pl.DataFrame:
    """Add generic: an own_label that names nothing alone."""
    alone = pl.col("own_label").is_not_null() & pl.col("own_label").str.contains(_GENERIC)
    # "dầu diesel tăng 304 đồng, có giá 23.055 đồng": whose price it is; "do giá giảm 5%" turns to the price.
    alone = alone | (_LEVEL & pl.col("own_label").str.contains(r"(?i)^giá(?:\s+bán)?$"))
    return shown.with_columns(
        pl.when(~alone.fill_null(False)).then("own_label").alias("own_label"),
        pl.when(alone).then("own_label").alias("generic"),
    )


def _carried(shown: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add names_subject and carried."""
    away = pl.col("kind").eq("change") & pl.col("lead").str.contains(
        rf"(?i)\(\s*§+\s*(?:{grammar.direction})|(?:hơn|với|bằng)\s+mức\s+(?:{grammar.direction})(?:\s+\p{{L}}+)?\s*$"
    )
    names = pl.col("own_label").is_not_null() & ~(
        pl.col("joined_space") | pl.col("range_high") | pl.col("base_of") | pl.col("prior") | pl.col("converted")
    )
    subject = pl.when(names).then(pl.col("own_label"))
    # "xuất khẩu tiêu giảm 7,8% do giá giảm 34,5%": the price of what was told.
    before = subject.forward_fill().over(HERE).pipe(previous)
    price: pl.Expr = pl.when((subject.str.to_lowercase() == "giá") & ~before.str.contains(r"(?i)^giá(?:\s|$)")).then(
        pl.format("giá {}", before)
    )
    shown, price = once(shown, price)
    shown = shown.with_columns(pl.coalesce(price, "own_label").alias("own_label"))
    return (
        without_steps(shown)
        .with_columns((names | away).alias("names_subject"), pl.when(names).then("own_label").alias("own_label"))
        .with_columns(subject.forward_fill().over(HERE).alias("carried"))
    )
