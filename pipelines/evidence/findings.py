"""The findings page: what was stated against what was recomputed, with the sentences of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from pipelines.evidence.contents import STATEMENTS
from pipelines.evidence.documents import titles
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, Span, cut
from pipelines.evidence.readings import Names, Row
from pipelines.evidence.render import Pages
from pipelines.evidence.words import Both, same

VERDICTS = ("contradicted", "unverifiable", "consistent")


@dataclass(frozen=True)
class Sentence:
    """A sentence with the numerals of a finding marked, the place of the first, and its document's title."""

    pieces: list[Piece]
    address: str
    title: str


@dataclass(frozen=True)
class Finding:
    """A relation between figures, recomputed."""

    key: str
    kind: str
    verdict: str
    relation: str
    subject: Both
    subject_address: str
    stated: Both
    expected: Both
    explanation: Both
    slip: str
    sentences: list[Sentence]


def findings(lookup: Lookup) -> list[Finding]:
    """All findings, contradictions first, then the latest first."""
    places, named = _places(lookup), titles(lookup)
    return [_finding(lookup, row, places, named) for row in lookup.contents.findings.iter_rows(named=True)]


def write_findings(pages: Pages, found: list[Finding]) -> None:
    """Write the page with a list for each verdict."""
    groups = [
        (verdict, pages.listing(f"findings/{verdict}", rows, "rows/finding.html", "findings.html"), len(rows))
        for verdict, rows in ((verdict, [row for row in found if row.verdict == verdict]) for verdict in VERDICTS)
    ]
    _write_places(pages, found)
    pages.page("findings.html", "findings.html", groups=groups)


def _write_places(pages: Pages, found: list[Finding]) -> None:
    """Files by the beginning of the key that tell in which file of its list a finding is that stands in no page."""
    places: dict[str, dict[str, tuple[str, int]]] = {}
    for verdict in VERDICTS:
        for index, row in enumerate(row for row in found if row.verdict == verdict):
            if (number := pages.file_of(index)) is not None:
                places.setdefault(row.key[:2], {})[row.key] = (verdict, number)
    for beginning, mine in places.items():
        pages.data(f"findings/at-{beginning}", mine)


def _finding(lookup: Lookup, row: Row, places: Mapping[str, Row], named: Mapping[str, str]) -> Finding:
    code = row["indicator_code"]
    relation, expected = against(lookup.names, row)
    return Finding(
        key=row["finding_key"],
        kind=row["kind"],
        verdict=row["verdict"],
        relation=relation,
        subject=lookup.names.indicator(code) or same(row["label"] or ""),
        subject_address=lookup.names.indicator_address(code),
        stated=_amount(lookup.names, row["stated"], row["unit_code"]),
        expected=expected,
        explanation=Both(row["explanation_vi"], row["explanation_en"]),
        slip=row["likely_slip"] or "",
        sentences=list(_sentences(lookup, row["statement_keys"] or [], places, named)),
    )


def against(names: Names, row: Row) -> tuple[str, Both]:
    """The relation that must hold and with what: a value, or both ends where the middle of a range would say little."""
    unit, expected = row["unit_code"], row["expected"]
    low, high = row["expected_low"], row["expected_high"]
    bounded = row["relation"] == "equal" and expected and None not in (low, high)
    # rounding alone makes the ends of small values differ by as much as the value, and a bound has one end only
    if not bounded or not 1.5 * abs(expected) < high - low < inf:
        return row["relation"], _amount(names, expected, unit)
    lowest, highest = _amount(names, low, unit), _amount(names, high, unit)
    return "within", Both(f"{lowest.vi} – {highest.vi}", f"{lowest.en} – {highest.en}")


def _amount(names: Names, value: float | None, unit: str | None) -> Both:
    if value is None:
        return same("–")
    return names.amount(float(f"{value:.7g}"), unit)


def _sentences(
    lookup: Lookup, keys: list[str], places: Mapping[str, Row], named: Mapping[str, str]
) -> Iterator[Sentence]:
    """The sentences of the statements, each once, all of their numerals marked."""
    together: dict[tuple[str, str], list[Row]] = {}
    for key in keys:
        if key in places:
            row = places[key]
            together.setdefault((row["document"], row["sentence"]), []).append(row)
    for (document, sentence), rows in together.items():
        begins = next((row["sentence_start"] for row in rows if row["sentence_start"] is not None), None)
        spans = [Span(row["char_start"], row["char_end"], row["role"]) for row in rows]
        pieces = [Piece(sentence)] if begins is None else cut(sentence, begins, spans)
        first = min(row["char_start"] for row in rows)
        yield Sentence(pieces, f"{lookup.pages[document]}#c{first}", named[document])


def _places(lookup: Lookup) -> dict[str, dict[str, Any]]:
    """Where each statement stands, by its key."""
    columns = ["key", "document", "sentence", "sentence_start", "char_start", "char_end"]
    roles = dict(zip(STATEMENTS, ("level", "change", "share", "plan"), strict=True))
    return {
        row["key"]: {**row, "role": roles[kind]}
        for kind in STATEMENTS
        for row in getattr(lookup.contents, kind).select(columns).iter_rows(named=True)
    }
