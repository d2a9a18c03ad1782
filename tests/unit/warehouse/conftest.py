"""A warehouse built by dbt from the gold figures of the shipped bulletins, once for all tests that ask for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.warehouse import BuildStart, publish, start_build
from tests.unit.warehouse.gold_staging import HOUSE, gold_staging

PROJECT = HOUSE / "dbt_project"


@dataclass(frozen=True)
class Built:
    """A built and published warehouse, dbt's manifest of it, and how the build started."""

    warehouse: Path
    build: Path
    manifest: Path
    start: BuildStart


def dbt_build(
    work: Path,
    target: Path,
    staging: Mapping[str, pl.DataFrame],
    *arguments: str,
    published: Path | None = None,
    made_with: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Built:
    """Build a warehouse in ``work`` from staging tables, as the job does, without its checks.

    ``target`` is dbt's own folder: shared, so that it parses the project once.
    """
    (work / "staging").mkdir(parents=True, exist_ok=True)
    for name, frame in staging.items():
        frame.write_parquet(work / "staging" / f"{name}.parquet")
    build = work / "solieu-build.duckdb"
    reference = HOUSE / "seeds" / "reference"
    start = start_build(build, work / "staging", reference, published, made_with=made_with, today=today)
    places = ["--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", target, "--log-path", work]
    command = [Path(sys.executable).with_name("dbt"), "--quiet", "build", *places, *arguments]
    environment = os.environ | {"SOLIEU_WORK": str(work), "SOLIEU_THREADS": "2"}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    publish(build, work / "published" / "solieu.duckdb")
    return Built(work / "published" / "solieu.duckdb", build, target / "manifest.json", start)


@pytest.fixture(scope="session")
def dbt_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("target")


@pytest.fixture(scope="session")
def gold_warehouse(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> Built:
    return dbt_build(tmp_path_factory.mktemp("gold"), dbt_target, gold_staging())


@pytest.fixture(scope="session")
def build_warehouse(
    tmp_path_factory: pytest.TempPathFactory, dbt_target: Path
) -> Callable[[Mapping[str, pl.DataFrame]], Built]:
    """Build another warehouse from changed staging tables, without dbt's tests (the texts are made up)."""

    def build(staging: Mapping[str, pl.DataFrame]) -> Built:
        return dbt_build(tmp_path_factory.mktemp("made_up"), dbt_target, staging, "--resource-type", "model")

    return build
