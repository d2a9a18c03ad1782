"""Texts are checked when they arrive; what is carried over from the published warehouse is held against its ledger."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.quality.suites import load_suites
from pipelines.settings import Settings
from pipelines.warehouse import made_with

# Carried over: "old.txt", whose text nobody opens again. Arrived: "new.txt".
BUILD = """
    CREATE SCHEMA staging; CREATE SCHEMA arrived; CREATE SCHEMA marts;
    CREATE TABLE staging.stg_numerals (document VARCHAR, char_start BIGINT, char_end BIGINT, raw VARCHAR, role VARCHAR);
    INSERT INTO staging.stg_numerals VALUES ('old.txt', 3, 5, '12', 'level'), ('new.txt', 5, 8, '3,5', 'level');
    CREATE TABLE marts.fct_numerals AS FROM staging.stg_numerals;
    CREATE TABLE arrived.stg_numerals AS FROM staging.stg_numerals WHERE document = 'new.txt';
    CREATE TABLE arrived.stg_observations AS SELECT *, 'a key' AS observation_key FROM arrived.stg_numerals;
    CREATE TABLE arrived.stg_documents AS SELECT 'new.txt' AS document, 'Tăng 3,5%' AS text;
"""


def failing(damage: str) -> set[str]:
    """The ids of these checks that fail after ``damage``."""
    checks = {
        rule.id: (suite, rule.query or "")
        for suite in load_suites(Settings().expectations, Settings().thresholds)
        for rule in suite.expectations
    }
    with closing(duckdb.connect()) as connection:
        connection.execute(BUILD + damage)
        queries = {
            name: checks[name][1].format(batch=f"{checks[name][0].schema}.{checks[name][0].table}")
            for name in ("every_numeral_once", "numerals_complete", "observation_stands_at_its_numeral")
        }
        return {name for name, query in queries.items() if connection.execute(query).fetchall()}


@pytest.mark.parametrize(
    ("damage", "caught"),
    [
        ("", set()),
        ("DELETE FROM arrived.stg_numerals", {"every_numeral_once", "observation_stands_at_its_numeral"}),
        ("UPDATE arrived.stg_numerals SET raw = '3.5'", {"every_numeral_once", "observation_stands_at_its_numeral"}),
        ("UPDATE arrived.stg_observations SET char_end = 7", {"observation_stands_at_its_numeral"}),
        ("UPDATE arrived.stg_numerals SET role = 'date'", {"observation_stands_at_its_numeral"}),
        ("DELETE FROM marts.fct_numerals WHERE document = 'old.txt'", {"numerals_complete"}),
        ("UPDATE marts.fct_numerals SET raw = '13' WHERE document = 'old.txt'", {"numerals_complete"}),
        ("UPDATE staging.stg_numerals SET char_start = 4 WHERE document = 'old.txt'", {"numerals_complete"}),
    ],
)
def test_each_numeral_is_held_against_its_text_or_its_published_ledger(damage: str, caught: set[str]) -> None:
    assert failing(damage) == caught


def test_other_checks_of_texts_have_every_text_arrive_again(tmp_path: Path) -> None:
    settings = Settings()
    shutil.copytree(settings.expectations, tmp_path / "expectations")

    def inputs() -> dict[str, str]:
        return dict(made_with(settings.dbt_project, settings.reference, tmp_path / "expectations", "a reader"))

    before = inputs()
    (tmp_path / "expectations" / "fct_shares.yaml").write_text("of marts", encoding="utf-8")
    assert inputs() == before
    (tmp_path / "expectations" / "stg_numerals.yaml").write_text("of texts", encoding="utf-8")
    assert {name for name, value in inputs().items() if value != before[name]} == {"the checks of texts"}
