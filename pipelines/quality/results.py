"""What the checks found: one result an expectation, whether the build may be published, and the audit tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import polars as pl

from pipelines.quality.suites import HISTORY, Expectation, Severity

#: Grain: one row an expectation of the build. Key: check_id.
AUDIT_CHECKS = {
    "check_id": pl.String,
    "table_name": pl.String,
    "severity": pl.String,
    "status": pl.String,  # passed | warned | failed
    "says": pl.String,
    "rows_checked": pl.Int64,
    "rows_failing": pl.Int64,
    "block_share": pl.Float64,  # a larger share of failing rows blocks; 0 for integrity
    "error": pl.String,  # of the engine, where it raised
}

#: Grain: one row a figure and rule that it fails. Key: document, char_start, fact, flag.
AUDIT_QUALITY_FLAGS = {
    "document": pl.String,
    "char_start": pl.Int64,
    "fact": pl.String,  # observation | change | share | plan_completion | document
    "flag": pl.String,  # the id of the expectation
    "explanation": pl.String,
}

#: Fewer failing rows never block a plausibility rule: in a short table a share says nothing about the reading.
BLOCKING_ROWS = 3

#: Rows that a sentence names.
MOST_TOLD = 5


class Status(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"


@dataclass(frozen=True)
class CheckResult:
    """One expectation, and what it found in the build."""

    expectation: Expectation
    table: str
    rows: int
    failing: int
    block_share: float
    error: str | None = None
    found: Sequence[Mapping[str, Any]] = field(
        default=(), repr=False
    )  # failing rows, as far as the engine returned them

    @property
    def status(self) -> Status:
        """Failed blocks the build: an engine error always, integrity at one row, plausibility above its share."""
        if self.error is not None:
            return Status.FAILED
        if self.failing == 0:
            return Status.PASSED
        if self.expectation.severity is Severity.INTEGRITY:
            return Status.FAILED
        many = self.failing >= BLOCKING_ROWS and self.failing > self.block_share * self.rows
        return Status.FAILED if many else Status.WARNED

    @property
    def plain(self) -> str:
        """One sentence for a person: what should hold, and what was found instead."""
        says = self.expectation.says
        if self.error is not None:
            return f"{says} Could not be checked: {self.error}"
        if not self.failing:
            return says
        if self.table.startswith(f"{HISTORY}."):
            rows = (", ".join(f"{name} {value}" for name, value in row.items()) for row in self.found[:MOST_TOLD])
            return f"{says} Found: {'; '.join(rows)}."
        found = f"{says} {self.failing} of {self.rows} rows of {self.table} do not"
        if self.status is Status.FAILED and self.expectation.severity is Severity.PLAUSIBILITY:
            found += f", more than {self.block_share:.0%}: the reading is at fault, not the source"
        return f"{found}."


@dataclass(frozen=True)
class QualityReport:
    """All results of one build."""

    checks: tuple[CheckResult, ...]
    flags: int = 0

    def with_status(self, status: Status) -> tuple[CheckResult, ...]:
        """The checks that ended with ``status``."""
        return tuple(check for check in self.checks if check.status is status)

    @property
    def blocked(self) -> bool:
        """Whether the build must not be published."""
        return bool(self.with_status(Status.FAILED))

    def frame(self) -> pl.DataFrame:
        """The results as table ``audit.checks``."""
        rows = [
            {
                "check_id": check.expectation.id,
                "table_name": check.table,
                "severity": str(check.expectation.severity),
                "status": str(check.status),
                "says": check.expectation.says,
                "rows_checked": check.rows,
                "rows_failing": check.failing,
                "block_share": check.block_share,
                "error": check.error,
            }
            for check in self.checks
        ]
        return pl.DataFrame(rows, schema=AUDIT_CHECKS)
