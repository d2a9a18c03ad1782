"""Settings given on the command line, made those of the whole process and of the programs it starts."""

from __future__ import annotations

import os

from pipelines.settings import Settings


def apply(settings: Settings) -> None:
    """Write ``settings`` as ``SOLIEU_*`` variables; dbt, and every later `Settings.from_environment`, reads them."""
    os.environ.update(settings.as_environment())  # noqa: TID251 - written, not read
