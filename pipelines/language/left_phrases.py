"""The noun phrase before a figure: what the clause that it ends speaks of."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.label_ends import without_clause, without_loose_ends
from pipelines.language.last_clauses import last_clause, named_in
from pipelines.language.phrases import disguised, of_taker, spelled, tidy, without_tail
from pipelines.language.sequence import previous
from pipelines.language.steps import for_each, once, only_where, without_steps
from pipelines.language.text import first_of

#: Where a subject that starts with no head noun ends: its predicate.
_PREDICATE = r"(?i)(?:\s+|^)(?:dự\s+báo)(?:\s.*)?$|\s+(?:đã|đang|được|sẽ|cũng|vẫn|vừa\s+(?:mới|công|báo|cho|có|được|ký|phê|thông|đưa|phát)|tiếp\s+tục|có\s+thể|nổi\s+lên|ghi\s+nhận|trở\s+thành|phải|dự\s+kiến|công\s+bố|báo\s+cáo|báo|cho\s+biết|cho\s+hay|đóng\s+cửa|chốt\s+phiên|kết\s+phiên|dẫn\s+đầu|vươn\s+lên|ngược\s+dòng|lùi\s+(?:xuống|về|sâu)|tụt\s+(?:xuống|hạng)|giữ\s+(?:ngôi|vị\s+trí|vững)|(?:đứng|xếp)\s+(?:thứ|đầu|ở|vị\s+trí|ngay|sau|kế|liền|cuối))(?:\s.*)?$"

#: Words that tell the place of a subject in an order: "đứng thứ hai là".
IN_TURN = (
    r"(?i)^\s*(?:dẫn\s+dắt(?:\s+vẫn)?|tiếp\s+đến|kế\s+tiếp|tiếp\s+theo|tiếp\s+sau|tiếp\s+đó|kế\s+đến|kế\s+đó|theo\s+sau|sau\s+đó|thứ\s+(?:hai|ba|tư|năm)|"
    r"(?:(?:theo|xếp|đứng|ngay|liền)\s+)?sau\s+là|(?:xếp|đứng)(?:\s+ở)?(?:\s+vị\s+trí)?\s+(?:thứ\s+(?:\p{Ll}+|[\d\x{E010}-\x{E019}]+)|đầu(?:\s+bảng)?|sau|cuối|thứ))(?:\s+(?:toàn\s+cầu|thế\s+giới|cả\s+nước|toàn\s+quốc|khu\s+vực|châu\s+á|đông\s+nam\s+á))?(?:\s+(?:là|thuộc\s+về))?(?:\s+|$)"
)

#: What may stand between a measure and the word before it.
_BEFORE_WORD = ' ,"(\t\n\r\x0b\x0c\x85'


def left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own (the noun phrase before the figure, null where the clause names none), headed (it starts with a head noun)
    and measured (that noun phrase without whose measure it is).

    Where an earlier figure of the sentence precedes, only what follows its clause counts.
    """
    unit_before = pl.col("unit_code").pipe(previous) if "unit_code" in figures.columns else pl.lit(None, pl.String)
    after_percent = unit_before.is_in(["percent", "percentage_point"]).fill_null(False)
    if "base_of" in figures.columns:
        # "310 ha/400 ha diện tích kế hoạch, thu hoạch": what stands after a base goes with it.
        after_percent = after_percent | pl.col("base_of").pipe(previous).fill_null(False)
    asked = figures.with_columns(after_percent.alias("after_percent"))
    told = for_each(asked, ["lead", "follows", "after_percent"], lambda leads: _left_phrases(leads, grammar))
    return told.drop("after_percent")


def _owner(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The subject before a bare measure at the end of a clause, or null."""
    # "Giày dép đứng thứ năm với kim ngạch …": a bare measure takes the subject of its clause.
    figures, ahead = once(
        figures, cut.str.extract(rf"(?i)^(.*?)(?:^|[\s,])(?:{grammar._cues('bare')}|{grammar.measures})$", 1)
    )
    # "Riêng than đá, lượng XK là 140 nghìn tấn": of what the sentence singles out.
    singled = ahead.str.extract(
        r"(?i)^\W*(?:(?:chỉ\s+|tính\s+)?riêng|đối\s+với)\s+(?:mặt\s+hàng\s+)?(\p{L}[^,;:()§]{1,40}),\s*(?:lượng|trị\s+giá|kim\s+ngạch)?\s*$",
        1,
    )
    figures, singled = once(figures, singled)
    subject = ahead.str.replace(r"^.*,\s*$", "").str.replace(r"^.*,\s+(\S)", "${1}").str.replace(_PREDICATE, "")
    subject = pl.coalesce(singled, subject)
    owner = tidy(
        without_tail(subject, grammar)
        .str.replace(rf"(?i)^\s*(?:(?:{grammar._cues('connective', 'breakdown')}|§+)\s+)+", "")
        .str.replace(r"(?i)\s+(?:đứng\s.*|mới|chỉ|cũng|hiện|lên|đặt(?:\s+ra)?|đề\s+ra)$", "")
    )
    figures, owner = only_where(figures, ahead.is_not_null(), owner)
    # A long subject is named by its first words.
    brief = owner.str.replace(r"(?i)^(?:hiện|nay|ngoài\s+ra|tuy\s+nhiên)\s+", "").str.extract(
        r"^((?:\S+\s+){0,5}\S+)", 1
    )
    figures, owner = once(figures, pl.when(owner.str.count_matches(r"\S+") > 10).then(brief).otherwise(owner))
    is_subject = (
        ~owner.str.contains(
            r"(?i)^(?:trong|theo|về|đối|tại|ở|qua|nhờ|tính|từ|sau|khi|nếu|do|vì|số|mặc|dù|việc|với)(?:\s|$)"
            # "chuyên gia Lê Văn Nam dự báo lạm phát": who says so.
            r"|^(?:các\s+)?(?:chuyên\s+gia|ông|bà|tiến\s+sĩ|ts|pgs|gs|ths|thạc\s+sĩ|(?:thứ|bộ)\s+trưởng|chủ\s+tịch|giám\s+đốc)[\s.]"
        )
        & ~owner.str.contains(
            r"(?i)(?:^|\s)(?:để|kiểm\s+soát|điều\s+hành|đề\s+nghị|không\s+những|dự\s+báo|cho\s+thấy)(?:\s|$)"
        )
        & owner.str.contains(r"\p{L}{2}")
    )
    return only_where(figures, owner.is_not_null(), pl.when(is_subject).then(owner))


def _from_head(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """A clause, or the end of it after a comma, from the head noun that it opens with, or null."""
    before = rf"\s*(?:(?:{grammar._cues('connective', 'breakdown')}|{grammar._cues('status')}|các|những|thì|tổng\s+kết|kết\s+quả|§+|\"|-)\s*)*"
    # To search costs a tenth of finding a group: what stands before the head is cut off where that is enough.
    opened = cut.str.replace(r"^.*,", "").str.replace(rf"(?i)^{before}", "")
    figures, opened = once(figures, opened)
    plain = ~cut.str.contains("\n", literal=True) & opened.str.contains(rf"(?i)^(?:{grammar.head})(?:\W.*)?$")
    figures, opened = once(figures, pl.when(plain).then(opened))
    anywhere = cut.str.extract(rf"(?i)^(?:.*,)?{before}((?:{grammar.head})(?:\W.*)?)$", 1)
    figures, anywhere = only_where(figures, opened.is_null(), anywhere)
    told = pl.coalesce(opened, anywhere).str.replace(
        r"(?i)\s+(?:dự\s+kiến|không\s+(?:những|chỉ)|vẫn|tiếp\s+tục|cũng|nhìn\s+chung)\s.*$|\s+(?:dẫn|đứng)\s+đầu$", ""
    )
    return once(figures, told)


def _inner(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """A clause, or its last part, from the measure that it names on, or null."""
    anywhere = rf"(?i)(?:^|[\s,\"(])(?:{grammar.measures})(?:\W.*)?$"
    figures, clause_end = once(figures, cut.str.extract(r",\s([^,]*)$", 1))
    # A measure in the last clause is nearer than one that an earlier clause names.
    figures, last = only_where(figures, clause_end.is_not_null(), first_of(clause_end, anywhere))
    whole = first_of(cut, anywhere).str.replace(r"(?i),\s*(?:(?:lũy|luỹ)\s+kế|tính\s|§).*$", "")
    figures, whole = only_where(figures, last.is_null(), whole)
    # "xe nhập khẩu nguyên chiếc": imported cars, not imports.
    goods = first_of(
        pl.coalesce(clause_end, cut),
        rf"(?i)^\s*(?:(?:{grammar._cues('connective')})\s+)?(?:{grammar._cues('goods')})\s+(?:nhập|xuất)\s+khẩu(?:\W.*)?$",
    ).str.replace(rf"(?i)^\s*(?:{grammar._cues('connective')})\s+", "")
    return once(figures, pl.coalesce(goods, pl.coalesce(last, whole).str.strip_chars_start(_BEFORE_WORD)))


def _of_part(figures: pl.DataFrame, headed: pl.Expr, inner: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "ngành thủy sản có kim ngạch xuất khẩu": the measure of a part."""
    of_part = headed.str.extract(
        rf"(?i)^((?:{grammar.parts})(?:\s+[\p{{L}}\x{{E026}}]+){{0,6}}?)\s+(?:(?:lên|đặt)\s+)?(?:{grammar.verbs}|{grammar._cues('status')}|với|phấn\s+đấu|có)\s+(?:{grammar.measures})(?:\s[^,]*)?$",
        1,
    )
    figures, of_part = once(figures, of_part)
    of_measure = (
        pl.when(headed.str.contains(r"(?i)\scó\s+vốn\s"))
        .then(headed)
        .when(of_part.str.contains(r"\s") & ~of_part.str.contains(r"(?i)\s(?:xuất|nhập)\s+khẩu$"))
        .then(pl.format("{} {}", tidy(inner), of_part))
        .otherwise(inner)
    )
    figures, of_measure = only_where(figures, of_part.is_not_null(), of_measure)
    return once(figures, pl.when(of_part.is_null()).then(headed).otherwise(of_measure))


def _headed(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The phrase from its head noun on, with its owner where it is bare; and without it."""
    figures, headed = _from_head(figures, cut, grammar)
    figures, owner = _owner(figures, cut, grammar)
    figures, inner = _inner(figures, cut, grammar)
    # A date between commas parts what opens the sentence from its subject.
    headed = pl.when(~(headed.str.contains(r",\s*§+\s*,") & inner.is_not_null()).fill_null(False)).then(headed)
    figures, opening = once(figures, headed)
    figures, headed = _of_part(figures, opening, inner, grammar)
    # "mục tiêu lạm phát", "dự toán chi ngân sách": the goal is part of the name.
    goal = cut.str.extract(
        rf"(?i)(?:^|[\s,(])((?:mục\s+tiêu|chỉ\s+tiêu|dự\s+toán|yêu\s+cầu)\s+(?:(?:kiểm\s+soát|về|tăng)\s+)?(?:{grammar.head})(?:\s[^,]*)?|dự\s+toán\s+(?:thu|chi))$",
        1,
    )
    figures, brief = once(figures, pl.coalesce(goal, headed, inner))
    figures, owned = _with_owner(figures, brief, owner, cut, grammar)
    figures, told = once(figures, pl.coalesce(owned, brief))
    # "kim ngạch" of "kim ngạch ngành thủy sản"
    return figures, told, pl.when(goal.is_null() & (headed != opening)).then(inner).otherwise(brief)


def _with_owner(
    figures: pl.DataFrame, brief: pl.Expr, owner: pl.Expr, cut: pl.Expr, grammar: Grammar
) -> tuple[pl.DataFrame, pl.Expr]:
    """A bare measure with its owner; null for others, and where there is no owner."""
    figures, tidied = only_where(figures, owner.is_not_null(), tidy(brief))
    # "cả nước xuất khẩu 6 triệu tấn gạo": a verb, no name.
    alone = tidied.str.contains(rf"(?i)^(?:{grammar._cues('bare')})$") & ~tidied.str.contains(
        r"(?i)^(?:(?:xuất|nhập)\s+khẩu|xk|nk)$"
    )
    figures, alone = once(figures, alone)
    figures, bare = once(figures, owner.is_not_null() & ((tidied.str.count_matches(r"\S+") <= 2) | alone))
    figures, whole = only_where(figures, bare, tidy(cut))
    # "Thu hồi nợ thuế": the measure found is the end of one short phrase.
    overlaps = whole.str.starts_with(owner) & whole.str.ends_with(tidied) & (whole.str.count_matches(r"\S+") <= 5)
    as_written = pl.when(overlaps & ~alone).then(whole).otherwise(pl.format("{} {}", owner, tidied))
    # "tiền gửi khách hàng" stays as it is written.
    kept = whole.str.ends_with(as_written) & ~alone
    told = pl.when(kept).then(as_written).otherwise(pl.format("{} {}", tidied, owner))
    return only_where(figures, bare, told)


def _plainly(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The last part of a clause as it stands, and what of it names something."""
    # An item of a semicolon list is one noun phrase, commas and all.
    item = pl.col("lead").str.contains(r";[^;:.(]*$") & ~cut.str.contains(
        rf"(?i)(?:^|,)\s*(?:{grammar._cues('connective', 'breakdown')})\s"
    )
    figures, listed = _name_with_commas(figures, cut, grammar)
    last_part = pl.when(item).then(cut).otherwise(pl.coalesce(listed, cut.str.replace(r"^.*,\s", "")))
    figures, plainly = once(figures, _without_opening(last_part, grammar).str.replace(_PREDICATE, ""))
    figures, named = once(figures, named_in(plainly, "  ", grammar))
    plainly = plainly.str.replace(IN_TURN, "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:không\s+đổi|không\s+thay\s+đổi|giữ\s+nguyên|đi\s+ngang)(?:\W.*)?$", "")
    # "(không bao gồm 75 nghìn tỷ đồng …)"
    plainly = plainly.str.replace(r"(?i)^\s*(?:không|chưa)\s*$", "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:tăng|giảm)\s+(?:ròng|thêm|mới)\s*$", "")
    plainly = plainly.str.replace(
        r"(?i)^\s*(?:(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn|(?:cao|thấp)\s+xa|vượt)(?:\s.*)?$", ""
    )
    return figures, plainly, named


def _name_with_commas(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Ngược lại, sản xuất điện, nước, gas giảm": one name, commas and all."""
    listed = cut.str.extract(r"(?:^|,)\s*([^,§]+(?:,\s\p{Ll}+(?:\s\p{Ll}+)?){2,4})$", 1)
    adverbial = rf"(?i)^(?:theo|tại|ở|trên|trong|về|với|do|vì|để|nhờ|nếu|khi|sau|trước|từ|{grammar.function_words})\s"
    clauses = rf"(?i)\s(?:{grammar.verbs}|{grammar.direction}|{grammar.head})\s|,\s(?:{grammar.function_words}|{grammar.head})(?:\s|,|$)"
    one_name = listed.str.contains(r"^\p{L}+\s+\p{L}") & ~listed.str.contains(adverbial) & ~listed.str.contains(clauses)
    return only_where(figures, cut.str.contains(r",[^,]{2,20},[^,]{2,20}$"), pl.when(one_name).then(listed))


def _without_opening(part: pl.Expr, grammar: Grammar) -> pl.Expr:
    """A part of a clause without words that only open it."""
    plainly = part.str.replace(
        rf"(?i)^(?:\s*(?:{grammar._cues('connective', 'breakdown')}|chỉ\s+riêng|tính\s+riêng|theo|tại|ở|trên|cho|§+|-|\"|đã|hiện)(?:\s|$))+",
        "",
    )
    # "giảm mạnh là đá ốp lát 3,2 triệu m2"
    plainly = plainly.str.replace(r"(?i)^\s*(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s+(?:là|gồm|ở)\s+(\p{L})", "${1}")
    # "toàn tỉnh đã xuống giống lúa hè thu 185.236 ha": where tells less than what was done.
    return plainly.str.replace(
        r"(?i)^\s*(?:toàn\s+(?:tỉnh|thành\s+phố|quốc|huyện|ngành|vùng|thị\s+xã|quận)|cả\s+(?:nước|tỉnh|vùng)|(?:các\s+)?địa\s+phương)\s+(?:đã\s+|đang\s+)(\p{Ll}+\s+\p{L}+\s+\p{L})",
        "${1}",
    )


def _as_said(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Đại biểu A cho rằng nợ công …": who says so names nothing."""
    said = cut.str.extract(
        rf"(?i)^.*(?:^|\s)(?:{grammar._cues('saying')}|dự\s+báo)(?:\s+(?:rằng|là))?[\s,:]+(\S.*)$",
        1,
    )
    figures, said = once(figures, said)
    apart = said.str.contains(r"\p{L}{2}") & ~said.str.contains(
        r"(?i)^(?:của|về|trên|mới|này|cho|từ|trong|cũng|trước|sẽ|§)(?:\s|$)"
    )
    # "các doanh nghiệp dự báo doanh thu": of a bare measure they are the owner.
    owned = said.str.contains(rf"(?i)^(?:kết\s+quả\s+)?(?:{grammar.measures})$")
    apart = apart & ~(owned & cut.str.contains(r"(?i)dự\s+báo[^,]*$"))
    figures, said = only_where(figures, said.is_not_null(), pl.when(apart).then(said))
    # "Bộ dự kiến cả năm vận chuyển hành khách đạt": nor does who expects it.
    expected = cut.str.extract(
        r"^\W*(?:Bộ|Sở|Cục|Tổng cục|Chi cục|Vụ|Ban|UBND|Ngành|Hiệp hội)(?:\s[^,]{1,40})?\s(?:dự\s+kiến|ước\s+tính|ước)\s+§+\s*,?\s+(\p{Ll}+\s+\p{L}.*)$",
        1,
    )
    verbs = rf"(?i)^(?:{grammar.verbs}|{grammar.direction}|{grammar.bound})\s"
    said = pl.coalesce(said, pl.when(~expected.str.contains(verbs)).then(expected))
    # "Cục trưởng cho biết mục tiêu là 70% hộ": nothing is left of what was said, and who said it is not meant.
    speaks = cut.str.contains(rf"(?i)^\s*biết\s*$|(?:^|\s)(?:{grammar._cues('saying')})\s*[,:]?\s*$")
    return once(figures, pl.when(speaks & said.is_null()).then(pl.lit("")).otherwise(pl.coalesce(said, cut)))


def _left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add what `left_phrases` adds to lead, follows, after_percent (the figure before is a percentage, or a base)."""
    figures, bare, clause = last_clause(figures, grammar)
    superlative = (
        r"(?i)\s+(?:lớn|cao|thấp|nhỏ|nhiều|ít)\s+(?:nhất|thứ\s+\S+)(\s+(?:với|đạt|là)(?:\s+(?-i:[^\p{Lu}]).*)?)?$"
    )
    figures, cut = once(figures, without_tail(without_tail(clause, grammar).str.replace(superlative, ""), grammar))
    figures, cut = _as_said(figures, cut, grammar)
    figures, brief, measured = _headed(figures, cut, grammar)
    figures, plainly, named = _plainly(figures, cut, grammar)
    figures, phrase = _phrase(figures, brief, plainly, named, grammar)
    figures, opened_by = _opened_by(figures, bare, grammar)
    co_head = rf"(?i)(?:^|[\s,:])({grammar.head})\s*(?:,|và)\s+(?:{grammar.head})\s[^,;]*$"
    return without_steps(
        figures.with_columns(
            tidy(spelled(first_of(clause, r"(?:\S+\s+){0,13}\S+\s*$"))).alias("context"),
            of_taker(spelled(phrase)).alias("own"),
            cut.str.extract(co_head, 1).alias("co_head"),
            measured.is_not_null().alias("headed"),
            spelled(tidy(measured)).alias("measured"),
            opened_by.alias("opened_by"),
            named.alias("own_residue"),
            spelled(clause).alias("own_clause"),
        )
    )


def _phrase(
    figures: pl.DataFrame, brief: pl.Expr, plainly: pl.Expr, named: pl.Expr, grammar: Grammar
) -> tuple[pl.DataFrame, pl.Expr]:
    """The noun phrase, from its head on or as it stands; null where it names nothing."""
    # "Ý đạt 139 nghìn tấn": a country.
    names = named.str.contains(r"\p{L}{2}|\p{Lu}&\p{Lu}|^\W*Ý\W*$")
    figures, phrase = once(figures, tidy(pl.coalesce(brief, pl.when(names).then(plainly))))
    figures, phrase = once(figures, without_loose_ends(without_clause(phrase, grammar), grammar))
    # "tốc độ tăng trưởng bình quân" names a growth, not what grows.
    growth = rf"(?i)^(?:tốc\s+độ|mức|đà|nhịp\s+độ|mức\s+độ)\s+(?:{grammar.direction})(?:\s+(?:cao\s+nhất|thấp\s+nhất|bình\s+quân|trung\s+bình|cao|thấp|mạnh))*$"
    nothing = phrase.str.contains(r"(?i)^số\s+[\d.,]+$") | phrase.str.contains(growth)
    # "hạt tiêu giảm 3%, ước 10 tháng xuất được 210 nghìn tấn": of that.
    nothing |= phrase.str.contains(r"(?i)^(?:xuất|nhập)$")
    return figures, pl.when(nothing).then(None).otherwise(phrase)


def _opened_by(figures: pl.DataFrame, bare: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The phrase before the bracket that the figure stands in."""
    before = disguised(bare, grammar).str.extract(r"^(.*)\(\s*[^()]{0,20}$", 1).str.replace(r"^.*(?:[;:,]|\.)\s", "")
    told = tidy(without_tail(before, grammar).str.extract(r"((?:\S+\s+){0,11}\S+)\s*$", 1))
    return only_where(figures, bare.str.contains("(", literal=True), told)
