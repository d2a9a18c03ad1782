"""When the job runs by itself."""

import dagster as dg

from pipelines.operations.jobs import refresh
from pipelines.settings import Settings

_SETTINGS = Settings.from_environment()

every_morning = dg.ScheduleDefinition(
    name="every_morning",
    job=refresh,
    cron_schedule=_SETTINGS.schedule,
    execution_timezone=_SETTINGS.timezone,
    description="By default every day at 06:30 in Việt Nam; SOLIEU_SCHEDULE and SOLIEU_TIMEZONE say otherwise.",
)
