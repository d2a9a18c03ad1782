"""A landing folder → documents as canonical text with their facts, and the files that could not be read."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl

from pipelines.documents.decoding import UndecodableError, decode
from pipelines.documents.facts import derive_facts
from pipelines.documents.landing import Entry, list_folder, read_file
from pipelines.documents.manifest import DATES, MANIFEST, Manifest, file_key, read_manifest
from pipelines.documents.quarantine import QUARANTINE_SCHEMA, Problem, quarantine_frame

MEBIBYTE = 1024 * 1024
BATCH_BYTES = 64 * MEBIBYTE
MAX_FILE_BYTES = 100 * MEBIBYTE

#: Grain: one row a document. Key: document. `characters` counts code points of `text`.
DOCUMENTS_SCHEMA = pl.Schema(
    {
        "document": pl.String,  # file name, relative to the folder, with /
        "document_key": pl.String,  # first 32 hexadecimal digits of the SHA-256 of the canonical text in UTF-8
        "title": pl.String,
        "publisher": pl.String,
        "source_url": pl.String,
        "event": pl.String,
        "event_on": pl.Date,
        "published_on": pl.Date,
        "reporting_start": pl.Date,
        "reporting_end": pl.Date,
        "stated_on": pl.Date,  # published, else event, else end of the reporting period
        "licence_note": pl.String,
        "sha256": pl.String,  # of the bytes as delivered
        "encoding": pl.String,
        "characters": pl.Int64,
        "text": pl.String,
    }
)
_READ_SCHEMA = pl.Schema(
    {name: DOCUMENTS_SCHEMA[name] for name in ("document", "document_key", "sha256", "encoding", "text")}
)
_GIVEN_SCHEMA = pl.Schema(
    {name: DOCUMENTS_SCHEMA[name] for name in ("title", "publisher", "source_url", "event", "licence_note", *DATES)}
)
KEY_DIGITS = 32

_Read = tuple[str, str, str, str, str]  # one row of _READ_SCHEMA
_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True)
class LoadedDocuments:
    """What a folder, or a batch of it, holds.

    ``documents`` has DOCUMENTS_SCHEMA, sorted by document; ``quarantine`` has QUARANTINE_SCHEMA. A file is in one of
    the two, never in both; the manifest and names that begin with a dot are in neither.
    """

    documents: pl.DataFrame
    quarantine: pl.DataFrame


def load_folder(folder: Path, *, max_file_bytes: int = MAX_FILE_BYTES, threads: int | None = None) -> LoadedDocuments:
    """All documents of ``folder`` at once; see iter_folder for what is read and what is raised."""
    batches = list(iter_folder(folder, max_file_bytes=max_file_bytes, threads=threads))
    return LoadedDocuments(
        documents=pl.concat([batch.documents for batch in batches]),
        quarantine=pl.concat([batch.quarantine for batch in batches]).sort("document", maintain_order=True),
    )


def iter_folder(
    folder: Path,
    *,
    batch_bytes: int = BATCH_BYTES,
    max_file_bytes: int = MAX_FILE_BYTES,
    threads: int | None = None,
) -> Iterator[LoadedDocuments]:
    """The documents of ``folder`` and its subfolders, by name, about ``batch_bytes`` of files at a time.

    The last batch has no documents; it holds what concerns the folder as a whole (manifest rows without a file). Facts are the manifest's, else those that the text itself states. Of files with the
    same text the first by name is kept. Raises DocumentsError where the folder is missing, empty or cannot be listed.
    """
    found = list_folder(folder)
    manifest = read_manifest(folder)
    first_names: dict[str, str] = {}

    def read(entry: Entry | Problem) -> _Read | Problem:
        return entry if isinstance(entry, Problem) else _read(entry, manifest, max_file_bytes)

    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers, thread_name_prefix="documents") as pool:
        for batch in _batches(found, batch_bytes):
            results = _ordered_map(pool, read, batch, ahead=4 * workers)
            yield _loaded(results, manifest, first_names)
    yield _leftover(found, manifest)


def _batches(found: list[Entry | Problem], batch_bytes: int) -> Iterator[list[Entry | Problem]]:
    batch: list[Entry | Problem] = []
    size = 0
    for item in found:
        weight = item.size if isinstance(item, Entry) else 0
        if batch and size + weight > batch_bytes:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


def _ordered_map(pool: ThreadPoolExecutor, work: Callable[[_T], _R], items: Iterable[_T], ahead: int) -> Iterator[_R]:
    """``map`` in order with a bounded number of items under way."""
    waiting: deque[Future[_R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read(entry: Entry, manifest: Manifest, max_file_bytes: int) -> _Read | Problem:
    """One file as a row of _READ_SCHEMA."""
    problem = manifest.problem(entry.document)
    if problem is not None:
        return Problem(entry.document, problem.code, problem.reason)
    delivered = read_file(entry, max_file_bytes)
    if isinstance(delivered, Problem):
        return delivered
    row = manifest.row(entry.document)
    if row is not None and row.sha256 not in (None, delivered.sha256):
        reason = f"The file's SHA-256 is {delivered.sha256}; documents.csv says {row.sha256}."
        return Problem(entry.document, "wrong_checksum", reason, delivered.sha256)
    try:
        text, encoding = decode(delivered.data)
    except UndecodableError as error:
        return Problem(entry.document, error.code, str(error), delivered.sha256)
    encoded = text.encode()
    key = delivered.sha256 if encoded == delivered.data else hashlib.sha256(encoded).hexdigest()
    return entry.document, key[:KEY_DIGITS], delivered.sha256, encoding, text


def _loaded(results: Iterable[_Read | Problem], manifest: Manifest, first_names: dict[str, str]) -> LoadedDocuments:
    rows: list[_Read] = []
    problems: list[Problem] = []
    for result in results:
        if isinstance(result, Problem):
            problems.append(result)
            continue
        document, key, sha256, *_ = result
        first = first_names.setdefault(key, document)
        if first != document:
            problems.append(Problem(document, "duplicate", f"The file has the same text as {first}.", sha256))
        else:
            rows.append(result)
    return LoadedDocuments(_with_facts(rows, manifest), quarantine_frame(problems))


def _with_facts(rows: list[_Read], manifest: Manifest) -> pl.DataFrame:
    read = pl.DataFrame(rows, schema=_READ_SCHEMA, orient="row")
    known = [manifest.row(row[0]) for row in rows]
    given = pl.DataFrame(
        {name: [row.values[name] if row else None for row in known] for name in _GIVEN_SCHEMA}, schema=_GIVEN_SCHEMA
    )
    stated = derive_facts(read).rename(lambda name: f"stated_{name}")
    # The two ends of a period belong together: never one end from the manifest and the other from the text.
    period_given = pl.col("reporting_start").is_not_null()
    return (
        pl.concat([read, given, stated], how="horizontal")
        .with_columns(
            *[
                pl.coalesce(name, f"stated_{name}").alias(name)
                for name in ("title", "event", "event_on", "published_on")
            ],
            *[
                pl.when(period_given).then(pl.col(name)).otherwise(pl.col(f"stated_{name}")).alias(name)
                for name in ("reporting_start", "reporting_end")
            ],
            pl.col("text").str.len_chars().cast(pl.Int64).alias("characters"),
        )
        .with_columns(pl.coalesce("published_on", "event_on", "reporting_end").alias("stated_on"))
        .select(DOCUMENTS_SCHEMA.names())
    )


def _leftover(found: list[Entry | Problem], manifest: Manifest) -> LoadedDocuments:
    """What the manifest says of files that are not there, or of itself."""
    present = {file_key(item.document) for item in found}
    problems = [
        Problem(row.file, "missing_file", "documents.csv has a row for this file, but the file is not there.")
        for key, row in manifest.rows.items()
        if key not in present
    ]
    problems += [problem for key, problem in manifest.problems.items() if key not in present and key != MANIFEST]
    if manifest.broken is not None:
        problems.append(manifest.broken)
    problems.sort(key=lambda problem: problem.document)
    return LoadedDocuments(
        documents=pl.DataFrame(schema=DOCUMENTS_SCHEMA),
        quarantine=quarantine_frame(problems) if problems else pl.DataFrame(schema=QUARANTINE_SCHEMA),
    )
