"""Documents cut into headings, list items and sentences, with the heading that governs each."""

from __future__ import annotations

import polars as pl

from pipelines.language.text import plain, twin

BREAK = "\x1e"  # stands for the blank between two sentences
JOIN = "\x1d"  # stands for a line end inside a sentence
DOT = "\x1f"  # stands for a full stop that ends no sentence

_OPENING = r"[\"'(\[*]*"
_ABBREVIATIONS = r"(?:TP|Tp|tp|ThS|TS|GS|PGS|BS|KS|Th\.S|St|No|Mr|Mrs|Dr|Q|P|H|Tx|TX|TT|tr|vs|Co|Ltd|ĐT)"
_HEADING_LENGTH = 160

_LIST_MARK = r"^\s*[-+•*·–]\s*"
_NUMBERED = r"^\s*(?:\*\*)?\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)]|[IVX]{1,5}\s*[.)]|[a-hA-H]\s*[.)])\s*\S"


def _marked(text: pl.Expr) -> pl.Expr:
    """Return ``text`` with sentence breaks, joined lines and harmless full stops marked, as long as before."""
    blank = plain(text)
    # A line that stops in mid-sentence and goes on in lower case, or with a figure or its unit, is one sentence.
    joined = (
        blank.str.replace_all(r"([\p{Ll}\d,(%)])\n(\p{Ll}|%)", "${1}" + JOIN + "$2")
        .str.replace_all(r"([\p{Ll},(])\n(\d[\d.,]*\s?(?:%|tỷ|tỉ|triệu|nghìn|ngàn|đồng|USD))", "${1}" + JOIN + "$2")
    )
    safe = joined.str.replace_all(r"(?m)^(\s*(?:\*\*)?\s*(?:\d{1,2}|[IVX]{1,5}|[a-hA-H]))\.(\s)", "${1}" + DOT + "$2").str.replace_all(
        rf"\b({_ABBREVIATIONS})\.(\s)", "${1}" + DOT + "$2"
    )
    ended = safe.str.replace_all(rf"([.!?…][\"')\]*]*) ( *{_OPENING}[\p{{Lu}}\d])", "${1}" + BREAK + "$2")
    return ended


def _pieces(documents: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence: document, line_no, char_start, char_end, marked; grain document, char_start."""
    lines = (
        documents.select("document", _marked(pl.col("text")).str.split("\n").alias("line"))
        .explode("line", empty_as_null=True)
        .with_columns(pl.col("line").fill_null(""))
        .with_columns((pl.col("line").str.len_chars() + 1).alias("length"))
        .with_columns(
            (pl.col("length").cum_sum() - pl.col("length")).over("document").cast(pl.Int64).alias("line_start"),
            pl.int_range(pl.len(), dtype=pl.Int64).over("document").alias("paragraph_no"),
        )
        .filter(pl.col("line").str.contains(r"\S"))
    )
    return (
        lines.with_columns(pl.col("line").str.split(BREAK).alias("marked"))
        .explode("marked")
        .with_columns((pl.col("marked").str.len_chars() + 1).alias("length"))
        .with_columns(
            (pl.col("line_start") + (pl.col("length").cum_sum() - pl.col("length")).over("document", "paragraph_no"))
            .cast(pl.Int64)
            .alias("char_start"),
            pl.int_range(pl.len(), dtype=pl.Int64).over("document", "paragraph_no").alias("sentence_no"),
        )
        .filter(pl.col("marked").str.contains(r"\S"))
        .with_columns((pl.col("char_start") + pl.col("length") - 1).alias("char_end"))
    )


def _kind() -> pl.Expr:
    """Classify a piece: list_item, heading or sentence."""
    text = pl.col("text")
    short = text.str.len_chars() <= _HEADING_LENGTH
    unended = ~text.str.contains(r"[.;,…:!?][\"')*]*\s*$")
    alone = pl.len().over("document", "paragraph_no") == 1
    first = pl.col("sentence_no") == 0
    return (
        pl.when(first & text.str.contains(_LIST_MARK) & ~text.str.contains(r"^\s*\*\*"))
        .then(pl.lit("list_item"))
        .when(first & text.str.contains(_NUMBERED))
        .then(pl.lit("heading"))
        .when(alone & short & unended)
        .then(pl.lit("heading"))
        .otherwise(pl.lit("sentence"))
    )


def cut_segments(documents: pl.DataFrame) -> pl.DataFrame:
    """Cut ``documents`` (document, text) into segments.

    Returns document, segment_no, kind (heading | list_item | sentence), paragraph_no, sentence_no, heading_no,
    char_start, char_end, text (as stored), plain and low (its matching twins); grain: one row a segment,
    key document, segment_no.
    """
    restored = (
        pl.col("marked").str.replace_many([DOT], ["."])
    )
    pieces = _pieces(documents).with_columns(
        restored.str.replace_many([JOIN], [" "]).alias("plain"),
        pl.int_range(pl.len(), dtype=pl.Int64).over("document").alias("segment_no"),
    )
    pieces = pieces.with_columns(twin(pl.col("plain")).alias("low"), pl.col("plain").alias("text"))
    pieces = pieces.with_columns(_kind().alias("kind")).with_columns(
        (pl.col("text").str.contains(_NUMBERED) & (pl.col("kind") == "heading")).alias("numbered")
    )
    heads = pl.when(pl.col("kind") == "heading").then(pl.col("segment_no"))
    return pieces.with_columns(heads.forward_fill().over("document").alias("heading_no")).select(
        "document", "segment_no", "kind", "numbered", "paragraph_no", "sentence_no", "heading_no", "char_start", "char_end", "text", "plain", "low"
    )
