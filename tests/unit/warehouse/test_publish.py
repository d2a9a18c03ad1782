"""Publishing with real files: what readers see before, during and after, and what stops it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import WarehouseError, open_warehouse, publish


def make_build(path: Path, rows: int) -> Path:
    """A build with what publishing must carry over: keys, comments, views upon views, a macro, and private schemas."""
    path.unlink(missing_ok=True)
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(
            """
            CREATE SCHEMA staging; CREATE SCHEMA marts; CREATE SCHEMA bi; CREATE SCHEMA audit;
            CREATE TABLE staging.stg_secret AS SELECT 'private' AS word;
            CREATE TABLE audit.quality_flags (document VARCHAR);
            CREATE TABLE marts.zz_dim (code VARCHAR PRIMARY KEY);
            INSERT INTO marts.zz_dim VALUES ('a');
            CREATE TABLE marts.fct (id BIGINT PRIMARY KEY, code VARCHAR REFERENCES marts.zz_dim (code));
            CREATE VIEW bi.series AS SELECT * FROM marts.fct LEFT JOIN audit.quality_flags ON false;
            CREATE VIEW bi.a_summary AS SELECT count(*) AS n FROM bi.series;
            CREATE MACRO bi.above(x) AS TABLE SELECT id FROM bi.series WHERE id > x;
            COMMENT ON COLUMN marts.fct.id IS 'number of the figure';
            """
        )
        connection.execute("INSERT INTO marts.fct SELECT i, 'a' FROM range(?) AS r(i)", [rows])
    return path


def count(file: Path) -> int:
    with closing(open_warehouse(file)) as connection:
        found = connection.execute("SELECT n FROM bi.a_summary").fetchone()
        assert found is not None
        return int(found[0])


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "published" / "renamed warehouse.duckdb"


def test_readers_get_tables_keys_comments_views_and_macros_and_nothing_private(tmp_path: Path, target: Path) -> None:
    published = publish(make_build(tmp_path / "solieu-build.duckdb", 7), target)

    assert published.rows["marts.fct"] == 7
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    with closing(open_warehouse(target)) as connection:
        assert connection.execute("SELECT n FROM bi.a_summary").fetchone() == (7,)
        assert connection.execute("SELECT count(*) FROM bi.above(4)").fetchone() == (2,)
        schemas = connection.execute("SELECT DISTINCT schema_name FROM duckdb_tables() ORDER BY 1").fetchall()
        assert schemas == [("audit",), ("marts",)]
        assert connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'fct' AND column_name = 'id'"
        ).fetchone() == ("number of the figure",)
        kinds = connection.execute(
            "SELECT constraint_type FROM duckdb_constraints() WHERE table_name = 'fct'"
        ).fetchall()
        assert {"PRIMARY KEY", "FOREIGN KEY"} <= {kind for (kind,) in kinds}


def test_storage_is_one_that_older_drivers_open(tmp_path: Path, target: Path) -> None:
    publish(make_build(tmp_path / "b.duckdb", 1), target)
    with closing(open_warehouse(target)) as connection:
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.4.0")


def test_a_reader_keeps_what_it_opened_and_a_new_process_sees_the_new_file(tmp_path: Path, target: Path) -> None:
    publish(make_build(tmp_path / "b.duckdb", 3), target)
    with closing(open_warehouse(target)) as early:
        publish(make_build(tmp_path / "b.duckdb", 9), target)
        assert early.execute("SELECT n FROM bi.a_summary").fetchone() == (3,)
        query = (
            "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql('FROM bi.a_summary').fetchall())"
        )
        other = subprocess.run([sys.executable, "-c", query, str(target)], capture_output=True, text=True, check=True)
        assert other.stdout.strip() == "[(9,)]"


@pytest.mark.slow
def test_no_reader_ever_sees_anything_but_a_whole_warehouse(tmp_path: Path, target: Path) -> None:
    builds = [make_build(tmp_path / f"{rows}.duckdb", rows) for rows in (1_000, 50_000)]
    publish(builds[0], target)
    seen: set[int] = set()
    problems: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(count(target))
            except Exception as error:
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(6):
        publish(builds[turn % 2], target)
    done.set()
    reader.join()
    assert not problems
    assert seen <= {1_000, 50_000}


def test_a_log_beside_the_warehouse_stops_publishing(tmp_path: Path, target: Path) -> None:
    publish(make_build(tmp_path / "b.duckdb", 3), target)
    before = target.read_bytes()
    log = target.with_name(target.name + ".wal")
    log.write_bytes(b"left by a killed writer")

    with pytest.raises(WarehouseError, match=r"\.wal lies beside the warehouse.*move"):
        publish(make_build(tmp_path / "b.duckdb", 9), target)

    assert target.read_bytes() == before
    assert log.read_bytes() == b"left by a killed writer"
    log.unlink()
    publish(tmp_path / "b.duckdb", target)
    assert count(target) == 9


def test_a_build_without_the_readers_schemas_leaves_the_published_file(tmp_path: Path, target: Path) -> None:
    publish(make_build(tmp_path / "b.duckdb", 3), target)
    with closing(duckdb.connect(str(tmp_path / "half.duckdb"))) as connection:
        connection.execute("CREATE SCHEMA marts")

    with pytest.raises(WarehouseError, match="no schema audit, bi"):
        publish(tmp_path / "half.duckdb", target)

    assert count(target) == 3
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_view_that_cannot_be_queried_is_not_published(tmp_path: Path, target: Path) -> None:
    publish(make_build(tmp_path / "b.duckdb", 3), target)
    build = make_build(tmp_path / "broken.duckdb", 5)
    with closing(duckdb.connect(str(build))) as connection:
        connection.execute("CREATE VIEW bi.over_private AS SELECT word FROM staging.stg_secret")

    with pytest.raises(WarehouseError, match="stg_secret"):
        publish(build, target)

    assert count(target) == 3
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_what_a_killed_publish_left_is_no_obstacle(tmp_path: Path, target: Path) -> None:
    target.parent.mkdir()
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    fresh.write_bytes(b"half a file")
    fresh.with_name(fresh.name + ".wal").write_bytes(b"and its log")

    publish(make_build(tmp_path / "b.duckdb", 2), target)

    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert count(target) == 2


def test_copies_of_killed_publishers_are_swept_and_those_of_living_ones_stay(tmp_path: Path, target: Path) -> None:
    target.parent.mkdir()
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    killed = target.with_name(f".{target.name}.{ended.stdout.strip()}.new")
    alive = target.with_name(f".{target.name}.{os.getppid()}.new")
    for left in (killed, alive):
        left.write_bytes(b"half a file")

    publish(make_build(tmp_path / "b.duckdb", 2), target)

    assert not killed.exists()
    assert alive.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o500)
    with pytest.raises(WarehouseError, match="no permission to write"):
        publish(make_build(tmp_path / "b.duckdb", 2), target)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match=r"solieu\.duckdb: publishing failed"):
        publish(make_build(tmp_path / "b.duckdb", 2), tmp_path / "file" / "solieu.duckdb")


def test_nothing_to_publish_or_to_read_is_said_plainly(tmp_path: Path, target: Path) -> None:
    with pytest.raises(WarehouseError, match="there is no build to publish"):
        publish(tmp_path / "none.duckdb", target)
    with pytest.raises(WarehouseError, match="there is no published warehouse"):
        open_warehouse(target)
    target.parent.mkdir()
    target.write_text("not a database")
    with pytest.raises(WarehouseError, match="opening failed"):
        open_warehouse(target)
