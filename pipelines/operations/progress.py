"""A run's events as progress for a person: a live display in a terminal, one plain line a step elsewhere."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import dagster as dg
from dagster import DagsterEventType, EventLogEntry
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipelines.operations.reasons import retry_reason, step_reason

#: Steps in the order they run, and what each does, in words.
STEPS: Mapping[str, str] = {
    "reference": "Check the vocabulary",
    "raw_documents": "Extract the text of the documents",
    "staging": "Read the figures",
    "models": "Build facts and dimensions",
    "checks": "Check ranges, totals and the ledger",
    "published_warehouse": "Publish",
    "evidence_site": "Write the evidence pages",
    "exports": "Write the exports",
}


#: How a run's message begins that finds nothing to do; a person is told it.
NOTHING_NEW = "Nothing is new"

_BEFORE = "before the first step"
_NOTE_SIGNS = 60


class LossyLog(io.TextIOBase):
    """A log file that loses lines rather than end the run: on a full disk the run itself says what is wrong."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("w", encoding="utf-8", errors="backslashreplace")

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Write what the disk takes."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is held back, where the disk takes it."""
        with suppress(OSError, ValueError):  # closed already
            self._stream.flush()

    def close(self) -> None:
        """Close, whatever could be written."""
        with suppress(OSError):
            self._stream.close()
        super().close()


class RunProgress:
    """Follows one run: shows its steps, writes every event to a log file, and keeps what went wrong.

    Use as a context manager, and give :meth:`follow` to the instance as listener of the run.
    """

    def __init__(self, console: Console, log_file: Path) -> None:
        self.failures: dict[str, str] = {}  # step → plain-language reason
        self.dbt_tests: Counter[str] = Counter()  # passed | warned | failed
        self._console = console
        self._log_file = log_file
        self._log: LossyLog | None = None
        self._started: dict[str, float] = {}
        self._done: Counter[str] = Counter()
        self._tasks: dict[str, TaskID] = {}
        columns = (
            SpinnerColumn(finished_text="·"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[note]}"),
        )
        self._live = Progress(*columns, console=console, transient=True) if console.is_terminal else None

    def __enter__(self) -> Self:
        self._log = LossyLog(self._log_file)
        if self._live is not None:
            self._live.start()
            self._show(_BEFORE, "Starting")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if self._log is not None:
            self._log.close()

    def follow(self, entry: EventLogEntry) -> None:
        """Take one event of the run."""
        if self._log is not None:
            self._log.write(f"{time.strftime('%H:%M:%S')} {entry.step_key or '-'} {entry.message}\n")
            if entry.is_dagster_event and entry.get_dagster_event().is_step_failure:
                error = entry.get_dagster_event().step_failure_data.error
                self._log.write(f"{error.to_string() if error else 'no trace'}\n")
        event = entry.dagster_event if entry.is_dagster_event else None
        step = entry.step_key
        if step is None or step not in STEPS:
            return
        if event is None:
            self._note(step, entry.user_message)
            return
        kind = event.event_type
        if kind is DagsterEventType.STEP_START:
            self._begin(step)
        elif kind is DagsterEventType.ASSET_MATERIALIZATION:
            self._done[step] += 1
        elif kind is DagsterEventType.ASSET_CHECK_EVALUATION and step == "models":
            self._count_test(event)
        elif kind is DagsterEventType.STEP_SUCCESS:
            self._end(step, "done")
        elif kind is DagsterEventType.STEP_UP_FOR_RETRY:
            self._console.print(f"[yellow]…[/] {STEPS[step]:<38} {_retry(event)}", highlight=False, soft_wrap=True)
        elif kind is DagsterEventType.STEP_FAILURE:
            self.failures[step] = step_reason(event)
            self._end(step, "failed")

    def _begin(self, step: str) -> None:
        self._started[step] = time.monotonic()
        self._hide(_BEFORE)
        self._show(step, STEPS[step])

    def _show(self, step: str, what: str) -> None:
        if self._live is not None:
            self._tasks[step] = self._live.add_task(what, total=None, note="")

    def _hide(self, step: str) -> None:
        if self._live is not None and step in self._tasks:
            self._live.remove_task(self._tasks.pop(step))
            self._live.refresh()  # or what is printed next would stand above it once more

    def _note(self, step: str, note: str) -> None:
        """Show a line of the step's log; longer ones explain, and are for the log."""
        if note.startswith(NOTHING_NEW):
            self._console.print(f"· {escape(note)}", highlight=False, soft_wrap=True)
            return
        if self._live is not None and step in self._tasks and len(note) <= _NOTE_SIGNS:
            shown = "".join(filter(str.isprintable, note))  # names of files may hold commands to the terminal
            self._live.update(self._tasks[step], note=escape(shown))

    def _end(self, step: str, how: str) -> None:
        seconds = time.monotonic() - self._started.get(step, time.monotonic())
        made = f"{self._done[step]} tables, " if self._done[step] > 1 else ""
        self._hide(step)
        mark = "[green]✓[/]" if how == "done" else "[red]✗[/]"
        self._console.print(f"{mark} {STEPS[step]:<38} {made}{seconds:.1f} s", highlight=False)

    def _count_test(self, event: dg.DagsterEvent) -> None:
        evaluation = event.asset_check_evaluation_data
        if evaluation.passed:
            self.dbt_tests["passed"] += 1
        elif evaluation.severity is dg.AssetCheckSeverity.WARN:
            self.dbt_tests["warned"] += 1
        else:
            self.dbt_tests["failed"] += 1


def _retry(event: dg.DagsterEvent) -> str:
    """What is hoped to pass, and how long is waited for it."""
    seconds = event.step_retry_data.seconds_to_wait
    return f"{retry_reason(event)} Again in {seconds or 0:.0f} s."
