"""Levels that a first look gives wrongly: money and counts are no changes of one another, "mức này" goes back."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.plain_names import DEALT
from pipelines.language.sequence import carried, following, opening, previous
from pipelines.language.steps import once, only_where, without_steps

_UNIT, _LEVEL_UNIT = pl.col("unit_code"), pl.col("level_unit")
_CHANGE = pl.col("kind") == "change"
_AMOUNT = _CHANGE & ~_UNIT.is_in(["percent", "percentage_point", "times"])
#: Things that have values of their own.
_GROUPS = ["province", "enterprise", "bank", "company", "commodity_group", "commodity", "industry", "market", "country"]
#: Figures that speak of a level.
_OF_LEVEL = pl.col("kind").is_in(["change", "share", "plan"])

#: A sentence that goes on about the last value of the one before.
_SAME_VALUE = (
    r"(?i)^\s*(?:đây\s+(?:là|cũng)|(?:con\s+số|số\s+tiền|mức|giá\s+trị|kim\s+ngạch|sản\s+lượng|lượng|chỉ\s+tiêu|"
    r"kết\s+quả|doanh\s+thu|quy\s+mô|số\s+vốn)\s+này)\s"
)
#: A sentence that goes on about a number that the one before has told in parts: "1.200 sự cố, gồm 700 sự cố A và 500 sự cố B".
_THIS_NUMBER = r"(?i)^\s*(?:so\s+với\s+§+\s*,?\s*|§+\s*,?\s*)?(?:con\s+số|kết\s+quả)\s+này\s"

#: Without what prices add.
_PRICES_ASIDE = r"(?:nếu\s+)?(?:loại\s+trừ|không\s+tính)\s+(?:yếu\s+tố\s+)?(?:tăng\s+)?giá"
#: A sentence that tells the same growth against another time, or without what prices add to it.
_TOLD_OTHERWISE = (
    r"(?i)^\s*(?:và\s+|còn\s+)?nếu\s+§+\s*,?\s*(?:thì\s+)?(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s*$"
    rf"|^\s*{_PRICES_ASIDE}(?:\s*\[[^\]]{{1,3}}\])?(?:\s+thì|\s*,)?(?:\s[^,;:()]*)?\s(?:tăng|giảm)(?:\s+\p{{Ll}}+){{0,2}}\s*$"
)
#: A clause that does.
_WITHOUT_PRICES = (
    rf"(?i)^[^();]*,\s*(?:và\s+)?{_PRICES_ASIDE}(?:\s+thì|\s*,)?"
    r"\s+(?:\p{Ll}+\s+)?(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s*$"
)
#: A clause that goes on about the last value of its sentence.
_THIS_VALUE = (
    r"(?i)[\s,](?:con\s+số|số\s+tiền|mức|giá\s+trị|kim\s+ngạch|tỷ\s+lệ|quy\s+mô)\s+này\s+"
    r"(?:đã\s+|cũng\s+|vẫn\s+)?(?:tăng|giảm|chiếm|bằng)"
)
#: Those of whom so many percent do something.
_RESPONDENTS = r"(?i)^\s*(?:số\s+|các\s+|trong\s+số\s+)?(?:doanh\s+nghiệp|dn|hộ|người|công\s+ty|khách\s+hàng|lao\s+động|đơn\s+vị|cơ\s+sở|hợp\s+tác\s+xã|nhà\s+đầu\s+tư|nhân\s+viên|đại\s+lý)\s"
_EARNINGS = r"(?i)^\s*(?:tổng\s+)?(?:doanh\s+thu|doanh\s+số|lợi\s+nhuận|chi\s+phí|thu\s+nhập)(?:[^\p{L}]|$)"


def mended(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Mend level_at: money and counts are no changes of one another; "Đây là …, chiếm 20%" speaks of the sentence before."""
    outer_level = real_level & (pl.col("depth") == 0)
    joined = _with_levels_told(figures, outer_level)
    joined, here_at = _this_value(joined, outer_level)
    joined = _with_last_count(joined, outer_level)
    joined, own_count = _own_count(joined, real_level)
    joined, same_count = once(joined, _of_last_count() | own_count.is_not_null())
    joined, counted_at = once(joined, pl.when(same_count).then(pl.coalesce(own_count, "counted_at")))
    # "tăng 19 vụ (+20%)": what stands in the bracket is told of the same.
    bracketed = (
        same_count.pipe(previous).fill_null(False)
        & _CHANGE
        & pl.col("lead").str.contains(r"^[\p{L}\s]{0,24}\(\s*(?:[-+]|(?:tương ứng )?(?:tăng|giảm))?\s*$")
    )
    otherwise = _CHANGE & (_UNIT == "percent") & pl.col("lead").str.contains(_TOLD_OTHERWISE)
    goes_on = _OF_LEVEL & pl.col("level_at").is_null() & (pl.col("lead").str.contains(_SAME_VALUE) | otherwise)
    # "Đây là bước tiến so với mức tăng 3% của năm ngoái": that growth is another's.
    goes_on = goes_on & ~pl.col("lead").str.contains(
        r"(?i)(?:hơn|so\s+với)\s+(?:mức|tốc\s+độ)\s+(?:tăng|giảm)(?:\s+\p{L}+){0,3}\s*$"
    )
    joined, goes_on = once(joined, goes_on)
    joined, reached_at = once(joined, _reached_next(real_level))
    level_at = (
        pl.when(reached_at.is_not_null() & pl.col("level_at").is_null())
        .then(reached_at)
        .when(same_count | bracketed)
        .then(pl.coalesce(counted_at, counted_at.pipe(previous)))
        .when(_of_another_kind().fill_null(False))
        .then(None)
        .when(here_at.is_not_null())
        .then(here_at)
        .when(goes_on)
        .then("before_at")
        .otherwise("level_at")
    )
    joined = _compared_again(joined.with_columns(level_at.alias("level_at")), goes_on)
    return without_steps(joined.with_columns(_points().alias("unit_code"))).drop(
        *(
            "level_here_",
            "level_unit",
            "level_rated",
            "level_asked",
            "level_scaled",
            "before_at",
            "counted_at",
            "counted_unit",
        ),
        *("count_named", "count_at", "named_count", "alike_count"),
    )


def _reached_next(real_level: pl.Expr) -> pl.Expr:
    """ "số người dùng tăng thêm 2 triệu người trong năm, đạt 9 triệu người": the count that came of a growth, or null."""
    alike = following(_UNIT) == _UNIT
    reached = following(pl.col("lead")).str.contains(r"(?i)^[^;:()]{0,40},\s*(?:đạt|lên|còn|xuống)(?:\s+\p{Ll}+)?\s*$")
    told: pl.Expr = pl.when(_AMOUNT & alike & reached & following(real_level)).then(following(pl.col("char_start")))
    # "giảm 1.000 - 2.000 đồng/kg so với hôm qua, thương lái thu mua ở mức 57.000 đồng/kg"
    low = pl.col("range_low")
    price = pl.when(low).then(following(pl.col("lead"), step=2)).otherwise(following(pl.col("lead")))
    priced = pl.when(low).then(following(_UNIT, step=2)).otherwise(following(_UNIT)) == _UNIT
    level = pl.when(low).then(following(real_level, step=2)).otherwise(following(real_level))
    place = pl.when(low).then(following(pl.col("char_start"), step=2)).otherwise(following(pl.col("char_start")))
    dealt = price.str.contains(rf"(?i)^[^;:()]*{DEALT}") & pl.col("per_code").is_not_null()
    return pl.when(_AMOUNT & priced & level & dealt).then(place).otherwise(told)


def _with_levels_told(figures: pl.DataFrame, outer_level: pl.Expr) -> pl.DataFrame:
    """Add level_unit, and before_at: the last level of the sentence before."""
    levels = figures.filter(outer_level)
    units = levels.select(
        "document",
        pl.col("char_start").alias("level_at"),
        _UNIT.alias("level_unit"),
        (pl.col("per_code").is_not_null() | pl.col("base_unit").is_not_null()).alias("level_rated"),
        ((_UNIT == "percent") & pl.col("rest").str.contains(_RESPONDENTS)).alias("level_asked"),
        pl.col("scale").is_not_null().alias("level_scaled"),
    )
    return (
        figures.join(units, on=["document", "level_at"], how="left", maintain_order="left")
        .join(_last_of_sentence(levels), on=HERE, how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("lead").str.contains(_THIS_NUMBER) | pl.col("lead").str.contains(_TOLD_OTHERWISE))
            .then(pl.coalesce("whole_before_at", "before_at"))
            .otherwise("before_at")
            .alias("before_at")
        )
        .drop("whole_before_at")
    )


def _compared_again(joined: pl.DataFrame, goes_on: pl.Expr) -> pl.DataFrame:
    """ "Con số này giảm 8% so với tháng 3 và tăng 15% so với cùng kỳ": both growths of the same."""
    beside = pl.col("lead").str.contains(
        r"(?i)^\s*(?:so\s+với\s+)?§+\s*(?:,|;|và|nhưng|song|,\s*(?:và|nhưng|song))\s*(?:tăng|giảm)\s"
    )
    again = _CHANGE & pl.col("level_at").is_null() & beside & previous(goes_on & _CHANGE).fill_null(False)
    level_at = pl.when(again).then(pl.col("level_at").pipe(previous)).otherwise("level_at")
    return joined.with_columns(level_at.alias("level_at"))


def _last_of_sentence(levels: pl.DataFrame) -> pl.DataFrame:
    """document, segment_no of the next sentence, before_at, and whole_before_at: the last of ``levels`` that is no part."""
    parts = pl.col("lead").str.contains(r"(?i)(?:^|[\s,(])(?:gồm|trong\s+(?:số\s+)?đó)(?:[\s,:]|$)") & pl.col("follows")
    told = levels.with_columns(parts.fill_null(False).cum_max().over(HERE).alias("parted_"))
    whole = pl.col("char_start").filter(~pl.col("parted_")).last()
    return (
        told.group_by(HERE, maintain_order=True)
        .agg(pl.col("char_start").last().alias("before_at"), whole.alias("whole_before_at"))
        .with_columns(pl.col("segment_no") + 1)
    )


def _of_another_kind() -> pl.Expr:
    """Whether a growth cannot be that of its level."""
    apart = _AMOUNT & (_UNIT.is_in([*MONEY, "US_cent"]) != _LEVEL_UNIT.is_in(MONEY))
    # "15% doanh nghiệp bị giảm 50% doanh thu": what falls is no number of enterprises.
    of_earnings = (
        _CHANGE & _UNIT.is_in(["percent", "times"]) & ~_LEVEL_UNIT.is_in(MONEY) & pl.col("rest").str.contains(_EARNINGS)
    )
    # What so many of a group have grown by is theirs, not their number:
    growers = (_CHANGE & (_UNIT == "percent") & _LEVEL_UNIT.is_in(_GROUPS)) & (pl.col("kind").pipe(previous) == "level")
    of_growers = growers & pl.col("lead").str.contains(
        # "31 địa phương tăng trên 30%"
        r"(?i)^\s*(?:\p{Ll}+\s+){0,3}(?:tăng|giảm)(?:\s+trưởng)?\s+(?:trên|dưới|hơn|từ)\s*$"
        # "51 doanh nghiệp sụt doanh thu, mức giảm bình quân 40%"
        r"|^[^;:()§]*,\s*(?:với\s+)?(?:mức|tốc\s+độ)\s+(?:tăng|giảm)(?:\s+\p{Ll}+){0,3}\s*$"
        # "8/10 thị trường giữ được mức tăng doanh thu trên 10%"
        r"|^[^,;:()§]*\s(?:duy\s+trì|giữ|có|đạt|ghi\s+nhận)(?:\s+\p{Ll}+){0,2}?\s+(?:(?:mức|tốc\s+độ)\s+tăng|tăng\s+trưởng)(?:\s[^,;:()]*)?$"
    )
    # "14 ngành có số doanh nghiệp tăng, trong đó vận tải (tăng 34,4%)": of what stands before the bracket.
    of_named = (_CHANGE & (_UNIT == "percent") & (pl.col("depth") > 0) & _LEVEL_UNIT.is_in(_GROUPS)) & pl.col(
        "lead"
    ).str.contains(r"(?i)(?:[,;:]|\s(?:gồm|như|là))\s[^,;:()]{2,60}\(\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$")
    # "giải ngân 14 tỷ đồng, đạt 28% kế hoạch, thấp hơn 11 điểm phần trăm": points are of a percentage.
    of_points = _CHANGE & (_UNIT == "percentage_point") & ~_LEVEL_UNIT.is_in(PERCENT).fill_null(~pl.col("level_scaled"))
    # "24% doanh nghiệp có doanh thu tăng 30%, còn 19% doanh nghiệp": theirs, not their share.
    beside = pl.col("lead").str.contains(r"(?i)(?:,|và|nhưng)\s*(?:đã\s+|cũng\s+)?(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s*$")
    of_asked = (_CHANGE & (_UNIT == "percent") & pl.col("level_asked")) & (
        ~beside | (pl.col("level_at") > pl.col("char_start"))
    )
    # "nộp 100% hồ sơ, chiếm 7% thị phần": a percentage is no part of a whole; "đạt 41,9 Mbps, tăng 12 bậc": a rank rose.
    unlike = (pl.col("kind") == "share") & _LEVEL_UNIT.is_in(PERCENT) | _CHANGE & (_UNIT == "position")
    # "đạt 31% kế hoạch, thấp hơn mức 37% của cùng kỳ": so much of what was planned then.
    then = (pl.col("kind") == "plan") & pl.col("lead").str.contains(
        r"(?i)\shơn\s(?:[^,;:]*\s)?(?:mức|con\s+số|tỷ\s+lệ|tỉ\s+lệ)(?:\s+\p{Ll}+)?\s*$"
    )
    # "đóng điện 20 công trình, tăng 5 công trình, 3 trạm biến áp": of another count, which nothing tells.
    uncounted = (
        _AMOUNT & (_LEVEL_UNIT != _UNIT) & pl.col("lead").str.contains(r"(?i)^\s*\)?\s*(?:[,;]|và|[,;]\s*và)\s*$")
    )
    return uncounted | apart | of_earnings | of_growers | of_named | of_points | of_asked | unlike | then


def _this_value(joined: pl.DataFrame, outer_level: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "mỗi người gánh 31 triệu đồng nợ công, … mức này đã giảm 800.000 đồng": the last level of the sentence."""
    joined, goes_on = only_where(
        joined,
        _OF_LEVEL & pl.col("level_at").is_null() & pl.col("lead").str.contains(" này ", literal=True),
        pl.col("lead").str.contains(_THIS_VALUE),
    )
    joined, otherwise = only_where(
        joined,
        _CHANGE
        & (_UNIT == "percent")
        & pl.col("level_at").is_null()
        & pl.col("lead").str.contains("giá ", literal=True),
        pl.col("lead").str.contains(_WITHOUT_PRICES),
    )
    goes_on = goes_on.fill_null(False) | otherwise.fill_null(False)
    last_here = carried("level_here_", pl.lit(True), opening())
    return once(
        joined.with_columns(pl.when(outer_level).then("char_start").alias("level_here_")),
        pl.when(goes_on).then(last_here),
    )


def _with_last_count(joined: pl.DataFrame, outer_level: pl.Expr) -> pl.DataFrame:
    """Add counted_at and counted_unit: the last count of the sentence."""
    rated = pl.col("per_code").is_not_null() | pl.col("base_unit").is_not_null()
    counted = pl.when(outer_level & ~_UNIT.is_in(PERCENT) & ~rated)
    return joined.with_columns(
        counted.then("char_start").forward_fill().over(HERE).alias("counted_at"),
        counted.then("unit_code").forward_fill().over(HERE).alias("counted_unit"),
    )


def _of_last_count() -> pl.Expr:
    """ "có 17,18 triệu người tham gia, đạt 34,5% lực lượng lao động, tăng 1,75 triệu người": the people grew."""
    return (
        _AMOUNT
        # "22,6 triệu thuê bao, tương ứng 22,9 thuê bao/100 dân, tăng 1,2 triệu thuê bao"
        & (_LEVEL_UNIT.is_in(PERCENT) | (pl.col("level_rated") & pl.col("per_code").is_null()))
        & (pl.col("counted_unit") == _UNIT)
        & pl.col("lead").str.contains(r"^[^;:]*,[^,;:]*$")
    ).fill_null(False)


def _own_count(joined: pl.DataFrame, real_level: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "86 vụ, làm 71 người chết, 14 người bị thương; tăng 19 vụ, giảm 5 người chết": each of its own count."""
    joined = joined.with_columns(
        pl.when(real_level).then("own_label").when(_AMOUNT).then("thing").str.to_lowercase().alias("count_named"),
        pl.when(real_level).then("char_start").alias("count_at"),
    )
    counts = ~_UNIT.is_in([*MONEY, *PERCENT, "times", "index_point"])
    # Few figures are counts that grow: only they are grouped.
    few = joined.with_row_index("row_").filter((real_level | _AMOUNT) & counts)
    at = pl.col("count_at").forward_fill()
    told = few.select(
        "row_",
        at.over(*HERE, "unit_code", "count_named").alias("named_count"),
        # "112 vụ tai nạn giao thông …; giảm 9 vụ": the first word of what is counted tells it.
        pl.coalesce(at.over(*HERE, "unit_code"), at.over(*HERE, pl.col("count_named").str.extract(r"^(\S+)", 1))).alias(
            "alike_count"
        ),
    )
    joined = joined.with_row_index("row_").join(told, on="row_", how="left", maintain_order="left").drop("row_")
    own_count: pl.Expr = pl.when(_AMOUNT & counts & pl.col("level_at").is_not_null()).then(
        pl.coalesce(
            pl.when(pl.col("count_named").is_not_null()).then("named_count"),
            pl.when(_LEVEL_UNIT != _UNIT).then("alike_count"),
        )
    )
    return once(joined, own_count)


def _points() -> pl.Expr:
    """The unit: "đạt 76,4%, giảm 5,3 điểm" are points of that percentage."""
    of_percentage = _CHANGE & (_UNIT == "index_point") & (_LEVEL_UNIT == "percent")
    return pl.when(of_percentage).then(pl.lit("percentage_point")).otherwise("unit_code")
