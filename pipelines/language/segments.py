"""Documents cut into headings, list items and sentences, with the heading that governs each."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from pipelines.language.goal_headings import states_goal
from pipelines.language.list_reach import with_reach
from pipelines.language.steps import for_each, once, only_where, without_steps
from pipelines.language.text import plain

BREAK = "\x1e"  # stands for the blank between two sentences
JOIN = "\x1d"  # stands for a line end inside a sentence
DOT = "\x1f"  # stands for a full stop that ends no sentence

_OPENING = r"[\"'(\[*]*"
_ABBREVIATIONS = r"(?:TP|Tp|tp|ThS|TS|GS|PGS|BS|KS|Th\.S|St|No|Mr|Mrs|Dr|Q|P|H|Tx|TX|TT|tr|vs|Co|Ltd|ĐT)"
_HEADING_LENGTH = 160

_LONGEST = 2_000
_ATOM = r"\d[\d.,/]*|[^\d]{1,64}"

#: The name of a paper or an agency before the first words of its news: "(TBTCO) - ", "HQ Online - ".
_DATELINE = r"^[\s*_]*(?:more)?(?:\(\p{Lu}[\p{L}.& ]{1,28}\)|\p{L}[\p{L}.]{0,20}\.(?:vn|VN)|\p{Lu}\p{L}{1,8}\s+Online)[\s*_]*-\s*"
_BLANKS = " " * 64

_LIST_MARK = r"^\s*\\?[-+•*·–]\s*"
_NUMBERED = r"^[\s#*_]*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)]|[IVX]{1,5}\s*[.)]|[a-hA-H]\s*[.)])\s*\S"
#: "[img]", "![biểu đồ](chart.png)"
_PICTURE = r"(?i)^\s*(?:\[(?:img|image|ảnh|hình)[^\]]*\]|!\[[^\]]*\](?:\([^)]*\))?)\s*$"


def _marked(text: pl.Expr) -> pl.Expr:
    """Return ``text`` with sentence breaks, joined lines and harmless full stops marked, as long as before."""
    blank = plain(text)
    # A line that stops in mid-sentence and goes on in lower case, or with a figure or its unit, is one sentence.
    joined = blank.str.replace_all(r"([\p{Ll}\d,(%)])\n(\p{Ll}|%)", "${1}" + JOIN + "$2").str.replace_all(
        r"([\p{Ll},(])\n(\d[\d.,]*\s?(?:%|tỷ|tỉ|triệu|nghìn|ngàn|đồng|USD))", "${1}" + JOIN + "$2"
    )
    safe = joined.str.replace_all(
        r"(?m)^([\s#*_]*(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-hA-H]))\.(\s)", "${1}" + DOT + "$2"
    ).str.replace_all(rf"\b({_ABBREVIATIONS})\.(\s)", "${1}" + DOT + "$2")
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
        _shortened(lines.with_columns(pl.col("line").str.split(BREAK).alias("marked")).explode("marked"))
        .with_columns((pl.col("marked").str.len_chars() + pl.col("separators")).alias("length"))
        .with_columns(
            (pl.col("line_start") + (pl.col("length").cum_sum() - pl.col("length")).over("document", "paragraph_no"))
            .cast(pl.Int64)
            .alias("char_start"),
            pl.int_range(pl.len(), dtype=pl.Int64).over("document", "paragraph_no").alias("sentence_no"),
        )
        .filter(pl.col("marked").str.contains(r"\S"))
        .with_columns((pl.col("char_start") + pl.col("marked").str.len_chars()).cast(pl.Int64).alias("char_end"))
    )


def _shortened(pieces: pl.DataFrame) -> pl.DataFrame:
    """Cut sentences longer than `_LONGEST`, so that every pass over them takes time linear in the text.

    Adds separators: 1 where a blank that is in no piece follows, 0 where the next piece follows at once.
    """
    whole = pieces.with_row_index("row").with_columns(pl.lit(1).alias("separators"))
    long = pl.col("marked").str.len_bytes() > _LONGEST
    if not whole.select(long.any()).item():
        return whole.drop("row")
    rest = [column for column in whole.columns if column not in ("marked", "separators")]
    parts = _grouped(
        whole.filter(long).select("row", pl.col("marked").str.split(" ").alias("atom")).explode("atom"), " "
    )
    torn = pl.col("marked").str.len_bytes() > 3 * _LONGEST
    finer = _without_blanks(parts.filter(torn))
    cut = pl.concat(
        [parts.filter(~torn).with_columns(pl.lit(0, pl.Int64).alias("within")).select(finer.columns), finer]
    )
    ordered = pl.concat(
        [
            whole.filter(~long).with_columns(pl.lit(0, pl.Int64).alias("order"), pl.lit(0, pl.Int64).alias("within")),
            cut.join(whole.select(rest), on="row", how="left"),
        ],
        how="diagonal",
    )
    return ordered.sort("row", "order", "within").drop("row", "order", "within")


def _without_blanks(parts: pl.DataFrame) -> pl.DataFrame:
    """Parts of texts without blanks, a last resort: cut beside a numeral, never inside one."""
    atoms = parts.with_row_index("part").with_columns(pl.col("marked").str.extract_all(_ATOM).alias("atom"))
    whole = atoms.select(pl.col("part"), pl.col("row").alias("of"), "order", "separators")
    cut = _grouped(atoms.select(pl.col("part").alias("row"), "atom").explode("atom"), "")
    last = pl.col("order") == pl.col("order").max().over("row")
    return cut.join(whole, left_on="row", right_on="part", suffix="_last").select(
        pl.col("of").alias("row"),
        pl.col("order_last").alias("order"),
        pl.col("order").alias("within"),
        "marked",
        pl.when(last).then("separators_last").otherwise(0).alias("separators"),
    )


def _grouped(atoms: pl.DataFrame, joint: str) -> pl.DataFrame:
    """Join ``atoms`` (row, atom) again to parts of about `_LONGEST` characters, cut after a semicolon or comma if one is near.

    Returns row, order (of the part in its row), marked, separators.
    """
    size = pl.col("atom").str.len_chars().cast(pl.Int64) + len(joint)
    placed = atoms.with_columns(
        (size.cum_sum().over("row") // _LONGEST).alias("bucket"), pl.int_range(pl.len(), dtype=pl.Int64).alias("place")
    )
    fit = (
        pl.when(pl.col("atom").str.contains(r"[.;]$"))
        .then(2)
        .when(pl.col("atom").str.ends_with(","))
        .then(1)
        .otherwise(0)
    )
    best = (fit.cast(pl.Int64) * placed.height + pl.col("place")).max().over("row", "bucket") % max(placed.height, 1)
    last = pl.col("bucket") == pl.col("bucket").max().over("row")
    ends = placed.with_columns(((pl.col("place") == best) & ~last).cast(pl.Int64).alias("ends"))
    return (
        ends.with_columns((pl.col("ends").cum_sum() - pl.col("ends")).over("row").alias("order"))
        .group_by("row", "order", maintain_order=True)
        .agg(pl.col("atom").str.join(joint).alias("marked"))
        .with_columns(pl.lit(len(joint)).alias("separators"))
        .with_columns(
            pl.when(pl.col("order") == pl.col("order").max().over("row"))
            .then(1)
            .otherwise("separators")
            .alias("separators")
        )
    )


def _stored(documents: pl.DataFrame, pieces: pl.DataFrame) -> pl.Series:
    """The text of each piece as the document has it: one slice of one buffer, no copies, no search for offsets."""
    text = documents.select("document", "text", pl.col("text").str.len_chars().cast(pl.Int64).alias("size"))
    text = text.with_columns((pl.col("size").cum_sum() - pl.col("size")).alias("base"))
    spans = pieces.select("document", "char_start", "char_end").join(
        text.select("document", "base"), on="document", how="left", maintain_order="left"
    )
    joined = "".join(text["text"].to_list()).encode()
    data = np.frombuffer(joined, dtype=np.uint8)
    starts = np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))
    bounds = spans.select(
        pl.col("base") + pl.col("char_start"), (pl.col("base") + pl.col("char_end")).alias("end")
    ).to_numpy()
    # Pieces and the gaps between them in turn, as the one buffer has them; every second string is a piece.
    offsets = np.concatenate([starts[bounds].ravel().astype(np.int64), [len(data)]])
    strings = pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(joined))
    return pl.Series("stored", strings).gather_every(2)


def _with_kinds(pieces: pl.DataFrame) -> pl.DataFrame:
    """Add kind: list_item, heading or sentence; and numbered, whether it is a heading with a number."""
    text = pl.col("text")
    short = text.str.len_chars() <= _HEADING_LENGTH
    unended = ~text.str.contains(r"[.;,…:!?][\"')*]*\s*$")
    alone = pl.len().over("document", "paragraph_no") == 1
    first = pl.col("sentence_no") == 0
    pieces, numbered = only_where(pieces, first, text.str.contains(_NUMBERED))
    # What stands for a picture, and the caption under it, head nothing.
    picture = text.str.contains(_PICTURE)
    after_picture = picture.shift(1).over("document").fill_null(False)
    heads = alone & short & unended & ~picture & ~after_picture
    pieces, heading = once(pieces, numbered.fill_null(False) | heads)
    marked = text.str.contains(_LIST_MARK) & ~text.str.contains(r"^\s*\*\*")
    pieces, marked = only_where(pieces, first, marked)
    pieces, goal = states_goal(pieces, first, heading)
    kind = (
        pl.when(marked.fill_null(False) | goal)
        .then(pl.lit("list_item"))
        .when(heading)
        .then(pl.lit("heading"))
        .otherwise(pl.lit("sentence"))
    )
    pieces = without_steps(pieces.with_columns(kind.alias("kind")))
    return pieces.with_columns((text.str.contains(_NUMBERED) & (pl.col("kind") == "heading")).alias("numbered"))


def _without_dateline(pieces: pl.DataFrame) -> pl.DataFrame:
    """``pieces`` with the paper's name at the start of a paragraph blotted out of plain, as long as before."""
    opens, sentence = pl.col("sentence_no") == 0, pl.col("plain")
    pieces, named = only_where(pieces, opens, sentence.str.extract_all(_DATELINE).list.first().str.len_chars())
    blotted = pl.lit(_BLANKS).str.head(named) + sentence.str.slice(named)
    return without_steps(pieces.with_columns(pl.coalesce(blotted, sentence).alias("plain")))


def cut_segments(documents: pl.DataFrame) -> pl.DataFrame:
    """Cut ``documents`` (document, text) into segments.

    Returns document, segment_no, kind (heading | list_item | sentence), paragraph_no, sentence_no, heading_no,
    under (see `with_reach`), char_start, char_end, stored (the text as the document has it), text and plain (with odd characters made plain) and
    low (its matching twin); grain: one row a segment, key document, segment_no.
    """
    restored = pl.col("marked").str.replace_many([DOT], ["."])
    pieces = _pieces(documents).with_columns(
        restored.str.replace_many([JOIN], [" "]).alias("plain"),
        pl.int_range(pl.len(), dtype=pl.Int64).over("document").alias("segment_no"),
    )
    pieces = _without_dateline(pieces.with_columns(pl.col("plain").alias("text")))
    # The text is plain already; its twin lacks the lower case alone.
    low = pl.col("plain").str.to_lowercase()
    pieces = for_each(pieces, ["plain"], lambda texts: texts.with_columns(low.alias("low")))
    pieces = with_reach(_with_kinds(pieces))
    pieces = pieces.with_columns(_stored(documents, pieces))
    heads = pl.when(pl.col("kind") == "heading").then(pl.col("segment_no"))
    return pieces.with_columns(heads.forward_fill().over("document").alias("heading_no")).select(
        "document",
        "segment_no",
        "kind",
        "numbered",
        "paragraph_no",
        "sentence_no",
        "heading_no",
        "under",
        "char_start",
        "char_end",
        "stored",
        "text",
        "plain",
        "low",
    )
