"""What each figure is: a level, a growth, a share, a completion, a rank, a base, a span, or a mere mention."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.kind_conditions import exceeds, points_out, sizes_the_counted
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import following, previous_value
from pipelines.language.steps import distinctly, for_each, holds, once, without_steps, worked
from pipelines.language.text import first_of, spelled_word


def _direction(clauses: pl.DataFrame, lead: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Add told_direction (up | down) of the column ``lead``, null where nothing tells it."""
    word = spelled_word(lead.str.extract(rf"(?i).*(?:^|[^\p{{L}}])({grammar.direction})(?:[^\p{{L}}]|$)", 1))
    word = pl.coalesce(
        spelled_word(
            lead.str.extract(rf"(?i)((?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn)(?:\s+(?:{grammar.bound}|tới|đến))?\s*$", 1)
        ),
        word,
    )
    than = lead.str.extract(r"(?i)((?:cao|thấp|lớn|nhỏ|nhiều|ít|đắt|rẻ|trẻ|ngắn|chậm|nhẹ|kém)\s+hơn)\s[^,;]{0,50}$", 1)
    than = pl.when(~lead.str.contains(r"(?i)(?:mức|con\s+số|mốc)(?:\s+\p{L}+)?\s*$")).then(than)
    word = pl.coalesce(word, spelled_word(than))
    down = [
        "hạ",
        *grammar.vocabulary.cues("direction", "down"),
        "thấp hơn",
        "nhỏ hơn",
        "ít hơn",
        "rẻ hơn",
        "trẻ hơn",
        "ngắn hơn",
        "chậm hơn",
        "nhẹ hơn",
        "kém hơn",
    ]
    # "hạ 0,7 triệu đồng so với đỉnh"
    lowered = spelled_word(lead.str.extract(rf"(?i)(?:^|[\s,;])(hạ)(?:\s+(?:thêm|{grammar.bound}))*\s*$", 1))
    word = pl.coalesce(lowered, word)
    # "cho chương trình giảm nghèo, gấp 1,8 lần": a multiple, whatever fell before.
    many = lead.str.extract(
        rf"(?i)(?:^|[,;(]\s*)(?:và\s+|đều\s+|cao\s+|tăng\s+)*(gấp)(?:\s+(?:{grammar.bound}))*\s*$", 1
    )
    word = pl.coalesce(many.str.to_lowercase(), word)
    found = clauses.select(lead, word.alias("word"))
    word = pl.col("word")
    direction = pl.when(word.is_in(down)).then(pl.lit("down")).when(word.is_not_null()).then(pl.lit("up"))
    return found.select(lead, direction.alias("told_direction"))


def _slows(of: str, grammar: Grammar) -> str:
    """Lead of a rate of growth that itself grows or slows: "tốc độ tăng nợ công giảm từ"."""
    return (
        rf"(?i)(?:tốc\s+độ|nhịp\s+độ|đà)\s+(?:{of})(?:\s[^,;:]*)?\s(?:{grammar.direction})(?:\s+\p{{Ll}}+){{0,2}}"
        rf"\s+(?:từ|xuống|lên|còn|về)(?:\s+(?:còn|mức|bình\s+quân|trung\s+bình|{grammar.bound}))*\s*$"
    )


def _lowered(lead: pl.Expr, rest: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "hạ 0,7 triệu đồng so với đỉnh": "hạ" alone, not that of "hạ tầng"."""
    down = rf"(?i)(?:^|[\s,;])hạ(?:\s+(?:thêm|{grammar.bound}))*\s*$"
    return holds(lead, down) & holds(rest, r"(?i)^\s*so\s+với\s")


def sort_kinds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Say what each figure is.

    Adds kind (level | change | share | plan | rank | denominator | duration | mention), direction and rule.
    """
    lead, rest, unit = pl.col("lead"), pl.col("rest"), pl.col("unit_code")
    percent = unit.is_in(PERCENT).fill_null(False)
    # "giảm số lượng đơn hàng từ 10% - 20% so với cùng kỳ"
    ranges = (
        percent
        & pl.col("range_low")
        & lead.str.contains(rf"(?i)(?:^|[\s,])(?:{grammar.direction})\s+(?:[^\s,;()]+\s+){{1,10}}từ\s*$")
        & following(pl.col("rest")).str.contains(r"^\s*§")
    )
    lead = pl.when(pl.col("range_low") & percent).then(lead.str.replace(r"(?i)\s+từ\s*$", " ")).otherwise(lead)
    figures, lead = once(figures, lead)
    figures, (clause,) = distinctly(figures, lead, first_of(lead, r"[^;:()]*[(:]?[^;:()]*$"))
    name = clause.meta.output_name()
    figures = for_each(figures, [name], lambda clauses: _direction(clauses, clause, grammar))
    direction = pl.col("told_direction")
    growth_named = rf"(?i)(?:tốc\s+độ|nhịp\s+độ|mức|đà)\s+(?:{grammar.direction})"
    # "vốn đầu tư công tăng lên 1%": an amount of money grows by a percentage, never to one.
    money_grows = (
        percent
        & holds(
            clause,
            rf"(?i)(?:^|[\s,])(?:{grammar.flows})(?:\s+\p{{Ll}}+){{0,6}}\s+(?:tăng|giảm)\s+(?:lên|xuống)\s*$",
        )
        & ~holds(clause, r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|chỉ\s+số|thị\s+phần")
    )
    # "tăng so với mức 2,03% cuối năm 2022": the value compared with is no amount of growth.
    # "tăng so với năm 2013 (150 tỷ đồng)": the value of that year.
    than = holds(lead, rf"(?i)so\s+với\s+(?:mức|con\s+số|mốc)(?:\s+(?:{grammar.bound}))*\s*$") | (
        (unit == previous_value("unit_code"))
        & ~percent
        & holds(lead, rf"(?i)(?:^|[\s,])(?:{grammar.direction})(?:\s+\p{{Ll}}+)?\s+§+\s*\(\s*$")
    )
    grows_to = holds(lead, grammar.grows_to) & ~holds(clause, growth_named) & ~money_grows
    # "thuế giá trị gia tăng (27% tổng số thuế)": a tax, no growth.
    # "vốn đăng ký tăng thêm đạt 3 tỷ USD": capital added to licensed projects is an amount of its own.
    added = holds(
        lead,
        r"(?i)(?:(?:số|tổng|phần|lượng)\s+vốn|vốn\s+(?:đăng\s+ký|điều\s+chỉnh|góp|cấp))(?:\s+\p{Ll}+){0,3}\s+(?:tăng\s+thêm|điều\s+chỉnh\s+tăng)(?:\s+(?:đạt|là|ước|khoảng|gần|hơn|trên))*\s*$",
    ) & unit.is_in(MONEY)
    taxed = added | holds(lead, r"(?i)giá\s+trị\s+gia\s+tăng\s*\(?\s*$")
    # "giảm so với tháng trước lần lượt là 2% và 1%", "tăng mạnh nhất là dệt may với 12%"
    grows_since = (
        percent
        & holds(
            lead,
            rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.direction})(?:\s+(?:{grammar._cues('adverb')}))*\s+(?:so\s+(?:với\s+)?(?:\p{{L}}+\s+){{0,3}})?§+\s*,?\s*(?:lần\s+lượt\s+)?là\s*$|(?:^|[^\p{{L}}])(?:{grammar.direction})(?:\s+\p{{L}}+)?\s+nhất\s+(?:là|thuộc\s+về)\s[^,;:()§]{{2,60}}(?:\(|,?\s+với(?:\s+mức)?)\s*$",
        )
        & ~holds(rest, r"(?i)^\s*(?:của\s+)?(?:gdp|grdp)(?:\s|[.,;)]|$)")
        # "các nhóm tăng gồm may mặc 0,36%; đồ uống 0,15%"
        | percent
        & holds(
            lead,
            r"(?i)(?:^|\s)(?:nhóm|mặt\s+hàng|ngành|thị\s+trường|địa\s+phương|tỉnh)(?:\s+\p{L}+){0,4}\s+(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}(?:\s+(?:gồm|bao\s+gồm|là)|:)\s*:?\s*[^;:()§%]{2,70}\s$",
        )
    )
    # "giảm thu 1.340 tỷ đồng"
    revenue = unit.is_in(MONEY) & holds(
        lead,
        rf"(?i)(?:^|[,;]|\s)(?:làm\s+)?(?:tăng|giảm)\s+(?:thu|chi|lỗ|nộp)(?:\s+(?:{grammar.bound}|thêm|tới|đến))*\s*$",
    )
    # "quyết định tăng giá xăng E5 thêm 1.491 đồng/lít"
    more = holds(
        lead,
        rf"(?i)(?:^|[\s,])(?:tăng|giảm|nâng|hạ)(?:\s+[^\s,;()]+){{1,8}}\s+(?:thêm|bớt)(?:\s+(?:{grammar.bound}))?\s*$",
    ) & (~percent | (unit == "percentage_point"))
    # "đóng góp cho tăng trưởng thêm 0,06 điểm phần trăm": what it adds is no growth of its own.
    adds = (unit == "percentage_point") & holds(clause, r"(?i)(?:^|[^\p{L}])đóng\s+góp\s[^,;:]{0,60}$")
    grows_by = (
        (
            holds(lead, grammar.grows_by)
            | _lowered(lead, rest, grammar)
            | money_grows
            | more
            | ranges.fill_null(False)
            | grows_since
            | revenue
        )
        & ~grows_to
        & ~than
        & ~taxed
        & ~adds
        # "có tốc độ tăng cao nhất với 6.553 doanh nghiệp": so many there are.
        & ~(holds(lead, r"(?i)(?:tăng|giảm)(?:\s+\p{L}+){0,2}\s+nhất\s+(?:với|đạt)\s*$") & ~percent)
    )
    # Brackets between a growth's name and its amount do not part them.
    whole_lead = lead.str.replace_all(r"\([^()]*\)", " ").str.replace_all(
        r"(?i)(n[oô]ng),(\s+lâm)(?:,(\s+(?:thủy|thuỷ|ngư)))?", "${1}${2}${3}"
    )
    figures, whole_lead = once(figures, whole_lead)
    contributes = holds(lead, rf"(?i)(?:^|[^\p{{L}}])đóng\s+góp(?:\s+(?:{grammar.filler}))*\s*$")
    noun = holds(whole_lead, grammar.growth_noun) & percent & ~grows_to & ~than & ~contributes & ~adds
    # "tăng chi 2,9% so với dự toán" grows against a plan; it completes none.
    grows_against = holds(lead, rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.direction})(?:\s+[^\s,;.]+){{0,3}}\s*$") & holds(
        rest, r"(?i)^\s*so\s"
    )
    # "hoàn thành vượt mức kế hoạch 1%"
    after_percent = previous_value("unit_code").is_in(PERCENT).fill_null(False)
    beyond_plan = (
        ~after_percent
        & percent
        & holds(lead, rf"(?i)(?:^|\s)vượt(?:\s+mức)?\s+(?:{grammar._cues('plan')})(?:\s+(?:năm|{grammar.bound}))*\s*$")
    )
    plan = beyond_plan | percent & holds(rest, grammar.plan_after) & ~(grows_against & ~holds(lead, r"(?i)vượt"))
    percent_of = (
        (unit == "percent")
        & (
            holds(lead, r"(?i)(?:^|[^\p{L}])bằng(?:\s+\p{L}+)?\s*$")
            | (holds(rest, r"(?i)^\s*so\s+với") & ~holds(lead, r"^\s*(?:,|;|và)\s*$"))
        )
        & holds(rest, grammar.percent_of_after)
        & ~grows_by
    )
    percent_of = (
        percent_of
        # "đạt 95,6% so với cùng kỳ năm 2019"
        | (unit == "percent")
        & pl.col("compared_next")
        & holds(lead, rf"(?i)(?:^|\s)(?:đạt|tương\s+đương)(?:\s+(?:{grammar.bound}))?\s*$")
        & ~holds(clause, r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|tăng\s+trưởng|(?:^|\s)g(?:r)?dp\s|chỉ\s+số|tốc\s+độ")
        # "bằng 83% về số doanh nghiệp và 47% về vốn"
        | (unit == "percent")
        & holds(rest, r"(?i)^\s*về\s+(?:mặt\s+)?(?:số|vốn|lượng|giá\s+trị|trị\s+giá|doanh\s+thu)(?:[^\p{L}]|$)")
        & holds(lead, r"(?i)(?:^|[^\p{L}])(?:chỉ\s+)?bằng(?:\s+\p{L}+)?\s*$")
    )
    share = percent & (
        holds(lead, grammar.share)
        | (
            holds(lead, r"(?i)bằng(?:\s+(?:khoảng|gần|hơn))?\s*$")
            & holds(rest, r"(?i)^\s*(?:của\s+)?(?:tổng|gdp|grdp)")
        )
    )
    # "đóng góp 13,6% vào mức tăng chung", "24% tổng số thuế": a part of a whole without "chiếm".
    of_whole = (
        (unit == "percent")
        & ~holds(clause, r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)")
        & (
            contributes
            | holds(lead, rf"(?i)(?:^|[^\p{{L}}])(?:góp|dành)(?:\s+(?:{grammar.filler}))*\s*$")
            | holds(lead, r"(?i)(?:đóng\s+góp|chiếm)[^.;(]*:\s*[^:;()]+\(\s*$")
            | holds(rest, r"(?i)^\s*(?:(?:trong|của|trên)?\s*tổng\s|(?:thị\s+phần|nhu\s+cầu)(?:[^\p{L}]|$))")
            | (
                holds(lead, r"(?i)^[^,;:()]*,\s*(?:đạt|tương\s+đương|bằng)\s+$|\(\s*$")
                & holds(rest, r"(?i)^\s*(?:so\s+với\s+)?(?:lực\s+lượng|dân\s+số|số\s+\p{L})")
                & ~holds(rest, r"^[^,;.]{0,40}§")
            )
            | (
                holds(lead, rf"(?i)(?:^|\s)(?:bằng|tương\s+đương|tương\s+ứng)(?:\s+(?:với|{grammar.bound}))*\s*$")
                & (
                    holds(rest, r"(?i)^\s*(?:gdp|grdp|lực\s+lượng|dân\s+số|tổng)(?:\s|[.,;)]|$)")
                    | (
                        holds(rest, rf"(?i)^\s*(?:của\s+)?(?:{grammar.flows})(?:\s|[.,;)]|$)")
                        & ~holds(rest, r"^[^,;.]{0,40}§")
                    )
                )
            )
        )
    )
    # Growth stated as a level of the economy: "GDP 9 tháng vẫn đạt trên 2%".
    economy = (
        (unit == "percent")
        & holds(
            clause,
            rf"(?i)(?:^|[,\s])(?:gdp|grdp)(?:\s[^,;]{{0,60}}?)?\s(?:đạt|ở\s+mức|là)(?:\s+(?:mức|{grammar.bound}|ít\s+nhất))*\s*$",
        )
        & ~holds(clause, r"(?i)(?:^|\s)(?:nợ|chi|thu|tỷ|tỉ|so\s+với|lạm\s+phát|trên|vốn)(?:\s|$)[^,;]*(?:gdp|grdp)")
        & ~holds(rest, r"(?i)^\s*(?:của\s+)?(?:gdp|grdp|kế\s+hoạch|tổng)")
    )
    beyond = exceeds(lead, rest, grammar)
    threshold = sizes_the_counted(lead, rest)
    pointed = points_out(lead, rest)
    # "Số bác sĩ trên 10.000 dân đạt", "giá trị sản xuất trên 1 ha đất": the base of a rate.
    per_base = (
        pl.col("raw").is_in(["1", "100", "1.000", "10.000", "100.000"])
        & unit.is_in(["person", "hectare", "household", "enterprise", "square_metre", "birth"]).fill_null(False)
        & holds(
            clause,
            r"(?i)(?:^|[\s,])(?:số|tỷ\s+lệ|tỉ\s+lệ|giá\s+trị|tỷ\s+suất|mật\s+độ|sản\s+lượng|thu\s+nhập|doanh\s+thu)\s[^,;]*\s(?:trên|bình\s+quân|trung\s+bình)(?:\s+mỗi)?\s*$",
        )
    )
    # "kinh phí đào tạo cho 1 lao động bình quân 3,2 triệu đồng"
    per_base = per_base | (
        holds("raw", r"^1$")
        & unit.is_not_null()
        & ~percent
        & ~unit.is_in(MONEY).fill_null(False)
        & holds(lead, r"(?i)(?:^|\s)(?:cho|trên|của)\s*$")
        & ~holds(lead, r"(?i)(?:dân\s+số|số\s+dân|quy\s+mô)\s+trên\s*$")
        & holds(rest, r"(?i)^[^,;:.()]{0,30}(?:^|\s)(?:bình\s+quân|trung\s+bình|đạt|là|khoảng)(?:\s|$)")
    )
    chosen = (
        pl.when(
            pl.col("base_of")
            | holds("lead", r"(?i)(?:^|[^\p{L}])(?:cứ|mỗi)\s*$")
            | per_base
            | (
                holds("raw", r"^1$")
                & unit.is_not_null()
                & ~percent
                & holds(clause, r"(?i)(?:bình\s+quân|trung\s+bình)(?:\s+\p{L}+){0,3}\s*$")
            )
            # "bình quân 1.000 dân có 0,6 doanh nghiệp"
            | (
                holds("raw", r"^10*(?:\.000)*$")
                & unit.is_not_null()
                & ~percent
                & ~unit.is_in(MONEY)
                & holds(lead, rf"(?i)(?:bình\s+quân|trung\s+bình)(?:\s+(?:{grammar.bound}|cứ|mỗi))*\s*$")
                & holds(rest, r"(?i)^\s*(?:thì\s+)?có\s")
            )
        )
        .then(pl.lit("denominator|base"))
        # "đứng đầu trong số 125 quốc gia": out of how many.
        .when(
            holds(lead, r"(?i)(?:^|\s)(?:đứng|xếp)\s[^,;]{0,30}trong\s+(?:tổng\s+)?số\s*$")
            & ~percent
            & ~unit.is_in(MONEY).fill_null(False)
        )
        .then(pl.lit("denominator|out_of"))
        # "526 doanh nghiệp 100% vốn nhà nước": whose they are.
        .when(
            (unit == "percent")
            & holds("raw", r"^100$")
            & holds(rest, r"(?i)^\s*vốn\s")
            & previous_value("unit_code").is_in(["enterprise", "company", "organization", "project"])
            & holds(lead, r"^[\s\p{L}]{0,30}$")
        )
        .then(pl.lit("mention|owned"))
        .when(holds("right", r"(?i)^\s*con\s+số(?:[^\p{L}]|$)") & holds("raw", r"^\d$"))
        .then(pl.lit("mention|digits"))
        .when(pointed == "all_of_few")
        .then(pl.lit("mention|all_of_few"))
        .when(
            holds(
                lead,
                r"(?i)(?:xếp|đứng|vị trí|hạng|top)(?:\s+(?:ở|vị\s+trí|hạng|trong|thứ))*\s*(?:thứ|hạng|top|vị\s+trí)?\s*$",
            )
            & ~percent
            & holds("raw", r"^\d{1,3}(?:/\d{1,3})?$")
            # "đứng thứ 29/63 cả nước, thứ 5/14 trong vùng"
            | (holds(lead, r"(?i)(?:^|[\s,(])thứ\s*$") & holds("raw", r"^\d{1,3}/\d{1,3}$"))
        )
        .then(pl.lit("rank|position"))
        .when(plan)
        .then(pl.lit("plan|of_plan"))
        .when((unit == "times") & holds(lead, grammar.times))
        .then(pl.lit("change|times"))
        # "bằng 2,4 lần cùng kỳ"
        .when(
            (unit == "times")
            & holds(lead, rf"(?i)(?:^|[^\p{{L}}])bằng(?:\s+(?:{grammar.bound}|tới))*\s*$")
            & holds(rest, r"(?i)^\s*(?:so|cùng|mức|con\s+số|năm|của|§)")
        )
        .then(pl.lit("change|times"))
        .when((unit == "times") & holds(clause, r"(?i)mức\s+(?:tăng|giảm)|tăng\s+trưởng"))
        .then(pl.lit("change|times"))
        .when(share | (percent & holds(lead, r"(?i)(?:một\s+nửa|phần\s+ba|phần\s+tư|phần\s+lớn|đa\s+số)\s*\(\s*$")))
        .then(pl.lit("share|share"))
        .when(percent_of)
        .then(pl.lit("change|percent_of"))
        .when(grows_by | (percent & grows_against & holds(rest, grammar.plan_after)))
        .then(pl.lit("change|grows_by"))
        .when(of_whole)
        .then(pl.lit("share|of_whole"))
        .when(economy)
        .then(pl.lit("change|economy"))
        .when(threshold)
        .then(pl.lit("mention|threshold"))
        .when(percent & holds("left", r"[(,]\s*[-+]\s*$"))
        .then(pl.lit("change|signed"))
        .when(beyond)
        .then(pl.lit("change|beyond"))
        .when(noun)
        .then(pl.lit("change|growth_noun"))
        .when(
            (pl.col("unit_role") == "duration")
            & pl.col("per_code").is_null()
            & holds(lead, r"(?i)(?:trung\s+bình|bình\s+quân)\s+(?:trong\s+)?$")
        )
        .then(pl.lit("denominator|rate"))
        .when(
            (pl.col("unit_role") == "duration")
            & pl.col("per_code").is_null()
            & ~holds(lead, grammar.grows_to)
            & ~holds(lead, r"(?i)(?:^|\s)(?:lên|xuống)(?:\s+còn)?\s*$")
            # "thời gian thông quan bình quân là 3,2 giờ": a time that is itself measured.
            & ~holds(
                clause,
                r"(?i)(?:^|[\s,])(?:thời\s+gian|tuổi|ngày\s+lưu\s+trú|thời\s+lượng)\s[^,;:]*(?:bình\s+quân|trung\s+bình)(?:\s|$)",
            )
        )
        .then(pl.lit("duration|duration"))
        .when(
            (unit == "times")
            & holds(clause, r"(?i)(?:^|[\s,])(?:p/e|p/b|hệ\s+số|vòng\s+quay|đòn\s+bẩy|tỷ\s+lệ|tỷ\s+số)(?:\s|$)")
        )
        .then(pl.lit("level|ratio"))
        .when(unit == "times")
        .then(pl.lit("mention|times"))
        .when(pointed.is_not_null())
        .then(pl.format("mention|{}", pointed))
        .otherwise(pl.lit("level|level"))
    )
    return without_steps(
        worked(figures, chosen.str.split_exact("|", 1).struct.rename_fields(["kind", "rule"]).alias("both"))
        .unnest("both")
        .pipe(
            worked,
            pl.when(pl.col("rule") == "signed")
            .then(pl.when(holds("left", r"-\s*$")).then(pl.lit("down")).otherwise(pl.lit("up")))
            # "tốc độ tăng nợ công giảm từ 18,1%": the growth slows, it is no decline.
            .when((pl.col("rule") == "growth_noun") & holds(clause, _slows(grammar.up, grammar)))
            .then(pl.lit("up"))
            .when((pl.col("rule") == "growth_noun") & holds(clause, _slows(grammar.down, grammar)))
            .then(pl.lit("down"))
            .when(pl.col("rule") == "economy")
            .then(pl.lit("up"))
            .otherwise(direction)
            .alias("direction"),
            clause.alias("clause"),
        )
        .drop("told_direction")
    )
