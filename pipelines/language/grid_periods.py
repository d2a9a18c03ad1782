"""Periods that the headers, labels and captions of tables name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.language.period_mentions import MENTIONS_SCHEMA, period_mentions
from pipelines.language.period_resolution import resolve_periods
from pipelines.language.sequence import DOCUMENT

#: Pseudo segments are numbered and placed far behind every real one.
_FAR = 1 << 40
_FINE = {"month", "quarter", "half_year", "year_to_date"}
_NO_PERIOD = {"duration", "frequency", "time", "relative_point"}
_YEAR = re.compile(r"(?<![\w.,/])((?:19|20)\d\d)(?![\w.,/])")


@dataclass(frozen=True, slots=True)
class Period:
    """One time expression of a header, resolved."""

    text: str
    kind: str
    compared: bool
    same: bool
    year: int | None
    start: dt.date | None
    end: dt.date | None
    basis: str | None

    @property
    def lacks_year(self) -> bool:
        """Whether the expression takes its year from elsewhere."""
        return self.kind in _FINE and self.year is None

    def with_year_of(self, other: Period) -> str | None:
        """The expression that both make together, where ``other`` tells the year of this one."""
        year = other.year or (other.end.year if other.end else None)
        return f"{self.text} năm {year}" if self.lacks_year and year else None


def years_in(text: str) -> list[int]:
    """Where years stand in ``text``."""
    return [found.start() for found in _YEAR.finditer(text)]


def without_years(text: str) -> str:
    """``text`` without the years that stand alone in it."""
    return _YEAR.sub(" ", text)


def read_periods(
    wanted: Iterable[tuple[int, str]], documents: pl.DataFrame, mentions: pl.DataFrame
) -> Mapping[tuple[int, str], tuple[Period, ...]]:
    """Read (document, text) pairs; ``mentions`` of the documents tell the year where a text does not."""
    distinct = sorted({pair for pair in wanted if pair[1].strip()})
    if not distinct:
        return {}
    pseudo = pl.DataFrame(
        {"document": [document for document, _ in distinct], "text": [_spelled(text) for _, text in distinct]},
        schema={"document": DOCUMENT, "text": pl.String},
    ).with_columns(
        (pl.int_range(pl.len(), dtype=pl.Int64) + _FAR).alias("segment_no"),
        (pl.col("text").str.len_chars().cast(pl.Int64).cum_sum() + _FAR).alias("char_start"),
    )
    found = period_mentions(pseudo.select("document", "segment_no", "char_start", "text"))
    if found.is_empty():
        return {}
    resolved = resolve_periods(pl.concat([mentions.select(list(MENTIONS_SCHEMA)), found]), documents).filter(
        pl.col("segment_no") >= _FAR
    )
    read: dict[tuple[int, str], tuple[Period, ...]] = {}
    columns = ("segment_no", "text", "kind", "lead", "same_period", "year", "start", "end", "basis")
    for number, text, kind, lead, same, year, start, end, basis in resolved.select(columns).iter_rows():
        if kind not in _NO_PERIOD:
            key = distinct[number - _FAR]
            read[key] = (
                *read.get(key, ()),
                Period(text, kind, lead == "compared", bool(same), year, start, end, basis),
            )
    return read


def _spelled(text: str) -> str:
    """``text`` with a lone year called a year; "năm" is no loss where it stands already."""
    years = _YEAR.findall(text)
    return (
        f"năm {years[0]}"
        if len(years) == 1
        and not re.search(r"\d", text.replace(years[0], ""))
        and not re.search(r"năm|kỳ|đến|cuối|đầu|quý|tháng|so", text, re.IGNORECASE)
        else text
    )


def date_places(cells: Iterable[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """(document, char_start) of the numerals that are part of a time expression in (document, start, text) cells."""
    frame = pl.DataFrame(
        list(cells), schema={"document": DOCUMENT, "char_start": pl.Int64, "text": pl.String}, orient="row"
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("segment_no"))
    found = period_mentions(frame.select("document", "segment_no", "char_start", "text")).filter(
        ~pl.col("kind").is_in(["frequency", "duration"])
    )
    return set(found.select("document", "numeral_starts").explode("numeral_starts").drop_nulls().iter_rows())
