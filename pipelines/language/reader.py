"""Vietnamese text to staging tables."""

from __future__ import annotations

import polars as pl

from pipelines.language.ledger import scan_numerals
from pipelines.language.segments import cut_segments
from pipelines.staging.schemas import STAGING
from pipelines.vocabulary import Vocabulary


def read(documents: pl.DataFrame, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    segments = cut_segments(documents)
    numerals = scan_numerals(segments).with_columns(role=pl.lit("mention"), rule=pl.lit("none"))
    empty = {name: pl.DataFrame(schema=dict(schema)) for name, schema in STAGING.items() if name not in ("stg_documents", "stg_quarantine")}
    return empty | {
        "stg_segments": segments.select(list(STAGING["stg_segments"])),
        "stg_numerals": numerals.select(list(STAGING["stg_numerals"])),
    }
