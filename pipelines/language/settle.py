"""What a figure leaves unsaid, filled from the figures and words around it: unit and value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.measures import BILLION, FRACTION, MONEY, PLACES, rate_code, read_values
from pipelines.language.numbers import NUMBER
from pipelines.language.sequence import carried, following, opening, previous, running
from pipelines.language.steps import distinctly, once, only_where, without_steps
from pipelines.language.subjects import named_unit
from pipelines.vocabulary import alternation

#: Where nothing names the thing counted.
ANY_ITEM = "item"
_LEVEL = pl.col("kind") == "level"
_PLACES = [*PLACES, "township", "market"]
_OF_GROWTH = ["percent", "percentage_point", "times"]
_TIMES = {
    **{"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter"},
    **{"năm": "year", "giờ": "hour", "phút": "minute"},
}
_EACH = r"(?i)(?:^|[\s,])(?:cứ|(?:bình|trung)\s+(?:quân|bình)(?:\s+mỗi)?)\s*$"
_MANY = {"trăm": "100", "nghìn": "1000", "ngàn": "1000", "vạn": "10000", "triệu": "1000000"}


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
    # "thu nhập bình quân tháng của người lao động"; not "tháng 7".
    earned = r"(?i)(?:thu\s+nhập|lương)\s+(?:bình\s+quân|trung\s+bình)\s+(tháng)\s+\p{Ll}[^.;]*$"
    every = pl.coalesce(every, pl.col("lead").str.extract(earned, 1).str.to_lowercase())
    averaged = pl.col("lead").str.contains(r"(?i)(?:trung\s+bình|bình\s+quân)\s")
    figures, every = only_where(figures, averaged, every)
    # "tiêu thụ 300 tấn nguyên liệu mỗi ngày"
    after = pl.col("rest").str.extract(
        r"(?i)^\s+\p{Ll}[^,;:.()\d§]{1,40}?(?:\s(?:mỗi|hằng|hàng)\s+|/)(ngày|tháng|quý|năm|tuần|giờ)(?:[^\p{L}]|$)", 1
    )
    # "cây hằng năm", "chế độ hằng tháng": so they are called.
    called = r"(?i)\s(?:cây|trợ\s+cấp|chế\s+độ|phụ\s+cấp|lương|lương\s+hưu|trả)(?:\s+\p{Ll}+){0,3}\s+(?:hằng|hàng)\s"
    after = pl.when(~pl.col("rest").str.contains(called)).then(after)
    figures, every = once(figures, pl.coalesce(every, after.str.to_lowercase()))
    if "follows" not in figures.columns:
        return figures, every
    # "Mỗi ngày, Vietnam Post vận chuyển 1,2 triệu bưu gửi"
    opening_rate = pl.when(~pl.col("follows")).then(
        pl.col("lead")
        .str.to_lowercase()
        .str.extract(
            r"(?:^|biết,|§\s*,)\s*(?:bình\s+quân\s+|trung\s+bình\s+)?mỗi\s+(ngày|tháng|năm|tuần|giờ|phút)(?:\s|,)", 1
        )
    )
    figures, every = once(figures, pl.coalesce(every, opening_rate))
    return figures, every


class _Before(NamedTuple):
    """What levels before a figure in its segment leave to it: unit and scale of the last, the last currency named."""

    unit: pl.Expr
    scale: pl.Expr
    currency: pl.Expr


class _Said(NamedTuple):
    """What the label says of the unit: money, a ratio, a count of things; and the unit that it names."""

    money: pl.Expr
    ratio: pl.Expr
    counts: pl.Expr
    unit: pl.Expr


def settle_units(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill units that the text drops (unit_filled), then spell rates; add ratio_of."""
    return _over_bases(_per_thing(_per_time(_fill_units(figures, grammar)), grammar))


def _fill_units(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill unit_code and scale where the text drops them; add unit_filled."""
    figures, before = _told_before(figures)
    figures, said = _said_by_label(figures, grammar)
    figures, thing, several = _thing_after(figures, grammar)
    # (no list of places counts places)
    counts = _LEVEL & pl.col("place").is_null() & ~pl.col("unit_code").is_in(_PLACES)
    listed = pl.when(counts).then("unit_code").forward_fill().over("document")
    figures, listed = once(figures, listed)
    missing = pl.col("unit_code").is_null() & _LEVEL
    restates = (pl.col("prior") | pl.col("converted")) & before.unit.is_not_null()
    same_scale = restates & pl.col("scale").is_null() & pl.col("unit_code").is_null() & before.unit.is_in(MONEY)
    filled = _first(
        [
            *_by_list(missing, listed, said),
            (missing & thing & (pl.col("scale") >= 1_000_000), pl.lit(ANY_ITEM)),
            (~missing, pl.col("unit_code")),
            (_part_of_many(missing, restates, before), pl.lit(ANY_ITEM)),
            (restates, before.unit),
            (_in_bracket_of(before, grammar) & ~said.money, before.unit),
            *_by_money(said, before),
            (missing & thing & pl.col("scale").is_null() & (said.unit.is_not_null() | several), pl.lit(ANY_ITEM)),
            (said.unit.is_not_null() & ~said.ratio, said.unit),
            (pl.col("own_label").is_null() & before.unit.is_not_null(), before.unit),
            (_as_before(before), before.unit),
        ]
    )
    return figures.with_columns(
        filled.alias("unit_code"),
        pl.when(same_scale).then(before.scale).otherwise("scale").alias("scale"),
        missing.alias("unit_filled"),
    ).pipe(without_steps)


def _first(rules: Sequence[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
    """The unit of the first rule that holds, null where none does."""
    told: pl.Expr = pl.lit(None, pl.String)
    for condition, unit in reversed(rules):
        told = pl.when(condition).then(unit).otherwise(told)
    return told


def _told_before(figures: pl.DataFrame) -> tuple[pl.DataFrame, _Before]:
    figures, first = once(figures, opening())
    figures, unit = once(figures, carried("unit_code", _LEVEL, first).pipe(previous))
    figures, scale = once(figures, carried("scale", _LEVEL, first).pipe(previous))
    figures, currency = once(figures, carried("unit_code", pl.col("unit_code").is_in(MONEY), first))
    # "1,1 tỷ, 1,09 tỷ và 0,95 tỷ USD": what closes the list tells the currency of all.
    joint = pl.col("lead").str.contains(r"^\s*(?:,|;|và|,\s*và)\s*(?:\p{Lu}[\p{L}.]*\s+){0,4}$")
    figures, run = once(figures, (~joint.fill_null(False)).pipe(running))
    money = pl.when(pl.col("unit_code").is_in(MONEY)).then("unit_code")
    figures, closing = once(figures, money.backward_fill().over(*HERE, run))
    currency = pl.coalesce(closing, currency)
    return figures, _Before(unit, scale, currency)


def _said_by_label(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, _Said]:
    label = pl.col("label").str
    figures, (money, ratio, counts) = distinctly(
        figures,
        "label",
        label.contains(rf"(?i){EDGE}(?:{grammar._cues('money')})(?:[^\p{{L}}]|$)"),
        label.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)"),
        label.contains(
            r"(?i)^(?:tổng\s+)?(?:số|lượng|sản\s+lượng|khối\s+lượng|tin|lưu\s+lượng)(?:\s|$)|^(?:thuê\s+bao|khách|người|hộ|doanh\s+nghiệp|tài\s+khoản|thẻ|lượt|ví)\s"
        ),
    )
    # A place's name is no unit: "tại Đồng Nai".
    listed = pl.coalesce("listed", "label") if "listed" in figures.columns else pl.col("label")
    figures, listed = once(figures, listed)
    figures, (named,) = distinctly(figures, listed, named_unit(listed, grammar))
    # An index counts nothing of what it is of: "chỉ số nguồn nhân lực đạt 0,6779".
    is_index = label.contains(r"(?i)^(?:điểm\s+)?(?:chỉ|hệ)\s+số\s|^điểm\s+\p{Ll}|\sđiểm\s+(?:trung\s+bình|số|chuẩn)$")
    index = pl.when(is_index).then(pl.lit("index_point"))
    figures, named = once(figures, pl.coalesce(_counted_on(figures), index, named))
    # "thuê bao truyền hình trả tiền 18,6 triệu": so many of what the name begins with.
    return figures, _Said(money, ratio, (counts & named.is_not_null()).fill_null(False), named)


def _thing_after(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Whether words after the figure may name a thing; whether two syllables of Vietnamese do, known or not."""
    no_thing = rf"(?i)^\s*(?:{grammar.function_words}|{grammar._cues('money')}|tổng|tại|ở|trên|dưới|thì|vẫn|cũng|nhưng|hay|hoặc|mỗi|sang|nữa|trở|khi|nếu|để|cho|tính|và|theo|trong|vào|của|từ|đến)(?:[^\p{{L}}]|$)"
    rest, thing = pl.col("rest").str, pl.col("thing").str
    figures, (follows,) = distinctly(figures, "rest", rest.contains(r"^\s+\p{Ll}") & ~rest.contains(no_thing))
    marked = r"(?i)[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
    figures, (several,) = distinctly(figures, "thing", (thing.count_matches(r"\S+") >= 2) & thing.contains(marked))
    # After a single digit they need not be one thing.
    return figures, follows, (several & (pl.col("raw").str.len_chars() >= 2)).fill_null(False)


def _by_list(missing: pl.Expr, listed: pl.Expr, said: _Said) -> list[tuple[pl.Expr, pl.Expr]]:
    """In a list of places: the unit that it names, or that of what stands before it."""
    of_things = pl.when(~listed.is_in([*MONEY, "percent"])).then(listed)
    billions = (pl.col("scale") >= BILLION).fill_null(False)
    unit = pl.coalesce(said.unit, of_things, pl.lit(ANY_ITEM))
    return [(missing & pl.col("place").is_not_null() & ~billions, unit)]


def _part_of_many(missing: pl.Expr, restates: pl.Expr, before: _Before) -> pl.Expr:
    """ "đạt 63,2% (1.953/3.090)": so many things, no percentage."""
    of_many = pl.col("raw").str.contains("/", literal=True) & before.unit.is_in(["percent"])
    return (restates | pl.col("own_label").is_null()) & missing & of_many


def _in_bracket_of(before: _Before, grammar: Grammar) -> pl.Expr:
    """ "tái tạo 14,7 tỷ kWh (riêng mặt trời 13,9 tỷ)": of the unit that the bracket goes into."""
    measured = before.unit.is_in([*grammar.powers, *grammar.masses, *grammar.areas])
    return measured & (pl.col("depth") > 0) & pl.col("scale").is_not_null() & pl.col("rest").str.contains(r"^\s*[,;)]")


def _by_money(said: _Said, before: _Before) -> list[tuple[pl.Expr, pl.Expr]]:
    """ "tiền gửi khách hàng đạt 774.000 tỷ": billions are money unless something is counted."""
    money = pl.coalesce(before.currency, pl.lit("VND"))
    return [
        (said.money & (pl.col("scale") >= 1_000_000) & ~said.counts, money),
        ((pl.col("scale") >= BILLION) & ~said.counts, money),
    ]


def _as_before(before: _Before) -> pl.Expr:
    """ "Vietnam Airlines chở 7,9 triệu khách, Vietjet Air 2,4 triệu"."""
    large = pl.col("scale").is_not_null() | pl.col("raw").str.contains(r"^\d{1,3}(?:\.\d{3})+$")
    ends = pl.col("rest").str.contains(r"^\s*(?:[,;.()]|và\s|$)")
    return ends & large & ~before.unit.is_in(["percent", "times"])


def _per_time(figures: pl.DataFrame) -> pl.DataFrame:
    """Fill per_code where the text tells it apart from the figure; visits of visitors are visitors."""
    visits = (pl.col("unit_code") == "interaction") & pl.col("label").str.contains(
        r"(?i)(?:^|[^\p{L}])(?:khách|hành khách)(?:[^\p{L}]|$)"
    )
    figures = figures.with_columns(pl.when(visits).then(pl.lit("visitor")).otherwise("unit_code").alias("unit_code"))
    figures, every = _every(figures)
    of_rate = (pl.col("kind").pipe(previous) == "denominator") & (pl.col("rule").pipe(previous) == "rate")
    rated = pl.coalesce(
        every.replace_strict(_TIMES, default=None, return_dtype=pl.String),
        pl.when(of_rate).then(pl.col("unit_code").pipe(previous)),
        pl.when(_reaches_next()).then(following(pl.col("per_code"))),
    )
    of_things = pl.col("unit_code").is_not_null() & ~pl.col("unit_code").is_in(_OF_GROWTH)
    return figures.with_columns(
        pl.coalesce("per_code", pl.when(_LEVEL & of_things).then(rated)).alias("per_code")
    ).pipe(without_steps)


def _per_thing(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "vốn bình quân một doanh nghiệp đạt 12 tỷ đồng", "mỗi người Việt chi 250 USD": money of each of them."""
    money = _LEVEL & pl.col("unit_code").is_in(MONEY) & pl.col("per_code").is_null()
    each = r"(?i)(?:^[\s*–-]*|[,;:§]\s*|\s)(?:(?:bình\s+quân|trung\s+bình)\s+(?:của\s+|trên\s+|cho\s+)?(?:mỗi|một|1)|mỗi(?:\s+một)?)\s+"
    # "lãi cơ bản trên cổ phiếu (EPS) đạt 2.096 đồng"
    of_share = r"(?i)(?:lãi|thu\s+nhập)\s+cơ\s+bản\s+(?:trên\s+)?(cổ\s+phiếu)"
    each_thing = pl.col("lead").str.extract(each + r"(\p{Ll}[\p{Ll}-]*(?:\s+\p{Ll}+)?)(?:\s[^,;:()]*)?$", 1)
    figures, things = only_where(figures, money, pl.coalesce(each_thing, pl.col("lead").str.extract(of_share, 1)))
    words = grammar.vocabulary["unit_words"].filter(pl.col("role").is_null())
    codes = dict(
        words.filter(~pl.col("unit_code").is_in([*MONEY, *_OF_GROWTH])).select("surface", "unit_code").iter_rows()
    )
    low = things.str.to_lowercase()
    code = pl.coalesce(
        phrase.replace_strict(codes, default=None, return_dtype=pl.String)
        for phrase in (low, low.str.extract(r"^(\S+)", 1))
    )
    return without_steps(figures.with_columns(pl.coalesce("per_code", code).alias("per_code")))


def _reaches_next() -> pl.Expr:
    """ "từ 1.864 đồng lên 1.920 đồng/kWh": both of the same base."""
    return (
        pl.col("unit_code").is_in(MONEY)
        & (following(pl.col("unit_code")) == pl.col("unit_code"))
        & pl.col("lead").str.contains(r"(?i)(?:^|\s)từ(?:\s+(?:mức|khoảng|gần|hơn))?\s*$")
        & following(pl.col("lead")).str.contains(r"(?i)(?:^|\s)(?:lên|xuống|còn|về)(?:\s+\p{Ll}+){0,2}\s*$")
    )


def _over_bases(figures: pl.DataFrame) -> pl.DataFrame:
    """Spell units over their bases; add ratio_of: "43/46 ngân hàng" is a number of so many, no rate."""
    unit, over = pl.col("unit_code"), pl.col("over")
    # "số bác sĩ trên 10.000 dân đạt 12,5": the base stands before.
    on_base = (
        _LEVEL
        & (pl.col("kind").pipe(previous) == "denominator")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)\s(?:trên|cho)\s*$|\p{L}/\s*$")
        & (pl.col("rule").pipe(previous) == "base")
        & unit.is_not_null()
    ).fill_null(False)
    printed = pl.col("raw").str.replace_all(".", "", literal=True).cast(pl.Int64, strict=False)
    before = (printed * pl.col("scale").fill_null(1).cast(pl.Int64)).cast(pl.String).pipe(previous)
    # "cứ 1 triệu người có 310 ca mắc": other things than those of the base.
    each = pl.col("lead").pipe(previous).str.contains(_EACH) & (unit != unit.pipe(previous))
    on_base = on_base | (_LEVEL & (pl.col("rule").pipe(previous) == "base") & each & ~unit.is_in(_OF_GROWTH)).fill_null(
        False
    )
    base = pl.when(over).then(pl.col("base_unit")).otherwise(pl.col("per_code"))
    number = pl.when(over).then(pl.col("per_number").str.replace_all(".", "", literal=True))
    # "số giường bệnh/vạn dân đạt 32 giường": the base is told in words.
    many = pl.col("lead").str.extract(
        r"(?i)(?:/|\strên\s+(?:một\s+|mỗi\s+)?)\s*(trăm|nghìn|ngàn|vạn|triệu)\s+(?:người\s+)?dân(?:\s[^,;§]*|\s*§+[^,;]*)?$",
        1,
    )
    people = pl.when(_LEVEL & pl.col("per_code").is_null() & ~over).then(
        many.str.to_lowercase().replace_strict(_MANY, default=None, return_dtype=pl.String)
    )
    code = (
        pl.when(people.is_not_null() & unit.is_not_null() & ~unit.is_in(MONEY))
        .then(pl.format("{}_per_{}_people", unit, people))
        .when(on_base & (before == "1"))
        .then(rate_code(unit, unit.pipe(previous)))
        .when(on_base)
        .then(rate_code(unit, unit.pipe(previous), before))
        .when(over & base.is_not_null() & unit.is_not_null())
        .then(rate_code(unit, base, number))
        .otherwise(rate_code(unit, base))
    )
    # "42.000 ha/45.000 ha": so many of so many.
    alike = pl.col("base_unit") == unit
    plain = over & (
        alike.fill_null(False)
        | pl.col("among")
        | pl.col("right").str.contains(r"(?i)^[^/]*\s/|\p{L}+\s+\p{L}+\s+\p{L}+/\s*$")
    )
    return figures.with_columns(
        pl.when(unit.is_in(_OF_GROWTH) | plain).then("unit_code").otherwise(code).alias("unit_code"),
        plain.alias("ratio_of"),
    )


def settle_values(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add value, value_high, half_digit, other_value and out_of; deficits become negative balances."""
    figures, deficit = once(figures, _in_deficit(grammar).fill_null(False))
    # "lỗ lần lượt 235 tỷ đồng và 261 tỷ đồng": a loss, too.
    joins = _LEVEL & pl.col("unit_code").is_in(MONEY) & pl.col("lead").str.contains(r"(?i)^\s*(?:,|;)?\s*(?:và)?\s*$")
    deficit = deficit | (joins & deficit.pipe(previous).fill_null(False)).fill_null(False)
    signed = figures.with_columns((pl.col("negative") ^ deficit).alias("negative"), pl.col("raw").alias("printed"))
    digits = pl.when("spaced").then("digits").otherwise("raw").alias("raw")
    read = read_values(signed.with_columns(digits, pl.lit(True).alias("whole_unit")))
    read = read.with_columns(pl.col("printed").alias("raw")).drop("printed", "whole_unit")
    value = pl.col("value")
    # "cứ 100 người có 40 người"
    every = (
        (pl.col("kind").pipe(previous) == "denominator")
        & (pl.col("rule").pipe(previous) == "base")
        & pl.col("lead").pipe(previous).str.contains(r"(?i)cứ\s*$")
        & ~pl.col("unit_code").str.contains("_per_", literal=True).fill_null(False)
    )
    # "99,5 nam/100 nữ": a rate of two things, none is out of the other.
    word = pl.col("unit_word").str.to_lowercase()
    rate = value.pipe(following).is_in([100, 1000, 10_000, 100_000]) & (word != word.pipe(following)).fill_null(True)
    over = (
        pl.when(pl.col("ratio_of") & ~rate).then(value.pipe(following)).when(every & _LEVEL).then(value.pipe(previous))
    )
    # "chiếm gần 1/3": a percentage as well as it is told.
    part = (pl.col("kind") == "share") & pl.col("raw").str.contains(FRACTION)
    read, part = once(read, part.fill_null(False))
    percent = (value * 100 / pl.col("out_of")).round(6).cast(NUMBER)
    read = read.with_columns(
        pl.when(part).then(percent).otherwise("value").alias("value"),
        pl.when(part).then(pl.lit("percent")).otherwise("unit_code").alias("unit_code"),
        pl.when(~part).then("out_of").alias("out_of"),
    )
    return without_steps(read).with_columns(
        pl.when("range_low").then(value.pipe(following)).alias("value_high"),
        (value + pl.when("compound").then(value.pipe(following)).fill_null(0)).alias("value"),
        pl.when("compound").then(pl.col("half_digit").pipe(following)).otherwise("half_digit").alias("half_digit"),
        pl.coalesce("out_of", over).alias("out_of"),
    )


def _in_deficit(grammar: Grammar) -> pl.Expr:
    """Whether an amount of money is a deficit or a loss: by its balance, its lead or its label."""
    words = grammar._cues("deficit")
    led = (
        rf"(?i){EDGE}(?:{words})(?:\s+(?:{grammar.bound}|đạt|là|ước|tới|đến|lần\s+lượt|thương\s+mại|ngân\s+sách))*\s*$"
    )
    # "dự toán bội chi là 195.000 tỷ đồng"
    labelled = rf"(?i)^(?:(?:tổng|mức|số|dự\s+toán|kế\s+hoạch|mục\s+tiêu|trần)\s+)*(?:{words})"
    told = (
        pl.col("balance").str.contains(rf"(?i)^(?:{words})").fill_null(False)
        | pl.col("lead").str.contains(led).fill_null(False)
        | pl.col("label").str.contains(labelled).fill_null(False)
    )
    # "truy thu 2 tỷ đồng, giảm lỗ 3 tỷ đồng": taken off by auditors, no loss.
    taken_off = pl.col("lead").str.contains(r"(?i)(?:^|\s)giảm\s+lỗ\s*$")
    # "lỗ sau thuế 18 tỷ đồng": an amount, where its name says that it is a loss; "lợi nhuận âm" is below zero.
    named = alternation(grammar.vocabulary.cues("deficit", "amount"))
    amount = pl.col("label").str.contains(rf"(?i){EDGE}(?:{named}){END}").fill_null(False)
    return _LEVEL & pl.col("unit_code").is_in(MONEY) & told & ~taken_off & ~amount
