"""The clause that a figure ends: what of its sentence may name what it is of."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.phrases import COMMA, disguised
from pipelines.language.records import of_the_best, told_with, without_records
from pipelines.language.steps import once, only_where
from pipelines.language.suppositions import without_condition

#: Conditions that a growth is stated under; they name no subject.
_ASIDE = r"(?i)(?:nếu\s+)?(?:loại\s+trừ|không\s+tính|không\s+kể|chưa\s+kể|chưa\s+loại\s+trừ)\s+(?:yếu\s+tố\s+)?(?:tăng\s+)?giá(?:\s+thì)?"

#: The first comma that parts two clauses: not the one inside "mức độ 3, 4".
_COMMA = '^.*?,(\\s*[\\p{L}§"])'


def last_clause(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The lead without what names nothing, and its last clause; where a figure precedes, what follows its clause."""
    figures, bare = _after_heading(*once(figures, _bare()), grammar)
    # "doanh số của 5 sàn gồm Shopee, Lazada và Tiki đạt": who they are, by the way.
    figures, told = only_where(figures, bare.str.contains("gồm ", literal=True), without_members(bare, grammar))
    figures, bare = once(figures, pl.coalesce(told, bare))
    figures, told = only_where(figures, bare.str.contains_any(_WHAT_IT_IS), _without_what_it_is(bare))
    figures, bare = of_the_best(*once(figures, pl.coalesce(told, bare)), grammar)
    figures, clause = _clause(figures, bare, grammar)
    figures, clause = without_records(*_after_figure(figures, bare, clause, grammar), grammar)
    return figures, bare, clause


def _after_heading(figures: pl.DataFrame, bare: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Nhập khẩu hàng hóa Kim ngạch nhập khẩu đạt": a heading that runs into its sentence, which opens with a capital."""
    opens = rf"(?:{grammar.opening_measures})(?:\s|$)"
    # "có Doanh thu", "theo Chỉ số": no heading ends so.
    joined = r"có|đạt|với|về|của|theo|là|và|hoặc|cho|trong|tại|từ|gồm|thì|bằng|bộ|tăng|giảm|một|các|những|khi|do|tổng"
    told = bare.str.extract(rf"^.*(?:^|[^\p{{L}}])(?:\p{{Ll}}+|\p{{Lu}}{{2,}}|Nam)\s+({opens}.*)$", 1)
    figures, told = only_where(figures, bare.str.contains(rf"\p{{L}}\s+{opens}"), told)
    figures, told = only_where(
        figures, told.is_not_null() & ~bare.str.contains(rf"(?:^|[^\p{{L}}])(?:{joined})\s+{opens}"), told
    )
    return once(figures, pl.coalesce(told, bare))


def without_members(lead: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "doanh số của 5 sàn gồm Shopee, Lazada và Tiki đạt" without who they are."""
    name = r"\p{Lu}[^,;:()§]{1,30}"
    return lead.str.replace(
        rf"\s(?:lớn\s+)?(?:bao\s+)?gồm:?\s+(?:{name},\s+)+(?:{name}?\s)?và\s+\p{{Lu}}\S*(?:\s+\p{{Lu}}\S*)*(\s+(?:{grammar.verbs})\s)",
        "${1}",
    )


def named_in(text: pl.Expr, gap: str, grammar: Grammar) -> pl.Expr:
    """``text`` with a gap for every word that names nothing; two of them may share the blank between them."""
    empty = rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)"
    return text.str.replace_all(empty, gap).str.replace_all(empty, gap)


#: What a country or a firm is known for, told by the way.
_KNOWN_FOR = (
    r"(?i),\s+(?:nước|quốc\s+gia|nhà|nền\s+kinh\s+tế|thị\s+trường|đối\s+tác|địa\s+phương|vùng)\s[^,;:()\d]{0,60}?"
    r"(?:lớn|hàng\s+đầu|đứng\s+(?:đầu|thứ)|nhiều\s+nhất|số\s+một)(?:\s[^,;:()]{1,50})?,\s+"
)


#: What a country or a firm is said to be, after its name.
_WHAT_IT_IS = [", thị trường ", ", nước ", ", quốc gia ", ", đối tác ", ", doanh nghiệp ", ", đơn vị "]


def _without_what_it_is(bare: pl.Expr) -> pl.Expr:
    """ "Kim ngạch sang Nhật Bản, thị trường đang phục hồi, đạt" without what it is."""
    return bare.str.replace(
        r"(\s(?:sang|tại|từ|ở|của)\s+\p{Lu}[^,;:()§]{1,30}),\s+(?:thị\s+trường|nước|quốc\s+gia|đối\s+tác|doanh\s+nghiệp|đơn\s+vị)\s[^,;:()§\d]{3,60},\s+"
        r"((?:đạt|ước|tăng|giảm|vẫn|chỉ|đã|cũng|là)\s)",
        "${1} ${2}",
    )


def _without_group(bare: pl.Expr) -> pl.Expr:
    """The lead without the group that what it names is one of, and without who submits it to whom."""
    # "nhiều mặt hàng XK tăng như: Điện thoại đạt", "Chính phủ trình Quốc hội tổng chi"
    traded = (
        pl.when(~bare.str.contains(r"(?i)kim\s+ngạch[^:]*:"))
        .then(bare)
        .str.replace(
            r"(?i)^[^:]*mặt\s+hàng\s(?:[^:]*\s)?(xuất\s+khẩu|nhập\s+khẩu|xk|nk)(?:\s[^:]*)?\snhư\s*:\s*(\p{L})",
            "${1} ${2}",
        )
    )
    bare = pl.coalesce(traded, bare).str.replace(
        r"(?:^|,\s*)(?:Chính phủ|UBND(?:\s[^,]{1,20})?|Bộ(?:\s[^,]{1,30})?)\s+trình\s+(?:Quốc hội|HĐND(?:\s[^,]{1,20})?|Chính phủ)\s+(\p{Ll}+\s)",
        ", ${1}",
    )
    # "Trong nhóm này, gạo đạt"
    group = r"(?i)^[\s*_]*(?:trong|thuộc)\s+(?:các\s+|những\s+)?(?:nhóm|số|mặt\s+hàng|ngành)(?:\s+hàng)?\s+(?:này|đó|trên|kể\s+trên|nêu\s+trên),\s"
    return bare.str.replace(group, " ")


def _bare() -> pl.Expr:
    """The lead without brackets, comparisons and what is told by the way."""
    bare = pl.col("lead").str.replace_all(r"\([^()]*\)", " ").str.replace(r"\(\s*-\s*$", " ")
    # "Dịp nghỉ lễ 30/4, thành phố đón": nor does the occasion name anything.
    occasion = r"(?i)^[\s*_]*(?:(?:trong|nhân|vào|riêng|qua|suốt)\s+)*(?:dịp|kỳ|đợt)\s+(?:nghỉ|lễ|tết|quốc\s+khánh)(?:\s[^,;:]{0,60})?,\s"
    bare = bare.str.replace(occasion, " ")
    bare = without_condition(_without_group(bare))
    # "chiếm 28%; đứng thứ 2 là Hà Lan với": who stands there, after the number of the place.
    place = r"(?i)(?:(?:đứng|xếp)\s+)?(?:(?:ở\s+)?vị\s+trí\s+)?thứ\s+[\x{E010}-\x{E019}]+\s+(?:là|thuộc\s+về)\s"
    bare = bare.str.replace(place, "tiếp theo là ")
    # "đạt 58%, cao hơn mức bình quân cả nước và tăng 3 điểm": nor does what it is higher than.
    than = r"(?:cao|thấp|lớn|nhỏ|nhiều|ít|tốt|nhanh)\s+hơn(?:\s+(?:hẳn|nhiều|khá|so\s+với))*\s+"
    bare = bare.str.replace(
        rf"(?i)(^[^,;]{{0,30}}),\s+{than}(?:mức|bình\s+quân|trung\s+bình)\s[^,;:()§]*?,?\s+((?:và|nhưng|song)\s+(?:\p{{Ll}}+\s+)?(?:tăng|giảm)\s)",
        "${1} ${2}",
    ).str.replace(rf"(?i)({than})mức\s+((?:bình\s+quân|trung\s+bình|chung)\s)", "${1}${2}")
    # What something is compared with names nothing: "so với dự toán năm 2013 và bội chi".
    # "Quy đổi theo tỷ giá Vietcombank, vàng thế giới": nor does that by which it is converted.
    bare = bare.str.replace_all(
        r"(?i)(?:^|\s)(?:so\s+với(?:\s+\p{L}+){0,4}\s+(§+)|quy\s+(?:đổi|ra)\s+theo\s[^,;]*,)", " ${1}"
    )
    # "tăng 1,8% so với phiên trước và tăng 12%"
    bare = bare.str.replace(r"(?i)^\s*so\s+với\s+[^,;:()§]{2,40}?\s(và\s+(?:tăng|giảm)\s)", " ${1}")
    # "Thị trường Mỹ, nơi chiếm hơn một nửa kim ngạch, đạt": told by the way.
    bare = bare.str.replace(r"(?i),\s+(?:nơi|vốn(?:\s+là)?)\s[^,;:()]{3,80},\s|\s-\s\p{Ll}[^,;:()§-]{3,60}\s-\s", " ")
    # "cán bộ nghiên cứu của hãng, vốn chỉ 19 người": what it was at first, no capital.
    bare = bare.str.replace(r"(?i),\s+vốn\s+((?:chỉ|đã|mới)\s)", " ${1}")
    # "Về xuất khẩu, theo số liệu của Tổng cục Hải quan, cả nước xuất": who tells it.
    bare = bare.str.replace_all(r"(?i),\s*(?:cũng\s+|vẫn\s+)?theo\s+[^,;:()]{2,80},\s", ", ")
    # "Tại Ấn Độ, nước xuất khẩu gạo lớn nhất thế giới, gạo đồ tăng lên": nor what its place is known for.
    bare = bare.str.replace(rf"{_KNOWN_FOR}((?:đã|đang|sẽ|cũng|vẫn|đạt|nhập|xuất|mua|bán|chi|tăng|giảm)\s)", " ${1}")
    bare = bare.str.replace(_KNOWN_FOR, ", ")
    # "Thị trường Trung Quốc vẫn là chủ yếu với": how much it weighs names nothing.
    bare = bare.str.replace(
        r"(?i)\s+(?:vẫn\s+|tiếp\s+tục\s+)*là\s+(?:thị\s+trường\s+)?chủ\s+(?:yếu|lực|đạo)(\s*,?\s+(?:với|đạt)\s)", "${1}"
    )
    bare = bare.str.replace(r"(?i)((?:^|[\s,;])trong)\s+(?:tổng\s+)?số\s+(?:này|đó)\s*,?\s+", "${1} đó ")
    # "Trong tổng số khách, khách đến bằng đường biển đạt": the whole that a part is taken from.
    return bare.str.replace(
        r"(?i)(^|,)(\s*)trong\s+(?:tổng(?:\s+số)?|số\s+(?:các|những)|các|những)\s[^,;:()§]{2,60},\s+(\p{Ll})",
        "${1}${2}${3}",
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
    figures, clause = _without_cause(*once(figures, clause))
    figures, clause = told_with(figures, clause, grammar)
    figures, clause = once(figures, _without_learning(clause, grammar))
    return _after_colon(figures, clause, grammar)


def _without_cause(figures: pl.DataFrame, clause: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """A clause without the one that tells why, or when."""
    # "do giá vốn tăng cao nên doanh nghiệp lỗ gộp": the cause names nothing.
    cause = clause.str.replace(r"(?i)^.*\snên\s+(\p{L}+\s+\p{L})", ", ${1}")
    figures, cause = only_where(figures, clause.str.contains(" nên ", literal=True), cause)
    # "nhóm ngân hàng phân hóa khi STB tăng": the subject is in the clause that tells how.
    how = clause.str.replace(r"(?i)^.*\skhi\s+((?-i:\p{Lu})\S*\s[^,]*)$", ", ${1}")
    # "khu vực trong nước tiếp tục là động lực của xuất khẩu khi đạt": what it is tells nothing of what is measured.
    how = how.str.replace(
        r"(?i)((?:^|,)[^,]*\S)\s+(?:(?:đã|vẫn|tiếp\s+tục|cũng)\s+)*(?:là|trở\s+thành)\s[^,]*\skhi((?:\s+(?:chỉ\s+)?(?:đạt|thu\s+về|mang\s+về|có|lên\s+tới))+\s*)$",
        "${1}${2}",
    )
    figures, how = only_where(figures, clause.str.contains(" khi ", literal=True), how)
    # "thu ngân sách tăng khá chủ yếu nhờ giá dầu ở mức 107 USD/thùng": the price, where no figure tells what it did.
    price = clause.str.replace(
        r"(?i)^.*\s(?:nhờ|do)\s+(giá\s[^,]*\s(?:ở\s+mức|đạt|lên|xuống|còn|là)(?:\s+\p{Ll}+){0,2}\s*)$", ", ${1}"
    )
    figures, price = only_where(figures, clause.str.contains_any([" nhờ giá ", " do giá "]), price)
    return figures, pl.coalesce(cause, price, how, clause)


def _without_learning(clause: pl.Expr, grammar: Grammar) -> pl.Expr:
    """A clause without its condition, how it was learnt, and the record that it is."""
    # "nếu tính cả vốn tăng thêm thì tổng số vốn": the condition names nothing.
    clause = clause.str.replace(rf"(?i)^.*\sthì\s+((?:{grammar.head})(?:\W.*)?)$", ", ${1}")
    # "Kế hoạch mà công ty đặt ra là doanh thu": what is planned.
    clause = clause.str.replace(
        rf"(?i)^.*(?:kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu|nhiệm\s+vụ)\s[^,;:]*\slà\s+((?:{grammar.measures})(?:\W.*)?)$",
        ", ${1}",
    )
    # "ngành phấn đấu xuất khẩu": who aims at it.
    clause = clause.str.replace(
        r"(?i)^[^,]*\s(?:phấn\s+đấu|đặt\s+mục\s+tiêu|kỳ\s+vọng|quyết\s+tâm)\s+((?:xuất|nhập)\s+khẩu(?:\W.*)?)$",
        ", ${1}",
    )
    # "khảo sát 6.500 doanh nghiệp cho thấy 30%": what was done to learn it names nothing.
    clause = clause.str.replace(
        rf"(?i)^.*\s(?:{grammar._cues('saying')})(?:\s+(?:rằng|là|có|có\s+tới|{grammar.bound})|\s*,)*\s*$", ""
    )
    # "việc siết tín dụng khiến 60% doanh nghiệp phải đóng cửa": what brought it about names nothing; "bắt buộc" brings none.
    clause = clause.str.replace(
        rf"(?i)^.*(?:\s(?:khiến(?:\s+cho)?|giúp(?:\s+cho)?)|(?:[^\st]|[^ắ]t)\s+buộc)(?:\s+(?:có|tới|có\s+tới|{grammar.bound}))*\s*$",
        "",
    )
    # "thị trường Hà Lan tăng mạnh nhất trong khối EU, đạt": a record names nothing.
    return clause.str.replace(
        rf"(?i)\s+(?:có\s+mức\s+)?(?:{grammar.direction})\s+(?:mạnh|cao|nhanh|nhiều|sâu|ít|thấp)\s+nhất(?:\s[^,;]*)?(,[^,;]*)$",
        "${1}",
    )


def _after_colon(figures: pl.DataFrame, clause: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """What follows a colon; "Sắt thép các loại: ước tính trong tháng đạt": that may name nothing."""
    figures, told = once(figures, clause.str.extract(r"^.*:([^:]*\p{L}[^:]*)$", 1))
    # "Công tác thanh tra được đẩy mạnh: đã thực hiện tại": a clause of its own names nothing.
    whole = clause.str.contains(r"(?i)\s(?:được|tiếp\s+tục)\s[^:]*:")
    names_before = told.is_not_null() & clause.str.contains(r"\p{L}{2}[^:]*:[^:]*$") & ~whole
    # "tỷ lệ có máy tính: cấp tỉnh": the rate of those.
    rated = clause.str.extract(
        r"(?i)(?:^|[,;]\s)\s*((?:tỷ|tỉ)\s+(?:lệ|suất)\s[^:;]{5,90}):\s*\p{Ll}+(?:\s+\p{Ll}+){0,3}\s*$", 1
    )
    after_colon = (
        pl.when(rated.is_not_null())
        .then(pl.format("{} {}", rated.str.replace_all(",", COMMA, literal=True), told))
        .when(named_in(told, " ", grammar).str.contains(r"\p{L}{2}"))
        .then(told)
        .when(names_before)
        .then(clause.str.replace(r"^.*:([^:]*\p{L}[^:]*:[^:]*)$", "${1}").str.replace(r":\s*(?:§+\s*,\s*)?", " "))
        .otherwise(clause.str.replace(r"(?i)^.*:\s*(.*\p{L}.*)$", "${1}"))
    )
    figures, after_colon = only_where(figures, clause.str.contains(":", literal=True), after_colon)
    return once(figures, pl.coalesce(after_colon, clause))


def _after_figure(
    figures: pl.DataFrame, bare: pl.Expr, clause: pl.Expr, grammar: Grammar
) -> tuple[pl.DataFrame, pl.Expr]:
    """What of a clause follows the clause of an earlier figure."""
    joint = r"và|do|nhờ|vì|(?:mặc\s+)?dù|bất\s+chấp|gồm|bao\s+gồm|cho\s+thấy|cho\s+biết|nhưng|trong\s+khi(?:\s+đó)?|trong\s+đó|song|đồng\s+thời|riêng|tuy\s+nhiên|trong\s+số\s+đó|nâng|đưa|với|cùng|trong|khiến(?:\s+cho)?|giúp(?:\s+cho)?|kéo\s+theo|đẩy|làm\s+cho|thì"
    headed_on = rf"(?i)^\s*(?:§+\s*)?((?:{grammar.head})(?:\W.*)?)$"
    # "trong đó kim ngạch xuất khẩu phần cứng, điện tử đạt": the part is named whole.
    part = rf"(?i)^\s*trong\s+đó\s*,?\s+(?:riêng\s+)?(?:{grammar.measures})(?:\s+\p{{Ll}}+){{1,4}},\s+\p{{Ll}}+(?:\s+\p{{Ll}}+){{0,2}}\s+(?:{grammar.verbs}|{grammar._cues('status')}|{grammar.bound})(?:\s|$)"
    figures, part_on = only_where(
        figures, clause.str.contains("trong đó", literal=True), pl.when(clause.str.contains(part)).then(pl.lit(True))
    )
    # "giá vé tăng 15% do giá nhiên liệu ở mức": what the cause measures.
    caused = clause.str.extract(rf"(?i)^[^,]{{0,40}}\s(?:do|vì|bởi|nhờ|khi)\s+((?:{grammar.measures}|giá)\s[^,]*)$", 1)
    figures, caused = only_where(figures, clause.str.contains_any([" do ", " vì ", " bởi ", " nhờ ", " khi "]), caused)
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
