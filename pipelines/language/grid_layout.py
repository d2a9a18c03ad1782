"""Which rows of a table are headers, which columns number, name or measure, and what stands over each figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.language.grid_markup import Cell, Table
from pipelines.language.grid_words import (
    is_amount,
    is_data,
    is_empty,
    is_ordinal,
    is_year,
    names_notes,
    names_ordinals,
    names_units,
)

_MOST_HEADERS = 6
_MOST_COLUMNS = 256
_LONGEST_NUMBER = 40
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2}|[A-Za-z])[)\]]?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table understood as far as its shape tells."""

    table: Table
    body: int  # number of the first row that is no header
    headers: dict[int, tuple[str, ...]]  # column -> its headers from top to bottom
    ordinals: frozenset[int]
    units: int | None
    notes: frozenset[int]
    labels: int | None
    values: tuple[int, ...]  # columns of figures

    def label(self, row: dict[int, Cell]) -> Cell | None:
        """The cell that names a row."""
        return row.get(self.labels) if self.labels is not None else None


def lay_out(table: Table) -> Layout | None:
    """Understand ``table``; None where it holds no column of figures under a header or beside a name."""
    if max(map(len, table.rows), default=0) > _MOST_COLUMNS:
        return None
    body, titles = _first_body_row(table.rows)
    heads = [row for row in table.rows[:body] if not _numbers_columns(row) and id(row) not in titles]
    rows = table.rows[body:]
    columns = sorted({column for row in table.rows for column in row})
    if len(columns) < 2 or not rows:
        return None
    headers = _headers(heads, columns)
    ordinals = _ordinal_columns(headers, rows, columns)
    last = {column: headers[column][-1] if headers[column] else "" for column in columns}
    first = {column: headers[column][0] if headers[column] else "" for column in columns}
    units = next((column for column in columns if names_units(last[column]) or names_units(first[column])), None)
    notes = frozenset(column for column in columns if names_notes(last[column]))
    aside = ordinals | notes | ({units} if units is not None else set())
    labels = next((column for column in columns if column not in aside and _names_rows(rows, column)), None)
    values = tuple(column for column in columns if column not in aside and column != labels and _measures(rows, column))
    if not values or (labels is None and not heads):
        return None
    return Layout(table, body, headers, ordinals, units, notes, labels, values)


def _said(row: dict[int, Cell]) -> list[Cell]:
    """The cells of a row that hold something, each once."""
    return list({cell.start: cell for cell in row.values() if cell.text.strip()}.values())


def _first_body_row(rows: Sequence[dict[int, Cell]]) -> tuple[int, set[int]]:
    """The number of the first row that is no header, and the ids of the rows above it that are titles."""
    titles: set[int] = set()
    for number, row in enumerate(rows[:_MOST_HEADERS]):
        cells = _said(row)
        numbers = sum(is_amount(cell.words) and not is_year(cell.words) for cell in cells)
        if _numbers_columns(row):
            return number + 1, titles
        if all(cell.heading for cell in cells):
            continue
        if numbers or (number > len(titles) and sum(not is_ordinal(cell.words) for cell in cells) < 2):
            return number, titles
        if len(cells) == 1:
            titles.add(id(row))
    return min(len(rows), _MOST_HEADERS), titles


def _numbers_columns(row: dict[int, Cell]) -> bool:
    """Whether a row numbers the columns: "A | B | 1 | 2 | 3=2/1"."""
    found = [_COLUMN_NUMBER.fullmatch(cell.words[:_LONGEST_NUMBER]) for cell in _said(row)]
    counts = [match[1] for match in found if match]
    digits = [int(count) for count in counts if count.isdecimal()]
    return (
        len(counts) == len(found)
        and len(digits) > 1
        and digits == list(range(digits[0], digits[0] + len(digits)))
        and digits[0] < 3
    )


def _headers(heads: Sequence[dict[int, Cell]], columns: Sequence[int]) -> dict[int, tuple[str, ...]]:
    spread = [
        _spread(row, heads[number + 1], columns) if number + 1 < len(heads) else row for number, row in enumerate(heads)
    ]
    found: dict[int, tuple[str, ...]] = {}
    for column in columns:
        words = [row[column].words for row in spread if column in row]
        found[column] = tuple(dict.fromkeys(word for word in words if word))
    return found


def _spread(row: dict[int, Cell], below: dict[int, Cell], columns: Sequence[int]) -> dict[int, Cell]:
    """Put back the spans that Markdown cannot write: headers crowd to the left and blanks follow them."""
    over = [column for column in columns[1:] if column in row]
    filled = [column for column in over if row[column].text.strip()]
    crowded = filled == over[: len(filled)] and 0 < len(filled) < len(over) and len(over) % len(filled) == 0
    if not crowded or not all(column in below and below[column].text.strip() for column in over):
        return row
    width = len(over) // len(filled)
    return {**row, **{column: row[filled[number // width]] for number, column in enumerate(over)}}


def _filled(rows: Sequence[dict[int, Cell]], column: int) -> list[str]:
    words = [row[column].words for row in rows if column in row]
    return [word for word in words if word and not is_empty(word)]


def _ordinal_columns(
    headers: dict[int, tuple[str, ...]], rows: Sequence[dict[int, Cell]], columns: Sequence[int]
) -> frozenset[int]:
    first = columns[0]
    found = {column for column in columns if any(names_ordinals(header) for header in headers[column][-1:])}
    words = _filled(rows, first)
    unnamed = not headers[first] and bool(words) and all(is_ordinal(word) for word in words)
    return frozenset(found | ({first} if unnamed and len(columns) > 2 and _names_rows(rows, columns[1]) else set()))


def _names_rows(rows: Sequence[dict[int, Cell]], column: int) -> bool:
    """Whether most cells of a column are words, or all of them years."""
    words = _filled(rows, column)
    named = sum(not is_data(word) for word in words)
    return bool(words) and (2 * named > len(words) or all(is_year(word) for word in words))


def _measures(rows: Sequence[dict[int, Cell]], column: int) -> bool:
    words = _filled(rows, column)
    return bool(words) and 2 * sum(is_amount(word) for word in words) >= len(words)
