"""Runs, events and schedules in PostgreSQL: Debian's server, in a temporary folder, as a user that is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.faults.serving import Served, free_port
from tests.integration.conftest import GOOD

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def program(name: str) -> str:
    """A program of the newest PostgreSQL that is installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(installed[-1]) if installed else shutil.which(name)
    assert found is not None, f"no {name}; .ci/install-system-packages installs PostgreSQL"
    return found


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty database."""
    # Not below pytest's folder, which another run of it may close to other users.
    folder, port = Path(tempfile.mkdtemp(prefix="solieu-postgres-")), free_port()
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to be root
        folder.chmod(0o755)
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    data = str(folder / "data")
    quiet = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL}
    initdb = [program("initdb"), "--pgdata", data, "--auth", "trust", "--username", "dagster", "--no-sync"]
    subprocess.run([*as_user, *initdb], **quiet)
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = [*as_user, program("pg_ctl"), "--pgdata", data, "--wait"]
    subprocess.run([*control, "--log", str(folder / "log"), "--options", options, "start"], **quiet)
    try:
        yield f"postgresql://dagster@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "--mode", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def count(database: str, query: str) -> int:
    connection = psycopg2.connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return int(cursor.fetchall()[0][0])
    finally:
        connection.close()


def test_runs_and_switches_are_kept_in_postgresql_across_a_kill(
    tmp_path_factory: pytest.TempPathFactory, database: str
) -> None:
    folder = tmp_path_factory.mktemp("served")
    served = Served(folder, {"SOLIEU_RUN_STORAGE": database})
    served.documents.mkdir()
    (served.documents / "first.txt").write_text(GOOD, encoding="utf-8")
    served.start()
    try:
        served.switch_on("schedule", "every_morning")
        run = served.launch()
        served.wait_for_step(run, "staging")
        served.kill()
        served.start()
        assert served.status_of("schedule", "every_morning") == "RUNNING"
        assert f"{served.next_tick('every_morning'):%H:%M}" == "23:30", "half past six in Việt Nam"
        assert served.wait(run) == "FAILURE"
        assert served.wait(served.launch("raw_documents", checks=False)) == "SUCCESS"
    finally:
        served.kill()
    assert count(database, "SELECT count(*) FROM runs") == 2
    assert count(database, "SELECT count(*) FROM instigators WHERE status = 'RUNNING'") >= 1
    assert count(database, "SELECT count(*) FROM event_logs") > 50
    assert not list((folder / "home").rglob("*.db")), "nothing of it in SQLite"
    assert database not in (folder / "home" / "dagster.yaml").read_text(), "the address is not on the disk"
