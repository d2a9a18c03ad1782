"""Which period governs a figure."""

from __future__ import annotations

import polars as pl

from pipelines.language.document_periods import CARRIED_KINDS, document_periods
from pipelines.language.figures import HERE
from pipelines.language.sequence import carried, opening, running
from pipelines.language.told_before import with_now_before, with_plan_before

_TOLD = ["start", "end", "basis", "kind", "same_period", "mention_at", "clauses_before"]
#: Where a period may be told, from the nearest place to the farthest.
_STEPS = ("any", "outer", "base", "paragraph", "passage", "section", "title")
#: "Riêng tháng 6": a part of the period spoken of.
_PARTICULAR = r"(?:^|[^\p{L}])riêng(?:\s+trong)?\s*$"
#: Words of a forecast or a goal.
_FORECAST = r"(?i)(?:^|\s)(?:dự\s+báo|dự\s+kiến|có\s+thể|kỳ\s+vọng|sẽ|phấn\s+đấu|mục\s+tiêu|kế\s+hoạch)(?:\s|$)"
#: Words of a goal before or after the year it is set for.
_AIM = r"(?:^|[\s,])(?:mục tiêu|phấn đấu|kế hoạch|chỉ tiêu)"
#: A trading day, or the day of a price, which its whole report is about.
_SESSION = r"(?:phiên(?:\s+giao\s+dịch)?|(?:kỳ|đợt)\s+điều\s+(?:hành|chỉnh)(?:\s+giá)?)(?:\s+ngày)?\s*$"


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


def _fill(events: pl.DataFrame, over: list[str], allowed: pl.Expr, prefix: str) -> pl.DataFrame:
    """Add what the last allowed row of the same group told; the rows of a group stand together."""
    asked = events.with_columns(allowed.alias("allowed"), opening(over).alias("first"))
    told = asked.select(
        carried(column, pl.col("allowed"), pl.col("first")).alias(f"{prefix}_{column}") for column in _TOLD
    )
    return events.hstack(told)


def _known(own: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """``own`` with known: the day up to which its document can know anything."""
    known = pl.coalesce(pl.col("stated_on"), pl.col("reporting_end")).alias("known")
    return own.join(documents.select("document", known), on="document", how="left", maintain_order="left")


def _events(
    figures: pl.DataFrame, own: pl.DataFrame, attached: pl.DataFrame, segments: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Periods told and figures, in the order of the text; figure_at is null for the periods."""
    told = attached.select(*HERE, pl.col("mention_at").alias("char_start"), pl.lit(True).alias("told"), "opens")
    own = own.join(told.unique([*HERE, "char_start"]), on=[*HERE, "char_start"], how="left", maintain_order="left")
    structure = segments.select(
        *HERE,
        "paragraph_no",
        "heading_no",
        pl.col("kind").alias("segment_kind"),
        "numbered",
        pl.col("plain").str.contains(r"^\s*\(\d{1,2}\)").alias("itemised"),
    )
    session = pl.col("near").str.contains(_SESSION) | pl.col("text").str.contains(r"^(?:(?:kết thúc )?phiên|tại)\s")
    session = session | pl.col("near").str.contains(r"(?:^|[^\p{L}])tại(?:\s+thời\s+điểm)?\s*$")
    particular = pl.col("near").str.contains(_PARTICULAR) | pl.col("text").str.contains(r"^(?:tính\s+)?riêng\s")
    # "dự báo cả năm có thể đạt": a look ahead is no period of what follows.
    ahead = pl.col("text").str.contains(r"^(?:trong\s+)?(?:cả|trọn|hết)\s+năm") & (
        pl.col("near").str.contains(_FORECAST) | pl.col("after").str.contains(_FORECAST)
    )
    particular = particular | ahead
    marks = own.select(
        *HERE,
        *("start", "end", "basis", "kind", "same_period", "clauses_before", "lead", "depth"),
        pl.col("told").fill_null(False),
        pl.col("opens").fill_null(False),
        particular.alias("particular"),
        (pl.col("near").str.contains(_FORECAST) | pl.col("after").str.contains(_FORECAST)).alias("ahead"),
        ((pl.col("kind") == "day") & session).alias("session"),
        pl.col("char_start").alias("at"),
        pl.col("char_start").alias("mention_at"),
        pl.lit(None, pl.Int64).alias("figure_at"),
        "near",
        "text",
        "initial",
        # "…, năm 2024 dự kiến bố trí 1.900 tỷ": told by the way.
        (
            pl.col("near").str.contains(r"[,;]\s*(?:và\s+|còn\s+)?$")
            & pl.col("after").str.contains(r"^\s*(?:dự kiến|phấn đấu|đặt mục tiêu|mục tiêu|kế hoạch|sẽ)\s")
        ).alias("looks_on"),
        (
            pl.col("near").str.contains(rf"{_AIM}(?:\s+\p{{L}}+){{0,3}}\s*$")
            | pl.col("after").str.contains(rf"(?i)^[^;]*{_AIM}")
        ).alias("aims"),
    )
    level = (pl.col("kind") == "level").alias("of_level")
    rows = figures.select(*HERE, pl.col("char_start").alias("at"), pl.col("char_start").alias("figure_at"), level)
    return (
        pl.concat([marks, rows], how="diagonal")
        .join(structure, on=HERE, how="left", maintain_order="left")
        .sort(*HERE, "at", nulls_last=True)
    )


def _told_around(events: pl.DataFrame) -> pl.DataFrame:
    """Add, for each of `_STEPS`, what the last period told: in the sentence, its paragraph, under its heading, in a title."""
    # "từ 1,14% hồi đầu năm xuống 1,12%": the date is of the first value alone.
    mark = pl.col("figure_at").is_null() & ~pl.col("opens").fill_null(False)
    # "Trong 3 ngày nghỉ Tết (31/12/2022 - 2/1/2023), xảy ra": the days in the bracket date the sentence.
    explained = (
        (pl.col("depth") == 1)
        & (pl.col("kind") == "range")
        & (opening(list(HERE)) == pl.int_range(pl.len(), dtype=pl.UInt32))
        & pl.col("near").str.contains(r"(?:^|\s)(?:dịp|đợt|kỳ|ngày|tuần|chuyên đề|nghỉ)\s[^()]*\(\s*(?:từ\s+)?$")
    ).fill_null(False)
    outer = mark & ((pl.col("depth") == 0) | explained)
    lasting = pl.col("kind").is_in(CARRIED_KINDS) | (pl.col("lead") == "until") | pl.col("session")
    # "từ ngày 11/8, giá xăng …": the day from which prices hold.
    since = (pl.col("lead") == "after") & (pl.col("kind") == "day")
    # "dự kiến hoàn thành quý III/2024": when something will be done, no period of what follows.
    done = pl.col("near").str.contains(
        r"(?i)(?:^|\s)(?:hoàn\s+thành|khởi\s+công|đưa\s+vào|vận\s+hành|khai\s+thác|khánh\s+thành|khai\s+trương|động\s+thổ)(?:\s+\p{Ll}+){0,3}\s*$"
    )
    # "đạt 63,5%, mục tiêu đến hết năm 2021 là 65%": a goal told by the way is no period of what follows.
    by_the_way = (
        pl.col("near").str.contains(
            r"(?i)[,;(]\s*(?:với\s+|và\s+)?(?:mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu|kế\s+hoạch|dự\s+kiến)(?:\s+\p{Ll}+){0,3}\s*$"
        )
        | pl.col("looks_on").fill_null(False)
    ) & pl.col("figure_at").forward_fill().over(HERE).is_not_null()
    # "trong 4 tháng còn lại phải giải ngân": a look ahead.
    by_the_way = by_the_way | pl.col("text").str.ends_with("còn lại")
    # "Từ năm 2009 đến nay, dân số tăng 10,4 triệu người": the span of a growth, not of what is told next.
    span = pl.col("text").str.contains(r"^(?:kể\s+)?từ\s.*\snay$") & (pl.col("basis") == "range")
    by_the_way = by_the_way | (span & ~pl.col("of_level").any().over(HERE).fill_null(False))
    # "cả nước có 1.594 ca, trong đó từ ngày 27/1 đến nay là 901 ca": of that part alone.
    in_part = pl.col("near").str.contains(r"trong (?:số )?(?:đó|này),?(?: [^,;]*)?$") & ~pl.col("initial")
    by_the_way = by_the_way | (in_part & pl.col("figure_at").forward_fill().over(HERE).is_not_null())
    lasting = (
        outer
        & ~(done | by_the_way).fill_null(False)
        & ((lasting & (pl.col("lead") != "after")) | since)
        & ~pl.col("same_period")
        & ~pl.col("told")
        # "từ ngày 27/4 đến nay" is of its own sentence.
        & pl.col("end").is_not_null()
    )
    # The items of a list "(1) …; (2) …" go back to what introduced them.
    lasting = lasting & ~pl.col("itemised").fill_null(False)
    paragraph, heading = ["document", "paragraph_no"], ["document", "heading_no"]
    # A look back at the end of a paragraph is no period of the next: "Năm 2016 quy mô mới ở mức 5 tỷ USD."
    first_start = pl.when(lasting).then("start").drop_nulls().first().over(paragraph)
    back = (pl.col("end") < first_start).fill_null(False)
    # "Năm nay, ngành đặt mục tiêu": a goal beyond what the text reports is no period of the next paragraph.
    reported = pl.when(lasting & ~pl.col("aims")).then("end").forward_fill().over("document")
    back = back | (pl.col("aims") & (reported < pl.col("end"))).fill_null(False)
    # "doanh thu năm 2023 đạt …" told by the way in a text on 2024.
    back = back | (~pl.col("initial") & (pl.col("end") < reported)).fill_null(False)
    # The next item of a list starts anew.
    on = lasting & ~back & ~pl.col("particular").fill_null(False) & (pl.col("segment_kind") != "list_item")
    headed = lasting & (pl.col("segment_kind") == "heading")
    for over, allowed, prefix in (
        (list(HERE), mark, "any"),
        (list(HERE), outer & ~(pl.col("told") & pl.col("same_period")), "outer"),
        (list(HERE), outer & ~pl.col("same_period"), "base"),
        (paragraph, lasting, "paragraph"),
        (heading, on, "passage"),
        # "Phê duyệt kế hoạch năm 2021", "Nguồn điện năm 2020 sẽ căng thẳng": below it the text may well speak of the year before.
        (heading, headed & ~pl.col("ahead").fill_null(False), "section"),
        (["document"], headed & ~pl.col("numbered"), "title"),
    ):
        events = _fill(events, over, allowed, prefix)
    return events


def govern(
    figures: pl.DataFrame, mentions: pl.DataFrame, segments: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Add period_start, period_end, period_basis, period_source and period_same (the period is a "cùng kỳ" to be moved).

    Looks for a period attached to the figure, then before it in its sentence, its paragraph, its heading, its document.
    """
    placed = around(figures, mentions)
    own = placed.filter(pl.col("part") == "own")
    attached = _attached(figures, placed)
    found = _told_around(_events(figures, own, attached, segments, documents)).filter(pl.col("figure_at").is_not_null())
    told = [f"{step}_{column}" for step in _STEPS for column in _TOLD]
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
    inside = pl.col("depth") > 0
    clauses = pl.col("left").str.count_matches(";", literal=True).pipe(running)
    past = (pl.col("outer_same_period") & (pl.col("outer_clauses_before") < clauses)).fill_null(False)
    chosen = pl.coalesce(
        pl.when(pl.col("attached_start").is_not_null() | pl.col("attached_same").fill_null(False)).then(
            _period("attached", "clause")
        ),
        pl.when(pl.col("planned") & pl.col("plan_start").is_not_null()).then(_period("plan", "clause")),
        # "Hiện tại đạt …": the text names no date, and none is lent to it.
        # … but "Đến 30/6, dư nợ hiện còn 192 tỷ đồng" is of that day.
        pl.when(
            (pl.col("now_at") > pl.col("outer_mention_at").fill_null(-1))
            & (pl.col("outer_basis") != "as_of").fill_null(True)
        ).then(_OPEN),
        pl.when(inside & pl.col("any_mention_at").is_not_null()).then(_period("any", "sentence")),
        # "cùng kỳ lãi 1.312 tỷ đồng; lỗ của công ty mẹ là": that earlier time ends with its clause.
        pl.when(pl.col("outer_mention_at").is_not_null() & ~past).then(_period("outer", "sentence")),
        pl.when(past & pl.col("base_mention_at").is_not_null()).then(_period("base", "sentence")),
        pl.when(pl.col("paragraph_mention_at").is_not_null()).then(_period("paragraph", "paragraph")),
        # "Tính chung 11 tháng" under a heading of November: the text goes on with the eleven months.
        pl.when(
            (pl.col("passage_basis") == "year_to_date")
            & (pl.col("passage_end") == pl.col("section_end"))
            & pl.col("section_basis").is_in(["month", "quarter"])
        ).then(_period("passage", "section")),
        # "tính đến ngày 20/5" under a heading of five months: as far as the report goes.
        pl.when(
            pl.col("passage_basis").is_in(["as_of", "year_to_date"])
            & (pl.col("section_basis") == "year_to_date")
            & (pl.col("passage_end") < pl.col("section_end"))
            & (pl.col("passage_end").dt.month_end() == pl.col("section_end"))
        ).then(_period("passage", "section")),
        pl.when(pl.col("section_mention_at").is_not_null()).then(_period("section", "section")),
        pl.when(pl.col("passage_mention_at").is_not_null()).then(_period("passage", "section")),
        pl.when(pl.col("title_mention_at").is_not_null()).then(_period("title", "section")),
        pl.when(pl.col("document_start").is_not_null()).then(_period("document", "document")),
    )
    steps = ["base", "paragraph", "section", "passage", "title"]
    base = [
        pl.coalesce(*(pl.col(f"{step}_{column}") for step in steps), pl.col(f"document_{column}")).alias(
            f"base_{column}_"
        )
        for column in ("start", "end", "basis")
    ]
    joined = (
        joined.with_columns(base)
        .drop([f"base_{column}" for column in ("start", "end", "basis")])
        .rename({f"base_{column}_": f"base_{column}" for column in ("start", "end", "basis")})
    )
    dated = (
        joined.with_columns(chosen.alias("chosen"))
        .unnest("chosen")
        .with_columns(pl.col("period_source").fill_null("none"))
    )
    # What was told around a figure is settled; no later pass carries it along.
    spent = [f"{prefix}_{column}" for prefix in ("any", "outer", *steps[1:]) for column in _TOLD]
    return dated.drop(
        spent,
        "plan_start",
        "plan_end",
        "plan_basis",
        "base_kind",
        "base_same_period",
        "base_mention_at",
        "base_clauses_before",
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
        r"(?i)^[^§]*(?:^|\s)(?:(?:tăng|giảm|đạt|là|chiếm|so|cao|thấp|và|kế\s+hoạch|dự\s+toán|hơn|bằng|còn|lên|trong\s+đó|khi|mục\s+tiêu|đến|theo|do|nhưng|song|mà|vượt|trả|sẽ)(?:\s|$)|từ\s*§)"
    )
    told = pl.col("rest").str.contains(joining) | (through & (pl.col("kind") == "level"))
    opens = pl.col("lead").str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|con\s+số|khoảng|gần|hơn|trên|dưới))*\s*$")
    opens = opens | pl.col("prior") | pl.col("planned")
    # The row of a range stands at its first numeral, the period after its second.
    low = pl.when("range_high").then(pl.col("char_start").shift(1)).otherwise("char_start")
    right_after = (
        figures.with_columns(low.alias("at_low"), opens.alias("opens"))
        .filter(told & ~pl.col("range_low"))
        .select(*HERE, "char_start", "at_low", "opens")
    )
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
