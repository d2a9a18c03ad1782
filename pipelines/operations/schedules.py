"""When the job runs by itself."""

import dagster as dg

from pipelines.operations.jobs import refresh

every_morning = dg.ScheduleDefinition(
    name="every_morning",
    job=refresh,
    cron_schedule="30 6 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    description="Every day at 06:30 in Việt Nam.",
)
