"""The published warehouse as files for other software."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from pipelines.assets.beside import beside_the_warehouse
from pipelines.assets.build_room import BuildRoom
from pipelines.exports import ExportError, export, exports_folder
from pipelines.settings import Settings


@dg.asset(group_name="publish", kinds={"parquet"}, deps=["published_warehouse"], pool="build")
def exports(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """Parquet, SDMX-CSV with its structure, and a Frictionless data package, in `exports/` beside the warehouse.

    The old folder stays until the new one is whole.
    """
    return beside_the_warehouse(context, build_room, exports_folder, ExportError, _make)


def _make(settings: Settings) -> Mapping[str, Any]:
    done = export(settings.warehouse)
    return {
        "folder": dg.MetadataValue.path(str(done.folder)),
        "rows": {form: dict(rows) for form, rows in done.rows.items()},
        "megabytes": round(done.bytes / 1e6, 2),
    }
