"""How far a line that ends with a colon reaches: over the list items below it, and over the headings among them."""

from __future__ import annotations

import polars as pl

from pipelines.language.goal_headings import depth_of
from pipelines.language.sequence import following
from pipelines.language.steps import once, only_where, without_steps

_WITHIN = ["document"]


def in_item() -> pl.Expr:
    """Whether a segment is a list item, or a sentence that one goes on with."""
    return pl.when(pl.col("sentence_no") == 0).then(pl.col("kind") == "list_item").forward_fill().fill_null(False)


def with_reach(pieces: pl.DataFrame) -> pl.DataFrame:
    """``pieces`` with under: the paragraph of the line that opens their list, for the headings and items of such a list.

    "Kết quả 9 tháng đầu năm:", and below it "1. Trồng trọt", "- Số hợp tác xã là 512", "2. Chăn nuôi", "- …". Null
    elsewhere; what is no item, or a heading above those of the list, ends it.
    """
    none = pieces.with_columns(pl.lit(None, pl.Int64).alias("under"))
    heading = (pl.col("kind") == "heading") & pl.col("numbered")
    item = in_item()
    before = ~item & following(heading, _WITHIN).fill_null(False)
    pieces, colon = only_where(pieces, before, pl.col("plain").str.contains(r":[\s*_]*$"))
    if not pieces.select(colon.any()).item():
        return none
    pieces, depth = only_where(pieces, heading, depth_of(pl.col("plain")))
    below = following(depth, _WITHIN)
    pieces, opens = once(pieces, colon.fill_null(False) & (below > depth.fill_null(0)))
    since = pl.when(opens).then("paragraph_no").forward_fill().over(_WITHIN)
    highest = pl.when(opens).then(below).forward_fill().over(_WITHIN)
    pieces, since = once(pieces, since)
    pieces, ends = once(pieces, ~opens & ~item & ~(heading & (depth >= highest)).fill_null(False))
    ended = ends.cum_max().over("document", since)
    return without_steps(pieces.with_columns(pl.when(~ended & ~opens).then(since).alias("under")))
