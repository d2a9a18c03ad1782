"""Tells people of failed runs, however they failed, when a webhook or an e-mail address is set."""

import dagster as dg

from pipelines.operations.notices import Notice, send, wanted
from pipelines.operations.reasons import run_reasons
from pipelines.settings import Settings


@dg.run_failure_sensor(
    name="failure_notices",
    minimum_interval_seconds=15,
    default_status=(
        dg.DefaultSensorStatus.RUNNING if wanted(Settings.from_environment()) else dg.DefaultSensorStatus.STOPPED
    ),
    description="Tells SOLIEU_FAILURE_WEBHOOK and SOLIEU_FAILURE_EMAIL of each failed run; on as soon as one is set.",
)
def failure_notices(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Send one notice for one failed run; what cannot be sent fails the tick, where the UI shows it."""
    settings = Settings.from_environment()
    if not wanted(settings):
        return dg.SkipReason("Nobody is to be told: SOLIEU_FAILURE_WEBHOOK and SOLIEU_FAILURE_EMAIL are not set.")
    run = context.dagster_run
    notice = Notice(
        job=run.job_name,
        run_id=run.run_id,
        reasons=run_reasons(context.get_step_failure_events()),
        warehouse=str(settings.warehouse),
        link=f"{settings.ui.rstrip('/')}/runs/{run.run_id}",
    )
    problems = send(settings, notice)
    if problems:
        raise dg.Failure("\n".join(problems))
    return None
