"""What the words of a table's headers and row labels say: kind of figure, status, unit, and what is left as a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.vocabulary import Vocabulary, alternation

_NUMBER = r"(?:\d{1,3}(?: \d{3})+(?:,\d+)?|\d[\d.,]*\d|\d)"
_DATA = re.compile(rf"[~≈<>≤≥+\-(\s]*{_NUMBER}\s*(?:-\s*{_NUMBER}\s*|/\s*\d[\d.]*\s*)?%?\s*\)?\s*")
_AMOUNT = re.compile(
    rf"(?:[^\W\d]+\s+){{0,2}}[~≈<>≤≥+\-]?\s*{_NUMBER}(?:\s*-\s*{_NUMBER})?\s*%?(?:\s+(?!tháng|năm|quý|ngày|t\b)[^\W\d]+){{0,4}}(?:/[^\W\d]+)?",
    re.IGNORECASE,
)
_DATED = re.compile(r"năm|tháng|quý|ngày|kỳ|giai\s+đoạn|(?<!\w)(?:19|20)\d\d(?!\w)", re.IGNORECASE)
_LONGEST_NUMBER = 40
_EMPTY = re.compile(r"[\s\-.…xX*]*|n/?a", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm\s+)?(?:19|20)\d\d", re.IGNORECASE)
_CALENDAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}/(?:19|20)\d\d")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[a-hA-H])[.)]*")

_ORDINAL_HEAD = re.compile(r"(?:stt|tt|số\s*tt|số\s+thứ\s+tự|no\.?|#|mã\s+số|mã)", re.IGNORECASE)
_UNIT_HEAD = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt|đ\.v\.t\.?|đv)", re.IGNORECASE)
_NOTE_HEAD = re.compile(r"(?:ghi\s+chú|nguồn|chú\s+thích|căn\s+cứ)(?:\W.*)?", re.IGNORECASE)

_PLAN = r"(?:kế\s+hoạch|kh|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu)"
_KINDS = [
    (
        "plan",
        re.compile(rf"(?:so\s+với|%|tỷ\s+lệ|tỉ\s+lệ|hoàn\s+thành|đạt|/).{{0,24}}?(?<!\w){_PLAN}(?!\w)|th\s*/\s*kh"),
    ),
    ("share", re.compile(r"(?:tỷ|tỉ)\s+trọng|cơ\s+cấu|chiếm|so\s+với\s+(?:cả\s+nước|tổng|toàn)|%\s*(?:trong\s+)?tổng")),
    ("change", re.compile(r"so\s+(?:với|sánh)|tăng|giảm|tốc\s+độ|(?:19|20)\d\d\s*/\s*(?:năm\s+)?(?:19|20)\d\d")),
]
_ROW_CHANGE = re.compile(
    r"(?:tốc\s+độ\s+)?(?:mức\s+|tỷ\s+lệ\s+|tỉ\s+lệ\s+|%\s*)?(?:tăng|giảm)|tốc\s+độ|so\s+với|%\s*so"
)
_ROW_SHARE = re.compile(r"cơ\s+cấu|chiếm|(?:trong\s+đó\s+)?so\s+với\s+(?:cả\s+nước|tổng|toàn)|%\s*(?:trong\s+)?tổng")
_GROWS = re.compile(r"tăng|giảm|tốc\s+độ|\+\s*/?\s*-")
_COMPARES = re.compile(r"so\s+(?:với|sánh)|tốc\s+độ|^\W*(?:tăng|giảm)|\d\s*/")
_PERCENT = re.compile(r"%|phần\s+trăm")

#: Short forms that stand in headers only.
_SHORT_STATUS = {
    "kh": "target",
    "uth": "estimated",
    "ưth": "estimated",
    "th": "actual",
    "thực hiện": "actual",
    "thực tế": "actual",
    "dk": "forecast",
}
_PAREN = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT_LEAD = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt|tính\s+bằng|tính\s+theo)\s*[:.]?\s*", re.IGNORECASE)
_CAPTION_UNIT = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:\s*([^\n)\];|]{1,40})", re.IGNORECASE)
_LIST_MARK = re.compile(
    r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-hA-H])\s*[.)]\s*|(?:\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,5})\s+(?=[^\W\d]))?\W*"
)
_PART = re.compile(r"^\W*(?:trong\s+(?:số\s+)?đó|gồm(?:\s+có)?|bao\s+gồm|trđ)\s*[:,]?\W*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng(?:\s+(?:số|cộng))?|cộng|chung|toàn\s+ngành|toàn\s+quốc|cả\s+nước)", re.IGNORECASE)
_NUMBERED_TITLE = re.compile(r"^\W*(?:bảng|biểu|phụ\s+lục)\s+(?:số\s+)?[\d.IVX]+\W*", re.IGNORECASE)
_SPREAD_BY = re.compile(
    r"\s+(?:phân\s+theo|chia\s+theo|theo|qua|giai\s+đoạn|các\s+năm|của\s+các|trong|đến|từ|tại|:).*$", re.IGNORECASE
)
_DASHED = re.compile(r"^\s*[-+•*·]\s*\S")
_IDLE = (
    r"(?:theo|trong|của|ở|vào|tính|đạt\s+được|đạt|kết\s+quả|số\s+liệu|báo\s+cáo|chính\s+thức|kỳ|lũy\s+kế|luỹ\s+kế|cộng\s+dồn|"
    r"thời\s+điểm|năm|tháng|quý|ngày|đến|từ|giai\s+đoạn|cả|trị\s+số|quy\s+hoạch|đề\s+ra|được\s+giao|giao|các|và)"
)


def is_empty(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    return len(text) <= _LONGEST_NUMBER and _EMPTY.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a cell holds a year and nothing else."""
    return _YEAR.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def is_data(text: str) -> bool:
    """Whether a cell holds a number, signed, bounded or in percent, and nothing else."""
    return len(text) <= _LONGEST_NUMBER and _DATA.fullmatch(text) is not None and not _CALENDAR.search(text)


@lru_cache(maxsize=65536)
def is_amount(text: str) -> bool:
    """Whether a cell holds a number that may have a bound before it and a unit after it."""
    return is_data(text) or (
        len(text) <= _LONGEST_NUMBER and _AMOUNT.fullmatch(text) is not None and not _DATED.search(text)
    )


def is_ordinal(text: str) -> bool:
    """Whether a cell numbers its row or column."""
    return _ORDINAL.fullmatch(text) is not None and not is_year(text)


def names_ordinals(header: str) -> bool:
    """Whether a column's header says that it numbers the rows."""
    return _ORDINAL_HEAD.fullmatch(header) is not None


def names_units(header: str) -> bool:
    """Whether a column's header says that it holds units."""
    return _UNIT_HEAD.fullmatch(header) is not None


def names_notes(header: str) -> bool:
    """Whether a column's header says that it holds remarks."""
    return _NOTE_HEAD.fullmatch(header) is not None


def caption_units(caption: str) -> list[str]:
    """What may be the unit of every figure under ``caption``."""
    return [found[1] for found in _CAPTION_UNIT.finditer(caption)] + [found[1] for found in _PAREN.finditer(caption)]


def is_part(label: str) -> bool:
    """Whether a row breaks down a row above it."""
    return _DASHED.match(label) is not None or _PART.match(label) is not None


@lru_cache(maxsize=4096)
def shortened(label: str) -> str:
    """``label`` without its list mark and its "trong đó"."""
    mark = _LIST_MARK.match(label)
    return _PART.sub("", label[mark.end() :] if mark else label).strip(" :;,.*-")


@dataclass(frozen=True, slots=True)
class Said:
    """What a header or label says of its figures."""

    kind: str  # level | change | share | plan
    status: str | None
    units: tuple[str, ...]  # texts that may name the unit, best first
    name: str  # what is left: the thing measured, or nothing
    grows: bool  # says growth or decline, so that its percentages are not "percent of"
    falls: bool  # says decline only


def caption_measure(line: str) -> str:
    """What a caption without its periods says is measured: "Bảng 2. Doanh thu theo quý" measures "Doanh thu"."""
    return _tidy(_SPREAD_BY.sub("", f" {_PAREN.sub(' ', _NUMBERED_TITLE.sub('', line))}"))


class HeaderGrammar:
    """Reads headers and labels with the vocabulary's words; built once a run."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        cues = vocabulary["cues"]
        status = {
            cue: value
            for cue, kind, value in cues.select("cue", "kind", "value").iter_rows()
            if kind == "status" and value
        }
        self._status = {**status, **_SHORT_STATUS}
        self._status_word = re.compile(rf"(?<!\w)(?:{alternation(self._status)})(?!\w)")
        self._idle = re.compile(rf"(?<!\w)(?:{alternation(self._status)}|{_IDLE})(?!\w)", re.IGNORECASE)
        parts = set(vocabulary.cues("head", "part"))
        self._head = re.compile(rf"(?:{alternation(set(vocabulary.cues('head')) - parts)})(?!\w)")
        self.header = lru_cache(maxsize=4096)(self._header)
        self.label = lru_cache(maxsize=4096)(self._label)

    def starts_with_measure(self, name: str) -> bool:
        """Whether ``name`` says what is measured, not only of whom."""
        return self._head.match(name.lower()) is not None

    def head_of_list(self, measure: str, name: str) -> str:
        """The measure that ``measure`` tells of ``name`` and its like: "Số lượng" of "SỐ LƯỢNG TRÂU, BÒ VÀ LỢN"."""
        low = measure.lower()
        head = self._head.match(low)
        listed = head and re.search(rf"(?:^|,|\svà)\s*{re.escape(name.lower().strip())}(?:,|\s|$)", low[head.end() :])
        joins = "," in low or " và " in low
        return head.group().capitalize() if head and listed and joins else ""

    def without_status(self, text: str) -> str:
        """``text`` with words of status blanked out, as long as before, for the reading of periods."""
        lowered = text.lower()
        if len(lowered) != len(text):
            return text
        blanks = [(found.start(), found.end()) for found in self._status_word.finditer(lowered)]
        for start, end in blanks:
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _told_status(self, low: str) -> str | None:
        found = [self._status[" ".join(match.group().split())] for match in self._status_word.finditer(low)]
        return next((status for status in found if status != "actual"), found[0] if found else None)

    def _header(self, header: str, name: str = "") -> Said:
        """Read a column's whole header; ``name`` is what of it names neither a period nor a unit."""
        low = header.lower()
        kind = next((kind for kind, pattern in _KINDS if pattern.search(low)), "level")
        told = _PERCENT.search(low) or _COMPARES.search(low)
        return self._said(
            kind if kind != "change" or told else "level", header, _tidy(self._idle.sub(" ", _PAREN.sub(" ", name)))
        )

    def _label(self, label: str) -> Said:
        """Read a row's label or a section's title, without its period."""
        text = shortened(label)
        low = text.lower()
        kind = "change" if _ROW_CHANGE.match(low) else "share" if _ROW_SHARE.match(low) else "level"
        said = self._said(kind, text, _tidy(text))
        opening = self._status_word.match(low)
        name = _tidy(self._idle.sub(" ", text)) if opening and not _tidy(self._idle.sub(" ", text)) else _tidy(text)
        return replace(said, status=said.status if opening else None, name=name)

    def _said(self, kind: str, text: str, name: str) -> Said:
        low = text.lower()
        units = [_UNIT_LEAD.sub("", found[1]) for found in _PAREN.finditer(text)]
        if "," in text:
            units.append(text.rsplit(",", 1)[1])
        units += ["%"] if _PERCENT.search(low) else []
        status = self._told_status(low) if kind == "level" else None
        grows = _GROWS.search(low) is not None
        return Said(
            kind,
            status,
            tuple(units),
            name if kind == "level" else "",
            grows,
            grows and "giảm" in low and "tăng" not in low,
        )


def without(text: str, parts: Iterable[str]) -> str:
    """``text`` without each of ``parts``, which are in lower case."""
    for part in parts:
        at = text.lower().find(part) if part else -1
        text = text if at < 0 else f"{text[:at]} {text[at + len(part) :]}"
    return text


def without_units(label: str, units: Iterable[str]) -> str:
    """``label`` without the parentheses that hold one of ``units``, or "Đơn vị: " and one of them."""
    known = set(units)
    return _tidy(_PAREN.sub(lambda found: " " if _UNIT_LEAD.sub("", found[1]) in known else found.group(), label))


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" :;,.-–/*")


def is_total(name: str) -> bool:
    """Whether a row sums the rows around it and names nothing itself."""
    return _TOTAL.fullmatch(name) is not None


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, in order, each once."""
    return " ".join(dict.fromkeys(part for part in parts if part))
