"""Which figures only continue what the one before them is: lists, parallel brackets, parts of one whole."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_lists import earlier, in_turn, parts_of_change, rank_pairs
from pipelines.language.measures import PERCENT
from pipelines.language.sequence import following, previous, previous_value, running
from pipelines.language.steps import holds, once, only_where, without_steps, worked
from pipelines.vocabulary import alternation


def share_kinds(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Let a figure that only continues a list take the kind of the one it continues: "lần lượt tăng 5%, 6% và 7%"."""
    percent_on = (pl.col("unit_code") == "percent") & (previous_value("unit_code") == "percent") & pl.col("follows")
    # "15%/năm (cố định), 22%/năm (di động)"
    told_apart = holds("lead", rf"(?i)^\s*\([^()§]{{2,50}}\)\s*(?:,|;|và)\s*(?:và\s+)?(?:{grammar.bound}|chỉ)?\s*$") & (
        pl.col("per_code") == previous_value("per_code")
    )
    continues = (
        (holds("lead", grammar.parallel) | told_apart.fill_null(False))
        & ~(
            holds("lead", rf"(?i)^\s*(?:§+\s*)?;\s*(?:{grammar.bound})?\s*$")
            & holds("rest", r"^\s+\p{Ll}+\s+\p{Ll}")
            & (
                ~holds("rest", rf"(?i)^\s+(?:{grammar.function_words}|so\s+với|về|trong|của|tại|ở)\s")
                | holds("rest", r"(?i)^\s+(?:được|bị)\s")
            )
        )
        & (previous_value("unit_code") == pl.col("unit_code"))
        & pl.col("unit_code").is_in([*PERCENT, "times"])
        & (pl.col("kind").is_in(["level", "mention"]))
        & pl.col("follows")
    )
    # "nông nghiệp chiếm 12%, công nghiệp 38% và dịch vụ 42%": further parts of the same whole.
    beside = (
        holds("lead", r"(?i)^\s*(?:,|;|và|còn|,\s*(?:và|còn))\s*(?:\p{L}+\s+){1,8}$")
        & ~holds("lead", rf"(?i)(?:^|\s)(?:{grammar.verbs}|{grammar.direction}|tỷ|tỉ)\s")
        & percent_on
        & (pl.col("kind") == "level")
    )
    figures = in_turn(figures)
    # "A chiếm 34% thị phần, B 26%, C 15%"
    of_same_whole = beside | (
        holds(
            "lead",
            r"(?i)^\s*(?:của\s+)?(?:thị\s+phần|tổng\s|doanh\s+thu|số\s)[^,;()]{0,40}[,;]\s*(?:\p{L}+\s+){1,8}$|^\s*thị\s+phần[,;]\s*(?:\p{L}+\s+){1,8}$",
        )
        & ~holds("lead", rf"(?i)(?:^|\s)(?:{grammar.verbs}|{grammar.direction}|tỷ|tỉ)\s")
        & percent_on
        & (previous_value("kind") == "share")
        & (pl.col("kind") == "level")
    )
    # "do tàu bay về muộn (chiếm 71%), thời tiết (4,2%) và kỹ thuật (3%)"
    bracket_on = (
        holds("lead", r"(?i)^\s*\)\s*(?:(?:,|và|còn|,\s*(?:và|còn))\s*[^,;:()§]{2,60}|;\s*[^;:()§]{2,80})\(\s*$")
        & percent_on
        & (pl.col("kind") == "level")
    )
    ratio = alternation(grammar.vocabulary.cues("head", "ratio"))
    # "chiếm 26% tổng giá trị, lãi suất bình quân 10,3%/năm": a rate is part of no whole.
    of_same_whole = (of_same_whole & ~holds("lead", rf"(?i)[,;]\s*(?:và\s+|còn\s+)?(?:{ratio})\s")) | bracket_on
    # "sang Mỹ tăng 12%, EU 8% và Nhật Bản 5%": names alone grow as the one before them; ratios have a state of their own.
    figures = worked(figures, beside.fill_null(False).alias("named_on"))
    figures, named_on = only_where(
        figures,
        pl.col("named_on"),
        ~pl.col("lead").str.contains(rf"(?i)(?:^|\s)(?:{ratio}|nợ|biên|cổ\s+tức|bội\s+chi|thuế|thất\s+nghiệp|nghèo)\s")
        & pl.col("rest").str.contains(r"^\s*(?:[,;.)§]|và\s|$)"),
    )
    figures = figures.with_columns(named_on.fill_null(False).alias("named_on"))
    ahead = worked(figures, continues.fill_null(False).alias("alike"), of_same_whole.fill_null(False).alias("parts_on"))
    # "doanh thu tăng 8%, lợi nhuận 10%": an amount of money is no percentage, so it grows too.
    grows_too = (
        holds("lead", rf"(?i)^\s*[,;]\s*(?:và\s+)?(?:{grammar.flows})(?:\s+\p{{L}}+){{0,5}}\s+(?:{grammar.bound}\s+)?$")
        & percent_on
        & (previous_value("kind") == "change")
        & (pl.col("kind") == "level")
    )
    ahead = worked(ahead, (pl.col("alike") | (grows_too | bracket_on).fill_null(False)).alias("alike"))
    ahead = ahead.with_columns((pl.col("alike") | pl.col("parts_on")).alias("continues"))
    run = (~pl.col("continues")).pipe(running)
    inherited = ahead.with_columns(run.alias("run")).with_columns(
        pl.col("kind").first().over(*HERE, "run").alias("first_kind"),
        pl.col("direction").first().over(*HERE, "run").alias("first_direction"),
        pl.col("rule").first().over(*HERE, "run").alias("first_rule"),
    )
    takes = pl.col("continues") & pl.col("first_kind").is_in(["change", "share", "plan"])
    takes = takes & (
        pl.col("alike")
        | (pl.col("first_kind") == "share")
        | (pl.col("named_on") & (pl.col("first_kind") == "change") & (pl.col("first_rule") != "percent_of"))
    )
    restated = holds(
        "lead",
        rf"(?i)^\s*[,(]?\s*(?:tương\s+đương|tương\s+ứng|hay|tức)(?:\s+(?:với|mức|khoảng|tăng|giảm|{grammar.bound}))*\s*$",
    )
    against = _likened(percent_on, grammar)
    inherited, against = once(inherited, against.fill_null(False))
    # "tăng trưởng GDP năm 2024 đạt 5,5%, năm 2025 là 6%": the same growth of another period.
    of_another = (
        pl.col("lead").str.contains(
            r"(?i)^\s*[,;]?\s*(?:và|còn)?\s*§+\s*(?:(?:là|đạt|ước|dự\s+báo|dự\s+kiến|sẽ|ở\s+mức|khoảng)\s+)*$"
        )
        & percent_on
        & previous_value("rule").is_in(["growth_noun", "economy"])
    )
    # "tăng 12,77 điểm (1,15%)": the same growth in percent.
    bracketed = (
        pl.col("lead").str.contains(r"^\s*\(\s*[+-]?\s*$")
        & pl.col("unit_code").is_in(PERCENT)
        & ~previous_value("unit_code").is_in(PERCENT)
    )
    # "tăng 8,4% (22.950 tỷ đồng)": the same growth in money, where a level in money stands before.
    bracketed = bracketed | (
        pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:tương\s+(?:ứng|đương)(?:\s+với)?)?\s*[+-]?\s*$")
        & ~pl.col("unit_code").is_in([*PERCENT, "times"])
        & (previous_value("unit_code") == "percent")
        & (previous_value("rule") == "grows_by")
        & pl.col("rest").str.contains(r"^\s*\)")
        # "Nhật Bản tăng 7% (425 triệu USD), Trung Quốc giảm 1,3% (363 triệu USD)": the value of the next one.
        & ~previous_value("lead").str.contains(r"(?i)^\s*\)\s*(?:,|;|và|,\s*và)\s+(?:\p{L}+\s+)+(?:tăng|giảm)\s")
        & (
            pl.when(pl.col("kind") == "level").then("unit_code").forward_fill().over(HERE).pipe(previous)
            == pl.col("unit_code")
        )
    )
    inherited = _of_earlier(inherited, grammar)
    inherited = rank_pairs(_pairs_and_brackets(inherited, grammar))
    # "tốc độ tăng giảm từ 18,1%/năm xuống còn 6,8%/năm": a growth, slower than the first.
    slowed = (
        percent_on
        & (previous_value("rule") == "growth_noun")
        & previous_value("lead").str.contains(
            rf"(?i)(?:^|\s)từ(?:\s+(?:mức|bình\s+quân|trung\s+bình|{grammar.bound}))*\s*$"
        )
        & pl.col("lead").str.contains(
            rf"(?i)^[^,;.()]*(?:^|\s)(?:xuống|lên|còn|về)(?:\s+(?:còn|mức|{grammar.bound}))*\s*$"
        )
    )
    restated = restated | slowed.fill_null(False) | bracketed.fill_null(False) | of_another.fill_null(False)
    inherited, restated = once(inherited, restated)
    again = restated & (pl.col("kind") == "level") & (previous_value("kind") == "change")
    takes = takes | again.fill_null(False)
    inherited, enters = parts_of_change(inherited)
    again = again | enters
    takes = takes | again
    after_high = pl.col("range_high") & previous_value("kind").is_in(["change", "share", "plan", "level", "mention"])
    inherited, after_high = once(inherited, after_high)
    return without_steps(
        worked(
            inherited,
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
            .when(against)
            .then(pl.coalesce("direction", previous_value("direction")))
            .when(takes)
            .then(pl.col("first_direction"))
            .otherwise(pl.col("direction"))
            .alias("direction"),
            # "bằng 83% về số và 47% về vốn": both of an earlier value.
            pl.when(takes & (pl.col("first_rule") == "percent_of"))
            .then("first_rule")
            .when(takes)
            .then(pl.lit("parallel"))
            .otherwise(pl.col("rule"))
            .alias("rule"),
        )
        .with_columns(pl.when(after_high).then(previous_value("kind")).otherwise(pl.col("kind")).alias("kind"))
        .with_columns(pl.col("alike").alias("continues"))
        .drop("run", "first_kind", "first_direction", "first_rule", "alike", "parts_on", "named_on")
    )


def _of_earlier(inherited: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Let "bằng 99,4%" after a comparison be of the same earlier value."""
    amounts_to = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(rf"(?i)(?:^|[\s,])bằng(?:\s+(?:{grammar.bound}))?\s*$")
        & pl.col("rest").str.contains(r"^\s*(?:[,;.)(]|và\s|$)")
    )
    # "phía Bắc đạt 1.152 nghìn ha, bằng 99,4%": of the same earlier value as the percentage before.
    after_comparison = (
        pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:chỉ\s+)?bằng\s")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & earlier(pl.col("rule") == "percent_of")
    )
    # "So với cùng kỳ năm 2019, khách Ấn Độ tăng 231%; khách Nga chỉ bằng 18%"
    after_change = earlier(pl.col("kind") == "change") & ~earlier(pl.col("rule") == "of_plan")
    of_earlier = (amounts_to & (after_comparison | after_change)).fill_null(False)
    return inherited.with_columns(
        pl.when(of_earlier).then(pl.lit("change")).otherwise("kind").alias("kind"),
        pl.when(of_earlier).then(pl.lit("percent_of")).otherwise("rule").alias("rule"),
    )


def _likened(percent_on: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether a percentage is compared with the growth, share or completion before it, and so is one itself."""
    # "cao hơn mức 1,8% của nửa đầu năm": like is compared with like.
    against = (
        holds(
            "lead",
            rf"(?i)^[^;:]*(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn[^,;:]*\s(?:mức|con\s+số|tỷ\s+lệ|tỉ\s+lệ)(?:\s+(?:{grammar.bound}|tương\s+ứng))*\s*$",
        )
        & (pl.col("unit_code") == "percent")
        & (previous_value("unit_code") == "percent")
        & previous_value("kind").is_in(["change", "share"])
        & (pl.col("kind") == "level")
    )
    # "đạt 62,4% kế hoạch (cùng kỳ đạt 52,7%)", "chiếm 30% (cùng kỳ là 28%)"
    against = against | (
        pl.col("lead").str.contains(rf"(?i)\(\s*§+\s*(?:(?:là|đạt|chiếm|bằng|ở\s+mức|{grammar.bound})\s+)*$")
        & percent_on
        & previous_value("kind").is_in(["plan", "share"])
        & (pl.col("kind") == "level")
    )
    return against


def _pairs_and_brackets(inherited: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Percentages in brackets after a plan's, beside values of one whole, and two by two."""
    # "đạt trên 90% dự toán: thuế thu nhập cá nhân 20.310 tỷ đồng (đạt 97,6%)"
    of_plan = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(r"(?i)\(\s*(?:đạt|bằng)?\s*$")
        & pl.col("rest").str.contains(r"^\s*\)")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & earlier(pl.col("rule") == "of_plan")
    )
    # "… bằng 62,4% kế hoạch. Trong đó, vốn trong nước 300.150 tỷ đồng, đạt 66,1%": of that plan's parts.
    planned = (
        inherited.group_by(HERE, maintain_order=True)
        .agg((pl.col("rule") == "of_plan").any().alias("planned_before"))
        .with_columns(pl.col("segment_no") + 1)
    )
    inherited = inherited.join(planned, on=HERE, how="left", maintain_order="left")
    goes_on = pl.col("lead").str.contains(r"(?i)^\s*trong\s+(?:số\s+)?đó").first().over(HERE)
    part_of_plan = (goes_on & pl.col("planned_before")).fill_null(False)
    # "thu 531 nghìn tỷ, bằng 65% dự toán; chi 651 nghìn tỷ, bằng 66,5%": of the same plan.
    plan_too = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(
            rf"(?i)^\s*,\s*(?:và\s+)?(?:mới\s+|chỉ\s+)?(?:bằng|đạt|vượt)(?:\s+(?:{grammar.bound}))?\s*$"
        )
        & pl.col("rest").str.contains(r"^\s*(?:[,;.)(]|và\s|$)")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & (
            earlier(pl.col("rule") == "of_plan")
            | part_of_plan
            # "đã giải ngân được 25.950 tỷ đồng, đạt 47,1%": of what is to be paid out.
            | previous_value("lead").str.contains("giải ngân", literal=True)
            # "sản xuất đạm 419 nghìn tấn, vượt 4,8%"
            | pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:đã\s+)?vượt\s+(?:\p{Ll}+\s+)?$")
        )
        & ~earlier(pl.col("rule") == "percent_of")
    )
    # "thu trung ương ước đạt 104,2% dự toán, thu địa phương đạt 103,1%"
    beside_plan = (
        (pl.col("kind") == "level") & (pl.col("unit_code") == "percent") & (previous_value("rule") == "of_plan")
    )
    inherited, beside_plan = only_where(
        inherited,
        beside_plan,
        pl.col("lead").str.contains(
            rf"(?i)^[^,;()]{{0,40}}[,;]\s*(?:{grammar.flows})(?:\s+\p{{L}}+){{0,8}}\s+(?:đạt|bằng)(?:\s+(?:{grammar.bound}))?\s*$"
        )
        & pl.col("rest").str.contains(r"^\s*(?:[,;.)(]|và\s|$)"),
    )
    plan_too = plan_too | beside_plan.fill_null(False)
    inherited = inherited.with_columns(
        pl.when(plan_too.fill_null(False)).then(pl.lit("plan")).otherwise("kind").alias("kind")
    ).drop("planned_before")
    # "riêng Novaland chiếm 138.800 tỷ đồng (41%)"
    taken = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(r"^\s*\(\s*$")
        & pl.col("rest").str.contains(r"^\s*\)")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in(PERCENT)
        & previous_value("lead").str.contains(r"(?i)(?:^|\s)chiếm(?:\s+\p{Ll}+){0,2}\s*$")
    ).fill_null(False)
    inherited = inherited.with_columns(pl.when(taken).then(pl.lit("share")).otherwise("kind").alias("kind"))
    # "bằng 73,3% kế hoạch và 86,1% so với năm 2019"
    of_before = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(r"(?i)^[^,;.()]{0,30}(?:và|,)(?:\s+bằng)?\s*$")
        & (previous_value("rule") == "of_plan")
        & previous_value("lead").str.contains(r"(?i)(?:^|\s)bằng(?:\s+\p{L}+)?\s*$")
        & pl.col("rest").str.contains(grammar.percent_of_after)
    ).fill_null(False)
    inherited = inherited.with_columns(
        pl.when(of_before).then(pl.lit("change")).otherwise("kind").alias("kind"),
        pl.when(of_before).then(pl.lit("percent_of")).otherwise("rule").alias("rule"),
    )
    # "Thủy điện 22.544 MW (29%), nhiệt điện than 25.312 MW (32,5%)": parts of one whole.
    beside = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("lead").str.contains(r"\(\s*$")
        & pl.col("rest").str.contains(r"^\s*\)")
        & (previous_value("kind") == "level")
        & ~previous_value("unit_code").is_in([*PERCENT, "times"]).fill_null(True)
        & ~earlier(pl.col("rule") == "of_plan")
    ).fill_null(False)
    inherited, beside = once(inherited, beside)
    inherited = inherited.with_columns(
        pl.when(beside & (beside.cast(pl.Int64).sum().over(HERE) >= 2))
        .then(pl.lit("share"))
        .otherwise("kind")
        .alias("kind")
    )
    # "hoàn thành 73% và 75% kế hoạch năm", "59% doanh thu và 47% lợi nhuận của tập đoàn"
    before_plan = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & pl.col("rest").str.contains(r"(?i)^\s*(?:,|và)\s*$")
        & (following(pl.col("rule")) == "of_plan")
    )
    shares_too = (
        (pl.col("kind") == "level")
        & (pl.col("unit_code") == "percent")
        & (previous_value("kind") == "share")
        & pl.col("lead").str.contains(rf"(?i)^\s*(?:của\s+)?(?:{grammar.head})[^,;:()]{{0,30}}\svà\s*$")
        & pl.col("rest").str.contains(rf"(?i)^\s*(?:{grammar.head})(?:\s|[,.;)]|$)")
    )
    inherited = inherited.with_columns(
        pl.when((of_plan | before_plan).fill_null(False))
        .then(pl.lit("plan"))
        .when(shares_too.fill_null(False))
        .then(pl.lit("share"))
        .otherwise("kind")
        .alias("kind")
    )
    return inherited
