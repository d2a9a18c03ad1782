"""What a figure measures: the noun phrase before its verb, or the thing counted after it."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, for_each, once, without_steps
from pipelines.vocabulary import alternation

#: Stands for "số" where it means digital, not number.
DIGITAL = "\ue023"

#: Stands for "ổ" where "tổng" is part of a title, not a sum: "Tổng công ty".
TITLE = "\ue024"

#: Head nouns that name no measure alone.
_GENERIC = (
    r"(?i)^(?:tỷ lệ|tỉ lệ|mức|số|tổng|tổng số|con số|giá trị|trị giá|kim ngạch|số lượng|quy mô|tổng cộng|kết quả)$"
)

#: Where a subject that starts with no head noun ends: its predicate.
_PREDICATE = (
    r"(?i)\s+(?:đã|đang|được|sẽ|cũng|vẫn|tiếp\s+tục|có\s+thể|nổi\s+lên|ghi\s+nhận|trở\s+thành|phải|dự\s+kiến)(?:\s.*)?$"
)

#: Conditions that a growth is stated under; they name no subject.
_ASIDE = r"(?i)(?:nếu\s+)?(?:loại\s+trừ|không\s+tính|không\s+kể|chưa\s+kể|chưa\s+loại\s+trừ)\s+(?:yếu\s+tố\s+)?(?:tăng\s+)?giá(?:\s+thì)?"

#: The first comma that parts two clauses: not the one inside "mức độ 3, 4".
_COMMA = '^.*?,(\\s*[\\p{L}§"])'

#: A verb whose object is what the figure measures.
_RAISED = (
    r"(?i)(?:^|[\s,])(?:đưa|nâng|kéo|khiến(?:\s+cho)?|giúp(?:\s+cho)?|(?:phải|đề\s+nghị|xin)\s+(?:cắt\s+)?(?:giảm|tăng))"
    r"\s+((?:\S+\s+){0,24}?(?:lên|xuống|về|còn|từ|tăng|giảm|đạt|sẽ\s+đạt|đến|tới|ở\s+mức)(?:\s.*)?)$"
)

_LONGEST = 160
_WORDS = 22

#: Words at which the phrase after a counted noun stops.
_STOP = (
    r"so\s+với|so|tăng|giảm|chiếm|trong\s+đó|trong\s+khi|trong\s+tổng|nhằm|để|do|vì|nhờ|theo|kể\s+từ|bằng|nên|nhưng|thì|mà|góp\s+phần|qua\s+đó|từ\s+đó|tương\s+đương|"
    r"tương\s+ứng|đồng\s+thời|và\s+(?:bị|làm)|đối\s+với|với\s+(?:tổng|giá|kim|hơn|gần|mức|số|tỷ|khoảng|doanh|sự)|vào|và\s+có|và\s+\d|trên\s+tổng|đạt|là|ước|cao\s+hơn|thấp\s+hơn|đã|sẽ|đang\s+được|được\s+cấp|gồm|bao\s+gồm|trong\s+năm|trong\s+tháng|nâng|đưa|khiến|giúp|nếu"
)


def _tidy(phrase: pl.Expr) -> pl.Expr:
    """One line, one blank between words, no marks at the ends; null where no letter is left."""
    cleaned = (
        phrase.str.replace_all(r"§+|\*+|<[^<>]*>|\|", " ")
        .str.replace_all(r"\s{2,}|[^\S ]", " ")  # blanks that are one already cost nothing
        .str.replace_all(r"^[\s,.;:\-–+•*\"'()/~]+|[\s,.;:\-–\"'(/~]+$", "")
    )
    return cleaned.str.extract(r"(?s)^([^\p{L}]*\p{L}.*)$", 1).str.head(_LONGEST)


def _without_tail(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut verbs, bounds, statuses, periods and punctuation off the end."""
    words = (
        rf"{grammar.verbs}|{grammar.bound}|{grammar._cues('emphasis', 'status', 'adverb', 'direction', 'share')}|con\s+số|vào|trong|cả|khi|được\s+giao|thì|ra|"
        r"hiện\s+nay|hiện\s+tại|tổng\s+cộng|thực\s+hiện|chỉ\s+còn|duy\s+trì|với|từ|này|đó|của|như|lần\s+lượt|dao\s+động|trung\s+bình|bình\s+quân|đỉnh|đáy|kỷ\s+lục|tại|ở|lũy\s+kế|luỹ\s+kế|theo|mỗi|cho|tính|hơn\s+nữa|lại|thành|so\s+với|so|cùng|gấp|đưa|nâng|khoảng"
    )
    return phrase.str.replace(rf"(?i)(?:(?:^|[\s,):\"])(?:{words})|§+|[\s,:;(\"~≈–\-])+$", "")


def left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own (the noun phrase before the figure, null where the clause names none) and headed (it starts with a head noun).

    Where an earlier figure of the sentence precedes, only what follows its clause counts.
    """
    unit_before = pl.col("unit_code").pipe(previous) if "unit_code" in figures.columns else pl.lit(None, pl.String)
    after_percent = unit_before.is_in(["percent", "percentage_point"]).fill_null(False)
    asked = figures.with_columns(after_percent.alias("after_percent"))
    told = for_each(asked, ["lead", "follows", "after_percent"], lambda leads: _left_phrases(leads, grammar))
    return told.drop("after_percent")


def _left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add what `left_phrases` adds to lead, follows, after_percent (the figure before is a percentage)."""
    bare = pl.col("lead").str.replace_all(r"\([^()]*\)", " ").str.replace(r"\(\s*-\s*$", " ")
    figures, bare = once(figures, bare)
    digital = rf"(?i)((?:{grammar._cues('digital')})\s+)số"
    clause = (
        bare.str.replace_all(_ASIDE, " ")
        .str.replace_all(digital, "${1}" + DIGITAL)
        .str.replace_all(r"(?i)(^|\s)(t)ổ(ng\s+(?:công|cục|giám|bí|kho|hội|đài|thư)\s)", "${1}${2}" + TITLE + "${3}")
        .str.replace(r"^.*[;()]", "")
        .str.replace(r"(?i)^.*\.\s", "")
    )
    figures, clause = once(figures, clause)
    empty = rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)"
    # "Sắt thép các loại: ước tính trong tháng đạt": what follows the colon may name nothing.
    told = clause.str.extract(r"^.*:([^:]*\p{L}[^:]*)$", 1)
    figures, told = once(figures, told)
    named_there = told.str.replace_all(empty, " ").str.replace_all(empty, " ")
    clause = (
        pl.when(named_there.str.contains(r"\p{L}{2}"))
        .then(told)
        .when(told.is_not_null() & clause.str.contains(r"\p{L}{2}[^:]*:[^:]*$"))
        .then(clause.str.replace(r"^.*:([^:]*\p{L}[^:]*:[^:]*)$", "${1}").str.replace(r":\s*", " "))
        .otherwise(clause.str.replace(r"(?i)^.*:\s*(.*\p{L}.*)$", "${1}"))
    )
    figures, clause = once(figures, clause)
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
    opened = rf"(?i)^(?:.*,)?\s*(?:(?:{grammar._cues('connective', 'breakdown')}|{grammar._cues('status')}|các|những|thì|tổng\s+kết|kết\s+quả|§+|\"|-)\s*)*((?:{grammar.head})(?:\W.*)?)$"
    measures = alternation(
        cue for value in ("flow", "stock", "ratio") for cue in grammar.vocabulary.cues("head", value)
    )
    anywhere = rf"(?i)(?:^|[\s,\"(])((?:{measures})(?:\W.*)?)$"
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
    superlative = r"(?i)\s+(?:lớn|cao|thấp|nhỏ|nhiều|ít)\s+(?:nhất|thứ\s+\S+)(\s+(?:với|đạt|là)(?:\s.*)?)?$"
    cut = _without_tail(_without_tail(after_figure, grammar).str.replace(superlative, ""), grammar)
    figures, cut = once(figures, cut)
    headed = cut.str.extract(opened, 1).str.replace(
        r"(?i)\s+(?:dự\s+kiến|không\s+(?:những|chỉ)|vẫn|tiếp\s+tục|cũng|nhìn\s+chung)\s.*$", ""
    )
    figures, headed = once(figures, headed)
    # "Giày dép đứng thứ năm với kim ngạch …": a bare measure takes the subject of its clause.
    ahead = (
        cut.str.extract(rf"(?i)^(.*?)(?:^|[\s,])(?:{measures})$", 1)
        .str.replace(r"^.*,\s+(\S)", "${1}")
        .str.replace(_PREDICATE, "")
    )
    owner = _tidy(
        _without_tail(ahead, grammar)
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
    # A measure in the last clause is nearer than one that an earlier clause names.
    clause_end = cut.str.extract(r",\s([^,]*)$", 1)
    inner = pl.coalesce(clause_end.str.extract(anywhere, 1), cut.str.extract(anywhere, 1))
    figures, inner = once(figures, inner)
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
    named = plainly.str.replace_all(empty, "  ").str.replace_all(empty, "  ")
    figures, named = once(figures, named)
    # "mục tiêu lạm phát", "dự toán chi ngân sách": the goal is part of the name.
    goal = cut.str.extract(
        rf"(?i)(?:^|[\s,(])((?:mục\s+tiêu|chỉ\s+tiêu|dự\s+toán|yêu\s+cầu)\s+(?:(?:kiểm\s+soát|về|tăng)\s+)?(?:{grammar.head})(?:\s[^,]*)?)$",
        1,
    )
    brief = pl.coalesce(goal, headed, inner)
    brief = (
        pl.when((_tidy(brief).str.count_matches(r"\S+") <= 2) & owner.is_not_null())
        .then(pl.format("{} {}", _tidy(brief), owner))
        .otherwise(brief)
    )
    figures, brief = once(figures, brief)
    plainly = plainly.str.replace(
        r"(?i)^\s*(?:tiếp\s+đến|kế\s+tiếp|tiếp\s+theo|sau\s+đó|thứ\s+(?:hai|ba|tư))(?:\s+là)?\s+", ""
    )
    plainly = plainly.str.replace(r"(?i)^\s*(?:không\s+đổi|không\s+thay\s+đổi|giữ\s+nguyên|đi\s+ngang)(?:\W.*)?$", "")
    plainly = plainly.str.replace(r"(?i)^(?:(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn|vượt)(?:\s.*)?$", "")
    phrase = _tidy(pl.coalesce(brief, pl.when(named.str.contains(r"\p{L}{2}")).then(plainly)))
    figures, phrase = once(figures, phrase)
    return without_steps(
        figures.with_columns(
            _tidy(
                after_figure.str.extract(r"((?:\S+\s+){0,13}\S+)\s*$", 1)
                .str.replace_all(DIGITAL, "số", literal=True)
                .str.replace_all(TITLE, "ổ", literal=True)
            ).alias("context"),
            pl.when(
                phrase.str.contains(
                    rf"(?i)^(?:tốc\s+độ|mức|đà|nhịp\s+độ|mức\s+độ)\s+(?:{grammar.direction})(?:\s+(?:cao\s+nhất|thấp\s+nhất|bình\s+quân|trung\s+bình|cao|thấp|mạnh))*$"
                )
            )
            .then(None)
            .otherwise(phrase.str.replace_all(DIGITAL, "số", literal=True).str.replace_all(TITLE, "ổ", literal=True))
            .alias("own"),
            cut.str.extract(rf"(?i)(?:^|[\s,:])({grammar.head})\s*(?:,|và)\s+(?:{grammar.head})\s[^,;]*$", 1).alias(
                "co_head"
            ),
            pl.coalesce(goal, headed, inner).is_not_null().alias("headed"),
            _tidy(
                _without_tail(
                    bare.str.extract(r"^(.*)\(\s*[^()]{0,20}$", 1).str.replace(r"^.*(?:[;:,]|\.)\s", ""), grammar
                ).str.extract(r"((?:\S+\s+){0,11}\S+)\s*$", 1)
            ).alias("opened_by"),
            named.alias("own_residue"),
            after_figure.str.replace_all(TITLE, "ổ", literal=True).alias("own_clause"),
        )
    )


def right_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add thing: the noun phrase that starts with the thing counted after the figure, or after a percent sign."""
    figures, (text,) = distinctly(figures, "rest", pl.col("rest").str.replace_all(r"\([^()]*\)", " "))
    stop = rf"(?:[,;:()|]|\.\s|\.$|§|\s(?:{_STOP})(?:\s|$)|$)"
    # A list of verbs after a lone count is one description: "54/63 tỉnh xây dựng, cập nhật Kiến trúc …".
    figures, (phrase, longer, whole_clause) = distinctly(
        figures,
        text,
        text.str.extract(rf"(?i)^(.*?){stop}", 1),
        text.str.extract(rf"(?i)^([^,]{{1,24}},\s*\p{{Ll}}.*?){stop}", 1),
        text.str.extract(
            r"(?i)^(.*?)(?:[,;:()|]|\.\s|\.$|§|\s(?:so\s+với|tăng|giảm|trong\s+đó|chiếm|trong\s+khi)(?:\s|$)|$)", 1
        ),
    )
    alone = (
        pl.col("right").str.contains(r"\.?\s*$")
        & pl.col("figure_no").eq(pl.col("figure_no").max().over(HERE))
        & pl.col("raw").str.contains("/")
    )
    # "50% doanh nghiệp giảm số lượng dịch vụ so với …": what so many of them do is part of the name.
    doing = text.str.extract(
        r"(?i)^(\s*\p{Ll}+(?:\s+\p{L}+){1,3}?\s(?:tăng|giảm)\s.*?)(?:[,;:()|]|\.\s|\.$|§|\s(?:so\s+với|trong\s+đó|từ)(?:\s|$)|$)",
        1,
    )
    opens = ~pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống|chiếm)(?:[^\p{{L}}]|$))[^,;]{{0,30}}$"
    )
    whole_clause = (
        pl.when((pl.col("unit_code") == "percent") & opens)
        .then(pl.coalesce(doing, whole_clause))
        .otherwise(whole_clause)
    )
    figures, whole_clause = once(figures, whole_clause)
    acting = (
        (phrase.str.count_matches(r"\S+") <= 1)
        & text.str.contains(r"(?i)^\s*\p{L}*\s*(?:đã|đang|sẽ|được|cùng|tham\s+gia)\s+\p{Ll}+\s+\p{Ll}")
        & ~text.str.contains(rf"(?i)^\s*\p{{L}}*\s*(?:đã|đang|sẽ|được)\s+(?:{grammar.verbs}|{grammar.direction})\s")
    )
    chosen = (
        pl.when(alone & longer.is_not_null())
        .then(longer)
        .when((pl.col("unit_code") == "percent") | pl.col("per_code").is_not_null())
        .then(whole_clause)
        # "8 người cho rằng …", "30 bệnh viện đã kết nối …": what they say or do tells them apart.
        .when(phrase.str.contains(r"(?i)(?:^|\s)(?:cho|tin|nói)\s+rằng(?:\s|$)") | acting)
        .then(whole_clause)
        .otherwise(phrase)
    )
    figures, chosen = once(figures, chosen)
    base = pl.when(pl.col("over") & ~pl.col("among")).then(
        pl.format("/{} {}", pl.col("per_number"), pl.col("base_word").fill_null(""))
    )
    unit = (
        pl.when(pl.col("unit_code").is_in([*MONEY, "percent", "percentage_point", "times"]))
        .then(pl.lit(""))
        .otherwise(pl.col("unit_word").fill_null(""))
    )
    figures, unit = once(figures, unit)
    whole = pl.when(pl.col("over") & ~pl.col("among")).then(unit + base).otherwise(unit + chosen)
    # "100 triệu chủ thẻ của hơn 40 ngân hàng …": the first thing goes on with the second.
    onward = whole.str.contains(rf"(?i)\sc[uủ]a(?:\s+(?:{grammar.bound}))?\s*$")
    figures, onward = once(figures, onward)
    whole = (
        pl.when(onward & whole.pipe(following).is_not_null())
        .then(pl.format("{} {}", whole, whole.pipe(following)))
        .when(onward.pipe(previous).fill_null(False))
        .then(whole.str.replace(r"(?i)\s+được\s.*$", ""))
        .otherwise(whole)
    )
    # "29 nhóm hàng đạt kim ngạch từ 1 tỷ USD trở lên": the threshold belongs to the thing.
    limit = pl.col("rule").pipe(following) == "threshold"
    bounded = pl.concat_str(
        [
            unit,
            pl.col("rest"),
            pl.col("raw").pipe(following),
            pl.col("right").pipe(following).str.extract(r"(?i)^(.*?trở\s+lên)", 1),
        ]
    )
    whole = pl.when(limit).then(bounded).otherwise(whole)
    figures, whole = once(figures, whole)
    words = whole.str.extract(rf"^\s*((?:\S+\s*){{1,{_WORDS}}})", 1).str.replace(
        rf"(?i)(?:\s+(?:và|hoặc|cùng|có|của|với|trong|tại|{grammar.bound}))+\s*$", ""
    )
    figures, words = once(figures, words)
    thing = _tidy(words)
    linking = r"(?i)^(?:với|và|hoặc|hay|thì|cho|nhưng|do|vì|nhờ|để|khi|nếu|cùng)(?:\s|$)"
    return without_steps(figures.with_columns(pl.when(~thing.str.contains(linking)).then(thing).alias("thing")))


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label and label_rule (left | thing | carried), carrying the subject from figure to figure of a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    unit = pl.col("unit_code")
    counted = unit.is_not_null() & ~unit.is_in([*MONEY, "percent", "percentage_point", "times"])
    only_unit = pl.col("thing").str.count_matches(r"\S+") <= pl.col("unit_word").fill_null("").str.count_matches(r"\S+")
    # "140 triệu chiếc", "1,3 triệu tấn": such a word counts a thing that stands elsewhere.
    counted = counted & ~(only_unit & unit.is_in(grammar.measuring_units)).fill_null(False)
    figures, counted = once(figures, counted)
    uncounted = ~counted
    level = pl.col("kind") == "level"
    base_only = (unit == "percent") & pl.col("thing").str.contains(r"(?i)^(?:của\s+)?(?:gdp|grdp)(?:\s|$)")
    has_thing = level & pl.col("thing").is_not_null() & (counted | unit.is_null() | (unit == "percent"))
    has_thing = has_thing & ~base_only.fill_null(False)
    linked = pl.col("lead").str.contains(
        rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống)(?:[^\p{{L}}]|$)|:)[^,;]{{0,30}}$|:\s*$"
    )
    # "dân số trên 8,4 triệu người": a bound may stand for the verb.
    linked = linked | (
        pl.col("headed") & pl.col("lead").str.contains(rf"(?i)(?:^|\s)dân\s+số(?:\s+(?:{grammar.bound}))+\s*$")
    )
    generic = pl.col("own").str.contains(_GENERIC)
    left = pl.col("headed") & pl.col("own").is_not_null() & ~(generic & has_thing)
    short = pl.col("thing").str.count_matches(r"\S+") <= 3
    listed = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:và|cùng|với|cùng\s+với)?\s*(?:{grammar.bound})?\s*$"
    ) & pl.col("follows")
    told = (
        _without_tail(pl.col("context"), grammar)
        .str.replace(r"(?i)(?:\s|^)(?:tổng\s+số|tổng\s+cộng|có)$", "")
        .str.replace(rf"(?i)^(?:(?:{grammar._cues('connective', 'breakdown')})\s+)+", "")
    )
    last_clause = told.str.extract(r",\s([^,\s]+(?:\s[^,\s]+){2,})$", 1)
    told = pl.when(told.str.count_matches(r"\S+") > 8).then(pl.coalesce(last_clause, told)).otherwise(told)
    told = told.str.replace(r"(?i)^(?:đối\s+với|trong|về|tại|ở)\s+(?:lĩnh\s+vực|mảng|ngành)\s.*$", "")
    plain_own = pl.when(told.str.contains(r"\p{L}{2}.*\s\p{L}{2}")).then(_tidy(told))
    context = pl.coalesce(plain_own, pl.when(listed).then(plain_own.forward_fill().over(HERE)))
    figures, context = once(figures, context)
    percent_of_thing = (unit == "percent") & ~linked & (pl.col("thing").str.count_matches(r"\S+") <= 2)
    described = (
        pl.when(short & (counted | percent_of_thing) & context.is_not_null())
        .then(pl.format("{} {}", "thing", context))
        .otherwise("thing")
    )
    described = (
        pl.when((unit == "percent") & ~described.str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"))
        .then(pl.format("tỷ lệ {}", described))
        .otherwise(described)
    )
    thing = pl.when(pl.col("kind") == "level").then(described).otherwise("thing")
    # "Hà Nội (1.000), Bình Phước (998)": places with their counts.
    place = pl.col("left").str.extract(
        r"(?:^|^.*(?:[,;:)]|\s(?:và|là|như|tại|ở)\s))\s*(\p{Lu}[^(),;:]{1,40}?)\s*\(\s*-?\s*$", 1
    )
    listing = level & place.is_not_null() & pl.col("right").str.contains(r"^\s*\)") & unit.is_null()
    figures = figures.with_columns(pl.when(listing).then(place).alias("place"))
    agent = pl.col("own").str.contains(
        rf"(?i)^(?:{grammar._cues('organization')}|doanh\s+nghiệp|chính\s+phủ|bộ|tỉnh|nhà\s+nước)(?:\s|$)"
    )
    open_act = ~pl.col("headed").fill_null(False) | agent.fill_null(False)
    # "bố trí 20 nghìn tỷ đồng vốn đối ứng", "đạt 30 tỷ đồng doanh thu": the measure stands after the amount.
    act = pl.col("lead").str.extract(
        rf"(?i)(?:^|[^\p{{L}}])((?:{grammar._cues('act')})(?:\s+(?:bổ\s+sung|thêm|vốn))*)(?:\s+(?:{grammar.bound}|tới|đến|thêm))*\s*$",
        1,
    )
    spoken = pl.col("thing").str.extract(r"^((?:\S+\s+){0,9}\S+)", 1)
    acted = (
        pl.when(level & unit.is_in(MONEY) & act.is_not_null() & open_act)
        .then(
            pl.concat_str(
                [act, spoken, pl.when(agent).then(pl.format("của {}", "own"))], separator=" ", ignore_nulls=True
            )
        )
        .when(
            level
            & unit.is_in(MONEY)
            & ~pl.col("headed").fill_null(False)
            & pl.col("thing").str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)")
        )
        .then(spoken)
    )
    figures, acted = once(figures, acted)
    begins_with_unit = (
        pl.col("own").str.to_lowercase().str.starts_with(pl.col("unit_word").fill_null("§"))
        & (pl.col("own").str.count_matches(r"\S+") > pl.col("unit_word").str.count_matches(r"\S+"))
    ).fill_null(False)
    own_label = (
        pl.when(pl.col("place").is_not_null())
        .then(pl.col("place"))
        .when(acted.is_not_null())
        .then(acted)
        .when(left & (linked | uncounted))
        .then(pl.col("own"))
        # "trạm 4G là 130.000 trạm": the subject tells more than the unit.
        .when(counted & only_unit & linked & begins_with_unit)
        .then(pl.col("own"))
        .when(
            has_thing
            & (
                counted
                | (
                    (unit == "percent")
                    & (
                        ~linked
                        | pl.col("lead").str.contains(r"(?i)(?:,|(?:^|\s)và|(?:^|\s)có)\s*$")
                        | (~pl.col("headed") & pl.col("lead").str.contains(r":\s*$"))
                    )
                )
            )
        )
        .then(thing)
        .when(pl.col("own").is_not_null() & uncounted)
        .then(pl.col("own"))
        .when(has_thing)
        .then(pl.col("thing"))
        .when(left)
        .then(pl.col("own"))
        .when(
            level
            & unit.is_in(MONEY)
            & pl.col("own").is_null()
            & pl.col("lead").str.contains(rf"(?i)(?:^|[^\p{{L}}])có(?:\s+(?:{grammar.bound}|tới|đến))?\s*$")
        )
        .then(pl.col("thing"))
    )
    onward = pl.col("lead").str.contains(
        rf"(?i)^\s*,?\s*(?:(?:{grammar._cues('status', 'verb', 'bound', 'adverb')}|và|sẽ|cả)\s*)+$"
    ) & pl.col("follows")
    same_thing = (
        level
        & counted
        & only_unit
        & onward
        & (pl.col("unit_word") == pl.col("unit_word").pipe(previous))
        & (pl.col("kind").pipe(previous) == "level")
    )
    planned = level & (pl.col("kind").pipe(previous) == "plan") & pl.col("left").str.contains(r"\(\s*$")
    plan_phrase = _tidy(pl.col("lead").str.extract(rf"(?i)((?:{grammar._cues('plan')})\b[^()§]*)\(\s*$", 1))
    figures = figures.with_columns(
        planned.fill_null(False).alias("planned"), pl.when(planned).then(plan_phrase).alias("plan_phrase")
    )
    # "con số này", "tỷ lệ này": the subject stands in the sentence before.
    pointing = pl.col("lead").str.contains(
        r"(?i)(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|chỉ\s+số|giá\s+trị|chỉ\s+tiêu|thị\s+phần)\s+(?:này|trên|đó)(?:[^\p{L}][^,;]*)?$"
    )
    figures = figures.with_columns((pointing & level).alias("pointing"))
    kept = pl.when(~(same_thing.fill_null(False) | pl.col("pointing") | pl.col("planned"))).then(own_label)
    shown = figures.with_columns(reveal(kept).alias("own_label"), counted.alias("counted"))
    # "đạt 30 tỷ đồng doanh thu, tăng 13%": the words between belong to the level before.
    spent = spoken.pipe(previous).is_not_null() & acted.pipe(previous).is_not_null() & (pl.col("kind") == "change")
    spent = spent & pl.col("lead").str.contains(r"^[^,]*(?:,\s*(?:tăng|giảm)[^,]*)?$")
    shown = shown.with_columns(pl.when(~spent.fill_null(False)).then("own_label").alias("own_label"))
    # "… 64% về hóa đơn và 81% về số tiền": an aspect of the same measure.
    aspect = pl.col("own_label").str.contains(r"(?i)^(?:tỷ lệ )?về\s") & pl.col("follows")
    shown = shown.with_columns(pl.when(~aspect.fill_null(False)).then("own_label").alias("own_label"))
    alone = pl.col("own_label").is_not_null() & pl.col("own_label").str.contains(_GENERIC)
    shown = shown.with_columns(
        pl.when(~alone.fill_null(False)).then("own_label").alias("own_label"),
        pl.when(alone).then("own_label").alias("generic"),
    )
    away = pl.col("kind").eq("change") & pl.col("lead").str.contains(
        rf"(?i)\(\s*§+\s*(?:{grammar.direction})|(?:hơn|với|bằng)\s+mức\s+(?:{grammar.direction})(?:\s+\p{{L}}+)?\s*$"
    )
    reached = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "change")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:/\p{{L}}+)?\s*(?:§+)?\s*,?\s*(?:và\s+)?(?:ước\s+)?(?:còn|đạt|lên|xuống|về|chỉ|ước|là|mức|tới|đến|{grammar.bound}|\s)+$"
        )
    )
    # "từ 6,5% đối với các kỳ hạn … xuống còn 1,5%": the second value measures what the first did.
    moved = (
        level
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("lead")
        .pipe(previous)
        .str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|đỉnh|đáy|trung\s+bình|khoảng|gần|hơn|trên|dưới))*\s*$")
        & (pl.col("unit_code") == pl.col("unit_code").pipe(previous))
        & pl.col("lead").str.contains(
            r"(?i)(?:^|\s)(?:xuống|lên|về|còn)(?:\s+(?:còn|mức|khoảng|từ|chỉ|gần|hơn|dưới|trên))*\s*$"
        )
    )
    kept_own = ~(reached | moved).fill_null(False)
    shown = shown.with_columns(pl.when(kept_own).then("own_label").alias("own_label"))
    names = pl.col("own_label").is_not_null() & ~(
        pl.col("joined_space") | pl.col("range_high") | pl.col("base_of") | pl.col("prior") | pl.col("converted")
    )
    subject = pl.when(names).then(pl.col("own_label"))
    return without_steps(
        shown.with_columns(
            (names | away).alias("names_subject"), pl.when(names).then("own_label").alias("own_label")
        ).with_columns(subject.forward_fill().over(HERE).alias("carried"))
    )
