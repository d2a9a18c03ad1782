"""The expectation suites as asset checks: integrity blocks the publication, plausibility warns and flags rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import preview
from pipelines.quality import CheckResult, QualityReport, Severity, Status, Suite, load_suites, run_suites
from pipelines.settings import Settings

SUITES = load_suites(Settings.from_environment().expectations)
_MOST_TOLD = 5
_CONSEQUENCES = {
    Severity.INTEGRITY: "nothing is published; readers keep the last warehouse",
    Severity.PLAUSIBILITY: "the rows are flagged and published; too large a share of them blocks as integrity does",
}


def _specs(suites: Sequence[Suite]) -> list[dg.AssetCheckSpec]:
    """One spec an expectation. Those of a mart hold back the publication; those of a staging table cannot, because
    dbt would then wait for a check that itself waits for dbt: the run fails after them instead."""
    return [
        dg.AssetCheckSpec(
            expectation.id,
            asset=suite.table,
            description=expectation.says,
            blocking=suite.schema == "marts" and expectation.severity is Severity.INTEGRITY,
            metadata={"severity": str(expectation.severity), "suite": f"expectations/{suite.name}.yaml"},
        )
        for suite in suites
        for expectation in suite.expectations
    ]


@dg.multi_asset_check(name="checks", specs=_specs(SUITES), pool="build")
def checks(build_room: BuildRoom) -> Iterator[dg.AssetCheckResult]:
    """Run every suite against the private build; a blocked build fails here, in plain words."""
    settings = build_room.settings
    suites = load_suites(settings.expectations)
    report = run_suites(
        settings.work_warehouse,
        suites,
        block_share=settings.plausibility_block_share,
        data_docs=settings.data_docs,
    )
    tables = {expectation.id: suite.table for suite in suites for expectation in suite.expectations}
    for check in report.checks:
        yield _result(check, tables[check.expectation.id], settings)
    if report.blocked:
        raise dg.Failure(blocked_reason(report), allow_retries=False)


def blocked_reason(report: QualityReport) -> str:
    """Why the build is not published, in plain words."""
    failed = report.with_status(Status.FAILED)
    reasons = [check.plain for check in failed[:_MOST_TOLD]]
    more = [f"and {len(failed) - _MOST_TOLD} more."] if len(failed) > _MOST_TOLD else []
    return "\n".join(["Not published: the build does not pass its checks.", *reasons, *more])


def _result(check: CheckResult, table: str, settings: Settings) -> dg.AssetCheckResult:
    blocks = check.status is Status.FAILED
    metadata: dict[str, Any] = {
        "observed": f"{check.failing} of {check.rows} rows",
        "threshold": f"{check.block_share:.0%} of the rows" if check.block_share else "no row",
        "severity": str(check.expectation.severity),
        "when it fails": _CONSEQUENCES[check.expectation.severity],
        "data docs": dg.MetadataValue.path(str(settings.data_docs / "index.html")),
    }
    if check.error is not None:
        metadata["engine error"] = check.error
    if check.found:
        metadata["failing rows"] = dg.MetadataValue.md(preview(_frame(check.found)))
    return dg.AssetCheckResult(
        passed=check.status is Status.PASSED,
        asset_key=table,
        check_name=check.expectation.id,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        description=check.plain,
        metadata=metadata,
    )


def _frame(rows: Sequence[Mapping[str, Any]]) -> Any:
    import polars as pl

    return pl.DataFrame([{name: None if value is None else str(value) for name, value in row.items()} for row in rows])
