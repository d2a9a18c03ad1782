"""Which figures of a sentence speak of the same thing: growths, shares and completions find their level."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import carried, following, opening, previous, running
from pipelines.language.steps import once, only_where, without_steps
from pipelines.language.told_again import named_after

STANDALONE = pl.col("joined_space") | pl.col("joined_compound") | pl.col("range_high") | pl.col("base_of")


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
        r"(?i)(?:so\s+với\s+(?:mức|con\s+số|mốc)?(?:\s+(?:đỉnh|đáy|kỷ\s+lục|lỗ|lãi|bình\s+quân|trung\s+bình))?|(?:cao|thấp|lớn|nhiều|ít)\s+hơn\s+(?:so\s+với\s+)?(?:mức|con\s+số)|vượt(?:\s+xa)?\s+(?:mức|con\s+số))\s*(?:khoảng|gần|trên|hơn|đạt)?\s*$"
    )
    other_unit = pl.col("unit_code") != pl.col("unit_code").pipe(previous)
    previous_level = pl.col("kind").pipe(previous) == "level"
    equal = pl.col("lead").str.contains(
        r"(?i)^\s*[,(]?\s*(?:tức|tương\s+đương|tương\s+đương\s+với|~|≈|khoảng)\s*(?:khoảng|gần|hơn|với)?\s*$"
    )
    # "24,6 triệu USD vốn FDI (29 dự án …)": a count restates no money.
    comparable = pl.col("unit_code").is_in(MONEY) == pl.col("unit_code").pipe(previous).is_in(MONEY)
    converted = level & previous_level & other_unit & comparable & ((opening & ~after_reference) | equal)
    # "vượt 14% kế hoạch cả năm (90.000 lao động)": the plan, no earlier value.
    earlier = opening & after_reference & (pl.col("kind").pipe(previous) != "plan").fill_null(True)
    return figures.with_columns(
        (level & (earlier | against)).fill_null(False).alias("prior"),
        converted.fill_null(False).alias("converted"),
    )


def _distribute(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Add shared_at: "doanh thu A tỷ, lợi nhuận B tỷ, lần lượt giảm 22% và tăng 13,9%" gives each growth its own level."""
    change = pl.col("kind").is_in(["change", "plan"])
    told = pl.col("lead").str.contains(
        r"(?i)(?:^|[\s,])(?:lần\s+lượt|tương\s+ứng)(?:\s+(?:là|với|tăng|giảm|đạt|ở\s+mức|mức|tốc\s+độ|trưởng))*\s*$"
    )
    # "doanh thu và lợi nhuận lần lượt đạt 38 và 7 tỷ, tăng 22% và 19%": two and two.
    paired = (
        (pl.col("kind").pipe(previous) == "level")
        & (pl.col("kind").pipe(previous).pipe(previous) == "level")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)^(?:\s*\p{Ll}+){0,5}?\s*(?:,|;)?\s*(?:và|,)\s*$")
        & pl.col("lead").str.contains(
            r"(?i)^(?:\s*\p{Ll}+){0,6}?\s*,\s*(?:đều\s+)?(?:tăng|giảm|đạt|bằng|vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,3}\s*$"
        )
        & following(pl.col("lead")).str.contains(r"(?i)^\s*và(?:\s+(?:tăng|giảm))?\s*$")
    )
    opens = change & ((pl.col("kind").pipe(previous) == "level") & told | paired)
    joins = change & pl.col("lead").str.contains(r"(?i)^\s*(?:,|;)?\s*(?:và)?\s*(?:tăng|giảm)?\s*$") & pl.col("follows")
    opens = opens.fill_null(False)
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


#: A sentence that goes on about the last value of the one before.
_SAME_VALUE = (
    r"(?i)^\s*(?:đây\s+(?:là|cũng)|(?:con\s+số|số\s+tiền|mức|giá\s+trị|kim\s+ngạch|sản\s+lượng|lượng|chỉ\s+tiêu|"
    r"kết\s+quả|doanh\s+thu|quy\s+mô|số\s+vốn)\s+này)\s"
)


def _mended(figures: pl.DataFrame, real_level: pl.Expr) -> pl.DataFrame:
    """Mend level_at: money and counts are no changes of one another; "Đây là …, chiếm 20%" speaks of the sentence before."""
    levels = figures.filter(real_level & (pl.col("depth") == 0))
    units = levels.select("document", pl.col("char_start").alias("level_at"), pl.col("unit_code").alias("level_unit"))
    last = (
        levels.group_by(HERE, maintain_order=True)
        .agg(pl.col("char_start").last().alias("before_at"))
        .with_columns(pl.col("segment_no") + 1)
    )
    joined = figures.join(units, on=["document", "level_at"], how="left", maintain_order="left").join(
        last, on=HERE, how="left", maintain_order="left"
    )
    amount = (pl.col("kind") == "change") & ~pl.col("unit_code").is_in(["percent", "percentage_point", "times"])
    apart = amount & (pl.col("unit_code").is_in(MONEY) != pl.col("level_unit").is_in(MONEY))
    # "15% doanh nghiệp bị giảm 50% doanh thu": what falls is no number of enterprises.
    apart = apart | (
        (pl.col("kind") == "change")
        & pl.col("unit_code").is_in(["percent", "times"])
        & ~pl.col("level_unit").is_in(MONEY)
        & pl.col("rest").str.contains(
            r"(?i)^\s*(?:tổng\s+)?(?:doanh\s+thu|doanh\s+số|lợi\s+nhuận|chi\s+phí|thu\s+nhập)(?:[^\p{L}]|$)"
        )
    )
    goes_on = (
        pl.col("kind").is_in(["change", "share", "plan"])
        & pl.col("level_at").is_null()
        & pl.col("lead").str.contains(_SAME_VALUE)
    )
    # "mỗi người gánh 31 triệu đồng nợ công, … mức này đã giảm 800.000 đồng"
    joined, goes_on_here = only_where(
        joined,
        pl.col("kind").is_in(["change", "share", "plan"])
        & pl.col("level_at").is_null()
        & pl.col("lead").str.contains(" này ", literal=True),
        pl.col("lead").str.contains(
            r"(?i)[\s,](?:con\s+số|số\s+tiền|mức|giá\s+trị|kim\s+ngạch|tỷ\s+lệ|quy\s+mô)\s+này\s+(?:đã\s+|cũng\s+|vẫn\s+)?(?:tăng|giảm|chiếm|bằng)"
        ),
    )
    last_here = carried("level_here_", pl.lit(True), opening())
    joined, here_at = once(
        joined.with_columns(pl.when(real_level & (pl.col("depth") == 0)).then("char_start").alias("level_here_")),
        pl.when(goes_on_here).then(last_here),
    )
    # "có 17,18 triệu người tham gia, đạt 34,5% lực lượng lao động, tăng 1,75 triệu người": the people grew.
    counted = pl.when(real_level & (pl.col("depth") == 0) & ~pl.col("unit_code").is_in(PERCENT))
    joined = joined.with_columns(
        counted.then("char_start").forward_fill().over(HERE).alias("counted_at"),
        counted.then("unit_code").forward_fill().over(HERE).alias("counted_unit"),
    )
    same_count = (
        amount
        & pl.col("level_unit").is_in(PERCENT)
        & (pl.col("counted_unit") == pl.col("unit_code"))
        & pl.col("lead").str.contains(r"^[^;:]*,[^,;:]*$")
    ).fill_null(False)
    # "86 vụ, làm 71 người chết, 14 người bị thương; tăng 19 vụ, giảm 5 người chết": each of its own count.
    joined = joined.with_columns(
        pl.when(real_level).then("own_label").when(amount).then("thing").str.to_lowercase().alias("count_named"),
        pl.when(real_level).then("char_start").alias("count_at"),
    )
    counts = ~pl.col("unit_code").is_in([*MONEY, *PERCENT, "times", "index_point"])
    # Few figures are counts that grow: only they are grouped.
    few = joined.with_row_index("row_").filter((real_level | amount) & counts)
    told = few.select(
        "row_",
        pl.col("count_at").forward_fill().over(*HERE, "unit_code", "count_named").alias("named_count"),
        # "112 vụ tai nạn giao thông …; giảm 9 vụ": the first word of what is counted tells it.
        pl.coalesce(
            pl.col("count_at").forward_fill().over(*HERE, "unit_code"),
            pl.col("count_at").forward_fill().over(*HERE, pl.col("count_named").str.extract(r"^(\S+)", 1)),
        ).alias("alike_count"),
    )
    joined = joined.with_row_index("row_").join(told, on="row_", how="left", maintain_order="left").drop("row_")
    named_count, alike_count = pl.col("named_count"), pl.col("alike_count")
    own_count: pl.Expr = pl.when(amount & counts & pl.col("level_at").is_not_null()).then(
        pl.coalesce(
            pl.when(pl.col("count_named").is_not_null()).then(named_count),
            pl.when(pl.col("level_unit") != pl.col("unit_code")).then(alike_count),
        )
    )
    joined, own_count = once(joined, own_count)
    joined, same_count = once(joined, same_count | own_count.is_not_null())
    joined, counted_at = once(joined, pl.when(same_count).then(pl.coalesce(own_count, "counted_at")))
    bracketed = (
        same_count.pipe(previous).fill_null(False)
        & (pl.col("kind") == "change")
        & pl.col("lead").str.contains(r"^\s*\(\s*[-+]?\s*$")
    )
    return without_steps(
        joined.with_columns(
            pl.when(same_count | bracketed)
            .then(pl.coalesce(counted_at, counted_at.pipe(previous)))
            .when(apart.fill_null(False))
            .then(None)
            .when(here_at.is_not_null())
            .then(here_at)
            .when(goes_on)
            .then("before_at")
            .otherwise("level_at")
            .alias("level_at"),
            # "đạt 76,4%, giảm 5,3 điểm": points of that percentage.
            pl.when(
                (pl.col("kind") == "change")
                & (pl.col("unit_code") == "index_point")
                & (pl.col("level_unit") == "percent")
            )
            .then(pl.lit("percentage_point"))
            .otherwise("unit_code")
            .alias("unit_code"),
        )
    ).drop(
        "level_here_",
        "level_unit",
        "before_at",
        "counted_at",
        "counted_unit",
        "count_named",
        "count_at",
        "named_count",
        "alike_count",
    )


def link_levels(figures: pl.DataFrame) -> pl.DataFrame:
    """Add level_at: for every figure that is no level itself, the char_start of the level it speaks of, or null.

    A figure whose clause names its own subject starts a new group; figures in parentheses fall back on the group around them.
    """
    real_level = (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE
    # "75 ca tử vong tại 28 tỉnh, tăng 5 ca", "1,4 tỷ USD qua 165 thương vụ": where and how, not what grew.
    aside = (
        pl.col("follows")
        & (pl.col("kind").pipe(previous) == "level")
        & ~pl.col("unit_code").is_in([*MONEY, *PERCENT]).fill_null(False)
        & pl.col("lead").str.contains(
            r"(?i)^[^,;:()§]*(?:^|\s)(?:tại|ở|thuộc|sang|qua|của|trên\s+địa\s+bàn)(?:\s+(?:cả|hơn|gần|khoảng|trên))?\s*$"
        )
    ).fill_null(False)
    figures, aside = once(figures, aside)
    outer = pl.col("depth") == 0
    starts = pl.col("names_subject") & pl.col("kind").is_in(["level", "change", "share", "plan"]) & ~STANDALONE & ~aside
    grouped = figures.with_columns(
        (starts & outer).pipe(running).alias("group"),
        (starts & ~outer).pipe(running).alias("inner_group"),
    ).with_columns(pl.when(real_level & ~aside).then("char_start").alias("level_here"))
    bare_bracket = ~outer & pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:(?:đạt|còn|lên|xuống)\s+)?$")
    outer_here = pl.when(outer).then("level_here")
    group = [*HERE, "group"]
    inner = [*HERE, "group", "paren", "inner_group"]
    # "cà phê giảm 2,4%; ước 6 tháng đạt", "tăng 3,5% và trị giá là": what comes after is a value of another kind.
    apart = pl.col("lead").str.contains(r"(?i)^[^()]*;|^[^;()]*\svà\s+(?:trị\s+giá|giá\s+trị)(?:\s[^,;()]*)?$")
    grouped, parted = once(grouped, apart)
    # "giảm 1,9 USD, tương đương 2%, xuống 94,29 USD": one change told twice, before its level.
    again = (pl.col("kind") == "change") & pl.col("lead").str.contains(
        r"(?i)^\s*,?\s*(?:hay\s+)?(?:tương\s+(?:đương|ứng)|tức(?:\s+là)?)(?:\s+(?:với|tăng|giảm|khoảng|gần|hơn))*\s*$"
    )
    grouped, again = once(grouped, again)
    linked = grouped.with_columns(
        outer_here.forward_fill().over(group).alias("outer_before"),
        pl.coalesce(
            pl.when(~pl.col("range_low") & ~following(parted, group).fill_null(False)).then(
                following(outer_here, group)
            ),
            pl.when("range_low").then(following(outer_here, group, 2)),
            pl.when(following(pl.col("continues") | again, group)).then(following(outer_here, group, 2)),
            # "giảm 2,04 điểm (0,99%), còn 204,3 điểm"
            pl.when((pl.col("kind") == "change") & (following(pl.col("depth"), group) > 0)).then(
                following(outer_here, group, 2)
            ),
        ).alias("outer_after"),
        pl.col("level_here").forward_fill().over(inner).alias("inner_before"),
        pl.col("level_here").backward_fill().over(inner).alias("inner_after"),
        (starts & ~outer).any().over(inner).alias("inner_subject"),
    )
    # "giảm 50,7% về lượng và 32,2% về trị giá": each growth has a level of its own measure.
    by_volume = pl.col("rest").str.contains(
        r"(?i)^\s*(?:về\s+(?:mặt\s+)?|(?:trong\s+|của\s+)?tổng\s+)(?:lượng|lượt|số\s+lượng|sản\s+lượng|khối\s+lượng|số\s+(?:doanh|dự|lao|người|lượt|thuê|hộ|vụ|ca|đơn))(?:[^\p{L}]|$)"
    )
    by_value = pl.col("rest").str.contains(
        r"(?i)^\s*(?:về\s+(?:mặt\s+)?|(?:trong\s+|của\s+)?tổng\s+)(?:trị\s+giá|giá\s+trị|kim\s+ngạch|doanh\s+thu|vốn|số\s+vốn|số\s+tiền|chi\s+phí|tổng\s+vốn)(?:[^\p{L}]|$)"
    )
    money = pl.col("unit_code").is_in(MONEY)
    linked, first = once(linked, opening())
    # A price is neither: "giá 681 USD/tấn, giảm 18% về lượng, giảm 16% về kim ngạch".
    priced = pl.col("per_code").is_not_null()
    counted = ~money & ~pl.col("unit_code").is_in(["percent", "percentage_point"]) & ~priced
    linked, volume_at = once(linked, carried("level_here", counted, first))
    linked, value_at = once(linked, carried("level_here", money & ~priced, first))
    measure_at = (
        pl.when(by_volume & value_at.is_not_null())
        .then(volume_at)
        .when(by_value & volume_at.is_not_null())
        .then(value_at)
    )
    linked = linked.with_columns(measure_at.alias("measure_at"))
    linked = _distribute(linked, real_level)
    # "580 nghìn tấn, giảm 3,4% về trị giá": the tonnes are not what fell.
    otherwise_measured = by_value & value_at.is_null() & volume_at.is_not_null()
    linked, otherwise_measured = once(linked, otherwise_measured)
    inside = pl.coalesce(
        "measure_at",
        "inner_before",
        pl.when(pl.col("kind") != "plan").then("inner_after"),
        pl.when(~pl.col("inner_subject")).then(pl.coalesce("outer_before", "outer_after")),
    )
    # "Nhật Bản tăng 7% (425 triệu USD)": the value in the bracket right after.
    in_bracket = pl.when((pl.col("kind") == "change") & (pl.col("unit_code") == "percent")).then(
        following(pl.when(bare_bracket).then("level_here"))
    )
    outside = pl.coalesce("shared_at", "measure_at", "outer_before", "outer_after", in_bracket)
    linked = linked.with_columns(
        pl.when((pl.col("kind") == "level") | STANDALONE)
        .then(None)
        .when(otherwise_measured)
        .then(None)
        .when(outer)
        .then(outside)
        .otherwise(inside)
        .alias("level_at"),
        pl.when(pl.col("prior") | pl.col("converted"))
        .then(pl.coalesce(pl.when(~outer).then("outer_before"), carried("level_here", pl.lit(True), first)))
        .alias("restates_at"),
    ).drop(
        "shared_at",
        "measure_at",
        "level_here",
        "outer_before",
        "outer_after",
        "inner_before",
        "inner_after",
        "inner_subject",
    )
    return named_after(_mended(without_steps(linked), real_level), real_level)
