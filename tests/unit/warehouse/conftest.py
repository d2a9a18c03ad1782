"""A warehouse built by dbt from the gold figures of the shipped bulletins, once for all tests that ask for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.operations.dbt_ahead import DbtAhead
from pipelines.operations.manifest import prepared_manifest
from pipelines.settings import Settings
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


def run_dbt(ahead: DbtAhead, work: Path, target: Path, *arguments: str) -> tuple[int, str]:
    """Let a waiting dbt run a command on the private file in ``work``; its exit code and what it said."""
    places = {"PROJECT_DIR": PROJECT, "PROFILES_DIR": PROJECT, "TARGET_PATH": target, "LOG_PATH": work}
    settings = {"SOLIEU_WORK": work, "SOLIEU_THREADS": 2} | {f"DBT_{name}": path for name, path in places.items()}
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    dbt = ahead.hand_over(arguments, environment, PROJECT)
    assert dbt.stdin is not None
    assert dbt.stdout is not None
    with dbt.stdin, dbt.stdout:  # its input stays open while it works
        said = dbt.stdout.read().decode()
    return dbt.wait(), said


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

    ``target``: the folder of what dbt compiles.
    """
    (work / "staging").mkdir(parents=True, exist_ok=True)
    for name, frame in staging.items():
        frame.write_parquet(work / "staging" / f"{name}.parquet")
    build = work / "solieu-build.duckdb"
    ahead = DbtAhead()
    ahead.begin()  # as the job does: dbt gets ready while the build starts
    reference = HOUSE / "seeds" / "reference"
    start = start_build(build, work / "staging", reference, published, made_with=made_with, today=today)
    code, said = run_dbt(ahead, work, target, "build", *arguments)
    assert code == 0, said
    publish(build, work / "published" / "solieu.duckdb")
    return Built(work / "published" / "solieu.duckdb", build, prepared_manifest(Settings.from_environment()), start)


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
