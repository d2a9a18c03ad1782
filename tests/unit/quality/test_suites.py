"""Suites are data that a curator edits: what is wrong with one is told with its file and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.quality.suites import Severity, SuiteError, load_suites
from pipelines.settings import Settings

HEAD = "name: fct_x\nschema: marts\ntable: fct_x\nexpectations:\n"
RULE = (
    "  - {type: expect_column_values_to_be_unique, kwargs: {column: k}, meta: {id: %s, severity: %s, says: Holds.%s}}\n"
)


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_shipped_suites_load_and_cover_every_staging_table_and_fact() -> None:
    tables = {suite.table for suite in load_suites(Settings().expectations, Settings().thresholds)}
    assert {"stg_documents", "stg_segments", "stg_numerals"} <= tables
    for kind in ("observations", "changes", "shares", "plan_completions"):
        assert {f"stg_{kind}", f"fct_{kind}"} <= tables


def test_every_kind_of_figure_has_its_completeness_check() -> None:
    integrity = {
        rule.id
        for suite in load_suites(Settings().expectations, Settings().thresholds)
        for rule in suite.expectations
        if rule.severity is Severity.INTEGRITY
    }
    assert {
        "every_numeral_once",
        "observations_complete",
        "changes_complete",
        "shares_complete",
        "plan_completions_complete",
        "numerals_complete",
        "documents_complete",
    } <= integrity


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + RULE % ("a", "serious", ""), "severity is 'serious'"),
        (HEAD + RULE % ("a", "plausibility", ""), "meta.fact"),
        (HEAD + RULE % ("a", "integrity", ", colour: red"), "colour"),
        (HEAD + RULE % ("a", "integrity", "") + RULE % ("a", "integrity", ""), "'a' stands in fct_x.yaml too"),
        (HEAD.replace("name: fct_x", "name: fct_y") + RULE % ("a", "integrity", ""), "write 'fct_x'"),
        (HEAD, "not a list"),
        ("name: [", "not readable as YAML"),
        ("", "missing keys|not a mapping"),
    ],
)
def test_what_is_wrong_with_a_suite_is_told(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "fct_x", text)
    with pytest.raises(SuiteError, match=told) as caught:
        load_suites(tmp_path, {})
    assert "fct_x.yaml" in str(caught.value)


def test_a_folder_without_suites_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="nothing would be checked"):
        load_suites(tmp_path, {})
