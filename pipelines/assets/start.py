"""How the private build starts: the first part of the step of the models, so that it can be run again by itself."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.failing import can_pass
from pipelines.settings import Settings
from pipelines.staging.intake import CURRENT, QUARANTINE, reader_of
from pipelines.warehouse import StagedShards, WarehouseError, made_with, start_build


def start(context: dg.AssetExecutionContext, settings: Settings) -> None:
    """Start the private build with the staged documents, from the published warehouse where it may go on from that.

    A damaged warehouse is replaced by this build like any other; what it alone knew is lost with it.
    """
    staged = StagedShards(settings.staging / CURRENT, settings.staging / QUARANTINE)
    inputs = made_with(settings.dbt_project, settings.reference, settings.expectations, reader_of(settings.work))
    earlier = settings.warehouse if settings.warehouse.exists() else None
    build = settings.work_warehouse
    try:
        begun = start_build(build, staged, settings.reference, earlier, made_with=inputs)
    except WarehouseError as error:
        if earlier is None or can_pass(error):
            raise
        context.log.warning(f"{error} The warehouse is built anew, without the history that it held.")
        begun = start_build(build, staged, settings.reference, made_with=inputs)
    if begun.continues:
        context.log.info(f"Goes on from {earlier}: {begun.arrived} documents come in, {begun.retired} go out.")
    else:
        context.log.info(f"Everything is built anew: {begun.why}.")
