"""Warehouse files as files: their logs, copies and what killed copies left."""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

_PIECE = 256 * 1024 * 1024


def wal_of(database: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside ``database``."""
    return database.with_name(database.name + ".wal")


def copy_file(source: Path, target: Path) -> None:
    """Copy by the kernel, which shares the blocks where the file system can; by hand where it cannot."""
    with source.open("rb") as read, target.open("wb") as write:
        left = os.fstat(read.fileno()).st_size
        try:
            while left > 0 and (copied := os.copy_file_range(read.fileno(), write.fileno(), min(left, _PIECE))):
                left -= copied
        except (OSError, AttributeError):
            read.seek(0)
            write.seek(0)
            write.truncate()
            shutil.copyfileobj(read, write, 16 * 1024 * 1024)


def fresh_name(target: Path) -> Path:
    """Where this process writes what will become ``target``."""
    return target.with_name(f".{target.name}.{os.getpid()}.new")


def left_by_killed(target: Path) -> list[Path]:
    """What processes that are no more left beside ``target``: their names hold the process."""
    found = []
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):
        process = left.name.removeprefix(f".{target.name}.").split(".", 1)[0]
        if process.isdigit() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
            found.append(left)
    return found


def sweep(target: Path) -> list[Path]:
    """Delete the half-written copies of publishers that were killed."""
    swept = [left for left in left_by_killed(target) if ".new" in left.name]
    for left in swept:
        left.unlink(missing_ok=True)
    return swept
