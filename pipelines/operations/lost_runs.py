"""Runs whose process is gone, and nobody noticed: they are failed, so that their place in the pool is free again.

The code server that started a run sees it die. When both are killed at once (the machine stopped, or every process
of it was killed), the run would be "started" for ever, and every later run would wait for it.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import dagster as dg
from dagster import DagsterEventType, DagsterInstance, DagsterRunStatus, RunRecord, RunsFilter

_STARTED = re.compile(r"\(pid: (\d+)\)")
_IN_PROGRESS = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
_LOOKS_SECONDS = 2.0  # the code server has this long to report the end itself
_RUN_PROCESS = b"spawn_main"  # the code server starts each run as a spawned Python process


@dg.sensor(
    name="lost_runs",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fails runs whose process is gone, so that the next one may begin.",
)
def lost_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Look after the runs in progress; never asks for one."""
    failed = fail_lost_runs(context.instance)
    return dg.SkipReason(f"Failed {', '.join(failed)}: the process is gone." if failed else "No run is lost.")


def fail_lost_runs(instance: DagsterInstance) -> list[str]:
    """Report as failed each run in progress on this machine whose process does not live; return their ids."""
    suspects = [record for record in _in_progress(instance) if _is_lost(instance, record)]
    if not suspects:
        return []
    time.sleep(_LOOKS_SECONDS)
    still = {record.dagster_run.run_id for record in _in_progress(instance)}
    lost = [record.dagster_run for record in suspects if record.dagster_run.run_id in still]
    for run in lost:
        instance.report_run_failed(run, "The run's process is gone: it was killed, or the machine stopped.")
    return [run.run_id for run in lost]


def _in_progress(instance: DagsterInstance) -> list[RunRecord]:
    return list(instance.get_run_records(RunsFilter(statuses=_IN_PROGRESS)))


def _is_lost(instance: DagsterInstance, record: RunRecord) -> bool:
    """Whether the process that the run's own log names is gone; a run that names none has not begun."""
    entries = instance.all_logs(record.dagster_run.run_id, of_type=DagsterEventType.ENGINE_EVENT)
    started = [int(match[1]) for entry in entries if (match := _STARTED.search(entry.message))]
    if not started:
        return False
    return not runs_in(started[0])


def runs_in(process: int) -> bool:
    """Whether ``process`` lives on this machine and is one that Dagster starts for a run, not a later namesake."""
    try:
        os.kill(process, 0)
        arguments = Path(f"/proc/{process}/cmdline").read_bytes()
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # of a system without /proc; or it ended just now, which the next look sees
        return True
    except PermissionError:  # another user's
        return False
    return _RUN_PROCESS in arguments
