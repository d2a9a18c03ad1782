"""What an asset's page in the UI shows: columns, row counts and a small preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
import polars as pl

PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 60


def table_schema(frame_schema: Mapping[str, Any]) -> dg.TableSchema:
    """Columns and types, as the UI's column tab reads them."""
    return dg.TableSchema(columns=[dg.TableColumn(name, str(dtype)) for name, dtype in frame_schema.items()])


def table_metadata(frame: pl.DataFrame, **more: Any) -> dict[str, Any]:
    """Rows, documents, columns and a preview of ``frame``, and whatever else is given."""
    metadata: dict[str, Any] = {
        "dagster/row_count": frame.height,
        "dagster/column_schema": table_schema(frame.schema),
        "preview": dg.MetadataValue.md(preview(frame)),
    }
    if "document" in frame.columns:
        metadata["documents"] = frame["document"].n_unique()
    return metadata | {name: value for name, value in more.items() if value is not None}


def preview(frame: pl.DataFrame) -> str:
    """The first rows as a Markdown table; long texts are cut, and nothing in a cell can end it or become markup."""
    if frame.is_empty():
        return "*no rows*"
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + " --- |" * frame.width]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in frame.head(PREVIEW_ROWS).rows()]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = " ".join(str(value).split())
    text = text if len(text) <= PREVIEW_CHARACTERS else text[: PREVIEW_CHARACTERS - 1] + "…"
    for mark, shown in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("[", "&#91;"), ("`", "&#96;")):
        text = text.replace(mark, shown)
    return text.replace("*", r"\*").replace("_", r"\_")
