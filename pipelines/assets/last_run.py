"""What the last whole run found and made, so that a run that finds nothing new need not make it again.

Each step keeps what it yielded, with the state that it is of: the documents as they are read, and all that decides what
is made of them. What is kept counts only while the published file is, to the byte, the one that was made of that state.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from pipelines.settings import HOUSE, Settings
from pipelines.staging.intake import CURRENT, QUARANTINE, READER

FOLDER = "last_run"
_PACKAGES = ("dagster-dbt", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "jinja2", "polars", "pysdmx")
_MADE = {"target", "logs", "dbt_packages", "__pycache__", ".user.yml"}

Result = dg.Output[Any] | dg.MaterializeResult[Any] | dg.AssetCheckResult | dg.AssetObservation


@dataclass(frozen=True)
class Kept:
    """What a step of the run ``run`` yielded, and what else it noted."""

    run: str
    results: Sequence[Result]
    more: Mapping[str, Any]


@dataclass(frozen=True)
class LastRun:
    """The notes of the last run in the work folder."""

    folder: Path

    @classmethod
    def of(cls, settings: Settings) -> LastRun:
        """Those of the work folder of ``settings``."""
        return cls(settings.work / FOLDER)

    def forget(self, *but: str) -> None:
        """Delete the notes of all steps ``but`` some: what they tell of is about to change."""
        for file in self.folder.glob("*.json"):
            if file.stem not in but:
                file.unlink(missing_ok=True)

    def keep(self, step: str, state: str, run: str, results: Iterable[Result], **more: Any) -> None:
        """Note what ``step`` yielded of ``state``; whole or not at all: without it the next run makes all again."""
        content = {"state": state, "run": run, "results": [_written(result) for result in results], "more": more}
        with suppress(OSError):  # what the step made is made, whether this can be written or not
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f".{step}.{os.getpid()}"
            fresh.write_text(json.dumps(content), encoding="utf-8")
            fresh.replace(self.folder / f"{step}.json")

    def kept(self, step: str, state: str) -> Kept | None:
        """What ``step`` yielded last, where that was of ``state`` and can be read."""
        try:
            content = json.loads((self.folder / f"{step}.json").read_text(encoding="utf-8"))
            if content["state"] != state:
                return None
            return Kept(content["run"], [_read(result) for result in content["results"]], content["more"])
        except (OSError, ValueError, KeyError, TypeError, dg.DagsterError):
            return None

    def found_again(self, step: str, run: str) -> Kept | None:
        """What ``step`` yielded last, where ``run`` found nothing new."""
        state = self.marked(run)
        return None if state is None else self.kept(step, state)

    def mark(self, run: str, state: str) -> None:
        """Note that ``run`` found nothing new, for its later steps."""
        (self.folder / "nothing_new.json").write_text(json.dumps({"run": run, "state": state}), encoding="utf-8")

    def marked(self, run: str) -> str | None:
        """The state, where ``run`` found nothing new."""
        try:
            content = json.loads((self.folder / "nothing_new.json").read_text(encoding="utf-8"))
            return str(content["state"]) if content["run"] == run else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def state_after(self, step: str) -> str | None:
        """The state of which ``step`` noted what it yielded last."""
        try:
            return str(json.loads((self.folder / f"{step}.json").read_text(encoding="utf-8"))["state"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def published_state(self, warehouse: Path) -> str | None:
        """The state that the published file is of; None where it is not the file that the last run put there."""
        state = self.state_after("published_warehouse")
        kept = self.kept("published_warehouse", state) if state is not None else None
        return state if kept is not None and kept.more.get("stat") == stat_of(warehouse) else None


def again(kept: Kept, shown: Mapping[str, Any]) -> Iterator[Result]:
    """The results of an earlier run as those of this one: with its own links (``shown``), and where they are from."""
    more = {**shown, "nothing new": f"kept from the run {kept.run}"}
    for result in kept.results:
        metadata = {**(result.metadata or {}), **more}
        if isinstance(result, dg.Output):
            yield dg.Output(None, output_name=result.output_name, metadata=metadata)
        elif isinstance(result, dg.MaterializeResult):
            yield dg.MaterializeResult(asset_key=result.asset_key, metadata=metadata)
        elif isinstance(result, dg.AssetObservation):
            yield dg.AssetObservation(result.asset_key, description=result.description, metadata=metadata)
        else:
            yield dg.AssetCheckResult(
                passed=result.passed,
                asset_key=result.asset_key,
                check_name=result.check_name,
                severity=result.severity,
                description=result.description,
                metadata=metadata,
            )


def materialized_again(kept: Kept, shown: Mapping[str, Any]) -> dg.MaterializeResult[None]:
    """The one asset of an earlier run as this run's; see `again`."""
    (result,) = again(kept, shown)
    return dg.MaterializeResult(metadata=result.metadata)


def state_of(settings: Settings) -> str:
    """Hash of the documents as they are read, and of everything else that decides what is made of them.

    Where the documents' texts are kept does not count, nor does what a run may choose (threads, links).
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\0".encode())
    digest.update(
        f"{sorted(settings.thresholds.items())} {settings.plausibility_block_share} {settings.warehouse}\0".encode()
    )
    for folder in (HOUSE / "pipelines", settings.reference, settings.dbt_project, settings.expectations):
        digest.update(_hash(folder))
    documents = pl.read_parquet(settings.staging / CURRENT).drop("shard")
    digest.update(documents.write_csv().encode())
    digest.update(pl.read_parquet(settings.staging / QUARANTINE).write_csv().encode())
    digest.update((settings.staging / READER).read_bytes())
    return digest.hexdigest()


def _hash(folder: Path) -> bytes:
    """Hash of the names and contents of what is written by hand below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = path.relative_to(folder)
        if _MADE.isdisjoint(place.parts):
            content = path.read_bytes()
            digest.update(f"\0{place}\0{len(content)}\0".encode() + content)
    return digest.digest()


def sizes_and_times(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of every file below ``folder``, by its path in it."""
    found: dict[str, list[int]] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            status = os.stat(path)
            found[os.path.relpath(path, folder)] = [status.st_size, status.st_mtime_ns]
    return found


def is_whole(folder: Path, kept: Kept) -> bool:
    """Whether ``folder`` holds the files that the step noted, none of them changed."""
    try:
        return folder.is_dir() and sizes_and_times(folder) == kept.more.get("files")
    except OSError:
        return False


def stat_of(file: Path) -> list[int]:
    """Size, time of change and number of a file; empty where there is none."""
    try:
        status = file.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def fingerprint(file: Path) -> str:
    """Hash of a file's bytes; blank where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _written(result: Result) -> dict[str, Any]:
    """A result as what JSON can hold; its metadata as Dagster itself writes it."""
    told = dg.AssetMaterialization("kept", metadata=dict(result.metadata or {}))
    content: dict[str, Any] = {"kind": type(result).__name__, "metadata": dg.serialize_value(told)}
    if isinstance(result, dg.Output):
        return {**content, "name": result.output_name}
    key = result.asset_key
    path = list(dg.AssetKey.from_coercible(key).path) if key is not None else None
    if isinstance(result, dg.AssetCheckResult):
        of_check = {"passed": result.passed, "check": result.check_name, "severity": result.severity.name}
        return {**content, "asset": path, "description": result.description, **of_check}
    description = result.description if isinstance(result, dg.AssetObservation) else None
    return {**content, "asset": path, "description": description}


def _read(content: Mapping[str, Any]) -> Result:
    metadata = dg.deserialize_value(content["metadata"], dg.AssetMaterialization).metadata
    if content["kind"] == "Output":
        return dg.Output(None, output_name=content["name"], metadata=metadata)
    asset = dg.AssetKey(content["asset"]) if content["asset"] is not None else None
    if content["kind"] == "AssetCheckResult":
        return dg.AssetCheckResult(
            passed=content["passed"],
            asset_key=asset,
            check_name=content["check"],
            severity=dg.AssetCheckSeverity[content["severity"]],
            description=content["description"],
            metadata=metadata,
        )
    if content["kind"] == "AssetObservation" and asset is not None:
        return dg.AssetObservation(asset_key=asset, description=content["description"], metadata=metadata)
    return dg.MaterializeResult(asset_key=asset, metadata=metadata)
