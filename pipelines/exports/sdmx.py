"""SDMX: ``bi.series`` as SDMX-CSV 2.0, and its structure as SDMX-ML 3.0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.exports.sdmx_structure import AGENCY, CODED, DIMENSIONS, sdmx_id, structures, writing_schema
from pipelines.exports.tables import Table

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
    ORDER BY {", ".join(f'"{name}"' for name in DIMENSIONS)}
"""


def write_sdmx(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path, prepared: datetime
) -> dict[str, int]:
    """Write ``series.csv`` and ``structure.xml``; return the rows by file. ``prepared`` dates the message.

    Dimensions: FREQ, INDICATOR, UNIT_MEASURE, TIME_PERIOD. Values are in base units (UNIT_MULT 0).
    """
    # Their imports take a second: the command line is there before.
    from pysdmx.io import write_sdmx as write
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Agency
    from pysdmx.model.message import Header

    folder.mkdir()
    artefacts = structures(connection, {table.name: table for table in tables}["series"])
    header = Header(id="SOLIEU", prepared=prepared, sender=Agency(id=AGENCY))
    write(artefacts, Format.STRUCTURE_SDMX_ML_3_0, str(folder / "structure.xml"), header=header)
    frame = connection.execute(_SERIES).df()
    for name in CODED:
        frame[name] = frame[name].map(sdmx_id, na_action="ignore")
    dataset = PandasDataset(structure=writing_schema(artefacts), data=frame)
    write([dataset], Format.DATA_SDMX_CSV_2_0_0, str(folder / "series.csv"))
    return {"series": len(frame)}
