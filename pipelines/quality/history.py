"""What a build is compared with: the last publication, and when each document was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from pipelines.quality.results import CheckResult
from pipelines.quality.suites import HISTORY, Severity, Suite

_MOMENT: pl.DataType = pl.Datetime("us")

#: Grain: one row a file of the landing folder. Times are UTC; `looked_at` is when the build looked.
DELIVERIES = pl.Schema([("document", pl.String()), ("arrived_at", _MOMENT), ("looked_at", _MOMENT)])

#: Grain: one row a published table that the build has too. Key: table_name.
LAST_PUBLISH = pl.Schema({"table_name": pl.String, "rows_before": pl.Int64, "rows_now": pl.Int64})
_COMPARED = "marts"


def note_history(database: Path, published: Path, arrivals: list[tuple[str, float]], now: datetime) -> None:
    """Write ``history.deliveries`` and ``history.last_publish`` into the build in ``database``.

    ``arrivals``: each file of the landing folder with the time (seconds since 1970) that it came. A clock that went
    back makes a delivery of the future one of now. ``published``: the file that the build will replace; where there is
    none, or none that can be read, nothing is compared.
    """
    came = _deliveries(arrivals, now)
    before = _rows(published)
    now_there = _rows(database)
    compared = [(table, rows, now_there[table]) for table, rows in before.items() if table in now_there]
    with closing(duckdb.connect(str(database))) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {HISTORY}")
        for name, noted in (("deliveries", came), ("last_publish", pl.DataFrame(compared, LAST_PUBLISH, orient="row"))):
            connection.register("noted", noted)
            connection.execute(f"CREATE OR REPLACE TABLE {HISTORY}.{name} AS SELECT * FROM noted")
            connection.unregister("noted")


def check_deliveries(
    suites: Sequence[Suite], arrivals: list[tuple[str, float]], now: datetime
) -> tuple[CheckResult, ...] | None:
    """What the rules on deliveries find ``now``, by their queries alone; None where one of them is no query.

    These depend on the day: their results may change although nothing else did.
    """
    came, found = _deliveries(arrivals, now), []
    with closing(duckdb.connect()) as connection:
        connection.execute(f"CREATE SCHEMA {HISTORY}")
        connection.register("noted", came)
        connection.execute(f"CREATE TABLE {HISTORY}.deliveries AS SELECT * FROM noted")
        for suite in suites:
            for expectation in suite.expectations if (suite.schema, suite.table) == (HISTORY, "deliveries") else ():
                if expectation.query is None:
                    return None
                batch = f"{HISTORY}.deliveries"
                rows = connection.execute(expectation.query.format(batch=batch)).pl().to_dicts()
                share = 0.0 if expectation.severity is Severity.INTEGRITY else expectation.block_share or 0.0
                found.append(CheckResult(expectation, batch, came.height, len(rows), share, found=rows))
    return tuple(found)


def _deliveries(arrivals: list[tuple[str, float]], now: datetime) -> pl.DataFrame:
    looked = now.astimezone(UTC).replace(tzinfo=None)
    came = [
        (document, min(datetime.fromtimestamp(at, UTC).replace(tzinfo=None), looked), looked)
        for document, at in arrivals
    ]
    return pl.DataFrame(came, schema=DELIVERIES, orient="row")


def _rows(database: Path) -> dict[str, int]:
    """The rows of each table of the compared schema; none where the file is missing or damaged."""
    if not database.is_file():
        return {}
    try:
        with closing(duckdb.connect(str(database), read_only=True)) as connection:
            tables = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY ALL", [_COMPARED]
            ).fetchall()
            return {
                name: int(connection.execute(f'SELECT count(*) FROM {_COMPARED}."{name}"').fetchall()[0][0])
                for (name,) in tables
            }
    except duckdb.Error:
        return {}
