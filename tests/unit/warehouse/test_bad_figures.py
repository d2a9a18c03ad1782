"""Figures that cannot be: kept where they were stated, flagged, and out of every series; contradictions only warn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.quality import QualityReport, Status, load_suites, run_suites
from pipelines.settings import Settings
from tests.unit.warehouse.conftest import Built
from tests.unit.warehouse.gold_staging import HOUSE
from tests.unit.warehouse.made_up import change, completion, document, level, share, staging

pytestmark = pytest.mark.slow

JANUARY = ("2022-01-01", "2022-01-31")
JANUARY_BEFORE = ("2021-01-01", "2021-01-31")
YEAR = ("2022-01-01", "2022-12-31")
SUITES = ("fct_changes", "fct_findings", "fct_observations", "fct_shares", "fct_plan_completions", "fct_vintages")


def suites() -> tuple[Any, ...]:
    """The suites of the facts that the made-up documents have."""
    found = load_suites(HOUSE / "expectations", Settings().thresholds)
    return tuple(suite for suite in found if suite.name in SUITES)


@pytest.fixture(scope="module")
def built(build_warehouse: Callable[[Mapping[str, pl.DataFrame]], Built]) -> Built:
    early, late = document("early.txt", "2022-02-01"), document("late.txt", "2023-02-01")
    backwards = level(late, 10, "post.revenue", ("2022-06-30", "2022-01-01"), "5000", period_basis="range")
    grown = level(late, 20, "telecom.revenue", JANUARY, "7000")
    part = level(late, 30, "cyber.revenue", JANUARY, "14")
    coverage = level(late, 40, "telecom.5g_coverage_share", YEAR, "140", unit_code="percent")
    planned = level(late, 50, "all.revenue", YEAR, "9000")
    slip = [
        level(early, 60, "all.profit", JANUARY, "3000000000"),
        level(late, 60, "all.profit", JANUARY, "3000000000000"),
    ]
    total = level(late, 70, None, JANUARY, "100", label="hồ sơ", unit_code="dossier")
    inside = level(late, 71, None, JANUARY, "60", label="a", unit_code="dossier", total_char_start=70)
    return build_warehouse(
        staging(
            [early, late],
            observations=[backwards, grown, part, coverage, planned, *slip, total, inside],
            changes=[change(grown, 25, "1000000", JANUARY_BEFORE)],
            shares=[share(part, 35, "140")],
            plan_completions=[completion(planned, 55, "5000", 2022)],
        )
    )


@pytest.fixture(scope="module")
def checked(built: Built, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, QualityReport]:
    copy = tmp_path_factory.mktemp("checked") / "build.duckdb"
    shutil.copy(built.build, copy)
    return copy, run_suites(copy, suites(), block_share=0.05)


@pytest.fixture
def connection(checked: tuple[Path, QualityReport]) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(checked[0]), read_only=True)) as opened:
        yield opened


def test_each_is_flagged_by_its_rule_and_none_blocks(
    checked: tuple[Path, QualityReport], connection: duckdb.DuckDBPyConnection
) -> None:
    flags = connection.execute("SELECT fact, char_start, flag FROM audit.quality_flags ORDER BY ALL").fetchall()
    assert flags == [
        ("change", 25, "change_growth_within_bounds"),
        ("finding", 35, "finding_not_contradicted"),
        ("finding", 60, "finding_not_contradicted"),
        ("observation", 10, "observation_period_sane"),
        ("observation", 40, "observation_in_catalogue_range"),
        ("plan_completion", 55, "plan_completion_between_0_and_1000"),
        ("share", 35, "share_between_0_and_100"),
    ]
    assert [check.plain for check in checked[1].with_status(Status.FAILED)] == []


def test_each_is_kept_where_it_was_stated(connection: duckdb.DuckDBPyConnection) -> None:
    levels = connection.execute(
        "SELECT char_start, value FROM bi.observations WHERE quality_flags IS NOT NULL"
    ).fetchall()
    assert sorted(levels) == [(10, Decimal(5000)), (40, Decimal(140))]
    assert connection.execute("SELECT amount FROM bi.changes").fetchall() == [(Decimal(1_000_000),)]
    assert connection.execute("SELECT percent FROM bi.shares").fetchall() == [(Decimal(140),)]


def test_none_is_in_a_series_or_on_the_scoreboard(connection: duckdb.DuckDBPyConnection) -> None:
    for relation in ("bi.series", "bi.series_as_of(DATE '2030-01-01', include_implied := true)"):
        found = connection.execute(f"SELECT DISTINCT char_start FROM {relation} ORDER BY 1").fetchall()
        assert [place for (place,) in found] == [20, 30, 50, 60], relation
    board = connection.execute("SELECT growth_percent, plan_percent, implied_plan FROM bi.scoreboard").fetchall()
    assert set(board) == {(None, None, None)}


def test_a_slip_of_a_thousand_is_named_in_both_languages(connection: duckdb.DuckDBPyConnection) -> None:
    [(slip, vietnamese, english)] = connection.execute(
        "SELECT likely_slip, explanation_vi, explanation_en FROM bi.findings WHERE kind = 'restated'"
    ).fetchall()
    assert slip == "÷ 1,000"
    assert "3 tỷ đồng so với 3.000 tỷ đồng" in vietnamese
    assert "lệch nhau 1.000 lần" in vietnamese
    assert "3 billion VND against 3 trillion VND" in english
    assert "a factor of 1,000" in english


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("DELETE FROM marts.fct_findings WHERE kind = 'parts_total'", "finding_of_every_total"),
        ("DELETE FROM marts.fct_findings WHERE kind = 'share_limit'", "finding_of_every_share"),
        ("DELETE FROM marts.fct_findings WHERE kind = 'restated'", "finding_of_every_restatement"),
        ("UPDATE marts.fct_findings SET verdict = 'contradicted'", "finding_verdict_follows_from_numbers"),
        ("UPDATE marts.fct_findings SET statement_keys = statement_keys[:1]", "finding_has_both_sides"),
        ("UPDATE marts.fct_vintages SET is_of_document = false", "vintage_has_one_value"),
    ],
)
def test_a_check_that_compared_nothing_fails(built: Built, tmp_path: Path, damage: str, rule: str) -> None:
    """Great Expectations judges what dbt computed: findings that are missing or wrong keep a build from readers."""
    copy = tmp_path / "build.duckdb"
    shutil.copy(built.build, copy)
    with closing(duckdb.connect(str(copy))) as connection:
        connection.execute(damage)
    judged = [suite for suite in suites() if suite.name in ("fct_findings", "fct_vintages")]
    failed = run_suites(copy, judged, block_share=0.05).with_status(Status.FAILED)
    assert rule in {check.expectation.id for check in failed}
