"""What can go wrong with a warehouse file, in words for the person who runs the build."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class WarehouseError(RuntimeError):
    """A warehouse file cannot be made, replaced or read; the message names the file and the remedy."""


@contextmanager
def explained(path: Path, doing: str) -> Iterator[None]:
    """Turn what DuckDB and the system raise while ``doing`` something with ``path`` into a WarehouseError."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"{path}: {doing} failed. {_reason(error, path)}") from error


def _reason(error: Exception, path: Path) -> str:
    text = str(error).strip().split("\n", 1)[0]
    code = error.errno if isinstance(error, OSError) else None
    lowered = text.lower()
    if code in (errno.ENOSPC, errno.EDQUOT) or "no space left" in lowered or "quota exceeded" in lowered:
        return f"The disk of {path.parent} is full; free some space and run again. ({text})"
    if code == errno.EROFS or "read-only file system" in lowered:
        return f"{path.parent} is on a read-only file system; choose another folder. ({text})"
    if code in (errno.EACCES, errno.EPERM) or "permission denied" in lowered:
        return f"There is no permission to write in {path.parent}; change it or choose another folder. ({text})"
    if "conflicting lock" in lowered or "could not set lock" in lowered:
        return f"Another process has the file open; close it and run again. ({text})"
    return text
