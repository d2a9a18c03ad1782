"""A dbt that is ready, and forks for each command it is told: builds of one project need not each get ready anew.

Run as a program by :class:`Dbt`; a line of its input is a command as for ``dbt_program`` and ``said``, the file for
what dbt says, a line of its output the exit code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[3]
PROJECT = HOUSE / "dbt_project"


class Dbt:
    """The program below, and how to tell it what to do."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, work: Path, target: Path, arguments: Sequence[str]) -> tuple[int, str]:
        """Run a command on the private file in ``work``; its exit code and what it said."""
        places = {"PROJECT_DIR": PROJECT, "PROFILES_DIR": PROJECT, "TARGET_PATH": target, "LOG_PATH": work}
        settings = {"SOLIEU_WORK": work, "SOLIEU_THREADS": 2} | {f"DBT_{name}": path for name, path in places.items()}
        environment = os.environ | {name: str(value) for name, value in settings.items()}
        said = work / "said.log"
        command = {"arguments": arguments, "environment": environment, "folder": str(PROJECT), "said": str(said)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return code, said.read_text(encoding="utf-8")


@contextmanager
def dbt_nursery() -> Iterator[Dbt]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.warehouse.dbt_nursery"],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Dbt(process)
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Get ready, then fork for each command."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    from pipelines.operations.dbt_program import follow, make_ready

    manifest = make_ready()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            said = os.open(json.loads(line)["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            code = follow(line, manifest)
            DuckDBConnectionManager.close_all_connections()
            sys.stdout.flush()
            os._exit(code)  # the threads that an ordinary end waits for are the parent's
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
