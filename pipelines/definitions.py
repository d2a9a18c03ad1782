"""What `dagster dev` and the command line load: the assets, checks, job, schedule and sensor. No logic."""

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.checks import checks
from pipelines.assets.evidence import evidence_site
from pipelines.assets.exports import exports
from pipelines.assets.extract import raw_documents
from pipelines.assets.models import DBT, models
from pipelines.assets.publish import published_warehouse
from pipelines.assets.reference import reference
from pipelines.assets.staging import staging
from pipelines.operations.failures import failure_notices
from pipelines.operations.jobs import refresh, reread
from pipelines.operations.lost_runs import lost_runs
from pipelines.operations.schedules import every_morning
from pipelines.operations.sensors import landing_folder

defs = dg.Definitions(
    assets=[raw_documents, reference, staging, models, published_warehouse, evidence_site, exports],
    asset_checks=[checks],
    jobs=[refresh, reread],
    schedules=[every_morning],
    sensors=[landing_folder, failure_notices, lost_runs],
    resources={"build_room": BuildRoom.configure_at_launch(), "dbt": DBT},
    executor=dg.in_process_executor,
)
