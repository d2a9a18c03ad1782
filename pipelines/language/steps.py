"""Expressions that several others use, computed once.

Polars evaluates an expression anew wherever a frame's method is given it; nested in others, one costly step multiplies.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence

import polars as pl

_PREFIX = "step "
_SEARCH = "\x1f"

#: As many columns as a pass looks at.
_KEPT = 8
_kept = threading.local()
_numbers = itertools.count()


def once(frame: pl.DataFrame, step: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Return ``frame`` with ``step`` as a column of its own, and that column; see `without_steps`."""
    name = _named()
    return worked(frame, step.alias(name)), pl.col(name)


def distinctly(frame: pl.DataFrame, by: str | pl.Expr, *steps: pl.Expr) -> tuple[pl.DataFrame, list[pl.Expr]]:
    """Return ``frame`` with ``steps`` as columns of their own, and those columns; see `without_steps`.

    The steps look at column ``by`` alone, each row for itself: they are worked out once for each of its distinct values.
    """
    names = [_named() for _ in steps]
    return _spread(frame, _name(by), dict(zip(names, steps, strict=True))), [pl.col(name) for name in names]


def for_each(frame: pl.DataFrame, by: Sequence[str], work: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Return ``frame`` with the columns that ``work`` adds to a frame of columns ``by``, done once for each distinct row.

    ``work`` must look at each row for itself.
    """
    if len(by) == 1:
        known, place = _distinct(frame[by[0]])
        told = _without(work(known.to_frame(by[0])), by)[place]
    else:
        asked = frame.select(by)
        done = work(asked.unique())
        told = _without(asked.join(done, on=list(by), how="left", nulls_equal=True, maintain_order="left"), by)
    return _without(frame, told.columns).hstack(told)


def only_where(frame: pl.DataFrame, condition: pl.Expr, step: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Return ``frame`` with ``step`` as a column of its own, null where ``condition`` does not hold, and that column.

    The step looks at each row for itself; it is worked out where the condition holds, and not at all where it never does.
    """
    name = _named()
    seen = frame[sorted(set(step.meta.root_names()))]
    asked = frame.select(condition.fill_null(False)).to_series()
    if not asked.any():
        dtype = seen.lazy().select(step.alias(name)).collect_schema()[name]
        return frame.with_columns(pl.lit(None, dtype).alias(name)), pl.col(name)
    # What was shifted comes in two chunks, the first of them empty now: joining texts would stumble over it.
    found = seen.filter(asked).rechunk().select(step.alias(name))[name]
    place = pl.when(asked).then(asked.cast(pl.UInt32).cum_sum() - 1)
    return frame.with_columns(pl.lit(found).gather(place)), pl.col(name)


def holds(text: str | pl.Expr, pattern: str) -> pl.Expr:
    """Whether column ``text`` holds ``pattern``: a column that `worked` and `once` make.

    What stands around figures repeats: "so với cùng kỳ" is searched once, however often it is said.
    """
    return pl.col(f"{_SEARCH}{_name(text)}{_SEARCH}{pattern}")


def worked(frame: pl.DataFrame, /, *columns: pl.Expr, **named: pl.Expr) -> pl.DataFrame:
    """Return ``frame`` with ``columns``, which may use `holds`; each distinct text is searched once."""
    wanted: dict[str, dict[str, pl.Expr]] = {}
    for name in dict.fromkeys(name for column in (*columns, *named.values()) for name in column.meta.root_names()):
        if name.startswith(_SEARCH):
            _, text, pattern = name.split(_SEARCH, 2)
            wanted.setdefault(text, {})[name] = pl.col(text).str.contains(pattern)
    for text, searches in wanted.items():
        # One search does not pay for finding the distinct texts.
        frame = _spread(frame, text, searches) if len(searches) > 1 else frame.with_columns(**searches)
    return _without(frame.with_columns(*columns, **named), [name for found in wanted.values() for name in found])


def _named() -> str:
    return f"{_PREFIX}{next(_numbers)}"


def _name(text: str | pl.Expr) -> str:
    return text if isinstance(text, str) else text.meta.output_name()


def _spread(frame: pl.DataFrame, by: str, steps: dict[str, pl.Expr]) -> pl.DataFrame:
    known, place = _distinct(frame[by])
    return frame.hstack(known.to_frame(by).select(**steps)[place])


def _distinct(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The distinct values of ``texts``, and which of them each row has.

    Pass after pass asks for those of the same column: those of the last few columns are kept, a thread for itself.
    """
    kept: list[tuple[pl.Series, pl.Series, pl.Series]] = _kept.__dict__.setdefault("columns", [])
    for earlier, known, place in kept:
        if earlier.len() == texts.len() and earlier.equals(texts, null_equal=True):
            return known, place
    column = texts.alias("text").to_frame()
    numbered = column.unique(maintain_order=True).with_row_index("place")
    known = numbered["text"]
    place = column.join(numbered, on="text", how="left", nulls_equal=True, maintain_order="left")["place"]
    kept.append((texts, known, place))
    del kept[:-_KEPT]
    return known, place


def without_steps(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` without the columns that `once` added."""
    return _without(frame, [name for name in frame.columns if name.startswith(_PREFIX)])


def _without(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    left = [name for name in frame.columns if name not in set(columns)]
    return frame if len(left) == frame.width else frame[left]
