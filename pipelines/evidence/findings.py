"""The findings page: what was stated against what was recomputed, with the sentences of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import overload

import polars as pl

from pipelines.evidence.contents import SITE, STATEMENTS
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, Span, cut
from pipelines.evidence.readings import Names, Row
from pipelines.evidence.render import Listing, Pages
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


class Findings(Sequence[Finding]):
    """Findings of one verdict, in their order; made when asked for, a slice at a time.

    ``rows``: the findings, with ``at`` and ``key_of_row`` (a hash of all that is shown of one). ``told``: the
    statements of each, in order, by ``at``.
    """

    def __init__(self, lookup: Lookup, rows: pl.DataFrame, told: pl.DataFrame) -> None:
        self._lookup, self._rows, self._told = lookup, rows, told
        self.finding_keys: list[str] = rows["finding_key"].to_list()
        self.row_keys: list[int] = rows["key_of_row"].to_list()

    def __len__(self) -> int:
        return self._rows.height

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        rows = self._rows[index]
        if rows.is_empty():
            return []
        first, last = self._told["at"].search_sorted(rows["at"][0]), self._told["at"].search_sorted(rows["at"][-1] + 1)
        places: dict[int, list[Row]] = {}
        for place in self._told[first:last].iter_rows(named=True):
            places.setdefault(place["at"], []).append(place)
        return [_finding(self._lookup, row, places.get(row["at"], [])) for row in rows.iter_rows(named=True)]


def findings(lookup: Lookup) -> dict[str, Findings]:
    """All findings by verdict, the latest first."""
    rows = lookup.contents.findings.with_row_index("at")
    keys = rows.select("at", key="statement_keys").explode("key").filter(pl.col("key").is_not_null())
    told = keys.join(_places(lookup), on="key", how="inner", maintain_order="left")
    # halves: a sum of whole hashes could go past what a number holds
    hashed = told.select("at", hash=told.drop("at").hash_rows()).group_by("at").agg(
        (pl.col("hash") // 2**32).sum().alias("high"), (pl.col("hash") % 2**32).sum().alias("low")
    )  # fmt: skip
    shown = rows.with_columns(row=rows.drop("at").hash_rows()).join(hashed, on="at", how="left", maintain_order="left")
    rows = rows.with_columns(key_of_row=shown.select("row", "high", "low").hash_rows())
    return {verdict: Findings(lookup, rows.filter(pl.col("verdict") == verdict), told) for verdict in VERDICTS}


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
    places: dict[str, dict[str, tuple[str, int]]] = {}
    for verdict, rows in found.items():
        for index, key in enumerate(rows.finding_keys):
            if (number := lists[verdict].file_of(index)) is not None:
                places.setdefault(key[:2], {})[key] = (verdict, number)
    for beginning, mine in places.items():
        pages.data(f"findings/at-{beginning}", mine)


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
        yield Sentence(pieces, f"{rows[0]['page']}#c{first}", rows[0]["title"])


def _places(lookup: Lookup) -> pl.DataFrame:
    """Where each statement stands, by its key, with its document's page and title."""
    columns = ["key", "document", "sentence", "sentence_start", "char_start", "char_end"]
    roles = dict(zip(STATEMENTS, ("level", "change", "share", "plan"), strict=True))
    stated = pl.concat(
        [
            getattr(lookup.contents, kind).select(*columns, pl.lit(role).alias("role")).unique("key", keep="last")
            for kind, role in roles.items()
        ]
    )
    documents = lookup.contents.documents.select(
        "document",
        pl.coalesce(pl.when(pl.col("title") != "").then("title"), "document").alias("title"),
        pl.col("evidence_url").str.strip_prefix(SITE).alias("page"),
    )
    placed: pl.DataFrame = stated.unique("key", keep="last", maintain_order=True).join(
        documents, on="document", how="left"
    )
    return placed
