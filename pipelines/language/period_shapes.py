"""The shapes that a time expression may have, lead words aside, as regular expressions of the Rust dialect of Polars.

Each shape is one pattern with named groups, used twice: with the names removed to find expressions in running text,
and anchored to read the core found. A space in a pattern stands for any white space. Named groups: ``y`` ``q`` ``m``
``d`` a year, quarter, month, day (``y2`` … the end of a range inside one core; ``ys`` ``yt`` ``yn`` ``mw`` … the same
in another place of the pattern), ``r`` ``rq`` ``rm`` ``rw`` a relative year, quarter, month, week ("năm trước"),
``n`` a count, ``e`` an edge or part ("đầu", "cuối"), ``w`` the word that sorts a variant, ``head`` and ``drop`` a
number before.
"""

from __future__ import annotations

from dataclasses import dataclass

# The automaton cannot run Unicode word boundaries on Vietnamese text; the ASCII one holds at ASCII letters and digits.
B = r"(?-u:\b)"
DASH = r"\s*[-–—]\s*"
MARK = r"(?:\s*[/–-]\s*|\.)"
YEAR = r"(?:19|20)[0-9]{2}"
MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
MONTH_WORD = rf"(?:mười một|mười hai|mười|một|giêng|hai|ba|tư|sáu|bảy|bẩy|tám|chín|chạp){B}"
QUARTER = rf"(?:iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư){B}"
COUNT = rf"(?:{B}[0-9]{{1,2}}|mười một|mười hai|mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
OF = "(?:của |trong )?"
#: "tháng trước", "quý liền kề": the one next before.
_BEFORE = "liền kề trước|liền kề|liền trước|trước đó|trước"
_RELATIVE = rf"(?:(?:nay|này|ngoái|ngoài|tới|sau|vừa qua|qua|vừa rồi){B}|{_BEFORE})"
_WHICH = rf"(?:(?P<y>{YEAR})|(?P<r>{_RELATIVE}))"
#: "năm 2020", "năm nay", "năm" alone; and "2020".
_NAMED_YEAR = rf"năm(?: {_WHICH})?"
_THE_YEAR = rf"(?:{_NAMED_YEAR}|(?P<ys>{YEAR}))"
#: What may follow a month or quarter: "/2022", "-2022", " năm 2022", " năm trước", or nothing.
_OF_YEAR = rf"(?:{MARK}(?P<ys>{YEAR})|,? {OF}năm {_WHICH})?"
_M = rf"(?:(?P<m>{MONTH})|(?P<mw>{MONTH_WORD}))"
_QUARTER_WORD = f"{B}(?:quý|quí)"
_TO_QUARTER = rf"(?:{DASH}|\s*(?:và|,|đến|tới)\s*)(?:(?:quý|quí) )?"
_TIME = r"(?::[0-5][0-9](?::[0-5][0-9])?|\s*h\s*[0-5][0-9]|\s*giờ [0-5]?[0-9])(?:\s*phút)?"
_CLOCK = rf"{B}(?:2[0-3]|[01]?[0-9]){_TIME}"
#: "lúc 6 giờ sáng nay (", "17h chiều ", "18h00 hôm nay "
_CLOCK_OF_DAY = rf"{B}(?:2[0-3]|[01]?[0-9])(?:{_TIME}|\s*h{B}|\s*giờ) (?:ngày|hôm|sáng|trưa|chiều|tối|đêm)(?: (?:hôm )?(?:ngày|nay|qua))? \(?"
_DAY_CUE = rf"(?:{_CLOCK_OF_DAY}|{B}(?:ngày|hôm|sáng|chiều|tối|trưa|mùng|mồng|phiên(?: giao dịch)?|(?:kỳ|đợt) điều (?:hành|chỉnh)(?: giá)?)(?: (?:hôm )?(?:ngày|nay|qua|mùng|mồng))? \(?|đêm )"
_UNIT = "(?P<u>năm|tháng|tuần|ngày|quý|thập kỷ|thập niên|thế kỷ|giờ|phút|giây)"
_SPAN = rf"{B}(?P<n>[0-9]+(?:[.,][0-9]+)?(?:{DASH}[0-9]+)?) {_UNIT}"
_SPAN_TAIL = (
    "(?:liên tiếp|liên tục|liền kề|liền|nữa|trở lại đây|trở lên|trước đó|trước|gần đây|gần nhất|vừa qua|tiếp theo|tới|"
    "sau đó|tuổi|làm|kể từ)"
)
_VAGUE = "(?:vừa qua|gần đây|sắp tới|tiếp theo|trước đó|trước đây|trước|qua|tới|sau|còn lại|đầu|cuối)"
_SEVERAL = "(?:những|các|nhiều|mấy|vài|một số)"
_ERA = r"(?:(?:cả )?giai đoạn|thời kỳ|thời kì|nhiệm kỳ|niên độ|niên vụ|năm học|vụ|mùa|(?:các |những )?năm)"


@dataclass(frozen=True)
class Shape:
    """One shape of core: its name (the rule recorded), the kind it reads as, and its pattern."""

    name: str
    kind: str
    pattern: str


# Of the year, however little of it is left: "từ nay đến cuối năm 2025".
_TO_COME = (
    Shape(
        "rest_of_year",
        "year",
        rf"{B}từ (?:nay|giờ|bây giờ|hôm nay) (?:cho )?(?:đến|tới) (?:hết|cuối) {OF}{_THE_YEAR}",
    ),
)

# A count before a dated word: "5 năm 2016-2020" counts years; in "vị trí 77 năm 2018" the 77 belongs to what precedes.
_COUNTED = (
    Shape(
        "counted_years",
        "years",
        rf"{B}(?P<head>[0-9]{{1,3}} năm) (?:giai đoạn )?(?:từ )?(?P<y>{YEAR})(?:{DASH}| đến )(?P<y2>{YEAR})",
    ),
    # "3 năm 2017, 2018, 2019"
    Shape(
        "counted_years_list",
        "years",
        rf"{B}(?P<head>[0-9]{{1,3}} năm) (?P<y>{YEAR})(?:\s*[,;]\s*{YEAR})*(?:\s*,\s*|\s*(?:,\s*)?và (?:năm )?)(?P<y2>{YEAR})",
    ),
    Shape("number_then_year", "year", rf"{B}(?P<drop>[0-9]{{1,3}}(?:[.,][0-9]{{1,3}})*) năm (?P<y>{YEAR})"),
    Shape(
        "number_then_month",
        "month",
        rf"{B}(?P<drop>[0-9]{{1,3}}(?:[.,][0-9]{{1,3}})*) tháng (?P<m>{MONTH})(?:/| năm )(?P<y>{YEAR})",
    ),
    Shape(
        "until_now",
        "relative_point",
        rf"(?:{B}(?:tính|cộng dồn) )?(?:{B}cho )?(?:đến|tới) (?:thời điểm )?"
        rf"(?:nay|hiện nay|hiện tại|giờ|bây giờ|(?:thời điểm|lúc) này){B}",
    ),
)

# Clock times are dates to the ledger; they name no period.
_DAYS = (
    Shape(
        "day_span_long",
        "range",
        rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})[/.-](?P<m>{MONTH})(?:[/.-](?P<y>{YEAR}))?{DASH}(?:ngày )?"
        rf"(?P<d2>{DAY})[/.](?P<m2>{MONTH})(?:[/.](?P<y2>{YEAR}))?",
    ),
    Shape(
        "day_span",
        "range",
        rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})(?:{DASH}| (?:đến|và|tới) (?:ngày )?)"
        rf"(?P<d2>{DAY})[/.-](?P<m2>{MONTH})[/.-](?P<y2>{YEAR})",
    ),
    Shape(
        "day_span_words",
        "range",
        rf"{_DAY_CUE}(?P<d>{DAY})(?:{DASH}|\s*(?:đến|và|tới|,)\s*(?:ngày )?)"
        rf"(?P<d2>{DAY})(?:/| tháng )(?P<m2>{MONTH})(?:\s*(?:/|năm)\s*(?P<y2>{YEAR}))?",
    ),
    Shape("day", "day", rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})\s?[/.-]\s?(?P<m>{MONTH})\s?[/.-]\s?(?P<y>{YEAR})"),
    Shape("day_words", "day", rf"{_DAY_CUE}(?P<d>{DAY})(?: |/)tháng {_M}(?:\s*/\s*(?P<ys>{YEAR})| năm {_WHICH})?"),
    Shape("day_words_bare", "day", rf"{B}(?P<d>{DAY}) tháng (?P<m>{MONTH})\s*(?:năm|/)\s*(?P<y>{YEAR})"),
    Shape("day_of_month", "day", rf"{_DAY_CUE}(?P<d>{DAY})[/.-](?P<m>{MONTH})(?: năm {_WHICH})?"),
    Shape("day_alone", "day", rf"{B}ngày (?:mùng |mồng )?(?P<d>{DAY})"),
    Shape("clock", "time", _CLOCK),
)

_MONTHS = (
    Shape("days_of_month", "range", rf"{B}(?P<n>[0-9]{{1,2}}) ngày (?P<e>đầu|cuối)(?: tiên)? {OF}tháng {_M}{_OF_YEAR}"),
    Shape("half_month", "range", rf"{B}nửa (?P<e>đầu|cuối|sau) {OF}tháng(?: (?:{_M}{_OF_YEAR}|(?P<rm>này|trước{B})))?"),
    Shape("fortnight", "range", rf"{B}kỳ (?P<e>1|2|ii|i) {OF}tháng {_M}{_OF_YEAR}"),
    Shape("half_month", "range", rf"{B}kỳ (?P<e>1|2|ii|i) {OF}tháng(?: (?P<rm>này|trước{B}))?"),
    Shape(
        "month_edge",
        "day",
        rf"(?P<e>đầu|cuối|{B}giữa) {OF}tháng (?:{_M}{_OF_YEAR}|(?P<rm>này|trước|tới|sau|qua))",
    ),
    # "Đến cuối tháng, tổng số tài khoản là": of the month spoken of.
    Shape("month_edge_bare", "day", rf"(?P<e>đầu|cuối) (?P<rm>tháng){B}"),
    Shape(
        "months",
        "range",
        rf"{B}(?:(?:hai|ba|bốn|các|[2-4]) )?tháng (?P<m>{MONTH})"
        rf"(?:{DASH}|,\s*(?:{MONTH},\s*)*|(?:,\s*{MONTH})* (?:và|đến|tới) )"
        rf"(?P<m2>{MONTH})(?:{MARK}(?P<y2>{YEAR})| {OF}năm {_WHICH})",
    ),
    Shape(
        "month",
        "month",
        rf"{B}(?:tháng\s*{_M}|t\s?(?P<mt>{MONTH})[/.-](?P<yt>{YEAR})|tháng (?P<mn>năm)\s*/\s*(?P<yn>{YEAR}))"
        rf"{_OF_YEAR}(?: (?:vừa qua|vừa rồi|này))?",
    ),
    Shape(
        "months_bare",
        "range",
        rf"{B}(?:(?:hai|ba|bốn|các|[2-4]) )?tháng (?P<m>{MONTH})(?:{DASH}|(?:,\s*{MONTH})* (?:và|đến) )(?P<m2>{MONTH})",
    ),
    Shape("month_first", "month", rf"{B}tháng (?P<e>đầu|cuối)(?: tiên| cùng)? {OF}{_THE_YEAR}"),
    Shape("month_relative", "month", rf"{B}tháng (?P<rm>{_BEFORE}|này|nay|tới|sau|qua|vừa qua)"),
    Shape("month_slash", "month", rf"{B}(?P<m>{MONTH})/(?P<y>{YEAR})"),
    Shape("month_dash", "month", rf"{B}(?P<m>{MONTH})[-.](?P<y>{YEAR})"),
)

_QUARTERS = (
    # Numerals of one kind: "tăng 12% so với quý I và 3% so với cùng kỳ" names no third quarter.
    Shape(
        "quarters",
        "range",
        rf"{_QUARTER_WORD} (?P<q>iii|ii|i){B}(?:, (?:iii|ii){B}){{0,2}}{_TO_QUARTER}(?P<q2>iv|iii|ii){B}{_OF_YEAR}",
    ),
    Shape(
        "quarters",
        "range",
        rf"{_QUARTER_WORD} (?P<q>[1-3]|một|hai|ba){B}(?:, [23]{B}){{0,2}}{_TO_QUARTER}(?P<q2>[2-4]){B}{_OF_YEAR}",
    ),
    Shape(
        "quarter",
        "quarter",
        rf"(?:{_QUARTER_WORD}\s*(?P<q>{QUARTER})|{B}q\.?\s?(?P<qt>iv|iii|ii|i|[1-4]){MARK}(?P<yt>{YEAR})){_OF_YEAR}",
    ),
    Shape("quarter_edge", "day", rf"(?P<e>đầu|cuối) (?:quý|quí) (?P<q>{QUARTER}){_OF_YEAR}"),
    Shape("quarter_edge_bare", "day", r"(?P<e>đầu|cuối) (?P<rq>quý)"),
    Shape("quarter_first", "quarter", rf"{_QUARTER_WORD} (?P<e>đầu|cuối)(?: tiên| cùng)? {OF}{_NAMED_YEAR}"),
    Shape("quarter_relative", "quarter", rf"{_QUARTER_WORD} (?P<rq>{_BEFORE}|này|tới|sau|vừa qua)"),
)

# Spans counted from an end of the year.
_PARTS_OF_YEAR = (
    # "9 tháng các năm 2020, 2021 và 2022"
    Shape(
        "months_of_years",
        "year_to_date",
        rf"(?P<n>{COUNT}) tháng (?:đầu )?(?:của )?(?:các|hai|ba|bốn|những|[2-9]|10) năm (?:từ )?(?P<y>{YEAR})"
        rf"(?:{DASH}| (?:đến|tới) |(?:\s*[,;]\s*{YEAR})*\s*(?:,\s*|(?:,\s*)?và (?:năm )?))(?P<y2>{YEAR})",
    ),
    Shape(
        "half_year",
        "half_year",
        rf"{B}(?:nửa (?:năm )?(?P<e>đầu|cuối|sau)(?: của)? {_THE_YEAR}"
        rf"|nửa năm (?P<w>đầu|cuối|sau)(?: (?P<yt>{YEAR}))?|h(?P<n>[12])[/-](?P<yn>{YEAR}))",
    ),
    Shape("half_year_over", "half_year", rf"{B}(?:sau|qua|trong) (?P<w>nửa) năm(?: qua)?{B}"),
    Shape(
        "months_of_year",
        "year_to_date",
        rf"(?P<n>{COUNT}) tháng (?:(?P<e>đầu|cuối|còn lại)(?: tiên)? {OF}"
        rf"(?:năm(?: (?:tài chính )?{_WHICH})?|(?P<ys>{YEAR}))"
        rf"|(?P<w>còn lại)|của năm (?P<yt>{YEAR})|năm (?:(?P<yn>{YEAR})|(?P<rn>{_RELATIVE})))",
    ),
    Shape("months_slash", "year_to_date", rf"{B}(?P<n>[0-9]{{1,2}})(?:\s*tháng\s*/\s*| tháng |t[/-]?)(?P<y>{YEAR})"),
    Shape("quarters_of_year", "year_to_date", rf"(?P<n>{COUNT}) (?:quý|quí) (?P<e>đầu|cuối) {OF}{_THE_YEAR}"),
    Shape(
        "days_of_year",
        "range",
        rf"{B}(?P<n>[0-9]{{1,2}}) (?P<w>ngày|tuần) (?P<e>đầu|cuối)(?: tiên)? {OF}{_THE_YEAR}",
    ),
    Shape(
        "vague_months",
        "relative_point",
        rf"{B}(?:(?:(?:những|các|mấy|vài) )?(?:tháng|quý|tuần|ngày) "
        rf"(?:đầu|cuối|giữa|còn lại|tiếp theo|sắp tới|gần đây|tới)|phần (?:thời gian )?còn lại) {OF}{_NAMED_YEAR}",
    ),
)

_YEARS = (
    Shape("vague_years", "relative_point", rf"{B}{_SEVERAL} (?:năm|tháng|quý|tuần|ngày) {_VAGUE}"),
    Shape(
        "years_list",
        "years",
        rf"(?:{B}(?:(?:các|những|hai|ba) )?năm )?{B}(?P<y>{YEAR})(?:\s*[,;]\s*{YEAR})*"
        rf"(?:\s*,\s*|\s*(?:,\s*)?và (?:năm )?)(?P<y2>{YEAR})",
    ),
    Shape(
        "years",
        "years",
        rf"(?:{B}{_ERA} (?:từ )?)?(?:năm )?{B}(?P<y>{YEAR})(?:{DASH}|\s*/\s*| (?:đến|tới) (?:năm )?)(?P<y2>{YEAR})",
    ),
    # "niên vụ cà phê 2022/23"
    Shape(
        "season",
        "years",
        rf"{B}(?:niên vụ|niên độ|năm học|năm tài chính|tài khóa|tài khoá|mùa giải|mùa vụ|vụ|mùa)(?: \p{{Ll}}+){{0,2}} "
        rf"(?P<y>{YEAR})(?:{DASH}|/)(?P<ye>[0-9]{{2}}){B}",
    ),
    Shape("year_edge", "day", rf"(?P<e>đầu|cuối|{B}giữa|{B}hết) {OF}{_THE_YEAR}"),
    Shape(
        "year",
        "year",
        rf"(?:(?:{B}(?:cả|trọn|toàn|suốt) )?(?:{B}các )?{B}năm (?:tài chính |tài khóa |kế hoạch |học |mới |đầu tiên )?"
        rf"{_WHICH}(?: này)?|{B}(?P<w>sang năm(?: (?P<ys>{YEAR}))?|cả năm|trọn năm))",
    ),
    Shape("this_year", "year", rf"{B}trong (?P<w>năm){B}"),
    Shape("this_month", "month", rf"{B}trong (?P<rm>tháng){B}"),
    Shape("this_quarter", "quarter", rf"{B}trong (?P<rq>quý)"),
    Shape("year_bare", "year", rf"{B}(?P<y>{YEAR})"),
)

_WEEKS_AND_NOW = (
    Shape(
        "week",
        "week",
        rf"(?:(?:đầu|cuối|{B}giữa) )?{B}tuần (?P<rw>này|{_BEFORE}|tới|sau|qua|vừa qua)",
    ),
    # "so với đầu giờ sáng qua", "chốt phiên giao dịch hôm qua"
    Shape(
        "day_before",
        "relative_point",
        rf"(?:đầu (?:giờ|phiên|ngày|buổi) )?(?:{B}(?:(?:cuối|chốt) (?:giờ|phiên|ngày|buổi)|cùng (?:giờ|lúc)|phiên|giao dịch) )*"
        rf"{B}(?:(?:ngày|hôm)(?: hôm)? trước(?: đó)?|(?:(?:sáng|trưa|chiều|tối|ngày)(?: ngày)? )?hôm qua|(?:sáng|trưa|chiều|tối) qua){B}",
    ),
    Shape("from_now", "relative_point", rf"{B}từ (?:nay|giờ|bây giờ|hôm nay){B}"),
    Shape(
        "now",
        "relative_point",
        rf"{B}(?:từ trước (?:đến|tới) nay|hiện nay|(?:thời điểm )?hiện tại|(?:thời điểm|lúc) này|hiện giờ|hôm nay|hôm qua|thời gian (?:qua|tới|vừa qua))",
    ),
    Shape("now_bare", "relative_point", rf"{B}hiện{B}"),
)

# Spans of time that name no period. A count of months alone is settled by its context.
_SPANS = (
    Shape("duration_tail", "duration", rf"{_SPAN} {_SPAN_TAIL}"),
    Shape("months_bare_past", "year_to_date", rf"{B}(?P<n>[0-9]{{1,2}}|hai|ba|bốn|sáu|bảy|tám|chín) tháng qua"),
    Shape("months_count", "year_to_date", rf"{B}(?P<n>1[0-2]|0?[1-9]|sáu|chín) tháng"),
    Shape("months_summed", "year_to_date", rf"{B}(?P<n>hai|ba|bốn|bảy|tám|mười một|mười) tháng"),
    Shape("duration", "duration", rf"{_SPAN}(?: qua)?"),
    Shape("frequency", "frequency", rf"{B}(?:mỗi|hàng|hằng|từng) (?:một )?(?:năm|tháng|quý|tuần|ngày|giờ){B}"),
)

_BARE_DAYS = (
    Shape("day_span_weak", "range", rf"{B}(?P<d>{DAY})(?:{DASH}| đến (?:ngày )?)(?P<d2>{DAY})/(?P<m2>{MONTH})"),
    Shape("day_month_slash", "day", rf"{B}(?P<d>{DAY})/(?P<m>{MONTH})"),
    Shape("day_month_mark", "day", rf"{B}(?P<d>{DAY})[.-](?P<m>{MONTH})"),
)

#: In the order of preference where several shapes fit at one place.
SHAPES: tuple[Shape, ...] = (
    *_TO_COME, *_COUNTED, *_DAYS, *_MONTHS, *_QUARTERS, *_PARTS_OF_YEAR, *_YEARS, *_WEEKS_AND_NOW, *_SPANS, *_BARE_DAYS,
)  # fmt: skip
