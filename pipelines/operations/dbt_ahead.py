"""dbt's program, started ahead of its command: it gets ready while others extract and read.

Where the landing folder looks as it did when the models were last built, dbt will hardly be asked: it is not started.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.documents.landing import DocumentsError, Entry, changed_ns, list_folder
from pipelines.documents.manifest import MANIFEST
from pipelines.operations.manifest import PROGRAM
from pipelines.settings import HOUSE, Settings

#: Where the models' step notes what it built of, below the work folder; ``more`` › ``landing`` is `landing_of`.
BUILT_OF = Path("last_run", "models.json")


def landing_of(folder: Path) -> str:
    """Hash of the names, sizes and times of the files in the landing folder; blank where it cannot be listed."""
    try:
        found = list_folder(folder)
        manifest = folder / MANIFEST
        listed = [changed_ns(manifest.stat()) if manifest.exists() else 0]
    except (OSError, DocumentsError):
        return ""
    seen = [(item.document, item.size, item.changed_ns) if isinstance(item, Entry) else item.document for item in found]
    return hashlib.sha256(repr((listed, seen)).encode()).hexdigest()


def seems_new(settings: Settings) -> bool:
    """Whether the landing folder looks otherwise than when the models were last built; a guess, made quickly."""
    try:
        built = json.loads((settings.work / BUILT_OF).read_text(encoding="utf-8"))
        return bool(built["more"]["landing"] != landing_of(settings.documents))
    except (OSError, ValueError, KeyError, TypeError):
        return True


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
