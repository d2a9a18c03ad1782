"""Figures: the numerals left once names and periods are set aside, with their measure and their kind."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.ledger import scan_numerals
from pipelines.language.measures import BILLION, MONEY, PERCENT, read_units
from pipelines.language.sequence import following, previous, previous_value
from pipelines.language.steps import holds, once, only_where, without_steps, worked

HERE = ("document", "segment_no")

_MANY = pl.col("scale").is_not_null() | pl.col("raw").str.contains(r"^\d{3}|^\d+[.,]\d")
_BARE = pl.col("scale").is_null() & pl.col("unit_code").is_null()
#: What may follow points of a score or an index.
_NO_PLACE = (
    r"(?i)^\s+(?:so|và|trong|tăng|giảm|lên|xuống|về|tại|ở|vào|khi|sau|trước|với|nhưng|do|cho|từ|đến|tới|là|còn|mỗi|theo|ngay|"
    r"chỉ|trên|dưới|của|nếu|thì|mà|để|nhờ|phần|cơ|trở|mới|đã|được|sẽ|bình|trung|môn|thi|kết|mốc|hay|hoặc|khối|tuyệt|toàn|liệt)\s"
)


def cut_figures(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Scan the masked ``segments`` for figures and read their units.

    Returns one row a figure: the columns of `scan_numerals` (over masked text), those of `read_units`, and lead (the text
    between the previous figure's unit and this figure).
    """
    numerals = scan_numerals(segments, "masked").rename({"numeral_no": "figure_no"})
    figures = read_units(numerals, grammar.vocabulary)
    # "Shopee (68,6 triệu lượt truy cập), Tiki (22,3 triệu lượt)": the same kind of times.
    times = pl.col("unit_word").str.to_lowercase()
    named = pl.when(times.str.contains(r"^lượt\s")).then("unit_code").forward_fill().over(HERE)
    ends = pl.col("rest").str.contains(r"^\s*(?:[,;.:()]|và\s|$)")
    # "đóng góp 3,3 điểm phần trăm …, đóng góp 1,4 điểm": the same points.
    points = pl.when(pl.col("unit_code") == "percentage_point").then("unit_code").forward_fill().over(HERE)
    adds = (times == "điểm") & pl.col("left").str.contains(r"(?i)đóng\s+góp[^,;]*$")
    figures = figures.with_columns(
        pl.when((times == "lượt") & ends)
        .then(pl.coalesce(named, "unit_code"))
        .when(adds)
        .then(pl.coalesce(points, "unit_code"))
        .otherwise("unit_code")
        .alias("unit_code")
    )
    # "1.852 điểm lõm sóng", "trên tổng số 2.418 điểm": places, where no score or index is told.
    place = (
        (times == "điểm")
        & pl.col("rest").str.contains(r"^\s+\p{Ll}{2,}(?:\s+\p{Ll}{2,}|\s*[,;])")
        & ~pl.col("rest").str.contains(_NO_PLACE)
        & ~pl.col("left").str.contains(
            r"(?i)(?:^|\s)(?:tăng|giảm|mất|cộng|thêm|đạt|ở\s+mức|mốc|ngưỡng|chỉ\s+số|index|lên|xuống|về)(?:\s[^,;]*)?$"
        )
    ).fill_null(False)
    # "7,1 triệu bộ dây điện": so many sets, no ministries.
    sets = (pl.col("unit_code") == "ministry") & (times == "bộ") & _MANY
    figures = figures.with_columns(
        pl.when(place)
        .then(pl.lit("site"))
        .when(sets.fill_null(False))
        .then(pl.lit("set"))
        .otherwise("unit_code")
        .alias("unit_code")
    )
    return _with_leads(figures)


def _with_leads(figures: pl.DataFrame) -> pl.DataFrame:
    """Add lead and follows; a currency that stands before its amount becomes its unit: "nhập khẩu US$2,1 tỷ"."""
    lead = pl.coalesce(pl.col("rest").pipe(previous), "left")
    before = r"(?:^|[\s(])(?:(?:US)?\$\s?|USD\s)$"
    figures, dollars = only_where(figures, pl.col("unit_code").is_null(), pl.col("left").str.contains(before))
    figures, lead = once(figures, lead)
    figures, plain_left = only_where(figures, dollars, pl.col("left").str.replace(before, " "))
    figures, plain_lead = only_where(figures, dollars, lead.str.replace(before, " "))
    return without_steps(
        figures.with_columns(
            pl.when(dollars).then(pl.lit("USD")).otherwise("unit_code").alias("unit_code"),
            pl.coalesce(plain_left, "left").alias("left"),
            pl.coalesce(plain_lead, lead).alias("lead"),
            pl.col("figure_no").gt(0).alias("follows"),
        )
    )


def before_comparisons(figures: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Say where a comparison with another time ("so với cùng kỳ") stands.

    Adds compared_next: right after the figure; compared_here: it opens the figure's bracket; compared_first: it opens the
    sentence, of which the figure is the first; compared_before: it ends before the figure's clause; and dated_bracket.
    """
    told = parts.filter((pl.col("part") == "reference") & pl.col("text").str.starts_with("so"))
    # "120 tỷ đồng (so với cùng kỳ tăng 5%)": the bracket opens with it; "So với đầu năm, giá thép cao hơn 350.000 đồng/tấn".
    bracket = pl.col("lead").str.extract(r"\(\s*(§[^()]*)$", 1)
    first = pl.when(~pl.col("follows")).then(pl.col("lead").str.extract(r"^[^§\p{L}]*(§.*)$", 1))
    # "so với cùng kỳ giảm 9 vụ": the comparison ends before the growth.
    clause = pl.col("lead").str.extract(r"§([\s,:]*(?:\p{L}+\s+){1,6})$", 1)
    found = figures.with_columns(in_bracket=bracket.is_not_null())
    for name, edge, place in (
        ("compared_next", "char_start", pl.col("char_end") + pl.col("consumed") + 1),
        ("opens", "char_start", pl.col("char_start") - pl.coalesce(bracket, first).str.len_chars()),
        ("compared_before", "char_end", pl.col("char_start") - clause.str.len_chars()),
    ):
        edges = told.select("document", pl.col(edge).alias("place"), pl.lit(True).alias(name))
        found = found.with_columns(place.cast(pl.Int64).alias("place")).join(
            edges.unique(["document", "place"]), on=["document", "place"], how="left", maintain_order="left"
        )
    found = found.with_columns(pl.col("compared_next", "compared_before", "opens").fill_null(False))
    here, opens = pl.col("in_bracket"), pl.col("opens")
    found = found.with_columns(compared_here=opens & here, compared_first=opens & ~here)
    return _dated_brackets(found.drop("place", "in_bracket", "opens"), parts)


def _dated_brackets(figures: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Add dated_bracket: "số thu năm 2022 (437 tỷ đồng)" opens after a time of its own, none that is compared with."""
    own = (
        parts.filter(pl.col("part") == "own")
        .select("document", pl.col("char_end").alias("told_until"), pl.lit(True).alias("dated_bracket"))
        .unique(["document", "told_until"])
    )
    opening = pl.col("left").str.extract(r"§(\s*\(\s*)$", 1).str.len_chars().cast(pl.Int64)
    asked = figures.with_columns((pl.col("char_start") - opening).alias("told_until"))
    found = asked.join(own, on=["document", "told_until"], how="left", maintain_order="left").drop("told_until")
    return found.with_columns(pl.col("dated_bracket").fill_null(False))


def _next(column: str) -> pl.Expr:
    return pl.col(column).pipe(following)


def join_numerals(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Find numerals that make one figure together: ranges, spaced thousands, compound amounts, rates and their base.

    Adds range_low and range_high (this numeral opens or closes a range), joined (this numeral belongs to the one before),
    base_of (this numeral is the base of the rate before it) and per_number; a range's first numeral takes the unit of its second.
    """
    spaced, among = _spaced_thousands(), _among_total()
    marked = worked(
        _with_common_scale(_with_one_unit_for_all(figures, grammar)),
        range_low=(_opens_range(grammar) & ~spaced).fill_null(False),
        spaced=spaced.fill_null(False),
        compound=_compound_amount().fill_null(False),
        over=_over_base(among).fill_null(False),
        among=among.fill_null(False),
        bare=_BARE,
        # "đứng thứ 118 với tỷ lệ số ca/1 triệu dân"
        based=holds("left", r"\p{L}/\s*$") & holds("raw", r"^10*(?:\.000)*$"),
    ).with_columns(
        previous_value("range_low").fill_null(False).alias("range_high"),
        previous_value("spaced").fill_null(False).alias("joined_space"),
        previous_value("compound").fill_null(False).alias("joined_compound"),
        (previous_value("over").fill_null(False) | pl.col("based")).alias("base_of"),
    )
    return without_steps(_with_rest(_with_units_of_next(marked)))


def _opens_range(grammar: Grammar) -> pl.Expr:
    """ "từ 5 đến 7 tỷ đồng"; not "tăng từ 5 đến 7 tỷ đồng", two values."""
    same = (pl.col("unit_code") == _next("unit_code")) | pl.col("unit_code").is_null()
    plain_numerals = ~holds("raw", "/") & ~_next("raw").str.contains("/")
    grew = holds("lead", rf"(?i)(?:{grammar.direction})[^,;.]{{0,20}}\s+từ\s[^,;]*$")
    two_values = grew & holds("rest", r"(?i)đến|tới") & ~_next("unit_code").is_in(PERCENT)
    # "nắm giữ từ trên 50% đến dưới 65% vốn": each end with a bound of its own.
    bounded = holds("lead", rf"(?i)(?:^|\s)từ(?:\s+(?:{grammar.bound}))?\s*$") & holds(
        "rest", rf"(?i)^\s*(?:đến|tới)\s+(?:{grammar.bound})\s*$"
    )
    bounded = bounded & ~grew & pl.col("unit_code").is_in(PERCENT).fill_null(False)
    return (
        (holds("rest", grammar.range_gap) | bounded) & _next("raw").is_not_null() & same & plain_numerals & ~two_values
    )


def _spaced_thousands() -> pl.Expr:
    """ "12 345,6"."""
    return holds("right", r"^[ \u00a0]$") & holds("raw", r"^\d{1,3}$") & _next("raw").str.contains(r"^\d{3}(?:,\d+)?$")


def _with_common_scale(figures: pl.DataFrame) -> pl.DataFrame:
    """ "1 triệu 200 nghìn tỷ đồng": the last word is of both."""
    billions = ((_next("scale") >= BILLION) & (_next("scale") < pl.col("scale") * BILLION)).fill_null(False)
    both = billions & pl.col("unit_code").is_null() & (pl.col("scale") < BILLION)
    figures, blank = only_where(figures, both, pl.col("rest").str.contains(r"^\s*$"))
    scale = pl.when(blank).then(pl.col("scale") * BILLION).otherwise("scale")
    return without_steps(figures.with_columns(scale.alias("scale")))


def _compound_amount() -> pl.Expr:
    """ "3 tỷ 200 triệu đồng"."""
    scaled = pl.col("unit_code").is_null() & pl.col("scale").is_not_null()
    return holds("rest", r"^\s*$") & scaled & (_next("scale") < pl.col("scale"))


def _among_total() -> pl.Expr:
    """ "755.000 doanh nghiệp trên tổng số 757.533"."""
    total = holds("rest", r"(?i)(?:^|\s)(?:trên|trong)\s+tổng\s+(?:số|cộng)?\s*(?:hơn|gần|khoảng)?\s*$")
    # "3 trong 5 người cho biết", "7 trên 10 hộ"
    few = (
        holds("rest", r"(?i)^\s+(?:trong|trên)(?:\s+số)?\s*$")
        & holds("raw", r"^\d{1,2}$")
        & _next("raw").str.contains(r"^\d{1,3}$")
        & _BARE
        & _next("unit_code").is_not_null()
        & ~_next("unit_code").is_in([*MONEY, *PERCENT])
    )
    return (total | few.fill_null(False)) & ~pl.col("unit_code").is_in(PERCENT).fill_null(False)


def _over_base(among: pl.Expr) -> pl.Expr:
    """Whether the next numeral is what this one is counted over: "118 ca/1 triệu dân"."""
    # "0,62 doanh nghiệp trên 1.000 dân"
    per_many = (
        holds("rest", r"(?i)^\s*(?:trên|/)\s*$")
        & _next("raw").is_in(["100", "1.000", "10.000", "100.000"])
        & _next("unit_code").is_in(["person", "household", "birth"])
    )
    # "theo tỷ lệ 3:1"
    ratio = holds("right", r"^\s?:\s?$") & holds("lead", r"(?i)(?:tỷ|tỉ)\s+lệ(?:\s+(?:là|chọi|\p{Ll}+))?\s*$")
    per = ratio | holds("right", r"^[^,;.()]*/\s*$") | among.fill_null(False) | per_many.fill_null(False)
    return per & _next("raw").is_not_null()


def _with_one_unit_for_all(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Give numerals told in turn the unit of the last: "lần lượt đạt 38, 21 và 7 tỷ đồng", "tăng từ 50 lên 70 tỷ đồng"."""
    in_turn = r"(?i)(?:lần\s+lượt|tương\s+ứng)(?:\s+\p{Ll}+){0,4}\s*$"
    starts = rf"(?i)(?:^|[\s,])từ(?:\s+(?:mức|con\s+số|{grammar.bound}))*\s*$"
    onward = rf"(?i)^\s*(?:lên|xuống|còn|về)(?:\s+(?:còn|tới|đến|mức|{grammar.bound}))*\s*$"
    lists = _BARE & holds("rest", r"^\s*(?:[,;]|[,;]?\s*và)\s*$")
    moves = _BARE & holds("rest", onward) & holds("lead", starts)
    figures, goes_on = once(figures, (lists | moves).fill_null(False))
    if not figures.select(goes_on.any()).item():
        return without_steps(figures)
    figures, begins = only_where(figures, goes_on, pl.col("lead").str.contains(rf"{in_turn}|{starts}"))
    figures, begins = once(figures, pl.when(~previous(goes_on).fill_null(False)).then(begins).forward_fill().over(HERE))
    closes = previous(pl.col("rest").str.contains(r"(?i)và|lên|xuống|còn|về"))
    last = ~goes_on & previous(goes_on).fill_null(False) & (closes | previous(begins))
    told = ("scale", "unit_code", "unit_role", "unit_word", "per_code")
    digits = pl.col("raw").str.replace_all(".", "", literal=True).str.extract(r"^(\d+)").str.len_chars().cast(pl.Int64)
    ends = pl.struct(*told, digits.alias("digits"), pl.col("raw").str.contains(",").alias("decimal"))
    figures, ends = once(figures, pl.when(~goes_on).then(pl.when(last).then(ends)).backward_fill().over(HERE))
    end = ends.struct.field
    # "lần lượt 2.150 và 1,2 triệu người", "từ 800 lên 1,2 triệu": hardly of one scale.
    near = end("scale").is_null() | ((digits - end("digits")) < pl.when(end("decimal")).then(2).otherwise(3))
    # "của hai nước là 2,3 và 2,2 tỷ USD": decimals need no more words.
    decimals = pl.col("raw").str.contains(",") & end("decimal") & end("scale").is_not_null()
    shares = (goes_on & end("unit_code").is_not_null() & near & (begins | decimals)).fill_null(False)
    # Those after the first are named like it, the last one too: "lần lượt là 12, 15 và 11 vụ".
    bare = pl.col("rest").str.contains(r"^\s*(?:[,;:.)]|$)")
    alike = pl.when(last & previous(shares) & bare).then(None).otherwise("unit_word")
    word = pl.when(shares & ~previous(goes_on).fill_null(False)).then(end("unit_word")).otherwise(alike)
    return without_steps(
        figures.with_columns(
            word.alias("unit_word"),
            *(pl.when(shares).then(end(name)).otherwise(name).alias(name) for name in told if name != "unit_word"),
        )
    )


def _with_units_of_next(marked: pl.DataFrame) -> pl.DataFrame:
    """Give the first numeral the unit that stands after the second; add per_number, base_unit and base_word."""
    unitless = pl.col("unit_code").is_null()
    shares = pl.col("range_low") & unitless
    return marked.with_columns(
        pl.when(shares & pl.col("scale").is_null()).then(_next("scale")).otherwise("scale").alias("scale"),
        *(
            pl.when(shares).then(_next(column)).otherwise(column).alias(column)
            for column in ("unit_code", "unit_role", "unit_word", "per_code")
        ),
        pl.when("over").then(pl.coalesce(_in_full(), _next("raw"))).alias("per_number"),
        pl.when("over").then(_next("unit_code")).alias("base_unit"),
        pl.when("over").then(_next("unit_word")).alias("base_word"),
    ).with_columns(
        pl.when(pl.col("among") & unitless).then(_next(column)).otherwise(column).alias(column)
        for column in ("unit_code", "unit_role", "unit_word")
    )


def _in_full() -> pl.Expr:
    """The base of "9 bác sĩ/1 vạn dân" in figures: 10000; null where it has no scale."""
    number = _next("raw").str.replace_all(".", "", literal=True).cast(pl.Int64, strict=False)
    return (number * _next("scale").cast(pl.Int64)).cast(pl.String)


def _with_rest(marked: pl.DataFrame) -> pl.DataFrame:
    """Add digits, and let rest stand after all numerals of the figure."""
    # "755.000 doanh nghiệp nộp thuế điện tử trên tổng số 757.533": what is counted stands before the total.
    before_total = pl.col("among") & pl.col("rest").str.contains(r"^\s*\p{L}+\s.*(?:trên|trong)\s+tổng")
    return marked.with_columns(
        pl.when("spaced").then(_after_groups("scale")).otherwise("scale").alias("scale"),
        *(
            pl.when("spaced")
            .then(_after_groups(column))
            .when("compound")
            .then(_next(column))
            .otherwise(column)
            .alias(column)
            for column in ("unit_code", "unit_role", "unit_word", "per_code")
        ),
        pl.when("spaced").then(pl.col("raw") + _groups_after()).otherwise("raw").alias("digits"),
        pl.when(before_total)
        .then(pl.col("rest").str.replace(r"(?i)\s+(?:trên|trong)\s+tổng\s.*$", ""))
        .when("spaced")
        .then(_after_groups("rest"))
        .when(pl.col("over") | pl.col("compound"))
        .then(_next("rest"))
        .otherwise("rest")
        .alias("rest"),
    )


def _after_groups(column: str) -> pl.Expr:
    """The column of the last group of digits that follows: of "506" in "12 506", of "000" in "98 506 000"."""
    one, two, three = (_next(column), _next(column).pipe(following), _next(column).pipe(following).pipe(following))
    goes_on, farther = _next("spaced"), _next("spaced").pipe(following)
    return pl.when(goes_on & farther).then(three).when(goes_on).then(two).otherwise(one)


def _groups_after() -> pl.Expr:
    """The digits of the groups that follow, after "spaced"."""
    one, two, three = (_next("raw"), _next("raw").pipe(following), _next("raw").pipe(following).pipe(following))
    goes_on, farther = _next("spaced"), _next("spaced").pipe(following)
    return pl.when(goes_on & farther).then(one + two + three).when(goes_on).then(one + two).otherwise(one)


def is_money(unit: pl.Expr) -> pl.Expr:
    """Whether ``unit`` is a currency."""
    return unit.is_in(MONEY)
