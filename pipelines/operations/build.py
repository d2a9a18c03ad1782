"""One run of the job in this process, with progress shown and its reasons kept."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass

import dagster as dg
from rich.console import Console

from pipelines.operations.progress import LossyLog, RunProgress
from pipelines.settings import Settings

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class BuildOutcome:
    """How a run ended: the reason for each failed step, and dbt's tests by how they ended."""

    success: bool
    failures: Mapping[str, str]
    dbt_tests: Counter[str]


def load_job() -> dg.JobDefinition:
    """The job `refresh` with the assets and resources of the definitions; their import takes seconds."""
    from pipelines.definitions import defs

    return defs.resolve_job_def("refresh")


def run_build(job: dg.JobDefinition, settings: Settings, console: Console) -> BuildOutcome:
    """Run ``job`` with no Dagster instance but its own, in memory; every event goes to ``work/logs/``."""
    run_id = str(uuid.uuid4())
    log_file = settings.log
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with (
        dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance,
        RunProgress(console, log_file) as progress,
        LossyLog(log_file.with_name("output.log")) as output,
        redirect_stdout(output),  # dbt's lines, which the progress tells better
    ):
        instance.add_event_listener(run_id, progress.follow)
        result = job.execute_in_process(run_config=_QUIET, instance=instance, run_id=run_id, raise_on_error=False)
    return BuildOutcome(result.success, progress.failures, progress.dbt_tests)
