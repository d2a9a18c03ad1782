"""The period that a document reports on, where nothing near a figure names one."""

from __future__ import annotations

import polars as pl

from pipelines.language.mention_parts import ONE_DAY

#: Kinds of periods that govern more than their own sentence.
CARRIED_KINDS = ["month", "quarter", "half_year", "year", "year_to_date", "range"]

#: Sentences after which a year named once says nothing of the whole.
_FAR_DOWN = 8

#: Words of a goal or an expectation.
_AIM = r"(?:^|\s)(?:mục\s+tiêu|phấn\s+đấu|kế\s+hoạch|dự\s+kiến|dự\s+báo)(?:\s|$)"

_AIMS_AT = r"(?i)^\s*,?\s*(?:[\p{L}-]+\s+){0,6}?(?:phấn\s+đấu|(?:đặt\s+)?mục\s+tiêu|kế\s+hoạch)\s"


def _leads(documents: pl.DataFrame) -> pl.DataFrame:
    """document, lead_at: where a page gives the lead of its text at the end, after the word "more"."""
    before = pl.col("text").str.extract(r"(?s)^(.*\n)\s*more\s?\(\p{Lu}{2,}[^()\n]*\)", 1).str.len_chars()
    some = documents.filter(pl.col("text").str.contains("more", literal=True))
    return some.select("document", before.cast(pl.Int64).alias("lead_at")).drop_nulls("lead_at")


def _commonest(own: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """The period that a document names most, months and quarters before years: what it reports on where nothing says so."""
    own = own.join(leads, on="document", how="left", maintain_order="left")
    # What the lead tells comes first, wherever the page has it.
    in_lead = (pl.col("char_start") >= pl.col("lead_at")).fill_null(False)
    own = own.with_columns(
        in_lead.alias("in_lead"),
        pl.when(in_lead).then(pl.col("char_start") - 10_000_000).otherwise("char_start").alias("char_start"),
        pl.when(in_lead).then(0).otherwise("segment_no").alias("segment_no"),
    )
    latest = pl.when(pl.col("lead") != "until").then("end").max().over("document")
    lasting = own.filter(
        pl.col("kind").is_in(CARRIED_KINDS)
        & (pl.col("start").dt.year() == pl.col("end").dt.year())
        & ~pl.col("same_period")
        & (pl.col("lead") != "after")
        & pl.col("end").is_not_null()
        # "sẽ chạm mốc 45 tỷ USD vào năm 2025": not what the text reports on.
        & ~pl.col("near").str.contains(r"(?:^|\s)(?:sẽ|dự báo|dự kiến|có thể|mục tiêu|phấn đấu)\s")
        & (pl.col("start") <= pl.col("known")).fill_null(True)
        # "vượt lũ lịch sử năm 1993": what was a record then.
        & ~pl.col("near").str.contains(r"(?:lịch\s+sử|kỷ\s+lục|đỉnh|đáy)(?:\s+(?:của|hồi))?\s*$")
        # "tăng từ 0,1 GW năm 2018 lên 20,7 GW": whence something came.
        & ~pl.col("near").str.contains(r"(?:^|\s)từ\s(?:\p{L}+\s){0,2}[\d.,]+[^,;\d]{0,25}$")
        # "đặt mục tiêu đến hết tháng 12", "đến năm 2030, huyện phấn đấu": what is aimed at is no time of the report.
        & ~((pl.col("near").str.contains(_AIM) | pl.col("after").str.contains(_AIMS_AT)) & (pl.col("lead") == "until"))
        # "đến năm 2030 trên 80%", where nothing else is told of that time: a goal as well.
        & ~((pl.col("lead") == "until") & (pl.col("kind") == "year") & (pl.col("end") > latest)).fill_null(False)
    )
    counted = lasting.group_by("document", "start", "end", "basis").agg(
        pl.len().alias("times"),
        pl.col("kind").first().is_in(["year", "half_year"]).alias("coarse"),
        pl.col("char_start").min().alias("first"),
        pl.col("segment_no").min().alias("first_in"),
        pl.col("in_lead").any(),
    )
    # "Tháng 4 đạt 310 triệu USD. Lũy kế 4 tháng đạt 960 triệu": what follows is of all of them.
    summed = (pl.col("basis") == "year_to_date") & (pl.len().over("document", "end") > 1)
    counted = counted.with_columns(summed.alias("summed"))
    # A year that a long text names once, far down, is not what it reports on.
    counted = counted.filter(~(pl.col("coarse") & (pl.col("times") == 1) & (pl.col("first_in") > _FAR_DOWN)))
    return (
        counted.sort(
            *("document", "coarse", "times", "in_lead", "summed", "first"),
            descending=[False, False, True, True, True, False],
        )
        .unique("document", keep="first", maintain_order=True)
        .select(
            "document",
            pl.col("start").alias("common_start"),
            pl.col("end").alias("common_end"),
            pl.col("basis").alias("common_basis"),
            (pl.col("times") == 1).alias("common_once"),
        )
    )


def _opening_day(own: pl.DataFrame) -> pl.DataFrame:
    """The day that a report opens with: "Sáng nay (26/12), giá vàng"."""
    days = own.filter((pl.col("kind") == "day") & (pl.col("lead") == "in") & (pl.col("segment_no") <= 2))
    days = days.filter((pl.col("start") == pl.col("end")) & ~pl.col("same_period"))
    return days.group_by("document", maintain_order=True).agg(
        pl.col("start").first().alias("day_start"),
        pl.col("end").first().alias("day_end"),
        (pl.col("segment_no").first() == 0).alias("day_opens"),
    )


def document_periods(documents: pl.DataFrame, own: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Return document, document_start, document_end, document_basis: stated with the document, named most, or its opening day."""
    start, end = pl.col("reporting_start"), pl.col("reporting_end")
    months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month() + 1
    basis = (
        pl.when(start.is_null() | end.is_null())
        .then(None)
        .when(months == 1)
        .then(pl.lit("month"))
        .when((months == 12) & (start.dt.month() == 1))
        .then(pl.lit("year"))
        .when((months == 3) & start.dt.month().is_in([4, 7, 10]))
        .then(pl.lit("quarter"))
        .when(start.dt.month() == 1)
        .then(pl.lit("year_to_date"))
        .otherwise(pl.lit("range"))
    )
    stated = documents.select(
        "document", start.alias("document_start"), end.alias("document_end"), basis.alias("document_basis")
    )
    told = stated.join(_commonest(own, _leads(documents)), on="document", how="left", maintain_order="left").join(
        _opening_day(own), on="document", how="left", maintain_order="left"
    )
    told = told.join(
        _opening_day(mentions).drop("day_opens").rename({"day_start": "news_start", "day_end": "news_end"}),
        on="document",
        how="left",
        maintain_order="left",
    )
    # "Chiều 12/11, Ban Chỉ đạo cho biết": the day of the news, where nothing else is told.
    told = told.with_columns(pl.when(pl.col("news_start").is_not_null()).then(pl.lit(ONE_DAY)).alias("news_basis"))
    told = told.with_columns(pl.when(pl.col("day_start").is_not_null()).then(pl.lit(ONE_DAY)).alias("day_basis"))
    # "Từ 15h hôm nay (11/5), giá xăng tăng": the day of the headline before a period that is named once.
    headline = pl.col("day_start").is_not_null() & pl.col("day_opens") & pl.col("common_once")
    told = told.with_columns(
        pl.when(~headline.fill_null(False)).then(f"common_{column}").alias(f"common_{column}")
        for column in ("start", "end", "basis")
    )
    return told.select(
        "document",
        *(
            pl.coalesce(f"document_{column}", f"common_{column}", f"day_{column}", f"news_{column}").alias(
                f"document_{column}"
            )
            for column in ("start", "end", "basis")
        ),
    )
