"""A Dagster UI of our own, on a free port, with a home and a warehouse in a temporary folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
START_SECONDS = 240


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, warehouse, work folder and Dagster home of this session."""
    folder = tmp_path_factory.mktemp("ui")
    (folder / "documents").mkdir()
    for path in sorted((HOUSE / "seeds" / "documents").iterdir()):
        shutil.copy(path, folder / "documents")
    (folder / "home").mkdir()
    settings = (HOUSE / "pipelines" / "operations" / "dagster.yaml").read_text(encoding="utf-8")
    (folder / "home" / "dagster.yaml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def ui(place: Path) -> Iterator[str]:
    """The address of `dagster dev`, started as `make ui` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")},
        "DAGSTER_HOME": str(place / "home"),
        "SOLIEU_DOCUMENTS": str(place / "documents"),
        "SOLIEU_WAREHOUSE": str(place / "warehouse" / "solieu.duckdb"),
        "SOLIEU_WORK": str(place / "work"),
    }
    command = [str(Path(sys.executable).parent / "dagster"), "dev", "--workspace", "workspace.yaml"]
    with (place / "ui.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=HOUSE,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, place / "ui.log")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"dagster dev ended: {log.read_text()[-3000:]}"
        try:
            urllib.request.urlopen(f"{address}/server_info", timeout=5).close()
            return
        except OSError:
            time.sleep(1)
    raise AssertionError(f"dagster dev did not answer within {START_SECONDS} s: {log.read_text()[-3000:]}")
