"""Why a run failed, in words for the person who finds it in the morning."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

LOST = (
    "The run's process ended before its work did: it was killed, the memory ran out, or the machine stopped. "
    "What is published is untouched; the next run starts from the beginning."
)


def step_reason(event: dg.DagsterEvent) -> str:
    """What a person should read: the step's own words where it has some, else the error that began it all."""
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return data.user_failure_data.description
    return _origin(data.error).message.strip() if data.error is not None else "unknown error"


def retry_reason(event: dg.DagsterEvent) -> str:
    """Why a step is tried again, in one line."""
    error = event.step_retry_data.error
    # The words of a dg.Failure, which stand behind its class's name.
    return _origin(error, upto="Failure").message.strip().split("Failure: ", 1)[-1] if error is not None else ""


def _origin(error: SerializableErrorInfo, upto: str | None = None) -> SerializableErrorInfo:
    """The error that ``error`` comes from, or the first of class ``upto`` on the way there."""
    while error.cause is not None and error.cls_name != upto:
        error = error.cause
    return error


def run_reasons(step_failures: Iterable[dg.DagsterEvent]) -> dict[str, str]:
    """The reason of each failed step by its name; of a run that failed without one, that its process is gone."""
    reasons = {event.step_key or "run": step_reason(event) for event in step_failures}
    return reasons or {"run": LOST}
