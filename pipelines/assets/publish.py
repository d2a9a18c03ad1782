"""The private build, once checked, becomes the warehouse that readers open."""

import time
from typing import Any

import dagster as dg
import duckdb
import polars as pl

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links, table_metadata
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, fingerprint, materialized_again, stat_of
from pipelines.assets.models import models
from pipelines.quality import gate
from pipelines.settings import Settings
from pipelines.warehouse import Lake, bound, publish

_READ_BY_PEOPLE = {"marts", "bi"}
_DEPS = [key for key, group in models.group_names_by_key.items() if group in _READ_BY_PEOPLE]


@dg.asset(group_name="publish", kinds={"duckdb"}, deps=_DEPS, pool="build")
def published_warehouse(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """The DuckDB file that analysts and BI tools open: replaced whole and at once, and only by a build that passed.

    Readers that have the old file open keep it; whoever opens it next sees the new one.
    """
    settings, began = build_room.settings, time.monotonic()
    last, run = LastRun.of(settings), context.run_id
    kept = last.found_again("published_warehouse", run)
    if kept is not None:
        with told(context.retry_number, settings):
            lake = _publish_to_lake(settings)  # others write there too: what it holds is theirs to change
        return materialized_again(kept, lake | links(run, settings) | {"seconds": round(time.monotonic() - began, 1)})
    state = last.state_after("checks")
    refusal = gate(settings.work_warehouse)
    if refusal is not None:
        raise dg.Failure(refusal, allow_retries=False)
    with told(context.retry_number, settings):
        publish(settings.work_warehouse, settings.warehouse)
        lake = _publish_to_lake(settings)
    seconds = {"seconds": round(time.monotonic() - began, 1)}
    made: dg.MaterializeResult[None] = dg.MaterializeResult(
        metadata=_metadata(settings) | lake | seconds | links(run, settings)
    )
    if state is not None and state == last.state_after("models"):
        last.keep(
            "published_warehouse",
            state,
            run,
            [made],
            sha256=fingerprint(settings.warehouse),
            stat=stat_of(settings.warehouse),
        )
    return made


def _publish_to_lake(settings: Settings) -> dict[str, Any]:
    """Write what was published into the lake as well, where there is one."""
    if not settings.lake:
        return {}
    document_set = settings.document_set or settings.documents.name
    snapshot = Lake(settings.lake, settings.lake_data).publish(settings.warehouse, document_set)
    return {"document set": document_set, "snapshot of the lake": snapshot}


def _metadata(settings: Settings) -> dict[str, Any]:
    figures = """
        SELECT 'levels' AS kind, count(*) AS figures FROM bi.observations
        UNION ALL SELECT 'changes', count(*) FROM bi.changes
        UNION ALL SELECT 'shares', count(*) FROM bi.shares
        UNION ALL SELECT 'plan completions', count(*) FROM bi.plan_completions
    """
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        bound(connection, settings.work / "spill")
        kinds: pl.DataFrame = connection.sql(figures).pl()
        (documents, quarantined) = connection.sql(
            "SELECT (SELECT count(*) FROM bi.documents), (SELECT count(*) FROM audit.quarantine)"
        ).fetchall()[0]
    by_kind = {str(kind): count for kind, count in kinds.rows()}
    return table_metadata(kinds) | {
        "dagster/row_count": sum(by_kind.values()),
        "figures by kind": by_kind,
        "documents": documents,
        "quarantined": quarantined,
        "file": dg.MetadataValue.path(str(settings.warehouse)),
        "megabytes": round(settings.warehouse.stat().st_size / 1e6, 2),
    }
