"""Which figures of a sentence speak of the same thing: growths, shares and completions find their level."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import END
from pipelines.language.kind_pairs import TELLS_AGAIN
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.mended_levels import mended
from pipelines.language.references import against_thing
from pipelines.language.sequence import carried, following, opening, previous, running
from pipelines.language.steps import once, only_where, without_steps
from pipelines.language.told_again import named_after, of_totals
from pipelines.language.told_before import held_against_goal

STANDALONE = pl.col("joined_space") | pl.col("joined_compound") | pl.col("range_high") | pl.col("base_of")

_OUTER = pl.col("depth") == 0
#: What a growth is told of: "về lượng", "tổng kim ngạch", "so với cùng kỳ năm trước về số dự án".
_OF_TOTAL = r"(?:(?:so\s+(?:với\s+)?)?§+\s+)?(?:về\s+(?:mặt\s+)?|(?:trong\s+|của\s+)?tổng\s+)"
_BY_VOLUME = rf"(?i)^\s*{_OF_TOTAL}(?:lượng|lượt|số\s+lượng|sản\s+lượng|khối\s+lượng|số\s+(?:doanh|dự|lao|người|lượt|thuê|hộ|vụ|ca|đơn)){END}"
_BY_VALUE = rf"(?i)^\s*{_OF_TOTAL}(?:trị\s+giá|giá\s+trị|kim\s+ngạch|doanh\s+thu|vốn|số\s+vốn|số\s+tiền|chi\s+phí|tổng\s+vốn){END}"


def mark_parentheses(figures: pl.DataFrame) -> pl.DataFrame:
    """Add depth (open parentheses around the figure) and paren (a number for the innermost of them)."""
    opened = pl.col("left").str.count_matches("(", literal=True).cast(pl.Int64)
    closed = pl.col("left").str.count_matches(")", literal=True).cast(pl.Int64)
    return figures.with_columns(
        (opened.pipe(running) - closed.pipe(running)).clip(0).alias("depth"),
        opened.pipe(running).alias("paren"),
    ).with_columns(pl.when(pl.col("depth") > 0).then(pl.col("paren")).otherwise(0).alias("paren"))


def over_brackets(figures: pl.DataFrame) -> pl.DataFrame:
    """Let lead and follows of a figure after a bracket with figures in it go on with what stands before the bracket.

    "doanh thu (gồm 3 mảng) đạt 28 tỷ đồng" is the clause "doanh thu đạt".
    """
    opens = (pl.col("depth") > 0) & (pl.col("depth").pipe(previous).fill_null(0) == 0)
    closes = (pl.col("depth") == 0) & (pl.col("depth").pipe(previous) > 0)
    figures, opens = once(figures, opens)
    figures, closes = once(figures, closes.fill_null(False))
    figures, before = only_where(figures, opens, pl.col("lead").str.extract(r"^(.*)\([^()]*$", 1))
    figures, after = only_where(figures, closes, pl.col("lead").str.extract(r"^[^()]*\)(\s+[^\s,;.:()].*)$", 1))
    figures, before = once(figures, before.forward_fill().over(HERE))
    began = pl.when(opens).then("follows").forward_fill().over(HERE)
    figures, closes = once(figures, closes & after.is_not_null() & before.is_not_null())
    return without_steps(
        figures.with_columns(
            pl.when(closes).then(pl.concat_str([before, after])).otherwise("lead").alias("lead"),
            pl.when(closes).then(began).otherwise("follows").alias("follows"),
        )
    )


def mark_priors(figures: pl.DataFrame) -> pl.DataFrame:
    """Add prior (an earlier value given for comparison) and converted (the level before it in another unit)."""
    level = pl.col("kind") == "level"
    bare_opening = pl.col("left").str.contains(
        r"(?i)\(\s*(?:mức|con số|khoảng|gần|trên|hơn|đạt|là|[~≈]|tương đương|tương đương với)?\s*(?:khoảng|gần|trên|hơn)?\s*$"
    )
    opening = pl.col("depth").gt(0) & bare_opening & (pl.col("paren") != pl.col("paren").pipe(previous).fill_null(0))
    after_reference = pl.col("left").str.contains(r"§\s*\(\s*[\p{L}\s~≈]*$")
    against = pl.col("left").str.contains(
        r"(?i)(?:so\s+với(?:\s+(?:mức|con\s+số|mốc))?(?:\s+(?:đỉnh|đáy|kỷ\s+lục|lỗ|lãi|bình\s+quân|trung\s+bình))?|(?:cao|thấp|lớn|nhiều|ít)\s+hơn\s+(?:so\s+với\s+)?(?:mức|con\s+số)|vượt(?:\s+xa)?\s+(?:mức|con\s+số))\s*(?:khoảng|gần|trên|hơn|đạt)?\s*$"
    )
    figures, beside = _beside_groups(figures)
    against = against & ~beside
    # "đạt 146 tấn, tăng 31% so với cùng kỳ năm 2024 là 112 tấn"
    is_that = (
        (pl.col("kind").pipe(previous) == "change")
        & pl.col("compared_next").pipe(previous)
        & pl.col("lead").str.contains(r"(?i)^\s*§+\s+(?:là|ở\s+mức)(?:\s+(?:khoảng|gần|hơn|trên))?\s*$")
        & pl.when(level).then("unit_code").forward_fill().over(HERE).pipe(previous).eq_missing(pl.col("unit_code"))
    )
    figures, left_behind = _left_behind(figures)
    other_unit = pl.col("unit_code") != pl.col("unit_code").pipe(previous)
    previous_level = pl.col("kind").pipe(previous) == "level"
    equal = pl.col("lead").str.contains(
        r"(?i)^\s*[,(]?\s*(?:tức|tương\s+(?:đương|ứng)|tương\s+(?:đương|ứng)\s+với|~|≈|khoảng)\s*(?:khoảng|gần|hơn|với)?\s*$"
    )
    # "24,6 triệu USD vốn FDI (29 dự án …)": a count restates no money.
    comparable = pl.col("unit_code").is_in(MONEY) == pl.col("unit_code").pipe(previous).is_in(MONEY)
    # "xăng dầu (4,1 tỷ USD) tăng do chi phí vận tải (12 tỷ đồng)": a value of another thing.
    elsewhere = pl.col("left").str.contains(r"\)[^()]*\p{L}[^()]*\(|[,;][^()]*\p{L}{2}[^()]*\s\p{L}{2}[^()]*\(")
    opened = opening & ~after_reference & ~elsewhere
    converted = level & previous_level & other_unit & comparable & (opened | equal)
    # "vượt 14% kế hoạch cả năm (90.000 lao động)": the plan, no earlier value.
    earlier = (
        opening & after_reference & ~pl.col("dated_bracket") & (pl.col("kind").pipe(previous) != "plan").fill_null(True)
    )
    return without_steps(
        figures.with_columns(
            (level & (earlier | against | is_that | left_behind)).fill_null(False).alias("prior"),
            converted.fill_null(False).alias("converted"),
        )
    )


def _beside_groups(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "nam cao hơn nữ (7,6 triệu đồng so với 5,7 triệu đồng)": two groups of one time."""
    beside = pl.col("lead").str.contains(r"(?i)^\s*so\s+với(?:\s+\p{Ll}+)?\s*$")
    figures, beside = only_where(figures, pl.col("depth") > 0, beside)
    if not figures.select(beside.any()).item():
        return figures, pl.lit(False)
    figures, of_thing = against_thing(figures)
    of_groups = ((pl.col("kind") == "change") & of_thing).pipe(previous).pipe(previous).fill_null(False)
    of_groups = of_groups | pl.col("lead").pipe(previous).str.contains(r"(?i)\shơn\s[^§,;()]*\(\s*$")
    return once(figures, (beside & of_groups).fill_null(False))


def _left_behind(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "tăng lên 46,4%, từ mức 34% của quý III/2020": whether a value is the one that the value before it came from."""
    whence = pl.col("lead").str.contains(r"(?i)^\s*,?\s*từ(?:\s+(?:mức|con\s+số|khoảng|gần|hơn|trên))*\s*$")
    alike = (pl.col("kind").pipe(previous) == "level") & (pl.col("unit_code") == pl.col("unit_code").pipe(previous))
    figures, before = once(figures, pl.col("lead").pipe(previous))
    figures, whence = only_where(figures, alike, whence)
    reached = before.str.contains(
        r"(?i)(?:^|\s)(?:lên|xuống|còn|về)(?:\s+(?:mức|còn|tới|đến|khoảng|gần|hơn|trên|dưới))*\s*$"
    )
    figures, reached = only_where(figures, whence, reached)
    return figures, reached.fill_null(False)


def _distribute(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Add shared_at: "doanh thu A tỷ, lợi nhuận B tỷ, lần lượt giảm 22% và tăng 13,9%" gives each growth its own level."""
    # "Nhật Bản 34.000 người, Đài Loan 31.000 người (chiếm lần lượt 47,7% và 43,7%)"
    change = pl.col("kind").is_in(["change", "plan", "share"])
    told = pl.col("lead").str.contains(
        r"(?i)(?:^|[\s,])(?:lần\s+lượt|tương\s+ứng)(?:\s+(?:là|với|tăng|giảm|đạt|được|bằng|hoàn\s+thành|thực\s+hiện|ở\s+mức|mức|tốc\s+độ|trưởng))*\s*$"
    )
    # "doanh thu và lợi nhuận lần lượt đạt 38 và 7 tỷ, tăng 22% và 19%": two and two.
    previous_kind = pl.col("kind").pipe(previous)
    paired = (
        ((previous_kind == "level") & (previous_kind.pipe(previous) == "level"))
        & pl.col("lead").pipe(previous).str.contains(r"(?i)^(?:\s*\p{Ll}+){0,5}?\s*(?:,|;)?\s*(?:và|,)\s*$")
        & pl.col("lead").str.contains(
            r"(?i)^(?:\s*\p{Ll}+){0,6}?\s*,\s*(?:đều\s+)?(?:tăng|giảm|đạt|bằng|vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,3}\s*$"
        )
        & following(pl.col("lead")).str.contains(r"(?i)^\s*và(?:\s+(?:tăng|giảm))?\s*$")
    )
    # "doanh thu 29 tỷ, giảm 21%, lợi nhuận 1,4 tỷ, giảm 64%, hoàn thành lần lượt 37% và 23% kế hoạch"
    of_plan = told & (pl.col("kind") == "plan")
    # "tăng lần lượt 15% và 8%, tương đương 40 tỷ đồng và 3 tỷ đồng": both once more.
    again = (previous_kind == "change") & pl.col("lead").str.contains(TELLS_AGAIN)
    again = again & pl.col("lead").pipe(previous).str.contains(r"(?i)^\s*và\s*$")
    # "tiêu thụ 2 triệu tấn, giảm 13%; xuất khẩu 600.000 tấn, giảm lần lượt 14% và 11%": both of the last one.
    apart = pl.col("lead").str.contains(r"(?i);|(?:^|[\s,])(?:trong\s+đó|riêng|còn)\s") & (previous_kind == "change")
    told = told & ~apart.pipe(previous).fill_null(False)
    opens = (change & ((previous_kind == "level") & told | paired | of_plan | again)).fill_null(False)
    joins = change & pl.col("lead").str.contains(r"(?i)^\s*(?:,|;)?\s*(?:và)?\s*(?:tăng|giảm)?\s*$") & pl.col("follows")
    marked = figures.with_columns(opens.alias("opens"), (joins & ~opens).fill_null(False).alias("joins")).with_columns(
        (~pl.col("joins")).pipe(running).alias("list_no"), real_level.pipe(running).alias("levels_before")
    )
    marked = marked.with_columns(opening([*HERE, "list_no"]).alias("list_first"))
    marked = marked.with_columns(
        pl.col("opens").gather(pl.col("list_first")).alias("shares"),
        pl.len().over("list_first").cast(pl.Int64).alias("list_length"),
        (pl.int_range(pl.len()) - pl.col("list_first")).cast(pl.Int64).alias("list_at"),
    )
    takes = (
        pl.col("shares") & change & (pl.col("list_length") >= 2) & (pl.col("levels_before") >= pl.col("list_length"))
    )
    # "tỷ lệ là 55,6%, giảm tương ứng 0,6 và 1,8 điểm": both of one rate.
    takes = takes & ~(
        (pl.col("unit_code") == "percentage_point")
        & ((real_level & (pl.col("unit_code") == "percent")).pipe(running) < pl.col("list_length"))
    )
    wanted = marked.with_columns(
        pl.when(takes).then(pl.col("levels_before") - pl.col("list_length") + pl.col("list_at") + 1).alias("wanted")
    )
    levels = wanted.filter(real_level).select(
        *HERE, pl.col("levels_before").alias("wanted"), pl.col("char_start").alias("shared_at")
    )
    return wanted.join(levels, on=[*HERE, "wanted"], how="left", maintain_order="left").drop(
        "opens", "joins", "list_no", "list_first", "levels_before", "shares", "list_length", "list_at", "wanted"
    )


def link_levels(figures: pl.DataFrame) -> pl.DataFrame:
    """Add level_at: for every figure that is no level itself, the char_start of the level it speaks of, or null.

    A figure whose clause names its own subject starts a new group; figures in parentheses fall back on the group around them.
    """
    real_level = (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE
    figures, aside = once(figures, _aside())
    aside = aside | _of_other_plan()
    starts = pl.col("names_subject") & pl.col("kind").is_in(["level", "change", "share", "plan"]) & ~STANDALONE & ~aside
    grouped = figures.with_columns(
        (starts & _OUTER).pipe(running).alias("group"),
        (starts & ~_OUTER).pipe(running).alias("inner_group"),
    ).with_columns(pl.when(real_level & ~aside).then("char_start").alias("level_here"))
    linked, first = once(_with_levels_around(grouped, starts), opening())
    linked, by_other_measure = _with_measured_level(linked, first)
    linked = _distribute(linked, real_level)
    linked, by_other_measure = once(linked, by_other_measure)
    linked = linked.with_columns(
        pl.when((pl.col("kind") == "level") | STANDALONE)
        .then(None)
        .when(by_other_measure | _of_object())
        .then(None)
        .when(_OUTER)
        .then(_level_of_outer())
        .otherwise(_level_of_inner())
        .alias("level_at"),
        pl.when(pl.col("prior") | pl.col("converted"))
        .then(pl.coalesce(pl.when(~_OUTER).then("outer_before"), carried("level_here", pl.lit(True), first)))
        .alias("restates_at"),
    ).drop(
        *("shared_at", "measure_at", "level_here", "outer_before", "outer_after"),
        *("inner_before", "inner_after", "inner_subject"),
    )
    return named_after(of_totals(mended(without_steps(linked), real_level), real_level), real_level)


def _of_object() -> pl.Expr:
    """ "phát hành 60 tỷ đồng trái phiếu và tăng 5% lương cơ sở": what grew stands after it, and is no amount told before."""
    named = (
        r"(?i)^\s*(?:mức\s+|tiền\s+|các\s+loại\s+)?(?:lương|thù\s+lao|phụ\s+cấp|(?:lệ\s+)?phí|thuế\s+suất|thời\s+gian|thủ\s+tục|biên\s+chế|"
        r"nhân\s+(?:lực|công|sự)|đầu\s+mối|khối\s+lượng\s+công\s+việc|lượng\s+phát\s+thải|phát\s+thải|lãi\s+suất|thuê\s+đất|học\s+phí)(?:[^\p{L}]|$)"
    )
    percent = (pl.col("kind") == "change") & (pl.col("unit_code") == "percent")
    return (percent & pl.col("rest").str.contains(named)).fill_null(False)


def _aside() -> pl.Expr:
    """ "75 ca tử vong tại 28 tỉnh, tăng 5 ca", "1,4 tỷ USD từ 165 thương vụ": where and how, not what grew."""
    return (
        pl.col("follows")
        & (pl.col("kind").pipe(previous) == "level")
        & ~pl.col("unit_code").is_in([*MONEY, *PERCENT]).fill_null(False)
        & pl.col("lead").str.contains(
            r"(?i)^[^,;:()§]*(?:^|\s)(?:tại|ở|thuộc|sang|qua|của|từ|cho|trên\s+địa\s+bàn)(?:\s+(?:cả|hơn|gần|khoảng|trên))?\s*$"
        )
        # "chi 739 tỷ đồng cho 1,1 triệu lượt khám, bằng 48% dự toán": nor for whom.
        | pl.col("unit_code").pipe(previous).is_in(MONEY)
        & pl.col("lead").str.contains(r"(?i)^[^,;:()§]*(?:^|\s)cho(?:\s+(?:cả|hơn|gần|khoảng|trên))?\s*$")
        # "70,9 triệu thuê bao, tương ứng 71,5 thuê bao/100 dân, tăng 3,9%": nor how many that is for each.
        | pl.col("base_unit").is_not_null()
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead").str.contains(r"(?i)^[^,;:()§]*,?\s*tương\s+(?:ứng|đương)(?:\s+(?:với|khoảng|gần|hơn))*\s*$")
        # "tăng 2,6%, thấp hơn mục tiêu 4%": nor what a growth is held against.
        | (pl.col("kind").pipe(previous) == "change") & held_against_goal()
    ).fill_null(False)


def _of_other_plan() -> pl.Expr:
    """ "đạt 35,5% kế hoạch, nếu so với kế hoạch Thủ tướng giao thì đạt 37,8%": the same value against another plan."""
    against = r"(?i)^[^;()]*[,(]\s*(?:nếu\s+)?so\s+với\s+(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu)\s"
    return ((pl.col("kind") == "plan") & pl.col("lead").str.contains(against)).fill_null(False)


def _with_levels_around(grouped: pl.DataFrame, starts: pl.Expr) -> pl.DataFrame:
    """Add outer_before, outer_after, inner_before, inner_after: the levels around each figure; and inner_subject."""
    # "cà phê giảm 2,4%; ước 6 tháng đạt", "… so với tháng trước, 6 tháng đạt": a value of another time or kind.
    apart = pl.col("lead").str.contains(
        r"(?i)^[^()]*;|^[^();]*§[^();,]*,\s*(?:(?:tính\s+chung|ước)\s+)?§+\s*(?:ước\s+)?(?:đạt|xuất|nhập)[^,;()]*$|^[^;()]*\svà\s+(?:trị\s+giá|giá\s+trị)(?:\s[^,;()]*)?$|^[\s§]*,\s*(?:với\s+)?(?:quy\s+mô|(?:mức\s+)?giá\s+bình\s+quân)\s"
        # "tăng 5% khiến giá thành lên": nor is what it brings about.
        r"|^[^;()]*\s(?:khiến|giúp|kéo\s+theo|đẩy|làm\s+cho)\s"
    )
    grouped, apart = once(grouped, apart)
    # "giảm 1,9 USD, tương đương 2%, xuống 94,29 USD": one change told twice, before its level.
    again = (pl.col("kind") == "change") & pl.col("lead").str.contains(
        r"(?i)^\s*,?\s*(?:hay\s+)?(?:tương\s+(?:đương|ứng)|tức(?:\s+là)?)(?:\s+(?:với|tăng|giảm|khoảng|gần|hơn))*\s*$"
    )
    # "tăng 7% so với cuối năm 2020 và tăng 14% so với cùng kỳ, đạt 9,8 tỷ đồng": two growths of one level to come.
    anew = r"(?i)^\s*(?:so\s+(?:với\s+)?)?§+\s*,?\s*(?:(?:và|nhưng|song)\s+)?(?:(?:cũng|vẫn|lại)\s+)?(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$"
    compared = pl.col("compared_next").pipe(previous).fill_null(False)
    again = again | ((pl.col("kind") == "change") & compared & pl.col("lead").str.contains(anew) & _reached_after())
    grouped, again = once(grouped, again)
    outer_here = pl.when(_OUTER).then("level_here")
    # "tăng 6,6%, còn cách xa mục tiêu 15%": a goal is not what grew.
    # "thấp hơn mục tiêu 4,5%": nor what it is held against.
    aimed_at = r"(?i)(?:mục\s+tiêu|kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|dự\s+báo|kịch\s+bản)(?:\s+(?:là|được\s+giao|(?:đề|đặt)\s+ra|trước\s+đó|khoảng|trên|dưới))*\s*$"
    # "tăng bình quân 2,1%/năm, từ 110 tỷ đồng năm 2016 lên 130 tỷ đồng": what grew is what it came to.
    came_from = pl.col("lead").str.contains(r"(?i)^[^;()]*,\s*từ(?:\s+(?:mức|khoảng|gần|hơn|chỉ|trên))*\s*$")
    came_from = came_from & following(pl.col("lead")).str.contains(
        r"(?i)^[^,;()]*\s(?:lên|xuống|còn)(?:\s+\p{Ll}+){0,2}\s*$"
    )
    grouped, came_from = once(grouped, came_from.fill_null(False))
    ahead = pl.when(_OUTER & ~pl.col("planned") & ~pl.col("lead").str.contains(aimed_at)).then("level_here")
    near, group = pl.when(~apart).then(ahead), [*HERE, "group"]
    inner = [*HERE, "group", "paren", "inner_group"]
    return grouped.with_columns(
        outer_here.forward_fill().over(group).alias("outer_before"),
        pl.coalesce(
            pl.when(following(came_from, group)).then(following(ahead, group, 2)),
            pl.when(~pl.col("range_low") & ~following(apart, group).fill_null(False)).then(following(ahead, group)),
            pl.when("range_low").then(following(ahead, group, 2)),
            pl.when(following(pl.col("continues") | again, group)).then(following(near, group, 2)),
            # "giảm 2,04 điểm (0,99%), còn 204,3 điểm"
            pl.when((pl.col("kind") == "change") & (following(pl.col("depth"), group) > 0)).then(
                following(outer_here, group, 2)
            ),
        ).alias("outer_after"),
        pl.col("level_here").forward_fill().over(inner).alias("inner_before"),
        pl.col("level_here").backward_fill().over(inner).alias("inner_after"),
        ((starts & ~_OUTER) | _of_other_time() | _of_named_part()).any().over(inner).alias("inner_subject"),
    )


def _reached_after() -> pl.Expr:
    """ ", đạt 9,8 tỷ đồng": whether what follows is the level that the growth before it reached."""
    return following(pl.col("lead")).str.contains(
        r"(?i)^\s*(?:so\s+(?:với\s+)?)?§*\s*(?:,\s*)?(?:(?:và|ước|ước\s+tính)\s+)?(?:đạt|lên|còn|xuống)(?:\s+\p{Ll}+){0,2}\s*$"
    )


def _of_other_time() -> pl.Expr:
    """ "(cùng kỳ năm 2022 đạt 34,5% và tăng 8%)": completions and growths of a time before, whose value nothing tells."""
    return ~_OUTER & ~pl.col("compared_here") & pl.col("lead").str.contains(
        r"(?i)\(\s*(?:trong\s+)?§+\s+(?:chỉ\s+|mới\s+)?(?:tăng|giảm|đạt|bằng|chiếm|là)(?:\s+\p{Ll}+){0,2}\s*$"
        # "2,1%, thấp hơn CPI chung (tăng 2,9%)": of what it is held against.
        r"|\shơn\s+(?:so\s+với\s+)?\p{L}[^,;()§]{1,60}\(\s*(?:tăng|giảm)(?:\s+\p{Ll}+)?\s*$"
    ).fill_null(False) | (pl.col("rule") == "likened")


def _of_named_part() -> pl.Expr:
    """ "4.100 lượt khách, chủ yếu từ Hàn Quốc (41%), Nhật Bản (12%)": shares of parts that no level states."""
    named = (
        r"(?i)^[^()]*[,;]\s*[^,;()]*(?:chủ yếu|phần lớn|đa số|đa phần|nhiều nhất|lớn nhất|tập trung)\s[^,;:()]*\(\s*$"
    )
    listed = r"^\s*\)\s*(?:,|;|và|,\s*và)\s+[^,;:()]{2,50}\(\s*$"
    return ((pl.col("kind") == "share") & ~_OUTER & pl.col("lead").str.contains(f"{named}|{listed}")).fill_null(False)


def _with_measured_level(linked: pl.DataFrame, first: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Add measure_at: "giảm 50,7% về lượng và 32,2% về trị giá" gives each growth the level of its own measure.

    Return as well whether it grew by a measure that no level before it has.
    """
    # "chiếm 44% lượng và 43% kim ngạch", "tăng 3% về lượng, tăng 21% kim ngạch"
    alone, rest = pl.col("kind").is_in(["share", "change"]), pl.col("rest").str
    by_volume = rest.contains(_BY_VOLUME) | (alone & rest.contains(rf"(?i)^\s*(?:sản\s+|khối\s+)?lượng{END}"))
    by_value = rest.contains(_BY_VALUE) | (alone & rest.contains(rf"(?i)^\s*(?:trị\s+giá|giá\s+trị|kim\s+ngạch){END}"))
    money = pl.col("unit_code").is_in(MONEY)
    # A price is neither: "giá 681 USD/tấn, giảm 18% về lượng, giảm 16% về kim ngạch".
    priced = pl.col("per_code").is_not_null()
    counted = ~money & ~pl.col("unit_code").is_in(["percent", "percentage_point"]) & ~priced
    linked, volume_at = once(linked, carried("level_here", counted, first))
    linked, value_at = once(linked, carried("level_here", money & ~priced, first))
    measure_at: pl.Expr = (
        pl.when(by_volume & value_at.is_not_null())
        .then(volume_at)
        .when(by_value & volume_at.is_not_null())
        .then(value_at)
    )
    # "kim ngạch 410 triệu USD, thuế 920 tỷ đồng, tăng 22% về kim ngạch và 27,5% về thuế"
    dong, dollar = (carried("level_here", (pl.col("unit_code") == unit) & ~priced, first) for unit in ("VND", "USD"))
    linked, dong_at = once(linked, dong)
    linked, dollar_at = once(linked, dollar)
    of_trade = rest.contains(rf"(?i)^\s*về\s+(?:tổng\s+)?kim\s+ngạch{END}") & dong_at.is_not_null()
    of_tax = rest.contains(rf"(?i)^\s*về\s+(?:số\s+)?(?:tiền\s+)?(?:thu|thuế){END}") & dollar_at.is_not_null()
    trade_at = pl.when(of_trade).then(dollar_at).when(of_tax).then(dong_at)
    measure_at = pl.coalesce(trade_at, measure_at)
    # "…; thanh toán qua thẻ tăng 16% về số lượng và 10% về giá trị": of what the growth itself names.
    of_its_own = ((pl.col("kind") == "change") & pl.col("names_subject")).first().over(*HERE, "group")
    measure_at = pl.when(~(of_its_own & pl.col("lead").str.contains(";").cum_max().over(*HERE, "group"))).then(
        measure_at
    )
    # "580 nghìn tấn, giảm 3,4% về trị giá": the tonnes are not what fell.
    by_other = by_value & value_at.is_null() & volume_at.is_not_null()
    # … nor is it their price, where none is told.
    linked, price_at = once(linked, carried("level_here", money & priced, first))
    by_price = (pl.col("kind") == "change") & rest.contains(
        r"(?i)^\s*về\s+(?:đơn\s+)?giá\s*(?:[,;.)§]|$|so\s|và\s|nhưng\s)"
    )
    by_other = by_other | (by_price & price_at.is_null() & pl.coalesce(volume_at, value_at).is_not_null())
    return linked.with_columns(measure_at.alias("measure_at")), by_other


def _level_of_inner() -> pl.Expr:
    """The level of a figure in parentheses."""
    return pl.coalesce(
        "shared_at",
        "measure_at",
        "inner_before",
        pl.when(pl.col("kind") != "plan").then("inner_after"),
        pl.when(~pl.col("inner_subject")).then(pl.coalesce("outer_before", "outer_after")),
    )


def _level_of_outer() -> pl.Expr:
    """The level of a figure outside of parentheses."""
    bare_bracket = ~_OUTER & pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:(?:đạt|còn|lên|xuống)\s+)?$")
    # "Nhật Bản tăng 7% (425 triệu USD)": the value in the bracket right after.
    in_bracket = pl.when((pl.col("kind") == "change") & (pl.col("unit_code") == "percent")).then(
        following(pl.when(bare_bracket).then("level_here"))
    )
    # "xuất khẩu thủy sản (8,9 tỷ USD) tăng 5,7%": the value in the bracket right before, of the same subject.
    opened = ~_OUTER & pl.col("lead").str.contains(r"(?:\p{L}+|§)\s+\p{L}+\s*(?:§+\s*)?\(\s*$|\p{L}\s*§+\s*\(\s*$")
    told = pl.col("left").str.contains(
        r"(?i)^[^();]*\)\s+(?:(?:đã|cũng|vẫn|lại|chỉ|đều|tiếp\s+tục|§+)\s+)*(?:tăng|giảm|chiếm|vượt|đạt|bằng|hoàn\s+thành)(?:\s|$)"
    )
    before = pl.when(told).then(previous(pl.when(opened).then("level_here")))
    return pl.coalesce(before, "shared_at", "measure_at", "outer_before", "outer_after", in_bracket)
