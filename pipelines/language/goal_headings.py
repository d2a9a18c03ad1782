"""Headings over goals and forecasts: which lines they head, and how far they reach."""

from __future__ import annotations

import polars as pl

from pipelines.language.steps import once, only_where
from pipelines.language.text import spelled_word

#: What may stand before the words of a heading: "II. ", "b) ", "1.2. ", "- ".
_MARK = r"^[\s)(*#_\\-]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-hA-Hđ])\s*[.)/-])?[\s)(*#_\\-]*"

#: Words that begin a heading over goals or forecasts, after its number.
_HEADS_GOALS = (
    rf"(?i){_MARK}(?:(?:về|các|một\s+số|những|hệ\s+thống|quan\s+điểm|phương\s+hướng|định\s+hướng)(?:\s+và|\s*,)?\s+)*"
    r"(mục\s+tiêu|chỉ\s+tiêu|dự\s+báo|kế\s+hoạch)(?:[\s,:]|$)"
)

#: Measures of a month or quarter, or what became of the goals: "chỉ tiêu chủ yếu 9 tháng", "chỉ tiêu đã đạt được".
_OF_REPORT = r"(?i)(?:^|[^\p{L}])(?:tháng|quý|đạt\s+được|đã|thực\s+hiện|kết\s+quả|hoàn\s+thành|vượt)(?:[^\p{L}]|$)"

#: What no longer tells of goals, whatever its number.
_ELSEWHERE = rf"(?i){_MARK}(?:đánh\s+giá|kết\s+quả|tình\s+hình|thực\s+trạng|những\s+kết\s+quả|tổ\s+chức\s+thực\s+hiện|hạn\s+chế|tồn\s+tại|bối\s+cảnh)"

#: A heading of nothing but its time: "a) Đến năm 2025", "Giai đoạn 2026 - 2030:".
_DATES_ONLY = rf"(?i){_MARK}(?:(?:đến|tới|trong|vào|tầm\s+nhìn|giai\s+đoạn|thời\s+kỳ|năm|cuối)\s+)+[\d\s/-]+[\s*:_]*$"

#: A numbered line that states something: "2. Tỷ lệ đô thị hóa đạt 45%.", "(3) Thu nhập đạt trên 62 triệu đồng;".
_STATES = (
    r"(?i)^[\s*]*\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hđ])\s*[.)][^\n]*\p{L}[^\n]*?(?:\d\s*%|"
    r"(?:đạt|tăng|giảm|dưới|trên|còn|khoảng|từ|là|chiếm|ít\s+nhất|tối\s+thiểu|có|cho|bằng|hơn)\s+(?:\p{Ll}+\s+){0,2}\d)"
)


def goals_above(text: pl.Expr, heads: pl.Expr) -> pl.Expr:
    """The word of goals or forecasts under which a line stands, as the cues spell it; "" or null under none.

    ``heads`` holds for headings; one that stands below that of the goals, or tells their time, does not end them.
    """
    line = pl.when(heads).then(text)
    word, depth = _head(line), depth_of(line)
    of_goals = pl.when(word.is_not_null()).then(depth).forward_fill().over("document")
    deeper = (depth > of_goals) & ~((of_goals == 0) & (depth == 1))
    goes_on = (deeper | line.str.contains(_DATES_ONLY)) & ~line.str.contains(_ELSEWHERE)
    told = pl.when(heads & word.is_not_null()).then(word).when(heads & ~goes_on.fill_null(False)).then(pl.lit(""))
    return told.forward_fill().over("document")


def states_goal(pieces: pl.DataFrame, first: pl.Expr, heading: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a piece that is the ``first`` of its line states a goal, numbered as it is, and is no heading.

    It stands under goals, or under a line that opens them.
    """
    text = pl.col("text")
    marked = first & text.str.contains(r"^[\s*]*\(?(?:\d|[a-hđA-HĐ]\s*[.)])")
    pieces, states = only_where(pieces, marked, text.str.contains(_STATES))
    if not pieces.select(states.any()).item():
        return pieces, pl.lit(False)
    pieces, opens = only_where(pieces, text.str.ends_with(":"), _head(text).is_not_null())
    above = goals_above(text, (heading | opens.fill_null(False)) & ~states.fill_null(False))
    return once(pieces, states.fill_null(False) & (above.fill_null("") != ""))


def _head(text: pl.Expr) -> pl.Expr:
    """The word by which ``text`` heads goals or forecasts; null where it heads none."""
    word = spelled_word(text.str.extract(_HEADS_GOALS, 1))
    return pl.when(~(word.is_in(["chỉ tiêu", "kế hoạch"]) & text.str.contains(_OF_REPORT))).then(word)


def depth_of(text: pl.Expr) -> pl.Expr:
    """How deep a heading stands by its mark: none 0, "II." 1, "2." 2, "2.1." 3, "2.1.3" 4, "a)" 5."""
    mark = text.str.extract(r"^[\s*#]*(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-hđ])\s*[.)]", 1)
    return (
        pl.when(mark.is_null())
        .then(0)
        .when(mark.str.contains(r"^[IVX]"))
        .then(1)
        .when(mark.str.contains(r"^\d"))
        .then(2 + mark.str.count_matches(".", literal=True))
        .otherwise(5)
        .cast(pl.Int64)
    )
