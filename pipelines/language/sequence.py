"""What stands before and after a row in its segment, by shifts of whole columns instead of a window for each segment.

The rows of a segment (document, segment_no) must stand together, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

#: The reader numbers documents in the order of their names: whole numbers sort and join in less time than texts.
DOCUMENT = pl.Int64

_HERE = ("document", "segment_no")


def _same(step: int, within: Sequence[str] = _HERE) -> pl.Expr:
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift(step) for name in within)


def previous(value: pl.Expr, within: Sequence[str] = _HERE) -> pl.Expr:
    """``value`` of the row before in the same segment, or group of ``within``; null at its first row."""
    return pl.when(_same(1, within)).then(value.shift(1))


def sentences_since(told: pl.Expr) -> pl.Expr:
    """How many sentences before a row's own stands what was ``told``, a struct with segment_no; null where nothing was."""
    return pl.col("segment_no") - told.struct.field("segment_no")


def previous_value(column: str) -> pl.Expr:
    """``column`` of the row before in the same segment; null at its first row."""
    return previous(pl.col(column))


def following(value: pl.Expr, within: Sequence[str] = _HERE, step: int = 1) -> pl.Expr:
    """``value`` of the row after (``step`` rows after) in the same segment, or group of ``within``; null past its last row."""
    return pl.when(_same(-step, within)).then(value.shift(-step))


def opening(within: Sequence[str] = _HERE) -> pl.Expr:
    """The number in the frame of the first row of each row's segment, or group of ``within``."""
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    # A group may be that of a missing number: what stands before the first heading.
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in within)
    return pl.when(~same | (row == 0)).then(row).forward_fill()


def carried(column: str, where: pl.Expr, first: pl.Expr) -> pl.Expr:
    """The last value of ``column``, not null, where ``where`` held, from row ``first`` (see `opening`) to this one."""
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    last = pl.when(where & pl.col(column).is_not_null()).then(row).forward_fill()
    return pl.col(column).gather(pl.when(last >= first).then(last))


def running(value: pl.Expr) -> pl.Expr:
    """Sum of ``value`` from the first row of the segment to this one; null where ``value`` is null."""
    number = value.cast(pl.Int64)
    total = number.cum_sum()
    opens = ~_same(1).fill_null(False)
    before = pl.when(opens).then(number.fill_null(0).cum_sum() - number.fill_null(0)).forward_fill()
    return total - before


def place() -> pl.Expr:
    """Number of the row in its segment, from 0."""
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    return row - pl.when(~_same(1).fill_null(False)).then(row).forward_fill()


def in_order(frame: pl.DataFrame, *by: str) -> pl.DataFrame:
    """``frame`` sorted; a wide frame that is in order already is left as it is."""
    order = frame.select(by).with_row_index("row").sort(*by, maintain_order=True)["row"]
    return frame if order.is_sorted() else frame[order]
