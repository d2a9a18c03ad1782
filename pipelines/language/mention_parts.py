"""What each time expression does in its sentence: date a figure, be compared with, date a plan, or stand aside."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.period_mentions import DELIVERED
from pipelines.language.steps import once, only_where, without_steps
from pipelines.language.suppositions import WEIGHS
from pipelines.vocabulary import alternation

#: What dates the news: "phát biểu tại hội nghị sáng 24/12", "ngày 12/4, Hiệp hội … cho biết".
_NEWS_AFTER = r"(?i)^\s*[^\d.;]{0,80}?(?:cho\s+biết|cho\s+hay|công\s+bố|tổ\s+chức|diễn\s+ra|khẳng\s+định|phát\s+biểu|chủ\s+trì|nhận\s+định|nêu(?:\s+rõ)?|nhấn\s+mạnh|cho\s+rằng|khai\s+mạc|tham\s+dự|làm\s+việc|sơ\s+kết|họp\s+báo|chia\s+sẻ|thông\s+tin)(?:\s|,|:)"
_NEWS_BEFORE = r"(?i)(?:hội\s+nghị|họp\s+báo|hội\s+thảo|tọa\s+đàm|diễn\s+đàn|phiên\s+họp|kỳ\s+họp|cuộc\s+họp|buổi\s+làm\s+việc|trao\s+đổi\s+với|phỏng\s+vấn|thông\s+cáo|theo\s+công\s+bố|phát\s+biểu)[^,;.]*$"
#: The basis of a single day, until flows are settled.
ONE_DAY = "day"
_NEVER = ["duration", "frequency", "time", "relative_point", "week"]


#: A word of one name: no mark stands in it.
_PLAIN = r"[\p{L}/-]+"


def sort_mentions(mentions: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add part (own | reference | plan | aside: what a time expression does in its sentence) and depth (open parentheses before it).

    ``mentions`` are resolved; ``segments`` have plain text.
    """
    placed, before, near = _placed(mentions, segments)
    after = pl.col("plain").str.slice(pl.col("char_end") - pl.col("base"), 24)
    known = pl.col("start").is_not_null()
    placed, dates_news = _dates_news(placed, near)
    placed, to_come = only_where(
        placed,
        near.str.contains_any(["triển khai", "hướng", "nhiệm vụ", "kế hoạch", "tầm nhìn"]) & ~pl.col("same_period"),
        _to_come(before, near) | _horizon(before, near),
    )
    placed, of_thing = _of_thing(placed, before)
    placed, among = _among(placed, before)
    placed, supposed = _supposed(placed, before, after)
    so = _compares(near)
    part = (
        pl.when(of_thing | _span_alone(near) | (among | supposed).fill_null(False))
        .then(pl.lit("aside"))
        .when(_grows_against_plan(near, grammar) & known)
        .then(pl.lit("reference"))
        .when(_of_plan(near, grammar))
        .then(pl.lit("plan"))
        .when(_reference(so, near, after, grammar) | _beside(near) | (known & _compared_with(near, grammar)))
        .then(pl.lit("reference"))
        .when(_likened(so, near) & (known | pl.col("same_period")))
        .then(pl.lit("reference"))
        .when(dates_news | _aside(near, after) | to_come | _of_cause(before))
        .then(pl.lit("aside"))
        .otherwise(pl.lit("own"))
    )
    opened = [before.str.count_matches(sign, literal=True).cast(pl.Int64) for sign in "()"]
    sorted_out = placed.with_columns(
        part.alias("part"),
        (opened[0] - opened[1]).clip(0).alias("depth"),
        near.alias("near"),
        before.str.count_matches(";", literal=True).cast(pl.Int64).alias("clauses_before"),
        after.alias("after"),
        pl.when(_one_day(near)).then(pl.lit(ONE_DAY)).otherwise("basis").alias("basis"),
    )
    return without_steps(_seasons(sorted_out, grammar).drop("base", "plain"))


def _placed(mentions: pl.DataFrame, segments: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Mentions with plain and base of their segments; what stands before each, and the end of that in lower case."""
    of_segment = segments.select(*HERE, pl.col("char_start").alias("base"), "plain", "kind")
    placed = mentions.join(of_segment.rename({"kind": "segment_kind"}), on=HERE, how="left", maintain_order="left")
    placed, before = once(placed, pl.col("plain").str.slice(0, pl.col("char_start") - pl.col("base")))
    placed, near = once(placed, before.str.tail(40).str.to_lowercase())
    return placed, before, near


def _of_thing(placed: pl.DataFrame, before: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Đến hết 30/6/2022, tỉnh giải ngân 120 tỷ đồng vốn năm 2022": the year of the thing, told up to a day of it."""
    until = (
        (pl.col("lead") == "until") & pl.col("kind").is_in(["day", "month", "quarter"]) & pl.col("end").is_not_null()
    )
    placed, told = once(placed, pl.when(until).then("end").forward_fill().over(HERE))
    bare = (pl.col("kind") == "year") & pl.col("text").str.contains(r"^năm \d{4}$") & ~pl.col("same_period")
    asked = (bare & told.is_between(pl.col("start"), pl.col("end"))).fill_null(False)
    counted = rf"\d[\d.,]*\s+(?:{_PLAIN}\s+){{1,14}}$"
    other = r"(?i)\s(?:đạt|là|tăng|giảm|chiếm|so|của|trong|vào|và|cả|ở|tại|kế\s+hoạch|dự\s+toán|mục\s+tiêu|tháng|quý|đầu|cuối|hơn|bằng|với|từ)\s+$"
    placed, of_it = only_where(placed, asked, before.str.tail(120).str.contains(counted) & ~before.str.contains(other))
    return placed, asked & of_it.fill_null(False)


def _span_alone(near: pl.Expr) -> pl.Expr:
    """ "kỳ hạn 5 năm", "hơn 5 năm", "kế hoạch 5 năm": no years that the text has spoken of."""
    before = r"(?:^|\s)(?:kỳ hạn|thời hạn|kế hoạch|trái phiếu|nghị quyết|chu kỳ|hơn|gần|sau|vòng|cứ|mỗi|bảo hành|tuổi|hạn)\s*$"
    return (pl.col("kind") == "duration") & near.str.contains(before)


def _grows_against_plan(near: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "tăng 7,6% so với dự toán năm 2024": growth against a plan, which completes none."""
    return near.str.contains(
        rf"(?:^|\s)(?:tăng|giảm)(?:\s+\p{{Ll}}+)?\s+[\d.,]+\s*(?:%|\p{{L}}[\p{{L}} ]{{0,12}})\s*so\s+với\s+(?:{grammar._cues('plan')})\s*$"
    )


def _of_plan(near: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "đạt 95% kế hoạch năm 2022", "bằng 48% dự toán chi cả năm", "đạt 94% chỉ tiêu tỉnh giao năm 2022"."""
    plan = grammar._cues("plan")
    told = near.str.contains(
        rf"(?i)(?:%\s*(?:so\s+với\s+)?|vượt\s+|đạt\s+|(?:so\s+với|hơn)\s+)(?:{plan})(?:\s+(?:vốn|giao|được\s+giao|đề\s+ra))?\s*(?:của|cho|trong)?\s*$"
    )
    whose = near.str.contains(rf"(?i)%\s*(?:so\s+với\s+)?(?:{plan})(?:\s+\p{{L}}+){{1,4}}\s*$")
    says = r"(?i)%[^%]*\s(?:và|nhưng|đạt|tăng|giảm|là|khi|do|vì|nhờ|để|từ|đến|tới|hết|tính|trong|vào|còn|sau|trước|hồi|so)\s[^%]*$"
    return told | (whose & ~near.str.replace(r"%\s*so\s+với", "%").str.contains(says))


def _compares(near: pl.Expr) -> pl.Expr:
    """Whether words of comparison lead to it: "so với", "cao hơn mức"."""
    itself = pl.col("text").str.contains(
        r"^so(?:\s|$)|^(?:cao|thấp|lớn|nhỏ|nhiều|ít|tốt|hơn|kém)\s|^(?:đặt|đứng) .{0,4}cạnh\s"
    )
    led = r"(?i)(?:hơn|so\s+với|hơn\s+cả|bằng|so)\s*(?:mức|con\s+số)?\s*(?:của)?\s*$"
    return itself | near.str.contains(led)


def _reference(so: pl.Expr, near: pl.Expr, after: pl.Expr, grammar: Grammar) -> pl.Expr:
    """What a figure is compared with: "so với cùng kỳ năm trước"."""
    says = rf"(?i)^\s*(?:{grammar.direction}|đạt|là|chỉ|lãi|lỗ|âm|ghi\s+nhận|(?:xuất|nhập)\s+siêu|thặng\s+dư|thâm\s+hụt|bội\s+(?:chi|thu))(?:[^\p{{L}}]|$)"
    opens = pl.col("initial") & after.str.contains(r"^\s*,")
    # "cùng kỳ năm trước đạt 5 tỷ", "trong khi cùng kỳ …": figures of that time.
    # … and "(cùng kỳ năm 2020: 2,7%)".
    bracketed = near.str.contains(r"[(;,]\s*$") & after.str.contains(r"^\s*(?::|,?\s*\d)")
    told = opens | bracketed | after.str.contains(says) | near.str.contains(r"trong\s+khi\s*$")
    tells = pl.col("same_period") & ~so & told
    # "thấp hơn mức tăng 16% của cùng kỳ năm trước": when it grew so, not what it is compared with.
    grew = near.str.contains(
        rf"(?:mức|tốc\s+độ|đà)\s+(?:{grammar.direction})\s+(?:\p{{L}}+\s+){{0,3}}[\d.,]+\s*%\s*(?:của\s*)?$"
    )
    # "trái hẳn mức nhập siêu 3,7 tỷ USD cùng kỳ": the value of then, as well.
    grew = grew | (
        near.str.contains(
            r"(?:mức|con số|tỷ trọng|tỷ lệ)\s(?:\p{Ll}+\s){0,3}[\d.,]+\s*(?:%|\p{L}+(?:\s\p{L}+){0,2})\s*$"
        )
        & ~near.str.contains(r"(?:tăng|giảm)[^,;]*$")
    )
    grew = grew & ~pl.col("text").str.starts_with("so ")
    same = pl.col("same_period") & ~pl.col("text").str.contains(r"^(?:của|trong)\s")
    return ~grew & (pl.col("lead") == "compared") & ~tells & (so | same)


def _beside(near: pl.Expr) -> pl.Expr:
    """ "tăng 5% với năm trước"."""
    after_value = near.str.contains(r"(?:%|usd|đồng|tỷ|triệu)\s*(?:so\s+)?với\s*$")
    return after_value & pl.col("text").str.contains(r"trước|ngoái|cùng")


def _likened(so: pl.Expr, near: pl.Expr) -> pl.Expr:
    """ "tương đương năm 2019"; "vẫn đạt tỷ USD như thời điểm một năm trước", "giống như năm ngoái"."""
    alike = near.str.contains(r"(?:tương\s+đương|xấp\s+xỉ|ngang)(?:\s+(?:với|mức|bằng))*\s*$") & ~so
    # "ở mức 4,5%, gần bằng mức cuối năm 2023"
    alike = alike | near.str.contains(r"\sbằng\s+(?:với\s+)?mức(?:\s+của)?\s*$")
    like = near.str.contains(r"như(?:\s+(?:thời\s+điểm|hồi|của|một))*\s*$")
    return alike | (pl.col("text").str.contains(r"(?:trước|ngoái)$") & like)


def _compared_with(near: pl.Expr, grammar: Grammar) -> pl.Expr:
    """What stands between "so với" and it: a result, a season, the same measure; or a multiple of it."""
    done = near.str.contains(
        r"so\s+với\s+(?:(?:ước|thực|hiện|mức|con|số|kết|quả|của|cả|thời|điểm|đạt|được|tăng|trưởng|ngày|cao|thấp|nhất|đỉnh|đáy|bình|quân|lần|cáo|dự|báo|đưa|ra|công|bố|trước|đó|vào|hồi|phiên|giao|dịch|chốt|kỳ|gốc|tuần|đợt)\s+){1,6}$"
    )
    # "cao hơn mức thực hiện năm 2017 (11.800 tỷ đồng)"
    beyond = near.str.contains(
        r"(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn(?:\s+(?:hẳn|nhiều|khá|đáng\s+kể|so\s+với))*\s+(?:(?:ước|thực|hiện|mức|con|số|kết|quả|của|cả|thời|điểm|đạt|được|cao|thấp|nhất|đỉnh|đáy|bình|quân|tương|ứng)\s+){1,6}$"
    )
    season = near.str.contains(
        r"(?:^|\s)so\s+với\s+(?:vụ|mùa|niên\s+vụ|đợt|lứa|(?:dịp\s+)?tết|(?:dịp|kỳ|đợt)\s+(?:nghỉ|lễ)(?:\s+lễ)?)(?:\s+[\p{L}\d/-]+){0,4}\s*$"
    )
    # "so với số lượng xuất khẩu trong tháng 9": the same measure of another month.
    measures = alternation(cue for value in ("flow", "stock") for cue in grammar.vocabulary.cues("head", value))
    measure = near.str.contains(rf"(?:^|\s)so\s+với\s+(?:{measures})(?:\s+\p{{L}}+){{0,3}}\s+(?:của|trong|ở|hồi)?\s*$")
    of_that = near.str.contains(
        r"(?:bằng|tương\s+đương)(?:\s+\p{L}+)?\s+[\d.,]+\s*%\s*(?:mức|con\s+số|so|diện\s+tích|sản\s+lượng|kim\s+ngạch)?\s*$"
    )
    times = near.str.contains(
        r"(?:gấp[^;]{0,25}|bằng\D{0,9}\d[\d.,]*\s+)lần(?:\s+(?:so|với|mức|con|số|bình|quân|trung|của|cả|tổng|kết|quả))*\s*$|gấp\s+(?:đôi|rưỡi|ba)(?:\s+(?:so|với|mức|con|số|thực|hiện|của|cả|kết|quả|quy|mô|sản|lượng|kim|ngạch|doanh|thu))*\s*$|bằng(?:\s+(?:khoảng|gần|hơn|chưa|đến|tới|đầy))*\s+(?:một\s+)?nửa(?:\s+(?:so|với|mức|con|số|thực|hiện|của|cả))*\s*$"
    )
    # "giảm 20 người so với thời điểm thành lập năm 2015": when it happened that is compared with.
    event = near.str.contains(r"(?:^|\s)so\s+với\s+(?:thời\s+(?:điểm|kỳ)|lúc|khi|giai\s+đoạn)(?:\s+\p{L}+){1,7}\s*$")
    return done | beyond | season | measure | of_that | times | event


def _dates_news(placed: pl.DataFrame, near: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "sáng 24/12/2019, Bộ trưởng khẳng định": the day of the news, not of its figures."""
    onward = pl.col("plain").str.slice(pl.col("char_end") - pl.col("base"), 110)
    # A bulletin of a day tells that day's figures.
    news = (onward.str.contains(_NEWS_AFTER) | near.str.contains(_NEWS_BEFORE)) & ~near.str.contains(
        r"bản\s+tin[^,;.]*$"
    )
    # "Sáng 8/8, tỷ giá được công bố ở mức": the value of that day.
    news = news & ~onward.str.contains(r"(?i)^[^\d.;]{0,80}?được\s+(?:\p{L}+\s+){0,5}?công\s+bố\s+(?:ở|là|mức|tại)\s")
    of_day = (pl.col("kind") == "day") & ~pl.col("lead").is_in(["until", "after", "since_year_start", "compared"])
    placed, news = only_where(placed, of_day, news)
    return placed, of_day & news.fill_null(False)


def _aside(near: pl.Expr, after: pl.Expr) -> pl.Expr:
    """Times that date no figure: months of delivery, records, spans, frequencies."""
    # "nợ từ năm trước chuyển sang": where it comes from, not since when.
    brought = (pl.col("lead") == "after") & after.str.contains(r"(?i)^\s*(?:chuyển|mang|để\s+lại|sang)(?:[^\p{L}]|$)")
    # "robusta kỳ hạn tháng 5": the month of delivery.
    delivered = (pl.col("kind") == "month") & near.str.contains(DELIVERED)
    # "Hôm nay, cả nước có 1.192 ca": the figures of the day; "công bố hôm nay" dates the news, not its figures.
    today = pl.col("text").str.contains("hôm nay$") & (
        near.str.contains(r"(?:^|[,;:.])\s*$") | after.str.contains(r"^\s*(?:có|ghi\s+nhận|cả\s+nước)")
    )
    never = pl.col("kind").is_in(_NEVER) & (pl.col("start").is_null() | ((pl.col("kind") != "duration") & ~today))
    unknown = pl.col("start").is_null() & ~pl.col("same_period")
    # "kỳ hạn từ 6 tháng đến 12 tháng"
    terms = (pl.col("rule") == "months_count") & near.str.contains(r"từ\s+\d{1,2}\s+tháng\s*$")
    # "kéo dài thí điểm đến hết năm 2024": until when, no time of any figure.
    lasts = near.str.contains(r"(?:^|\s)(?:kéo\s+dài|gia\s+hạn)(?:\s+\p{L}+){0,4}\s*$") & (pl.col("lead") == "until")
    # "Cùng thời điểm, công ty B niêm yết": at the time just told.
    then = (
        pl.col("initial")
        & pl.col("text").str.contains(r"^(?:trong |vào |tại )?cùng (?:thời điểm|thời gian|ngày)$")
        & after.str.contains(r"^\s*,")
    )
    # "tăng 14,1% sau 3 tháng": how long it took.
    terms = terms | (pl.col("text").str.starts_with("sau") & near.str.contains(r"%\s*$"))
    # "thiệt hại 12.000 tỷ đồng, tương đương 3% GRDP năm 2023": the year of that whole alone.
    told_whole = r",\s*(?:tương\s+(?:đương|ứng)|chiếm|bằng)[^;()]*%\s*(?:của\s+)?(?:gdp|grdp)\s*$"
    terms = terms | ((pl.col("kind") == "year") & near.str.contains(told_whole))
    # "Bangladesh, nước mua gạo lớn năm 2017, đã nhập": what the country is known for.
    known_for = r",\s*(?:nước|quốc\s+gia|nhà|thị\s+trường)\s[^,;:.()\d]{2,36}$"
    terms = terms | ((pl.col("kind") == "year") & near.str.contains(known_for) & after.str.contains(r"^\s*,"))
    # "nghị quyết đại hội cổ đông họp hồi tháng tư": when people met.
    met = near.str.contains(
        r"(?:đại\s+hội|hội\s+nghị|hội\s+thảo|diễn\s+đàn|kỳ\s+họp)[^,;.]*\s(?:họp|diễn\s+ra|khai\s+mạc)(?:\s+(?:vào|trong|ngày))*\s*$"
    )
    lasts = lasts | (met & pl.col("kind").is_in(["month", "day"]))
    told = lasts | delivered | brought | _of_birth(near, after) | never | pl.col("lead").is_in(["each", "before"])
    return told | _since_record(near) | unknown | terms | then | _when_set(near)


def _of_cause(before: pl.Expr) -> pl.Expr:
    """ "giảm 0,6% do giá xăng được điều chỉnh vào 17/6 và 2/7": when the cause came."""
    return (pl.col("kind") == "day") & before.str.contains(r"\d[^\s,;:.()]*\s+(?:do|vì|nhờ|bởi)\s[^,;:.()]*$")


def _of_birth(near: pl.Expr, after: pl.Expr) -> pl.Expr:
    """ "Thành lập năm 1996, công ty có 1.200 lao động", "hãng xe ra mắt tháng 3/2019 đã bán": when it began."""
    began = r"(?:(?:được\s+)?thành\s+lập|ra\s+đời|ra\s+mắt|khai\s+trương|khởi\s+nghiệp|(?:chính\s+thức|bắt\s+đầu)\s+(?:kinh\s+doanh|hoạt\s+động|vận\s+hành|hiện\s+diện|có\s+mặt)|đi\s+vào\s+(?:hoạt\s+động|vận\s+hành))(?:\s+(?:từ|vào|hồi))*\s*$"
    opening = near.str.contains(rf"^[\s\"*]*{began}") & after.str.contains(r"^\s*,")
    beside = near.str.contains(rf",\s*{began}") & after.str.contains(r"^\s*,")
    goes_on = near.str.contains(began) & after.str.contains(r"^\s*,?\s*(?:đã|hiện|đang|nay|đến\s+nay)\s")
    # "Số doanh nghiệp thành lập tháng 3 đã đạt": those counted are what began.
    counted = near.str.contains(r"(?:^|\s)(?:doanh\s+nghiệp|hợp\s+tác\s+xã|số)\s[^,]*$")
    dated = pl.col("kind").is_in(["year", "month", "day", "quarter"]) & ~pl.col("same_period")
    return dated & (opening | beside | (goes_on & ~counted))


def _when_set(near: pl.Expr) -> pl.Expr:
    """ "thấp hơn mục tiêu 8% đề ra từ đầu năm": when the goal was set."""
    opening = r"^(?:(?:từ|hồi|vào|ngay)\s+)*(?:đầu|giữa|cuối)\s+(?:năm|quý|tháng|kỳ|nhiệm kỳ)"
    return near.str.contains(r"(?:^|\s)(?:đề|đặt|đưa)\s+ra(?:\s+(?:từ|hồi|vào|ngay))*\s*$") & pl.col(
        "text"
    ).str.contains(opening)


def _since_record(near: pl.Expr) -> pl.Expr:
    """ "cao nhất từ năm 2012", "cơn bão mạnh nhất trong 20 năm qua": since when it is a record, not when it was."""
    since = near.str.contains(r"nhất\s*(?:kể)?\s*$") & (pl.col("lead") == "after")
    return since | (near.str.contains(r"nhất(?:\s+\p{L}+){0,3}\s*$") & (pl.col("rule") == "duration"))


def _among(placed: pl.DataFrame, before: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "chỉ thấp hơn mức tăng 7,9% của năm 2022 trong giai đoạn 2020-2024", "sâu nhất cùng kỳ các năm 2011-2023": of which."""
    years = pl.col("text").str.contains(r"(?:giai đoạn|thời kỳ|các năm|những năm)\s")
    ranked = r"(?i)(?:cao|thấp|nhanh|chậm)\s+hơn\s[^;()]*\d\s*%[^;()]{0,60}\d[^;()\d]{0,8}$|\s(?:nhất|thứ\s+\p{L}+)(?:\s+(?:trong|của|so\s+với|quý|tháng|kỳ|[ivx]+|đầu\s+năm))*\s*$"
    return only_where(placed, years, before.str.tail(120).str.contains(ranked))


def _supposed(placed: pl.DataFrame, before: pl.Expr, after: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "nếu đường bay mở lại từ quý II, lượng khách đạt": when the condition is met, no period of what it brings."""
    condition = r"(?i)(?:^|[\s,;(])(?:nếu|giả\s+sử|trường\s+hợp)\s+[^,;:.()\d]*(?:,[^,;:.()\d]*)?\s$"
    told_of = rf"(?i)(?:nếu|trường\s+hợp)\s+(?:(?:chỉ|chúng\s+ta|ta|chúng\s+tôi)\s+)?(?:{WEIGHS})(?:\s|$)[^,;]*$"
    ends = after.str.contains(r"^\s*(?:,|thì\s)")
    return only_where(placed, ends, before.str.tail(140).str.contains(condition) & ~before.str.contains(told_of))


_SUMMED_UP = r"(?:tổng\s+kết|đánh\s+giá|kết\s+quả|tình\s+hình)\s"


def _to_come(before: pl.Expr, near: pl.Expr) -> pl.Expr:
    """ "hội nghị tổng kết năm 2016, triển khai nhiệm vụ năm 2017": the figures are those of the year summed up."""
    ahead = r"(?:triển\s+khai|phương\s+hướng|định\s+hướng)(?:\s+(?:kế|hoạch|phương|hướng|nhiệm|vụ|công|tác|chương|trình|sản|xuất|kinh|doanh|trọng|tâm|giải|pháp|và|,|của))*\s*$"
    # "Kết quả năm 2022 và nhiệm vụ an sinh xã hội năm 2023": a heading of two years.
    task = r"(?:và|,|;)\s+(?:phương\s+hướng,?\s+)?(?:nhiệm\s+vụ|kế\s+hoạch)(?:\s+\p{L}+){0,5}\s*$"
    two_years = near.str.contains(task) & before.str.contains(rf"(?i)^[^.%]*{_SUMMED_UP}[^.%]*\d{{4}}[^.%]*$")
    return two_years | near.str.contains(ahead) & before.str.contains(
        r"(?i)(?:tổng|sơ)\s+kết|đánh\s+giá|kết\s+quả|tình\s+hình"
    )


def _horizon(before: pl.Expr, near: pl.Expr) -> pl.Expr:
    """ "Mục tiêu đến năm 2025, tầm nhìn đến năm 2030": a heading is over the goals of the nearer year."""
    looks = r"(?:[,;]|\svà)\s*(?:tầm\s+nhìn|định\s+hướng)(?:\s+(?:phát\s+triển|đến|tới|năm))*\s*$"
    heads = (pl.col("segment_kind") == "heading") | pl.col("plain").str.contains(r":[\s*_]*$")
    return heads & near.str.contains(looks) & before.str.contains(r"\d{4}[^.;:%]*$")


def _one_day(near: pl.Expr) -> pl.Expr:
    """A day told without "đến" is that day alone: a flow is no sum up to it."""
    alone = r"^(?:(?:(?:kết thúc|trong) )?phiên|(?:kỳ|đợt) điều (?:hành|chỉnh)|(?:trong )?ngày|hôm|sáng|chiều|tối)"
    # "Dịp lễ Quốc khánh 2/9/2022, nhà ga đón": that day, too.
    holiday = near.str.contains(r"(?:^|\s)(?:lễ|nghỉ|quốc khánh|tết|giỗ tổ)(?:\s+\p{L}+){0,3}\s*$")
    return (pl.col("kind") == "day") & (pl.col("lead") == "in") & (pl.col("text").str.contains(alone) | holiday)


def _seasons(mentions: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Years of a season's name date nothing where another date is told."""
    season = pl.col("near").str.contains(rf"(?:^|\s)(?:{grammar._cues('season')})\s*$")
    own = pl.col("part") == "own"
    dated = own & ~season
    # "tính đến 17/10, đã xuống giống vụ Thu Đông 2013"; of "Vụ đông xuân 2013-2014" where the text has a date at all.
    named = season & own & (dated.any().over(HERE) | ((pl.col("kind") == "years") & dated.any().over("document")))
    return mentions.with_columns(pl.when(named).then(pl.lit("aside")).otherwise("part").alias("part"))
