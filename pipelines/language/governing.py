"""Which period governs a figure."""

from __future__ import annotations

import polars as pl

from pipelines.language.document_periods import document_periods
from pipelines.language.figures import HERE
from pipelines.language.flows import PEAK
from pipelines.language.period_events import STEPS, TOLD, period_events, told_around
from pipelines.language.sequence import previous, running
from pipelines.language.steps import only_where, without_steps
from pipelines.language.told_before import from_now, with_now_before, with_plan_before


def around(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """``mentions`` with previous_at and next_at: char_start of the figures around each in its segment."""
    places = figures.select(*HERE, pl.col("char_start").alias("figure_at")).sort(*HERE, "figure_at")
    ordered = mentions.sort(*HERE, "char_start")
    before = ordered.join_asof(
        places.rename({"figure_at": "previous_at"}),
        left_on="char_start",
        right_on="previous_at",
        by=list(HERE),
        strategy="backward",
        check_sortedness=False,
    )
    return before.join_asof(
        places.rename({"figure_at": "next_at"}),
        left_on="char_start",
        right_on="next_at",
        by=list(HERE),
        strategy="forward",
        check_sortedness=False,
    )


def shift_years(date: pl.Expr, years: pl.Expr) -> pl.Expr:
    """Move a date by whole years; a month's last day stays its last day."""
    moved = date.dt.offset_by(pl.format("{}y", years))
    return pl.when(date == date.dt.month_end()).then(moved.dt.month_end()).otherwise(moved)


def _known(own: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """``own`` with known: the day up to which its document can know anything."""
    known = pl.coalesce(pl.col("stated_on"), pl.col("reporting_end")).alias("known")
    return own.join(documents.select("document", known), on="document", how="left", maintain_order="left")


def govern(
    figures: pl.DataFrame, mentions: pl.DataFrame, segments: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Add period_start, period_end, period_basis, period_source and period_same (the period is a "cùng kỳ" to be moved).

    Looks for a period attached to the figure, then before it in its sentence, its paragraph, its heading, its document.
    """
    placed = around(figures, mentions)
    own = placed.filter(pl.col("part") == "own")
    attached = _attached(figures, placed)
    found = told_around(period_events(figures, own, attached, segments)).filter(pl.col("figure_at").is_not_null())
    told = [f"{step}_{column}" for step in STEPS for column in TOLD]
    joined = (
        figures.join(
            found.select(*HERE, "figure_at", *told),
            left_on=[*HERE, "char_start"],
            right_on=[*HERE, "figure_at"],
            how="left",
            maintain_order="left",
        )
        .join(attached.drop("mention_at", "opens"), on=[*HERE, "char_start"], how="left", maintain_order="left")
        .join(
            document_periods(documents, _known(own, documents), placed),
            on="document",
            how="left",
            maintain_order="left",
        )
    )
    joined = with_plan_before(with_now_before(joined, placed), placed)
    dated = (
        _with_base(_with_done(joined))
        .with_columns(_nearest().alias("chosen"))
        .unnest("chosen")
        .with_columns(pl.col("period_source").fill_null("none"))
    )
    # What was told around a figure is settled; no later pass carries it along.
    spent = [f"{step}_{column}" for step in STEPS if step != "base" for column in TOLD]
    of_base = [f"base_{column}" for column in ("kind", "same_period", "mention_at", "clauses_before", "goal")]
    return dated.drop(spent, "tells_done", "plan_start", "plan_end", "plan_basis", of_base)


def _nearest() -> pl.Expr:
    """The period told nearest to the figure."""
    inside = pl.col("depth") > 0
    attached = pl.col("attached_start").is_not_null() | pl.col("attached_same").fill_null(False)
    planned = pl.col("planned") & pl.col("plan_start").is_not_null()
    # "cùng kỳ lãi 1.312 tỷ đồng; lỗ của công ty mẹ là": that earlier time ends with its clause.
    clauses = pl.col("left").str.count_matches(";", literal=True).pipe(running)
    past = (pl.col("outer_same_period") & (pl.col("outer_clauses_before") < clauses)).fill_null(False)

    def told(step: str) -> pl.Expr:
        here = pl.col(f"{step}_mention_at").is_not_null()
        farther = step in STEPS[STEPS.index("paragraph") :]
        return here & ~(pl.col("tells_done") & pl.col(f"{step}_goal").fill_null(False)) if farther else here

    return pl.coalesce(
        pl.when(attached).then(_period("attached", "clause")),
        pl.when(planned).then(_period("plan", "clause")),
        pl.when(_undated_now()).then(_OPEN),
        pl.when(inside & told("any")).then(_period("any", "sentence")),
        pl.when(told("outer") & ~past).then(_period("outer", "sentence")),
        pl.when(past & told("base")).then(_period("base", "sentence")),
        pl.when(told("paragraph")).then(_period("paragraph", "paragraph")),
        pl.when(told("list")).then(_period("list", "section")),
        pl.when(_beyond_heading() & told("passage")).then(_period("passage", "section")),
        pl.when(_as_far_as_heading() & told("passage")).then(_period("passage", "section")),
        pl.when(told("section")).then(_period("section", "section")),
        pl.when(told("passage")).then(_period("passage", "section")),
        pl.when(told("chapter")).then(_period("chapter", "section")),
        pl.when(told("title")).then(_period("title", "section")),
        pl.when(pl.col("document_start").is_not_null()).then(_period("document", "document")),
    )


def _with_done(figures: pl.DataFrame) -> pl.DataFrame:
    """Add tells_done: its sentence says "đã trồng 120 ha", which no goal told in an earlier sentence dates."""
    goals = pl.any_horizontal(f"{step}_goal" for step in STEPS[STEPS.index("paragraph") :]).fill_null(False)
    done = r"(?i)(?:^|\s)(?:đã|đang|hiện(?:\s+nay)?)\s"
    ahead = r"(?i)(?:^|\s)(?:sẽ|phấn\s+đấu|mục\s+tiêu|kế\s+hoạch|dự\s+kiến|dự\s+báo|cần|phải|yêu\s+cầu)\s"
    around_it = pl.concat_str([pl.col("lead"), pl.lit(" "), pl.col("rest").str.extract(r"^([^,;§]{0,50})", 1)])
    figures, does = only_where(figures, goals, around_it.str.contains(done))
    figures, expects = only_where(figures, goals, around_it.str.contains(ahead))
    return without_steps(
        figures.with_columns((does.any() & ~expects.any()).over(HERE).fill_null(False).alias("tells_done"))
    )


def _undated_now() -> pl.Expr:
    """ "Hiện tại đạt …": the text names no date, and none is lent to it."""
    # … but "Đến 30/6, dư nợ hiện còn 192 tỷ đồng" is of that day.
    alone = (pl.col("now_at") > pl.col("outer_mention_at").fill_null(-1)) & (
        pl.col("outer_basis") != "as_of"
    ).fill_null(True)
    return alone & ~previous(from_now()).fill_null(False)


def _beyond_heading() -> pl.Expr:
    """ "Tính chung 11 tháng" under a heading of November: the text goes on with the eleven months."""
    return (
        (pl.col("passage_basis") == "year_to_date")
        & (pl.col("passage_end") == pl.col("section_end"))
        & pl.col("section_basis").is_in(["month", "quarter"])
    )


def _as_far_as_heading() -> pl.Expr:
    """ "tính đến ngày 20/5" under a heading of five months: as far as the report goes."""
    return (
        pl.col("passage_basis").is_in(["as_of", "year_to_date"])
        & (pl.col("section_basis") == "year_to_date")
        & (pl.col("passage_end") < pl.col("section_end"))
        & (pl.col("passage_end").dt.month_end() == pl.col("section_end"))
    )


def _with_base(joined: pl.DataFrame) -> pl.DataFrame:
    """Let base_start, base_end and base_basis be of the nearest period that is no "cùng kỳ", to the document's at last."""
    steps = ["base", "paragraph", "list", "section", "passage", "chapter", "title", "document"]
    told = ("start", "end", "basis")
    base = [pl.coalesce(f"{step}_{column}" for step in steps).alias(f"base_{column}_") for column in told]
    return (
        joined.with_columns(base)
        .drop([f"base_{column}" for column in told])
        .rename({f"base_{column}_": f"base_{column}" for column in told})
    )


#: The period of a figure that the text leaves without a date.
_OPEN = pl.struct(
    pl.lit(None, pl.Date).alias("period_start"),
    pl.lit(None, pl.Date).alias("period_end"),
    pl.lit(None, pl.String).alias("period_basis"),
    pl.lit("none").alias("period_source"),
    pl.lit(False).alias("period_same"),
)


def _period(prefix: str, source: str) -> pl.Expr:
    same = (
        pl.col(f"{prefix}_same_period").fill_null(False)
        if prefix not in ("document", "attached", "plan")
        else (pl.col("attached_same").fill_null(False) if prefix == "attached" else pl.lit(False))
    )
    return pl.struct(
        pl.col(f"{prefix}_start").alias("period_start"),
        pl.col(f"{prefix}_end").alias("period_end"),
        pl.col(f"{prefix}_basis").alias("period_basis"),
        pl.lit(source).alias("period_source"),
        same.alias("period_same"),
    )


def _attached(figures: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The period written right after a figure: "62 tỷ USD vào năm 2020", "87,92% (năm 2019)"."""
    joining = r"(?i)^\s*(?:\(\s*§+\s*\)|(?:vào|trong|của|ở|tại|hồi|ngay|cho)?\s*(?:mức\s+)?§)"
    # "30% dịch vụ mức độ 4 vào cuối năm 2020": the thing counted stands between.
    through = pl.col("rest").str.contains(r"^[^,;:.()§]{1,70}\s§") & ~pl.col("rest").str.contains(
        r"(?i)^[^§]*(?:^|\s)(?:(?:tăng|giảm|đạt|là|chiếm|so|cao|thấp|và|kế\s+hoạch|dự\s+toán|hơn|bằng|còn|lên|trong\s+đó|khi|mục\s+tiêu|đến|theo|do|nhưng|song|mà|vượt|trả|sẽ|đưa|để|nhằm|thì|rồi|công\s+bố|ban\s+hành)(?:\s|$)|từ\s*§)"
    )
    # "6.320 tỷ đồng là doanh số của huyện tính hết tháng 9": what the value is, and when.
    is_told = pl.col("lead").str.contains(r"(?:^|[-–—])[\s\"*]*$") & pl.col("rest").str.contains(
        r"(?i)^\s*(?:cũng\s+)?là\s+(?:tổng\s+)?[^,;:()§]{3,90}\s§"
    )
    is_told = is_told & ~pl.col("rest").str.contains(
        r"(?i)^[^§]*\s(?:tăng|giảm|hơn|so|cùng|kể|nhất|mục\s+tiêu|kế\s+hoạch|dự\s+toán)\s"
    )
    # "xây dựng 2 kịch bản cho năm 2022": the year of what is told next.
    told = (pl.col("rest").str.contains(joining) & (pl.col("kind") != "mention")) | (
        (through | is_told) & (pl.col("kind") == "level")
    )
    # "chiếm 12% GDP năm 2020 và 14% GDP năm 2022"
    of_product = pl.col("rest").str.contains(r"(?i)^\s*(?:của\s+)?gr?dp\s*(?:vào\s|trong\s|\(|của\s)?\s*§")
    told = told | (of_product & (pl.col("kind") == "share"))
    opens = pl.col("lead").str.contains(rf"(?i)(?:^|\s)từ(?:\s+{PEAK})*\s*$")
    opens = opens | pl.col("prior") | pl.col("planned")
    # The row of a range stands at its first numeral, the period after its second.
    opens = pl.when("range_high").then(previous(opens)).otherwise(opens)
    low = pl.when("range_high").then(pl.col("char_start").shift(1)).otherwise("char_start")
    right_after = (
        figures.with_columns(low.alias("at_low"), opens.alias("opens"))
        .filter(told & ~pl.col("range_low"))
        .select(*HERE, "char_start", "at_low", "opens")
    )
    right_after = pl.concat([right_after, _after_bracket(figures, opens)])
    first = mentions.group_by(*HERE, "previous_at", maintain_order=True).first().filter(pl.col("part") == "own")
    told_of = right_after.join(
        first.select(
            *HERE,
            pl.col("previous_at").alias("char_start"),
            pl.col("start").alias("attached_start"),
            pl.col("end").alias("attached_end"),
            pl.col("basis").alias("attached_basis"),
            pl.col("same_period").alias("attached_same"),
            pl.col("char_start").alias("mention_at"),
        ),
        on=[*HERE, "char_start"],
        how="inner",
    )
    return told_of.with_columns(pl.col("at_low").alias("char_start")).drop("at_low")


def _after_bracket(figures: pl.DataFrame, opens: pl.Expr) -> pl.DataFrame:
    """ "12.450 hộ (8,9%) năm 2016": the year after the bracket is of both, what is in it and what stands before."""
    closes = pl.col("rest").str.contains(r"(?i)^\s*\)\s*(?:vào|trong|của|ở|tại|hồi)?\s*§")
    alone = (pl.col("depth") == 1) & (previous(pl.col("depth")) == 0) & (previous(pl.col("kind")) == "level")
    both = figures.select(
        *HERE,
        "char_start",
        pl.col("char_start").shift(1).alias("outer_at"),
        opens.pipe(previous).alias("opens"),
        (closes & alone & pl.col("follows")).fill_null(False).alias("asked"),
    ).filter("asked")
    return pl.concat(
        both.select(*HERE, "char_start", pl.col(at).alias("at_low"), "opens") for at in ("char_start", "outer_at")
    )
