"""Reading processes of this machine. One that dies (out of memory, say) takes only the document it read with it."""

from __future__ import annotations

import os
import queue
import resource
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from pipelines.staging.reading import keep, load_seen, settle
from pipelines.vocabulary import Vocabulary

DIED = "The reading process died, most likely for want of memory."
_THREADS = "POLARS_MAX_THREADS"
_WATCH_SECONDS = 0.1

_worker: dict[str, Vocabulary] = {}


class Stopped(RuntimeError):
    """The crew was closed before the batch was read."""


class Crew:
    """Processes that have the vocabulary ready, one thread each: what they read is too small to share.

    As many are started as threads call `read` at once. ``worker_bytes``: memory that a process may take; 0 is no limit.
    """

    def __init__(self, reference: Path, worker_bytes: int = 0):
        self._begin = (reference, worker_bytes, os.getpid())
        self._idle: queue.SimpleQueue[ProcessPoolExecutor] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._before = os.environ.get(_THREADS)  # noqa: TID251 - what the processes inherit
        os.environ[_THREADS] = "1"  # noqa: TID251

    def read(self, store: Path, batch: pl.DataFrame) -> Mapping[str, str]:
        """Keep all of ``batch`` that can be read in ``store``; return the reason by read key of the rest."""
        return settle(batch, lambda part: self._kept(store, part))

    def close(self) -> None:
        """End the processes that are idle, and start no more."""
        self._closed.set()
        while not self._idle.empty():
            self._idle.get().shutdown()
        if self._before is None:
            os.environ.pop(_THREADS, None)  # noqa: TID251
        else:
            os.environ[_THREADS] = self._before  # noqa: TID251

    def _kept(self, store: Path, batch: pl.DataFrame) -> str | None:
        if self._closed.is_set():
            raise Stopped("the reading processes are closed")
        try:
            process = self._idle.get_nowait()
        except queue.Empty:
            process = ProcessPoolExecutor(1, get_context("spawn"), _begin, self._begin)
        try:
            reason = process.submit(_keep, store, batch).result()
        except (BrokenProcessPool, MemoryError):
            process.shutdown()
            return DIED
        except BaseException:
            process.shutdown(wait=False)
            raise
        if self._closed.is_set():
            process.shutdown()
        else:
            self._idle.put(process)
        return reason


def _begin(reference: Path, worker_bytes: int, parent: int) -> None:
    """Make a process ready to read; it ends when the one that started it is gone, however that ended."""

    def watch() -> None:
        while os.getppid() == parent and not (worker_bytes and _resident() > worker_bytes):
            time.sleep(_WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    with suppress(OSError):  # where memory ends, the system ends the reader first, not who waits for it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _worker["vocabulary"] = load_seen(reference)


def _resident() -> int:
    """Memory of this process in bytes; 0 where the system does not tell.

    A limit that the system holds would not do: refused memory leaves threads that wait for each other for ever.
    """
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _keep(store: Path, batch: pl.DataFrame) -> str | None:
    return keep(store, batch, _worker["vocabulary"])
