"""Expressions that several others use, computed once.

Polars evaluates an expression anew wherever a frame's method is given it; nested in others, one costly step multiplies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

_PREFIX = "step "
_SEARCH = "\x1f"


def once(frame: pl.DataFrame, step: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Return ``frame`` with ``step`` as a column of its own, and that column; see `without_steps`."""
    name = f"{_PREFIX}{len(frame.columns)}"
    return worked(frame, step.alias(name)), pl.col(name)


def distinctly(frame: pl.DataFrame, by: str | pl.Expr, *steps: pl.Expr) -> tuple[pl.DataFrame, list[pl.Expr]]:
    """Return ``frame`` with ``steps`` as columns of their own, and those columns; see `without_steps`.

    The steps look at column ``by`` alone, each row for itself: they are worked out once for each of its distinct values.
    """
    names = [f"{_PREFIX}{len(frame.columns) + number}" for number in range(len(steps))]
    return _spread(frame, _name(by), dict(zip(names, steps, strict=True))), [pl.col(name) for name in names]


def for_each(frame: pl.DataFrame, by: Sequence[str], work: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Return ``frame`` with the columns that ``work`` adds to a frame of columns ``by``, done once for each distinct row.

    ``work`` must look at each row for itself.
    """
    asked = frame.select(by)
    done = work(asked.unique())
    told = asked.join(done, on=list(by), how="left", nulls_equal=True, maintain_order="left").drop(by)
    return frame.drop([name for name in told.columns if name in frame.columns]).hstack(told)


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
    return frame.with_columns(*columns, **named).drop([name for searches in wanted.values() for name in searches])


def _name(text: str | pl.Expr) -> str:
    return text if isinstance(text, str) else text.meta.output_name()


def _spread(frame: pl.DataFrame, by: str, steps: dict[str, pl.Expr]) -> pl.DataFrame:
    column = frame.select(by)
    known = column.unique().with_columns(**steps)
    told = column.join(known, on=by, how="left", nulls_equal=True, maintain_order="left")
    return frame.hstack(told.select(list(steps)))


def without_steps(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` without the columns that `once` added."""
    return frame.drop([name for name in frame.columns if name.startswith(_PREFIX)])
