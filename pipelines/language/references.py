"""With which period a growth is compared."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.governing import around
from pipelines.language.sequence import following, previous
from pipelines.language.steps import once, only_where, without_steps

#: What a figure keeps of the comparison that governs it.
_COLUMNS = {
    "start": "ref_start",
    "end": "ref_end",
    "same_period": "ref_same",
    "year": "ref_year",
    "relative_year": "ref_relative_year",
    "relative_month": "ref_relative_month",
    "relative_quarter": "ref_relative_quarter",
    "kind": "ref_kind",
    "text": "ref_text",
}


def _pairwise(figures: pl.DataFrame) -> pl.DataFrame:
    """Set ``at`` of "tăng 0,9% và 10,4%" after "tăng 0,8% so với tháng trước và 9,2% so với cuối năm": one base each."""
    change = pl.col("kind") == "change"
    joining = change & pl.col("lead").str.contains(
        r"(?i)^\s*và(?:\s+(?:tăng|giảm|gấp)(?:\s+(?:hơn|gần|khoảng|tới))?)?\s*$"
    )
    figures, joining = once(figures, joining.fill_null(False))
    if not figures.select(joining).to_series().any():
        return figures
    direct = change & pl.col("at").is_not_null()
    # The last two comparisons before it, if they are of one level.
    figures = figures.with_columns(
        pl.when(direct).then("at").forward_fill().over(HERE).alias("second_"),
        pl.when(direct).then(pl.col("level_at").fill_null(-1)).forward_fill().over(HERE).alias("of_"),
    )
    alike = pl.col("of_").pipe(previous) == pl.col("of_")
    before = pl.when(alike).then(pl.col("second_").pipe(previous)).otherwise(-1)
    figures = figures.with_columns(pl.when(direct).then(before).forward_fill().over(HERE).alias("first_"))
    joins = (
        joining
        & pl.col("at").is_null()
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("at").pipe(previous).is_null()
        & (pl.col("level_at") == pl.col("level_at").pipe(previous))
        & pl.col("second_").is_not_null()
        & (pl.col("first_").pipe(previous) >= 0)
    ).fill_null(False)
    return figures.with_columns(
        pl.when(joins)
        .then("second_")
        .when(joins.pipe(following).fill_null(False))
        .then("first_")
        .otherwise("at")
        .alias("at")
    ).drop("first_", "second_", "of_")


def find_references(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Add ref_start, ref_end, ref_same, ref_year and ref_text: the comparison that governs each figure, or null.

    The comparison right after the figure, else the last one before it in the sentence, else the one that closes the
    sentence.
    """
    joined = _one_base_each(_with_comparisons(figures, _comparisons(figures, mentions)))
    # Comparisons are carried by their row numbers; those that lead a figure are counted on from the last.
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    joined = joined.with_columns(
        pl.when(pl.col("reference").is_not_null()).then(row).alias("at"),
        pl.when(pl.col("leading").is_not_null()).then(row + pl.len()).alias("leading_at"),
    )
    joined = joined.with_columns(
        pl.when(_coordinate().fill_null(False)).then(following(pl.col("at"))).otherwise("at").alias("at")
    )
    joined, chosen = _nearest(_pairwise(joined))
    joined, against = against_thing(joined)
    otherwise = (pl.col("reference").is_null() & against) | _against_other_time()
    elsewhere = ((pl.col("kind") == "change") & otherwise).fill_null(False)
    places = joined.select(pl.when(~elsewhere).then(chosen).alias("chosen"))
    told = pl.concat([joined.select("reference"), joined.select(pl.col("leading").alias("reference"))])
    governing = told.select(pl.col("reference").gather(places["chosen"])).to_series().alias("governing_reference")
    return without_steps(joined.drop("at", "leading_at").with_columns(governing, elsewhere.alias("against_thing")))


def _comparisons(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The comparisons with the figures around each: previous_at, that it follows, and next_at, that it leads."""
    placed = around(figures, mentions.filter(pl.col("part") == "reference"))
    outer = (
        figures.select(*HERE, "depth", pl.col("char_start").alias("outer_at"))
        .filter(pl.col("depth") == 0)
        .drop("depth")
        .sort(*HERE, "outer_at")
    )
    placed = placed.sort(*HERE, "char_start").join_asof(
        outer, left_on="char_start", right_on="outer_at", by=list(HERE), strategy="backward", check_sortedness=False
    )
    placed = placed.with_columns(
        pl.when(pl.col("depth") == 0).then("outer_at").otherwise("previous_at").alias("previous_at")
    )
    # "tăng 1,1%, và so với cùng kỳ tăng 2%": it opens the growth that follows, and closes none.
    opens = pl.col("near").str.contains(r"(?:[,;]|\s(?:và|nhưng|song|còn))\s*$") & pl.col("after").str.contains(
        r"^\s*(?:cũng\s+|vẫn\s+|lại\s+|đã\s+)?(?:tăng|giảm)\s[^,;.]*\d"
    )
    # "…; so với tháng 12 giá vàng vẫn thấp hơn": so it does after a semicolon.
    opens = opens | (pl.col("near").str.contains(r";\s*$") & pl.col("after").str.contains(r"^\s*,?\s*\p{L}"))
    return placed.select(
        *HERE,
        pl.when(~opens).then("previous_at").alias("previous_at"),
        *("next_at", "depth"),
        pl.col("near").str.contains(r"\svà\s*$").alias("joined"),
        *(pl.col(old).alias(new) for old, new in _COLUMNS.items()),
    )


def _with_comparisons(figures: pl.DataFrame, refs: pl.DataFrame) -> pl.DataFrame:
    """Add reference (right after the figure), ref_depth, leading, compares; those of the sentence before and of the intro.

    Of "so với tháng trước và cùng kỳ" the other is second_reference. The last two are reference_before and
    reference_intro, the one comparison of the line that introduces a list.
    """
    bundle = pl.struct(list(_COLUMNS.values()))
    direct = (
        refs.filter(pl.col("previous_at").is_not_null())
        .group_by(*HERE, "previous_at", maintain_order=True)
        .agg(
            bundle.first().alias("reference"),
            pl.col("depth").first().alias("ref_depth"),
            pl.when(pl.col("joined").last() & (pl.len() == 2)).then(bundle.last()).alias("second_reference"),
        )
        .rename({"previous_at": "char_start"})
    )
    leading = (
        refs.filter(pl.col("next_at").is_not_null())
        .group_by(*HERE, "next_at", maintain_order=True)
        .last()
        .select(*HERE, pl.col("next_at").alias("char_start"), bundle.alias("leading"))
    )
    # "tăng 39% so với cùng kỳ năm 2022 và bằng 94% so với cùng kỳ năm 2019": the sentence after goes on with the nearer.
    year = pl.when("ref_same").then(pl.col("ref_year").fill_null(9999))
    last = (
        refs.filter((year >= year.max().over(HERE)).fill_null(True))
        .group_by(HERE, maintain_order=True)
        .last()
        .select(*HERE, bundle.alias("reference_before"))
        .with_columns(pl.col("segment_no") + 1)
    )
    alone = pl.struct("ref_start", "ref_end", "ref_same", "ref_year").n_unique().over(HERE) == 1
    only = refs.filter(alone).group_by(HERE, maintain_order=True).first()
    intro = only.select("document", pl.col("segment_no").alias("intro_no"), bundle.alias("reference_intro"))
    number, joined = ["document", "intro_no"], figures
    for told, key in (
        (direct, [*HERE, "char_start"]),
        (leading, [*HERE, "char_start"]),
        (last, [*HERE]),
        (intro, number),
    ):
        joined = joined.join(told, on=key, how="left", maintain_order="left")
    compares = refs.select(HERE).unique().with_columns(pl.lit(True).alias("compares"))
    return joined.join(compares, on=HERE, how="left", maintain_order="left")


def _one_base_each(joined: pl.DataFrame) -> pl.DataFrame:
    """ "giảm lần lượt 13% và 10% so với tháng trước và cùng kỳ": the first with the one, the second with the other."""
    change = pl.col("kind") == "change"
    second = (
        (change & previous(change) & pl.col("second_reference").is_not_null() & previous(pl.col("reference")).is_null())
        & pl.col("lead").str.contains(r"(?i)^\s*và(?:\s+(?:tăng|giảm))?\s*$")
    ).fill_null(False)
    return joined.with_columns(
        pl.when(second)
        .then("second_reference")
        .when(following(second).fill_null(False))
        .then(following(pl.col("reference")))
        .otherwise("reference")
        .alias("reference")
    ).drop("second_reference")


def _coordinate() -> pl.Expr:
    """ "giảm 5% về lượng và giảm 3% về trị giá so với cùng kỳ": both are compared with it."""
    both = pl.col("leading_at").is_null() & following(pl.col("lead")).str.contains(
        r"(?i)^\s*về\s+(?:mặt\s+)?\p{Ll}+(?:\s+\p{Ll}+){0,2}\s+(?:và|nhưng|song|còn)(?:\s+\p{Ll}+){0,3}\s*$"
    )
    # "giảm 3% so với tháng trước; tăng 11%, tương ứng tăng 742 triệu USD so với cùng kỳ": one growth, told twice.
    other = pl.col("leading_at").is_null() | pl.col("at").pipe(previous).is_not_null()
    twice = other & following(pl.col("lead")).str.contains(
        r"(?i)^\s*[,(]?\s*(?:tương\s+(?:đương|ứng)|tức|hay)(?:\s+(?:với|tăng|giảm|mức|thêm|khoảng|gần|hơn|là))*\s*$"
    )
    pair = (pl.col("kind") == "change") & (following(pl.col("kind")) == "change")
    return pair & pl.col("at").is_null() & following(pl.col("at")).is_not_null() & (both | twice)


def _nearest(joined: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """The comparison that governs each figure: its own, else the nearest in its brackets, else in the sentence."""
    at, leading_at = pl.col("at"), pl.col("leading_at")
    inner = [*HERE, "paren"]
    joined, here = once(joined, at.forward_fill().over(HERE))
    joined, led = once(joined, leading_at.forward_fill().over(inner))
    joined, told = once(joined, at.forward_fill().over(inner))
    # "tăng 12% so cùng kỳ (năm trước tăng 11%), nếu loại trừ giá thì tăng 9%": what came last, before the bracket.
    return joined, pl.coalesce(
        at,
        pl.when((told >= led - pl.len()) & (pl.col("depth") == 0)).then(told),
        led,
        told,
        pl.when(pl.col("depth") == 0).then(here),
        at.backward_fill().over(inner),
        here,
        leading_at.forward_fill().over(HERE),
        at.backward_fill().over(HERE),
    )


def _against_other_time() -> pl.Expr:
    """ "tăng 2% so với đầu tháng và gấp đôi so với đáy hồi tháng 11": of the first no date is told."""
    undated = pl.col("rest").str.contains(
        r"(?i)^\s*so\s+với\s+(?:đầu|cuối|giữa|phiên|hôm|ngày|tuần|kỳ|lần|đỉnh|đáy|mức|giá)\s+\p{L}"
    )
    first = pl.col("rest").str.extract(r"^(.*?)(?:\s(?:và|nhưng|song|còn)\s|[,;.()]|$)", 1)
    return undated & ~first.str.contains("§", literal=True)


#: Words by which a comparison is with a time, or with what was planned.
_TIME_WORDS = (
    r"năm|tháng|quý|kỳ|kì|tuần|ngày|phiên|trước|nay|đầu|cuối|đỉnh|đáy|đợt|lần|vụ|dịch|thời|hôm|lúc|khi|mùa|giai\s+đoạn|ck|"
    r"kế\s+hoạch|dự\s+toán|mục\s+tiêu|chỉ\s+tiêu|dự\s+báo|kịch\s+bản|con\s+số|mức|kết\s+quả|thực\s+hiện"
)
#: Groups that a rate is told of.
_GROUP = r"(?:nam|nữ|khu\s+vực|vùng|thành\s+thị|nông\s+thôn|nhóm|người|trẻ|phụ\s+nữ|đàn\s+ông|bình\s+quân|trung\s+bình|cả\s+nước|toàn\s+quốc)"


def against_thing(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a change compares with another thing, not with another time."""
    rest, lead = pl.col("rest").str, pl.col("lead").str
    # "cao gấp 1,9 lần khu vực nông thôn"
    multiple = (
        (pl.col("unit_code") == "times")
        & rest.contains(r"(?i)^\s+(?:so\s+với\s+)?(?:mức\s+)?(?:của\s+)?(?:\p{L}+\s+)*?\p{L}+")
        & ~rest.contains(
            r"(?i)^\s+(?:và|trong|lên|đạt|về|hay|nhưng|tương|chiếm|cùng|kể|vào|nhờ|do|theo|với|tại|ở|chỉ)\s"
        )
        & ~rest.contains(r"^[^,;.()]{0,30}§")
        & ~rest.contains(r"(?i)^\s+(?:so\s+với\s+)?(?:con\s+số|mức)(?:\s+\p{L}+)?\s*$")
    )
    # "tăng 31% so với kế hoạch", "giảm 80 tỷ đồng (-6,3%) so với dự toán"
    than_planned = rest.contains(
        r"(?i)^\s*\)?\s*so\s+với\s+(?:mức\s+)?(?:kế\s+hoạch|dự\s+toán|mục\s+tiêu|chỉ\s+tiêu)(?:\s+(?:đề\s+ra|được\s+giao|năm|(?:được\s+)?(?:\p{L}+\s+){1,2}(?:giao|quyết\s+định|phê\s+duyệt)))?\s*(?:[,;.)]|và\s|$)"
    )
    told_twice = following(
        lead.contains(r"(?i)^\s*(?:\(|,)?\s*(?:(?:tương\s+(?:đương|ứng)|bằng)(?:\s+(?:với|tăng|giảm))*\s*|[-+]\s*)$")
    )
    figures, than_planned = once(figures, than_planned)
    figures, told_twice = once(figures, told_twice)
    than_planned = than_planned | (told_twice & following(than_planned))
    figures, than_others = only_where(figures, pl.col("kind") == "change", _than_others())
    dearer = (
        (pl.col("rule") == "beyond")
        & pl.col("per_code").is_not_null()
        & ~pl.col("compared_first")
        & ~rest.contains(r"(?i)^\s*(?:so\s+với|§)")
        & ~lead.contains(r"(?i)hơn\s+(?:so\s+với\s+)?§")
    )
    return once(figures, multiple | than_planned | dearer | than_others.fill_null(False))


def _than_others() -> pl.Expr:
    """ "thấp hơn 12 điểm phần trăm so với nam giới", "cao hơn khu vực thành thị 3 điểm": than others of the same time."""
    rest, lead = pl.col("rest").str, pl.col("lead").str
    after = rest.contains(r"(?i)^\s*so\s+với\s+[\p{L}][\p{L}\s-]{1,50}?\s*(?:[,;.()]|và\s|$)")
    timed = rest.contains(rf"(?i)^\s*so\s+với\s[^,;.()]*(?:§|(?:^|\s)(?:{_TIME_WORDS})(?:[^\p{{L}}]|$))")
    told = lead.extract(
        rf"(?i)(?:cao|thấp|nhiều|ít)\s+hơn\s+(?:so\s+với\s+)?(?:mức\s+)?({_GROUP}(?:\s+[\p{{L}}-]+){{0,5}})\s*$", 1
    )
    before = told.is_not_null() & ~told.str.contains(rf"(?i)(?:^|\s)(?:{_TIME_WORDS})(?:\s|$)")
    return (after & ~timed) | before
