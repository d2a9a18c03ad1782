"""Find and read the time expressions of segments of Vietnamese text.

Running text is searched once, with one pattern; the reading is done on the distinct expressions found, which are few.
"""

from __future__ import annotations

import polars as pl

from pipelines.language.period_evidence import keep_mentions
from pipelines.language.period_grammar import FINDER, NAME_SPACE
from pipelines.language.period_reading import CORE_SCHEMA, read_phrases
from pipelines.language.period_shapes import YEAR
from pipelines.language.sequence import DOCUMENT, in_order
from pipelines.language.steps import distinctly

_OPEN, _CLOSE = "\ue000", "\ue001"
_CONTEXT = 28
#: … and after it: "Kết thúc quý II, Ngân hàng Nam Việt đạt lợi nhuận" tells what is of the quarter late.
_AHEAD = 60
#: Words of what is to come, as much of them as the context holds.
#: What the month of delivery follows: "robusta kỳ hạn tháng 5", "hợp đồng giao tháng 1/2014".
DELIVERED = r"(?:kỳ\s+hạn|[^n]\s+giao(?:\s+hàng)?)\s*$"

_FORESEEN = r"(?i)(?:ự\s+báo|dự\s+kiến|kế\s+hoạch|mục\s+tiêu|kỳ\s+vọng|triển\s+vọng)(?:\s+[^\s,;.:]+)*\s+$"

#: Grain: one row a time expression. Key: document, char_start. Expressions do not overlap.
MENTIONS_SCHEMA: dict[str, pl.DataType] = {
    "document": DOCUMENT(),
    "segment_no": pl.Int64(),
    "char_start": pl.Int64(),  # of the whole expression with its lead words, code points of the document
    "char_end": pl.Int64(),
    "core_start": pl.Int64(),  # where the lead words end
    "text": pl.String(),  # the expression in lower case
    # month | quarter | half_year | year | year_to_date | day | range | years | week | same_period | relative_point
    # | duration | frequency | time; the last three name no period
    "kind": pl.String(),
    "lead": pl.String(),  # until | since_year_start | compared | in | each | after | before
    "same_period": pl.Boolean(),  # "cùng kỳ": the figure's own period, moved to the year named
    "ambiguous": pl.Boolean(),  # could be a plain number, or a span instead of a period
    "rule": pl.String(),  # the shape of the grammar
    "year": pl.Int16(),
    "end_year": pl.Int16(),
    "half": pl.Int16(),  # 1 | 2
    "quarter": pl.Int16(),
    "end_quarter": pl.Int16(),
    "month": pl.Int16(),
    "end_month": pl.Int16(),
    "day": pl.Int16(),
    "end_day": pl.Int16(),
    "months": pl.Int16(),  # N of "N tháng"
    "days": pl.Int16(),  # N of "N ngày đầu năm"
    "edge": pl.String(),  # first | middle | last: "đầu", "giữa", "cuối"
    "relative_year": pl.Int16(),  # -1 "năm trước", 0 "năm nay", 1 "năm tới"
    "relative_quarter": pl.Int16(),
    "relative_month": pl.Int16(),
    "relative_week": pl.Int16(),
    "basis": pl.String(),  # month | quarter | half_year | year | year_to_date | range | as_of; null where none
    "start": pl.Date(),  # where the expression states its own year, else null
    "end": pl.Date(),
    "numeral_starts": pl.List(pl.Int64()),
    "first": pl.Struct(CORE_SCHEMA),  # the parts as read, for resolution
    "last": pl.Struct(CORE_SCHEMA),  # what follows "đến"; null fields where the expression has one core
    "to_now": pl.Boolean(),  # "đến nay"
    "initial": pl.Boolean(),  # it opens its sentence, or follows a colon
    "foreseen": pl.Boolean(),  # "dự báo lạm phát năm 2023", "kỳ hạn tháng 1/2014"
    "apart": pl.Boolean(),  # in brackets of its own, or compared with: "so với thực hiện năm 2017"
}


def _searchable(text: pl.Expr) -> pl.Expr:
    """Lower case of the same length, with the space between a capitalised word and a year marked."""
    # "İ" is the one letter whose lower case is longer; the marks of this module must not come from the text.
    plain = text.fill_null("").str.replace_all("[\ue000-\ue003]", "\ufffd").str.replace_all("İ", "I", literal=True)
    marked = plain.str.replace_all(rf"(\p{{Lu}}[\p{{L}}\p{{N}}]*\)?) ({YEAR})", rf"${{1}}{NAME_SPACE}${{2}}")
    # "tháng Năm ước đạt": the fifth month, told by its capital.
    marked = marked.str.replace_all(
        r"((?:^|[.;:,(]\s*|\p{Ll}\s)[Tt]háng) Năm(\s*[,.;:()]|\s+\p{L}|\s*$)", "${1}  05${2}"
    )
    # The word for the fourth ends in no ASCII letter, which the edges of words go by.
    marked = marked.str.replace_all(r"([Tt]háng) [Tt]ư([^\p{L}]|$)", "${1} 04${2}")
    return marked.str.to_lowercase()


def _pieces(segments: pl.DataFrame) -> pl.DataFrame:
    """Segments cut before each expression: one row a piece, the first piece of a segment being text alone."""
    found = _searchable(pl.col("text")).str.replace_all(FINDER, f"{_OPEN}${{0}}{_CLOSE}")
    segments, (found,) = distinctly(segments.rechunk(), "text", found)
    marked = segments.select(
        pl.int_range(pl.len()).alias("row"),
        pl.col("document", "segment_no"),
        pl.col("char_start").cast(pl.Int64),
        piece=found,
    )
    pieces = marked.filter(pl.col("piece").str.contains(_OPEN, literal=True)).with_columns(
        pl.col("piece").str.split(_OPEN)
    )
    return pieces.explode("piece").with_columns(opens=pl.col("row") != pl.col("row").shift(1).fill_null(-1))


def _find(segments: pl.DataFrame) -> pl.DataFrame:
    """One row an expression: ``place`` in the document, ``phrase``, and the text ``left`` and ``right`` of it."""
    opens = pl.col("opens")
    halves = pl.col("piece").str.split_exact(_CLOSE, 1).struct
    cut = _pieces(segments).with_columns(
        gap=pl.when(opens).then("piece").otherwise(halves.field("field_1")),
        phrase=pl.when(~opens).then(halves.field("field_0")),
        length=pl.col("piece").str.len_chars().cast(pl.Int64) - (~opens).cast(pl.Int64),
    )
    cut = cut.with_columns(before=pl.col("length").cum_sum() - pl.col("length"))
    offset = pl.col("before") - pl.when(opens).then("before").forward_fill()
    left, right = pl.col("gap").shift(1).str.tail(_CONTEXT), pl.col("gap").str.head(_AHEAD)
    found = cut.with_columns(place=pl.col("char_start") + offset, left=left, right=right).filter(~opens)
    # "so với thực hiện năm 2017": the "hiện" of a verb hides nothing of what stands before it.
    joined = (
        (pl.col("phrase").shift(1) == "hiện")
        & pl.col("left").str.contains(r"^\s*$")
        & (pl.col("row") == pl.col("row").shift(1))
    )
    before = pl.concat_str([pl.col("left").shift(1), pl.lit("hiện ")])
    found = found.with_columns(left=pl.when(joined).then(before).otherwise("left"))
    return found.select("document", "segment_no", "place", "phrase", "left", "right")


def period_mentions(segments: pl.DataFrame) -> pl.DataFrame:
    """Every time expression of the segments, as ``MENTIONS_SCHEMA``, in the order of the text.

    ``segments``: document (str), segment_no (i64), char_start (i64, offset of the segment in the document's code
    points), text (str). ``start`` and ``end`` are filled where the expression states its own year; see
    ``resolve_periods``.
    """
    found = _find(segments)
    found = keep_mentions(found.join(read_phrases(found["phrase"]), on="phrase", how="left"))
    place = pl.col("place")
    found = found.with_columns(
        char_start=place + pl.col("offset"),
        core_start=place + pl.col("core_offset"),
        char_end=place + pl.col("end_offset"),
        numeral_starts=pl.col("numerals") + place,
        initial=pl.col("left").str.contains(r"^[\s\"*#-]*$|:\s*$"),
        foreseen=pl.when(pl.col("kind") == "month")
        .then(pl.col("left").str.contains(DELIVERED))
        .otherwise(
            pl.col("left").str.contains(_FORESEEN)
            | pl.col("right").str.contains(r"(?i)^\s*(?:dự\s+(?:kiến|báo|tính)|phấn\s+đấu)\s")
        ),
        apart=pl.col("left").str.contains(r"\(\s*$|so với[^,;.]{0,40}$"),
        # "gấp 1,8 lần năm 2022; đến 31/12": what a multiple is of dates nothing after it.
        lead=pl.when(pl.col("left").str.contains(r"(?:gấp|bằng|tăng|cao hơn)\D{0,9}\d[\d.,]* lần\s*$"))
        .then(pl.lit("compared"))
        .otherwise("lead"),
    )
    typed = found.select(pl.col(name).cast(dtype) for name, dtype in MENTIONS_SCHEMA.items())
    return in_order(typed, "document", "segment_no", "char_start")
