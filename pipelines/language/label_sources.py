"""Where the name of a figure may come from: the thing counted, the place of a list, its weight or not."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.label_ends import without_loose_ends
from pipelines.language.left_phrases import IN_TURN
from pipelines.language.mask import reveal
from pipelines.language.phrases import JOINT, held_together, named_whole, spelled, tidy, without_tail
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, for_each, once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def _plain_context(contexts: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add plain_context: the words before a figure without what leads to it, null where too few are left."""
    told = (
        without_tail(held_together(named_whole(pl.col("context"), grammar), grammar), grammar)
        .str.replace(r"(?i)(?:\s|^)(?:tổng\s+số|tổng\s+cộng|có|(?:đạt\s+)?t[ỷỉ]\s+lệ|đã\s+(?:làm|khiến)|khiến)$", "")
        # "Về giao thông, 19 điểm bị ngập": a topic names nothing.
        .str.replace(r"(?i)^(?:.*[,;§]\s*)?(?:về|đối\s+với|xét\s+(?:về|theo))\s[^,§]{2,40},?\s*$", "")
        # "Về thương hiệu, Trường Hải bán": it does not.
        .str.replace(r"(?i)^(?:về|đối\s+với|xét\s+(?:về|theo))\s[^,§]{2,60},\s*(\S+\s+\S)", "${1}")
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')}|số\s+(?:này|đó))(?:[\s,§]+|$))+", "")
        .str.replace(IN_TURN, "")
        .str.replace(rf"(?i)^(?:.*\s)?(?:{grammar._cues('saying')})(?:\s+(?:đã|sẽ|là|rằng))*\s*(?:,\s*|\s|$)", "")
    )
    contexts, told = once(contexts, told)
    # What stands before a date between commas opens the sentence: "Theo báo cáo của A, đến hết tháng 6, cả nước có".
    told = told.str.replace(r"^.*(?:§+|,)\s*,\s*(\S.*\p{L}{2})", "${1}")
    contexts, told = once(contexts, told)
    told = told.str.replace(r"(?i)^(?:về|đối\s+với|xét\s+(?:về|theo))\s[^,]{2,60},[\s§,]*(\S+\s+\S)", "${1}")
    # "Sau 8 năm có mặt tại Lào, hãng đã dựng": what opens the sentence tells of no count.
    told = told.str.replace(
        r"(?i)^[\s§]*(?:(?:có\s+)?mặt|hoạt\s+động|triển\s+khai|phát\s+triển|thành\s+lập|hình\s+thành|thực\s+hiện|vận\s+hành|ra\s+mắt|kinh\s+doanh|đầu\s+tư)(?:\s[^,]{1,50})?,\s*(\S.*\p{L}{2})",
        "${1}",
    )
    # "không duy trì đội thu ngân và mở rộng hợp tác với 30 ngân hàng": what is done with them.
    told = told.str.replace(
        r"(?i)^.*\svà\s((?:mở\s+rộng\s+|tăng\s+cường\s+)?(?:hợp\s+tác|liên\s+kết|kết\s+nối|phối\s+hợp|ký\s+kết)(?:\s+\p{Ll}+){0,2})$",
        "${1}",
    )
    contexts, told = once(contexts, told)
    last_clause = told.str.extract(r",\s([^,\s]+(?:\s[^,\s]+){2,})$", 1)
    told = pl.when(told.str.count_matches(r"\S+") > 8).then(pl.coalesce(last_clause, told)).otherwise(told)
    told = told.str.replace(r"(?i)^(?:đối\s+với|trong|về|tại|ở)\s+(?:lĩnh\s+vực|mảng|ngành)\s.*$", "")
    told = told.str.replace(r"(?i)^(?:cũng\s+)?theo\s[^,]*(?:$|,\s*)", "").str.replace(
        r"(?i)^(?:trung\s+bình\s+|bình\s+quân\s+)?mỗi\s+(?:ngày\s+đêm|ngày|tuần|tháng|quý|năm|giờ)\s*,?\s*", ""
    )
    contexts, told = once(contexts, told)
    # "công an phát hiện": a joined word is no loose end.
    told = without_loose_ends(told, grammar).str.replace_all(JOINT, " ", literal=True).str.replace(r"(?i)^ngược$", "")
    # "Trong kỳ, Sở đã cấp mới 25 dự án": what was done, not by whom.
    told = told.str.replace(r"(?i)^(?:trong\s+)?kỳ\s*,\s*", "").str.replace(_OFFICE, "")
    told = _without_act(told)
    contexts, told = once(contexts, told)
    told = pl.when(~told.str.contains(r"^\s*\d")).then(told)
    plain = pl.when(
        told.str.contains(
            r"\p{L}{2}.*\s\p{L}{2}|^\s*\p{Ll}{2,}\s[\x{E010}-\x{E019}]+$|^\s*\p{Lu}\p{L}{3,}$|^\s*T[Pp]\.?\s?\p{Lu}{2,4}$|^\s*\p{Lu}{2,}[.-]\p{Lu}\p{L}+$|^\s*(?:Úc|Anh|Đức|Nga|Lào|Bỉ|Mỹ|EU|Áo|Ý|Séc|Huế)$|(?i)^(?:nam|nữ|chết)$"
        )
    ).then(tidy(spelled(told)))
    return without_steps(contexts.with_columns(plain.alias("plain_context")))


def _without_act(told: pl.Expr) -> pl.Expr:
    """The words before a figure without the verb that only leads to it."""
    # "mưa lũ tại miền Trung làm"; but "tạo việc làm".
    # … and "Hàn Quốc dẫn đầu với 395 dự án".
    acts = told.str.replace(
        r"(?i)\s+(?:(?:đã\s+)?(?:làm|khiến|gây(?:\s+ra)?)|(?:tiếp\s+tục\s+|vẫn\s+)?(?:(?:dẫn|đứng)\s+đầu"
        r"|(?:là\s+(?:nơi|địa\s+phương|tỉnh)\s+)?(?:có\s+(?:số\s+\p{Ll}+\s+(?:\p{Ll}+\s+)?)?)?(?:nhiều|cao|đông)\s+nhất))$",
        "",
    )
    # "thu hút sự quan tâm của doanh nghiệp với 1.500 người tham dự"
    acts = acts.str.replace(
        r"(?i)(?:^|\s+)(?:thu\s+hút|nhận)\s+(?:được\s+)?(?:nhiều\s+)?sự\s+(?:quan\s+tâm|chú\s+ý|tham\s+gia)(?:\s.*)?$",
        "",
    )
    return pl.when(told.str.contains(r"(?i)\s(?:việc|đi|nghề)\s+làm$")).then(told).otherwise(acts)


#: An office, up to what it has done.
_OFFICE = (
    r"^(?:Sở|Cục|Chi cục|Bộ|Công an|UBND|Ban|Phòng|Trung tâm|(?:[Cc]ác |[Nn]gành |[Cc]ơ quan |[Ll]ực lượng )chức năng)(?:\s\p{L}+){0,6}?"
    r"\s+(?:đã|vừa)\s+"
)


def described(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add described: the thing counted, with the words before it where it is short."""
    # "41 đợt phát hành trái phiếu trị giá 63 tỷ đồng"
    thing = pl.col("thing").str.replace(
        r"(?i)\s+(?:có\s+|với\s+)?(?:tổng\s+)?(?:trị\s+giá|giá\s+trị|tỷ\s+lệ|(?-i:dương|âm))$"
        # "12 hộ vay vốn với tổng số tiền": what they cost is told next.
        r"|\s+với\s+(?:tổng\s+)?(?:số\s+tiền|kinh\s+phí|số\s+vốn|vốn|dư\s+nợ|doanh\s+số|diện\s+tích|mức)(?:\s+\p{Ll}+){0,2}$",
        "",
    )
    # "12 triệu sản phẩm mỗi quý": how often names nothing.
    often = r"(?i)(?:\s+(?:mỗi|hằng|hàng)\s+|/)(?:ngày|tháng|quý|năm|tuần|giờ)(?:\s+đêm)?$"
    figures = figures.with_columns(
        pl.when(pl.col("counted")).then(thing.str.replace(often, "")).otherwise("thing").alias("thing")
    )
    figures, (words,) = distinctly(figures, "thing", pl.col("thing").str.count_matches(r"\S+"))
    short = words <= 3
    figures, listed = _beside(figures, grammar)
    figures = for_each(figures, ["context"], lambda contexts: _plain_context(contexts, grammar))
    plain_own = pl.col("plain_context")
    # A measure told before is none of what the next count is of.
    measure = plain_own.str.contains(
        rf"(?i)^(?:{grammar.flows}|dân\s+số|diện\s+tích|(?:tổng\s+)?(?:số\s+)?vốn)(?:\s|$)|\sdiện\s+tích$|^(?:làm\s+)?(?:chết|bị\s+thương|mất\s+tích)$"
        # "Cục An ninh ghi nhận 520 vụ, gồm 120 vụ lừa đảo": nor is who records them.
        r"|^(?-i:Trung\s+tâm|Cục|Chi\s+cục|Sở|Bộ|Ban|Công\s+an|Đội|Thanh\s+tra|Viện)\s"
    )
    # What stands before a bracket is not lent to the counts in it.
    lent = pl.when(measure).then(pl.lit("")).otherwise(plain_own).forward_fill().over(*HERE, "paren").replace("", None)
    context = pl.coalesce(plain_own, pl.when(listed).then(lent))
    figures, context = once(figures, context)
    percent_of_thing = (_UNIT == "percent") & ~pl.col("is_linked") & (words <= 2)
    low, named = context.str.to_lowercase(), pl.col("thing").str.to_lowercase()
    # "Lĩnh vực báo chí: cả nước có 127 báo": no newspapers are named there.
    opens = low.str.replace(r"^(?:tổng\s+)?số\s+", "").str.starts_with(named)
    whole = (
        pl.when(low.str.contains(named, literal=True) & (named.str.contains(" ", literal=True) | opens))
        .then(context)
        .otherwise(pl.format("{} {}", "thing", context))
    )
    # "từ tài khoản của 43/46 ngân hàng": what is of them does not name them.
    apart = pl.col("lead").str.contains(
        rf"(?i)(?:^|\s)(?:của|trong(?:\s+tổng)?\s+số)(?:\s+(?:{grammar.bound}|cả))*\s*$"
    )
    told = short & (pl.col("counted") | percent_of_thing) & context.is_not_null() & ~apart
    figures, whole = only_where(figures, told, whole)
    figures, described = once(figures, pl.coalesce(whole, "thing"))
    described = (
        pl.when((_UNIT == "percent") & ~described.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"))
        .then(pl.format("tỷ lệ {}", described))
        .otherwise(described)
    )
    thing = pl.when(_LEVEL).then(described).otherwise("thing")
    return without_steps(figures.with_columns(thing.alias("described")).drop("plain_context"))


def _beside(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether it stands beside the thing before it, and what was told of that is told of it."""
    joined = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:và|cùng|với|cùng\s+với)?\s*(?:{grammar.bound})?\s*$"
    ) & pl.col("follows")
    # "5 tổ chức đảng và 96 đảng viên": what the thing before ends with stands between.
    between = pl.col("lead").str.extract(
        rf"(?i)^\s(\p{{L}}+(?:\s\p{{L}}+)?)\s+(?:và|cùng)\s+(?:{grammar.bound})?\s*$", 1
    )
    figures, between = only_where(
        figures, pl.col("follows") & pl.col("lead").str.contains_any([" và ", " cùng "]), between
    )
    # "4 ngân hàng (Vietcombank, BIDV) và 6 trung gian thanh toán": a bracket tells who the first are.
    bracket = pl.col("lead").str.contains(
        rf"(?i)^\s[^,;:()§]{{0,40}}\([^()]*\)\s*(?:,|và|cùng)\s*(?:{grammar.bound})?\s*$"
    )
    figures, bracket = only_where(figures, pl.col("follows") & pl.col("lead").str.contains(")", literal=True), bracket)
    return figures, joined | bracket.fill_null(False) | previous(pl.col("thing")).str.ends_with(between).fill_null(
        False
    )


#: What opens no member of a list: the clause goes on.
_NO_MEMBER = "trong|với|do|theo|nhưng|riêng|còn|tăng|giảm|chiếm|đạt|bằng|cao|thấp|cùng|tại|ở|từ|của|là|có|khi|để|nhờ|song|đến|sau|trước|tiếp|kế|kèm"


def placed(figures: pl.DataFrame) -> pl.DataFrame:
    """Add place: of "Hà Nội (1.000), Bình Phước (998)", whose count each is."""
    place = pl.col("left").str.extract(
        r"(?:^.*(?:[,;:)]|\s(?:và|là|như|tại|ở|gồm|sau|trên|vượt)\s)|^)\s*"
        r"((?:(?:quận|huyện|thị xã|thành phố|tỉnh|phường|xã|TP\.?) )?\p{Lu}[^(),;:]{1,40}?|quận [\x{E010}-\x{E019}]+)\s*\(\s*-?\s*$",
        1,
    )
    # "); Nghệ thuật, vui chơi và giải trí (1.109, tăng 76,3%)": an item of a semicolon list is one name.
    item = pl.col("left").str.extract(r"^[^(;]*\)\s*;\s*(\p{Lu}[^();:]{1,70}?)\s*\(\s*-?\s*$", 1)
    # "Huế đứng thứ hai (0,58 điểm)": who stands there.
    ranked = pl.col("left").str.extract(
        r"(?:^|[,;.]\s(?:còn |và )?)\s*(\p{Lu}[^(),;:.]{1,40}?)\s+(?:(?:đứng|xếp|giữ)\s+)(?:(?:ở\s+)?vị\s+trí\s+)?"
        r"(?:(?:thứ|hạng)\s+\p{Ll}+|nhất|nhì|đầu(?:\s+bảng)?|cuối(?:\s+bảng)?|kế\s+tiếp)\s*\(\s*$",
        1,
    )
    # "thường mua giày dép (64%), đồ chơi trẻ em (51%)": each thing has its own percent.
    member = pl.col("left").str.extract(r"^%\)\s*(?:,|;|,?\s+và)\s+(\p{Ll}\p{L}*\s\p{L}[^();:§]{0,60}?)\s*\(\s*$", 1)
    member = pl.when(~member.str.contains(rf"(?i)^(?:{_NO_MEMBER})\s")).then(member)
    figures, (place, ranked, member) = distinctly(
        figures, "left", reveal(pl.coalesce(ranked, item, place)), ranked, reveal(member)
    )
    rates = (
        pl.col("left").str.to_lowercase().str.contains_any(["tỷ lệ", "tỉ lệ", "tỷ trọng", "tỷ suất", "lãi", "tốc độ"])
    )
    figures, rates = once(figures, rates.any().over(HERE))
    member = pl.when((_UNIT == "percent") & ~rates).then(member)
    place = pl.coalesce(place, member)
    # "Gia Lai là tỉnh có sản lượng cao nhất (250 nghìn tấn)": a clause, no name.
    place = pl.when(~place.str.contains(r"\slà\s.*\scó\s.*\snhất$")).then(place)
    closed = (
        _LEVEL & place.is_not_null() & pl.col("rest").str.contains(r"^\s*(?:\)|,\s*(?:[-+]|(?:tăng|giảm|chiếm|gấp)\s))")
    )
    # With a unit, one alone may be an aside: "trạm 4G (130 trạm)".
    listing = closed & (
        _UNIT.is_null() | ranked.is_not_null() | member.is_not_null() | (closed.cast(pl.Int64).sum().over(HERE) >= 2)
    )
    figures, place = once(figures, pl.when(listing).then(place))
    # "242 ca tử vong tại Hà Nội (75), Hải Phòng (3)": the list begins there.
    opens = pl.concat_str(pl.lit(" tại "), following(place))
    ends = (pl.col("described").str.ends_with(opens) & ~listing).fill_null(False)
    cut = pl.col("described").str.head(pl.col("described").str.len_chars() - opens.str.len_chars())
    described = pl.when(ends).then(cut).otherwise("described")
    return without_steps(figures.with_columns(place.alias("place"), described.alias("described")))


#: What may follow a unit and names nothing measured in it.
_OPENS_NO_NAME = r"(?i)^(?:cho|để|đã|được|trong|tại|ở|trên|của|các\s+loại)(?:\s|$)"


def without_weight(figures: pl.DataFrame, own_label: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Add chosen: ``own_label`` that names the goods, not their weight, and the area, not its unit."""
    # "21,7 nghìn tấn gạo dự trữ": the goods, not their weight.
    unit_word = pl.col("unit_word").str.to_lowercase()
    weight = (
        _LEVEL
        & (_UNIT.is_in(grammar.masses) | _UNIT.is_in(grammar.powers))
        & own_label.str.to_lowercase().str.starts_with(unit_word + pl.lit(" "))
    )
    figures, own_label = once(figures, own_label)
    figures, weight = once(figures, weight.fill_null(False))
    bare = own_label.str.replace(r"^\S+\s+", "")
    weighed_thing = weight & ~bare.str.contains(_OPENS_NO_NAME)
    # "1.245 ha lúa bị ngập": an area.
    area = _LEVEL & _UNIT.is_in(grammar.areas) & own_label.str.to_lowercase().str.starts_with(unit_word)
    area = area & own_label.str.contains(r"\s") & ~bare.str.contains(r"(?i)^(?:diện\s+tích)")
    # "21.000 km cáp quang": no part of what it is the length of.
    long_thing = _LEVEL & _UNIT.is_in(grammar.lengths) & own_label.str.to_lowercase().str.starts_with(unit_word + " ")
    long_thing = long_thing & bare.str.contains(r"^\p{Ll}{2,}") & ~bare.str.contains(_OPENS_NO_NAME)
    # "Đắk Lắk hiện có 27.600 ha": the area there.
    place = (
        _LEVEL
        & _UNIT.is_in(grammar.areas)
        & own_label.str.contains(r"^(?:(?:tỉnh|huyện|xã|vùng) )?\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*){1,3}$")
    )
    noun = grammar.vocabulary.cues("dimension", "area")[0]
    chosen = (
        pl.when((weighed_thing | long_thing).fill_null(False))
        .then(bare)
        .when(area.fill_null(False))
        .then(pl.format(noun + " {}", bare))
        .when(place.fill_null(False))
        .then(pl.format(noun + " {}", own_label))
        .otherwise(own_label)
    )
    return without_steps(figures.with_columns(chosen.alias("chosen")))


def right_after_the_counted(shown: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "75 nghìn doanh nghiệp khu vực dịch vụ, tăng 29%": whether the words before a growth go on with what is counted."""
    other = rf"{grammar.verbs}|{grammar.direction}"
    # "giải ngân 842 tỷ đồng vốn đầu tư công, đạt 21% kế hoạch": as with shares and completions.
    told = rf"(?:{grammar.direction}|(?:cao|thấp)\s+hơn|chiếm|đạt|bằng|vượt|hoàn\s+thành|tương\s+(?:đương|ứng))"
    # "20,8 tỷ USD vốn đăng ký cấp mới và tăng thêm, so với cùng kỳ tăng 54%": a name, no growth.
    lead = pl.col("lead").str.replace(r"(?i)\svà\s+(?:tăng\s+thêm|điều\s+chỉnh(?:\s+tăng)?)(?:\s+vốn)?,", ",")
    return only_where(
        shown,
        pl.col("kind").is_in(["change", "share", "plan"])
        & pl.col("follows")
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead").str.contains(r"^\s\p{Ll}")
        & pl.col("lead").str.contains(",", literal=True),
        lead.str.contains(
            rf"(?i)^[^,;:()§]+(?:§+\s*)?,\s*(?:§+\s*,?\s*)?(?:(?:chỉ|mới|đã)\s+)?{told}(?:\s+\p{{Ll}}+){{0,2}}\s*$"
        )
        & ~lead.str.contains(
            rf"(?i)^\s+(?:và|còn|nhưng|song|trong|nhờ|do|vì|để|so|với|khi|sau|trước|tại|ở|từ|cho|nâng|đưa|{other})\s"
            rf"|\s(?:{other}|và|còn)\s[^,]*,"
        ),
    )
