"""What can pass is tried again after growing waits; what cannot is told at once."""

import errno
from collections.abc import Callable

import dagster as dg
import duckdb
import polars as pl
import pytest

from pipelines.assets.failing import can_pass, told
from pipelines.operations.reasons import retry_reason, run_reasons
from pipelines.quality import SuiteError
from pipelines.settings import Settings
from pipelines.vocabulary import VocabularyError
from pipelines.warehouse import WarehouseError

SETTINGS = Settings.from_environment({"SOLIEU_RETRIES": "3", "SOLIEU_RETRY_SECONDS": "0.01"})


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.ESTALE, "Stale file handle"),
        duckdb.IOException("IO Error: Could not set lock on file: Conflicting lock is held in PID 7"),
        pl.exceptions.ComputeError("No space left on device (os error 28)"),
        caused(WarehouseError("x.duckdb: publishing failed."), OSError(errno.EDQUOT, "Disk quota exceeded")),
    ],
    ids=repr,
)
def test_disks_and_locks_can_pass(error: Exception) -> None:
    assert can_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        VocabularyError("units.csv: duplicate key"),
        SuiteError("a.yaml: unknown key"),
        WarehouseError("build: the build has no schema bi; let every step of it end."),
        PermissionError(errno.EACCES, "Permission denied"),
        duckdb.CatalogException("Table does not exist"),
        KeyError("a fault of the program"),
    ],
    ids=repr,
)
def test_input_and_program_cannot(error: Exception) -> None:
    assert not can_pass(error)


def run(fail: Callable[[int], None], *known: type[Exception]) -> dg.ExecuteInProcessResult:
    """Run one step in which ``fail`` is called with the number of times it was tried again."""

    @dg.op
    def step(context: dg.OpExecutionContext) -> None:
        with told(context.retry_number, SETTINGS, *known):
            fail(context.retry_number)

    @dg.job(executor_def=dg.in_process_executor)
    def job() -> None:
        step()

    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        return job.execute_in_process(instance=instance, raise_on_error=False)


def waits(result: dg.ExecuteInProcessResult) -> list[float | None]:
    return [event.step_retry_data.seconds_to_wait for event in result.all_events if event.is_step_up_for_retry]


def test_a_full_disk_is_waited_for_longer_and_longer_and_then_told() -> None:
    def full(attempt: int) -> None:
        raise caused(WarehouseError("The disk is full; free some space."), OSError(errno.ENOSPC, "No space"))

    result = run(full)
    assert not result.success
    assert waits(result) == [0.01, 0.02, 0.04]
    (retry, *_) = [event for event in result.all_events if event.is_step_up_for_retry]
    assert retry_reason(retry) == "The disk is full; free some space."
    failures = [event for event in result.all_events if event.is_step_failure]
    assert run_reasons(failures) == {"step": "The disk is full; free some space."}


def test_a_disk_that_is_emptied_meanwhile_is_no_failure() -> None:
    def full_at_first(attempt: int) -> None:
        if attempt < 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    result = run(full_at_first)
    assert result.success
    assert len(waits(result)) == 2


@pytest.mark.parametrize("error", [VocabularyError("units.csv: duplicate key 'kg'; keep one row"), KeyError("bug")])
def test_what_cannot_pass_fails_at_once(error: Exception) -> None:
    def fail(attempt: int) -> None:
        raise error

    result = run(fail, VocabularyError)
    assert not result.success
    assert waits(result) == []
    (reason,) = run_reasons([event for event in result.all_events if event.is_step_failure]).values()
    assert str(error) in reason
