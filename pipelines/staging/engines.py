"""Which engine reads: Polars in processes of this machine, or Daft on its own runner or on a Ray cluster.

All of them call the same function for a batch and leave the same shards in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.staging.crew import Crew
from pipelines.staging.reading import keep, load_seen, settle

POLARS, DAFT = "polars", "daft"


class EngineError(RuntimeError):
    """The engine that was asked for cannot be had, or broke; the message says which and what to do."""


@dataclass(frozen=True)
class Engine:
    """What reads. ``processes``: at a time, on a machine. ``worker_bytes``: memory of each at most; 0 is no limit.

    ``ray_address``: the Ray cluster that Daft runs on; blank is its own runner, on this machine.
    """

    name: str = POLARS
    processes: int = 1
    worker_bytes: int = 0
    ray_address: str = ""

    def read_into(self, store: Path, batches: Iterable[pl.DataFrame], reference: Path, room: Path) -> Mapping[str, str]:
        """Read ``batches`` into shards of ``store``; return the reason by read key for what cannot be read.

        ``room``: a folder for what lies between the machines, gone afterwards. Raises EngineError, SchemaViolation.
        """
        if self.name == DAFT:
            from pipelines.staging.daft_engine import read_on_daft  # imports Daft

            return read_on_daft(self, store, batches, reference, room)
        if self.processes <= 1 and not self.worker_bytes:
            vocabulary = load_seen(reference)
            found = (settle(batch, lambda part: keep(store, part, vocabulary)) for batch in batches)
            return {key: reason for failed in found for key, reason in failed.items()}
        return _side_by_side(store, batches, Crew(reference, self.worker_bytes), self.processes)


def _side_by_side(store: Path, batches: Iterable[pl.DataFrame], crew: Crew, processes: int) -> Mapping[str, str]:
    """Keep ``processes`` busy, with no more batches in memory than they need."""
    failed: dict[str, str] = {}
    running: set[Future[Mapping[str, str]]] = set()
    threads = ThreadPoolExecutor(processes)
    try:
        for batch in batches:
            running.add(threads.submit(crew.read, store, batch))
            if len(running) > processes:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    failed.update(future.result())
        for future in running:
            failed.update(future.result())
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        crew.close()
        threads.shutdown()
    return failed
