"""The published warehouse as files for other software."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.exports import ExportError, export
from pipelines.warehouse import WarehouseError


@dg.asset(group_name="publish", kinds={"parquet"}, deps=["published_warehouse"], pool="build")
def exports(build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """Parquet, SDMX-CSV with its structure, and a Frictionless data package, in `exports/` beside the warehouse.

    The old folder stays until the new one is whole.
    """
    try:
        done = export(build_room.settings.warehouse)
    except (ExportError, WarehouseError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(str(done.folder)),
            "rows": {form: dict(rows) for form, rows in done.rows.items()},
            "megabytes": round(done.bytes / 1e6, 2),
        }
    )
