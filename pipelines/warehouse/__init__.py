"""DuckDB files: start a private build, publish it as one step, open the published one for reading."""

from pipelines.warehouse.errors import WarehouseError
from pipelines.warehouse.folders import ForeignFolder, is_as_written, replaced_whole, take_over
from pipelines.warehouse.inputs import hash_of, made_with, recorded
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.load import BuildStart, start_build
from pipelines.warehouse.memory import bound
from pipelines.warehouse.publish import Published, publish, refuse_log
from pipelines.warehouse.read import open_warehouse
from pipelines.warehouse.staged import StagedFolder, StagedShards, literal

__all__ = [
    "BuildStart",
    "ForeignFolder",
    "Lake",
    "Published",
    "StagedFolder",
    "StagedShards",
    "WarehouseError",
    "bound",
    "hash_of",
    "is_as_written",
    "literal",
    "made_with",
    "open_warehouse",
    "publish",
    "recorded",
    "refuse_log",
    "replaced_whole",
    "start_build",
    "take_over",
]
