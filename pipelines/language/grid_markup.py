"""Tables in a text, Markdown or HTML, cut into rows of cells that keep their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

#: Spans further than this are cut: a page that asks for a million columns is no table.
_WIDEST_SPAN = 64
_LONGEST_SPAN = 100

_TAG = re.compile(r"<(/?)(table|tr|td|th|thead|tbody|tfoot|caption)\b([^<>]*)>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{1,10};|[*_`]{1,3}")
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``text`` is as long as its source, with markup blanked out, and starts at ``start`` of the document."""

    start: int
    text: str
    words: str  # the text with single blanks
    heading: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells by column; a cell that spans several columns or rows stands in each of them."""

    start: int
    end: int
    rows: list[dict[int, Cell]]
    caption: str = ""

    def cells(self) -> Iterator[Cell]:
        """Every cell once, in no order."""
        return iter({cell.start: cell for cell in chain.from_iterable(row.values() for row in self.rows)}.values())


@dataclass(slots=True)
class _Open:
    """An HTML table being read."""

    start: int
    rows: list[list[tuple[Cell, int, int]]] = field(default_factory=list)
    caption: str = ""
    nests: bool = False
    in_head: bool = False
    inside: tuple[str, int, str] | None = None  # tag, start of the text, attributes


def _cell(start: int, source: str, heading: bool = False) -> Cell:
    text = blank_markup(source)
    return Cell(start, text, " ".join(text.split()), heading)


def blank_markup(text: str) -> str:
    """Return ``text`` with tags, entities and emphasis marks blanked out, as long as before."""
    return _MARKUP.sub(lambda found: " " * len(found.group()), text)


def find_tables(text: str) -> list[Table]:
    """Return the tables of ``text`` in order; tables that hold other tables are layout and left out."""
    tables = _html_tables(text) if "<" in text else []
    if "|" in text:
        taken = [(table.start, table.end) for table in tables]
        tables += [
            table for table in _markdown_tables(text) if not any(a < table.end and table.start < b for a, b in taken)
        ]
    return sorted(tables, key=lambda table: table.start)


def _html_tables(text: str) -> list[Table]:
    tables: list[Table] = []
    stack: list[_Open] = []
    end = 0
    for tag in _TAG.finditer(text):
        closing, name, end = bool(tag[1]), tag[2].lower(), tag.end()
        if name == "table" and not closing:
            if stack:
                stack[-1].nests = True
            stack.append(_Open(tag.start()))
        elif name == "table":
            tables += _closed(stack, text, tag.start(), end)
        elif stack or not closing:
            stack = stack or [_Open(tag.start())]
            _follow(stack[-1], tag, text)
    while stack:
        tables += _closed(stack, text, end, end)
    return tables


def _closed(stack: list[_Open], text: str, at: int, end: int) -> list[Table]:
    """Take the innermost open table off ``stack``; nothing where none is open or it holds others."""
    if not stack:
        return []
    table = stack.pop()
    _finish(table, text, at)
    return [] if table.nests else [Table(table.start, end, _placed(table.rows), table.caption)]


def _follow(table: _Open, tag: re.Match[str], text: str) -> None:
    """Take in one tag of a table's inside."""
    closing, name = bool(tag[1]), tag[2].lower()
    _finish(table, text, tag.start())
    if name in ("td", "th", "caption") and not closing:
        table.inside = (name, tag.end(), tag[3])
    elif name == "tr" and not closing:
        table.rows.append([])
    elif name == "thead":
        table.in_head = not closing


def _finish(table: _Open, text: str, at: int) -> None:
    """Close the cell or caption that is open, if any."""
    if table.inside is None:
        return
    name, start, attributes = table.inside
    table.inside = None
    if name == "caption":
        table.caption = blank_markup(text[start:at])
        return
    if not table.rows:
        table.rows.append([])
    spans = {found[1].lower(): int(found[2]) for found in _SPAN.finditer(attributes)}
    cell = _cell(start, text[start:at], heading=name == "th" or table.in_head)
    table.rows[-1].append((cell, max(spans.get("row", 1), 1), max(spans.get("col", 1), 1)))


def _placed(rows: list[list[tuple[Cell, int, int]]]) -> list[dict[int, Cell]]:
    """Give every cell its columns, honouring spans."""
    placed: list[dict[int, Cell]] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # column -> cell from above and the rows it still fills
    for raw in rows:
        row: dict[int, Cell] = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        column = 0
        for cell, height, width in raw:
            while column in row:
                column += 1
            for _ in range(min(width, max(_WIDEST_SPAN - column, 1))):
                row[column] = cell
                if height > 1:
                    hanging[column] = (cell, min(height, _LONGEST_SPAN) - 1)
                column += 1
        placed.append(row)
    return placed


def _is_rule(line: str) -> bool:
    """Whether ``line`` separates a Markdown table's header from its body."""
    return "|" in line and "--" in line and not line.strip("|:- \t")


def _markdown_tables(text: str) -> Iterator[Table]:
    """Blocks of lines with bars, one of which is a rule."""
    block: list[tuple[int, str]] = []
    at = 0
    for line in chain(text.split("\n"), [""]):
        if "|" in line:
            block.append((at, line))
        else:
            if any(_is_rule(row) for _, row in block):
                yield _markdown_table(block)
            block = []
        at += len(line) + 1


def _markdown_table(block: list[tuple[int, str]]) -> Table:
    rows = [dict(enumerate(_split(start, line))) for start, line in block if not _is_rule(line)]
    last_start, last = block[-1]
    return Table(block[0][0], last_start + len(last), rows)


def _split(start: int, line: str) -> list[Cell]:
    bars = [found.start() for found in _BAR.finditer(line)]
    edges = [-1, *bars, len(line)]
    cells = [_cell(start + a + 1, line[a + 1 : b]) for a, b in pairwise(edges)]
    if bars and not line[: bars[0]].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].text.strip():
        cells = cells[:-1]
    return cells
