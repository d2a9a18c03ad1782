"""What a figure leaves unsaid, filled from the figures and words around it: unit and value."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.measures import MONEY, rate_code, read_values
from pipelines.language.sequence import carried, following, opening, previous
from pipelines.language.steps import distinctly, once, only_where, without_steps
from pipelines.language.subjects import named_unit

#: Where nothing names the thing counted.
ANY_ITEM = "item"


def _counted_on(figures: pl.DataFrame) -> pl.Expr:
    """The unit of what opens a list, for its places; null where no list is."""
    if "list_counts" not in figures.columns:
        return pl.lit(None, pl.String)
    return pl.when(pl.col("place").is_not_null()).then(pl.col("list_counts").struct.field("code"))


def _every(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """The time that a figure is told for each of ("trung bình mỗi ngày"), in Vietnamese, or null."""
    every = (
        pl.col("lead")
        .str.to_lowercase()
        .str.extract(
            r"(?:trung\s+bình|bình\s+quân)\s+(?:mỗi|một|hằng|hàng)\s+(ngày|tháng|năm|tuần|giờ|phút)(?:[^\p{L}]|$)[^.;]*$",
            1,
        )
    )
    averaged = pl.col("lead").str.contains(r"(?i)(?:trung\s+bình|bình\s+quân)\s")
    figures, every = only_where(figures, averaged, every)
    if "follows" not in figures.columns:
        return figures, every
    # "Mỗi ngày, Vietnam Post vận chuyển 1,2 triệu bưu gửi"
    opening_rate = pl.when(~pl.col("follows")).then(
        pl.col("lead").str.to_lowercase().str.extract(r"^\s*mỗi\s+(ngày|tháng|năm|tuần|giờ|phút)(?:\s|,)", 1)
    )
    figures, every = once(figures, pl.coalesce(every, opening_rate))
    return figures, every


def settle_units(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill units that the text drops and say by which rule (unit_rule), then spell rates."""
    level = pl.col("kind") == "level"
    figures, first = once(figures, opening())
    figures, previous_unit = once(figures, carried("unit_code", level, first).pipe(previous))
    figures, previous_scale = once(figures, carried("scale", level, first).pipe(previous))
    figures, currency = once(figures, carried("unit_code", pl.col("unit_code").is_in(MONEY), first))
    figures, (money_label, ratio, counts) = distinctly(
        figures,
        "label",
        pl.col("label").str.contains(rf"(?i){EDGE}(?:{grammar._cues('money')})(?:[^\p{{L}}]|$)"),
        pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"),
        pl.col("label").str.contains(
            r"(?i)^(?:tổng\s+)?(?:số|lượng|sản\s+lượng|khối\s+lượng|tin|lưu\s+lượng)(?:\s|$)|^(?:thuê\s+bao|khách|người|hộ|doanh\s+nghiệp|tài\s+khoản|thẻ|lượt|ví)\s"
        ),
    )
    # A place's name is no unit: "tại Đồng Nai".
    listed = pl.coalesce("listed", "label") if "listed" in figures.columns else pl.col("label")
    figures, listed = once(figures, listed)
    figures, (named,) = distinctly(figures, listed, named_unit(listed, grammar))
    # An index counts nothing of what it is of: "chỉ số nguồn nhân lực đạt 0,6779".
    index = pl.when(
        pl.col("label").str.contains(
            r"(?i)^(?:điểm\s+)?(?:chỉ|hệ)\s+số\s|^điểm\s+\p{Ll}|\sđiểm\s+(?:trung\s+bình|số|chuẩn)$"
        )
    ).then(pl.lit("index_point"))
    figures, named = once(figures, pl.coalesce(_counted_on(figures), index, named))
    restates = (pl.col("prior") | pl.col("converted")) & previous_unit.is_not_null()
    is_missing = pl.col("unit_code").is_null() & level
    thing_follows = pl.col("rest").str.contains(r"^\s+\p{Ll}") & ~pl.col("rest").str.contains(
        rf"(?i)^\s*(?:{grammar.function_words}|{grammar._cues('money')}|tổng|tại|ở|trên|dưới|thì|vẫn|cũng|nhưng|hay|hoặc|mỗi|sang|nữa|trở|khi|nếu|để|cho|tính|và|theo|trong|vào|của|từ|đến)(?:[^\p{{L}}]|$)"
    )
    # Two syllables of Vietnamese after a number of two digits or more are a thing counted, known or not.
    several = (pl.col("thing").str.count_matches(r"\S+") >= 2) & pl.col("thing").str.contains(
        r"(?i)[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
    )
    figures, (thing_follows,) = distinctly(figures, "rest", thing_follows)
    figures, (several,) = distinctly(figures, "thing", several)
    vietnamese = (several & (pl.col("raw").str.len_chars() >= 2)).fill_null(False)
    # "tiền gửi khách hàng đạt 774.000 tỷ": billions are money unless something is counted.
    # "thuê bao truyền hình trả tiền 18,6 triệu": so many of what the name begins with.
    counts = (counts & named.is_not_null()).fill_null(False)
    listed_unit = pl.when(level & pl.col("place").is_null()).then("unit_code").forward_fill().over("document")
    figures, listed_unit = once(figures, listed_unit)
    filled = (
        pl.when(is_missing & pl.col("place").is_not_null() & ~(pl.col("scale") >= 1_000_000_000).fill_null(False))
        .then(pl.coalesce(named, pl.when(~listed_unit.is_in([*MONEY, "percent"])).then(listed_unit), pl.lit("item")))
        .when(is_missing & thing_follows & (pl.col("scale") >= 1_000_000))
        .then(pl.lit("item"))
        .when(~is_missing)
        .then("unit_code")
        # "đạt 63,2% (1.953/3.090)": so many things, no percentage.
        .when(
            (restates | pl.col("own_label").is_null())
            & is_missing
            & pl.col("raw").str.contains("/", literal=True)
            & previous_unit.is_in(["percent"])
        )
        .then(pl.lit("item"))
        .when(restates)
        .then(previous_unit)
        .when(money_label & (pl.col("scale") >= 1_000_000) & ~counts)
        .then(pl.coalesce(currency, pl.lit("VND")))
        .when((pl.col("scale") >= 1_000_000_000) & ~counts)
        .then(pl.coalesce(currency, pl.lit("VND")))
        .when(is_missing & thing_follows & pl.col("scale").is_null() & (named.is_not_null() | vietnamese))
        .then(pl.lit("item"))
        .when(named.is_not_null() & ~ratio)
        .then(named)
        .when(pl.col("own_label").is_null() & previous_unit.is_not_null())
        .then(previous_unit)
        # "Vietnam Airlines chở 7,9 triệu khách, Vietjet Air 2,4 triệu"
        .when(
            pl.col("rest").str.contains(r"^\s*(?:[,;.()]|và\s|$)")
            & (pl.col("scale").is_not_null() | pl.col("raw").str.contains(r"^\d{1,3}(?:\.\d{3})+$"))
            & ~previous_unit.is_in(["percent", "times"])
        )
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
    settled, every = _every(settled)
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
    # "từ 1.864 đồng lên 1.920 đồng/kWh": both of the same base.
    reaches = (
        pl.col("unit_code").is_in(MONEY)
        & (following(pl.col("unit_code")) == pl.col("unit_code"))
        & pl.col("lead").str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|khoảng|gần|hơn))?\s*$")
        & following(pl.col("lead")).str.contains(r"(?i)(?:^|\s)(?:lên|xuống|còn|về)(?:\s+\p{Ll}+){0,2}\s*$")
    )
    rated = pl.coalesce(rated, pl.when(reaches).then(following(pl.col("per_code"))))
    settled = settled.with_columns(
        pl.coalesce(
            "per_code",
            pl.when(
                (pl.col("kind") == "level")
                & pl.col("unit_code").is_not_null()
                & ~pl.col("unit_code").is_in(["percent", "percentage_point", "times"])
            ).then(rated),
        ).alias("per_code")
    ).pipe(without_steps)
    base = pl.when(pl.col("over")).then(pl.col("base_unit")).otherwise(pl.col("per_code"))
    # "số bác sĩ trên 10.000 dân đạt 12,5": the base stands before.
    on_base = (
        (pl.col("kind") == "level")
        & (pl.col("kind").pipe(previous) == "denominator")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\s(?:trên|cho)\s*$")
        & (pl.col("rule").pipe(previous) == "base")
    ).fill_null(False)
    scaled = pl.col("raw").str.replace_all(".", "", literal=True).cast(pl.Int64, strict=False)
    base_number = (scaled * pl.col("scale").fill_null(1).cast(pl.Int64)).cast(pl.String).pipe(previous)
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
                rf"(?i){EDGE}(?:{grammar._cues('deficit')})(?:\s+(?:{grammar.bound}|đạt|là|ước|tới|đến|lần\s+lượt|thương\s+mại|ngân\s+sách))*\s*$"
            )
            .fill_null(False)
            | pl.col("label")
            .str.contains(rf"(?i)^(?:tổng\s+|mức\s+|số\s+)?(?:{grammar._cues('deficit')})")
            .fill_null(False)
        )
    )
    figures, deficit = once(figures, deficit.fill_null(False))
    # "lỗ lần lượt 235 tỷ đồng và 261 tỷ đồng": a loss, too.
    joins = level & pl.col("unit_code").is_in(MONEY) & pl.col("lead").str.contains(r"(?i)^\s*(?:,|;)?\s*(?:và)?\s*$")
    deficit = deficit | (joins & deficit.pipe(previous).fill_null(False)).fill_null(False)
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
    return without_steps(read).with_columns(
        pl.when("range_low").then(high).alias("value_high"),
        (pl.col("value") + more.fill_null(0)).alias("value"),
        pl.coalesce("out_of", over).alias("out_of"),
    )
