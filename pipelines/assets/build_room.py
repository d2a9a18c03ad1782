"""The private place of a build, held by one run at a time."""

from __future__ import annotations

import fcntl
import os
import time
from typing import IO, Any

import dagster as dg
from pydantic import Field, PrivateAttr

from pipelines.operations.forgetting import forget
from pipelines.settings import Settings

WAIT_SECONDS = 1800.0
_POLL_SECONDS = 0.5
_MOST_TOLD = 20


class BuildRoom(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Settings of the process, and a lock on the work folder from a run's first step to its last.

    The lock is the operating system's: it is gone with the process that held it, however that ended.
    """

    wait_seconds: float = WAIT_SECONDS
    documents: list[str] = Field(
        default=[],
        description="Documents to read again whatever is known of them, by name or pattern (*). All others are read "
        "only where they changed, as in every run.",
    )
    _lock: IO[str] | None = PrivateAttr(default=None)

    @property
    def settings(self) -> Settings:
        """The settings that the environment gives."""
        return Settings.from_environment()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Make the work folder and wait for it to be free."""
        folder = self.settings.work
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "build.lock").open("a+", encoding="utf-8")
        deadline = time.monotonic() + self.wait_seconds
        told = False
        while not _try_lock(lock):
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            if time.monotonic() > deadline:
                lock.close()
                raise dg.Failure(
                    f"{folder} is in use by {holder} for more than {self.wait_seconds:.0f} s; let it end, or end it.",
                    allow_retries=True,
                )
            if not told and context.log is not None:
                context.log.info(f"Waiting: {folder} is in use by {holder}.")
                told = True
            time.sleep(_POLL_SECONDS)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, run {context.run_id}")
        lock.flush()
        self._lock = lock
        again = forget(folder, self.documents)
        if context.log is not None and self.documents:
            context.log.info(f"Read again: {', '.join(again[:_MOST_TOLD]) or 'nothing matches'} ({len(again)} in all).")

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Leave the work folder to the next run."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _try_lock(lock: IO[Any]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
