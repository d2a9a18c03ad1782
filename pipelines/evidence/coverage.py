"""The coverage page: what became of every numeral, which words have no indicator, what was set aside or flagged."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.evidence.contents import Publication
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, marked_sentence
from pipelines.evidence.render import Pages
from pipelines.evidence.sliced import Sliced


def write_coverage(pages: Pages, lookup: Lookup, publication: Publication) -> None:
    """Write the page."""
    contents, unmapped = lookup.contents, Unmapped(lookup, publication)
    passed = contents.checks.filter(pl.col("status") == "passed").height
    pages.page(
        "coverage.html",
        "coverage.html",
        roles=_roles(contents.roles),
        numerals=int(contents.roles["numerals"].sum()),
        unmapped=pages.listing("unmapped", unmapped, "rows/unmapped.html", "coverage.html", unmapped.row_keys),
        quarantine=pages.listing("quarantine", contents.quarantine.to_dicts(), "rows/quarantine.html", "coverage.html"),
        flags=pages.listing("flags", Flags(lookup), "rows/flag.html", "coverage.html"),
        checks=[row for row in contents.checks.to_dicts() if row["status"] != "passed"],
        passed=passed,
        total=contents.checks.height,
    )


def _roles(counts: pl.DataFrame) -> list[dict[str, Any]]:
    """Counts and shares of the roles, the most frequent first, with the rules that settled them."""
    rules = counts.sort("numerals", "rule", "role", descending=[True, False, False])
    roles = rules.group_by("role", maintain_order=True).agg(
        pl.col("numerals").sum().alias("count"),
        pl.concat_str(pl.col("rule"), pl.lit(" "), pl.col("numerals").cast(pl.String)).alias("rules"),
    )
    total = max(int(counts["numerals"].sum()), 1)
    return [
        {**row, "percent": 100 * row["count"] / total}
        for row in roles.sort("count", "role", descending=[True, False]).to_dicts()
    ]


class Unmapped(Sliced[dict[str, Any]]):
    """Labels without an indicator, the most frequent first, each with its first sentence; made when asked for.

    ``row_keys``: of each a hash of all that is shown of it.
    """

    def __init__(self, lookup: Lookup, publication: Publication) -> None:
        self._lookup, self._publication = lookup, publication
        keys = publication.frame("SELECT key_of_row FROM arranged.unmapped ORDER BY nth")
        self.row_keys: list[int] = keys["key_of_row"].to_list()

    def __len__(self) -> int:
        return len(self.row_keys)

    def _between(self, wanted: slice) -> list[dict[str, Any]]:
        first, end, _ = wanted.indices(len(self))
        among = f"WHERE nth >= {first} AND nth < {end} ORDER BY nth"
        rows = self._publication.frame(f"SELECT * EXCLUDE (nth, key_of_row) FROM arranged.unmapped {among}")
        return [self._shown(row) for row in rows.iter_rows(named=True)]

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        pieces: list[Piece] = marked_sentence(
            row["at_sentence"], row["at_sentence_start"], row["at_char_start"], row["at_char_end"], "level"
        )
        address = f"{self._lookup.pages[row['at_document']]}#c{row['at_char_start']}"
        return {**row, "unit": self._lookup.names.unit(row["unit_code"]), "sentence": pieces, "address": address}


class Flags(Sliced[dict[str, Any]]):
    """Flagged figures with their places; made when asked for."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def __len__(self) -> int:
        return self._lookup.contents.flags.height

    def _between(self, wanted: slice) -> list[dict[str, Any]]:
        rows, pages = self._lookup.contents.flags[wanted].iter_rows(named=True), self._lookup.pages
        return [{**row, "address": f"{pages[row['document']]}#c{row['char_start']}"} for row in rows]
