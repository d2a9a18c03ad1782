"""The first page: sectors with their headline figures, the latest documents and what contradicts what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.evidence.contents import STATEMENTS
from pipelines.evidence.documents import DocumentLine
from pipelines.evidence.findings import Findings
from pipelines.evidence.indicators import Headline, headline
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


def sectors(lookup: Lookup) -> list[Sector]:
    """Sectors with figures: the one over all first, then the most written about."""
    codes: dict[str, list[str]] = {}
    for code in lookup.with_page:
        codes.setdefault(lookup.indicators[code]["sector_code"], []).append(code)
    statements = {code: lookup.statements_of(code) for code in lookup.with_page}
    totals = {sector: sum(statements[code] for code in mine) for sector, mine in codes.items()}
    order = sorted(codes, key=lambda sector: (sector != "all", -totals[sector], sector))
    return [
        Sector(sector, lookup.sectors[sector], _headlines(lookup, codes[sector], statements), len(codes[sector]))
        for sector in order
        if sector in lookup.sectors
    ]


def _headlines(lookup: Lookup, codes: list[str], statements: Mapping[str, int]) -> list[Headline]:
    """The foremost indicators of a sector: wholes before parts, flows before stocks, the most stated first."""
    mine = set(codes)

    def order(code: str) -> tuple[bool, int, int, str]:
        about = lookup.indicators[code]
        kind = _KINDS.index(about["kind"]) if about["kind"] in _KINDS else len(_KINDS)
        return about["parent_code"] in mine, kind, -statements[code], code

    found = (headline(lookup, code) for code in sorted(codes, key=order))
    return [figure for figure in found if figure is not None][:_HEADLINES]


def write_home(pages: Pages, lookup: Lookup, documents: list[DocumentLine], found: Mapping[str, Findings]) -> None:
    """Write the first page."""
    contents = lookup.contents
    contradicted = found["contradicted"]
    ends = contents.series["period_end"].drop_nulls()
    starts = contents.series["period_start"].drop_nulls()
    pages.page(
        "index.html",
        "home.html",
        sectors=sectors(lookup),
        documents=documents[:_DOCUMENTS],
        total_documents=len(documents),
        findings=contradicted[:_FINDINGS],
        contradicted=len(contradicted),
        numerals=int(contents.roles["numerals"].sum()),
        figures=sum(getattr(contents, kind).height for kind in STATEMENTS),
        indicators=len(lookup.with_page),
        first=starts.min(),
        last=ends.max(),
    )
