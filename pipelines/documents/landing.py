"""The landing folder: which files are there, and their bytes, read once and whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.documents.manifest import MANIFEST
from pipelines.documents.quarantine import Problem

#: Read as text as they stand; markup stays in, so that offsets are those of the file.
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})


class DocumentsError(ValueError):
    """The landing folder as a whole cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the folder: its path, its document name, its size in bytes and when it was last written to."""

    document: str
    path: str
    size: int
    changed_ns: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The bytes of one file and their SHA-256 in hexadecimal."""

    document: str
    data: bytes
    sha256: str


def list_folder(folder: Path) -> list[Entry | Problem]:
    """Every file below ``folder``, sorted by document name: an Entry to read or a Problem.

    Names that begin with a dot and the manifest are left out. Raises DocumentsError where the folder is missing,
    is no folder, cannot be listed or holds nothing.
    """
    if not folder.exists():
        raise DocumentsError(f"{folder} does not exist; give a folder with .txt, .md or .html documents.")
    if not folder.is_dir():
        raise DocumentsError(f"{folder} is not a folder; give the folder that the document is in.")
    try:
        found = sorted(_walk(os.path.realpath(folder), ""), key=lambda item: item.document)
    except PermissionError as error:
        raise DocumentsError(f"{error.filename} cannot be listed; give permission to read it.") from error
    if not found and not (folder / MANIFEST).exists():
        raise DocumentsError(f"{folder} is empty; put .txt, .md or .html documents into it.")
    return found


def _walk(root: str, below: str) -> Iterator[Entry | Problem]:
    with os.scandir(os.path.join(root, below)) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            name = below + entry.name
            if entry.is_symlink():
                problem = _link(root, name, entry)
                if problem is None:
                    yield from _file(name, entry)
                elif problem.code:
                    yield problem
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(root, name + "/")
            elif name != MANIFEST:
                yield from _file(name, entry)


def _link(root: str, name: str, entry: os.DirEntry[str]) -> Problem | None:
    """None where the link may be read as a file of this folder."""
    target = os.path.realpath(entry.path)
    if not os.path.exists(target):
        return Problem(printable(name), "broken_link", "The link points to nothing.")
    if os.path.commonpath([root, target]) != root:
        return Problem(printable(name), "outside_folder", "The link points out of the landing folder.")
    if os.path.isdir(target):
        return Problem(printable(name), "not_a_file", "The link points to a folder, which is read in its own place.")
    return None


def _file(name: str, entry: os.DirEntry[str]) -> Iterator[Entry | Problem]:
    document = printable(name)
    suffix = os.path.splitext(entry.name)[1].lower()
    if not entry.is_file():
        yield Problem(document, "not_a_file", "This is a device, a pipe or a socket, not a file.")
    elif suffix not in TEXT_SUFFIXES:
        kind = f"the ending {suffix}" if suffix else "no ending"
        yield Problem(document, "unsupported_format", f"A file with {kind} is not read as text.")
    else:
        status = entry.stat()
        yield Entry(document, entry.path, status.st_size, changed_ns(status))


def changed_ns(status: os.stat_result) -> int:
    """When a file last changed, in nanoseconds: its content by its own account, or anything of it by the system's."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def printable(name: str) -> str:
    """``name`` as valid Unicode: bytes of a file name that are not UTF-8 are written as ``\\xNN``."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def arrivals(folder: Path) -> list[tuple[str, float]]:
    """Each file to read and when it came into ``folder``, in seconds since 1970.

    That is when the file system last changed the entry: a copy that keeps an old time of its content came today.
    """
    came = []
    for entry in list_folder(folder):
        if isinstance(entry, Entry):
            with suppress(OSError):  # gone meanwhile
                came.append((entry.document, os.stat(entry.path).st_ctime))
    return came


def read_file(entry: Entry, max_file_bytes: int) -> Delivered | Problem:
    """The bytes of ``entry``, or why there are none. A file that changes meanwhile is a problem, not half a text."""
    document = entry.document
    if entry.size > max_file_bytes:
        return _too_large(document, entry.size, max_file_bytes)
    try:
        # Non-blocking, so that a pipe put in the file's place since the listing cannot hold up the build.
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Problem(document, "changed_while_read", "The file was removed while the folder was being read.")
    except OSError as error:
        return Problem(document, "unreadable", f"The file cannot be opened: {error.strerror}.")
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return Problem(document, "not_a_file", "This is a device, a pipe or a socket, not a file.")
        if before.st_size > max_file_bytes:
            return _too_large(document, before.st_size, max_file_bytes)
        data = _read_whole(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        return Problem(document, "unreadable", f"The file cannot be read: {error.strerror}.")
    finally:
        os.close(descriptor)
    if len(data) != before.st_size or _version(before) != _version(after):
        return Problem(document, "changed_while_read", "The file was written to while it was being read.")
    return Delivered(document, data, hashlib.sha256(data).hexdigest())


def _read_whole(descriptor: int, size: int) -> bytes:
    """Up to one byte more than ``size``, to see growth; a file system may give it in pieces."""
    data = os.read(descriptor, size + 1)
    while len(data) < size and (piece := os.read(descriptor, size + 1 - len(data))):
        data += piece
    return data


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _too_large(document: str, size: int, limit: int) -> Problem:
    return Problem(document, "too_large", f"The file has {size:,} bytes; the limit is {limit:,}.")
