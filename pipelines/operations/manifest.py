"""The dbt manifest: made anew when the project changed, and only then, because parsing takes seconds."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sysconfig
import threading
from contextlib import suppress
from pathlib import Path

from pipelines.operations.environment import apply
from pipelines.settings import Settings

_PARSED_SUFFIXES = {".sql", ".yml", ".yaml", ".md", ".csv"}
_OUTPUT_FOLDERS = {"target", "logs", "dbt_packages"}


class ProjectError(RuntimeError):
    """dbt cannot read its project; the message is dbt's own."""


def dbt_executable() -> Path:
    """The dbt of this environment, also when it is not activated."""
    return Path(sysconfig.get_path("scripts")) / "dbt"


def prepared_manifest(settings: Settings) -> Path:
    """The path of a manifest that belongs to the project's present files; `dbt parse` makes it where there is none.

    Whoever asks while another thread or process parses waits for it. Raises ProjectError with what dbt says.
    """
    project = settings.dbt_project
    target = project / "target"
    target.mkdir(exist_ok=True)
    manifest, stamp = target / "manifest.json", target / "manifest.sha256"
    with (target / "parse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fingerprint = _fingerprint(project)
        if not manifest.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != fingerprint:
            _parse(settings, target)
            stamp.write_text(fingerprint, encoding="utf-8")
    return manifest


def prepare_ahead(settings: Settings) -> None:
    """Begin to prepare the manifest, in dbt's process and beside what this one does; it is asked for again later.

    What goes wrong is told then: whoever needs the manifest gets the error.
    """

    def prepare() -> None:
        with suppress(ProjectError, OSError):
            prepared_manifest(settings)

    threading.Thread(target=prepare, daemon=True).start()


def _parse(settings: Settings, target: Path) -> None:
    apply(settings)
    folders = ["--project-dir", settings.dbt_project, "--profiles-dir", settings.dbt_project, "--target-path", target]
    command = [dbt_executable(), "--quiet", "--log-path", target, "parse", *folders]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ProjectError(f"{settings.dbt_project}: dbt cannot read the project. {done.stdout.strip()}")


def _fingerprint(project: Path) -> str:
    """Hash of the names and bytes of every file that dbt parses."""
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project)
        if inside.parts[0] in _OUTPUT_FOLDERS or path.suffix not in _PARSED_SUFFIXES or not path.is_file():
            continue
        digest.update(f"{inside}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
