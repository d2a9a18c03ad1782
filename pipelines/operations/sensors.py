"""Runs the job when the landing folder's content changes."""

import hashlib
import json
from pathlib import Path

import dagster as dg

from pipelines.operations.jobs import refresh
from pipelines.settings import Settings

_INTERVAL_SECONDS = 30


@dg.sensor(
    name="landing_folder",
    job=refresh,
    minimum_interval_seconds=_INTERVAL_SECONDS,
    description="New, changed and removed files, by path and content; putting an old file back is a change too.",
)
def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run when the files differ from those of the last evaluation.

    The cursor holds a number of deliveries and each file's hash. The number is part of the run key, so that a folder
    that returns to an earlier content (A, then B, then A again) is a new delivery, while the same evaluation repeated
    after a crash asks for the same run and is not run twice.
    """
    folder = Settings.from_environment().documents
    before = json.loads(context.cursor) if context.cursor else {"delivery": 0, "files": {}}
    files = content_hashes(folder)
    if files == before["files"]:
        return dg.SkipReason(f"Nothing new in {folder}: {len(files)} files, as at the last look.")
    delivery = before["delivery"] + 1
    changes = describe_changes(before["files"], files)
    context.log.info(f"{folder}: {changes}")
    content = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"{delivery}-{content[:32]}", tags={"solieu/delivery": changes})],
        cursor=json.dumps({"delivery": delivery, "files": files}, sort_keys=True),
    )


def content_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file below ``folder`` by its path in it; links that leave the folder are not followed."""
    if not folder.is_dir():
        return {}
    root = folder.resolve()
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.resolve().is_relative_to(root)
    }


def describe_changes(before: dict[str, str], now: dict[str, str]) -> str:
    """How many files are new, changed and removed, in words."""
    new = len(now.keys() - before.keys())
    removed = len(before.keys() - now.keys())
    changed = sum(1 for name in now.keys() & before.keys() if now[name] != before[name])
    counts = (("new", new), ("changed", changed), ("removed", removed))
    return ", ".join(f"{count} {word}" for word, count in counts if count) or "nothing"
