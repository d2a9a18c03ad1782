"""The noun phrase before a figure: what the clause that it ends speaks of."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.label_ends import without_clause, without_loose_ends
from pipelines.language.phrases import COMMA, disguised, spelled, tidy, without_tail
from pipelines.language.sequence import previous
from pipelines.language.steps import for_each, once, without_steps
from pipelines.language.text import first_of
from pipelines.vocabulary import alternation

#: Where a subject that starts with no head noun ends: its predicate.
_PREDICATE = r"(?i)(?:\s+|^)(?:dự\s+báo)(?:\s.*)?$|\s+(?:đã|đang|được|sẽ|cũng|vẫn|tiếp\s+tục|có\s+thể|nổi\s+lên|ghi\s+nhận|trở\s+thành|phải|dự\s+kiến|công\s+bố|báo\s+cáo|báo|cho\s+biết|cho\s+hay|đóng\s+cửa|chốt\s+phiên|kết\s+phiên|(?:đứng|xếp)\s+(?:thứ|đầu|ở|vị\s+trí))(?:\s.*)?$"

#: Conditions that a growth is stated under; they name no subject.
_ASIDE = r"(?i)(?:nếu\s+)?(?:loại\s+trừ|không\s+tính|không\s+kể|chưa\s+kể|chưa\s+loại\s+trừ)\s+(?:yếu\s+tố\s+)?(?:tăng\s+)?giá(?:\s+thì)?"

#: The first comma that parts two clauses: not the one inside "mức độ 3, 4".
_COMMA = '^.*?,(\\s*[\\p{L}§"])'

#: A verb whose object is what the figure measures.
_RAISED = (
    r"(?i)(?:^|[\s,])(?:đưa|nâng|kéo|khiến(?:\s+cho)?|giúp(?:\s+cho)?|(?:phải|đề\s+nghị|xin)\s+(?:cắt\s+)?(?:giảm|tăng))"
    r"\s+((?:\S+\s+){0,24}?(?:lên|xuống|về|còn|từ|tăng|giảm|đạt|sẽ\s+đạt|đến|tới|ở\s+mức)(?:\s.*)?)$"
)

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


def _empty(grammar: Grammar) -> str:
    """Words that name nothing."""
    return rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)"


def _measures(grammar: Grammar) -> str:
    return alternation(cue for value in ("flow", "stock", "ratio") for cue in grammar.vocabulary.cues("head", value))


def _classes(grammar: Grammar) -> str:
    """Nouns that say what kind of thing a subject is."""
    return (
        alternation(grammar.vocabulary.cues("head", "part"))
        + r"|nước|quốc\s+gia|đối\s+tác|nhà\s+đầu\s+tư|tỉnh|đơn\s+vị"
    )


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
    # "Sắt thép các loại: ước tính trong tháng đạt": what follows the colon may name nothing.
    told = clause.str.extract(r"^.*:([^:]*\p{L}[^:]*)$", 1)
    figures, told = once(figures, told)
    named_there = told.str.replace_all(_empty(grammar), " ").str.replace_all(_empty(grammar), " ")
    clause = (
        pl.when(named_there.str.contains(r"\p{L}{2}"))
        .then(told)
        .when(told.is_not_null() & clause.str.contains(r"\p{L}{2}[^:]*:[^:]*$"))
        .then(clause.str.replace(r"^.*:([^:]*\p{L}[^:]*:[^:]*)$", "${1}").str.replace(r":\s*", " "))
        .otherwise(clause.str.replace(r"(?i)^.*:\s*(.*\p{L}.*)$", "${1}"))
    )
    figures, clause = once(figures, clause)
    return figures, clause


def _after_figure(
    figures: pl.DataFrame, bare: pl.Expr, clause: pl.Expr, grammar: Grammar
) -> tuple[pl.DataFrame, pl.Expr]:
    """What of a clause follows the clause of an earlier figure."""
    joint = r"và|còn|nhưng|trong\s+khi(?:\s+đó)?|trong\s+đó|song|đồng\s+thời|riêng|tuy\s+nhiên|trong\s+số\s+đó|nâng|đưa|với|cùng|trong"
    headed_on = rf"(?i)^\s*(?:§+\s*)?((?:{grammar.head})(?:\W.*)?)$"
    after_figure = (
        pl.when(pl.col("follows") & ~bare.str.contains(r"[;()]"))
        .then(
            pl.when(
                clause.str.contains(headed_on)
                & ~pl.col("after_percent")
                & ~clause.str.contains(r"(?i)^\s*(?:tăng|giảm)")
            )
            .then(clause)
            .when(bare.str.contains(r":\s*\p{L}"))
            .then(clause)
            .when(clause.str.contains(_COMMA))
            .then(clause.str.replace(_COMMA, "${1}"))
            .otherwise(clause.str.replace(rf"(?i)^.*?(?:(?:^|\s)(?:{joint})(?:\s|$)|$)", ""))
        )
        .otherwise(clause)
    )
    return once(figures, after_figure)


def _without_records(figures: pl.DataFrame, after_figure: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """A clause without "… là thị trường lớn nhất", and of "đưa X lên" only X."""
    measures = _measures(grammar)
    figures, after_figure = once(figures, after_figure)
    # "Dệt may là nhóm hàng xuất khẩu lớn thứ hai với trị giá": what it is tells nothing of what is measured.
    kind_of = rf"(?:một\s+trong\s+(?:những\s+|các\s+)?)?(?:{_classes(grammar)})\s"
    measured_with = rf"\s(?:với|đạt|có)\s+((?:{measures}|kết\s+quả)(?:\s[^,;]*)?)$"
    # "Nhóm hàng nhập khẩu lớn thứ hai là máy móc với kết quả": the class stands first.
    named_after = after_figure.str.replace(
        rf"(?i)^(?:.*,)?\s*(?:{_classes(grammar)})\s[^,;]*\s(?:là|gồm)\s+([^;]*\p{{L}}{{2}}[^;]*?){measured_with}",
        "${1} ${2}",
    )
    figures, named_after = once(figures, named_after)
    after_figure = (
        pl.when(named_after != after_figure)
        .then(named_after.str.replace_all(",", COMMA, literal=True))
        .otherwise(
            after_figure.str.replace(
                rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+{kind_of}(?:[^,;]*\s)?((?:xuất|nhập)\s+khẩu)(?:\s[^,;]*)?\s(?:với|đạt|có)\s+(kim\s+ngạch|trị\s+giá|giá\s+trị)(\W[^,;]*)?$",
                " ${2} ${1} ${3}",
            ).str.replace(rf"(?i)\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+{kind_of}[^,;]*?{measured_with}", " ${1}")
        )
    )
    figures, after_figure = once(figures, after_figure)
    figures, after_figure = once(figures, after_figure.str.replace(r"(?i)(^|[\s,])kết\s+quả\s+(\p{Ll})", "${1}${2}"))
    best = r"\s(?:vẫn\s+|tiếp\s+tục\s+)?là\s+[^,;]*\snhất(?:\s[^,;]*)?$"
    measured = r"(?i)\slà\s+[^,;]*(?:tỷ|tỉ)\s+(?:lệ|trọng)"
    after_figure = (
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
    figures, after_figure = once(figures, after_figure)
    # "…, đưa kim ngạch cả năm lên", "buộc phải giảm chi đầu tư còn": what is raised or cut is measured.
    figures, raised = once(figures, after_figure.str.extract(_RAISED, 1))
    after_figure = (
        pl.when(raised.str.contains(r"\p{L}{2}") & ~raised.str.contains(r"(?i)^(?:lên|xuống|về|tới|đến)\s"))
        .then(raised)
        .otherwise(after_figure)
    )
    figures, after_figure = once(figures, after_figure)
    return figures, after_figure


def _owner(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The subject before a bare measure at the end of a clause, or null."""
    measures = _measures(grammar)
    # "Giày dép đứng thứ năm với kim ngạch …": a bare measure takes the subject of its clause.
    ahead = (
        cut.str.extract(rf"(?i)^(.*?)(?:^|[\s,])(?:{grammar._cues('bare')}|{measures})$", 1)
        .str.replace(r"^.*,\s*$", "")
        .str.replace(r"^.*,\s+(\S)", "${1}")
        .str.replace(_PREDICATE, "")
    )
    owner = tidy(
        without_tail(ahead, grammar)
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')}|§+)\s+)+", "")
        .str.replace(r"(?i)\s+đứng\s.*$", "")
    )
    figures, owner = once(figures, owner)
    # A long subject is named by its first words.
    owner = (
        pl.when(owner.str.count_matches(r"\S+") > 10)
        .then(
            owner.str.replace(r"(?i)^(?:hiện|nay|ngoài\s+ra|tuy\s+nhiên)\s+", "").str.extract(
                r"^((?:\S+\s+){0,5}\S+)", 1
            )
        )
        .otherwise(owner)
    )
    figures, owner = once(figures, owner)
    owner = pl.when(
        ~owner.str.contains(
            r"(?i)^(?:trong|theo|về|đối|tại|ở|qua|nhờ|tính|từ|sau|khi|nếu|do|vì|số|mặc|dù|việc|với)(?:\s|$)"
        )
        & ~owner.str.contains(
            r"(?i)(?:^|\s)(?:để|kiểm\s+soát|điều\s+hành|đề\s+nghị|không\s+những|dự\s+báo|cho\s+thấy)(?:\s|$)"
        )
        & owner.str.contains(r"\p{L}{2}")
    ).then(owner)
    figures, owner = once(figures, owner)
    return figures, owner


def _headed(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The phrase from its head noun on, with its owner where it is bare; and without it."""
    opened = rf"(?i)^(?:.*,)?\s*(?:(?:{grammar._cues('connective', 'breakdown')}|{grammar._cues('status')}|các|những|thì|tổng\s+kết|kết\s+quả|§+|\"|-)\s*)*((?:{grammar.head})(?:\W.*)?)$"
    anywhere = rf"(?i)(?:^|[\s,\"(])(?:{_measures(grammar)})(?:\W.*)?$"
    headed = cut.str.extract(opened, 1).str.replace(
        r"(?i)\s+(?:dự\s+kiến|không\s+(?:những|chỉ)|vẫn|tiếp\s+tục|cũng|nhìn\s+chung)\s.*$", ""
    )
    figures, headed = once(figures, headed)
    figures, owner = _owner(figures, cut, grammar)
    # A measure in the last clause is nearer than one that an earlier clause names.
    clause_end = cut.str.extract(r",\s([^,]*)$", 1)
    whole = first_of(cut, anywhere).str.replace(r"(?i),\s*(?:(?:lũy|luỹ)\s+kế|tính\s|§).*$", "")
    inner = pl.coalesce(first_of(clause_end, anywhere), whole).str.strip_chars_start(_BEFORE_WORD)
    # "xe nhập khẩu nguyên chiếc": imported cars, not imports.
    goods = first_of(
        pl.coalesce(clause_end, cut),
        rf"(?i)^\s*(?:{grammar._cues('goods')})\s+(?:nhập|xuất)\s+khẩu(?:\W.*)?$",
    )
    inner = pl.coalesce(goods, inner)
    figures, inner = once(figures, inner)
    # A date between commas parts what opens the sentence from its subject.
    headed = pl.when(~(headed.str.contains(r",\s*§+\s*,") & inner.is_not_null()).fill_null(False)).then(headed)
    figures, headed = once(figures, headed)
    # "ngành thủy sản có kim ngạch xuất khẩu": the measure of a part.
    part = alternation(grammar.vocabulary.cues("head", "part"))
    of_part = headed.str.extract(
        rf"(?i)^((?:{part})(?:\s+\p{{L}}+){{0,6}}?)\s+(?:{grammar.verbs}|{grammar._cues('status')}|với|phấn\s+đấu|có)\s+(?:{_measures(grammar)})(?:\s[^,]*)?$",
        1,
    )
    figures, of_part = once(figures, of_part)
    headed = (
        pl.when(of_part.is_null() | headed.str.contains(r"(?i)\scó\s+vốn\s"))
        .then(headed)
        .when(of_part.str.contains(r"\s") & ~of_part.str.contains(r"(?i)\s(?:xuất|nhập)\s+khẩu$"))
        .then(pl.format("{} {}", tidy(inner), of_part))
        .otherwise(inner)
    )
    figures, headed = once(figures, headed)
    # "mục tiêu lạm phát", "dự toán chi ngân sách": the goal is part of the name.
    goal = cut.str.extract(
        rf"(?i)(?:^|[\s,(])((?:mục\s+tiêu|chỉ\s+tiêu|dự\s+toán|yêu\s+cầu)\s+(?:(?:kiểm\s+soát|về|tăng)\s+)?(?:{grammar.head})(?:\s[^,]*)?)$",
        1,
    )
    brief = pl.coalesce(goal, headed, inner)
    alone = tidy(brief).str.contains(rf"(?i)^(?:{grammar._cues('bare')})$")
    # "cả nước xuất khẩu 6 triệu tấn gạo": a verb, no name.
    figures, bare = once(figures, alone & ~tidy(brief).str.contains(r"(?i)^(?:(?:xuất|nhập)\s+khẩu|xk|nk)$"))
    # "Thu hồi nợ thuế": the measure found is the end of one short phrase.
    overlaps = (
        tidy(cut).str.starts_with(owner)
        & tidy(cut).str.ends_with(tidy(brief))
        & (tidy(cut).str.count_matches(r"\S+") <= 5)
        & ~bare
    )
    as_written = pl.when(overlaps).then(tidy(cut)).otherwise(pl.format("{} {}", owner, tidy(brief)))
    brief = (
        pl.when(((tidy(brief).str.count_matches(r"\S+") <= 2) | bare) & owner.is_not_null())
        # "tiền gửi khách hàng" stays as it is written.
        .then(
            pl.when(tidy(cut).str.ends_with(as_written) & ~bare)
            .then(as_written)
            .otherwise(pl.format("{} {}", tidy(brief), owner))
        )
        .otherwise(brief)
    )
    figures, brief = once(figures, brief)
    return figures, brief, pl.coalesce(goal, headed, inner)


def _plainly(figures: pl.DataFrame, cut: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The last part of a clause as it stands, and what of it names something."""
    # An item of a semicolon list is one noun phrase, commas and all.
    item = pl.col("lead").str.contains(r";[^;:.(]*$") & ~cut.str.contains(
        rf"(?i)(?:^|,)\s*(?:{grammar._cues('connective', 'breakdown')})\s"
    )
    last_part = pl.when(item).then(cut).otherwise(cut.str.replace(r"^.*,\s", ""))
    plainly = last_part.str.replace(
        rf"(?i)^(?:\s*(?:{grammar._cues('connective', 'breakdown')}|theo|tại|ở|trên|cho|§+|-|\"|đã|hiện)(?:\s|$))+", ""
    )
    plainly = plainly.str.replace(_PREDICATE, "")
    figures, plainly = once(figures, plainly)
    named = plainly.str.replace_all(_empty(grammar), "  ").str.replace_all(_empty(grammar), "  ")
    figures, named = once(figures, named)
    plainly = plainly.str.replace(IN_TURN, "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:không\s+đổi|không\s+thay\s+đổi|giữ\s+nguyên|đi\s+ngang)(?:\W.*)?$", "")
    plainly = plainly.str.replace(r"(?i)^\s*(?:(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn|vượt)(?:\s.*)?$", "")
    return figures, plainly, named


def _left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add what `left_phrases` adds to lead, follows, after_percent (the figure before is a percentage)."""
    bare = pl.col("lead").str.replace_all(r"\([^()]*\)", " ").str.replace(r"\(\s*-\s*$", " ")
    # What something is compared with names nothing: "so với dự toán năm 2013 và bội chi".
    bare = bare.str.replace_all(r"(?i)(?:^|\s)so\s+với(?:\s+\p{L}+){0,4}\s+(§+)", " ${1}")
    figures, bare = once(figures, bare)
    figures, clause = _clause(figures, bare, grammar)
    figures, after_figure = _after_figure(figures, bare, clause, grammar)
    figures, after_figure = _without_records(figures, after_figure, grammar)
    superlative = r"(?i)\s+(?:lớn|cao|thấp|nhỏ|nhiều|ít)\s+(?:nhất|thứ\s+\S+)(\s+(?:với|đạt|là)(?:\s.*)?)?$"
    cut = without_tail(without_tail(after_figure, grammar).str.replace(superlative, ""), grammar)
    # "Đại biểu A cho rằng nợ công …": who says so names nothing.
    said = cut.str.extract(
        r"(?i)^.*(?:^|\s)(?:cho\s+rằng|cho\s+biết|cho\s+hay|nhận\s+định|khẳng\s+định|dự\s+báo)(?:\s+(?:rằng|là))?[\s,:]+(\S.*)$",
        1,
    )
    apart = said.str.contains(r"\p{L}{2}") & ~said.str.contains(
        r"(?i)^(?:của|về|trên|mới|này|cho|từ|trong|cũng|trước|sẽ|§)(?:\s|$)"
    )
    # "các doanh nghiệp dự báo doanh thu": of a bare measure they are the owner.
    owned = said.str.contains(rf"(?i)^(?:kết\s+quả\s+)?(?:{_measures(grammar)})$")
    apart = apart & ~(owned & cut.str.contains(r"(?i)dự\s+báo[^,]*$"))
    cut = pl.when(apart.fill_null(False)).then(said).otherwise(cut)
    figures, cut = once(figures, cut)
    figures, brief, measured = _headed(figures, cut, grammar)
    figures, plainly, named = _plainly(figures, cut, grammar)
    phrase = tidy(pl.coalesce(brief, pl.when(named.str.contains(r"\p{L}{2}")).then(plainly)))
    figures, phrase = once(figures, phrase)
    figures, phrase = once(figures, without_loose_ends(without_clause(phrase, grammar), grammar))
    return without_steps(
        figures.with_columns(
            tidy(spelled(first_of(after_figure, r"(?:\S+\s+){0,13}\S+\s*$"))).alias("context"),
            pl.when(
                phrase.str.contains(
                    rf"(?i)^(?:tốc\s+độ|mức|đà|nhịp\s+độ|mức\s+độ)\s+(?:{grammar.direction})(?:\s+(?:cao\s+nhất|thấp\s+nhất|bình\s+quân|trung\s+bình|cao|thấp|mạnh))*$"
                )
            )
            .then(None)
            .otherwise(spelled(phrase))
            .alias("own"),
            cut.str.extract(rf"(?i)(?:^|[\s,:])({grammar.head})\s*(?:,|và)\s+(?:{grammar.head})\s[^,;]*$", 1).alias(
                "co_head"
            ),
            measured.is_not_null().alias("headed"),
            spelled(tidy(measured)).alias("measured"),
            tidy(
                without_tail(
                    disguised(bare, grammar)
                    .str.extract(r"^(.*)\(\s*[^()]{0,20}$", 1)
                    .str.replace(r"^.*(?:[;:,]|\.)\s", ""),
                    grammar,
                ).str.extract(r"((?:\S+\s+){0,11}\S+)\s*$", 1)
            ).alias("opened_by"),
            named.alias("own_residue"),
            spelled(after_figure).alias("own_clause"),
        )
    )
