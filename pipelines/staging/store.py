"""Read documents on disk, so that none is read twice: shards of Parquet, a folder each.

In a shard the column ``document`` holds the read key: neither a file's name nor any fact that the reader does not see
is kept with what it read. A shard is written aside and renamed; its manifest tells the size and hash of each file.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.staging.schemas import STAGING

MANIFEST = "manifest.json"
TABLES = tuple(name for name in STAGING if name not in ("stg_documents", "stg_quarantine"))
#: What is kept of a document beside the rows of its tables.
DOCUMENT_COLUMNS = ("document", "document_key", "numerals", "text")

#: Shards in which no document is current are kept so long, for texts that come back.
KEEP_SECONDS = 30 * 24 * 3600.0
#: So many shards that hold less than SMALL_BYTES each are joined, to shards of JOINT_BYTES: ten times that in memory.
MANY_SMALL = 64
SMALL_BYTES = 4 * 1024 * 1024
JOINT_BYTES = 32 * 1024 * 1024
#: What another machine began to write so long ago, it does not write any more.
ABANDONED_SECONDS = 24 * 3600.0

_HOST = platform.node().replace(".", "-")


@dataclass(frozen=True)
class Shard:
    """One shard: its folder, the read keys in it, and its bytes."""

    folder: Path
    keys: Sequence[str]
    size: int
    written: float


@dataclass
class ReadStore:
    """The shards of one reader. ``open`` finds them; what is damaged is deleted and told in ``broken``."""

    folder: Path
    shards: dict[str, Shard] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, root: Path, fingerprint: str) -> ReadStore:
        """The store of the reader ``fingerprint`` below ``root``, made where it is missing."""
        store = cls(root / fingerprint)
        store.folder.mkdir(parents=True, exist_ok=True)
        store.refresh()
        return store

    def refresh(self) -> None:
        """Look at the shards on disk again."""
        self.shards = {}
        replaced: set[str] = set()
        for folder in sorted(path for path in self.folder.iterdir() if path.is_dir()):
            if folder.name.startswith("."):
                _remove_left(folder)
                continue
            try:
                content = _checked(folder)
            except _DamagedError as damage:
                self.broken.append(f"{folder}: {damage}; its documents are read anew.")
                shutil.rmtree(folder, ignore_errors=True)
                continue
            replaced.update(content["replaces"])
            size = sum(file["bytes"] for file in content["files"].values())
            self.shards[folder.name] = Shard(folder, content["keys"], size, content["written"])
        for name in replaced & self.shards.keys():  # killed between the joint shard and the removal of its parts
            shutil.rmtree(self.shards.pop(name).folder, ignore_errors=True)

    def places(self) -> pl.DataFrame:
        """Where each document is: ``read_key``, ``shard`` (its folder's path)."""
        rows = [(key, str(shard.folder)) for shard in self.shards.values() for key in shard.keys]
        frame = pl.DataFrame(rows, schema={"read_key": pl.String, "shard": pl.String}, orient="row")
        return frame.unique("read_key", keep="first", maintain_order=True)

    def texts(self, document_keys: Collection[str]) -> pl.DataFrame:
        """Texts that are in the store under whatever facts: ``document_key``, ``text``."""
        files = [shard.folder / "stg_documents.parquet" for shard in self.shards.values()]
        if not files or not document_keys:
            return pl.DataFrame(schema={"document_key": pl.String, "text": pl.String})
        wanted = pl.col("document_key").is_in(list(document_keys))
        return pl.scan_parquet(files).filter(wanted).select("document_key", "text").collect().unique("document_key")

    def known_texts(self) -> set[str]:
        """Keys of the documents whose text is in the store."""
        files = [shard.folder / "stg_documents.parquet" for shard in self.shards.values()]
        return set(pl.scan_parquet(files).select("document_key").collect().to_series()) if files else set()

    def write(self, tables: Mapping[str, pl.DataFrame], replaces: Sequence[str] = ()) -> None:
        """Add a shard of read documents: every table of TABLES, and stg_documents with DOCUMENT_COLUMNS."""
        write_shard(self.folder, tables, replaces)

    def tidy(self, current: Collection[str], now: float | None = None) -> None:
        """Delete what has long been out of use, other readers' stores too, and join small shards."""
        now = time.time() if now is None else now
        wanted = set(current)
        for name, shard in list(self.shards.items()):
            if wanted.isdisjoint(shard.keys) and now - shard.written > KEEP_SECONDS:
                shutil.rmtree(self.shards.pop(name).folder, ignore_errors=True)
        small = [name for name, shard in self.shards.items() if shard.size < SMALL_BYTES]
        if len(small) > MANY_SMALL:
            for names in self._together(small):
                self._join(names)
            self.refresh()
        others = sorted(
            (path for path in self.folder.parent.iterdir() if path.is_dir() and path != self.folder),
            key=lambda path: path.stat().st_mtime,
        )
        for left in others[:-1]:  # the latest other one stays: a change that is taken back costs nothing
            shutil.rmtree(left, ignore_errors=True)

    def _join(self, names: Sequence[str]) -> None:
        folders = [self.shards[name].folder for name in names]
        tables = {
            table: pl.read_parquet([folder / f"{table}.parquet" for folder in folders])
            for table in ("stg_documents", *TABLES)
        }
        self.write(tables, replaces=names)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _together(self, names: Sequence[str]) -> Iterator[list[str]]:
        """Shards to join, two at least and no more than fit into JOINT_BYTES."""
        group: list[str] = []
        size = 0
        for name in names:
            if len(group) > 1 and size + self.shards[name].size > JOINT_BYTES:
                yield group
                group, size = [], 0
            group.append(name)
            size += self.shards[name].size
        if len(group) > 1:
            yield group


class _DamagedError(ValueError):
    """A shard is not as its manifest says."""


def write_shard(store: Path, tables: Mapping[str, pl.DataFrame], replaces: Sequence[str] = ()) -> None:
    """Write one shard into the folder ``store``: whole or not at all; one that is there already, and whole, stays."""
    keys = sorted(tables["stg_documents"]["document"])
    name = hashlib.blake2b("\n".join(keys).encode(), digest_size=10).hexdigest()
    fresh = store / f".{name}.{_HOST}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for table in ("stg_documents", *TABLES):
            tables[table].write_parquet(fresh / f"{table}.parquet", compression="zstd", compression_level=1)
        files = {path.name: _described(path) for path in sorted(fresh.iterdir())}
        content = {"keys": keys, "files": files, "replaces": list(replaces), "written": time.time()}
        (fresh / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
        _put(fresh, store / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, place: Path) -> None:
    """Rename a shard to its place, where another machine may have put the same one."""
    try:
        fresh.rename(place)
    except OSError:
        if not place.exists():
            raise
        try:
            _checked(place)
        except _DamagedError:
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)


def _described(path: Path) -> dict[str, Any]:
    status = path.stat()
    return {"bytes": status.st_size, "mtime_ns": status.st_mtime_ns, "sha256": _hash(path)}


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest of a shard whose files are as it says; a file with another time is hashed."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        missing = {f"{table}.parquet" for table in ("stg_documents", *TABLES)} - content["files"].keys()
        if missing:
            raise _DamagedError(f"it lacks {', '.join(sorted(missing))}")
        for name, said in content["files"].items():
            status = (folder / name).stat()
            same_time = status.st_mtime_ns == said["mtime_ns"]
            if status.st_size != said["bytes"] or not (same_time or _hash(folder / name) == said["sha256"]):
                raise _DamagedError(f"{name} is not as it was written")
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, _DamagedError):
            raise
        raise _DamagedError(f"it cannot be read ({error})") from error
    return content


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_left(folder: Path) -> None:
    """Delete what a killed writer left; one that lives is at work on its own, and another machine's may."""
    _, host, process = folder.name.rsplit(".", 2)
    if host == _HOST:
        gone = process.isdigit() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists()
    else:
        gone = time.time() - folder.stat().st_mtime > ABANDONED_SECONDS
    if gone:
        shutil.rmtree(folder, ignore_errors=True)


def batches_of(documents: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    """``documents`` (column text) in their order; a batch holds ``batch_bytes`` of text at most, or one document."""
    ends = documents["text"].str.len_bytes().cast(pl.Int64).cum_sum()
    begun, before = 0, 0
    for at, end in enumerate(ends):
        if at > begun and end - before > batch_bytes:
            yield documents.slice(begun, at - begun)
            begun, before = at, int(ends[at - 1])
    if begun < documents.height:
        yield documents.slice(begun)
