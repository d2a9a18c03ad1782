"""The vocabulary: reference CSVs, checked as a whole before anything is read with them."""

import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links, table_metadata
from pipelines.assets.failing import told
from pipelines.settings import Settings
from pipelines.vocabulary import VocabularyError, load_vocabulary


def _tables() -> list[Path]:
    return sorted(Settings.from_environment().reference.glob("*.csv"))


def _specs() -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            ["reference", path.stem],
            description=f"seeds/reference/{path.name}: knowledge that a curator may change.",
            group_name="reference",
            kinds={"csv"},
        )
        for path in _tables()
    ]


@dg.multi_asset(specs=_specs(), name="reference", pool="build")
def reference(context: dg.AssetExecutionContext, build_room: BuildRoom) -> Iterator[dg.MaterializeResult[None]]:
    """Check every reference table and what they say of each other; a bad row ends the run with its file and line."""
    settings, began = build_room.settings, time.monotonic()
    with told(context.retry_number, settings, VocabularyError):
        load_vocabulary(settings.reference)
    for path in _tables():
        table = pl.read_csv(path, infer_schema=False)
        more = {"seconds": round(time.monotonic() - began, 1), **links(context.run_id, settings)}
        yield dg.MaterializeResult(asset_key=["reference", path.stem], metadata=table_metadata(table, **more))
