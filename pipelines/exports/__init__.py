"""The published warehouse as files for other software: Parquet, SDMX and a Frictionless data package.

All of them are made from the published file alone, through one read-only connection: they hold one state of it.
"""

from pipelines.exports.write import FORMATS, Exported, ExportError, export, exports_folder

__all__ = ["FORMATS", "ExportError", "Exported", "export", "exports_folder"]
