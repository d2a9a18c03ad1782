"""When a check warns, and when it blocks."""

from __future__ import annotations

import pytest

from pipelines.quality.results import CheckResult, QualityReport, Status
from pipelines.quality.suites import Expectation, Severity


def check(severity: Severity, failing: int, rows: int = 100, error: str | None = None) -> CheckResult:
    rule = Expectation("rule", severity, "It holds.", "some_type", {}, fact="share")
    return CheckResult(rule, "marts.fct_x", rows, failing, 0.05, error=error)


@pytest.mark.parametrize(
    ("severity", "failing", "rows", "status"),
    [
        (Severity.INTEGRITY, 0, 100, Status.PASSED),
        (Severity.INTEGRITY, 1, 1_000_000, Status.FAILED),
        (Severity.PLAUSIBILITY, 0, 100, Status.PASSED),
        (Severity.PLAUSIBILITY, 1, 100, Status.WARNED),
        (Severity.PLAUSIBILITY, 5, 100, Status.WARNED),
        (Severity.PLAUSIBILITY, 6, 100, Status.FAILED),
        (Severity.PLAUSIBILITY, 2, 4, Status.WARNED),  # half of four rows says nothing about the reading
        (Severity.PLAUSIBILITY, 3, 4, Status.FAILED),
    ],
)
def test_status(severity: Severity, failing: int, rows: int, status: Status) -> None:
    assert check(severity, failing, rows).status is status


@pytest.mark.parametrize("severity", list(Severity))
def test_an_engine_error_always_fails(severity: Severity) -> None:
    broken = check(severity, 0, error="list index out of range")
    assert broken.status is Status.FAILED
    assert QualityReport((broken,)).blocked
    assert "list index out of range" in broken.plain


def test_a_report_of_warnings_does_not_block() -> None:
    report = QualityReport((check(Severity.PLAUSIBILITY, 1), check(Severity.INTEGRITY, 0)))
    assert not report.blocked
    assert report.frame()["status"].to_list() == ["warned", "passed"]


def test_too_many_implausible_rows_blame_the_reading() -> None:
    assert "more than 5%" in check(Severity.PLAUSIBILITY, 50).plain
