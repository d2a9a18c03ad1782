"""Expressions that several others use, computed once.

Polars evaluates an expression anew wherever a frame's method is given it; nested in others, one costly step multiplies.
"""

from __future__ import annotations

import polars as pl

_PREFIX = "step "


def once(frame: pl.DataFrame, step: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Return ``frame`` with ``step`` as a column of its own, and that column; see `without_steps`."""
    name = f"{_PREFIX}{len(frame.columns)}"
    return frame.with_columns(step.alias(name)), pl.col(name)


def without_steps(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` without the columns that `once` added."""
    return frame.drop([name for name in frame.columns if name.startswith(_PREFIX)])
