"""One indicator in the terminal: found by its code or by words, its figures over time and what contradicts them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from pipelines.evidence.numbers import amount, fold, page_name
from pipelines.evidence.readings import SIGNS
from pipelines.evidence.site import site_folder
from pipelines.operations.query import write_rows
from pipelines.warehouse import WarehouseError, open_warehouse

_MOST_NEAR = 8
_ALIKE = 0.6

_INDICATORS = "SELECT indicator_code, name_vi, name_en, unit_code FROM marts.dim_indicators ORDER BY indicator_code"
_UNITS = "SELECT unit_code, name_vi, name_en FROM marts.dim_units"
_LABELS = """
    SELECT DISTINCT label, indicator_code FROM bi.observations WHERE label IS NOT NULL AND indicator_code IS NOT NULL
    UNION
    SELECT DISTINCT label, indicator_code FROM bi.changes WHERE label IS NOT NULL AND indicator_code IS NOT NULL
    ORDER BY ALL
"""
_SERIES = """
    SELECT
        series.period_start, series.period_end, series.period_basis, series.period_en, series.value, series.value_high,
        series.unit_code, series.status, series.bound, board.growth_percent, board.growth_against,
        (
            SELECT arg_min(changes.raw, changes.char_start) FROM bi.changes AS changes
            WHERE
                changes.document = series.document AND changes.observation_char_start = series.char_start
                AND changes.amount IS NULL
        ) AS growth_words,
        board.contradictions, series.last_stated_on, series.statements, series.document, series.char_start,
        series.sentence, series.evidence_url
    FROM bi.series AS series
    LEFT JOIN bi.scoreboard AS board ON series.observation_key = board.observation_key
    WHERE series.indicator_code = ?
    ORDER BY series.period_end, series.period_start, series.unit_code
"""
_CONTRADICTED = """
    SELECT explanation_en, documents FROM bi.findings
    WHERE verdict = 'contradicted' AND indicator_code = ? ORDER BY ALL
"""


@dataclass(frozen=True)
class Indicator:
    """An indicator of the catalogue."""

    code: str
    name_vi: str
    name_en: str
    unit_code: str


def run_show(warehouse: Path, words: str, form: str) -> int:
    """Write the series of the indicator that ``words`` name, one row a period; return the exit code.

    ``words`` are a code, a name in Vietnamese (with or without diacritics) or in English, or words of the documents.
    What names no indicator, or several, is answered with the near ones on standard error and 1.
    """
    try:
        with open_warehouse(warehouse) as connection:
            catalogue = [Indicator(*row) for row in connection.execute(_INDICATORS).fetchall()]
            indicator, near = find(words, catalogue, connection.execute(_LABELS).fetchall())
            if indicator is None:
                print(_unknown(words, near), file=sys.stderr)
                return 1
            cursor = connection.execute(_SERIES, [indicator.code])
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
            if form == "plain":
                _print_plain(connection, warehouse, indicator, [dict(zip(names, row, strict=True)) for row in rows])
            else:
                write_rows(names, rows, form)
    except WarehouseError as error:
        print(f"solieu: {error}", file=sys.stderr)
        return 2
    return 0


def find(
    words: str, catalogue: Iterable[Indicator], labels: Iterable[tuple[str, str]]
) -> tuple[Indicator | None, list[Indicator]]:
    """The one indicator that ``words`` name, or None and those near them, the nearest first.

    An indicator is named by its code, by a whole name, by words of the documents that mean no other (``labels`` gives
    these with their codes), or by words that stand in the name of no other. Diacritics and case do not count.
    """
    by_code = {indicator.code: indicator for indicator in catalogue}
    if words in by_code:
        return by_code[words], []
    wanted = fold(words)
    if not wanted:
        return None, []
    spelled = [
        (fold(text), indicator)
        for indicator in by_code.values()
        for text in (indicator.code, indicator.name_vi, indicator.name_en)
    ]
    labelled = [(fold(label), by_code[code]) for label, code in labels if code in by_code]
    parts = wanted.split()
    tests: tuple[tuple[list[tuple[str, Indicator]], Callable[[str], bool]], ...] = (
        (spelled, lambda text: text == wanted),
        (labelled, lambda text: text == wanted),
        (spelled, lambda text: all(part in text for part in parts)),
    )
    near: dict[str, Indicator] = {}
    for names, fits in tests:
        fitting = {indicator.code: indicator for text, indicator in sorted(names, key=_length) if fits(text)}
        if len(fitting) == 1 and not near:
            return next(iter(fitting.values())), []
        near |= {code: indicator for code, indicator in fitting.items() if code not in near}
    near |= {indicator.code: indicator for indicator in _alike(wanted, spelled) if indicator.code not in near}
    return None, list(near.values())[:_MOST_NEAR]


def _alike(wanted: str, names: Iterable[tuple[str, Indicator]]) -> list[Indicator]:
    """Indicators with a name that is spelled like ``wanted``, the likest first."""
    rated = ((difflib.SequenceMatcher(None, wanted, text).ratio(), indicator) for text, indicator in names)
    likest = sorted((pair for pair in rated if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return [indicator for _, indicator in likest]


def _length(name: tuple[str, Indicator]) -> int:
    return len(name[0])


def _unknown(words: str, near: list[Indicator]) -> str:
    if not near:
        return f"solieu: no indicator is called “{words}”; `solieu query` with bi.series lists those with figures."
    lines = [f"  {indicator.code}  {indicator.name_vi} · {indicator.name_en}" for indicator in near]
    return "\n".join([f"solieu: “{words}” names no single indicator. Near it:", *lines])


def _print_plain(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, indicator: Indicator, rows: list[dict[str, Any]]
) -> None:
    console = Console(highlight=False, markup=False)
    console.print(f"{indicator.name_vi} · {indicator.name_en} ({indicator.code})", style="bold", soft_wrap=True)
    if rows:
        units = {code: (vi, en) for code, vi, en in connection.execute(_UNITS).fetchall()}
        write_rows(("Period", "Value", "Stated change", "Stated on"), [_cells(row, units) for row in rows], "plain")
    else:
        console.print("No document states a value of it.")
    for explanation, documents in connection.execute(_CONTRADICTED, [indicator.code]).fetchall():
        console.print(f"Contradicted: {explanation} ({documents})", soft_wrap=True)
    page = site_folder(warehouse) / "indicators" / f"{page_name(indicator.code)}.html"
    if page.is_file():
        console.print(f"Every sentence: {page}", soft_wrap=True)


def _cells(row: dict[str, Any], units: dict[str, tuple[str, str]]) -> tuple[Any, ...]:
    """A row for people: its value in words, with what is not simply a fact said after it."""
    unit = row["unit_code"]
    ends = [
        amount(end, unit, *units.get(unit, ("", unit)))[1]
        for end in (row["value"], row["value_high"])
        if end is not None
    ]
    said = [SIGNS.get(row["bound"], "") + " – ".join(ends)]
    if row["status"] != "actual":
        said.append(row["status"])
    if row["contradictions"]:
        said.append("contradicted")
    return row["period_en"], ", ".join(said), _change(row), row["last_stated_on"]


def _change(row: dict[str, Any]) -> str:
    """The growth stated with a value: as a rate, or else in the words of the text."""
    growth = row["growth_percent"]
    if growth is None:
        return f"“{row['growth_words']}”" if row["growth_words"] else ""
    return f"{growth.normalize():+f}%" + (f" on {row['growth_against']}" if row["growth_against"] else "")
