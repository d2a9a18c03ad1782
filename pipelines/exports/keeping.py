"""Files of the last export that need not be written again: they are made of the same rows by the same programs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines.warehouse import is_as_written, take_over

#: Where an export notes of what its files are made.
NOTES = ".made-of.json"


class Kept:
    """Files of the export in ``earlier`` by what they are made of, and what those in ``fresh`` are made of."""

    def __init__(self, earlier: Path, fresh: Path) -> None:
        self._earlier, self._fresh = earlier, fresh
        self._found = _noted(earlier / NOTES)
        self._made: dict[str, str] = {}

    def take(self, file: Path, made_of: str) -> bool:
        """Whether ``file`` of the fresh folder was made of the same in the earlier one; then it is taken over."""
        name = str(file.relative_to(self._fresh))
        if made_of:
            self._made[name] = made_of
        found, size, changed_ns = self._found.get(name, ("", 0, 0))
        if not made_of or found != made_of or not is_as_written(self._earlier / name, size, changed_ns):
            return False
        take_over(self._earlier / name, file)
        return True

    def note(self) -> None:
        """Note of what the files of the fresh folder are made, to be asked for by the next export."""
        notes = {}
        for name, made_of in self._made.items():
            with suppress(FileNotFoundError):  # of a format that is written aside only
                status = os.stat(self._fresh / name)
                notes[name] = (made_of, status.st_size, status.st_mtime_ns)
        (self._fresh / NOTES).write_text(json.dumps(notes, indent=0), encoding="utf-8")


def _noted(file: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        noted = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(noted, dict) and all(isinstance(row, list) and len(row) == 3 for row in noted.values()):
            return noted
    return {}
