"""Reads documents into the store, a batch at a time, in processes where there is much to read.

A batch that fails, fails alone: its documents are read again one by one, and the one that fails is told with the
reason. A process that dies (out of memory, say) takes no more with it than that.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from pipelines.language.reader import read
from pipelines.staging.reader_inputs import seen_vocabulary
from pipelines.staging.schemas import SchemaViolation, conform
from pipelines.staging.store import DOCUMENT_COLUMNS, TABLES, write_shard
from pipelines.vocabulary import Vocabulary, load_vocabulary

#: Text read at a time; reading takes some fifty times as much memory.
BATCH_BYTES = 4 * 1024 * 1024

_THREADS = "POLARS_MAX_THREADS"
_WATCH_SECONDS = 1.0
_DIED = "The reading process died, most likely for want of memory."

_worker: dict[str, Vocabulary] = {}


def read_tables(documents: pl.DataFrame, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """The rows that ``documents`` (read_key, document_key, text and the dates) state, under their read keys.

    Raises `SchemaViolation` where a table does not have its declared shape.
    """
    named = documents.select(
        pl.col("read_key").alias("document"), "document_key", "text", "reporting_start", "reporting_end", "stated_on"
    )
    found = read(named, vocabulary)
    tables = {name: conform(name, found[name]) for name in TABLES}
    counted = tables["stg_numerals"].group_by("document").agg(pl.len().cast(pl.Int64).alias("numerals"))
    tables["stg_documents"] = (
        named.join(counted, on="document", how="left", maintain_order="left")
        .with_columns(pl.col("numerals").fill_null(0))
        .select(DOCUMENT_COLUMNS)
    )
    return tables


def read_into(store: Path, batches: Iterable[pl.DataFrame], reference: Path, processes: int = 1) -> Mapping[str, str]:
    """Read ``batches`` and write a shard each into ``store``; return the reason by read key for what cannot be read."""
    failed: dict[str, str] = {}
    if processes <= 1:
        _load(reference)
        for batch in batches:
            if _try(store, batch) is not None:
                failed |= {key: reason for key, reason in _one_by_one(store, batch) if reason is not None}
        return failed
    for batch, died in _in_processes(store, batches, reference, processes):
        for document in batch.iter_slices(1):
            reason = _alone(store, document, reference) if died else _in_one(store, document, reference)
            if reason is not None:
                failed[document["read_key"][0]] = reason
    return failed


def _begin(reference: Path, parent: int) -> None:
    """Make a process ready to read; it ends when the one that started it is gone, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    _load(reference)


def _load(reference: Path) -> None:
    _worker["vocabulary"] = seen_vocabulary(load_vocabulary(reference))


def _try(store: Path, batch: pl.DataFrame) -> str | None:
    """Read one batch and keep it; return why it could not be read."""
    try:
        tables = read_tables(batch, _worker["vocabulary"])
    except SchemaViolation:
        raise  # the program's fault, whatever the document
    except (Exception, pl.exceptions.PanicException) as error:
        told = str(error).strip().split("\n", 1)[0]
        return f"The reader failed: {type(error).__name__} {told}".strip()
    write_shard(store, tables)
    return None


def _one_by_one(store: Path, batch: pl.DataFrame) -> Iterator[tuple[str, str | None]]:
    for document in batch.iter_slices(1):
        yield document["read_key"][0], _try(store, document)


def _in_one(store: Path, document: pl.DataFrame, reference: Path) -> str | None:
    """Read one document in this process."""
    if "vocabulary" not in _worker:
        _load(reference)
    return _try(store, document)


def _alone(store: Path, document: pl.DataFrame, reference: Path) -> str | None:
    """Read one document in a process of its own."""
    with _pool(reference, 1) as pool:
        try:
            return pool.submit(_try, store, document).result()
        except BrokenProcessPool:
            return _DIED


def _in_processes(
    store: Path, batches: Iterable[pl.DataFrame], reference: Path, processes: int
) -> Iterator[tuple[pl.DataFrame, bool]]:
    """Read ``batches`` side by side; yield those that failed, and whether the process died over them or others."""
    waiting = iter(batches)
    while True:
        broken: list[pl.DataFrame] = []
        with _pool(reference, processes) as pool:
            for batch, died in _flow(pool, store, waiting, processes):
                if died:
                    broken.append(batch)
                else:
                    yield batch, False
        if not broken:
            return
        yield from ((batch, True) for batch in broken)


def _flow(
    pool: ProcessPoolExecutor, store: Path, waiting: Iterator[pl.DataFrame], processes: int
) -> Iterator[tuple[pl.DataFrame, bool]]:
    """Keep the pool busy with no more batches in memory than it needs; yield those that failed."""
    running: dict[Future[str | None], pl.DataFrame] = {}
    whole = True
    while True:
        while whole and len(running) <= processes:
            batch = next(waiting, None)
            if batch is None:
                break
            try:
                running[pool.submit(_try, store, batch)] = batch
            except BrokenProcessPool:
                whole = False
                yield batch, True
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            batch = running.pop(future)
            try:
                if future.result() is not None:
                    yield batch, False
            except BrokenProcessPool:
                whole = False
                yield batch, True


@contextmanager
def _pool(reference: Path, processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that have the vocabulary ready, one thread each: what they read is too small to share."""
    before = os.environ.get(_THREADS)  # noqa: TID251 - what the processes inherit
    os.environ[_THREADS] = "1"  # noqa: TID251
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (reference, os.getpid()))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        if before is None:
            del os.environ[_THREADS]  # noqa: TID251
        else:
            os.environ[_THREADS] = before  # noqa: TID251
