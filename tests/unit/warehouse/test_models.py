"""What readers of the published warehouse rely on, on the gold figures of the shipped bulletins."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.staging.schemas import STAGING
from pipelines.warehouse import open_warehouse
from pipelines.warehouse.dictionary import data_dictionary
from tests.unit.warehouse.conftest import Builder, Built
from tests.unit.warehouse.gold_staging import HOUSE, gold_staging

pytestmark = pytest.mark.slow

#: The contract with readers: the columns that each view of `bi` starts with.
CONTRACT = {
    "documents": "document title publisher source_url event event_on published_on reporting_start reporting_end sha256 "
    "characters numerals",
    "numerals": "document char_start raw role",
    "observations": "document char_start raw indicator_code indicator_vi indicator_en sector_code label value value_high "
    "unit_code period_start period_end period_basis status bound out_of sentence stated_on observation_key",
    "changes": "document char_start raw indicator_code label observation_char_start direction amount amount_unit "
    "reference_start reference_end bound sentence change_key",
    "shares": "document char_start raw observation_char_start whole_indicator_code whole_label percent bound sentence",
    "plan_completions": "document char_start raw observation_char_start indicator_code percent plan_year sentence",
    "findings": "kind verdict stated expected tolerance documents explanation_vi explanation_en",
}


def query(built: Built, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with closing(open_warehouse(built.warehouse)) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def test_views_keep_the_contract_with_readers(gold_warehouse: Built) -> None:
    for view, columns in CONTRACT.items():
        found = query(
            gold_warehouse, "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'bi' AND table_name = ?", view
        )
        assert [name for (name,) in found][: len(columns.split())] == columns.split(), view


def test_every_staged_row_reaches_its_view(gold_warehouse: Built) -> None:
    staged = gold_staging()
    for view in ("documents", "segments", "numerals", "observations", "changes", "shares", "plan_completions"):
        assert query(gold_warehouse, f"SELECT count(*) FROM bi.{view}") == [(staged[f"stg_{view}"].height,)], view


def test_values_are_exact_decimals_and_targets_stand_apart(gold_warehouse: Built) -> None:
    [(value,)] = query(gold_warehouse, "SELECT value FROM bi.observations WHERE raw = '3.462.170'")
    assert value == Decimal("3462170000000000.000000")
    assert query(gold_warehouse, "SELECT DISTINCT status FROM marts.fct_targets") == [("target",)]
    assert query(gold_warehouse, "SELECT count(*) FROM marts.fct_observations WHERE status = 'target'") == [(0,)]
    assert query(gold_warehouse, "SELECT count(*) FROM bi.series WHERE status = 'target'") == [(0,)]


def test_descriptions_reach_the_published_columns(gold_warehouse: Built) -> None:
    bare = query(
        gold_warehouse,
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name IN ('bi', 'marts') AND coalesce(comment, '') = ''",
    )
    assert bare == []


def test_each_key_that_no_index_holds_is_tested(gold_warehouse: Built) -> None:
    nodes = json.loads(gold_warehouse.manifest.read_text(encoding="utf-8"))["nodes"].values()
    declares = {
        node["name"]
        for node in nodes
        if node["resource_type"] == "model"
        for column in [node, *node["columns"].values()]
        if "within" in column.get("meta", {})
        or {"primary_key", "foreign_key"} & {rule["type"] for rule in column["constraints"]}
    }
    tested = {
        node["attached_node"].split(".")[-1]
        for node in nodes
        if node.get("test_metadata", {}).get("name") == "keys_hold"
    }
    with duckdb.connect(str(gold_warehouse.build), read_only=True) as connection:
        held = connection.execute(
            "SELECT table_name FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')"
        ).fetchall()
    assert len(tested) >= 11
    assert declares <= tested | {name for (name,) in held}


def test_a_key_that_does_not_hold_fails_and_is_named(gold_warehouse: Built, tmp_path: Path, builder: Builder) -> None:
    build = shutil.copy(gold_warehouse.build, tmp_path)
    wrong = {
        "fct_shares": "whole_indicator_code = 'no.such'",
        "fct_changes": "change_key = 'twice'",
        "fct_numerals": "char_start = 0",
        "dim_indicators": "parent_code = 'no.such'",
    }
    with duckdb.connect(str(build)) as connection:
        for table, change in wrong.items():
            connection.execute(f"UPDATE marts.{table} SET {change}")
    code, said = builder.run(tmp_path, "test", "--select", "test_name:keys_hold")
    assert code == 1
    results = json.loads((builder.target / "run_results.json").read_text(encoding="utf-8"))["results"]
    failed = {result["unique_id"].split(".")[2] for result in results if result["status"] == "fail"}
    assert failed == {f"keys_hold_{table}_" for table in wrong}
    assert "Got 1 result" in said


def test_a_value_that_the_contract_does_not_list_is_refused(gold_warehouse: Built, tmp_path: Path) -> None:
    with duckdb.connect(str(shutil.copy(gold_warehouse.build, tmp_path))) as connection:
        for table, column in [("fct_findings", "verdict"), ("fct_observations", "bound"), ("dim_indicators", "kind")]:
            with pytest.raises(duckdb.ConstraintException, match=column):
                connection.execute(f"UPDATE marts.{table} SET {column} = 'other'")


def test_the_data_dictionary_is_that_of_the_models(gold_warehouse: Built) -> None:
    written = (HOUSE / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    made = data_dictionary(json.loads(gold_warehouse.manifest.read_text(encoding="utf-8")))
    assert written == made, "run `dbt parse` and `python -m pipelines.warehouse.dictionary`"


def test_figures_without_a_document_build_an_empty_warehouse(
    build_warehouse: Callable[[Mapping[str, pl.DataFrame]], Built],
) -> None:
    built = build_warehouse({name: pl.DataFrame(schema=schema) for name, schema in STAGING.items()})
    for view in CONTRACT:
        assert query(built, f"SELECT count(*) FROM bi.{view}") == [(0,)], view
