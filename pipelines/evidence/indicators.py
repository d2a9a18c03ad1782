"""Indicator pages: chart, table, download and every sentence; and the list of all indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import polars as pl

from pipelines.evidence.charts import Spark, chart, spark
from pipelines.evidence.contents import SITE, Publication
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.numbers import page_name
from pipelines.evidence.readings import Row, indicator_address
from pipelines.evidence.render import Pages
from pipelines.evidence.statements import STATEMENTS
from pipelines.evidence.told import Told
from pipelines.evidence.words import Both

_LONGEST_FIRST = ("year", "year_to_date", "half_year", "quarter", "as_of", "month", "range", "unscored")
_STATED = ("actual", "estimated")

#: Statements that are read at once, unless one indicator alone has more.
TOGETHER = 20_000


@dataclass(frozen=True)
class Growth:
    """A stated growth: in words, its direction, and whether it is an improvement (None: nobody can say)."""

    text: Both
    direction: str
    improvement: bool | None


@dataclass(frozen=True)
class Headline:
    """An indicator's latest figure."""

    name: Both
    address: str
    value: Both
    period: Both
    status: str
    growth: Growth | None
    spark: Spark | None
    evidence: str
    contradictions: int


@dataclass(frozen=True)
class Line:
    """A row of an indicator's table: the latest statement for one period."""

    row: Row
    value: Both
    growth: Growth | None
    evidence: str
    contradictions: int


def headline(lookup: Lookup, code: str) -> Headline | None:
    """The latest figure of an indicator in its own unit; None where no level is stated."""
    rows = lookup.by_indicator["series"].get(code, [])
    if not rows:
        return None
    about = lookup.indicators[code]
    latest = max(rows, key=partial(_prominence, unit=about["unit_code"]))
    return Headline(
        name=Both(about["name_vi"], about["name_en"]),
        address=indicator_address(code),
        value=lookup.readings.value(latest),
        period=period_of(latest),
        status=latest["status"],
        growth=growth(lookup, latest["observation_key"], about["better"]),
        spark=spark(rows, latest, about["kind"]),
        evidence=evidence(lookup, latest),
        contradictions=len(lookup.contradictions([latest["observation_key"]])),
    )


def _prominence(row: Row, unit: str) -> tuple[bool, bool, date, int]:
    """What stands first: the indicator's own unit, stated facts before forecasts, the latest, the longest period."""
    basis = row["period_basis"]
    rank = -_LONGEST_FIRST.index(basis) if basis in _LONGEST_FIRST else -len(_LONGEST_FIRST)
    return row["unit_code"] == unit, row["status"] in _STATED, row["period_end"] or date.min, rank


def growth(lookup: Lookup, observation_key: str, better: str | None) -> Growth | None:
    """The growth stated with a level."""
    row = lookup.change_of.get(observation_key)
    if row is None:
        return None
    direction = row["direction"]
    judged = better in ("up", "down") and direction in ("up", "down")
    return Growth(lookup.readings.change_against(row), direction, direction == better if judged else None)


def period_of(row: Row) -> Both:
    """The words for a row's period; its days where there are none."""
    if row["period_vi"]:
        return Both(row["period_vi"], row["period_en"])
    spelled = f"{row['period_start']} – {row['period_end']}" if row["period_end"] else ""
    return Both(spelled, spelled)


def evidence(lookup: Lookup, row: Row) -> str:
    """The place of a row's statement, relative to the site."""
    return f"{lookup.pages[row['document']]}#c{row['char_start']}"


def write_indicators(pages: Pages, lookup: Lookup, publication: Publication) -> dict[str, Headline | None]:
    """Write a page for each indicator that a statement is about, and their list; return what each begins with."""
    headlines: dict[str, Headline | None] = {}
    for codes in _together(lookup):
        part = Lookup(publication.of_indicators(codes), lookup.counts, lookup.pages)
        for code in codes:
            headlines[code] = headline(part, code)
            _write_indicator(pages, part, code, headlines[code])
    sectors: dict[str, list[Headline | Row]] = {}
    for code in lookup.with_page:
        about = lookup.indicators[code]
        sectors.setdefault(about["sector_code"], []).append(
            headlines[code]
            or {"name": Both(about["name_vi"], about["name_en"]), "address": indicator_address(code), "value": None}
        )
    named = [(code, lookup.sectors[code], rows) for code, rows in sectors.items() if code in lookup.sectors]
    pages.page("indicators.html", "indicators.html", sectors=named, total=len(lookup.with_page))
    return headlines


def _together(lookup: Lookup) -> Iterator[list[str]]:
    """The indicators with a page, as many at a time as can be held."""
    codes: list[str] = []
    for code in lookup.with_page:
        if codes and sum(map(lookup.statements_of, codes)) + lookup.statements_of(code) > TOGETHER:
            yield codes
            codes = []
        codes.append(code)
    if codes:
        yield codes


def _write_indicator(pages: Pages, lookup: Lookup, code: str, latest: Headline | None) -> None:
    address, name = indicator_address(code), page_name(code)
    about = lookup.indicators[code]
    drawings = _drawings(lookup, code)
    if drawings:
        pages.data(f"charts/{name}", drawings)
    pages.text(f"data/csv/{name}.csv", _csv(lookup, code))
    told = Told(lookup, code)
    series = lookup.by_indicator["series"].get(code, [])
    lines = [_line(lookup, row, about["better"]) for row in reversed(series)]
    pages.page(
        address,
        "indicator.html",
        about=about,
        name=Both(about["name_vi"], about["name_en"]),
        definition=Both(about["definition_vi"] or "", about["definition_en"] or ""),
        unit=lookup.names.unit(about["unit_code"]),
        sector=lookup.sectors.get(about["sector_code"]),
        range=_range(lookup, about),
        parent=_relative(lookup, about["parent_code"]),
        parts=[_relative(lookup, part["indicator_code"]) for part in _parts(lookup, code)],
        headline=latest,
        chart=f"charts/{name}" if drawings else "",
        csv=f"data/csv/{name}.csv",
        lines=pages.listing(f"series/{name}", lines, "rows/line.html", address),
        statements=pages.listing(f"statements/{name}", told, "rows/statement.html", address, told.row_keys),
        total=len(told),
        contradictions=pages.listing(
            f"contradictions/{name}", lookup.contradictions(told.keys), "rows/check.html", address
        ),
        recomputed=lookup.recomputed(told.keys),
    )


def _drawings(lookup: Lookup, code: str) -> list[dict[str, Any]]:
    rows = {name: lookup.by_indicator[name].frame(code) for name in ("levels", "series", "implied")}
    levels, target = rows["levels"], pl.col("status") == "target"
    latest = pl.col("key").is_in(rows["series"]["observation_key"].implode())
    targets, earlier = levels.filter(target), levels.filter(~target.fill_null(False) & ~latest)

    def value(row: Row) -> Both:
        if "value_high" in row:
            return lookup.readings.value(row)
        return lookup.names.amount(float(f"{row['value']:.4g}"), row["unit_code"])

    show = {"names": lookup.names, "value": value, "address": partial(evidence, lookup)}
    series, planned, before, implied = (
        frame.iter_rows(named=True) for frame in (rows["series"], targets, earlier, rows["implied"])
    )
    return chart(series, planned, before, implied, show)


def _line(lookup: Lookup, row: Row, better: str | None) -> Line:
    key = row["observation_key"]
    return Line(
        row={**row, "period": period_of(row)},
        value=lookup.readings.value(row),
        growth=growth(lookup, key, better),
        evidence=evidence(lookup, row),
        contradictions=len(lookup.contradictions([key])),
    )


def _range(lookup: Lookup, about: Row) -> Both | None:
    low, high = about["range_min"], about["range_max"]
    if low is None or high is None:
        return None
    lowest, highest = (lookup.names.amount(end, about["unit_code"]) for end in (low, high))
    return Both(f"{lowest.vi} – {highest.vi}", f"{lowest.en} – {highest.en}")


def _relative(lookup: Lookup, code: str | None) -> tuple[Both, str] | None:
    name = lookup.names.indicator(code)
    return (name, lookup.names.indicator_address(code)) if name else None


def _parts(lookup: Lookup, code: str) -> Iterable[Row]:
    return (row for row in lookup.indicators.values() if row["parent_code"] == code)


def _csv(lookup: Lookup, code: str) -> str:
    """Every statement of an indicator as CSV; a cell that a spreadsheet would run as a formula begins with '."""
    columns = ["kind", "document", "char_start", "raw", "indicator_code", "label", "value", "value_high", "unit_code"]
    columns += ["direction", "amount", "amount_high", "amount_unit", "reference_en", "percent", "plan_year"]
    columns += ["period_start", "period_end", "period_basis", "status", "bound", "stated_on", "sentence"]
    frames = []
    for kind in STATEMENTS:
        rows = lookup.by_indicator[kind].frame(code)
        kept = rows.select([column for column in columns[1:] if column in rows.columns])
        urls = [SITE + evidence(lookup, row) for row in rows.select("document", "char_start").iter_rows(named=True)]
        url = pl.Series("evidence_url", urls, pl.String)
        frames.append(kept.with_columns(url, pl.lit(kind.removesuffix("s")).alias("kind")))
    frame = pl.concat(frames, how="diagonal").select(*columns, "evidence_url")
    text = pl.col(pl.String)
    formula = text.str.contains(r"^[=+\-@\t\r]")
    guarded = frame.with_columns(pl.when(formula).then("'" + text).otherwise(text).name.keep())
    return "\ufeff" + guarded.write_csv()
