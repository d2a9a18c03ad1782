"""Comparisons that a growth leaves unsaid: those of its kind, and those that go on from the sentences before."""

from __future__ import annotations

import polars as pl

from pipelines.language.comparisons import moved
from pipelines.language.figures import HERE
from pipelines.language.governing import shift_years
from pipelines.language.grammar import Grammar
from pipelines.language.kind_growth import FORECAST_MOVED
from pipelines.language.sequence import previous
from pipelines.language.steps import once, without_steps

_REFERENCE = ("reference_start", "reference_end")
_REFERRED = pl.col("governing_reference").struct.field
_CHANGE = pl.col("kind") == "change"
#: The figure's period is told in its own sentence.
_DATED_HERE = pl.col("period_source").is_in(["clause", "sentence"])


def _of_economy(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a growth is one of an economy, or of a sector within it."""
    whose = rf"(?:{grammar._cues('economy')})"
    national = pl.col("label").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:gdp|grdp|tổng sản phẩm)(?:[^\p{L}]|$)|tăng trưởng kinh tế"
    ).fill_null(False) | pl.col("clause").str.contains(
        rf"(?i)tăng trưởng (?:kinh tế|gdp|grdp)|(?:^|[\s,])tăng trưởng(?: của)?(?: cả| trong)?\s*§+[^,;]*$|(?:^|[\s,])kinh tế(?: (?:{whose}|này|sẽ|đã|có thể|dự kiến|vẫn|§+|(?-i:\p{{Lu}}\p{{L}}*)))* tăng(?: trưởng)?(?:[^\p{{L}}]|$)"
    ).fill_null(False)
    # "dự báo tăng trưởng của Việt Nam năm 2023", "dự báo Việt Nam tăng trưởng 4,8%"
    national = national | pl.col("clause").str.contains(
        rf"(?i)(?:dự báo|kỳ vọng|ước tính)(?: (?:mức|tốc độ))? tăng trưởng (?:của |cho |tại )?{whose}(?:[^\p{{L}}]|$)"
        rf"|(?:dự báo|kỳ vọng|ước tính) (?:kinh tế )?{whose}(?: (?:sẽ|có thể|đạt|mức))* tăng(?: trưởng)?(?:[^\p{{L}}]|$)"
    ).fill_null(False)
    # "cứ giá dầu tăng 10% thì GDP giảm 0,5%": what would be is against nothing.
    national = national & ~pl.col("lead").str.contains(r"(?i)^\s*(?:,\s*)?thì\s").fill_null(False)
    # "nâng dự báo cho Việt Nam từ 6%": the growth of an economy; "GDP tăng 6%, của Lào là 4%" as well.
    national = national | (pl.col("lead").str.contains(FORECAST_MOVED) & (pl.col("rule") == "growth_noun"))
    figures, national = once(figures, national.fill_null(False))
    goes_on = (pl.col("rule") == "parallel") & (pl.col("unit_code") == "percent")
    national = national | (
        goes_on
        & pl.when(~goes_on & (pl.col("kind") == "change")).then(national).forward_fill().over(HERE).fill_null(False)
    )
    sector = pl.col("label").str.contains(r"(?i)^khu vực\s").fill_null(False) & pl.col("lead").str.contains(
        r"(?i)nền kinh tế|(?:^|[^\p{L}])gdp(?:[^\p{L}]|$)"
    ).any().over(HERE)
    return once(figures, (national | sector).fill_null(False))


def _farther() -> pl.Expr:
    """The year of a "cùng kỳ" that one of several growths of a level is compared with."""
    same = _REFERRED("ref_same") & pl.col("level_at").is_not_null()
    return pl.when(same).then(pl.col("reference_end").dt.year())


def _daily() -> pl.Expr:
    """ "giá xăng ngày 21/9 tăng 720 đồng/lít": against the day before, whatever the last sentence compared with."""
    price = pl.col("per_code").is_not_null() & pl.col("unit_code").str.contains(r"^[A-Z]{3}_per_")
    priced = (price | (pl.col("unit_code") == "index_point")).any().over(HERE)
    return (priced & (pl.col("period_basis") == "as_of")).fill_null(False)


def _day_of_month_before() -> pl.Expr:
    """ "tại thời điểm 1/5 tăng 0,7% so với cùng thời điểm tháng trước": that day of the month before, or null."""
    day = pl.col("period_end")
    asked = (
        _CHANGE
        & (pl.col("period_start") == day)
        & (_REFERRED("ref_relative_month") == -1)
        & _REFERRED("ref_text").str.contains(r"(?i)cùng (?:thời điểm|ngày)")
    )
    before = pl.when(day == day.dt.month_end()).then(day.dt.offset_by("-1mo").dt.month_end())
    return pl.when(asked).then(before.otherwise(day.dt.offset_by("-1mo")))


def _step_back(figures: pl.DataFrame, step: pl.Expr) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The month or quarter before the figure's own, where the text compares with it or tells a growth "theo quý"."""
    month_step = (
        # "so với tháng trước" of a month is the one before it, whatever month was named last; so with quarters.
        pl.when(
            _CHANGE
            & ((step == "quý") | (_REFERRED("ref_relative_quarter") == -1))
            & (pl.col("period_basis") == "quarter")
        )
        .then(pl.lit("-3mo"))
        .when(
            _CHANGE
            & ((step == "tháng") | (_REFERRED("ref_relative_month") == -1))
            & (pl.col("period_basis") == "month")
        )
        .then(pl.lit("-1mo"))
    )
    figures, months = once(figures, month_step)
    # "Nửa đầu năm …, giá tăng 3% theo quý": the last quarter of it against the one before.
    lasting = _CHANGE & (step == "quý") & pl.col("period_basis").is_in(["half_year", "year_to_date", "year", "as_of"])
    this = pl.when(lasting).then(pl.col("period_end").dt.truncate("1q")).when(months.is_not_null()).then("period_start")
    earlier_start = this.dt.offset_by(pl.coalesce(months, pl.lit("-3mo")))
    earlier_end = this.dt.offset_by("-1d")
    figures, day = once(figures, _day_of_month_before())
    return figures, pl.coalesce(day, earlier_start), pl.coalesce(day, earlier_end)


def carry_references(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill references that a sentence leaves unsaid.

    A growth of a "cùng kỳ" is against the year before that; GDP without a base grows against the same period a year
    earlier; a sentence that compares with nothing goes on with the comparison of the sentence just before it.
    """
    # "tăng 10% theo quý": against the quarter before.
    step = pl.col("rest").str.extract(r"(?i)^\s*theo\s+(quý|tháng)(?:[^\p{L}]|$)", 1).str.to_lowercase()
    figures, step = once(figures, step)
    # "tăng 40% so với trước khi có dịch": against a time that no date tells.
    undated = pl.col("rest").str.contains(
        r"(?i)^\s*so\s+với\s+(?:thời\s+điểm\s+|giai\s+đoạn\s+)?(?:trước|sau)\s+(?:khi|dịch)[^,;.()§]*(?:[,;.()]|$)"
    )
    silent = _CHANGE & pl.col("governing_reference").is_null() & ~pl.col("against_thing") & step.is_null() & ~undated
    figures, silent = once(figures, silent)
    back = moved(pl.col("period_start"), pl.col("period_end"), pl.lit(None, pl.Int64))
    figures, national = _of_economy(figures, grammar)
    figures, own_base = once(figures, _year_before_own(silent, national))
    figures, longer = once(figures, _longer_than_base())
    figures, growth_then = once(figures, _growth_compared_with())
    back_again = {name: shift_years(pl.col(name), pl.lit(-1, pl.Int64)) for name in _REFERENCE}
    figures = figures.with_columns(
        pl.when(growth_then).then(year_before).when(~longer).then(name).alias(name)
        for name, year_before in back_again.items()
    )
    figures, *earlier = _step_back(figures, step)
    told = figures.with_columns(
        *(
            pl.coalesce(before, pl.when(own_base).then(year_before).otherwise(name)).alias(name)
            for name, before, year_before in zip(_REFERENCE, earlier, back, strict=True)
        ),
        (own_base | _REFERRED("ref_same").fill_null(False)).alias("year_back"),
    )
    told = told.with_columns(_opens(_LINKED).alias("opens_linked"), _opens(_TOPIC).alias("opens_topic"))
    joined = told.join(_last_comparisons(told), on=HERE, how="left", maintain_order="left")
    compared_anew = _daily() | (pl.col("carry_back") & _stock_of_day()).fill_null(False)
    joined, goes_on = once(joined, silent & ~own_base & pl.col("compares").is_null() & ~compared_anew)
    joined = _going_on(joined, goes_on, back)
    linked = _linked_on(joined, goes_on, back).with_columns(
        pl.when(~_yearly().fill_null(False)).then(name).alias(name) for name in _REFERENCE
    )
    return without_steps(linked).drop("year_back", "opens_linked", "opens_topic")


def _yearly() -> pl.Expr:
    """ "…; các huyện nghèo giảm 5%/năm": a rate by the year is against no period but the one before each."""
    by_year = pl.col("rest").str.contains(r"(?i)^\s*(?:/\s*năm|(?:mỗi|một|hằng|hàng)\s+năm)(?:[^\p{L}]|$)")
    by_year = by_year | pl.col("lead").str.contains(r"(?i)(?:^|[\s,])(?:mỗi|hằng|hàng)\s+năm\s[^,;:()§]*$")
    # "Giai đoạn 2022-2025, tập đoàn tăng trưởng bình quân 7%": a mean of several years.
    several = pl.col("period_end") >= pl.col("period_start").dt.offset_by("13mo")
    by_year = by_year | (several & pl.col("lead").str.contains(r"(?i)bình\s+quân(?:\s+\p{Ll}+){0,2}\s*$"))
    # "lãi suất tăng 1,5-2%/năm so với đầu năm": a rate of interest, told by the year itself.
    told = pl.col("compared_next") | _REFERRED("ref_text").is_not_null() & pl.col("label").str.contains(
        r"(?i)lãi\s+suất"
    )
    return _CHANGE & (by_year | (pl.col("per_code") == "year").fill_null(False)) & ~told.fill_null(False)


#: How a sentence opens that goes on with what several before it tell.
_LINKED = (
    r"(?i)^\s*(?:(?:và|còn)\s+)?(?:trong\s+(?:số\s+)?(?:đó|này)|(?:ở\s+)?(?:chiều\s+)?ngược\s+lại|(?:ở\s+)?chiều\s+(?:tăng|giảm|ngược)"
    r"|riêng|(?:phân\s+|chia\s+|xét\s+)?theo\s+(?:khu\s+vực|loại\s+hình|ngành|địa\s+phương|lĩnh\s+vực|quy\s+mô|thành\s+phần)|tương\s+tự|cụ\s+thể|tiếp\s+(?:đến|theo)|kế\s+(?:đến|tiếp)|còn\s+lại|(?:các\s+|chỉ\s+số(?:\s+giá)?\s+)?nhóm|(?:mức\s+)?(?:tăng|giảm)(?:\s+(?:giá|mạnh|cao|thấp|nhiều|sâu|ít))?\s+nhất"
    r"|(?:bên\s+cạnh\s+đó,?\s+)?(?:một\s+số|các)\s+(?:ngành|mặt\s+hàng|nhóm(?:\s+hàng)?|địa\s+phương|sản\s+phẩm|thị\s+trường)(?:\s+\p{Ll}+){0,6}?\s+(?:tăng|giảm)(?:\s+\p{Ll}+)?)(?:\s|[,:])"
)


#: "Về chăn nuôi, đàn trâu giảm 3%": a topic of its own goes on with no year told of another.
_TOPIC = r"(?i)^\s*(?:[-+•*]\s*)?(?:về|đối\s+với|(?:trong\s+|ở\s+)?lĩnh\s+vực)\s[^,:]{2,50}[,:]"


def _opens(how: str) -> pl.Expr:
    """Whether the figure's sentence opens so."""
    return pl.col("lead").str.contains(how).first().over(HERE).fill_null(False)


def _linked_on(figures: pl.DataFrame, goes_on: pl.Expr, back: tuple[pl.Expr, pl.Expr]) -> pl.DataFrame:
    """Carry a comparison on from a sentence that itself only went on with one: "Ngược lại, nhóm giáo dục giảm 0,2%"."""
    carried = ("carry_start", "carry_end", "carry_back", "carry_basis")
    # "có 1.227 dự án (tăng 27% so với cùng kỳ). Có 440 lượt (giảm 7%). Có 158 lượt (giảm 10%)"
    in_brackets = pl.col("lead").str.contains(r"(?i)\(\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
    figures, joined_on = once(figures, in_brackets | pl.col("opens_linked"))
    silent_before = figures.group_by(HERE).agg(_CHANGE.any().alias("grows")).filter(~pl.col("grows")).select(HERE)
    # Only growths take and lend comparisons: the others wait, and find their places again.
    placed = figures.with_row_index("nth_figure")
    waiting, figures = placed.filter(~_CHANGE.fill_null(False)), placed.filter(_CHANGE)
    left = -1
    for _ in range(5):
        # "dệt may tăng 13%. Giày dép đạt 2 tỷ USD, tăng 9%": a "cùng kỳ" goes on from sentence to sentence.
        figures, linked = once(figures, goes_on & pl.col("reference_start").is_null())
        silent = figures.select(linked.sum()).item()
        if silent in (0, left):
            break
        left = silent
        year_back = (pl.col("reference_start") == back[0]) & (pl.col("reference_end") == back[1])
        figures = figures.drop(carried).with_columns(
            (pl.col("year_back") | year_back).fill_null(False).alias("year_back")
        )
        last = _over_silence(_last_comparisons(figures, inside=True), silent_before)
        figures = figures.join(last, on=HERE, how="left", maintain_order="left")
        figures = _going_on(figures, linked & (joined_on | pl.col("carry_back")), back)
    return pl.concat([figures.select(placed.columns), waiting]).sort("nth_figure").drop("nth_figure", carried)


def _over_silence(last: pl.DataFrame, silent: pl.DataFrame) -> pl.DataFrame:
    """Carry comparisons of a year back over a sentence whose figures tell no growth: "Mỹ chiếm 18%"."""
    after = last.filter("carry_back").join(silent, on=HERE, how="semi").with_columns(pl.col("segment_no") + 1)
    return pl.concat([last, after.join(last, on=HERE, how="anti")])


def _stock_of_day() -> pl.Expr:
    """ "lãi quý I giảm 4,5% so với cùng kỳ. Đến 31/3, tổng tài sản giảm 3,7%": whether a stock follows what was none."""
    return (pl.col("period_basis") == "as_of") & (pl.col("carry_basis") != "as_of") & _DATED_HERE


def _year_before_own(silent: pl.Expr, national: pl.Expr) -> pl.Expr:
    """Whether a growth is against the year before the figure's own period."""
    # "tăng 10% theo quý và 24% theo năm"
    by_year = (_CHANGE & pl.col("rest").str.contains(r"(?i)^\s*theo\s+năm(?:[^\p{L}]|$)")).fill_null(False)
    # "so với năm trước" of a year is the year before that one, whichever the document's is.
    year_before = (
        _CHANGE
        & (pl.col("period_basis") == "year")
        & (_REFERRED("ref_relative_year") == -1)
        & _REFERRED("ref_text").str.contains(r"năm (?:liền )?trước$")
    ).fill_null(False)
    # "tốc độ tăng các năm 2019, 2020 lần lượt là": each year's against the one before.
    in_turn = silent & pl.col("told_in_turn") & pl.col("period_basis").is_in(["year", "year_to_date"])
    of_same = _CHANGE & pl.col("reference").is_null() & pl.col("period_same")
    unsaid = silent & (pl.col("period_same") | (national & (pl.col("unit_code") == "percent")))
    return by_year | in_turn | year_before | of_same | unsaid | _of_other_period()


def _of_other_period() -> pl.Expr:
    """ "(năm 2015 tăng 9,8%)", "mức tăng 5,5% của năm 2013": growths of another period than the sentence's."""
    bracketed = pl.col("lead").str.contains(r"(?i)\(\s*(?:trong\s+)?§+\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
    attached = pl.col("attached_start").is_not_null() & pl.col("lead").str.contains(
        r"(?i)(?:mức|tốc\s+độ)\s+(?:tăng|giảm)(?:\s+(?:trưởng|chỉ|đạt|là|ở|mức|khoảng|gần|hơn|trên|tới|lên|đến))*\s*$"
    )
    # "mức tăng 8,5% của năm trước do giá yếu, trong khi thu nhập cao hơn so với năm 2015": that is of another clause.
    attached_alone = attached & ~pl.col("rest").str.contains(r"(?i)^[^,;]*\sso\s")
    alone = pl.col("reference").is_null()
    return (_CHANGE & ((alone & (bracketed | attached)) | attached_alone)).fill_null(False)


def _growth_compared_with() -> pl.Expr:
    """ "xuất khẩu tăng 8%, thấp hơn so với năm 2014 (11%)": the growth of 2014, against the year before it."""
    inside = _CHANGE & (pl.col("depth") > 0) & (pl.col("rule") == "likened")
    # "cao hơn mức tăng cùng kỳ năm 2021 (4,7%)"
    then = pl.col("lead").str.contains(r"(?i)\shơn\s+(?:mức|tốc\s+độ|đà)\s+tăng(?:\s+\p{Ll}+)*\s*§+\s*\(\s*$")
    then = then & _CHANGE & (pl.col("depth") > 0) & _REFERRED("ref_same")
    return ((inside & pl.col("reference").is_null()) | then).fill_null(False)


def _longer_than_base() -> pl.Expr:
    """ "tăng 3,2% so với tháng trước, …; năm tháng tăng 17%": a month is no base of several."""
    return (
        _CHANGE
        & pl.col("reference").is_null()
        & pl.col("period_basis").is_in(["year_to_date", "year", "half_year", "quarter"])
        & _DATED_HERE
        # "tăng 0,2% so với tháng trước; bình quân 10 tháng tăng 3%": what closes the growth before leads none.
        & (pl.col("leading").is_null() | pl.col("reference").pipe(previous).is_not_null())
        & _REFERRED("ref_text").str.contains(r"tháng")
        & (_REFERRED("ref_same").not_() | _REFERRED("ref_text").str.ends_with("tháng trước"))
        & (pl.col("reference_end") < pl.col("reference_start").dt.offset_by("1mo"))
        & (pl.col("period_end") >= pl.col("period_start").dt.offset_by("2mo"))
    ).fill_null(False)


def _last_comparisons(told: pl.DataFrame, *, inside: bool = False) -> pl.DataFrame:
    """carry_start, carry_end, carry_back, carry_basis: the last comparison of each segment, for the one after it.

    ``inside``: also one in brackets, where all are.
    """
    outer = pl.col("depth") == (pl.col("depth").min().over(HERE) if inside else 0)
    return (
        told.filter(_CHANGE & pl.col("reference_start").is_not_null())
        .filter(outer)
        # "… so với cuối năm 2022, cùng kỳ năm trước tăng 10,5%": what grew then is compared with nothing of now.
        .filter(~pl.col("period_same").fill_null(False) | pl.col("period_same").all().over(HERE))
        # "gấp 1,2 lần bình quân giai đoạn 2019-2023": a mean of years is told of one value alone.
        .filter(pl.col("reference_end") < pl.col("reference_start").dt.offset_by("13mo"))
        .filter((_farther() >= _farther().max().over(HERE, "level_at")).fill_null(True))
        .group_by(HERE, maintain_order=True)
        .agg(
            pl.col("reference_start").last().alias("carry_start"),
            pl.col("reference_end").last().alias("carry_end"),
            pl.col("year_back").last().alias("carry_back"),
            pl.col("period_basis").last().alias("carry_basis"),
        )
        .with_columns(pl.col("segment_no") + 1)
    )


def _going_on(joined: pl.DataFrame, goes_on: pl.Expr, back: tuple[pl.Expr, pl.Expr]) -> pl.DataFrame:
    """Give the growths that go on with the sentence before its comparison, moved to their own period."""
    joined, back_start = once(joined, back[0])
    joined, back_end = once(joined, back[1])
    before = pl.col("reference_before").struct.field
    told_start, told_end = moved(pl.col("period_start"), pl.col("period_end"), before("ref_year"))
    joined, told_start = once(joined, told_start)
    told = goes_on & before("ref_same").fill_null(False) & told_start.is_not_null()
    takes = goes_on & ~told & pl.col("carry_start").is_not_null()
    joined, counted = once(joined, goes_on & ~told & pl.col("carry_start").is_null() & _after_count())
    moves = takes & pl.col("carry_back") & back_start.is_not_null()
    kept = takes & _fits_carried() & ~(~pl.col("carry_back") & (_DATED_HERE | pl.col("opens_topic")))
    choices = zip(
        _REFERENCE,
        (told_start, told_end),
        (back_start, back_end),
        ("carry_start", "carry_end"),
        (before("ref_start"), before("ref_end")),
        strict=True,
    )
    return joined.with_columns(
        pl.when(told)
        .then(same)
        .when(moves)
        .then(year_before)
        .when(kept)
        .then(carry)
        .when(counted)
        .then(compared)
        .otherwise(name)
        .alias(name)
        for name, same, year_before, carry, compared in choices
    )


def _after_count() -> pl.Expr:
    """ "8 nhóm tăng giá so với tháng trước. Tăng cao nhất là nhóm …": the sentence before compares, but tells no growth."""
    before = pl.col("reference_before").struct.field
    than = before("ref_text").str.contains(r"(?i)^so\s") & ~before("ref_same").fill_null(False)
    return pl.col("opens_linked") & (before("ref_end") < pl.col("period_end").dt.month_start()) & than


def _fits_carried() -> pl.Expr:
    """Whether the comparison of the sentence before may be taken as it is: a year back, or near and long enough."""
    month_base = (
        (pl.col("carry_end") < pl.col("carry_start").dt.offset_by("1mo"))
        & (pl.col("period_end") >= pl.col("period_start").dt.offset_by("2mo"))
        # … and what a paragraph before dates: "Chín tháng …. Riêng tháng 9 giảm 14% so với tháng 8. Nếu loại trừ …, tăng 10%".
        & (_DATED_HERE | (pl.col("carry_basis") == "month"))
    )
    far = (pl.col("carry_end") < pl.col("period_start").dt.offset_by("-370d")).fill_null(False)
    return ~(month_base & ~pl.col("carry_back")).fill_null(False) & ~(far & ~pl.col("carry_back"))
