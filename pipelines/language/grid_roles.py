"""The role of every numeral inside tables, and the segments that are table rows and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grid_figures import ordinal_label
from pipelines.language.grid_layout import Layout
from pipelines.language.grid_markup import Cell
from pipelines.language.grid_periods import date_places, years_in
from pipelines.language.grid_words import is_amount
from pipelines.language.sequence import DOCUMENT
from pipelines.language.text import NUMERAL

_NUMERAL = re.compile(NUMERAL)
_RATIO_BASE = re.compile(r"(?:/|trên|mỗi|cho)\s*$", re.IGNORECASE)
_YEARS_RATIO = re.compile(r"(?:19|20)\d\d/(?:19|20)\d\d")
_LONGEST_CELL = 240

CLAIM = {"document": DOCUMENT, "char_start": pl.Int64, "role": pl.String, "rule": pl.String}


@dataclass(slots=True)
class Found:
    """A table of a document, and what stands around it."""

    document: int
    layout: Layout
    caption: str


def _is_prose(cell: Cell, layout: Layout) -> bool:
    """Whether a cell holds sentences, which the sentence reader reads better."""
    return len(cell.text) > _LONGEST_CELL and len(cell.words) > _LONGEST_CELL


def rows_only(found: list[Found], segments: pl.DataFrame) -> pl.DataFrame:
    """The segments that lie inside a table and in no cell of prose."""
    spans = [(table.document, table.layout.table.start, table.layout.table.end) for table in found]
    prose = [
        (table.document, cell.start, cell.start + len(cell.text))
        for table in found
        for cell in table.layout.table.cells()
        if _is_prose(cell, table.layout)
    ]
    schema = {"document": DOCUMENT, "span_start": pl.Int64, "span_end": pl.Int64}
    tables = pl.DataFrame(spans, schema=schema, orient="row").sort("document", "span_start")
    sentences = pl.DataFrame(prose, schema=schema, orient="row").sort("document", "span_start")
    ordered = (
        segments.select(*HERE, "char_start", "char_end")
        .join(tables.select("document").unique(), on="document", how="semi")
        .sort("document", "char_start")
    )
    inside = ordered.join_asof(
        tables, left_on="char_start", right_on="span_start", by="document", strategy="backward", check_sortedness=False
    ).filter(pl.col("char_end") <= pl.col("span_end") + 2)
    touched = inside.drop("span_start", "span_end").join_asof(
        sentences, left_on="char_end", right_on="span_start", by="document", strategy="backward", check_sortedness=False
    )
    return touched.filter((pl.col("span_end") <= pl.col("char_start")).fill_null(True)).select(*HERE)


def roles_of(found: list[Found], figures: pl.DataFrame, names: pl.DataFrame, numerals: pl.DataFrame) -> pl.DataFrame:
    """The role of every numeral inside tables: as figure, part of a date, name, base of a rate, or markup."""
    taken: dict[tuple[int, int], tuple[str, str]] = {}
    for document, start, high, kind, rule in figures.select(
        "document", "char_start", "high_start", "kind", "rule"
    ).iter_rows():
        taken[document, start] = (kind, rule)
        if high is not None:
            taken[document, high] = (kind, rule)
    dates = date_places(
        (table.document, cell.start, cell.text)
        for table in found
        for cell in table.layout.table.cells()
        if not is_amount(cell.words)
    )
    known = {
        (document, at): (role, rule)
        for document, at, role, rule in names.select("document", "char_start", "role", "rule").iter_rows()
    }
    rows = []
    for table in found:
        for cell, place in _places(table.layout):
            for at, role in _cell_roles(table.document, cell, place, taken, dates, known):
                rows.append((table.document, at, role, taken.get((table.document, at), ("", f"table_{place}"))[1]))
    claims = pl.DataFrame(rows, schema=CLAIM, orient="row").unique(
        ["document", "char_start"], keep="first", maintain_order=True
    )
    spans = pl.DataFrame(
        [(table.document, table.layout.table.start, table.layout.table.end) for table in found],
        schema={"document": DOCUMENT, "span_start": pl.Int64, "span_end": pl.Int64},
        orient="row",
    )
    prose = {
        (table.document, cell.start, cell.start + len(cell.text))
        for table in found
        for cell in table.layout.table.cells()
        if _is_prose(cell, table.layout)
    }
    sentences = pl.DataFrame(
        sorted(prose), schema={"document": DOCUMENT, "prose_start": pl.Int64, "prose_end": pl.Int64}, orient="row"
    )
    inside = (
        numerals.select(*HERE, "char_start", "char_end")
        .sort("document", "char_start")
        .join_asof(
            spans.sort("document", "span_start"),
            left_on="char_start",
            right_on="span_start",
            by="document",
            strategy="backward",
            check_sortedness=False,
        )
        .filter(pl.col("char_start") < pl.col("span_end"))
        .join_asof(
            sentences,
            left_on="char_start",
            right_on="prose_start",
            by="document",
            strategy="backward",
            check_sortedness=False,
        )
        .filter((pl.col("char_start") >= pl.col("prose_end")).fill_null(True))
    )
    return inside.join(claims, on=["document", "char_start"], how="left", maintain_order="left").select(
        *HERE, "char_start", "char_end", pl.col("role").fill_null("boilerplate"), pl.col("rule").fill_null("markup")
    )


def _places(layout: Layout) -> Iterator[tuple[Cell, str]]:
    """Every cell with its place in the table: header, ordinal, unit, figure or label."""
    for number, row in enumerate(layout.table.rows):
        for column, cell in row.items():
            if number < layout.body:
                yield cell, "header"
            else:
                yield (
                    cell,
                    "ordinal"
                    if column in layout.ordinals
                    else "unit"
                    if column == layout.units
                    else "figure"
                    if column in layout.values
                    else "label",
                )


def _cell_roles(
    document: int,
    cell: Cell,
    place: str,
    taken: dict[tuple[int, int], tuple[str, str]],
    dates: set[tuple[int, int]],
    known: dict[tuple[int, int], tuple[str, str]],
) -> Iterator[tuple[int, str]]:
    """(char_start, role) of the numerals of one cell."""
    numerals = list(_NUMERAL.finditer(cell.text))
    figure = next(
        (
            taken[document, cell.start + found.start()][0]
            for found in numerals
            if (document, cell.start + found.start()) in taken
        ),
        None,
    )
    years = (
        {cell.start + at for at in years_in(cell.text)}
        if numerals and not figure and (place == "header" or len(cell.words) < 10)
        else set()
    )
    mark = ordinal_label(cell.text) if numerals and not figure else 0
    for found in numerals:
        at = cell.start + found.start()
        if (document, at) in taken:
            yield at, taken[document, at][0]
        elif figure is not None:
            yield (
                at,
                "denominator"
                if _RATIO_BASE.search(cell.text[: found.start()])
                else figure
                if re.fullmatch(r"\d{3}(?:,\d+)?", found.group())
                else "mention",
            )
        elif place == "ordinal":
            yield at, "name"
        elif (
            (document, at) in dates
            or (at in years and not (place == "figure" and is_amount(cell.words)))
            or _YEARS_RATIO.fullmatch(found.group())
        ):
            yield at, "date"
        elif _RATIO_BASE.search(cell.text[: found.start()]):
            yield at, "denominator"
        elif (document, at) in known and known[document, at][0] != "boilerplate":
            yield at, known[document, at][0]
        else:
            yield at, "name" if place in ("header", "unit") or found.start() < mark else "mention"
