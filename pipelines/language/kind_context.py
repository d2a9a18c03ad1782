"""What stands around each figure, as the rules that say its kind look at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import previous_value
from pipelines.language.steps import holds


@dataclass(frozen=True)
class Around:
    """The figure's surroundings as columns: expressions search them by `steps.holds`, a frame takes these by `worked`.

    ``lead``: all before it in its sentence up to the figure before; ``clause``: the last clause of it; ``whole_lead``: it
    without brackets; ``beyond``: what stands after it, or after the range that it opens. ``grammar`` puts the cues into patterns.
    """

    lead: pl.Expr
    clause: pl.Expr
    whole_lead: pl.Expr
    beyond: pl.Expr
    grammar: Grammar

    @property
    def unit(self) -> pl.Expr:
        """The code of the figure's unit."""
        return pl.col("unit_code")

    @cached_property
    def percent(self) -> pl.Expr:
        """Whether it is a percentage or percentage points; never null."""
        return self.unit.is_in(PERCENT).fill_null(False)

    @cached_property
    def money(self) -> pl.Expr:
        """Whether it is an amount of money; null without a unit."""
        return self.unit.is_in(MONEY)

    @cached_property
    def thing(self) -> pl.Expr:
        """Whether it is neither a percentage nor money, so far as is known."""
        return ~self.percent & ~self.money.fill_null(False)

    @cached_property
    def counted(self) -> pl.Expr:
        """Whether it has a unit, and that is no percentage."""
        return self.unit.is_not_null() & ~self.percent

    @cached_property
    def as_before(self) -> pl.Expr:
        """Whether it has the unit of the figure before."""
        return self.unit == previous_value("unit_code")

    def before(self, pattern: str) -> pl.Expr:
        """Whether what stands before it holds ``pattern``."""
        return holds(self.lead, pattern)

    def after(self, pattern: str) -> pl.Expr:
        """Whether what stands after it holds ``pattern``."""
        return holds("rest", pattern)

    def past(self, pattern: str) -> pl.Expr:
        """Whether what stands after it, or after the range that it opens, holds ``pattern``."""
        return holds(self.beyond, pattern)

    def in_clause(self, pattern: str) -> pl.Expr:
        """Whether its clause, up to it, holds ``pattern``."""
        return holds(self.clause, pattern)

    def printed(self, pattern: str) -> pl.Expr:
        """Whether its digits as printed match ``pattern``."""
        return holds("raw", pattern)
