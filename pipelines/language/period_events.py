"""Periods told and figures in the order of the text: which period lasts until a figure, and how far it reaches."""

from __future__ import annotations

import polars as pl

from pipelines.language.document_periods import CARRIED_KINDS
from pipelines.language.figures import HERE
from pipelines.language.sequence import carried, opening
from pipelines.language.steps import once, only_where, without_steps
from pipelines.language.text_structure import below_photo, chapter, itemised, items_at, listed_under, paragraph

#: What a period tells of itself.
TOLD = ["start", "end", "basis", "kind", "same_period", "mention_at", "clauses_before", "goal"]
#: Where a period may be told, from the nearest place to the farthest.
STEPS = ("any", "outer", "base", "paragraph", "list", "passage", "section", "chapter", "title")
_ALONE = r"riêng(?:\s+trong)?(?:\s+(?:tuần|đợt|kỳ))?"
#: "Riêng tháng 6": a part of the period spoken of.
_PARTICULAR = rf"(?:^|[^\p{{L}}]){_ALONE}\s*$"
#: Words of a forecast or a goal.
_FORECAST = r"(?i)(?:^|\s)(?:dự\s+báo|dự\s+kiến|có\s+thể|kỳ\s+vọng|sẽ|phấn\s+đấu|mục\s+tiêu|kế\s+hoạch)(?:\s|$)"
#: Words of a forecast alone.
_EXPECTED = r"(?i)(?:^|\s)(?:dự\s+báo|dự\s+kiến|kỳ\s+vọng|sẽ)(?:\s|$)"
#: Words of a goal before or after the year it is set for.
_AIM = r"(?:^|[\s,])(?:mục tiêu|phấn đấu|kế hoạch|chỉ tiêu)"
#: A trading day, or the day of a price, which its whole report is about.
_SESSION = r"(?:phiên(?:\s+giao\s+dịch)?|(?:kỳ|đợt)\s+điều\s+(?:hành|chỉnh)(?:\s+giá)?)(?:\s+ngày)?\s*$"
#: What is made or opened one day.
_DONE = r"(?i)(?:^|\s)(?:hoàn\s+thành|khởi\s+công|đưa\s+vào|vận\s+hành|khai\s+thác|khánh\s+thành|khai\s+trương|động\s+thổ)(?:\s+\p{Ll}+){0,3}\s*$"
#: What people meet for: "hội nghị triển khai nhiệm vụ năm 2022".
_TASK = (
    r"(?:^|\s)(?:triển\s+khai|phương\s+hướng)[\s,]+"
    r"(?:(?:nhiệm\s+vụ|kế\s+hoạch|công\s+tác|phương\s+hướng|trọng\s+tâm|chương\s+trình|và)[\s,]*)+$"
)
#: What something is done for: "tạo tiền đề cho năm 2025".
_PURPOSE = r"(?i)(?:^|\s)(?:tiền\s+đề|chuẩn\s+bị|cơ\s+sở|nền\s+tảng|bước\s+đệm|tạo\s+đà|động\s+lực|bệ\s+phóng|hướng)\s+(?:cho|để|vào|tới|đến)(?:\s[^,;:.]{0,60})?\s*$"
#: What is counted from day to day.
_RECORDED = (
    r"(?:trong|vòng)\s+24\s*(?:giờ|h)\s|"
    r"(?:ghi\s+nhận|công\s+bố|xuất\s+hiện|phát\s+hiện|có)\s+(?:thêm\s+)?[\d.]+\s+(?:ca|trường\s+hợp|bệnh\s+nhân)\s"
)
#: A goal in passing.
_GOAL = r"(?i)[,;(]\s*(?:với\s+|và\s+|còn\s+|trong\s+khi\s+)?(?:mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu|kế\s+hoạch|dự\s+kiến)(?:\s+\p{Ll}+){0,3}\s*$"

_NEAR, _AFTER, _TEXT = (pl.col(name).str for name in ("near", "after", "text"))
_LEAD, _KIND = pl.col("lead"), pl.col("kind")


def period_events(
    figures: pl.DataFrame, own: pl.DataFrame, attached: pl.DataFrame, segments: pl.DataFrame
) -> pl.DataFrame:
    """Periods told and figures, in the order of the text; figure_at is null for the periods."""
    told = attached.select(*HERE, pl.col("mention_at").alias("char_start"), pl.lit(True).alias("told"), "opens")
    own = own.join(told.unique([*HERE, "char_start"]), on=[*HERE, "char_start"], how="left", maintain_order="left")
    told_by_day = pl.col("low").str.contains_any(["24", " ca ", "trường hợp", "bệnh nhân"])
    segments, recorded = only_where(segments, told_by_day, pl.col("low").str.contains(_RECORDED))
    segments = segments.with_columns(pl.col("plain").str.contains(r":[\s*_]*$").alias("lists"))
    structure = segments.select(
        *HERE,
        paragraph().alias("paragraph_no"),
        "heading_no",
        chapter().alias("chapter_no"),
        pl.col("kind").alias("segment_kind"),
        "numbered",
        listed_under().alias("list_no"),
        "lists",
        recorded.fill_null(False).alias("recorded"),
        itemised().alias("itemised"),
        items_at().alias("items_at"),
        below_photo().alias("photo"),
        pl.col("plain").str.contains(r"(?i)^[\s*_]*(?:hình|bảng|biểu(?:\s+đồ)?|sơ\s+đồ)\s+\d").alias("caption"),
    )
    level = (_KIND == "level").alias("of_level")
    rows = figures.select(*HERE, pl.col("char_start").alias("at"), pl.col("char_start").alias("figure_at"), level)
    return (
        pl.concat([_marks(own), rows], how="diagonal")
        .join(structure, on=HERE, how="left", maintain_order="left")
        .sort(*HERE, "at", nulls_last=True)
    )


def _marks(own: pl.DataFrame) -> pl.DataFrame:
    """The periods told, with what stands around them."""
    forecast = _NEAR.contains(_FORECAST) | _AFTER.contains(_FORECAST)
    # "dự báo cả năm có thể đạt": a look ahead is no period of what follows.
    whole_year_ahead = _TEXT.contains(r"^(?:trong\s+)?(?:cả|trọn|hết)\s+năm") & forecast
    particular = _NEAR.contains(_PARTICULAR) | _TEXT.contains(r"^(?:tính\s+)?riêng\s")
    # "Riêng tuần 27 (từ 4 đến 10/7)"
    particular = particular | _NEAR.contains(
        r"(?:^|[^\p{L}])riêng\s+(?:trong\s+)?(?:tuần|đợt|dịp|kỳ)\s[^()]{0,20}\(\s*(?:từ\s+)?$"
    )
    # "Năm 2021, con số này là 1.154 người": told to compare with.
    compared = (
        (_KIND == "year") & pl.col("initial") & _AFTER.contains(r"(?i)^\s*,?\s*(?:con số|tỷ lệ|tỉ lệ|chỉ số|mức) này\s")
    )
    session = _NEAR.contains(_SESSION) | _TEXT.contains(
        r"^(?:(?:kết thúc )?phiên|tại|(?:kỳ|đợt) điều (?:hành|chỉnh))\s"
    )
    # "Giá tiêu hôm nay (9/3) tăng": the day of all the prices told.
    session = session | (_TEXT.contains(r"^(?:ngày )?hôm nay") & _NEAR.contains(r"(?:^|[^\p{L}])giá\s[^,;:.]{2,40}$"))
    session = session | _NEAR.contains(r"(?:^|[^\p{L}])tại(?:\s+thời\s+điểm)?\s*$")
    # "…, năm 2024 dự kiến bố trí 1.900 tỷ": told by the way.
    looks_on = _NEAR.contains(r"[,;]\s*(?:và\s+|còn\s+)?$") & _AFTER.contains(
        r"^\s*(?:dự kiến|phấn đấu|đặt mục tiêu|mục tiêu|kế hoạch|sẽ)\s"
    )
    aims = _NEAR.contains(rf"{_AIM}(?:\s+\p{{L}}+){{0,3}}\s*$") | _AFTER.contains(rf"(?i)^[^;]*{_AIM}")
    return own.select(
        *HERE,
        *("start", "end", "basis", "kind", "same_period", "clauses_before", "lead", "depth"),
        pl.col("told").fill_null(False),
        pl.col("opens").fill_null(False),
        (particular | whole_year_ahead).alias("particular"),
        forecast.alias("ahead"),
        ((_KIND == "day") & session).alias("session"),
        pl.col("char_start").alias("at"),
        pl.col("char_start").alias("mention_at"),
        pl.lit(None, pl.Int64).alias("figure_at"),
        *("near", "text", "initial"),
        looks_on.alias("looks_on"),
        compared.alias("compared"),
        aims.alias("aims"),
        (aims & (_LEAD == "until")).alias("goal"),
        (_NEAR.contains(_EXPECTED) | _AFTER.contains(_EXPECTED)).alias("expects"),
    )


def told_around(events: pl.DataFrame) -> pl.DataFrame:
    """Add, for each of `STEPS`, what the last period told: in the sentence, its paragraph, under its heading, in a title."""
    # "từ 1,14% hồi đầu năm xuống 1,12%": the date is of the first value alone.
    mark = pl.col("figure_at").is_null() & ~pl.col("opens").fill_null(False)
    events, outer = once(events, mark & ((pl.col("depth") == 0) | _explained()) & ~_of_other_value())
    events, lasting = once(events, _lasting(outer))
    # "Khách tăng gấp ba trong dịp cuối năm": of its headline alone.
    vague = _TEXT.contains(r"^(?:(?:trong|vào|những) )*(?:(?:dịp|ngày|tháng|thời điểm) )?(?:cuối|đầu|giữa) năm$")
    headed = lasting & (pl.col("segment_kind") == "heading") & ~vague
    paragraph, heading = ["document", "paragraph_no"], ["document", "heading_no"]
    for over, allowed, prefix in (
        (list(HERE), mark, "any"),
        (list(HERE), outer & ~(pl.col("told") & pl.col("same_period")) & ~_of_plan(), "outer"),
        (list(HERE), outer & ~pl.col("same_period") & ~_of_plan(), "base"),
        (paragraph, lasting | _told_alone(outer), "paragraph"),
        # "Năm 2024, công ty đặt mục tiêu:", and below it "- Doanh thu 500 tỷ đồng": whatever goes on after the list.
        (["document", "list_no"], (lasting | _of_list(outer)) & (pl.col("segment_kind") != "list_item"), "list"),
        (heading, _reaching_on(lasting), "passage"),
        # "Phê duyệt kế hoạch năm 2021", "Nguồn điện năm 2020 sẽ căng thẳng": below it the text may well speak of the year before.
        # … and so below the title "VNPT đặt mục tiêu doanh thu năm 2022".
        (
            heading,
            headed & (~(pl.col("ahead") | (pl.col("aims") & (pl.col("segment_no") == 0))).fill_null(False) | _goals()),
            "section",
        ),
        # "II. Nhiệm vụ năm 2023", and below it "1. Về kinh tế"
        (["document", "chapter_no"], headed & (pl.col("segment_no") == pl.col("chapter_no")), "chapter"),
        (["document"], (headed & ~pl.col("numbered")) | (lasting & _of_data()), "title"),
    ):
        events = _fill(events, over, allowed, prefix)
    return without_steps(events)


def _of_other_value() -> pl.Expr:
    """ "cao hơn mức tăng 9,53% của năm 2017, trong đó": the date of a value that another is compared with."""
    value = r"\d[\d.,]*\s*(?:%|\p{Ll}+(?:\s\p{Ll}+){0,2})?\s*(?:của\s*)?$"
    compared = r"\s(?:hơn|với|hẳn|bằng|từ)\s(?:\p{Ll}+\s){0,2}(?:mức|con số|tỷ lệ|tỷ trọng)\s(?:\p{Ll}+\s){0,3}"
    return (pl.col("told").fill_null(False) & _NEAR.contains(f"{compared}{value}")).fill_null(False)


def _explained() -> pl.Expr:
    """ "Trong 3 ngày nghỉ Tết (31/12/2022 - 2/1/2023), xảy ra": the days in the bracket date the sentence."""
    return (
        (pl.col("depth") == 1)
        & _KIND.is_in([*CARRIED_KINDS, "years"])
        & (opening(list(HERE)) == pl.int_range(pl.len(), dtype=pl.UInt32))
        & _NEAR.contains(
            r"(?:^|\s)(?:dịp|đợt|kỳ|ngày|tuần|chuyên đề|nghỉ|cao điểm|tết|mùa|chiến dịch|giai đoạn|thời gian|thời kỳ|thời điểm|nhiệm kỳ|[0-9] năm)(?:\s[^()]*)?\(\s*(?:từ\s+)?$"
        )
    ).fill_null(False)


def _lasting(outer: pl.Expr) -> pl.Expr:
    """Whether a period is that of the sentences after its own."""
    # "Năm học 2022-2023, thành phố có 450 trường. Toàn ngành có …": of the same school year.
    season = _TEXT.contains(r"^(?:trong |đầu |hết |cả )?(?:niên vụ|năm học) [0-9]")
    lasting = _KIND.is_in(CARRIED_KINDS) | (_LEAD == "until") | pl.col("session") | season | _span_of_report()
    # "Ngày 10/3, cả nước ghi nhận 160 ca. Hà Nội có 32 ca": of the same day.
    counted = pl.col("recorded").fill_null(False) & (pl.col("segment_kind") != "heading")
    lasting = lasting | ((_KIND == "day") & counted)
    # "từ ngày 11/8, giá xăng …": the day from which prices hold.
    since = (_LEAD == "after") & (_KIND == "day")
    # "Năm 2021 lỗ 160 tỷ đồng, trong khi năm 2020 lãi 95 tỷ": a look back within the sentence ends with it.
    named = pl.when(outer & _KIND.is_in(CARRIED_KINDS) & ~pl.col("same_period") & ~_task()).then("start")
    back = pl.col("end") < named.drop_nulls().first().over(HERE)
    return (
        outer
        & ~back.fill_null(False)
        & ~(_done() | _by_the_way()).fill_null(False)
        & ((lasting & (_LEAD != "after")) | since)
        & ~pl.col("photo").fill_null(False)
        & ~pl.col("same_period")
        & ~pl.col("told")
        # "từ ngày 27/4 đến nay" is of its own sentence.
        & pl.col("end").is_not_null()
        # The items of a list "(1) …; (2) …" go back to what introduced them.
        & ~pl.col("itemised").fill_null(False)
        & ~(pl.col("at") > pl.col("items_at")).fill_null(False)
    )


def _span_of_report() -> pl.Expr:
    """ "Giai đoạn 2016-2020, kinh tế tăng khá. Thu ngân sách đạt …", "I. Kết quả giai đoạn 2016-2020": years reported on."""
    span = (_KIND == "years") & _TEXT.contains(r"^(?:trong )?(?:cả )?(?:giai đoạn|thời kỳ|nhiệm kỳ|[1-9][0-9]? năm) ")
    headed = (pl.col("segment_kind") == "heading") & ~_NEAR.contains(
        r"(?:chương trình|kế hoạch|đề án|chiến lược|quy hoạch|nghị quyết|dự án|phong trào)[^,;:.]*$"
    )
    # A caption is of its picture alone.
    headed = headed & ~pl.col("caption").fill_null(False)
    return (span & (pl.col("initial") | headed)).fill_null(False)


def _goals() -> pl.Expr:
    """ "1. Mục tiêu đến năm 2023": the goals listed below it are of that year, whatever the title says."""
    opens = _NEAR.contains(
        r"^[^\p{L}]*(?:[ivx]+\s*[.)]\s*)?(?:(?:các|một số)\s+)?(?:mục tiêu|chỉ tiêu)(?:\s+(?:cụ thể|chủ yếu|tổng quát|phấn đấu))*\s*:?\s*$"
    )
    return (pl.col("goal") & opens & (pl.col("segment_no") > 0)).fill_null(False)


def _told_alone(outer: pl.Expr) -> pl.Expr:
    """ "công ty lãi 23,8 tỷ đồng trong quý II. Biên lợi nhuận còn 11%": the only time that its sentence tells, after its first value."""
    mark = pl.col("figure_at").is_null()
    first = pl.col("of_level").fill_null(False).cast(pl.Int64).cum_sum().over(HERE) == 1
    alone = mark.cast(pl.Int64).sum().over(HERE) == 1
    known = _KIND.is_in(["month", "quarter", "half_year", "year_to_date"]) & pl.col("end").is_not_null()
    return (outer & pl.col("told") & alone & first & known & ~pl.col("same_period") & ~pl.col("opens")).fill_null(False)


def _of_list(outer: pl.Expr) -> pl.Expr:
    """ "Kinh phí giai đoạn 2022 - 2025 là 480 tỷ đồng, trong đó:": the years of the parts listed below it."""
    span = (_KIND == "years") & _TEXT.contains(r"^(?:trong )?(?:cả )?(?:giai đoạn|thời kỳ|nhiệm kỳ) ")
    return (outer & span & pl.col("lists") & ~pl.col("same_period") & ~pl.col("told")).fill_null(False)


def _done() -> pl.Expr:
    """Whether it dates an event, or what a record is one of."""
    # "dự kiến hoàn thành quý III/2024": when something will be done, no period of what follows.
    # … but "kết quả theo dõi chất lượng khai thác tháng 7/2023" is of that month.
    done = _NEAR.contains(_DONE) & ~_NEAR.contains(r"(?:kết quả|tình hình|chất lượng|số liệu|báo cáo)[^,;.]*$")
    # "cao hơn mức 6,0% đưa ra hồi tháng 4"
    published = _NEAR.contains(r"(?:^|\s)(?:đưa ra|công bố|ban hành|phê duyệt)(?: trước đó)?\s*$") & (
        _TEXT.contains(r"^(?:hồi|vào|trong|từ) ") | _KIND.is_in(["day", "month"])
    )
    # "Khảo sát do Viện thực hiện tháng 4/2022 cho thấy"
    asked = _NEAR.contains(
        r"(?:khảo sát|điều tra|viện|hiệp hội)(?: \S+){0,6} (?:thực hiện|tiến hành)(?: vào| trong| hồi| từ)?\s*$"
    )
    # "Đây là mức giải ngân cao nhất của 2 tháng đầu năm": of what it is a record.
    record = _NEAR.contains(r"(?:cao|thấp|lớn|nhỏ|nhiều|ít|mạnh|tốt)\s+nhất\s*(?:của|trong)?\s*$")
    return done | published | record | asked


def _task() -> pl.Expr:
    """ "tại hội nghị triển khai nhiệm vụ năm 2022": whether it dates what was met for."""
    below_title = (pl.col("segment_kind") != "heading") | (pl.col("segment_no") == 0)
    return (_NEAR.contains(_TASK) & below_title).fill_null(False)


def _by_the_way() -> pl.Expr:
    """Whether it is told in passing, or of one growth or part alone."""
    figures_before = pl.col("figure_at").forward_fill().over(HERE).is_not_null()
    # "đạt 63,5%, mục tiêu đến hết năm 2021 là 65%": a goal told by the way is no period of what follows.
    # … and "thấp hơn mục tiêu 5% đề ra cho cả năm".
    set_for = _NEAR.contains(r"\s(?:đề|đặt)\s+ra\s+(?:cho|của|trong)\s*$")
    goal = (_NEAR.contains(_GOAL) | set_for | pl.col("looks_on").fill_null(False)) & figures_before
    # "trong 4 tháng còn lại phải giải ngân": a look ahead.
    left_over = _TEXT.ends_with("còn lại")
    # "Từ năm 2009 đến nay, dân số tăng 10,4 triệu người": the span of a growth, not of what is told next.
    span = _TEXT.contains(r"^(?:kể\s+)?từ\s.*\snay$") & (pl.col("basis") == "range")
    of_growth = span & ~pl.col("of_level").any().over(HERE).fill_null(False)
    # "cả nước có 1.594 ca, trong đó từ ngày 27/1 đến nay là 901 ca": of that part alone.
    in_part = _NEAR.contains(r"trong (?:số )?(?:đó|này),?(?: [^,;]*)?$") & ~pl.col("initial")
    # "lãi 16 triệu USD, trong khi năm 2019 lãi 9 triệu USD": a look back.
    in_part = in_part | (_NEAR.contains(r"[,;]\s*(?:trong\s+khi|còn)\s*$") & ~pl.col("initial"))
    # "bằng 25% kế hoạch vốn Thủ tướng giao năm 2025": the year of the plan.
    planned = _of_plan() & figures_before
    # "tạo tiền đề cho thu ngân sách năm 2025": a look ahead.
    purpose = _NEAR.contains(_PURPOSE)
    # "9 tháng đạt 43 tỷ đồng, riêng quý III là 15 tỷ đồng": of that value alone.
    beside = _NEAR.contains(rf"[,;]\s*(?:trong đó\s+)?(?:tính\s+)?(?:{_ALONE})?\s*$")
    in_it = _NEAR.contains(rf"[,;]\s*trong đó\s+(?:tính\s+)?(?:{_ALONE})?\s*$") & ~pl.col("initial")
    alone = pl.col("particular") & ((figures_before & beside) | in_it)
    # "891 người nghỉ việc. Năm 2021 con số này là 1.154 người": none of what is told next.
    compared = pl.col("compared").fill_null(False)
    parts = pl.when(in_part & figures_before).then(True).forward_fill().over(HERE).fill_null(False) & _within()
    return (
        compared
        | goal
        | left_over
        | planned
        | of_growth
        | (in_part & figures_before)
        | purpose
        | _task()
        | alone.fill_null(False)
        | parts
    )


def _of_plan() -> pl.Expr:
    """ "bằng 24,86% kế hoạch vốn Thủ tướng giao năm 2025": the year of the plan alone."""
    return ((_KIND == "year") & _NEAR.contains(r"\s(?:giao|phân bổ)\s+(?:cho\s+|trong\s+)?$")).fill_null(False)


def _within() -> pl.Expr:
    """ "6 tháng tăng 9%, trong đó quý I tăng 8%, quý II tăng 10%": whether it is a part of the time told first."""
    known = pl.col("figure_at").is_null() & pl.col("end").is_not_null()
    first = {edge: pl.when(known).then(edge).drop_nulls().first().over(HERE) for edge in ("start", "end")}
    shorter = (pl.col("end") - pl.col("start")) < (first["end"] - first["start"])
    return (shorter & (pl.col("start") >= first["start"]) & (pl.col("end") <= first["end"])).fill_null(False)


def _reaching_on(lasting: pl.Expr) -> pl.Expr:
    """Whether a period that lasts is that of the paragraphs after its own."""
    # A look back at the end of a paragraph is no period of the next: "Năm 2016 quy mô mới ở mức 5 tỷ USD."
    first_start = pl.when(lasting).then("start").drop_nulls().first().over("document", "paragraph_no")
    back = pl.col("end") < first_start
    # "Năm nay, ngành đặt mục tiêu": a goal beyond what the text reports is no period of the next paragraph.
    aims = pl.col("aims") | pl.col("expects")
    reported = pl.when(lasting & ~aims).then("end").forward_fill().over("document")
    goal = aims & (reported < pl.col("end"))
    # "doanh thu năm 2023 đạt …" told by the way in a text on 2024.
    before = pl.when(lasting & ~aims).then("end").forward_fill().shift(1).over("document")
    earlier = ~pl.col("initial") & ((pl.col("end") < reported) | ((_KIND == "year") & (pl.col("end") < before)))
    # "Dư nợ cuối quý II đạt …", "… đến 31/5 đạt": the day of that stock, none of the next paragraph.
    of_stock = ~pl.col("initial") & (_LEAD == "until") & (_KIND == "day") & ~_NEAR.contains(r"(?:^|[,;:–-])\s*$")
    of_stock = of_stock & ~_of_data()
    # "Năm 2025, con số này dự kiến là 230 tỷ": a look ahead.
    known = pl.when(lasting & ~pl.col("aims") & ~pl.col("ahead")).then("end").forward_fill().over("document")
    ahead = pl.col("ahead") & (known < pl.col("start"))
    apart = pl.any_horizontal(reason.fill_null(False) for reason in (back, goal, earlier, of_stock, ahead))
    # The next item of a list starts anew.
    return lasting & ~apart & ~pl.col("particular").fill_null(False) & (pl.col("segment_kind") != "list_item")


def _of_data() -> pl.Expr:
    """ "Diện tích, dân số là số liệu tính đến ngày 31/12/2024": of all that is told below."""
    return (_LEAD == "until") & _NEAR.contains(r"(?:số liệu|dữ liệu)(?:\s+\p{L}+){0,4}\s*$")


def _fill(events: pl.DataFrame, over: list[str], allowed: pl.Expr, prefix: str) -> pl.DataFrame:
    """Add what the last allowed row of the same group told; the rows of a group stand together."""
    asked = events.with_columns(allowed.alias("allowed"), opening(over).alias("first"))
    told = asked.select(
        carried(column, pl.col("allowed"), pl.col("first")).alias(f"{prefix}_{column}") for column in TOLD
    )
    return events.hstack(told)
