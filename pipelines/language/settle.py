"""What a figure leaves unsaid, filled from the figures and words around it: unit, label, value."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.links import STANDALONE
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY, rate_code, read_values
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, once, without_steps
from pipelines.language.text import first_of
from pipelines.vocabulary import alternation

#: Where nothing names the thing counted.
ANY_ITEM = "item"


def _named_word(label: pl.Expr, grammar: Grammar) -> pl.Expr:
    """The unit word that a label names, in lower case: "thuê bao" in "Số thuê bao smartphone"."""
    words = grammar.vocabulary["unit_words"].filter(
        pl.col("role").is_null() & pl.col("surface").str.contains(r"^[\p{L}\s]{3,}$")
    )
    names = [
        word
        for word in words["surface"].to_list()
        if word not in ("lần", "điểm", "bộ", "bản", "báo", "giá", "năm", "con", "đường", "nước", "tin", "đơn vị", "cây")
    ]
    low = label.str.to_lowercase()
    counted = low.str.extract(rf"(?:số lượng|số|lượng)\s+(?:các\s+|lượng\s+)?({alternation(names)})(?:[^\p{{L}}]|$)", 1)
    first = low.str.extract(rf"(?:^|[^\p{{L}}])({alternation(names)})(?:[^\p{{L}}]|$)", 1)
    return pl.coalesce(counted, first).str.replace_all(r"\s+", " ")


def _headed(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """What a phrase counts, from its head noun on: "số ca nhiễm" in "các địa phương ghi nhận số ca nhiễm"."""
    counted = r"(?:số|tổng\s+số|lượng)\s+\p{Ll}"
    return (
        phrase.str.extract(rf"(?i)(?:^|[\s,])({counted}.*)$", 1)
        .str.extract(r"^((?:\S+\s*){1,10})", 1)
        .str.strip_chars()
    )


def _named_unit(label: pl.Expr, grammar: Grammar) -> pl.Expr:
    """The unit that a label names: "Số thuê bao smartphone" counts subscriptions."""
    words = grammar.vocabulary["unit_words"]
    return _named_word(label, grammar).replace_strict(
        words["surface"].to_list(), words["unit_code"].to_list(), default=None, return_dtype=pl.String
    )


def settle_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label: own label, else the subject carried in the sentence; a part's label is joined to its total's."""
    level = pl.col("kind") == "level"
    owner = first_of(pl.col("own_label"), r"(?i)\scủa\s+[^,]{2,60}$").str.strip_chars_start()
    owned = pl.when(level & pl.col("headed")).then(owner).forward_fill().over(HERE)
    bare = (
        pl.col("headed")
        & level
        & ~pl.col("own_label").str.contains(r"(?i)(?:^|\s)(?:của|tại|trong|ở|từ)\s")
        & (pl.col("own_label").str.count_matches(r"\S+") <= 5)
    )
    figures = figures.with_columns(
        pl.when(bare & owned.is_not_null() & pl.col("follows"))
        .then(pl.format("{} {}", "own_label", owned))
        .otherwise("own_label")
        .alias("own_label")
    )
    restates = pl.col("prior") | pl.col("converted") | pl.col("joined_space") | pl.col("range_high")
    extended = pl.when(pl.col("generic").is_not_null() & pl.col("carried").is_not_null()).then(
        pl.format("{} {}", "generic", "carried")
    )
    # "cán cân thương mại hàng hóa ước tính xuất siêu": named whole already.
    named = pl.when(pl.col("balance").str.contains(r"(?i)^cán\s+cân")).then(
        pl.col("own_label").str.replace(
            rf"(?i)\s+(?:(?:{grammar._cues('status')})\s+)?(?:{grammar._cues('balance')})$", ""
        )
    )
    balance_of = pl.when(pl.col("balance_of") != "").then("balance_of")
    balance = pl.when(pl.col("balance").is_not_null()).then(
        pl.when(named.is_not_null())
        .then(named)
        .when(balance_of.str.contains(r"(?i)^cán\s+cân"))
        .then(balance_of)
        .when(balance_of.str.contains(r"(?i)\s(?:là|so\s+với|với)\s"))
        .then(pl.lit("cán cân thương mại"))
        .otherwise(pl.concat_str([pl.lit("cán cân thương mại"), balance_of], separator=" ", ignore_nulls=True))
    )
    label = (
        pl.when(restates & pl.col("carried").is_not_null())
        .then(pl.col("carried"))
        .otherwise(pl.coalesce("own_label", extended, "carried", "generic"))
    )
    label = pl.coalesce(
        pl.when(level).then(balance),
        pl.when(pl.col("planned")).then(pl.concat_str(["plan_phrase", "carried"], separator=" ", ignore_nulls=True)),
        label,
    )
    unnamed = level & pl.col("lead").str.contains(
        r"(?i)^[\s\"*(-]*(?:(?:chỉ|riêng|tính|chung|lũy|luỹ|kế|ước|tính|cả|trong|đến|hết|ước|đạt|là|còn|phấn|đấu|mục|tiêu|dự|kiến|thực|hiện|con|số|này|đã|tăng|giảm|lên|sẽ|mức|khoảng|gần|hơn|trên|và|,|:|toàn)\s*|§+\s*)+$"
    )
    own = pl.col("own_clause")
    figures = figures.with_columns(
        own.str.extract(rf"(?i){EDGE}({grammar._cues('balance')})[^,;:]*$", 1).alias("balance"),
        reveal(
            own.str.extract(
                rf"(?i)^(?:.*,)?\s*(?:(?:{grammar._cues('connective', 'status')}|§+)\s+)*(.*?)\s*{EDGE}(?:{grammar._cues('balance')})",
                1,
            )
        )
        .str.replace_all("§+", " ")
        .str.replace(r"(?i)\s+(?:không\s+(?:những|chỉ)|đã|đang|cũng|vẫn|còn|mà|nhưng|tiếp\s+tục|giữ)\s.*$", "")
        .str.replace(r"^.*(?:\s\S+){9,}$", "")
        .str.strip_chars(" ,")
        .alias("balance_of"),
    )
    told = pl.coalesce(
        pl.when(pl.col("lead").str.contains(r":")).then(
            pl.col("lead").str.extract(r"(?:^|[,.;])\s*([^,.;:]{3,80}):[^:]*$", 1)
        ),
        pl.col("lead").str.extract(
            r"(?:^|[,.;:])\s*([^,.;:()]{3,120}?)\s(?:là|như|tại|ở)\s+\p{Lu}[^(),;:]{1,40}\(\s*$", 1
        ),
    )
    told = told.forward_fill().over(HERE)
    counted_before = pl.when(pl.col("place").is_null() & level & ~pl.col("unit_code").is_in(MONEY)).then("own_label")
    told = pl.coalesce(
        pl.when(told.str.contains(r"(?i)trong\s+(?:số\s+)?đó")).then(counted_before.forward_fill().over(HERE)), told
    )
    listed = pl.coalesce(
        told, pl.when(pl.col("place").is_null() & level).then("own_label").forward_fill().over("document")
    )
    figures = figures.with_columns(
        pl.when(pl.col("place").is_not_null())
        .then(reveal(listed).str.replace_all("§+", " ").str.strip_chars())
        .alias("listed")
    )
    label = (
        pl.when(pl.col("place").is_not_null())
        .then(
            pl.coalesce(
                pl.format("{} tại {}", _headed(pl.col("listed"), grammar), pl.col("place")),
                pl.format("{} tại {}", _named_word(pl.col("listed"), grammar), pl.col("place")),
                pl.concat_str(["listed", "place"], separator=" ", ignore_nulls=True),
            )
        )
        .otherwise(label)
    )
    named = figures.with_columns(
        label.alias("label"), (unnamed | pl.col("pointing") | pl.col("place").is_not_null()).alias("unnamed")
    )
    named = named.with_columns(
        pl.when(
            (pl.col("unnamed") | pl.col("own").is_null())
            & level
            & pl.col("intro").is_not_null()
            & (pl.col("thing").is_null() | (pl.col("thing").str.count_matches(r"\S+") <= 2))
            & ~pl.col("follows")
        )
        .then("intro")
        .otherwise("label")
        .alias("label")
    )
    last = (
        named.select(*HERE, pl.when(level).then("label").alias("label_before"))
        .drop_nulls("label_before")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    return (
        named.join(last, on=HERE, how="left", maintain_order="left")
        .with_columns(pl.coalesce("label", pl.when("unnamed").then("label_before")).alias("label"))
        .with_columns(
            pl.coalesce(
                "label",
                pl.when(level).then(pl.col("label").forward_fill().over(HERE)),
                pl.when(level & pl.col("unit_code").is_in(MONEY)).then(pl.col("own_label").backward_fill().over(HERE)),
                pl.when(level & pl.col("unit_code").is_in([*MONEY, "percent"])).then(
                    pl.coalesce(reveal(pl.col("opened_by")), reveal(pl.col("context")), reveal(pl.col("thing")))
                ),
                pl.when(level & pl.col("unit_code").is_in(grammar.measuring_units)).then(reveal(pl.col("thing"))),
            ).alias("label")
        )
    )


def join_parts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add total_at: the level of which this one is a part (trong đó, gồm, parentheses), and complete headless labels of parts."""
    level = (pl.col("kind") == "level") & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE
    opens = pl.col("lead").str.contains(rf"(?i){EDGE}(?:{grammar._cues('breakdown')})(?:[^\p{{L}}]|$)") & pl.col(
        "follows"
    )
    starts_sentence = pl.col("lead").str.contains(r"(?i)^\s*[\"(-]*\s*trong\s+(?:số\s+)?đó") & ~pl.col("follows")
    inside = (pl.col("depth") > 0) & ~pl.col("lead").str.contains(r"(?i)trừ\s")
    first_inside = inside & (pl.col("paren") != pl.col("paren").pipe(previous).fill_null(0))
    opened = (opens | first_inside).fill_null(False)
    outside_level = pl.when(level & (pl.col("depth") == 0)).then("char_start")
    before = outside_level.forward_fill().over(HERE).pipe(previous)
    marked = figures.with_columns(
        pl.when(opened).then(before).alias("opened_total"),
        before.alias("level_before"),
        opens.alias("breakdown"),
        inside.alias("inside"),
        starts_sentence.alias("continues_total"),
    )
    running = pl.when(pl.col("breakdown")).then("opened_total").forward_fill().over(HERE)
    in_paren = pl.when(pl.col("inside")).then(pl.col("opened_total").forward_fill().over(*HERE, "paren"))
    total = pl.when(level).then(pl.coalesce(in_paren, pl.when(~pl.col("inside")).then(running)))
    totals = marked.with_columns(total.alias("total_at"))
    ends = (
        totals.select(*HERE, pl.when(level & (pl.col("depth") == 0)).then("char_start").alias("sentence_before"))
        .drop_nulls("sentence_before")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    totals = totals.join(ends, on=HERE, how="left", maintain_order="left").with_columns(
        pl.coalesce(
            "total_at", pl.when(level & pl.col("continues_total").first().over(HERE)).then("sentence_before")
        ).alias("total_at")
    )
    names = totals.select(
        "document",
        pl.col("char_start").alias("total_at"),
        pl.col("label").alias("total_label"),
        pl.col("unit_code").alias("total_unit"),
        pl.col("scale").alias("total_scale"),
    )
    joined = totals.join(names, on=["document", "total_at"], how="left", maintain_order="left")
    same = (pl.col("total_unit") == pl.col("unit_code")) | pl.col("unit_code").is_null()
    part = pl.col("own").str.contains(
        rf"(?i)^(?:{alternation(grammar.vocabulary.cues('head', 'part'))})(?:[^\p{{L}}]|$)"
    )
    measured = pl.col("headed") & ~part.fill_null(False)
    # A balance is no measure that its countries or goods would share.
    measure: pl.Expr = pl.when(measured & pl.col("balance").is_null() & level & pl.col("unit_code").is_in(MONEY)).then(
        "label"
    )
    joined, measure = once(joined, measure)
    measure = pl.when(measure.str.count_matches(r"\S+") <= 14).then(measure)
    joined, measure = once(joined, measure)
    base = pl.coalesce(measure.forward_fill().over(HERE), measure.forward_fill().over("document"))
    # "xuất khẩu đạt …, nhập khẩu đạt …": the second names only its direction.
    turned = pl.col("own").str.contains(r"(?i)^(?:nhập|xuất) khẩu$") & pl.col("follows") & level
    headless = ~measured & pl.col("unit_code").is_in(MONEY) & pl.col("names_subject") & pl.col("balance").is_null()
    joined = joined.with_columns(base.alias("base_label")).with_columns(
        pl.coalesce(pl.when(same).then("total_label"), "base_label").alias("base_label")
    )
    joined = without_steps(joined)
    other = pl.col("base_label").pipe(previous).str.replace(r"(?i)(?:xuất|nhập)\s+khẩu", "").str.strip_chars()
    return joined.with_columns(
        pl.when(turned & (other.str.len_chars() > 3))
        .then(pl.format("{} {}", other, pl.col("own")))
        .when(headless & pl.col("base_label").is_not_null() & level)
        .then(pl.format("{} {}", "base_label", "label"))
        .otherwise("label")
        .alias("label"),
    )


def settle_units(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill units that the text drops and say by which rule (unit_rule), then spell rates."""
    level = pl.col("kind") == "level"
    previous_unit = pl.when(level).then("unit_code").forward_fill().over(HERE).pipe(previous)
    previous_scale = pl.when(level).then("scale").forward_fill().over(HERE).pipe(previous)
    money_label = pl.col("label").str.contains(rf"(?i){EDGE}(?:{grammar._cues('money')})(?:[^\p{{L}}]|$)")
    # A place's name is no unit: "tại Đồng Nai".
    listed = pl.coalesce("listed", "label") if "listed" in figures.columns else pl.col("label")
    figures, listed = once(figures, listed)
    figures, (named,) = distinctly(figures, listed, _named_unit(listed, grammar))
    figures, previous_unit = once(figures, previous_unit)
    currency = pl.when(pl.col("unit_code").is_in(MONEY)).then("unit_code").forward_fill().over("document", "segment_no")
    figures, currency = once(figures, currency)
    restates = (pl.col("prior") | pl.col("converted")) & previous_unit.is_not_null()
    is_missing = pl.col("unit_code").is_null() & level
    ratio = pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)")
    thing_follows = pl.col("rest").str.contains(r"^\s+\p{Ll}") & ~pl.col("rest").str.contains(
        rf"(?i)^\s*(?:{grammar.function_words}|tổng|tại|ở|trên|dưới|thì|vẫn|cũng|nhưng|hay|hoặc|mỗi|sang|nữa|trở|khi|nếu|để|cho|tính|và|theo|trong|vào|của|từ|đến)(?:[^\p{{L}}]|$)"
    )
    listed_unit = pl.when(level & pl.col("place").is_null()).then("unit_code").forward_fill().over("document")
    figures, listed_unit = once(figures, listed_unit)
    filled = (
        pl.when(is_missing & pl.col("place").is_not_null())
        .then(pl.coalesce(named, pl.when(~listed_unit.is_in([*MONEY, "percent"])).then(listed_unit), pl.lit("item")))
        .when(is_missing & thing_follows & (pl.col("scale") >= 1_000_000))
        .then(pl.lit("item"))
        .when(~is_missing)
        .then("unit_code")
        .when(restates)
        .then(previous_unit)
        .when(money_label & (pl.col("scale") >= 1_000_000))
        .then(pl.coalesce(currency, pl.lit("VND")))
        .when(named.is_not_null() & ~ratio)
        .then(named)
        .when(pl.col("scale") >= 1_000_000_000)
        .then(pl.coalesce(currency, pl.lit("VND")))
        .when(pl.col("own_label").is_null() & previous_unit.is_not_null())
        .then(previous_unit)
    )
    same_scale = restates & pl.col("scale").is_null() & pl.col("unit_code").is_null() & previous_unit.is_in(MONEY)
    settled = (
        figures.with_columns(
            filled.alias("unit_code_"),
            pl.when(same_scale).then(previous_scale).otherwise("scale").alias("scale"),
            is_missing.alias("unit_filled"),
        )
        .with_columns(pl.col("unit_code_").alias("unit_code"))
        .drop("unit_code_")
        .pipe(without_steps)
    )
    number = pl.when(pl.col("over")).then(pl.col("per_number").str.replace_all(".", "", literal=True))
    visitors = (pl.col("unit_code") == "interaction") & pl.col("label").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:khách|hành khách)(?:[^\p{L}]|$)"
    )
    settled = settled.with_columns(pl.when(visitors).then(pl.lit("visitor")).otherwise("unit_code").alias("unit_code"))
    every = (
        pl.col("lead")
        .str.to_lowercase()
        .str.extract(
            r"(?:trung\s+bình|bình\s+quân)\s+(?:mỗi|một|hằng|hàng)\s+(ngày|tháng|năm|tuần|giờ|phút)(?:[^\p{L}]|$)[^.;]*$",
            1,
        )
    )
    rated = pl.coalesce(
        every.replace_strict(
            {"ngày": "day", "tháng": "month", "năm": "year", "tuần": "week", "giờ": "hour", "phút": "minute"},
            default=None,
            return_dtype=pl.String,
        ),
        pl.when((pl.col("kind").pipe(previous) == "denominator") & (pl.col("rule").pipe(previous) == "rate")).then(
            pl.col("unit_code").pipe(previous)
        ),
    )
    settled = settled.with_columns(
        pl.coalesce(
            "per_code",
            pl.when(
                (pl.col("kind") == "level")
                & pl.col("unit_code").is_not_null()
                & ~pl.col("unit_code").is_in(["percent", "percentage_point", "times"])
            ).then(rated),
        ).alias("per_code")
    )
    base = pl.when(pl.col("over")).then(pl.col("base_unit")).otherwise(pl.col("per_code"))
    # "số bác sĩ trên 10.000 dân đạt 12,5": the base stands before.
    on_base = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "denominator")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\strên\s*$")
        & (pl.col("rule").pipe(previous) == "base")
    ).fill_null(False)
    base_number = pl.col("raw").pipe(previous).str.replace_all(".", "", literal=True)
    code = (
        pl.when(on_base & pl.col("unit_code").is_not_null() & (base_number == "1"))
        .then(rate_code(pl.col("unit_code"), pl.col("unit_code").pipe(previous)))
        .when(on_base & pl.col("unit_code").is_not_null())
        .then(rate_code(pl.col("unit_code"), pl.col("unit_code").pipe(previous), base_number))
        .when(pl.col("over") & base.is_not_null() & pl.col("unit_code").is_not_null())
        .then(rate_code(pl.col("unit_code"), base, number))
        .otherwise(rate_code(pl.col("unit_code"), base))
    )
    is_growth_rate = pl.col("unit_code").is_in(["percent", "percentage_point", "times"])
    plain = (pl.col("among") | pl.col("right").str.contains(r"(?i)^[^/]*\s/|\p{L}+\s+\p{L}+\s+\p{L}+/\s*$")) & pl.col(
        "over"
    )
    return settled.with_columns(
        pl.when(is_growth_rate | plain).then("unit_code").otherwise(code).alias("unit_code"),
        (pl.col("over") & plain).alias("ratio_of"),
    )


def settle_values(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add value, value_high, half_digit, other_value and out_of; deficits become negative balances."""
    level = pl.col("kind") == "level"
    deficit = (
        level
        & pl.col("unit_code").is_in(MONEY)
        & (
            pl.col("balance").str.contains(rf"(?i)^(?:{grammar._cues('deficit')})").fill_null(False)
            | pl.col("lead")
            .str.contains(
                rf"(?i){EDGE}(?:{grammar._cues('deficit')})(?:\s+(?:{grammar.bound}|đạt|là|ước|tới|đến|thương\s+mại|ngân\s+sách))*\s*$"
            )
            .fill_null(False)
            | pl.col("label")
            .str.contains(rf"(?i)^(?:tổng\s+|mức\s+|số\s+)?(?:{grammar._cues('deficit')})")
            .fill_null(False)
        )
    )
    read = (
        read_values(
            figures.with_columns(
                (pl.col("negative") ^ deficit).alias("negative"), pl.col("raw").alias("printed")
            ).with_columns(
                pl.when("spaced").then("digits").otherwise("raw").alias("raw"), pl.lit(True).alias("whole_unit")
            )
        )
        .with_columns(pl.col("printed").alias("raw"))
        .drop("printed", "whole_unit")
    )
    high = pl.col("value").pipe(following)
    more = pl.when("compound").then(pl.col("value").pipe(following))
    every = (
        (pl.col("kind").pipe(previous) == "denominator")
        & (pl.col("rule").pipe(previous) == "base")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)cứ\s*$")
    )
    over = (
        pl.when(pl.col("ratio_of"))
        .then(pl.col("value").pipe(following))
        .when(every & level)
        .then(pl.col("value").pipe(previous))
    )
    return read.with_columns(
        pl.when("range_low").then(high).alias("value_high"),
        (pl.col("value") + more.fill_null(0)).alias("value"),
        pl.coalesce("out_of", over).alias("out_of"),
    )
