"""The grammar of Vietnamese time expressions: ``lead? same? core (connector core)?``.

"tính đến hết" + "tháng 7/2022"; "so với" + "cùng kỳ" + "năm 2021"; "từ" + "01/01" + "đến" + "7/9/2022". The cores are
the shapes of ``period_shapes``. A space in a pattern stands for any white space.
"""

from __future__ import annotations

import re

from pipelines.language.period_shapes import DAY, MONTH, SHAPES, YEAR, B, Shape

#: Stands for the space between a capitalised word and a year ("Digital World 2020"); one character, as the space was.
NAME_SPACE = "\ue002"

_SO = f"(?:{B}so(?: với)?|(?:đặt|đứng) (?:bên )?cạnh)(?: (?:mức|con số|thời điểm|giai đoạn|của|trong|vào|hồi|cả|kết quả|số liệu|bình quân|trung bình))*"
_THAN = f"(?:(?:{B}(?:cao|thấp|lớn|nhỏ|nhiều|ít|nhanh|chậm) )?{B}hơn|{B}kém)(?: (?:so với|của|mức|cả|mức của|bình quân|mức bình quân))?"
_ACCUMULATED = f"(?:{B}tính )?{B}(?:lũy|luỹ) kế(?: (?:trong|cả|chung))?"
# "Ước tính" is left out: it says how sure the figure is.
_UNTIL = (
    f"(?:(?:{B}(?:tính|lũy kế|luỹ kế|cộng dồn|kể) )*(?:{B}cho )?(?:đến|tới)"
    f"(?: (?:hết|thời điểm|khoảng|trước|mốc|khi hết))*|{B}(?:tính )?hết|{B}kết thúc)"
)
_IN = (
    f"(?:{B}ngay )?{B}(?:trong|vào|hồi|tính chung|cộng dồn|tính riêng|tính trong|tính cả|riêng|chỉ|bình quân|trung bình|"
    "tại thời điểm|(?:bước )?sang)(?: (?:cả|suốt|vòng|khoảng|thời điểm|trong|tháng đầu))*"
)
_AFTER = f"{B}(?:kể từ|tính từ|bắt đầu từ|ngay từ|từ|sau)(?: (?:khoảng|sau|hơn|gần|khi|thời điểm))*"
_BEFORE = f"{B}trước(?: thời điểm)?"
LEAD = f"(?:{_SO}|{_THAN}|{_UNTIL}|{_ACCUMULATED}|{_AFTER}|{_IN}|{_BEFORE}|{B}của)"
# "Cung kỳ" is a common slip.
SAME = (
    f"{B}(?:c[ùu]ng (?:kỳ|kì|thời điểm|thời gian|giai đoạn|quý|tháng|ngày|thời kỳ|vụ|niên vụ)"
    "(?: (?:dịp |nghỉ |kỳ nghỉ )?(?:tết|lễ)(?: nguyên đán| dương lịch)?)?(?: của)?"
    "|(?:niên |mùa )?vụ(?: (?:đông xuân|hè thu|thu đông|mùa|xuân))? trước|(?:năm học|tài khóa|tài khoá|niên độ|năm tài chính) (?:trước|ngoái)|(?:thời điểm |cách đây )?một năm trước(?: đó)?|ck|svck|yoy|y-o-y)"
)
NOW = f"(?:nay|hiện nay|hiện tại|giờ|bây giờ|(?:thời điểm|lúc) này){B}"
CONNECTOR = r"(?: (?:cho )?(?:đến|tới|sang)(?: (?:hết|thời điểm|khoảng|hết thời điểm))? |\s*[-–—]\s*)"

_END_KINDS = {"day", "month", "quarter", "half_year", "year", "year_to_date"}
_NO_END = {
    "months_count",
    "months_bare_past",
    "this_year",
    "this_month",
    "this_quarter",
    "day_month_mark",
    "number_then_year",
    "number_then_month",
}


def spaced(pattern: str) -> str:
    """The pattern with every space open to any white space and to the mark that stands for one."""
    return pattern.replace(" ", r"\s+").replace(r"\s", rf"[\s{NAME_SPACE}]")


def _alternatives(shapes: tuple[Shape, ...]) -> str:
    """Any of the shapes, without named groups."""
    return "(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", shape.pattern) for shape in shapes) + ")"


_CORE = _alternatives(SHAPES)
# "so với cùng kỳ trong quý III": no word edge ends "quý", so nothing may lead "trong quý".
_LED = _alternatives(tuple(shape for shape in SHAPES if shape.name not in ("this_quarter", "now_bare")))
# "thực hiện đến hết ngày 12/8": no span starts with a bare "hiện".
_BARE_NOW = _alternatives(tuple(shape for shape in SHAPES if shape.name == "now_bare"))
_END = _alternatives(tuple(shape for shape in SHAPES if shape.kind in _END_KINDS and shape.name not in _NO_END))
#: What may follow a connector.
_END_CORE = f"(?:{_END}|{NOW})"
#: "từ đầu năm tới 15/10" goes on to a day; "từ đầu năm tới" alone is of the next year.
_TO_A_DAY = (
    rf"{B}(?:(?:tính|kể|(?:lũy|luỹ) kế|cộng dồn) )*từ đầu năm (?:nay )?tới "
    rf"(?:{NOW}|(?:hết )?(?:ngày |tháng )?{DAY}(?:[/-]{MONTH})?(?:/{YEAR})?{B})"
)
#: One expression of time, whole, in lower-case running text.
FINDER = spaced(
    f"(?:{_TO_A_DAY}|(?:{LEAD} )?(?:{SAME} )?(?:{_LED}(?:{CONNECTOR}{_END_CORE})?|{_BARE_NOW})|(?:{LEAD} )?{SAME}|{B}trong quý)"
)
#: The same expression taken apart.
SPLITTER = spaced(
    rf"^(?P<lead>(?:{LEAD} )?)(?P<same>(?:{SAME}\s*)?)(?P<first>(?:{_CORE})?)"
    f"(?:(?P<connector>{CONNECTOR})(?P<last>{_END_CORE}))?$"
)
