"""Names that a construction of its own gives to a figure, whatever else stands around it."""

from __future__ import annotations

import polars as pl

from pipelines.language.generic_labels import JUDGED
from pipelines.language.grammar import Grammar
from pipelines.language.last_clauses import without_members
from pipelines.language.lent_names import leaders, sides_of_budget
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous
from pipelines.language.steps import once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")
_AMOUNT = _LEVEL & _UNIT.is_in(MONEY)
_LEAD, _REST = pl.col("lead").str, pl.col("rest").str
_UNHEADED = ~pl.col("headed").fill_null(False)

_Named = tuple[pl.DataFrame, pl.Expr]


def told_plainly(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add told: the name that a construction of its own gives the figure, whatever else stands around it."""
    figures, spanning = _spanning(figures, grammar)
    figures, of_it = _said_of_it(figures, grammar)
    figures, entitled = _entitled(figures, grammar)
    figures, bracketed = _named_bracket(figures, grammar)
    figures, opened = _measured_before(figures, grammar)
    figures, sided = sides_of_budget(figures)
    figures, led = leaders(figures)
    figures, grown = _grown_after(figures, grammar)
    figures, bought = _bought(figures, grammar)
    told = pl.coalesce(
        grown,
        bought,
        _adds(),
        led,
        sided,
        _ranked(grammar),
        bracketed,
        opened,
        pl.when(_LEVEL).then(_told_after(grammar)),
        entitled,
        of_it,
        spanning,
        _whole_of_share(),
    )
    return without_steps(figures.with_columns(told.alias("told")))


def _measured_before(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "cao hơn vốn thực hiện (20,4 tỷ USD)", "chi phí vận tải (12 tỷ đồng) và lãi vay": the measure before the bracket."""
    joint = r"(?:^|[,;:§]\s*|\s(?:hơn|với|và|gồm|là|do|nhờ|bằng|như|cả|của|thì|nhưng)\s+)"
    aside = r"(?:(?:mức|con\s+số|dự\s+kiến|khoản|các\s+khoản|riêng|cả)\s+)*"
    told = _LEAD.extract(rf"(?i){joint}{aside}((?:{grammar.measures})(?:\s+[\p{{L}}-]+){{0,8}}?)\s*(?:§+\s*)?\(\s*$", 1)
    asked = _LEVEL & ~pl.col("prior") & ~pl.col("converted") & _LEAD.contains(r"[\p{L}§]\s*\(\s*$")
    figures, told = only_where(
        figures, asked & _UNIT.is_in([*MONEY, "percent", *grammar.measuring_units]), reveal(told)
    )
    nothing = r"(?i)^\S+$|^(?:số|mức|tổng|lượng|giá\s+trị|trị\s+giá)(?:\s+(?:số|ước|thực|hiện|đạt|này|đó|trên|trước|cùng|kỳ))*$"
    says = rf"(?i)\s(?:đạt|là|ước|có|được|sẽ|đã|{grammar.direction})(?:\s|$)"
    return figures, pl.when(~told.str.contains(nothing) & ~told.str.contains(says)).then(
        told.str.replace(r"\s*§+.*$", "")
    )


def _whole_of_share() -> pl.Expr:
    """ "chiếm 38% tổng lượng kiều hối của cả nước (13,8 tỷ USD)": the whole itself."""
    return pl.when(_LEVEL & pl.col("kind").pipe(previous).eq("share")).then(
        _LEAD.extract(r"(?i)^\s*(?:của\s+|trong\s+)?(tổng\s[^,;()§]{3,90}?)\s*\(\s*$", 1)
    )


def _spanning(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "lợi nhuận của 29 ngân hàng đạt 72.000 tỷ đồng": the count stands inside the subject."""
    figures, among = only_where(figures, _LEAD.contains("gồm ", literal=True), without_members(pl.col("lead"), grammar))
    lead = pl.coalesce(among, "lead")
    spanned = (
        pl.col("headed").pipe(previous)
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\s(?:của|tại|từ|qua|trên)(?:\s+(?:cả|hơn|gần))?\s*$")
        & ((pl.col("kind").pipe(previous) == "level") | (pl.col("rule").pipe(previous) == "salient"))
        & lead.str.contains(
            rf"(?i)^[^,;:()]{{0,60}}?\s(?:{grammar.verbs}|tăng|giảm|dương|âm)(?:\s+\p{{L}}+){{0,3}}\s*$"
        )
        & _UNHEADED
    )
    figures, makes = _making(figures, grammar)
    spanned = spanned | makes.is_not_null()
    spanned = spanned | ((pl.col("rule").pipe(previous) == "named_in") & (_UNIT == "percent"))
    before = pl.coalesce(makes, pl.col("own").pipe(previous))
    thing = pl.col("thing").pipe(previous).str.extract(r"^((?:\S+\s*){1,6})", 1)
    # "Ngân hàng Lam Sơn với 120 chi nhánh đạt lợi nhuận 34 tỷ đồng": the profit is the bank's.
    having = rf"(?:^|[,;:.§]\s*)(\p{{L}}[^,;:.()§]{{1,50}}?)\s+với(?:\s+(?:{grammar.bound}))*\s*$"
    figures, before_it = once(figures, pl.when(makes.is_not_null()).then(pl.col("lead").pipe(previous)))
    figures, holder = only_where(figures, before_it.is_not_null(), reveal(before_it.str.extract(having, 1)))
    owner = pl.coalesce(holder, thing)
    subject = pl.concat_str([before, pl.lit("của"), owner], separator=" ", ignore_nulls=True)
    return figures, pl.when(spanned.fill_null(False)).then(subject)


def _making(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "Khối 19 tập đoàn ước đạt doanh thu 1.136 tỷ đồng": what so many of them make, or hold."""
    has = r"\s(?:đạt|báo|ghi\s+nhận|thu\s+về|có|giữ|nắm\s+giữ)\s+"
    ends = rf"(?:\s+(?:ở\s+mức|\p{{Ll}}+\s+con\s+số|là|đạt|{grammar.bound}))*\s*$"
    makes = _LEAD.extract(
        rf"(?i)^[^,;:()§]{{0,60}}?{has}((?:tổng\s+)?(?:{grammar.flows})(?:\s+\p{{Ll}}+){{0,3}}?){ends}", 1
    )
    rate = _LEAD.extract(
        rf"(?i)^[^,;:()§]{{0,60}}?{has}((?:thị\s+phần|(?:tỷ|tỉ)\s+(?:lệ|suất))(?:\s+\p{{Ll}}+){{0,5}}?){ends}", 1
    )
    makes = pl.when(_UNIT == "percent").then(rate).otherwise(makes)
    counted_before = pl.col("counted").pipe(previous).fill_null(False)
    amount = _AMOUNT | (_LEVEL & (_UNIT == "percent"))
    return only_where(figures, amount & counted_before & pl.col("follows") & (_UNHEADED | (_UNIT == "percent")), makes)


def _grown_after(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "Phần mềm giúp giảm 30% chi phí vận hành": what falls stands after the amount."""
    after = _REST.extract(
        rf"(?i)^\s+((?:{grammar.head})\s+\p{{L}}+(?:\s+\p{{L}}+){{0,5}}?|chi\s+phí|năng\s+suất|doanh\s+thu|lợi\s+nhuận|sản\s+lượng|thời\s+gian)"
        r"(?:\s+(?:so|và|hoặc|trong|cho|nhờ|do|vì|từ|để|nhằm|cũng|đồng|tại|khi|nếu|mỗi|trên|ở|với|theo)(?:\s.*)?)?\s*(?:[,;.:()§]|$)",
        1,
    )
    grows = _LEAD.contains(rf"(?i)(?:tăng|giảm|tiết\s+kiệm|cắt)(?:\s+(?:thêm|tới|đến|được|{grammar.bound}))*\s*$")
    change = (pl.col("kind") == "change") & (_UNIT == "percent") & _UNHEADED
    return only_where(figures, change & grows, reveal(after))


#: A clause that only tells who deals at the price: ", thương lái thu mua quanh mốc".
DEALT = r",\s[^,;:()]*(?:thu\s+mua|mua\s+(?:vào|với|ở)|bán\s+(?:ra|với|ở)|giao\s+dịch)(?:\s[^,;:()]{0,30})?$"


def _bought(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "Giá heo hơi miền Nam tăng nhẹ, thương lái thu mua quanh mốc 58.000 đồng/kg": that price."""
    told = _LEAD.extract(
        r"(?i)(?:^|[§.;,])\s*(giá\s[^,;:()§]{2,40}?)\s(?:§+\s*)?(?:(?:đang|tiếp\s+tục|lại|cũng|vẫn|đã)\s)*"
        rf"(?:tăng|giảm|đi\s+ngang|ổn\s+định|giữ|rớt|nhích|bình\s+ổn)[^;:()]*{DEALT}",
        1,
    )
    # "giảm 1.000 đồng/kg, thương lái thu mua ở mức 57.000 đồng/kg": of what fell.
    own = pl.coalesce(pl.col("own").pipe(previous), previous(pl.col("own").pipe(previous)))
    fell = (pl.col("kind").pipe(previous) == "change") & (_UNIT.pipe(previous) == _UNIT)
    before: pl.Expr = pl.when(fell & own.str.contains(r"(?i)^giá\s") & _LEAD.contains(rf"(?i)^[^;:()]*{DEALT}")).then(
        own
    )
    priced = _AMOUNT & pl.col("per_code").is_in(grammar.masses)
    figures, before = once(figures, before)
    figures, told = only_where(figures, priced & ~_LEAD.contains(r"(?i)giá(?:\s+\p{Ll}+){0,2}\s*$"), reveal(told))
    return once(figures, pl.when(priced).then(pl.coalesce(told, before)))


def _told_after(grammar: Grammar) -> pl.Expr:
    """ "52.340 tỷ đồng là số thu ngân sách": the sentence starts with the amount."""
    starts = rf"(?i)^\W*(?:(?:theo|trong|tính|đến|tới|năm|quý|tháng|§)[^,;:]*,\s*)?(?:có\s+|(?:{grammar.bound})\s+)*$"
    after = _REST.extract(
        r"(?i)^\s*(?:chính\s+)?là\s+(?:con\s+số\s+)?([^,;:.()§]{4,90}?)(?:\s+(?:tính|trong|vào|được|mà|so|tại\s+thời)(?:\s[^,;:.()]*)?)?\s*(?:[,;:.()§]|$)",
        1,
    )
    judged = _REST.contains(JUDGED)
    return pl.when(_LEAD.contains(starts) & ~judged & ~pl.col("counted").fill_null(False)).then(reveal(after))


def _said_of_it(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "Trong số 25.950 tỷ đồng đã giải ngân", "Còn khoảng 29.100 tỷ đồng phải giải ngân": what is said of the amount."""
    opens = _LEAD.contains(
        rf"(?i)(?:^|\s)trong\s+(?:tổng\s+)?số\s+(?:(?:{grammar.bound})\s+)*$|^\s*(?:hiện\s+)?(?:vẫn\s+)?còn\s+(?:(?:{grammar.bound})\s+)*$"
    )
    said = _REST.extract(
        r"(?i)^\s+((?:phải|chưa|cần|đã|được|vốn|tiền|nợ)\s[^,;:.()§]{3,50}?)\s*(?:[,;:.()§]|\strong\s|$)", 1
    )
    return only_where(figures, _AMOUNT & opens, reveal(said))


def _entitled(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "Hà Tiên: Hơn 320 tỷ đồng hỗ trợ người dân khôi phục sản xuất": what a headline's money is for."""
    opens = _LEAD.contains(
        rf"(?i)^[\s#*\"]*(?:(?-i:\p{{Lu}})[^:,;.()§]{{1,40}}:\s*)?(?:(?:có|cần|thêm|{grammar.bound})\s*)*$"
    )
    figures, entitled = only_where(
        figures,
        _AMOUNT & ~pl.col("follows") & pl.col("per_code").is_null() & opens,
        reveal(_REST.extract(r"^\s+(\p{Ll}[^,;:.()§]{6,70}?)\s*(?:[,;:.()§]|$)", 1)),
    )
    telling = ~entitled.str.contains(
        rf"(?i)^(?:là|được|đã|đang|sẽ|và|của|trong|tại|mỗi|nữa|trở|bị|{grammar.verbs}|{grammar.direction})\s"
    ) & (entitled.str.count_matches(r"\S+") >= 3)
    return figures, pl.when(telling).then(entitled)


def _ranked(grammar: Grammar) -> pl.Expr:
    """ "bỏ xa vị trí thứ hai là thanh long (485 triệu USD": the one named right before the bracket."""
    named = _LEAD.extract(
        r"(?i)(?:thứ\s+\p{Ll}+|vị\s+trí|đầu|sau|nhất|chủ\s+yếu|kế\s+tiếp|tiếp\s+theo|tiếp\s+(?:đến|đó)|kế\s+(?:đến|đó))[^,;:()]{0,30}\slà\s+([^,;:()§]{2,40}?|(?-i:\p{Lu})[^,;:()]{2,40}?)\s*(?:\(\s*|(?:với|đạt)(?:\s+(?:khoảng|gần|hơn|trên))?\s+)$",
        1,
    )
    # "huyện có tỷ lệ nghèo cao nhất là Mường Tè với 41%": that rate of who stands there.
    first = r"(?:cao|thấp|lớn|nhiều|đông|ít|nhỏ|tốt)\s+nhất[^,;:()]{0,30}\slà\s[^,;:()]*\(?\s*$"
    having = _LEAD.extract(
        rf"(?i)\s(?:có|đạt)\s+((?:{grammar.measures}|chỉ\s+số|số|mật\s+độ)\s[^,;:.()§]*?)\s+{first}", 1
    )
    ranked: pl.Expr = pl.when(_LEVEL).then(reveal(named))
    ranked = pl.when(having.is_not_null()).then(pl.format("{} của {}", reveal(having), ranked)).otherwise(ranked)
    # "Thị trường xuất khẩu gạo lớn nhất là Philippines với 1,1 tỷ USD": the trade in those goods.
    traded = _LEAD.extract(
        r"(?i)(?:thị\s+trường|quốc\s+gia|nước|(?:mặt|nhóm|nhóm\s+mặt)\s+hàng)\s+((?:xuất|nhập)\s+khẩu(?:\s+\p{Ll}+){0,4}?)"
        r"\s+(?:lớn|nhiều|cao)\s+(?:nhất|nhì|thứ\s+\p{Ll}+)[^,;:()]{0,40}\slà\s[^,;:()]*\(?\s*$",
        1,
    )
    traded = pl.when(_UNIT.is_in(MONEY) & traded.is_not_null()).then(pl.format("{} {}", reveal(traded), ranked))
    ranked = pl.coalesce(traded, ranked)
    # "tiếp theo là Brazil với 11 triệu ca mắc": so many things of its own.
    of_things = (
        pl.col("counted").fill_null(False) & pl.col("has_thing").fill_null(False) & _LEAD.contains(r"(?i)\svới(?:\s|$)")
    )
    return pl.when(of_things & having.is_null()).then(pl.format("{} {}", "thing", ranked)).otherwise(ranked)


def _named_bracket(figures: pl.DataFrame, grammar: Grammar) -> _Named:
    """ "bất động sản (1,16 tỷ USD, giảm 61%) và dệt may, da giày (452 triệu USD)": each names its own bracket."""
    named = _LEAD.extract(
        r"(?:^\s*\)\s*(?:[,;]|,?\s*và|còn)|:|\s(?:như|gồm))\s+(?:(?:trong\s+khi|còn|riêng)\s+)?(\p{Ll}[^;:()§]{1,60}?)\s*\(\s*$",
        1,
    )
    figures, bracketed = only_where(
        figures,
        _LEVEL & (pl.col("depth") > 0) & (_UNIT.is_in(MONEY) | _UNIT.is_in(grammar.masses)),
        reveal(named),
    )
    priced = _UNIT.is_in(MONEY) & pl.col("per_code").is_in(grammar.masses)
    return figures, pl.when(priced.fill_null(False)).then(pl.format("giá {}", bracketed)).otherwise(bracketed)


def _adds() -> pl.Expr:
    """ "mức cao nhất từ năm 2011 [2] và góp 2,8 điểm phần trăm"."""
    adding = _LEAD.contains(r"(?i)(?:^|[\s,])(?:và|,)\s+đóng\s+góp(?:\s+\p{Ll}+)?\s*$")
    points = _LEVEL & (_UNIT == "percentage_point") & pl.col("follows")
    return pl.when(points & adding).then(pl.lit("đóng góp"))
