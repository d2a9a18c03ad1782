"""What is made of the published warehouse into a folder beside it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, is_whole, materialized_again, sizes_and_times
from pipelines.settings import Settings


def beside_the_warehouse(
    context: dg.AssetExecutionContext,
    build_room: BuildRoom,
    folder: Callable[[Path], Path],
    expected: type[Exception],
    make: Callable[[Settings], Mapping[str, Any]],
) -> dg.MaterializeResult[None]:
    """Have the folder of the warehouse file made, unless the one that stands there is of this very warehouse.

    ``make`` returns what the asset's page tells of it; ``expected`` errors are told without where they come from.
    """
    settings, began = build_room.settings, time.monotonic()
    last, run, name = LastRun.of(settings), context.run_id, context.asset_key.to_user_string()
    place = folder(settings.warehouse)
    kept = last.found_again(name, run)
    if kept is not None and is_whole(place, kept):
        return materialized_again(kept, links(run, settings) | {"seconds": round(time.monotonic() - began, 1)})
    state = last.published_state(settings.warehouse)
    with told(context.retry_number, settings, expected):
        tells = make(settings)
    made: dg.MaterializeResult[None] = dg.MaterializeResult(
        metadata={**tells, "seconds": round(time.monotonic() - began, 1), **links(run, settings)}
    )
    if state is not None:
        last.keep(name, state, run, [made], files=sizes_and_times(place))
    return made
