from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import Settings, SettingsError, dagster_home

ROOT = Path(__file__).parents[2]


def test_defaults_stand_beside_the_package_wherever_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({})
    assert settings.documents == ROOT / "seeds" / "documents"
    assert settings.warehouse == ROOT / "warehouse" / "solieu.duckdb"
    assert settings.plausibility_block_share == 0.05
    assert settings.strict is False
    settings.require_inputs()


def test_relative_paths_are_the_working_directory_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({"SOLIEU_DOCUMENTS": "landing", "SOLIEU_WAREHOUSE": "out/x.duckdb"})
    assert settings.documents == tmp_path / "landing"
    assert settings.warehouse == tmp_path / "out" / "x.duckdb"


def test_a_keyword_wins_over_the_environment_and_none_does_not() -> None:
    environment = {"SOLIEU_DOCUMENTS": "/from/environment", "SOLIEU_STRICT": "true"}
    settings = Settings.from_environment(environment, documents=Path("/from/keyword"), strict=None)
    assert settings.documents == Path("/from/keyword")
    assert settings.strict is True


def test_another_process_reads_the_same_settings() -> None:
    settings = Settings.from_environment(
        {}, documents=Path("/a b/số liệu"), strict=True, plausibility_block_share=0.125, threads=3, max_file_bytes=7
    )
    assert Settings.from_environment(settings.as_environment()) == settings


def test_a_lake_leaves_the_file_of_the_set_with_the_build(tmp_path: Path) -> None:
    address = "postgresql://me:secret@host:5432/figures"
    settings = Settings.from_environment({"SOLIEU_WORK": str(tmp_path)}, warehouse=f"ducklake:{address}")
    assert settings.lake == address
    assert settings.warehouse == tmp_path / "published" / "solieu.duckdb"
    assert "secret" not in repr(settings)
    assert Settings.from_environment(settings.as_environment()) == settings


def test_blank_means_not_set() -> None:
    assert Settings.from_environment({"SOLIEU_THREADS": " ", "SOLIEU_WORK": ""}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SOLIEU_STRICT": "maybe"}, "SOLIEU_STRICT is 'maybe'; give true or false"),
        ({"SOLIEU_THREADS": "two"}, "SOLIEU_THREADS is 'two'"),
        ({"SOLIEU_THREADS": "0"}, "SOLIEU_THREADS is 0"),
        ({"SOLIEU_PLAUSIBILITY_BLOCK_SHARE": "5"}, "between 0 and 1"),
        ({"SOLIEU_PLAUSIBILITY_BLOCK_SHARE": "nan"}, "between 0 and 1"),
        ({"SOLIEU_BATCH_BYTES": "-1"}, "SOLIEU_BATCH_BYTES is -1"),
        ({"SOLIEU_WAREHOUSE": "/tmp/figures.db"}, "ends in .duckdb"),
        ({"SOLIEU_WAREHOUSE": "ducklake:sqlite:x.db"}, "SOLIEU_LAKE does not begin with postgresql://"),
        ({"SOLIEU_ENGINE": "spark"}, "SOLIEU_ENGINE is 'spark'; give polars or daft"),
        ({"SOLIEU_RAY_ADDRESS": "127.0.0.1:6379"}, "only the engine daft runs on a Ray cluster"),
        ({"SOLIEU_DOCUMENT": "/typing/slip"}, "SOLIEU_DOCUMENT: no such setting"),
    ],
)
def test_a_wrong_value_is_named(environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings.from_environment(environment)


def test_a_missing_folder_is_named_with_its_variable(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, expectations=tmp_path / "nowhere")
    with pytest.raises(SettingsError, match=r"nowhere does not exist; set SOLIEU_EXPECTATIONS"):
        settings.require_inputs()
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match=r"file is not a folder; set SOLIEU_REFERENCE"):
        Settings.from_environment({}, reference=file).require_inputs()


def test_settings_are_read_without_any_other_part() -> None:
    code = "import sys, pipelines.settings; print(sorted({'polars', 'dagster', 'duckdb'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_addresses_are_checked_and_their_secrets_not_shown() -> None:
    with pytest.raises(SettingsError, match="SOLIEU_FAILURE_WEBHOOK does not begin with http:// or https://"):
        Settings.from_environment({"SOLIEU_FAILURE_WEBHOOK": "file:///etc/passwd"})
    with pytest.raises(SettingsError, match="SOLIEU_RUN_STORAGE does not begin with postgresql://"):
        Settings.from_environment({"SOLIEU_RUN_STORAGE": "sqlite:///secret"})
    settings = Settings.from_environment(
        {"SOLIEU_SMTP": "smtps://me:secret@mail:465", "SOLIEU_RUN_STORAGE": "postgresql://me:secret@host/dagster"}
    )
    assert "secret" not in repr(settings)


def test_dagster_lives_in_the_project_unless_told_otherwise() -> None:
    assert dagster_home({}) == ROOT / ".dagster"
    assert dagster_home({"DAGSTER_HOME": "/srv/dagster"}) == Path("/srv/dagster")
