"""Folders that a build makes anew and puts in place as a whole, beside the published warehouse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.warehouse.files import fresh_name, left_by_killed


class ForeignFolder(RuntimeError):
    """The folder holds files that no build made, so none may replace it."""


#: A path as text too: where there are many, making objects of them takes longer than what is asked of them.
StrPath = str | os.PathLike[str]


@contextmanager
def replaced_whole(folder: Path, stamp: str) -> Iterator[Path]:
    """Give a new, empty folder to fill; it takes the place of ``folder`` when the block ends, and not on any error.

    A reader finds the old folder or the new one, never half of one. ``stamp`` is the name of the file that marks a
    folder as one that may be replaced. Raises ForeignFolder where ``folder`` holds files and no stamp, OSError where
    it cannot be written.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / stamp).is_file() or not any(folder.iterdir()))):
        raise ForeignFolder(str(folder))
    fresh = fresh_name(folder)
    try:
        _mend(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        (fresh / stamp).write_text("Made by `solieu`; replaced as a whole by the next build.\n", encoding="utf-8")
        yield fresh
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _mend(folder: Path) -> None:
    """Undo what a process that was killed left: half a new folder, or the old one moved aside."""
    for left in left_by_killed(folder):
        if left.suffix == ".old" and not folder.exists():
            left.rename(folder)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:  # the second name of a warehouse that a process read
            left.unlink(missing_ok=True)


def _swap(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` where ``folder`` is, and remove what was there."""
    old = fresh.with_suffix(".old")
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


def is_as_written(file: StrPath, size: int, changed_ns: int) -> bool:
    """Whether nobody has touched ``file`` since it had this size and time."""
    with suppress(OSError):
        status = os.stat(file)
        return (status.st_size, status.st_mtime_ns) == (size, changed_ns)
    return False


def take_over(file: StrPath, place: StrPath) -> None:
    """Make ``file`` a file at ``place`` too: what a build puts in place is never written to again."""
    try:
        os.link(file, place)
    except OSError:  # a file system without links, or a file with too many
        shutil.copy2(file, place)
