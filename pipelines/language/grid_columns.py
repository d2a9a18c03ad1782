"""What stands over and beside the figures of a table: headers, corner, caption, and the texts to be read in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.language.grid_layout import Layout
from pipelines.language.grid_markup import Cell
from pipelines.language.grid_periods import Period, without_years
from pipelines.language.grid_units import Unit
from pipelines.language.grid_words import (
    HeaderGrammar,
    Said,
    caption_measure,
    caption_units,
    is_amount,
    joined,
    without,
    without_units,
)
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.text import NUMERAL

_SPACED = r"\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d.,/])"
CELL = re.compile(
    rf"(?s)(?P<lead>\D*?)(?P<sign>[-+]?)\s*(?P<number>{_SPACED}|{NUMERAL})(?:\s*-\s*(?P<high>{_SPACED}|{NUMERAL}))?(?P<rest>.*)"
)

LONGEST_LABEL = 200
_LONGEST_MEASURE = 10

Row = dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a table: its document, caption and the period that governs it."""

    document: int
    caption: str
    caption_periods: tuple[Period, ...]
    governing: Period | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the texts of all headers, labels and captions were read as."""

    grammar: HeaderGrammar
    periods: Mapping[tuple[int, str], tuple[Period, ...]]
    units: Mapping[str, Unit]

    def whole_unit(self, text: str) -> bool:
        """Whether ``text`` is a unit and nothing else."""
        return text in self.units and self.units[text].whole


@dataclass(frozen=True, slots=True)
class Column:
    """What a column's headers say of its figures."""

    said: Said
    units: tuple[str, ...]
    period: Period | None
    reference: Period | None
    topic: str  # the lowest header without period and unit, to find the column that a comparison speaks of


def header_path(layout: Layout, column: int) -> str:
    """A column's headers from bottom to top: "Quý I Năm 2021"."""
    return " ".join(reversed(layout.headers[column]))


def texts_with_periods(layout: Layout) -> Iterator[str]:
    """Every text of a table whose time expressions matter."""
    for column in layout.values:
        yield header_path(layout, column)
        yield from layout.headers[column]
    for row in layout.table.rows[layout.body :]:
        title = title_of(layout, row)
        if title:
            yield title


def texts_with_units(layout: Layout, caption: str, grammar: HeaderGrammar) -> Iterator[str]:
    """Every text of a table that may be a unit."""
    yield from caption_units(f"{corner(layout)}\n{caption}")
    for column in layout.values:
        yield from layout.headers[column]
        yield from grammar.header(header_path(layout, column), "").units
    for row in layout.table.rows[layout.body :]:
        yield from grammar.label(title_of(layout, row)).units
        if layout.units is not None and layout.units in row:
            yield row[layout.units].words
        for column in layout.values:
            found = CELL.fullmatch(row[column].text) if column in row and is_amount(row[column].words) else None
            if found and found["rest"].strip(" )"):
                yield found["rest"].strip(" )")


def corner(layout: Layout) -> str:
    """The header over the rows' labels."""
    return " ".join(layout.headers[layout.labels]) if layout.labels is not None else ""


def title_of(layout: Layout, row: Row) -> str:
    """A row's label, or its only words where it has no label column."""
    label = layout.label(row)
    if label is not None and label.words:
        return label.words[:LONGEST_LABEL]
    words = {cell.words for column, cell in row.items() if column not in layout.ordinals and cell.words}
    return words.pop()[:LONGEST_LABEL] if len(words) == 1 else ""


def read_column(layout: Layout, setting: Setting, lexicon: Lexicon, column: int) -> Column:
    """Read the headers of one column."""
    document, parts, path = setting.document, layout.headers[column], header_path(layout, column)
    cut = {
        part: without_years(without(part, [period.text for period in lexicon.periods.get((document, part), ())]))
        for part in parts
    }
    units = tuple(part for part in reversed(parts) if lexicon.whole_unit(part))
    measured = [part for part in parts if part not in units]
    if not measured:
        measured = [part for part in units if not _is_measure_unit(lexicon.units[part])]
    said = lexicon.grammar.header(path, joined(cut[part] for part in measured))
    found = lexicon.periods.get((document, path), ())
    own = next((period for period in found if not period.compared), None)
    reference = next((period for period in found if period.compared), None)
    if own is None and said.kind == "level":
        own, reference = reference, None
    topic = lexicon.grammar.header(parts[-1], cut[parts[-1]]).name.lower() if parts else ""
    return Column(said, (*said.units, *units), own, reference, topic)


def _is_measure_unit(unit: Unit) -> bool:
    """Whether a unit says nothing of what is counted."""
    return unit.scale is not None or unit.code in (*MONEY, *PERCENT)


def captioned_subject(columns: Iterable[Column], setting: Setting, lexicon: Lexicon) -> str:
    """What a caption says of all measures of a table whose rows are periods: "Diện tích và sản lượng LÚA Ở …"."""
    caption = without(setting.caption, [period.text for period in setting.caption_periods])
    low = caption.lower()
    ends = []
    for column in columns:
        words = column.said.name.lower().split()[:2]
        at = low.rfind(" ".join(words)) if len(words) > 1 else -1
        if at >= 0:
            ends.append(at + len(" ".join(words)))
    return (
        without_units(caption[max(ends) :].split("\n")[0].lower(), lexicon.units)
        if ends and len(low) == len(caption)
        else ""
    )


def captioned_measures(layout: Layout, setting: Setting, lexicon: Lexicon) -> list[str]:
    """What the header over the labels, and the caption, say all figures measure, however long."""
    periods = [period.text for period in setting.caption_periods]
    lines = [
        caption_measure(without_years(without(line, periods)))
        for line in (corner(layout), *setting.caption.split("\n"))
    ]
    return [line for line in lines if lexicon.grammar.starts_with_measure(line)]


def shortest_measure(measures: Iterable[str]) -> str:
    """The first of ``measures`` that is short enough to be said of every figure."""
    return next((line for line in measures if len(line.split()) <= _LONGEST_MEASURE), "")
