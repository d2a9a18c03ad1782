"""The published warehouse as files for other software."""

import time

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, is_whole, materialized_again, sizes_and_times
from pipelines.exports import ExportError, export, exports_folder


@dg.asset(group_name="publish", kinds={"parquet"}, deps=["published_warehouse"], pool="build")
def exports(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """Parquet, SDMX-CSV with its structure, and a Frictionless data package, in `exports/` beside the warehouse.

    The old folder stays until the new one is whole.
    """
    settings, began = build_room.settings, time.monotonic()
    last, run, folder = LastRun.of(settings), context.run_id, exports_folder(settings.warehouse)
    kept = last.found_again("exports", run)
    if kept is not None and is_whole(folder, kept):
        return materialized_again(kept, links(run, settings) | {"seconds": round(time.monotonic() - began, 1)})
    state = last.published_state(settings.warehouse)
    with told(context.retry_number, settings, ExportError):
        done = export(settings.warehouse)
    made: dg.MaterializeResult[None] = dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(str(done.folder)),
            "rows": {form: dict(rows) for form, rows in done.rows.items()},
            "megabytes": round(done.bytes / 1e6, 2),
            "seconds": round(time.monotonic() - began, 1),
            **links(run, settings),
        }
    )
    if state is not None:
        last.keep("exports", state, run, [made], files=sizes_and_times(folder))
    return made
