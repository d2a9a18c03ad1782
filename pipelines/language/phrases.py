"""Phrases cut clean: one line, without the verbs, bounds and marks at their ends."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar

#: Stands for "số" where it means digital, not number.
DIGITAL = "\ue023"

#: Stands for "ổ" where "tổng" is part of a title, not a sum: "Tổng công ty".
TITLE = "\ue024"

_LONGEST = 160


def disguised(clause: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Hide the "số" of "chuyển đổi số" and the "tổng" of "Tổng công ty", which open no measure; see `spelled`."""
    digital = rf"(?i)((?:{grammar._cues('digital')})\s+)số"
    title = r"(?i)(^|\s)(t)ổ(ng\s+(?:công|cục|giám|bí|kho|hội|đài|thư)\s)"
    return clause.str.replace_all(digital, "${1}" + DIGITAL).str.replace_all(title, "${1}${2}" + TITLE + "${3}")


def spelled(phrase: pl.Expr) -> pl.Expr:
    """A phrase as the text spells it, after `disguised`."""
    return phrase.str.replace_all(DIGITAL, "số", literal=True).str.replace_all(TITLE, "ổ", literal=True)


def tidy(phrase: pl.Expr) -> pl.Expr:
    """One line, one blank between words, no marks at the ends; null where no letter is left."""
    cleaned = (
        phrase.str.replace_all(r"§+|\*+|<[^<>]*>|\|", " ")
        .str.replace_all(r"\s{2,}|[^\S ]", " ")  # blanks that are one already cost nothing
        .str.replace_all(r"^[\s,.;:\-–+•*\"'()/~]+|[\s,.;:\-–\"'(/~]+$", "")
    )
    return cleaned.str.replace(r"^[^\p{L}]+$", "").str.head(_LONGEST).replace("", None)


def without_tail(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Cut verbs, bounds, statuses, periods and punctuation off the end."""
    words = (
        rf"{grammar.verbs}|{grammar.bound}|{grammar._cues('emphasis', 'status', 'adverb', 'direction', 'share')}|con\s+số|vào|trong|cả|khi|được\s+giao|thì|ra|"
        r"hiện\s+nay|hiện\s+tại|tổng\s+cộng|thực\s+hiện|chỉ\s+còn|duy\s+trì|với|từ|này|đó|của|như|lần\s+lượt|dao\s+động|trung\s+bình|bình\s+quân|đỉnh|đáy|kỷ\s+lục|tại|ở|lũy\s+kế|luỹ\s+kế|theo|mỗi|cho|tính|hơn\s+nữa|lại|thành|so\s+với|so|cùng|gấp|đưa|nâng|khoảng"
    )
    return phrase.str.replace(rf"(?i)(?:(?:^|[\s,):\"])(?:{words})|§+|[\s,:;(\"~≈–\-])+$", "")
