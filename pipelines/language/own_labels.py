"""What the figure's own clause says it measures."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.label_sides import weighing_units
from pipelines.language.label_sources import without_weight
from pipelines.language.measures import MONEY, PLACES
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where, without_steps

#: A verb of trade at the end of a phrase, whose object stands after the amount.
_TRADE = r"(?i)(?:^|\s)((?:xuất|nhập)\s+khẩu|xuất\s+cấp|cấp\s+phát|thu\s+mua|tạm\s+trữ|hỗ\s+trợ|thu\s+gom|giao)$"

#: Who trades something that is named later: "cả nước xuất khẩu", no measure of it: "sản lượng xuất khẩu".
_TRADES_WHAT = r"(?i)^(?:cả\s+nước|nước\s+ta|việt\s+nam|toàn\s+(?:quốc|ngành|tỉnh)|ngành|(?:các\s+)?doanh\s+nghiệp|(?-i:\p{Lu}).*)(?:\s.*)?\s(?:xuất|nhập)\s+khẩu$"

#: Verbs of working together, up to those it is done with.
_PARTNERS = r"\s(?:hợp\s+tác|kết\s+nối|phối\s+hợp|ký\s+kết|liên\s+kết|làm\s+việc|ký\s+hợp\s+đồng)(?:\s+được)?\s+với"

_UNIT, _OWN, _THING = (pl.col(name) for name in ("unit_code", "own", "thing"))
_LEAD = pl.col("lead").str
_COUNTED, _LINKED, _LEFT, _HAS_THING = (pl.col(name) for name in ("counted", "is_linked", "is_left", "has_thing"))


def own_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add chosen: what the figure's own clause says it measures, or null."""
    figures, begins_with_unit = only_where(
        figures, _COUNTED & pl.col("only_unit") & _LINKED, _begins_with_unit().fill_null(False)
    )
    weighed = _UNIT.is_in(weighing_units(grammar))
    figures, traded, trade = _traded(figures)
    figures, (goods,) = distinctly(figures, "thing", _THING.str.extract(r"^\S+\s+(\S.*)$", 1))
    of_goods = weighed & goods.str.contains(r"\p{L}{2}")
    figures, worked = _fields_worked(figures, grammar)
    figures, topical = only_where(figures, (_UNIT == "percent") & _HAS_THING, _of_topic(grammar))
    figures, able = _able(figures, grammar)
    figures, most = _most(figures)
    figures, bracketed = _before_bracket(figures, grammar)
    figures, around = _around(figures, grammar)
    own_label = first_true(
        [
            (most.is_not_null(), most),
            (bracketed.is_not_null(), bracketed),
            (around.is_not_null(), around),
            *((pl.col(told).is_not_null(), pl.col(told)) for told in ("told", "place", "acted")),
            (_part_of_thing(), pl.col("described")),
            (_reaches_part(grammar), _part_reached()),
            (worked.is_not_null(), worked),
            (able.is_not_null(), able),
            (topical.fill_null(False), pl.col("described")),
            # "mở rộng hợp tác với trên 30 siêu thị": with whom, is what is counted.
            (
                _COUNTED & _HAS_THING & _LEAD.contains(rf"(?i){_PARTNERS}(?:\s+(?:{grammar.bound}))*\s*$"),
                pl.col("described"),
            ),
            # "cả nước xuất khẩu 6 triệu tấn gạo": what is traded stands after its weight.
            (_LEFT & ~_LINKED & of_goods & traded, pl.concat_str([trade, goods], separator=" ")),
            # … and so it is where "ước đạt" stands between.
            (_LEFT & of_goods & _OWN.str.contains(_TRADES_WHAT), pl.concat_str([_OWN, goods], separator=" ")),
            # "thiệt hại rất nặng nề với 6.420 ha lúa": what is counted, after its measure.
            (_LEFT & of_goods & _LEAD.ends_with(" với "), pl.col("described")),
            (_LEFT & (_LINKED | ~_COUNTED | (weighed & ~traded)), _OWN),
            (_subject_is_count(grammar), _OWN),
            # "trạm 4G là 130.000 trạm": the subject tells more than the unit.
            (_COUNTED & pl.col("only_unit") & _LINKED & begins_with_unit, _OWN),
            (_HAS_THING & (_COUNTED | _share_of_thing()), pl.col("described")),
            (_unknown_count(grammar), _THING),
            (_OWN.is_not_null() & ~_COUNTED & ~(pl.col("is_generic") & _HAS_THING), _OWN),
            (_HAS_THING, _THING),
            (_LEFT, _OWN),
            (_there_is(grammar), _THING),
            # "5 thị trường lớn nhất đạt 12 tỷ USD": those pointed out are the subject.
            (
                (pl.col("rule") == "salient") & ~pl.col("follows") & (_THING.str.count_matches(r"\S+") <= 6),
                _THING,
            ),
        ]
    )
    return without_steps(without_weight(figures, own_label, grammar))


def _before_bracket(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "một số ngành tăng khá: thuốc lá (8,1%), đồ uống (6,4%)": what each bracket of a list tells of."""
    opens = rf"\(\s*(?:(?:đạt|bằng|chiếm|{grammar.direction}|[-+])(?:\s+(?:{grammar.bound}))?\s*)?$"
    named = pl.coalesce(
        # "…; sản phẩm từ tre, nứa (tăng 3%)": what semicolons part may hold commas.
        _LEAD.extract(rf"(?i)^\s*\)?\s*;\s+([\p{{L}}][^;:()§\d]{{1,90}}?)\s*{opens}", 1),
        _LEAD.extract(rf"(?i)(?:[:,;]|\s(?:và|như|gồm|là))\s+([\p{{L}}][^,;:()§\d]{{1,60}}?)\s*{opens}", 1),
    ).str.replace(r"(?i)^(?:.*\s)?(?:như|gồm|là)\s+|^(?:(?:và|trong\s+đó|riêng|còn)\s+)+", "")
    # "nhóm thực phẩm tăng cao (0,95%)"
    # … "đường bộ chiếm tỉ trọng cao nhất (76,2%)"
    named = named.str.replace(rf"(?i)\s+(?:(?:{grammar.direction})(?:\s+\p{{Ll}}+)?|chiếm(?:\s.*)?)$", "")
    alone = pl.col("kind").is_in(["change", "plan"]) & pl.col("rest").str.contains(r"^\s*\)")
    # "chi phí vận chuyển cao (chiếm 41% ý kiến), thiếu vốn (30%)"
    alone |= (pl.col("kind") == "share") & (~pl.col("follows") | (previous(pl.col("kind")) == "share"))
    figures, named = only_where(figures, alone & (_UNIT == "percent"), named)
    clause = named.str.contains(rf"(?i)(?:^|\s)(?:{grammar.direction}|làm|khiến|đạt|chiếm)(?:\s|$)")
    return figures, pl.when(~clause).then(named)


def _around(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """What is limited or left out right before the figure, or where something rose."""
    figures, limit = _limit(figures)
    figures, besides = _besides(figures, grammar)
    figures, risen = _where_it_rose(figures, grammar)
    return once(figures, pl.coalesce(limit, besides, risen))


def _limit(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "dưới trần nợ công Quốc hội cho phép (65%)": the bracket tells the limit."""
    told = _LEAD.extract(
        r"(?i)(?:^|\s)(?:dưới|trong|vượt(?:\s+(?:quá|qua))?|với|sát|gần|chạm)\s+"
        r"((?:mức\s+)?(?:trần|ngưỡng|giới\s+hạn|hạn\s+mức)\s[^,;:()§]{3,70}?)\s*\((?:\s*(?:dưới|tối\s+đa|là))?\s*$",
        1,
    )
    return only_where(figures, (pl.col("kind") == "level") & _LEAD.contains("(", literal=True), told)


def _besides(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "nghĩa vụ trả nợ 154.000 tỷ đồng (chưa kể vay để đảo nợ 95.000 tỷ đồng)": what is left out."""
    told = _LEAD.extract(
        rf"(?i)(?:^|[\s(,])(?:chưa|không)\s+(?:kể|bao\s+gồm|gồm|tính)\s+(?:cả\s+|khoản\s+|phần\s+)?(\p{{Ll}}+\s+\p{{L}}[^,;:()§]{{2,50}}?)"
        rf"(?:\s+(?:là|{grammar.bound}))*\s*$",
        1,
    )
    money = (pl.col("kind") == "level") & _UNIT.is_in(MONEY)
    return only_where(figures, money & _LEAD.contains(r"(?i)(?:chưa|không)\s+(?:kể|bao|gồm|tính)\s"), told)


def _where_it_rose(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "IIP 4 tháng tăng ở 58/63 tỉnh, thành phố": the provinces in which it rose."""
    told = _LEAD.extract_groups(
        rf"(?i)(?:^|[,;:]\s*)(\p{{L}}[\p{{L}}\s]{{1,40}}?)\s+(?:§+\s+)?(tăng|giảm)(?:\s+(?:nhẹ|mạnh|khá))?\s+(?:ở|tại|trên)(?:\s+(?:cả|{grammar.bound}))*\s*$"
    ).struct
    named = pl.format("{} có {} {}", pl.col("thing"), told["1"], told["2"])
    places = (pl.col("kind") == "level") & _UNIT.is_in(PLACES) & _HAS_THING
    return only_where(figures, places & _LEAD.contains(r"(?i)(?:tăng|giảm)\s"), named)


def _of_topic(grammar: Grammar) -> pl.Expr:
    """ "Về hạ tầng số: 100% xã có mạng truyền số liệu": a topic measures nothing, nor does a place before a colon."""
    topic = (
        r"(?i)^\W*(?:về|đối\s+với|công\s+tác|lĩnh\s+vực|khảo\s+sát|báo\s+cáo|nghiên\s+cứu)\s[^:;]{2,80}:\s*$|"
        r"^\W*(?:về|trong\s+lĩnh\s+vực)\s[^:;,]{2,60},\s*$|"
        rf"^\W*(?-i:\p{{Lu}}\p{{L}}*(?:\s\p{{Lu}}\p{{L}}*){{0,3}}):\s*(?:(?:{grammar.bound})\s+)*$"
    )
    rate = _OWN.str.contains(r"(?i)t[ỷỉ]\s+(?:lệ|trọng|suất)")
    # "Kho bạc Nhà nước: Gần 100% giao dịch không dùng tiền mặt": who tells of it.
    office = rf"^\W*\p{{Lu}}[\p{{L}}&.-]*(?:\s[\p{{L}}&.-]+){{1,5}}:\s*(?i:(?:{grammar.bound})\s+)*$"
    told = _LEAD.contains(office) & ~_OWN.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)")
    told = told & (_THING.str.count_matches(r"\S+") >= 3) & ~pl.col("follows")
    return (_LEAD.contains(topic) | told) & ~rate.fill_null(False)


def _reaches_part(grammar: Grammar) -> pl.Expr:
    """ "tỉnh đạt 92% dân số tham gia bảo hiểm", "ngành đã kết nối 98% số trạm": a part of what stands after it."""
    reached = _LEAD.contains(rf"(?i)(?:^|[\s,])đạt(?:\s+(?:được|tới|{grammar.bound}))*\s*$")
    done = pl.col("headed") & _LEAD.contains(
        rf"(?i)\sđã\s+\p{{Ll}}+(?:\s+\p{{Ll}}+){{0,3}}?(?:\s+(?:tới|{grammar.bound}))*\s*$"
    )
    measure = _OWN.str.contains(
        rf"(?i)^(?:{grammar.measures}|kết\s+quả|tiến\s+độ|điểm|(?:độ\s+)?(?:bao\s+)?phủ)(?:\s|$)|(?:^|\s)độ\s+(?:bao\s+)?phủ(?:\s|$)|(?:^|\s)(?:(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|mức|chỉ\s+số|tốc\s+độ)(?:\s|$)"
    )
    named = _THING.str.contains(r"^\p{Ll}{2,}\s+\p{L}") & ~_THING.str.contains(
        r"(?i)^(?:so|trong|vào|tại|ở|trên|của|theo|và|với|cao|thấp|lợi|tổng|gdp|grdp)\s"
    )
    reached_by = (_UNIT == "percent") & _HAS_THING & _OWN.is_not_null() & ~measure & named
    return (reached_by & (reached | done)).fill_null(False)


def _part_of_thing() -> pl.Expr:
    """ "đạt tỷ lệ 35% lực lượng lao động tham gia BHXH": the rate of what stands after it."""
    rated = _LEAD.contains(r"(?i)(?:đạt|với|ở|có)\s+(?:tỷ|tỉ)\s+lệ(?:\s+\p{Ll}+)?\s*$")
    named = _HAS_THING & (_THING.str.count_matches(r"\S+") >= 3)
    return ((_UNIT == "percent") & (pl.col("kind") == "level") & rated & named).fill_null(False)


def _part_reached() -> pl.Expr:
    """The part by its thing, and by whose it is where that is short."""
    thing = _THING.str.replace(r"(?i)^(?:tỷ|tỉ)\s+lệ\s+", "")
    short = _OWN.str.count_matches(r"\S+") <= 5
    return pl.format("tỷ lệ {}{}", thing, pl.when(short).then(pl.lit(" ") + _OWN).otherwise(pl.lit("")))


def _fields_worked(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "nông dân đã thu hoạch 98 nghìn ha": the area harvested, whoever did it; null where a noun tells the crop or area."""
    area = (pl.col("kind") == "level") & _UNIT.is_in(grammar.areas)
    work = r"thu\s+hoạch|gieo\s+(?:cấy|trồng|sạ)|xuống\s+giống|trồng\s+mới|tái\s+canh|làm\s+đất|trồng\s+rừng|gặt|thả\s+nuôi|gieo|cấy|trồng"
    done = rf"(?i)(?:^|,|\s)\s*(?:đã|đang|sẽ|(?-i:^[^,;:()]{{0,40}},)|(?:tỉnh|nước|phương|dân|huyện|thành\s+phố|vùng|xã)(?:\s+các\s+tỉnh)?)\s+((?:{work})(?:\s+\p{{Ll}}+){{0,3}}?)(?:\s+(?:được|xong|{grammar.bound}))*\s*$"
    figures, told = only_where(figures, area.fill_null(False), pl.col("lead").str.extract(done, 1))
    named = _OWN.str.contains(r"(?i)(?:^|\s)(?:diện\s+tích|năng\s+suất|sản\s+lượng)(?:\s|$)")
    # "đã xuống giống 1,5 triệu ha lúa hè thu": of that crop.
    crop = pl.when(~pl.col("only_unit")).then(_THING.str.extract(r"^\S+\s+(\p{Ll}.*)$", 1))
    worked = pl.concat_str([pl.lit("diện tích"), told.str.to_lowercase(), crop], separator=" ", ignore_nulls=True)
    whole = told.is_not_null() & ~named.fill_null(False) & (pl.col("only_unit") | crop.is_not_null())
    return figures, pl.when(whole).then(worked)


def _able(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "nhà máy có công suất 500 xe/ngày": the capacity of what has it, whatever it is counted in."""
    measure = r"(?:tổng\s+)?(?:công\s+suất|năng\s+lực|sức\s+chứa|dung\s+tích|trọng\s+tải)(?:\s+(?:thiết\s+kế|lắp\s+đặt|khai\s+thác|tối\s+đa|phát\s+điện|chế\s+biến|sản\s+xuất|phục\s+vụ|tiếp\s+nhận))?"
    bounds = rf"(?:\s+(?:đạt|là|{grammar.bound}))*\s*$"
    counts = (
        (pl.col("kind") == "level")
        & _COUNTED
        & _LEAD.contains(r"(?i)công\s+suất|năng\s+lực|sức\s+chứa|dung\s+tích|tải")
    )
    whose = rf"(?i)(?:^|[,;:§]\s*)([\p{{L}}][^,;:()§]{{2,70}}?)\s+(?:(?:đã|sẽ|hiện)\s+)*có\s+({measure}){bounds}"
    alone = _LEAD.extract(rf"(?i)(?:^|[,;]\s*|\s(?:với|có)\s+)({measure}){bounds}", 1)
    return only_where(figures, counts, pl.coalesce(_turned(whose), alone))


def _most(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Đắk Lắk là tỉnh có diện tích lớn nhất (213 nghìn ha)", "VNPT có thị phần cao nhất (": what it has most of."""
    who = r"(?:tỉnh|nước|địa\s+phương|thị\s+trường|vùng|huyện|doanh\s+nghiệp|ngân\s+hàng|công\s+ty)"
    told = rf"(?:^|[,.;:§]\s*)(\p{{Lu}}[^,;:()§]{{1,40}}?)(?:\s+là\s+{who})?\s+có\s+([^,;:()§]{{3,60}}?)\s+(?:lớn|cao|nhiều|đông|thấp)\s+nhất\s*\(\s*$"
    level = (pl.col("kind") == "level") & _LEAD.ends_with("(")
    return only_where(figures, level, _turned(told))


def _turned(pattern: str) -> pl.Expr:
    """The second group of ``pattern`` in a lead, and then the first: the measure of what has it."""
    groups = _LEAD.extract_groups(pattern).struct
    return pl.format("{} {}", groups.field("2"), groups.field("1"))


def _begins_with_unit() -> pl.Expr:
    unit = pl.col("unit_word").str
    longer = _OWN.str.count_matches(r"\S+") > unit.count_matches(r"\S+")
    return _OWN.str.to_lowercase().str.starts_with(unit.to_lowercase().fill_null("§")) & longer


def _traded(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Whether goods are traded by the subject, and the verb of it."""
    traded = _OWN.str.contains(_TRADE) & ~_OWN.str.contains(r"(?i)(?:lượng|ngạch|giá|thu)\s+(?:xuất|nhập)")
    # "các doanh nghiệp đã nhập khẩu 7 triệu tấn xăng dầu": the trader is no measure's owner.
    figures, (traded, owned) = distinctly(
        figures, "own", traded.fill_null(False), _OWN.str.extract(r"(?i)^((?:xuất|nhập)\s+khẩu)\s", 1)
    )
    figures, (ends,) = distinctly(figures, "context", pl.col("context").str.extract(_TRADE, 1))
    return figures, traded | (owned == ends).fill_null(False), pl.coalesce(_OWN.str.extract(_TRADE, 1), ends)


def _subject_is_count(grammar: Grammar) -> pl.Expr:
    """ "tổng số lao động đăng ký 874 nghìn người": the subject is the count."""
    tallies = rf"(?i)^(?:{grammar._cues('tally')})\s|^(?:{grammar._cues('bare')})$|^(?:quy\s+mô\s+)?dân\s+số(?:\s|$)"
    others = (
        r"(?i)^số\s+(?:này|đó|trên|còn)(?:[^\p{L}]|$)|^(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)$"
        r"|^lực\s+lượng\s+(?:chức|công|hải|kiểm|biên|cảnh|csgt|quản|vũ|quân)(?:\s|$)"
    )
    return (
        _LEFT
        & _COUNTED
        & pl.col("only_unit")
        & _OWN.str.contains(tallies)
        & ~_OWN.str.contains(others)
        # "vốn đăng ký của 34,9 nghìn doanh nghiệp": whose it is, is a count of its own.
        & ~_LEAD.strip_chars_end().str.ends_with(" của")
    )


def _share_of_thing() -> pl.Expr:
    """Whether it is a percentage of the thing after it: "có 30% doanh nghiệp"."""
    listed = _LEAD.contains(r"(?i)(?:,|(?:^|\s)và|(?:^|\s)có)\s*$")
    opened = ~pl.col("headed") & _LEAD.contains(r":\s*$")
    return (_UNIT == "percent") & (~_LINKED | listed | opened)


def _unknown_count(grammar: Grammar) -> pl.Expr:
    """ "phát hiện trên 9.800 khoản chi chưa đủ thủ tục": what is counted, known as a unit or not."""
    done = _LEAD.contains(rf"(?i)\s(?:đã|đang)\s+\p{{Ll}}+(?:\s+\p{{Ll}}+)?(?:\s+(?:{grammar.bound}))?\s*$")
    return (
        _HAS_THING
        & _UNIT.is_null()
        & (pl.col("scale").is_null() | ~_OWN.str.contains(" ", literal=True) | done)
        & ~_LINKED
        & ~pl.col("headed").fill_null(False)
        & _THING.str.contains(r"^\p{Ll}+\s+\p{L}")
        & ~_THING.str.contains(rf"(?i)^(?:bị|phải|{grammar.function_words})\s")
        & pl.col("raw").str.contains(r"^\d{2,}|^\d+\.\d{3}")
    )


def _there_is(grammar: Grammar) -> pl.Expr:
    """ "có 300 tỷ đồng nợ xấu": what there is, stands after it."""
    amount = (pl.col("kind") == "level") & _UNIT.is_in(MONEY) & _OWN.is_null()
    there_is = amount & _LEAD.contains(rf"(?i){EDGE}có(?:\s+(?:{grammar.bound}|tới|đến))?\s*$")
    # "khoảng 119.000 tỷ đồng trái phiếu sẽ đáo hạn": the subject opens its clause.
    opens = amount & ~pl.col("follows") & _LEAD.contains(rf"(?i)(?:^|,)[\s§]*(?:(?:{grammar.bound})\s+)*$")
    does = pl.col("rest").str.contains(r"(?i)^\s+(?:\p{Ll}+\s+){2,6}(?:sẽ|đã|đang|được|bị|đến\s+hạn|đáo\s+hạn)\s")
    return there_is | (opens & does & _THING.str.contains(r"^\p{Ll}{2,}\s+\p{Ll}"))
