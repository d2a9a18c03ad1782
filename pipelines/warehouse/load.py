"""Starts the private build: from nothing, or from a copy of the published warehouse where that was made alike."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.staging.schemas import STAGING
from pipelines.warehouse.arrivals import NOTHING_TOUCHED, Arrivals, find_arrivals, take_out
from pipelines.warehouse.errors import WarehouseError, explained
from pipelines.warehouse.files import copy_file, wal_of
from pipelines.warehouse.history import carry_history
from pipelines.warehouse.memory import bound
from pipelines.warehouse.staged import Staged, StagedFolder, literal

#: What the checks write after the models, made empty here so that the views over it hold before.
QUALITY_FLAGS = """
    CREATE OR REPLACE TABLE audit.quality_flags
    (document VARCHAR, char_start BIGINT, fact VARCHAR, flag VARCHAR, explanation VARCHAR)
"""

#: A larger share of documents to take in or out costs less when everything is built anew.
LARGEST_SHARE = 0.5

_READERS_SCHEMAS = {"audit", "bi", "marts"}


@dataclass(frozen=True)
class BuildStart:
    """How a build starts: as a copy of the published warehouse or from nothing (``why``), and what it takes in."""

    continues: bool
    why: str
    arrived: int
    retired: int


def start_build(
    database: Path,
    staged: Staged | Path,
    reference: Path,
    published: Path | None = None,
    *,
    made_with: Mapping[str, str] | None = None,
    today: date | None = None,
) -> BuildStart:
    """Make ``database`` with the schemas ``staging``, ``arrived``, ``reference``, ``history`` and ``audit``.

    ``staged``: the staging tables (a folder: one Parquet file each). ``reference`` holds one CSV a reference table
    (loaded as text; blank is null). Files that were set aside become ``audit.quarantine``. ``published``: the warehouse
    that the build will replace; observations of texts and documents that are no more are carried into ``history``.
    ``made_with``: fingerprints of whatever but the documents decides what is built, by name; where the published
    warehouse was made with the same, the build continues a copy of it. ``arrived`` holds the staging rows that the
    models have to take in. Raises WarehouseError where something is missing or cannot be read or written.
    """
    staged = StagedFolder(staged) if isinstance(staged, Path) else staged
    staged.require()
    if not any(reference.glob("*.csv")):
        raise WarehouseError(f"{reference}: no reference tables (*.csv); restore them from the repository.")
    today = today or date.today()
    made_with = dict(made_with or {})
    arrivals, why = _continuation(staged, published, made_with)
    with explained(database, "starting the build"):
        database.parent.mkdir(parents=True, exist_ok=True)
        for stale in (database, wal_of(database)):
            stale.unlink(missing_ok=True)
        if arrivals is not None and published is not None:
            copy_file(published, database)
        with closing(duckdb.connect(str(database))) as connection:
            bound(connection)
            for schema in ("staging", "arrived", "reference", "history", "audit"):
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            _load_reference(connection, reference)
            for name in STAGING:
                connection.execute(f"CREATE VIEW staging.{name} AS {staged.rows(name)}")
            if arrivals is None:
                _start_from_nothing(connection, published, today)
            else:
                _continue(connection, staged, arrivals, today)
            connection.execute(QUALITY_FLAGS)
            connection.execute("DROP TABLE IF EXISTS audit.checks")  # those of the build before say nothing of this one
            connection.execute("CREATE OR REPLACE TABLE audit.quarantine AS SELECT * FROM staging.stg_quarantine")
            _record(connection, made_with)
            connection.execute("CHECKPOINT")
            count = connection.execute("SELECT count(*) FROM arrived.stg_documents").fetchone()
    retired = len(arrivals.retired) if arrivals is not None else 0
    return BuildStart(arrivals is not None, why, int(count[0]) if count else 0, retired)


def _continuation(staged: Staged, published: Path | None, made_with: Mapping[str, str]) -> tuple[Arrivals | None, str]:
    """What to take in and out of a copy of ``published``; None and the reason where everything is built anew."""
    if published is None or not published.is_file():
        return None, "there is no published warehouse to continue"
    if wal_of(published).exists():
        return None, f"{wal_of(published).name} lies beside the published warehouse"
    with explained(published, "reading the earlier warehouse"), closing(duckdb.connect()) as connection:
        # Else a table that is not there would be sought among the names of this program.
        connection.execute("SET python_enable_replacements = false")
        connection.execute(f"ATTACH {literal(published)} AS published (READ_ONLY)")
        try:
            rows = connection.execute("SELECT name, fingerprint FROM published.audit.made_with").fetchall()
        except duckdb.CatalogException:
            return None, "the published warehouse does not say what it was made with"
        earlier = dict(rows)
        changed = sorted(name for name in {*earlier, *made_with} if earlier.get(name) != made_with.get(name))
        if changed or not made_with:
            return None, f"{', '.join(changed) or 'nothing'} of the published warehouse differs from what is used now"
        arrivals = find_arrivals(connection, staged)
    moved = len(arrivals.arrived) + len(arrivals.retired)
    if moved > LARGEST_SHARE * max(arrivals.known, 1):
        return None, f"{moved} documents came or went, of {arrivals.known}"
    return arrivals, "the published warehouse was made with the same"


def _start_from_nothing(connection: duckdb.DuckDBPyConnection, published: Path | None, today: date) -> None:
    for name in STAGING:
        connection.execute(f"CREATE VIEW arrived.{name} AS SELECT * FROM staging.{name}")
    connection.execute(NOTHING_TOUCHED)
    if published is None or not published.is_file():
        carry_history(connection, None, today)
        return
    with explained(published, "reading the earlier warehouse"):
        connection.execute(f"ATTACH {literal(published)} AS published (READ_ONLY)")
        try:
            carry_history(connection, "published", today)
        finally:
            connection.execute("DETACH published")


def _continue(connection: duckdb.DuckDBPyConnection, staged: Staged, arrivals: Arrivals, today: date) -> None:
    for name in STAGING:
        connection.execute(f"CREATE TABLE arrived.{name} AS {staged.rows(name, arrivals.arrived)}")
    itself = connection.execute("SELECT current_database()").fetchone()
    carry_history(connection, str(itself[0]) if itself else None, today)
    take_out(connection, arrivals)


def _load_reference(connection: duckdb.DuckDBPyConnection, reference: Path) -> None:
    for path in sorted(reference.glob("*.csv")):
        connection.execute(f'CREATE OR REPLACE TABLE reference."{path.stem}" AS {_csv_rows(path)}')


def _record(connection: duckdb.DuckDBPyConnection, made_with: Mapping[str, str]) -> None:
    """Write what decides the build beside the documents; a later build compares it with its own."""
    connection.execute("CREATE OR REPLACE TABLE audit.made_with (name VARCHAR, fingerprint VARCHAR)")
    if made_with:
        connection.executemany("INSERT INTO audit.made_with VALUES (?, ?)", sorted(made_with.items()))


def _csv_rows(path: Path) -> str:
    options = "header = true, delim = ',', quote = '\"', all_varchar = true, nullstr = '', strict_mode = true"
    return f"SELECT nullif(trim(COLUMNS(*)), '') FROM read_csv({literal(path)}, {options})"
