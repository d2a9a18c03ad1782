"""Canonical text → the staging tables, as Parquet and in the private build."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import polars as pl

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import figures_by_kind, links, table_metadata, table_schema
from pipelines.assets.extract import read_extract
from pipelines.assets.failing import can_pass, told
from pipelines.assets.reference import reference
from pipelines.settings import Settings
from pipelines.staging import build_staging
from pipelines.staging.schemas import STAGING, SchemaViolation, conform
from pipelines.vocabulary import VocabularyError, load_vocabulary
from pipelines.warehouse import WarehouseError, start_build

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
def staging(context: dg.AssetExecutionContext, build_room: BuildRoom) -> Iterator[dg.MaterializeResult[None]]:
    """Read the figures, write each staging table, and start the private build with them."""
    settings, began = build_room.settings, time.monotonic()
    documents, quarantine = read_extract(settings)
    with told(context.retry_number, settings, VocabularyError, SchemaViolation):
        vocabulary = load_vocabulary(settings.reference)
        tables: Mapping[str, pl.DataFrame] = {
            **build_staging(documents, vocabulary),
            "stg_quarantine": conform("stg_quarantine", quarantine),
        }
        for name, table in tables.items():
            table.write_parquet(settings.staging / f"{name}.parquet")
        _start(context, settings)
    of_the_run = {
        "quarantined": quarantine.height,
        "figures by kind": figures_by_kind({name: table.height for name, table in tables.items()}),
        "seconds": round(time.monotonic() - began, 1),
        **links(context.run_id, settings),
    }
    for name in STAGING:
        yield dg.MaterializeResult(asset_key=name, metadata=_metadata(name, tables[name]) | of_the_run)


def _start(context: dg.AssetExecutionContext, settings: Settings) -> None:
    """Start the private build, which carries on what the published warehouse knows of corrected documents.

    A damaged warehouse is replaced by this build like any other; what it alone knew is lost with it.
    """
    earlier = settings.warehouse if settings.warehouse.exists() else None
    try:
        start_build(settings.work_warehouse, settings.staging, settings.reference, published=earlier)
    except WarehouseError as error:
        if earlier is None or can_pass(error):
            raise
        context.log.warning(f"{error} The warehouse is built anew, without the history that it held.")
        start_build(settings.work_warehouse, settings.staging, settings.reference)


def _metadata(name: str, table: pl.DataFrame) -> dict[str, Any]:
    shown = table.drop("text", strict=False) if name == "stg_documents" else table
    metadata = table_metadata(shown)
    metadata["dagster/column_schema"] = table_schema(table.schema)
    column = BREAKDOWN.get(name)
    if column is not None:
        counts = table.group_by(column).len().sort("len", column, descending=[True, False])
        metadata[f"rows_by_{column}"] = {str(value or "none"): count for value, count in counts.head(25).rows()}
    return metadata
