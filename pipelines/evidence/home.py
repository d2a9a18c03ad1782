"""The first page: sectors with their headline figures, the latest documents and what contradicts what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.evidence.documents import DocumentLines
from pipelines.evidence.findings import Findings
from pipelines.evidence.indicators import Headline
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.render import Pages
from pipelines.evidence.words import Both

_HEADLINES, _DOCUMENTS, _FINDINGS = 4, 6, 4
_KINDS = ("flow", "stock", "ratio")


@dataclass(frozen=True)
class Sector:
    """A sector with its foremost figures and the number of its indicators that have any."""

    code: str
    name: Both
    headlines: list[Headline]
    indicators: int


def sectors(lookup: Lookup, headlines: Mapping[str, Headline | None]) -> list[Sector]:
    """Sectors with figures: the one over all first, then the most written about."""
    codes: dict[str, list[str]] = {}
    for code in lookup.with_page:
        codes.setdefault(lookup.indicators[code]["sector_code"], []).append(code)
    totals = {sector: sum(map(lookup.statements_of, mine)) for sector, mine in codes.items()}
    order = sorted(codes, key=lambda sector: (sector != "all", -totals[sector], sector))
    return [
        Sector(sector, lookup.sectors[sector], _foremost(lookup, codes[sector], headlines), len(codes[sector]))
        for sector in order
        if sector in lookup.sectors
    ]


def _foremost(lookup: Lookup, codes: list[str], headlines: Mapping[str, Headline | None]) -> list[Headline]:
    """The foremost indicators of a sector: wholes before parts, flows before stocks, the most stated first."""
    mine = set(codes)

    def order(code: str) -> tuple[bool, int, int, str]:
        about = lookup.indicators[code]
        kind = _KINDS.index(about["kind"]) if about["kind"] in _KINDS else len(_KINDS)
        return about["parent_code"] in mine, kind, -lookup.statements_of(code), code

    found = (headlines[code] for code in sorted(codes, key=order))
    return [figure for figure in found if figure is not None][:_HEADLINES]


def write_home(
    pages: Pages,
    lookup: Lookup,
    documents: DocumentLines,
    found: Mapping[str, Findings],
    headlines: Mapping[str, Headline | None],
) -> None:
    """Write the first page, with the ``headlines`` of indicators by their code."""
    contents = lookup.contents
    contradicted = found["contradicted"]
    ends = contents.series["period_end"].drop_nulls()
    starts = contents.series["period_start"].drop_nulls()
    pages.page(
        "index.html",
        "home.html",
        sectors=sectors(lookup, headlines),
        documents=documents[:_DOCUMENTS],
        total_documents=len(documents),
        findings=contradicted[:_FINDINGS],
        contradicted=len(contradicted),
        numerals=int(contents.roles["numerals"].sum()),
        figures=int(contents.documents["figures"].sum()),
        indicators=len(lookup.with_page),
        first=starts.min(),
        last=ends.max(),
    )
