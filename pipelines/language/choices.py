"""Ordered choices as one expression."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def first_true(choices: Iterable[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr | None = None) -> pl.Expr:
    """Return the value of the first (condition, value) pair whose condition holds, else ``otherwise`` (null by default)."""
    expression = pl.lit(None) if otherwise is None else otherwise
    for condition, value in reversed(list(choices)):
        expression = pl.when(condition).then(value).otherwise(expression)
    return expression
