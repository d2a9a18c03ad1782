"""DuckDB files: start a private build, publish it as one step, open the published one for reading."""

from pipelines.warehouse.errors import WarehouseError
from pipelines.warehouse.folders import ForeignFolder, replaced_whole
from pipelines.warehouse.load import start_build
from pipelines.warehouse.publish import Published, publish
from pipelines.warehouse.read import open_warehouse

__all__ = [
    "ForeignFolder",
    "Published",
    "WarehouseError",
    "open_warehouse",
    "publish",
    "replaced_whole",
    "start_build",
]
