"""Give a span of days to the time expressions that leave their year, or more, to the context."""

from __future__ import annotations

import polars as pl

from pipelines.language.period_calendar import day_of, with_span
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, without_steps

#: How many sentences back a year may stand that "cả năm" goes on with.
_CLOSE = 2
#: The first year that a text may be of where it names no month.
_RECENT = 2000
#: How many sentences open a text.
_OPENING = 6
#: Whether the next expression stands close enough to share its year: "tháng 4 và tháng 5 năm 2015".
_NEAR = (following(pl.col("char_start")) - pl.col("char_end")).is_between(0, 22) & ~(
    following(pl.col("apart")) & ~pl.col("apart")
)
_NAMES_PERIOD = ["month", "quarter", "half_year", "year", "year_to_date", "range", "years", "week", "day"]


def _weight(fine: pl.Expr, opens: pl.Expr) -> pl.Expr:
    """How much a year named tells of its document's; ``fine``: with a month or quarter; ``opens``: the text opens with it."""
    # "6 tỷ USD vào năm 2030": one point ahead or behind, where any other year is named.
    aside = (pl.col("kind") == "year") & pl.col("text").str.starts_with("vào ")
    # "tăng trưởng cả năm 2022 đạt 8%": the year that is spoken of as a whole is the one that runs.
    whole = (pl.col("kind") == "year") & pl.col("text").str.starts_with("cả năm")
    # "hợp đồng giao tháng 1/2014": a month to come.
    aside = aside | (pl.col("foreseen") & (pl.col("kind") == "month"))
    # "dự báo lạm phát năm 2023": of a year to come.
    foreseen = (pl.col("foreseen") & (pl.col("kind") == "year")).cast(pl.Int64)
    return (
        pl.when(aside)
        .then(0)
        .otherwise(2 - foreseen + (fine | whole).cast(pl.Int64) + 12 * (opens & ~pl.col("foreseen")).cast(pl.Int64))
    )


def document_years(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The year that governs each document: ``document, document_year (i16), stated_on, reporting_end, year_source``.

    ``year_source``: reporting | stated | dominant (the year most often named in the document, the latest of equals).
    One row a document of either frame; ``document_year`` is null where nothing tells it.
    """
    named = _years_named(mentions)
    dominant = (
        named.group_by("document", "year")
        .agg(pl.col("weight").sum().alias("len"))
        .sort("document", "len", "year", descending=[False, True, True])
        .unique("document", keep="first")
        .select("document", dominant="year")
    )
    known = pl.concat([documents.select("document"), mentions.select("document")]).unique()
    facts = known.join(
        documents.select("document", "reporting_end", "stated_on").unique("document"), on="document", how="left"
    ).join(dominant, on="document", how="left")
    reporting, stated = pl.col("reporting_end").dt.year().cast(pl.Int16), pl.col("stated_on").dt.year().cast(pl.Int16)
    return facts.select(
        "document",
        "stated_on",
        "reporting_end",
        document_year=pl.coalesce(reporting, stated, "dominant"),
        year_source=pl.when(reporting.is_not_null())
        .then(pl.lit("reporting"))
        .when(stated.is_not_null())
        .then(pl.lit("stated"))
        .when(pl.col("dominant").is_not_null())
        .then(pl.lit("dominant")),
    ).sort("document")


def _years_named(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions that tell of a year of their text, with ``year``, one on where it is compared with, and ``weight``."""
    goal = (pl.col("kind") == "years") | ((pl.col("kind") == "year") & (pl.col("lead") == "until"))
    # A month or a quarter tells when the text was written better than a year alone, which may be a goal.
    fine = pl.col("kind").is_in(["month", "quarter", "day", "year_to_date"]) | pl.col("same_period")
    # The last year that a text names, and opens with, is its own: what it looks back at comes later.
    opens = (pl.col("segment_no") <= _OPENING) & (pl.col("lead") != "compared") & fine
    # "đặt mục tiêu đến cuối năm 2025": none that is aimed at.
    latest = pl.when(~pl.col("foreseen")).then(pl.col("year") + pl.col("after")).max().over("document")
    opens = opens & (pl.col("year") == latest)
    # "thấp hơn mức 3,1 tỷ USD của quý II/2022", in a text that opens with 2023: a value of then.
    of_value = pl.col("text").str.starts_with("của ") & opens.any().over("document") & ~opens
    # "từ ngày 16/3 đến 31/3/2021": the year stands at the end of the span.
    span = pl.when(pl.col("kind") == "range").then("end_year")
    named = mentions.with_columns(_years_after().alias("after"), pl.coalesce("year", span).alias("year"))
    # "vượt lũ lịch sử năm 1993": what happened so long ago dates no text alone.
    ancient = (pl.col("year") < _RECENT) & (pl.col("kind") == "year")
    weight = pl.when(~of_value).then(_weight(fine, opens)).otherwise(0)
    named = named.filter(pl.col("year").is_not_null() & ~goal & ~ancient).with_columns(weight.alias("weight"))
    return named.with_columns(pl.col("year") + pl.col("after"))


def _years_after() -> pl.Expr:
    """By how many years the document's own is after one that it compares with: one, or none where it may be of the same."""
    # "so với đầu năm 2023", "so với tháng 8/2023" may well be of the same year.
    earlier = pl.col("kind").is_in(["year", "quarter", "half_year"]) | (pl.col("edge") == "last").fill_null(False)
    # "so với thời điểm 31/12/2023", "so với tháng 12/2023": the end of the year before.
    closing = (pl.col("kind") == "month") | (pl.col("day") == 31)
    earlier = earlier | ((pl.col("month") == 12) & closing).fill_null(False)
    # "Tháng 3 …, giảm 36% so với tháng 3/2022": of the year after it.
    undated = pl.col("year").is_null() & (pl.col("kind") == "month")
    before, _ = _nearest(pl.when(undated).then("month"), within=_SENTENCE)
    earlier = earlier | ((pl.col("kind") == "month") & (pl.col("month") == before)).fill_null(False)
    return (pl.col("same_period") | ((pl.col("lead") == "compared") & earlier)).cast(pl.Int16)


def _nearest(value: pl.Expr, *, within: list[str]) -> tuple[pl.Expr, pl.Expr]:
    """The nearest earlier and the nearest later value of other rows of the same group."""
    earlier, later = value.forward_fill().over(within), value.backward_fill().over(within)
    return previous(earlier, within), following(later, within)


_FIRST, _LAST = pl.col("first").struct.field, pl.col("last").struct.field
_STATED_YEAR = pl.coalesce(_FIRST("year"), _LAST("year"), _FIRST("end_year"))
#: Whether it dates what stands beside it.
_GOVERNS = (
    pl.col("lead").is_in(["in", "until", "since_year_start", "after"])
    & ~pl.col("same_period")
    & pl.col("kind").is_in(_NAMES_PERIOD)
)
#: A goal ("đến năm 2030") or a span of years says nothing about the months beside it.
_GOAL = (pl.col("kind") == "years") | ((pl.col("kind") == "year") & (pl.col("lead") == "until"))
_SENTENCE = ["document", "segment_no"]


def _with_year(mentions: pl.DataFrame) -> pl.DataFrame:
    """Add ``resolved_year`` and ``year_source``: stated, sentence, or the document's."""
    mentions, spoken_of = _spoken_of(_years_around(mentions))
    relative, from_document = pl.col("relative_year"), pl.col("document_year")
    # "Năm trước" after a dated period is the year before that one; "năm ngoái" is the year before the document's.
    fixed = _FIRST("shape").is_in(["year", "half_year", "year_edge"]) & pl.col("text").str.contains("này$|ngoài$")
    fixed = fixed | (relative.is_not_null() & pl.col("text").str.contains("năm (?:nay|ngoái)$"))
    anchor = (
        pl.when(fixed).then(_year_reached(from_document)).otherwise(pl.coalesce("around", spoken_of, from_document))
    )
    same_list = pl.when(~fixed).then(pl.coalesce("earlier", pl.when(_NEAR).then("later")))
    stated_day = pl.when(pl.col("kind") == "day").then(pl.col("stated_on").dt.year().cast(pl.Int16))
    year = pl.coalesce(
        _STATED_YEAR,
        pl.when(relative.is_not_null()).then(anchor + relative),
        spoken_of,
        same_list,
        _of_month_before(),
        stated_day,
        from_document,
    )
    of_sentence = pl.coalesce("earlier", pl.when(relative.is_null() & _NEAR).then("later")).is_not_null()
    source = (
        pl.when(_STATED_YEAR.is_not_null())
        .then(pl.lit("stated"))
        .when(relative.is_not_null() & (fixed | pl.col("earlier").is_null()))
        .then(pl.lit("document"))
        .when(of_sentence)
        .then(pl.lit("sentence"))
        .when(year.is_not_null())
        .then(pl.lit("document"))
    )
    return without_steps(mentions.with_columns(resolved_year=year, year_source=source))


def _year_reached(from_document: pl.Expr) -> pl.Expr:
    """The document's year, or the next one where the text has told of a month of it: "năm nay" is no year before that."""
    fine = pl.col("kind").is_in(["month", "quarter", "day", "year_to_date"]) & pl.col("lead").is_in(["in", "until"])
    told = fine & ~pl.col("foreseen") & ~pl.col("same_period") & (_FIRST("year") == from_document + 1)
    before, _ = _nearest(pl.when(told).then(_FIRST("year")), within=["document"])
    return pl.coalesce(before, from_document)


def _years_around(mentions: pl.DataFrame) -> pl.DataFrame:
    """Add earlier and later: years beside it in the sentence; around: the one before that it may count from."""
    # "đến cuối tháng 3 …, cuối năm 2022 là": nor does the end of a year, which is compared with.
    year_end = (_FIRST("shape") == "year_edge") & (_FIRST("edge") == "last") & (pl.col("lead") == "until")
    # "thấp hơn mức tăng 19,9% của năm 2018; … so với năm trước": nor does the year of one value.
    of_value = (pl.col("kind") == "year") & pl.col("text").str.starts_with("của ")
    dates = _GOVERNS & ~_GOAL & ~year_end & ~of_value
    earlier, later = _nearest(pl.when(dates).then(_STATED_YEAR), within=_SENTENCE)
    # "so với năm trước (năm 2015 tăng 9,8%), thấp hơn mức tăng của năm trước": not the one before 2015.
    outer, outer_later = _nearest(pl.when(dates & ~pl.col("apart")).then(_STATED_YEAR), within=_SENTENCE)
    around = pl.when(pl.col("apart")).then(earlier).otherwise(outer)
    # "GRDP 6 tháng tăng 7% so với cùng kỳ (6 tháng năm 2020 tăng 2%)": nor does the year told in brackets.
    later = pl.when(pl.col("apart")).then(later).otherwise(outer_later)
    return mentions.with_columns(earlier=earlier, later=later, around=around)


def _spoken_of(mentions: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """The year that the sentences before speak of, for "trong năm", "cả năm" and what is planned."""
    mentions, (ended,) = distinctly(mentions, "text", pl.col("text").str.contains("hết năm", literal=True))
    names_year = _GOVERNS & (~_GOAL | ended) & (pl.col("kind") == "year")
    opened, _ = _nearest(pl.when(names_year & pl.col("initial")).then(_FIRST("year")), within=["document"])
    close = _named_close(names_year)
    told = pl.coalesce(close, opened)
    # "lãi 807 tỷ đồng quý 4; cả năm lãi 2.021 tỷ đồng": the year of that quarter.
    dated_here = pl.col("kind").is_in(["quarter", "month", "year_to_date"]) & (pl.col("lead") != "compared")
    beside, _ = _nearest(pl.when(dated_here).then(pl.lit(True)), within=_SENTENCE)
    told = pl.when(beside.is_null() | _STATED_YEAR.is_not_null()).then(told)
    ongoing = pl.when((pl.col("rule") == "this_year") | pl.col("text").str.contains("(?:hết|cả|trọn) năm$")).then(told)
    # "ngay từ đầu năm" of a plan for the year to come.
    begins = pl.col("rule").is_in(["year_edge", "since_year_start"]) | (pl.col("lead") == "since_year_start")
    ahead = pl.when(begins).then(pl.when(close > pl.col("document_year")).then(close))
    return mentions, pl.coalesce(ongoing, ahead)


def _named_close(names_year: pl.Expr) -> pl.Expr:
    """A year named a sentence or two before, but for asides in brackets."""
    dated = _GOVERNS & pl.col("kind").is_in(["year_to_date", "quarter", "month"]) & _FIRST("year").is_not_null()
    # "thấp hơn mức 34,1% của năm 2022": of that value alone.
    of_value = pl.col("text").str.starts_with("của ")
    here = (names_year | dated) & ~pl.col("apart") & (pl.col("lead") == "in") & ~of_value
    year = pl.struct(_FIRST("year").alias("year"), pl.col("segment_no").alias("segment"))
    close, _ = _nearest(pl.when(here).then(year), within=["document"])
    return pl.when(pl.col("segment_no") - close.struct.field("segment") <= _CLOSE).then(close.struct.field("year"))


def _of_month_before() -> pl.Expr:
    """ "Tháng 5/2023 …. Ngày 7/5": a day of that month."""
    month = pl.struct(_STATED_YEAR.alias("year"), pl.col("month"), pl.col("segment_no").alias("segment"))
    known = _STATED_YEAR.is_not_null() & pl.col("month").is_not_null() & (pl.col("lead") != "compared")
    before, _ = _nearest(pl.when(known).then(month), within=["document"])
    return pl.when(
        (pl.col("kind") == "day")
        & (before.struct.field("month") == pl.col("month"))
        & (pl.col("segment_no") - before.struct.field("segment") <= _CLOSE)
    ).then(before.struct.field("year"))


def _back_to_the_past(mentions: pl.DataFrame) -> pl.DataFrame:
    """A year taken from the context must not turn the past into the future.

    A month compared with that is later in the year than the month it is compared to lies in the year before ("tháng 1
    … so với tháng 12"), and so does a later quarter ("Quý I …. Thu nhập tăng so với quý IV"), the end of a year that is
    compared with ("so với cuối năm") and a day more than half a year after the document was stated.
    """
    borrowed = pl.col("year_source").is_in(["sentence", "document"]) & pl.col("relative_year").is_null()
    earlier_month, _ = _nearest(
        pl.when(~pl.col("lead").is_in(["compared"])).then("month"), within=["document", "segment_no"]
    )
    earlier_quarter, _ = _nearest(pl.when(pl.col("lead") != "compared").then("quarter"), within=["document"])
    later = (pl.col("month") > earlier_month) | (pl.col("month").is_null() & (pl.col("quarter") > earlier_quarter))
    closed = (pl.col("rule") == "year_edge") & (pl.col("edge") == "last")
    wraps = borrowed & (pl.col("lead") == "compared") & (later | closed)
    far = (
        borrowed
        & (pl.col("kind") == "day")
        & (day_of(pl.col("resolved_year"), pl.col("month"), pl.col("day")) > pl.col("stated_on").dt.offset_by("6mo"))
    )
    return mentions.with_columns(resolved_year=pl.col("resolved_year") - (wraps | far).fill_null(False).cast(pl.Int16))


def _relative_spans(mentions: pl.DataFrame) -> pl.DataFrame:
    """Spans of "tháng trước", "quý này", "tuần qua": counted from the nearest dated month, else from the document."""
    anchor_day = pl.when(
        pl.col("start").is_not_null()
        & (pl.col("lead") != "compared")
        & (pl.col("kind").is_in(["month", "quarter", "year_to_date"]) | (pl.col("month").is_not_null()))
        # "(quý II/2021 đạt 6,1 triệu đồng)" is an aside.
        & ~pl.col("apart")
    ).then("end")
    earlier, _ = _nearest(anchor_day, within=["document", "segment_no"])
    before, _ = _nearest(anchor_day, within=["document"])
    point = pl.coalesce(earlier, "reporting_end", before, "stated_on")
    # "so với nửa đầu tháng": of the month spoken of.
    bare_half = (pl.col("rule") == "half_month") & pl.col("month").is_null()
    months = pl.coalesce("relative_month", pl.when(bare_half).then(pl.lit(0, pl.Int16)))
    month = point.dt.month_start().dt.offset_by(pl.format("{}mo", months))
    quarter = point.dt.truncate("1q").dt.offset_by(pl.format("{}mo", pl.col("relative_quarter") * 3))
    week = pl.col("stated_on").dt.truncate("1w").dt.offset_by(pl.format("{}w", pl.col("relative_week")))
    last, edge = pl.col("edge") == "last", pl.col("rule").is_in(["month_edge", "month_edge_bare"])
    half = pl.col("rule") == "half_month"
    month_first = (
        pl.when(edge & last)
        .then(month.dt.month_end())
        .when(half & last)
        .then(month.dt.offset_by("15d"))
        .otherwise(month)
    )
    month_last = (
        pl.when(edge & ~last)
        .then(month)
        .when(half & ~last)
        .then(month.dt.offset_by("14d"))
        .otherwise(month.dt.month_end())
    )
    # "đến cuối quý": the last day of the quarter spoken of; "đầu quý" the first.
    quarter_end = quarter.dt.offset_by("2mo").dt.month_end()
    bare = pl.col("rule") == "quarter_edge_bare"
    quarter_first = pl.when(bare & last).then(quarter_end).otherwise(quarter)
    quarter_last = pl.when(bare & ~last).then(quarter).otherwise(quarter_end)
    return mentions.with_columns(
        start=pl.coalesce("start", month_first, quarter_first, week),
        end=pl.coalesce("end", month_last, quarter_last, week.dt.offset_by("6d")),
    )


def _days_around_now(mentions: pl.DataFrame) -> pl.DataFrame:
    """Spans of "hôm nay", "ngày trước đó", "7 ngày qua", "5 năm qua": counted from the day of the statement."""
    day = pl.when((pl.col("kind") == "day") & pl.col("start").is_not_null()).then("start")
    earlier, _ = _nearest(day, within=["document", "segment_no"])
    # A report without a date is of the day that it opens with.
    opening = pl.when(pl.col("initial") & (pl.col("segment_no") <= 1)).then(day).drop_nulls().first().over("document")
    now = pl.coalesce("stated_on", opening)
    told, _ = _nearest(day, within=["document"])
    yesterday = pl.coalesce(earlier, now, told).dt.offset_by("-1d")
    text, count = pl.col("text"), pl.col("first").struct.field("count")
    today = text.str.contains(r"(?:^|\s)hôm nay$")
    day_before = pl.col("rule") == "day_before"
    past = (pl.col("rule") == "duration") & text.str.ends_with(" qua")
    days = past & text.str.contains(r"\d ngày qua$")
    years = past & text.str.contains(r"\d năm qua$")
    year_end = pl.date(pl.col("document_year"), 12, 31)
    # "Giai đoạn 2016-2020 …. Tổng vốn 5 năm là": the five years spoken of.
    span = pl.when((pl.col("kind") == "years") & (pl.col("start") < pl.col("end"))).then(pl.struct("start", "end"))
    spoken, _ = _nearest(span, within=["document"])
    spoken_start, spoken_end = spoken.struct.field("start"), spoken.struct.field("end")
    alike = spoken_end.dt.year() - spoken_start.dt.year() + 1 == count
    of_span = (
        (pl.col("rule") == "duration") & text.str.contains(r"^(?:(?:trong|cả|tính chung) )*[0-9]{1,2} năm$") & alike
    )
    start = (
        pl.when(today)
        .then(now)
        .when(day_before)
        .then(yesterday)
        .when(days)
        .then(now.dt.offset_by(pl.format("-{}d", pl.when(days & (count > 0)).then(count - 1))))
        .when(years)
        .then(pl.date(pl.col("document_year") - count.cast(pl.Int16) + 1, 1, 1))
        .when(of_span)
        .then(spoken_start)
    )
    end = (
        pl.when(today)
        .then(now)
        .when(day_before)
        .then(yesterday)
        .when(days)
        .then(now)
        .when(years)
        .then(year_end)
        .when(of_span)
        .then(spoken_end)
    )
    basis = pl.when(today | day_before).then(pl.lit("as_of")).when(days | years | of_span).then(pl.lit("range"))
    return mentions.with_columns(
        start=pl.coalesce("start", start), end=pl.coalesce("end", end), basis=pl.coalesce("basis", basis)
    )


def resolve_periods(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """``mentions`` with ``start``, ``end`` resolved against sentence and document, and how.

    ``documents``: document, reporting_start, reporting_end, stated_on (dates, nullable). Adds ``resolved_year`` (i16),
    ``year_source`` (stated | sentence | document; null where nothing tells the year) and ``document_year``.
    A "cùng kỳ" without a date keeps null dates: the caller moves the figure's own period. With ``same_period`` and a
    year, start and end are that whole year, for callers without a period of their own.
    """
    facts = document_years(mentions, documents).drop("year_source")
    found = mentions.sort("document", "segment_no", "char_start").join(
        facts, on="document", how="left", maintain_order="left"
    )
    found = _back_to_the_past(_with_year(found))
    first = pl.col("first").struct.field
    month, _ = _nearest(pl.col("month"), within=["document", "segment_no"])
    governed = pl.coalesce(first("month"), pl.when(pl.col("rule") == "day_alone").then(month))
    found = _days_around_now(_relative_spans(with_span(found, pl.col("resolved_year"), governed)))
    # What is left open ends where the reporting does, else with the period last named, else with the statement.
    told = pl.when(
        pl.col("kind").is_in(["month", "quarter", "year_to_date", "day"])
        & (pl.col("lead") != "compared")
        # "vào đầu năm 2026": no day on which anything was told.
        & (pl.col("rule") != "year_edge")
    ).then("end")
    before, _ = _nearest(told, within=["document"])
    open_end = pl.col("start").is_not_null() & pl.col("end").is_null()
    # "từ 15h ngày 7/4, giá xăng": a price that holds from that hour on.
    hour = (pl.col("kind") == "day") & pl.col("text").str.contains(r"\d\s*(?:h|giờ)")
    # "Phí mới áp dụng ngày 15/6. Từ ngày 15/6 đến nay thu được": the day it starts with is no end.
    told = pl.when(pl.col("kind").is_in(["day", "year_to_date"])).then(told)
    latest, _ = _nearest(told.cum_max().over("document"), within=["document"])
    ends = [
        pl.when((day >= pl.col("start").dt.offset_by(later)) & ~hour).then(day)
        for day, later in ((pl.col("reporting_end"), "0d"), (before, "1d"), (latest, "1d"), (pl.col("stated_on"), "0d"))
    ]
    # With no end in sight it is the state of that day: a price that holds from then on.
    alone = open_end & pl.coalesce(ends).is_null() & (pl.col("kind") == "day")
    return found.with_columns(
        end=pl.when(open_end).then(pl.coalesce(*ends, pl.when(pl.col("kind") == "day").then("start"))).otherwise("end"),
        basis=pl.when(alone).then(pl.lit("as_of")).otherwise("basis"),
    ).drop("earlier", "later", "around", "stated_on", "reporting_end")
