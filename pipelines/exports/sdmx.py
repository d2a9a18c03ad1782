"""SDMX: ``bi.series`` as SDMX-CSV 2.0, and its structure as SDMX-ML 3.0."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from pipelines.exports.sdmx_structure import AGENCY, CODED, DIMENSIONS, VERSION, sdmx_id, structures
from pipelines.exports.tables import Table
from pipelines.warehouse import hash_of, literal

#: What the structure is made of beside the program: these tables of the warehouse.
_STRUCTURE_TABLES = ("dim_indicators", "dim_sectors", "dim_units")
#: Where a folder notes of what its structure is made.
_MADE_OF = ".structure"

#: The time period of a value: a calendar period where it is one, a day for a stock, else a start and a duration.
_TIME = """
    CASE
        WHEN period_start = period_end THEN 'D'
        WHEN period_start <> date_trunc('month', period_start) OR period_end <> last_day(period_end)
            THEN if(kind = 'stock', 'D', '_O')
        WHEN date_trunc('month', period_start) = date_trunc('month', period_end) THEN 'M'
        WHEN months = 3 AND quarter(period_start) = quarter(period_end) THEN 'Q'
        WHEN months = 6 AND month(period_start) IN (1, 7) THEN 'S'
        WHEN months = 12 AND month(period_start) = 1 THEN 'A'
        ELSE if(kind = 'stock', 'D', '_O')
    END
"""

_SERIES = f"""
    WITH measured AS (
        SELECT *, date_diff('month', period_start, period_end) + 1 AS months FROM bi.series
    ),
    timed AS (SELECT *, {_TIME} AS freq FROM measured)
    SELECT
        freq AS "FREQ",
        indicator_code AS "INDICATOR",
        coalesce(unit_code, '_U') AS "UNIT_MEASURE",
        CASE freq
            WHEN 'A' THEN strftime(period_end, '%Y')
            WHEN 'S' THEN strftime(period_end, '%Y') || '-S' || if(month(period_end) = 6, 1, 2)
            WHEN 'Q' THEN strftime(period_end, '%Y') || '-Q' || quarter(period_end)
            WHEN 'M' THEN strftime(period_end, '%Y-%m')
            WHEN 'D' THEN period_end::varchar
            ELSE period_start::varchar || '/P' || if(
                day(period_start) = 1 AND period_end = last_day(period_end),
                months || 'M', (period_end - period_start + 1) || 'D'
            )
        END AS "TIME_PERIOD",
        regexp_replace(value::varchar, '\\.?0+$', '') AS "OBS_VALUE",
        obs_status AS "OBS_STATUS",
        '0' AS "UNIT_MULT",
        bound AS "BOUND",
        regexp_replace(value_high::varchar, '\\.?0+$', '') AS "VALUE_HIGH",
        sector_code AS "SECTOR",
        last_stated_on::varchar AS "STATED_ON",
        document AS "DOCUMENT",
        char_start::varchar AS "CHAR_START",
        sentence AS "SENTENCE"
    FROM timed
"""


def write_sdmx(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path, prepared: datetime, earlier: Path
) -> dict[str, int]:
    """Write ``series.csv`` and ``structure.xml``; return the rows by file. ``prepared`` dates the message.

    Dimensions: FREQ, INDICATOR, UNIT_MEASURE, TIME_PERIOD. Values are in base units (UNIT_MULT 0). A structure in the
    folder ``earlier`` that is made of the same is taken over, with its date.
    """
    folder.mkdir()
    series = {table.name: table for table in tables}["series"]
    made_of = _fingerprint(connection, series)
    if not _taken_over(earlier, folder, made_of):
        _write_structure(connection, series, folder, prepared)
        digest = hashlib.sha256((folder / "structure.xml").read_bytes()).hexdigest()
        (folder / _MADE_OF).write_text(f"{made_of} {digest}", encoding="ascii")
    return {"series": _write_series(connection, folder / "series.csv")}


def _fingerprint(connection: duckdb.DuckDBPyConnection, series: Table) -> str:
    rows = [connection.execute(f"SELECT * FROM marts.{table} ORDER BY ALL").fetchall() for table in _STRUCTURE_TABLES]
    here = Path(__file__).parent
    return hash_of(here, here.glob("sdmx*.py"), f"{version('pysdmx')} {series} {rows}")


def _taken_over(earlier: Path, folder: Path, made_of: str) -> bool:
    """Whether the structure in ``earlier`` is made of the same, as it was written, and is now in ``folder`` too."""
    with suppress(OSError, UnicodeDecodeError):
        if (earlier / _MADE_OF).read_text(encoding="ascii").split()[:1] != [made_of]:
            return False
        for name in ("structure.xml", _MADE_OF):
            shutil.copyfile(earlier / name, folder / name)
        digest = hashlib.sha256((folder / "structure.xml").read_bytes()).hexdigest()
        return (folder / _MADE_OF).read_text(encoding="ascii") == f"{made_of} {digest}"
    return False


def _write_structure(connection: duckdb.DuckDBPyConnection, series: Table, folder: Path, prepared: datetime) -> None:
    # Their imports take a second.
    from pysdmx.io import write_sdmx as write
    from pysdmx.io.format import Format
    from pysdmx.model import Agency
    from pysdmx.model.message import Header

    header = Header(id="SOLIEU", prepared=prepared, sender=Agency(id=AGENCY))
    artefacts = structures(connection, series)
    write(artefacts, Format.STRUCTURE_SDMX_ML_3_0, str(folder / "structure.xml"), header=header)


def _write_series(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    """Write the values as SDMX-CSV 2.0: text as it is stored, for a writer of numbers would make doubles of them."""
    codes = " UNION ".join(f'SELECT "{name}" AS code FROM series' for name in CODED)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE series AS {_SERIES}")
    named = [(code, sdmx_id(code)) for (code,) in connection.execute(codes).fetchall() if code is not None]
    ids = pl.DataFrame(named, schema={"code": pl.String, "id": pl.String}, orient="row")
    connection.register("ids", ids)
    columns = [row[0] for row in connection.execute("DESCRIBE series").fetchall()]
    written = ", ".join(f'"{name}_id".id AS "{name}"' if name in CODED else f'series."{name}"' for name in columns)
    joins = " ".join(f'LEFT JOIN ids AS "{name}_id" ON series."{name}" = "{name}_id".code' for name in CODED)
    order = ", ".join(f'series."{name}"' for name in DIMENSIONS)
    copied = connection.execute(
        f"COPY (SELECT 'dataflow' AS \"STRUCTURE\", '{AGENCY}:SERIES({VERSION})' AS \"STRUCTURE_ID\", "
        f"'I' AS \"ACTION\", {written} FROM series {joins} ORDER BY {order}) "
        f"TO {literal(file)} (FORMAT csv, HEADER true)"
    ).fetchone()
    connection.execute("DROP TABLE series")
    return int(copied[0]) if copied else 0
