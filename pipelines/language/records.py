"""Records that a clause tells of its subject: "là thị trường lớn nhất", "là vùng có tỷ lệ cao nhất"."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.phrases import COMMA
from pipelines.language.steps import once, only_where

#: A verb whose object is what the figure measures.
_RAISED = (
    r"(?i)(?:^|[\s,])(?:đưa|nâng|hạ|kéo|khiến(?:\s+cho)?|giúp(?:\s+cho)?|(?:phải|đề\s+nghị|xin)\s+(?:cắt\s+)?(?:giảm|tăng))"
    r"\s+((?:\S+\s+){0,24}?(?:lên|xuống|về|còn|từ|tăng|giảm|đạt|sẽ\s+đạt|đến|tới|ở\s+mức)(?:\s.*)?)$"
)

_PLACES = r"tỉnh|thành\s+phố|địa\s+phương|vùng|huyện|quận|thị\s+xã|xã|phường|trường|đơn\s+vị|quốc\s+gia|nước"


#: "đã vượt A trở thành": what it is, or has come to be.
_IS = r"(?:vẫn\s+|tiếp\s+tục\s+)?(?:(?:đã\s+)?(?:vượt\s[^,;:.()§]{1,40}?\s)?(?:trở\s+thành|vươn\s+lên(?:\s+(?:là|thành))?)|là)\s+"


#: Goods and what is done with them: "nhập khẩu hạt điều", "tiêu thụ gạo"; what follows them is how large it is.
_LARGE = r"(?:lớn|hàng\s+đầu|chủ\s+lực|quan\s+trọng|số\s+một|chính|nhiều)"
_BUYER = r"(?:(?:vẫn|hiện|đang|tiếp\s+tục|luôn)\s+)*là\s+(?:một\s+trong\s+)?(?:(?:những|các|hai|ba)\s+)?(?:thị\s+trường|khách\s+hàng|nước|quốc\s+gia|bạn\s+hàng)\s+"
_DEALS = r"(?:xuất\s+khẩu|nhập\s+khẩu|tiêu\s+thụ)"
_GOODS = r"(?:\p{Ll}+\s+){1,5}?"


def goods_told(figures: pl.DataFrame, clause: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Mỹ là thị trường nhập khẩu hạt điều lớn nhất, đạt": what of the goods that country takes."""
    name = r"((?-i:\p{Lu})[^,;:()§]{1,40}?)"
    # "là thị trường xuất khẩu lớn nhất của tỉnh với kim ngạch xuất khẩu": said twice.
    said = rf"(?i)(\slà\s[^,;]*{_DEALS}\s+{_LARGE}[^,;]*\s(?:với|đạt)\s+(?:kim\s+ngạch|trị\s+giá|giá\s+trị))\s+{_DEALS}(\W|$)"
    clause = clause.str.replace(said, "${1}${2}")
    by_name = clause.str.replace(
        rf"(?i)^(?:.*,)?\s*{name}\s{_BUYER}({_DEALS}\s+{_GOODS}){_LARGE}\s[^;]*?(?:,\s*|\s)(?:với|đạt)((?:\s.*)?)$",
        "${2}${1} đạt ${3}",
    ).str.replace(
        rf"(?i)^(?:.*,)?\s*{name}\s{_BUYER}[^,;]*\s(?:nhất|nhì|thứ\s+\p{{Ll}}+)\s+của\s+({_GOODS})(?:của\s+)?(?:Việt\s+Nam|nước\s+ta|cả\s+nước),?"
        r"\s+với\s+(trị\s+giá|kim\s+ngạch|giá\s+trị)(\W[^,;]*)?$",
        "${3} ${2}${1} ${4}",
    )
    deals = clause.str.contains_any(["xuất khẩu ", "nhập khẩu ", "tiêu thụ ", " của "])
    no_goods = clause.str.contains(rf"(?i)là\s[^,;]*{_DEALS}\s+(?:{_LARGE}|của|đạt|với)\s") & ~clause.str.contains(
        r"\scủa\s"
    )
    figures, told = only_where(figures, deals & clause.str.contains(" là ", literal=True) & ~no_goods, by_name)
    return once(figures, pl.coalesce(told, clause))


def _classes(grammar: Grammar) -> str:
    """Nouns that say what kind of thing a subject is."""
    return grammar.parts + r"|nước|quốc\s+gia|đối\s+tác|nhà\s+đầu\s+tư|tỉnh|đơn\s+vị"


def of_the_best(figures: pl.DataFrame, bare: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Đông Nam Bộ là vùng có tỷ lệ thất nghiệp cao nhất cả nước": the rate of that region."""
    best = bare.str.replace(
        rf"(?i)((?-i:\p{{Lu}})(?:[^,;:.()§]|TP\.){{1,50}}?)\s(?:{_IS}(?:một\s+trong\s+|hai\s+|ba\s+)?(?:những\s+|các\s+)?"
        rf"(?:{_PLACES}|loại\s+\p{{Ll}}+|{_classes(grammar)})\s+)?có\s+((?:{grammar.measures}|chỉ\s+số|số|mật\s+độ)(?:\s[^,;:.()§]*?)?)"
        r"\s+(?:cao|thấp|lớn|nhiều|đông|ít|nhỏ|tốt)\s+nhất[^,;:.()§]*",
        "${2} của ${1} ",
    )
    figures, best = only_where(
        figures, bare.str.contains(" nhất", literal=True) & bare.str.contains(" có ", literal=True), best
    )
    figures, bare = once(figures, pl.coalesce(best, bare))
    # "một số huyện còn tỷ lệ hộ nghèo cao như Kỳ Sơn": the rate of the first one named.
    such_as = bare.str.replace(
        rf"(?i)(^|\s)((?:{grammar.measures}|chỉ\s+số|số|mật\s+độ)(?:\s[^,;:.()§]*?)?)\s+(?:rất\s+|khá\s+|tương\s+đối\s+)?"
        r"(?:cao|thấp|lớn|nhiều|đông|ít|nhỏ)(?:\s+nhất)?\s+(?:như|là|gồm)\s+((?-i:\p{Lu})[^,;:()§]{1,40}?)(?:\s+(?:với|đạt))?\s*$",
        "${1}${2} của ${3} ",
    )
    listed = bare.str.contains_any(
        ["o như ", "n như ", "p như ", "u như ", "o là ", "n là ", "p là ", "u là ", " gồm "]
    )
    figures, such_as = only_where(figures, listed, such_as)
    return once(figures, pl.coalesce(such_as, bare))


def _without_class(figures: pl.DataFrame, clause: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Dệt may là nhóm hàng xuất khẩu lớn thứ hai với trị giá": what it is tells nothing of what is measured."""
    kind_of = rf"(?:một\s+trong\s+(?:những\s+|các\s+)?)?(?:{_classes(grammar)})\s"
    measured_with = (
        rf"\s(?:với|đạt|có)\s+((?:{grammar.measures}|kết\s+quả)(?:\s[^,;]*)?)(?:,\s*(?:đạt|ở\s+mức|với|là|ước)[^,;]*)?$"
    )
    is_a = clause.str.contains(r"(?i)\s(?:là|gồm)\s")
    # "Nhóm hàng nhập khẩu lớn thứ hai là máy móc với kết quả": the class stands first.
    named_after = clause.str.replace(
        rf"(?i)^(?:.*,)?\s*(?:{_classes(grammar)})\s[^,;]*\s(?:là|gồm)\s+([^;]*\p{{L}}{{2}}[^;]*?){measured_with}",
        "${1} ${2}",
    ).str.replace(
        # "Nhóm hàng mới là gỗ với 1,3 tỷ USD"
        rf"(?i)^(?:.*,)?\s*(?:{_classes(grammar)})\s[^,;]{{1,60}}\s(?:là|gồm)\s+([^,;]*\p{{L}}{{2}}[^,;]*?)\s+(?:với|đạt)(?:\s+(?:{grammar.bound}))*\s*$",
        "${1}",
    )
    figures, named_after = only_where(figures, is_a, named_after)
    traded = clause.str.replace(
        rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+{kind_of}(?:[^,;]*\s)?((?:xuất|nhập)\s+khẩu)(?:\s[^,;]*)?\s(?:với|đạt|có)\s+(kim\s+ngạch|trị\s+giá|giá\s+trị)(\W[^,;]*)?$",
        " ${2} ${1} ${3}",
    )
    told = (
        pl.when(named_after != clause)
        .then(named_after.str.replace_all(",", COMMA, literal=True))
        .otherwise(traded.str.replace(rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+{kind_of}[^,;]*?{measured_with}", " ${1}"))
    )
    # "Gạo vẫn là mặt hàng xuất khẩu chủ lực với 241 nghìn tấn"
    counted_with = told.str.replace(
        rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+{kind_of}(?:[^,;]*?((?:xuất|nhập)\s+khẩu)\s)?[^,;]*\svới(?:\s+(?:{grammar.bound}))*\s*$",
        " ${1}",
    )
    # "Hàn Quốc là nhà đầu tư lớn nhất với 1,4 tỷ USD": what it invests.
    invested = clause.str.replace(
        r"(?i)^(?:.*,)?\s*(?:(?:trong\s+đó|hiện)\s+)?((?-i:\p{Lu})[^,;]*?)\s+(?:vẫn\s+|hiện\s+|đang\s+|tiếp\s+tục\s+)*là\s+nhà\s+đầu\s+tư\s[^,;]*\svới(?:\s+\p{Ll}+)?\s*$",
        "vốn đầu tư của ${1}",
    )
    told = pl.when(invested != clause).then(invested).when(told == clause).then(counted_with).otherwise(told)
    figures, told = only_where(figures, named_after.is_not_null(), told)
    return once(figures, pl.coalesce(told, clause))


def without_records(figures: pl.DataFrame, after_figure: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """A clause without "… là thị trường lớn nhất", and of "đưa X lên" only X."""
    measures = grammar.measures
    figures, after_figure = goods_told(figures, after_figure)
    figures, after_figure = _without_class(figures, after_figure, grammar)
    figures, after_figure = once(figures, after_figure.str.replace(r"(?i)(^|[\s,])kết\s+quả\s+(\p{Ll})", "${1}${2}"))
    best = r"\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+[^,;]*\snhất(?:\s[^,;]*)?$"
    measured = r"(?i)\slà\s+[^,;]*(?:tỷ|tỉ)\s+(?:lệ|trọng)"
    # "Hà Nội thu hút nhiều vốn nhất với": most of it is what is measured.
    after_figure = after_figure.str.replace(r"(?i)\s+nhiều\s+(\p{Ll}+(?:\s+\p{Ll}+){0,2})\s+nhất", " ${1}")
    after_figure = after_figure.str.replace(r"(?i)((?:^|\s)\W?hút\W?\s+\p{Ll}+(?:\s+\p{Ll}+)?)\s+nhất", "${1}")
    without = (
        pl.when(after_figure.str.contains(measured))
        .then(after_figure)
        # "Hoa Kỳ là thị trường lớn nhất với kim ngạch": the subject and its measure, without the record.
        .when(after_figure.str.contains(rf"(?i)\slà\s[^,;]*\snhất[^,;]*\s(?:với|đạt)\s+(?:{measures})"))
        .then(
            after_figure.str.replace(
                rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s[^,;]*\snhất[^,;]*?\s(?:với|đạt)\s+((?:{measures})(?:\s[^,;]*)?)$",
                " ${1}",
            )
        )
        .otherwise(after_figure.str.replace(f"(?i){best}", ""))
    )
    # "Philippines là khách hàng lớn nhất, mua 2,8 triệu tấn"
    takes = r"(?:mua|nhập|tiêu\s+thụ|đạt|thu\s+về|mang\s+về|đóng\s+góp|chiếm)"
    without = without.str.replace(
        rf"(?i)((?-i:\p{{Lu}})[^,;]{{1,40}}?)\s(?:vẫn\s+|tiếp\s+tục\s+|hiện\s+|đang\s+)*là\s[^,;]*\snhất(?:\s[^,;]*)?,\s*(?:đã\s+)?{takes}(?:\s+\p{{Ll}}+)?\s*$",
        "${1} ",
    )
    figures, without = only_where(figures, after_figure.str.contains(r"(?i)\snhất"), without)
    figures, after_figure = once(figures, pl.coalesce(without, after_figure))
    # "…, đưa kim ngạch cả năm lên", "buộc phải giảm chi đầu tư còn": what is raised or cut is measured.
    figures, raised = once(figures, after_figure.str.extract(_RAISED, 1))
    after_figure = (
        pl.when(
            raised.str.contains(r"\p{L}{2}")
            & ~raised.str.contains(r"(?i)^(?:lên|xuống|về|tới|đến|tăng|giảm|gấp|thêm|nhiệt)\s")
        )
        .then(raised)
        .otherwise(after_figure)
    )
    return once(figures, after_figure)


def told_with(figures: pl.DataFrame, clause: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The measure, or the index, that a clause tells something else with."""
    # "Thanh khoản giảm với khối lượng giao dịch bình quân": what fell is told by it.
    clause = clause.str.replace(
        rf"(?i)^.*\s(?:tăng|giảm)(?:\s+\p{{L}}+)?\s+với\s+((?:{grammar.measures})\s[^,;]*)$", "${1}"
    )
    # "Long An đứng thứ tư về thu hút vốn sau Hà Nội với tổng vốn": the measure of who stands there.
    clause = clause.str.replace(
        r"(?i)^(?:.*,)?\s*(?:hiện\s+)?((?-i:\p{Lu})[^,;]*?)\s+(?:(?:hiện|vẫn|đang|tiếp\s+tục)\s+)*(?:đứng|xếp)\s+(?:ở\s+|vị\s+trí\s+)*"
        rf"thứ\s[^;]*\ssau\s[^;]*\svới\s+((?:{grammar.measures})(?:\s[^,;]*?)?)(?:\s+(?:{grammar.verbs}|{grammar.bound}|§+))*\s*$",
        "${2} của ${1} ",
    )
    # "Philippines đứng đầu về thị trường xuất khẩu gạo của Việt Nam với": the exports there.
    clause = clause.str.replace(
        r"(?i)^(?:.*,)?\s*((?-i:\p{Lu})[^,;]{1,40}?)\s+(?:(?:hiện|vẫn|đang|tiếp\s+tục)\s+)*(?:đứng|xếp|dẫn)\s+(?:ở\s+)?(?:vị\s+trí\s+)?(?:thứ\s+\S+|đầu)"
        r"\s+(?:về|trong\s+các)\s+thị\s+trường\s+(xuất\s+khẩu\s[^,;]*?)(?:,?\s+(?:với|đạt))?\s*$",
        "${2} sang ${1} ",
    )
    # "Dẫn đầu là nhóm điện tử với kim ngạch": the measure of who comes first.
    first = r"(?:(?:[^,;:()]*\s)?(?:cao|lớn|nhiều|thấp|ít|nhỏ)\s+nhất|(?:đứng|dẫn|xếp)\s+đầu)"
    named_first = clause.str.replace(
        rf"(?i)^(?:.*,)?\s*{first}(?:\s[^,;:()]{{1,30}}?)?\s+(?:là|thuộc\s+về)\s+([^,;]*\p{{L}}{{2}}[^,;]*?)\s+với\s+((?:{grammar.measures})(?:\s[^,;]*)?)$",
        "${2} ${1}",
    )
    figures, named_first = only_where(figures, clause.str.contains(" với ", literal=True), named_first)
    clause = pl.coalesce(named_first, clause)
    # "Thị trường khép lại năm 2024 với VN-Index ở mức": the index.
    of_index = r"(?i)^.*\s(?:với|khiến|kéo|đưa|giúp)\s+((?:chỉ\s+số\s+)?(?:vn|hnx|upcom)-?index(?:\s[^,;]*)?)$"
    figures, index = only_where(figures, clause.str.contains_any(["Index", "INDEX"]), clause.str.extract(of_index, 1))
    clause = pl.coalesce(index, clause)
    return once(figures, clause)
