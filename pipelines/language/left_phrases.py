"""The noun phrase before a figure: what the clause that it ends speaks of."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.label_ends import without_clause, without_loose_ends
from pipelines.language.phrases import disguised, spelled, tidy, without_tail
from pipelines.language.records import of_the_best, without_records
from pipelines.language.sequence import previous
from pipelines.language.steps import for_each, once, only_where, without_steps
from pipelines.language.text import first_of

#: Where a subject that starts with no head noun ends: its predicate.
_PREDICATE = r"(?i)(?:\s+|^)(?:dự\s+báo)(?:\s.*)?$|\s+(?:đã|đang|được|sẽ|cũng|vẫn|tiếp\s+tục|có\s+thể|nổi\s+lên|ghi\s+nhận|trở\s+thành|phải|dự\s+kiến|công\s+bố|báo\s+cáo|báo|cho\s+biết|cho\s+hay|đóng\s+cửa|chốt\s+phiên|kết\s+phiên|dẫn\s+đầu|(?:đứng|xếp)\s+(?:thứ|đầu|ở|vị\s+trí|ngay|sau|kế|liền|cuối))(?:\s.*)?$"

#: Conditions that a growth is stated under; they name no subject.
_ASIDE = r"(?i)(?:nếu\s+)?(?:loại\s+trừ|không\s+tính|không\s+kể|chưa\s+kể|chưa\s+loại\s+trừ)\s+(?:yếu\s+tố\s+)?(?:tăng\s+)?giá(?:\s+thì)?"

#: The first comma that parts two clauses: not the one inside "mức độ 3, 4".
_COMMA = '^.*?,(\\s*[\\p{L}§"])'

#: Words that tell the place of a subject in an order: "đứng thứ hai là".
IN_TURN = (
    r"(?i)^\s*(?:tiếp\s+đến|kế\s+tiếp|tiếp\s+theo|tiếp\s+sau|kế\s+đến|sau\s+đó|thứ\s+(?:hai|ba|tư|năm)|"
    r"(?:(?:theo|xếp|đứng|ngay|liền)\s+)?sau\s+là|(?:xếp|đứng)(?:\s+ở)?(?:\s+vị\s+trí)?\s+(?:thứ\s+\p{Ll}+|đầu(?:\s+bảng)?|sau|cuối|thứ))(?:\s+(?:là|thuộc\s+về))?(?:\s+|$)"
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
    asked = figures.with_columns(after_percent.alias("after_percent"))
    told = for_each(asked, ["lead", "follows", "after_percent"], lambda leads: _left_phrases(leads, grammar))
    return told.drop("after_percent")


def _named(text: pl.Expr, gap: str, grammar: Grammar) -> pl.Expr:
    """``text`` with a gap for every word that names nothing; two of them may share the blank between them."""
    empty = rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)"
    return text.str.replace_all(empty, gap).str.replace_all(empty, gap)


def _clause(figures: pl.DataFrame, bare: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The clause that a figure ends: after brackets, semicolons, full stops, and a colon that something follows."""
    clause = (
        disguised(bare.str.replace_all(_ASIDE, " "), grammar)
        .str.replace(r"^.*[;()]", "")
        .str.replace(r"(?i)^.*\.\s", "")
    )
    # "548.000 tỷ đồng nợ xấu, trong đó các tổ chức tín dụng tự xử lý": the part begins there.
    clause = clause.str.replace(r"(?i)^.*,\s*(trong\s+(?:số\s+)?(?:đó|này)\s)", "${1}")
    figures, clause = once(figures, clause)
    # "do giá vốn tăng cao nên doanh nghiệp lỗ gộp": the cause names nothing.
    cause = clause.str.replace(r"(?i)^.*\snên\s+(\p{L}+\s+\p{L})", ", ${1}")
    # "nhóm ngân hàng phân hóa khi STB tăng": the subject is in the clause that tells how.
    how = clause.str.replace(r"(?i)^.*\skhi\s+((?-i:\p{Lu})\S*\s[^,]*)$", ", ${1}")
    figures, cause = only_where(figures, clause.str.contains(" nên ", literal=True), cause)
    # "khu vực trong nước tiếp tục là động lực của xuất khẩu khi đạt": what it is tells nothing of what is measured.
    how = how.str.replace(
        r"(?i)((?:^|,)[^,]*\S)\s+(?:(?:đã|vẫn|tiếp\s+tục|cũng)\s+)*(?:là|trở\s+thành)\s[^,]*\skhi((?:\s+(?:chỉ\s+)?(?:đạt|thu\s+về|mang\s+về|có|lên\s+tới))+\s*)$",
        "${1}${2}",
    )
    figures, how = only_where(figures, clause.str.contains(" khi ", literal=True), how)
    clause = pl.coalesce(cause, how, clause)
    # "nếu tính cả vốn tăng thêm thì tổng số vốn": the condition names nothing.
    clause = clause.str.replace(rf"(?i)^.*\sthì\s+((?:{grammar.head})(?:\W.*)?)$", "${1}")
    # "khảo sát 6.500 doanh nghiệp cho thấy 30%": what was done to learn it names nothing.
    clause = clause.str.replace(
        rf"(?i)^.*\s(?:{grammar._cues('saying')})(?:\s+(?:rằng|là|có|có\s+tới|{grammar.bound}))*\s*$", ""
    )
    # "thị trường Hà Lan tăng mạnh nhất trong khối EU, đạt": a record names nothing.
    clause = clause.str.replace(
        rf"(?i)\s+(?:có\s+mức\s+)?(?:{grammar.direction})\s+(?:mạnh|cao|nhanh|nhiều|sâu|ít|thấp)\s+nhất(?:\s[^,;]*)?(,[^,;]*)$",
        "${1}",
    )
    figures, clause = once(figures, clause)
    # "Sắt thép các loại: ước tính trong tháng đạt": what follows the colon may name nothing.
    told = clause.str.extract(r"^.*:([^:]*\p{L}[^:]*)$", 1)
    figures, told = once(figures, told)
    after_colon = (
        pl.when(_named(told, " ", grammar).str.contains(r"\p{L}{2}"))
        .then(told)
        .when(
            told.is_not_null()
            & clause.str.contains(r"\p{L}{2}[^:]*:[^:]*$")
            # "Công tác thanh tra được đẩy mạnh: đã thực hiện tại": a clause of its own names nothing.
            & ~clause.str.contains(r"(?i)\s(?:được|tiếp\s+tục)\s[^:]*:")
        )
        .then(clause.str.replace(r"^.*:([^:]*\p{L}[^:]*:[^:]*)$", "${1}").str.replace(r":\s*", " "))
        .otherwise(clause.str.replace(r"(?i)^.*:\s*(.*\p{L}.*)$", "${1}"))
    )
    figures, after_colon = only_where(figures, clause.str.contains(":", literal=True), after_colon)
    return once(figures, pl.coalesce(after_colon, clause))


def _after_figure(
    figures: pl.DataFrame, bare: pl.Expr, clause: pl.Expr, grammar: Grammar
) -> tuple[pl.DataFrame, pl.Expr]:
    """What of a clause follows the clause of an earlier figure."""
    joint = r"và|do|nhờ|vì|gồm|bao\s+gồm|cho\s+thấy|cho\s+biết|nhưng|trong\s+khi(?:\s+đó)?|trong\s+đó|song|đồng\s+thời|riêng|tuy\s+nhiên|trong\s+số\s+đó|nâng|đưa|với|cùng|trong"
    headed_on = rf"(?i)^\s*(?:§+\s*)?((?:{grammar.head})(?:\W.*)?)$"
    # "trong đó kim ngạch xuất khẩu phần cứng, điện tử đạt": the part is named whole.
    part = rf"(?i)^\s*trong\s+đó\s*,?\s+(?:riêng\s+)?(?:{grammar.measures})(?:\s+\p{{Ll}}+){{1,4}},\s+\p{{Ll}}+(?:\s+\p{{Ll}}+){{0,2}}\s+(?:{grammar.verbs}|{grammar._cues('status')}|{grammar.bound})(?:\s|$)"
    figures, part_on = only_where(
        figures, clause.str.contains("trong đó", literal=True), pl.when(clause.str.contains(part)).then(pl.lit(True))
    )
    # "giá vé tăng 15% do giá nhiên liệu ở mức": what the cause measures.
    caused = clause.str.extract(rf"(?i)^[^,]{{0,40}}\s(?:do|vì|bởi|nhờ)\s+((?:{grammar.measures}|giá)\s[^,]*)$", 1)
    figures, caused = only_where(figures, clause.str.contains_any([" do ", " vì ", " bởi ", " nhờ "]), caused)
    after = (
        pl.when(caused.is_not_null())
        .then(caused)
        .when(
            clause.str.contains(headed_on) & ~pl.col("after_percent") & ~clause.str.contains(r"(?i)^\s*(?:tăng|giảm)")
        )
        .then(clause)
        .when(bare.str.contains(r":\s*\p{L}") | part_on.is_not_null())
        .then(clause)
        .when(clause.str.contains(_COMMA))
        .then(clause.str.replace(_COMMA, "${1}"))
        .otherwise(
            clause.str.replace(
                rf"(?i)^.*?(?:(?:^|\s)(?:{joint}|còn(?:\s+lại)?\s+(?:{grammar.head}))(?:\s|$)|^\s*còn\s|$)", ""
            )
        )
    )
    figures, after = only_where(figures, pl.col("follows") & ~bare.str.contains(r"[;()]"), after)
    return once(figures, pl.coalesce(after, clause))


def _owner(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The subject before a bare measure at the end of a clause, or null."""
    # "Giày dép đứng thứ năm với kim ngạch …": a bare measure takes the subject of its clause.
    figures, ahead = once(
        figures, cut.str.extract(rf"(?i)^(.*?)(?:^|[\s,])(?:{grammar._cues('bare')}|{grammar.measures})$", 1)
    )
    subject = ahead.str.replace(r"^.*,\s*$", "").str.replace(r"^.*,\s+(\S)", "${1}").str.replace(_PREDICATE, "")
    owner = tidy(
        without_tail(subject, grammar)
        .str.replace(rf"(?i)^\s*(?:(?:{grammar._cues('connective', 'breakdown')}|§+)\s+)+", "")
        .str.replace(r"(?i)\s+(?:đứng\s.*|mới|chỉ|cũng|hiện)$", "")
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
        r"(?i)\s+(?:dự\s+kiến|không\s+(?:những|chỉ)|vẫn|tiếp\s+tục|cũng|nhìn\s+chung)\s.*$", ""
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
        rf"(?i)^((?:{grammar.parts})(?:\s+[\p{{L}}\x{{E026}}]+){{0,6}}?)\s+(?:{grammar.verbs}|{grammar._cues('status')}|với|phấn\s+đấu|có)\s+(?:{grammar.measures})(?:\s[^,]*)?$",
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
    # "Ngược lại, sản xuất điện, nước, gas giảm": one name, commas and all.
    listed = cut.str.extract(r"(?:^|,)\s*([^,§]+(?:,\s\p{Ll}+(?:\s\p{Ll}+)?){2,4})$", 1)
    listed = pl.when(
        listed.str.contains(r"^\p{L}+\s+\p{L}")
        & ~listed.str.contains(
            rf"(?i)^(?:theo|tại|ở|trên|trong|về|với|do|vì|để|nhờ|nếu|khi|sau|trước|từ|{grammar.function_words})\s"
        )
        & ~listed.str.contains(
            rf"(?i)\s(?:{grammar.verbs}|{grammar.direction}|{grammar.head})\s|,\s(?:{grammar.function_words}|{grammar.head})(?:\s|,|$)"
        )
    ).then(listed)
    figures, listed = only_where(figures, cut.str.contains(r",[^,]{2,20},[^,]{2,20}$"), listed)
    last_part = pl.when(item).then(cut).otherwise(pl.coalesce(listed, cut.str.replace(r"^.*,\s", "")))
    plainly = last_part.str.replace(
        rf"(?i)^(?:\s*(?:{grammar._cues('connective', 'breakdown')}|theo|tại|ở|trên|cho|§+|-|\"|đã|hiện)(?:\s|$))+", ""
    )
    # "giảm mạnh là đá ốp lát 3,2 triệu m2"
    plainly = plainly.str.replace(r"(?i)^\s*(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s+(?:là|gồm|ở)\s+(\p{L})", "${1}")
    plainly = plainly.str.replace(_PREDICATE, "")
    figures, plainly = once(figures, plainly)
    figures, named = once(figures, _named(plainly, "  ", grammar))
    plainly = plainly.str.replace(IN_TURN, "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:không\s+đổi|không\s+thay\s+đổi|giữ\s+nguyên|đi\s+ngang)(?:\W.*)?$", "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn|vượt)(?:\s.*)?$", "")
    return figures, plainly, named


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
    return once(figures, pl.coalesce(said, cut))


def _left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add what `left_phrases` adds to lead, follows, after_percent (the figure before is a percentage)."""
    bare = pl.col("lead").str.replace_all(r"\([^()]*\)", " ").str.replace(r"\(\s*-\s*$", " ")
    # What something is compared with names nothing: "so với dự toán năm 2013 và bội chi".
    # "Quy đổi theo tỷ giá Vietcombank, vàng thế giới": nor does that by which it is converted.
    bare = bare.str.replace_all(
        r"(?i)(?:^|\s)(?:so\s+với(?:\s+\p{L}+){0,4}\s+(§+)|quy\s+(?:đổi|ra)\s+theo\s[^,;]*,)", " ${1}"
    )
    # "Thị trường Mỹ, nơi chiếm hơn một nửa kim ngạch, đạt": told by the way.
    bare = bare.str.replace(r"(?i),\s+(?:nơi|vốn(?:\s+là)?)\s[^,;:()]{3,80},\s|\s-\s\p{Ll}[^,;:()§-]{3,60}\s-\s", " ")
    bare = bare.str.replace(r"(?i)((?:^|[\s,;])trong)\s+(?:tổng\s+)?số\s+(?:này|đó)\s*,?\s+", "${1} đó ")
    # "Trong tổng số khách, khách đến bằng đường biển đạt": the whole that a part is taken from.
    bare = bare.str.replace(
        r"(?i)(^|,)(\s*)trong\s+(?:tổng(?:\s+số)?|số\s+(?:các|những))\s[^,;:()§]{2,60},\s+(\p{Ll})", "${1}${2}${3}"
    )
    figures, bare = of_the_best(*once(figures, bare), grammar)
    figures, clause = _clause(figures, bare, grammar)
    figures, after_figure = _after_figure(figures, bare, clause, grammar)
    figures, after_figure = without_records(figures, after_figure, grammar)
    superlative = (
        r"(?i)\s+(?:lớn|cao|thấp|nhỏ|nhiều|ít)\s+(?:nhất|thứ\s+\S+)(\s+(?:với|đạt|là)(?:\s+(?-i:[^\p{Lu}]).*)?)?$"
    )
    figures, cut = once(
        figures, without_tail(without_tail(after_figure, grammar).str.replace(superlative, ""), grammar)
    )
    figures, cut = _as_said(figures, cut, grammar)
    figures, brief, measured = _headed(figures, cut, grammar)
    figures, plainly, named = _plainly(figures, cut, grammar)
    phrase = tidy(pl.coalesce(brief, pl.when(named.str.contains(r"\p{L}{2}|\p{Lu}&\p{Lu}")).then(plainly)))
    figures, phrase = once(figures, phrase)
    figures, phrase = once(figures, without_loose_ends(without_clause(phrase, grammar), grammar))
    # "tốc độ tăng trưởng bình quân" names a growth, not what grows.
    nothing = phrase.str.contains(r"(?i)^số\s+[\d.,]+$")
    growth = nothing | phrase.str.contains(
        rf"(?i)^(?:tốc\s+độ|mức|đà|nhịp\s+độ|mức\s+độ)\s+(?:{grammar.direction})(?:\s+(?:cao\s+nhất|thấp\s+nhất|bình\s+quân|trung\s+bình|cao|thấp|mạnh))*$"
    )
    opened_by = tidy(
        without_tail(
            disguised(bare, grammar).str.extract(r"^(.*)\(\s*[^()]{0,20}$", 1).str.replace(r"^.*(?:[;:,]|\.)\s", ""),
            grammar,
        ).str.extract(r"((?:\S+\s+){0,11}\S+)\s*$", 1)
    )
    figures, opened_by = only_where(figures, bare.str.contains("(", literal=True), opened_by)
    return without_steps(
        figures.with_columns(
            tidy(spelled(first_of(after_figure, r"(?:\S+\s+){0,13}\S+\s*$"))).alias("context"),
            pl.when(growth).then(None).otherwise(spelled(phrase)).alias("own"),
            cut.str.extract(rf"(?i)(?:^|[\s,:])({grammar.head})\s*(?:,|và)\s+(?:{grammar.head})\s[^,;]*$", 1).alias(
                "co_head"
            ),
            measured.is_not_null().alias("headed"),
            spelled(tidy(measured)).alias("measured"),
            opened_by.alias("opened_by"),
            named.alias("own_residue"),
            spelled(after_figure).alias("own_clause"),
        )
    )
