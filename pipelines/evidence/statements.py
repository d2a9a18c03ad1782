"""SQL of what the documents state, as the pages show it: one query a kind, over all rows or over chosen ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Source(NamedTuple):
    """A table of ``marts`` that holds statements of a kind, and its key."""

    table: str
    key: str


#: Kind → where its statements are, and the role in which they are marked.
SOURCES: Mapping[str, tuple[Source, ...]] = {
    "levels": (Source("fct_observations", "observation_key"), Source("fct_targets", "target_key")),
    "changes": (Source("fct_changes", "change_key"),),
    "shares": (Source("fct_shares", "share_key"),),
    "plans": (Source("fct_plan_completions", "plan_completion_key"),),
}
STATEMENTS = tuple(SOURCES)
ROLES = {"levels": "level", "changes": "change", "shares": "share", "plans": "plan"}
TABLES = tuple(source.table for sources in SOURCES.values() for source in sources)

PLACE = (
    *("document", "char_start", "char_end", "raw", "indicator_code", "label", "sentence", "stated_on", "rule"),
    "bound",
)
#: What else is shown of each kind, as its table has it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "levels": (
        *("value", "value_high", "unit_code", "period_start", "period_end", "period_basis", "status", "out_of"),
    ),
    "changes": (
        *("observation_key", "observation_char_start", "ordinal", "direction", "amount", "amount_high"),
        *("amount_unit", "period_end"),
    ),
    "shares": ("observation_char_start", "percent", "whole_indicator_code", "whole_label", "period_end"),
    "plans": ("observation_char_start", "percent", "plan_year", "status", "period_end"),
}
_PERIODS = "period.label_vi AS period_vi, period.label_en AS period_en"
_REFERENCES = "reference.label_vi AS reference_vi, reference.label_en AS reference_en"
_REFERENCE = "LEFT JOIN marts.dim_periods AS reference ON statement.reference_period_key = reference.period_key"
_ORDER = {"changes": "document, char_start, ordinal, key"}


def query(kind: str, where: Callable[[str], str] = "marts.{}".format, segments: str = "marts.dim_segments") -> str:
    """SQL of the statements of ``kind`` in their order, each with its sentence's place and its periods' names.

    ``where`` gives the relation to read in place of a table, ``segments`` that of the segments.
    """
    changes = kind == "changes"
    parts = [
        f"""
        SELECT statement.{source.key} AS key, {_named(PLACE)}, segment.char_start AS sentence_start,
            {_named(COLUMNS[kind])}, {_PERIODS}{f", {_REFERENCES}" if changes else ""}
        FROM {where(source.table)} AS statement
        LEFT JOIN {segments} AS segment
        ON statement.document_key = segment.document_key AND statement.segment_no = segment.segment_no
        AND statement.sentence = segment.text
        LEFT JOIN marts.dim_periods AS period ON statement.period_key = period.period_key
        {_REFERENCE if changes else ""}
        """
        for source in SOURCES[kind]
    ]
    return f"{' UNION ALL '.join(parts)} ORDER BY {_ORDER.get(kind, 'document, char_start, key')}"


def every(columns: str) -> str:
    """SQL of ``columns`` of all statements, with ``kind``, its number ``kind_no``, and ``key``."""
    return " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, {number} AS kind_no, {source.key} AS key, {columns} FROM marts.{source.table}"
        for number, (kind, sources) in enumerate(SOURCES.items())
        for source in sources
    )


def hashes() -> str:
    """SQL of a hash of all that is shown of each statement, by its document; periods by their keys."""
    return " UNION ALL ".join(
        f"SELECT document, hash('{kind}', document_key, segment_no, {source.key}, period_key, "
        f"{', '.join((*PLACE, *COLUMNS[kind]))}{', reference_period_key' if kind == 'changes' else ''}) AS hash "
        f"FROM marts.{source.table}"
        for kind, sources in SOURCES.items()
        for source in sources
    )


def _named(columns: tuple[str, ...]) -> str:
    return ", ".join(f"statement.{column}" for column in columns)
