"""What the pages show, read from the published warehouse, a part at a time: one frame a kind of thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import polars as pl

from pipelines.evidence.arranged import ARRANGED, attach
from pipelines.evidence.statements import SOURCES, STATEMENTS, TABLES, query
from pipelines.warehouse import bound, literal, open_warehouse

#: The beginning of the addresses in the views, which are relative to the warehouse's folder; pages are within it.
SITE = "site/"

_DOCUMENTS = """
    SELECT about.*, facts.licence_note, coalesce(counted.figures, 0) AS figures,
        coalesce(counted.contradictions, 0) AS contradictions
    FROM bi.documents AS about
    LEFT JOIN marts.dim_documents AS facts ON about.document_key = facts.document_key
    LEFT JOIN arranged.figures AS counted ON about.document = counted.document
    ORDER BY about.stated_on DESC NULLS LAST, about.document
"""
_SERIES = "SELECT * FROM bi.series ORDER BY indicator_code, period_end, period_start, unit_code, observation_key"
_IMPLIED = """
    SELECT indicator_code, value, unit_code, period_start, period_end, document, char_start, derivation
    FROM marts.fct_implied_observations
    WHERE indicator_code IS NOT NULL AND period_end IS NOT NULL AND derivation <> 'plan'
    ORDER BY indicator_code, period_end, implied_key
"""
_FINDINGS = "SELECT * EXCLUDE (nth, key_of_row) FROM arranged.findings"
_FLAGS = "SELECT document, char_start, fact, flag, explanation FROM audit.quality_flags"
#: The catalogues, which every part has whole.
_CATALOGUES = {
    "indicators": "SELECT * FROM marts.dim_indicators ORDER BY indicator_code",
    "sectors": "SELECT * FROM marts.dim_sectors",
    "units": "SELECT unit_code, name_vi, name_en FROM marts.dim_units",
}
#: What does not grow with the figures, but with documents, periods or rules.
_OF_ALL = {
    **_CATALOGUES,
    "documents": _DOCUMENTS,
    "series": _SERIES,
    "roles": "SELECT role, rule, count(*) AS numerals FROM marts.fct_numerals GROUP BY ALL ORDER BY ALL",
    "flags": f"{_FLAGS} ORDER BY ALL",
    "checks": """
        SELECT check_id, table_name, status, says, rows_checked, rows_failing FROM audit.checks
        ORDER BY CASE status WHEN 'failed' THEN 1 WHEN 'warned' THEN 2 ELSE 3 END, table_name, check_id
    """,
    "quarantine": "SELECT document, reason, remedy FROM audit.quarantine ORDER BY document",
}
#: Every query, for the columns of frames that a part leaves empty.
_WHOLE = {
    **_OF_ALL,
    **{kind: query(kind) for kind in STATEMENTS},
    "growths": query("changes"),
    "implied": _IMPLIED,
    "findings": _FINDINGS,
}

#: What only the pages of documents show.
_TEXTS = {
    "segments": "SELECT document, kind, paragraph_no, char_start, char_end, text FROM marts.dim_segments",
    "numerals": "SELECT document, char_start, char_end, raw, role, rule FROM marts.fct_numerals",
}


@dataclass(frozen=True)
class Contents:
    """The frames of a part, columns and order as their queries state them; those that it does not need are empty.

    ``growths``: the changes stated of the values of ``series``.
    """

    documents: pl.DataFrame
    roles: pl.DataFrame
    levels: pl.DataFrame
    changes: pl.DataFrame
    shares: pl.DataFrame
    plans: pl.DataFrame
    growths: pl.DataFrame
    series: pl.DataFrame
    implied: pl.DataFrame
    findings: pl.DataFrame
    indicators: pl.DataFrame
    sectors: pl.DataFrame
    units: pl.DataFrame
    flags: pl.DataFrame
    checks: pl.DataFrame
    quarantine: pl.DataFrame


@dataclass(frozen=True)
class Texts:
    """What documents say, and every numeral of it, by document and place."""

    segments: pl.DataFrame
    numerals: pl.DataFrame


@dataclass(frozen=True)
class Publication:
    """A published warehouse, opened together with what is arranged of it (`arrange`)."""

    connection: duckdb.DuckDBPyConnection

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of a query."""
        found: pl.DataFrame = self.connection.execute(sql, list(parameters)).pl()
        return found

    def overall(self) -> Contents:
        """What is shown of the warehouse as a whole: everything but statements and findings."""
        return self._contents(_OF_ALL)

    def of_documents(self, documents: Collection[str]) -> Contents:
        """What the pages of ``documents`` need, which are best neighbours by name."""
        among = self._choose("document", documents)
        return self._part(
            {
                "documents": f"SELECT * FROM ({_DOCUMENTS}) WHERE {among}",
                "findings": f"{_FINDINGS} WHERE nth IN (SELECT nth FROM arranged.told WHERE {among}) ORDER BY nth",
                "flags": f"{_FLAGS} WHERE {among} ORDER BY ALL",
            },
            f"(SELECT * FROM marts.dim_segments WHERE {among})",
            among,
        )

    def of_indicators(self, indicators: Collection[str]) -> Contents:
        """What the pages of ``indicators`` need."""
        among = self._choose("indicator_code", indicators)
        series = f"SELECT * FROM ({_SERIES}) WHERE {among}"
        places = " UNION ALL ".join(f"SELECT document, char_start FROM chosen_{table}" for table in TABLES)
        grown = "(SELECT * FROM marts.fct_changes WHERE observation_key IN (SELECT observation_key FROM chosen_series))"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen_series AS {series}")
        return self._part(
            {
                "series": "SELECT * FROM chosen_series",
                "implied": f"SELECT * FROM ({_IMPLIED}) WHERE {among}",
                "findings": f"{_FINDINGS} WHERE nth IN (SELECT nth FROM arranged.told WHERE {among}) ORDER BY nth",
                "flags": f"{_FLAGS} WHERE (document, char_start) IN ({places}) ORDER BY ALL",
                "growths": query("changes", lambda _: grown),
            },
            "marts.dim_segments",
            among,
        )

    def texts(self, documents: Collection[str]) -> Texts:
        """The texts of ``documents``, which are best neighbours by name."""
        among = self._choose("document", documents)
        order = "ORDER BY document, char_start"
        return Texts(
            **{name: self.frame(f"SELECT * FROM ({sql}) WHERE {among} {order}") for name, sql in _TEXTS.items()}
        )

    def statements(self) -> dict[str, int]:
        """How many statements there are of each indicator that any is about."""
        return dict(self.connection.execute("SELECT indicator_code, statements FROM arranged.stated").fetchall())

    def _choose(self, column: str, values: Collection[str]) -> str:
        """Note the values that a part is of; return the SQL of what rows are of it."""
        chosen = pl.DataFrame({column: sorted(values)}, schema={column: pl.String})
        self.connection.register("chosen", chosen)
        between = ""
        if chosen.height:  # with these whole blocks of rows are passed over
            first, last = map(literal, (chosen[column][0], chosen[column][-1]))
            between = f"{column} BETWEEN {first} AND {last} AND "
        return f"{between}{column} IN (FROM chosen)"

    def _part(self, queries: dict[str, str], segments: str, among: str) -> Contents:
        """The statements ``among`` which a part is, and what else ``queries`` tell of it."""
        for table in TABLES:  # tables, so that DuckDB knows them to be the smaller side of every join
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE chosen_{table} AS SELECT * FROM marts.{table} WHERE {among}"
            )
        stated = {kind: query(kind, "chosen_{}".format, segments) for kind in SOURCES}
        return self._contents({**_CATALOGUES, **stated, **queries})

    def _contents(self, queries: dict[str, str]) -> Contents:
        names = [item.name for item in fields(Contents)]
        return Contents(
            **{name: self.frame(queries.get(name, f"SELECT * FROM ({_WHOLE[name]}) LIMIT 0")) for name in names}
        )


@contextmanager
def opened(warehouse: Path, arranged: Path, spill: Path, threads: int | None = None) -> Iterator[Publication]:
    """The ``warehouse`` with the file ``arranged`` beside it; WarehouseError where it cannot be read."""
    with closing(open_warehouse(warehouse)) as connection:
        bound(connection, spill)
        connection.execute("SET enable_progress_bar = false")  # DuckDB takes a process of a pool for a person's shell
        if threads is not None:
            connection.execute(f"SET threads = {threads:d}")
        attach(connection, arranged, ARRANGED, "READ_ONLY")
        yield Publication(connection)
