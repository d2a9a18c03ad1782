"""What the pages show, read from the published warehouse: one frame a kind of thing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from pipelines.warehouse import open_warehouse

#: The beginning of the addresses in the views, which are relative to the warehouse's folder; pages are within it.
SITE = "site/"

_PLACE = """
    statement.document, statement.char_start, statement.char_end, statement.raw, statement.indicator_code,
    statement.label, statement.sentence, statement.stated_on, statement.rule, statement.bound,
    segment.char_start AS sentence_start
"""
_SEGMENT = """
    LEFT JOIN marts.dim_segments AS segment
    ON statement.document_key = segment.document_key AND statement.segment_no = segment.segment_no
    AND statement.sentence = segment.text
"""
_PERIOD = """
    LEFT JOIN marts.dim_periods AS period ON statement.period_key = period.period_key
"""
_LEVEL_COLUMNS = """
    statement.value, statement.value_high, statement.unit_code, statement.period_start, statement.period_end,
    statement.period_basis, statement.status, statement.out_of,
    period.label_vi AS period_vi, period.label_en AS period_en
"""

QUERIES = {
    "documents": """
        SELECT documents.*, facts.licence_note FROM bi.documents AS documents
        LEFT JOIN marts.dim_documents AS facts ON documents.document_key = facts.document_key
        ORDER BY documents.stated_on DESC NULLS LAST, documents.document
    """,
    "segments": """
        SELECT document, kind, paragraph_no, char_start, char_end, text FROM marts.dim_segments
        ORDER BY document, char_start
    """,
    "numerals": """
        SELECT document, char_start, char_end, raw, role, rule FROM marts.fct_numerals ORDER BY document, char_start
    """,
    "levels": f"""
        SELECT statement.observation_key AS key, {_PLACE}, {_LEVEL_COLUMNS}
        FROM marts.fct_observations AS statement {_SEGMENT} {_PERIOD}
        UNION ALL
        SELECT statement.target_key AS key, {_PLACE}, {_LEVEL_COLUMNS}
        FROM marts.fct_targets AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start
    """,
    "changes": f"""
        SELECT statement.change_key AS key, {_PLACE}, statement.observation_key, statement.observation_char_start,
            statement.ordinal, statement.direction, statement.amount, statement.amount_high, statement.amount_unit,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en,
            reference.label_vi AS reference_vi, reference.label_en AS reference_en
        FROM marts.fct_changes AS statement {_SEGMENT} {_PERIOD}
        LEFT JOIN marts.dim_periods AS reference ON statement.reference_period_key = reference.period_key
        ORDER BY document, char_start, statement.ordinal
    """,
    "shares": f"""
        SELECT statement.share_key AS key, {_PLACE}, statement.observation_char_start, statement.percent,
            statement.whole_indicator_code, statement.whole_label,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en
        FROM marts.fct_shares AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start
    """,
    "plans": f"""
        SELECT statement.plan_completion_key AS key, {_PLACE}, statement.observation_char_start, statement.percent,
            statement.plan_year, statement.status,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en
        FROM marts.fct_plan_completions AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start
    """,
    "series": "SELECT * FROM bi.series ORDER BY indicator_code, period_end, period_start, unit_code",
    "implied": """
        SELECT indicator_code, value, unit_code, period_start, period_end, document, char_start, derivation
        FROM marts.fct_implied_observations
        WHERE indicator_code IS NOT NULL AND period_end IS NOT NULL AND derivation <> 'plan'
        ORDER BY indicator_code, period_end, implied_key
    """,
    "findings": """
        SELECT finding.*, told.explanation_vi, told.explanation_en
        FROM marts.fct_findings AS finding INNER JOIN bi.findings AS told USING (finding_key)
        ORDER BY CASE finding.verdict WHEN 'contradicted' THEN 1 WHEN 'unverifiable' THEN 2 ELSE 3 END,
            finding.stated_on DESC NULLS LAST, finding_key
    """,
    "indicators": "SELECT * FROM marts.dim_indicators ORDER BY indicator_code",
    "sectors": "SELECT * FROM marts.dim_sectors",
    "units": "SELECT unit_code, name_vi, name_en FROM marts.dim_units",
    "flags": "SELECT document, char_start, fact, flag, explanation FROM audit.quality_flags ORDER BY ALL",
    "checks": """
        SELECT check_id, table_name, status, says, rows_checked, rows_failing FROM audit.checks
        ORDER BY CASE status WHEN 'failed' THEN 1 WHEN 'warned' THEN 2 ELSE 3 END, table_name, check_id
    """,
    "quarantine": "SELECT document, reason, remedy FROM audit.quarantine ORDER BY document",
}

#: What the pages of documents show of them, with its order; a part of the documents has these rows of its own.
OF_DOCUMENTS = {
    "documents": "stated_on DESC NULLS LAST, document",
    "segments": "document, char_start",
    "numerals": "document, char_start",
    "levels": "document, char_start",
    "changes": "document, char_start, ordinal",
    "shares": "document, char_start",
    "plans": "document, char_start",
    "flags": "document, char_start, fact, flag, explanation",
}
_FINDINGS_OF = """
    SELECT * FROM ({findings}) WHERE finding_key IN (
        SELECT finding_key FROM (SELECT finding_key, unnest(statement_keys) AS key FROM marts.fct_findings)
        WHERE key IN (SELECT unnest($keys))
    )
    ORDER BY CASE verdict WHEN 'contradicted' THEN 1 WHEN 'unverifiable' THEN 2 ELSE 3 END,
        stated_on DESC NULLS LAST, finding_key
"""
#: Catalogues, which every part has whole.
_WHOLE = ("indicators", "sectors", "units")


@dataclass(frozen=True)
class Contents:
    """The frames by the names of their queries, columns and order as these state them."""

    documents: pl.DataFrame
    segments: pl.DataFrame
    numerals: pl.DataFrame
    levels: pl.DataFrame
    changes: pl.DataFrame
    shares: pl.DataFrame
    plans: pl.DataFrame
    series: pl.DataFrame
    implied: pl.DataFrame
    findings: pl.DataFrame
    indicators: pl.DataFrame
    sectors: pl.DataFrame
    units: pl.DataFrame
    flags: pl.DataFrame
    checks: pl.DataFrame
    quarantine: pl.DataFrame


def read_contents(warehouse: Path) -> Contents:
    """Everything the pages need of the published ``warehouse``; WarehouseError where it cannot be read."""
    with closing(open_warehouse(warehouse)) as connection:
        # one transaction: all frames are of the same publication
        connection.execute("BEGIN TRANSACTION READ ONLY")
        frames = {item.name: connection.execute(QUERIES[item.name]).pl() for item in fields(Contents)}
    return Contents(**frames)


def read_part(warehouse: Path, documents: Sequence[str]) -> Contents:
    """What the pages of ``documents`` need: their rows, the findings that they take part in, and the catalogues.

    Other frames are empty. WarehouseError where the warehouse cannot be read.
    """
    with closing(open_warehouse(warehouse)) as connection:
        connection.execute("SET threads = 1")  # others read other parts
        connection.execute("SET enable_progress_bar = false")  # DuckDB takes a process of a pool for a person's shell
        frames: dict[str, pl.DataFrame] = {}
        for name, order in OF_DOCUMENTS.items():
            query = f"SELECT * FROM ({QUERIES[name]}) WHERE document IN (SELECT unnest($documents)) ORDER BY {order}"
            frames[name] = connection.execute(query, {"documents": list(documents)}).pl()
        keys = [key for kind in ("levels", "changes", "shares", "plans") for key in frames[kind]["key"]]
        query = _FINDINGS_OF.format(findings=QUERIES["findings"])
        frames["findings"] = connection.execute(query, {"keys": keys}).pl()
        for item in fields(Contents):
            if item.name not in frames:
                limit = "" if item.name in _WHOLE else " LIMIT 0"
                frames[item.name] = connection.execute(f"SELECT * FROM ({QUERIES[item.name]}){limit}").pl()
    return Contents(**frames)
