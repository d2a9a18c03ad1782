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

_SPANS = {"document": DOCUMENT, "span_start": pl.Int64, "span_end": pl.Int64}
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
    tables = _tables(found)
    ordered = segments.select(*HERE, "char_start", "char_end").join(
        tables.select("document").unique(), on="document", how="semi"
    )
    inside = _begun_before(ordered.sort("document", "char_start"), tables, "char_start")
    inside = inside.filter(pl.col("char_end") <= pl.col("span_end") + 2).drop("span_start", "span_end")
    touched = _begun_before(inside, _sentences(found), "char_end")
    return touched.filter((pl.col("span_end") <= pl.col("char_start")).fill_null(True)).select(*HERE)


def roles_of(found: list[Found], figures: pl.DataFrame, names: pl.DataFrame, numerals: pl.DataFrame) -> pl.DataFrame:
    """The role of every numeral inside tables: as figure, part of a date, name, base of a rate, or markup."""
    ordered = numerals.select(*HERE, "char_start", "char_end").sort("document", "char_start")
    inside = _begun_before(ordered, _tables(found), "char_start")
    inside = inside.filter(pl.col("char_start") < pl.col("span_end")).drop("span_start", "span_end")
    outside_prose = _begun_before(inside, _sentences(found), "char_start").filter(
        (pl.col("char_start") >= pl.col("span_end")).fill_null(True)
    )
    claims = _claims(found, figures, names)
    return outside_prose.join(claims, on=["document", "char_start"], how="left", maintain_order="left").select(
        *HERE, "char_start", "char_end", pl.col("role").fill_null("boilerplate"), pl.col("rule").fill_null("markup")
    )


def _tables(found: list[Found]) -> pl.DataFrame:
    """Where tables begin and end."""
    spans = [(table.document, table.layout.table.start, table.layout.table.end) for table in found]
    return pl.DataFrame(spans, schema=_SPANS, orient="row").sort("document", "span_start")


def _sentences(found: list[Found]) -> pl.DataFrame:
    """Where cells of prose begin and end."""
    prose = {
        (table.document, cell.start, cell.start + len(cell.text))
        for table in found
        for cell in table.layout.table.cells()
        if _is_prose(cell, table.layout)
    }
    return pl.DataFrame(sorted(prose), schema=_SPANS, orient="row")


def _begun_before(rows: pl.DataFrame, spans: pl.DataFrame, at: str) -> pl.DataFrame:
    """``rows`` with the last span of their document that begins not after their column ``at``."""
    return rows.join_asof(
        spans, left_on=at, right_on="span_start", by="document", strategy="backward", check_sortedness=False
    )


def _claims(found: list[Found], figures: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Role and rule of the numerals of cells, once each."""
    taken: dict[tuple[int, int], tuple[str, str]] = {}
    read = figures.select("document", "char_start", "high_start", "kind", "rule")
    for document, start, high, kind, rule in read.iter_rows():
        taken[document, start] = (kind, rule)
        if high is not None:
            taken[document, high] = (kind, rule)
    dates = date_places(
        (table.document, cell.start, cell.text)
        for table in found
        for cell in table.layout.table.cells()
        if not is_amount(cell.words)
    )
    named = names.select("document", "char_start", "role", "rule").iter_rows()
    known = {(document, at): (role, rule) for document, at, role, rule in named}
    rows = [
        (table.document, at, role, taken.get((table.document, at), ("", f"table_{place}"))[1])
        for table in found
        for cell, place in _places(table.layout)
        for at, role in _cell_roles(table.document, cell, place, taken, dates, known)
    ]
    claims = pl.DataFrame(rows, schema=CLAIM, orient="row")
    return claims.unique(["document", "char_start"], keep="first", maintain_order=True)


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
    places = [cell.start + found.start() for found in numerals]
    figure = next((taken[document, at][0] for at in places if (document, at) in taken), None)
    dated, mark = set[int](), 0
    if numerals and figure is None:
        mark = ordinal_label(cell.text)
        if place == "header" or (len(cell.words) < 10 and not (place == "figure" and is_amount(cell.words))):
            dated = {cell.start + at for at in years_in(cell.text)}
    for at, found in zip(places, numerals, strict=True):
        based = _RATIO_BASE.search(cell.text[: found.start()])
        if (document, at) in taken:
            yield at, taken[document, at][0]
        elif figure is not None:
            grouped = re.fullmatch(r"\d{3}(?:,\d+)?", found.group())
            yield at, "denominator" if based else figure if grouped else "mention"
        elif place == "ordinal":
            yield at, "name"
        elif (document, at) in dates or at in dated or _YEARS_RATIO.fullmatch(found.group()):
            yield at, "date"
        elif based:
            yield at, "denominator"
        elif known.get((document, at), ("boilerplate",))[0] != "boilerplate":
            yield at, known[document, at][0]
        else:
            yield at, "name" if place in ("header", "unit") or found.start() < mark else "mention"
