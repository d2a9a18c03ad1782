"""The grammar of Vietnamese time expressions, as regular expressions of the Rust dialect that Polars runs.

An expression is ``lead? same? core (connector core)?``: "tính đến hết" + "tháng 7/2022", "so với" + "cùng kỳ" + "năm
2021", "từ" + "01/01" + "đến" + "7/9/2022". A core has one of the shapes below; each shape is one pattern with named
groups, used twice: with the names removed to find expressions in running text, and anchored to read the core found.

Named groups: ``y`` ``q`` ``m`` ``d`` a year, quarter, month, day (``y2`` … the end of a range inside one core), ``r`` a
relative year ("năm trước"), ``n`` a count, ``e`` an edge or part ("đầu", "cuối"), ``w`` the word that sorts a variant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The automaton cannot run Unicode word boundaries on Vietnamese text; the ASCII one holds next to ASCII letters and digits.
#: Stands for the space between a capitalised word and a year ("Digital World 2020"); one character, as the space was.
NAME_SPACE = "\ue002"
B = r"(?-u:\b)"
S = r"\s+"
DASH = r"\s*[-–—]\s*"
YEAR = r"(?:19|20)[0-9]{2}"
MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
MONTH_WORD = rf"(?:mười\s+một|mười\s+hai|mười|một|giêng|hai|ba|tư|sáu|bảy|bẩy|tám|chín|chạp){B}"
QUARTER = rf"(?:iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư){B}"
COUNT_WORD = r"(?:mười\s+một|mười\s+hai|mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
COUNT = rf"(?:{B}[0-9]{{1,2}}|{COUNT_WORD})"
OF = r"(?:của\s+|trong\s+)?"
RELATIVE_YEAR = (
    rf"(?:nay{B}|này{B}|trước\s+đó|liền\s+trước|trước|ngoái{B}|ngoài{B}|tới{B}|sau{B}|vừa\s+qua{B}|qua{B}|vừa\s+rồi{B})"
)


def _year(suffix: str = "") -> str:
    """A year named, numbered or relative: "năm 2021", "2021", "năm trước"."""
    return rf"(?:{OF}năm\s+(?P<r{suffix}>{RELATIVE_YEAR})|(?:{OF}năm\s+)?(?P<y{suffix}>{YEAR}))"


def _of_year() -> str:
    """What may follow a month or quarter: "/2022", "-2022", " năm 2022", " năm trước", or nothing."""
    slash = rf"(?:\s*[/–-]\s*|\.)(?P<ys>{YEAR})"
    words = rf",?\s+{OF}năm\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR}))"
    return rf"(?:{slash}|{words})?"


@dataclass(frozen=True)
class Shape:
    """One shape of core: its name (the rule recorded), the kind it reads as, its pattern, and whether it needs evidence."""

    name: str
    kind: str
    pattern: str
    weak: bool = False


_CLOCK = rf"{B}(?:2[0-3]|[01]?[0-9])(?::[0-5][0-9](?::[0-5][0-9])?|\s*h\s*[0-5][0-9]|\s*giờ\s+[0-5]?[0-9]|\s*h{B}|\s*giờ)(?:\s*phút)?"
_DAY_CUE = rf"(?:{_CLOCK}\s+(?:ngày|sáng|chiều|tối){S}|{B}(?:ngày|hôm|sáng|chiều|tối|trưa|mùng|mồng)(?:{S}(?:ngày|nay|mùng|mồng))?{S}\(?|đêm{S})"
_M = rf"(?:(?P<m>{MONTH})|(?P<mw>{MONTH_WORD}))"
_DURATION_UNIT = r"(?P<u>năm|tháng|tuần|ngày|quý|thập kỷ|thập niên|thế kỷ|giờ|phút|giây)"
_DURATION_TAIL = (
    r"(?:liên\s+tiếp|liên\s+tục|liền\s+kề|liền|nữa|trở\s+lại\s+đây|trở\s+lên|trước\s+đó|trước|gần\s+đây|gần\s+nhất|"
    r"vừa\s+qua|tiếp\s+theo|tới|sau\s+đó|tuổi|làm|kể\s+từ)"
)

SHAPES: tuple[Shape, ...] = (
    # A count before a dated word: "5 năm 2016-2020" counts years; in "vị trí 77 năm 2018" the 77 belongs to what precedes.
    Shape("counted_years", "years", rf"{B}(?P<head>[0-9]{{1,3}}\s+năm)\s+(?:giai\s+đoạn\s+)?(?:từ\s+)?(?P<y>{YEAR})(?:{DASH}|\s+đến\s+)(?P<y2>{YEAR})"),
    Shape("number_then_year", "year", rf"{B}(?P<drop>[0-9]{{1,3}})\s+năm\s+(?P<y>{YEAR})"),
    Shape("number_then_month", "month", rf"{B}(?P<drop>[0-9]{{1,3}})\s+tháng\s+(?P<m>{MONTH})(?:/|\s+năm\s+)(?P<y>{YEAR})"),
    Shape("until_now", "relative_point", rf"(?:{B}(?:tính|cộng\s+dồn)\s+)?(?:{B}cho\s+)?(?:đến|tới)\s+(?:thời\s+điểm\s+)?(?:nay|hiện\s+nay|hiện\s+tại|giờ|bây\s+giờ){B}"),
    # Clock times are dates to the ledger; they name no period.
    Shape(
        "clock", "time", rf"{B}(?:2[0-3]|[01]?[0-9])(?::[0-5][0-9](?::[0-5][0-9])?|\s*h\s*[0-5][0-9]|\s*giờ\s+[0-5]?[0-9])(?:\s*phút)?"
    ),
    # Days.
    Shape(
        "day_span_long",
        "range",
        rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})[/.-](?P<m>{MONTH})(?:[/.-](?P<y>{YEAR}))?{DASH}(?:ngày\s+)?(?P<d2>{DAY})[/.](?P<m2>{MONTH})(?:[/.](?P<y2>{YEAR}))?",
    ),
    Shape(
        "day_span",
        "range",
        rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})(?:{DASH}|\s+(?:đến|và|tới)\s+(?:ngày\s+)?)(?P<d2>{DAY})[/.-](?P<m2>{MONTH})[/.-](?P<y2>{YEAR})",
    ),
    Shape(
        "day_span_words",
        "range",
        rf"{_DAY_CUE}(?P<d>{DAY})(?:{DASH}|\s*(?:đến|và|tới|,)\s*(?:ngày\s+)?)(?P<d2>{DAY})(?:/|\s+tháng\s+)(?P<m2>{MONTH})(?:\s*(?:/|năm)\s*(?P<y2>{YEAR}))?",
    ),
    Shape("day", "day", rf"(?:{_DAY_CUE}|{B})(?P<d>{DAY})\s?[/.-]\s?(?P<m>{MONTH})\s?[/.-]\s?(?P<y>{YEAR})"),
    Shape("day_words", "day", rf"{_DAY_CUE}(?P<d>{DAY})(?:\s+|/)tháng\s+{_M}(?:(?:\s*/\s*|\s+năm\s+)(?P<y>{YEAR})|\s+năm\s+(?P<r>{RELATIVE_YEAR}))?"),
    Shape("day_words_bare", "day", rf"{B}(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})\s*(?:năm|/)\s*(?P<y>{YEAR})"),
    Shape("day_of_month", "day", rf"{_DAY_CUE}(?P<d>{DAY})[/.-](?P<m>{MONTH})(?:\s+năm\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?"),
    Shape("day_alone", "day", rf"{B}ngày\s+(?:mùng\s+|mồng\s+)?(?P<d>{DAY})", weak=True),
    # Parts of months.
    Shape(
        "days_of_month",
        "range",
        rf"{B}(?P<n>[0-9]{{1,2}})\s+ngày\s+(?P<e>đầu|cuối)(?:\s+tiên)?\s+{OF}tháng\s+{_M}{_of_year()}",
    ),
    Shape("half_month", "range", rf"{B}nửa\s+(?P<e>đầu|cuối|sau)\s+{OF}tháng(?:\s+{_M}{_of_year()})?"),
    Shape("fortnight", "range", rf"{B}kỳ\s+(?P<e>1|2|ii|i)\s+{OF}tháng\s+{_M}{_of_year()}"),
    Shape("month_edge", "day", rf"(?P<e>đầu|cuối|{B}giữa)\s+{OF}tháng\s+(?:{_M}{_of_year()}|(?P<rm>này|trước|tới|sau|qua))"),
    # Months.
    Shape(
        "months",
        "range",
        rf"{B}(?:(?:hai|ba|các)\s+)?tháng\s+(?P<m>{MONTH})(?:{DASH}|,\s*(?:{MONTH},\s*)*|(?:,\s*{MONTH})*\s+(?:và|đến|tới)\s+)(?P<m2>{MONTH})(?:(?:\s*[/–-]\s*|\.)(?P<y2>{YEAR})|\s+{OF}năm\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))",
    ),
    Shape("month", "month", rf"{B}(?:tháng\s*{_M}|t\s?(?P<mt>{MONTH})[/.-](?P<yt>{YEAR})|tháng\s+(?P<mn>năm)\s*/\s*(?P<yn>{YEAR})){_of_year()}(?:\s+(?:vừa\s+qua|vừa\s+rồi|này))?"),
    Shape("months_bare", "range", rf"{B}(?:(?:hai|ba|các)\s+)?tháng\s+(?P<m>{MONTH})(?:{DASH}|(?:,\s*{MONTH})*\s+(?:và|đến)\s+)(?P<m2>{MONTH})"),
    Shape("month_first", "month", rf"{B}tháng\s+(?P<e>đầu|cuối)(?:\s+tiên|\s+cùng)?\s+{OF}(?:năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))"),
    Shape("month_relative", "month", rf"{B}tháng\s+(?P<rm>liền\s+trước|trước\s+đó|trước|này|nay|tới|sau|qua|vừa\s+qua)"),
    Shape("month_slash", "month", rf"{B}(?P<m>{MONTH})/(?P<y>{YEAR})"),
    Shape("month_dash", "month", rf"{B}(?P<m>{MONTH})[-.](?P<y>{YEAR})", weak=True),
    # Quarters.
    Shape(
        "quarters",
        "range",
        rf"{B}(?:quý|quí)\s+(?P<q>{QUARTER})(?:{DASH}|\s*(?:và|,|đến|tới)\s*)(?:(?:quý|quí)\s+)?(?P<q2>iv|iii|ii|[2-4]){B}{_of_year()}",
    ),
    Shape("quarter", "quarter", rf"{B}(?:(?:quý|quí)\s*(?P<q>{QUARTER})|q\.?\s?(?P<qt>iv|iii|ii|i|[1-4])(?:\s*[/–-]\s*|\.)(?P<yt>{YEAR})){_of_year()}"),
    Shape("quarter_edge", "day", rf"(?P<e>đầu|cuối)\s+(?:quý|quí)\s+(?P<q>{QUARTER}){_of_year()}"),
    Shape("quarter_first", "quarter", rf"{B}(?:quý|quí)\s+(?P<e>đầu|cuối)(?:\s+tiên|\s+cùng)?\s+{OF}năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?"),
    Shape("quarter_relative", "quarter", rf"{B}(?:quý|quí)\s+(?P<rq>liền\s+trước|trước\s+đó|trước|này|tới|sau|vừa\s+qua)"),
    # Spans counted from an end of the year.
    Shape("half_year", "half_year", rf"{B}(?:nửa\s+(?:năm\s+)?(?P<e>đầu|cuối|sau)(?:\s+của)?\s+(?:năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))|nửa\s+năm\s+(?P<w>đầu|cuối|sau)(?:\s+(?P<yt>{YEAR}))?|h(?P<n>[12])[/-](?P<yn>{YEAR}))"),
    Shape(
        "months_of_year",
        "year_to_date",
        rf"(?P<n>{COUNT})\s+tháng\s+(?:(?P<e>đầu|cuối|còn\s+lại)(?:\s+tiên)?\s+{OF}(?:năm(?:\s+(?:tài\s+chính\s+)?(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))|của\s+năm\s+(?P<yt>{YEAR})|năm\s+(?:(?P<yn>{YEAR})|(?P<rn>{RELATIVE_YEAR})))",
    ),
    Shape("months_slash", "year_to_date", rf"{B}(?P<n>[0-9]{{1,2}})(?:\s*tháng\s*/\s*|\s+tháng\s+|t[/-]?)(?P<y>{YEAR})"),
    Shape("months_first", "year_to_date", rf"(?P<n>{COUNT})\s+tháng\s+(?P<e>đầu|cuối)\s+(?P<y>{YEAR})"),
    Shape("quarters_of_year", "year_to_date", rf"(?P<n>{COUNT})\s+(?:quý|quí)\s+(?P<e>đầu|cuối)\s+{OF}(?:năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))"),
    Shape("days_of_year", "range", rf"{B}(?P<n>[0-9]{{1,2}})\s+(?P<w>ngày|tuần)\s+(?P<e>đầu|cuối)(?:\s+tiên)?\s+{OF}(?:năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))"),
    Shape("vague_months", "relative_point", rf"{B}(?:(?:những|các|mấy|vài)\s+)?(?:tháng|quý|tuần|ngày)\s+(?:đầu|cuối|giữa|còn\s+lại|tiếp\s+theo|sắp\s+tới|gần\s+đây|tới)\s+{OF}năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?"),
    # Years.
    Shape("vague_years", "relative_point", rf"{B}(?:những|các|nhiều|mấy|vài|một\s+số)\s+(?:năm|tháng|quý|tuần|ngày)\s+(?:vừa\s+qua|gần\s+đây|sắp\s+tới|tiếp\s+theo|trước\s+đó|trước\s+đây|trước|qua|tới|sau|còn\s+lại|đầu|cuối)"),
    Shape(
        "years_list",
        "years",
        rf"(?:{B}(?:(?:các|những|hai|ba)\s+)?năm\s+)?{B}(?P<y>{YEAR})(?:\s*[,;]\s*{YEAR})*(?:\s*,\s*|\s*(?:,\s*)?và\s+(?:năm\s+)?)(?P<y2>{YEAR})",
    ),
    Shape(
        "years",
        "years",
        rf"(?:{B}(?:(?:cả\s+)?giai\s+đoạn|thời\s+kỳ|thời\s+kì|nhiệm\s+kỳ|niên\s+độ|niên\s+vụ|năm\s+học|vụ|mùa|(?:các\s+|những\s+)?năm)\s+(?:từ\s+)?)?(?:năm\s+)?{B}(?P<y>{YEAR})(?:{DASH}|\s*/\s*|\s+(?:đến|tới)\s+(?:năm\s+)?)(?P<y2>{YEAR})",
    ),
    Shape("year_edge", "day", rf"(?P<e>đầu|cuối|{B}giữa)\s+{OF}(?:năm(?:\s+(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR})))?|(?P<ys>{YEAR}))"),
    Shape("year", "year", rf"(?:(?:{B}(?:cả|trọn|toàn|suốt)\s+)?(?:{B}các\s+)?{B}năm\s+(?:tài\s+chính\s+|tài\s+khóa\s+|kế\s+hoạch\s+|học\s+|mới\s+|đầu\s+tiên\s+)?(?:(?P<y>{YEAR})|(?P<r>{RELATIVE_YEAR}))(?:\s+này)?|{B}(?P<w>sang\s+năm(?:\s+(?P<ys>{YEAR}))?|cả\s+năm|trọn\s+năm))"),
    Shape("this_year", "year", rf"{B}trong\s+(?P<w>năm){B}", weak=True),
    Shape("year_bare", "year", rf"{B}(?P<y>{YEAR})", weak=True),
    # Weeks and the present.
    Shape("week", "week", rf"(?:(?:đầu|cuối|{B}giữa)\s+)?{B}tuần\s+(?P<rw>này|trước(?:\s+đó)?|tới|sau|qua|vừa\s+qua|liền\s+trước)"),
    Shape("from_now", "relative_point", rf"{B}từ\s+(?:nay|giờ|bây\s+giờ|hôm\s+nay){B}"),
    Shape("now", "relative_point", rf"{B}(?:từ\s+trước\s+(?:đến|tới)\s+nay|hiện\s+nay|hiện\s+tại|hiện\s+giờ|hôm\s+nay|hôm\s+qua|thời\s+gian\s+(?:qua|tới|vừa\s+qua))"),
    Shape("now_bare", "relative_point", rf"{B}hiện{B}", weak=True),
    # Spans of time that name no period. A count before "tháng" alone is settled by its context.
    Shape("duration_tail", "duration", rf"{B}(?P<n>[0-9]+(?:[.,][0-9]+)?(?:{DASH}[0-9]+)?)\s+{_DURATION_UNIT}\s+{_DURATION_TAIL}"),
    Shape("months_bare_past", "year_to_date", rf"{B}(?P<n>[0-9]{{1,2}})\s+tháng\s+qua", weak=True),
    Shape("months_count", "year_to_date", rf"{B}(?P<n>1[0-2]|0?[1-9])\s+tháng", weak=True),
    Shape("duration", "duration", rf"{B}(?P<n>[0-9]+(?:[.,][0-9]+)?(?:{DASH}[0-9]+)?)\s+{_DURATION_UNIT}(?:\s+qua)?", weak=True),
    Shape("frequency", "frequency", rf"{B}(?:mỗi|hàng|hằng|từng)\s+(?:một\s+)?(?:năm|tháng|quý|tuần|ngày|giờ){B}"),
    Shape("day_span_weak", "range", rf"{B}(?P<d>{DAY}){DASH}(?P<d2>{DAY})/(?P<m2>{MONTH})", weak=True),
    Shape("day_month_slash", "day", rf"{B}(?P<d>{DAY})/(?P<m>{MONTH})", weak=True),
    Shape("day_month_mark", "day", rf"{B}(?P<d>{DAY})[.-](?P<m>{MONTH})", weak=True),
)

# Lead words, by the class they give. The longest come first; `hơn` takes only cores that begin with a letter.
_SO = rf"{B}so(?:{S}với)?(?:{S}(?:mức|con\s+số|thời\s+điểm|giai\s+đoạn|của|trong|vào|hồi|cả|kết\s+quả|số\s+liệu))*"
_HON = rf"(?:{B}(?:cao|thấp|lớn|nhỏ|nhiều|ít|nhanh|chậm)\s+)?{B}hơn(?:{S}(?:so\s+với|của|mức|cả|mức\s+của))?"
_ACCUMULATED = rf"(?:{B}tính\s+)?{B}(?:lũy|luỹ)\s+kế(?:{S}(?:trong|cả|chung))?"
_UNTIL = (
    rf"(?:(?:{B}(?:tính|lũy\s+kế|luỹ\s+kế|cộng\s+dồn|kể){S})*(?:{B}cho{S})?(?:đến|tới)"
    rf"(?:{S}(?:hết|thời\s+điểm|khoảng|trước|mốc|khi\s+hết))*|{B}(?:tính{S})?hết|{B}kết\s+thúc)"
)
_IN = (
    rf"(?:{B}ngay{S})?{B}(?:trong|vào|hồi|tính\s+chung|tính\s+riêng|tính\s+trong|tính\s+cả|riêng|chỉ|bình\s+quân|trung\s+bình|tại\s+thời\s+điểm)"
    rf"(?:{S}(?:cả|suốt|vòng|khoảng|thời\s+điểm|trong|tháng\s+đầu))*"
)
_AFTER = rf"{B}(?:kể\s+từ|tính\s+từ|bắt\s+đầu\s+từ|ngay\s+từ|từ|sau)(?:{S}(?:khoảng|sau|hơn|gần|khi|thời\s+điểm))*"
_BEFORE = rf"{B}trước(?:{S}thời\s+điểm)?"
LEAD = rf"(?:{_SO}|{_HON}|{_UNTIL}|{_ACCUMULATED}|{_AFTER}|{_IN}|{_BEFORE}|{B}của)"
SAME = rf"{B}c[ùu]ng\s+(?:kỳ|kì|thời\s+điểm|thời\s+gian|giai\s+đoạn|quý|tháng|ngày|thời\s+kỳ)(?:\s+của)?"
NOW = rf"(?:nay|hiện\s+nay|hiện\s+tại|giờ|bây\s+giờ){B}"
CONNECTOR = r"(?:\s+(?:cho\s+)?(?:đến|tới|sang)(?:\s+(?:hết|thời\s+điểm|khoảng|hết\s+thời\s+điểm))?\s+|\s*[-–—]\s*)"


def unnamed(pattern: str) -> str:
    """The pattern with its named groups made plain."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _alternatives(shapes: tuple[Shape, ...]) -> str:
    return "(?:" + "|".join(unnamed(shape.pattern) for shape in shapes) + ")"


_END_KINDS = {"day", "month", "quarter", "half_year", "year", "year_to_date"}
_NO_END = {"months_count", "months_bare_past", "this_year", "day_month_mark", "number_then_year", "number_then_month"}
CORE = _alternatives(SHAPES)
#: What may follow a connector.
END_CORE = rf"(?:{_alternatives(tuple(s for s in SHAPES if s.kind in _END_KINDS and s.name not in _NO_END))}|{NOW})"


def spaced(pattern: str) -> str:
    """Let the mark that stands for a space before a year count as one."""
    return re.sub(r"\\s", rf"[\\s{NAME_SPACE}]", pattern).replace(rf"[[\s{NAME_SPACE}]", rf"[\s{NAME_SPACE}")


#: One expression of time, whole, in lower-case running text.
FINDER = spaced(rf"(?:(?:{LEAD}{S})?(?:{SAME}{S})?{CORE}(?:{CONNECTOR}{END_CORE})?|(?:{LEAD}{S})?{SAME})")
#: The same expression taken apart.
SPLITTER = spaced(
    rf"^(?P<lead>(?:{LEAD}{S})?)(?P<same>(?:{SAME}\s*)?)(?P<first>(?:{CORE})?)(?:(?P<connector>{CONNECTOR})(?P<last>{END_CORE}))?$"
)
