"""The expectation suites as asset checks: integrity blocks the publication, plausibility warns and flags rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from pydantic import Field

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links, preview
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, again
from pipelines.documents import DocumentsError, arrivals
from pipelines.quality import (
    CheckResult,
    QualityReport,
    Severity,
    Status,
    Suite,
    SuiteError,
    check_deliveries,
    load_suites,
    note_history,
    run_suites,
)
from pipelines.settings import Settings

_SETTINGS = Settings.from_environment()
SUITES = load_suites(_SETTINGS.expectations, _SETTINGS.thresholds)
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
            asset=suite.shown_at,
            description=expectation.says,
            blocking=suite.schema == "marts" and expectation.severity is Severity.INTEGRITY,
            metadata={"severity": str(expectation.severity), "suite": f"expectations/{suite.name}.yaml"},
        )
        for suite in suites
        for expectation in suite.expectations
    ]


class Acceptance(dg.Config):
    """What the person who launches this run knows better than the checks."""

    fewer_rows_are_right: bool = Field(
        default=False, description="Publish although tables lose many rows: documents were removed on purpose."
    )


@dg.multi_asset_check(name="checks", specs=_specs(SUITES), can_subset=True, pool="build")
def checks(
    context: dg.AssetCheckExecutionContext, config: Acceptance, build_room: BuildRoom
) -> Iterator[dg.AssetCheckResult]:
    """Run every suite against the private build; a blocked build fails here, in plain words.

    All are run whichever were asked for, as what may be published depends on all.
    """
    settings = build_room.settings
    last, shown = LastRun.of(settings), links(context.run.run_id, settings)
    asked = {key.name for key in context.selected_asset_check_keys}
    kept = last.found_again("checks", context.run.run_id)
    if kept is not None:
        context.log.info("What was checked before stands; only what depends on the day is checked.")
        today = {result.check_name: result for result in results_today(settings, shown) or ()}
        for result in again(kept, shown):
            if isinstance(result, dg.AssetCheckResult) and result.check_name in asked:
                yield today.get(result.check_name, result)
        return
    state = last.state_after("models")
    if not settings.work_warehouse.is_file():
        raise dg.Failure(f"{settings.work_warehouse}: no build to check; materialize the models.", allow_retries=False)
    thresholds = settings.thresholds | ({"row_fall_blocks": 1.0} if config.fewer_rows_are_right else {})
    with told(context.retry_number, settings, SuiteError, DocumentsError):
        suites = load_suites(settings.expectations, thresholds)
        note_history(settings.work_warehouse, settings.warehouse, arrivals(settings.documents), datetime.now(UTC))
        report = run_suites(
            settings.work_warehouse,
            suites,
            block_share=settings.plausibility_block_share,
            data_docs=settings.data_docs,
        )
    shown_at = {expectation.id: suite.shown_at for suite in suites for expectation in suite.expectations}
    of_this_run = QualityReport(tuple(check for check in report.checks if check.expectation.id in asked))
    results = [result_of(check, shown_at[check.expectation.id], shown) for check in of_this_run.checks]
    yield from results
    if of_this_run.blocked:
        raise dg.Failure(blocked_reason(of_this_run), allow_retries=False)
    if state is not None and len(results) == len(report.checks):
        last.keep("checks", state, context.run.run_id, results)


def results_today(settings: Settings, shown: Mapping[str, Any]) -> list[dg.AssetCheckResult] | None:
    """The checks that depend on the day, made now by themselves; None where they cannot be."""
    suites = load_suites(settings.expectations, settings.thresholds)
    shown_at = {expectation.id: suite.shown_at for suite in suites for expectation in suite.expectations}
    found = check_deliveries(suites, arrivals(settings.documents), datetime.now(UTC))
    return None if found is None else [result_of(check, shown_at[check.expectation.id], shown) for check in found]


def blocked_reason(report: QualityReport) -> str:
    """Why the build is not published, in plain words."""
    failed = report.with_status(Status.FAILED)
    reasons = [check.plain for check in failed[:_MOST_TOLD]]
    more = [f"and {len(failed) - _MOST_TOLD} more."] if len(failed) > _MOST_TOLD else []
    return "\n".join(["Not published: the build does not pass its checks.", *reasons, *more])


def result_of(check: CheckResult, table: str, shown: Mapping[str, Any]) -> dg.AssetCheckResult:
    """A check's result as its page shows it, with links (``shown``)."""
    blocks = check.status is Status.FAILED
    metadata: dict[str, Any] = {
        "observed": f"{check.failing} of {check.rows} rows",
        "threshold": _threshold(check),
        "severity": str(check.expectation.severity),
        "when it fails": _CONSEQUENCES[check.expectation.severity],
        **shown,
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


def _threshold(check: CheckResult) -> str:
    """The numbers that the rule names, and how many rows may fail it before it blocks."""
    blocks_above = f"{check.block_share:.0%} of the rows" if check.block_share else "no row"
    named = [f"{name} {value:g}" for name, value in check.expectation.thresholds.items()]
    return "; ".join([*named, blocks_above])


def _frame(rows: Sequence[Mapping[str, Any]]) -> Any:
    import polars as pl

    return pl.DataFrame([{name: None if value is None else str(value) for name, value in row.items()} for row in rows])
