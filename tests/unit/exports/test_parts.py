"""A view that is too much for the memory at once is written in parts, to one file with the same rows in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.exports.parquet import write_parquet
from pipelines.exports.tables import Column, Table

LONG = Table("bi", "long", "", (Column("key", "VARCHAR", ""), Column("told", "VARCHAR", "")), ("key",))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A view that gathers some 120 MB of text for short answers."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(f"SET temp_directory = '{tmp_path / 'spill'}'; SET threads = 2")
        connection.execute("CREATE SCHEMA bi; CREATE TABLE said AS SELECT range AS id FROM range(400_000)")
        connection.execute(
            "CREATE VIEW bi.long AS SELECT 'k' || lpad((id % 4000)::varchar, 4, '0') AS key, "
            "md5(string_agg(repeat('x', 300) || id, ' ' ORDER BY id)) AS told FROM said GROUP BY key"
        )
        yield connection


def test_what_does_not_fit_is_written_in_parts(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    connection.execute("SET memory_limit = '110MB'")
    with pytest.raises(duckdb.OutOfMemoryException):
        connection.execute(f"COPY ({LONG.ordered}) TO '{tmp_path / 'whole.parquet'}'")
    assert write_parquet(connection, [LONG], tmp_path / "out") == {"long": 4000}
    connection.execute("SET memory_limit = '2GB'")
    written, view = f"'{tmp_path / 'out' / 'long.parquet'}'", f"({LONG.ordered})"
    assert (
        connection.sql(f"SELECT key FROM {written}").fetchall() == connection.sql(f"SELECT key FROM {view}").fetchall()
    )
    assert connection.sql(f"SELECT * FROM {written} EXCEPT SELECT * FROM {view}").fetchall() == []
    assert connection.sql("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]


def test_what_fits_in_no_part_is_told(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    connection.execute("SET memory_limit = '110MB'")
    without_key = Table(LONG.schema, LONG.name, "", LONG.columns, ())
    with pytest.raises(duckdb.OutOfMemoryException):
        write_parquet(connection, [without_key], tmp_path / "out")
