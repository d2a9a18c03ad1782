"""All statements about one indicator, the latest first, made a slice at a time."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.evidence.lookup import Lookup
from pipelines.evidence.readings import Reading
from pipelines.evidence.sliced import Sliced
from pipelines.evidence.statements import STATEMENTS


class Told(Sliced[Reading]):
    """The readings of the statements about an indicator, by the end of their period and the day, the latest first.

    ``keys``: their keys. ``row_keys``: of each a hash of all that is shown of it.
    """

    def __init__(self, lookup: Lookup, code: str) -> None:
        self._lookup = lookup
        self._rows = {kind: lookup.by_indicator[kind].frame(code) for kind in STATEMENTS}
        self._order = pl.concat(
            rows.select(
                pl.lit(kind).alias("kind"), pl.int_range(pl.len()).alias("row"), "key", "document", "char_start",
                pl.col("period_end", "stated_on").fill_null(date.min),
            ).with_columns(rows.hash_rows().alias("hash"))
            for kind, rows in self._rows.items()
        ).sort("period_end", "stated_on", descending=True, maintain_order=True)  # fmt: skip
        self.keys: list[str] = self._order["key"].to_list()
        self.row_keys: list[int] = _shown(lookup, self._order)

    def __len__(self) -> int:
        return self._order.height

    def _between(self, wanted: slice) -> list[Reading]:
        ordered = self._order[wanted].with_row_index("place")
        found: dict[int, Reading] = {}
        for (kind,), part in ordered.partition_by("kind", as_dict=True).items():
            readings = self._lookup.read(str(kind), self._rows[str(kind)][part["row"]].iter_rows(named=True))
            found.update(zip(part["place"], readings, strict=True))
        return [found[place] for place in range(ordered.height)]


def _shown(lookup: Lookup, order: pl.DataFrame) -> list[int]:
    """Hashes of the statements with what they were checked against and what flags them."""
    findings = lookup.contents.findings
    hashed = findings.select(pl.col("statement_keys").alias("key")).with_columns(check=findings.hash_rows())
    flags = lookup.contents.flags
    flagged = flags.select("document", "char_start").with_columns(flag=flags.hash_rows())
    shown = order.select("key", "document", "char_start", "hash")
    for found, on, name in (
        (hashed.explode("key"), ["key"], "check"),
        (flagged, ["document", "char_start"], "flag"),
    ):
        # halves: a sum of whole hashes could go past what a number holds
        summed = found.group_by(on).agg(
            (pl.col(name) // 2**32).sum().alias(f"{name}_high"), (pl.col(name) % 2**32).sum()
        )
        shown = shown.join(summed, on=on, how="left", maintain_order="left")
    return shown.drop("key", "document", "char_start").hash_rows().to_list()
