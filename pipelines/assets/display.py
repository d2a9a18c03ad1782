"""What an asset's page in the UI shows: columns, row counts and a small preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
import polars as pl

from pipelines.settings import Settings

#: Tables of figures, and what their rows are called.
FIGURES = {
    "observations": "levels",
    "changes": "changes",
    "shares": "shares",
    "plan_completions": "plan completions",
}
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


def links(run_id: str, settings: Settings) -> dict[str, Any]:
    """Where to read on: the run's log in the UI, and the pages of the checks."""
    docs = f"{settings.pages.rstrip('/')}/data_docs" if settings.pages else settings.data_docs.as_uri()
    return {
        "log": dg.MetadataValue.url(f"{settings.ui.rstrip('/')}/runs/{run_id}"),
        "data docs": dg.MetadataValue.url(f"{docs}/index.html"),
    }


def figures_by_kind(rows: Mapping[str, int]) -> dict[str, int]:
    """The kinds of figures with their numbers, from the rows of tables by name, whatever their layer (stg_, fct_)."""
    return {kind: sum(rows.get(f"{layer}_{table}", 0) for layer in ("stg", "fct")) for table, kind in FIGURES.items()}


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
