"""What was found in files before, so that only those that changed are opened again.

A file is taken to be as it was where its size and time of change are; not where that time is so young, as it was looked
at, that it may have been written to again within the clock's tick.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.documents.landing import Entry, changed_ns

#: What is known of an unchanged file: all that was taken from its text, but not the text.
KNOWN_SCHEMA = pl.Schema(
    {
        "document": pl.String,
        "size": pl.Int64,
        "changed_ns": pl.Int64,
        "seen_ns": pl.Int64,  # when it was looked at
        "sha256": pl.String,
        "document_key": pl.String,
        "encoding": pl.String,
        "characters": pl.Int64,
        "stated_title": pl.String,
        "stated_event": pl.String,
        "stated_event_on": pl.Date,
        "stated_published_on": pl.Date,
        "stated_reporting_start": pl.Date,
        "stated_reporting_end": pl.Date,
    }
)
_TIMES = ("size", "changed_ns", "seen_ns")
EXTRACTED = tuple(name for name in KNOWN_SCHEMA if name not in _TIMES)

#: A file changed less than this before it was looked at may have changed since without showing it.
YOUNG_NS = 2_000_000_000


def is_unchanged(size: int, changed_ns: int, known: tuple[int, int, int]) -> bool:
    """Whether a file of this size and time is the one that was ``known`` (size, time of change, time of the look)."""
    return (size, changed_ns) == known[:2] and changed_ns < known[2] - YOUNG_NS


@dataclass(frozen=True)
class KnownFiles:
    """The files of an earlier load, by document name."""

    frame: pl.DataFrame
    places: Mapping[str, tuple[int, int, int, str]]  # size, time, look, sha256

    @classmethod
    def none(cls) -> KnownFiles:
        """Nothing is known."""
        return cls(pl.DataFrame(schema=KNOWN_SCHEMA), {})

    @classmethod
    def load(cls, file: Path, document_keys: Collection[str]) -> KnownFiles:
        """Those kept in ``file`` whose text is one of ``document_keys``; nothing where it is missing or damaged."""
        try:
            frame = pl.read_parquet(file)
        except (OSError, pl.exceptions.PolarsError):
            return cls.none()
        if frame.schema != KNOWN_SCHEMA:
            return cls.none()
        frame = frame.filter(pl.col("document_key").is_in(list(document_keys)))
        rows = frame.select("document", *_TIMES, "sha256").iter_rows()
        return cls(frame, {name: (size, changed, seen, sha256) for name, size, changed, seen, sha256 in rows})

    def holds(self, entry: Entry) -> bool:
        """Whether the file is as it was."""
        known = self.places.get(entry.document)
        return known is not None and is_unchanged(entry.size, entry.changed_ns, known[:3])

    def sha256(self, document: str) -> str:
        """Hash of the bytes of a file that is known."""
        return self.places[document][3]

    def rows(self, documents: Collection[str]) -> pl.DataFrame:
        """What is known of ``documents``, in KNOWN_SCHEMA."""
        return self.frame.filter(pl.col("document").is_in(list(documents)))

    def noted(self, read: pl.DataFrame, entries: Mapping[str, Entry], kept: pl.Series) -> pl.DataFrame:
        """What is known of the documents in ``read`` from now on; of those ``kept`` the earlier look stays."""
        now = time.time_ns()
        fresh = read.filter(~pl.col("document").is_in(kept.implode())).select(EXTRACTED)
        files = [entries[name] for name in fresh["document"]]
        timed = fresh.with_columns(
            pl.Series("size", [entry.size for entry in files], pl.Int64),
            pl.Series("changed_ns", [entry.changed_ns for entry in files], pl.Int64),
            pl.lit(now, pl.Int64).alias("seen_ns"),
        )
        return pl.concat([timed.select(KNOWN_SCHEMA.names()), self.rows(kept.to_list())])


def index_name() -> str:
    """File name of the index that belongs to the present code: other code may find other facts in the same bytes."""
    digest = hashlib.sha256(version("polars").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return f"files-{digest.hexdigest()[:16]}.parquet"


def content_hashes(folder: Path, index: Path | None = None) -> dict[str, str]:
    """SHA-256 of each file below ``folder`` by its path in it; links that leave the folder are not followed.

    ``index``: where hashes are kept from look to look, so that only files that are new or changed are read. Names that
    begin with a dot are left out; files that vanish or cannot be read meanwhile too.
    """
    known = _load_hashes(index)
    found: dict[str, list[int | str]] = {}
    root = os.path.realpath(folder)
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(place, name)
            if name.startswith(".") or (os.path.islink(path) and not os.path.realpath(path).startswith(root + os.sep)):
                continue
            try:
                document = os.path.relpath(path, root)
                found[document] = _hashed(path, known.get(document))
            except OSError:
                continue
    if index is not None and found != known:
        _save_hashes(index, found)
    return {name: str(entry[3]) for name, entry in sorted(found.items())}


def _hashed(path: str, known: list[int | str] | None) -> list[int | str]:
    """Size, time of change, time of the look and hash of one file."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"{path} is not a regular file")
    changed = changed_ns(status)
    if known is not None and is_unchanged(status.st_size, changed, (int(known[0]), int(known[1]), int(known[2]))):
        return known
    seen = time.time_ns()
    with open(path, "rb") as file:
        return [status.st_size, changed, seen, hashlib.file_digest(file, "sha256").hexdigest()]


def _load_hashes(index: Path | None) -> dict[str, list[int | str]]:
    if index is None:
        return {}
    try:
        content = json.loads(index.read_text(encoding="utf-8"))
        return {name: entry for name, entry in content.items() if len(entry) == 4}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # missing or damaged: everything is hashed


def _save_hashes(index: Path, found: Mapping[str, list[int | str]]) -> None:
    index.parent.mkdir(parents=True, exist_ok=True)
    fresh = index.with_name(f".{index.name}.{os.getpid()}")
    fresh.write_text(json.dumps(found), encoding="utf-8")
    fresh.replace(index)
