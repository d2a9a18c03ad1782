"""Items of a list that are growths, shares or ranks as what stands before them is."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import following, opening, previous, previous_value, running
from pipelines.language.steps import holds, once, only_where, without_steps

#: A percentage after a percentage of the same sentence.
PERCENT_ON = (pl.col("unit_code") == "percent") & (previous_value("unit_code") == "percent") & pl.col("follows")
_OF_ECONOMY = r"(?i)tăng\s+trưởng|(?:^|[\s,])gr?dp\s[^,;]*$"


def earlier(condition: pl.Expr) -> pl.Expr:
    """Whether ``condition`` held for an earlier figure of the sentence."""
    last = pl.when(condition).then(pl.int_range(pl.len(), dtype=pl.UInt32)).forward_fill()
    return (last.shift(1) >= opening()).fill_null(False)


def in_turn(figures: pl.DataFrame) -> pl.DataFrame:
    """Let what comes next in an order be a share, or a growth, as what came before: "…, kế đến là Nhật Bản 22,2%"."""
    # "Mỹ chiếm 38,1% với 47,5 triệu USD, kế đến là Nhật Bản 22,2%, EU 14%"
    next_one = (
        pl.col("lead").str.contains(
            r"(?i)^[^,;()]*\)?\s*[,;]\s*(?:(?:tiếp|kế)\s+(?:theo|đến|sau|tiếp|đó)|sau\s+đó)\s[^,;()]{2,50}\(?$"
        )
        & (pl.col("unit_code") == "percent")
        & (pl.col("kind") == "level")
    )
    figures, next_one = once(figures, next_one.fill_null(False))
    # "tăng cao nhất với 1,3%; tiếp đến là nhà ở (0,6%)"
    grows_next = next_one & (previous_value("kind") == "change") & previous_value("unit_code").is_in(PERCENT)
    next_one = grows_next | (next_one & earlier(pl.col("kind") == "share"))
    # "chiếm 46,8% (783 vụ), sơ suất khi dùng lửa 22,5%"
    next_one = next_one | (
        pl.col("lead").str.contains(r"(?i)^\s*\)\s*[,;]\s*(?:và\s+|còn\s+)?(?:\p{L}+\s+){1,9}$")
        & ~pl.col("lead").str.contains(r"(?i)\s(?:đạt|tăng|giảm|là|còn|có|bằng|tỷ|tỉ|lên|xuống)\s")
        & (pl.col("unit_code") == "percent")
        & (pl.col("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & (previous_value("kind").pipe(previous) == "share")
    ).fill_null(False)
    # "chiếm 11,9%; …, dịch vụ chiếm 42,4% (cơ cấu tương ứng của năm 2022 là 11,8%; 42,3%)": the parts of another year.
    next_one = next_one | (
        pl.col("lead").str.contains(
            r"(?i)[(;,]\s*(?:cơ\s+cấu|tỷ\s+trọng|tỷ\s+lệ|con\s+số|số\s+liệu)(?:\s+(?:này|đó))?\s+(?:tương\s+ứng\s+)?(?:của\s+)?§+"
            r"\s*(?:tương\s+ứng\s+|lần\s+lượt\s+)*là(?:\s+lần\s+lượt)?:?\s*$"
        )
        & (pl.col("unit_code") == "percent")
        & (pl.col("kind") == "level")
        & earlier(pl.col("kind") == "share")
    ).fill_null(False)
    figures = figures.with_columns(
        pl.when(grows_next).then(pl.lit("change")).when(next_one).then(pl.lit("share")).otherwise("kind").alias("kind"),
        pl.when(grows_next).then(previous_value("direction")).otherwise("direction").alias("direction"),
        pl.when(next_one).then(pl.lit("parallel")).otherwise("rule").alias("rule"),
    )
    return without_steps(figures)


def parts_of_change(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a count is part of the change before it, or beside it, and so a change itself."""
    # "giảm 97 đơn vị (gồm 74 xã; 11 phường)": the parts of a change are changes.
    enters = (
        holds("lead", r"(?i)^[^()]*\(\s*(?:gồm|bao\s+gồm|trong\s+đó)?\s*:?\s*$")
        & (previous_value("kind") == "change")
        & ~previous_value("unit_code").is_in([*PERCENT, "times"])
        # "giảm 300 hộ so với năm 2022 (1.500 hộ)": the value of that year.
        & ~holds("lead", r"§\s*\(\s*$")
    )
    enters = enters & ~pl.col("unit_code").is_in([*PERCENT, *MONEY, "times"]) & (pl.col("kind") == "level")
    # "giảm 1 đơn vị cấp huyện và 11 đơn vị cấp xã"
    coordinate = (
        (pl.col("kind") == "level")
        & pl.col("lead").str.contains(r"(?i)^\s*\p{Ll}[^,;.:()§]{0,40}\svà\s*$")
        & (previous_value("rule") == "grows_by")
        & (previous_value("unit_code") == pl.col("unit_code"))
    )
    enters = (enters | coordinate) & ~pl.col("unit_code").is_in([*PERCENT, *MONEY, "times"])
    figures, enters = once(figures, enters.fill_null(False))
    figures, listed_on = _grown_beside(figures, enters)
    return figures, enters | listed_on


def _grown_beside(figures: pl.DataFrame, enters: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a count is one of several that grew: "giảm 9 vụ (-18%), 3 người chết và 11 người bị thương"."""
    counted = ~pl.col("unit_code").is_in([*PERCENT, *MONEY, "times"])
    listed_on = (
        (pl.col("kind") == "level")
        & counted.fill_null(True)
        & pl.col("lead").str.contains(r"(?i)^\s*\)?\s*[;,]\s*(?:và\s+)?$|^\s*\)?\s*và\s*$")
    )
    bracketed = (pl.col("unit_code") == "percent") & pl.col("lead").str.contains(r"^\s*\(\s*(?:[-–+]|giảm|tăng)?\s*$")
    figures, listed_on = once(figures, listed_on.fill_null(False))
    figures, run = once(figures, (~(listed_on | bracketed.fill_null(False))).pipe(running))
    grows = (pl.col("rule") == "grows_by") & counted.fill_null(False)
    # "giảm 5 vụ, 2 người chết và tăng 3 người bị thương": the run stands between two growths.
    figures, on = once(
        figures, grows & pl.col("lead").str.contains(r"(?i)^\s*\)?\s*(?:[,;]|và|,\s*và)\s*(?:tăng|giảm)\s*$")
    )
    figures, compared = once(figures, pl.col("compared_next") | following(on).fill_null(False))
    # "tăng 3 trường, 124 lớp và 8.900 học sinh so với năm học trước": all of them grew.
    grown = grows.first().over(*HERE, run) & (
        compared.last().over(*HERE, run) | pl.col("compared_before").first().over(*HERE, run)
    )
    return figures, listed_on & (enters.any().over(*HERE, run) | grown)


def rank_pairs(figures: pl.DataFrame) -> pl.DataFrame:
    """ "từ vị trí 77 lên 67", "Đà Nẵng (-205)" after "Hà Nội giảm 315 ca": ranks and changes that only their number tells."""
    ranked = (
        (pl.col("kind") == "level")
        & pl.col("unit_code").is_null()
        & previous_value("lead").str.contains(r"(?i)(?:^|\s)từ\s+(?:vị\s+trí|thứ\s+hạng|hạng|thứ)(?:\s+thứ)?\s*$")
        & pl.col("lead").str.contains(r"(?i)(?:^|[\s§)])(?:lên|xuống|còn|đến|tới)(?:\s+(?:vị\s+trí|hạng|thứ))*\s*$")
        & pl.col("raw").str.contains(r"^\d{1,3}$")
    )
    with_sign = (
        (pl.col("kind") == "level")
        & pl.col("unit_code").is_null()
        & pl.col("left").str.contains(r"\p{L}\s*\(\s*[-–+]\s*$")
        & pl.col("rest").str.contains(r"^\s*\)")
    )
    after_change = (previous_value("kind") == "change") & ~previous_value("unit_code").is_in(
        [*PERCENT, "times"]
    ).fill_null(True)
    # "số ca giảm nhiều nhất so với ngày trước đó: Bình Dương (-1.206), Lạng Sơn (-1.105)"
    told = pl.col("left").str.contains(r"(?i)(?:^|\s)(?:tăng|giảm)\s[^:]*§[^:]*:[^:()]*\(\s*[-–+]\s*$")
    signed = (with_sign & (after_change | told.any().over(HERE))).fill_null(False)
    return figures.with_columns(
        pl.when(ranked.fill_null(False))
        .then(pl.lit("rank"))
        .when(signed)
        .then(pl.lit("change"))
        .otherwise("kind")
        .alias("kind"),
        pl.when(signed)
        .then(pl.when(pl.col("left").str.contains(r"\+\s*$")).then(pl.lit("up")).otherwise(pl.lit("down")))
        .otherwise("direction")
        .alias("direction"),
        pl.when(signed).then(previous_value("unit_code")).otherwise("unit_code").alias("unit_code"),
    )


def of_other_growth(figures: pl.DataFrame, percent_on: pl.Expr) -> pl.DataFrame:
    """Let a percentage go on with a growth before it: of another owner, or the growth that it came from."""
    figures, owned = _of_owner(figures, percent_on)
    run = (~owned).pipe(running)
    economy = pl.col("lead").str.contains(r"(?i)(?:^|[\s,])(?:kinh\s+tế|gr?dp)\s[^,;]*$")
    opens = pl.col("rule").is_in(["growth_noun", "economy"]) | ((pl.col("rule") == "grows_by") & economy)
    opens = opens & (pl.col("kind") == "change") & (pl.col("unit_code") == "percent")
    figures, named_on = once(figures, owned & opens.first().over(*HERE, run))
    figures, risen = once(figures, (_between_levels() & (pl.col("kind") == "level")).fill_null(False))
    came = (_came_from(percent_on) | _points_from()) & (pl.col("kind") == "level")
    figures, from_it = once(figures, risen | came.fill_null(False))
    falls = previous_value("lead").str.contains(r"(?i)(?:^|\s)(?:xuống|còn)(?:\s|$)")
    direction = (
        pl.when(named_on)
        .then(pl.col("direction").first().over(*HERE, run))
        .when(risen)
        .then(pl.when(falls).then(pl.lit("down")).otherwise(pl.lit("up")))
        .when(from_it & (previous_value("unit_code") == "percentage_point"))
        .then(previous(previous_value("direction")))
        .when(from_it)
        .then(previous_value("direction"))
    )
    return without_steps(
        figures.with_columns(
            pl.when(named_on | from_it).then(pl.lit("change")).otherwise("kind").alias("kind"),
            pl.coalesce(direction, "direction").alias("direction"),
            pl.when(named_on | from_it).then(pl.lit("parallel")).otherwise("rule").alias("rule"),
        )
    )


def _of_owner(figures: pl.DataFrame, percent_on: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "tăng trưởng tín dụng của A là 5,8%, B là 6%, còn C đạt 7%"."""
    owner = r"\p{Lu}[\p{L}.&]*(?:\s+(?:\p{Lu}[\p{L}.&]*|và)){0,5}"
    led = (
        rf"^\s*(?:§+\s*)?[,;]?\s*(?:(?:và|còn|trong\s+khi(?:\s+đó)?|riêng|theo|của|tại|ở|mức\s+của)\s+,?\s*)*{owner}"
        r"\s+(?:(?:là|đạt|chỉ|ước|ở|mức|dự\s+báo|dự\s+kiến|sẽ|khoảng|gần|hơn|trên|đưa\s+ra|con\s+số|này|cho\s+rằng|nhận\s+định|nâng|hạ|điều\s+chỉnh|từ)\s+)*$"
        # "Standard Chartered hạ từ 6,5% còn 5,4%"
        r"|^\s*(?:còn|xuống|lên|về)(?:\s+(?:còn|mức|khoảng))*\s*$"
        # "… năm 2024 là 5,5%, năm 2025 là 6% và năm 2026 là 6,5%"
        r"|^\s*[,;]?\s*(?:và\s+|còn\s+)?§+\s*(?:(?:là|đạt|ước|ở|mức|dự\s+báo|dự\s+kiến|sẽ|khoảng)\s+)*$"
    )
    lead = pl.col("lead").str
    figures, owned = only_where(
        figures,
        percent_on & (pl.col("kind") == "level"),
        lead.contains(led) & ~lead.contains(r"(?i)(?:^|[\s,])(?:cpi|pmi|fdi|roe|roa|casa|nim)\s"),
    )
    return once(figures, owned.fill_null(False))


def _came_from(percent_on: pl.Expr) -> pl.Expr:
    """ "GDP tăng trưởng 5,9%, phục hồi từ mức 5%", "lên 5,2% từ mức 4,8%"."""
    named = previous_value("rule").is_in(["growth_noun", "economy"])
    grew = (previous_value("kind") == "change") & (named | previous_value("lead").str.contains(_OF_ECONOMY))
    words = (
        r"(?i)^\s*(?:§+\s*)?,?\s*(?:(?:phục\s+hồi|cải\s+thiện|tăng|giảm|hạ|nâng|tăng\s+tốc|giảm\s+tốc|chậm\s+lại|khởi\s+sắc)"
        r"(?:\s+(?:mạnh|nhẹ|rõ\s+rệt|đáng\s+kể))?\s+)?từ(?:\s+(?:mức|con\s+số|khoảng))*\s*$"
    )
    return percent_on & grew & pl.col("lead").str.contains(words)


def _points_from() -> pl.Expr:
    """ "GDP tăng 6%, cao hơn 0,9 điểm phần trăm từ mức 5,1%"."""
    return (
        (pl.col("unit_code") == "percent")
        & (previous_value("unit_code") == "percentage_point")
        & (previous_value("kind") == "change")
        & previous(previous_value("kind") == "change")
        & (previous(previous_value("unit_code")) == "percent")
        & previous(previous_value("lead")).str.contains(_OF_ECONOMY)
        & pl.col("lead").str.contains(r"(?i)^\s*(?:từ|so\s+với)\s+(?:mức|con\s+số)\s*$")
    )


def _between_levels() -> pl.Expr:
    """ "tăng từ 1,8 triệu lên 2,34 triệu đồng, tương đương 30%": the growth between the two."""
    equals = (
        r"(?i)^[^,;:()]{0,30},\s*(?:tương\s+(?:đương|ứng)|tức)(?:\s+(?:với|mức|tăng|giảm|khoảng|gần|hơn|trên))*\s*$"
    )
    start = r"(?i)(?:^|\s)từ(?:\s+(?:mức|khoảng|gần|hơn))*\s*$"
    return (
        (pl.col("unit_code") == "percent")
        & ~previous_value("unit_code").is_in([*PERCENT, "times"])
        & pl.col("lead").str.contains(equals)
        & previous_value("lead").str.contains(r"(?i)(?:^|\s)(?:lên|xuống|còn)(?:\s+\p{Ll}+){0,2}\s*$")
        & previous(previous_value("lead")).str.contains(start)
    )
