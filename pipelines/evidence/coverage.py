"""The coverage page: what became of every numeral, which words have no indicator, what was set aside or flagged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import polars as pl

from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, marked_sentence
from pipelines.evidence.render import Pages


def write_coverage(pages: Pages, lookup: Lookup) -> None:
    """Write the page."""
    contents, unmapped = lookup.contents, Unmapped(lookup)
    passed = contents.checks.filter(pl.col("status") == "passed").height
    pages.page(
        "coverage.html",
        "coverage.html",
        roles=_roles(contents.roles),
        numerals=int(contents.roles["numerals"].sum()),
        unmapped=pages.listing("unmapped", unmapped, "rows/unmapped.html", "coverage.html", unmapped.row_keys),
        quarantine=pages.listing("quarantine", contents.quarantine.to_dicts(), "rows/quarantine.html", "coverage.html"),
        flags=pages.listing("flags", _flags(lookup), "rows/flag.html", "coverage.html"),
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


class Unmapped(Sequence[dict[str, Any]]):
    """Labels without an indicator, the most frequent first, each with its first sentence; made when asked for.

    ``row_keys``: of each a hash of all that is shown of it.
    """

    def __init__(self, lookup: Lookup) -> None:
        levels = lookup.contents.levels.filter(pl.col("indicator_code").is_null() & pl.col("label").is_not_null())
        labels = levels.group_by("label", "unit_code", maintain_order=True).agg(
            pl.len().alias("statements"),
            pl.col("document").n_unique().alias("documents"),
            pl.col("document", "sentence", "sentence_start", "char_start", "char_end").first().name.prefix("at_"),
        )
        self._lookup = lookup
        self._labels = labels.sort("statements", "label", "unit_code", descending=[True, False, False])
        self.row_keys: list[int] = self._labels.hash_rows().to_list()

    def __len__(self) -> int:
        return self._labels.height

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        return [self._shown(row) for row in self._labels[index].iter_rows(named=True)]

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        pieces: list[Piece] = marked_sentence(
            row["at_sentence"], row["at_sentence_start"], row["at_char_start"], row["at_char_end"], "level"
        )
        address = f"{self._lookup.pages[row['at_document']]}#c{row['at_char_start']}"
        return {**row, "unit": self._lookup.names.unit(row["unit_code"]), "sentence": pieces, "address": address}


def _flags(lookup: Lookup) -> list[dict[str, Any]]:
    rows = lookup.contents.flags.to_dicts()
    return [{**row, "address": f"{lookup.pages[row['document']]}#c{row['char_start']}"} for row in rows]
