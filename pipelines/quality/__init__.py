"""Quality: expectation suites kept as data, run by Great Expectations, and what they found."""

from pipelines.quality.engine import gate, run_suites
from pipelines.quality.history import check_deliveries, note_history
from pipelines.quality.results import CheckResult, QualityReport, Status
from pipelines.quality.suites import Expectation, Severity, Suite, SuiteError, load_suites

__all__ = [
    "CheckResult",
    "Expectation",
    "QualityReport",
    "Severity",
    "Status",
    "Suite",
    "SuiteError",
    "check_deliveries",
    "gate",
    "load_suites",
    "note_history",
    "run_suites",
]
