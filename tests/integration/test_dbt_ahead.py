"""dbt's program, started ahead: it knows the project as it is, does what it is told, and never outlives who told it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.operations.dbt_ahead import DbtAhead
from pipelines.operations.manifest import PROGRAM, ProjectError, is_current, prepared_manifest
from pipelines.settings import HOUSE, Settings

pytestmark = pytest.mark.slow

PROFILE = """
tiny: {target: build, outputs: {build: {type: duckdb, path: "{{ env_var('SOLIEU_WORK') }}/tiny.duckdb", threads: 1}}}
"""
SECONDS = 120


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A project of one model, and the environment of this process set to it."""
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text('{name: tiny, version: "1.0", profile: tiny}', "utf-8")
    (project / "profiles.yml").write_text(PROFILE, "utf-8")
    (project / "models" / "one.sql").write_text("SELECT 1 AS number", "utf-8")
    (tmp_path / "work").mkdir()
    given = Settings.from_environment({}, dbt_project=project, work=tmp_path / "work")
    for name, value in given.as_environment().items():
        monkeypatch.setenv(name, value)
    return given


@pytest.fixture
def ahead(settings: Settings) -> Iterator[DbtAhead]:
    starter = DbtAhead()
    starter.begin()
    yield starter
    starter.dismiss()


def begun(ahead: DbtAhead, settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    target = settings.work / "dbt"
    target.mkdir(exist_ok=True)
    project = str(settings.dbt_project)
    places = {"DBT_TARGET_PATH": str(target), "DBT_PROJECT_DIR": project, "DBT_PROFILES_DIR": project}
    return ahead.hand_over(arguments, {**os.environ, **places}, settings.dbt_project)


def told(ahead: DbtAhead, settings: Settings, *arguments: str) -> tuple[int, bytes]:
    """The exit code of a command, and all that it said."""
    process = begun(ahead, settings, *arguments)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:  # its input stays open while it works
        output = process.stdout.read()
    return process.wait(SECONDS), output


def test_it_runs_its_command_as_dbt_would(ahead: DbtAhead, settings: Settings) -> None:
    """Events as lines of JSON, the results of each model, dbt's exit code; and the database is free before and after."""
    database = settings.work / "tiny.duckdb"
    duckdb.connect(str(database)).close()
    code, output = told(ahead, settings, "build")
    lines = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert {line["info"]["level"] for line in lines} == {"info"}
    assert "model.tiny.one" in {line["data"].get("node_info", {}).get("unique_id") for line in lines}
    results = json.loads((settings.work / "dbt" / "run_results.json").read_text("utf-8"))["results"]
    assert [result["status"] for result in results] == ["success"]
    with duckdb.connect(str(database)) as connection:
        assert connection.execute("SELECT number FROM one").fetchall() == [(1,)]


def test_a_model_that_fails_gives_dbt_s_exit_code_and_reason(ahead: DbtAhead, settings: Settings) -> None:
    (settings.dbt_project / "models" / "one.sql").write_text("SELECT nothing_of_that_name", "utf-8")
    ahead.dismiss()
    code, output = told(ahead, settings, "build")
    assert code == 1
    assert b"nothing_of_that_name" in output
    (result,) = json.loads((settings.work / "dbt" / "run_results.json").read_text("utf-8"))["results"]
    assert (result["status"], "nothing_of_that_name" in result["message"]) == ("error", True)
    code, output = told(ahead, settings, "--no-such-flag")
    assert code == 2
    assert b"--no-such-flag" in output


def test_it_ends_with_who_started_it_waiting_or_working(ahead: DbtAhead, settings: Settings) -> None:
    (settings.dbt_project / "models" / "one.sql").write_text("SELECT count(*) FROM range(10_000_000_000_000)", "utf-8")
    ahead.dismiss()
    working = begun(ahead, settings, "build")
    assert working.stdin is not None
    assert working.stdout is not None
    next(line for line in working.stdout if b"START" in line)
    assert working.poll() is None
    working.stdin.close()  # as the system does when a process dies
    assert working.wait(SECONDS) == 1
    waiting = subprocess.Popen(PROGRAM, cwd=HOUSE, stdin=subprocess.PIPE)
    assert waiting.stdin is not None
    waiting.stdin.close()
    assert waiting.wait(SECONDS) == 0


def test_the_manifest_is_of_the_files_as_they_are(settings: Settings) -> None:
    """Whatever dbt itself left in its target, for another state of the files, is not taken for it."""
    first = prepared_manifest(settings)
    made = first.stat().st_mtime_ns
    assert prepared_manifest(settings).stat().st_mtime_ns == made
    (settings.dbt_project / "models" / "two.sql").write_text("SELECT 2 AS number", "utf-8")
    nodes = json.loads(prepared_manifest(settings).read_text("utf-8"))["nodes"]
    assert set(nodes) == {"model.tiny.one", "model.tiny.two"}
    (settings.dbt_project / "models" / "two.sql").write_text("SELECT * FROM {{ ref('missing') }}", "utf-8")
    with pytest.raises(ProjectError, match="missing"):
        prepared_manifest(settings)
    assert not is_current(first.parent, settings.dbt_project), "who asks next is told the same"
