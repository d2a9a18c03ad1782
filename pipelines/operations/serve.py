"""The UI and the daemon together, for a server: what they know is on the disk, so that both may die at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import FrameType

import yaml

from pipelines.operations.pages import serve_pages
from pipelines.settings import HOUSE, Settings, variable

_END_SECONDS = 60
_LOOK_SECONDS = 0.5
_FIRST_LINE = "# Written by `solieu serve` from pipelines/operations/dagster.yaml; own settings go into local.yaml."


def prepare_home(home: Path, settings: Settings) -> Path:
    """Write ``dagster.yaml`` into ``home`` and return its path.

    It is the package's own; the keys of ``home/local.yaml``, where there is one, replace its keys. With
    SOLIEU_RUN_STORAGE set, runs, events and schedules are kept in that PostgreSQL database, whose address stays in
    the environment and is not written to the disk.
    """
    content = yaml.safe_load(files("pipelines.operations").joinpath("dagster.yaml").read_text(encoding="utf-8"))
    if settings.run_storage:
        content["storage"] = {"postgres": {"postgres_url": {"env": variable("run_storage")}}}
    local = home / "local.yaml"
    if local.exists():
        content |= yaml.safe_load(local.read_text(encoding="utf-8")) or {}
    home.mkdir(parents=True, exist_ok=True)
    target = home / "dagster.yaml"
    fresh = target.with_name(f".dagster.yaml.{os.getpid()}")
    fresh.write_text(f"{_FIRST_LINE}\n{yaml.safe_dump(content, sort_keys=False)}", encoding="utf-8")
    fresh.replace(target)
    return target


def serve(settings: Settings, home: Path, host: str, port: int, pages_port: int = 0) -> int:
    """Run webserver and daemon until one of them ends or this process is told to; return the exit code.

    On ``pages_port`` (0: not at all) it shows the Data Docs and the evidence pages, which the UI links to.

    Nothing is restarted here: when one process ends, the other is ended too, and whoever started this command (a
    service manager, a person) starts it again. They end also when this process is killed.
    """
    prepare_home(home, settings)
    workspace = str(HOUSE / "workspace.yaml")
    commands = {
        "webserver": ["dagster_webserver", "--workspace", workspace, "--host", host, "--port", str(port)],
        "daemon": ["dagster._daemon", "run", "--workspace", workspace],
    }
    pages = serve_pages(settings, host, pages_port) if pages_port else None
    if pages is not None and not settings.pages:
        settings = replace(settings, pages=f"http://{host}:{pages.server_port}")
    environment = os.environ | settings.as_environment() | {"DAGSTER_HOME": str(home)}  # noqa: TID251 - passed on
    stopped: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    # Two processes that make Dagster's tables at the same moment spoil them: one makes them first.
    subprocess.run([sys.executable, "-m", "dagster", "instance", "info"], env=environment, stdout=subprocess.DEVNULL)
    processes = {name: _start(command, environment) for name, command in commands.items()}
    print(f"Solieu: http://{host}:{port} (DAGSTER_HOME {home}); Ctrl-C ends it.", flush=True)
    while not stopped and all(process.poll() is None for process in processes.values()):
        time.sleep(_LOOK_SECONDS)
    ended = {name: process.returncode for name, process in processes.items() if process.poll() is not None}
    _end(list(processes.values()))
    if pages is not None:
        pages.shutdown()
    if stopped:
        return 0
    for name, code in ended.items():
        print(f"solieu: the {name} ended with code {code}; the other was ended too. Start again.", file=sys.stderr)
    return 1


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start ``python -m command``, in a session of its own, so that Ctrl-C reaches it through this process only."""
    program = [sys.executable, "-m", "pipelines.operations.bound", str(os.getpid()), *command]
    return subprocess.Popen(program, cwd=HOUSE, env=dict(environment), start_new_session=True)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _END_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
