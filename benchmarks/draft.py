"""A document under construction: its text, and the truth about each numeral at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl

_NUMERAL = re.compile(r"\d[\d.,/]*\d|\d")

Span = tuple[date, date, str]  #: first day, last day, basis


@dataclass(slots=True)
class Fact:
    """What one numeral means; blank fields are not stated."""

    char_start: int
    raw: str
    role: str
    value: Decimal | None = None  # of levels in base units, of growths the amount, of shares and plans the percentage
    value_high: Decimal | None = None
    unit: str | None = None
    period: Span | None = None
    reference: tuple[date, date] | None = None
    direction: str | None = None
    bound: str | None = None
    status: str | None = None
    level_at: int | None = None


TRUTH_SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "document": pl.String,
    "char_start": pl.Int64,
    "raw": pl.String,
    "role": pl.String,
    "value": pl.Decimal(38, 6),
    "value_high": pl.Decimal(38, 6),
    "unit": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "period_basis": pl.String,
    "reference_start": pl.Date,
    "reference_end": pl.Date,
    "direction": pl.String,
    "bound": pl.String,
    "status": pl.String,
    "level_at": pl.Int64,
}


@dataclass(slots=True)
class Draft:
    """Text in pieces, its length so far, and the facts stated."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    facts: list[Fact] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add text without any numeral."""
        self.pieces.append(text)
        self.length += len(text)

    def tell(self, text: str, role: str) -> None:
        """Add text whose numerals all have ``role`` (date, name, mention …) and no value."""
        for found in _NUMERAL.finditer(text):
            self.facts.append(Fact(self.length + found.start(), found.group(), role))
        self.say(text)

    def fact(self, raw: str, role: str, **known: object) -> Fact:
        """Add one numeral of ``role`` and what is known of it."""
        stated = Fact(self.length, raw, role, **known)  # type: ignore[arg-type]
        self.facts.append(stated)
        self.say(raw)
        return stated

    def capitalise(self, start: int) -> None:
        """Write the piece at index ``start`` with a capital; its length stays."""
        piece = self.pieces[start]
        self.pieces[start] = piece[:1].upper() + piece[1:]

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self.pieces)


def truth_frame(documents: list[tuple[str, list[Fact]]]) -> pl.DataFrame:
    """Facts of named documents as one frame; grain: one row a numeral, key document, char_start."""
    rows = []
    for name, facts in documents:
        for fact in facts:
            start, end, basis = fact.period or (None, None, None)
            first, last = fact.reference or (None, None)
            stated = (fact.char_start, fact.raw, fact.role, fact.value, fact.value_high, fact.unit)
            dates = (start, end, basis, first, last)
            rows.append((name, *stated, *dates, fact.direction, fact.bound, fact.status, fact.level_at))
    return pl.DataFrame(rows, schema=TRUTH_SCHEMA, orient="row")
