"""Executes the notebook and keeps its outputs in it: ``python -m bi.notebook [warehouse/solieu.duckdb]``."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "from-question-to-plot.ipynb"


def executed(warehouse: Path) -> nbformat.NotebookNode:
    """The notebook, run from its first cell on ``warehouse``; CellExecutionError where a cell fails."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    place = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place, record_timing=False)
    client.execute(env={"SOLIEU_WAREHOUSE": str(warehouse.resolve()), "PATH": str(Path(sys.executable).parent)})
    return notebook


def main() -> None:
    """Write the notebook with fresh outputs."""
    warehouse = Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse/solieu.duckdb")
    notebook = executed(warehouse)
    del notebook.metadata["language_info"]  # the version of whoever ran it last
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
