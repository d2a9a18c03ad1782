"""The matching twin of a text: lower-cased and with plain blanks and dashes, character for character as long."""

from __future__ import annotations

import polars as pl

NUMERAL = r"\d[\d.,/]*\d|\d"

#: A stretch of masked characters: what earlier passes have read is hidden from later ones.
PERIOD_MARK = "§"
NAME_MARK = "¤"

_ONE_FOR_ONE = {
    "İ": "i",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u200b": " ",
    "\u202f": " ",
    "\u3000": " ",
    "\ufeff": " ",
    "\t": " ",
    "\r": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u02d7": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "％": "%",
    PERIOD_MARK: " ",
    NAME_MARK: " ",
    "\\.": ". ",  # "1\\. Kết quả": Markdown's escape, its point first
    "\x1c": " ",
    "\x1d": " ",
    "\x1e": " ",
    "\x1f": " ",
}


def plain(text: pl.Expr) -> pl.Expr:
    """Return ``text`` with odd blanks, dashes and quotes made plain; the length in characters is kept."""
    replaced = text.str.replace_many(list(_ONE_FOR_ONE), list(_ONE_FOR_ONE.values()))
    return replaced.str.replace_all("&nbsp;", "      ", literal=True).str.replace_all("&amp;", "&    ", literal=True)


def twin(text: pl.Expr) -> pl.Expr:
    """Return the lower-cased `plain` text; "İ", the one letter whose lower case is longer, is no longer in it."""
    return plain(text).str.to_lowercase()


def spelled_word(word: pl.Expr) -> pl.Expr:
    """A word as the cues spell it: lower case, single blanks."""
    return word.str.to_lowercase().str.replace_all(r"\s+", " ")


def first_of(text: pl.Expr, pattern: str) -> pl.Expr:
    """The first match of ``pattern`` in ``text``, null where there is none; a group, which costs thrice as much, is not needed."""
    return text.str.extract_all(pattern).list.first()
