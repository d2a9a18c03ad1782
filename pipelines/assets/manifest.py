"""The dbt manifest: made anew when the project changed, and only then, because parsing takes seconds."""

from __future__ import annotations

import fcntl
import hashlib
import io
from contextlib import redirect_stdout
from pathlib import Path

from dagster_dbt import DbtCliResource

from pipelines.settings import Settings

_PARSED_SUFFIXES = {".sql", ".yml", ".yaml", ".md", ".csv"}
_OUTPUT_FOLDERS = {"target", "logs", "dbt_packages"}


def prepared_manifest(settings: Settings, dbt: DbtCliResource) -> Path:
    """The path of a manifest that belongs to the project's present files; `dbt parse` makes it where it does not."""
    project = settings.dbt_project
    target = project / "target"
    target.mkdir(exist_ok=True)
    manifest, stamp = target / "manifest.json", target / "manifest.sha256"
    with (target / "parse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fingerprint = _fingerprint(project)
        if not manifest.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != fingerprint:
            with redirect_stdout(io.StringIO()):  # dbt's own lines; what matters is in the error
                dbt.cli(["parse", "--quiet"], target_path=target).wait()
            stamp.write_text(fingerprint, encoding="utf-8")
    return manifest


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
