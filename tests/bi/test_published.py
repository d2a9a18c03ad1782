"""What is written about the published warehouse holds on it: queries with their answers, and Superset's datasets."""

from __future__ import annotations

import base64
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import nbformat
import pytest
import yaml

from bi.notebook import NOTEBOOK, executed
from bi.queries import PAGE, answered
from pipelines.evidence import build_site
from pipelines.evidence.keeping import NOTES
from pipelines.warehouse import open_warehouse

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
DASHBOARD = HOUSE / "bi" / "superset" / "dashboard"


@pytest.fixture(scope="module")
def warehouse(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(open_warehouse(published)) as connection:
        yield connection


def test_the_questions_are_answered_as_written(warehouse: duckdb.DuckDBPyConnection) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert (
        len(re.findall(r"^## \d+\. .*\?$", page, re.MULTILINE)) == len(re.findall("^```sql$", page, re.MULTILINE)) == 15
    )
    assert page == answered(page, warehouse), "run `make answers`"
    for answer in page.split("```sql")[1:]:
        assert len(re.findall(r"^\| ", answer, re.MULTILINE)) > 2, f"no rows: {answer}"


def test_an_indicator_in_the_terminal_in_three_forms(published: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "show",
        "doanh",
        "thu",
        "vien",
        "thong",
        "--warehouse",
        str(published),
    ]
    plain, as_csv, as_json = (
        subprocess.run([*command, "--format", form], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
        for form in ("plain", "csv", "json")
    )
    assert "130,768 billion VND" in plain
    assert "“cao hơn năm 2020”" in plain
    rows = list(csv.DictReader(as_csv.splitlines()))
    assert [row["value"] for row in rows] == [row["value"] for row in json.loads(as_json)]
    [year] = [row for row in rows if row["period_basis"] == "year"]
    assert (float(year["value"]), year["growth_words"]) == (130_768e9, "cao hơn năm 2020")
    assert year["evidence_url"].startswith("site/documents/")


def test_the_queries_of_the_readme_run(warehouse: duckdb.DuckDBPyConnection) -> None:
    [block] = re.findall(
        "^```sql\n(.*?)^```$", (HOUSE / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    queries = [query for query in block.split(";") if query.strip()]
    assert len(queries) > 4
    for query in queries:
        assert warehouse.execute(query).fetchall(), query


def test_pages_by_several_processes_are_those_of_one(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in {"MANY": 1, "LEAST": 2, "MOST": 2}.items():
        monkeypatch.setattr(f"pipelines.evidence.parts.{name}", number)
    build_site(published, tmp_path / "site")

    def pages(folder: Path) -> dict[str, bytes]:
        # The notes for the next site tell when each page was written.
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != NOTES]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    assert pages(tmp_path / "site") == pages(published.parent / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert not list(tmp_path.glob(".*"))


def test_the_notebook_runs_and_shows_what_is_kept_in_it(published: Path) -> None:
    def told(notebook: nbformat.NotebookNode) -> list[str]:
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        return [output.get("text") or output["data"]["text/plain"] for output in outputs]

    fresh = executed(published)
    assert told(fresh) == told(nbformat.read(NOTEBOOK, as_version=4)), "run `make answers`"
    pictures = [output.data["image/png"] for cell in fresh.cells for output in cell.get("outputs", [])
                if "image/png" in output.get("data", {})]  # fmt: skip
    assert [base64.b64decode(picture)[:4] for picture in pictures] == [b"\x89PNG"]
    assert len(pictures[0]) > 20_000, "an empty chart makes a small picture"


@pytest.mark.parametrize("path", sorted((DASHBOARD / "datasets").rglob("*.yaml")), ids=lambda path: path.stem)
def test_datasets_have_the_columns_of_their_views(warehouse: duckdb.DuckDBPyConnection, path: Path) -> None:
    dataset = yaml.safe_load(path.read_text(encoding="utf-8"))
    declared = {column["column_name"]: column["type"] for column in dataset["columns"] if "expression" not in column}
    rows = warehouse.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'bi' AND table_name = ?",
        [dataset["table_name"]],
    )
    assert declared == dict(rows.fetchall())
    for column in dataset["columns"]:
        if "expression" in column:
            warehouse.execute(f"SELECT {column['expression']} FROM bi.{dataset['table_name']}")


def test_charts_stand_on_the_dashboard_and_on_datasets() -> None:
    def parts(kind: str) -> dict[str, dict[str, object]]:
        found = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DASHBOARD / kind).rglob("*.yaml"))
        return {part["uuid"]: part for part in found}

    charts, datasets = parts("charts"), parts("datasets")
    [dashboard] = parts("dashboards").values()
    placed = re.findall(r"'uuid': '([0-9a-f-]{36})'", str(dashboard["position"]))
    assert sorted(placed) == sorted(charts)
    assert len(charts) > 6
    assert {chart["dataset_uuid"] for chart in charts.values()} == set(datasets)
