"""The contents of the warehouse arranged for the pages: rows by indicator and document, checks by statement. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from pipelines.evidence.contents import SITE, Contents
from pipelines.evidence.readings import Check, Names, Reading, Readings, Row
from pipelines.evidence.statements import STATEMENTS
from pipelines.evidence.words import Both, say_or_code

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Lookup:
    """Everything a page asks for, arranged once; of all that is published, or of a part.

    ``counts``: how many statements there are of each indicator, in all. ``addresses``: the pages of documents where the
    contents do not hold these.
    """

    contents: Contents
    counts: Mapping[str, int]
    addresses: Mapping[str, str] | None = None

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The page of each document, relative to the site, as the views' addresses have it."""
        if self.addresses is not None:
            return self.addresses
        rows = self.contents.documents.select("document", "evidence_url").iter_rows()
        return {document: str(address).removeprefix(SITE) for document, address in rows}

    @cached_property
    def by_indicator(self) -> dict[str, Grouped]:
        """Statement kind → indicator → rows; also ``series`` and ``implied``."""
        names = (*STATEMENTS, "series", "implied")
        return {name: Grouped(getattr(self.contents, name), "indicator_code") for name in names}

    def statements_of(self, code: str) -> int:
        """How many statements are about an indicator."""
        return self.counts.get(code, 0)

    @cached_property
    def with_page(self) -> list[str]:
        """Indicators of the catalogue that any statement is about."""
        return [code for code in self.contents.indicators["indicator_code"] if self.statements_of(code)]

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """The catalogue by code."""
        return {row["indicator_code"]: row for row in self.contents.indicators.iter_rows(named=True)}

    @cached_property
    def sectors(self) -> dict[str, Both]:
        """Names of the sectors by code."""
        return {
            row["sector_code"]: Both(row["name_vi"], row["name_en"])
            for row in self.contents.sectors.iter_rows(named=True)
        }

    @cached_property
    def names(self) -> Names:
        """Names of units and indicators."""
        units = self.contents.units.iter_rows(named=True)
        return Names(units, self.contents.indicators.iter_rows(named=True), self.with_page)

    @cached_property
    def checks(self) -> dict[str, list[Check]]:
        """The findings that each statement takes part in, contradictions first, by statement key."""
        checks: dict[str, list[Check]] = {}
        for row in self.contents.findings.iter_rows(named=True):
            # what agrees is named, what does not is explained; the findings page tells both in full
            told = Both(row["explanation_vi"], row["explanation_en"])
            text = told if row["verdict"] == "contradicted" else say_or_code("finding", row["kind"])
            check = Check(row["verdict"], text, f"findings.html#f{row['finding_key']}")
            for key in row["statement_keys"] or []:
                checks.setdefault(key, []).append(check)
        return checks

    @cached_property
    def readings(self) -> Readings:
        """What turns rows into readings."""
        flags: dict[tuple[str, int, str], list[str]] = {}
        for row in self.contents.flags.iter_rows(named=True):
            place = (row["document"], row["char_start"], row["fact"])
            flags.setdefault(place, []).append(row["explanation"] or row["flag"])
        return Readings(self.names, self.pages, self.checks, flags)

    @cached_property
    def change_of(self) -> dict[str, Row]:
        """The foremost growth stated of each value of a series, by its key: a rate, else an amount, else words."""
        rate = pl.col("amount_unit").is_in(["percent", "times", "percent_of"]) | (pl.col("direction") == "flat")
        foremost = self.contents.growths.sort(
            rate.fill_null(False), pl.col("amount").is_not_null(), descending=True, maintain_order=True
        )
        first = foremost.unique("observation_key", keep="first", maintain_order=True)
        return {row["observation_key"]: row for row in first.iter_rows(named=True)}

    def contradictions(self, keys: Iterable[str]) -> list[Check]:
        """The contradictions that any of the statements takes part in, once each."""
        found = {
            check.address: check
            for key in keys
            for check in self.checks.get(key, [])
            if check.verdict == "contradicted"
        }
        return list(found.values())

    def recomputed(self, keys: Iterable[str]) -> int:
        """How many findings, of whatever verdict, any of the statements takes part in."""
        return len({check.address for key in keys for check in self.checks.get(key, [])})

    def read(self, kind: str, rows: Iterable[Row]) -> list[Reading]:
        """Readings of rows of one kind of statement."""
        makers = {
            "levels": self.readings.level,
            "changes": self.readings.change,
            "shares": self.readings.share,
            "plans": self.readings.plan,
        }
        return [makers[kind](row) for row in rows]


class Grouped(Mapping[str, Rows]):
    """The rows of ``frame`` by the values of ``column``, in order; made when asked for, to hold few at a time."""

    def __init__(self, frame: pl.DataFrame, column: str) -> None:
        self.none = frame.clear()
        parts = frame.filter(pl.col(column).is_not_null()).partition_by(column, as_dict=True, maintain_order=True)
        self._parts = {str(key[0]): part for key, part in parts.items()}

    def __getitem__(self, key: str) -> Rows:
        return self._parts[key].to_dicts()

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __contains__(self, key: object) -> bool:
        return key in self._parts

    def frame(self, key: str) -> pl.DataFrame:
        """The rows of ``key`` as a frame, which may be empty."""
        return self._parts.get(key, self.none)
