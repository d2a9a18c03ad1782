"""Canonical text → the staging tables, as Parquet."""

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import dagster as dg
import duckdb

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import PREVIEW_ROWS, figures_by_kind, links, preview, table_schema
from pipelines.assets.extract import read_extract
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, again, state_of
from pipelines.assets.reference import reference
from pipelines.staging.engines import Engine, EngineError
from pipelines.staging.intake import take_in
from pipelines.staging.schemas import STAGING, SchemaViolation
from pipelines.vocabulary import VocabularyError
from pipelines.warehouse import StagedShards, bound

DESCRIPTIONS = {
    "stg_documents": "Documents with their facts and canonical text. Grain: one row a document.",
    "stg_segments": "Headings, list items and sentences with their offsets. Grain: one row a segment of a document.",
    "stg_numerals": "The ledger: every numeral of every document, once, with its role. Grain: one row a numeral.",
    "stg_observations": "Stated levels: value, unit, period, status and the words they come from. Grain: one a level.",
    "stg_changes": "Stated growth and decline against another period. Grain: one row a change and subject.",
    "stg_shares": "Stated shares of a whole. Grain: one row a share.",
    "stg_plan_completions": "Stated completions of a plan or budget. Grain: one row a completion.",
    "stg_quarantine": "Files that could not be read, with reason and remedy. Grain: one row a file.",
}

#: The column whose counts say most about a table, shown on its page.
BREAKDOWN = {
    "stg_segments": "kind",
    "stg_numerals": "role",
    "stg_observations": "unit_code",
    "stg_changes": "direction",
    "stg_shares": "whole_indicator_code",
    "stg_plan_completions": "plan_year",
    "stg_quarantine": "reason_code",
}


def _specs() -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            name,
            deps=["raw_documents", *reference.keys],
            description=DESCRIPTIONS[name],
            group_name="staging",
            kinds={"polars"},
            metadata={"dagster/column_schema": table_schema(schema)},
        )
        for name, schema in STAGING.items()
    ]


@dg.multi_asset(specs=_specs(), name="staging", pool="build")
def staging(context: dg.AssetExecutionContext, build_room: BuildRoom) -> Iterator[Any]:
    """Read the figures of documents that were not read before, and gather them with those that were."""
    settings, began = build_room.settings, time.monotonic()
    parts, quarantine = read_extract(settings)
    engine = Engine(settings.engine, settings.threads, settings.worker_bytes, settings.ray_address)
    with told(context.retry_number, settings, VocabularyError, SchemaViolation, EngineError):
        intake = take_in(parts, quarantine, settings.work, settings.reference, engine=engine)
        state, last = state_of(settings), LastRun.of(settings)
        if intake.read or intake.damaged:
            last.forget()  # what is read again is built again, although it should be the same
    for damage in intake.damaged:
        context.log.warning(damage)
    context.log.info(f"{intake.read} documents read, {intake.kept} known from before.")
    of_the_run: dict[str, Any] = {"read": intake.read, "known from before": intake.kept}
    kept = last.kept("staging", state)
    if kept is not None:
        of_the_run["seconds"] = round(time.monotonic() - began, 1)
        yield from again(kept, of_the_run | links(context.run_id, settings))
        return
    staged = StagedShards(intake.current, intake.quarantine)
    with closing(duckdb.connect()) as connection:
        bound(connection, settings.work / "spill")
        described = {name: _metadata(connection, name, staged.rows(name)) for name in STAGING}
    of_the_run |= {
        "quarantined": described["stg_quarantine"]["dagster/row_count"],
        "figures by kind": figures_by_kind({name: shown["dagster/row_count"] for name, shown in described.items()}),
        "seconds": round(time.monotonic() - began, 1),
        **links(context.run_id, settings),
    }
    results: list[dg.MaterializeResult[None]] = [
        dg.MaterializeResult(asset_key=name, metadata=shown | of_the_run) for name, shown in described.items()
    ]
    yield from results
    last.keep("staging", state, context.run_id, results)


def _metadata(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> dict[str, Any]:
    """Rows, documents, a preview and the breakdown of a table, without holding it in memory."""
    shown = [column for column in STAGING[name] if column != "text" or name != "stg_documents"]
    first = connection.sql(f"SELECT {', '.join(shown)} FROM ({rows}) LIMIT {PREVIEW_ROWS}").pl()
    ((count, documents),) = connection.execute(f"SELECT count(*), count(DISTINCT document) FROM ({rows})").fetchall()
    metadata: dict[str, Any] = {
        "dagster/row_count": count,
        "dagster/column_schema": table_schema(STAGING[name]),
        "preview": dg.MetadataValue.md(preview(first)),
        "documents": documents,
    }
    column = BREAKDOWN.get(name)
    if column is not None:
        counts = connection.execute(
            f"SELECT coalesce({column}::VARCHAR, 'none'), count(*) FROM ({rows}) "
            "GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 25"
        ).fetchall()
        metadata[f"rows_by_{column}"] = dict(counts)
    return metadata
