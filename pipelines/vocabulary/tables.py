"""What each reference table must look like: columns and types, keys, references, closed values."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from polars.datatypes import DataTypeClass


class VocabularyError(ValueError):
    """Reference data that cannot be used; the message names the file, the place and the remedy."""


def _text(*columns: str) -> dict[str, DataTypeClass]:
    return dict.fromkeys(columns, pl.String)


TABLES: Mapping[str, Mapping[str, DataTypeClass]] = {
    "scales": {"surface": pl.String, "factor": pl.Int64},
    "units": {
        **_text("unit_code", "name_vi", "name_en", "kind", "base_unit_code"),
        "factor": pl.Float64,
        **_text("iso4217", "ucum"),
    },
    "unit_words": _text("surface", "unit_code", "role"),
    "cues": _text("cue", "kind", "value", "note"),
    "sectors": _text("sector_code", "name_vi", "name_en", "parent_code", "pattern"),
    "indicators": {
        **_text(
            "indicator_code",
            "name_vi",
            "name_en",
            "sector_code",
            "unit_code",
            "kind",
            "parent_code",
            "adds_up",
            "better",
        ),
        **_text("pattern", "sector_pattern", "excludes"),
        "range_min": pl.Float64,
        "range_max": pl.Float64,
        **_text("definition_vi", "definition_en"),
    },
    "foreign_owners": _text("pattern", "note"),
}

UNIQUE: Mapping[str, list[str]] = {
    "scales": ["surface"],
    "units": ["unit_code"],
    "unit_words": ["surface"],
    "cues": ["kind", "cue"],
    "sectors": ["sector_code"],
    "indicators": ["indicator_code"],
    "foreign_owners": ["pattern"],
}

#: (table, column, referenced table, referenced column)
REFERENCES = [
    ("unit_words", "unit_code", "units", "unit_code"),
    ("indicators", "unit_code", "units", "unit_code"),
    ("indicators", "sector_code", "sectors", "sector_code"),
    ("indicators", "parent_code", "indicators", "indicator_code"),
    ("sectors", "parent_code", "sectors", "sector_code"),
]

#: (table, column, allowed values)
CLOSED_VALUES = [
    ("unit_words", "role", {"mention", "duration", "base"}),
    ("indicators", "kind", {"flow", "stock", "ratio"}),
    ("indicators", "adds_up", {"exhaustive", "part"}),
    ("indicators", "better", {"up", "down"}),
    (
        "cues",
        "kind",
        {
            *(
                "direction",
                "adverb",
                "emphasis",
                "bound",
                "status",
                "breakdown",
                "verb",
                "share",
                "rank",
                "plan",
                "head",
            ),
            *("connective", "boilerplate", "furniture", "name", "money", "deficit", "balance", "digital"),
            *(
                "act",
                "goods",
                "implied_owner",
                "organization",
                "owned",
                "had",
                "finite",
                "loose_start",
                "loose_end",
                "bare",
                "one_name",
                "joint",
                "saying",
                "intent",
                "season",
                "tally",
                "dimension",
                "economy",
                "stock_word",
                "flow_word",
                "trade_word",
                "province",
                "no_province",
            ),
        },
    ),
]
