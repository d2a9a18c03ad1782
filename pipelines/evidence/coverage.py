"""The coverage page: what became of every numeral, which words have no indicator, what was set aside or flagged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.evidence.lookup import Lookup
from pipelines.evidence.marking import Piece, marked_sentence
from pipelines.evidence.render import Pages


def write_coverage(pages: Pages, lookup: Lookup) -> None:
    """Write the page."""
    contents = lookup.contents
    passed = contents.checks.filter(pl.col("status") == "passed").height
    pages.page(
        "coverage.html",
        "coverage.html",
        roles=_roles(contents.roles),
        numerals=int(contents.roles["numerals"].sum()),
        unmapped=pages.listing("unmapped", list(_unmapped(lookup)), "rows/unmapped.html", "coverage.html"),
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


def _unmapped(lookup: Lookup) -> Iterator[dict[str, Any]]:
    """Labels without an indicator, the most frequent first, each with its first sentence."""
    levels = lookup.contents.levels.filter(pl.col("indicator_code").is_null() & pl.col("label").is_not_null())
    labels = levels.group_by("label", "unit_code", maintain_order=True).agg(
        pl.len().alias("statements"),
        pl.col("document").n_unique().alias("documents"),
        pl.all().first().name.prefix("at_"),
    )
    for row in labels.sort("statements", "label", descending=[True, False]).iter_rows(named=True):
        pieces: list[Piece] = marked_sentence(
            row["at_sentence"], row["at_sentence_start"], row["at_char_start"], row["at_char_end"], "level"
        )
        address = f"{lookup.pages[row['at_document']]}#c{row['at_char_start']}"
        yield {**row, "unit": lookup.names.unit(row["unit_code"]), "sentence": pieces, "address": address}


def _flags(lookup: Lookup) -> list[dict[str, Any]]:
    rows = lookup.contents.flags.to_dicts()
    return [{**row, "address": f"{lookup.pages[row['document']]}#c{row['char_start']}"} for row in rows]
