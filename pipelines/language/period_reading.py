"""Read an expression of time, taken alone: its lead words, its calendar parts, and the days it states."""

from __future__ import annotations

from functools import cache

import polars as pl

from pipelines.language.period_calendar import with_span
from pipelines.language.period_grammar import NAME_SPACE, SPLITTER, spaced
from pipelines.language.period_shapes import SHAPES, Shape

#: The calendar parts of one core.
CORE_SCHEMA: dict[str, pl.DataType] = {
    "shape": pl.String(),  # which shape of the grammar it has
    "kind": pl.String(),
    "year": pl.Int16(),
    "end_year": pl.Int16(),
    "quarter": pl.Int16(),
    "end_quarter": pl.Int16(),
    "month": pl.Int16(),
    "end_month": pl.Int16(),
    "day": pl.Int16(),
    "end_day": pl.Int16(),
    "count": pl.Int16(),  # of the months, quarters or days counted
    "edge": pl.String(),  # first | middle | last
    "relative_year": pl.Int16(),
    "relative_quarter": pl.Int16(),
    "relative_month": pl.Int16(),
    "relative_week": pl.Int16(),
    "head_length": pl.Int64(),  # characters of a duration that stands before ("5 năm" of "5 năm 2016-2020")
    "drop_length": pl.Int64(),  # characters of a number that belongs to what precedes ("77 " of "77 năm 2018")
}

_NUMBERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "giêng": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_EDGES = {
    "đầu": "first", "1": "first", "i": "first", "giữa": "middle", "cuối": "last", "hết": "last", "sau": "last",
    "còn lại": "last", "2": "last", "ii": "last", "nửa": "first",
}  # fmt: skip
_OFFSETS = {
    "nay": 0, "này": 0, "năm": 0, "tháng": 0, "quý": 0, "cả năm": 0, "trọn năm": 0, "trước": -1, "trước đó": -1, "liền trước": -1, "liền kề": -1, "liền kề trước": -1,
    "ngoái": -1, "ngoài": -1, "tới": 1, "sau": 1, "sang năm": 1,
}  # fmt: skip
# "Năm qua" is the year just ending; "tháng qua" and "tuần qua" are the ones before this.
_OFFSETS_OF_YEAR = {**_OFFSETS, "qua": 0, "vừa qua": 0, "vừa rồi": 0}
_OFFSETS_OF_PART = {**_OFFSETS, "qua": -1, "vừa qua": -1, "vừa rồi": -1}
_PERIODS = ["month", "quarter", "half_year", "year", "year_to_date", "range", "years", "week", "day"]
_IN_MONTHS = ["months_of_year", "months_slash", "months_count", "months_bare_past", "quarters_of_year"]
_NUMERAL = "([0-9][0-9.,/]*[0-9]|[0-9])"
_MARK = "\ue000"


class _Groups:
    """The named groups of a shape, as expressions."""

    def __init__(self, anchored: str) -> None:
        self._names = set(pl.Series([""]).str.extract_groups(anchored).struct.fields)
        self._parts = pl.col("core").str.extract_groups(anchored).struct

    def text(self, *names: str) -> pl.Expr:
        """The first of the groups that matched, single-spaced; null where the shape has none of them."""
        found = [self._parts.field(name) for name in names if name in self._names]
        if not found:
            return pl.lit(None, dtype=pl.String)
        return pl.coalesce(found).str.replace_all(rf"[\s{NAME_SPACE}]+", " ")

    def word(self, words: dict[str, str], *names: str) -> pl.Expr:
        return self.text(*names).replace_strict(words, default=None, return_dtype=pl.String)

    def offset(self, words: dict[str, int], *names: str) -> pl.Expr:
        return self.text(*names).replace_strict(words, default=None, return_dtype=pl.Int16)

    def number(self, *names: str) -> pl.Expr:
        text = self.text(*names)
        return pl.coalesce(text.str.to_integer(strict=False, dtype=pl.Int16), self.offset(_NUMBERS, *names))


@cache
def _reader(shape: Shape) -> tuple[pl.Expr, ...]:
    """Expressions that read a core of this shape into ``CORE_SCHEMA``."""
    groups = _Groups(_anchored(shape))
    # Of the shapes with a count, only this one counts in days or weeks; only a half year may be numbered ("H1").
    per_count = pl.when(groups.text("w") == "tuần").then(7).otherwise(1) if shape.name == "days_of_year" else 1
    columns = {
        "shape": pl.lit(shape.name),
        "kind": pl.lit(shape.kind),
        "year": groups.number("y", "ys", "yt", "yn"),
        # "2022/23" ends in the century that it begins in.
        "end_year": pl.coalesce(groups.number("y2"), groups.number("y") // 100 * 100 + groups.number("ye")),
        "quarter": groups.number("q", "qt"),
        "end_quarter": groups.number("q2"),
        "month": groups.number("m", "mt", "mw", "mn"),
        "end_month": groups.number("m2"),
        "day": groups.number("d"),
        "end_day": groups.number("d2"),
        "count": groups.number("n") * per_count,
        "edge": groups.word(_EDGES, "e", "w", "n") if shape.name == "half_year" else groups.word(_EDGES, "e", "w"),
        "relative_year": groups.offset(_OFFSETS_OF_YEAR, "r", "rn", "w"),
        "relative_quarter": groups.offset(_OFFSETS_OF_PART, "rq"),
        "relative_month": groups.offset(_OFFSETS_OF_PART, "rm"),
        "relative_week": groups.offset(_OFFSETS_OF_PART, "rw"),
        "head_length": groups.text("head").str.len_chars(),
        "drop_length": groups.text("drop").str.len_chars() + 1,
    }
    return tuple(columns[name].cast(dtype).alias(name) for name, dtype in CORE_SCHEMA.items())


def _anchored(shape: Shape) -> str:
    return f"^(?:{spaced(shape.pattern)})$"


def _read_cores(cores: pl.Series) -> pl.DataFrame:
    """Distinct ``core`` with its parts as the struct ``read``, by the first shape that fits the whole core."""
    distinct = cores.unique().drop_nulls().to_frame("core")
    fits = [pl.when(pl.col("core").str.contains(_anchored(shape))).then(pl.lit(n)) for n, shape in enumerate(SHAPES)]
    parted = distinct.with_columns(shape_no=pl.coalesce(fits)).partition_by("shape_no", as_dict=True, include_key=False)
    nothing = tuple(pl.lit(None, dtype=dtype).alias(name) for name, dtype in CORE_SCHEMA.items())
    read = [
        frame.select("core", pl.struct(nothing if n is None else _reader(SHAPES[n])).alias("read"))
        for (n,), frame in parted.items()
    ]
    return pl.concat([pl.DataFrame(schema={"core": pl.String(), "read": pl.Struct(CORE_SCHEMA)}), *read])


def _numeral_offsets(phrase: pl.Expr) -> pl.Expr:
    """Offsets of the numerals of a phrase, as a list."""
    parts = phrase.str.replace_all(_NUMERAL, f"{_MARK}${{1}}").str.split(_MARK)
    ends = parts.list.eval(pl.element().str.len_chars().cast(pl.Int64).cum_sum())
    return ends.list.head(ends.list.len() - 1)


def _split(phrases: pl.Series) -> pl.DataFrame:
    """Distinct phrases with lead words, "cùng kỳ", cores, connector, and the offsets of core and numerals."""
    parts = (
        phrases.unique().to_frame("phrase").with_columns(pl.col("phrase").str.extract_groups(SPLITTER).alias("parts"))
    )
    texts = ("lead", "same", "first", "connector", "last")
    parts = parts.unnest("parts").with_columns(pl.col(texts).fill_null(""))
    cores = _read_cores(pl.concat([parts["first"], parts["last"].rename("first")]))
    return (
        parts.with_columns(
            lead_length=pl.col("lead").str.len_chars().cast(pl.Int64),
            same_length=pl.col("same").str.len_chars().cast(pl.Int64),
            phrase_length=pl.col("phrase").str.len_chars().cast(pl.Int64),
            numerals=_numeral_offsets(pl.col("phrase")),
            lead_text=pl.col("lead").str.replace_all(rf"[\s{NAME_SPACE}]+", " ").str.strip_chars(),
            to_now=pl.col("last").str.contains("^(?:nay|giờ|hiện|bây|thời|lúc)"),
            joined=pl.col("connector") != "",
            # "so với cùng thời điểm hôm qua": one day back.
            same_period=(pl.col("same") != "") & ~pl.col("first").str.contains(r"\squa$|(?:ngày|hôm)\s+trước"),
        )
        .join(cores.rename({"core": "first", "read": "first_parts"}), on="first", how="left")
        .join(cores.rename({"core": "last", "read": "last_parts"}), on="last", how="left")
        .select(pl.exclude("first", "last", "same", "lead", "connector"), core=pl.col("first"))
        .rename({"first_parts": "first", "last_parts": "last"})
    )


def _kind() -> pl.Expr:
    first, last = pl.col("first").struct.field, pl.col("last").struct.field
    year_opens = (first("shape") == "year_edge") & (first("edge") == "first")
    rest_of_year = (first("shape") == "months_of_year") & (first("edge") == "last")
    both_years = (first("kind") == "year") & (last("kind") == "year")
    return (
        pl.when(pl.col("core") == "").then(pl.lit("same_period"))
        .when(pl.col("joined") & year_opens).then(pl.lit("year_to_date"))
        .when(pl.col("joined") & both_years).then(pl.lit("years"))
        .when(pl.col("joined")).then(pl.lit("range"))
        .when(year_opens & pl.col("lead_text").str.contains("từ$")).then(pl.lit("year_to_date"))
        .when(rest_of_year & (first("count") == 6)).then(pl.lit("half_year"))
        .when(rest_of_year).then(pl.lit("range"))
        .otherwise(first("kind"))
    )  # fmt: skip


def _lead() -> pl.Expr:
    first, words = pl.col("first").struct.field, pl.col("lead_text")
    year_opens = (first("shape") == "year_edge") & (first("edge") == "first")
    edges = ["year_edge", "month_edge", "quarter_edge", "month_edge_bare", "quarter_edge_bare"]
    closes = first("shape").is_in(edges) & (first("edge") == "last")
    # "Kết thúc phiên giao dịch 13/6": of that session.
    session = (words == "kết thúc") & pl.col("core").str.starts_with("phiên")
    up_to = words.str.contains("đến|tới|hết|kết thúc") & ~session
    than = words.str.contains("^so(?: |$)|so với|cạnh") | (
        words.str.contains("hơn|^kém") & ~pl.col("core").str.contains("^[0-9]")
    )
    spanned = pl.col("joined") | first("kind").is_in(["range", "years"])
    since = year_opens & (pl.col("joined") | words.str.contains("từ")) | (words.str.contains("(?:lũy|luỹ) kế") & ~up_to)
    return (
        pl.when(first("kind") == "frequency").then(pl.lit("each"))
        .when(pl.col("same_period") | than).then(pl.lit("compared"))
        .when(since & (first("shape") != "until_now").fill_null(True)).then(pl.lit("since_year_start"))
        .when(pl.col("joined")).then(pl.lit("in"))
        .when(up_to | (first("shape") == "until_now")).then(pl.lit("until"))
        .when(words.str.contains("từ") & spanned).then(pl.lit("in"))
        # "Sau 3 tháng đầu năm, doanh thu đạt": the sum of those months.
        .when((words == "sau") & first("shape").is_in(_IN_MONTHS) & (first("kind") == "year_to_date")).then(pl.lit("in"))
        .when(words.str.contains("từ|sau")).then(pl.lit("after"))
        .when(words.str.contains("^trước")).then(pl.lit("before"))
        .when(closes).then(pl.lit("until"))
        .otherwise(pl.lit("in"))
    )  # fmt: skip


def _basis() -> pl.Expr:
    """The basis that the expression gives a figure: a point in time is ``as_of``, and so is whatever follows "đến"."""
    kind, lead = pl.col("kind"), pl.col("lead")
    return (
        pl.when(~kind.is_in(_PERIODS)).then(None)
        .when(lead == "after").then(pl.lit("range"))
        .when(lead.is_in(["until", "before"]) | (kind == "day")).then(pl.lit("as_of"))
        .when(kind.is_in(["years", "week"])).then(pl.lit("range"))
        .otherwise(kind)
    )  # fmt: skip


def _fields() -> dict[str, pl.Expr]:
    """The parts of the expression as columns of their own; the far end of a range from its last core."""
    first, last, joined = pl.col("first").struct.field, pl.col("last").struct.field, pl.col("joined")
    ends = {
        f"end_{name}": pl.when(joined).then(last(name)).otherwise(first(f"end_{name}"))
        for name in ("year", "quarter", "month", "day")
    }
    same = (
        "year",
        "quarter",
        "month",
        "day",
        "edge",
        "relative_year",
        "relative_quarter",
        "relative_month",
        "relative_week",
    )
    months = first("count") * pl.when(first("shape") == "quarters_of_year").then(3).otherwise(1)
    half = pl.when(pl.col("kind") == "half_year").then(pl.when(first("edge") == "first").then(1).otherwise(2))
    return {
        **{name: first(name) for name in same},
        **ends,
        "rule": pl.coalesce(first("shape"), pl.lit("same_period")),
        "half": half,
        "months": pl.when(first("shape").is_in(_IN_MONTHS)).then(months),
        "days": pl.when(first("shape").is_in(["days_of_year", "days_of_month"])).then(first("count")),
    }


def _cut(read: pl.DataFrame) -> pl.DataFrame:
    """Split "5 năm 2016-2020" into a duration and a period; cut the stray number off "77 năm 2018".

    ``offset`` is how far into the phrase the expression starts; ``core_offset`` and ``end_offset`` likewise.
    """
    first = pl.col("first").struct.field
    head, dropped = first("head_length").fill_null(0), first("drop_length").fill_null(0)
    lead_length = pl.col("lead_length") + pl.col("same_length")
    skip = pl.when(head > 0).then(lead_length + head + 1).when(dropped > 0).then(lead_length + dropped).otherwise(0)
    counts = read.filter(head > 0).with_columns(
        offset=pl.lit(0, pl.Int64),
        core_offset=lead_length,
        end_offset=lead_length + head,
        numerals=pl.col("numerals").list.head(1),
        kind=pl.lit("duration"),
        same_period=pl.lit(False),
        start=pl.lit(None, pl.Date),
        end=pl.lit(None, pl.Date),
        basis=pl.lit(None, pl.String),
        is_cut=pl.lit(False),
    )
    core = pl.when(pl.col("core") == "").then("lead_length").otherwise(lead_length)
    wholes = read.with_columns(
        offset=skip,
        core_offset=pl.max_horizontal(skip, core),
        end_offset=pl.col("phrase_length"),
        numerals=pl.col("numerals").list.slice((skip > 0).cast(pl.Int64)),
        is_cut=skip > 0,
    )
    both = pl.concat([counts.select(wholes.columns), wholes])
    text = pl.col("phrase").str.slice(pl.col("offset"), pl.col("end_offset") - pl.col("offset"))
    return both.with_columns(text=text.str.replace_all(rf"[\s{NAME_SPACE}]", " "))


def read_phrases(phrases: pl.Series) -> pl.DataFrame:
    """Read distinct phrases (lower case, as ``FINDER`` finds them). One row an expression; a phrase may hold two.

    Columns: phrase; offset, core_offset, end_offset and numerals (offsets into the phrase); text, kind, lead,
    lead_text, same_period, joined, to_now, is_cut, core, basis, start, end (null without a stated year); first and last
    (structs
    of ``CORE_SCHEMA``); and the parts as columns of their own.
    """
    first = pl.col("first").struct.field
    read = _split(phrases).with_columns(kind=_kind(), lead=_lead())
    drops = first("drop_length").is_not_null() | first("head_length").is_not_null()
    read = read.with_columns(lead=pl.when(drops).then(pl.lit("in")).otherwise("lead"))
    read = read.with_columns(basis=_basis(), **_fields())
    return _cut(with_span(read, first("year"), first("month")))
