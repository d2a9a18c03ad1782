"""What tells that a numeral is no figure: one condition for each idea, under the name of the rule that it serves.

All look at l and r (twins of the text on both sides), left and right (the same as written) and raw; see `rules_of_names`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.language.grammar import EDGE, END
from pipelines.language.period_evidence import INDEX_BEFORE
from pipelines.language.sequence import following, previous
from pipelines.language.steps import holds
from pipelines.vocabulary import Vocabulary, alternation

#: (rule, condition)
Rule = tuple[str, pl.Expr]

_GLUED_WORDS = (
    "tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|đ|vnđ|vnd|usd|tr|tấn|tạ|kg|km|ha|m|m2|m3|lít|người|lượt|ca|tăng|giảm|đạt|là|và|tháng|năm|"
    "quý|ngày|h|giờ|phút|lần|điểm|dự án|gb|mb|kwh|mw|mbps|cm|mm|đến|so|với|của|chiếm|trong|ước|có|thì"
)
_GLUED_BEFORE = "năm|tháng|quý|ngày|đạt|tăng|giảm|là|và|khoảng|hơn|gần|trên|dưới|từ|đến|còn|chiếm|với|usd|vnđ"

_RANK = r"(?:(?:lớn|cao|nhiều|nhanh|mạnh)\s+thứ|thứ\s+hạng|xếp\s+hạng|hạng\s+thứ|(?:từ|lên|xuống|với|giữ)\s+(?:thứ\s+)?hạng|(?:về|lên|xuống|giữ|tụt)\s+(?:vị trí\s+)?thứ|(?:đứng|xếp|vị trí)(?:\s+ở)?(?:\s+vị trí)?\s+(?:thứ|số))\s*$"
_FAR_RANK = r"(?:đứng|xếp|hạng|vị trí)[^,.;:]{0,25}thứ\s*$"
_FIELD_OF_RANK = "thế giới|châu|khu vực|toàn cầu|cả nước|asean|đông nam á"
#: Things of which several bear one name, and the words after the name.
NUMBERED = r"(?:[Dd]ự án|[Nn]hà máy|[Nn]hiệt điện|[Tt]hủy điện|[Tt]huỷ điện|[Cc]ảng|[Cc]ầu|KCN|[Kk]hu công nghiệp|[Tt]ổ máy|[Mm]ỏ|[Ss]ân bay|[Tt]rạm)"
_AFTER_NUMBERED = r"^\s*(?:[,.;)]|$|và\s|đạt|có|đã|được|sẽ|là|với|vận|hoàn|đang|tại|ở|do|của|phát)"
#: What stands with a capital before a figure and is no name of it.
_NO_NAMES = (
    r"(?:CPI|GDP|IIP|FDI|XK|NK|XNK|CNTT|USD|GRDP|PMI|Trong|Theo|Sau|Trung|Khi|Xuân|Thu|Sang|Bank|PCI|DN|ODA|[IVX]+)"
)
_YEARLIKE = r"^(?:19|20)\d\d$"
_MONTH_AND_YEAR = r"^\d{1,2}/(?:19|20)\d\d$"

_DIGIT = holds("raw", r"^\d{1,2}$")
_SCALED, _COUNTED, _UNITLESS = pl.col("scaled"), pl.col("counted"), pl.col("unitless")


def followed_by(vocabulary: Vocabulary) -> dict[str, pl.Expr]:
    """Return what the rules ask of the text after the numeral: unitless, counted and scaled."""
    unit = rf"^\s*(?:%|(?:{vocabulary.scale_pattern})\b|{vocabulary.unit_pattern})|^\s*-\s*$"
    return {
        "unitless": ~holds("r", unit),
        "counted": holds("r", r"^\s*(?:%|điểm|lần\b)"),
        "scaled": holds("r", rf"^\s*(?:{vocabulary.scale_pattern})\b"),
    }


def rules_of_names(vocabulary: Vocabulary) -> list[Rule]:
    """Return (rule, condition) pairs over l, r, left, right, raw, numeral_no, previous_month and `followed_by`.

    The first that holds is the rule of a numeral; the last is about numerals that go on from a name before.
    """
    return [
        ("grade", _grade()),
        ("clock", _clock()),
        ("age", _age()),
        ("week", _week()),
        ("entity", holds("l", r"&#x?[0-9a-f]*$") & holds("r", r"^[0-9a-f]*;")),
        *_ranks(),
        *_list_numbers(),
        ("numbered_name", _numbered_name()),
        # "nhẫn trơn 9999", "vàng 24K": how pure the gold is.
        ("fineness", holds("raw", r"^(?:9{3,4}|999,9|99,99)$") & holds("l", r"(?:vàng|nhẫn|trơn|tròn|miếng|ròng)\s*$")),
        ("numbered_name", _numbered_part()),
        *_addresses(),
        ("legal_reference", holds("right", r"^\s?[/-]\s?(?:\d{4}/)?[A-ZĐ][A-ZĐ\-]+") & ~holds("r", r"^\s?-\s?usd")),
        *_attached(),
        ("generation", _DIGIT & holds("right", r"^\s?G\b")),
        (
            "around_the_clock",
            # "đến hết ngày 24/7": a day.
            holds("raw", r"^(?:24/7|24/24|7/24|24/24/7)$") & ~holds("l", r"(?:ngày|hôm|sáng|chiều|tối|trưa)\s*$"),
        ),
        # "mua sắm 4.0", "nông nghiệp 4.0"
        ("edition", _edition()),
        ("frequency", _frequency()),
        ("holiday", _holiday()),
        *_cued(vocabulary),
        ("numbered_thing", _numbered_thing()),
        ("foreign_name", _foreign_name()),
        ("proper_name", _proper_name()),
        ("slogan", _slogan()),
        ("month_list", _month_list(vocabulary)),
        ("part_of_list", _part_of_list()),
    ]


def _holiday() -> pl.Expr:
    """A day that names a holiday: "dịp lễ 30/4 và 1/5"."""
    named = holds("l", r"(?:^|\s)(?:lễ|dịp|nghỉ|quốc khánh)\s*$")
    goes_on = holds("l", r"^\s*(?:và|,|[-–])\s*$") & named.pipe(previous).fill_null(False)
    return holds("raw", r"^\d{1,2}/\d{1,2}$") & (named | goes_on)


def _range_of(unit: str) -> pl.Expr:
    """The next numeral is the end of a range of ``unit``: "110 - 220 kV", "từ 15 đến 24 tuổi"."""
    return pl.col("r").pipe(following).str.contains(rf"^\s*{unit}(?:[^\p{{L}}]|$)")


def _grade() -> pl.Expr:
    """Whether the numeral grades a thing: "gạo 5% tấm", "xe dưới 9 chỗ", "khách sạn 4 sao", "đường dây 110 - 220 kV"."""
    graded = holds("r", r"^\s*(?:%\s*(?:tấm|fe|đen(?:\s+(?:và\s+|&\s*)?vỡ)?)|kv)(?:[^\p{L}]|$)")
    seats = holds("r", r"^\s*chỗ(?:\s+ngồi)?(?:[^\p{L}]|$)") & holds("l", r"(?:dưới|từ|trên|loại|xe)\s*$") & _DIGIT
    stars = holds("r", r"^\s*sao(?:[^\p{L}]|$)") & holds("raw", r"^[1-7]$")
    # "tiêm 1 mũi là 10,2 triệu liều", "tiêm đủ 2 mũi": which of the doses.
    doses = holds("raw", r"^0?[1-5]$") & holds("r", r"^\s*mũi(?:[^\p{L}]|$)")
    doses = doses & holds("l", r"(?:tiêm|chủng)(?:\s+(?:đủ|được|đầy đủ|ít nhất|vắc[ -]?xin|vaccine|bổ sung))*\s*$")
    return graded | seats | stars | doses | _size() | (holds("r", r"^\s*(?:-|/|đến)\s*$") & _range_of("(?:kv|sao)"))


def _size() -> pl.Expr:
    """Whether it tells of what size a thing is: "tôm sú loại 30 con/kg", "loại 20 - 25 con/kg", "container 40 feet"."""
    measure = r"(?:con|kg|kilôgam|gam|gr|g|lạng|trái|quả|ml|lít|feet|inch)(?:\s*/\s*(?:kg|con|thùng|trái|quả))?"
    of_size = holds("l", r"(?:loại|cỡ|size|kích cỡ|container|bình(?: gas)?)(?:\s+(?:từ|trên|dưới))?\s*$")
    first = of_size & (
        holds("r", rf"^\s*{measure}(?:[^\p{{L}}]|$)") | (holds("r", r"^\s*(?:-|–|đến)\s*$") & _range_of(measure))
    )
    second = holds("r", rf"^\s*{measure}(?:[^\p{{L}}]|$)") & holds("l", r"^\s*(?:-|–|đến)\s*$")
    return first | (second & first.pipe(previous)).fill_null(False)


def _frequency() -> pl.Expr:
    """Whether it names a band: "băng tần 2.600 MHz", "băng tần 1.800, 2.100 và 2.600 MHz"; "dùng 40 MHz" is an amount."""
    band = holds("l", r"(?:băng tần|dải tần|tần số)(?:\s+(?:từ|cao|thấp|trung|trên|dưới))*\s*$")
    first = band & (
        holds("r", r"^\s*[mg]hz(?:[^\p{L}]|$)") | (holds("r", r"^\s*(?:-|và|đến)\s*$") & _range_of("[mg]hz"))
    )
    second = holds("r", r"^\s*[mg]hz(?:[^\p{L}]|$)") & holds("l", r"(?:-|và|đến)\s*$")
    return first | (second & first.pipe(previous)).fill_null(False)


def _clock() -> pl.Expr:
    """Whether it is an hour: "từ 7h", "đến 6 giờ sáng nay"."""
    return (
        holds("l", r"(?:lúc|từ|đến|trước|sau|vào|khoảng)\s*$")
        & holds("r", r"^h(?:[^\p{L}]|$)|^\s*giờ\s+(?:sáng|trưa|chiều|tối|đêm|hôm|ngày|cùng\s+ngày)(?:[^\p{L}]|$)")
        & holds("raw", r"^(?:[01]?\d|2[0-4])$")
    )


def _age() -> pl.Expr:
    """Whether it is an age that tells who: "trẻ từ 5 đến 11 tuổi"; a mean age is a figure."""
    years = holds("r", r"^\s*tuổi(?:[^\p{L}]|$)") | (holds("r", r"^\s*(?:-|đến)\s*$") & _range_of("tuổi"))
    aged = holds(
        "l",
        r"(?:từ|dưới|trên|đủ|đến|độ tuổi|tuổi từ|trẻ|trẻ em|em bé|học sinh|phụ nữ|thanh niên|người)\s*$|[\d-]\s*$|\(\s*$",
    )
    # "hơn một nửa ở độ tuổi dưới 30": the word stands before.
    before = holds("l", r"độ tuổi(?:\s+\p{L}+){0,3}?\s+(?:từ|dưới|trên)\s*$") & _UNITLESS
    before = before & ~holds("l", r"(?:bình quân|trung bình|trung vị)[^,;]*$") & ~holds("r", r"^\s*(?:-|đến|tới)\s*$")
    return _DIGIT & (before | (years & aged & ~holds("l", r"(?:thọ|bình quân|trung bình)[^,;]*$")))


def _week() -> pl.Expr:
    """Whether it is the number of a week: "lũy kế đến tuần 38 là 11.276 ca"."""
    return holds("l", rf"{EDGE}tuần(?:\s+thứ)?\s*$") & holds("raw", r"^(?:[1-9]|[1-4]\d|5[0-3])$") & _UNITLESS


def _ranks() -> Sequence[Rule]:
    """The places in a row, of which ``thứ`` alone may also open a figure."""
    nth = holds("l", r"thứ\s*$") & holds("r", rf"^\s*(?:trên|trong|của|{_FIELD_OF_RANK}){END}")
    # "công ty logistics số 1 Việt Nam"
    number_one = (
        holds("l", rf"{EDGE}số\s*$")
        & ~holds("l", r"(?:tổng|con|trong|có|một)\s+số\s*$")
        & holds("raw", r"^[1-9]$")
        & holds("r", rf"^\s*(?:việt nam|{_FIELD_OF_RANK}|thị trường|tại|về){END}")
    )
    # "năm thứ 2 liên tiếp"
    in_a_row = holds("l", r"(?:năm|tháng|quý|tuần|phiên|kỳ)\s+thứ\s*$") & holds(
        "r", rf"^\s*(?:liên tiếp|liên tục){END}"
    )
    return [
        ("rank", nth),
        ("rank", number_one),
        ("rank", in_a_row),
        ("rank", holds("l", _RANK) | holds("l", _FAR_RANK)),
    ]


def _list_numbers() -> Sequence[Rule]:
    """The numbers of headings and items: "1. ", "2.3) ", "; (2) "."""
    opening = (
        holds("left", r"^[\s*#(+\-]*$")
        & (pl.col("numeral_no") == 0)
        & holds("raw", r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?$")
        & holds("right", r"^\s*\\?[.)/]\s*[*]*[\s\p{L}]|^\s*[.)]\s*$|^\s*-\s+\p{Lu}")
    )
    bracketed = _DIGIT & holds("l", r"(?:^|[.,;:*_]\s*|\svà\s+)\(\s*$") & holds("r", r"^\s*\)\s*\p{L}")
    # "đứng đầu gồm 1 - Công ty A 2 - Công ty B": items that one line runs together.
    item = (
        holds("raw", r"^\d{1,2}$")
        & holds("left", r"(?:[\p{L}):.,;]|^)\s$")
        & holds("right", r"^(?:\s[-–]\s?|[.)]\s)\p{Lu}\p{L}+\s")
    )
    number = pl.col("raw").cast(pl.Int64, strict=False)
    after = (previous(item) & (previous(number) == number - 1)).fill_null(False)
    before = (following(item) & (following(number) == number + 1)).fill_null(False)
    run = item & (after | before)
    return [("list_number", opening), ("list_number", bracketed), ("list_number", run)]


def _numbered_name() -> pl.Expr:
    """Whether it tells one of several of a name: "dự án Nhiệt điện Thái Bình 2 đạt", "cảng Cái Mép 1"."""
    named = holds("left", rf"{NUMBERED}\s(?:\S+\s){{0,3}}\p{{Lu}}\p{{L}}+\s\p{{Lu}}\p{{L}}+\s*$")
    return holds("raw", r"^[1-9]$") & _UNITLESS & named & holds("r", _AFTER_NUMBERED)


def _numbered_part() -> pl.Expr:
    """Whether it tells one of several parts of a work: "đường dây 500 kV mạch 3", "tổ máy số 2"."""
    part = r"(?:mạch|tổ máy|gói thầu|phân kỳ|giai đoạn|lò hơi|nhịp|bến|tuyến số|lô)(?:\s+số)?\s*$"
    return holds("raw", r"^[1-9]$") & _UNITLESS & holds("l", rf"{EDGE}{part}")


def _addresses() -> Sequence[Rule]:
    """What markup, files and the web number."""
    return [
        ("link", holds("l", r"!\[[^\]]*$|\]\([^)]*$")),
        ("footnote", _DIGIT & holds("left", r"\[$") & holds("right", r"^\](?:[^(]|$)")),
        ("file_or_address", holds("r", r"^[\w\-]*\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|html?|vn|com|org|net)\b")),
        ("file_or_address", holds("l", r"(?:https?://|www\.|@)\S*$")),
    ]


def _attached() -> Sequence[Rule]:
    """What no blank parts from letters: "T7", "hotline 19001234", "ISO-9001", "Covid-19", "12A"."""
    lettered = (
        holds("l", r"[\p{L}]$")
        & ~holds("l", rf"{EDGE}(?:{_GLUED_BEFORE})$|^\s*h$")
        # "t7/2022", "q1/2022": a month, a quarter.
        & ~(holds("l", rf"{EDGE}[tq]$") & (holds("r", r"^/") | holds("raw", _MONTH_AND_YEAR)))
    )
    hyphened = holds("left", r"[\p{L}\d]-$") & holds("left", r"(?:^|[\s(\"])[A-Z][A-Za-z\-]*-$")
    goes_on = holds("right", r"^[A-Za-zĐđÀ-ỹ]") & ~holds(
        "r", rf"^(?:{_GLUED_WORDS})(?:[^\p{{L}}]|$)|^[gt]b|^(?:{_GLUED_WORDS})"
    )
    # "1900 545 520", "1800 1166"
    hotline = holds("raw", r"^1[89]00$") & holds("r", r"^[ .]$")
    blank = holds("l", r"^[ .]$") & holds("raw", r"^\d{2,4}$")
    second = (blank & hotline.pipe(previous)).fill_null(False)
    third = (blank & second.pipe(previous)).fill_null(False)
    return [
        ("attached_before", lettered),
        ("hotline", holds("raw", r"^1[89]00[.]?\d{3,4}$") | hotline | second | third),
        ("attached_before", hyphened),
        ("covid", holds("l", r"(?:covid|cov|sars|ncov)\s*-?\s*$")),
        ("attached_after", goes_on),
    ]


def _cued(vocabulary: Vocabulary) -> Sequence[Rule]:
    """What a cue names: "Nghị định 15", "điện thoại 024…", "phiên bản 2.0"; each kind of cue asks for numerals of its own."""

    def before(value: str) -> pl.Expr:
        words = vocabulary.cues("name", value)
        return holds("l", rf"{EDGE}(?:{alternation(words)})\s*[:\-]?\s*$") if words else pl.lit(False)

    of_month = before("digit") & holds("raw", _MONTH_AND_YEAR) & ~holds("l", r"(?:mức|khối)\s*$")
    # "phát thanh, truyền hình 16.500 người": so many of them, no number of a picture.
    so_many = ~_UNITLESS & holds("raw", r"^\d{1,3}(?:\.\d{3})+$")
    conditions = [
        # "Hải Phòng 65mm": a city, no room.
        before("any")
        & ~holds("l", r"(?:hải\s+phòng|tài\s+kho[áa]|tài\s+khóa)\s*[:\-]?\s*$")
        & ~_COUNTED
        & ~_SCALED
        & ~holds("raw", _YEARLIKE)
        & ~so_many,
        of_month,
        before("phone") & holds("raw", r"^0|^\d{3,}"),
        before("version") & holds("raw", r"^\d\.\d$") & ~_COUNTED,
        before("small") & holds("raw", r"^\d(?:[.,]\d)?$") & ~_COUNTED,
        # "dây chuyền số 2 nhà máy Hoàng Long"
        before("number") & _DIGIT,
        # "vào lớp 10 năm 2024": the year is told, no ten years.
        before("digit")
        & _DIGIT
        & ~_COUNTED
        & (
            _UNITLESS
            | (
                holds("l", r"(?:lớp|khối)\s*$")
                & holds("r", r"^\s*năm\s*$")
                & pl.col("raw").pipe(following).str.contains(_YEARLIKE)
            )
        ),
    ]
    return [("cue", condition) for condition in conditions]


def _edition() -> pl.Expr:
    """ "mua sắm 4.0", "Báo cáo Kinh tế Đông Nam Á 2023 do Viện công bố": which edition of what is named."""
    version = holds("raw", r"^[2-5]\.0$") & _UNITLESS & holds("l", r"\p{L}\s*$")
    year = holds("raw", _YEARLIKE) & holds("left", r"(?:^|\s)\p{Lu}\p{L}*\s\p{Lu}\p{L}*\s$") & _UNITLESS
    # "Tết Nguyên Đán 2021" is a time.
    year = year & ~holds("l", r"(?:năm|quý|tháng|ngày|sang|từ|đến|tới|vào|đán|tết|xuân|hè|thu|đông|vụ|gr?dp)\s*$")
    return version | (year & holds("r", r"^\s*(?:do|của|vừa|được|cho|tại|với|,|\.|$)"))


def _numbered_thing() -> pl.Expr:
    """Whether it is the number of a thing: "tòa nhà số 18"; a count ("tổng số 18") is none."""
    return (
        holds("l", rf"{EDGE}số\s*$")
        & ~holds("l", r"(?:tổng|con|chỉ|tham|hệ|quân|dân|đa|thiểu|trong|một|số|doanh|có)\s+số\s*$")
        & _UNITLESS
        & holds("raw", r"^\d{1,5}$")
        & ~holds("r", r"^\s*(?:\p{Ll}+\s+){0,1}(?:dn|doanh nghiệp|thuê bao)")
    )


def _foreign_name() -> pl.Expr:
    """Whether it closes a name in plain letters: "Tech Awards 2021", "Windows 11"."""
    return (
        holds("raw", r"^(?:(?:19|20)\d\d|\d{1,2})$")
        & holds("left", r"(?:^|[\s(\"])(?:[A-Z][a-zA-Z]+|Số|[A-Z]{2,})\)?\s$")
        & ~holds("l", r"(?:năm|quý|tháng|ngày)\s*$")
        # "Chỉ số PAR Index 2022": the year of an index.
        & ~(holds("raw", r"^(?:19|20)\d\d$") & holds("l", INDEX_BEFORE))
        & ~holds("left", rf"(?:^|[\s(\"]){_NO_NAMES}\)?\s$")
        & _UNITLESS
    )


def _proper_name() -> pl.Expr:
    """Whether it closes a name in capitals: "Vĩnh Tân 4,"."""
    return (
        _DIGIT
        & holds("left", r"\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s$")
        & ~holds("l", r"(?:năm|quý|tháng|ngày|tuần)\s*$")
        # … "Xi măng Hà Tiên 1 cũng giảm": what it did follows.
        & holds(
            "r",
            r"^\s*(?:[,.;)]|$|(?:và|cũng|vẫn|đã|sẽ|đang|là|lãi|lỗ|báo|giảm|tăng|đạt|ghi|đặt|bị|được|với|vừa|còn|chỉ)\s)",
        )
        & _UNITLESS
    )


def _slogan() -> pl.Expr:
    """ "phương án “3 tại chỗ”", "“1 cung đường, 2 điểm đến”": words in quotation marks that open with a number."""
    opens = holds("left", r"[\"“]\s?$") & holds("r", r"^\s\p{Ll}[^\"“”.;()]{1,40}[,\"”]")
    opens = opens & holds("raw", r"^\d$") & ~_SCALED & ~_COUNTED
    opens = opens & ~holds("r", r"^\s(?:tháng|năm|quý|ngày|tuần|giờ|phút)(?:[^\p{L}]|$)")
    goes_on = holds("l", r",\s*$") & holds("raw", r"^\d$") & holds("r", r"^\s\p{Ll}[^,\"“”.;()]{1,40}[\"”]")
    return opens | (goes_on & opens.pipe(previous).fill_null(False))


def _month_list(vocabulary: Vocabulary) -> pl.Expr:
    """Whether it is one of listed months: "tháng 1, 2 và 3"."""
    return (
        pl.col("previous_month")
        & holds("raw", r"^(?:0?[1-9]|1[0-2])$")
        & holds("l", r"^\s*(?:,|và|-|,\s*và)\s*$")
        & ~_COUNTED
        & ~holds("r", rf"^\s*(?:{vocabulary.scale_pattern})\b")
    )


def _part_of_list() -> pl.Expr:
    """Whether it goes on from the number before: "các vùng 1, 2 và 3", "Uông Bí 1 và Uông Bí 2"."""
    bare = holds("l", r"^\s*[,&]\s*$|^\s*và\s*$") & (_UNITLESS | holds("raw", r"^\d$"))
    named = holds("left", r"^\s*(?:,|và|,\s*và)\s+\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s$") & holds("raw", r"^[1-9]$")
    return _DIGIT & ~_COUNTED & (bare | (named & _UNITLESS & holds("r", _AFTER_NUMBERED)))
