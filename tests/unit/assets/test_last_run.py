"""What a run keeps of its steps for the next one."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.assets.last_run import LastRun, again, is_whole, sizes_and_times, state_of
from pipelines.settings import Settings
from pipelines.staging.intake import CURRENT, QUARANTINE, READER


def test_results_come_back_as_they_were_with_links_of_the_run_that_tells_them(tmp_path: Path) -> None:
    last = LastRun(tmp_path / "last_run")
    columns = dg.TableSchema(columns=[dg.TableColumn("document", "VARCHAR")])
    metadata = {
        "dagster/row_count": 3,
        "preview": dg.MetadataValue.md("| a |"),
        "log": dg.MetadataValue.url("http://old"),
    }
    last.keep(
        "models",
        "state",
        "run 1",
        [
            dg.Output(None, output_name="fct_changes", metadata={**metadata, "dagster/column_schema": columns}),
            dg.AssetCheckResult(
                passed=False,
                asset_key=dg.AssetKey(["bi", "series"]),
                check_name="unique",
                severity=dg.AssetCheckSeverity.WARN,
                description="Two rows.",
                metadata={"rows": 2},
            ),
            dg.MaterializeResult(asset_key="stg_shares", metadata={"by kind": {"levels": 1}}),
        ],
    )
    kept = last.kept("models", "state")
    assert kept is not None
    output, check, made = again(kept, {"log": dg.MetadataValue.url("http://new")})
    assert isinstance(output, dg.Output)
    assert output.output_name == "fct_changes"
    assert output.metadata["dagster/row_count"].value == 3
    assert output.metadata["dagster/column_schema"].value == columns
    assert output.metadata["log"].value == "http://new"
    assert output.metadata["nothing new"].value == "kept from the run run 1"
    assert isinstance(check, dg.AssetCheckResult)
    assert (check.passed, check.severity, check.description) == (False, dg.AssetCheckSeverity.WARN, "Two rows.")
    assert check.asset_key == dg.AssetKey(["bi", "series"])
    assert isinstance(made, dg.MaterializeResult)
    assert made.asset_key == dg.AssetKey("stg_shares")


def test_nothing_counts_of_another_state_or_once_forgotten_or_torn(tmp_path: Path) -> None:
    last = LastRun(tmp_path)
    for step in ("staging", "models", "checks"):
        last.keep(step, "state", "run", [])
    assert last.kept("models", "another") is None
    (tmp_path / "checks.json").write_text((tmp_path / "checks.json").read_text("utf-8")[:-9], "utf-8")
    assert last.kept("checks", "state") is None
    last.forget("staging")
    assert last.kept("models", "state") is None
    assert last.kept("staging", "state") is not None


def test_a_folder_is_whole_while_no_file_of_it_changed(tmp_path: Path) -> None:
    last, folder = LastRun(tmp_path / "notes"), tmp_path / "site"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "page.html").write_text("page", "utf-8")
    last.keep("site", "state", "run", [], files=sizes_and_times(folder))
    kept = last.kept("site", "state")
    assert kept is not None
    assert is_whole(folder, kept)
    (folder / "below" / "page.html").write_text("pag", "utf-8")
    assert not is_whole(folder, kept)


@pytest.mark.parametrize(
    "changed", ["reference/units.csv", "models/a.sql", "expectations/a.yaml", "document", "setting"]
)
def test_whatever_decides_the_warehouse_makes_another_state(tmp_path: Path, changed: str) -> None:
    for folder, name in (("reference", "units.csv"), ("models", "a.sql"), ("expectations", "a.yaml")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("before", "utf-8")
    settings = Settings(
        work=tmp_path / "work",
        reference=tmp_path / "reference",
        dbt_project=tmp_path / "models",
        expectations=tmp_path / "expectations",
    )
    settings.staging.mkdir(parents=True)
    (settings.staging / READER).write_text("reader", "utf-8")
    pl.DataFrame({"document": ["a.txt"], "reason": ["empty"]}).write_parquet(settings.staging / QUARANTINE)

    def current(key: str, shard: str) -> None:
        pl.DataFrame({"document": ["b.txt"], "read_key": [key], "shard": [shard]}).write_parquet(
            settings.staging / CURRENT
        )

    current("k", "here")
    before = state_of(settings)
    current("k", "elsewhere")
    assert state_of(settings) == before, "where texts are kept does not count"
    if changed == "document":
        current("l", "here")
    elif changed == "setting":
        settings = Settings(
            work=settings.work,
            reference=settings.reference,
            dbt_project=settings.dbt_project,
            expectations=settings.expectations,
            fresh_days=7,
        )
    else:
        (tmp_path / changed).write_text("after", "utf-8")
    assert state_of(settings) != before
