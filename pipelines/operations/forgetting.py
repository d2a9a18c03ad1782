"""Reading again what was read: for documents in doubt, or all of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

CURRENT = Path("staging", "current_documents.parquet")  # where each document that was read is
STORE = "read"


def forget(work: Path, patterns: Sequence[str]) -> list[str]:
    """Delete from the work folder what was read of the documents that match one of ``patterns`` (``*`` as in a shell).

    They are opened and read by the next build; so are those kept in the same shard, which costs time and changes
    nothing. Returns the names of the documents that match. What is published stays.
    """
    current = work / CURRENT
    if not patterns or not current.is_file():
        return []
    rows = pl.read_parquet(current, columns=["document", "shard"]).rows()
    chosen = [
        (name, shard)
        for name, shard in rows
        if any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns)
    ]
    store = (work / STORE).resolve()
    for shard in {Path(shard) for _, shard in chosen}:
        if shard.resolve().is_relative_to(store):
            shutil.rmtree(shard, ignore_errors=True)
    return [name for name, _ in chosen]
