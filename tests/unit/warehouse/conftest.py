"""A warehouse built by dbt from the gold figures of the shipped bulletins, once for all tests that ask for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.operations.manifest import prepared_manifest
from pipelines.settings import Settings
from pipelines.warehouse import BuildStart, publish, start_build
from tests.conftest import made_once
from tests.unit.warehouse.dbt_nursery import Dbt, dbt_nursery
from tests.unit.warehouse.gold_staging import HOUSE, gold_staging


@dataclass(frozen=True)
class Built:
    """A built and published warehouse, dbt's manifest of it, and how the build started."""

    warehouse: Path
    build: Path
    manifest: Path
    start: BuildStart


@dataclass(frozen=True)
class Builder:
    """Builds warehouses with dbt, and has it do other things."""

    dbt: Dbt
    #: The folder of what dbt compiles.
    target: Path

    def run(self, work: Path, *arguments: str) -> tuple[int, str]:
        """Let dbt run a command on the private file in ``work``; its exit code and what it said."""
        return self.dbt.run(work, self.target, arguments)

    def build(
        self,
        work: Path,
        staging: Mapping[str, pl.DataFrame],
        *arguments: str,
        published: Path | None = None,
        made_with: Mapping[str, str] | None = None,
        today: date | None = None,
    ) -> Built:
        """Build a warehouse in ``work`` from staging tables, as the job does, without its checks."""
        (work / "staging").mkdir(parents=True, exist_ok=True)
        for name, frame in staging.items():
            frame.write_parquet(work / "staging" / f"{name}.parquet")
        build = work / "solieu-build.duckdb"
        reference = HOUSE / "seeds" / "reference"
        start = start_build(build, work / "staging", reference, published, made_with=made_with, today=today)
        code, said = self.run(work, "build", *arguments)
        assert code == 0, said
        publish(build, work / "published" / "solieu.duckdb")
        return Built(work / "published" / "solieu.duckdb", build, prepared_manifest(Settings.from_environment()), start)


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    with dbt_nursery() as dbt:
        yield Builder(dbt, tmp_path_factory.mktemp("target"))


@pytest.fixture(scope="session")
def gold_warehouse(tmp_path_factory: pytest.TempPathFactory, builder: Builder) -> Built:
    def make(folder: Path) -> None:
        start = builder.build(folder, gold_staging()).start
        (folder / "start.json").write_text(json.dumps(asdict(start)), encoding="utf-8")

    folder = made_once(tmp_path_factory, "gold", make)
    start = BuildStart(**json.loads((folder / "start.json").read_text(encoding="utf-8")))
    manifest = prepared_manifest(Settings.from_environment())
    return Built(folder / "published" / "solieu.duckdb", folder / "solieu-build.duckdb", manifest, start)


@pytest.fixture(scope="session")
def build_warehouse(
    tmp_path_factory: pytest.TempPathFactory, builder: Builder
) -> Callable[[Mapping[str, pl.DataFrame]], Built]:
    """Build another warehouse from changed staging tables, without dbt's tests (the texts are made up)."""

    def build(staging: Mapping[str, pl.DataFrame]) -> Built:
        return builder.build(tmp_path_factory.mktemp("made_up"), staging, "--resource-type", "model")

    return build
