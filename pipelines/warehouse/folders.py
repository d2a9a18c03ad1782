"""Folders that a build makes anew and puts in place as a whole, beside the published warehouse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ForeignFolder(RuntimeError):
    """The folder holds files that no build made, so none may replace it."""


@contextmanager
def replaced_whole(folder: Path, stamp: str) -> Iterator[Path]:
    """Give a new, empty folder to fill; it takes the place of ``folder`` when the block ends, and not on any error.

    A reader finds the old folder or the new one, never half of one. ``stamp`` is the name of the file that marks a
    folder as one that may be replaced. Raises ForeignFolder where ``folder`` holds files and no stamp, OSError where
    it cannot be written.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / stamp).is_file() or not any(folder.iterdir()))):
        raise ForeignFolder(str(folder))
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        (fresh / stamp).write_text("Made by `solieu`; replaced as a whole by the next build.\n", encoding="utf-8")
        yield fresh
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` where ``folder`` is, and remove what was there."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
