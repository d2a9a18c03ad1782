"""How a step fails: what can pass is tried again after a while, what cannot is told at once."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb
import polars as pl

from pipelines.settings import Settings
from pipelines.warehouse import WarehouseError

#: A full disk may be emptied, a lock released, a network folder come back.
_PASSING_CODES = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EAGAIN,
    errno.EBUSY,
    errno.EIO,
    errno.ESTALE,
    errno.ETIMEDOUT,
    errno.EHOSTDOWN,
    errno.ENETUNREACH,
}
_FULL_CODES = {errno.ENOSPC, errno.EDQUOT}
_FULL_WORDS = re.compile(r"no space left|quota exceeded", re.IGNORECASE)
_PASSING_WORDS = re.compile(
    r"no space left|disk quota|quota exceeded|conflicting lock|could not set lock|resource temporarily unavailable"
    r"|input/output error|stale file handle",
    re.IGNORECASE,
)


def can_pass(error: BaseException | str) -> bool:
    """Whether trying again later may help: a disk or a lock is at fault, not the input and not the program."""
    if isinstance(error, str):
        return _PASSING_WORDS.search(error) is not None
    codes = error.errno in _PASSING_CODES if isinstance(error, OSError) else False
    cause = error.__cause__
    return codes or can_pass(str(error)) or (cause is not None and can_pass(cause))


def _reason(error: Exception, settings: Settings) -> str:
    """What a person reads of an error that the system raised."""
    if (isinstance(error, OSError) and error.errno in _FULL_CODES) or _FULL_WORDS.search(str(error)):
        return f"The disk of {settings.work} is full; free some space and run again. ({error})"
    return f"{error} It may pass: a disk, a lock or a network folder is at fault."


def failed(reason: str, *, passes: bool, attempt: int, settings: Settings) -> Exception:
    """What a step raises: a request to be tried again, after longer and longer waits, or a failure for good.

    ``reason``: what a person reads. ``attempt``: how often the step was tried again already.
    """
    failure = dg.Failure(reason, allow_retries=False)
    if not passes:
        return failure
    again = dg.RetryRequested(max_retries=settings.retries, seconds_to_wait=settings.retry_seconds * 2**attempt)
    again.__cause__ = failure
    return again


@contextmanager
def told(attempt: int, settings: Settings, *known: type[Exception]) -> Iterator[None]:
    """Turn errors of the ``known`` classes, whose messages are for people, and those of disks into a step's failure.

    Everything else is a fault of the program: it fails the step as it is, and is never tried again.
    """
    spoken: tuple[type[Exception], ...] = (WarehouseError, *known)
    try:
        yield
    except spoken as error:
        fault = failed(str(error), passes=can_pass(error), attempt=attempt, settings=settings)
        raise fault from fault.__cause__ or error
    except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
        if not can_pass(error):
            raise
        fault = failed(_reason(error, settings), passes=True, attempt=attempt, settings=settings)
        raise fault from fault.__cause__
