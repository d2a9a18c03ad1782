"""dbt's program, started ahead of its command: it gets ready while others extract and read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.operations.manifest import PROGRAM
from pipelines.settings import HOUSE


class DbtAhead:
    """At most one program that waits for its command."""

    def __init__(self) -> None:
        self._waiting: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start the program, unless one waits already; the settings are those of this process's environment."""
        if self._waiting is None or self._waiting.poll() is not None:
            self.dismiss()
            self._waiting = subprocess.Popen(
                PROGRAM, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )

    def hand_over(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> subprocess.Popen[bytes]:
        """The program, running dbt with ``arguments``; what it writes is its caller's to read, as is its end."""
        self.begin()
        process, self._waiting = self._waiting, None
        assert process is not None
        assert process.stdin is not None
        command = {"arguments": list(arguments), "environment": dict(environment), "folder": str(folder)}
        process.stdin.write(json.dumps(command).encode() + b"\n")
        process.stdin.flush()
        return process

    def dismiss(self) -> None:
        """End the program that waits, if there is one."""
        process, self._waiting = self._waiting, None
        if process is not None:
            process.terminate()
            process.communicate()


AHEAD = DbtAhead()
