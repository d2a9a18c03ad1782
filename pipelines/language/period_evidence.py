"""Which expressions that look like time are time: the words around a bare year, day or count decide."""

from __future__ import annotations

import polars as pl

from pipelines.language.period_grammar import NAME_SPACE, spaced

# What may follow a bare year, day or month: punctuation, a verb or another function word, but not a counted noun.
_FOLLOWS = spaced(
    r"^(?:$|\s*$|\s*[|<.,;:)\]”\"'!?…/–—-]|\s*\(| (?:đạt|tăng|giảm|là|và|của|so|với|có|đã|đang|sẽ|được|do|diễn|giao|"
    "ước|lên|xuống|còn|đến|tới|cho|tại|ở|trong|từ|như|cũng|vẫn|nhằm|theo|cao|thấp|trở|này|chúng|nên|khi|bằng|chiếm|về|ghi|"
    "tiếp|nhưng|thì|mới|vừa|ngay|khoảng|trên|hơn|gần|nhờ|vì|để|bởi|nếu|mà|cùng|sau|trước|tổng|toàn|cả|ra|chưa|không|"
    r"phải|chỉ|đều|lại|hay|hoặc|vào|việt|tỷ lệ|bộ|chính|xuất|nhập|kim|doanh thu|số|giải ngân|tỉnh|thành phố|dư nợ|huy động)(?:[^\p{L}]|$))"
)
_COUNTS = spaced(
    r"^ (?:gồm|bao gồm|đội|các|hệ thống|lượng|tỷ lệ|dư nợ|huy động|mạng|người|ngân hàng|thành phố)(?:[^\p{L}]|$)"
)
_HAPPENS = spaced(
    r"^ (?:xảy ra|phát sinh|toàn|giải quyết|cấp|thu hút|thành lập|tổ chức|đón|khách|sản lượng)(?:[^\p{L}]|$)"
)
_NOUN_AFTER_FIVE = spaced(
    "^ (?:đầu|doanh|tỉnh|nước|ngành|lĩnh|nhóm|người|quốc|thị|trường|ngân|công|tập|yếu|mặt|thành|đơn|bộ |đội|dự|khu|"
    "vùng|loại|địa|cơ sở)"
)
_LEGAL = spaced(
    r"(?:số|nghị định|thông tư|quyết định|luật|nghị quyết|chỉ thị|công văn|văn bản|công điện|điều|mục|khoản):?\s*$"
)
_SPAN_BEFORE = spaced(
    "(?:kế hoạch|trung hạn|dài hạn|ngắn hạn|kỳ hạn|thời hạn|chu kỳ|kéo dài|cách đây|còn|sớm|muộn|chậm|thêm|hơn|gần|"
    "dừng|ngừng|mất|chờ|hoãn|nghỉ|gia hạn|ân hạn|tước|cấm|trễ|"
    "khoảng|dưới|trên|đủ|tối đa|tối thiểu|ít nhất|nhiều nhất|suốt|vòng|bảo hành|mỗi|cứ|từ|lên|liên tiếp|vay|tiền gửi|nhất)"
    r"\s*$"
)
# Words before a time that is measured.
_MOVES = spaced(r"(?:giảm|tăng|rút ngắn|rút|cắt giảm)(?: (?:bình quân|trung bình|mạnh|đáng kể))?\s*$")
_MOVED_TO = spaced(
    r"(?:xuống|rút ngắn còn|giảm còn)"
    r"(?: (?:còn|tới|đến|chỉ|dưới|khoảng|gần|hơn|tối đa|không quá|bình quân|trung bình))*\s*$"
)
_MEAN_TIME = spaced(
    r"(?:bình quân|trung bình)(?: chỉ)?(?: (?:là|còn|đạt|ở mức|hết|mất|chỉ))(?: (?:chỉ|khoảng|dưới|hơn|gần))*\s*$"
)
_MEAN_OF_ONE = spaced(r"(?:bình quân|trung bình)(?: (?:trong|cứ|cả nước|mỗi))* 0?1 (?:năm|tháng|quý|tuần|ngày|giờ)$")
_VALUED = spaced(r"(?:^|\s)(?:là|đạt|lên|xuống|còn|ở mức)(?: (?:mức|khoảng|gần|hơn|trên|dưới|tới|đến))*\s*$")
_MEASURED_TIME = r"(?:thời gian|thời hạn|tuổi)[^,;.]*$"
_SPAN_LEAD = "sau|vòng|suốt|khoảng|hơn"
# "Thực hiện", "phát hiện" and their kin hold "hiện" without its meaning now.
_VERB_OF_HIEN = spaced("(?:thực|phát|xuất|thể|biểu|tái|nhận|hiển|ẩn|cải) $")
# … and so do words that it opens: "hiện tượng", "hiện đại".
_NO_NOW = spaced(
    r"^ (?:tượng|vật|trạng|thực|trường|đại|hữu|diện|hành|thân|sinh|kim|hình|ra|lên|rõ|lộ)(?:[^\p{L}]|$)|^[^\s,]"
)
_EARNED = spaced(
    r"^,? (?:[^,;.]{1,40} )?(?:doanh thu|doanh số|lợi nhuận|lãi|lỗ|sản lượng|kim ngạch|xuất khẩu|nhập khẩu|thu ngân sách|"
    r"giải ngân|thu hút|thu nhập)(?:[^\p{L}]|$)"
)
# "Kết thúc quý 3/2020, Xi măng Bỉm Sơn chỉ ghi nhận 914 tỷ đồng doanh thu thuần"
_RECORDED = spaced(r"^,? [^,;.]{1,70} (?:ghi nhận|báo lãi|báo lỗ|lãi|lỗ|thu về) [^,;]{0,12}[0-9]")
_WEEKDAY = spaced(r"(?:thứ \S+|chủ nhật),?\s*\(?$")
_COUNT_BEFORE = spaced("(?:một|[0-9]|mỗi|hàng|hằng) $")
_NAME_BEFORE = f"{NAME_SPACE}$"
_SEASON_BEFORE = rf"(?:tết|xuân|hè|thu|đông|gdp|grdp)[\s{NAME_SPACE}]$"
_WEEK_BEFORE = spaced("tuần (?:từ )?$")
# "tổng tài sản tại 30/9", "so với 31/12": nothing counts 30 of 9; but "24/7", "nhà số 25/4", "tỷ lệ 20/3", "thắng 21/12".
_NO_FRACTION = r"^(?:1[3-9]|2[0-35-9]|3[01]|24/(?:[1-689]|1[0-2]|0))"
_NO_DAY_BEFORE = spaced(r"(?:số|lệ|nhà|ngõ|ngách|hẻm|kiệt|lô|đường|thắng|thua|tỷ số|tỉ số|áp|rạng|kt|mức)\s*$")
_PRICES = spaced(
    r"(?:^|[\s(])(?:giá (?:so sánh|cố định|ss|gốc|thực tế)|theo (?:mức )?giá|sức mua tương đương|năm gốc(?: so sánh)?)"
    r"\s*\(?\s*(?:của )?$"
)
# What is held or published for a year, and bears it: "Hội chợ Xuân 2019 đón", "Kế hoạch kinh doanh 2021 đặt".
_YEARLY = spaced(
    r"(?:^|[\s(\"“])(?:hội chợ|diễn đàn|hội nghị|hội thảo|triển lãm|lễ hội|festival|tuần lễ|cuộc thi|giải thưởng|giải|báo cáo|"
    r"bảng xếp hạng|sách trắng|niên giám|đại hội|kế hoạch|dự toán|quyết toán|chương trình)(?: [^\s,.;:()]+){1,4}\s$"
)
#: Shapes of a day that needs no evidence.
_SURE_DAYS = ["day_of_month", "day", "day_words", "day_words_bare", "day_alone", "day_span_words"]


#: What a year is told of without a word between: "chỉ số PCI 2022".
INDEX_BEFORE = r"(?:chỉ số|xếp hạng|kết quả|báo cáo) (?:[a-z]{2,6}|[a-z]{2,6} index)\s*$"

Evidence = dict[str, tuple[pl.Expr, pl.Expr]]


class _Beside:
    """What stands beside an expression of time, as questions that several shapes ask."""

    def __init__(self) -> None:
        self.left, self.right = pl.col("left"), pl.col("right")
        self.lead, self.lead_text = pl.col("lead"), pl.col("lead_text")
        self.led = self.lead_text != ""
        self.follows = self.right.str.contains(_FOLLOWS)
        self.happens = self.right.str.contains(_HAPPENS)
        self.bracketed = self.left.str.contains(r"\(\s*$") & self.right.str.contains(r"^\s*[),;]")
        self.pointed = self.lead.is_in(["until", "after", "before", "since_year_start"]) & self.led
        self.compared = (self.lead == "compared") & self.led
        self.rate = self.right.str.contains(r"^\s*/")
        # "bình quân 1 ngày xảy ra 31 vụ": the base of a rate; "thời gian chờ bình quân 1 ngày" is a span.
        mean = pl.concat_str([self.left, pl.col("text")]).str.contains(_MEAN_OF_ONE)
        # (a time that follows ends what stands to its right: "bình quân 1 ngày trong 9 tháng")
        self.each_one = (
            mean & self.right.str.contains(r"^\s*,?\s*(?:\p{L}|$)") & ~self.left.str.contains(_MEASURED_TIME)
        )


def _evident() -> Evidence:
    """For each shape that needs evidence: whether it is time at all, and whether doubt remains."""
    at = _Beside()
    return {**_evident_days(at), **_evident_months(at), **_evident_years(at)}


def _evident_days(at: _Beside) -> Evidence:
    weekday = at.left.str.contains(_WEEKDAY)
    counted = at.right.str.contains(_COUNTS) & at.lead_text.str.contains("tính|kể|hết")
    reached = at.follows & at.lead_text.str.contains("tính|kể|hết|^(?:đến|tới)$")
    short = pl.col("core").str.contains(r"(?:ngày|giờ|phút|giây)")
    spanning = at.left.str.contains(_SPAN_BEFORE) | at.lead_text.str.contains(_SPAN_LEAD)
    # "thời gian thông quan giảm từ 60 giờ xuống còn 45 giờ": times that are themselves measured.
    falls = (at.lead_text.str.starts_with("từ") & at.left.str.contains(_MOVES)) | at.left.str.contains(_MOVED_TO)
    # "tuổi thọ trung bình là 73,7 năm"
    decimal = pl.col("core").str.contains(r"\d[.,]\d") & at.left.str.contains(_VALUED)
    measured = (short & (falls | at.left.str.contains(_MEAN_TIME))) | decimal
    no_fraction = pl.col("core").str.contains(_NO_FRACTION)
    return {
        "day_alone": (at.follows & ~at.left.str.contains(_COUNT_BEFORE), ~at.pointed),
        "duration": (~at.rate & ~measured & ~at.each_one & (~short | at.led | spanning), ~(at.led | spanning)),
        "day_month_slash": (
            (at.pointed & at.follows)
            | at.bracketed
            | weekday
            | (at.lead_text.str.contains("thời điểm") & at.follows)
            | (no_fraction & ~at.left.str.contains(_NO_DAY_BEFORE) & ~at.rate),
            ~(at.pointed & at.lead_text.str.contains("tính|kể")),
        ),
        "day_month_mark": ((at.pointed & (reached | counted)) | at.bracketed, pl.lit(True)),
        "day_span_weak": (
            at.bracketed | (at.led & at.follows) | at.left.str.contains(_WEEK_BEFORE),
            ~at.bracketed,
        ),
        # "so với chiều qua", "Sáng qua, giá gạo tăng"; not "ánh sáng qua lớp kính".
        "day_before": (
            pl.col("text").str.contains(r"(?:hôm qua|trước(?: đó)?)$")
            | at.led
            | at.right.str.contains(r"^\s*(?:[,.;:()]|$)"),
            pl.lit(False),
        ),
        # "đã thực hiện tại 8.954 đơn vị": no time at all.
        "now": (~(at.left.str.contains(_VERB_OF_HIEN) & pl.col("core").str.starts_with("hiện")), pl.lit(False)),
        "now_bare": (~at.left.str.contains(_VERB_OF_HIEN) & ~at.right.str.contains(_NO_NOW), pl.lit(True)),
    }


def _evident_months(at: _Beside) -> Evidence:
    summed_up = at.lead_text.str.contains("tính chung|cộng dồn|bình quân|trung bình")
    return {
        "month_dash": (at.pointed | at.bracketed | at.follows, ~(at.pointed | at.bracketed)),
        "this_month": (at.follows | at.happens, pl.lit(True)),
        "this_quarter": (at.follows | at.happens, pl.lit(True)),
        # "tổng số tài khoản đến cuối tháng là"; not "vào cuối tháng", "lương cuối tháng".
        "month_edge_bare": ((at.follows | at.happens) & (at.pointed | at.compared), pl.lit(True)),
        "quarter_edge_bare": ((at.follows | at.happens) & (at.pointed | at.compared), pl.lit(True)),
        # "kim loại quý này", "đá quý này": precious things, no quarter.
        "quarter_relative": (~at.left.str.contains(r"(?:kim loại|đá)\s$"), pl.lit(False)),
        # "thấp hơn một tháng trước đó": a span, no month.
        "month_relative": (~at.left.str.contains(r"một\s$"), pl.lit(False)),
        # "Sau nửa năm, doanh thu đạt": the first half is over; "sau nửa năm thi công" is a span.
        "half_year_over": (at.right.str.contains(r"^\s*,"), pl.lit(False)),
        "months_bare_past": (pl.lit(True), pl.lit(True)),
        # "Lũy kế bốn tháng"; "bốn tháng" alone is a span.
        "months_summed": ((at.lead == "since_year_start") | summed_up, pl.lit(False)),
        "months_count": (~at.rate & ~at.each_one, ~(at.lead == "since_year_start") & ~summed_up),
    }


def _evident_years(at: _Beside) -> Evidence:
    named = at.left.str.contains(_NAME_BEFORE) & ~at.left.str.contains(_SEASON_BEFORE)
    alone = at.follows & (at.led | ~named) & ~at.left.str.contains(_LEGAL)
    titled = at.left.str.contains(_YEARLY) & at.right.str.contains(r"^\s\p{Ll}") & ~at.left.str.contains(_LEGAL)
    sure = at.led | pl.col("same_period") | at.bracketed
    # "Chỉ số PCI 2022 của tỉnh", "kết quả PAPI 2021 cho thấy": the year of an index.
    indexed = at.left.str.contains(spaced(INDEX_BEFORE))
    # "dự kiến đến 2030 công suất đạt"
    ahead = (at.lead == "until") & at.left.str.contains(r"(?i)(?:dự kiến|mục tiêu|phấn đấu|quy hoạch|tầm nhìn)\s$")
    return {
        "this_year": (~at.right.str.contains(_NOUN_AFTER_FIVE), pl.lit(True)),
        # "vị trí thứ năm sau …": the fifth, no year.
        "year": (~at.left.str.contains(r"thứ\s*$") | pl.col("core").str.contains(r"\d"), pl.lit(False)),
        "year_bare": (
            pl.col("same_period") | at.bracketed | alone | ahead | indexed | titled,
            ~sure & ~ahead & ~indexed,
        ),
        # "5 bị can cùng vụ án": no crop.
        "same_period": (
            (~pl.col("text").str.contains(r"vụ$") | at.right.str.contains(r"^\s*(?:[,.;)]|$)") | at.led)
            # "giao cùng kỳ hạn": the same term.
            & ~(pl.col("text").str.contains(r"k[ỳì]$") & at.right.str.contains(r"^\s*hạn(?:[^\p{L}]|$)"))
            # "một năm trước khi mở cửa": no year compared with.
            & ~(pl.col("text").str.contains(r"trước$") & at.right.str.contains(r"^\s*(?:khi|lúc|ngày|thời)\s")),
            pl.lit(False),
        ),
        # "Mùa mua sắm cuối năm" is a season, "cuối năm 2020" and "vào cuối năm" are days.
        "year_edge": (pl.lit(True), ~at.led & pl.col("year").is_null() & pl.col("relative_year").is_null()),
    }


def keep_mentions(found: pl.DataFrame) -> pl.DataFrame:
    """Drop what is no time, turn counts of months that are spans into durations, and add ``ambiguous``.

    Expects the columns of ``read_phrases`` and ``left`` and ``right``, the text around the expression.
    """
    # A number cut off before the expression shields it from what stands further left; likewise to the right.
    found = found.with_columns(
        left=pl.when(pl.col("is_cut")).then(pl.lit(" ")).otherwise(pl.col("left").fill_null("")),
        right=pl.when(pl.col("end_offset") < pl.col("phrase_length"))
        .then(pl.lit(" "))
        .otherwise(pl.col("right").fill_null("")),
        lead_text=pl.when(pl.col("is_cut")).then(pl.lit("")).otherwise("lead_text"),
    )
    left, right = pl.col("left"), pl.col("right")
    starts_digit, ends_digit = pl.col("text").str.contains("^[0-9]"), pl.col("text").str.contains("[0-9]$")
    torn = (
        left.str.contains(r"[\p{L}\p{N}_]$")
        | (starts_digit & left.str.contains(r"(?:[0-9][.,/:]|[\p{L}0-9][-–]|[/.])$"))
        | (ends_digit & right.str.contains(r"^(?:[0-9%]|\s%|[.,/:][0-9]|-[\p{L}]|/[\p{L}])"))
        | (~ends_digit & right.str.contains(r"^[\p{L}\p{N}]"))
    )
    legal = pl.col("rule").is_in(["month_slash", "years"]) & starts_digit & left.str.contains(_LEGAL)
    found = _value_with_prices(found.filter(~torn & ~legal))
    # "Kết thúc quý II, doanh thu đạt": what was earned in the quarter; what stands at its end is of its last day.
    closing = (
        (pl.col("lead_text") == "kết thúc")
        & pl.col("kind").is_in(["quarter", "month", "year"])
        & (right.str.contains(_EARNED) | right.str.contains(_RECORDED))
    )
    found = found.with_columns(
        lead=pl.when(closing).then(pl.lit("in")).otherwise("lead"),
        basis=pl.when(closing).then("kind").otherwise("basis"),
    )
    evidence = _evident()
    # "mở lại đường bay ngay từ đầu năm" tells when something begins, not what a figure sums up.
    aside = pl.col("text").str.contains("^ngay từ đầu năm$")
    weak = pl.col("rule").is_in(list(evidence)) & ~pl.col("joined") & ~_listed_day()
    sure = found.filter(~weak & ~aside).with_columns(ambiguous=pl.lit(False))
    return pl.concat([sure, _judge(found.filter(weak & ~aside), evidence)])


def _value_with_prices(found: pl.DataFrame) -> pl.DataFrame:
    """ "theo giá so sánh năm 2010": the year whose prices value the figures, no time of theirs or of the text."""
    prices = (
        (pl.col("kind") == "year")
        & ~pl.col("same_period")
        & pl.col("left").str.contains(_PRICES)
        & ~pl.col("left").str.contains(r"so\s+với\s+(?:kỳ|năm)\s+gốc")
    )
    nameless = {name: pl.when(~prices).then(name) for name in ("year", "basis", "start", "end")}
    return found.with_columns(kind=pl.when(prices).then(pl.lit("time")).otherwise("kind"), **nameless)


def _listed_day() -> pl.Expr:
    """ "vào ngày 4/5, 11/5 và 21/5", "17/6 và 2/7": days that a list goes on with."""
    joined = pl.col("left").str.contains(r"^\s*(?:,|;|,?\s*và|,?\s*hoặc|,\s*ngày)\s*$")
    weak = (pl.col("rule") == "day_month_slash") & joined
    no_fraction = (pl.col("rule") == "day_month_slash") & pl.col("core").str.contains(_NO_FRACTION)
    sure = pl.col("rule").is_in(_SURE_DAYS) | no_fraction
    day = pl.when(~weak).then(sure).forward_fill().over("document", "segment_no")
    return weak & day.fill_null(False)


def _judge(found: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Keep what the evidence supports, and flag what it leaves in doubt."""
    keep, doubt, rule = pl.lit(True), pl.lit(False), pl.col("rule")
    for name, (is_time, in_doubt) in evidence.items():
        keep = pl.when(rule == name).then(is_time).otherwise(keep)
        doubt = pl.when(rule == name).then(in_doubt).otherwise(doubt)
    spanning = pl.col("left").str.contains(_SPAN_BEFORE) | pl.col("lead_text").str.contains(f"{_SPAN_LEAD}|^từ$")
    # "Sau 6 tháng, công ty lãi …", "xuất siêu 5,8 tỷ USD sau 8 tháng.": so many months of the year are over.
    over = (rule == "months_count") & (pl.col("lead_text") == "sau") & pl.col("right").str.contains(r"^\s*(?:[,.;]|$)")
    # "vượt 13% kế hoạch 6 tháng": the plan of those months; "kế hoạch 3 năm" spans years.
    planned = pl.col("left").str.contains(r"kế hoạch\s*$")
    is_span = (rule == "months_count") & spanning & ~over & ~planned
    return (
        found.with_columns(
            keep=keep,
            ambiguous=doubt & ~is_span,
            kind=pl.when(is_span).then(pl.lit("duration")).otherwise("kind"),
            basis=pl.when(is_span).then(None).when(over).then(pl.lit("year_to_date")).otherwise("basis"),
            lead=pl.when(over).then(pl.lit("in")).otherwise("lead"),
        )
        .filter("keep")
        .drop("keep")
    )
