"""A process that has imported everything and forks a build for each line it is told: builds begin at once, and die alone.

Run as a program by :class:`Nursery`; each line of its input is a JSON object of ``SOLIEU_*`` settings (and PROGRESS, a
file for what the build tells), each line of its output the process number of the build that they started.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.conftest import HOUSE, Place

PATIENCE = 900.0


@dataclass(frozen=True)
class Fork:
    """One build: its process, the head of a process group, and where it tells its progress."""

    process: int
    progress: Path

    def kill(self) -> None:
        """SIGKILL it and what it started."""
        os.killpg(self.process, signal.SIGKILL)

    def told(self) -> str:
        return self.progress.read_text(encoding="utf-8") if self.progress.exists() else ""

    def wait_for(self, line: str) -> None:
        """Wait until it has told ``line``, or ended."""
        deadline = time.monotonic() + PATIENCE
        while line not in self.told() and self.alive:
            assert time.monotonic() < deadline, f"no {line!r} in {self.told()!r}"
            time.sleep(0.005)

    @property
    def well(self) -> bool:
        return self.told().endswith("ended well\n")

    @property
    def alive(self) -> bool:
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return fields[0] != "Z"

    def end(self) -> None:
        """Wait until it has ended."""
        deadline = time.monotonic() + PATIENCE
        while self.alive:
            assert time.monotonic() < deadline, self.told()
            time.sleep(0.01)


class Nursery:
    """The program below, and how to tell it what to build."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.begun = 0

    def begin(self, place: Place, **settings: str) -> Fork:
        """Begin a build of ``place``."""
        self.begun += 1
        progress = place.folder / f"progress-{self.begun}.log"
        told = {
            "PROGRESS": str(progress),
            "SOLIEU_DOCUMENTS": str(place.documents),
            "SOLIEU_WAREHOUSE": str(place.warehouse),
            "SOLIEU_WORK": str(place.folder / "work"),
            **settings,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return Fork(int(self.process.stdout.readline()), progress)

    def build(self, place: Place, **settings: str) -> Fork:
        """Build ``place``, to the end."""
        fork = self.begin(place, **settings)
        fork.end()
        return fork


@contextmanager
def nursery() -> Iterator[Nursery]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"],
        cwd=HOUSE,
        env={**environment, "PYTHONPATH": str(HOUSE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Nursery(process)
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Import, then fork a build a line."""
    from pipelines.operations.build import load_job

    job = load_job()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os._exit(_build(job, json.loads(line)))
        os.setpgid(child, child)
        print(child, flush=True)


def _build(job: object, settings: dict[str, str]) -> int:
    from rich.console import Console

    from pipelines.operations.build import run_build
    from pipelines.settings import Settings

    file = settings.pop("PROGRESS")
    os.environ.update(settings)
    given = Settings.from_environment()
    with open(file, "w", encoding="utf-8", buffering=1) as progress:
        os.dup2(progress.fileno(), 1)
        os.dup2(progress.fileno(), 2)
        outcome = run_build(job, given, Console(file=progress))  # type: ignore[arg-type]
        print("ended well" if outcome.success else f"failed: {dict(outcome.failures)}", file=progress, flush=True)
    return 0 if outcome.success else 1


if __name__ == "__main__":
    main()
