"""What a document says of itself: title, event, its date, the date of publication, the period reported on.

Only what the text states counts; whatever is left open stays null. Each fact has one expression over the column
``text`` (canonical text), so that a hundred thousand documents are read at the speed of a regular expression.
"""

from __future__ import annotations

import polars as pl

#: Title, dateline and event stand at the beginning, if anywhere; datelines on short lines of their own.
HEAD_CHARACTERS = 3000
DATELINE_CHARACTERS = 1500
DATELINE_BYTES = 8, 120

_DAY = r"(0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(0?[1-9]|1[0-2])"
_YEAR = r"((?:19|20)[0-9]{2})"
_DATE = rf"{_DAY}(?:[/.-]| tháng ){_MONTH}(?:[/.-]| năm ){_YEAR}"

# Page furniture before the title: table cells, pictures, tags.
_FURNITURE = r"(?:[^\S\n]*(?:[^\n]*\|[^\n]*|!\[[^\n]*|<[^\n]*)?\n)*"
_TITLE_LINE = rf"\A{_FURNITURE}[\s#*]*([\p{{Lu}}\d“\"'(][^\n|<]{{7,199}}?)[\s*]*(?:\n|\z)"
_TITLE_TAG = r"(?is)<title[^>]*>\s*([^<]{3,300}?)\s*</title>"
# A line that closes like a sentence, or holds the end of one, is prose.
_PROSE = r"[.!?;:,…]\z|\p{Ll}[.!?…] +\p{Lu}"

_WEEKDAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_CLOCK = r"[0-9]{1,2}\s*[:h]\s*[0-9]{2}"
_DATELINES = (
    rf"(?im)^[^\S\n]*{_WEEKDAY}\s*,?\s*(?:ngày\s+)?{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}\b",
    r"(?im)^[^\S\n]*(?:ngày\s+)?(?:đăng|cập\s+nhật|xuất\s+bản|phát\s+hành)(?:\s+(?:ngày|lúc))?\s*:?\s*"
    rf"(?:{_CLOCK}[\s,|-]*)?{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}\b",
    rf"(?im)^[^\S\n]*{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}[\s,|-]+{_CLOCK}\b",
    rf"(?im)^[^\S\n]*{_CLOCK}[\s,|-]+(?:ngày\s+)?{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}\b",
    rf"(?m)^[^\S\n*_]*[*_]*(?:\p{{Lu}}[\p{{L}}. ]{{1,30}}, ngày|Ngày) {_DATE}[*_]*[^\S\n]*$",
)

# The first sentence of the body: "Ngày 05/7/2022, Sở Công Thương công bố …".
_OPENING = (
    r"\A(?:[^\n]{0,200}\n+){0,3}?[^\S\n]*(?:\([^)\n]{1,40}\)\s*[-–]?\s*)?"
    rf"(?:(?:Sáng|Trưa|Chiều|Tối)(?: ngày)?|Ngày) {_DATE}\b"
    r"[^.!?\n]{1,150}?\b(?:công bố|phát hành|thông báo|thông tin|cho biết|họp báo)\b"
)

_GATHERING = r"(?i:hội nghị|hội thảo|họp báo|phiên họp|cuộc họp|kỳ họp|buổi làm việc|diễn đàn|toạ đàm|tọa đàm)"
_HELD = (
    r"(?i:sáng|trưa|chiều|tối|diễn ra|tổ chức)(?: nay)?(?: vào)?(?: (?:sáng|chiều))?(?: ngày)?,?"
    rf" {_DAY}/{_MONTH}(?:/{_YEAR})?\b"
)
_IN_SENTENCE = r"[^.!?\n]"
_EVENT_DATE = rf"(?:{_HELD}{_IN_SENTENCE}*?{_GATHERING}|{_GATHERING}{_IN_SENTENCE}*?\b{_HELD}){_IN_SENTENCE}*"
# "tăng 12% so với cuối năm 2021", "đến năm 2025", "Nghị định 31/2022/NĐ-CP": not the year of the event.
_OTHER_YEARS = (
    r"(?i)(?:\bso (?:với )?|\bcùng kỳ|\b(?:cao|thấp|lớn|nhỏ|nhiều|ít) hơn|(?:đến|từ|hết|trước) năm |giai đoạn)"
    r"[^.,;()\d]{0,40}"
    rf"(?:[0-9]{{1,2}}/|[0-9]{{1,2}} tháng (?:đầu )?năm |{_YEAR} ?[-–] ?)*{_YEAR}\b|[0-9]+/{_YEAR}/"
)
_UP_TO_THE_SENTENCE = r"(?s)\A.*[.!?\n]"

_MEETING_KIND = (
    r"(?i:giao ban|sơ kết|tổng kết|triển khai|trực tuyến|toàn quốc|thường niên|thường kỳ|đánh giá|công bố|báo cáo)"
)
_EVENT = (
    rf"((?i:hội nghị|hội thảo|họp báo|phiên họp|cuộc họp|kỳ họp|diễn đàn) {_MEETING_KIND}"
    rf"[^.,;:\n]{{0,160}}?(?:(?i:tháng) {_MONTH}[/-]{_YEAR}"
    rf"|(?i:quý) (?:I{{1,3}}|IV|[1-4])(?:[/-]| năm ){_YEAR}|năm {_YEAR})"
    rf"(?:(?:,| và|, và) (?i:triển khai|phương hướng|nhiệm vụ|kế hoạch)[^.,;:\n]{{0,80}}?năm {_YEAR})?)"
)

_PERIOD = (
    r"(?:(?i:tháng) (?P<month>0?[1-9]|1[0-2])(?:[/-]| năm )(?P<month_year>(?:19|20)[0-9]{2})"
    r"|(?i:quý) (?P<quarter>III|II|IV|I|[1-4])(?:[/-]| năm )(?P<quarter_year>(?:19|20)[0-9]{2})"
    r"|(?P<months>1[01]|[2-9]) (?i:tháng (?:đầu )?năm)(?: (?P<months_year>(?:19|20)[0-9]{2}))?"
    r"|(?P<edge>\b(?:đầu|giữa|cuối|từ|đến|hết) )?(?i:năm) (?P<year>(?:19|20)[0-9]{2}))\b"
)
# In a title these make the period one that is planned, compared with or left from, not one reported on.
_NOT_REPORTED = (
    r"(?i)kế hoạch|mục tiêu|dự báo|dự kiến|dự toán|phấn đấu|định hướng|giai đoạn|chiến lược|đến năm|từ năm|kể từ"
    r"|so với|cùng kỳ|hướng (?:tới|đến)|sẽ |nhắm|kỳ vọng|triển vọng|tham vọng|có thể |chỉ tiêu|nhiệm vụ|cần "
)
_OVERVIEW = rf"(?:\A|[\n.] *)(?:Tổng quan|Số liệu chủ yếu|Số liệu tổng hợp) (?:về )?[^.,;:\n\d]{{0,80}}?{_PERIOD}"


def derive_facts(documents: pl.DataFrame) -> pl.DataFrame:
    """Facts stated by the texts of ``documents`` (column ``text``), row by row.

    Returns columns ``title``, ``event`` (String), ``event_on``, ``published_on``, ``reporting_start``,
    ``reporting_end`` (Date; the period is inclusive), null where the text does not say.
    """
    head = documents.select(
        pl.col("text").str.head(HEAD_CHARACTERS).alias("head"),
        _short_lines(pl.col("text").str.head(DATELINE_CHARACTERS)).alias("short_lines"),
        pl.col("text").str.extract(f"({_OVERVIEW})").alias("overview"),
    )
    stated = head.select(
        _title().alias("title"),
        _first_dateline().alias("published_on"),
        pl.col("head").str.extract(_EVENT).alias("event"),
        _event_sentence().alias("event_sentence"),
        "overview",
        pl.when(~_title().str.contains(_NOT_REPORTED)).then(_title()).alias("plain_title"),
    )
    period = pl.coalesce(*[_period(name) for name in ("overview", "event", "plain_title")]).struct
    return stated.select(
        "title",
        "event",
        _event_on().alias("event_on"),
        "published_on",
        period.field("start").alias("reporting_start"),
        period.field("end").alias("reporting_end"),
    )


def _short_lines(text: pl.Expr) -> pl.Expr:
    """The lines short enough for a dateline, on which its patterns cost little."""
    line = pl.element()
    return text.str.split("\n").list.eval(line.filter(line.str.len_bytes().is_between(*DATELINE_BYTES))).list.join("\n")


def _event_sentence() -> pl.Expr:
    """The first sentence that gives a gathering its day; its left part is fetched after the match, which is quicker."""
    head = pl.col("head")
    before = head.cast(pl.Binary).bin.head(head.str.find(_EVENT_DATE)).cast(pl.String)
    return before.str.tail(400).str.replace(_UP_TO_THE_SENTENCE, "") + head.str.extract(f"({_EVENT_DATE})")


def _title() -> pl.Expr:
    line = pl.col("head").str.extract(_TITLE_LINE).str.strip_chars()
    tag = pl.col("head").str.extract(_TITLE_TAG).str.replace_all(r"\s+", " ")
    return pl.coalesce(tag, pl.when(~line.str.contains(_PROSE)).then(line))


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date of three columns of digits; null where one is missing or there is no such day."""
    return pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )


def _first_dateline() -> pl.Expr:
    """The day of a dateline, else that on which the first sentence has its figures told."""
    stated = []
    for column, pattern in (*(("short_lines", line) for line in _DATELINES), ("head", _OPENING)):
        parts = pl.col(column).str.extract_groups(pattern).struct
        stated.append(_day(parts.field("3"), parts.field("2"), parts.field("1")))
    return pl.coalesce(stated)


def _event_on() -> pl.Expr:
    """The day of the event; without a year it takes the only year of its sentence, else that of publication."""
    sentence = pl.col("event_sentence")
    parts = sentence.str.extract_groups(_HELD).struct
    day, month = parts.field("1"), parts.field("2")
    years = sentence.str.replace_all(_OTHER_YEARS, " ").str.extract_all(_YEAR + r"\b").list.unique()
    only_year = pl.when(years.list.len() == 1).then(years.list.first())
    published = pl.col("published_on")
    same_year = _day(published.dt.year().cast(pl.String), month, day)
    return pl.coalesce(
        _day(pl.coalesce(parts.field("3"), only_year), month, day),
        pl.when(same_year <= published).then(same_year),
    )


def _period(name: str) -> pl.Expr:
    """The first period that column ``name`` states, as a struct of start and end; null where there is none."""
    text = pl.col(name)
    parts = text.str.extract_groups(_PERIOD).struct
    years = text.str.extract_all(_YEAR + r"\b").list.unique()
    only_year = pl.when(years.list.len() == 1).then(years.list.first())
    quarter = parts.field("quarter").replace({"I": "1", "II": "2", "III": "3", "IV": "4"}).cast(pl.Int32)
    one = pl.lit("1")
    month = parts.field("month")
    months, months_year = parts.field("months"), pl.coalesce(parts.field("months_year"), only_year)
    quarter_year = parts.field("quarter_year")
    # "cuối năm 2021" is not the year 2021.
    year = pl.when(parts.field("edge").is_null()).then(parts.field("year"))
    start = pl.coalesce(
        _day(parts.field("month_year"), month, one),
        _day(quarter_year, (quarter * 3 - 2).cast(pl.String), one),
        pl.when(months.is_not_null()).then(_day(months_year, one, one)),
        _day(year, one, one),
    )
    last_month = pl.coalesce(
        _day(parts.field("month_year"), month, one),
        _day(quarter_year, (quarter * 3).cast(pl.String), one),
        _day(months_year, months, one),
        _day(year, pl.lit("12"), one),
    )
    return pl.when(start.is_not_null()).then(pl.struct(start.alias("start"), last_month.dt.month_end().alias("end")))
