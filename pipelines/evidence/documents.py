"""Document pages: the full text with every numeral marked and read; and the list of all documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.evidence.contents import Texts
from pipelines.evidence.lookup import Grouped, Lookup, Rows
from pipelines.evidence.marking import Span, blocks, parts
from pipelines.evidence.readings import Fact, Mark, Reading, Row
from pipelines.evidence.render import Pages
from pipelines.evidence.sliced import Sliced
from pipelines.evidence.statements import STATEMENTS
from pipelines.evidence.words import say

#: The weight of text and numerals that a page holds before a document goes on in the next.
MOST_OF_A_PAGE = 60_000


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list: its facts, its page and its counts."""

    row: Row
    address: str
    figures: int
    contradictions: int


class DocumentLines(Sliced[DocumentLine]):
    """The documents of the contents, the latest first; made when asked for."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup, self._rows = lookup, lookup.contents.documents
        self.row_keys: list[int] = self._rows.hash_rows().to_list()

    def __len__(self) -> int:
        return self._rows.height

    def __iter__(self) -> Iterator[DocumentLine]:
        return map(self._line, self._rows.iter_rows(named=True))

    def _between(self, wanted: slice) -> list[DocumentLine]:
        return [self._line(row) for row in self._rows[wanted].iter_rows(named=True)]

    def _line(self, row: Row) -> DocumentLine:
        return DocumentLine(row, self._lookup.pages[row["document"]], row["figures"], row["contradictions"])


def write_documents(pages: Pages, lookup: Lookup, texts: Texts) -> dict[str, list[str]]:
    """Write the pages of every document of ``lookup``, of these ``texts``; return their addresses by document."""
    contents = lookup.contents
    segments, numerals = Grouped(texts.segments, "document"), Grouped(texts.numerals, "document")
    written: dict[str, list[str]] = {}
    statements = {kind: Grouped(getattr(contents, kind), "document") for kind in STATEMENTS}
    for line in DocumentLines(lookup):
        name = line.row["document"]
        mine = {kind: statements[kind].get(name, []) for kind in STATEMENTS}
        marks = document_marks(lookup, numerals.get(name, []), mine)
        written[name] = _write_document(pages, line, segments.get(name, []), marks)
    return written


def write_list(pages: Pages, lines: DocumentLines) -> None:
    """Write the list of all documents."""
    listing = pages.listing("documents", lines, "rows/document.html", "documents.html", lines.row_keys)
    pages.page("documents.html", "documents.html", documents=listing, total=len(lines))


def document_marks(lookup: Lookup, numerals: Iterable[Row], statements: Mapping[str, Rows]) -> list[Mark]:
    """Everything to mark in a document, in order: its numerals, and changes in words, each with its readings."""
    readings: dict[int, list[Reading]] = {}
    for kind in STATEMENTS:
        for reading in lookup.read(kind, statements[kind]):
            readings.setdefault(reading.start, []).append(reading)
    for row in statements["changes"]:
        _tell_level(readings, row, lookup)
    marks = {
        row["char_start"]: Mark(
            row["char_start"], row["char_end"], row["raw"], row["role"], row["rule"] or "",
            readings.get(row["char_start"], []),
        )
        for row in numerals
    }  # fmt: skip
    for row in statements["changes"]:
        start = row["char_start"]
        if start not in marks:
            marks[start] = Mark(start, row["char_end"], row["raw"], "change", row["rule"], readings[start])
    return [marks[start] for start in sorted(marks)]


def _tell_level(readings: dict[int, list[Reading]], change: Row, lookup: Lookup) -> None:
    """Add a change to the reading of the level that it is about."""
    level = change["observation_char_start"]
    for index, reading in enumerate(readings.get(level, []) if level is not None else []):
        if reading.role == "level":
            told = lookup.readings.change_against(change)
            fact = Fact(say("reading.changes_of"), told, f"{lookup.pages[change['document']]}#c{change['char_start']}")
            readings[level][index] = replace(reading, facts=[*reading.facts, fact])


def part_addresses(address: str, count: int) -> list[str]:
    """The pages of a document in ``count`` parts: its own, then .2, .3 …"""
    stem = address.removesuffix(".html")
    return [address, *(f"{stem}.{number}.html" for number in range(2, count + 1))]


def _write_document(pages: Pages, line: DocumentLine, segments: Rows, marks: Sequence[Mark]) -> list[str]:
    split = parts(segments, [mark.start for mark in marks], MOST_OF_A_PAGE)
    addresses = part_addresses(line.address, len(split))
    starts = [part[0]["char_start"] if part else 0 for part in split]
    for index, part in enumerate(split):
        first = starts[index] if index else 0
        end = starts[index + 1] if index + 1 < len(split) else None
        mine = [mark for mark in marks if first <= mark.start and (end is None or mark.start < end)]
        spans = [Span(mark.start, mark.end, mark.role) for mark in mine]
        pages.page(
            addresses[index],
            "document.html",
            line=line,
            document=line.row,
            blocks=list(blocks(part, spans)),
            figures=[mark for mark in mine if mark.readings],
            aside=_by_role(mark for mark in mine if not mark.readings),
            part=index + 1,
            addresses=addresses,
            starts=starts,
        )
    return addresses


def _by_role(marks: Iterable[Mark]) -> list[tuple[str, list[Mark]]]:
    """Marks by role, the most frequent role first."""
    roles: dict[str, list[Mark]] = {}
    for mark in marks:
        roles.setdefault(mark.role, []).append(mark)
    return sorted(roles.items(), key=lambda item: (-len(item[1]), item[0]))
