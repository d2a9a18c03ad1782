"""The findings page: what was stated against what was recomputed, with the sentences of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import polars as pl

from pipelines.evidence.contents import SITE, Publication
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, Span, cut
from pipelines.evidence.readings import Names, Row
from pipelines.evidence.render import Listing, Pages
from pipelines.evidence.sliced import Sliced
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


#: Findings that are read at once.
WINDOW = 1000


class Findings(Sliced[Finding]):
    """Findings of one verdict, in their order; made when asked for, a slice at a time.

    ``index``: of each, in order, ``nth`` (its place among all), ``finding_key`` and ``key_of_row`` (a hash of all that
    is shown of it).
    """

    def __init__(self, lookup: Lookup, publication: Publication, index: pl.DataFrame) -> None:
        self._lookup, self._publication = lookup, publication
        self._nth: list[int] = index["nth"].to_list()
        self.finding_keys: pl.Series = index["finding_key"]
        self.row_keys: list[int] = index["key_of_row"].to_list()
        self._read: tuple[int, int] = (0, 0)
        self._rows = self._told = pl.DataFrame()

    def __len__(self) -> int:
        return len(self._nth)

    def _between(self, wanted: slice) -> list[Finding]:
        places_among_all = self._nth[wanted]
        if not places_among_all:
            return []
        rows, told = self._read_between(places_among_all[0], places_among_all[-1])
        places: dict[int, list[Row]] = {}
        for place in told.iter_rows(named=True):
            places.setdefault(place["nth"], []).append(place)
        return [_finding(self._lookup, row, places.get(row["nth"], [])) for row in rows.iter_rows(named=True)]

    def _read_between(self, first: int, last: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The findings between two places, and their statements in order."""
        if not self._read[0] <= first <= last < self._read[1]:
            self._read = (first, max(first + WINDOW, last + 1))
            among = f"WHERE nth >= {first} AND nth < {self._read[1]}"
            self._rows = self._publication.frame(f"SELECT * FROM arranged.findings {among} ORDER BY nth")
            self._told = self._publication.frame(f"SELECT * FROM arranged.told {among} ORDER BY nth, position")
        among_read = pl.col("nth").is_between(first, last)
        return self._rows.filter(among_read), self._told.filter(among_read)


def findings(lookup: Lookup, publication: Publication) -> dict[str, Findings]:
    """All findings by verdict, the latest first."""
    index = publication.frame("SELECT nth, verdict, finding_key, key_of_row FROM arranged.findings ORDER BY nth")
    return {verdict: Findings(lookup, publication, index.filter(pl.col("verdict") == verdict)) for verdict in VERDICTS}


def write_findings(pages: Pages, found: Mapping[str, Findings]) -> None:
    """Write the page with a list for each verdict."""
    lists = {
        verdict: pages.listing(f"findings/{verdict}", rows, "rows/finding.html", "findings.html", rows.row_keys)
        for verdict, rows in found.items()
    }
    _write_places(pages, found, lists)
    groups = [(verdict, lists[verdict], len(rows)) for verdict, rows in found.items()]
    pages.page("findings.html", "findings.html", groups=groups)


def _write_places(pages: Pages, found: Mapping[str, Findings], lists: Mapping[str, Listing]) -> None:
    """Files by the beginning of the key that tell in which file of its list a finding is that stands in no page."""
    frames = []
    for verdict, rows in found.items():
        numbers = [lists[verdict].file_of(index) for index in range(len(rows))]
        numbered = pl.DataFrame({"key": rows.finding_keys, "number": pl.Series(numbers, dtype=pl.Int64)})
        frames.append(numbered.drop_nulls("number").with_columns(pl.lit(verdict).alias("verdict")))
    beginnings = pl.concat(frames).with_columns(pl.col("key").str.head(2).alias("beginning"))
    for (beginning,), mine in beginnings.partition_by("beginning", as_dict=True, maintain_order=True).items():
        columns = mine.select("key", "verdict", "number").iter_rows()
        pages.data(f"findings/at-{beginning}", {key: (verdict, number) for key, verdict, number in columns})


def _finding(lookup: Lookup, row: Row, places: Sequence[Row]) -> Finding:
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
        sentences=list(_sentences(places)),
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


def _sentences(places: Sequence[Row]) -> Iterator[Sentence]:
    """The sentences of the statements, each once, all of their numerals marked."""
    together: dict[tuple[str, str], list[Row]] = {}
    for row in places:
        together.setdefault((row["document"], row["sentence"]), []).append(row)
    for (_, sentence), rows in together.items():
        begins = next((row["sentence_start"] for row in rows if row["sentence_start"] is not None), None)
        spans = [Span(row["char_start"], row["char_end"], row["role"]) for row in rows]
        pieces = [Piece(sentence)] if begins is None else cut(sentence, begins, spans)
        first = min(row["char_start"] for row in rows)
        yield Sentence(pieces, f"{rows[0]['page'].removeprefix(SITE)}#c{first}", rows[0]["title"])
