"""What `solieu serve` writes and shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.operations.lost_runs import runs_in
from pipelines.operations.pages import PagesServer, serve_pages
from pipelines.operations.serve import prepare_home
from pipelines.settings import HOUSE, Settings

SECRET = "postgresql://dagster:hunter2@db/dagster"


def test_the_home_has_the_shipped_settings_with_those_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "local.yaml").write_text("retention: {sensor: {purge_after_days: 3}}\n", encoding="utf-8")
    written = yaml.safe_load(prepare_home(tmp_path, Settings.from_environment({})).read_text(encoding="utf-8"))
    assert written["telemetry"] == {"enabled": False}
    assert written["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
    assert written["retention"] == {"sensor": {"purge_after_days": 3}}
    assert "storage" not in written


def test_the_address_of_postgresql_stays_in_the_environment(tmp_path: Path) -> None:
    home = prepare_home(tmp_path / "new", Settings.from_environment({"SOLIEU_RUN_STORAGE": SECRET}))
    assert yaml.safe_load(home.read_text())["storage"] == {"postgres": {"postgres_url": {"env": "SOLIEU_RUN_STORAGE"}}}
    assert "hunter2" not in home.read_text()


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[PagesServer]:
    settings = Settings.from_environment({}, work=tmp_path / "work", warehouse=tmp_path / "out" / "w.duckdb")
    settings.data_docs.mkdir(parents=True)
    (settings.data_docs / "index.html").write_text("<h1>checks</h1>", encoding="utf-8")
    (settings.data_docs / "sub").mkdir()
    (settings.work / "secret").write_text("secret", encoding="utf-8")
    (settings.data_docs / "out").symlink_to(settings.work / "secret")
    server = serve_pages(settings, "127.0.0.1", 0)
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["data_docs/index.html", "data_docs/", "data_docs/sub/../index.html"])
def test_pages_are_shown(pages: PagesServer, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{pages.server_port}/{path}", timeout=10) as answer:
        assert answer.read() == b"<h1>checks</h1>"


@pytest.mark.parametrize(
    "path",
    [
        *("", "secret", "data_docs/../secret", "data_docs/%2e%2e/secret", "data_docs/..%2fsecret", "data_docs/out"),
        *("data_docs/sub/", "data_docs/%00", "site/index.html", "/etc/passwd", "data_docs//etc/passwd"),
    ],
)
def test_and_nothing_else(pages: PagesServer, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"http://127.0.0.1:{pages.server_port}/{path}", timeout=10)


def test_a_program_ends_when_what_started_it_is_killed(tmp_path: Path) -> None:
    """A parent starts a child as `solieu serve` does, and is killed, not asked to end; both were told to ignore that."""
    (tmp_path / "sleeper.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    program = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "command = [sys.executable, '-m', 'pipelines.operations.bound', str(os.getpid()), 'sleeper']\n"
        "print(subprocess.Popen(command, start_new_session=True).pid, flush=True)\ntime.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOUSE), str(tmp_path)])}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(1)
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "the child lives on"
        time.sleep(0.1)


def test_only_a_living_process_of_a_run_counts_as_one() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    assert not runs_in(ended.pid)
    assert not runs_in(os.getpid()), "a later process with the number of one that is gone"
    spawned = subprocess.Popen([sys.executable, "-c", "import time; spawn_main = time.sleep(60)"])
    try:
        time.sleep(0.5)  # it has its arguments a moment after it is there
        assert runs_in(spawned.pid)
    finally:
        spawned.kill()
        spawned.wait()
