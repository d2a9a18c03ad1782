"""Where a text states growth in words alone: "cao hơn năm 2020", "không đổi so với cùng kỳ", "tăng từ X lên Y"."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.flows import PEAK
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.sequence import place, running
from pipelines.vocabulary import alternation

_ADVERBS = r"(?:\s+(?:nhẹ|mạnh|vọt|dần|nhanh|đều|sâu|đáng\s+kể|trở\s+lại|thêm|khá|ít|nhiều))*"


def _word_patterns(direction: str) -> str:
    """Growth that no numeral of its own states; a following figure or period is left outside the words by `_trim`."""
    than = r"(?:\s+(?:mức|con\s+số|tỷ\s+trọng|tương\s+ứng|dự\s+toán|kế\s+hoạch|giai\s+đoạn|thời\s+điểm|ước|thực\s+hiện|của|cả|thời\s+kỳ|cao\s+điểm))*"
    compare = (
        r"(?:cao|thấp|lớn|nhỏ|nhiều|ít|khá|nhỉnh|nhích)\s+hơn(?:\s+(?:hẳn|nhiều|đáng\s+kể|khá))*(?:\s+so\s+với)?"
        rf"{than}\s*(?:§+|\d)|(?:cao|thấp)\s+so\s+với{than}\s*§+"
    )
    flat = r"(?:không\s+đổi|không\s+thay\s+đổi|giữ\s+nguyên|đi\s+ngang|đứng\s+yên)(?:\s+so\s+với)?\s*§+"
    alike = r"(?:tương\s+đương|xấp\s+xỉ|ngang\s+bằng)(?:\s+(?:với|mức))*\s*§+"
    # What grows may stand between the verb and its comparison: "sụt giảm kim ngạch so với năm 2017".
    what = r"(?:\s+\p{L}+){0,6}?"
    worded = rf"(?:{direction}){_ADVERBS}(?:\s+so\s+với{than})?\s*§+|(?:{direction}){what}\s+so\s+với{than}\s*§+|(?:{direction})(?:\s+\p{{L}}+){{1,5}}?\s*§+"
    number = rf"(?:{direction}){_ADVERBS}\s+(?:(?:so\s+với|hơn)\s+(?:mức|con\s+số)|so\s+với)\s+\d"
    from_to = rf"(?:{direction}){_ADVERBS}\s+(?:từ|lên|xuống|còn|về)(?:\s+(?:còn|{PEAK}))*\s+\d"
    brought = (
        r"(?:nâng|giảm|cắt\s+giảm)(?:\s+\p{L}+){1,12}?\s+(?:từ|xuống|còn)(?:\s+(?:mức|khoảng|gần|hơn|trên|dưới))*\s+\d"
    )
    # "tăng gấp đôi lên 300 tỷ đồng", "giảm phân nửa, còn 30 tỷ đồng"
    grown = (
        rf"(?:{direction})(?:\s+(?:gần|hơn|khoảng|tới))*\s+(?:gấp\s+(?:đôi|rưỡi|ba|bốn)(?:\s+lần)?|(?:một|phân|quá)\s+nửa)"
        r"(?:\s+(?:lên|xuống)(?:\s+(?:mức|tới|còn|hơn|gần|khoảng))*\s+\d)?"
    )
    twofold = r"(?:gấp\s+đôi|gấp\s+rưỡi|gấp\s+ba|bằng\s+(?:một\s+)?nửa)"
    return rf"(?:{compare}|{flat}|{alike}|{worded}|{number}|{from_to}|{brought}|{grown}|{twofold})"


def find_word_changes(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Growth stated in words: "cao hơn năm 2020", "không đổi so với cùng kỳ", "tăng từ X lên Y".

    ``segments`` are masked. Returns document, segment_no, char_start, char_end, words (twin of the text), direction;
    grain: one row a statement, key document, char_start.
    """
    hit = _word_patterns(grammar.direction)
    marked = pl.col("masked").str.replace_all(rf"(?i)({EDGE})({hit})", "${1}\ue020${2}\ue021")
    pieces = (
        segments.select(*HERE, pl.col("char_start").alias("base"), marked.alias("piece"))
        .filter(pl.col("piece").str.contains("\ue021", literal=True))
        .with_columns(pl.col("piece").str.to_lowercase().str.split("\ue020"))
        .explode("piece")
        .with_columns(
            place().alias("order"),
            pl.col("piece").str.replace("\ue021", "", literal=True).str.len_chars().cast(pl.Int64).alias("size"),
        )
        .with_columns((pl.col("base") + pl.col("size").pipe(running) - pl.col("size")).alias("char_start"))
        # "không cao hơn 22.825 đồng": a bound.
        .filter((pl.col("order") > 0) & ~pl.col("piece").shift(1).fill_null("").str.ends_with("không "))
    )
    words = pl.col("piece").str.extract("^([^\ue021]*)\ue021", 1).str.replace(r"\d$", "").str.strip_chars_end()
    down = rf"(?:{alternation(grammar.vocabulary.cues('direction', 'down'))}|thấp|nhỏ|ít|bằng)"
    return pieces.with_columns(words.alias("words")).select(
        *HERE,
        "char_start",
        (pl.col("char_start") + pl.col("words").str.len_chars().cast(pl.Int64)).alias("char_end"),
        "words",
        pl.when(pl.col("words").str.contains(r"^(?:không|giữ|đi\s|đứng|tương|xấp|ngang)"))
        .then(pl.lit("flat"))
        .when(pl.col("words").str.contains(rf"^{down}"))
        .then(pl.lit("down"))
        .otherwise(pl.lit("up"))
        .alias("direction"),
    )
