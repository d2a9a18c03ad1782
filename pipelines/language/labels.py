"""What a figure measures: the noun phrase before its verb, or the thing counted after it."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY

_LONGEST = 160
_WORDS = 22

#: Words at which the phrase after a counted noun stops.
_STOP = (
    r"so\s+với|so|tăng|giảm|chiếm|trong\s+đó|trong\s+khi|trong\s+tổng|nhằm|để|do|vì|nhờ|theo|kể\s+từ|bằng|nên|nhưng|thì|mà|góp\s+phần|qua\s+đó|từ\s+đó|tương\s+đương|"
    r"tương\s+ứng|đồng\s+thời|với|vào|và\s+có|và\s+\d|trên\s+tổng|đạt|là|ước|cao\s+hơn|thấp\s+hơn|đã|sẽ|đang\s+được|được\s+cấp|gồm|bao\s+gồm|trong\s+năm|trong\s+tháng|nâng|đưa|khiến|giúp|nếu"
)


def _tidy(phrase: pl.Expr) -> pl.Expr:
    """One line, one blank between words, no marks at the ends; null where no letter is left."""
    cleaned = (
        phrase.str.replace_all(r"§+|\*+|<[^<>]*>|\|", " ")
        .str.replace_all(r"\s+", " ")
        .str.replace_all(r"^[\s,.;:\-–+•*\"'()/~]+|[\s,.;:\-–\"'(/~]+$", "")
    )
    return pl.when(cleaned.str.contains(r"\p{L}")).then(cleaned.str.head(_LONGEST))


def _without_tail(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut verbs, bounds, statuses, periods and punctuation off the end."""
    words = (
        rf"{grammar.verbs}|{grammar.bound}|{grammar._cues('emphasis', 'status', 'adverb', 'direction', 'share')}|con\s+số|vào|trong|cả|khi|được\s+giao|thì|ra|"
        r"hiện\s+nay|hiện\s+tại|tổng\s+cộng|thực\s+hiện|chỉ\s+còn|duy\s+trì|trị\s+giá|với|từ|này|đó|của|như|lần\s+lượt|dao\s+động|trung\s+bình|bình\s+quân|tại|ở|lũy\s+kế|luỹ\s+kế|theo|mỗi|cho|tính|hơn\s+nữa|lại|thành|so\s+với|so|cùng"
    )
    return phrase.str.replace(rf"(?i)(?:(?:^|[\s,):\"])(?:{words})|§+|[\s,:;(\"~≈–\-])+$", "")


def left_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add own (the noun phrase before the figure, null where the clause names none) and headed (it starts with a head noun).

    Where an earlier figure of the sentence precedes, only what follows its clause counts.
    """
    bare = pl.col("lead").str.replace_all(r"\([^()]*\)", " ")
    clause = (
        bare.str.replace(r"^.*[;()]", "")
        .str.replace(r"(?i)^.*\.\s", "")
        .str.replace(rf"(?i)^.*:\s*(.*\p{{L}}.*)$", "${1}")
    )
    after_figure = pl.when(pl.col("follows") & ~bare.str.contains(r"[;()]")).then(
        clause.str.replace(rf"(?i)^[^,]*?(?:,|(?:^|\s)(?:và|còn|nhưng|trong\s+khi(?:\s+đó)?|trong\s+đó|song|đồng\s+thời|riêng|tuy\s+nhiên|trong\s+số\s+đó|nâng|đưa)(?:\s|$)|$)", "")
    ).otherwise(clause)
    opened = rf"(?i)^(?:.*,\s*)?(?:(?:{grammar._cues('connective', 'breakdown')}|{grammar._cues('status')}|các|những|thì|tổng\s+kết|kết\s+quả|§+|\"|-)\s*)*((?:{grammar.head})\b.*)$"
    anywhere = rf"(?i)(?:^|[\s,\"(])((?:{grammar.head})\b.*)$"
    cut = _without_tail(after_figure, grammar)
    headed = cut.str.extract(opened, 1)
    inner = cut.str.extract(anywhere, 1)
    last_part = cut.str.replace(r"^.*,\s", "")
    plainly = last_part.str.replace(rf"(?i)^(?:\s*(?:{grammar._cues('connective', 'breakdown')}|theo|tại|ở|trên|cho|§+|-|\"|đã|hiện)(?:\s|$))+", "")
    named = plainly.str.replace_all(rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)", "  ").str.replace_all(
        rf"(?i)(?:^|[^\p{{L}}])(?:{grammar.function_words})(?:[^\p{{L}}]|$)", "  "
    )
    phrase = _tidy(pl.coalesce(headed, inner, pl.when(named.str.contains(r"\p{L}{2}")).then(plainly)))
    return figures.with_columns(
        phrase.alias("own"), pl.coalesce(headed, inner).is_not_null().alias("headed"), named.alias("own_residue"), after_figure.alias("own_clause")
    )


def right_phrases(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add thing: the noun phrase that starts with the thing counted after the figure, or after a percent sign."""
    text = pl.col("right").str.replace(rf"(?i)^\s*(?:{grammar.vocabulary.scale_pattern})(?:[\s,;:.()]|$)", " ").str.replace(r"^\s*%", "")
    phrase = text.str.replace(r"\([^()]*\)", " ").str.extract(rf"(?i)^\s*(.*?)(?:[,;:()\"|]|\.\s|\.$|§|\s(?:{_STOP})(?:\s|$)|$)", 1)
    words = phrase.str.extract(rf"^\s*((?:\S+\s*){{1,{_WORDS}}})", 1)
    return figures.with_columns(_tidy(words).alias("thing"))


def choose_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label and label_rule (left | thing | carried), carrying the subject from figure to figure of a sentence.

    ``names_subject`` marks the figures whose clause names a subject of its own.
    """
    unit = pl.col("unit_code")
    counted = unit.is_not_null() & ~unit.is_in([*MONEY, "percent", "percentage_point", "times"])
    uncounted = ~counted
    has_thing = pl.col("thing").is_not_null() & (counted | unit.is_null() | ((unit == "percent") & pl.col("own").is_null()))
    linked = pl.col("lead").str.contains(rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống|gồm|có)|:)\b?[^,;]{{0,30}}$|:\s*$")
    left = pl.col("headed") & pl.col("own").is_not_null()
    own_label = (
        pl.when(left & (linked | uncounted))
        .then(pl.col("own"))
        .when(has_thing & counted)
        .then(pl.col("thing"))
        .when(pl.col("own").is_not_null() & uncounted)
        .then(pl.col("own"))
        .when(has_thing)
        .then(pl.col("thing"))
        .when(left)
        .then(pl.col("own"))
    )
    shown = figures.with_columns(reveal(own_label).alias("own_label"), counted.alias("counted"))
    names = pl.col("own_label").is_not_null() & ~(pl.col("joined_space") | pl.col("range_high") | pl.col("base_of"))
    subject = pl.when(names & (pl.col("kind") == "level")).then(pl.col("own_label"))
    return shown.with_columns(names.alias("names_subject"), pl.when(names).then("own_label").alias("own_label")).with_columns(
        subject.forward_fill().over(HERE).alias("carried")
    )
