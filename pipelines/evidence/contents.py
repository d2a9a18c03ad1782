"""What the pages show, read from the published warehouse: one frame a kind of thing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path

import duckdb
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
    "roles": "SELECT role, rule, count(*) AS numerals FROM marts.fct_numerals GROUP BY ALL ORDER BY ALL",
    "levels": f"""
        SELECT statement.observation_key AS key, {_PLACE}, {_LEVEL_COLUMNS}
        FROM marts.fct_observations AS statement {_SEGMENT} {_PERIOD}
        UNION ALL
        SELECT statement.target_key AS key, {_PLACE}, {_LEVEL_COLUMNS}
        FROM marts.fct_targets AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start, key
    """,
    "changes": f"""
        SELECT statement.change_key AS key, {_PLACE}, statement.observation_key, statement.observation_char_start,
            statement.ordinal, statement.direction, statement.amount, statement.amount_high, statement.amount_unit,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en,
            reference.label_vi AS reference_vi, reference.label_en AS reference_en
        FROM marts.fct_changes AS statement {_SEGMENT} {_PERIOD}
        LEFT JOIN marts.dim_periods AS reference ON statement.reference_period_key = reference.period_key
        ORDER BY document, char_start, statement.ordinal, key
    """,
    "shares": f"""
        SELECT statement.share_key AS key, {_PLACE}, statement.observation_char_start, statement.percent,
            statement.whole_indicator_code, statement.whole_label,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en
        FROM marts.fct_shares AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start, key
    """,
    "plans": f"""
        SELECT statement.plan_completion_key AS key, {_PLACE}, statement.observation_char_start, statement.percent,
            statement.plan_year, statement.status,
            statement.period_end, period.label_vi AS period_vi, period.label_en AS period_en
        FROM marts.fct_plan_completions AS statement {_SEGMENT} {_PERIOD}
        ORDER BY document, char_start, key
    """,
    "series": "SELECT * FROM bi.series ORDER BY indicator_code, period_end, period_start, unit_code, observation_key",
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

#: What only the pages of documents show, read for the documents whose pages are written.
TEXTS = {
    "segments": "SELECT document, kind, paragraph_no, char_start, char_end, text FROM marts.dim_segments",
    "numerals": "SELECT document, char_start, char_end, raw, role, rule FROM marts.fct_numerals",
}
STATEMENTS = ("levels", "changes", "shares", "plans")


@dataclass(frozen=True)
class Contents:
    """The frames by the names of their queries, columns and order as these state them."""

    documents: pl.DataFrame
    roles: pl.DataFrame
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


@dataclass(frozen=True)
class Texts:
    """What the documents say, and every numeral of it, by document and place."""

    segments: pl.DataFrame
    numerals: pl.DataFrame


def read_texts(warehouse: Path, documents: Collection[str], threads: int | None = None) -> Texts:
    """The texts of ``documents``, which are best neighbours by name; WarehouseError where they cannot be read."""
    with closing(open_warehouse(warehouse)) as connection:
        connection.execute("SET enable_progress_bar = false")  # DuckDB takes a process of a pool for a person's shell
        if threads is not None:
            connection.execute(f"SET threads = {threads:d}")
        chosen = pl.DataFrame({"document": sorted(documents)}, schema={"document": pl.String})
        connection.register("chosen", chosen)
        names = chosen["document"]
        ends = {"first": names.min(), "last": names.max()}  # with these whole blocks of rows are passed over
        frames = {
            name: connection.execute(
                f"SELECT * FROM ({query}) WHERE document BETWEEN $first AND $last AND document IN (FROM chosen) "
                "ORDER BY document, char_start",
                ends,
            ).pl()
            for name, query in TEXTS.items()
        }
    return Texts(**frames)


def made_with(warehouse: Path) -> Sequence[tuple[str, str]]:
    """What the warehouse says of how it was made, the reader among it; nothing where it does not."""
    with closing(open_warehouse(warehouse)) as connection:
        try:
            return connection.execute("SELECT name, fingerprint FROM audit.made_with ORDER BY ALL").fetchall()
        except duckdb.CatalogException:
            return []


def part_of(contents: Contents, documents: Collection[str]) -> Contents:
    """What the pages of ``documents`` need: their rows, the findings that they take part in, and the catalogues.

    Other frames are empty.
    """
    chosen = pl.Series("document", sorted(documents), pl.String)
    frames = {
        name: getattr(contents, name).filter(pl.col("document").is_in(chosen.implode()))
        for name in ("documents", *STATEMENTS, "flags")
    }
    keys = pl.concat([frames[kind]["key"] for kind in STATEMENTS])
    taking_part = pl.col("statement_keys").list.eval(pl.element().is_in(keys.implode())).list.any()
    frames["findings"] = contents.findings.filter(taking_part.fill_null(False))
    empty = {name: getattr(contents, name).clear() for name in ("roles", "series", "implied", "checks", "quarantine")}
    return replace(contents, **frames, **empty)
