"""Which figures only continue what the one before them is: lists, parallel brackets, parts of one whole."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_brackets import pairs_and_brackets
from pipelines.language.kind_equals import of_earlier, plan_of_then
from pipelines.language.kind_forecasts import forecasts_on
from pipelines.language.kind_lists import PERCENT_ON, earlier, in_turn, of_other_growth, parts_of_change, rank_pairs
from pipelines.language.kind_pairs import grown_in_turn, grows_itself, told_again_in_turn
from pipelines.language.measures import PERCENT
from pipelines.language.sequence import following, previous, previous_value, running
from pipelines.language.steps import holds, once, only_where, worked

#: The name of a part: "công nghiệp - xây dựng".
_NAME = r"(?:\p{L}+\s+(?:[-–]\s+)?){1,9}"
#: "thương mại, dịch vụ": where semicolons part the names, commas may stand in them.
_OF_SEVERAL = (
    r"\p{L}+(?:\s+\p{L}+){0,3}(?:,\s+\p{L}+(?:\s+\p{L}+){0,3}){1,3}(?:\s+(?:và|-|–)\s+\p{L}+(?:\s+\p{L}+){0,3})?\s+"
)
_FARMING = rf"(?:{_NAME})?n[oô]ng(?:\s+nghiệp)?,\s+lâm(?:\s+nghiệp)?(?:,\s+(?:thủy|thuỷ|ngư))?\s+(?:{_NAME})?"


def share_kinds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Let a figure that only continues a list take the kind of the one it continues: "lần lượt tăng 5%, 6% và 7%"."""
    figures = of_other_growth(in_turn(grown_in_turn(figures)), PERCENT_ON)
    apart = worked(figures, _grown_apart(grammar).fill_null(False).alias("apart"))
    figures = apart.with_columns(pl.when("apart").then(pl.lit("share")).otherwise("kind").alias("kind")).drop("apart")
    figures = _runs(_named_on(forecasts_on(figures, grammar), grammar), grammar)
    figures, against = once(figures, _likened(grammar).fill_null(False))
    figures = rank_pairs(pairs_and_brackets(of_earlier(figures, grammar), grammar))
    figures, restated = once(figures, _restated(grammar))
    grown = (previous_value("kind") == "change") | (_exceeds() & _in_money())
    again = (restated & (pl.col("kind") == "level") & grown).fill_null(False)
    figures, again = _or_compared_again(figures, again, grammar)
    figures, enters = parts_of_change(figures)
    figures, after_high = once(
        figures,
        pl.col("range_high") & previous_value("kind").is_in(["change", "share", "plan", "level", "mention"]),
    )
    taken = _one_after_another(_remainders(_take(figures, again | enters, enters, against)))
    ended = pl.when(after_high).then(previous_value("kind")).otherwise(pl.col("kind")).alias("kind")
    return told_again_in_turn(
        taken.with_columns(ended)
        .with_columns(pl.col("alike").alias("continues"))
        .drop("run", "first_kind", "first_direction", "first_rule", "alike", "parts_on", "named_on")
    )


def _or_compared_again(figures: pl.DataFrame, again: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "tăng 88.700 người so với quý trước và hơn 1 triệu người so với cùng kỳ": it has grown by that as well."""
    joins = pl.col("lead").str.contains(rf"(?i)^\s*§+\s*(?:và|nhưng|song)(?:\s+(?:{grammar.bound}))*\s*$")
    alike = (pl.col("unit_code") == previous_value("unit_code")) & (previous_value("kind") == "change")
    compared = pl.col("compared_next") & previous_value("compared_next")
    figures, too = only_where(figures, (pl.col("kind") == "level") & alike & compared, joins)
    return once(figures, again | too.fill_null(False))


def _remainders(figures: pl.DataFrame) -> pl.DataFrame:
    """Let "chiếm 80%, 20% còn lại là khách quốc tế" be shares alike."""
    percent = pl.col("unit_code") == "percent"
    left_over = pl.col("rest").str.contains(r"(?i)^\s*còn\s+lại(?:\s|[,.;)]|$)") | pl.col("lead").str.contains(
        r"(?i)\scòn\s+lại\s*$"
    )
    remains = percent & (pl.col("kind") == "level") & pl.col("follows") & left_over
    before = pl.when(percent).then("kind").forward_fill().over(HERE).pipe(previous)
    figures, shares = once(figures, (remains & (before == "share")).fill_null(False))
    return figures.with_columns(
        pl.when(shares).then(pl.lit("share")).otherwise("kind").alias("kind"),
        pl.when(shares).then(pl.lit("parallel")).otherwise("rule").alias("rule"),
    )


def _one_after_another(figures: pl.DataFrame) -> pl.DataFrame:
    """Let "cao hơn mức 4,7% của cùng kỳ năm 2021 và mức 3,7% của cùng kỳ năm 2020" compare like with like."""
    dated = r"(?i)^\s*(?:của\s+|trong\s+)?§+\s*(?:,|;|và|,\s*và|nhưng|song)\s*(?:(?:cao|thấp)\s+hơn\s+)?(?:mức|con\s+số)(?:\s+tăng)?\s*$"
    figures, goes_on = only_where(
        figures,
        (pl.col("kind") == "level") & (pl.col("unit_code") == "percent") & (previous_value("unit_code") == "percent"),
        pl.col("lead").str.contains(dated),
    )
    told = r"(?i)\s(?:hơn|bằng)\s[^,;:]*(?:mức|con\s+số)(?:\s+\p{Ll}+)?\s*$"
    figures, before = once(figures, previous_value("lead"))
    asked = goes_on & previous_value("kind").is_in(["change", "share", "plan"])
    dated_too = pl.col("rest").str.contains(r"(?i)^\s*(?:của\s+|trong\s+)?§")
    figures, goes_on = only_where(figures, asked, before.str.contains(told) & dated_too)
    figures, goes_on = once(figures, goes_on.fill_null(False))
    return figures.with_columns(
        *(pl.when(goes_on).then(previous_value(name)).otherwise(name).alias(name) for name in ("kind", "direction")),
        pl.when(goes_on).then(pl.lit("parallel")).otherwise("rule").alias("rule"),
    )


def _take(figures: pl.DataFrame, again: pl.Expr, enters: pl.Expr, against: pl.Expr) -> pl.DataFrame:
    """Give what continues the kind, direction and rule of what it continues.

    ``again``: it restates the growth before it; ``enters``: it is a part of one; ``against``: it is compared with one.
    """
    # "tăng 8%, thấp hơn năm 2014 (11%)": a growth as well, whichever was the higher.
    bracketed = against & pl.col("lead").str.contains(r"(?i)\shơn[^()]*\(\s*$")
    # "tăng 2,6%, thấp hơn mục tiêu dưới 4%": the goal itself.
    aimed = pl.col("lead").str.contains(r"(?i)(?:mục|chỉ)\s+tiêu\s+(?:dưới|trên|không\s+quá|tối\s+(?:đa|thiểu))\s*$")
    takes = pl.col("continues") & pl.col("first_kind").is_in(["change", "share", "plan"]) & ~aimed
    # "huyện A giải ngân 8% kế hoạch, huyện B 11%": of their plans, both.
    names_alone = pl.col("named_on") & (
        ((pl.col("first_kind") == "change") & (pl.col("first_rule") != "percent_of")) | (pl.col("first_kind") == "plan")
    )
    figures, takes = once(
        figures, (takes & (pl.col("alike") | (pl.col("first_kind") == "share") | names_alone)) | again
    )
    return worked(
        figures,
        pl.when(again)
        .then(pl.lit("change"))
        .when(against)
        .then(previous_value("kind"))
        .when(takes)
        .then(pl.col("first_kind"))
        .otherwise(pl.col("kind"))
        .alias("kind"),
        pl.when(enters)
        .then(previous_value("direction").forward_fill().over(HERE))
        .when(again)
        .then(previous_value("direction"))
        .when(bracketed)
        .then(previous_value("direction"))
        .when(against)
        .then(pl.coalesce("direction", previous_value("direction")))
        .when(takes)
        .then(pl.col("first_direction"))
        .otherwise(pl.col("direction"))
        .alias("direction"),
        # "bằng 83% về số và 47% về vốn": both of an earlier value.
        pl.when(bracketed)
        .then(pl.lit("likened"))
        .when(takes & (pl.col("first_rule") == "percent_of"))
        .then("first_rule")
        .when(takes)
        .then(pl.lit("parallel"))
        .otherwise(pl.col("rule"))
        .alias("rule"),
    )


def _runs(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Number the runs of figures that continue each other, and say what the first of each is.

    Adds alike (it continues in form), parts_on (it is a further part of one whole), continues, run, first_kind,
    first_direction and first_rule.
    """
    bracket_on = _bracket_on()
    ahead = worked(
        figures,
        _continues(grammar).fill_null(False).alias("alike"),
        (_of_same_whole(grammar) | bracket_on).fill_null(False).alias("parts_on"),
    )
    ahead = worked(ahead, (pl.col("alike") | (_grows_too(grammar) | bracket_on).fill_null(False)).alias("alike"))
    ahead = ahead.with_columns((pl.col("alike") | pl.col("parts_on")).alias("continues"))
    run = (~pl.col("continues")).pipe(running)
    return ahead.with_columns(run.alias("run")).with_columns(
        pl.col("kind").first().over(*HERE, "run").alias("first_kind"),
        pl.col("direction").first().over(*HERE, "run").alias("first_direction"),
        pl.col("rule").first().over(*HERE, "run").alias("first_rule"),
    )


def _continues(grammar: Grammar) -> pl.Expr:
    """Whether nothing but a joint stands between the figure and the one of its unit before it."""
    # "15%/năm (cố định), 22%/năm (di động)"
    told_apart = holds("lead", rf"(?i)^\s*\([^()§]{{2,50}}\)\s*(?:,|;|và)\s*(?:và\s+)?(?:{grammar.bound}|chỉ)?\s*$") & (
        pl.col("per_code") == previous_value("per_code")
    )
    names_another = holds("lead", rf"(?i)^\s*(?:§+\s*)?;\s*(?:{grammar.bound})?\s*$") & (
        holds("rest", r"^\s+\p{Ll}+\s+\p{Ll}")
        & (
            ~holds("rest", rf"(?i)^\s+(?:{grammar.function_words}|so\s+với|về|trong|của|tại|ở)\s")
            | holds("rest", r"(?i)^\s+(?:được|bị)\s")
        )
    )
    return (
        (holds("lead", grammar.parallel) | told_apart.fill_null(False))
        & ~names_another
        # "tăng 11%, 97% trong số đó đã có việc làm": of another whole.
        & ~holds("rest", r"(?i)^\s*trong\s+(?:tổng\s+)?số\s")
        # "giảm 10%, hơn 40% phải cắt bớt ca": so many of them must.
        & ~holds("rest", r"(?i)^\s+(?:phải|bị|cho\s+(?:biết|rằng|hay)|chưa|không)\s")
        & (previous_value("unit_code") == pl.col("unit_code"))
        & pl.col("unit_code").is_in([*PERCENT, "times"])
        & (pl.col("kind").is_in(["level", "mention"]))
        & pl.col("follows")
    )


def _grown_apart(grammar: Grammar) -> pl.Expr:
    """ "châu Á chiếm 54%, tăng 24%; châu Âu 8,6%, giảm 19%; còn lại 5%": a part and its growth, as those before it."""
    grows = r"(?i)^\s*,\s*(?:tăng|giảm)\s"
    rate = holds("lead", rf"(?i)^\s*;\s*(?:và\s+|còn\s+)?(?:{grammar.measures})\s")
    last = previous_value("lead").str.contains(grows) & pl.col("rest").str.contains(r"^\s*(?:[.;]|$)") & ~rate
    return (
        holds("lead", r"(?i)^\s*;\s*(?:và\s+|còn\s+)?(?:\p{L}+\s+){1,8}$")
        & (following(pl.col("lead")).str.contains(grows).fill_null(False) | last.fill_null(False))
        & (pl.col("unit_code") == "percent")
        & (pl.col("kind") == "level")
        & earlier(pl.col("kind") == "share")
    )


def _beside(grammar: Grammar) -> pl.Expr:
    """ "nông nghiệp chiếm 12%, công nghiệp 38% và dịch vụ 42%": further parts of the same whole."""
    # "khu vực có vốn đầu tư nước ngoài 2,7%": what it has is its name.
    foreign = r"(?:khu\s+vực|khối)(?:\s+doanh\s+nghiệp)?\s+có\s+vốn\s+(?:đầu\s+tư\s+)?(?:trực\s+tiếp\s+)?nước\s+ngoài"
    # "Đồng bằng sông Hồng 27%": nor does the plain equal anything.
    lowland = r"(?:vùng\s+|khu\s+vực\s+)?đồng\s+bằng(?:\s+\p{L}+){1,4}"
    named = rf"(?i)^\s*(?:[,;]|và|còn|,\s*(?:và|còn))\s*(?:{foreign}|{lowland})\s*$"
    return (
        (
            holds("lead", rf"(?i)^\s*(?:,|;|và|còn|,\s*(?:và|còn))\s*{_NAME}$")
            | holds("lead", rf"(?i)^\s*;\s*(?:{_FARMING}|{_OF_SEVERAL})$")
        )
        & (~holds("lead", rf"(?i)(?:^|\s)(?:{grammar.verbs}|{grammar.direction}|tỷ|tỉ)\s") | holds("lead", named))
        & PERCENT_ON
        & (pl.col("kind") == "level")
    )


def _of_same_whole(grammar: Grammar) -> pl.Expr:
    """ "A chiếm 34% thị phần, B 26%, C 15%"."""
    whole = rf"(?i)^\s*(?:của\s+)?(?:thị\s+phần|tổng\s|doanh\s+thu|số\s)[^,;()]{{0,40}}[,;]\s*{_NAME}$|^\s*thị\s+phần[,;]\s*{_NAME}$"
    # "đường bộ chiếm 73,1% khối lượng vận chuyển, đường biển 6,1%"
    whole = rf"{whole}|^\s*(?:của\s+|trong\s+)?(?:{grammar.head}|cơ\s+cấu|gr?dp)[^,;:()§]{{0,50}}[,;]\s*(?:{_NAME}|{_FARMING})$"
    told = (
        holds("lead", whole)
        & ~holds("lead", rf"(?i)(?:^|\s)(?:{grammar.verbs}|{grammar.direction}|tỷ|tỉ)\s")
        & PERCENT_ON
        & (previous_value("kind") == "share")
        & (pl.col("kind") == "level")
    )
    # "chiếm 26% tổng giá trị, lãi suất bình quân 10,3%/năm": a rate is part of no whole.
    rate = holds("lead", rf"(?i)[,;]\s*(?:và\s+|còn\s+)?(?:{grammar.ratios})\s")
    return (_beside(grammar) | told) & ~rate


def _bracket_on() -> pl.Expr:
    """ "do tàu bay về muộn (chiếm 71%), thời tiết (4,2%)"; "công nghiệp 34% (năm 2020: 32%); dịch vụ 35%"."""
    between = r"(?i)^\s*\)\s*(?:(?:,|và|còn|,\s*(?:và|còn))\s*[^,;:()§]{2,60}|;\s*[^;:()§]{2,80})\(\s*$"
    # What stood in the bracket was a part of the same whole, a year before.
    earlier_part = r"(?i)\(\s*§+\s*:?\s*(?:(?:là|đạt|chiếm|bằng|ở\s+mức)\s+)*$"
    next_name = rf"(?i)^\s*\)\s*(?:(?:[,;]|và|[,;]\s*(?:và|còn))\s*(?:{_NAME}|{_FARMING})|;\s*{_OF_SEVERAL})$"
    after_it = holds("lead", next_name) & previous_value("lead").str.contains(earlier_part)
    in_it = pl.col("lead").str.contains(earlier_part) & (previous_value("kind") != "change")
    told = holds("lead", between) | after_it | in_it
    return told & PERCENT_ON & (pl.col("kind") == "level")


def _named_on(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add named_on: names alone grow as the one before them; ratios have a state of their own.

    "sang Mỹ tăng 12%, EU 8% và Nhật Bản 5%"
    """
    figures = worked(figures, _beside(grammar).fill_null(False).alias("named_on"))
    of_state = (
        rf"(?i)(?:^|\s)(?:{grammar.ratios}|nợ|biên|cổ\s+tức|bội\s+chi|thuế|thất\s+nghiệp|nghèo|tổn\s+thất|hao\s+hụt)\s"
    )
    figures = figures.with_columns(pl.col("named_on") & ~((previous_value("kind") == "change") & grows_itself()))
    figures, named_on = only_where(
        figures,
        pl.col("named_on"),
        ~pl.col("lead").str.contains(of_state) & pl.col("rest").str.contains(r"^\s*(?:[,;.)§]|và\s|$)"),
    )
    return figures.with_columns(named_on.fill_null(False).alias("named_on"))


def _grows_too(grammar: Grammar) -> pl.Expr:
    """ "doanh thu tăng 8%, lợi nhuận 10%": an amount of money is no percentage, so it grows too."""
    flow = rf"(?i)^\s*[,;]\s*(?:và\s+)?(?:{grammar.flows})(?:\s+\p{{L}}+){{0,5}}\s+(?:{grammar.bound}\s+)?$"
    # "; lãi suất 7,5%": no gain.
    # … nor is "; bội chi ở mức 3 - 4% GDP".
    after = pl.when("range_low").then(following(pl.col("rest"))).otherwise("rest")
    # … nor "; tổn thất điện năng còn 4,98%".
    rate = holds("lead", rf"(?i)^\s*[,;]\s*(?:và\s+)?(?:{grammar.ratios})\s|\scòn\s*$") | after.str.contains(
        r"(?i)^\s*(?:của\s+)?gr?dp(?:[^\p{L}]|$)"
    )
    return (
        holds("lead", flow)
        & ~(rate | grows_itself())
        & PERCENT_ON
        & (previous_value("kind") == "change")
        & (pl.col("kind") == "level")
    )


def _restated(grammar: Grammar) -> pl.Expr:
    """Whether the figure tells the growth before it once more: in other units, of another period."""
    words = rf"(?i)^\s*(?:so\s+với\s+dự\s+toán)?\s*[,(]?\s*(?:tương\s+đương|tương\s+ứng|hay|tức)(?:\s+(?:với|mức|khoảng|tăng|giảm|thêm|{grammar.bound}))*\s*$"
    # "tăng trưởng GDP năm 2024 đạt 5,5%, năm 2025 là 6%": the same growth of another period.
    of_another = (
        pl.col("lead").str.contains(
            r"(?i)^\s*[,;]?\s*(?:và|còn)?\s*§+\s*(?:(?:là|đạt|ước|dự\s+báo|dự\s+kiến|sẽ|ở\s+mức|khoảng)\s+)*$"
        )
        & PERCENT_ON
        & previous_value("rule").is_in(["growth_noun", "economy"])
    )
    # "tăng 12,77 điểm (1,15%)": the same growth in percent.
    in_percent = (
        pl.col("lead").str.contains(r"^\s*\(\s*[+-]?\s*$")
        & pl.col("unit_code").is_in(PERCENT)
        & ~previous_value("unit_code").is_in(PERCENT).fill_null(False)
    )
    told = _slowed(grammar).fill_null(False) | (in_percent | _in_money()).fill_null(False)
    return holds("lead", words) | told | of_another.fill_null(False)


def _exceeds() -> pl.Expr:
    """ "vượt 8,1% (63.700 tỷ đồng) so dự toán": a plan is exceeded before."""
    return (previous_value("kind") == "plan") & previous_value("lead").str.contains(r"(?i)vượt\s*$")


def _in_money() -> pl.Expr:
    """ "tăng 8,4% (22.950 tỷ đồng)": the same growth in money, where a level in money stands before."""
    # "Nhật Bản tăng 7% (425 triệu USD), Trung Quốc giảm 1,3% (363 triệu USD)": the value of the next one.
    of_next = previous_value("lead").str.contains(r"(?i)^\s*\)\s*(?:,|;|và|,\s*và)\s+(?:\p{L}+\s+)+(?:tăng|giảm)\s")
    last_level = pl.when(pl.col("kind") == "level").then("unit_code").forward_fill().over(HERE).pipe(previous)
    return (
        pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:tương\s+(?:ứng|đương)(?:\s+với)?)?\s*[+-]?\s*$")
        & ~pl.col("unit_code").is_in([*PERCENT, "times"])
        & (previous_value("unit_code") == "percent")
        & ((previous_value("rule") == "grows_by") | _exceeds())
        & pl.col("rest").str.contains(r"^\s*\)")
        & ~of_next
        & (last_level == pl.col("unit_code"))
    )


def _slowed(grammar: Grammar) -> pl.Expr:
    """ "tốc độ tăng giảm từ 18,1%/năm xuống còn 6,8%/năm": a growth, slower than the first."""
    start = rf"(?i)(?:^|\s)từ(?:\s+(?:mức|bình\s+quân|trung\s+bình|{grammar.bound}))*\s*$"
    end = rf"(?i)^[^,;.()]*(?:^|\s)(?:xuống|lên|còn|về)(?:\s+(?:còn|mức|{grammar.bound}))*\s*$"
    return (
        PERCENT_ON
        & (previous_value("rule") == "growth_noun")
        & previous_value("lead").str.contains(start)
        & pl.col("lead").str.contains(end)
    )


def _likened(grammar: Grammar) -> pl.Expr:
    """Whether a percentage is compared with the growth, share or completion before it, and so is one itself."""
    # "cao hơn mức 1,8% của nửa đầu năm": like is compared with like.
    against = (
        holds(
            "lead",
            rf"(?i)^[^;:]*(?:cao|thấp|lớn|nhỏ|nhiều|ít|chậm|nhanh|mạnh|yếu|kém)\s+hơn[^,;:]*\s(?:mức|con\s+số|tỷ\s+lệ|tỉ\s+lệ)(?:\s+(?:{grammar.bound}|tương\s+ứng))*\s*$|^\s[^,;:]{{2,60}},\s*(?:tăng|giảm)(?:\s+\p{{L}}+)?\s+(?:so\s+với|từ)\s+(?:mức|con\s+số)\s*$"
            # "đạt 6,1%, cao hơn mức của năm 2014 (5,98%)"
            r"|^[^;:()]*,[^,;:()]*(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn[^,;:()]*§+\s*\(\s*$"
            # "tăng 8%, gấp đôi mức tăng của ngành (4%)"
            r"|^[^;:()]*,[^,;:()]*\s(?:hơn|gấp\s+(?:đôi|rưỡi|ba)|bằng)\s[^,;:()]*(?:mức|tốc\s+độ)\s+(?:tăng|giảm)\s[^,;:()]*\(\s*$",
        )
        & (pl.col("unit_code") == "percent")
        & (previous_value("unit_code") == "percent")
        & (
            previous_value("kind").is_in(["change", "share"])
            | ((previous_value("kind") == "plan") & (pl.col("depth") == 0))
        )
        & (pl.col("kind") == "level")
    )
    # "chiếm 20% thị phần, đứng thứ hai sau Samsung (28%)", "28% thị phần, tiếp theo là Apple (20%)"
    market = r"(?i)^[^;:()]*\s(?:sau|trên|vượt)\s+(?-i:\p{Lu})[^,;:()]{1,40}\(\s*$|^\s*thị\s+phần[^,;:()]{0,30},\s+(?:và\s+)?(?:\p{Ll}+\s+\p{Ll}+\s+là\s+)?(?-i:\p{Lu})[^,;:()]{1,40}\(\s*$"
    of_share = (previous_value("kind") == "share") & (pl.col("kind") == "level") & holds("rest", r"^\s*\)")
    against = against | (pl.col("lead").str.contains(market) & PERCENT_ON & of_share)
    # "đạt 62,4% kế hoạch (cùng kỳ đạt 52,7%)", "chiếm 30% (cùng kỳ là 28%)"
    against = against | (
        pl.col("lead").str.contains(
            rf"(?i)\(\s*§+\s*(?:(?:con\s+số|tỷ\s+lệ|mức)\s+này\s+)?(?:(?:chỉ|mới|là|đạt|chiếm|bằng|ở\s+mức|lần\s+lượt|tương\s+ứng|{grammar.bound})\s+)*$"
        )
        & PERCENT_ON
        & previous_value("kind").is_in(["plan", "share"])
        & (pl.col("kind") == "level")
    )
    # "đạt 61% kế hoạch, cao hơn bình quân cả nước (51%)": the same of a wider circle.
    wider = r"(?i),[^,;:()]*\shơn\s+(?:so\s+với\s+|mức\s+)*(?:bình\s+quân|trung\s+bình)(?:\s+\p{L}+){0,6}\s*\(\s*$"
    against = against | (
        pl.col("lead").str.contains(wider)
        & PERCENT_ON
        & previous_value("kind").is_in(["plan", "share", "change"])
        & (pl.col("kind") == "level")
    )
    # "tăng 7,1%, trong khi con số này của cùng kỳ năm trước là 6,9%"
    against = against | (
        pl.col("lead").str.contains(
            rf"(?i)[,;]\s*(?:trong\s+khi\s+|còn\s+|và\s+)*(?:con\s+số|tốc\s+độ|mức|tỷ\s+lệ)\s+(?:này|tương\s+ứng)\s+(?:của\s+|trong\s+|ở\s+)?§+\s*(?:(?:chỉ|là|đạt|ở\s+mức|{grammar.bound})\s+)*$"
        )
        & PERCENT_ON
        & previous_value("kind").is_in(["change", "plan", "share"])
        & (pl.col("kind") == "level")
    )
    return against | plan_of_then(grammar)
