"""The dbt manifest: made anew when the project changed, and only then, because parsing takes seconds."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pipelines.operations.environment import apply
from pipelines.settings import HOUSE, Settings

#: What dbt writes when it has parsed: for others, and for itself.
MANIFEST, PARSED = "manifest.json", "partial_parse.msgpack"
#: dbt as a program of its own; with nothing to do it prepares the manifest and ends.
PROGRAM = (sys.executable, "-m", "pipelines.operations.dbt_program")
_STAMP = "of.sha256"
_PARSED_SUFFIXES = {".sql", ".yml", ".yaml", ".md", ".csv"}
_OUTPUT_FOLDERS = {"target", "logs", "dbt_packages"}


class ProjectError(RuntimeError):
    """dbt cannot read its project; the message is dbt's own."""


def prepared_manifest(settings: Settings) -> Path:
    """The path of a manifest that belongs to the project's present files; dbt makes it where there is none.

    Whoever asks while another process parses waits for it. Raises ProjectError with what dbt says.
    """
    with prepared_folder(settings.dbt_project) as folder:
        current = is_current(folder, settings.dbt_project)
    if not current:
        apply(settings)
        done = subprocess.run(PROGRAM, cwd=HOUSE, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = done.stdout.strip() or done.stderr.strip()
            raise ProjectError(f"{settings.dbt_project}: dbt cannot read the project. {said}")
    return folder / MANIFEST


@contextmanager
def prepared_folder(project: Path) -> Iterator[Path]:
    """The folder of what dbt parsed, which nobody else looks at or changes meanwhile; dbt's own target is beside it."""
    folder = project / "target" / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def is_current(folder: Path, project: Path) -> bool:
    """Whether ``folder`` holds what dbt parsed of the present files of ``project``."""
    stamp = folder / _STAMP
    if not all(path.exists() for path in (stamp, folder / MANIFEST, folder / PARSED)):
        return False
    return stamp.read_text(encoding="utf-8") == _fingerprint(project)


def note_current(folder: Path, project: Path) -> None:
    """Note that ``folder`` holds what dbt parsed of the present files of ``project``."""
    (folder / _STAMP).write_text(_fingerprint(project), encoding="utf-8")


def _fingerprint(project: Path) -> str:
    """Hash of dbt's versions and of the names and bytes of every file that it parses."""
    digest = hashlib.sha256(f"{version('dbt-core')}\0{version('dbt-duckdb')}\0".encode())
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project)
        if inside.parts[0] in _OUTPUT_FOLDERS or path.suffix not in _PARSED_SUFFIXES or not path.is_file():
            continue
        digest.update(f"{inside}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
