"""Runs the job when the landing folder's content changes."""

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

import dagster as dg

from pipelines.documents.index import content_hashes
from pipelines.operations.jobs import refresh
from pipelines.settings import Settings

INDEX, SEEN = "landing-hashes.json", "landing-seen.json"
_INTERVAL_SECONDS = 30
_SETTLED_SECONDS = 2.0


@dg.sensor(
    name="landing_folder",
    job=refresh,
    minimum_interval_seconds=_INTERVAL_SECONDS,
    description="New, changed and removed files, by path and content; putting an old file back is a change too.",
)
def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run when the files differ from those of the last evaluation.

    The cursor holds a number of deliveries and a hash of all files' hashes. The number is part of the run key, so that
    a folder that returns to an earlier content (A, then B, then A again) is a new delivery, while the same evaluation
    repeated after a crash asks for the same run and is not run twice. A file that is being written is waited for.
    """
    settings = Settings.from_environment()
    folder = settings.documents
    before = json.loads(context.cursor) if context.cursor else {"delivery": 0, "content": digest({})}
    files = content_hashes(folder, settings.work / INDEX)
    content = digest(files)
    known = str(before.get("content", ""))
    if content == known:
        return dg.SkipReason(f"Nothing new in {folder}: {len(files)} files, as at the last look.")
    seen = _load_seen(settings.work / SEEN, known)
    unsettled = _unsettled(folder, [name for name in files if seen.get(name) != files[name]])
    if unsettled is not None:
        return dg.SkipReason(f"{unsettled} is being written; the next look will tell.")
    delivery = before["delivery"] + 1
    changes = describe_changes(seen, files)
    context.log.info(f"{folder}: {changes}")
    _save_seen(settings.work / SEEN, files)
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"{delivery}-{content}", tags={"solieu/delivery": changes})],
        cursor=json.dumps({"delivery": delivery, "content": content}),
    )


def digest(files: dict[str, str]) -> str:
    """A hash of all files' names and hashes."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:32]


def describe_changes(before: dict[str, str], now: dict[str, str]) -> str:
    """How many files are new, changed and removed, in words."""
    new = len(now.keys() - before.keys())
    removed = len(before.keys() - now.keys())
    changed = sum(1 for name in now.keys() & before.keys() if now[name] != before[name])
    counts = (("new", new), ("changed", changed), ("removed", removed))
    return ", ".join(f"{count} {word}" for word, count in counts if count) or "nothing"


def _unsettled(folder: Path, names: list[str]) -> str | None:
    """A file of ``names`` that was written to this very moment, if there is one."""
    now = time.time()
    for name in names:
        with suppress(OSError):
            if 0 <= now - os.stat(folder / name).st_mtime < _SETTLED_SECONDS:  # a time of the future says nothing
                return name
    return None


def _load_seen(file: Path, content: str) -> dict[str, str]:
    """The files of the last delivery, where they are still known; they only serve to say what changed."""
    try:
        seen: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if digest(seen) == content else {}


def _save_seen(file: Path, files: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(json.dumps(files), encoding="utf-8")
    fresh.replace(file)
