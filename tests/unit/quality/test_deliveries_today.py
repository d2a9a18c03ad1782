"""Rules on deliveries, asked of the day alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.quality import Status, check_deliveries, load_suites
from pipelines.quality.suites import Expectation, Severity, Suite

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
THRESHOLDS = {"fresh_days": 35.0, "row_fall_warns": 0.2, "row_fall_blocks": 1.0, "figures_band": 4.0}
NOW = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(("days", "status"), [(34, Status.PASSED), (36, Status.WARNED)])
def test_a_day_too_late_the_same_folder_warns(days: int, status: Status) -> None:
    suites = load_suites(EXPECTATIONS, THRESHOLDS)
    newest = NOW - timedelta(days=days)
    came = [("old.txt", (newest - timedelta(days=400)).timestamp()), ("new.txt", newest.timestamp())]
    found = check_deliveries(suites, came, NOW)
    assert found is not None
    assert [(check.expectation.id, check.status) for check in found] == [("documents_fresh", status)]
    assert [row["document"] for row in found[0].found] == ([] if status is Status.PASSED else ["new.txt"])


def test_a_rule_that_is_no_query_cannot_be_asked_alone() -> None:
    rule = Expectation("named", Severity.INTEGRITY, "It has a name.", "expect_column_values_to_not_be_null", {})
    assert check_deliveries([Suite("deliveries", "history", "deliveries", (rule,))], [], NOW) is None
